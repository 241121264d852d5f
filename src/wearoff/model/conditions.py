"""Conditions: which parts, how they are wired, which muscles, and what is read out.

A new condition is one entry of `CONDITIONS`; nothing else in the model changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections
from wearoff.model.parts.context import CONTEXT
from wearoff.model.parts.dystonia import DYSTONIA
from wearoff.model.parts.junction import JUNCTION
from wearoff.model.parts.muscle import MUSCLE
from wearoff.model.parts.probe import PROBE
from wearoff.model.parts.spindle import SPINDLE
from wearoff.model.wiring import Sites, Wiring, wire
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wearoff.model.ports import Parameter, Part

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


@dataclass(frozen=True)
class Condition:
    """A wiring of parts with its muscles and outcomes.

    ``outcomes`` maps a column to ``part.output``; the first is the main one. ``usual`` are the
    muscles a plan without muscles is spread over. ``whole`` keeps all usual muscles of both sides
    in the model; otherwise it holds just the injected ones.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    links: Mapping[str, str]
    outcomes: Mapping[str, str]
    usual: tuple[str, ...]
    usual_plan: str
    antibodies: str
    whole: bool = False

    @property
    def main(self) -> str:
        """Column of the main outcome."""
        return next(iter(self.outcomes))

    def sites(self, injected: Iterable[tuple[str, str]]) -> Sites:
        """Muscles and sides of the model for these injected ones.

        Raises:
            InputError: a muscle that the condition does not have.
        """
        wanted = sorted(set(injected))
        if not self.whole:
            return tuple(wanted) or tuple((muscle, "left") for muscle in self.usual)
        every = tuple((muscle, side) for muscle in self.usual for side in ("left", "right"))
        for muscle, side in wanted:
            if (muscle, side) not in every:
                raise InputError(
                    f"{self.name} has no muscle {muscle} {side}", allowed=", ".join(self.usual)
                )
        return every

    def reads(self, parameter: Parameter, row: str) -> bool:
        """Whether a parameter of this condition can come from that evidence row."""
        known = injections.muscles()
        muscles = self.usual if self.whole else tuple(known)
        return any(
            parameter.row.format(
                product=product,
                condition=self.name,
                antibodies=self.antibodies,
                muscle=muscle,
                region=known[muscle].region,
                anchor=known[muscle].anchor,
            )
            == row
            for muscle in muscles
            for product in PRODUCT_UNITS
        )

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
        )


def _healthy(
    name: str, title: str, outcomes: tuple[str, ...], usual: str, usual_plan: str
) -> Condition:
    """A muscle without a symptom, read by the probe."""
    return Condition(
        name=name,
        title=title,
        parts=(JUNCTION, MUSCLE, SPINDLE, PROBE),
        links={**MUSCLE_LINKS, **PROBE_LINKS},
        outcomes={outcome: f"probe.{outcome}" for outcome in outcomes},
        usual=(usual,),
        usual_plan=usual_plan,
        antibodies="low_dose",
    )


CONDITIONS = {
    condition.name: condition
    for condition in (
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
            usual=("splenius_capitis", "sternocleidomastoid", "trapezius", "levator_scapulae"),
            usual_plan="neck",
            antibodies="cervical_dystonia",
            whole=True,
        ),
        _healthy(
            "healthy_junction",
            "healthy nerve-muscle junction",
            ("response_percent",),
            "extensor_digitorum_brevis",
            "extensor_digitorum_brevis",
        ),
        _healthy(
            "healthy_muscle",
            "healthy muscle",
            (
                "strength_percent",
                "response_percent",
                "size_percent",
                "contractile_percent",
                "reflex_percent",
            ),
            "gastrocnemius",
            "gastrocnemius",
        ),
    )
}


def condition(name: str) -> Condition:
    """The condition of that name, or an error with the nearest match."""
    if name not in CONDITIONS:
        raise unknown("condition", name, CONDITIONS)
    return CONDITIONS[name]
