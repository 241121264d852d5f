"""The calls that programs can make, in one table: their fields, and the documents they give."""

from __future__ import annotations

from dataclasses import dataclass

from wearoff.diary.read.options import UNWRITTEN
from wearoff.formats.dates import ASKED
from wearoff.model.conditions import CONDITIONS
from wearoff.runs import MOST_SEED
from wearoff.units import PRODUCT_UNITS
from wearoff.web.fields import Field
from wearoff.words import api as words

MOST_PEOPLE, MOST_YEARS = 1000, 20
"""Of a simulation that anybody may ask for: it takes a second or two."""
SEED = Field(name="seed", kind="whole", least=0, most=MOST_SEED - 1)
FILES = (
    Field(name="diary", kind="file"),
    Field(name="injections", kind="file"),
    Field(name="events", kind="file"),
    Field(name="scores", kind="file"),
)
READING = (
    Field(name="condition", choices=tuple(CONDITIONS)),
    Field(name="name"),
    Field(name="baseline"),
    Field(name="baseline_from"),
    Field(name="unwritten", choices=UNWRITTEN),
    Field(name="dates", choices=tuple(ASKED)),
    Field(name="sheet"),
    Field(name="columns", kind="pair"),
    Field(name="confirm", many=True),
    Field(name="today", kind="date"),
)
SIMULATING = (
    Field(name="condition", choices=tuple(CONDITIONS), needed=True),
    Field(name="plan"),
    Field(name="years", kind="number", least=0.02, most=MOST_YEARS),
    Field(name="patients", kind="whole", least=1, most=MOST_PEOPLE),
    Field(name="typical", kind="yes"),
    Field(name="step", kind="number", least=0.125, most=1),
    Field(name="settings", kind="setting"),
    Field(name="units", kind="number", least=0, most=100_000),
    Field(name="sites", kind="setting"),
    Field(name="product", choices=tuple(PRODUCT_UNITS)),
    Field(name="every_weeks", kind="number", least=1, most=520),
    Field(name="sessions", kind="whole", least=1, most=1000),
    Field(name="affected", choices=("left", "right")),
    Field(name="by", choices=("month", "year")),
    Field(name="hypothesis", kind="yes"),
    SEED,
)
EXPLORING = tuple(
    field for field in SIMULATING if field.name not in {"typical", "step", "by", "hypothesis"}
)
"""An invented person has both assumptions, the typical one and others beside."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call.

    Attributes:
        name: In `wearoff.words.api.CALLS`.
        path: Its address.
        methods: ``POST`` takes a form, ``GET`` the same in the address.
        fields: What may be said.
        documents: What it gives, one of these, as `wearoff schema` names them.
        public: Whether it needs no token.
        named: Name in the path that is to be filled in.
    """

    name: str
    path: str
    methods: tuple[str, ...] = ("GET",)
    fields: tuple[Field, ...] = ()
    documents: tuple[str, ...] = ()
    public: bool = False
    named: str = ""

    @property
    def about(self) -> str:
        """What it answers, in words."""
        return words.CALLS[self.name]


READ = Call(
    name="read",
    path="/api/read",
    methods=("POST",),
    fields=(*FILES, *READING),
    documents=("import", "import_cases"),
)
ANALYZE = Call(
    name="analyze",
    path="/api/analyze",
    methods=("POST",),
    fields=(*FILES, Field(name="rules", kind="file"), *READING, SEED),
    documents=("analyze", "folder"),
)
PLAN = Call(
    name="plan",
    path="/api/plan",
    methods=("POST",),
    fields=(*FILES, Field(name="courses", kind="file"), *READING, SEED),
    documents=("plan",),
)
SIMULATE = Call(
    name="simulate",
    path="/api/simulate",
    methods=("GET", "POST"),
    fields=SIMULATING,
    documents=("simulate", "hypothesis"),
    public=True,
)
EXPLORE = Call(
    name="explore",
    path="/api/explore",
    fields=EXPLORING,
    documents=("explore",),
    public=True,
)
CLAIMS = Call(
    name="claims",
    path="/api/claims",
    fields=(
        Field(name="text", choices=("warning", "advocate")),
        Field(name="grade"),
        Field(name="part"),
        Field(name="ids", many=True),
    ),
    documents=("claims",),
    public=True,
)
WHY = Call(
    name="why", path="/api/why/{name}", documents=("why", "numbers"), public=True, named="name"
)
SCHEMA = Call(name="schema", path="/schemas/{name}.json", public=True, named="name")
OPENAPI = Call(name="openapi", path="/openapi.json", public=True)
CALLS = (READ, ANALYZE, PLAN, SIMULATE, EXPLORE, CLAIMS, WHY, SCHEMA, OPENAPI)
