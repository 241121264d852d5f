"""Muscle: size, contractile share, and the gene response to a new block.

    goal = 1 − a·block                   dm/dt = follow(m → goal; weeks down, months up)
    dq/dt = −permanent·block·q           dr/dt = (what is still to be lost, m − goal ≥ 0, − r)/τ
    strength = (1 − block)·m·q

m is size and q contractile share, both against before the first session. r peaks in the first
weeks, when the muscle has not yet adapted to its block, and is gone by week 12. q never recovers in
the model because nobody has shown that it does or does not in people: its rate is a graded
assumption with zero inside its range.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import follow, positive_part
from wearoff.model.ports import Input, Output, Parameter, Part, State, Values

KINK = 0.02
"""Width over which the gene response sets in, as a share of the muscle's size."""


def goal(inputs: Values, p: Values) -> Any:
    """Size that the muscle would have in the long run under today's block."""
    return 1 - p["atrophy_share"] * inputs["block"]


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: size follows use, contractile share is lost while blocked, genes respond."""
    wanted = goal(inputs, p)
    unmet = positive_part(state["m"] - wanted, ops, width=KINK)
    return {
        "m": follow(state["m"], wanted, p["shrink_time"], p["regrow_time"], ops),
        "q": -p["permanent_share"] * inputs["block"] * state["q"],
        "r": (unmet - state["r"]) / p["transcription_time"],
    }


def strength(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Force of a maximal effort as a share of before."""
    del p, ops
    return (1 - inputs["block"]) * state["m"] * state["q"]


MUSCLE = Part(
    name="muscle",
    per_muscle=True,
    states=(State("m", "share", 1.0), State("q", "share", 1.0), State("r", "share", 0.0)),
    inputs=(Input("block", "share"),),
    outputs=(
        Output("strength", "share", strength, uses=("block",)),
        Output("size", "share", lambda state, *_: state["m"]),
        Output("contractile", "share", lambda state, *_: state["q"]),
    ),
    parameters=(
        Parameter("atrophy_share", "share", "atrophy_share"),
        Parameter("shrink_time", "day", "shrink_time"),
        Parameter("regrow_time", "day", "regrow_time"),
        Parameter("permanent_share", "1/day", "permanent_share"),
        Parameter("transcription_time", "day", "transcription_time"),
    ),
    rates=rates,
)
