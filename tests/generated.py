"""Diaries of a generator that is not our model, by kind, each analyzed once for all tests."""

from __future__ import annotations

from functools import partial

import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.seeds import judging
from validation.truth.judged import judge, started
from watched import unwatched_after

DIARIES = TIERS["generated diaries of a kind"][TIER]
ALLOWANCE = 0.95 if TIER == "full" else 0.99
DROPPING = ("mixed", "no_relief", "power")
"""Kinds that are analyzed once more without one day."""
LONG = ("drift_up", "no_drift", "steady_improver")
"""Kinds of which fewer are taken: three years each, or one bound that is never."""
FEWER = 2
PART = 6
"""Diaries of a kind that a process takes at a time; the first of them is watched."""
CLEAR = 2.0
"""Headache days in 28 of relief that the first question asks about."""

needs_many = pytest.mark.skipif(
    TIER == "quick", reason="a diary or two say nothing of a rate; see test_judged.py"
)


class Generated:
    """Diaries by kind, analyzed when a test of any process first asks for them."""

    def __init__(self, made_once):
        """Nothing is analyzed yet."""
        started()
        self.made_once = made_once
        self.kinds = {}

    def __getitem__(self, kind):
        """All diaries of a kind; processes that ask for the same one share the work."""
        if kind not in self.kinds:
            parts = []
            for wait in (False, True):  # what another process is at is passed over at first
                parts = [
                    self.made_once(
                        f"generated {kind} {part[0]}", partial(_judged, kind, part), wait=wait
                    )
                    for part in _parts(kind)
                ]
            self.kinds[kind] = [judged for part in parts for judged in part]
        return self.kinds[kind]


def _parts(kind):
    """Seeds of a kind's diaries, as many at a time as a process takes."""
    seeds = judging("answers", max(1, DIARIES // FEWER) if kind in LONG else DIARIES)
    return [seeds[first : first + PART] for first in range(0, len(seeds), PART)]


def _judged(kind, seeds):
    return [judge(kind, seed, drop=kind in DROPPING) for seed in unwatched_after(seeds, watched=1)]


def at_most(bad, total, bound):
    """Whether so many of a total agree with a rate of at most the bound."""
    return bad <= stats.binom.ppf(ALLOWANCE, total, bound)


def answered(found, question, answer):
    """How many were answered so."""
    return sum(judged.answers[question] == answer for judged in found)
