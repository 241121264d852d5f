"""The checks that a yes must pass, each with its result and one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.diary.thresholds import thresholds

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior


@dataclass(frozen=True)
class Check:
    """One check: ``pass``, ``fail`` or ``not_asked``."""

    name: str
    result: str
    text: str
    value: float | None = None


def checks(found: DiaryPosterior) -> list[Check]:
    """All checks of a person."""
    asked = bool(found.record.sessions)
    return [
        _placebo(found) if asked else Check("placebo_in_time", "not_asked", "no sessions"),
        _left_out(found) if asked else Check("leave_cycle_out", "not_asked", "no sessions"),
        _beyond_prior(found) if asked else Check("beyond_the_prior", "not_asked", "no sessions"),
        _predictive(found),
        _sampler(found),
    ]


def failed(found: list[Check]) -> list[Check]:
    """Those that failed."""
    return [check for check in found if check.result == "fail"]


def _check(name: str, value: float, passed: bool, good: str, bad: str) -> Check:
    return Check(name, "pass" if passed else "fail", good if passed else bad, value)


def _placebo(found: DiaryPosterior) -> Check:
    best = max(found.shifted, key=lambda shift: shift.log_evidence)
    limit = thresholds()["checks"]["placebo_log_evidence"]
    return _check(
        "placebo_in_time",
        best.log_evidence,
        best.log_evidence <= limit,
        "the real dates explain the diary as well as fake ones, or better",
        f"fake dates {best.days} days later explain the diary better than the real ones",
    )


def _left_out(found: DiaryPosterior) -> Check:
    limit = thresholds()["checks"]["cycle_left_out"]
    if found.chance(found.draws.effects.relief > 0) < limit:
        return Check("leave_cycle_out", "not_asked", "no relief that one cycle could make")
    least = min(found.without_each_cycle)
    return _check(
        "leave_cycle_out",
        least,
        least >= limit,
        "no single cycle decides the answer",
        f"without one of the cycles relief is {round(100 * least)} in 100 likely",
    )


def _beyond_prior(found: DiaryPosterior) -> Check:
    share = found.prior_share
    return _check(
        "beyond_the_prior",
        share,
        share <= thresholds()["checks"]["prior_share"],
        f"the diary narrowed relief to {round(100 * share)} % of what was believed before",
        f"{round(100 * share)} % of the spread of relief is what was believed before the diary",
    )


def _predictive(found: DiaryPosterior) -> Check:
    tails = found.predictive_tails
    worst = min(tails, key=lambda name: tails[name])
    words = {"changes": "how often headache starts and ends", "spread": "how months differ"}
    return _check(
        "predictive_fit",
        tails[worst],
        tails[worst] >= thresholds()["checks"]["predictive"],
        "diaries made again from the answer look like this one",
        f"diaries made again from the answer differ in {words[worst]}",
    )


def _sampler(found: DiaryPosterior) -> Check:
    draws = found.draws
    return _check(
        "sampler",
        draws.k_hat,
        draws.trusted,
        f"{draws.method}, k-hat {draws.k_hat:.2f}",
        f"{draws.method}, k-hat {draws.k_hat:.2f}: weights not to be trusted",
    )
