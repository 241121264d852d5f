"""What `wearoff simulate` shows: a summary table, a picture, a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout, words
from wearoff.simulation import hypothesis
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.simulation.result import PublishedHarm
    from wearoff.simulation.simulate import Simulation

HARMS = "Published unwanted effects, people in 100 (not computed by the model)"
ROOM = 49
"""Columns beside the main outcome."""


def screen(found: Simulation, engine: str = "threads") -> list[str]:
    """The summary as lines: the main outcome with its spread, the others as means.

    Args:
        found: the simulation.
        engine: what wrote its table.
    """
    document = found.result
    cohort = found.cohort
    first = cohort.sessions[0]
    who = "one typical patient" if cohort.typical else f"{cohort.patients} invented patients"
    given = f"{numbers.amount(first.units)} units x {len(cohort.sessions)}"
    lines = [
        f"{cohort.condition.title}: {who}, {cohort.days} days",
        f"{first.product} {given}, plan {found.plan}",
        "",
    ]
    main, *others = cohort.outcomes
    count = layout.fitting([_head(name) for name in others], ROOM)
    shown, hidden = others[:count], others[count:]
    by_period: dict[tuple[int, int], dict[str, tuple[float, float, float]]] = {}
    for row in document.summary:
        period = by_period.setdefault((row.from_day, row.to_day), {})
        period[row.outcome] = (row.mean, row.lo90, row.hi90)
    lines.append(f"{'days':<10}{_head(main):>21}" + "".join(f"  {_head(name)}" for name in shown))
    for (a, b), values in by_period.items():
        mean, lo, hi = values[main]
        text = numbers.significant(mean)
        if not cohort.typical:
            text += f" ({numbers.significant(lo)} to {numbers.significant(hi)})"
        cells = [numbers.significant(values[name][0]).rjust(len(_head(name))) for name in shown]
        lines.append(f"{f'{a}-{b}':<10}{text:>21}" + "".join(f"  {cell}" for cell in cells))
    of = document.bands_from
    few = f" of the first {of}" if of != cohort.patients else ""
    if hypothesis.assumes(found):
        lines += [
            "",
            *layout.lines_of(hypothesis.opposed(found).label),
            "Beside its opposite: --hypothesis",
        ]
    note = "Means over each period"
    note += "" if cohort.typical else f"; in brackets, 9 in 10 patients{few}"
    units = {words.unit(found.units[name]) for name in (main, *shown)}
    return [
        *lines,
        "",
        f"{note}. Units: {', '.join(sorted(units))}.",
        *(layout.lines_of(f"Also in --json and the table: {', '.join(hidden)}.") if hidden else []),
        *harms(found),
        "An invented person. Not you.",
        words.closing(engine),
    ]


def harms(found: Simulation) -> list[str]:
    """Published unwanted effects, as rates beside the benefit."""
    if not found.harms:
        return []
    lines = ["", f"{HARMS}:"]
    for harm in found.result.published_harms:
        lines += layout.lines_of(said(harm), head="  ", below=layout.INDENT, width=78)
    return [*lines, ""]


def said(harm: PublishedHarm) -> str:
    """One unwanted effect with toxin and, where it is known, with placebo."""
    beside = "" if harm.placebo is None else f", {numbers.amount(harm.placebo)} with placebo"
    about = f"{numbers.named(harm.measured_in)}, {harm.source}; {harm.note}"
    return f"{harm.event}: {numbers.amount(harm.toxin)} with toxin{beside} ({about})"


def _head(name: str) -> str:
    """Column head: the name without its unit, at least as wide as its numbers."""
    return words.bare(name).rjust(6)


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
