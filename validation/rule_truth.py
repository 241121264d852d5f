"""Rules on headache days, asked of a generated diary, with the truth beside each answer.

The comparison is written a second time on purpose: once on the generator's own chances, which is
the truth, and once on its entries, which must be what was counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from validation.truth.definitions import Made
    from wearoff.diary.analyze import Analysis
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, Rule, RuleCondition

CLINIC = Path(__file__).resolve().parents[1] / "docs" / "examples" / "payer-rules.toml"
"""Rules of a clinic's own, asked beside the shipped ones."""
AGAIN = 400
"""Fresh diaries of the truth."""


@dataclass(frozen=True)
class Asked:
    """One rule of one diary: ours, what was counted, the truth.

    ``margin`` is how far what was counted lies beyond the line, as a share of it; ``truly`` and
    ``again`` (how often a fresh diary is counted differently) are None where nothing was counted.
    """

    rule: str
    counted: str
    chance: float | None
    differs: float | None
    margin: float
    truly: bool | None
    again: float | None


def on_days(rules: list[Rule]) -> list[Rule]:
    """The rules with their conditions on headache days only."""
    found = []
    for rule in rules:
        kept = tuple(c for c in rule.conditions if c.measure == "headache_days")
        if kept:
            found.append(replace(rule, conditions=kept[:1]))
    return found


def asked(found: Analysis, made: Made) -> list[Asked]:
    """Every shipped rule on headache days, and the clinic's own, by its answer and by the truth."""
    from wearoff.diary.rules.judge import answers
    from wearoff.diary.rules.read import with_own

    person, tally = found.assessment.posterior, found.assessment.counted
    seed = person.seed
    rules = on_days(with_own(CLINIC))
    said = answers(person, tally, {}, rules, (), seed=seed)
    record, start = person.record, person.record.index(-made.settings["before"])
    entries = record.entries[start : start + len(made.truth.p1)]
    fresh = made.again(np.random.default_rng([seed, 7]), AGAIN)
    result = []
    for rule, answer in zip(rules, said, strict=True):
        condition, counted = rule.conditions[0], answer.counted
        if counted not in {"yes", "no"}:
            result.append(
                Asked(
                    rule=rule.id,
                    counted=counted,
                    chance=None,
                    differs=None,
                    margin=np.nan,
                    truly=None,
                    again=None,
                )
            )
            continue
        before = fall_from(condition, entries[:, None], record, made)
        margin = beyond(condition, entries[:, None], before, record, made)[0]
        if (counted == "yes") != (margin >= 0):
            raise AssertionError(f"{rule.id}: counted {counted}, margin {margin}")
        level = made.truth.p1[:, None]
        true = beyond(condition, level, fall_from(condition, level, record, made), record, made)
        again = beyond(condition, fresh, before, record, made) >= 0
        result.append(
            Asked(
                rule=rule.id,
                counted=counted,
                chance=answer.probability_met,
                differs=answer.chance_new_window_differs,
                margin=float(margin),
                truly=bool(true[0] >= 0),
                again=float(np.mean(again != (counted == "yes"))),
            )
        )
    return result


def fall_from(condition: RuleCondition, series: Array, record: Timeline, made: Made) -> Array:
    """Days of one window before, (N,)."""
    zero, length = made.settings["before"], condition.window_days
    if condition.compare == "each_session":
        session = [day for day in record.starts if day + length - 1 <= record.last][-1]
        return length * np.nanmean(series[zero + session - length : zero + session], axis=0)
    return length * np.nanmean(series[zero + record.begin : zero], axis=0)


def beyond(
    condition: RuleCondition, series: Array, before: Array, record: Timeline, made: Made
) -> Array:
    """How far beyond its line the worst window lies (N,), as a share of it; on it is met."""
    zero, length = made.settings["before"], condition.window_days
    end = zero + record.last + 1
    if condition.compare == "each_session":
        session = [day for day in record.starts if day + length - 1 <= record.last][-1]
        end = zero + session + length
    series = series[end - length * condition.windows : end]
    windows = length * np.nanmean(series.reshape(condition.windows, length, -1), axis=1)
    if not condition.each:
        windows = windows.mean(0, keepdims=True)
    worst = windows.max(0)
    if condition.test == "below":
        return (condition.line - worst) / condition.line - 1e-9
    fall = before - worst
    if condition.test == "fall_percent":
        # none before: nothing can fall
        fall = 100 * fall / np.where(before > 0, before, np.inf)
    return (fall - condition.line) / condition.line + 1e-9
