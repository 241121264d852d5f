"""The trial report: one self-contained page, calm on screen and plain in print.

Every figure is a one-sentence finding, a picture, and the table behind it. No script, no address
outside the file.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wearoff import api
from wearoff.api import plain
from wearoff.faces import figures, words
from wearoff.faces.fitted import Document, checks, heading

if TYPE_CHECKING:
    from wearoff.api import FitResult

WEEKS = "weeks since the injections"
TABLE_WEEKS = (0, 1, 2, 4, 6, 8, 12, 16, 20, 24)


def trial_report(found: FitResult) -> str:
    """HTML of a fitted trial."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    document = plain(found.to_dict())
    environment = Environment(
        loader=PackageLoader("wearoff.faces", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "between": words.between, "signed": words.signed, "number": words.number,
        "significant": words.significant, "answer": lambda key: words.ANSWERS[key],
    }
    return environment.get_template("trial.html").render(
        document=document,
        heading=heading(document),
        checks=checks(document),
        numbers=[api.why(row["name"]) for row in document["parameters"] if _known(row["name"])],
        style=files("wearoff.faces").joinpath("templates", "report.css").read_text("utf-8"),
        closing=words.CLOSING,
        **_effect(found, document),
        **_inside(found),
        **_doses(document),
        **_predicted(document),
    )


def _known(name: str) -> bool:
    return name in api.numbers()


def _effect(found: FitResult, document: Document) -> dict[str, Any]:
    """Net effect by week: the mechanism's curve and what was fitted at the visits."""
    import polars as pl

    arms = list(dict.fromkeys(row["arm"] for row in document["contrasts"]))
    curves = {arm: plain(found.course(arm)) for arm in arms}
    panels: list[Any] = []
    for arm in arms:
        visits = pl.DataFrame([_flat(row) for row in document["contrasts"] if row["arm"] == arm])
        panels.append(
            figures.layered(
                figures.zero_line(),
                figures.band(pl.DataFrame(curves[arm]), "week", "points, net of placebo", WEEKS),
                figures.marks(visits, "week", WEEKS, "points, net of placebo", "without"),
                figures.label(24, 0, "placebo", "session", "right"),
                title=f"{arm}: line the mechanism, bars the visits",
            )
        )
    return {"effect_svg": figures.svg(figures.beside(*panels, shared=True)), "arms": arms}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("week", "mean", "lo90", "lo50", "hi50", "hi90")}


def _inside(found: FitResult) -> dict[str, Any]:
    """Block, muscle and score of one typical patient over 24 weeks."""
    import polars as pl

    course = api.demonstration(found)
    table = pl.DataFrame(course).with_columns(
        (100 * pl.col("block")).alias("block_percent"),
        (100 * pl.col("muscle_size")).alias("size_percent"),
    )
    panels = [
        figures.layered(
            figures.line(table, "week", "block_percent", "percent", WEEKS, zero=True),
            title="Block: transmission lost",
        ),
        figures.layered(
            figures.line(table, "week", "size_percent", "percent of before", WEEKS),
            title="Muscle size",
        ),
        figures.layered(
            figures.line(table, "week", "twstrs", "TWSTRS points", WEEKS),
            figures.line(
                table, "week", "twstrs_placebo", "TWSTRS points", WEEKS, color="without",
                dashed=True,
            ),
            figures.label(24, course[-1]["twstrs_placebo"] + 0.8, "placebo", "without", "right"),
            figures.label(4, course[28]["twstrs"] - 0.8, "toxin", "with"),
            title="Score",
        ),
    ]
    return {
        "inside_svg": figures.svg(figures.beside(*panels, columns=3)),
        "inside": [plain(course[7 * week]) for week in TABLE_WEEKS],
    }


def _doses(document: Document) -> dict[str, Any]:
    """Mean effect in week 4 by dose."""
    import polars as pl

    rows = [
        {key: row[key] for key in ("units", "mean", "lo90", "lo50", "hi50", "hi90")}
        for row in document["dose_response"]
    ]
    product = document["dose_response"][0]["product"]
    nothing = dict.fromkeys(("units", "mean", "lo90", "lo50", "hi50", "hi90"), 0.0)
    drawn = figures.band(
        pl.DataFrame([nothing, *rows]), "units", "points at week 4, net", f"units of {product}"
    )
    return {"doses_svg": figures.svg(figures.layered(drawn, title="Dose and response"))}


def _predicted(document: Document) -> dict[str, Any]:
    """Observed arm means against what the fit predicts for them."""
    import polars as pl

    arms = list(dict.fromkeys(row["arm"] for row in document["predictive_check"]))
    panels: list[Any] = []
    for arm in arms:
        rows = [row for row in document["predictive_check"] if row["arm"] == arm]
        table = pl.DataFrame(
            [{"week": r["week"], "observed": r["observed_mean"], **r["predicted_mean"]} for r in rows]
        )
        panels.append(
            figures.layered(
                figures.band(table, "week", "TWSTRS, arm mean", WEEKS, "without"),
                figures.dots(table, "week", "observed", "TWSTRS, arm mean", WEEKS),
                title=f"{arm}: dots observed, band predicted",
                width=220,
            )
        )
    return {"predicted_svg": figures.svg(figures.beside(*panels, columns=3, shared=True))}
