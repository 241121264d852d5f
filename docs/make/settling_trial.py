"""The trial that would settle the warning: writes docs/settling-trial.md and its pictures.

`python docs/make/settling_trial.py`, from the root of the project. Deterministic.
"""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl

import settling_runs as runs
from settling_runs import Case, contrast
from wearoff.evidence import rows
from wearoff.faces.shared import figures
from wearoff.studies.designs.virtual import virtual_trial
from wearoff.words.numbers import signed, span

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "settling-trial.md"
PICTURES = ROOT / "docs" / "pictures"
COLORS = ("muted", "session", "without", "with")
DRAWN = (0.0, 0.002, 0.006, 0.02)
"""kz of the lines."""
NECKS = {"usual": "necks as usual", "wasted": "wasted necks"}
ASSUMED = "if kz were so (not measured)"
ROOM = 1.0
"""Least distance of two labels, headache days."""
TRIALS = 200
"""That hold the ready design."""
HEAD = """# The trial that would settle it

Made by `python docs/make/settling_trial.py`. The people are invented; the numbers are the model's.

The warning says that headache becomes worse for good; the advocate, that nothing of it was ever
seen. Both rest on what nobody has measured: whether joint load leaves damage (`kz`), how many
necks are wasted, what muscle loses for good. So this page does not say who is right. It says,
for each size that the truth may have, **which trial would show it**, with how many people and how
long; and which would not, whatever its size.

**Assumed, all of it**: `kz` from 0 to 0.02 a day, damage that loosens the neck (`lambda_z` =
{closed:g}) and heals in years, a wasted neck (`deep_capacity` {wasted:g}), the slope from damage to
headache. Muscle was built anew after a blind test that it failed ([validation.md](validation.md));
two small series still lost more of it, for longer, so what follows of muscle may be a floor. People
leave as in the longest open series, the likelier the less they are helped, and are read to the end
all the same; what a contrast is of is everybody randomized (treatment policy). Contrasts are of
{people} people, the same in every arm.

*More* means more headache days in 28 with toxin than with placebo. *Wasted* is the share of people
with wasted necks; the others are as the calibrated population. Numbers are people **of each arm**
whose end is read, for a power of {power:g} at a two-sided alpha of {alpha:g}; – where what is seen
points the other way.

## When to look

{hidden}

![{hidden}](pictures/settling-trial.svg)
"""
HIDDEN = (
    "While people are treated, relief covers the damage: at kz {kz:g} and usual necks headache "
    "days differ by {treated} in week {trough:g}, and by {after} a year after the last "
    "session ({none} at kz 0)."
)
MANY = """## How many

Chronic migraine, 155 U every 12 weeks for two years, toxin or placebo, read a year after the last
session (in brackets: more headache days):
"""
HELD = """`wearoff trial settling` is this trial with all necks wasted at kz {kz:g}. Held {trials}
times with {people} people, its power is {mean:.2f} ({low:.2f} to {high:.2f}); the table asks for
{needed} of each arm for {power:g}. `--power 0.8` looks for the size; other sizes of what is assumed
are lines of its `[settings]`.

Headache from the neck, 100 U in the neck alone, the same trial. No calibration holds this
condition's course; its numbers are priors:
"""
LONG = """## How long

People of each arm at kz {kz:g} by years of sessions, read a year after the last:
"""
OTHER_WAY = """**To settle it the other way.** Where kz is 0, {people} people of each arm rule out
{margin:g} more headache day in 28 a year after two years of sessions. A trial that finds nothing
with fewer has not shown that there is nothing.
"""
WHICH = """## Which design

Half of the necks wasted, kz {kz:g}, sessions for two years:

| design | more | people of each arm |
|---|--:|--:|"""
CANNOT = """
Stopping can stand for placebo from the start: it needs {stopped} instead of {placebo} people of
each arm, and asks less of them. Whatever the design, reading a year after the last session saves
most.
**Aggregated N-of-1 cannot**: damage of one cycle stays in the next, with toxin or without, so that
cycles differ by {off} days at kz 0 and {on} at kz {kz:g} even where every neck is wasted,
and both speak for toxin.
"""
OPEN = """## Why an open series cannot

1. **Nobody is without toxin.** Its change holds natural course, expectation and return from a bad
   month. From week 60 to 108 those still treated change by {off}
   days at kz 0 and by {on} at kz {kz:g} (9 in 10 series of 200 people, each of
   another population; usual necks). Where the two overlap it cannot tell, and more people help
   little: populations differ, not only samples.
2. **Those who get worse leave.** How far leaving follows benefit was never measured; if twice as
   much, the longest series speaks against no kz ([two-voices.md](two-voices.md)).
3. **It ends while people are treated**, when relief covers what is underneath (above).
"""
MUSCLE = """## Lasting muscle loss

Where joints take no damage (kz 0), muscle that is lost for good moves no headache in the model:
with `permanent_share` at the top of its range ({top:g} of the contractile share a cycle) the
contrast a year after the last session is {most} days in wasted necks, {usual} at its
usual value. A trial of headache days would not see such a loss at any size. Strength and an image
would, and the model may be too kind here.
"""
IMAGING = """## What imaging of {imaged} necks would tell beside it

**Before**, whom to ask. With every neck wasted instead of one in four, the trial needs {all}
instead of {quarter} people of each arm at kz {kz:g}. No cutoff of an image is known that says whose
neck is wasted.

**After**, why. {half} treated and {half} untreated necks, imaged before and at the end; those take
no damage in the model. The largest SD that the error of an image may have for a power of
{power:g}, in the unit of what it is of (0: not even without an error):

| neck | kz | week | damage (SD of people) | error up to | trapezius, of before (SD) | error up to |
|---|--:|--:|--:|--:|--:|--:|"""
TAIL = """
Damage is in shares of full damage, an invented scale: no image of a joint is known to measure it,
and no study says with what error. If one did, it could tell before headache does: a year in, damage
has begun while relief still covers it. An image without damage in {imaged} wasted necks would speak
against the warning's mechanism, not against every way of becoming worse.

The size of muscle is what relief goes with. That it is smaller while treated is expected of both
texts, so it settles nothing; what is left a year later would.

## What no number here holds

How far the model misses beyond its calibrated spread; who would agree to two years of placebo; harm
that is not headache. A trial that stops people early, or reads them only while treated, does not
settle it.
"""


def needed(number: float) -> str:
    """People of an arm in words of a table."""
    if math.isinf(number):
        return "–"
    return f"> {runs.MOST:,}" if number > runs.MOST else f"{math.ceil(number):,}"


def by_week() -> pl.DataFrame:
    """Contrast of toxin with placebo by week, of each kz and neck."""
    weeks = runs.visits(Case())
    return pl.DataFrame(
        [
            {"week": week, "kz": kz, "neck": name, "more": contrast(*pair, week, share).mean}
            for name, share in (("usual", 0.0), ("wasted", 1.0))
            for kz in DRAWN
            for pair in [(Case(kz=kz), "toxin", "placebo")]
            for week in weeks
        ]
    )


def picture(table: pl.DataFrame) -> str:
    """More headache days with toxin over time, a panel a neck, a line a kz."""
    axes = figures.Axes("week", "more headache days in 28 with toxin", (-4.0, 9.0))
    panels = []
    for name, title in NECKS.items():
        charts = [figures.zero_line()]
        room = -math.inf
        for kz, color in zip(DRAWN, COLORS, strict=True):
            mine = table.filter((pl.col("neck") == name) & (pl.col("kz") == kz))
            charts.append(figures.line(mine, "week", "more", axes, color=color))
            room = max(float(mine["more"][-1]), room + ROOM)
            charts.append(figures.label(float(mine["week"][-1]), room, f"kz {kz:g}", color))
        panels.append(figures.layered(*charts, title=f"{title}, {ASSUMED}"))
    return figures.svg(figures.beside(*panels), background=figures.PAPER["background"])


def hidden() -> str:
    """One sentence: what the picture shows."""
    case = Case(kz=runs.MIDDLE)
    return HIDDEN.format(
        kz=runs.MIDDLE,
        trough=runs.trough(case),
        treated=signed(contrast(case, "toxin", "placebo", runs.trough(case)).mean),
        after=signed(contrast(case, "toxin", "placebo", runs.end(case)).mean),
        none=signed(contrast(Case(), "toxin", "placebo", runs.end(case)).mean),
    )


def weeks_table(table: pl.DataFrame) -> list[str]:
    """The picture's numbers in some weeks."""
    weeks = (24.0, 48.0, runs.trough(Case()), 124.0, runs.end(Case()))
    lines = ["| neck | kz | " + " | ".join(f"week {week:g}" for week in weeks) + " |"]
    lines.append("|---|--:|" + "--:|" * len(weeks))
    for name in NECKS:
        for kz in DRAWN:
            mine = table.filter((pl.col("neck") == name) & (pl.col("kz") == kz))
            cells = (mine.filter(pl.col("week") == week)["more"][0] for week in weeks)
            lines.append(f"| {name} | {kz:g} | " + " | ".join(signed(v) for v in cells) + " |")
    return [*lines, ""]


def header(first: str) -> list[str]:
    """Head of a table with a column a share of wasted necks."""
    cells = " | ".join(f"{100 * share:.0f} % wasted" for share in runs.SHARES)
    return [f"| {first} | {cells} |", "|--:|" + "--:|" * len(runs.SHARES)]


def row(first: str, case: Case) -> str:
    """People of an arm by share of wasted necks, read a year after the last session."""
    found = [contrast(case, "toxin", "placebo", runs.end(case), share) for share in runs.SHARES]
    return (
        f"| {first} | " + " | ".join(f"{needed(c.people)} ({signed(c.mean)})" for c in found) + " |"
    )


def by_kz(condition: str) -> list[str]:
    """People of an arm by kz."""
    lines = [row(f"{kz:g}", Case(condition, kz)) for kz in runs.KZ[1:]]
    return [*header("kz"), *lines, ""]


def how_long() -> list[str]:
    """One, two or three years of sessions, and the other way."""
    lines = [row(str(years), Case(kz=runs.MIDDLE, years=years)) for years in runs.YEARS]
    none = contrast(Case(), "toxin", "placebo", runs.end(Case()))
    other = OTHER_WAY.format(people=needed(none.to_rule_out), margin=runs.MARGIN)
    return [LONG.format(kz=runs.MIDDLE), *header("years"), *lines, "", other]


def which() -> list[str]:
    """The designs side by side, in people of whom half have wasted necks."""
    case, share = Case(kz=runs.MIDDLE), 0.5
    compared = {
        "toxin or placebo": ("toxin", "placebo"),
        "two sessions, then go on or stop": ("toxin", "stopped"),
        "every 12 or every 18 weeks": ("toxin", "stepped"),
    }
    read = {"a year after the last session": runs.end(case), "while treated": runs.trough(case)}
    found = {
        f"{name}, read {when}": contrast(case, *arms, week, share)
        for name, arms in compared.items()
        for when, week in read.items()
    }
    placebo, _, stopped, *_ = (needed(one.people) for one in found.values())
    cannot = CANNOT.format(
        stopped=stopped,
        placebo=placebo,
        off=signed(runs.cycles(0.0)),
        on=signed(runs.cycles(runs.MIDDLE)),
        kz=runs.MIDDLE,
    )
    lines = [
        f"| {name} | {signed(one.mean)} | {needed(one.people)} |" for name, one in found.items()
    ]
    return [WHICH.format(kz=runs.MIDDLE), *lines, cannot]


def open_series() -> str:
    """Why an open series cannot."""
    off, on = (span(*runs.series(kz), sign=True) for kz in (0.0, runs.MIDDLE))
    return OPEN.format(off=off, on=on, kz=runs.MIDDLE)


def held() -> str:
    """The ready design, held."""
    found = virtual_trial("settling", trials=TRIALS).result
    power = found.analyses[0].power
    table = contrast(Case(kz=runs.MIDDLE), "toxin", "placebo", runs.end(Case()), 1.0)
    return HELD.format(
        kz=runs.MIDDLE,
        trials=found.trials,
        people=found.people,
        mean=power.mean,
        low=power.lo90,
        high=power.hi90,
        needed=needed(table.people),
        power=runs.POWER,
    )


def imaging() -> list[str]:
    """What an image of some necks would add."""
    case = Case(kz=runs.MIDDLE)
    quarter, every = (
        contrast(case, "toxin", "placebo", runs.end(case), share).people for share in (0.25, 1.0)
    )
    head = IMAGING.format(
        imaged=runs.IMAGED,
        half=runs.IMAGED // 2,
        all=needed(every),
        quarter=needed(quarter),
        kz=runs.MIDDLE,
        power=runs.POWER,
    )
    lines = [
        imaged(name, kz, week)
        for name in NECKS
        for kz in (0.002, runs.MIDDLE)
        for week in (48.0, 96.0)
    ]
    return [head, *lines, TAIL.format(imaged=runs.IMAGED)]


def imaged(neck: str, kz: float, week: float) -> str:
    """Damage and muscle of one kind of neck, and the error that an image of them may have."""
    one = runs.imaged(Case(kz=kz, wasted=neck == "wasted"), week)
    damage = runs.bearable(one.damage, one.damage_sd)
    muscle = runs.bearable(1 - one.muscle, one.muscle_sd)
    return (
        f"| {neck} | {kz:g} | {week:g} | {one.damage:.2f} ({one.damage_sd:.2f}) | {damage:.2f} "
        f"| {one.muscle:.2f} ({one.muscle_sd:.2f}) | {muscle:.2f} |"
    )


def muscle() -> str:
    """What lasting loss of muscle does to headache."""
    top = rows.get("permanent_share").high
    cases = (Case(), Case(permanent=top))
    usual, most = (contrast(c, "toxin", "placebo", runs.end(c), 1.0).mean for c in cases)
    return MUSCLE.format(top=top, most=signed(most), usual=signed(usual))


def main() -> None:
    """Write the page and its picture."""
    table = by_week()
    (PICTURES / "settling-trial.svg").write_text(picture(table), encoding="utf-8")
    head = HEAD.format(
        closed=runs.CLOSED,
        wasted=runs.WASTED,
        people=runs.PEOPLE,
        power=runs.POWER,
        alpha=runs.ALPHA,
        hidden=hidden(),
    )
    lines = [
        head,
        *weeks_table(table),
        MANY,
        *by_kz("chronic_migraine"),
        held(),
        *by_kz("cervicogenic"),
        *how_long(),
        *which(),
        open_series(),
        muscle(),
        *imaging(),
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
