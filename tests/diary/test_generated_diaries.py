"""Answers and intervals on diaries of a generator that is not our model, each analyzed once.

Bounds are the contract's. A count is compared with what a program exactly at the bound would exceed
once in a hundred runs (full: once in twenty), so that a correct program hardly ever fails.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.rules import FEWEST, bins
from validation.truth.judged import QUESTIONS, flips, judge, started

pytestmark = pytest.mark.skipif(
    TIER == "quick", reason="a diary or two say nothing of a rate; see test_judged.py"
)
DIARIES = TIERS["generated diaries of a kind"][TIER]
ALLOWANCE = 0.95 if TIER == "full" else 0.99
DROPPING = ("mixed", "no_relief", "power")
"""Kinds that are analyzed once more without one day."""
LONG = ("drift_up", "no_drift", "steady_improver")
"""Kinds of which half as many are taken: three years each, or one bound that is never."""
COVERED = ("relief_percent", "wearoff_day", "drift", "baseline")
LEAST, MOST = 0.85, 0.96
CASES = FEWEST if TIER == "full" else 2 * FEWEST
"""Answers of rules in a bin; fewer are joined with the next."""
CLEAR = 2.0
"""Headache days in 28 of relief that the first question asks about."""


class Generated:
    """Diaries by kind, analyzed when a test first asks for them."""

    def __init__(self):
        """Nothing is analyzed yet."""
        started()
        self.kinds = {}

    def __getitem__(self, kind):
        """All diaries of a kind."""
        if kind not in self.kinds:
            count = max(1, DIARIES // 2) if kind in LONG else DIARIES
            drop = kind in DROPPING
            self.kinds[kind] = [judge(kind, seed, drop=drop) for seed in range(count)]
        return self.kinds[kind]


@pytest.fixture(scope="session")
def generated():
    """Every kind's diaries, analyzed once for all tests."""
    return Generated()


def at_most(bad, total, bound):
    """Whether so many of a total agree with a rate of at most the bound."""
    return bad <= stats.binom.ppf(ALLOWANCE, total, bound)


def answered(found, question, answer):
    """How many were answered so."""
    return sum(judged.answers[question] == answer for judged in found)


@pytest.mark.parametrize("name", COVERED)
def test_intervals_cover(generated, name, record_property):
    """90 % intervals hold the truth in 85 to 96 % of mixed diaries."""
    inside = [hit for judged in generated["mixed"] if (hit := judged.inside(name)) is not None]
    misses, total = sum(not hit for hit in inside), len(inside)
    record_property("coverage", 1 - misses / total if total else None)
    assert at_most(misses, total, 1 - LEAST), f"{name}: {total - misses} of {total}"
    assert at_most(total - misses, total, MOST), f"{name}: {total - misses} of {total}"


@pytest.mark.parametrize(
    ("kind", "bound"), [("no_relief", 0.05), ("context_step", 0.10), ("bad_month", 0.10)]
)
def test_no_relief_is_not_called_working(generated, kind, bound, record_property):
    """Without relief, after a lasting step or a bad month, "working" is said rarely."""
    said = answered(generated[kind], "working", "yes")
    record_property("rate", said / len(generated[kind]))
    assert at_most(said, len(generated[kind]), bound), f"{said} of {len(generated[kind])}"


def test_second_treatment_does_not_fool(generated, record_property):
    """With another treatment begun mid-diary at most 5 % of the answers are wrong."""
    found = generated["second_treatment"]
    wrong = [
        judged.seed
        for judged in found
        if (judged.answers["working"] == "yes" and judged.truth["relief_days_28"] < 1)
        or (judged.answers["working"] == "no" and judged.truth["relief_days_28"] >= CLEAR)
    ]
    record_property("rate", len(wrong) / len(found))
    assert at_most(len(wrong), len(found), 0.05), f"wrong: {wrong}"


def test_steady_improver_is_never_told_no(generated):
    """Who improves steadily through another cause is never told that it is not working."""
    assert answered(generated["steady_improver"], "working", "no") == 0


def test_clear_relief_is_found(generated, record_property):
    """Relief of 2 days in 28 or more at 50 %, fading before the next session: found in 90 %."""
    found = [j for j in generated["power"] if j.truth["relief_days_28"] >= CLEAR]
    missed = len(found) - answered(found, "working", "yes")
    record_property("power", 1 - missed / len(found))
    reasons = [j.reasons["working"] for j in found if j.answers["working"] != "yes"]
    assert at_most(missed, len(found), 0.10), f"{missed} of {len(found)}: {reasons}"


def test_drift_is_found(generated, record_property):
    """A level that rises by 3 days in 28 a year over three years is found in 85 %."""
    found = generated["drift_up"]
    missed = len(found) - answered(found, "drifting_worse", "yes")
    record_property("power", 1 - missed / len(found))
    assert at_most(missed, len(found), 0.15), f"{missed} of {len(found)}"


def test_no_drift_is_not_called_worse(generated, record_property):
    """Where the level truly does not rise, "worse" is said in at most 5 %."""
    found = [j for kind in ("no_drift", "mixed") for j in generated[kind] if j.truth["drift"] <= 0]
    said = answered(found, "drifting_worse", "yes")
    record_property("rate", said / max(1, len(found)))
    assert at_most(said, len(found), 0.05), f"{said} of {len(found)}"


def test_one_day_less_changes_no_answer(generated, record_property):
    """Taking out one random entry changes at most 1 % of all answers."""
    changed, total = flips([j for kind in DROPPING for j in generated[kind]])
    assert total == len(QUESTIONS) * len(DROPPING) * DIARIES
    record_property("flips", changed)
    assert at_most(changed, total, 0.01), f"{changed} of {total}"


def test_chances_of_rules_come_true(generated, record_property):
    """In ten bins, the share of rules truly met is within 0.1 of the mean chance that was told."""
    found = [judged for kind in ("mixed", "no_relief") for judged in generated[kind]]
    cases = [
        (chance, truly, diary)
        for diary, judged in enumerate(found)
        for chance, _, truly in judged.rules.values()
        if chance is not None and truly is not None
    ]
    rows = bins(*np.array(cases, float).T, fewest=CASES)
    assert sum(row.cases for row in rows) == len(cases) > 0
    record_property("difference", max(abs(row.true - row.told) for row in rows))
    for row in rows:
        met = row.true * row.diaries  # rules of one diary go together: it counts as one
        said = f"told {row.told:.2f}, true {row.true:.2f} of {row.cases} in {row.diaries} diaries"
        assert at_most(met, row.diaries, min(1.0, row.told + 0.1)), said
        assert at_most(row.diaries - met, row.diaries, min(1.0, 1.1 - row.told)), said


def test_weights_can_be_trusted(generated, record_property):
    """Pareto k-hat is below 0.7 in 95 % of all diaries analyzed."""
    for kind in ("mixed", "no_relief", "power", "drift_up"):
        assert generated[kind]
    k_hat = np.array([j.k_hat for found in generated.kinds.values() for j in found])
    record_property("above", float(np.mean(k_hat > 0.7)))
    assert at_most((k_hat > 0.7).sum(), len(k_hat), 0.05)
