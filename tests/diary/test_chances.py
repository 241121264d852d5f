"""What is told of a chance comes true: a number beside an answer, a range where nothing settles.

`validation/chances.csv` holds what came true among made-up people that set nothing, of both
generators; the ranges were set on others (`pipelines.chances`).
"""

from __future__ import annotations

import csv
from itertools import pairwise

import numpy as np
import pytest

from docs.make.error_rates import CHANCES, TABLES
from pipelines.chances import TOLD, curve, ends
from validation.rates import ASKED, OPEN, Case, Chance
from wearoff.diary.chances import RULE, chance_range, is_known
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import of_counts
from wearoff.formats import fitted

WITHIN = 0.08
"""How far what came true may lie outside of what was told, in bins of `MANY` diaries or more."""
MANY = 300
WIDEST = {"working": 0.60, "rule": 0.25}
"""Widest mean range of what stays open: one that holds everything would say nothing."""
WIDE = 0.50


@pytest.fixture(scope="module")
def judged():
    """What was told and what came true, of diaries that set nothing."""
    with (TABLES / CHANCES).open(encoding="utf-8", newline="") as file:
        return [
            Chance(
                *(row["generator"], row["asked"], row["said"]),
                *(float(row[key]) for key in ("chance", "lo", "hi", "true")),
                of=int(row["of"]),
            )
            for row in csv.DictReader(file)
        ]


def comes_true(row):
    """Whether as many were true as was told: within 8 points, and two standard errors of few."""
    return row.apart <= WITHIN + (0 if row.of >= MANY else 2 * row.error)


def test_what_is_told_comes_true(judged):
    """Of both generators, every question, each answer and what stays open, in every bin."""
    assert {(r.generator, r.asked, r.said) for r in judged} >= {
        (generator, asked, OPEN if asked == RULE else said)
        for generator in ("foreign", "attacks")
        for asked in ASKED
        for said in ("yes", "no", OPEN)
    }
    assert not [row for row in judged if not comes_true(row)]


@pytest.mark.parametrize("asked", ["working", "drifting_worse"])
def test_a_number_would_not(judged, asked):
    """The control: of what stays open the model's own chance breaks the law above."""
    alone = [
        row._replace(lo=row.chance, hi=row.chance)
        for row in judged
        if (row.asked, row.said) == (asked, OPEN)
    ]
    assert not all(map(comes_true, alone))


@pytest.mark.parametrize("asked", ASKED)
def test_a_range_says_something(judged, asked):
    """Mean ranges are narrower than what says nothing at all."""
    own = [row for row in judged if (row.asked, row.said) == (asked, OPEN)]
    width = np.average([row.hi - row.lo for row in own], weights=[row.of for row in own])
    assert width <= WIDEST.get(asked, WIDE)


def test_the_table_has_every_question():
    """Every chance from 0 to 1 of all that is asked, by diaries of both generators; ends rise."""
    rows = fitted.table("diary", "chances")
    assert [(row["asked"], float(row["told"])) for row in rows] == [
        (asked, pytest.approx(told)) for asked in ASKED for told in TOLD
    ]
    for one, other in pairwise(rows):
        assert 0 <= float(one["lo"]) < float(one["hi"]) <= 1
        assert min(int(one["foreign"]), int(one["attacks"])) >= 30
        if one["asked"] == other["asked"]:
            assert float(one["lo"]) <= float(other["lo"])
            assert float(one["hi"]) <= float(other["hi"])


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("chance", [0.0, 0.003, 0.2, 0.5, 0.62, 0.9, 1.0])
def test_a_number_is_told_only_where_it_holds(asked, chance):
    """Without a range both of its ends lie near the number; with one, one of them is far."""
    row = {r["told"]: r for r in fitted.table("diary", "chances") if r["asked"] == asked}
    near = row.get(f"{chance:.2f}")
    found, within = chance_range(asked, chance), thresholds()["chances"]["within"]
    if near is not None:
        far = max(float(near["hi"]) - chance, chance - float(near["lo"]))
        assert (found is None) is (far <= within)
    if found is not None:
        assert max(found.hi - chance, chance - found.lo) > within
        assert 0 <= found.lo < found.hi <= 1


def test_nothing_is_told_of_what_is_not_known():
    """Without a chance, or of what was never judged, there is no range."""
    assert chance_range("working", None) is None
    assert chance_range("neck_leads_headache", 0.5) is None
    assert not is_known("neck_leads_headache")
    assert not any(one.chance_holds for one in of_counts())


def made(share, *, generator="foreign", diaries=400):
    """Chances of even odds, of which so large a share comes true."""
    truly = np.arange(diaries) < share * diaries
    return [Case(generator, "working", OPEN, 0.5, bool(t), k) for k, t in enumerate(truly)]


def test_a_range_reaches_from_one_generator_to_the_other():
    """Where 20 and 70 of 100 come true, what is told at even odds holds both, hardly more."""
    middle = list(TOLD).index(0.5)
    low, high = ends([curve(made(0.2)), curve(made(0.7, generator="attacks"))])
    assert 0.15 < low[middle] < 0.22
    assert 0.68 < high[middle] < 0.75


def test_many_answers_of_one_diary_are_one():
    """Ten rules of one diary say no more of how rules come true than one of them."""
    alone = made(0.2, diaries=40)
    (_, error), (_, again) = curve(alone), curve(alone * 10)
    assert again == pytest.approx(error, rel=1e-6)
