"""The trial report: one self-contained page, calm on screen and plain in print.

Every figure is a one-sentence finding, a picture, and the table behind it. No script, no address
outside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import wearoff
from wearoff.faces.shared import figures
from wearoff.faces.shared.pages import page
from wearoff.faces.trial.screen import checks, heading
from wearoff.words import trial as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from wearoff.formats.documents import Document
    from wearoff.trial.fit import FitResult
    from wearoff.trial.result import Range, Result

WEEKS = "weeks since the injections"
NARROW = 250
"""Width of pictures that stand three in a row."""


def trial_report(found: FitResult) -> str:
    """HTML of a fitted trial."""
    result = found.result
    return page(
        "trial.html",
        result=result,
        heading=heading(result),
        checks=checks(result),
        fades=words.FADES,
        numbers=[wearoff.why(row.name) for row in result.parameters if row.in_evidence],
        effect_svgs=_effect(result),
        inside_svgs=_inside(result),
        doses_svgs=_doses(result),
        predicted_svgs=_predicted(result),
    )


def _effect(result: Result) -> list[str]:
    """Net effect by week of each arm: the mechanism's curve and what was fitted at the visits."""
    net = f"{result.trial.outcome_unit}, net of placebo"
    axes = figures.Axes(WEEKS, net, _ends(result.ranges.effect))
    return [
        figures.svg(
            figures.layered(
                figures.zero_line(),
                figures.band(_table(curve.days), "week", axes),
                figures.marks(
                    _table(row for row in result.contrasts if row.arm == curve.arm),
                    "week",
                    axes,
                    "without",
                ),
                title=f"{curve.arm}: line the mechanism, bars the visits",
                width=400,
                height=230,
            )
        )
        for curve in result.curves
    ]


def _inside(result: Result) -> list[str]:
    """Block, muscle and score of one typical patient over 24 weeks."""
    shown = result.demonstration
    table = _table(shown.days)
    last, lowest = shown.days[-1], shown.score_lowest
    block = figures.Axes(WEEKS, "percent")
    size = figures.Axes(WEEKS, "percent of before")
    score = figures.Axes(WEEKS, f"{result.trial.outcome_title}, {result.trial.outcome_unit}")
    of_muscle = [
        figures.layered(
            figures.line(table, "week", "block_percent", block),
            title="Block: transmission lost",
            width=NARROW,
        ),
        figures.layered(
            figures.line(table, "week", "muscle_percent", size), title="Muscle size", width=NARROW
        ),
    ]
    of_score = figures.layered(
        figures.line(table, "week", "score", score),
        figures.line(table, "week", "score_placebo", score, color="without", dashed=True),
        figures.label(last.week, last.score_placebo, "placebo", "without", "right", above=True),
        figures.label(lowest.week, lowest.score, "toxin", "with", above=False),
        title="Score",
        width=NARROW,
    )
    known = shown.block_greatest_week is not None
    pictures = [*of_muscle, of_score] if known else [of_score]
    return [figures.svg(picture) for picture in pictures]


def _doses(result: Result) -> list[str]:
    """Mean effect in week 4 by dose, a picture a product."""
    ends = _ends(result.ranges.dose_response)
    pictures: list[Any] = []
    for curve in result.dose_curves:
        axes = figures.Axes(
            f"units of {curve.product}", f"{result.trial.outcome_unit} at week 4, net", ends
        )
        band = figures.band(_table(curve.doses), "units", axes)
        pictures.append(figures.layered(band, title="Dose and response"))
    return [figures.svg(picture) for picture in pictures]


def _predicted(result: Result) -> list[str]:
    """Observed arm means against what the fit predicts for them."""
    import polars as pl

    name = f"{result.trial.outcome_title}, arm mean"
    axes = figures.Axes(WEEKS, name, _ends(result.ranges.predictive_check))
    pictures: list[Any] = []
    for arm in result.trial.arms:
        own = [check for check in result.predictive_check if check.arm == arm.arm]
        table = _table(check.predicted_mean for check in own).with_columns(
            pl.Series("week", [check.week for check in own]),
            pl.Series("observed", [check.observed_mean for check in own]),
        )
        pictures.append(
            figures.layered(
                figures.band(table, "week", axes, "without"),
                figures.dots(table, "week", "observed", axes),
                title=f"{arm.arm}: dots observed, band predicted",
                width=NARROW,
            )
        )
    return [figures.svg(picture) for picture in pictures]


def _table(rows: Iterable[Document]) -> pl.DataFrame:
    """Rows of numbers as a table to draw from; what is itself a part is left out."""
    import polars as pl

    return pl.DataFrame(
        [
            {key: value for key, value in row if isinstance(value, int | float | None)}
            for row in rows
        ]
    )


def _ends(whole: Range) -> tuple[float, float]:
    return whole.lo, whole.hi
