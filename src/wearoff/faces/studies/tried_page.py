"""The page of a virtual trial: what arms show as a picture, and what each analysis would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import figures
from wearoff.faces.shared.pages import page
from wearoff.faces.studies import tried
from wearoff.faces.studies.method import sentences
from wearoff.words import virtual as words

if TYPE_CHECKING:
    from wearoff.studies.designs.result import Result

ROW = 34
"""Pixels of an arm."""


def tried_page(result: Result) -> str:
    """HTML of what a virtual trial would find."""
    design = result.design
    return page(
        "tried.html",
        result=result,
        held=words.held(result.trials, result.people, result.condition_title, design.outcome),
        asked=tried.asked(result),
        searched=" ".join(tried.searched(result)),
        power=words.power_finding(result.analyses[0].power),
        arms_finding=words.arms_finding(result.trials),
        arms_svg=_arms(result),
        lost=" ".join(tried.lost(result)),
        analyses=[(tried.heading(one), tried.found(result, one)) for one in result.analyses],
        method=" ".join(sentences(result)),
        words=words,
        notes=[note.rendered(words.NOTES) for note in result.notes],
    )


def _arms(result: Result) -> str:
    """Mean change of each arm, and 9 in 10 of the trials."""
    import polars as pl

    table = pl.DataFrame([{"arm": arm.name, **arm.change.model_dump()} for arm in result.arms])
    unit = words.OUTCOMES[result.design.outcome]
    return figures.svg(
        figures.layered(
            figures.across(table, "arm", unit),
            title=words.ARMS_TITLE,
            rows=ROW,
        )
    )
