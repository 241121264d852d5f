"""Patterns within a diary: found where they are, rarely where they are not, and lawful."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.seeds import judging, setting
from validation.truth.foreign_patterns import (
    INDEPENDENT,
    LEADING,
    SHARED,
    WANDERING,
    bleeding,
    make,
    medicine,
    weekends,
)
from watched import unwatched_after
from wearoff.diary.patterns.answers import pattern_verdicts, patterns
from wearoff.diary.patterns.model import Window, around, first_days, lead, pairs, usual
from wearoff.errors import InputError
from wearoff.words.reasons import PATTERN_REASONS

MONDAY = date(2025, 1, 6)
DIARIES = TIERS["pattern diaries of a kind"][TIER]
ALLOWANCE = {"quick": 0.99, "ci": 0.99, "full": 0.95}[TIER]
WINDOW = Window(first=-2, last=2, reach=21, least_inside=3, least_others=7)
FORBIDDEN = ("should", "must", "recommend", "damage", "percent", "1 in ", "because of")
ASKED = "jaw pain today goes with more headache tomorrow, beyond their own persistence"


def jaw(pair):
    """The answer about jaw pain in one made-up diary."""
    return patterns({"jaw_pain_10": pair.jaw}, pair.headache, pair.sessions)[0]


def neck(pair):
    """The answer about neck pain in a made-up diary whose other pain is taken as the neck's."""
    return patterns({"neck_pain_10": pair.jaw}, pair.headache, pair.sessions)[0]


def judged_on():
    """Seeds on which nothing was set; coverage watches the first of them."""
    return unwatched_after(judging("patterns", DIARIES))


def at_most(bad, total, bound):
    """Whether so many of a total agree with a rate of at most the bound."""
    return bad <= stats.binom.ppf(ALLOWANCE, total, bound)


def between(hits, total, least, most):
    """Whether so many of a total agree with a rate from the least to the most."""
    return at_most(hits, total, most) and at_most(total - hits, total, 1 - least)


@pytest.fixture(scope="module")
def necks(made_once):
    """Answers about neck pain by kind, and the truths they are of: asked once for all tests.

    They are the jaw's as well, which is a law below.
    """

    def asked(kind):
        made = [make(seed, kind) for seed in judged_on()]
        return [(neck(pair), pair.extra_days_28) for pair in made]

    return lambda kind: made_once(f"patterns {kind}", lambda: asked(kind))


def told(found):
    """How many say that pain leads."""
    return sum(entry.answer == "yes" for entry, _ in found)


# Rates


def test_pain_that_leads_is_found(necks, record_property):
    """A lead of a day is found in 80 to 99 of 100 diaries of 300 days."""
    found = told(necks("lead"))
    record_property("rate", found / DIARIES)
    assert between(found, DIARIES, 0.80, 0.99), f"{found} of {DIARIES}"


@pytest.mark.parametrize(
    ("kind", "most"), [(k, 0.05) for k in (*INDEPENDENT, *SHARED)] + [(k, 0.10) for k in WANDERING]
)
def test_pain_that_does_not_lead_is_not_found(kind, most, necks, record_property):
    """Persistence, trends, shared slow levels, shared days and reverse order give few leads."""
    false = told(necks(kind))
    record_property("rate", false / DIARIES)
    assert at_most(false, DIARIES, most), f"{false} of {DIARIES}"


def test_leads_are_not_refused_altogether(necks):
    """Where nothing leads 1 in 200 or more is told all the same: a yes asks for 95 in 100."""
    kinds = (*INDEPENDENT, *WANDERING)
    false = sum(told(necks(kind)) for kind in kinds)
    assert between(false, DIARIES * len(kinds), 0.005, 0.06)


@pytest.mark.parametrize(
    ("column", "maker"), [("menstruation", bleeding), ("acute_medication", medicine)]
)
def test_unrelated_columns_are_not_found(column, maker, record_property):
    """Bleeding and medicine that change nothing are rarely said to go with headache."""
    made = [maker(seed, 0.0) for seed in judged_on()]
    said = [patterns({column: values}, headache)[0].answer for headache, values in made]
    record_property("rate", said.count("yes") / DIARIES)
    assert at_most(said.count("yes"), DIARIES, 0.05)


@pytest.mark.parametrize(
    ("column", "maker"), [("menstruation", bleeding), ("acute_medication", medicine)]
)
def test_strong_relations_are_found(column, maker):
    """In two years, ten times the odds of headache are found in most diaries."""
    made = [maker(seed, np.log(10), 730) for seed in judged_on()]
    said = [patterns({column: values}, headache)[0].answer for headache, values in made]
    assert at_most(DIARIES - said.count("yes"), DIARIES, 0.20)


@pytest.mark.parametrize("kind", ["lead", "independent"])
def test_intervals_hold_the_truth(kind, necks, record_property):
    """9 in 10 intervals hold the truth in 80 to 97 of 100 diaries, with a lead or without."""
    found = [(entry.estimate, truth) for entry, truth in necks(kind)]
    held = sum(estimate.lo90 <= truth <= estimate.hi90 for estimate, truth in found)
    record_property("coverage", held / DIARIES)
    assert between(held, DIARIES, 0.80, 0.97)


# The neck and the jaw


@pytest.mark.parametrize("kind", [*INDEPENDENT, *SHARED, *WANDERING, *LEADING])
def test_neck_and_jaw_are_asked_in_the_same_way(kind):
    """The same pain gives the same chance, estimate and split, whichever place it is of."""
    for seed in setting("patterns_made", 3):
        pair = make(seed, kind)
        first, second = neck(pair), jaw(pair)
        assert (first.source, second.source) == ("neck", "jaw")
        assert first.text == second.text.replace("jaw", "neck")
        same = ("answer", "probability", "estimate", "days", "split", "reason_codes")
        assert [getattr(first, key) for key in same] == [getattr(second, key) for key in same]


def test_both_pains_are_answered_beside_each_other(led):
    """A diary with both columns has both questions, each as it is alone."""
    pair, other = led[0], led[1]
    found = patterns({"jaw_pain_10": pair.jaw, "neck_pain_10": other.jaw}, pair.headache)
    assert [one.question for one in pattern_verdicts(found)] == [
        "neck_leads_headache",
        "jaw_drives_headache",
    ]
    assert found[1] == patterns({"jaw_pain_10": pair.jaw}, pair.headache)[0]


def test_days_are_split_by_the_pain_of_the_day_before():
    """The four counts are those of the pairs, and any pain above 0 is pain."""
    pair = make(4, "lead_mostly_zero")
    split = neck(pair).split
    days = pairs(pair.headache, pair.jaw)
    counts = dict(split)
    assert sum(counts.values()) == len(days) == neck(pair).days
    both = (pair.headache[days + 1] == 1) & (pair.jaw[days] > 0)
    assert counts["headache_after_pain"] == both.sum()
    headache = counts["headache_after_pain"] + counts["headache_after_none"]
    assert headache == (pair.headache[days + 1] == 1).sum()


def test_neck_pain_of_yes_and_no_is_a_day_with_it_against_one_without():
    """A column of nothing but 0 and 1 is asked in its own unit, and its words name no points."""
    pair = make(2, "lead", 730)
    raised = (pair.jaw > usual(pair.jaw)).astype(float)
    raised[np.isnan(pair.jaw)] = np.nan
    entry = patterns({"neck_pain_10": raised}, pair.headache)[0]
    alone = lead(pair.headache, raised, step=1.0, least=0.25)
    assert entry.probability == pytest.approx(alone.probability, abs=1e-5)
    assert entry.answer == "yes"
    assert "points" not in entry.text


def test_one_slip_leaves_a_column_of_yes_and_no_what_it_is():
    """A 3 where a 1 was meant moves nothing; a column that is often above 1 is asked in points."""
    pair = make(2, "lead", 730)
    raised = (pair.jaw > usual(pair.jaw)).astype(float)
    raised[np.isnan(pair.jaw)] = np.nan
    slipped = raised.copy()
    slipped[np.flatnonzero(raised == 1)[40]] = 3
    entry = patterns({"neck_pain_10": slipped}, pair.headache)[0]
    assert entry == patterns({"neck_pain_10": raised}, pair.headache)[0]
    scale = raised.copy()
    scale[np.flatnonzero(raised == 1)[::10]] = 3
    assert "points" in patterns({"neck_pain_10": scale}, pair.headache)[0].text
    rare = np.where(np.isnan(raised), np.nan, 0.0)
    rare[np.flatnonzero(raised == 1)[:14]] = 6
    assert "points" in patterns({"neck_pain_10": rare}, pair.headache)[0].text


# Weekends


@pytest.mark.parametrize(
    ("odds", "least", "most"), [(0.0, 0.0, 0.05), (np.log(10), 0.80, 1.0)], ids=["none", "plain"]
)
def test_weekends_are_told_only_where_they_are_plain(odds, least, most, record_property):
    """Unrelated weekdays are told of in few diaries; ten times the odds at weekends in most."""
    made = (weekends(seed, odds) for seed in judged_on())
    said = [[one.answer for one in patterns({}, headache, first=MONDAY)] for headache in made]
    yes, no = (said.count([answer]) for answer in ("yes", "no"))
    record_property("yes", yes / DIARIES)
    record_property("no", no / DIARIES)
    assert between(yes, DIARIES, least, most)
    assert at_most(no, DIARIES, 0.05)


def test_weekends_go_by_the_calendar():
    """Headache on Saturdays is of the weekend, on Wednesdays of the other days, from any start."""
    for start in range(6, 13):
        first = date(2025, 1, start)
        weekday = (first.weekday() + np.arange(200)) % 7
        saturdays, wednesdays = ((weekday == day).astype(float) for day in (5, 2))
        assert [one.answer for one in patterns({}, saturdays, first=first)] == ["yes"]
        assert [one.answer for one in patterns({}, wednesdays, first=first)] == ["no"]


# Laws of the lead


@pytest.fixture(scope="module")
def led():
    """Three diaries of two years in which jaw pain leads."""
    return [make(seed, "lead", 730) for seed in setting("patterns_made", 3)]


def test_shuffled_jaw_pain_does_not_lead(led):
    """Jaw pain in a random order loses the effect."""
    rng = np.random.default_rng(1)
    for pair in led:
        true = lead(pair.headache, pair.jaw, step=2.0)
        mixed = lead(pair.headache, rng.permutation(pair.jaw), step=2.0)
        assert abs(mixed.mean) < true.mean / 2


def test_the_lead_has_a_direction(led):
    """With the days in reverse order the effect is smaller."""
    for pair in led:
        forward = lead(pair.headache, pair.jaw, step=2.0)
        back = lead(pair.headache[::-1], pair.jaw[::-1], step=2.0)
        assert back.mean < forward.mean / 2


def test_units_and_level_do_not_matter(led):
    """Jaw pain of 0 to 100, or 3 points more every day, gives the same effect."""
    pair = led[0]
    true = lead(pair.headache, pair.jaw, step=2.0)
    for other, step in ((10 * pair.jaw, 20.0), (pair.jaw + 3, 2.0)):
        again = lead(pair.headache, other, step=step)
        assert again.mean == pytest.approx(true.mean, abs=1e-6)
        assert again.probability == pytest.approx(true.probability, abs=1e-6)


def test_empty_days_at_the_end_do_not_matter(led):
    """Days on which nothing was written are no days without pain."""
    pair, empty = led[0], np.full(40, np.nan)
    true = lead(pair.headache, pair.jaw, step=2.0)
    longer = lead(
        np.concatenate([pair.headache, empty]), np.concatenate([pair.jaw, empty]), step=2.0
    )
    assert longer.days == true.days
    assert longer.mean == pytest.approx(true.mean, abs=1e-3)


def test_more_effect_gives_more_probability():
    """The more days after raised jaw pain have headache, the likelier a lead."""
    pair = make(5, "independent")
    raised = np.flatnonzero(pair.jaw[:-1] - usual(pair.jaw)[:-1] > 1)
    chances = []
    for share in (0.0, 0.3, 0.6, 0.9):
        headache = pair.headache.copy()
        headache[raised[: int(share * len(raised))] + 1] = 1.0
        chances.append(lead(headache, pair.jaw, step=2.0, least=0.25).probability)
    assert chances == sorted(chances)
    assert chances[-1] > 0.95 > chances[0]


def test_a_larger_question_is_less_likely(led):
    """The chance of at least so many days falls with how many."""
    pair = led[1]
    chances = [lead(pair.headache, pair.jaw, step=2.0, least=n).probability for n in (0, 2, 6, 28)]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 1e-6


def test_pairs_are_two_days_in_a_row():
    """A pair needs headache on both days and jaw pain on the first; nothing is filled in."""
    nan = np.nan
    headache = np.array([1, 0, nan, 1, 1, 0, 0.0])
    before = np.array([2, nan, 3, 4, 0, 1, 5.0])
    assert pairs(headache, before).tolist() == [0, 3, 4, 5]
    with pytest.raises(InputError, match="no two days in a row"):
        lead(headache, np.full(7, nan), step=2.0)


def test_usual_is_the_mean_of_what_was_written():
    """The running mean leaves empty days out and is shorter at the ends."""
    nan = np.nan
    found = usual(np.array([1, nan, 3, 8, nan, nan, nan]), days=3)
    np.testing.assert_allclose(found, [1, 2, 5.5, 5.5, 8, nan, nan])


def test_headache_and_jaw_pain_that_never_change_cannot_be_told():
    """Constants, and too few days, give cannot tell with a reason and no number."""
    pair = make(3, "lead")
    ones, flat = np.ones(300), np.full(300, 4.0)
    cases = [
        (ones, pair.jaw, "no_room"),
        (0 * ones, pair.jaw, "no_room"),
        (pair.headache, flat, "unchanging"),
        (pair.headache[:100], pair.jaw[:100], "too_few_days"),
    ]
    for headache, other, code in cases:
        entry = patterns({"jaw_pain_10": other}, headache)[0]
        assert (entry.answer, entry.reason_codes) == ("cannot_tell", [code])
        assert entry.probability is None
        assert entry.estimate is None
    even = lead(pair.headache, flat, step=2.0)
    assert even.probability == pytest.approx(0.5, abs=1e-6)


# Bleeding


def test_bleeding_begins_on_the_first_day_written_after_a_day_kept():
    """Later days, spotting soon after and days after a gap begin nothing."""
    headache = np.zeros(80)
    menses = np.zeros(80)
    menses[[5, 6, 7, 12, 33, 34, 62]] = 1.0
    headache[60:62] = menses[60:62] = np.nan
    assert first_days(menses, headache, 15).tolist() == [5, 33]
    only_written = np.where(menses > 0, 1.0, np.nan)
    assert first_days(only_written, headache, 15).tolist() == [5, 33]


@pytest.mark.parametrize("offset", range(-4, 5))
def test_the_window_is_two_days_before_to_the_third_day(offset):
    """Headache on one day of every cycle counts for the window on its five days only."""
    onsets = np.arange(10, 290, 28)
    headache = np.zeros(300)
    headache[onsets + offset] = 1.0
    effect = around(headache, onsets, WINDOW)
    if -2 <= offset <= 2:
        assert effect.mean == pytest.approx(28 / 5, rel=0.05)
        assert effect.probability > 0.9
    else:
        assert effect.mean < 0
    assert effect.cycles == 10


def test_few_cycles_cannot_be_told():
    """Two cycles are too few, whatever they show; no bleeding is no cycle."""
    headache, menses = np.zeros(70), np.zeros(70)
    menses[[20, 48]] = 1.0
    headache[[18, 19, 20, 21, 22, 46, 47, 48, 49, 50]] = 1.0
    entry = patterns({"menstruation": menses}, headache)[0]
    assert entry.reason_codes == ["too_few_cycles"]
    assert around(headache, np.array([], dtype=int), WINDOW) is None


# Medicine


def test_medicine_on_every_headache_day_cannot_be_told():
    """Without headache days that were left untreated there is nothing to compare."""
    headache, _ = medicine(1, 0.0)
    entry = patterns({"acute_medication": headache}, headache)[0]
    assert entry.reason_codes == ["always_together"]


def test_doses_count_as_days():
    """Two doses on a day are one day with medicine."""
    headache, doses = medicine(2, 0.5)
    days = np.where(np.isfinite(doses), (doses > 0).astype(float), np.nan)
    assert patterns({"acute_medication": doses}, headache) == patterns(
        {"acute_medication": days}, headache
    )


# Words and form


def test_only_written_columns_are_answered():
    """A column that is absent or empty gives no entry."""
    headache = make(1, "lead").headache
    assert patterns({}, headache) == []
    assert patterns({"jaw_pain_10": np.full(300, np.nan)}, headache) == []
    assert pattern_verdicts([]) == []


def test_the_verdict_is_the_entry(led):
    """The question of the contract has the answer, chance and reasons of its pattern."""
    short = make(1, "lead", 90)
    for pair in (*led, short):
        entry = jaw(pair)
        (verdict,) = pattern_verdicts([entry])
        assert verdict.question == "jaw_drives_headache"
        assert verdict.asked == entry.asked == ASKED
        assert (verdict.answer, verdict.probability) == (entry.answer, entry.probability)
        assert verdict.because[1:] == [PATTERN_REASONS[code] for code in verdict.reason_codes]


def test_words_name_an_order_not_a_cause(led):
    """Every estimate says that it is an order in time; nothing alarms or advises."""
    pair = led[0]

    def saturday_headache():
        return (np.arange(200) % 7 == 5).astype(float)

    headache, menses = bleeding(1, 1.0, 730)
    found = [
        jaw(pair),
        neck(pair),
        *patterns({}, saturday_headache(), first=MONDAY),
        *patterns({"menstruation": menses}, headache),
        *patterns({"acute_medication": medicine(1, 1.0, 730)[1]}, medicine(1, 1.0, 730)[0]),
    ]
    assert found[0].question == "jaw pain comes before headache"
    for entry in found:
        assert "not a cause" in entry.text
        assert "9 in 10 chance" in entry.text
        for word in FORBIDDEN:
            assert word not in f"{entry.text} {entry.asked} {entry.question}"


def test_the_same_diary_gives_the_same_answer(led):
    """Nothing is random."""
    assert jaw(led[0]) == jaw(led[0])
