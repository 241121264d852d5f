"""Answers on made-up diaries whose level moves, or where something else could fool.

Bounds are the contract's. A count is compared with what a program exactly at the bound would exceed
once in a hundred runs (full: once in twenty), so that a correct program hardly ever fails.
"""

from __future__ import annotations

import numpy as np
import pytest

from generated import CLEAR, Generated, answered, at_most, needs_many
from validation.truth.foreign import KINDS

pytestmark = needs_many


@pytest.fixture(scope="session")
def generated(made_once):
    """Every kind's diaries, analyzed once for all tests."""
    return Generated(made_once)


@pytest.mark.parametrize("kind", ["context_step", "bad_month"])
def test_a_step_or_a_bad_month_is_not_called_working(generated, kind, record_property):
    """After a lasting step of placebo, or begun in a bad month, "working" is said in 10 %."""
    said = answered(generated[kind], "working", "yes")
    record_property("rate", said / len(generated[kind]))
    assert at_most(said, len(generated[kind]), 0.10), f"{said} of {len(generated[kind])}"


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


def test_weights_can_be_trusted(generated, record_property):
    """Pareto k-hat is below 0.7 in 95 % of all diaries analyzed."""
    k_hat = np.array([j.k_hat for kind in KINDS for j in generated[kind]])
    record_property("above", float(np.mean(k_hat > 0.7)))
    assert at_most((k_hat > 0.7).sum(), len(k_hat), 0.05)
