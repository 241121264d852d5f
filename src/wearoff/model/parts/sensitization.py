"""Sensitization: the brain's side, slow.

    dc/dt = (input − c)/τ          felt = (1 − κ)·input + κ·c

Part of the input is felt at once, part only after weeks to months, and as slowly forgotten.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Input, Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: the central part follows."""
    del ops
    return {"c": (inputs["input"] - state["c"]) / p["central_time"]}


def felt(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Change of the log-odds of a headache day, at once and central together."""
    del ops
    return (1 - p["central_share"]) * inputs["input"] + p["central_share"] * state["c"]


SENSITIZATION = Part(
    name="sensitization",
    per_muscle=False,
    states=(State("c", "log_odds", 0.0),),
    inputs=(Input("input", "log_odds"),),
    outputs=(Output("felt", "log_odds", felt, uses=("input",)),),
    parameters=(
        Parameter("central_time", "day", "central_time"),
        Parameter("central_share", "share", "central_share"),
    ),
    rates=rates,
)
