"""What stands beside the answers: rules, label, medicine days, totals, patterns and a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.future.forecast import forecast
from wearoff.diary.labels import label_checks
from wearoff.diary.outcomes import headache_days
from wearoff.diary.overuse import overuse
from wearoff.diary.patterns.answers import patterns
from wearoff.diary.rules import judge as asked
from wearoff.diary.totals import changes
from wearoff.stats.intervals import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.assessment import Assessment
    from wearoff.diary.case import Case
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Rule

DOTS = 20
"""Equally likely wear-off days that are drawn."""


def beside(given: Assessment, case: Case, rules: Sequence[Rule], *, ahead: bool) -> dict[str, Any]:
    """Parts of the document by key.

    Args:
        given: the person with everything decided.
        case: what is known of the person.
        rules: what is asked; only of conditions that are judged by headache days.
        ahead: whether to forecast.
    """
    found, diary, log = given.posterior, case.diary, case.log
    told: list[dict[str, Any]] = []
    if asked.asked_of(case.condition):
        values = asked.columns(diary, given.beside)
        told = asked.answers(found, given.counted, values, rules, case.scores, seed=found.seed)
    zero = log.first if log else None
    since = (log.first - diary.first).days if log else 0
    places = [since + day for day in found.record.starts if since + day >= 0]
    return {
        "rules": told,
        "rules_disagree": asked.disagree(told),
        "labels": label_checks(log.sessions, log.first, case.condition) if log else [],
        "overuse": overuse(diary),
        "totals": changes(case.scores, zero),
        "patterns": patterns(diary.values, headache_days(diary), places),
        "forecast": forecast(found) if ahead else None,
        "wearoff_dots": wearoff_dots(found),
    }


def wearoff_dots(found: DiaryPosterior) -> list[float | None] | None:
    """Twenty equally likely days by which half of a cycle's gain is gone; None: not in time.

    Of all cycles and draws alike. None as a whole where no cycle could show one.
    """
    cycles = found.estimands.cycles
    if not cycles:
        return None
    days = np.concatenate([cycle.wearoff_day for cycle in cycles])
    weights = np.tile(found.draws.weights / len(cycles), len(cycles))
    known = np.isfinite(days)
    share = float(weights[known].sum())
    before = round(DOTS * share)
    dots: list[float | None] = [None] * DOTS
    if before:
        levels = (np.arange(before) + 0.5) / before
        drawn = quantiles(days[known], weights[known], levels.tolist())
        dots[:before] = [float(day) for day in drawn]
    return dots
