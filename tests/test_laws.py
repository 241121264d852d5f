"""Laws that hold for every condition, whatever its numbers: before any comparison with a paper."""

from __future__ import annotations

import math
from functools import cache
from types import SimpleNamespace

import jax
import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from jax.flatten_util import ravel_pytree
from scipy.integrate import simpson, solve_ivp
from scipy.special import expit
from wearoff.evidence import injections, rows
from wearoff.model import symbolic
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.model.wiring import wire
from wearoff.records import Injection, Session
from wearoff.simulation.backend import OPS
from wearoff.simulation.cohorts import Cohort

EVERY = sorted(CONDITIONS)
FIVE_YEARS = 1826
TWELVE_WEEKS = 84
AGREE = 1e-3
FOOT = "extensor_digitorum_brevis"
ONA = "onabotulinumtoxinA"
NUMPY = SimpleNamespace(
    exp=np.exp,
    log=np.log,
    sqrt=np.sqrt,
    sigmoid=expit,
    step=lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0),
    sum=lambda x: np.sum(x, axis=-1),
)


def cohort(name, sessions, days, patients=1, **options):
    """A cohort with its states; typical unless it has several patients."""
    options = {"typical": patients == 1, "states": True, **options}
    return Cohort(condition(name), tuple(sessions), days, patients, **options)


def read(simulated):
    """Columns of all batches, joined."""
    batches = list(simulated.batches())
    names = batches[0].columns
    return {name: np.concatenate([batch.columns[name] for batch in batches]) for name in names}


def usual_sessions(name, days, *, units=None, affected="left", interval=TWELVE_WEEKS):
    """Sessions of the condition's usual plan."""
    chosen = condition(name)
    plan = injections.plan(chosen.usual_plan)
    product, needles = injections.spread(plan, chosen.usual, affected, units, None)
    return tuple(injections.sessions(needles, product, interval, None, days))


@cache
def five_years(name, step=1.0):
    """Five years of twelve-weekly sessions of a typical patient: the cohort and its columns."""
    simulated = cohort(name, usual_sessions(name, FIVE_YEARS), FIVE_YEARS, step=step)
    return simulated, {column: values[0] for column, values in read(simulated).items()}


def foot(*doses, days=200, step=1.0, **settings):
    """Columns of one typical foot muscle after these (day, units)."""
    sessions = [Session(day, ONA, (Injection(FOOT, "left", units),)) for day, units in doses]
    simulated = cohort("healthy_muscle", sessions, days, step=step, settings=settings)
    columns = {name: values[0] for name, values in read(simulated).items()}
    return {name.replace(f"{FOOT}_left__", ""): values for name, values in columns.items()}


def one_patient(simulated):
    """Parameters of the first patient, as the parts take them."""
    bound = simulated.wiring.bind(simulated.drawn(np.array([0])))
    return {part: {name: v[0] for name, v in values.items()} for part, values in bound.items()}


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
    simulated, _ = five_years(name)
    wiring, p = simulated.wiring, one_patient(simulated)
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


# Nothing in, nothing out


@pytest.mark.parametrize("name", EVERY)
def test_without_a_session_nothing_changes(name):
    """Before the first session every state and outcome stays exactly as it is, for two years."""
    sessions = [Session(730, s.product, s.injections) for s in usual_sessions(name, 1)]
    for column, values in read(cohort(name, sessions, 730)).items():
        assert np.all(values == values[0, 0]), column


@pytest.mark.parametrize("name", EVERY)
def test_placebo_moves_only_context(name):
    """Sessions of zero units move the states of context and no other."""
    simulated = cohort(name, usual_sessions(name, 200, units=0.0), 200)
    states = {column: v for column, v in read(simulated).items() if "__" in column}
    moved = {column.split("__")[0] for column, v in states.items() if np.ptp(v) > 0}
    parts = {part.name for part in simulated.wiring.parts}
    assert moved == parts & {"context"}


def test_placebo_lowers_the_dystonia_score():
    """A placebo session lowers TWSTRS although no muscle is weaker."""
    columns = read(cohort("cervical_dystonia", usual_sessions("cervical_dystonia", 29, units=0), 29))
    assert columns["twstrs"][0, 28] < columns["twstrs"][0, 0] - 1
    assert np.ptp(columns["neck_load"]) == 0


# Amounts


def test_toxin_is_neither_made_nor_lost():
    """With a half-life beyond all bounds, depot and active toxin always add up to the dose."""
    c = foot((0, 10.0), half_life_onabotulinumtoxinA=1e15)
    assert c["junction__D"] + c["junction__A"] == pytest.approx(np.full(200, 10.0), rel=1e-9)


def test_toxin_balances_with_decay():
    """Depot, active toxin and all that has decayed add up to the dose."""
    c = foot((0, 10.0), step=0.125)
    decay = math.log(2) / rows.value("half_life_onabotulinumtoxinA", "day")
    decayed = simpson(decay * c["junction__A"], dx=1.0)
    assert c["junction__D"][-1] + c["junction__A"][-1] + decayed == pytest.approx(10.0, rel=1e-3)


def test_active_toxin_follows_two_exponentials():
    """Active toxin is the closed solution of depot and decay, to 1e-4 of the dose."""
    c, day = foot((0, 10.0)), np.arange(200)
    enter = rows.value("kS", "1/day")
    decay = math.log(2) / rows.value("half_life_onabotulinumtoxinA", "day")
    wanted = 10 * enter / (enter - decay) * (np.exp(-decay * day) - np.exp(-enter * day))
    assert c["junction__A"] == pytest.approx(wanted, abs=1e-3)


def test_two_half_doses_make_one():
    """Two half doses on one day are one dose, in one session or in two."""
    whole = foot((0, 10.0))
    half = Injection(FOOT, "left", 5.0)
    for sessions in (
        [Session(0, ONA, (half, half))],
        [Session(0, ONA, (half,)), Session(0, ONA, (half,))],
    ):
        columns = read(cohort("healthy_muscle", sessions, 200))
        for name, values in columns.items():
            assert np.array_equal(values[0], whole[name.replace(f"{FOOT}_left__", "")]), name


# Dose and block


def blocks(left, right):
    """Block of two equal muscles, (days, 2), after two doses in one session."""
    needles = (Injection(FOOT, "left", left), Injection(FOOT, "right", right))
    simulated = cohort("healthy_muscle", [Session(0, ONA, needles)], 120)
    columns = {name: values[0] for name, values in read(simulated).items()}
    wiring = simulated.wiring
    return wiring.outputs(nested(wiring, columns), one_patient(simulated), NUMPY)["junction.block"]


@settings(max_examples=15, deadline=None)
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
    left, right = (
        read(
            cohort(
                "cervical_dystonia",
                usual_sessions("cervical_dystonia", 200, affected=side),
                200,
                affected=side,
            )
        )
        for side in ("left", "right")
    )
    swapped = {
        name.replace("_left__", "_?__").replace("_right__", "_left__").replace("_?__", "_right__"): v
        for name, v in right.items()
    }
    assert any(np.ptp(v - right[name]) > 0 for name, v in left.items())
    for name, values in left.items():
        assert values == pytest.approx(swapped[name], rel=1e-12, abs=1e-12), name


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_order_of_parts_does_not_matter(name, data):
    """Parts wired in any order have identical outputs and rates."""
    simulated, columns = five_years(name)
    chosen, wiring, p = simulated.condition, simulated.wiring, one_patient(simulated)
    shuffled = wire(
        name,
        data.draw(st.permutations(chosen.parts)),
        chosen.links,
        sites=wiring.sites,
        product=wiring.product,
        antibodies=chosen.antibodies,
    )
    state = nested(wiring, {column: values[100] for column, values in columns.items()})
    outputs = shuffled.outputs(state, p, NUMPY)
    for address, value in wiring.outputs(state, p, NUMPY).items():
        assert np.array_equal(value, outputs[address]), address
    rates = flat(shuffled, shuffled.rates(state, p, NUMPY))
    assert rates == flat(wiring, wiring.rates(state, p, NUMPY))
    assert shuffled.rows == wiring.rows


# Steps


@pytest.mark.parametrize("name", EVERY)
def test_half_day_steps_agree(name):
    """Halving the step changes no state by more than a thousandth of its range in five years."""
    whole, half = five_years(name)[1], five_years(name, step=0.5)[1]
    states = {column: values for column, values in half.items() if "__" in column}
    assert far_apart(whole, states) == {}


@pytest.mark.parametrize("name", EVERY)
def test_one_day_steps_agree_with_an_adaptive_integrator(name):
    """One-day steps and DOP853 at 1e-10 differ by at most a thousandth of each state's range."""
    assert far_apart(five_years(name)[1], reference(name)) == {}


@pytest.mark.parametrize("name", EVERY)
def test_every_rate_is_below_one_a_day(name):
    """No eigenvalue of the rates' Jacobian reaches one a day in 500 patients of the prior."""
    numbers = np.arange(500)
    simulated = cohort(name, usual_sessions(name, 151), 151, len(numbers))
    columns, wiring = read(simulated), simulated.wiring

    def jacobian(state, p):
        start, unravel = ravel_pytree(state)
        return jax.jacfwd(lambda y: ravel_pytree(wiring.rates(unravel(y), p, OPS))[0])(start)

    every = jax.jit(jax.vmap(jacobian))
    p = wiring.bind(simulated.drawn(numbers))
    for day in (0, 3, 10, 40, 85, 150):
        state = nested(wiring, {column: values[:, day] for column, values in columns.items()})
        values = np.linalg.eigvals(np.asarray(every(state, p)))
        assert 0.01 < np.abs(values).max() < 1, f"day {day}"


# Patients


def test_a_patient_does_not_depend_on_the_others():
    """The first 300 of 600 patients are the 300 patients of a smaller cohort."""
    sessions = usual_sessions("cervical_dystonia", 60)
    few, many = (
        read(cohort("cervical_dystonia", sessions, 60, patients)) for patients in (300, 600)
    )
    for name, values in few.items():
        assert values.shape == (300, 60)
        assert np.array_equal(values, many[name][:300]), name


def test_a_seed_is_a_cohort():
    """The same seed gives the same arrays, another seed other ones."""
    sessions = usual_sessions("healthy_muscle", 60)
    one, again, other = (
        read(cohort("healthy_muscle", sessions, 60, 20, seed=seed)) for seed in (1, 1, 2)
    )
    for name, values in one.items():
        assert np.array_equal(values, again[name]), name
    strength = one["strength_percent"][:, 30]
    assert not np.any(strength == other["strength_percent"][:, 30])
    assert len(np.unique(strength)) == 20


# Repeated sessions


def test_each_earlier_session_slows_the_decay():
    """Active toxin decays with a half-life longer by session_slowing for each earlier session."""
    c = foot((0, 10.0), (200, 10.0), (400, 10.0), days=600, session_slowing=1.3)
    half_life = rows.value("half_life_onabotulinumtoxinA", "day")
    for earlier in range(3):
        end = 200 * earlier + 199
        assert c["junction__n"][end] == earlier + 1
        per_day = np.log(c["junction__A"][end - 1] / c["junction__A"][end])
        assert math.log(2) / per_day == pytest.approx(half_life * 1.3**earlier, rel=1e-4)


def test_a_placebo_session_slows_nothing():
    """A session without toxin in a muscle does not count as an earlier one."""
    c = foot((0, 0.0), (10, 10.0))
    assert c["junction__n"][[0, 9, 10, 199]].tolist() == [0, 0, 1, 1]


def test_antibodies_end_the_effect():
    """When antibodies are all but certain the first dose works and later ones do nothing."""
    sure = {"antibody_chance_low_dose": 1 - 1e-12, "session_slowing": 1.0}
    needle = (Injection(FOOT, "left", 10.0),)
    once, thrice = (
        read(
            cohort(
                "healthy_muscle",
                [Session(day, ONA, needle) for day in days],
                300,
                20,
                settings=sure,
            )
        )
        for days in ((0,), (0, 84, 168))
    )
    assert once["response_percent"][:, 10].max() < 90
    for name, values in once.items():
        if not name.endswith("__n"):
            assert np.array_equal(values, thrice[name]), name


def test_certain_antibodies_spare_the_first_dose():
    """A chance of exactly one still leaves the first dose its effect."""
    needle = (Injection(FOOT, "left", 10.0),)
    c = read(
        cohort(
            "healthy_muscle",
            [Session(0, ONA, needle)],
            30,
            20,
            settings={"antibody_chance_low_dose": 1.0},
        )
    )
    assert c["response_percent"][:, 10].max() < 90


@pytest.mark.parametrize("units", [0.5, 2.0, 5.0, 20.0, 200.0])
def test_contractile_share_falls_by_little_and_never_rises(units):
    """Contractile share never rises and falls by at most permanent_share in one session."""
    q = foot((0, units), (200, units), days=400, step=0.125)["muscle__q"]
    assert np.all(np.diff(q) <= 0)
    permanent = rows.value("permanent_share", "share")
    assert 0 < q[0] - q[199] <= permanent
    assert 0 < q[200] - q[399] <= permanent


def test_full_block_costs_its_share():
    """A session that blocks nearly all costs permanent_share times the greatest block."""
    c = foot((0, 200.0), step=0.125)
    block = 1 - c["response_percent"].min() / 100
    lost = 1 - c["muscle__q"][-1]
    assert lost == pytest.approx(rows.value("permanent_share", "share") * block, rel=0.02)


def test_no_permanent_share_no_lasting_loss():
    """With permanent_share zero the contractile share stays whole and size comes back."""
    c = foot((0, 50.0), days=1500, permanent_share=0.0)
    assert np.all(c["muscle__q"] == 1)
    assert c["size_percent"].min() < 95
    assert c["size_percent"][-1] == pytest.approx(100, abs=0.1)


def test_spindle_recovers_after_force():
    """The spindle is half back later than the muscle's force is."""
    c = foot((0, 10.0), days=500)
    half_back = []
    for name in ("strength_percent", "reflex_percent"):
        low = int(np.argmin(c[name]))
        middle = (c[name][low] + c[name][0]) / 2
        half_back.append(low + int(np.argmax(c[name][low:] > middle)))
    assert half_back[1] > half_back[0] + 28
