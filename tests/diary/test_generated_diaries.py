"""Answers and intervals on made-up diaries with relief and without.

Bounds are the contract's. A count is compared with what a program exactly at the bound would exceed
once in a hundred runs (full: once in twenty), so that a correct program hardly ever fails.
"""

from __future__ import annotations

import numpy as np
import pytest

from conftest import TIER
from generated import CLEAR, DIARIES, DROPPING, Generated, answered, at_most, needs_many
from validation.rules import FEWEST, bins
from validation.truth.judged import QUESTIONS, flips

pytestmark = needs_many
COVERED = ("relief_percent", "wearoff_day", "drift", "baseline", "change_since")
LEAST, MOST = 0.85, 0.96
CASES = FEWEST if TIER == "full" else 2 * FEWEST
"""Answers of rules in a bin; fewer are joined with the next."""


@pytest.fixture(scope="session")
def generated(made_once):
    """Every kind's diaries, analyzed once for all tests."""
    return Generated(made_once)


@pytest.mark.parametrize("name", COVERED)
def test_intervals_cover(generated, name, record_property):
    """90 % intervals hold the truth in 85 to 96 % of mixed diaries."""
    inside = [hit for judged in generated["mixed"] if (hit := judged.inside(name)) is not None]
    misses, total = sum(not hit for hit in inside), len(inside)
    record_property("coverage", 1 - misses / total if total else None)
    assert at_most(misses, total, 1 - LEAST), f"{name}: {total - misses} of {total}"
    assert at_most(total - misses, total, MOST), f"{name}: {total - misses} of {total}"


def test_no_relief_is_not_called_working(generated, record_property):
    """Without relief "working" is said in at most 5 %."""
    found = generated["no_relief"]
    said = answered(found, "working", "yes")
    record_property("rate", said / len(found))
    assert at_most(said, len(found), 0.05), f"{said} of {len(found)}"


def test_clear_relief_is_found(generated, record_property):
    """Relief of 2 days in 28 or more at 50 %, fading before the next session: found in 90 %."""
    found = [j for j in generated["power"] if j.truth["relief_days_28"] >= CLEAR]
    missed = len(found) - answered(found, "working", "yes")
    record_property("power", 1 - missed / len(found))
    reasons = [j.reasons["working"] for j in found if j.answers["working"] != "yes"]
    assert at_most(missed, len(found), 0.10), f"{missed} of {len(found)}: {reasons}"


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
