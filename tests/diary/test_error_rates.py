"""How often answers are wrong: counted right, in a table that names its people, within promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from validation import rates
from validation.seeds import BLOCKS, openings
from validation.truth import attacks, foreign
from validation.truth.attacks import WITHOUT_RELIEF
from validation.truth.judged import QUESTIONS, Judged
from validation.truth.true_answers import true_answers
from wearoff.diary.chances import chance_range
from wearoff.diary.findings import false_alarms
from wearoff.formats import fitted

COUNTS = ("of", "truly", "yes", "yes_wrong", "no", "no_wrong")
ALLOWANCE = 0.99
FALSE_YES, FALSE_SAID = 0.05, 0.10
FOUND, TEN_POINTS = 0.9, 0.10
"""How often relief of half that fades is found, and how much less often beside something else."""
NUISANCES = ("weekday", "menses", "season", "recall", "state")
FEWEST = 10
"""Answers of which a share is judged: of fewer one alone may be too many."""


@pytest.fixture(scope="module")
def table():
    """The table that ships, with its counts as numbers."""
    rows = fitted.table("diary", "error_rates")
    return [row | {name: int(row[name]) for name in COUNTS} for row in rows]


def one(kind="mixed", *, answer="yes", truly: bool | None = True, chance=0.95):
    """A judged diary with the same answer to every question."""
    same = dict.fromkeys(QUESTIONS, answer)
    estimates = {"drift": (0.0, -1.0, 1.0)}
    return Judged(
        kind=kind,
        seed=1,
        days=400,
        truth=dict.fromkeys(rates.ESTIMATES, 0.5),
        estimates={name: estimates.get(name) for name in rates.ESTIMATES},
        answers=same,
        chances=dict.fromkeys(QUESTIONS, chance),
        truly=dict.fromkeys(QUESTIONS, truly),
        reasons={},
        dropped={},
        k_hat=0.3,
        p_wears_off=0.5,
        seconds=1.0,
        rules={},
    )


@pytest.mark.parametrize(
    ("answer", "truly", "wrong"),
    [
        ("yes", True, (0, 0)),
        ("yes", False, (1, 0)),
        ("yes", None, (1, 0)),
        ("no", True, (0, 1)),
        ("no", False, (0, 0)),
        ("cannot_tell", True, (0, 0)),
    ],
)
def test_what_is_not_true_is_wrong(answer, truly, wrong):
    """A yes is right where yes is true, a no where it is not; cannot tell is never wrong."""
    for row in rates.rates([one(answer=answer, truly=truly)]):
        assert (row.yes_wrong, row.no_wrong) == wrong
        assert (row.of, row.yes + row.no) == (1, int(answer != "cannot_tell"))


def test_kinds_are_counted_apart():
    """Diaries of a kind are counted together wherever they stand, and know their generator."""
    found = [one("mixed"), one("early_plain", answer="no"), one("mixed", answer="no")]
    counted = {(r.generator, r.kind): (r.of, r.yes, r.no) for r in rates.rates(found)}
    assert counted == {("foreign", "mixed"): (2, 1, 1), ("attacks", "early_plain"): (1, 0, 1)}


def test_intervals_and_chances_are_counted():
    """A range that was not told is not counted, and a chance stands beside what was true."""
    inside = one()
    outside = replace(inside, truth=inside.truth | {"drift": 2.0})
    assert [row[2:] for row in rates.coverage([inside, outside])] == [("drift", 1, 2)]
    (first, *others) = rates.chances([one(), one(truly=False), one(truly=None)])
    assert (first.chance, first.lo, first.hi, first.true, first.of) == (0.95, 0.95, 0.95, 0.5, 2)
    assert len(others) == len(QUESTIONS) - 1


def test_open_chances_are_counted_apart():
    """Beside what stays open stands the range that is told of it, not the number."""
    found = [one(answer="cannot_tell", chance=0.6), one(chance=0.9)]
    answered, still = (row for row in rates.chances(found) if row.asked == "working")
    assert (answered.said, answered.lo, answered.apart) == ("yes", 0.9, pytest.approx(0.1))
    told = chance_range("working", 0.6)
    assert (still.said, still.lo, still.hi) == (rates.OPEN, round(told.lo, 3), round(told.hi, 3))
    assert still.apart == pytest.approx(1 - told.hi, abs=1e-3)


def test_a_no_is_as_sure_as_yes_is_unlikely():
    """Of a no it counts how sure it is, and whether it is right."""
    found = [one(answer="no", truly=truly, chance=0.1) for truly in (False, True)]
    (row,) = (row for row in rates.chances(found) if row.asked == "working")
    assert (row.said, row.chance, row.true) == ("no", 0.9, 0.5)


def test_a_steady_level_is_counted():
    """Where both drifts are answered with no, the chance that it is neither stands beside both."""
    found = one(answer="no", truly=False, chance=0.04)
    (row,) = (row for row in rates.chances([found]) if row.asked == rates.STEADY)
    assert (row.chance, row.true, row.of) == (0.92, 1.0, 1)


@pytest.mark.parametrize("name", ["early_plain", "lasting_plain", "no_relief_plain"])
def test_what_is_true_is_as_made(name):
    """Half of the days gone is working; it wears off early only where it was made to."""
    made = attacks.make(3, kind=name)
    truly = true_answers(made.truth, len(made.truth.p0) - made.settings["before"])
    assert truly["working"] is not name.startswith("no_relief")
    assert truly["wears_off_early"] is {"early_plain": True, "lasting_plain": False}.get(name)
    assert not (truly["drifting_worse"] and truly["drifting_better"])


def test_the_table_has_every_question_of_every_kind(table):
    """Each kind of both generators, each question once, of an opened block that sets nothing."""
    assert [(r["generator"], r["kind"], r["question"]) for r in table] == [
        (generator, kind, question)
        for generator, kinds in (("foreign", foreign.KINDS), ("attacks", attacks.KINDS))
        for kind in kinds
        for question in QUESTIONS
    ]
    for name, first in {(r["block"], int(r["first"])) for r in table}:
        assert not BLOCKS[name].sets
        assert BLOCKS[name].first == first
        assert name in openings()


def test_its_counts_fit_together(table):
    """Nothing is said or wrong more often than it can be."""
    for row in table:
        assert 0 <= row["yes_wrong"] <= row["yes"]
        assert 0 <= row["no_wrong"] <= row["no"]
        assert 0 <= row["yes"] + row["no"] <= row["of"]
        assert row["yes"] - row["yes_wrong"] <= row["truly"] <= row["of"]
    assert false_alarms().of == next(r["of"] for r in table if r["kind"] == "no_relief")


@pytest.mark.parametrize("kind", ["no_relief", "context_step", "bad_month", *WITHOUT_RELIEF])
def test_without_relief_it_is_seldom_called_working(table, kind):
    """At most 5 in 100 of each kind without relief, by as much as chance allows."""
    (row,) = (r for r in table if (r["kind"], r["question"]) == (kind, "working"))
    assert row["yes"] <= stats.binom.ppf(ALLOWANCE, row["of"], FALSE_YES), row


@pytest.mark.parametrize("generator", ["foreign", "attacks"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_said_is_seldom_wrong(table, question, generator):
    """Of each answer at most 10 in 100 are wrong, by as much as chance allows."""
    own = [r for r in table if (r["question"], r["generator"]) == (question, generator)]
    for answer in ("yes", "no"):
        said, wrong = (sum(r[name] for r in own) for name in (answer, f"{answer}_wrong"))
        if said >= FEWEST:
            assert wrong <= stats.binom.ppf(ALLOWANCE, said, FALSE_SAID), (answer, wrong, said)


@pytest.mark.parametrize("stress", NUISANCES)
def test_what_else_comes_and_goes_hides_no_relief(table, stress):
    """Relief of half that fades is found within 10 points of as often as where nothing else is.

    The bound allows two standard errors of the difference; that none is made of it is a law above.
    """
    of = {row["kind"]: row for row in table if row["question"] == "working"}
    found, plain = (
        sum(of[f"{relief}_{kind}"]["yes"] for relief in ("early", "fading"))
        for kind in (stress, "plain")
    )
    each = sum(of[f"{relief}_plain"]["of"] for relief in ("early", "fading"))
    assert each >= 20
    error = (2 * FOUND * (1 - FOUND) / each) ** 0.5
    assert found / each >= plain / each - TEN_POINTS - 2 * error


def test_what_else_comes_and_goes_hides_none_together(table):
    """The same of all five together, which as few as two thirds found would fail."""
    kinds = [f"{r}_{s}" for r in ("early", "fading") for s in NUISANCES]
    own = [row for row in table if row["question"] == "working" and row["kind"] in kinds]
    found, of = (sum(row[key] for row in own) for key in ("yes", "of"))
    least = FOUND - TEN_POINTS
    assert found >= stats.binom.ppf(1 - ALLOWANCE, of, least)
    assert 2 / 3 * of < stats.binom.ppf(1 - ALLOWANCE, of, least)


def test_what_helps_is_found(table):
    """Beside the false alarms: half of the days gone, fading in time, is found in most."""
    (row,) = (r for r in table if (r["kind"], r["question"]) == ("power", "working"))
    assert row["yes"] >= stats.binom.ppf(1 - ALLOWANCE, row["of"], 0.8), row
