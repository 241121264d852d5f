"""The checks that a yes must pass, each with its result and one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.result import Check
from wearoff.diary.thresholds import thresholds
from wearoff.formats.documents import sentence
from wearoff.words import checks as words

if TYPE_CHECKING:
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.formats.documents import Value


def checks(found: DiaryPosterior) -> list[Check]:
    """All checks of a person."""
    asked = bool(found.record.sessions)
    return [
        _placebo(found) if asked else _not_asked("placebo_in_time", "no_sessions"),
        _left_out(found) if asked else _not_asked("leave_cycle_out", "no_sessions"),
        _beyond_prior(found) if asked else _not_asked("beyond_the_prior", "no_sessions"),
        _predictive(found),
        _sampler(found),
    ]


def failed(found: list[Check]) -> list[Check]:
    """Those that failed."""
    return [check for check in found if check.result == "fail"]


def _not_asked(name: str, code: str) -> Check:
    text = sentence(code).rendered(words.SENTENCES)
    return Check(name=name, result="not_asked", code=code, text=text, value=None)


def _check(name: str, sentences: str, value: float, *, passed: bool, **values: Value) -> Check:
    """A check that was asked, and its sentence of the two that it has."""
    code = f"{sentences}_{'passed' if passed else 'failed'}"
    said = sentence(code, **values)
    return Check(
        name=name,
        result="pass" if passed else "fail",
        code=code,
        values=said.values,
        text=said.rendered(words.SENTENCES),
        value=value,
    )


def _placebo(found: DiaryPosterior) -> Check:
    best = max(found.shifted, key=lambda shift: shift.log_evidence)
    limit = thresholds()["checks"]["placebo_log_evidence"]
    return _check(
        "placebo_in_time",
        "placebo",
        best.log_evidence,
        passed=best.log_evidence <= limit,
        days=best.days,
    )


def _left_out(found: DiaryPosterior) -> Check:
    limit = thresholds()["checks"]["cycle_left_out"]
    if found.chance(found.draws.effects.relief > 0) < limit:
        return _not_asked("leave_cycle_out", "no_relief")
    least = min(found.without_each_cycle)
    passed = least >= limit
    return _check("leave_cycle_out", "cycles", least, passed=passed, chance=least)


def _beyond_prior(found: DiaryPosterior) -> Check:
    share = found.prior_share
    passed = share <= thresholds()["checks"]["prior_share"]
    return _check("beyond_the_prior", "prior", share, passed=passed, share=share)


def _predictive(found: DiaryPosterior) -> Check:
    tails = found.predictive_tails
    worst = min(tails, key=lambda name: tails[name])
    passed = tails[worst] >= thresholds()["checks"]["predictive"]
    return _check("predictive_fit", "made_again", tails[worst], passed=passed, of=worst)


def _sampler(found: DiaryPosterior) -> Check:
    draws = found.draws
    return _check(
        "sampler",
        "sampler",
        draws.k_hat,
        passed=draws.trusted,
        method=draws.method,
        k_hat=draws.k_hat,
    )
