"""The visit page: counted, found, all cycles on one; then everything behind it.

Every figure is a one-sentence finding, a picture, and the table behind it. No script, no address
outside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.faces import answers as said
from wearoff.faces import figures, words
from wearoff.faces.analyzed import cycle_table
from wearoff.faces.pages import page

if TYPE_CHECKING:
    import polars as pl

    from wearoff.api import Analysis

LEVELS = ("mean", "lo90", "lo50", "hi50", "hi90")
WEEKS = "weeks since the session"
TALL, DEEP = (0, 29), (-2, 29)
"""Upright axes of days in 28, with room for a dot at 28 and for marks at the foot."""
NARROW = 250
"""Width of pictures that stand three in a row."""
SHARE = 2
"""Weeks of the standard cycle that at least one in so many cycles has are drawn."""


def visit_page(found: Analysis) -> str:
    """HTML of one person's analysis."""
    document = found.document
    weeks = found.course()
    return page(
        "visit.html",
        document=document,
        identity=said.identity(document),
        sufficiency=said.sufficiency(document),
        changes=said.changes(document),
        now_label=said.now_label(document),
        answers=said.answers(document),
        views=said.starting_views(document),
        checks=said.checks(document),
        notes=said.notes(document),
        days_of_28=words.days_of_28,
        change=words.change(document["counted"]["change"]),
        condition=words.named(document["condition"]),
        scores=_scores(document),
        drawn=bool(cycle_table(document)),
        **_cycle(document),
        **_course(document, weeks),
        **_underneath(found),
    )


def _scores(document: said.Document) -> list[dict[str, Any]]:
    """First and last value of every measure a clinic wrote down."""
    rows: list[dict[str, Any]] = []
    for measure in dict.fromkeys(score["measure"] for score in document["scores"]):
        own = [score for score in document["scores"] if score["measure"] == measure]
        name = measure.upper().replace("_", "-")
        rows.append({"name": name, "first": own[0], "last": own[-1]})
    return rows


def _cycle(document: said.Document) -> dict[str, Any]:
    """All cycles laid over one: counted dots, with and without the relief."""
    cycle = document["standard_cycle"]
    most = max((week["cycles"] for week in cycle), default=0)
    weeks = [week | {"week": week["day"] / 7} for week in cycle if SHARE * week["cycles"] >= most]
    if not weeks:
        return {"cycle_svg": "", "cycle": [], "cycles": most}
    axes = figures.Axes(WEEKS, f"{document['outcome']} in 28", TALL)
    picture = figures.layered(
        figures.band(
            _levels(weeks, "without_relief", "week"), "week", axes, "without", dashed=True
        ),
        figures.band(_levels(weeks, "with_relief", "week"), "week", axes),
        figures.dots(_counted(weeks, "week"), "week", "counted", axes, "session"),
        *_ends(weeks, "week"),
        title="Dots: counted. Bands: 5 in 10 and 9 in 10 chance",
        width=640,
        height=260,
    )
    return {"cycle_svg": figures.svg(picture), "cycle": weeks, "cycles": most}


def _course(document: said.Document, weeks: list[dict[str, Any]]) -> dict[str, Any]:
    """The diary over time: weekly counts with the course, then with and without the relief."""
    import polars as pl

    axes = figures.Axes("", f"{document['outcome']} in 28", DEEP, dated=True)
    dates = [s["date"] for s in document["sessions"] if s["in_diary"]]
    marks = [figures.feet(pl.DataFrame({"date": dates}), "date", axes)] if dates else []
    counted = figures.layered(
        figures.band(_levels(weeks, "with_relief", "date"), "date", axes),
        figures.dots(_counted(weeks, "date"), "date", "counted", axes, "session"),
        *marks,
        title="Dots: counted, by week. Line: the course"
        + (". Triangles: sessions" if dates else ""),
        width=640,
        height=240,
    )
    without = ""
    if document["standard_cycle"]:
        picture = figures.layered(
            figures.band(
                _levels(weeks, "without_relief", "date"), "date", axes, "without", dashed=True
            ),
            figures.line(_levels(weeks, "with_relief", "date"), "date", "mean", axes),
            *marks,
            *_ends(weeks, "date"),
            title="Dashed: without the short-lived relief. Line: as it was",
            width=640,
            height=240,
        )
        without = figures.svg(picture)
    return {"course_svg": figures.svg(counted), "without_svg": without, "weeks": weeks}


def _levels(weeks: list[dict[str, Any]], which: str, x: str) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [{x: week[x]} | {key: week[which][key] for key in LEVELS} for week in weeks],
        schema_overrides=dict.fromkeys(LEVELS, pl.Float64),
    )


def _counted(weeks: list[dict[str, Any]], x: str) -> pl.DataFrame:
    """Weeks in which something was counted."""
    import polars as pl

    rows = [{x: week[x], "counted": week["counted"]} for week in weeks]
    kind = pl.String if x == "date" else pl.Float64
    return pl.DataFrame(
        [row for row in rows if row["counted"] is not None],
        schema={x: kind, "counted": pl.Float64},
    )


def _ends(weeks: list[dict[str, Any]], x: str) -> list[Any]:
    """Names of both levels where they are farthest apart: beside their bands, on the far side."""
    apart = max(weeks, key=lambda w: abs(w["without_relief"]["mean"] - w["with_relief"]["mean"]))
    dated = x == "date"
    above = apart["without_relief"]["mean"] >= apart["with_relief"]["mean"]
    edge = "hi90" if above else "lo90"
    align = "right" if 2 * weeks.index(apart) > len(weeks) else "left"
    return [
        figures.label(apart[x], apart[which][edge], text, color, align, above=above, dated=dated)
        for which, text, color in (
            ("without_relief", "without relief", "without"),
            ("with_relief", "with relief", "with"),
        )
    ]


def _underneath(found: Analysis) -> dict[str, Any]:
    """What muscle and load do in the model, for a typical person with these injections."""
    import polars as pl

    model = found.underneath()
    if model is None:
        return {"model": None, "model_svgs": [], "model_rows": [], "model_days": 0}
    table = pl.DataFrame(model.rows)
    pictures = [
        figures.layered(
            figures.line(
                table,
                "week",
                name,
                figures.Axes("weeks from the first session", text.split(", ")[-1]),
            ),
            title=text.split(",")[0].capitalize(),
            width=NARROW,
        )
        for name, text in model.columns.items()
    ]
    return {
        "model": model.columns,
        "model_svgs": [figures.svg(picture) for picture in pictures],
        "model_rows": model.rows,
        "model_days": model.step,
    }
