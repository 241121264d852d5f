"""What `wearoff simulate` shows: a summary table, a picture, a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces import words
from wearoff.io.documents import to_json
from wearoff.io.tables import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.api import Simulation

DAYS_PER_YEAR = 365


def show(
    found: Simulation,
    *,
    out: str | None,
    plot: str | None,
    as_json: bool,
    progress: Callable[[str], None],
) -> None:
    """Write what was asked for and print the summary."""
    for path in (out, plot):
        if path:
            check_writable(path)
    for warning in found.warnings:
        progress(f"note: {warning.text}")
    if found.cohort.patients >= 10_000:  # noqa: PLR2004 - shorter runs need no word
        progress(f"simulating {found.cohort.patients} patients")
    if out:
        found.write(out)
    if plot:
        write_text(picture(found), plot)
    if as_json:
        document = found.to_dict()
        print(to_json(document | {"wrote": [path for path in (out, plot) if path]}), end="")
        return
    print("\n".join(screen(found)))
    for path in (out, plot):
        if path:
            print(f"Wrote {path}")


def screen(found: Simulation) -> list[str]:
    """The summary as lines: the main outcome with its spread, the others as means."""
    cohort = found.cohort
    first = cohort.sessions[0]
    who = "one typical patient" if cohort.typical else f"{cohort.patients} invented patients"
    lines = [
        f"{cohort.condition.title}: {who}, {cohort.days} days",
        f"{first.product} {first.units:g} units x {len(cohort.sessions)}, plan {found.plan}",
        "",
    ]
    main, *others = cohort.outcomes
    by_period: dict[tuple[int, int], dict[str, tuple[float, float, float]]] = {}
    for row in found.summary:
        period = by_period.setdefault((row.from_day, row.to_day), {})
        period[row.outcome] = (row.mean, row.lo90, row.hi90)
    lines.append(f"{'days':<10}{main:>19}" + "".join(f"  {_head(name)}" for name in others))
    for (a, b), values in by_period.items():
        mean, lo, hi = values[main]
        text = words.significant(mean)
        if not cohort.typical:
            text += f" ({words.significant(lo)} to {words.significant(hi)})"
        cells = [words.significant(values[name][0]).rjust(len(_head(name))) for name in others]
        lines.append(f"{f'{a}-{b}':<10}{text:>19}" + "".join(f"  {cell}" for cell in cells))
    units = " and ".join(sorted(set(found.units.values())))
    note = "Means over each period" + ("" if cohort.typical else "; in brackets, 9 in 10 patients")
    return [
        *lines,
        "",
        f"{note}.",
        f"Units: {units}.",
        "An invented person. Not you.",
        words.CLOSING,
    ]


def _head(name: str) -> str:
    """Column head: the name without its unit, at least as wide as its numbers."""
    return name.removesuffix("_percent").rjust(6)


def picture(found: Simulation) -> str:
    """SVG of the main outcome by week."""
    import polars as pl

    from wearoff.faces import figures

    main = found.cohort.condition.main
    table = found.daily(main).with_columns((pl.col("day") / 7).alias("week"))
    axes = figures.Axes("weeks from the first session", f"{main} ({found.units[main]})")
    if found.cohort.typical:
        drawn = figures.line(table, "week", "mean", axes)
    else:
        drawn = figures.band(table, "week", axes)
    who = "one typical patient" if found.cohort.typical else "bands: 5 in 10 and 9 in 10 patients"
    heading = f"{found.cohort.condition.title}, plan {found.plan}: {who}"
    chart = figures.layered(drawn, title=heading, width=640, height=300)
    return figures.svg(chart, figures.PAPER["background"])
