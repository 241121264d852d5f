"""Tissue: joints, ligaments, discs. The warning's central claim, as a number that is 0 unless set.

    dz/dt = kz·(shortfall − shortfall untreated)₊·(1 − z) − z/τ          damage = z₀ + (1 − z₀)·z

kz is 0 by default because no study has looked at human neck joints before and after toxin: it is a
labeled assumption, drawn beside its opposite. z₀ is an old injury: it hurts without any new damage.
Load that the same neck already carried untreated adds nothing; its joints are used to it.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import positive_part
from wearoff.model.ports import Input, Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: added shortfall leaves damage, and it heals slowly."""
    added = positive_part(inputs["shortfall"] - inputs["shortfall_untreated"], ops)
    arriving = p["kz"] * added * (1 - state["z"])
    return {"z": arriving - state["z"] / p["healing_time"]}


def damage(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Damage of passive tissue, old and new, from 0 to 1."""
    del inputs, ops
    return p["old_injury"] + (1 - p["old_injury"]) * state["z"]


def new_damage(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Damage since the first session."""
    del inputs, ops
    return (1 - p["old_injury"]) * state["z"]


TISSUE = Part(
    name="tissue",
    per_muscle=False,
    states=(State("z", "share", 0.0),),
    inputs=(Input("shortfall", "share"), Input("shortfall_untreated", "share")),
    outputs=(
        Output("damage", "share", damage),
        Output("new_damage", "share", new_damage),
    ),
    parameters=(
        Parameter("kz", "1/day", "kz"),
        Parameter("healing_time", "day", "healing_time"),
        Parameter("old_injury", "share", "old_injury"),
    ),
    rates=rates,
)
