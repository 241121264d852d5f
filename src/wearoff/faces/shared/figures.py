"""Pictures: calm SVG for screen and print, each of one idea.

Drawn in the warm paper palette; the page's style sheet maps those colors to the dim one. Bands are
nested (9 in 10, 5 in 10) and there are no whiskers, stripes or motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import polars as pl


PAPER = {
    "background": "#ebe5d9",
    "text": "#2b2823",
    "muted": "#595349",
    "grid": "#d6cfc1",
    "with": "#1f5a3b",
    "without": "#8a6a3a",
    "session": "#6b655a",
}
BANDS = (("lo90", "hi90", 0.16), ("lo50", "hi50", 0.22))
WIDTH, HEIGHT = 300, 190
ROW, NAMES = 20, 12
"""Height of a row with a name, and room between names and dots."""
FONT = "system-ui, -apple-system, Segoe UI, DejaVu Sans, sans-serif"


def svg(chart: Any, background: str = "transparent") -> str:
    """The chart as an SVG document, made without a browser or network."""
    import vl_convert

    return vl_convert.vegalite_to_svg(finished(chart, background).to_dict())


def finished(chart: Any, background: str) -> Any:
    """One look for every picture."""
    quiet = {
        "labelColor": PAPER["muted"],
        "titleColor": PAPER["muted"],
        "domainColor": PAPER["grid"],
        "tickColor": PAPER["grid"],
        "gridColor": PAPER["grid"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "tickCount": 4,
    }
    return (
        chart.configure(background=background, font=FONT)
        .configure_view(strokeWidth=0)
        .configure_axis(**quiet)
        .configure_axisX(grid=False)
        .configure_title(color=PAPER["text"], fontSize=13, fontWeight="normal", anchor="start")
    )


@dataclass(frozen=True)
class Axes:
    """Titles of both axes, and the upright range when pictures share one; else it has 0 in it."""

    x: str
    y: str
    range: tuple[float, float] | None = None

    def at(self, field: str) -> alt.X:
        """The flat axis on a field."""
        import altair as alt

        return alt.X(field, type="quantitative", title=self.x)

    def up(self, field: str) -> alt.Y:
        """The upright axis on a field."""
        import altair as alt

        scale = alt.Scale(domain=self.range) if self.range else alt.Scale(zero=True)
        return alt.Y(field, type="quantitative", title=self.y, scale=scale)


def band(
    table: pl.DataFrame, x: str, axes: Axes, color: str = "with", *, dashed: bool = False
) -> Any:
    """A mean line over nested bands, those that the table has."""
    import altair as alt

    base = alt.Chart(table).encode(x=axes.at(x))
    areas = [
        base.mark_area(color=PAPER[color], opacity=opacity).encode(y=axes.up(low), y2=high)
        for low, high, opacity in BANDS
        if low in table.columns
    ]
    dash = [6, 4] if dashed else [1, 0]
    line = base.mark_line(color=PAPER[color], strokeWidth=2.5, strokeDash=dash)
    return alt.layer(*areas, line.encode(y=axes.up("mean")))


def line(
    table: pl.DataFrame, x: str, y: str, axes: Axes, *, color: str = "with", dashed: bool = False
) -> Any:
    """A plain line."""
    import altair as alt

    dash = [6, 4] if dashed else [1, 0]
    return (
        alt.Chart(table)
        .mark_line(color=PAPER[color], strokeWidth=2.5, strokeDash=dash)
        .encode(x=axes.at(x), y=axes.up(y))
    )


def label(
    x: float,
    y: float,
    text: str,
    color: str = "with",
    align: Literal["left", "right"] = "left",
    *,
    above: bool | None = None,
) -> Any:
    """A label on a line, or just above or below it."""
    import altair as alt

    lift = 0 if above is None else -12 if above else 14
    return (
        alt.Chart(alt.Data(values=[{"x": x, "y": y, "text": text}]))
        .mark_text(
            align=align,
            dx=4 if align == "left" else -4,
            dy=lift,
            fontSize=12,
            color=PAPER[color],
        )
        .encode(x="x:Q", y="y:Q", text="text:N")
    )


def with_room(tables: Sequence[pl.DataFrame], columns: Sequence[str]) -> tuple[float, float]:
    """An upright range from 0, with room over the highest curve for names on it."""
    highest = max(value for table in tables for name in columns for value in table[name])
    return (0.0, 1.15 * highest)


def named_ends(table: pl.DataFrame, x: str, names: Sequence[tuple[str, str, str]]) -> list[Any]:
    """Names of two curves at their ends, the upper one above and the lower one below.

    Args:
        table: both curves.
        x: column of the flat axis.
        names: column, name and color of each curve.
    """
    last = table.row(-1, named=True)
    upper, *_ = max(names, key=lambda name: last[name[0]])
    return [
        label(last[x], last[column], text, color, "right", above=column == upper)
        for column, text, color in names
    ]


def marks(table: pl.DataFrame, x: str, axes: Axes, color: str) -> Any:
    """Soft upright bars of 9 in 10 and 5 in 10 with a dot at the mean."""
    import altair as alt

    base = alt.Chart(table).encode(x=axes.at(x))
    bars = [
        base.mark_rule(
            color=PAPER[color], opacity=opacity, strokeWidth=9, strokeCap="round"
        ).encode(y=axes.up(low), y2=high)
        for low, high, opacity in (("lo90", "hi90", 0.25), ("lo50", "hi50", 0.35))
    ]
    return alt.layer(*bars, dots(table, x, "mean", axes, color))


def span(table: pl.DataFrame, x: str, axes: Axes, color: str) -> Any:
    """What holds 9 in 10 alone, pale."""
    import altair as alt

    area = alt.Chart(table).mark_area(color=PAPER[color], opacity=0.3)
    return area.encode(x=axes.at(x), y=axes.up("lo90"), y2="hi90")


def dots(table: pl.DataFrame, x: str, y: str, axes: Axes, color: str = "with") -> Any:
    """Plain dots."""
    import altair as alt

    return (
        alt.Chart(table)
        .mark_point(color=PAPER[color], filled=True, size=50, opacity=1)
        .encode(x=axes.at(x), y=axes.up(y))
    )


def across(table: pl.DataFrame, name: str, unit: str, color: str = "with") -> Any:
    """A row for each name: a soft bar of 9 in 10 with a dot at the mean."""
    import altair as alt

    rows = alt.Y(name, type="nominal", title=None, sort=None)
    base = alt.Chart(table).encode(y=rows)
    bar = base.mark_rule(color=PAPER[color], opacity=0.35, strokeWidth=9, strokeCap="round")
    dot = base.mark_point(color=PAPER[color], filled=True, size=50, opacity=1)
    low = alt.X("lo90", type="quantitative", title=unit, scale=alt.Scale(zero=True))
    return alt.layer(bar.encode(x=low, x2="hi90"), dot.encode(x=alt.X("mean", type="quantitative")))


def zero_line() -> Any:
    """A thin line at zero."""
    import altair as alt

    return (
        alt.Chart(alt.Data(values=[{"y": 0}]))
        .mark_rule(color=PAPER["session"], strokeWidth=1)
        .encode(y="y:Q")
    )


def caption(first: str, second: str, height: int) -> Any:
    """Two lines of text at the foot of a picture, inside it so that they survive a screenshot."""
    import altair as alt

    lines = [
        alt.Chart(alt.Data(values=[{"text": text}]))
        .mark_text(align="left", fontSize=12, color=PAPER["text"])
        .encode(text="text:N", x=alt.value(8), y=alt.value(height - lift))
        for text, lift in ((first, 30), (second, 12))
    ]
    return alt.layer(*lines)


def beside(*charts: Any) -> Any:
    """Pictures of one size side by side, on one upright scale."""
    import altair as alt

    return alt.hconcat(*charts, spacing=28).resolve_scale(y="shared")


def layered(
    *charts: Any, title: str, width: int = WIDTH, height: int = HEIGHT, rows: int | None = None
) -> Any:
    """Charts over each other, as one picture, of so many pixels in height or for each row."""
    import altair as alt

    high = alt.Step(rows) if rows else height
    return alt.layer(*charts).properties(width=width, height=high, title=title)


def sentence(title: str, text: str) -> Any:
    """A picture of which there is nothing to draw says so."""
    import altair as alt

    mark = alt.Chart(alt.Data(values=[{"text": text}])).mark_text(
        align="left", fontSize=12, color=PAPER["muted"]
    )
    chart = mark.encode(text="text:N", x=alt.value(0), y=alt.value(12))
    return chart.properties(width=420, height=24, title=title)
