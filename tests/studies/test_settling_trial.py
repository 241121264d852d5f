"""The trial that would settle the warning: laws of its contrasts and of its sizes."""

from __future__ import annotations

import math

import pytest
from scipy import stats

import settling_runs as runs
from settling_runs import Case, Contrast, contrast
from wearoff.evidence import rows

PEOPLE = 160
SIZE = 0.006


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Fewer people than the page has."""
    monkeypatch.setattr(runs, "PEOPLE", PEOPLE)
    runs.course.cache_clear()
    yield
    runs.course.cache_clear()


def more(case, week):
    """Headache days more with toxin than with placebo, where every neck is wasted."""
    return contrast(case, "toxin", "placebo", week, 1.0).mean


def test_relief_covers_damage_while_people_are_treated():
    """Damage shows a year after the last session more than before; without any, nothing does."""
    on, off = Case(kz=SIZE), Case()
    assert more(on, 24) < 0
    assert more(on, runs.trough(on)) < more(on, runs.end(on))
    assert more(on, runs.end(on)) > 2
    assert more(off, runs.trough(off)) < more(off, runs.end(off)) < 0


def test_more_wasted_necks_ask_for_fewer_people():
    """People that are needed fall with the share of wasted necks and with kz, never below none."""
    week = runs.end(Case())
    needed = [
        contrast(Case(kz=kz), "toxin", "placebo", week, share).people
        for kz, share in ((SIZE, 0.0), (SIZE, 0.5), (SIZE, 1.0), (0.02, 1.0))
    ]
    assert needed == sorted(needed, reverse=True)
    assert needed[-1] > 2
    assert math.isinf(contrast(Case(), "toxin", "placebo", week, 1.0).people)


def test_people_are_those_of_theory():
    """As many as the normal law asks for; a margin in the way is never ruled out."""
    quantiles = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert Contrast(1.0, 6.0).people == pytest.approx(2 * (6 * quantiles) ** 2, rel=0.01)
    assert Contrast(0.0, 6.0).to_rule_out == pytest.approx(2 * (6 * quantiles) ** 2, rel=0.01)
    assert math.isinf(Contrast(1.2, 6.0).to_rule_out)


def test_muscle_lost_for_good_moves_no_headache():
    """Without damage of joints the most lasting loss moves the contrast by less than a tenth."""
    top = rows.get("permanent_share").high
    case = Case()
    assert (
        abs(more(case._replace(permanent=top), runs.end(case)) - more(case, runs.end(case))) < 0.1
    )
