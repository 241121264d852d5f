"""Spindle: how loudly the muscle tells the brain its length.

    dg/dt = follow(g → (1 − block)^k; days down, months up)

The reflex falls more than force does and comes back later. What that does to symptoms is not known,
so nothing else listens to it yet.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import follow, power
from wearoff.model.ports import Input, Output, Parameter, Part, State, Values

KINK = 0.02
"""Width of the switch from falling to recovering, as a share of the gain."""


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: the gain follows remaining transmission to a power."""
    target = power(1 - inputs["block"], p["exponent"], ops)
    return {"g": follow(state["g"], target, p["fall_time"], p["recovery_time"], ops, width=KINK)}


SPINDLE = Part(
    name="spindle",
    per_muscle=True,
    states=(State("g", "share", 1.0),),
    inputs=(Input("block", "share"),),
    outputs=(Output("gain", "share", lambda state, *_: state["g"]),),
    parameters=(
        Parameter("exponent", "share", "spindle_exponent"),
        Parameter("fall_time", "day", "spindle_fall_time"),
        Parameter("recovery_time", "day", "spindle_recovery_time"),
    ),
    rates=rates,
)
