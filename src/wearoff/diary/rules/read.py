"""Rules: what guidelines, payers and trials ask of a count, a ``[[rule]]`` each in a TOML file."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, get_args

from wearoff.formats.csvs import Range
from wearoff.formats.tomls import read_all, together
from wearoff.measures import QUESTIONNAIRES
from wearoff.records import Points, Rule, RuleCondition

if TYPE_CHECKING:
    from pathlib import Path

    from wearoff.formats.tomls import Table

POINTS: dict[str, Points] = {each: each for each in get_args(Points)}
"""What a yes can speak for, in the order in which it is told."""
USUALLY = {"improvement": "going_on", "few_days": "pause", "return": "pause", "mark": "neither"}
"""What a yes to a rule of each kind speaks for where its file does not say."""
KINDS = tuple(USUALLY)
COMBINE = ("all", "any")
GRADES = ("read page", "secondary", "memory")
"""How the wording is known: the source was read, it was quoted elsewhere, it is from memory."""
DIARY = ("headache_days", "moderate_days", "hours", "acute_days")
MEASURES = (*DIARY, *QUESTIONNAIRES)
TESTS = ("fall_percent", "fall", "below")
COMPARE = ("first_session", "each_session")
SESSIONS = Range(1, 40, whole=True)
PAUSE_DAYS = Range(0, 366, whole=True)
WINDOW_DAYS = Range(7, 366, whole=True)
WINDOWS = Range(1, 13, whole=True)
HOURS = 24
LEAST = 0.01
"""A line at nothing asks nothing."""
ID = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
URL = re.compile(r"https?://\S+", re.ASCII)
RULE = (
    *("id", "name", "kind", "points", "asks", "where", "sessions", "pause_days", "combine"),
    *("condition", "source", "url", "read", "grade", "note"),
)
CONDITION = (
    *("measure", "test", "line", "window_days", "windows", "each", "compare"),
    *("baseline_from", "baseline_to"),
)


def read_rules(path: str | Path) -> list[Rule]:
    """The rules of a TOML file, in its order.

    Raises:
        InputError: an unreadable file, a field that does not exist or is missing, a value that
            cannot be, or an id that stands twice; names the line.
    """
    return read_all(path, "rule", _rule)


def shipped() -> list[Rule]:
    """The rules that come with the package."""
    with as_file(files("wearoff.evidence") / "data" / "rules.toml") as path:
        return read_rules(path)


def with_own(path: str | Path) -> list[Rule]:
    """The shipped rules, those of the same id replaced by the file's own, then its others.

    Raises:
        InputError: as `read_rules`.
    """
    return together(shipped(), read_rules(path))


def _rule(table: Table) -> Rule:
    table.refuse_unknown(RULE)
    conditions = tuple(_condition(part) for part in table.tables("condition"))
    if not conditions:
        raise table.error(None, "missing condition", "at least one [[rule.condition]]")
    kind = table.choice("kind", KINDS)
    return Rule(
        id=_matching(table, "id", ID, "small letters, digits, - and _"),
        name=table.text("name"),
        kind=kind,
        points=POINTS[table.choice("points", POINTS, USUALLY[kind])],
        asks=table.text("asks"),
        where=table.text("where"),
        sessions=table.whole("sessions", SESSIONS),
        combine=table.choice("combine", COMBINE),
        conditions=conditions,
        source=table.text("source"),
        url=_matching(table, "url", URL, "an address that begins with https://"),
        read=table.day("read"),
        grade=table.choice("grade", GRADES),
        note=table.text("note", ""),
        pause_days=table.whole("pause_days", PAUSE_DAYS, 0),
    )


def _matching(table: Table, key: str, pattern: re.Pattern[str], allowed: str) -> str:
    value = table.text(key)
    if not pattern.fullmatch(value):
        raise table.error(key, f"found {value!r}", allowed)
    return value


def _condition(table: Table) -> RuleCondition:
    table.refuse_unknown(CONDITION)
    measure = table.choice("measure", MEASURES)
    test = table.choice("test", TESTS)
    window = table.whole("window_days", WINDOW_DAYS, RuleCondition.window_days)
    windows = table.whole("windows", WINDOWS, RuleCondition.windows)
    compare = table.choice("compare", COMPARE, RuleCondition.compare)
    if compare == "each_session" and (windows > 1 or test == "below" or measure not in DIARY):
        raise table.error(
            "compare", f"found {compare!r}", "that with one window of a diary and a fall"
        )
    lowest = highest = None
    for key in ("baseline_from", "baseline_to"):
        if key in table.values and measure not in QUESTIONNAIRES:
            raise table.error(
                key, f"found beside {measure}", f"it with {', '.join(QUESTIONNAIRES)}"
            )
    if "baseline_from" in table.values or "baseline_to" in table.values:
        lowest = table.number("baseline_from", Range(0, QUESTIONNAIRES[measure].highest))
        highest = table.number("baseline_to", Range(lowest, QUESTIONNAIRES[measure].highest))
    return RuleCondition(
        measure=measure,
        test=test,
        line=table.number("line", Range(LEAST, _highest(measure, test, window))),
        window_days=window,
        windows=windows,
        each=table.yes_no("each", RuleCondition.each),
        compare=compare,
        baseline_from=lowest,
        baseline_to=highest,
    )


def _highest(measure: str, test: str, window: int) -> float:
    """The farthest that a line can be."""
    if test == "fall_percent":
        return 100
    if measure in QUESTIONNAIRES:
        return QUESTIONNAIRES[measure].highest
    return HOURS * window if measure == "hours" else window
