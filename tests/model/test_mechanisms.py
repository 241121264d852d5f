"""Each mechanism can be switched off, and then takes its own effect with it and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from behaviors_courses import CYCLE, DAMAGE, SPIRAL, course, net, state
from behaviors_neck import WASTED

if TYPE_CHECKING:
    from collections.abc import Callable

SILENT = 1e-8
"""What may be left of an effect that is gone: rounding and the error of a step."""
ACTS = 1e-3
"""What an effect comes to at least where it acts, in the unit of its outcome."""


def gain(condition, outcome):
    """What toxin takes off an outcome, against injections without it."""
    return lambda settings: net(condition, outcome, **settings)


def change(condition, outcome, **options):
    """How far an outcome moves from its first day."""

    def read(settings):
        values = course(condition, **options, **settings)[outcome]
        return values - values[0]

    return read


def answer(condition, outcome, **cause):
    """How far an outcome answers to other settings."""

    def read(settings):
        return (
            course(condition, **settings | cause)[outcome] - course(condition, **settings)[outcome]
        )

    return read


def spread(settings):
    """Strength that a neighbor loses beyond its size."""
    calf = course("healthy_muscle", **settings)
    return calf["synergist_strength_percent"] - calf["synergist_size_percent"]


def slowing(settings):
    """Toxin of a second session against that of the first, the first one's rest taken away."""
    once, twice = (
        state(course("healthy_muscle", **settings | {"sessions": n}), "A") for n in (1, 2)
    )
    return (twice - once)[CYCLE:] - once[:-CYCLE]


@dataclass(frozen=True)
class Switch:
    """A mechanism that one set of settings turns off.

    ``own`` is its effect under settings; ``given`` are the settings under which it acts, alone if
    others have the same effect. ``moves`` are all columns that listen to it, states of muscles by
    part and name.
    """

    name: str
    condition: str
    off: dict[str, float]
    own: Callable[[dict[str, float]], Any]
    moves: str
    given: dict[str, float] = field(default_factory=dict)


CM, NECK, JAW, CALF = "chronic_migraine", "cervicogenic", "bruxism", "healthy_muscle"
DYSTONIA, HIP = "cervical_dystonia", "piriformis"
WASTED_NECK = {"deep_capacity": WASTED}
NO_NERVES = {"sensory_response_cervicogenic": 0.0, "tight_headache_cervicogenic": 0.0}
COUNTED = "headache_days acute_medication_days burden"
HEADACHE = f"{COUNTED} sensitization__c"
CONTEXT = "context__b context__c"
LOAD = f"{HEADACHE} neck_pain overload shortfall stability__a tightness"
DAMAGED = "joint_damage tissue__z"
MUSCLE = "muscle__m muscle__q muscle__r muscle__s spindle__g"
GROWN = "synergist_size_percent synergist_strength_percent unit__y"
DRIVEN = f"{GROWN} stiffness_percent synergist_stiffness_percent"
SWITCHES = (
    # the head and its nerves
    Switch(
        "sensory endings",
        CM,
        {"sensory_response_chronic_migraine": 0.0},
        gain(CM, "headache_days"),
        HEADACHE,
        {"tight_headache_chronic_migraine": 0.0},
    ),
    Switch(
        "tight muscles press nerves",
        NECK,
        {"tight_headache_cervicogenic": 0.0},
        gain(NECK, "headache_days"),
        HEADACHE,
        {"sensory_response_cervicogenic": 0.0},
    ),
    Switch(
        "the brain's slow part",
        CM,
        {"central_share": 0.0},
        answer(CM, "headache_days", central_time=12.0),
        COUNTED,
    ),
    Switch(
        "acute medicine",
        CM,
        {"acute_use": 0.0},
        change(CM, "acute_medication_days"),
        "acute_medication_days",
    ),
    Switch("burden", CM, {"burden_per_day": 0.0}, change(CM, "burden"), "burden"),
    # the neck
    Switch(
        "taking over, neck",
        NECK,
        {"compensation_gain": 0.0},
        change(NECK, "stability__a"),
        LOAD,
        WASTED_NECK,
    ),
    Switch(
        "overload hurts the neck",
        NECK,
        {"overload_pain": 0.0},
        change(NECK, "neck_pain"),
        "neck_pain",
        WASTED_NECK,
    ),
    Switch(
        "joint load leaves damage",
        NECK,
        {"kz": 0.0},
        change(NECK, "joint_damage"),
        f"{HEADACHE} {DAMAGED} neck_pain",
        WASTED_NECK | DAMAGE,
    ),
    Switch(
        "damage hurts the head",
        NECK,
        {"damage_headache": 0.0},
        gain(NECK, "headache_days"),
        HEADACHE,
        WASTED_NECK | DAMAGE | NO_NERVES,
    ),
    Switch(
        "damage hurts the neck",
        NECK,
        {"damage_pain": 0.0},
        change(NECK, "neck_pain"),
        "neck_pain",
        WASTED_NECK | DAMAGE | {"overload_pain": 0.0},
    ),
    Switch(
        "damage loosens the neck",
        NECK,
        {"lambda_z": 0.0},
        answer(NECK, "shortfall", kz=0.0),
        f"{LOAD} {DAMAGED}",
        WASTED_NECK | SPIRAL,
    ),
    Switch(
        "exercise",
        NECK,
        {"exercise": 0.0},
        answer(NECK, "shortfall", exercise_effect=0.4),
        f"{LOAD} stability__x",
        {"exercise": 1.0} | WASTED_NECK,
    ),
    Switch(
        "length sense supports",
        NECK,
        {"spindle_effect": 0.0},
        answer(NECK, "neck_strength_percent", spindle_recovery_time=40.0),
        f"{LOAD} neck_strength_percent",
        {"spindle_effect": 0.3} | WASTED_NECK,
    ),
    # jaw, hip and dystonia
    Switch(
        "jaw reaches the head",
        JAW,
        {"jaw_headache_coupling": 0.0},
        change(JAW, "headache_days"),
        HEADACHE,
    ),
    Switch(
        "load hurts the jaw",
        JAW,
        {"pain_response_bruxism": 0.0},
        gain(JAW, "jaw_pain"),
        f"{HEADACHE} jaw_pain",
    ),
    Switch(
        "pressure hurts the leg",
        HIP,
        {"pain_response_piriformis": 0.0},
        gain(HIP, "leg_pain"),
        "leg_pain",
    ),
    Switch(
        "muscle presses the sciatic nerve",
        HIP,
        {"entrapped_share": 0.0},
        change(HIP, "nerve_pressure"),
        "leg_pain nerve_pressure pain__f relief",
    ),
    Switch(
        "pull makes the score",
        DYSTONIA,
        {"dystonia_response": 0.0},
        gain(DYSTONIA, "twstrs"),
        "twstrs",
    ),
    # context
    Switch(
        "context, migraine",
        CM,
        {"expectation_chronic_migraine": 0.0, "regression_chronic_migraine": 0.0},
        change(CM, "headache_days", units=0.0),
        f"{COUNTED} {CONTEXT}",
    ),
    Switch(
        "context, jaw",
        JAW,
        {"expectation_bruxism": 0.0, "regression_bruxism": 0.0},
        change(JAW, "jaw_pain", units=0.0),
        f"{HEADACHE} {CONTEXT} jaw_pain",
    ),
    Switch(
        "context, leg",
        HIP,
        {"expectation_piriformis": 0.0, "regression_piriformis": 0.0},
        change(HIP, "leg_pain", units=0.0),
        f"{CONTEXT} leg_pain",
    ),
    Switch(
        "context, dystonia",
        DYSTONIA,
        {"expectation_cervical_dystonia": 0.0, "regression_cervical_dystonia": 0.0},
        change(DYSTONIA, "twstrs", units=0.0),
        f"{CONTEXT} twstrs",
    ),
    # muscles
    Switch(
        "block, migraine",
        CM,
        {"Emax": 0.0},
        gain(CM, "headache_days"),
        f"{LOAD} {MUSCLE} frown_percent neck_strength_percent sensory_block",
    ),
    Switch(
        "block, dystonia",
        DYSTONIA,
        {"Emax": 0.0},
        gain(DYSTONIA, "twstrs"),
        f"{MUSCLE} block dystonia__f head_tilt muscle_size neck_load relief twstrs",
    ),
    Switch(
        "shrinking",
        CALF,
        {"atrophy_share_child_leg": 0.0},
        change(CALF, "size_percent"),
        f"{DRIVEN} muscle__m muscle__r muscle__s size_percent strength_percent",
    ),
    Switch(
        "size is felt in force",
        CALF,
        {"size_in_force": 0.0},
        answer(CALF, "strength_percent", atrophy_share_child_leg=0.0),
        f"{DRIVEN} strength_percent",
    ),
    Switch(
        "loss for good",
        CALF,
        {"permanent_share": 0.0},
        change(CALF, "contractile_percent"),
        f"{DRIVEN} muscle__q contractile_percent strength_percent",
    ),
    Switch(
        "slowing by earlier sessions",
        CALF,
        {"session_slowing": 1.0},
        slowing,
        f"{DRIVEN} {MUSCLE} junction__A contractile_percent reflex_percent response_percent "
        "size_percent strength_percent",
        {"sessions": 2, "every_weeks": 12.0},
    ),
    Switch(
        "taking over, calf",
        CALF,
        {"compensation_gain": 0.0},
        change(CALF, "synergist_size_percent"),
        DRIVEN,
    ),
    Switch(
        "synergists grow",
        CALF,
        {"synergist_growth": 0.0},
        change(CALF, "synergist_size_percent"),
        GROWN,
    ),
    Switch(
        "stiffness follows activity",
        CALF,
        {"tone_share": 0.0},
        change(CALF, "stiffness_percent"),
        "stiffness_percent synergist_stiffness_percent",
    ),
    Switch(
        "spread to neighbors",
        CALF,
        {"spread_share": 0.0},
        spread,
        "synergist_strength_percent",
    ),
    Switch(
        "remote effect",
        CALF,
        {"remote_effect": 0.0},
        change(CALF, "opposite_strength_percent"),
        "opposite_strength_percent",
        {"remote_effect": 0.02},
    ),
)


def key(column):
    """A column, or the state of a muscle by part and name."""
    names = column.split("__")
    return "__".join(dict.fromkeys((names[0], names[-1])))


def moved(switch):
    """Columns that differ between the mechanism on and off, in any bit."""
    on = course(switch.condition, **switch.given)
    off = course(switch.condition, **switch.given | switch.off)
    return {key(name) for name, values in on.items() if not np.array_equal(values, off[name])}


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_one_mechanism_switched_off(switch):
    """Its own effect is gone, exactly the columns that listen to it move, and no other bit does."""
    assert np.abs(switch.own(switch.given)).max() > ACTS
    assert np.abs(switch.own(switch.given | switch.off)).max() <= SILENT
    assert moved(switch) == set(switch.moves.split())
