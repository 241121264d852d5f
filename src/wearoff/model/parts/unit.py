"""Unit: muscles that work together; when one is blocked the others take over.

    strength = Σ Vᵢ·strengthᵢ / Σ Vᵢ          lost = (1 − rest)·(1 − strength)
    command = 1 + gain·lost                   tension = command·strength
    dy/dt = (1 + growth·(command − 1) − y)/τ  opposite = 1 − remote·block

``rest`` is the share of the unit's pull that its muscles outside the model carry. y is the size of
an uninjected synergist. Stiffness falls and rises with activity: 1 − tone·(1 − activity). Toxin
reaches neighbors (spread) and, in animals at high doses, the other side (remote, 0 in people).
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Input, Output, Parameter, Part, State, Values

SMALL = 1e-6
"""Weight that an untouched muscle keeps, so that the mean of untouched ones is theirs."""


def mean(name: str) -> Any:
    """Output function: mean of one input by muscle volume."""

    def value(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
        del state
        return ops.sum(p["volume"] * inputs[name]) / ops.sum(p["volume"])

    return value


strength = mean("strength")
block = mean("block")


def command(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Drive of the whole unit as a share of before."""
    lost = (1 - p["rest"]) * (1 - strength(state, inputs, p, ops))
    return 1 + p["gain"] * lost


def tension(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Pull of the unit's modeled muscles as a share of before."""
    return command(state, inputs, p, ops) * strength(state, inputs, p, ops)


def stiffness(activity: Any, p: Values) -> Any:
    """Stiffness in percent of before, at this activity."""
    return 100 * (1 - p["tone_share"] * (1 - activity))


def injected_stiffness(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Stiffness of the weakest muscle in percent of before."""
    weak = 1 - inputs["strength"]
    weight = weak * p["volume"] + SMALL * p["volume"]
    left = ops.sum(weight * inputs["strength"]) / ops.sum(weight)
    return stiffness(command(state, inputs, p, ops) * left, p)


def synergist_stiffness(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Stiffness of an uninjected synergist in percent of before."""
    return stiffness(command(state, inputs, p, ops), p)


def synergist_strength(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Strength of an uninjected synergist in percent of before: bigger, but reached by spread."""
    return 100 * state["y"] * (1 - p["spread"] * block(state, inputs, p, ops))


def opposite_strength(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Strength of the same muscle on the uninjected side in percent of before."""
    return 100 * (1 - p["remote_effect"] * block(state, inputs, p, ops))


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: a synergist that works more grows."""
    wanted = 1 + p["growth"] * (command(state, inputs, p, ops) - 1)
    return {"y": (wanted - state["y"]) / p["growth_time"]}


UNIT = Part(
    name="unit",
    per_muscle=False,
    states=(State("y", "share", 1.0),),
    inputs=(Input("strength", "share"), Input("block", "share")),
    outputs=(
        Output("strength", "share", strength, uses=("strength",)),
        Output("command", "share", command, uses=("strength",)),
        Output("tension", "share", tension, uses=("strength",)),
        Output("stiffness", "percent", injected_stiffness, uses=("strength",)),
        Output("synergist_stiffness", "percent", synergist_stiffness, uses=("strength",)),
        Output("synergist_size", "percent", lambda state, *_: 100 * state["y"]),
        Output("synergist_strength", "percent", synergist_strength, uses=("block",)),
        Output("opposite_strength", "percent", opposite_strength, uses=("block",)),
    ),
    parameters=(
        Parameter("rest", "share", "uninjected_pull_{condition}"),
        Parameter("gain", "share", "compensation_gain"),
        Parameter("growth", "share", "synergist_growth"),
        Parameter("growth_time", "day", "synergist_growth_time"),
        Parameter("tone_share", "share", "tone_share"),
        Parameter("spread", "share", "spread_share"),
        Parameter("remote_effect", "share", "remote_effect"),
        Parameter("volume", "cm**3", "volume_{muscle}"),
    ),
    rates=rates,
)
