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

    from wearoff.faces.shared.stacks import Stack

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
    """Titles of both axes, and their ranges when pictures share one.

    ``range`` is the upright one, ``across`` the flat one, with numbers if ``labels``; ``dated``:
    the flat axis holds dates as text, ``2026-11-21``.
    """

    x: str
    y: str
    range: tuple[float, float] | None = None
    zero: bool = False
    dated: bool = False
    across: tuple[float, float] | None = None
    labels: bool = True

    def at(self, field: str) -> alt.X:
        """The flat axis on a field."""
        import altair as alt

        if self.dated:
            axis = alt.Axis(format="%b %Y", labelOverlap=True)
            scale = alt.Scale(type="utc")
            return alt.X(field, type="temporal", title=self.x, scale=scale, axis=axis)
        if self.across:
            scale = alt.Scale(domain=self.across, nice=False)
            ticks = list(range(0, int(self.across[1]) + 1, self.spacing))
            axis = alt.Axis(
                values=ticks,
                format="d",
                tickCount=len(ticks),
                labels=self.labels,
                ticks=self.labels,
            )
            return alt.X(field, type="quantitative", title=self.x, scale=scale, axis=axis)
        return alt.X(field, type="quantitative", title=self.x)

    @property
    def spacing(self) -> int:
        """Units between two ticks of a flat axis of known range: 2, or more where it is long."""
        return max(2, 2 * round(self.across[1] / 20)) if self.across else 2

    def up(self, field: str) -> alt.Y:
        """The upright axis on a field."""
        import altair as alt

        scale = alt.Scale(domain=self.range) if self.range else alt.Scale(zero=self.zero)
        return alt.Y(field, type="quantitative", title=self.y, scale=scale)


def band(
    table: pl.DataFrame, x: str, axes: Axes, color: str = "with", *, dashed: bool = False
) -> Any:
    """A mean line over nested bands."""
    import altair as alt

    base = alt.Chart(table).encode(x=axes.at(x))
    areas = [
        base.mark_area(color=PAPER[color], opacity=opacity).encode(y=axes.up(low), y2=high)
        for low, high, opacity in BANDS
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
    x: float | str,
    y: float,
    text: str,
    color: str = "with",
    align: Literal["left", "right"] = "left",
    *,
    above: bool | None = None,
    dated: bool = False,
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
        .encode(x=f"x:{'T' if dated else 'Q'}", y="y:Q", text="text:N")
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


def dots(table: pl.DataFrame, x: str, y: str, axes: Axes, color: str = "with") -> Any:
    """Plain dots."""
    import altair as alt

    return (
        alt.Chart(table)
        .mark_point(color=PAPER[color], filled=True, size=50, opacity=1)
        .encode(x=axes.at(x), y=axes.up(y))
    )


def feet(table: pl.DataFrame, x: str, axes: Axes) -> Any:
    """Small marks below zero at the foot of a picture, such as dates of sessions."""
    import altair as alt

    return (
        alt.Chart(table)
        .mark_point(shape="triangle-up", color=PAPER["session"], filled=True, size=70, opacity=1)
        .encode(x=axes.at(x), y=alt.datum(-1.2))
    )


PANEL, DOT = 46, 9
"""Height of the panel of stacked dots, and the most between two of them, pixels."""


def stacked(stack: Stack, axes: Axes, width: int) -> Any:
    """Columns of dots on the flat axis, open where the day never comes, with the next session."""
    import altair as alt

    most = max(stack.tallest, PANEL / DOT)
    # a high column has smaller dots, so that two never touch
    size = (0.8 * PANEL / most) ** 2
    up = alt.Y("high:Q", axis=None, scale=alt.Scale(domain=[0, most]))

    def marks(chosen: list[dict[str, Any]], *, filled: bool) -> Any:
        return (
            alt.Chart(alt.Data(values=chosen))
            .mark_point(
                shape="circle",
                color=PAPER["with"],
                filled=filled,
                size=size,
                opacity=1,
                strokeWidth=1.2,
            )
            .encode(x=axes.at("week"), y=up)
        )

    layers = [
        marks([dot for dot in stack.dots if dot["comes"] is comes], filled=comes)
        for comes in (True, False)
    ]
    note = "; open: not before the next session" if stack.aside else ""
    rule = alt.Chart(alt.Data(values=[{"week": stack.next}])).mark_rule(
        color=PAPER["session"], strokeWidth=1
    )
    title = alt.TitleParams(
        f"Half of the gain is gone: {len(stack.dots)} dots, each as likely as the others{note}",
        fontSize=12,
        offset=2,
    )
    return alt.layer(rule.encode(x=axes.at("week")), *layers).properties(
        width=width, height=PANEL, title=title
    )


def over(top: Any, bottom: Any) -> Any:
    """Two pictures of one flat axis, one over the other."""
    import altair as alt

    return alt.vconcat(top, bottom, spacing=ROW + 4, bounds="flush")


def upright(x: float, axes: Axes, text: str) -> Any:
    """A thin upright line with its name beside its head."""
    import altair as alt

    base = alt.Chart(alt.Data(values=[{"x": x, "text": text}])).encode(x=axes.at("x"))
    rule = base.mark_rule(color=PAPER["session"], strokeWidth=1)
    name = base.mark_text(align="right", dx=-5, fontSize=12, color=PAPER["session"])
    return alt.layer(rule, name.encode(text="text:N", y=alt.value(8)))


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


def layered(*charts: Any, title: str, width: int = WIDTH, height: int = HEIGHT) -> Any:
    """Charts over each other, as one picture."""
    import altair as alt

    return alt.layer(*charts).properties(width=width, height=height, title=title)


def sentence(title: str, text: str) -> Any:
    """A picture of which there is nothing to draw says so."""
    import altair as alt

    mark = alt.Chart(alt.Data(values=[{"text": text}])).mark_text(
        align="left", fontSize=12, color=PAPER["muted"]
    )
    chart = mark.encode(text="text:N", x=alt.value(0), y=alt.value(12))
    return chart.properties(width=420, height=24, title=title)
