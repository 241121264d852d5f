"""Nerve: what reaches the brain from the neck and head, and the sciatic nerve in the hip.

Head:    input = L·(command·tightness − command₀) + J·new damage − S·r·sensory block − E·training
         tightness = Σ Vᵢ·strengthᵢ / Σ Vᵢ
         sensory block = Emax·xʰ/(1 + xʰ), x = Σ Aᵢ / ED50
         r = 1 in a partial responder, k in a super-responder, 0 in a non-responder
Sciatic: pressure = 1 − share·(1 − strength), share = e + (1 − e)·variant

Input is a change of the log-odds of a headache day, 0 untreated. Tight muscles press the nerves
that pass them (L), damaged joints hurt (J), and toxin blocks the sensory endings themselves (S);
people answer to that in three classes, which a uniform draw of each patient decides. What training
of the neck takes away (E) is what trials of it show, by whatever way.
Stateless: what lasts belongs to the parts that feed it.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import power
from wearoff.model.ports import Derived, Input, Output, Parameter, Part, Values


def sensory_block(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of the sensory endings of head and neck that are blocked."""
    del state
    x = ops.sum(inputs["active"]) / (p["sensory_ED50"] * p["potency"])
    xh = power(x, p["hill"], ops)
    return p["Emax"] * xh / (1 + xh)


def tightness(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Pull of the injected muscles at their command, as a share of a healthy one."""
    del state
    left = ops.sum(p["volume"] * inputs["strength"]) / ops.sum(p["volume"])
    return inputs["command"] * left


def response(p: Values, ops: Any) -> Any:
    """Fall of the log-odds at full sensory block in a patient of this class."""
    others = p["super_share"] + p["non_share"]
    more = ops.step(p["response_draw"] - (1 - others)) * (p["super_response"] - 1)
    gone = ops.step(p["response_draw"] - (1 - p["non_share"])) * p["super_response"]
    return p["sensory_response"] * (1 + more - gone)


def head_input(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Change of the log-odds of a headache day that the periphery asks for."""
    eased = tightness(state, inputs, p, ops) - inputs["command_untreated"]
    blocked = sensory_block(state, inputs, p, ops)
    return (
        p["tight_headache"] * eased
        + p["damage_headache"] * inputs["new_damage"]
        - p["response"] * blocked
        - p["exercise_response"] * inputs["training"]
    )


HEAD_NERVES = Part(
    name="nerve",
    per_muscle=False,
    inputs=(
        Input("active", "{units}"),
        Input("strength", "share"),
        Input("command", "share"),
        Input("command_untreated", "share"),
        Input("new_damage", "share"),
        Input("training", "share"),
    ),
    outputs=(
        Output(
            "input",
            "log_odds",
            head_input,
            uses=("active", "strength", "command", "command_untreated", "new_damage", "training"),
        ),
        Output("sensory_block", "share", sensory_block, uses=("active",)),
        Output("tightness", "share", tightness, uses=("strength", "command")),
    ),
    parameters=(
        Parameter("sensory_ED50", "U_ona", "sensory_ED50"),
        Parameter("potency", "{units}/U_ona", "potency_{product}"),
        Parameter("Emax", "share", "Emax"),
        Parameter("hill", "share", "hill"),
        Parameter("sensory_response", "log_odds", "sensory_response_{condition}"),
        Parameter("non_share", "share", "non_responder_share"),
        Parameter("super_share", "share", "super_responder_share"),
        Parameter("super_response", "share", "super_response"),
        Parameter("tight_headache", "log_odds", "tight_headache_{condition}"),
        Parameter("damage_headache", "log_odds", "damage_headache"),
        Parameter("exercise_response", "log_odds", "exercise_response_{condition}"),
        Parameter("volume", "cm**3", "volume_{muscle}"),
    ),
    chances=("response_draw",),
    derived=(Derived("response", "log_odds", response),),
)


def pressure(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Irritation of the sciatic nerve as a share of untreated."""
    del state, ops
    entrapped = p["entrapped_share"]
    by_muscle = entrapped + (1 - entrapped) * p["variant"]
    return 1 - by_muscle * (1 - inputs["strength"])


SCIATIC_NERVE = Part(
    name="nerve",
    per_muscle=False,
    inputs=(Input("strength", "share"),),
    outputs=(Output("pressure", "share", pressure, uses=("strength",)),),
    parameters=(
        Parameter("entrapped_share", "share", "entrapped_share"),
        Parameter("variant", "share", "sciatic_variant"),
    ),
)
