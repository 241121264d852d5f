"""Stability: what holds the neck, who does it, and what is left undone.

    passive = (1 − M)·(1 − λ·damage)      deep = M·d·(capacity·(1 − trauma) + effect·x)
    back-up = M·(1 − d)·s                 s = 1 − Σ wᵢ·(1 − strengthᵢ·sensingᵢ) − (1 − Σ wᵢ)·remote
    need = (1 − passive − deep − back-up)₊        extra = gain·need / (M·(1 − d))
    da/dt = (extra − extra₀ − a)/τa       command = 1 + extra₀ + a
    shortfall = (1 − passive − deep − back-up·command)₊      overload = (command·s − 1)₊
    dx/dt = (brought − x)/τx      brought = exercise·(1 + K)/(exercise + K)

The demand of the day is 1. The big muscles (back-up) are driven harder when the others do not meet
it: that is how they take over, become overworked, and keep the habit when a block wears off. A
block lowers s: less overload, more shortfall. With ₀ is the same person untreated, who is at rest.
x is the share of what training brings that it has brought so far: a little of it does most (K).
wᵢ are shares of the volume of the neck's superficial muscles; only those of the region neck count.
`BACKUP` computes s, the strength of the back-up, from the muscles.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ops import positive_part
from wearoff.model.ports import Derived, Input, Output, Parameter, Part, State, Values

SMALL = 1e-9
"""Keeps a neck without injected muscles, or without big ones, at 0 instead of 0/0."""


def supply(training: Any, strength: Any, command: Any, damage: Any, p: Values) -> Any:
    """Share of the demand that is met."""
    passive = (1 - p["muscle_share"]) * (1 - p["passive_loss"] * damage)
    capacity = p["deep_capacity"] * (1 - p["trauma"]) + p["exercise_effect"] * training
    deep = p["muscle_share"] * p["deep_share"] * capacity
    return passive + deep + backup(p) * strength * command


def backup(p: Values) -> Any:
    """Share of the demand that the big muscles meet in a healthy neck."""
    return p["muscle_share"] * (1 - p["deep_share"])


def taken_over(met: Any, p: Values, ops: Any) -> Any:
    """Extra command of the big muscles when this share is met at their normal command."""
    return p["gain"] * positive_part(1 - met, ops) / (backup(p) + SMALL)


def extra_untreated(p: Values, ops: Any) -> Any:
    """Extra command of the same person untreated."""
    return taken_over(supply(0.0, 1.0, 1.0, p["old_injury"], p), p, ops)


def shortfall_untreated(p: Values, ops: Any) -> Any:
    """Shortfall of the same person untreated, which the joints are used to."""
    met = supply(0.0, 1.0, 1 + extra_untreated(p, ops), p["old_injury"], p)
    return positive_part(1 - met, ops)


def command(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Drive of the big muscles as a share of a healthy neck's."""
    del inputs, ops
    return 1 + p["extra_untreated"] + state["a"]


def command_untreated(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """The same person's drive without any treatment."""
    del state, inputs, ops
    return 1 + p["extra_untreated"]


def shortfall(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of the demand that nobody meets."""
    driven = command(state, inputs, p, ops)
    met = supply(state["x"], inputs["backup"], driven, inputs["damage"], p)
    return positive_part(1 - met, ops)


def usual_shortfall(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """The same person's shortfall without any treatment."""
    del state, inputs, ops
    return p["shortfall_untreated"]


def overload(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Work of the big muscles beyond a healthy neck's."""
    return positive_part(command(state, inputs, p, ops) * inputs["backup"] - 1, ops)


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: the habit of taking over follows the need, deep muscles follow exercise."""
    met = supply(state["x"], inputs["backup"], 1.0, inputs["damage"], p)
    wanted = taken_over(met, p, ops)
    half = p["half_program"]
    brought = p["exercise"] * (1 + half) / (p["exercise"] + half)
    return {
        "a": (wanted - p["extra_untreated"] - state["a"]) / p["habit_time"],
        "x": (brought - state["x"]) / p["exercise_time"],
    }


def training(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of what a full program brings that training has brought so far."""
    del inputs, p, ops
    return state["x"]


def strength(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Strength of the neck's superficial muscles as a share of before."""
    del state
    weight = p["neck"] * p["volume"] / p["neck_volume"]
    sensing = 1 - p["spindle_effect"] * (1 - inputs["gain"])
    lost = ops.sum(weight * (1 - inputs["strength"] * sensing))
    share = ops.sum(weight)
    block = ops.sum(weight * inputs["block"]) / (share + SMALL)
    return 1 - lost - (1 - share) * p["remote_effect"] * block


def strength_percent(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """The same in percent of before."""
    return 100 * strength(state, inputs, p, ops)


MECHANICS = ("strength", "gain", "block")

BACKUP = Part(
    name="backup",
    per_muscle=False,
    inputs=(Input("strength", "share"), Input("gain", "share"), Input("block", "share")),
    outputs=(
        Output("strength", "share", strength, uses=MECHANICS),
        Output("strength_percent", "percent", strength_percent, uses=MECHANICS),
    ),
    parameters=(
        Parameter("spindle_effect", "share", "spindle_effect"),
        Parameter("remote_effect", "share", "remote_effect"),
        Parameter("neck_volume", "cm**3", "neck_volume"),
        Parameter("volume", "cm**3", "volume_{muscle}"),
    ),
    geometry=("neck",),
)

STABILITY = Part(
    name="stability",
    per_muscle=False,
    states=(State("a", "share", 0.0), State("x", "share", 0.0)),
    inputs=(Input("backup", "share"), Input("damage", "share")),
    outputs=(
        Output("command", "share", command),
        Output("command_untreated", "share", command_untreated),
        Output("shortfall", "share", shortfall, uses=("backup", "damage")),
        Output("shortfall_untreated", "share", usual_shortfall),
        Output("overload", "share", overload, uses=("backup",)),
        Output("training", "share", training),
    ),
    parameters=(
        Parameter("muscle_share", "share", "neck_muscle_share"),
        Parameter("deep_share", "share", "deep_share"),
        Parameter("deep_capacity", "share", "deep_capacity"),
        Parameter("trauma", "share", "trauma"),
        Parameter("exercise", "share", "exercise"),
        Parameter("exercise_effect", "share", "exercise_effect"),
        Parameter("half_program", "share", "half_program"),
        Parameter("exercise_time", "day", "exercise_time"),
        Parameter("gain", "share", "compensation_gain"),
        Parameter("habit_time", "day", "habit_time"),
        Parameter("passive_loss", "share", "lambda_z"),
        Parameter("old_injury", "share", "old_injury"),
    ),
    derived=(
        Derived("extra_untreated", "share", extra_untreated),
        Derived("shortfall_untreated", "share", shortfall_untreated),
    ),
    rates=rates,
)
