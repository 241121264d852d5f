"""Good cases with one slip of a hand each: is an answer that it changed given without a word?

python -m validation.slips [--cases 100]

A slip is what happens to a file between the person and the reader: a date typed wrong, a page
lost, free days left out, a session twice. Each kind knows the doubts that name it. Prints, by
kind, how many slips were refused or named, and how many counts moved without a doubt.
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from validation import hands
from validation.hands import Files, files
from validation.seeds import setting
from validation.truth import foreign
from wearoff.diary.case import read_case
from wearoff.diary.counts import tally
from wearoff.diary.timeline import timeline
from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.case import Case
    from wearoff.diary.counts import Tally

MOVED = 0.12
"""Share by which a count has to move to be another count."""
TODAY = date(2028, 6, 1)
"""After every diary."""


Effect = Literal["none", "refused", "named", "unmoved", "silent"]
ORDER: tuple[Effect, ...] = ("none", "refused", "named", "unmoved", "silent")

TOGETHER = {"session_twice", "session_split", "top_up"}
NOW = {"only_headache_now", "only_headache_stretch", "few_now", "less_now", "free_fading"}
BEFORE = {"only_headache_before", "only_headache_stretch", "few_before", "less_before"}
APART = {"session_interval", "session_gap", "session_day_month", "session_year"} | TOGETHER
SLIPS: dict[str, tuple[Callable[[Files, np.random.Generator], Files], set[str]]] = {
    slip.__name__: (slip, codes)
    for slip, codes in (
        (
            hands.year_of_a_row,
            {"date_far", "wrong_year", "out_of_order", "repeated", "date_future"},
        ),
        (hands.old_year_in_january, {"wrong_year", "out_of_order", "date_far", "repeated"}),
        (hands.row_twice, {"repeated"}),
        (hands.date_of_the_row_above, {"repeated"}),
        (hands.day_month_of_a_row, {"day_month", "out_of_order", "repeated", "date_far", "gap"}),
        (hands.day_month_of_all, {"day_month"}),
        (hands.only_headache, {"only_headache"}),
        (hands.only_headache_last, NOW | {"filled_less", "date_far"}),
        (hands.only_headache_stretch, NOW | {"only_headache_before", "gap"}),
        (hands.only_headache_before, BEFORE),
        (hands.free_days_fade, NOW | {"filled_less", "free_less_after"}),
        (hands.free_days_less_after, NOW | {"free_less_after", "filled_less"}),
        (hands.free_days_less_before, BEFORE | {"free_less_after", "filled_less"}),
        (hands.free_days_less_soon, NOW | {"free_less_in_cycle", "free_less_after", "filled_less"}),
        (hands.few_days_now, NOW | {"filled_less", "date_far"}),
        (hands.few_days_before, BEFORE | {"free_less_after", "filled_less", "date_far"}),
        (hands.page_lost, {"gap", "few_before", "few_now"}),
        (hands.filled_down, {"same_long", "filled_less"}),
        (hands.other_column, NOW | {"columns_change", "count_jumps"}),
        (hands.session_twice, {"session_twice"}),
        (hands.session_days_apart, {"session_twice", "session_split", "top_up"}),
        (hands.sessions_split, {"session_split"}),
        (hands.units_tenfold, {"units_tenfold"}),
        (hands.units_tenth, {"units_tenfold"}),
        (hands.units_of_another_product, {"units_unusual"}),
        (hands.all_units_tenfold, {"units_tenfold"}),
        (hands.session_year, APART | {"session_far", "session_order"}),
        (hands.session_day_month, APART | {"session_far", "session_order"}),
        (hands.session_month, APART),
        (hands.session_forgotten, APART | {"session_last"}),
        (hands.product_once, {"product_once"}),
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
    asked = parser.parse_args()
    found: dict[str, Counter[str]] = {kind: Counter() for kind in SLIPS}
    doubted: Counter[str] = Counter()
    barred = 0
    for seed in setting("thresholds", asked.cases):
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
