"""Pain: jaw or leg pain from 0 to 10 that follows its cause.

    df/dt = (1 − cause − f)/τ          pain = baseline·(1 − R·f − context)
    to the head: coupling·(pain − baseline)

f is the relief that is felt. In the jaw, pain reaches the head through a coupling that may be 0;
context then reaches the head by the jaw alone (``no_context``), and is not counted twice.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wearoff.model.ports import Input, Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: felt relief follows the cause."""
    del ops
    return {"f": (1 - inputs["cause"] - state["f"]) / p["response_time"]}


def pain(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Pain, 0 to 10."""
    del ops
    return p["baseline"] * (1 - p["response"] * state["f"] - inputs["context"])


def to_head(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Change of the log-odds of a headache day that the jaw asks for."""
    return p["coupling"] * (pain(state, inputs, p, ops) - p["baseline"])


LEG_PAIN = Part(
    name="pain",
    per_muscle=False,
    states=(State("f", "share", 0.0),),
    inputs=(Input("cause", "share"), Input("context", "share")),
    outputs=(
        Output("pain", "score_point", pain, uses=("context",)),
        Output("relief", "share", lambda state, *_: state["f"]),
    ),
    parameters=(
        Parameter("baseline", "score_point", "pain_baseline_{condition}"),
        Parameter("response", "share", "pain_response_{condition}"),
        Parameter("response_time", "day", "pain_response_time"),
    ),
    rates=rates,
)

JAW_PAIN = replace(
    LEG_PAIN,
    outputs=(
        *LEG_PAIN.outputs,
        Output("to_head", "log_odds", to_head, uses=("context",)),
        Output("no_context", "share", lambda state, *_: 0 * state["f"]),
    ),
    parameters=(
        *LEG_PAIN.parameters,
        Parameter("coupling", "log_odds/score_point", "jaw_headache_coupling"),
    ),
)
