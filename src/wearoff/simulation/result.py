"""What a simulation, the same under an assumption, and an exported model say, typed."""

from __future__ import annotations

from typing import Self

from wearoff.formats.documents import Document, Maybe, Meta, Number, Value

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class Written(Document):
    """A whole document of a command that also writes files."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    wrote: tuple[str, ...] = ()
    """Files that were written."""

    def writing(self, paths: list[str]) -> Self:
        """The same, of a run that wrote these files."""
        return self.model_copy(update={"wrote": tuple(paths)})


class SessionGiven(Document):
    """Units of one session, and its day."""

    day: int
    units: Number


class InjectionGiven(Document):
    """Units into one muscle of one side."""

    muscle: str
    side: str
    units: Number


class Period(Document):
    """Mean of one outcome over some days: between patients, and 9 in 10 of them."""

    outcome: str
    unit: str
    from_day: int
    to_day: int
    mean: Number
    lo90: Number
    hi90: Number


class PublishedHarm(Document):
    """An unwanted effect: people of 100 who had it with toxin and, if known, with placebo."""

    event: str
    measured_in: str
    shown_for: tuple[str, ...]
    toxin: Number
    placebo: Maybe
    people: int | None
    source: str
    note: str


class SimulationResult(Written):
    """What `wearoff simulate --json` prints: the summary of invented patients."""

    condition: str
    plan: str
    product: str
    days: int
    patients: int
    bands_from: int
    """Patients whose own means are behind ``lo90`` and ``hi90``."""
    typical: bool
    step: Number
    """Days of one step."""
    settings: dict[str, Number]
    """Evidence values that were replaced, by row, in the row's unit."""
    sessions: tuple[SessionGiven, ...]
    first_session: tuple[InjectionGiven, ...]
    warnings: tuple[str, ...]
    summary: tuple[Period, ...]
    published_harms: tuple[PublishedHarm, ...]


class Assumption(Document):
    """What was assumed, in words and numbers."""

    label: str
    settings: dict[str, Number]


class BothPeriods(Document):
    """Mean of the main outcome over some days, with toxin and placebo, off and on."""

    from_day: int
    to_day: int
    off_toxin: Number
    off_placebo: Number
    on_toxin: Number
    on_placebo: Number


class HypothesisResult(Written):
    """What `wearoff simulate --hypothesis --json` prints: one question under two assumptions."""

    condition: str
    plan: str
    days: int
    patients: int
    typical: bool
    outcome: str
    unit: str
    settings: dict[str, Number]
    assumption: Assumption
    without_toxin: str
    periods: tuple[BothPeriods, ...]


class QueryResult(Written):
    """What `wearoff query --json` prints: the rows that a statement selects of a folder."""

    schema_version: str = "1.1"
    sql: str
    files: int
    """Parquet files of the folder."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    """Numbers to six significant digits; None where there is no value, or no finite one."""
    count: int
    """How many rows the statement selects."""


class EventGiven(Document):
    """What one session changes in the file."""

    day: int
    changes: tuple[str, ...]


class MadeUpReadings(Document):
    """Readings that were made up for a file."""

    outcome: str
    people: int
    readings: int
    noise: Number
    """SD of a reading, in the outcome's unit: chosen, not found."""
    log_likelihood: Maybe
    """Of all readings at the values they were made with; None where people differ in these."""


class ExportResult(Written):
    """What `wearoff export --json` prints: what a written model holds, and how it is named."""

    schema_version: str = "1.1"
    condition: str
    plan: str
    product: str
    days: int
    settings: dict[str, Number]
    format: str
    states: tuple[str, ...]
    outcomes: dict[str, str]
    """Column of a simulated table to the name in the file."""
    numbers: tuple[str, ...]
    doses: dict[str, Number]
    """Units by the name in the file."""
    events: tuple[EventGiven, ...]
    warnings: tuple[str, ...]
    made_up: MadeUpReadings | None
