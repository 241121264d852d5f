"""The onset of paralysis as a chain of first-order steps, and what the model keeps of it.

Toxin goes bulk -> free -> bound -> translocated -> lytic; tension is 1 - lytic. Three steps start
from free toxin, four from bulk. Only the slow first step matters for days and weeks, so the model
keeps that one alone. Rate constants per minute: BioModels BIOMD0000000178 (four steps) and
BIOMD0000000267 (three), CC0.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from wearoff.evidence import rows

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOUR = {"kS": 0.00015, "kB": 0.058, "kT": 0.141, "kL": 0.013}
THREE = {name: rate for name, rate in FOUR.items() if name != "kS"}
MINUTES_A_DAY = 1440
METHODS = ["Radau", "BDF"]


def chain(rates):
    """Matrix of a chain of first-order steps; the last state is lytic toxin."""
    speed = np.array([*rates.values(), 0.0])
    return np.diag(speed[:-1], -1) - np.diag(speed)


def solve(rates, minutes, method, **options):
    """The chain from all toxin in its first state, by a stiff solver."""
    matrix = chain(rates)
    return solve_ivp(
        lambda _, y: matrix @ y,
        (0, minutes),
        np.eye(len(matrix))[0],
        method=method,
        jac=matrix,
        rtol=1e-9,
        atol=1e-12,
        **options,
    )


def half_paralysis(rates, minutes, method):
    """Minutes until tension has fallen to a half."""

    def half(_, y):
        return 0.5 - y[-1]

    (times,) = solve(rates, minutes, method, events=half).t_events
    (time,) = times
    return time


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("rates", "minutes", "wanted"), [(THREE, 400, 79.536), (FOUR, 10_000, 4722.71)]
)
def test_time_to_half_paralysis(rates, minutes, wanted, method):
    """Half of the tension is gone after 79.536 minutes in a bath, 4722.71 in a person."""
    assert half_paralysis(rates, minutes, method) == pytest.approx(wanted, rel=2e-6)


@pytest.mark.parametrize("method", METHODS)
def test_tension_over_time(method):
    """Tension of the three-step chain at 100, 200 and 300 minutes."""
    times = [100, 200, 300]
    tension = 1 - solve(THREE, 300, method, t_eval=times).y[-1]
    assert tension == pytest.approx([0.385453, 0.105449, 0.028739], abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rates", [THREE, FOUR])
def test_solver_agrees_with_the_matrix_exponential(rates, method):
    """The stiff solver and the matrix exponential give the same states."""
    times = np.array([1.0, 10, 100, 1000, 10_000])
    solved = solve(rates, times[-1], method, t_eval=times).y
    exact = np.stack([expm(chain(rates) * time)[:, 0] for time in times], axis=1)
    assert solved == pytest.approx(exact, abs=1e-7)


@pytest.mark.parametrize("rates", [THREE, FOUR])
def test_toxin_only_moves_along_the_chain(rates):
    """The states always add up to one, and lytic toxin only grows."""
    solved = solve(rates, 5000, "Radau", t_eval=np.linspace(0, 5000, 200)).y
    assert solved.sum(axis=0) == pytest.approx(np.ones(200), abs=1e-9)
    assert np.all(np.diff(solved[-1]) > -1e-9)


def test_the_model_keeps_the_slow_step():
    """The evidence row kS is the slow step of the chain, per day."""
    assert rows.value("kS", "1/day") == pytest.approx(FOUR["kS"] * MINUTES_A_DAY, rel=1e-12)
    assert rows.value("kS", "1/minute") == pytest.approx(FOUR["kS"], rel=1e-12)


def test_the_slow_step_alone_is_the_chain_of_days():
    """The slow step alone is less than two hours ahead of all four steps."""
    alone = np.log(2) / FOUR["kS"]
    late = half_paralysis(FOUR, 10_000, "Radau") - alone
    assert late == pytest.approx(sum(1 / rate for rate in THREE.values()), rel=0.02)
    assert late < 0.1 * MINUTES_A_DAY


@pytest.mark.shared
@pytest.mark.skipif(
    not SHARED.exists(), reason="data that may not be redistributed is not beside this checkout"
)
@pytest.mark.parametrize(
    ("name", "rates", "first"),
    [("BIOMD0000000267", THREE, "free"), ("BIOMD0000000178", FOUR, "bulk")],
)
def test_rate_constants_are_the_published_ones(name, rates, first):
    """The inlined rate constants and the first state are those of the SBML file."""
    tree = ET.parse(SHARED / "data" / f"{name}.xml")  # noqa: S314 - a file beside this checkout
    tags = {}
    for element in tree.iter():
        tags.setdefault(element.tag.rpartition("}")[2], []).append(element.attrib)
    constants = {p["id"]: float(p["value"]) for p in tags["parameter"] if "value" in p}
    assert {key: constants[key] for key in rates} == rates
    start = {s["id"]: float(s.get("initialConcentration", 0)) for s in tags["species"]}
    assert {species for species, amount in start.items() if amount > 0} == {first}
    assert start[first] == 1
    assert len(tags["reaction"]) == len(rates)
