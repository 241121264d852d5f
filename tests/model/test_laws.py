"""Laws that hold for every condition, whatever its numbers: before any comparison with a paper."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import jax
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.flatten_util import ravel_pytree
from scipy.integrate import simpson, solve_ivp, trapezoid
from scipy.special import expit

from conftest import some
from wearoff.evidence import injections, rows
from wearoff.model import symbolic
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.model.parts import junction
from wearoff.model.wiring import wire
from wearoff.records import Injection, Session
from wearoff.simulation.backend import OPS
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import TAIL, quantile
from wearoff.simulation.schedule import schedule, steps_per_day
from wearoff.simulation.trajectories import batch_of_courses

EVERY = sorted(CONDITIONS)
SOME = some(EVERY)
"""Conditions of the long checks in this tier."""
FIVE_YEARS = 1826
TWO_YEARS = 730
TWELVE_WEEKS = 84
TWO_SESSIONS = 151
"""Days of the drawn cohorts, all of one length so that they compile once."""
AGREE = 1e-3
FOOT = "extensor_digitorum_brevis"
ONA = "onabotulinumtoxinA"
BOTH = tuple(Injection(FOOT, side, 1.0) for side in ("left", "right"))
DAYS = 600
FEET = ("healthy_muscle", (Session(0, ONA, BOTH),), DAYS)
NUMPY = SimpleNamespace(
    exp=np.exp,
    log=np.log,
    sqrt=np.sqrt,
    sigmoid=expit,
    positive=lambda x: np.maximum(x, 0.0),
    step=lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0),
    sum=lambda x: np.sum(x, axis=-1),
)


def usual_sessions(name, days, *, affected="left"):
    """Twelve-weekly sessions of the condition's usual plan."""
    chosen = condition(name)
    plan = injections.plan(chosen.usual_plan)
    product, needles = injections.spread(plan, chosen.usual, affected, None, None)
    return tuple(injections.sessions(needles, product, TWELVE_WEEKS, None, days))


def read(simulated):
    """Columns of all batches of a cohort, joined."""
    batches = list(simulated.batches())
    names = batches[0].columns
    return {name: np.concatenate([batch.columns[name] for batch in batches]) for name in names}


@cache
def compiled(name, sessions, days, step):
    """Wiring for these sessions and the compiled course; doses and numbers come later."""
    simulated = Cohort(condition(name), sessions, days, 1)
    outcomes = simulated.outcomes
    steps = steps_per_day(step)
    return simulated, batch_of_courses(simulated.wiring, outcomes, steps=steps, states=True)


def course(name, sessions, days, *, doses=None, visits=None, step=1.0, patient=None, **numbers):
    """Columns of one patient: a typical one, or one drawn by number."""
    simulated, simulate = compiled(name, sessions, days, step)
    wiring = simulated.wiring
    usual_doses, usual_visits = schedule(wiring, sessions, days)
    simulated = replace(simulated, typical=patient is None, settings=numbers)
    readings = simulate(
        wiring.bind(simulated.drawn(np.array([patient or 0]))),
        usual_doses if doses is None else doses,
        usual_visits if visits is None else visits,
    )
    columns = {column: np.asarray(readings[column])[0] for column in simulated.outcomes}
    for part in wiring.parts:
        for state in part.states:
            values = np.asarray(readings["states"][part.name][state.name])[0]
            names = wiring.columns(part, state.name)
            columns |= dict(zip(names, np.atleast_2d(values.T), strict=True))
    return columns


@cache
def five_years(name, step=1.0):
    """Five years of twelve-weekly sessions of a typical patient."""
    return course(name, usual_sessions(name, FIVE_YEARS), FIVE_YEARS, step=step)


def feet(left, right, **options):
    """Columns of the same muscle of both feet after {day: units} on each side."""
    doses, visits = np.zeros((DAYS, 2)), np.zeros(DAYS)
    for side, given_units in enumerate((left, right)):
        for day, units in given_units.items():
            doses[day, side], visits[day] = units, 1.0
    return course(*FEET, doses=doses, visits=visits, **options)


def foot(doses, **options):
    """Columns of a foot muscle after {day: units}."""
    columns = feet(doses, doses, **options)
    return {name.replace(f"{FOOT}_left__", ""): values for name, values in columns.items()}


def typical(simulated):
    """Parameters of a typical patient, as the parts take them."""
    drawn = replace(simulated, typical=True).drawn(np.array([0]))
    bound = simulated.wiring.bind(drawn)
    return {part: {name: v[0] for name, v in values.items()} for part, values in bound.items()}


def wired(name, step=1.0):
    """The cohort behind `five_years`."""
    return compiled(name, usual_sessions(name, FIVE_YEARS), FIVE_YEARS, step)[0]


def nested(wiring, columns):
    """States by part from columns by name."""
    return {
        part.name: {
            state.name: np.stack([columns[n] for n in wiring.columns(part, state.name)], -1)
            if part.per_muscle
            else columns[wiring.columns(part, state.name)[0]]
            for state in part.states
        }
        for part in wiring.parts
    }


def flat(wiring, state):
    """Columns by name from states by part."""
    return {
        name: value
        for part in wiring.parts
        for of in part.states
        for name, value in zip(
            wiring.columns(part, of.name), np.atleast_1d(state[part.name][of.name]), strict=True
        )
    }


@cache
def reference(name):
    """States of `five_years` by SciPy's DOP853, restarted at every session."""
    simulated = wired(name)
    wiring, p = simulated.wiring, typical(simulated)
    rates = symbolic.rates(wiring, p)
    names = [symbol.name for symbol in rates]
    rate = sympy.lambdify([list(rates)], list(rates.values()), modules="math", cse=True)
    state, pieces = wiring.start(), []
    ends = [session.day for session in simulated.sessions[1:]] + [FIVE_YEARS]
    for session, end in zip(simulated.sessions, ends, strict=True):
        units = {(i.muscle, i.side): i.units for i in session.injections}
        dose = np.array([units.get(site, 0.0) for site in wiring.sites])
        start = flat(wiring, wiring.session(state, dose, 1.0, p, NUMPY))
        solved = solve_ivp(
            lambda _, y: rate(y),
            (session.day, end),
            [start[n] for n in names],
            method="DOP853",
            rtol=1e-10,
            atol=1e-10,
            t_eval=np.arange(session.day, end + 1),
        )
        pieces.append(solved.y[:, :-1])
        state = nested(wiring, dict(zip(names, solved.y[:, -1], strict=True)))
    return dict(zip(names, np.concatenate(pieces, axis=1), strict=True))


def far_apart(found, wanted):
    """States that differ by more than 1e-3 of their range, with that share."""
    shares = {
        name: np.abs(found[name] - wanted[name]).max() / max(np.ptp(wanted[name]), 1e-9)
        for name in wanted
    }
    return {name: float(share) for name, share in shares.items() if share > AGREE}


def at_corners(wiring, count):
    """Patients with every number at one end of what is drawn, the last all at the fast end."""
    ends = np.random.default_rng(1).integers(0, 2, (len(wiring.rows), count))
    ends[:, -1] = 0
    tails = np.where(ends, 1 - TAIL, TAIL)
    found = [rows.get(name) for name in wiring.rows]
    return {
        row.name: quantile(row, tail)
        for row, tail in zip(found, tails, strict=True)
        if row.varies == "person" and row.law != "fixed"
    }


# Nothing in, nothing out


@pytest.mark.parametrize("name", EVERY)
def test_without_a_session_nothing_changes(name):
    """Without a session every state and outcome stays exactly as it is."""
    sessions = usual_sessions(name, FIVE_YEARS)
    doses, visits = (np.zeros_like(x) for x in schedule(wired(name).wiring, sessions, FIVE_YEARS))
    columns = course(name, sessions, FIVE_YEARS, doses=doses, visits=visits)
    changed = {column: float(np.ptp(values)) for column, values in columns.items()}
    assert {column: change for column, change in changed.items() if change != 0} == {}


@pytest.mark.parametrize("name", EVERY)
def test_placebo_moves_only_context(name):
    """Sessions of zero units move the states of context and no other."""
    sessions, wiring = usual_sessions(name, FIVE_YEARS), wired(name).wiring
    doses = np.zeros_like(schedule(wiring, sessions, FIVE_YEARS)[0])
    columns = course(name, sessions, FIVE_YEARS, doses=doses)
    moved = {c.split("__")[0] for c, values in columns.items() if "__" in c and np.ptp(values) > 0}
    parts = {part.name for part in wiring.parts}
    told_by_the_jaw = {"sensitization"} if "pain.to_head" in wiring.links.values() else set()
    assert moved == parts & {"context"} | told_by_the_jaw


def test_placebo_lowers_the_dystonia_score():
    """A placebo session lowers TWSTRS although no muscle is weaker."""
    name, sessions = "cervical_dystonia", usual_sessions("cervical_dystonia", FIVE_YEARS)
    doses = np.zeros_like(schedule(wired(name).wiring, sessions, FIVE_YEARS)[0])
    columns = course(name, sessions, FIVE_YEARS, doses=doses)
    assert columns["twstrs"][28] < columns["twstrs"][0] - 1
    assert np.ptp(columns["neck_load"]) == 0


# Amounts


def test_toxin_is_neither_made_nor_lost():
    """With a half-life beyond all bounds, depot and active toxin always add up to the dose."""
    c = foot({0: 10.0}, half_life_onabotulinumtoxinA=1e15)
    assert c["junction__D"] + c["junction__A"] == pytest.approx(np.full(DAYS, 10.0), rel=1e-9)


def test_toxin_balances_with_decay():
    """Depot, active toxin and all that has decayed add up to the dose."""
    c = foot({0: 10.0})
    decay = math.log(2) / rows.value("half_life_onabotulinumtoxinA", "day")
    for day in (10, 30, 90, 200):
        decayed = simpson(decay * c["junction__A"][: day + 1], dx=1.0)
        total = c["junction__D"][day] + c["junction__A"][day] + decayed
        assert total == pytest.approx(10.0, rel=1e-3)


def test_active_toxin_follows_two_exponentials():
    """Active toxin is the closed solution of depot and decay, to 1e-4 of the dose."""
    c, day = foot({0: 10.0}), np.arange(DAYS)
    enter = rows.value("kS", "1/day")
    decay = math.log(2) / rows.value("half_life_onabotulinumtoxinA", "day")
    wanted = 10 * enter / (enter - decay) * (np.exp(-decay * day) - np.exp(-enter * day))
    assert c["junction__A"] == pytest.approx(wanted, abs=1e-3)


def test_two_half_doses_make_one():
    """Two half doses on one day are one dose, in one session or in two."""
    whole, half = Injection(FOOT, "left", 10.0), Injection(FOOT, "left", 5.0)
    one, both, twice = (
        read(Cohort(condition("healthy_muscle"), sessions, 40, 1, typical=True))
        for sessions in (
            (Session(0, ONA, (whole,)),),
            (Session(0, ONA, (half, half)),),
            (Session(0, ONA, (half,)), Session(0, ONA, (half,))),
        )
    )
    assert one["response_percent"].min() < 50
    for name, values in one.items():
        assert np.array_equal(values, both[name]), name
        assert np.array_equal(values, twice[name]), name


# Dose and block


def blocks(left, right):
    """Block of the same muscle of both feet, (days, 2), after one session."""
    columns = feet({0: left}, {0: right})
    simulated = compiled(*FEET, 1.0)[0]
    state = nested(simulated.wiring, columns)
    return simulated.wiring.outputs(state, typical(simulated), NUMPY)["junction.block"]


@settings(max_examples=50, deadline=None)
@given(small=st.floats(0.01, 300), more=st.floats(1.01, 20))
def test_more_dose_more_block(small, more):
    """The larger of two doses blocks at least as much on every day and more on day 10."""
    block = blocks(small, small * more)
    assert np.all(block[:, 1] >= block[:, 0])
    assert block[10, 1] > block[10, 0]


def test_large_dose_paralyzes_and_small_one_weakens():
    """A huge dose blocks all that can be blocked, a small one a little."""
    block = blocks(1.0, 10_000.0)
    assert block[:, 1].max() == pytest.approx(rows.value("Emax", "share"), abs=1e-3)
    assert 0.01 < block[:, 0].max() < 0.2


# Symmetry and order


def test_mirrored_patient_has_mirrored_muscles():
    """A tilt to the other side, treated on the other side, is the same patient in a mirror."""
    chosen = condition("cervical_dystonia")
    left, right = (
        read(
            Cohort(
                chosen,
                usual_sessions(chosen.name, 100, affected=side),
                100,
                1,
                typical=True,
                states=True,
                affected=side,
            )
        )
        for side in ("left", "right")
    )
    other = {"left": "right", "right": "left"}
    for name, values in left.items():
        mirrored = re.sub("_(left|right)__", lambda side: f"_{other[side[1]]}__", name)
        assert values == pytest.approx(right[mirrored], rel=1e-12, abs=1e-12), name
    treated = "junction__splenius_capitis_left__A"
    assert left[treated][0, 50] > 1
    assert right[treated][0, 50] == 0


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_order_of_parts_does_not_matter(name, data):
    """Parts wired in any order have identical outputs and rates."""
    chosen, wiring, p = condition(name), wired(name).wiring, typical(wired(name))
    shuffled = wire(
        name,
        data.draw(st.permutations(chosen.parts)),
        chosen.links,
        sites=wiring.sites,
        product=wiring.product,
        antibodies=chosen.antibodies,
        instead=chosen.instead,
    )
    state = nested(wiring, {column: values[100] for column, values in five_years(name).items()})
    outputs = shuffled.outputs(state, p, NUMPY)
    for address, value in wiring.outputs(state, p, NUMPY).items():
        assert np.array_equal(value, outputs[address]), address
    rates = flat(shuffled, shuffled.rates(state, p, NUMPY))
    assert rates == flat(wiring, wiring.rates(state, p, NUMPY))
    assert shuffled.rows == wiring.rows


def test_course_does_not_depend_on_the_order_of_parts():
    """A course with the parts in reverse order has identical outcomes."""
    chosen = condition("healthy_muscle")
    reverse = replace(chosen, parts=chosen.parts[::-1])
    sessions = usual_sessions(chosen.name, 40)
    given_order, reversed_order = (
        read(Cohort(c, sessions, 40, 1, typical=True)) for c in (chosen, reverse)
    )
    for name, values in given_order.items():
        assert np.array_equal(values, reversed_order[name]), name


# Steps


@pytest.mark.parametrize("name", SOME)
def test_eighths_of_a_day_agree(name):
    """Steps of an eighth change no state by more than a thousandth of its range in five years."""
    eighths = five_years(name, step=0.125)
    states = {column: values for column, values in eighths.items() if "__" in column}
    assert far_apart(five_years(name), states) == {}


@pytest.mark.parametrize("name", EVERY)
def test_one_day_steps_agree_with_an_adaptive_integrator(name):
    """One-day steps and DOP853 at 1e-10 differ by at most a thousandth of each state's range."""
    assert far_apart(five_years(name), reference(name)) == {}


@pytest.mark.parametrize("name", SOME)
def test_steps_agree_in_every_patient(name):
    """Steps of a day and of an eighth agree to 1e-3 of each state's range in drawn patients."""
    sessions, numbers = usual_sessions(name, TWO_YEARS), np.arange(24)
    found = []
    for step in (1.0, 0.125):
        simulated, simulate = compiled(name, sessions, TWO_YEARS, step)
        p = simulated.wiring.bind(simulated.drawn(numbers))
        readings = simulate(p, *schedule(simulated.wiring, sessions, TWO_YEARS))["states"]
        found.append(
            {part: {k: np.asarray(v) for k, v in s.items()} for part, s in readings.items()}
        )
    whole, eighths = found
    for part, states in eighths.items():
        for state, values in states.items():
            apart = np.abs(whole[part][state] - values).max(axis=1)
            # a state that hardly moves, below its kink, need only agree absolutely
            assert np.all(apart <= AGREE * np.ptp(values, axis=1) + 1e-7), f"{part}.{state}"


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("corners", [False, True])
def test_every_rate_is_below_one_a_day(name, corners):
    """No eigenvalue of the rates' Jacobian reaches one a day, at the prior's corners either."""
    numbers = np.arange(256)
    sessions = usual_sessions(name, TWO_SESSIONS)
    simulated = Cohort(condition(name), sessions, TWO_SESSIONS, len(numbers), states=True)
    if corners:
        simulated = replace(simulated, settings=at_corners(simulated.wiring, len(numbers)))
    columns, wiring = read(simulated), simulated.wiring

    def jacobian(state, p):
        start, unravel = ravel_pytree(state)
        return jax.jacfwd(lambda y: ravel_pytree(wiring.rates(unravel(y), p, OPS))[0])(start)

    every = jax.jit(jax.vmap(jacobian))
    p = wiring.bind(simulated.drawn(numbers))
    for day in (0, 3, 40, 85, 150):
        state = nested(wiring, {column: values[:, day] for column, values in columns.items()})
        largest = np.abs(np.linalg.eigvals(np.asarray(every(state, p)))).max()
        assert 0.2 < largest < 1, f"day {day}"


# Patients


def test_a_patient_does_not_depend_on_the_others():
    """The first 300 of 600 patients are the 300 patients of a smaller cohort."""
    chosen, days = condition("cervical_dystonia"), TWO_SESSIONS
    sessions = usual_sessions(chosen.name, days)
    few, many = (read(Cohort(chosen, sessions, days, n, states=True)) for n in (300, 600))
    for name, values in few.items():
        assert values.shape == (300, days)
        assert np.array_equal(values, many[name][:300]), name
    assert len(np.unique(many["twstrs"][:, 30])) == 600


def test_a_seed_is_a_cohort():
    """The same seed gives the same arrays, another seed other ones."""
    chosen, days = condition("healthy_muscle"), TWO_SESSIONS
    sessions = usual_sessions(chosen.name, days)
    one, again, other = (
        read(Cohort(chosen, sessions, days, 20, seed=seed, states=True)) for seed in (1, 1, 2)
    )
    for name, values in one.items():
        assert np.array_equal(values, again[name]), name
    strength = one["strength_percent"][:, 30]
    assert not np.any(strength == other["strength_percent"][:, 30])
    assert len(np.unique(strength)) == 20


def test_typical_patients_are_one():
    """A typical cohort ignores the seed."""
    chosen, sessions = condition("healthy_muscle"), usual_sessions("healthy_muscle", 40)
    one, other = (read(Cohort(chosen, sessions, 40, 1, seed=s, typical=True)) for s in (1, 2))
    assert np.array_equal(one["strength_percent"], other["strength_percent"])


# Repeated sessions


def test_each_earlier_session_slows_the_decay():
    """Active toxin decays with a half-life longer by session_slowing for each earlier session."""
    c = foot({0: 10.0, 200: 10.0, 400: 10.0}, session_slowing=1.3)
    half_life = rows.value("half_life_onabotulinumtoxinA", "day")
    for earlier in range(3):
        end = 200 * earlier + 199
        assert c["junction__n"][end] == earlier + 1
        per_day = np.log(c["junction__A"][end - 1] / c["junction__A"][end])
        assert math.log(2) / per_day == pytest.approx(half_life * 1.3**earlier, rel=1e-4)


def test_a_placebo_session_slows_nothing():
    """A session without toxin in a muscle does not count as an earlier one."""
    c = foot({0: 0.0, 10: 10.0})
    assert c["junction__n"][[0, 9, 10, 199]].tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("patient", range(5))
def test_antibodies_end_the_effect(patient):
    """When antibodies are all but certain the first dose works and later ones do nothing."""
    sure = {"antibody_chance_low_dose": 1 - 1e-12, "session_slowing": 1.0}
    once = foot({0: 10.0}, patient=patient, **sure)
    thrice = foot({0: 10.0, 84: 10.0, 168: 10.0}, patient=patient, **sure)
    assert once["response_percent"][10] < 90
    for name, values in once.items():
        if not name.endswith("__n"):
            assert thrice[name] == pytest.approx(values, rel=1e-3, abs=1e-9), name


def test_certain_antibodies_spare_the_first_dose():
    """A chance of exactly one leaves the first dose its effect."""
    assert foot({0: 10.0}, patient=0, antibody_chance_low_dose=1.0)["response_percent"][10] < 90


@pytest.mark.parametrize("units", [0.5, 2.0, 5.0, 20.0, 200.0])
def test_contractile_share_falls_and_never_rises(units):
    """Contractile share never rises, and a second session takes some of what the first left."""
    q = foot({0: units, 200: units})["muscle__q"]
    assert np.all(np.diff(q) <= 0)
    assert q[0] > q[199] > q[399] > 0


@pytest.mark.parametrize("units", [0.5, 5.0, 200.0])
def test_a_session_costs_at_most_its_block(units):
    """In twelve weeks contractile share falls by at most permanent_share times the block."""
    c = foot({0: units, TWELVE_WEEKS: units})
    permanent = rows.value("permanent_share", "1/treatment_cycle")
    for start in (0, TWELVE_WEEKS):
        end = start + TWELVE_WEEKS
        block = 1 - c["response_percent"][start : end + 1].min() / 100
        assert 0 < c["muscle__q"][start] - c["muscle__q"][end] <= permanent * block


@pytest.mark.parametrize("units", [1.0, 10.0, 100.0, 1000.0])
def test_contractile_loss_is_the_integral_of_block(units):
    """Contractile share loses permanent_share a day of full block, at any dose."""
    p = typical(compiled(*FEET, 1.0)[0])["junction"]
    enter, decay = p["kS"][0], math.log(2) / p["half_life"][0]
    day = np.geomspace(1e-6, 199, 50_000)
    active = units * enter / (enter - decay) * (np.exp(-decay * day) - np.exp(-enter * day))
    xh = (active / junction.ed50(p, NUMPY)[0]) ** p["hill"][0]
    blocked = trapezoid(p["Emax"][0] * xh / (1 + xh), day)
    lost = -math.log(foot({0: units})["muscle__q"][199])
    assert lost == pytest.approx(rows.value("permanent_share", "1/day") * blocked, rel=2e-3)


def test_no_permanent_share_no_lasting_loss():
    """With permanent_share zero the contractile share stays whole."""
    c = foot({0: 50.0}, permanent_share=0.0)
    assert np.all(c["muscle__q"] == 1)
    assert foot({0: 50.0})["muscle__q"][-1] < 1


def test_spindle_recovers_after_force():
    """The spindle is half back later than the muscle's force is."""
    c = foot({0: 10.0})
    half_back = []
    for name in ("strength_percent", "reflex_percent"):
        low = int(np.argmin(c[name]))
        middle = (c[name][low] + c[name][0]) / 2
        half_back.append(low + int(np.argmax(c[name][low:] > middle)))
    assert half_back[1] > half_back[0] + 28


@pytest.mark.parametrize("name", ["chronic_migraine", "cervical_dystonia", "healthy_muscle"])
def test_single_precision_is_enough_for_studies(name):
    """Courses in 32 bits lie within 1e-4 of each outcome's range of those in 64, over two years."""
    chosen = condition(name)
    sites = chosen.usual[:2]
    injected = tuple(Injection(muscle, "left", 40.0) for muscle in sites)
    sessions = tuple(Session(TWELVE_WEEKS * k, ONA, injected) for k in range(8))
    both = [
        next(Cohort(chosen, sessions, TWO_YEARS, 64, seed=3, single=single).batches()).columns
        for single in (False, True)
    ]
    for column, exact in both[0].items():
        span = max(np.ptp(exact), 1e-3)
        assert np.abs(exact - both[1][column]).max() <= 1e-4 * span, column
