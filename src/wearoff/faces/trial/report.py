"""The trial report: one self-contained page, calm on screen and plain in print.

Every figure is a one-sentence finding, a picture, and the table behind it. No script, no address
outside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import wearoff
from wearoff.faces.shared import figures
from wearoff.faces.shared.pages import page
from wearoff.faces.trial.fitted import Document, checks, heading
from wearoff.formats.documents import plain
from wearoff.trial import fit

if TYPE_CHECKING:
    import polars as pl

    from wearoff.trial.fit import FitResult

WEEKS = "weeks since the injections"
NARROW = 250
"""Width of pictures that stand three in a row."""
TABLE_WEEKS = (0, 1, 2, 4, 6, 8, 12, 16, 20, 24)


def trial_report(found: FitResult) -> str:
    """HTML of a fitted trial."""
    document = plain(found.to_dict())
    return page(
        "trial.html",
        document=document,
        heading=heading(document),
        checks=checks(document),
        numbers=[wearoff.why(row["name"]) for row in document["parameters"] if _known(row["name"])],
        **_effect(found, document),
        **_inside(found),
        **_doses(document),
        **_predicted(document),
    )


def _known(name: str) -> bool:
    return name in wearoff.numbers()


def _effect(found: FitResult, document: Document) -> dict[str, Any]:
    """Net effect by week: the mechanism's curve and what was fitted at the visits."""
    import polars as pl

    contrasts = document["contrasts"]
    arms = list(dict.fromkeys(row["arm"] for row in contrasts))
    curves = {arm: plain(found.course(arm)) for arm in arms}
    drawn = [*contrasts, *(day for curve in curves.values() for day in curve)]
    axes = figures.Axes(WEEKS, "points, net of placebo", _range(drawn))
    pictures = [
        figures.layered(
            figures.zero_line(),
            figures.band(pl.DataFrame(curves[arm]), "week", axes),
            figures.marks(_estimates(contrasts, arm, "week"), "week", axes, "without"),
            title=f"{arm}: line the mechanism, bars the visits",
            width=400,
            height=230,
        )
        for arm in arms
    ]
    return {"effect_svgs": [figures.svg(picture) for picture in pictures], "arms": arms}


def _range(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """What an upright axis must hold, zero included."""
    return min(0.0, *(row["lo90"] for row in rows)), max(0.0, *(row["hi90"] for row in rows))


def _estimates(rows: list[dict[str, Any]], arm: str, x: str) -> pl.DataFrame:
    import polars as pl

    keys = (x, "mean", "lo90", "lo50", "hi50", "hi90")
    return pl.DataFrame([{key: row[key] for key in keys} for row in rows if row["arm"] == arm])


def _inside(found: FitResult) -> dict[str, Any]:
    """Block, muscle and score of one typical patient over 24 weeks."""
    import polars as pl

    course = fit.demonstration(found)
    table = pl.DataFrame(course).with_columns(
        (100 * pl.col("block")).alias("block_percent"),
        (100 * pl.col("muscle_size")).alias("size_percent"),
    )
    block = figures.Axes(WEEKS, "percent", zero=True)
    size = figures.Axes(WEEKS, "percent of before")
    score = figures.Axes(WEEKS, "TWSTRS points")
    pictures = [
        figures.layered(
            figures.line(table, "week", "block_percent", block),
            title="Block: transmission lost",
            width=NARROW,
        ),
        figures.layered(
            figures.line(table, "week", "size_percent", size), title="Muscle size", width=NARROW
        ),
        figures.layered(
            figures.line(table, "week", "twstrs", score),
            figures.line(table, "week", "twstrs_placebo", score, color="without", dashed=True),
            figures.label(24, course[-1]["twstrs_placebo"] + 0.8, "placebo", "without", "right"),
            figures.label(4, course[28]["twstrs"] - 0.8, "toxin", "with"),
            title="Score",
            width=NARROW,
        ),
    ]
    return {
        "inside_svgs": [figures.svg(picture) for picture in pictures],
        "inside": [plain(course[7 * week]) for week in TABLE_WEEKS],
    }


def _doses(document: Document) -> dict[str, Any]:
    """Mean effect in week 4 by dose, a picture a product."""
    import polars as pl

    keys = ("units", "mean", "lo90", "lo50", "hi50", "hi90")
    nothing = dict.fromkeys(keys, 0.0)
    rows = document["dose_response"]
    pictures: list[Any] = []
    for product in dict.fromkeys(row["product"] for row in rows):
        own = [{key: row[key] for key in keys} for row in rows if row["product"] == product]
        axes = figures.Axes(f"units of {product}", "points at week 4, net", _range(rows))
        curve = figures.band(pl.DataFrame([nothing, *own]), "units", axes)
        pictures.append(figures.layered(curve, title="Dose and response"))
    return {"doses_svgs": [figures.svg(picture) for picture in pictures]}


def _predicted(document: Document) -> dict[str, Any]:
    """Observed arm means against what the fit predicts for them."""
    import polars as pl

    rows = [
        {"arm": r["arm"], "week": r["week"], "observed": r["observed_mean"], **r["predicted_mean"]}
        for r in document["predictive_check"]
    ]
    shared = min(r["lo90"] for r in rows), max(r["hi90"] for r in rows)
    axes = figures.Axes(WEEKS, "TWSTRS, arm mean", shared)
    pictures: list[Any] = []
    for arm in dict.fromkeys(r["arm"] for r in rows):
        table = pl.DataFrame([r for r in rows if r["arm"] == arm])
        pictures.append(
            figures.layered(
                figures.band(table, "week", axes, "without"),
                figures.dots(table, "week", "observed", axes),
                title=f"{arm}: dots observed, band predicted",
                width=NARROW,
            )
        )
    return {"predicted_svgs": [figures.svg(picture) for picture in pictures]}
