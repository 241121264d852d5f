"""Better since, and the steady trend: laws, and what made-up people are told."""

from __future__ import annotations

import numpy as np
import pytest

from validation.truth.foreign import make
from validation.truth.judged import analyzed
from visit_documents import changed, made_result
from wearoff.diary.future.lookahead import with_prospects
from wearoff.diary.pieces import Season
from wearoff.diary.posterior.estimands import (
    apart,
    highest_month,
    slope,
    steady_trend,
    year_wave,
)
from wearoff.diary.posterior.wandering import as_much
from wearoff.diary.verdicts import Evidence
from wearoff.faces.diary.reasons import reasons
from wearoff.words import answers as catalog
from wearoff.words.would_tell import WOULD_TELL

YEARS = np.arange(104)[:, None] * 7 / 365.25
DAYS = np.full(104, 7)


def test_without_a_trend_term_nothing_goes_on():
    """However the level moves, S is 0 where the trend term is 0."""
    level = np.cumsum(np.random.default_rng(3).normal(0, 0.5, (104, 50)), axis=0)
    assert np.array_equal(steady_trend(level, np.zeros((104, 50)), DAYS), np.zeros(50))


@pytest.mark.parametrize("rate", [-0.3, 0.3])
def test_a_trend_alone_is_its_slope(rate):
    """Where nothing else moves the level S is its slope, and has its sign."""
    level = rate * (YEARS - 1)
    days = np.repeat(1 / (1 + np.exp(-level)), 7, axis=0)
    found = steady_trend(level + rate, rate * YEARS, DAYS)
    assert np.sign(found[0]) == np.sign(rate)
    assert found[0] == pytest.approx(slope(days)[0], rel=0.05)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_season_is_found_beside_a_slope(month):
    """Of a rise with a wave of 4 days on it the wave is 4, highest in its month, from any start."""
    turn = np.arange(1100) / 365.25 + 0.3 - (month - 0.5) / 12
    level = (10 + 2 * turn + 2 * np.cos(2 * np.pi * turn)) / 28
    height, wave = year_wave(level[:, None], 0.3)
    assert height[0] == pytest.approx(4, rel=0.02)
    assert highest_month(wave[:, 0]) == month


def test_a_wave_a_hair_before_january_is_highest_in_january():
    """An angle so small below 0 that it rounds to a whole turn is the first month."""
    assert highest_month(np.array([1.0, -1e-17])) == 1


def test_a_slope_alone_has_no_season():
    """What rises steadily for three years is as high in every month."""
    height, _ = year_wave(np.linspace(0.2, 0.5, 1096)[:, None], 0.3)
    assert height[0] == pytest.approx(0, abs=1e-9)


def test_a_constant_stays_where_it_is():
    """Widening moves no constant, so that a level that rests has changed by nothing."""
    still = np.full(40, 12.0)
    assert apart(still, np.full(40, 1 / 40), 1.12) == pytest.approx(still)


def test_as_much_counts_the_same_way_alone():
    """A fall is held against falls and a rise against rises; as much as nothing is all."""
    drawn = np.array([-3.0, -2.0, 1.0, 4.0])
    assert as_much(drawn, 2.0) == 0.25
    assert as_much(drawn, -2.0) == 0.5
    assert as_much(drawn, 0.0) == 1.0


@pytest.mark.parametrize("seed", range(10))
def test_the_line_beside_the_count_is_the_documents(seed):
    """Word and days in the line of every face are those of the document."""
    result = made_result(seed)
    said = catalog.since_beside_count(
        result.since.word, result.since.chance_said, result.since.values
    )
    assert said.startswith(catalog.WORDS[result.since.word])
    assert said.endswith("cause open")


@pytest.fixture(scope="module")
def stepped():
    """A person who lost half of the headache days with the first session, and for good."""
    made = make(1, kind="context_step", context_share=0.5, before=112, sessions=9, skip=0.0)
    return made, analyzed(made)


def test_what_came_and_stayed_is_better_since_and_not_working(stepped):
    """Better, by what stayed; that it comes and goes is not said, and that nothing helped neither.

    Told in one made-up person, whose every number is drawn once: rates stand in docs/analyze.md.
    """
    made, found = stepped
    result = found.result
    since, asked = result.change_since_days_28, {v.question: v.answer for v in result.verdicts}
    assert asked["better_since"] == "yes"
    assert asked["working"] == "cannot_tell"
    assert since.lo90 <= made.truth.change_since_days_28 <= since.hi90
    assert since.comes_and_goes.mean + since.stayed.mean == pytest.approx(since.mean, abs=1e-3)
    assert since.stayed.mean > since.comes_and_goes.mean
    assert since.by_wandering_alone < 0.1
    assert "one diary cannot say why" in result.since.plain


def test_half_of_the_wanderers_move_either_way(stepped):
    """A level that only wanders rises as often as it falls, and seldom much; as much as 0: always.

    Among 1,000 paths a share of a half is known to 8 points (five standard errors).
    """
    _, found = stepped
    posterior = found.assessment.posterior
    level = 28 * posterior.wandering[posterior.now].mean(0)
    before = 28 * posterior.wandering[posterior.before].mean(0)
    assert np.mean(before > level) == pytest.approx(0.5, abs=0.08)
    moves = [posterior.changes_by_wandering(change) for change in (1e-9, 2.0, 5.0, 20.0)]
    assert moves == sorted(moves, reverse=True)
    assert moves[0] > 0.4
    assert moves[-1] < 0.02


def test_of_two_years_a_season_is_told_and_of_fewer_none(stepped):
    """Nine cycles of twelve weeks are two years; of the first six none is named."""
    made, found = stepped
    assert found.result.trend_days_28_per_year.season is not None
    entries = np.array(made.diary.values["headache"])
    entries[112 + 6 * 84 :] = np.nan
    assert analyzed(made, entries).result.trend_days_28_per_year.season is None


@pytest.mark.parametrize(("alone", "named"), [(0.0, True), (0.05, True), (0.06, False)])
def test_a_season_is_named_where_it_stands_out(alone, named):
    """Where more than 5 in 100 wanderers swing as much the rise is told without a season."""
    result = made_result(2)
    trend = result.trend_days_28_per_year
    season = Season(mean=1.6, lo90=0.2, hi90=3.3, highest=2, lowest=8, by_wandering_alone=alone)
    rising = [
        one.model_copy(update={"answer": "yes", "probability": 0.97})
        if one.question == "drifting_worse"
        else one.model_copy(update={"answer": "no", "probability": 0.01})
        if one.question == "drifting_better"
        else one
        for one in result.verdicts
    ]
    told = changed(
        result,
        verdicts=rising,
        trend_days_28_per_year=trend.model_copy(update={"season": season}),
    )
    found = told.answers[2].found
    assert ("highest about February" in found) is named
    assert "made-up courses that only wander as this one does rise as much" in found


@pytest.mark.parametrize("seed", range(4))
def test_each_answer_of_why_stands_under_its_question(seed):
    """Under ANSWERS every block names what was asked."""
    result = made_result(seed)
    said = reasons(result)
    block = said[said.index("ANSWERS") :]
    block = block[: block.index("")]
    heads = [line.strip() for line in block if line.strip() in catalog.QUESTIONS.values()]
    assert heads == [catalog.QUESTIONS[answer.question] for answer in result.told]


def test_without_days_before_there_is_nothing_to_compare(stepped):
    """A diary that begins with the first session says so, and no number stands for what is not."""
    made, _ = stepped
    entries = np.array(made.diary.values["headache"])
    entries[:112] = np.nan
    result = analyzed(made, entries).result
    assert result.change_since_days_28 is None
    assert result.since.reason_codes == ["short_before"]
    assert not result.since.known


def few(entries, way):
    """The person's days with too few of them on a side, told by its name."""
    kept = np.array(entries)
    kept[112:114] = 1.0
    if way == "three days before":
        kept[:109] = np.nan
    elif way == "one day since":
        kept[113:] = np.nan
    elif way == "two days since":
        kept[114:] = np.nan
    else:
        kept[-84:-27] = np.nan
    return kept


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("three days before", "few_before"),
        ("one day since", "few_now"),
        ("two days since", "few_now"),
        ("most of the last days empty", "few_now"),
    ],
)
def test_a_few_days_on_a_side_are_not_compared(stepped, way, code):
    """Fewer than 28 written days before or now tell nothing, and no number stands for them.

    The same person with every day is told yes, beside.
    """
    made, _ = stepped
    found = analyzed(made, few(made.diary.values["headache"], way))
    result, assessment = found.result, found.assessment
    (said,) = (one for one in result.verdicts if one.question == "better_since")
    assert (said.answer, said.probability, said.reason_codes) == ("cannot_tell", None, [code])
    assert result.change_since_days_28 is None
    assert not result.since.known
    assert result.since.plain
    evidence = Evidence(assessment.posterior, assessment.counted, assessment.checks)
    (ahead,) = with_prospects(evidence, [said])
    assert ahead.would_tell.what in {WOULD_TELL["few_before"], WOULD_TELL["diary_kept"]}


def test_of_hardly_any_days_before_there_cannot_be_fewer(stepped):
    """Without headache before and since it is not told that nothing is better: there is no room.

    That it is worse is told, beside: the control, the same person with headache since.
    """
    made, _ = stepped
    entries = np.array(made.diary.values["headache"])
    entries[:112] = np.where(np.isfinite(entries[:112]), 0.0, np.nan)
    worse = analyzed(made, entries).result.since
    assert worse.word == "no"
    assert worse.values["hi90"] < -2
    result = analyzed(made, np.where(np.isfinite(entries), 0.0, np.nan)).result
    assert result.since.reason_codes == ["no_room_before"]
    assert "there cannot be 2 fewer" in result.since.plain
    assert "more than 99 in 100 sure" not in result.since.plain


def test_only_headache_days_are_not_compared(stepped):
    """Where empty days may be free days, now and before are no counts to hold together."""
    made, _ = stepped
    entries = np.array(made.diary.values["headache"])
    entries[entries == 0] = np.nan
    result = analyzed(made, entries).result
    assert result.since.reason_codes == ["attack_log_only"]
    assert result.change_since_days_28 is None
