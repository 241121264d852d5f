"""Muscle: size, what of it is slow to come back, contractile share, and the gene response.

    wanted = a·block·(1 + c)/(block + c)              loss = 1 − m = fast + s
    dfast/dt = follow(fast → (wanted − s)₊; weeks down, months up) − fast/settling
    ds/dt = fast/settling − s/slow                    dm/dt = −dfast/dt − ds/dt
    dq/dt = −permanent·block·q                        dr/dt = ((wanted − loss)₊ − r)/τ
    strength = (1 − block)·(1 − felt·loss)·q

m is size against before the first session, and wanted the loss that today's block would end at: a,
the share of the muscle's region, at a full block, and most of it well before (c), so that a muscle
is smallest when its force is largely back. What is lost comes back within months, but the longer it
stays lost the more of it is slow (s). No dose and no repetition takes more than a. Size, force and
what a muscle is made of are told apart: force falls with the block at once, and with a part of the
lost size (felt); q, the contractile share of what is left, never recovers in the model because
nobody has shown that it does or does not in people: its rate is a graded assumption with zero
inside its range. r peaks in the first weeks, when the muscle has not yet adapted to its block, and
is gone by week 12.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import follow, positive_part
from wearoff.model.ports import Input, Output, Parameter, Part, State, Values

KINK = 0.02
"""Width over which the gene response sets in, and what is left to be lost ends: shares of size."""


def wanted(inputs: Values, p: Values) -> Any:
    """Share of its size that the muscle would lose in the long run under today's block."""
    block, bend = inputs["block"], p["atrophy_bend"]
    return p["atrophy_share"] * block * (1 + bend) / (block + bend)


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: size follows use, contractile share is lost while blocked, genes respond."""
    loss, slow, ahead = 1 - state["m"], state["s"], wanted(inputs, p)
    left = positive_part(ahead - slow, ops, width=KINK)
    shrinking = follow(loss - slow, left, p["regrow_time"], p["shrink_time"], ops)
    regrowing = slow / p["slow_regrow_time"]
    unmet = positive_part(ahead - loss, ops, width=KINK)
    return {
        "m": regrowing - shrinking,
        "s": (loss - slow) / p["settling_loss_time"] - regrowing,
        "q": -p["permanent_share"] * inputs["block"] * state["q"],
        "r": (unmet - state["r"]) / p["transcription_time"],
    }


def strength(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Force of a maximal effort as a share of before."""
    del ops
    sized = 1 - p["size_in_force"] * (1 - state["m"])
    return (1 - inputs["block"]) * sized * state["q"]


MUSCLE = Part(
    name="muscle",
    per_muscle=True,
    states=(
        State("m", "share", 1.0),
        State("s", "share", 0.0),
        State("q", "share", 1.0),
        State("r", "share", 0.0),
    ),
    inputs=(Input("block", "share"),),
    outputs=(
        Output("strength", "share", strength, uses=("block",)),
        Output("size", "share", lambda state, *_: state["m"]),
        Output("contractile", "share", lambda state, *_: state["q"]),
    ),
    parameters=(
        Parameter("atrophy_share", "share", "atrophy_share_{region}"),
        Parameter("atrophy_bend", "share", "atrophy_bend"),
        Parameter("shrink_time", "day", "shrink_time"),
        Parameter("regrow_time", "day", "regrow_time"),
        Parameter("slow_regrow_time", "day", "slow_regrow_time"),
        Parameter("settling_loss_time", "day", "settling_loss_time"),
        Parameter("size_in_force", "share", "size_in_force"),
        Parameter("permanent_share", "1/day", "permanent_share"),
        Parameter("transcription_time", "day", "transcription_time"),
    ),
    rates=rates,
)
