"""What `wearoff simulate --hypothesis` shows: both assumptions side by side, the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.faces.shared import layout, words
from wearoff.simulation.hypothesis import UNMEASURED
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.simulation.hypothesis import Hypothesis

COLUMN = 40
WIDTH, HEIGHT = 430, 300
OFF_TITLE = "If joint load leaves nothing behind"
ON_TITLE = "If joint load leaves lasting damage"
OFF_NOTE = "(no study shows that it does)"
ON_NOTE = "(no study shows that it does not)"
AGAINST_NOTE = "(a long series speaks against it)"
OFF_LABEL = "ASSUMPTION OFF: joint load leaves nothing behind."
NAMES = (("toxin", "with toxin", "with"), ("placebo", "without toxin", "without"))
"""Curves, their names and colors."""
LEGEND = "without toxin: the same visits with injections that hold none"


def screen(found: Hypothesis) -> list[str]:
    """Two columns, one an assumption, with the same periods."""
    cohort = found.off.toxin.cohort
    who = "one typical patient" if cohort.typical else f"{cohort.patients} invented patients"
    settings = [f"{name}={numbers.amount(value)}" for name, value in cohort.settings.items()]
    assumed = [f"{name} {numbers.amount(value)}" for name, value in found.settings.items()]
    named = words.quantity(found.outcome, found.off.toxin.units[found.outcome])
    lines = [
        f"{cohort.condition.title}: {who}, {cohort.days} days, {', '.join(settings) or 'as usual'}",
        f"{named}, means of each period",
        "",
        *_columns(OFF_TITLE, ON_TITLE),
        *_columns(OFF_NOTE, AGAINST_NOTE if found.against else ON_NOTE),
        *_columns("", ", ".join(assumed)),
        *_columns("days          toxin   without", "days          toxin   without"),
    ]
    for period in found.result.periods:
        days = f"{period.from_day}-{period.to_day}"
        sides = (
            (period.off_toxin, period.off_placebo),
            (period.on_toxin, period.on_placebo),
        )
        lines += _columns(
            *(
                f"{days:<12}{numbers.significant(toxin):>7}{numbers.significant(placebo):>10}"
                for toxin, placebo in sides
            )
        )
    return [
        *lines,
        "",
        f"{numbers.sentence(LEGEND)}.",
        "No human study has looked at neck joints before and after toxin.",
        *_against(found),
        "What the texts claim: wearoff claims C19",
        "An invented person. Not you.",
        words.CLOSING,
    ]


def _against(found: Hypothesis) -> list[str]:
    """With which chance the longest series would have come out so, where that is small.

    Beside it the chance without damage: what was published is not likely there either.
    """
    if not (ruling := found.against):
        return []
    (chance, none), (leaving, none_leaving) = (
        [numbers.chance_of_100(getattr(one, name)) for one in (ruling, found.without)]
        for name in ("chance", "leaving")
    )
    return layout.lines_of(
        f"Against kz {numbers.amount(ruling.kz)}: in people with migraine ({ruling.source}) those "
        f"who stayed would have done as well as they did with a chance of {chance} in 100 (at "
        f"kz 0: {none}); of {leaving} (at kz 0: {none_leaving}) if leaving follows benefit twice "
        "as much."
    )


def _columns(left: str, right: str) -> list[str]:
    return [f"{left:<{COLUMN}}{right}".rstrip()]


def picture(found: Hypothesis) -> str:
    """SVG: two panels of the same size and range; the assumption stands inside its panel."""
    from wearoff.faces.shared import figures

    named = words.quantity(found.outcome, found.off.toxin.units[found.outcome])
    tables = [found.curves(pair) for pair in (found.off, found.on)]
    axes = figures.Axes(
        "years from the first session",
        named,
        range=figures.with_room(tables, ("toxin", "placebo")),
    )
    texts = ((OFF_TITLE, OFF_LABEL, UNMEASURED), (ON_TITLE, found.assumed, found.measured))
    panels = [_panel(table, axes, *said) for table, said in zip(tables, texts, strict=True)]
    return figures.svg(figures.beside(*panels), figures.PAPER["background"])


def _panel(table: Any, axes: Any, title: str, first: str, second: str) -> Any:
    """One assumption: both courses, their names on them, the assumption inside."""
    from wearoff.faces.shared import figures

    return figures.layered(
        figures.line(table, "year", "placebo", axes, color="without", dashed=True),
        figures.line(table, "year", "toxin", axes),
        *figures.named_ends(table, "year", NAMES),
        figures.caption(first, second, HEIGHT),
        title=title,
        width=WIDTH,
        height=HEIGHT,
    )
