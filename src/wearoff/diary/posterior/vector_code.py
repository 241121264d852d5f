"""Vector code of the loops over a diary's weeks, in LLVM's language; `vectors` calls it.

Every function is given how many weeks W and settings N there are, then addresses of arrays of
numbers of 64 bits, laid out as `likelihood` has them. It goes from week to week, as the arrays lie
in memory, and there takes the settings as `vector_loops` does.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.posterior.likelihood import NODES, WEEK
from wearoff.diary.posterior.relief import blocked_by
from wearoff.diary.posterior.vector_loops import ENTRIES, ONE, ZERO, Loops
from wearoff.model.recording import RecordingOps, Tape, When
from wearoff.simulation.kernel.elementary import DOUBLE, functions

if TYPE_CHECKING:
    from collections.abc import Generator

DAYS = ("level", "course", "relief")
"""What the log-odds of days are made of."""


def program() -> str:
    """The text of all functions.

    Example:
        >>> "define void @eliminate(" in program()
        True
    """
    texts = [functions(DOUBLE), _eliminate(), _back(), _days(), _course()]
    for name, wide in (("", False), ("_wide", True)):
        texts += [_likelihood(f"likelihood{name}", wide=wide)]
        texts += [_slopes(f"slopes{name}", wide=wide, spread=False)]
        texts += [_slopes(f"slopes_spread{name}", wide=wide, spread=True)]
    return "\n".join(texts)


def _day(loops: Loops, week: str, day: str) -> tuple[str, str]:
    """Place of a day among days, and of its lanes."""
    place = loops.number("add", loops.number("mul", week, WEEK), day)
    return place, loops.row(place)


def _slopes(name: str, *, wide: bool, spread: bool) -> str:
    """Slopes of entries, as `slopes` has them; with ``spread``, means over nodes of that spread."""
    given = (*DAYS, *ENTRIES, "spread", "score", "information", "along")
    loops = Loops(name, *given)
    loops.rooms("scored", "informed", "seen_of_it", "again")
    loops.carry("whole")
    with loops.each_lanes("begin"):
        loops.keep("whole", ZERO, loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief, rho = loops.take("relief", loops.first), loops.take("rho", loops.first)
        own = loops.row(week)
        level = loops.take("level", own)
        nodes = [(ONE, ONE)]
        if spread:
            sd = loops.take("spread", own)
            nodes = [
                (loops.exp(loops.times(DOUBLE.all(-node), sd)), DOUBLE.all(share))
                for node, share in NODES
            ]
        for room in ("scored", "informed"):
            loops.keep(room, ZERO)
        loops.keep("seen_of_it", loops.kept("whole", loops.group))
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            course = loops.take("course", cell)
            copied, new, y = loops.entry(place, cell, rho, wide=wide)
            against = loops.against(level, relief, course)
            for factor, share in nodes:
                odds = loops.times(against, factor)
                m = loops.chance(odds)
                fresh = loops.times(new, m)
                slope = loops.times(odds, m, fresh)
                q = loops.two("fadd", copied, fresh)
                steep = loops.over(slope, loops.times(q, loops.less(ONE, q)))
                loops.more("informed", loops.times(share, slope, steep))
                score = loops.times(share, steep, loops.less(y, q))
                loops.more("scored", score)
                loops.more("seen_of_it", loops.times(score, course))
        loops.put("score", own, loops.kept("scored"))
        loops.put("information", own, loops.kept("informed"))
        loops.keep("whole", loops.kept("seen_of_it"), loops.group)
    with loops.each_lanes("end"):
        loops.put("along", loops.first, loops.kept("whole", loops.group))
    return loops.text()


def _likelihood(name: str, *, wide: bool) -> str:
    """Log likelihood of entries: one logarithm serves the days of a week."""
    loops = Loops(name, *DAYS, *ENTRIES, "found")
    loops.rooms("product", "again")
    loops.carry("total")
    with loops.each_lanes("begin"):
        loops.keep("total", ZERO, loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief, rho = loops.take("relief", loops.first), loops.take("rho", loops.first)
        level = loops.take("level", loops.row(week))
        loops.keep("product", ONE)
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            m = loops.chance(loops.against(level, relief, loops.take("course", cell)))
            copied, new, y = loops.entry(place, cell, rho, wide=wide)
            told = loops.less(loops.multiply_add(new, m, copied), loops.less(ONE, y))
            loops.keep("product", loops.times(loops.kept("product"), told))
        product = loops.kept("product")
        size = loops.chosen("olt", product, ZERO, loops.less(ZERO, product), product)
        total = loops.two("fadd", loops.kept("total", loops.group), loops.log(size))
        loops.keep("total", total, loops.group)
    with loops.each_lanes("end"):
        loops.put("found", loops.first, loops.kept("total", loops.group))
    return loops.text()


def _eliminate() -> str:
    """Elimination in a tridiagonal matrix, first week to last, and back: T⁻¹·right, row by row."""
    given = ("diagonal", "off", "right", "halfway", "pivots", "ratios", "found")
    loops = Loops("eliminate", *given, numbers=("rows",))
    last = loops.number("sub", "%weeks", 1)

    @contextmanager
    def each_row(what: str, week: str) -> Generator[str]:
        with loops.each(what, "%rows") as row:
            start = loops.number("mul", row, "%weeks")
            yield loops.row(loops.number("add", start, week))

    with loops.each_lanes("begin"):
        loops.put("pivots", loops.first, loops.take("diagonal", loops.first))
        with each_row("begun", "0") as place:
            loops.put("halfway", place, loops.take("right", place))
    with loops.each("week", last) as week, loops.each_lanes("on"):
        now = loops.number("add", week, 1)
        before, own = loops.row(week), loops.row(now)
        off = loops.take("off", loops.first)
        ratio = loops.over(off, loops.take("pivots", before))
        loops.put("ratios", before, ratio)
        loops.put("pivots", own, loops.less(loops.take("diagonal", own), loops.times(ratio, off)))
        with each_row("moved", now) as place:
            known = loops.take("halfway", loops.number("sub", place, "%settings"))
            loops.put(
                "halfway", place, loops.less(loops.take("right", place), loops.times(ratio, known))
            )
    with loops.each_lanes("turn"):
        own = loops.row(last)
        pivot = loops.take("pivots", own)
        loops.put("ratios", own, loops.over(loops.take("off", loops.first), pivot))
        with each_row("turned", last) as place:
            loops.put("found", place, loops.over(loops.take("halfway", place), pivot))
    with loops.each("back", last) as back, loops.each_lanes("home"):
        now = loops.number("sub", loops.number("sub", last, 1), back)
        own = loops.row(now)
        share, ratio = loops.over(ONE, loops.take("pivots", own)), loops.take("ratios", own)
        with each_row("solved", now) as place:
            after = loops.take("found", loops.number("add", place, "%settings"))
            alone = loops.times(loops.take("halfway", place), share)
            loops.put("found", place, loops.less(alone, loops.times(ratio, after)))
    return loops.text()


def _back() -> str:
    """From the last week to the first: each less its ratio times the one after it."""
    loops = Loops("back", "rows", "ratios", "found")
    last = loops.number("sub", "%weeks", 1)
    with loops.each_lanes("begin"):
        loops.put("found", loops.row(last), loops.take("rows", loops.row(last)))
    with loops.each("week", last) as week, loops.each_lanes("lanes"):
        now = loops.number("sub", loops.number("sub", last, 1), week)
        own = loops.row(now)
        after = loops.take("found", loops.number("add", own, "%settings"))
        passed = loops.times(loops.take("ratios", own), after)
        loops.put("found", own, loops.less(loops.take("rows", own), passed))
    return loops.text()


def _days() -> str:
    """Chance of a yes on every day: P = ρ·P before + (1 − ρ)·m, rounded where NumPy rounds it."""
    arrays = {"with_relief": "treated", "without": "untreated"}
    loops = Loops("days", *DAYS, "rho", *arrays.values(), numbers=("draws",))
    loops.rooms(*arrays)
    loops.carry(*(f"{room}_before" for room in arrays))

    def chance(level: str, relief: str, course: str) -> str:
        return loops.rounded(loops.chance(loops.against(level, relief, course)))

    with loops.each_lanes("begin"):
        level, relief, course = (
            loops.take(name, loops.first) for name in ("level", "relief", "course")
        )
        loops.keep("with_relief_before", chance(level, relief, course), loops.group)
        loops.keep("without_before", chance(level, ZERO, ZERO), loops.group)
    with loops.each("week", "%weeks") as week, loops.each_lanes("lanes"):
        relief = loops.take("relief", loops.first)
        rho = loops.rounded(loops.take("rho", loops.first))
        new = loops.rounded(loops.less(ONE, rho))
        level = loops.take("level", loops.row(week))
        alone = chance(level, ZERO, ZERO)
        for room in arrays:
            loops.keep(room, loops.kept(f"{room}_before", loops.group))
        with loops.each("day", str(WEEK)) as day:
            place, cell = _day(loops, week, day)
            found = {
                "with_relief": chance(level, relief, loops.take("course", cell)),
                "without": alone,
            }
            for room, array in arrays.items():
                fresh = loops.rounded(loops.times(new, found[room]))
                now = loops.multiply_add(rho, loops.kept(room), fresh)
                loops.keep(room, loops.rounded(now))
                loops.put_single(array, loops.row(place, "%draws"), now)
        for room in arrays:
            loops.keep(f"{room}_before", loops.kept(room), loops.group)
    return loops.text()


def _course() -> str:
    """Course of relief by day, as `relief` has it: k on = e^(−1/o)·k + (1 − e^(−1/o))·s.

    ``weeks`` are days here, and what is blocked is recorded from the part of the model.
    """
    given = ("active", "half", "hill", "stay", "found")
    loops = Loops("course", *given, numbers=("products",))
    tape = Tape()
    multiple, steep = (tape.leaf("given", place, When.STAGE) for place in range(2))
    block = blocked_by(np.array([multiple]), steep, RecordingOps(tape, (1.0,)))
    loops.rooms("multiple")
    loops.carry("lagged")
    with loops.each_lanes("begin"):
        loops.keep("lagged", ZERO, loops.group)
    with loops.each("day", "%weeks") as day, loops.each_lanes("lanes"):
        hill, stay = (loops.take(name, loops.first) for name in ("hill", "stay"))
        lagged = loops.kept("lagged", loops.group)
        loops.put("found", loops.row(day), lagged)
        loops.keep("multiple", ZERO)
        start = loops.number("mul", day, "%products")
        with loops.each("product", "%products") as product:
            active = loops.everywhere(loops.one("active", loops.number("add", start, product)))
            loops.more("multiple", loops.over(active, loops.take("half", loops.row(product))))
        loops.values = {multiple.index: loops.kept("multiple"), steep.index: hill}
        (blocked,) = loops.compute([block])
        gain = loops.times(loops.less(ONE, stay), blocked)
        loops.keep("lagged", loops.multiply_add(stay, lagged, gain), loops.group)
    return loops.text()
