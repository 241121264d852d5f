"""Generated vector code: the same courses as JAX, from the same functions of the parts."""

from __future__ import annotations

import ctypes
import errno
import logging
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

import wearoff
from conftest import some
from wearoff.evidence import rows
from wearoff.model.conditions import CONDITIONS
from wearoff.model.numeric import NumpyOps
from wearoff.model.recording import ELEMENTARY, RecordingOps, Tape, When
from wearoff.runs import cache_folder
from wearoff.simulation import engines
from wearoff.simulation.backend import keep_compilations
from wearoff.simulation.folding import fold
from wearoff.simulation.kernel import compiling, system
from wearoff.simulation.kernel.compiling import NoCompilerError, Program
from wearoff.simulation.kernel.elementary import DOUBLE, SINGLE, Code, functions
from wearoff.simulation.kernel.running import Kernel
from wearoff.simulation.populations import TAIL, quantile
from wearoff.simulation.schedule import SESSION_DAY_SPLIT, schedule, steps_of_days
from wearoff.simulation.trajectories import batch_of_courses

pytest.importorskip("llvmlite", reason="there is no compiler for generated code")

EVERY = sorted(CONDITIONS)
PATIENTS, CORNERS = 24, 40
YEARS = 1.0
SAME = 1e-12
LIKE_JAX = (SESSION_DAY_SPLIT, SESSION_DAY_SPLIT)
LANES = {"double": (DOUBLE, 4e-16), "single": (SINGLE, 2.5e-7)}
"""Formats, with the relative error that their functions keep."""
USED_BY_NUMPY = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sigmoid": expit,
    "positive": lambda x: np.maximum(x, 0),
    "step": lambda x: np.where(x > 0, 1.0, 0.0),
}


# The tape


def evaluated(nodes, leaves):
    """Values of nodes by NumPy, from those of the leaves: an independent reader of a tape."""
    values = {}
    for node in nodes[0].tape.nodes:
        args = [values[arg.index] for arg in node.made_of]
        if node.number is not None:
            values[node.index] = node.number
        elif node.op in ELEMENTARY:
            values[node.index] = getattr(NumpyOps, node.op)(args[0])
        elif args:
            two = {"add": np.add, "subtract": np.subtract}
            two |= {"multiply": np.multiply, "divide": np.divide}
            values[node.index] = two[node.op](*args)
        else:
            values[node.index] = leaves[node.op][node.args[0]]
    return [values[node.index] for node in nodes]


def formula(x, y, ops):
    """Every operation of the contract, with arrays, numbers and single values mixed."""
    both = 2.0 * x + y / 3 - x * y
    grown = ops.exp(-both) + ops.sqrt(1 + both * both) - ops.log(2 + ops.sigmoid(both))
    turned = ops.step(x - 0.5) * ops.positive(y) + (1 - x) / (1 + both * both)
    return ops.sum(grown + turned) + (0 * x)[0] + 1 * y[0] / y[0]


@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6))
def test_a_tape_says_what_was_computed(numbers):
    """Recorded operations, read by NumPy, give what the same function gives on numbers."""
    x, y = np.array(numbers[:3]), np.array(numbers[3:]) + 4
    tape = Tape()
    leaves = [tape.leaf("parameter", k, When.PATIENT) for k in range(6)]
    nodes = np.array(leaves, dtype=object)
    found = formula(nodes[:3], nodes[3:], RecordingOps(tape, (1.0, 2.0, 1.0)))
    expected = formula(np.append(x, x[1]), np.append(y, y[1]), NumpyOps)
    assert evaluated([found], {"parameter": [*x, *y]}) == pytest.approx([expected], rel=1e-12)


def test_a_tape_computes_nothing_twice():
    """What was asked for before, in either order, is the same node; numbers are folded."""
    tape = Tape()
    x, y = (tape.leaf("state", k, When.STAGE) for k in range(2))
    assert x * y + 1 is y * x + 1
    assert (x - x).number == 0
    assert (0 * x).number == 0
    assert 1 * x is x
    assert x + 0 is x
    assert (tape.number(2.0) * 3 / 4).number == 1.5


def test_a_value_is_known_when_its_latest_part_is():
    """Moments go up; a division by what is known earlier becomes a multiplication."""
    tape = Tape()
    early, late = tape.leaf("parameter", 0, When.PATIENT), tape.leaf("state", 0, When.STAGE)
    assert (early * 2).when is When.PATIENT
    assert (early + late).when is When.STAGE
    quotient = late / early
    assert quotient.op == "multiply"
    assert {arg.when for arg in quotient.made_of} == {When.PATIENT, When.STAGE}


# Elementary functions


@cache
def elementary(name, kind):
    """One function in vector code: (numbers) -> numbers."""
    lanes, _ = LANES[kind]
    code = Code(lanes)
    vector, size = lanes.vector, lanes.bytes
    x = code.new(f"load {vector}, ptr %x, align {size}")
    code.line(
        f"store {vector} {code.new(f'call {vector} @{name}({vector} {x})')}, ptr %y, align {size}"
    )
    body = "\n".join(code.lines)
    text = f"{functions(lanes)}\ndefine void @one(ptr %x, ptr %y) {{\n{body}\n  ret void\n}}"
    program = Program(text)
    run = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(program.address("one"))

    def apply(numbers):
        given = np.asarray(numbers, lanes.kind)
        padded = np.resize(given, -(-len(given) // lanes.width) * lanes.width)
        out = np.empty_like(padded)
        for first in range(0, len(padded), lanes.width):
            run(padded[first:].ctypes.data, out[first:].ctypes.data)
        return out[: len(given)], program

    return apply


@pytest.mark.parametrize("kind", LANES)
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("exp", -80, 80),
        ("log", 1e-30, 1e-3),
        ("log", 0.5, 2.0),
        ("log", 2.0, 1e30),
        ("sqrt", 0, 1e6),
        ("sigmoid", -80, 80),
        ("positive", -3, 3),
        ("step", -3, 3),
    ],
)
def test_functions_are_exact_to_about_the_last_digit(name, low, high, kind):
    """Against NumPy's in 64 bits of the same numbers, over their range."""
    lanes, error = LANES[kind]
    if name == "log" and low > 0 and high / low > 10:
        x = np.exp(np.linspace(math.log(low), math.log(high), 4001)).astype(lanes.kind)
    else:
        x = np.linspace(low, high, 4001).astype(lanes.kind)
    expected = USED_BY_NUMPY[name](x.astype(float))
    found = elementary(name, kind)(x)[0].astype(float)
    assert np.abs(found - expected).max() <= (error * np.abs(expected)).max()
    assert found == pytest.approx(expected, rel=error, abs=1e-30)


@pytest.mark.parametrize("kind", LANES)
def test_functions_at_their_ends(kind):
    """Infinities, zeros and what has no value are told as NumPy tells them."""
    infinity, missing = math.inf, math.nan
    for name, x, expected in (
        (
            "exp",
            [infinity, 1e4, -infinity, -1e4, 0, missing],
            [infinity, infinity, 0, 0, 1, missing],
        ),
        ("log", [infinity, 1, 0, -1, missing], [infinity, 0, -infinity, missing, missing]),
        ("sigmoid", [infinity, -infinity, 0, 1e4, missing], [1, 0, 0.5, 1, missing]),
        ("positive", [infinity, -infinity, missing], [infinity, 0, missing]),
        ("sqrt", [infinity, -1, 0, missing], [infinity, missing, 0, missing]),
    ):
        assert elementary(name, kind)(x)[0] == pytest.approx(expected, nan_ok=True), name


# Courses


@cache
def case(name, patients=PATIENTS, years=YEARS, plan=None):
    """A cohort of a condition under its usual plan, folded, with drawn numbers."""
    cohort = wearoff.simulate(name, plan, years=years, patients=patients, seed=11).cohort
    folded = fold(cohort.wiring, cohort.sessions)
    return cohort, folded, folded.wiring.bind(cohort.drawn(np.arange(patients)))


def carried(name, p=None, *, exact=True, single=False, states=False, **options):
    """Every outcome of every day by generated code: by name, (patients, days)."""
    cohort, folded, drawn = case(name, **options)
    p = drawn if p is None else p
    recorded = system.record(
        folded.wiring,
        tuple(cohort.outcomes.values()),
        states=states,
        counts=folded.counts,
        given=system.shapes(p),
        places=system.geometry(folded.wiring, p),
        exact=exact,
    )
    doses, visits = schedule(folded.wiring, cohort.sessions, cohort.days)
    steps = steps_of_days(visits) if exact else steps_of_days(visits, LIKE_JAX)
    sums = Kernel(recorded, single=single)(
        p, doses=doses, visits=visits, steps=steps, rows=np.arange(cohort.days)
    )
    return {column: sums[k].T for k, column in enumerate(cohort.outcomes)}


def by_jax(name, p=None, *, steps=1, **options):
    """The same by JAX."""
    cohort, folded, drawn = case(name, **options)
    simulate = batch_of_courses(
        folded.wiring, cohort.outcomes, steps=steps, states=False, counts=folded.counts
    )
    found = simulate(
        drawn if p is None else p, *schedule(folded.wiring, cohort.sessions, cohort.days)
    )
    return {column: np.asarray(found[column]) for column in cohort.outcomes}


def apart(one, two):
    """Largest difference of any outcome, of its range."""
    return max(
        np.abs(one[column] - two[column]).max() / max(np.ptp(two[column]), 1e-3) for column in two
    )


def corners(name):
    """Parameters of patients whose every number lies at an end of what is drawn."""
    cohort, folded, _ = case(name)
    toss = np.random.default_rng(5)
    drawn = {}
    for row in cohort.wiring.rows:
        known = rows.get(row)
        ends = quantile(known, np.array([TAIL, 1 - TAIL])) if known.drawn else [known.value] * 2
        drawn[row] = np.where(toss.random(CORNERS) < 0.5, *ends)
    for chance in cohort.wiring.chances:
        drawn[chance] = np.where(toss.random(CORNERS) < 0.5, 1e-9, 1 - 1e-9)
    return folded.wiring.bind(drawn)


@pytest.mark.parametrize("name", some(EVERY))
def test_integrated_like_jax_it_is_the_same(name):
    """With the depot integrated as JAX does, drawn patients differ by rounding alone."""
    assert apart(carried(name, exact=False), by_jax(name)) <= SAME


@pytest.mark.parametrize("name", some(EVERY))
def test_corners_of_the_prior_are_the_same(name):
    """Patients whose numbers are all at their ends, too."""
    p = corners(name)
    assert apart(carried(name, p, exact=False), by_jax(name, p)) <= SAME


@pytest.mark.parametrize("name", some(EVERY))
def test_solved_chains_are_not_further_from_the_truth(name):
    """With the depot solved, courses are as near to one in steps of 1/32 day as JAX's are."""
    fine = by_jax(name, steps=32)
    assert apart(carried(name), fine) <= max(apart(by_jax(name), fine), SAME)


@pytest.mark.parametrize("name", some(EVERY))
def test_single_precision_keeps_the_fifth_digit(name):
    """32 bits differ by less than 1e-4 of an outcome's range, and do differ."""
    assert 0 < apart(carried(name, single=True), carried(name)) < 1e-4


def test_what_overflows_in_single_precision_is_computed_in_double():
    """Patients whose numbers are too large for 32 bits have the courses of 64; others are as is."""
    cohort = replace(case("chronic_migraine")[0], patients=8)
    steep = np.array([1.8, 40.0] * 4)
    (usual,), (single,), (double,) = (
        replace(cohort, settings={"hill": hill}, single=single).batches()
        for hill, single in ((1.8, True), (steep, True), (steep, False))
    )
    for column, values in single.columns.items():
        assert np.isfinite(values).all(), column
        assert np.array_equal(values[::2], usual.columns[column][::2]), column
        assert values == pytest.approx(double.columns[column], rel=1e-4, abs=1e-4), column


@pytest.mark.filterwarnings("error")
def test_numbers_that_single_precision_cannot_hold_are_kept():
    """They are in the course as they were given, and nobody is warned of what happens between."""
    cohort = replace(case("cervical_dystonia")[0], patients=2, only=("twstrs",), single=True)
    (usual,) = replace(cohort, settings={"twstrs_baseline": 1.0}).batches()
    (large,) = replace(cohort, settings={"twstrs_baseline": 1e300}).batches()
    expected = pytest.approx(usual.columns["twstrs"], rel=1e-4, abs=1e-4)
    assert large.columns["twstrs"] / 1e300 == expected


def test_means_over_periods_are_those_of_days():
    """Sums inside the code are the sums of its days; days outside of all periods are left out."""
    cohort, _, _ = case("chronic_migraine")
    periods = [(0, 27), (28, 28), (29, 200)]
    (means,) = cohort.means(periods)
    (daily,) = cohort.batches()
    for column in cohort.outcomes:
        expected = [daily.columns[column][:, a : b + 1].mean(1) for a, b in periods]
        assert means.columns[column] == pytest.approx(np.stack(expected, 1), rel=1e-12)


def test_states_are_read_as_they_are():
    """Every state is a column, named as the table has it, and is that of JAX."""
    cohort = replace(case("bruxism")[0], states=True, patients=3)
    (ours,) = cohort.batches()
    (jax,) = replace(cohort, step=0.5).batches()
    assert ours.columns.keys() == jax.columns.keys()
    assert len(ours.columns) > len(cohort.outcomes) + 20
    for name, values in jax.columns.items():
        assert ours.columns[name] == pytest.approx(values, rel=1e-3, abs=1e-3), name


def test_what_nothing_reads_is_left_out():
    """An outcome that needs few states is computed from few."""
    cohort, folded, p = case("chronic_migraine")

    def live(outcomes):
        recorded = system.record(
            folded.wiring,
            outcomes,
            states=False,
            counts=folded.counts,
            given=system.shapes(p),
            places=system.geometry(folded.wiring, p),
            exact=True,
        )
        return len(recorded.live)

    assert live(()) == 0
    every = live(tuple(cohort.outcomes.values()))
    assert live((cohort.outcomes["tightness"],)) < every < folded.wiring.states


@settings(max_examples=60, deadline=None)
@given(st.floats(-1.5, 1.5), st.floats(1e-3, 3.0), st.floats(0.05, 1.0))
def test_chains_are_solved(near, leaving, days):
    """What is passed on is the exponential of the chain's matrix, also where both rates agree."""
    decaying = max(leaving + near * 10.0 ** -(abs(near) * 8), 1e-4)
    tape = Tape()
    rates = [tape.leaf("parameter", k, When.PATIENT) for k in range(2)]
    solved = system.Solved(0, 1, *rates)
    nodes = system.passed_on(solved, tape.number(days), tape)
    kept, left, given_on = evaluated(list(nodes), {"parameter": [leaving, decaying]})
    a, b = leaving, decaying
    z = (a - b) * days
    share = -math.expm1(-z) / z if z else 1.0
    expected = a * days * math.exp(-b * days) * share
    assert (kept, left) == pytest.approx((math.exp(-a * days), math.exp(-b * days)), rel=1e-12)
    assert given_on == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("kind", LANES)
@pytest.mark.parametrize(
    ("leaving", "decaying"), [(0.5, 1e6), (0.5, 1e30), (1e6, 0.01), (1e30, 0.01), (1e30, 1e30)]
)
def test_chains_with_rates_far_apart_are_solved(leaving, decaying, kind):
    """What leaves within a moment has left, whatever else overflows on the way to that."""
    lanes, error = LANES[kind]
    a, b, days = (np.full(1, number, lanes.kind) for number in (leaving, decaying, 0.5))
    tape = Tape()
    rates = [tape.leaf("parameter", k, When.PATIENT) for k in range(2)]
    nodes = system.passed_on(system.Solved(0, 1, *rates), tape.number(0.5), tape)
    with np.errstate(over="ignore"):
        kept, left, given_on = evaluated(list(nodes), {"parameter": [a, b]})
    assert kept == pytest.approx(np.exp(-a * days), rel=10 * error)
    assert left == pytest.approx(np.exp(-b * days), rel=10 * error)
    expected = 0.0 if leaving == decaying else a / (a - b) * (left - kept)
    assert given_on == pytest.approx(expected, rel=100 * error)


def test_numbers_far_from_their_ranges_are_followed():
    """Half-lives that change a millionfold from session to session have finite courses."""
    cohort = case("bruxism")[0]
    far = replace(cohort, settings={"session_slowing": 1e6}, patients=3)
    for single in (False, True):
        (batch,) = replace(far, single=single).batches()
        assert all(np.isfinite(values).all() for values in batch.columns.values())


@pytest.mark.parametrize("name", EVERY)
def test_parts_say_their_chains_right(name):
    """Rates of a part with a chain are those of the chain, at any state."""
    cohort, folded, p = case(name)
    toss = np.random.default_rng(2)
    for part in folded.wiring.parts:
        if part.chain is None:
            continue
        chain, numbers = part.chain, p[part.name]
        shape = (PATIENTS, len(folded.wiring.sites))
        state = {each.name: toss.random(shape) for each in part.states}
        found = part.rates(state, {}, numbers, NumpyOps)
        out = chain.leaving(state, numbers, NumpyOps) * state[chain.first]
        lost = chain.decaying(state, numbers, NumpyOps) * state[chain.second]
        assert found[chain.first] == pytest.approx(-out, rel=1e-12)
        assert found[chain.second] == pytest.approx(out - lost, rel=1e-12)
    assert any(part.chain for part in cohort.wiring.parts)


# The compiler


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "wearoff" / "kernel"


def double_it(text_of=3.0):
    """A small program: one function that multiplies a number."""
    number = DOUBLE.all(text_of).split(",")[0].removeprefix("<double ")
    return (
        f"define double @times(double %x) {{\n  %y = fmul double %x, {number}\n  ret double %y\n}}"
    )


def times(program, x):
    """Call it."""
    return ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(program.address("times"))(x)


def test_code_is_kept_and_used(elsewhere, monkeypatch):
    """The second time nothing is compiled; another text is another file."""
    assert times(Program(double_it()), 2.0) == 6.0
    (kept,) = elsewhere.iterdir()
    monkeypatch.setattr(compiling, "_compiled", lambda *_: pytest.fail("compiled again"))
    assert times(Program(double_it()), 2.0) == 6.0
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere.parent.parent))
    assert times(Program(double_it(5.0)), 2.0) == 10.0
    assert len(list(elsewhere.iterdir())) == 2
    assert kept.exists()


@pytest.mark.parametrize("broken", [b"", b"\0" * 100, "cut", "changed"])
def test_broken_code_is_never_run(elsewhere, broken):
    """A file that is cut, changed or something else is compiled anew, and mended."""
    Program(double_it())
    (kept,) = elsewhere.iterdir()
    whole = kept.read_bytes()
    if broken == "cut":
        kept.write_bytes(whole[:-7])
    elif broken == "changed":
        kept.write_bytes(whole[:-7] + bytes(7))
    else:
        kept.write_bytes(broken)
    assert times(Program(double_it()), 2.0) == 6.0
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_does_no_harm(monkeypatch, tmp_path):
    """Without a cache everything is compiled each time."""
    (tmp_path / "wearoff").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("kernel") is None
    assert times(Program(double_it()), 2.0) == 6.0


def test_a_disk_that_is_full_keeps_nothing(elsewhere, monkeypatch):
    """What could not be written whole is taken away again."""

    def full(self, code):
        self.touch()
        raise OSError(errno.ENOSPC, f"{len(code)} bytes")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert times(Program(double_it()), 2.0) == 6.0
    assert list(elsewhere.iterdir()) == []


def test_a_user_without_a_home_keeps_nothing(monkeypatch):
    """Neither machine code nor what JAX compiles; nothing fails."""

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder("kernel") is None
    assert times(Program(double_it()), 2.0) == 6.0
    keep_compilations()


SIMULATE = """
from wearoff import simulate
print(simulate("healthy_muscle", patients=3, years=0.1).summary[0].mean)
"""


def test_processes_killed_and_side_by_side_do_no_harm(elsewhere):
    """Some processes are killed at odd moments, others run beside them: all answers are one."""
    environment = os.environ | {"XDG_CACHE_HOME": str(elsewhere.parent.parent)}
    command = [sys.executable, "-c", SIMULATE]

    def begun():
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    killed = []
    for wait in (0.2, 1.0, 1.6):
        process = begun()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed.append(process)
    side = [begun() for _ in range(3)]
    said = {process.communicate()[0] for process in side}
    for process in killed:
        process.communicate()
    assert len(said) == 1
    assert float(said.pop()) > 0
    assert all(process.returncode == 0 for process in side)


# Without a compiler


@pytest.fixture
def no_compiler(monkeypatch):
    """As where llvmlite is missing."""
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    engines._tell.cache_clear()  # noqa: SLF001 - it says so once a process
    running = sys.modules["wearoff.simulation.kernel.running"]
    running.compiled.cache_clear()
    yield
    running.compiled.cache_clear()


@pytest.mark.usefixtures("no_compiler")
def test_without_a_compiler_jax_simulates_and_it_is_said(caplog):
    """Courses come all the same, nearly the same, and one line says why it is slow."""
    cohort, _, _ = case("bruxism")
    with caplog.at_level(logging.WARNING, logger="wearoff"):
        (batch,) = cohort.batches()
        list(cohort.means([(0, 27)]))
    assert [record.name for record in caplog.records] == ["wearoff"]
    assert "JAX simulates" in caplog.text
    assert apart(batch.columns, by_jax("bruxism")) <= SAME
    with pytest.raises(NoCompilerError):
        Program(double_it())


def test_other_steps_are_jax(monkeypatch):
    """A halved step checks the code as well: it is never the generated one's."""
    monkeypatch.setattr(engines, "_kernel", lambda *_, **__: pytest.fail("generated code"))
    cohort, _, _ = case("healthy_muscle")
    assert list(replace(cohort, step=0.5).batches())
    with pytest.raises(pytest.fail.Exception):
        list(cohort.batches())
