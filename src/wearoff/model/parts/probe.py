"""Probe: what an electrode, a scan or a dynamometer reads off the injected muscles, averaged.

No symptom: the muscle itself, in percent of before the first session. Stateless.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Input, Output, Part, Values

SMALL = 1e-9
"""Keeps a face without injected muscles at 100 percent."""


def mean(name: str, scale: float = 100.0) -> Any:
    """Output function: mean over the muscles of one input, in percent."""

    def value(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
        del state, p
        ones = inputs[name] * 0 + 1
        return scale * ops.sum(inputs[name]) / ops.sum(ones)

    return value


def response(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Electrical response of the muscle to its nerve, in percent of before."""
    return 100 - mean("block")(state, inputs, p, ops)


def frown(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Strength of the frown: mean of the injected face muscles in percent of before."""
    del state
    weakness = ops.sum(p["face"] * (1 - inputs["strength"]))
    return 100 - 100 * weakness / (ops.sum(p["face"]) + SMALL)


FACE = Part(
    name="face",
    per_muscle=False,
    inputs=(Input("strength", "share"),),
    outputs=(Output("frown_percent", "percent", frown, uses=("strength",)),),
    geometry=("face",),
)

PROBE = Part(
    name="probe",
    per_muscle=False,
    inputs=(
        Input("block", "share"),
        Input("strength", "share"),
        Input("size", "share"),
        Input("contractile", "share"),
        Input("gain", "share"),
    ),
    outputs=(
        Output("response_percent", "percent", response, uses=("block",)),
        Output("strength_percent", "percent", mean("strength"), uses=("strength",)),
        Output("size_percent", "percent", mean("size"), uses=("size",)),
        Output("contractile_percent", "percent", mean("contractile"), uses=("contractile",)),
        Output("reflex_percent", "percent", mean("gain"), uses=("gain",)),
    ),
)
