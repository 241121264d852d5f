"""What `wearoff simulate` shows: a summary table, a picture, a JSON document."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from wearoff.faces.shared import words
from wearoff.simulation import hypothesis

if TYPE_CHECKING:
    from wearoff.simulation.simulate import Simulation

WIDTH = 80


def screen(found: Simulation) -> list[str]:
    """The summary as lines: the main outcome with its spread, the others as means."""
    document = found.document
    cohort = found.cohort
    first = cohort.sessions[0]
    who = "one typical patient" if cohort.typical else f"{cohort.patients} invented patients"
    lines = [
        f"{cohort.condition.title}: {who}, {cohort.days} days",
        f"{first.product} {first.units:g} units x {len(cohort.sessions)}, plan {found.plan}",
        "",
    ]
    main, *others = cohort.outcomes
    shown, hidden = _fitting(others)
    by_period: dict[tuple[int, int], dict[str, tuple[float, float, float]]] = {}
    for row in document.summary:
        period = by_period.setdefault((row.from_day, row.to_day), {})
        period[row.outcome] = (row.mean, row.lo90, row.hi90)
    lines.append(f"{'days':<10}{_head(main):>21}" + "".join(f"  {_head(name)}" for name in shown))
    for (a, b), values in by_period.items():
        mean, lo, hi = values[main]
        text = words.significant(mean)
        if not cohort.typical:
            text += f" ({words.significant(lo)} to {words.significant(hi)})"
        cells = [words.significant(values[name][0]).rjust(len(_head(name))) for name in shown]
        lines.append(f"{f'{a}-{b}':<10}{text:>21}" + "".join(f"  {cell}" for cell in cells))
    of = document.bands_from
    few = f" of the first {of}" if of < cohort.patients else ""
    if hypothesis.assumes(found):
        lines += [
            "",
            *wrap(hypothesis.opposed(found).label, WIDTH),
            "Beside its opposite: --hypothesis",
        ]
    note = "Means over each period"
    note += "" if cohort.typical else f"; in brackets, 9 in 10 patients{few}"
    units = {words.unit(found.units[name]) for name in (main, *shown)}
    return [
        *lines,
        "",
        f"{note}. Units: {', '.join(sorted(units))}.",
        *(wrap(f"Also in --json and the table: {', '.join(hidden)}.", WIDTH) if hidden else []),
        *harms(found),
        "An invented person. Not you.",
        words.CLOSING,
    ]


def harms(found: Simulation) -> list[str]:
    """Published unwanted effects, as rates beside the benefit."""
    if not found.harms:
        return []
    lines = ["", "Published unwanted effects, people in 100 (not computed by the model):"]
    for harm in found.harms:
        beside = "" if harm.placebo is None else f", {harm.placebo:g} with placebo"
        where = harm.measured_in.replace("_", " ")
        text = (
            f"{harm.event}: {harm.toxin:g} with toxin{beside} ({where}, {harm.source}; {harm.note})"
        )
        lines += wrap(text, WIDTH - 2, initial_indent="  ", subsequent_indent="    ")
    return [*lines, ""]


def _fitting(names: list[str]) -> tuple[list[str], list[str]]:
    """Columns that fit beside the main one on a screen, and the rest."""
    room = WIDTH - 31
    for count, name in enumerate(names):
        room -= len(_head(name)) + 2
        if room < 0:
            return names[:count], names[count:]
    return names, []


def _head(name: str) -> str:
    """Column head: the name without its unit, at least as wide as its numbers."""
    return name.removesuffix("_percent").rjust(6)


def picture(found: Simulation) -> str:
    """SVG of the main outcome by week; an assumption of joint damage stands beside its opposite."""
    from wearoff.faces.shared import figures
    from wearoff.faces.simulation import assumed

    if hypothesis.assumes(found):
        return assumed.picture(hypothesis.opposed(found))
    main = found.cohort.condition.main
    table = found.curve(main)
    named = words.quantity(main, found.units[main])
    axes = figures.Axes("weeks from the first session", named)
    if found.cohort.typical:
        drawn = figures.line(table, "week", "mean", axes)
    else:
        drawn = figures.band(table, "week", axes)
    who = "one typical patient" if found.cohort.typical else "bands: 5 in 10 and 9 in 10 patients"
    heading = f"{found.cohort.condition.title}, plan {found.plan}: {who}"
    chart = figures.layered(drawn, title=heading, width=640, height=300)
    return figures.svg(chart, figures.PAPER["background"])
