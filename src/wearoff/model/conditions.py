"""Conditions: which parts, how they are wired, which muscles, and what is read out.

A new condition is one entry of `CONDITIONS`; nothing else in the model changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections
from wearoff.model.parts.context import CONTEXT
from wearoff.model.parts.dystonia import DYSTONIA
from wearoff.model.parts.headache import HEADACHE, NECK
from wearoff.model.parts.junction import JUNCTION
from wearoff.model.parts.muscle import MUSCLE
from wearoff.model.parts.nerve import HEAD_NERVES, SCIATIC_NERVE
from wearoff.model.parts.pain import JAW_PAIN, LEG_PAIN
from wearoff.model.parts.probe import FACE, PROBE
from wearoff.model.parts.sensitization import SENSITIZATION
from wearoff.model.parts.spindle import SPINDLE
from wearoff.model.parts.stability import BACKUP, STABILITY
from wearoff.model.parts.tissue import TISSUE
from wearoff.model.parts.unit import UNIT
from wearoff.model.wiring import Sites, Wiring, wire
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wearoff.model.ports import Parameter, Part

RABBIT = (
    *("shrink_time", "regrow_time", "slow_regrow_time", "settling_loss_time"),
    *("permanent_share", "remote_effect"),
)
"""Evidence rows of which a rabbit has its own."""
MUSCLE_LINKS = {
    "muscle.block": "junction.block",
    "spindle.block": "junction.block",
}
PROBE_LINKS = {
    "probe.block": "junction.block",
    "probe.strength": "muscle.strength",
    "probe.size": "muscle.size",
    "probe.contractile": "muscle.contractile",
    "probe.gain": "spindle.gain",
}
UNIT_LINKS = {
    "unit.strength": "muscle.strength",
    "unit.block": "junction.block",
}
HEADACHE_LINKS = {
    "backup.strength": "muscle.strength",
    "backup.gain": "spindle.gain",
    "backup.block": "junction.block",
    "stability.backup": "backup.strength",
    "stability.damage": "tissue.damage",
    "tissue.shortfall": "stability.shortfall",
    "tissue.shortfall_untreated": "stability.shortfall_untreated",
    "nerve.active": "junction.active",
    "nerve.strength": "muscle.strength",
    "nerve.command": "stability.command",
    "nerve.command_untreated": "stability.command_untreated",
    "nerve.new_damage": "tissue.new_damage",
    "nerve.training": "stability.training",
    "sensitization.input": "nerve.input",
    "headache.felt": "sensitization.felt",
    "headache.context": "context.fall",
    "neck.overload": "stability.overload",
    "neck.damage": "tissue.damage",
    "face.strength": "muscle.strength",
}
HEADACHE_OUTCOMES = {
    "headache_days": "headache.days",
    "acute_medication_days": "headache.medication_days",
    "burden": "headache.burden",
    "neck_pain": "neck.pain",
    "sensory_block": "nerve.sensory_block",
    "tightness": "nerve.tightness",
    "overload": "stability.overload",
    "shortfall": "stability.shortfall",
    "joint_damage": "tissue.damage",
    "neck_strength_percent": "backup.strength_percent",
    "frown_percent": "face.frown_percent",
}
SYNERGIST_OUTCOMES = {
    "stiffness_percent": "unit.stiffness",
    "synergist_stiffness_percent": "unit.synergist_stiffness",
    "synergist_size_percent": "unit.synergist_size",
    "synergist_strength_percent": "unit.synergist_strength",
    "opposite_strength_percent": "unit.opposite_strength",
}
HEAD_AND_NECK = ("face", "head", "jaw", "neck")
NECK_MUSCLES = ("splenius_capitis", "sternocleidomastoid", "trapezius", "levator_scapulae")


@dataclass(frozen=True)
class Condition:
    """A wiring of parts with its muscles and outcomes.

    ``outcomes`` maps a column to ``part.output``; the first is the main one. ``usual`` are the
    muscles a plan without muscles is spread over. ``whole`` keeps all usual muscles of both sides
    in the model; otherwise it holds just the injected ones, of these ``regions`` (of any if none
    is named). ``instead`` replaces evidence rows, as another species does.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    links: Mapping[str, str]
    outcomes: Mapping[str, str]
    usual: tuple[str, ...]
    usual_plan: str
    antibodies: str = "low_dose"
    whole: bool = False
    regions: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def main(self) -> str:
        """Column of the main outcome."""
        return next(iter(self.outcomes))

    @property
    def nameable(self) -> tuple[str, ...]:
        """Muscles that a log of this condition may name: a person's, or those of its animal."""
        own = injections.ANIMALS & set(self.regions)
        return tuple(
            name
            for name, muscle in injections.muscles().items()
            if (muscle.region in own if own else muscle.region not in injections.ANIMALS)
        )

    def sites(self, injected: Iterable[tuple[str, str]]) -> Sites:
        """Muscles and sides of the model for these injected ones.

        Raises:
            InputError: a muscle that the condition does not have.
        """
        wanted = sorted(set(injected))
        if not self.whole:
            for muscle, _ in wanted:
                if not self._allows(injections.muscles()[muscle].region):
                    raise InputError(
                        f"{self.name} has no muscle {muscle}",
                        allowed=f"muscles of {', '.join(self.regions)}",
                    )
            return tuple(wanted) or tuple((muscle, "left") for muscle in self.usual)
        every = tuple((muscle, side) for muscle in self.usual for side in ("left", "right"))
        for muscle, side in wanted:
            if (muscle, side) not in every:
                raise InputError(
                    f"{self.name} has no muscle {muscle} {side}", allowed=", ".join(self.usual)
                )
        return every

    def _allows(self, region: str) -> bool:
        return not self.regions or region in self.regions

    def rows_read(self, parameter: Parameter) -> set[str]:
        """Evidence rows from which a parameter of this condition can come."""
        known = injections.muscles()
        muscles = [
            name
            for name, muscle in known.items()
            if (name in self.usual if self.whole else self._allows(muscle.region))
        ]
        names = {
            parameter.row.format(
                product=product,
                condition=self.name,
                antibodies=self.antibodies,
                muscle=muscle,
                region=known[muscle].region,
                anchor=known[muscle].anchor,
            )
            for muscle in muscles
            for product in PRODUCT_UNITS
        }
        return {self.instead.get(name, name) for name in names}

    def wire(
        self, injected: Iterable[tuple[str, str]], product: str, affected: str = "left"
    ) -> Wiring:
        """The condition's parts joined for these muscles and this product."""
        return wire(
            self.name,
            self.parts,
            self.links,
            sites=self.sites(injected),
            product=product,
            affected=affected,
            antibodies=self.antibodies,
            instead=self.instead,
        )


def _muscle(name: str, title: str, main: str, usual: str, **options: Any) -> Condition:
    """A muscle without a symptom, read by the probe, with its unit; its plan has its name."""
    read = {output.name: f"probe.{output.name}" for output in PROBE.outputs}
    return Condition(
        name=name,
        title=title,
        parts=(JUNCTION, MUSCLE, SPINDLE, UNIT, PROBE),
        links={**MUSCLE_LINKS, **UNIT_LINKS, **PROBE_LINKS},
        outcomes={main: read[main], **read, **SYNERGIST_OUTCOMES},
        usual=(usual,),
        usual_plan=options.pop("plan", usual),
        **options,
    )


def _headache(name: str, title: str, usual: tuple[str, ...], usual_plan: str) -> Condition:
    """A headache: head and neck, stability, joints, nerves and the brain; numbers differ."""
    return Condition(
        name=name,
        title=title,
        parts=(
            *(JUNCTION, MUSCLE, SPINDLE, CONTEXT),
            *(BACKUP, STABILITY, TISSUE, HEAD_NERVES, SENSITIZATION, HEADACHE, NECK, FACE),
        ),
        links={**MUSCLE_LINKS, **HEADACHE_LINKS},
        outcomes=HEADACHE_OUTCOMES,
        usual=usual,
        usual_plan=usual_plan,
        regions=HEAD_AND_NECK,
    )


PREEMPT_MUSCLES = tuple(dict.fromkeys(part.muscle for part in injections.plan("preempt_155").parts))


CONDITIONS = {
    condition.name: condition
    for condition in (
        _headache("chronic_migraine", "chronic migraine", PREEMPT_MUSCLES, "preempt_155"),
        _headache("episodic_migraine", "episodic migraine", PREEMPT_MUSCLES, "preempt_155"),
        _headache("tension_type", "tension-type headache", PREEMPT_MUSCLES, "fixed_100"),
        _headache("cervicogenic", "neck-origin headache", NECK_MUSCLES, "neck_tender_points"),
        Condition(
            name="bruxism",
            title="jaw clenching",
            parts=(
                *(JUNCTION, MUSCLE, SPINDLE, CONTEXT),
                *(UNIT, JAW_PAIN, SENSITIZATION, HEADACHE),
            ),
            links={
                **MUSCLE_LINKS,
                **UNIT_LINKS,
                "pain.cause": "unit.tension",
                "pain.context": "context.fall",
                "sensitization.input": "pain.to_head",
                "headache.felt": "sensitization.felt",
                "headache.context": "pain.no_context",
            },
            outcomes={
                "jaw_pain": "pain.pain",
                "relief": "pain.relief",
                "headache_days": "headache.days",
                "acute_medication_days": "headache.medication_days",
                "burden": "headache.burden",
                "jaw_load": "unit.tension",
                **SYNERGIST_OUTCOMES,
            },
            usual=("masseter", "temporalis"),
            usual_plan="masseter_25_per_side",
            whole=True,
        ),
        Condition(
            name="cervical_dystonia",
            title="cervical dystonia",
            parts=(JUNCTION, MUSCLE, SPINDLE, CONTEXT, DYSTONIA),
            links={
                **MUSCLE_LINKS,
                "dystonia.strength": "muscle.strength",
                "dystonia.context": "context.fall",
                "dystonia.block": "junction.block",
                "dystonia.size": "muscle.size",
            },
            outcomes={
                "twstrs": "dystonia.twstrs",
                "relief": "dystonia.relief",
                "head_tilt": "dystonia.head_tilt",
                "neck_load": "dystonia.neck_load",
                "block": "dystonia.block",
                "muscle_size": "dystonia.muscle_size",
            },
            usual=NECK_MUSCLES,
            usual_plan="neck",
            antibodies="cervical_dystonia",
            whole=True,
        ),
        Condition(
            name="piriformis",
            title="piriformis syndrome",
            parts=(JUNCTION, MUSCLE, SPINDLE, CONTEXT, UNIT, SCIATIC_NERVE, LEG_PAIN),
            links={
                **MUSCLE_LINKS,
                **UNIT_LINKS,
                "nerve.strength": "unit.strength",
                "pain.cause": "nerve.pressure",
                "pain.context": "context.fall",
            },
            outcomes={
                "leg_pain": "pain.pain",
                "relief": "pain.relief",
                "nerve_pressure": "nerve.pressure",
                **SYNERGIST_OUTCOMES,
            },
            usual=("piriformis",),
            usual_plan="piriformis",
            regions=("hip",),
        ),
        _muscle(
            "healthy_junction",
            "healthy nerve-muscle junction",
            "response_percent",
            "extensor_digitorum_brevis",
        ),
        _muscle("healthy_muscle", "healthy muscle", "strength_percent", "gastrocnemius"),
        _muscle(
            "rabbit_muscle",
            "rabbit thigh at animal doses",
            "contractile_percent",
            "quadriceps_rabbit",
            plan="quadriceps_per_kg",
            regions=("rabbit",),
            instead={name: f"{name}_rabbit" for name in RABBIT},
        ),
    )
}


def condition(name: str) -> Condition:
    """The condition of that name, or an error with the nearest match."""
    if name not in CONDITIONS:
        raise unknown("condition", name, CONDITIONS)
    return CONDITIONS[name]
