"""The visit page: one sheet for one minute, then everything behind it.

Page 1 is fixed: who, the three answers, counted, the whole diary, all cycles on one beside what
services look at, what the person wants to ask, limits. Every figure is a one-sentence finding, a
picture, and a table. No script, no address outside the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about, course, cycles, inside, strip
from wearoff.faces.diary.sheet import beside, sheet
from wearoff.faces.shared.pages import page
from wearoff.faces.shared.words import CLOSING
from wearoff.words import answers as catalog
from wearoff.words import diary as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.result import Result


def visit_page(
    result: Result,
    *,
    questions: Sequence[str] = (),
    matters: str = "",
    whole: bool = True,
    closing: str = CLOSING,
) -> str:
    """HTML of one person's analysis.

    Args:
        result: what one analysis says.
        questions: what the person wants to ask, in their words; dotted lines where none.
        matters: what matters most to the person, in their words.
        whole: whether it is a page of its own; else what stands in its middle.
        closing: the closing line.
    """
    return page(
        "visit.html",
        whole=whole,
        closing=closing,
        result=result,
        sheet=sheet(result, questions=questions, matters=matters),
        parts=parts(result),
        asked=catalog.QUESTIONS,
        short=catalog.IN_SHORT,
        word=catalog.WORDS,
        counted=words.COUNTED,
        checked=words.CHECKED,
        on_days=words.on_days,
        stretch=words.stretch,
        changes=about.changes(result),
        beside=beside(result),
        products=about.products(result),
        notes=[
            *about.to_check(result),
            *about.doubts(result, "said"),
            *about.outside(result),
            *about.notes(result),
        ],
        rules=about.every_rule(result),
        weeks=cycles.drawn_weeks(result),
        strip=strip.strip(result),
        cycle=cycles.standard_cycle(result),
        total=about.total,
        course=course.course(result),
        course_weeks=course.drawn_weeks(result),
        inside=inside.inside(result),
    )


def parts(result: Result) -> list[str]:
    """What stands behind page 1, in the order in which a reader asks for it."""
    there = {
        "answers": True,
        "origin": result.origin is not None,
        "cycles": bool(result.cycles),
        "rules": bool(result.rules),
        "read": True,
        "diary": True,
        "counts": True,
        "underneath": True,
        "forecast": result.forecast is not None,
        "checks": not result.counts_only,
        "untold": True,
        "method": True,
    }
    return [name for name, has in there.items() if has]
