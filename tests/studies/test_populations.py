"""Populations of persons, courses in stretches, and calibration of what can be worked out."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from wearoff.evidence import rows
from wearoff.model.conditions import condition
from wearoff.model.parts import nerve
from wearoff.records import Injection, Session, Target
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import (
    CENTER,
    TAIL,
    center_variance,
    evenly,
    populations,
    quantile,
)
from wearoff.simulation.schedule import STRETCH
from wearoff.studies import calibrate as calibration
from wearoff.studies.calibrate import KINDS, System, calibrate, linearize, rows_of
from wearoff.studies.design import published
from wearoff.studies.groups import grouped

ONA, FOOT = "onabotulinumtoxinA", "extensor_digitorum_brevis"
RESPONSE = "sensory_response_chronic_migraine"
LAWS = {
    "half_life_onabotulinumtoxinA": "lognormal",
    "central_share": "triangle",
    "twstrs_baseline": "normal",
    "leaving_share": "triangle",
}
"""A row of each law that differs between people, and one that is the same in all of them."""


# Persons


@pytest.mark.parametrize("name", LAWS)
def test_persons_of_all_populations_follow_the_row(name):
    """Over what is not known of the center, and over persons, values have the row's own law."""
    row, levels = rows.get(name), (np.arange(200) + 0.5) / 200
    assert row.law == LAWS[name]
    centers = {name: stats.norm.ppf(levels) * np.sqrt(center_variance(name))}
    found = np.sort(populations([name], centers, 96, seed=1)[name])
    assert len(found) == 200 * 96
    least, most = quantile(row, np.array([TAIL, 1 - TAIL]))
    assert least <= found[0] < row.value < found[-1] <= most
    reached = np.searchsorted(found, quantile(row, levels)) / len(found)
    assert np.abs(reached - levels).max() < 0.005


def test_a_population_lies_around_its_center():
    """Half of a row's variance lies between persons; a row that is one number has its center."""
    drawn = {"twstrs_baseline": np.array([-1.0, 1.0]), "leaving_share": np.array([-1.0, 1.0])}
    found = populations(drawn, drawn, 400, seed=1)
    level = found["twstrs_baseline"].reshape(2, 400)
    row = rows.get("twstrs_baseline")
    sd = quantile(row, stats.norm.cdf(1.0)) - row.value
    assert level.mean(1) == pytest.approx(row.value + sd * np.array([-1, 1]), rel=1e-3)
    assert level.std(1) == pytest.approx(sd * np.sqrt(1 - CENTER), rel=0.02)
    leaving = found["leaving_share"].reshape(2, 400)
    assert np.all(np.ptp(leaving, axis=1) == 0)
    assert leaving[:, 0] == pytest.approx(
        quantile(rows.get("leaving_share"), stats.norm.cdf([-1, 1]))
    )


def test_the_same_persons_serve_every_population():
    """Persons of every population differ from its center alike; fixed rows are not drawn."""
    found = populations([*LAWS, "kz"], dict.fromkeys([*LAWS, "kz"], np.zeros(3)), 24, seed=1)
    assert set(found) == set(LAWS)
    for values in found.values():
        assert np.array_equal(values, np.tile(values[:24], 3))


@given(people=st.sampled_from([1, 2, 21, 48]), seed=st.integers(0, 1000))
@settings(max_examples=30)
def test_evenly_spread_numbers_are_equal_steps(people, seed):
    """A number a person, one in each of equal steps, in an order of its own for every name."""
    found = evenly(seed, people, "a name")
    assert np.sort(found) == pytest.approx((np.arange(people) + 0.5) / people, rel=1e-12)
    assert np.array_equal(found, evenly(seed, people, "a name"))
    if people > 20:
        assert not np.array_equal(found, evenly(seed, people, "another name"))
        assert not np.array_equal(found, evenly(seed + 1, people, "a name"))


# Classes of response

HEAD = (Injection("frontalis", "left", 10.0), Injection("frontalis", "right", 10.0))
PERSONS = 100


def migraine(**given):
    """Patients with chronic migraine after one session."""
    chosen = condition("chronic_migraine")
    return Cohort(chosen, (Session(0, ONA, HEAD),), STRETCH, PERSONS, settings=given)


def responses(simulated):
    """Response of each patient as a share of a partial responder's."""
    drawn = simulated.drawn(np.arange(PERSONS))
    return simulated.wiring.bind(drawn)["nerve"]["response"] / drawn[RESPONSE]


def test_three_classes_in_their_shares():
    """Of evenly drawn people the rows' shares respond not at all, in part, and more than that."""
    same = {n: rows.get(n).value for n in ("non_responder_share", "super_responder_share")}
    u = evenly(1, PERSONS, "response_draw")
    found = responses(migraine(response_draw=u, super_response=2.5, **same))
    wanted = {0.0: same["non_responder_share"], 2.5: same["super_responder_share"]}
    wanted[1.0] = 1 - sum(wanted.values())
    assert set(found.round(9)) == set(wanted)
    for times, share in wanted.items():
        assert np.mean(found.round(9) == times) == pytest.approx(share, abs=1 / PERSONS)
    assert found[u < wanted[1.0] - 0.01] == pytest.approx(1.0)
    assert found[u > 1 - wanted[0.0] + 0.01] == pytest.approx(0.0)


def test_the_typical_patient_responds_in_part():
    """A typical patient has the draw 0: a partial responder with the row's own response."""
    simulated = replace(migraine(), typical=True)
    drawn = simulated.drawn(np.array([0]))
    assert drawn["response_draw"] == [0.0]
    bound = simulated.wiring.bind(drawn)["nerve"]
    assert bound["response"].tolist() == [rows.get(RESPONSE).value]
    numbers = SimpleNamespace(step=lambda x: float(x > 0))
    p = {key: float(np.ravel(value)[0]) for key, value in bound.items()}
    assert nerve.response(p | {"response_draw": 0.999}, numbers) == 0
    assert nerve.response(p | {"response_draw": 0.6}, numbers) > p["response"]


def test_a_chance_can_be_set():
    """Draws that were set reach the patients by number; others are uniform and of the seed."""
    u = np.linspace(0, 1, PERSONS)
    some = np.array([3, 1, 70])
    assert migraine(response_draw=u).drawn(some)["response_draw"].tolist() == u[some].tolist()
    free = migraine().drawn(np.arange(PERSONS))["response_draw"]
    assert stats.kstest(free, "uniform").pvalue > 0.01
    assert not np.array_equal(free, replace(migraine(), seed=2).drawn(np.arange(PERSONS)))


# Stretches


@pytest.mark.parametrize("days", [1, STRETCH - 1, STRETCH + 1, 300])
def test_a_course_does_not_depend_on_its_length(days):
    """A course of any length begins as that of one stretch does, and goes on as a longer one."""
    sessions = tuple(Session(day, ONA, (Injection(FOOT, "left", 10.0),)) for day in (0, 84, 168))
    chosen = condition("healthy_muscle")

    def read(length):
        cohort = Cohort(chosen, sessions, length, 5, states=True)
        return next(iter(cohort.batches())).columns

    found, longest = read(days), read(400)
    for name, values in found.items():
        assert values.shape == (5, days)
        assert np.array_equal(values, longest[name][:, :days]), name
    assert np.ptp(longest["response_percent"][:, STRETCH:]) > 20


# Calibration of figures that are straight lines

REPLICATES = 200
NAMES = ("kS", "hill", "Emax", "twstrs_baseline", "neck_volume")
COHORTS = tuple("AAABBCCDDEEF")
TAU, KAPPA, SIZE, SURE = 0.4, 1e-3, 1000.0, 1e-3
"""Spread between studies, share of a figure missed, figures' size; SD of a logarithm as known."""


def system(seed):
    """Figures of six cohorts that are straight lines in five centers, and the true centers."""
    luck, shape = np.random.default_rng(seed), (len(COHORTS), len(NAMES))
    variance = np.array([center_variance(name) for name in NAMES])
    truth, at = luck.normal(0, np.sqrt(variance)), luck.normal(0, 0.5, len(NAMES))
    own = {name: luck.normal(0, TAU * np.sqrt(variance)) for name in sorted(set(COHORTS))}
    slopes, error = luck.normal(0, 2, shape), luck.uniform(0.2, 1, len(COHORTS))
    theirs = truth + np.array([own[name] for name in COHORTS])
    noise = np.hypot(error, KAPPA * SIZE) * luck.standard_normal(len(COHORTS))
    made = System(
        ids=tuple(f"figure {index}" for index in range(len(COHORTS))),
        cohorts=COHORTS,
        sources=tuple(f"paper {name}" for name in COHORTS),
        kinds=tuple(luck.integers(0, len(KINDS), len(COHORTS)).tolist()),
        names=NAMES,
        variance=variance,
        at=at,
        predicted=np.full(len(COHORTS), SIZE),
        slopes=slopes,
        published=SIZE + (slopes * (theirs - at)).sum(1) + noise,
        error=error,
    )
    return made, truth


@pytest.fixture
def known(monkeypatch):
    """How studies differ and what the model misses, as good as known."""
    monkeypatch.setattr(calibration, "BETWEEN", (TAU, SURE))
    monkeypatch.setattr(calibration, "MISSED", (KAPPA, SURE))


@pytest.mark.usefixtures("known")
def test_nine_in_ten_hold_the_truth():
    """With τ and κ known nine in ten posteriors hold the true centers: together, and each alone."""
    together, alone = 0, np.zeros(len(NAMES))
    for seed in range(REPLICATES):
        made, truth = system(seed)
        found = calibrate(made)
        assert found.between == pytest.approx(TAU, rel=0.02)
        away = truth - found.mean
        together += away @ np.linalg.solve(found.covariance, away) <= stats.chi2.ppf(0.9, len(away))
        alone += np.abs(away) <= stats.norm.ppf(0.95) * np.sqrt(np.diag(found.covariance))
    low, high = stats.binom.interval(0.999, REPLICATES, 0.9)
    for inside in (together, *alone):
        assert low <= inside <= high


@given(seed=st.integers(0, 10_000), cohort=st.sampled_from("ABCDEF"))
@settings(max_examples=5)
def test_what_is_left_out_is_not_looked_at(seed, cohort):
    """Without a cohort nothing depends on its figures, slopes or errors."""
    made, _ = system(seed)
    mine, luck = np.array(COHORTS) == cohort, np.random.default_rng(seed)
    other = replace(
        made,
        published=np.where(mine, luck.normal(0, 1e6, len(mine)), made.published),
        slopes=np.where(mine[:, None], luck.normal(0, 99, made.slopes.shape), made.slopes),
        error=np.where(mine, 1e-6, made.error),
    )
    one, two = (calibrate(each.without(cohort)) for each in (made, other))
    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.covariance, two.covariance)
    assert not np.allclose(one.mean, calibrate(made).mean)


@pytest.mark.usefixtures("known")
def test_figures_only_narrow():
    """Every center is known better than before, and better with more figures."""
    for seed in range(10):
        made, _ = system(seed)
        fewer = made.take(np.array([name in "ABC" for name in COHORTS]))
        told, less = calibrate(made).contraction, calibrate(fewer).contraction
        assert np.all((less > 0) & (told > less - SURE) & (told < 1))
        assert told.mean() > less.mean() + 0.05


def test_what_no_figure_moves_stays_where_it_was():
    """A center with no slope keeps its prior, whatever the others do."""
    made, _ = system(1)
    found = calibrate(replace(made, slopes=made.slopes * [1, 1, 0, 1, 1]))
    assert found.mean[2] == 0
    assert found.contraction[2] == pytest.approx(0, abs=1e-12)
    assert found.covariance[2] == pytest.approx(np.diag(found.variance)[2], abs=1e-12)
    assert np.all(np.delete(found.mean, 2) != 0)


def test_a_better_figure_counts_for_more():
    """The larger the error of every figure, the nearer the centers stay to their prior."""
    made, _ = system(2)
    told = [calibrate(replace(made, error=made.error * times)).contraction for times in (1, 5, 500)]
    assert np.all(told[0] > told[1])
    assert np.all(told[1] > told[2])
    assert told[2].max() < 0.05


def test_rows_from_a_cohort_left_out_start_wider():
    """Without a cohort the rows that were read from its papers have four times their variance."""
    read = rows.get("hill").source
    others = {rows.get(name).source for name in NAMES} - {read}
    assert others
    made, _ = system(3)
    made = replace(made, sources=tuple(read if c == "B" else "a paper" for c in COHORTS))
    left = made.without("B")
    wider = np.array([rows.get(name).source == read for name in NAMES])
    assert 0 < wider.sum() < len(NAMES)
    assert left.variance.tolist() == (made.variance * np.where(wider, 4, 1)).tolist()
    assert set(left.cohorts) == set("ACDEF")
    assert left.ids == tuple(i for i, c in zip(made.ids, COHORTS, strict=True) if c != "B")
    assert made.without("A").variance.tolist() == made.variance.tolist()


# Figures made linear

FACE = Target(
    id="seen",
    source="a paper",
    cohort="A",
    condition="healthy_junction",
    population="all",
    baseline=None,
    baseline_sd=None,
    product=ONA,
    units=10,
    plan=FOOT,
    interval_weeks=None,
    sessions=1,
    week=3,
    arm="toxin",
    quantity="cmap_percent_of_baseline",
    value=36.0,
    se=5.5,
    n=None,
    grade="read",
    note="",
    line=2,
)


@pytest.fixture(scope="module")
def linear():
    """A figure that was seen, the same from memory, and with people in place of an error."""
    targets = [
        FACE,
        replace(FACE, id="from memory", grade="memory"),
        replace(FACE, id="people", se=None, n=400),
        replace(FACE, id="neither", se=None),
    ]
    figures = [published(target) for target in targets]
    names = rows_of(grouped(figures))
    return figures, linearize(figures, names, np.zeros(len(names)))


def test_what_was_not_seen_counts_half(linear):
    """A figure from memory has twice the error; without one it is that of the people."""
    _, made = linear
    seen, memory, people, neither = made.error
    assert (seen, memory) == (5.5, 11.0)
    assert neither / people == pytest.approx(np.sqrt(400 / 30))
    assert 0.2 < people < 2


def test_slopes_are_those_of_the_figure(linear):
    """A line through the slopes foretells the figure nearby; more to block it leaves more of it."""
    figures, made = linear
    (group,) = grouped(figures)
    slope = dict(zip(made.names, made.slopes[0], strict=True))
    assert slope["ED50_foot"] > 0 > slope["Emax"]
    assert slope["shrink_time"] == 0
    z = np.random.default_rng(1).normal(0, 0.1, (len(made.names), 8))
    near = group.figures(dict(zip(made.names, z, strict=True)))[0].value
    assert near == pytest.approx(made.predicted[0] + made.slopes[0] @ z, abs=0.3)
    assert np.abs(near - made.predicted[0]).max() > 0.5
