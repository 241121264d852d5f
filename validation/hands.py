"""What a hand can slip at: a person's files row by row, and each kind of slip in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from validation.truth import foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from validation.truth.definitions import Made

DAY = timedelta(days=1)
MONTHS = 12
HALF_CYCLE, NOW = 42, 84
"""Days soon after a session, and those that are called now."""
MIGRAINE = 0.6
"""Share of headache days that are days with migraine."""
FILE, LOG = ("date", "headache", "migraine"), ("date", "plan", "units", "product")


class Entry(NamedTuple):
    """A row of a diary's file."""

    day: date
    headache: int | None
    migraine: int | None = None


class Visit(NamedTuple):
    """A row of a log's file."""

    day: date
    units: float
    product: str = "onabotulinumtoxinA"


@dataclass(frozen=True)
class Files:
    """A person's files, row by row."""

    diary: tuple[Entry, ...]
    log: tuple[Visit, ...]

    @property
    def first(self) -> date:
        """Day of the first session."""
        return self.log[0].day

    def write(self, folder: Path) -> tuple[Path, Path]:
        """The files in a folder."""
        diary, log = folder / "diary.csv", folder / "injections.csv"
        cells = [("" if cell is None else cell for cell in row) for row in self.diary]
        foreign.table(diary, FILE, [tuple(row) for row in cells])
        plans = [(v.day, "preempt_155", f"{v.units:g}", v.product) for v in self.log]
        foreign.table(log, LOG, plans)
        return diary, log


def files(made: Made) -> Files:
    """A generated person as files without a slip; days without an entry have no row."""
    values = made.diary.values["headache"]
    rows = [
        Entry(made.diary.first + k * DAY, int(y)) for k, y in enumerate(values) if np.isfinite(y)
    ]
    visits = [Visit(made.log.first + s.day * DAY, s.units) for s in made.log.sessions]
    return Files(tuple(rows), tuple(visits))


# Slips in the diary


def _place(rng: np.random.Generator, rows: Sequence[object], *, room: int = 0) -> int:
    return int(rng.integers(room, len(rows) - room))


def _with(rows: tuple[Entry, ...], place: int, day: date) -> tuple[Entry, ...]:
    return (*rows[:place], rows[place]._replace(day=day), *rows[place + 1 :])


def _year(day: date, years: int) -> date:
    """The same day of another year; of 29 February the day before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _swapped(day: date) -> date:
    """Day and month exchanged, where that is a day."""
    return day.replace(month=day.day, day=day.month) if day.day <= MONTHS else day


def year_of_a_row(given: Files, rng: np.random.Generator) -> Files:
    """One date with another year: one off, or a digit of the tens."""
    place = _place(rng, given.diary)
    years = int(rng.choice([-10, -1, 1, 10]))
    return replace(given, diary=_with(given.diary, place, _year(given.diary[place].day, years)))


def old_year_in_january(given: Files, rng: np.random.Generator) -> Files:
    """The year of the dates of a January, as long as the hand keeps writing the old one."""
    days = int(rng.integers(5, 32))
    years = sorted({row.day.year for row in given.diary if row.day.month == 1})
    chosen = int(rng.choice(years)) if years else 0

    def slipped(row: Entry) -> Entry:
        held = row.day.year == chosen and row.day.month == 1 and row.day.day <= days
        return row._replace(day=_year(row.day, -1)) if held else row

    return replace(given, diary=tuple(slipped(row) for row in given.diary))


def row_twice(given: Files, rng: np.random.Generator) -> Files:
    """A row pasted twice."""
    place = _place(rng, given.diary)
    return replace(given, diary=(*given.diary[: place + 1], *given.diary[place:]))


def date_of_the_row_above(given: Files, rng: np.random.Generator) -> Files:
    """A row with the date of the one above."""
    place = _place(rng, given.diary, room=1)
    return replace(given, diary=_with(given.diary, place, given.diary[place - 1].day))


def day_month_of_a_row(given: Files, rng: np.random.Generator) -> Files:
    """Day and month of one row exchanged."""
    able = [k for k, row in enumerate(given.diary) if _swapped(row.day) != row.day]
    place = int(rng.choice(able))
    return replace(given, diary=_with(given.diary, place, _swapped(given.diary[place].day)))


def day_month_of_all(given: Files, rng: np.random.Generator) -> Files:
    """Day and month of every row exchanged where that is a day, as spreadsheets do."""
    del rng
    return replace(given, diary=tuple(row._replace(day=_swapped(row.day)) for row in given.diary))


def _only(given: Files, first: date, last: date) -> Files:
    """Free days of a stretch left out."""
    kept = [row for row in given.diary if row.headache == 1 or not first <= row.day <= last]
    rows = [row for row in given.diary if first <= row.day <= last]
    return replace(given, diary=tuple(kept)) if _enough(given, kept, rows) else given


def only_headache(given: Files, rng: np.random.Generator) -> Files:
    """Only days with headache."""
    del rng
    return _only(given, given.diary[0].day, given.diary[-1].day)


def only_headache_last(given: Files, rng: np.random.Generator) -> Files:
    """Only days with headache from some day on."""
    last = given.diary[-1].day
    slipped = _only(given, last - int(rng.integers(55, 140)) * DAY, last)
    return slipped if slipped.diary[-1].day > last - 14 * DAY else given  # else it ends earlier


def only_headache_stretch(given: Files, rng: np.random.Generator) -> Files:
    """Only days with headache in a stretch."""
    days = int(rng.integers(55, 140))
    room = (given.diary[-1].day - given.diary[0].day).days - days - 14
    start = given.diary[0].day + int(rng.integers(14, room)) * DAY
    return _only(given, start, start + days * DAY)


def only_headache_before(given: Files, rng: np.random.Generator) -> Files:
    """Only days with headache before the first session."""
    del rng
    return _only(given, given.diary[0].day, given.first - DAY)


def _thinned(
    given: Files, rng: np.random.Generator, lost: Callable[[date], float], *, all_days: bool = False
) -> Files:
    """Free days, or all, left out with a chance that depends on the day.

    Of somebody with so few free days that hardly any could be left out nothing is.
    """
    rows = [row for row in given.diary if lost(row.day) > 0]
    kept = [
        row
        for row in given.diary
        if (row.headache == 1 and not all_days) or rng.random() >= lost(row.day)
    ]
    return replace(given, diary=tuple(kept)) if _enough(given, kept, rows) else given


def _enough(given: Files, kept: Sequence[Entry], rows: Sequence[Entry]) -> bool:
    """Whether a quarter or more of the rows that could be left out were."""
    return len(given.diary) - len(kept) >= len(rows) / 4


def free_days_fade(given: Files, rng: np.random.Generator) -> Files:
    """Free days written less and less."""
    first, last = given.diary[0].day, given.diary[-1].day
    most = float(rng.uniform(0.6, 0.95))
    return _thinned(given, rng, lambda day: most * ((day - first) / (last - first)))


def free_days_less_after(given: Files, rng: np.random.Generator) -> Files:
    """Free days written less from the first session on."""
    share = float(rng.uniform(0.4, 0.8))
    return _thinned(given, rng, lambda day: share * (day >= given.first))


def free_days_less_before(given: Files, rng: np.random.Generator) -> Files:
    """Free days written less before the first session."""
    share = float(rng.uniform(0.6, 0.9))
    return _thinned(given, rng, lambda day: share * (day < given.first))


def free_days_less_soon(given: Files, rng: np.random.Generator) -> Files:
    """Free days written less soon after each session."""
    share = float(rng.uniform(0.4, 0.8))
    days = [visit.day for visit in given.log]

    def lost(day: date) -> float:
        return share * any(0 <= (day - start).days < HALF_CYCLE for start in days)

    return _thinned(given, rng, lost)


def few_days_now(given: Files, rng: np.random.Generator) -> Files:
    """Few of the last days written."""
    last = given.diary[-1].day
    share = float(rng.uniform(0.6, 0.95))
    return _thinned(given, rng, lambda day: share * ((last - day).days < NOW), all_days=True)


def few_days_before(given: Files, rng: np.random.Generator) -> Files:
    """Few days written before the first session."""
    share = float(rng.uniform(0.6, 0.95))
    return _thinned(given, rng, lambda day: share * (day < given.first), all_days=True)


def page_lost(given: Files, rng: np.random.Generator) -> Files:
    """A page or two of rows lost, within the diary."""
    rows = int(rng.integers(30, 61))
    place = int(rng.integers(14, len(given.diary) - rows - 14))
    return replace(given, diary=(*given.diary[:place], *given.diary[place + rows :]))


def filled_down(given: Files, rng: np.random.Generator) -> Files:
    """The last days filled down with no headache."""
    last = given.diary[-1].day
    since = last - int(rng.integers(55, 84)) * DAY
    days = [since + k * DAY for k in range((last - since).days + 1)]
    kept = [row for row in given.diary if row.day < since]
    return replace(given, diary=(*kept, *(Entry(day, 0) for day in days)))


def other_column(given: Files, rng: np.random.Generator) -> Files:
    """From some day on migraine is written, and no longer headache."""
    last = given.diary[-1].day
    since = last - int(rng.integers(56, 140)) * DAY
    rows = (
        Entry(row.day, None, int(row.headache == 1 and rng.random() < MIGRAINE))
        if row.day >= since
        else row
        for row in given.diary
    )
    return replace(given, diary=tuple(rows))


# Slips in the log


def _visit(given: Files, place: int, visit: Visit) -> Files:
    return replace(given, log=(*given.log[:place], visit, *given.log[place + 1 :]))


def session_twice(given: Files, rng: np.random.Generator) -> Files:
    """A session's row pasted twice."""
    place = _place(rng, given.log)
    return replace(given, log=(*given.log[: place + 1], *given.log[place:]))


def session_days_apart(given: Files, rng: np.random.Generator) -> Files:
    """A session written a second time with a date a few days later."""
    place = _place(rng, given.log)
    again = given.log[place]._replace(day=given.log[place].day + int(rng.integers(1, 8)) * DAY)
    return replace(given, log=(*given.log[: place + 1], again, *given.log[place + 1 :]))


def sessions_split(given: Files, rng: np.random.Generator) -> Files:
    """Each session over two visits a few days apart."""
    days = int(rng.integers(2, 8))
    halves = [
        visit._replace(day=visit.day + later * DAY, units=visit.units / 2)
        for visit in given.log
        for later in (0, days)
    ]
    return replace(given, log=tuple(halves))


def _units(given: Files, rng: np.random.Generator, times: float) -> Files:
    place = _place(rng, given.log)
    return _visit(given, place, given.log[place]._replace(units=times * given.log[place].units))


def units_tenfold(given: Files, rng: np.random.Generator) -> Files:
    """One dose with a digit too many."""
    return _units(given, rng, 10)


def units_tenth(given: Files, rng: np.random.Generator) -> Files:
    """One dose with a digit too few."""
    return _units(given, rng, 0.1)


def units_of_another_product(given: Files, rng: np.random.Generator) -> Files:
    """One dose in the units of another product."""
    return _units(given, rng, 2.5)


def all_units_tenfold(given: Files, rng: np.random.Generator) -> Files:
    """Every dose with a digit too many."""
    del rng
    return replace(given, log=tuple(v._replace(units=10 * v.units) for v in given.log))


def session_year(given: Files, rng: np.random.Generator) -> Files:
    """One session with another year."""
    place, years = _place(rng, given.log), int(rng.choice([-10, -1, 1]))
    visit = given.log[place]
    return _visit(given, place, visit._replace(day=_year(visit.day, years)))


def session_day_month(given: Files, rng: np.random.Generator) -> Files:
    """Day and month of a session exchanged."""
    able = [k for k, visit in enumerate(given.log) if _swapped(visit.day) != visit.day]
    if not able:
        return given
    place = int(rng.choice(able))
    visit = given.log[place]
    return _visit(given, place, visit._replace(day=_swapped(visit.day)))


def session_month(given: Files, rng: np.random.Generator) -> Files:
    """One session a month early or late."""
    place, days = _place(rng, given.log), int(rng.choice([-31, -30, 30, 31]))
    visit = given.log[place]
    return _visit(given, place, visit._replace(day=visit.day + days * DAY))


def session_forgotten(given: Files, rng: np.random.Generator) -> Files:
    """A session that nobody wrote down, not the first."""
    if len(given.log) <= 1:
        return given
    place = int(rng.integers(1, len(given.log)))
    return replace(given, log=(*given.log[:place], *given.log[place + 1 :]))


def product_once(given: Files, rng: np.random.Generator) -> Files:
    """One session of another product."""
    place = _place(rng, given.log)
    return _visit(given, place, given.log[place]._replace(product="abobotulinumtoxinA"))
