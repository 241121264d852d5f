"""Virtual studies: laws of arms, diaries, leaving and figures, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.records import Target
from wearoff.studies import entries
from wearoff.studies.design import ArmSessions, blinded_sessions, design, published
from wearoff.studies.entries import DiaryProcess
from wearoff.studies.groups import Group, center_array, grouped
from wearoff.studies.reported import figure, median
from wearoff.studies.study import Entry, Study, entered

ONA = "onabotulinumtoxinA"
MIGRAINE = Target(
    id="asked",
    source="",
    cohort="a new study",
    condition="chronic_migraine",
    population="all",
    baseline=19.9,
    baseline_sd=3.7,
    product=ONA,
    units=165,
    plan="preempt_155_195",
    interval_weeks=12,
    sessions=2,
    week=24,
    arm="toxin",
    quantity="headache_days_change",
    value=None,
    se=None,
    n=600,
    grade="",
    note="",
    line=2,
)
ONCE = {"baseline": None, "baseline_sd": None, "interval_weeks": None, "sessions": 1}
FOOT = replace(
    MIGRAINE,
    condition="healthy_junction",
    plan="extensor_digitorum_brevis",
    units=10,
    quantity="cmap_percent_of_baseline",
    week=3,
    **ONCE,
)
COMPARED = ("toxin", "placebo")
POPULATIONS, PEOPLE = 3, 16
CYCLE, WINDOW, TWO_CYCLES, A_YEAR = 84, 28, 210, 420
NOT_ONE = 29
"""Headache days in 28 that nobody can lose."""


@cache
def study(asked=MIGRAINE, *, days=TWO_CYCLES, count=POPULATIONS, **settings):
    """A small study of a figure in some drawn populations."""
    own = published(asked)
    names = Group((own,)).names
    z = np.random.default_rng(1).normal(0, 0.5, (POPULATIONS, len(names)))[:count]
    level = None
    if own.design.column == "headache_days":
        level = Entry("headache_days", asked.baseline, asked.baseline_sd)
    return Study(
        design=replace(own.design, blinded=asked.sessions),
        days=days,
        centers=center_array(names, z),
        people=PEOPLE,
        seed=1,
        entry=level,
        settings=settings,
    )


def value(asked, **options):
    """The figure in every population."""
    return figure(study(asked, **options), asked).value


# Arms


@pytest.mark.parametrize("name", ["chronic_migraine", "bruxism", "cervical_dystonia"])
def test_no_units_are_placebo(name):
    """Sessions of zero units give the course, and the diary, of the placebo arm."""
    usual, column = condition(name).usual_plan, condition(name).main
    asked = replace(
        MIGRAINE, condition=name, plan=usual, units=0.0, quantity="effect_duration_days"
    )
    none, some = study(asked), study(replace(asked, units=100.0))
    assert np.array_equal(none.course("toxin", column), none.course("placebo", column))
    assert np.array_equal(none.course("placebo", column), some.course("placebo", column))
    assert not np.array_equal(some.course("toxin", column), some.course("placebo", column))


def test_arms_are_the_same_people():
    """Both arms start at the level at entry, person by person, and share their luck."""
    level = study().row("headache_baseline_chronic_migraine")
    starts = [study().course(arm, "headache_days")[:, :, 0] for arm in COMPARED]
    assert np.array_equal(*starts)
    assert starts[0] == pytest.approx(level, rel=3e-7)  # the rounding of 32 bits
    first = [study().written(arm)[:, :, 1] for arm in COMPARED]
    assert np.array_equal(*first)
    assert 0 < first[0].mean() < 1


def test_the_arm_that_changes_over_is_placebo_until_then():
    """Placebo, then toxin: placebo up to the third session, and better than placebo after it."""
    changed = study(replace(MIGRAINE, sessions=4, week=40), days=300)
    late, never = (
        changed.course(arm, "headache_days") for arm in ("placebo_then_toxin", "placebo")
    )
    third = 2 * CYCLE
    assert np.array_equal(late[:, :, : third + 1], never[:, :, : third + 1])
    assert np.all(late[:, :, third + 30].mean(1) < never[:, :, third + 30].mean(1))


@pytest.mark.parametrize("units", [20.0, 165.0])
def test_more_units_block_more_and_spare_more_days(units):
    """Of two doses the larger blocks more and leaves nobody more headache, where both can work."""
    only = {"sensory_response_chronic_migraine": 0.55, "tight_headache_chronic_migraine": 0.0}
    small, large = (study(replace(MIGRAINE, units=u), **only) for u in (units, 2 * units))
    for column, sign in (("sensory_block", 1), ("headache_days", -1)):
        more = sign * (large.course("toxin", column) - small.course("toxin", column))
        assert more.min() >= -1e-12
        assert np.all(more[:, :, 30].mean(1) > 0)


def test_more_units_weaken_a_muscle_more():
    """Twice the units leave every person less of the muscle's response, never more."""
    small, large = (
        study(replace(FOOT, units=u), days=112).course("toxin", "response_percent")
        for u in (5.0, 10.0)
    )
    assert np.all(large <= small)
    assert np.all(large[:, :, 21] < small[:, :, 21])


def test_a_population_does_not_depend_on_the_others():
    """The figure of a population is the same alone and beside others."""
    both, alone = value(MIGRAINE), value(MIGRAINE, count=1)
    assert alone.tolist() == both[:1].tolist()
    assert len(set(both)) == POPULATIONS


def test_a_figure_does_not_depend_on_its_company():
    """A figure read beside a longer one of the same study is the same as alone."""
    early, late = replace(MIGRAINE, sessions=1, week=12), replace(MIGRAINE, id="late")
    (together,) = grouped([published(early), published(late)])
    drawn = {name: np.array([0.4]) for name in together.names}
    (alone,) = grouped([published(early)])
    assert alone.figures(drawn)[0].value == together.figures(drawn)[0].value


# Those who stay


def wrote(days, chance):
    """Headache days written so far by one population, from 0."""
    luck = np.random.default_rng(3).random((1, len(chance), days)) < np.reshape(chance, (1, -1, 1))
    return np.concatenate([np.zeros((1, len(chance), 1)), np.cumsum(luck, -1)], -1)


@given(
    chance=st.lists(st.floats(0, 1), min_size=2, max_size=6),
    share=st.floats(0.01, 0.5),
    answer=st.floats(0, 6),
)
def test_who_left_does_not_come_back(chance, share, answer):
    """The chance of still being treated starts at 1, falls at every visit and stays above 0."""
    written = wrote(300, chance)
    before, rate, slope = (np.full((1, len(chance)), x) for x in (20.0, share, answer))
    found = entries.staying(written, before, np.arange(0, 300, CYCLE), rate, slope)
    assert np.all(found[0] == 1)
    assert np.all(np.diff(found, axis=0) < 0)
    assert np.all(found > 0)


def test_who_gains_most_stays_most():
    """With an answer the chance of staying follows the fall; without one all leave alike."""
    written = wrote(200, np.linspace(0, 1, 9))
    before, share = np.full((1, 9), 20.0), np.full((1, 9), 0.1)
    slope, none = np.full((1, 9), 2.0), np.zeros((1, 9))
    visits = np.array([0, CYCLE])
    fewer = -entries.within(written, CYCLE - WINDOW, CYCLE)
    stays = entries.staying(written, before, visits, share, slope)[1]
    assert np.all(np.diff(stays[0][np.argsort(fewer[0])]) >= 0)
    assert np.ptp(stays) > 0.02
    assert entries.staying(written, before, visits, share, none)[1] == pytest.approx(0.9)


def test_completers_are_those_who_gained():
    """Completers fell at least as far as all; as far as all where leaving asks after nothing."""
    asked = replace(MIGRAINE, sessions=5, week=56)
    stayed = replace(asked, population="completers")
    falls = []
    for answer in (0.0, 0.5, 2.0, 6.0):
        rate = {"leaving_share": 0.2, "leaving_answer": answer}
        all_of_them = value(asked, days=A_YEAR, **rate)
        falls.append(all_of_them - value(stayed, days=A_YEAR, **rate))
    assert falls[0] == pytest.approx(np.zeros(POPULATIONS), abs=1e-9)
    assert np.all(np.diff(falls, axis=0) > 0)


# Diaries

STEADY = np.array([2.0, 14.0, 25.0])
"""Expected headache days in 28 of three populations."""


def diaries(
    expected=STEADY, *, people=100, days=112, sd=0.0, odds=0.45, seed=1, known=0.0, since=None
):
    """Diaries of populations whose expected days do not change."""
    shape = (len(expected), people)
    course = np.broadcast_to(np.reshape(expected, (-1, 1, 1)), (*shape, days))
    process = DiaryProcess(*(np.full(shape, x) for x in (sd, 80.0, odds)))
    return entries.counts(course, process, np.full(shape, known), since, seed=seed)


@given(
    expected=st.lists(st.floats(0, 28), min_size=1, max_size=3),
    sd=st.floats(0, 3),
    odds=st.floats(0, 5),
    seed=st.integers(0, 99),
)
def test_a_day_is_counted_once_or_not(expected, sd, odds, seed):
    """Counts start at 0, and every day adds a headache day or none."""
    written = diaries(np.array(expected), people=2, days=40, sd=sd, odds=odds, seed=seed)
    assert written.shape == (len(expected), 2 * entries.COPIES, 41)
    assert np.all(written[:, :, 0] == 0)
    assert set(np.unique(np.diff(written, axis=-1))) <= {0, 1}


def test_knowing_that_it_is_toxin_counts_from_its_day_on():
    """Days before are the same; later ones fall by the log-odds, and by nothing if none know."""
    blind, told = diaries(odds=0.0), diaries(odds=0.0, known=0.5, since=56)
    assert (told[:, :, :57] == blind[:, :, :57]).all()
    later = entries.within(told, 56, 112).mean(-1) / 28
    odds = STEADY / (28 - STEADY) * np.exp(-0.5)
    assert later == pytest.approx(odds / (1 + odds), abs=0.01)
    assert (diaries(known=0.5) == diaries()).all()
    assert (diaries(known=0.0, since=0) == diaries()).all()


def test_none_and_all_days():
    """Who expects no headache day writes next to none, who expects 28 misses next to none."""
    none, every = diaries(np.array([0.0, 28.0]), odds=0.0)[:, :, -1] / 112
    wanted = 0.01 / WINDOW
    error = np.sqrt(wanted / (112 * none.size))
    assert none.mean() == pytest.approx(wanted, abs=4 * error)
    assert 1 - every.mean() == pytest.approx(wanted, abs=4 * error)


def test_many_write_what_is_expected():
    """Without wander the mean count of many is the expected one, within its sampling error."""
    found = entries.within(diaries(), 0, 112).mean(-1)
    p, copied = STEADY / WINDOW, 0.45 / 1.45
    alike = (1 + copied) / (1 - copied)
    error = WINDOW * np.sqrt(p * (1 - p) * alike / (112 * 100 * entries.COPIES))
    assert np.all(np.abs(found - STEADY) < 3 * error)


@pytest.mark.parametrize("odds", [0.0, 0.45, 2.0])
def test_a_day_is_like_the_day_before_it(odds):
    """Yesterday's headache raises the chance of today's by the chance of a copy."""
    days = np.diff(diaries(np.array([14.0]), odds=odds), axis=-1)
    before, after = days[..., :-1], days[..., 1:]
    raised = after[before == 1].mean() - after[before == 0].mean()
    assert raised == pytest.approx(odds / (1 + odds), abs=3 * 2 / np.sqrt(before.size))


def test_a_seed_is_a_luck():
    """The same seed writes the same diaries, in every population; another seed writes others."""
    one, again, other = (diaries(np.array([14.0, 14.0]), sd=1.0, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one, again)
    assert np.array_equal(one[0], one[1])
    assert not np.array_equal(one, other)


def test_halves_have_opposite_luck():
    """Headache is to one half of the diaries what its absence is to the other."""
    up, down = (diaries(e, sd=1.0, odds=0.0) for e in (STEADY, WINDOW - STEADY))
    half = up.shape[1] // 2
    assert np.array_equal(up, np.arange(113) - np.roll(down, half, axis=1))
    even = diaries(np.array([14.0]), odds=0.0)[0, :, -1]
    assert np.std(even) > 4
    assert np.all(even[:half] + even[half:] == 112)


def test_the_level_at_entry_was_counted():
    """The wander starts at entry: it changes nothing on the first day, and more as days go on."""
    still, moved = diaries(), diaries(sd=1.5)
    assert np.array_equal(still[:, :, 1], moved[:, :, 1])
    early, late = ((moved - still)[1, :, day].std() for day in (28, 112))
    assert 0 < early < late


# Figures


def test_first_responses_add_up():
    """Those who respond first in cycle 1, 2 and 3 are all who ever respond."""
    first = replace(MIGRAINE, quantity="first_responder50_percent", sessions=3, week=36)
    shares = [value(replace(first, sessions=k), days=A_YEAR) for k in (1, 2, 3)]
    made = study(replace(first, sessions=3), days=A_YEAR)
    written, before = made.written("toxin"), made.before
    starts = [visit + step for visit in (0, CYCLE, 2 * CYCLE) for step in (0, 28, 56)]
    half = [2 * (written[:, :, d + WINDOW] - written[:, :, d]) <= before for d in starts]
    assert sum(shares) == pytest.approx(100 * np.any(half, axis=0).mean(-1))
    assert np.all(np.array(shares) > 0)


@pytest.mark.parametrize("arm", COMPARED)
@pytest.mark.parametrize("week", [4, 12, 24])
def test_a_half_is_more_than_a_third(arm, week):
    """At least as many have 30 % fewer headache days as have 50 % fewer."""
    asked = replace(MIGRAINE, arm=arm, week=week, quantity="responder30_percent")
    third, half = value(asked), value(replace(asked, quantity="responder50_percent"))
    assert np.all(third >= half)
    assert np.all((half >= 0) & (third <= 100))
    assert third.sum() > half.sum() > 0


def test_nobody_loses_what_nobody_noticed():
    """Wear-off is noticed by nobody if no gain is, and by more the less it takes to notice."""
    asked = replace(MIGRAINE, quantity="wearoff_percent")
    shares = [value(asked, noticed_relief=gain) for gain in (NOT_ONE, 6.0, 1.0)]
    assert np.all(shares[0] == 0)
    assert np.all(shares[1] <= shares[2])
    assert np.all(shares[2] > 0)


def test_an_early_wear_off_has_its_days():
    """Who wears off early does so from two weeks past the middle of a cycle to two before its end.

    The four weeks behind the day show it, and their middle lies in the second half.
    """
    asked = replace(MIGRAINE, quantity="wearoff_median_day", week=None)
    found = value(asked, noticed_relief=1.0)
    assert np.all((found >= 42 + 14) & (found <= 84 - 14))


def test_responders_are_better_off_than_those_who_stay():
    """Who had half of the days in the third cycle has fewer later than all who are still treated.

    At the third cycle itself everybody chosen has at most half of the days at entry.
    """
    asked = replace(MIGRAINE, quantity="headache_days", sessions=4, week=48)
    chosen, stayers = (
        value(replace(asked, population=name), days=A_YEAR)
        for name in ("cycle3_responders", "completers")
    )
    assert np.all(chosen < stayers - 1)
    then = replace(asked, population="cycle3_responders", sessions=3, week=36)
    assert np.all(value(then, days=A_YEAR) <= 0.5 * study(then, days=A_YEAR).before.max())


def test_a_cycle_is_counted_whole():
    """Days of a cycle are the mean of its three times 28; the last 28 alone have more of them.

    Without anything that passes or lasts but relief, which is nearly gone when people come back.
    """
    alone = {"regression_chronic_migraine": 0.0, "diary_wander_sd": 0.05}
    asked = replace(MIGRAINE, quantity="headache_days_of_cycle")
    whole = value(asked, **alone)
    parts = [
        value(replace(asked, quantity="headache_days", week=week), **alone) for week in (16, 20, 24)
    ]
    assert whole == pytest.approx(np.mean(parts, axis=0))
    assert np.all(parts[-1] > whole)


def test_responders_of_a_cycle_are_told_by_what_is_counted():
    """Where a whole cycle is counted, who responded had at most half of the days in all of it."""
    asked = replace(
        MIGRAINE, quantity="headache_days_of_cycle", population="cycle3_responders", sessions=3
    )
    asked = replace(asked, week=36)
    assert np.all(value(asked, days=A_YEAR) <= 0.5 * study(asked, days=A_YEAR).before.max())


def test_who_did_not_respond_and_came_back_is_better_off():
    """Of those who had not responded, who is still treated has fewer days than if nobody left."""
    asked = replace(MIGRAINE, quantity="headache_days", population="cycle1_nonresponders")
    asked = replace(asked, sessions=4, week=48)
    stay, leave = (value(asked, days=A_YEAR, leaving_share=share) for share in (1e-6, 0.15))
    assert np.all(leave < stay)


def test_a_median_is_not_a_mean():
    """Half of the people have at most the median; where many have few days it is below the mean."""
    asked = replace(MIGRAINE, quantity="headache_days_median")
    middle, mean = value(asked), value(replace(asked, quantity="headache_days"))
    written = study(asked).written("toxin")
    end = round(7 * asked.week)
    days = written[:, :, end] - written[:, :, end - WINDOW]
    assert np.all((days <= middle[:, None]).mean(-1) >= 0.5)
    assert np.all((days < middle[:, None]).mean(-1) <= 0.5)
    assert np.all(np.abs(middle - mean) < 6)
    assert not np.allclose(middle, mean)


def test_well_is_not_for_ever():
    """Of super-responders to a large effect that wears off, fewer are well every few weeks.

    Their level hardly wanders: one that does makes some of them well again by itself.
    """
    large = {"sensory_response_chronic_migraine": 4.0, "regression_chronic_migraine": 0.0}
    large["diary_wander_sd"] = 0.05
    asked = replace(
        MIGRAINE, quantity="stay_well_percent", population="super_responders", sessions=3
    )
    well = [value(replace(asked, week=w), days=A_YEAR, **large) for w in (4, 12, 16, 24, 34)]
    assert np.all(np.diff(well, axis=0) <= 1e-9)
    assert np.all(well[0] > 90)
    assert np.all(well[-1] < 50)


@pytest.mark.parametrize(
    "quantity", ["headache_days_vs_placebo", "responder50_percent", "headache_days_percent_change"]
)
def test_net_is_the_difference_of_the_arms(quantity):
    """Toxin minus placebo is just that, and less certain than either."""
    asked = replace(MIGRAINE, quantity=quantity)
    toxin, placebo, net = (
        figure(study(asked), replace(asked, arm=arm)) for arm in (*COMPARED, "toxin_minus_placebo")
    )
    assert net.value == pytest.approx(toxin.value - placebo.value, rel=1e-12)
    assert np.any(net.value != 0)
    assert np.all(net.sd >= np.maximum(toxin.sd, placebo.sd))


def test_the_usual_dose_against_itself():
    """A dose difference is 0 where the dose is the usual one, and a gain where it is higher."""
    asked = replace(MIGRAINE, quantity="headache_days_dose_difference", plan="preempt_155")
    same, higher = (Group((published(replace(asked, units=u)),)) for u in (155, 310))
    centers = {name: np.zeros(1) for name in same.names}
    assert same.figures(centers)[0].value.tolist() == [0.0]
    assert higher.figures(centers)[0].value[0] < -0.1


@given(mean=st.floats(0.2, 0.8), sd=st.floats(0.02, 0.2), top=st.sampled_from([10.0, 28.0, 87.0]))
def test_people_enter_as_they_were_counted(mean, sd, top):
    """Levels at entry have the mean and SD asked for and lie on the scale."""
    u = (np.arange(400) + 0.5) / 400
    found = entered(mean * top, sd * top, top, u)
    assert found.mean() == pytest.approx(mean * top, abs=0.005 * top)
    assert found.std() == pytest.approx(sd * top, rel=0.03)
    assert np.all((found > 0) & (found < top))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.floats(-100, 100), st.just(float("nan"))),
            st.integers(min_value=1, max_value=9),
        ),
        min_size=1,
        max_size=20,
    ).filter(lambda pairs: any(np.isfinite(x) for x, _ in pairs))
)
def test_the_median_is_that_of_everybody(pairs):
    """The weighted median is NumPy's lower median of every value as often as its weight."""
    x, weight = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    everybody = np.repeat(x, weight.astype(int))
    wanted = np.quantile(everybody[np.isfinite(everybody)], 0.5, method="inverted_cdf")
    assert median(x[None], weight[None]).value[0] == wanted


def test_who_rates_and_knows_sees_more():
    """A rated score falls further by a share of its SD where the rater knows, in no other arm."""
    asked = replace(
        MIGRAINE, condition="cervical_dystonia", plan="neck", units=190, quantity="twstrs_change"
    )
    asked = replace(asked, week=4, **ONCE)
    blind = study(asked, open_rating_fall=0.3)
    told = replace(blind, design=replace(blind.design, blinded=0))
    for arm, share in (("toxin", 0.3), ("placebo", 0.0)):
        same, known = (figure(one, replace(asked, arm=arm)) for one in (blind, told))
        assert known.sd == pytest.approx(same.sd)
        assert known.value == pytest.approx(same.value - share * same.sd)


def test_who_knows_that_it_is_toxin():
    """Open series know from the start, controlled ones after the last session with placebo."""
    figures = [
        ArmSessions("A", "toxin", 5),
        ArmSessions("A", "placebo", 2),
        ArmSessions("B", "toxin", 4),
        ArmSessions("C", "placebo_then_toxin", 5),
        ArmSessions("D", "toxin_minus_placebo", 1),
        ArmSessions("D", "toxin_minus_placebo", 3),
    ]
    assert blinded_sessions(figures) == {"A": 2, "C": 2, "D": 3}
    made = replace(design(replace(MIGRAINE, sessions=4)), blinded=2)
    assert made.known_from("toxin") == made.visits[2] == made.known_from("placebo_then_toxin")
    assert made.known_from("placebo") is None
    assert replace(made, blinded=0).known_from("toxin") == 0
    assert replace(made, blinded=4).known_from("toxin") is None


# Designs


def test_an_unknown_plan_spreads_its_units():
    """Units of a plan that nobody knows go to all usual muscles of the condition."""
    made = design(replace(MIGRAINE, plan="a plan of our own", units=93))
    assert {i.muscle for i in made.injections} == set(condition("chronic_migraine").usual)
    assert sum(i.units for i in made.injections) == pytest.approx(93)


@pytest.mark.parametrize(
    ("plan", "times"), [("quadriceps_per_kg", "body_weight_rabbit"), ("a plan of our own", "")]
)
def test_units_per_kilogram_are_times_the_weight(plan, times):
    """A plan in units per kg gives them times the body weight; any other gives them as they are."""
    rabbit = {"condition": "rabbit_muscle", "quantity": "contractile_percent"}
    made = design(replace(MIGRAINE, plan=plan, units=3.5, **rabbit))
    wanted = 3.5 * (rows.value(times, "kg") if times else 1)
    assert sum(i.units for i in made.injections) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quantity": "jaw_pain_vs_placebo"}, "no counterpart in chronic migraine"),
        ({"quantity": "twstrs_change", "condition": "bruxism"}, "no counterpart in jaw"),
        ({"condition": "piriformis"}, "headache_days_change has no counterpart"),
        ({"plan": "gastrocnemius"}, "has no muscle gastrocnemius_child"),
        ({"plan": "fixed_various", "units": None}, "no dose of its own.*give units"),
    ],
)
def test_what_the_model_cannot_reach_is_said(changed, why):
    """A figure, a muscle or a dose that there is none of is refused with its reason."""
    with pytest.raises(InputError, match=why):
        design(replace(MIGRAINE, **changed))
