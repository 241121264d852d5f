"""The address of Explore: a scenario, read strictly, and written as short as it can be.

What an address does not say is as the condition's usual plan has it. What it says wrongly is told
in plain words, and the scenario without it is still one that can be shown.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.datastructures import QueryParams

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections
from wearoff.model.conditions import CONDITIONS, Condition
from wearoff.simulation.ready import PEOPLE
from wearoff.units import PRODUCT_UNITS
from wearoff.words import explore as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wearoff.simulation.ready import Ready

PATH = "/explore"
OFFERED = tuple(
    name for name, own in CONDITIONS.items() if own.main in words.OUTCOMES and not own.instead
)
"""Conditions of people."""
NECK = "shortfall"
"""Outcome of the conditions that know deep neck muscles."""
MADE_FOR = "form"
"""Field of a form: the condition, plan and side that it was made for."""
SPREAD = "usual"
"""Muscle of plans that give a total: it is spread over the condition's own."""
OTHER = "b"
"""Field that holds the address of a second scenario."""
LONGEST = 4000
"""Characters of an address."""
NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
LIMITS = {"every": (0, 104), "years": (1, 5), "deep": (20, 150), "exercise": (0, 1)}
"""Least and most of what is a whole number: weeks (0 is a single session), years, percent, no or
yes."""
SIDES = ("left", "right")
MANY = ("settings", "sites")
"""Options that hold several numbers by name."""


@dataclass(frozen=True)
class Scenario:
    """One invented person and what is injected.

    ``deep`` is the state of the deep neck muscles in percent of the day's demand; ``sites`` are
    units that differ from the plan's.
    """

    condition: str
    plan: str
    product: str
    every: int
    years: int = 5
    side: str = "left"
    deep: int = 100
    exercise: int = 0
    sites: tuple[tuple[str, float], ...] = ()

    @property
    def neck(self) -> bool:
        """Whether the condition knows deep neck muscles."""
        return NECK in CONDITIONS[self.condition].outcomes

    @property
    def one_sided(self) -> bool:
        """Whether the plan treats the painful side alone."""
        return any(part.side == "affected" for part in injections.plan(self.plan).parts)

    @property
    def made_for(self) -> str:
        """What a form of it is made for; units of another are not this one's."""
        return f"{self.condition}.{self.plan}.{self.side}"

    @property
    def options(self) -> dict[str, Any]:
        """What `wearoff.explore` takes."""
        settings: dict[str, float] = {}
        if self.deep != Scenario.deep:
            settings["deep_capacity"] = self.deep / 100
        if self.exercise:
            settings["exercise"] = float(self.exercise)
        often = {"every_weeks": self.every} if self.every else {"sessions": 1}
        return {
            "condition": self.condition,
            "plan": self.plan,
            "product": self.product,
            "years": self.years,
            "affected": self.side,
            "settings": settings,
            "sites": dict(self.sites),
            **often,
        }

    @property
    def as_call(self) -> str:
        """The same for the call of a program."""
        found: list[tuple[str, str]] = []
        for name, value in self.options.items():
            many = [f"{key}={own:g}" for key, own in value.items()] if name in MANY else [value]
            found += [(name, str(each)) for each in many]
        return str(QueryParams(found))

    @property
    def planned(self) -> dict[str, float]:
        """Units of every site as the plan has them."""
        scheme, usual = injections.plan(self.plan), CONDITIONS[self.condition].usual
        _, given = injections.spread(scheme, usual, self.side, None, None)
        return {each.site: round(each.units, 1) for each in given}

    @property
    def fields(self) -> dict[str, str]:
        """The address, without what is as usual."""
        usual = usually(self.condition, self.plan)
        found = {"condition": self.condition}
        if self.plan != CONDITIONS[self.condition].usual_plan:
            found["plan"] = self.plan
        for name in ("product", "every", "years", "side", "deep", "exercise"):
            if getattr(self, name) != getattr(usual, name):
                found[name] = str(getattr(self, name))
        return found | {site: f"{units:g}" for site, units in self.sites}


def plans_of(condition: str) -> list[str]:
    """Plans that a condition can take and that have a dose, its usual one first."""
    chosen = CONDITIONS[condition]
    others = [name for name, plan in injections.plans().items() if _fits(chosen, plan)]
    return [chosen.usual_plan, *(name for name in others if name != chosen.usual_plan)]


def _fits(chosen: Condition, plan: injections.Plan) -> bool:
    if plan.condition not in OFFERED or any(part.units is None for part in plan.parts):
        return False
    if any(part.muscle == SPREAD for part in plan.parts) and plan.condition != chosen.name:
        return False
    try:
        _, given = injections.spread(plan, chosen.usual, "left", None, None)
        chosen.sites((each.muscle, each.side) for each in given)
    except InputError:
        return False
    return True


@cache
def usually(condition: str, plan: str | None = None) -> Scenario:
    """A condition as its plan has it."""
    name = plan or CONDITIONS[condition].usual_plan
    scheme = injections.plan(name)
    every = (scheme.interval_days or 0) // 7
    return Scenario(condition, name, scheme.parts[0].product, every)


def ready(person: Ready) -> Scenario:
    """The scenario of a ready person."""
    deep = round(100 * person.settings["deep_capacity"])
    return replace(usually(person.condition), deep=deep)


def address(scenario: Scenario, other: Scenario | None = None, inside: str = "") -> str:
    """Where a scenario is shown, beside another if there is one."""
    fields = dict(scenario.fields)
    if inside and inside != _inside(scenario.condition, "", []):
        fields["inside"] = inside
    if other:
        fields[OTHER] = str(QueryParams(other.fields))
    return f"{PATH}?{QueryParams(fields)}"


@dataclass(frozen=True)
class Asked:
    """What an address asks for, and what is wrong with it, a line a fault."""

    scenario: Scenario
    other: Scenario | None
    inside: str
    faults: tuple[str, ...]

    @property
    def scenarios(self) -> dict[str, Scenario]:
        """One without a letter, or two with one."""
        return {"A": self.scenario, "B": self.other} if self.other else {"": self.scenario}

    @property
    def address(self) -> str:
        """The same without its faults."""
        return address(self.scenario, self.other, self.inside)


def asked(query: str) -> Asked:
    """Read an address; without anything in it, the first ready person."""
    if not query:
        return Asked(ready(PEOPLE[0]), None, _inside(PEOPLE[0].condition, "", []), ())
    faults: list[str] = []
    if len(query) > LONGEST:
        faults.append(f"an address of {len(query)} characters; allowed: at most {LONGEST}")
        query = ""
    given = _once(QueryParams(query).multi_items(), faults)
    inside, second = given.pop("inside", ""), given.pop(OTHER, None)
    scenario = _scenario(given, faults)
    other = None
    if second is not None:
        beside: list[str] = []
        other = _scenario(_once(QueryParams(second).multi_items(), beside), beside)
        faults += [f"B: {fault}" for fault in beside]
    return Asked(scenario, other, _inside(scenario.condition, inside, faults), tuple(faults))


def _once(pairs: Iterable[tuple[str, str]], faults: list[str]) -> dict[str, str]:
    """Each field once."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found and value != found[name]:
            faults.append(f"{_shown(name)} is said twice; the first is taken")
        found.setdefault(name, value)
    return found


def _scenario(given: Mapping[str, str], faults: list[str]) -> Scenario:
    """What can be read of a scenario; the rest is as usual, and told."""
    given = dict(given)
    made_for = given.pop(MADE_FOR, None)
    condition = _one_of(given, "condition", OFFERED, OFFERED[0], faults)
    allowed = plans_of(condition)
    if made_for and made_for.partition(".")[0] != condition:
        given = {name: given[name] for name in ("years",) if name in given}
    plan = _one_of(given, "plan", allowed, allowed[0], faults)
    usual = usually(condition, plan)
    if made_for and not made_for.startswith(f"{condition}.{plan}."):
        kept = ("years", "deep", "exercise", "side")
        given = {name: given[name] for name in kept if name in given}
    numbers = {
        name: _whole(given, name, getattr(usual, name), faults)
        for name in LIMITS
        if usual.neck or name not in {"deep", "exercise"}
    }
    found = replace(
        usual,
        product=_one_of(given, "product", tuple(PRODUCT_UNITS), usual.product, faults),
        side=_one_of(given, "side", SIDES, usual.side, faults),
        **numbers,
    )
    if made_for and made_for != found.made_for:
        given = {name: given[name] for name in given if name not in _every_site(found)}
    sites = _sites(given, found, faults)
    known = {"condition", "plan", "product", "side", *numbers, *found.planned}
    faults += [_said(unknown("field", name, known)) for name in given if name not in known]
    return replace(found, sites=sites)


def _every_site(scenario: Scenario) -> set[str]:
    """Sites of a plan on whichever side it treats."""
    return {site for side in SIDES for site in replace(scenario, side=side).planned}


def _sites(
    given: Mapping[str, str], scenario: Scenario, faults: list[str]
) -> tuple[tuple[str, float], ...]:
    """Units that differ from the plan's."""
    found: list[tuple[str, float]] = []
    for site, planned in scenario.planned.items():
        if site not in given:
            continue
        units = float(given[site]) if NUMBER.fullmatch(given[site]) else math.nan
        if not units <= injections.MOST_UNITS:
            allowed = f"a number of units from 0 to {injections.MOST_UNITS:g}"
            faults.append(f"{site} {_shown(given[site])}; allowed: {allowed}")
        elif units != planned:
            found.append((site, units))
    return tuple(found)


def _one_of(
    given: Mapping[str, str],
    name: str,
    allowed: tuple[str, ...] | list[str],
    usual: str,
    faults: list[str],
) -> str:
    value = given.get(name, usual)
    if value in allowed:
        return value
    faults.append(_said(unknown(name, value, allowed)))
    return usual


def _whole(given: Mapping[str, str], name: str, usual: int, faults: list[str]) -> int:
    text = given.get(name, str(usual))
    least, most = LIMITS[name]
    value = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else -1
    if least <= value <= most:
        return value
    faults.append(f"{name} {_shown(text)}; allowed: a whole number from {least} to {most}")
    return usual


def _inside(condition: str, given: str, faults: list[str]) -> str:
    """Which outcome is looked at inside; the first, if none is named."""
    allowed = words.inside(CONDITIONS[condition].outcomes)
    if given and given not in words.OUTCOMES:
        faults.append(_said(unknown("inside", given, allowed)))
    return given if given in allowed else allowed[0]


def _shown(text: str) -> str:
    return repr(text[:60])


def _said(error: InputError) -> str:
    return str(error)
