"""Good cases with one slip of a hand each: is an answer that it changed given without a word?

python -m validation.slips [--cases 100] [--seed 1]

A slip is what happens to a file between the person and the reader: a date typed wrong, a page
lost, free days left out, a session twice. Each kind knows the doubts that name it. Prints, by
kind, how many slips were refused or named, and how many counts moved without a doubt.
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from validation.truth import foreign
from wearoff.diary.case import read_case
from wearoff.diary.counts import tally
from wearoff.diary.timeline import timeline
from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from validation.truth.foreign import Made
    from wearoff.diary.case import Case
    from wearoff.diary.counts import Tally

DAY = timedelta(days=1)
MOVED = 0.12
"""Share by which a count has to move to be another count."""
TODAY = date(2028, 6, 1)
"""After every diary."""
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
    rows = [Entry(made.diary.first + k * DAY, int(y)) for k, y in enumerate(values) if y == y]  # noqa: PLR0124 - not NaN
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
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day  # noqa: PLR2004 - months


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
        return share * any(0 <= (day - start).days < 42 for start in days)  # noqa: PLR2004 - half a cycle

    return _thinned(given, rng, lost)


def few_days_now(given: Files, rng: np.random.Generator) -> Files:
    """Few of the last days written."""
    last = given.diary[-1].day
    share = float(rng.uniform(0.6, 0.95))
    return _thinned(given, rng, lambda day: share * ((last - day).days < 84), all_days=True)  # noqa: PLR2004 - now


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
        Entry(row.day, None, int(row.headache == 1 and rng.random() < 0.6))  # noqa: PLR2004 - of headache days
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
    if len(given.log) < 2:  # noqa: PLR2004 - the first and one more
        return given
    place = int(rng.integers(1, len(given.log)))
    return replace(given, log=(*given.log[:place], *given.log[place + 1 :]))


def product_once(given: Files, rng: np.random.Generator) -> Files:
    """One session of another product."""
    place = _place(rng, given.log)
    return _visit(given, place, given.log[place]._replace(product="abobotulinumtoxinA"))


Effect = Literal["none", "refused", "named", "unmoved", "silent"]
ORDER: tuple[Effect, ...] = ("none", "refused", "named", "unmoved", "silent")

TOGETHER = {"session_twice", "session_split", "top_up"}
NOW = {"only_headache_now", "only_headache_stretch", "few_now", "less_now", "free_fading"}
BEFORE = {"only_headache_before", "only_headache_stretch", "few_before", "less_before"}
APART = {"session_interval", "session_gap", "session_day_month", "session_year"} | TOGETHER
SLIPS: dict[str, tuple[Callable[[Files, np.random.Generator], Files], set[str]]] = {
    slip.__name__: (slip, codes)
    for slip, codes in (
        (year_of_a_row, {"date_far", "wrong_year", "out_of_order", "repeated", "date_future"}),
        (old_year_in_january, {"wrong_year", "out_of_order", "date_far", "repeated"}),
        (row_twice, {"repeated"}),
        (date_of_the_row_above, {"repeated"}),
        (day_month_of_a_row, {"day_month", "out_of_order", "repeated", "date_far", "gap"}),
        (day_month_of_all, {"day_month"}),
        (only_headache, {"only_headache"}),
        (only_headache_last, NOW | {"filled_less", "date_far"}),
        (only_headache_stretch, NOW | {"only_headache_before", "gap"}),
        (only_headache_before, BEFORE),
        (free_days_fade, NOW | {"filled_less", "free_less_after"}),
        (free_days_less_after, NOW | {"free_less_after", "filled_less"}),
        (free_days_less_before, BEFORE | {"free_less_after", "filled_less"}),
        (free_days_less_soon, NOW | {"free_less_in_cycle", "free_less_after", "filled_less"}),
        (few_days_now, NOW | {"filled_less", "date_far"}),
        (few_days_before, BEFORE | {"free_less_after", "filled_less", "date_far"}),
        (page_lost, {"gap", "few_before", "few_now"}),
        (filled_down, {"same_long", "filled_less"}),
        (other_column, NOW | {"columns_change", "count_jumps"}),
        (session_twice, {"session_twice"}),
        (session_days_apart, {"session_twice", "session_split", "top_up"}),
        (sessions_split, {"session_split"}),
        (units_tenfold, {"units_tenfold"}),
        (units_tenth, {"units_tenfold"}),
        (units_of_another_product, {"units_unusual"}),
        (all_units_tenfold, {"units_tenfold"}),
        (session_year, APART | {"session_far", "session_order"}),
        (session_day_month, APART | {"session_far", "session_order"}),
        (session_month, APART),
        (session_forgotten, APART | {"session_last"}),
        (product_once, {"product_once"}),
    )
}
"""Each kind of slip and the doubts that name it."""


def good(seed: int) -> Files:
    """A generated person without a slip, of the kind ``mixed``, with at least three sessions."""
    made = foreign.make(seed, sessions=3 + seed % 6)
    return files(made)


def read(given: Files) -> Case | None:
    """The case that is read of files; None where they are refused."""
    with tempfile.TemporaryDirectory() as folder:
        diary, log = given.write(Path(folder))
        try:
            return read_case(diary, injections=log, condition="chronic_migraine", today=TODAY)
        except InputError:
            return None


def counted(case: Case) -> Tally:
    """What is counted before and now."""
    return tally(timeline(case.main.values, case), case.baseline)


def moved(clean: Tally, slipped: Tally) -> bool:
    """Whether a count that is printed moved by more than an eighth."""
    return any(
        after is not None and (was is None or abs(after - was) > MOVED * was)
        for was, after in zip(clean.rates, slipped.rates, strict=True)
    )


class Tried(NamedTuple):
    """What became of a slip: how it was met, and the codes of the doubts that are new."""

    kind: str
    seed: int
    effect: Effect
    codes: tuple[str, ...]
    moved: bool


def tried(seed: int, kind: str, clean_files: Files, clean: Case) -> tuple[Tried, Case | None]:
    """One slip in a good case."""
    slip, codes = SLIPS[kind]
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    given = slip(clean_files, rng)
    if given == clean_files:
        return Tried(kind, seed, "none", (), moved=False), None
    case = read(given)
    if case is None:
        return Tried(kind, seed, "refused", (), moved=True), None
    before = {(one.code, one.text) for one in clean.doubts}
    new = tuple(one.code for one in case.doubts if (one.code, one.text) not in before)
    shifted = moved(counted(clean), counted(case))
    effect: Effect = "named" if codes & set(new) else "silent" if shifted else "unmoved"
    return Tried(kind, seed, effect, new, shifted), case


def main() -> None:
    """Print what became of the slips of each kind, and of cases without one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found: dict[str, Counter[str]] = {kind: Counter() for kind in SLIPS}
    doubted: Counter[str] = Counter()
    barred = 0
    for seed in range(asked.seed, asked.seed + asked.cases):
        given = good(seed)
        clean = read(given)
        if clean is None:
            barred += 1
            continue
        doubted.update({one.code for one in clean.doubts})
        barred += any(one.effect == "bars_answers" for one in clean.doubts)
        for kind in SLIPS:
            one, _ = tried(seed, kind, given, clean)
            found[kind][one.effect] += 1
            if one.effect == "silent":
                print(one)
    print(f"{asked.cases} clean: {barred} barred or refused; said: {dict(doubted)}")
    for kind, effects in found.items():
        print(f"{kind:<26}" + "  ".join(f"{name} {effects[name]:>4}" for name in ORDER))


if __name__ == "__main__":
    main()
