"""Junction: depot, active toxin and the share of transmission that is lost.

    dD/dt = −kS·D + dose          dA/dt = kS·D − (ln 2 / T)·A
    T = T½·slowing^(n − 1)        x = A / ED50        block = Emax·xʰ/(1 + xʰ)
    ED50 = anchor·(V/V_anchor)^p·potency·scale

D and A are in units of the product given, n counts the sessions of that muscle. A dose after the
patient has made neutralizing antibodies has no effect. Equations: the slow step of Lebeda 2008 with
one effective half-life; block by the Hill equation.
"""

from __future__ import annotations

import math
from typing import Any

from wearoff.model.ops import TINY, power
from wearoff.model.ports import Chain, Derived, Output, Parameter, Part, State, Values


def active_multiple(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """X, active toxin in multiples of the muscle's ED50."""
    del inputs
    del ops
    return state["A"] / p["ED50"]


def ed50(p: Values, ops: Any) -> Any:
    """Active product units that give half of the block in each muscle."""
    size = ops.exp(p["volume_exponent"] * ops.log(p["volume"] / p["anchor_volume"]))
    return p["anchor"] * size * p["potency"] * p["scale"]


def block(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of transmission lost, 0 to Emax."""
    xh = power(active_multiple(state, inputs, p, ops), p["hill"], ops)
    return p["Emax"] * xh / (1 + xh)


def leaving(state: Values, p: Values, ops: Any) -> Any:
    """Share of the depot that becomes active a day."""
    del state, ops
    return p["kS"]


def decaying(state: Values, p: Values, ops: Any) -> Any:
    """Share of the active toxin that is lost a day: less after each earlier session."""
    return math.log(2) / (p["half_life"] * ops.exp((state["n"] - 1) * ops.log(p["slowing"])))


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: the depot empties, active toxin decays."""
    del inputs
    arriving = leaving(state, p, ops) * state["D"]
    lost = decaying(state, p, ops) * state["A"]
    return {"D": -arriving, "A": arriving - lost, "n": 0 * state["n"]}


def session(state: Values, dose: Any, visit: Any, p: Values, ops: Any) -> dict[str, Any]:
    """The depot takes the dose unless antibodies have come: 1 − (1 − chance)ⁿ > the draw."""
    del visit
    treated = ops.step(dose)
    no_antibodies = ops.exp(state["n"] * ops.log(1 - p["antibody_chance"] + TINY))
    responds = ops.step(no_antibodies - p["antibody_draw"])
    return {**state, "D": state["D"] + dose * responds, "n": state["n"] + treated}


JUNCTION = Part(
    name="junction",
    per_muscle=True,
    states=(State("D", "{units}", 0.0), State("A", "{units}", 0.0), State("n", "session", 0.0)),
    outputs=(
        Output("block", "share", block),
        Output("active", "{units}", lambda state, *_: state["A"]),
    ),
    parameters=(
        Parameter("kS", "1/day", "kS"),
        Parameter("Emax", "share", "Emax"),
        Parameter("hill", "share", "hill"),
        Parameter("anchor", "U_ona", "ED50_{anchor}"),
        Parameter("anchor_volume", "cm**3", "ED50_volume_{anchor}"),
        Parameter("volume", "cm**3", "volume_{muscle}"),
        Parameter("volume_exponent", "share", "ED50_volume_exponent"),
        Parameter("scale", "share", "ED50_scale_{region}"),
        Parameter("potency", "{units}/U_ona", "potency_{product}"),
        Parameter("half_life", "day", "half_life_{product}"),
        Parameter("slowing", "share", "session_slowing"),
        Parameter("antibody_chance", "1/session", "antibody_chance_{antibodies}"),
    ),
    chances=("antibody_draw",),
    derived=(Derived("ED50", "{units}", ed50),),
    chain=Chain("D", "A", leaving, decaying),
    rates=rates,
    session=session,
)
