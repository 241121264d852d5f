"""How far courses lie apart: what their table comes to in one sentence each."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from wearoff.diary.future.plan_result import Across, Body
from wearoff.diary.thresholds import thresholds
from wearoff.words import courses as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.future.plan_result import CourseResult


def across(courses: Sequence[CourseResult]) -> Across:
    """Least and greatest days, and how many of the courses against as now are mostly assumed."""
    means = [course.headache_days_28.mean for course in courses]
    against = [course.mostly_assumed for course in courses if course.mostly_assumed is not None]
    least, most, assumed = min(means), max(means), sum(against)
    return Across(
        least_days_28=least,
        most_days_28=most,
        courses=len(courses) - 1,
        mostly_assumed=assumed,
        text=words.apart(least=least, most=most, courses=len(courses) - 1, assumed=assumed),
    )


def body(courses: Sequence[CourseResult]) -> Body | None:
    """Where muscles shrink most and least in the model, and by how much load on others changes."""
    sizes = {c.name: c.muscle_percent for c in courses if c.muscle_percent is not None}
    if not sizes:
        return None
    smallest = min(sizes.items(), key=itemgetter(1))
    largest = max(sizes.items(), key=itemgetter(1))
    texts = [words.muscles(smallest=smallest, largest=largest)]
    loads = [c.load_change_percent for c in courses if c.load_change_percent is not None]
    hardly = thresholds()["courses"]["load_hardly_percent"]
    changes = any(abs(load) > hardly for load in loads)
    if changes:
        texts.append(words.load_changes(least=min(loads), most=max(loads)))
    elif loads:
        texts.append(words.LOAD_HARDLY)
    return Body(
        smallest=smallest[0],
        smallest_percent=smallest[1],
        largest=largest[0],
        largest_percent=largest[1],
        load_changes=changes if loads else None,
        least_load_percent=min(loads, default=None),
        most_load_percent=max(loads, default=None),
        text=f"{'; '.join(texts)}.",
    )
