"""Muscles, their regions, and the named injection plans."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wearoff.errors import InputError, argument, unknown
from wearoff.evidence import products, rows
from wearoff.evidence.spelling import one_word
from wearoff.records import Injection, Session

MOST_UNITS = 1e5
"""No session of any product comes near; more is a slip of the pen."""
ANIMALS = frozenset({"rabbit"})
"""Regions of muscles that people do not have."""
OTHER_SIDE = {"left": "right", "right": "left"}
USES = {
    "body_weight_rabbit": "plans with units per kg",
    "dose_share_*": "plans that give only a total",
}
"""What each row is used for here; ``*`` stands for what is filled in."""


@dataclass(frozen=True)
class Muscle:
    """A muscle: its region, which ED50 it is scaled from, and whether it is single."""

    name: str
    region: str
    anchor: str
    midline: bool


@dataclass(frozen=True)
class PlanPart:
    """Units of one plan for one muscle; ``side`` may be ``both`` (split) or ``affected``."""

    muscle: str
    side: str
    units: float | None
    product: str


@dataclass(frozen=True)
class Plan:
    """A named injection scheme.

    ``interval_days`` is None for a single session; ``kilograms`` is the body weight where units
    are per kg, else 1.
    """

    name: str
    condition: str
    parts: tuple[PlanPart, ...]
    interval_days: int | None
    kilograms: float
    source: str


@cache
def muscles() -> dict[str, Muscle]:
    """All muscles by name."""
    return {
        record["muscle"]: Muscle(
            record["muscle"], record["region"], record["anchor"], record["midline"] == "yes"
        )
        for record in rows.table("muscles")
    }


@cache
def plans() -> dict[str, Plan]:
    """All named plans."""
    found: dict[str, list[dict[str, str]]] = {}
    for record in rows.table("plans"):
        found.setdefault(record["plan"], []).append(record)
    return {
        name: Plan(
            name=name,
            condition=records[0]["condition"],
            parts=tuple(
                PlanPart(
                    record["muscle"],
                    record["side"],
                    float(record["units"]) if record["units"] else None,
                    record["product"],
                )
                for record in records
            ),
            interval_days=round(7 * float(records[0]["interval_weeks"]))
            if records[0]["interval_weeks"]
            else None,
            kilograms=rows.value(records[0]["per_kg_of"], "kg") if records[0]["per_kg_of"] else 1.0,
            source=records[0]["source"],
        )
        for name, records in found.items()
    }


def plan(name: str) -> Plan:
    """The plan of that name in any spelling, or an error with the nearest match."""
    found = _plan_names().get(one_word(name))
    if found is None:
        raise unknown("plan", name, plans())
    return plans()[found]


@cache
def _plan_names() -> dict[str, str]:
    """Plans by what they are called, each as one word."""
    called = {one_word(record["alias"]): record["plan"] for record in rows.table("plan_names")}
    return called | {one_word(name): name for name in plans()}


def check_units(units: float) -> None:
    """Refuse a dose that is negative, not finite, or beyond any product's use.

    Args:
        units: Of some product.

    Raises:
        InputError: The dose cannot be.
    """
    if not 0 <= units <= MOST_UNITS:
        raise InputError(
            f"a dose of {units:g} units", allowed=f"a finite number, 0 to {MOST_UNITS:g}"
        )


def spread(
    scheme: Plan, usual: tuple[str, ...], affected: str, units: float | None, product: str | None
) -> tuple[str, tuple[Injection, ...]]:
    """Product and injections of one session of a plan.

    Args:
        scheme: the plan.
        usual: the condition's usual muscles, for plans that give only a total.
        affected: ``left`` or ``right``, for plans that treat one side.
        units: the session's total (per kg if the plan's are); None takes the plan's own.
        product: None takes the plan's own; the plan's proportions serve any product.

    Raises:
        InputError: the plan has no total of its own and none was given, or the dose is not one.
    """
    chosen = products.named(product or scheme.parts[0].product)
    own = [part.units for part in scheme.parts]
    total = sum(unit for unit in own if unit is not None)
    if units is None and None in own:
        raise InputError(
            f"plan {scheme.name} has no dose of its own", fix=f"give {argument('units')}"
        )
    wanted = (total if units is None else units) * scheme.kilograms
    check_units(wanted)
    doses: dict[tuple[str, str], float] = {}
    for part in scheme.parts:
        share = 1.0 if part.units is None else part.units / total
        names = _usual_shares(usual) if part.muscle == "usual" else {part.muscle: 1.0}
        for muscle, weight in names.items():
            for side, half in _sides(muscle, part.side, affected).items():
                key = (muscle, side)
                doses[key] = doses.get(key, 0.0) + wanted * share * weight * half
    return chosen, tuple(Injection(m, side, dose) for (m, side), dose in sorted(doses.items()))


def _usual_shares(usual: tuple[str, ...]) -> dict[str, float]:
    """Shares of a total over the usual muscles: as a plan that names just these, else by row.

    Rows are their dose shares where all have one, else their volumes.
    """
    for scheme in plans().values():
        named = {part.muscle: part.units or 0.0 for part in scheme.parts}
        if tuple(named) == usual:
            return {muscle: units / sum(named.values()) for muscle, units in named.items()}
    known = rows.load()
    shares = [f"dose_share_{muscle}" for muscle in usual]
    volumes = [f"volume_{muscle}" for muscle in usual]
    chosen = shares if all(name in known for name in shares) else volumes
    raw = [known[name].value for name in chosen]
    return {muscle: weight / sum(raw) for muscle, weight in zip(usual, raw, strict=True)}


def _sides(muscle: str, side: str, affected: str) -> dict[str, float]:
    if muscles()[muscle].midline:
        return {"midline": 1.0}
    if side == "both":
        return {"left": 0.5, "right": 0.5}
    return {affected if side == "affected" else side: 1.0}


def sessions(
    injections: tuple[Injection, ...],
    product: str,
    interval: int | None,
    count: int | None,
    days: int,
) -> list[Session]:
    """Sessions from day 0, every ``interval`` days, until ``count`` or ``days`` ends them."""
    step = interval or days + 1
    starts = range(0, days, step)
    return [Session(day, product, injections) for day in list(starts)[:count]]
