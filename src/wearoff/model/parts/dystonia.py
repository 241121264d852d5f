"""Dystonia: an involuntary pull of one side tilts the head and loads the neck.

    pull = drive·volume·strength, per muscle           tilt = |Σ left − Σ right| / untreated
    load = Σ pull / untreated       relief = (1 − w)·(1 − tilt) + w·(1 − load)
    df/dt = (relief − f)/τ          TWSTRS = baseline·(1 − response·f − context)

w is the pain part of the scale. A block beyond balance tips the head the other way, so relief
saturates with dose. The score rates the past week and its disability follows with a lag: f is the
relief that is felt, which is why the score is lowest in weeks 2-6 and block on about day 11.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import smooth_abs
from wearoff.model.ports import Input, Output, Parameter, Part, State, Values

KINK = 0.02
"""Width of the kink of |tilt| at balance, as a share of the untreated pull."""


def pulls(inputs: Values, p: Values) -> tuple[Any, Any]:
    """Involuntary pull of each muscle now and untreated (relative units)."""
    drive = p["overactive"] + (1 - p["overactive"]) * p["opposite"]
    untreated = drive * p["volume"]
    return untreated * inputs["strength"], untreated


def tilt(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Head tilt as a share of the untreated tilt."""
    del state
    now, untreated = pulls(inputs, p)
    total = ops.sum(untreated)
    before = smooth_abs(ops.sum(p["sign"] * untreated) / total, KINK, ops)
    return smooth_abs(ops.sum(p["sign"] * now) / total, KINK, ops) / before


def load(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Involuntary load on the neck as a share of the untreated load."""
    del state
    now, untreated = pulls(inputs, p)
    return ops.sum(now) / ops.sum(untreated)


def relief(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of the involuntary pull that is gone today, 0 untreated."""
    pain = p["pain_share"]
    return (1 - pain) * (1 - tilt(state, inputs, p, ops)) + pain * (1 - load(state, inputs, p, ops))


def over_pulling(name: str) -> Any:
    """Output function: mean of one input over the overactive side's muscles, by volume."""

    def value(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
        del state
        weight = p["overactive"] * p["volume"]
        return ops.sum(weight * inputs[name]) / ops.sum(weight)

    return value


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: felt relief follows."""
    return {"f": (relief(state, inputs, p, ops) - state["f"]) / p["response_time"]}


def twstrs(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """TWSTRS total, points."""
    del ops
    gone = p["response"] * state["f"] + inputs["context"]
    return p["baseline"] * (1 - gone)


DYSTONIA = Part(
    name="dystonia",
    per_muscle=False,
    states=(State("f", "share", 0.0),),
    inputs=(
        Input("strength", "share"),
        Input("context", "share"),
        Input("block", "share"),
        Input("size", "share"),
    ),
    outputs=(
        Output("twstrs", "score_point", twstrs, uses=("context",)),
        Output("relief", "share", lambda state, *_: state["f"]),
        Output("head_tilt", "share", tilt, uses=("strength",)),
        Output("neck_load", "share", load, uses=("strength",)),
        Output("block", "share", over_pulling("block"), uses=("block",)),
        Output("muscle_size", "share", over_pulling("size"), uses=("size",)),
    ),
    parameters=(
        Parameter("volume", "cm**3", "volume_{muscle}"),
        Parameter("opposite", "share", "drive_opposite"),
        Parameter("pain_share", "share", "twstrs_pain_share"),
        Parameter("response", "share", "dystonia_response"),
        Parameter("response_time", "day", "dystonia_response_time"),
        Parameter("baseline", "score_point", "twstrs_baseline"),
    ),
    geometry=("sign", "overactive"),
    rates=rates,
)
