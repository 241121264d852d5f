"""Targets: published figures in a fixed vocabulary, one a row, for the model to answer.

A word that is not in the vocabulary is bad input. Whether the model can reach a known one is not
asked here.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections
from wearoff.formats.csvs import MISSING, NEAR, CsvFile, Range
from wearoff.model.conditions import CONDITIONS
from wearoff.records import Target
from wearoff.studies.design import NO_SESSIONS, PLACEBO_FIRST, WEEK_IS_THE_ANSWER
from wearoff.studies.readouts import FOLLOWS_FROM
from wearoff.units import PRODUCT_UNITS, WEEK, WINDOW
from wearoff.words.notes import text
from wearoff.words.studies import near_plan

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from wearoff.formats.frames import Given

COLUMNS = (
    *("id", "source", "cohort", "condition", "population", "baseline", "baseline_sd"),
    *("product", "units", "plan", "interval_weeks", "sessions", "week", "arm", "quantity"),
    *("value", "se", "n", "grade", "note"),
)
TOXIN, PLACEBO, DIFFERENCE, SWITCH = "toxin", "placebo", "toxin_minus_placebo", "placebo_then_toxin"
ARMS = (TOXIN, PLACEBO, DIFFERENCE, SWITCH, *NO_SESSIONS)
WITHOUT_TOXIN = (PLACEBO, *NO_SESSIONS)
POPULATIONS = (
    *("all", "completers", "cycle1_nonresponders", "cycle3_responders", "super_responders"),
)
PRODUCTS = (*PRODUCT_UNITS, PLACEBO)
GRADES = ("read", "memory")
MOST_SESSIONS = 200
A_WEEK = "headache_days_per_week_change"
"""The quantity whose baseline is counted in a week, not in four."""


@dataclass(frozen=True)
class _Said(Range):
    """Numbers that are said in other words than their ends."""

    words: str = ""

    @property
    def allowed(self) -> str:
        return self.words


SMALLEST, GREATEST = math.ulp(0.0), sys.float_info.max
BASELINE = Range(0, 100)
SESSIONS = Range(1, MOST_SESSIONS, whole=True)
SWITCHED = Range(PLACEBO_FIRST + 1, MOST_SESSIONS, whole=True)
UNITS = Range(0, injections.MOST_UNITS)
INTERVAL = _Said(1 / WEEK, 520, words="a number from 0.143 (a day) to 520")
WEEKS = Range(0, 1040)
ANY = _Said(-GREATEST, GREATEST, words="a finite number")
ABOVE_ZERO = _Said(SMALLEST, GREATEST, words="a finite number above 0")
COUNT = _Said(1, GREATEST, whole=True, words="a whole number from 1")


@dataclass(frozen=True)
class Refused:
    """A row that is not answered: its id, '' if it has none, and why, in one line."""

    id: str
    line: int
    reason: str


class TargetsFile(NamedTuple):
    """What was read: figures in their order, rows refused, and notes."""

    targets: list[Target]
    refused: list[Refused]
    notes: list[str]


@dataclass(frozen=True)
class _Row:
    """Cells of one row, '' where nothing was written."""

    file: Path | str
    line: int
    cells: dict[str, str]

    def wrong(
        self, column: str, problem: str, allowed: str | None = None, fix: str | None = None
    ) -> InputError:
        return InputError(
            problem, file=self.file, line=self.line, column=column, allowed=allowed, fix=fix
        )

    def filled(self, column: str, fix: str) -> str:
        if not self.cells[column]:
            raise self.wrong(column, "nothing in it", fix=fix)
        return self.cells[column]

    def word(self, column: str, known: Collection[str]) -> str:
        if self.cells[column] not in known:
            error = unknown(column, self.cells[column], known)
            raise error.at(file=self.file, line=self.line, column=column)
        return self.cells[column]

    def required(self, column: str, numbers: Range) -> float:
        return numbers.read(self.cells[column], self.file, self.line, column)

    def number(self, column: str, numbers: Range) -> float | None:
        return self.required(column, numbers) if self.cells[column] else None


def read_targets(given: Given, *, keep_going: bool = False) -> TargetsFile:
    """The published figures of a file or a frame, in its order; what was refused; and notes.

    An unknown plan is accepted where ``units`` say what to spread; notes name it if it is nearly a
    known one, and every column that is not read.

    Args:
        given: a CSV file, or a DataFrame of Polars or pandas, with all of `COLUMNS`.
        keep_going: refuse bad rows one by one instead of stopping at the first.

    Raises:
        InputError: an unreadable file, or a column that is missing, doubled or nearly one of these;
            unless ``keep_going``, also the first row with an id that is missing or used before, a
            word that is not in the vocabulary, a number outside its range, or cells that contradict
            each other; names line and column.
    """
    source = CsvFile(given, "targets")
    source.refuse_slips(COLUMNS)
    source.require(COLUMNS, ",".join(COLUMNS))
    targets: list[Target] = []
    refused: list[Refused] = []
    notes = [text(note) for note in source.unread(COLUMNS)]
    lines: dict[str, int] = {}
    for line, cells in source.each():
        name = ""
        try:
            row = _row(source.file, line, cells)
            name = row.cells["id"]
            target = _target(row, lines)
        except InputError as error:
            if not keep_going:
                raise
            refused.append(Refused(name, line, str(error)))
        else:
            targets.append(target)
            notes += _near_plan(target)
    return TargetsFile(targets, refused, notes)


def _row(file: Path | str, line: int, cells: dict[str, str] | InputError) -> _Row:
    if isinstance(cells, InputError):
        raise cells
    return _Row(file, line, {key: "" if cell in MISSING else cell for key, cell in cells.items()})


def _target(row: _Row, lines: dict[str, int]) -> Target:
    """The figure of a row; ``lines`` are the ids so far, and gets this one."""
    name = row.filled("id", "give every row an id of its own")
    if lines.setdefault(name, row.line) != row.line:
        raise row.wrong("id", f"{name!r} is on line {lines[name]} as well", fix="rename one")
    condition = row.word("condition", CONDITIONS)
    quantity = row.word("quantity", FOLLOWS_FROM)
    arm = row.word("arm", ARMS)
    units = row.number("units", UNITS)
    sessions = _sessions(row, arm)
    n = row.number("n", COUNT)
    return Target(
        id=name,
        source=row.cells["source"],
        cohort=row.filled("cohort", "name the patients; studies on the same ones share a cohort"),
        condition=condition,
        population=row.word("population", POPULATIONS),
        baseline=row.number("baseline", _baseline(condition, quantity)),
        baseline_sd=row.number("baseline_sd", ABOVE_ZERO),
        product=_product(row, arm),
        units=units,
        plan=_plan(row, units),
        interval_weeks=_interval(row, sessions),
        sessions=sessions,
        week=_week(row, quantity),
        arm=arm,
        quantity=quantity,
        value=row.number("value", ANY),
        se=row.number("se", ABOVE_ZERO),
        n=None if n is None else int(n),
        grade=row.word("grade", GRADES) if row.cells["grade"] else "",
        note=row.cells["note"],
        line=row.line,
    )


def _sessions(row: _Row, arm: str) -> int:
    sessions = int(row.required("sessions", SESSIONS))
    if arm == SWITCH and sessions <= PLACEBO_FIRST:
        raise row.wrong(
            "sessions",
            f"found {row.cells['sessions']!r} in the arm {arm}",
            allowed=SWITCHED.allowed,
            fix=f"count the {PLACEBO_FIRST} placebo sessions that come first",
        )
    return sessions


def _baseline(condition: str, quantity: str) -> Range:
    """Levels before the first session: days of four weeks, or of one, where days are counted."""
    days = "headache_days"
    if FOLLOWS_FROM[quantity] != days or days not in CONDITIONS[condition].outcomes:
        return BASELINE
    return Range(0, WEEK if quantity == A_WEEK else WINDOW)


def _product(row: _Row, arm: str) -> str:
    if arm in WITHOUT_TOXIN and not row.cells["product"]:
        return PLACEBO
    product = row.word("product", PRODUCTS)
    if product == PLACEBO and arm not in WITHOUT_TOXIN:
        raise row.wrong(
            "product",
            f"{product} in the arm {arm}",
            allowed=", ".join(PRODUCT_UNITS),
            fix=f"arm {PLACEBO}" if arm == TOXIN else "name the toxin that was given",
        )
    return product


def _plan(row: _Row, units: float | None) -> str:
    plan = row.cells["plan"]
    if plan in injections.plans() or (plan and units is not None):
        return plan
    said = unknown("plan", plan, injections.plans())
    fixes = (said.fix, "give units, and any name will do")
    raise row.wrong("plan", said.problem, said.allowed, "; or ".join(filter(None, fixes)))


def _interval(row: _Row, sessions: int) -> float | None:
    interval = row.number("interval_weeks", INTERVAL)
    if interval is None and sessions > 1:
        plan = injections.plans().get(row.cells["plan"])
        days = plan.interval_days if plan else None
        usual = f"{days / WEEK:.3g}, as {row.cells['plan']} has it" if days else "such as 12"
        raise row.wrong(
            "interval_weeks",
            f"nothing in it for {sessions} sessions",
            allowed=INTERVAL.allowed,
            fix=f"write the weeks between sessions, {usual}; or 1 under sessions",
        )
    return interval


def _week(row: _Row, quantity: str) -> float | None:
    if not row.cells["week"] and quantity not in WEEK_IS_THE_ANSWER:
        raise row.wrong(
            "week",
            f"nothing in it for {quantity}",
            allowed=WEEKS.allowed,
            fix=f"give the week; only {', '.join(WEEK_IS_THE_ANSWER)} go without",
        )
    return row.number("week", WEEKS)


def _near_plan(target: Target) -> list[str]:
    """A note that names an unknown plan and the known one that may have been meant."""
    known = injections.plans()
    near = get_close_matches(target.plan.lower(), known, n=1, cutoff=NEAR)
    if target.plan in known or not near:
        return []
    return [near_plan(target.line, target.plan, near[0])]
