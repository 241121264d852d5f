"""How files are to be read: the fields of a form, what they ask for, and what reading asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.diary.profiles import PROFILES, profile
from wearoff.diary.read.options import USUAL_CONDITION, checked
from wearoff.diary.read.scores import parse_baseline
from wearoff.errors import Faults, InputError, argument
from wearoff.formats.dates import ASKED
from wearoff.model.conditions import CONDITIONS
from wearoff.words import desk as words
from wearoff.words import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST = 200
"""Characters of a field."""
PLAIN = ("condition", "name", "unwritten", "dates", "sheet", "baseline_from")
"""Fields that are options as they are."""
MAPPED = (
    *("date", "headache", "severity_3", "pain_10", "hours", "migraine", "acute_medication"),
    *("neck_pain_10", "jaw_pain_10", "leg_pain_10", "menstruation"),
    *("time", "start", "end", "duration"),
)
"""Columns of ours that a column of the file can be said to be."""
MAP = "map_"
"""Before the name of a column of ours, in the name of a field."""
CONDITION_CHOICES = tuple((name, CONDITIONS[name].title) for name in PROFILES)
DATE_CHOICES = tuple((style, understood.DATES[style]) for style in ASKED)


def options_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says of the reading, as `wearoff.read_case` takes it; what is not empty."""
    said = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    options: dict[str, Any] = {name: said[name] for name in PLAIN if said.get(name)}
    if said.get("baseline_count"):
        options["baseline"] = f"{said['baseline_count']}:{said.get('baseline_days', '')}"
    columns = {ours: said[MAP + ours] for ours in MAPPED if said.get(MAP + ours)}
    return {**options, "columns": columns} if columns else options


def check(options: Mapping[str, Any]) -> None:
    """Refuse what cannot be, before anything is read.

    Raises:
        InputError: whatever of it cannot be, a line a field.
    """
    faults = Faults()

    def tried(look: Callable[[], Any]) -> None:
        try:
            look()
        except InputError as error:
            faults.add(error)

    texts = [(name, options[name]) for name in PLAIN if name in options]
    texts += [("columns", theirs) for theirs in options.get("columns", {}).values()]
    for name, text in texts:
        if len(text) > LONGEST:
            faults.add(InputError(f"{argument(name)}: more than {LONGEST} characters"))
    if "condition" in options:
        tried(lambda: profile(options["condition"]))
    if "baseline" in options:
        tried(lambda: parse_baseline(options["baseline"]))
    elif "baseline_from" in options:
        faults.add(InputError(f"{argument('baseline')} is empty, and somebody says so"))
    reading = {name: options[name] for name in ("unwritten", "dates", "confirm") if name in options}
    tried(lambda: checked(**reading))
    faults.check()


def pain_of(options: Mapping[str, Any]) -> str:
    """What a day can be free of, as the condition is judged by it."""
    usual = PROFILES[USUAL_CONDITION]
    return words.PAINS[PROFILES.get(options.get("condition", ""), usual).main]


class Refused(NamedTuple):
    """One thing that cannot be used: where and what, and the likely fix."""

    what: str
    fix: str


def refusals(error: InputError) -> list[Refused]:
    """An error as a list, its arguments called as the page calls its fields."""
    found: list[Refused] = []
    for line in error.said(words.field).splitlines():
        what, _, fix = line.partition("; fix: ")
        found.append(Refused(what, fix))
    return found


def asked_for(error: InputError) -> frozenset[str]:
    """The arguments that an error asks for: their fields are shown open."""
    names: set[str] = set()

    def kept(name: str, value: str | None) -> str:
        names.add(name)
        return value or name

    error.said(kept)
    return frozenset(names)
