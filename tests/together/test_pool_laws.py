"""Laws of people together: what is put in comes back, and what must not matter does not."""

from __future__ import annotations

import time

import numpy as np
import pytest

from drawn_people import B_SD, drawn_people, drawn_person
from wearoff.together import answers as reading
from wearoff.together.answers import agreed, answers
from wearoff.together.grids import Groups, Normal, Slope, normal
from wearoff.together.leaving import GAMMAS, LEVELS, factor
from wearoff.together.members import People, people_of
from wearoff.together.misfit import own_sd, shared_sd
from wearoff.together.person_curves import GRID, blurred, curve, effective, flat, log_prior
from wearoff.together.slope_kept import shares_kept
from wearoff.together.sums import sums

FEW, MANY = 30, 300


def told(people):
    """Everything that is told of people."""
    return answers(sums(people))


def mean_of(people):
    """The mean trend with misfit, where leaving is not asked about."""
    question = Normal()
    logs = question.refined(question.total(blurred(people.likelihood, people.misfit)))
    return reading.told(question.answers[0], reading.chances(question, logs))


def slope_of(people):
    """The slope with misfit as the curves have it, where leaving is not asked about."""
    question = Slope(people.steps)
    logs = question.refined(question.total(blurred(people.likelihood, people.misfit)))
    return reading.told(question.answers[1], reading.chances(question, logs))


@pytest.fixture(scope="module")
def few():
    """People of a normal population, some of whom left."""
    trends = np.random.default_rng(1).normal(0.5, 1.0, FEW)
    drawn = drawn_people(trends, seed=1)
    left = [drawn_person(2.0, seed=77 + at, ended="stopped") for at in range(4)]
    return people_of([*drawn, *left])


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.5), (1.0, 1.0), (-0.7, 1.6)])
def test_a_known_population_is_recovered(mean, sd):
    """Mean and SD of a normal population come back, within what so many people tell."""
    trends = np.random.default_rng(5).normal(mean, sd, MANY)
    people = people_of(drawn_people(trends, seed=5))
    chances = reading.chances(Normal(), Normal().refined(Normal().total(people.likelihood)))
    means, sds = Normal().answers
    own = np.sqrt(sd**2 + 1.2**2) / np.sqrt(MANY)
    assert abs(chances @ means - trends.mean()) < 3 * own
    assert abs(chances @ sds - sd) < 0.35
    spread = np.sqrt(chances @ means**2 - (chances @ means) ** 2)
    assert 0.7 * own < spread < 1.4 * own


def test_a_curve_is_the_likelihood_behind_the_draws():
    """Draws of a normal posterior, divided by their prior, are the normal likelihood again."""
    one = drawn_person(1.0, sd=1.0, seed=3)
    found = curve(one.trend, log_prior(one.b, one.trend_per_b, one.b_mean, one.b_sd)).likelihood
    center = found @ GRID / found.sum()
    wide = np.sqrt(found @ (GRID - center) ** 2 / found.sum())
    own = one.trend.mean() * (1 + 1.0 / (7 * B_SD) ** 2)
    assert abs(center - own) < 0.15
    assert abs(wide - 1.0) < 0.12


@pytest.mark.parametrize("prior", [(0.0, 0.4), (0.0, 1.0), (0.15, 0.6), (-0.15, 0.6)])
def test_the_prior_of_a_person_cancels(prior):
    """The same diaries analyzed under another prior tell the same of the population."""
    trends = np.random.default_rng(2).normal(0.5, 0.8, MANY)
    usual = mean_of(people_of(drawn_people(trends, seed=2)))
    other = mean_of(people_of(drawn_people(trends, seed=2, prior=prior)))
    assert other.mean == pytest.approx(usual.mean, abs=0.06)
    assert other.lo90 == pytest.approx(usual.lo90, abs=0.06)
    assert other.hi90 == pytest.approx(usual.hi90, abs=0.06)


def test_what_people_say_alone_hangs_on_their_prior():
    """The prior that cancels above moves the mean of what each diary says alone by far more."""
    trends = np.random.default_rng(2).normal(0.5, 0.8, MANY)
    low, high = (
        np.mean([one.trend.mean() for one in drawn_people(trends, seed=2, prior=prior)])
        for prior in ((-0.15, 0.3), (0.15, 0.3))
    )
    assert high - low > 0.3


def test_the_order_of_people_changes_nothing(few):
    """People in another order add up to the same."""
    order = np.random.default_rng(0).permutation(len(few.names))
    one, other = sums(few), sums(few.take(order))
    assert one.counts == other.counts
    for name in ("trend", "groups"):
        for part, same in zip(getattr(one, name), getattr(other, name), strict=True):
            np.testing.assert_allclose(part, same, rtol=1e-9, atol=1e-9)


def test_sums_of_parts_are_the_sum_of_all(few):
    """Two groups of people, added, are the people together: in sums, counts and answers."""
    first = np.arange(len(few.names)) < 11
    whole, joined = sums(few), sums(few.take(first)).plus(sums(few.take(~first)))
    assert joined.counts == whole.counts
    np.testing.assert_allclose(joined.trend.by_leaving, whole.trend.by_leaving, rtol=1e-9)
    np.testing.assert_allclose(joined.groups.with_misfit, whole.groups.with_misfit, rtol=1e-9)
    assert answers(joined).printed.trend == pytest.approx(answers(whole).printed.trend, rel=1e-6)


def with_flat(people, *, left):
    """The same people and 20 more whose curves are flat."""
    more = 20
    return People(
        names=(*people.names, *(f"flat-{at}" for at in range(more))),
        likelihood=np.vstack([people.likelihood, [flat().likelihood] * more]),
        squares=np.vstack([people.squares, [flat().squares] * more]),
        misfit=np.concatenate([people.misfit, np.full(more, 1.0)]),
        days=np.concatenate([people.days, np.zeros(more)]),
        left=np.concatenate([people.left, np.full(more, left)]),
        used=np.concatenate([people.used, np.full(more, fill_value=False)]),
    )


def test_a_flat_person_changes_nothing(few):
    """Whose diary says nothing of a trend moves no answer where leaving says nothing of it."""
    one, other = sums(few), sums(with_flat(few, left=False))
    np.testing.assert_allclose(other.trend.as_drawn, one.trend.as_drawn, atol=1e-9)
    np.testing.assert_allclose(other.trend.with_misfit, one.trend.with_misfit, atol=1e-9)
    np.testing.assert_allclose(other.groups.with_misfit, one.groups.with_misfit, atol=1e-9)


def test_flat_people_who_left_raise_the_mean_where_leaving_goes_with_it(few):
    """Of who left without a diary leaving itself tells, the more the larger γ; at 0 nothing."""
    usual, more = told(few), told(with_flat(few, left=True))
    moved = [
        other.trend.mean - one.trend.mean
        for one, other in zip(usual.by_gamma, more.by_gamma, strict=True)
    ]
    assert moved[0] == pytest.approx(0.0, abs=1e-6)
    assert moved[3] > moved[1] > 0.01


def test_people_with_one_trend_are_one_population():
    """People who all have the same trend have a mean at it, and no group."""
    found = told(people_of(drawn_people([1.5] * 130, seed=4, sd=0.6)))
    assert abs(found.printed.trend.mean - 1.5) < 0.2
    assert found.trend[0] == "rising"
    assert found.group[0] == "cannot_tell"


def test_a_group_is_found_where_there_is_one_and_not_elsewhere():
    """A fifth of people who rise by 3.5 are a group; as wide a normal population is none."""
    rng = np.random.default_rng(8)
    some = np.where(rng.random(MANY) < 0.2, 3.5, 0.0) + 0.4 * rng.normal(size=MANY)
    apart = told(people_of(drawn_people(some, seed=8, sd=0.8)))
    assert apart.group == ("yes", ())
    share = apart.printed.group.share
    assert share.lo90 < 0.2 < share.hi90
    even = rng.normal(some.mean(), some.std(), MANY)
    assert told(people_of(drawn_people(even, seed=9, sd=0.8))).group[0] == "cannot_tell"


def test_a_slope_on_a_covariate_is_recovered():
    """A trend that rises by 1 a step of units comes back, and those without units are left out."""
    rng = np.random.default_rng(6)
    units = rng.choice([100.0, 150.0, 200.0], MANY)
    trends = (units - 150) / 50 + 0.5 * rng.normal(size=MANY)
    drawn = [
        drawn_person(trend, seed=6000 + at, covariates={"units": unit} if at % 10 else {})
        for at, (trend, unit) in enumerate(zip(trends, units, strict=True))
    ]
    people = people_of(drawn, by="units")
    summed = sums(people)
    found = answers(summed)
    assert found.slope == ("more", ())
    curves = slope_of(people.take(np.isfinite(people.steps)))
    assert curves.lo90 < 1.0 < curves.hi90
    assert curves.hi90 - curves.lo90 < 0.6
    told, undone = found.printed.slope, (1 / shares_kept()).mean()
    assert told.mean == pytest.approx(undone * curves.mean, rel=0.01)
    assert told.lo90 < undone * curves.lo90
    assert told.hi90 > undone * curves.hi90
    assert told.hi90 - told.lo90 < 1.25 * undone * (curves.hi90 - curves.lo90)
    assert summed.counts.with_covariate == MANY - MANY // 10


def test_a_covariate_that_says_nothing_has_no_slope(few):
    """With everybody at the middle of a covariate its slope keeps its prior."""
    slope = Slope(np.zeros(len(few.names)))
    means, slopes = slope.answers
    chances = reading.chances(slope, slope.refined(slope.total(few.likelihood)))
    assert chances @ slopes == pytest.approx(0.0, abs=1e-3)
    one = reading.chances(Normal(), Normal().refined(Normal().total(few.likelihood)))
    assert chances @ means == pytest.approx(one @ Normal().answers[0], abs=0.05)


def test_misfit_widens_and_short_diaries_are_widened_most():
    """With misfit a mean is less sure, and more so of short diaries."""
    trends = np.random.default_rng(3).normal(0.3, 0.5, 80)
    widths = {}
    for days in (300, 1500):
        found = mean_of(people_of(drawn_people(trends, seed=3, days=days)))
        widths[days] = found.hi90 - found.lo90
    assert widths[300] > 1.15 * widths[1500]
    assert own_sd(np.array([100.0])) > own_sd(np.array([5000.0]))


def test_leaving_has_a_chance_for_everybody():
    """At every trend the chances of having left and stayed sum to 1, and rise with the trend."""
    for gamma in GAMMAS:
        stayed, left = factor(np.array([False, True]), gamma, float(LEVELS[3]), GRID)
        np.testing.assert_allclose(stayed + left, 1.0)
        assert (np.diff(left) >= 0).all()
        assert bool(left[-1] > left[0]) == (gamma > 0)


def test_effective_draws_are_those_of_kish():
    """Draws that weigh the same all count; one that outweighs the rest counts alone."""
    wide = normal(np.array([0.0]), 5.0)
    even = curve(np.zeros(100), np.zeros(100))
    heavy = curve(np.zeros(100), np.concatenate([[-20.0], np.zeros(99)]))
    for found, expected in ((even, 100.0), (heavy, 1.0)):
        behind = effective(found.likelihood[None], found.squares[None], wide)
        assert behind[0, 0] == pytest.approx(expected, rel=1e-6)
    assert effective(flat().likelihood[None], flat().squares[None], wide)[0, 0] == 0


def test_draws_beyond_the_grid_leave_a_flat_curve():
    """A person all of whose draws lie beyond any population says nothing."""
    found = curve(np.full(5, 99.0), np.zeros(5))
    assert (found.likelihood == 1).all()
    assert (found.squares == 0).all()


def test_populations_are_distributions():
    """Every population sums to 1 over the grid, and every prior over its answers."""
    for densities in (Normal().densities, *Groups().densities):
        np.testing.assert_allclose(densities.sum(0), 1.0)
    for question in (Normal(), Slope(np.zeros(1))):
        assert np.exp(question.log_prior).sum() == pytest.approx(1.0)
        assert question.refined(np.zeros(question.kept)).shape == question.log_prior.shape
    some = Groups().share > 0
    for kind in (some, ~some):
        assert np.exp(Groups().log_prior[kind]).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("said", "answer", "reasons"),
    [
        ([{"a"}, {"a"}, {"a"}], "a", ()),
        ([{"a", "b"}, {"b"}, {"b"}], "b", ()),
        ([{"a"}, {"a"}, set()], "cannot_tell", ("leaving",)),
        ([{"a"}, set(), set()], "cannot_tell", ("misfit",)),
        ([set(), {"a"}, {"a"}], "cannot_tell", ("misfit",)),
        ([set(), set(), set()], "cannot_tell", ("not_clear",)),
    ],
)
def test_an_answer_is_the_same_under_every_assumption(said, answer, reasons):
    """What is not so as drawn, with misfit and at every γ is not told, with the reason."""
    assert agreed(said, ("a", "b"), []) == (answer, reasons)
    assert agreed(said, ("a", "b"), ["too_few_people"])[0] == "cannot_tell"


def test_people_share_an_error_that_no_number_of_them_averages_out():
    """A mean with misfit keeps the width of the shared error, however many people there are."""
    found = told(people_of(drawn_people(np.zeros(400), seed=12, sd=0.5, days=1500)))
    least = 2 * 1.645 * shared_sd(1.0)
    width = found.printed.trend.hi90 - found.printed.trend.lo90
    assert least < width < 1.2 * least
    assert found.as_drawn.trend.hi90 - found.as_drawn.trend.lo90 < 0.2 * least
    assert found.trend[0] == "level"


def test_four_hundred_people_take_seconds():
    """From draws to every answer, with a slope, 400 people take under 30 s of a processor."""
    drawn = drawn_people(np.zeros(400), seed=13)
    began = time.process_time()
    told(people_of(drawn, by="years"))
    assert time.process_time() - began < 30
