"""The visit page: one sheet for one minute, then everything behind it.

Page 1 is fixed: who, counted and found, all cycles on one, what services look at and what the
person wants to ask, limits. Every figure is a one-sentence finding, a picture, and a table. No
script, no address outside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.faces.diary import answers as said
from wearoff.faces.diary import cycles
from wearoff.faces.diary.behind import flow
from wearoff.faces.diary.sheet import dots, every_rule, measure, sheet
from wearoff.faces.shared import words
from wearoff.faces.shared.pages import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.analyze import Analysis
    from wearoff.diary.underneath import Underneath
    from wearoff.faces.diary.answers import Document


def visit_page(found: Analysis, *, questions: Sequence[str] = (), matters: str = "") -> str:
    """HTML of one person's analysis.

    Args:
        found: the analysis.
        questions: what the person wants to ask, in their words; dotted lines where none.
        matters: what matters most to the person, in their words.
    """
    return compose(
        found.document, found.course(), found.underneath(), questions=questions, matters=matters
    )


def compose(
    document: Document,
    weeks: list[dict[str, Any]],
    model: Underneath | None = None,
    *,
    questions: Sequence[str] = (),
    matters: str = "",
) -> str:
    """HTML of a document, its weeks and what the model holds inside."""
    days = dots(document)
    first = sheet(document, questions=questions, matters=matters)
    return page(
        "visit.html",
        document=document,
        sheet=first,
        questions=[text.strip() for text in questions if text.strip()],
        matters=matters.strip(),
        answers=said.answers(document),
        views=said.starting_views(document),
        changes=said.changes(document),
        products=said.products(document),
        sufficiency=first.sufficiency,
        checks=said.checks(document),
        notes=said.notes(document),
        rules=every_rule(document),
        counted=said.COUNTED,
        flow=flow(document),
        measure=measure,
        days_of_28=words.days_of_28,
        weeks=weeks,
        cycle=cycles.drawn_weeks(document),
        cycle_svg=cycles.standard_cycle(document, days),
        dots=days,
        course_svgs=cycles.course(document, weeks),
        model=model.columns if model else None,
        model_svgs=cycles.inside(model),
        model_rows=model.rows if model else [],
        model_days=model.step if model else 0,
    )
