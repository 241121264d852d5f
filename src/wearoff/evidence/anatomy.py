"""Where a needle went, as clinics write it: shorthand of muscles, areas, and sides."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.evidence.injections import muscles
from wearoff.evidence.spelling import one_word, words_in
from wearoff.records import SIDES, Injection

if TYPE_CHECKING:
    from collections.abc import Collection

BOTH, EACH = "both", "each"
"""Units that are the total of two sides, and units that each of two sides got."""
HALVES = {BOTH: 0.5, EACH: 1.0}
NEAR = 0.88
"""Likeness from which a name is taken for a slip: maseter is one, suboccipital is not."""
MUSCLE_WORDS = ("m", "mm", "musculus", "muscle", "muscles")
"""What may stand around the name of a muscle."""


@cache
def areas() -> dict[str, dict[tuple[str, str], float]]:
    """Named areas: what each of its muscles and sides gets of one unit, as a label has it."""
    found: dict[str, dict[tuple[str, str], float]] = {}
    for record in rows.table("areas"):
        own = found.setdefault(record["area"], {})
        own[record["muscle"], record["side"]] = float(record["units"])
    return {
        area: {place: units / sum(own.values()) for place, units in own.items()}
        for area, own in found.items()
    }


def muscle_named(text: str, allowed: Collection[str]) -> str:
    """The muscle, or the area, that a name or its shorthand stands for.

    Args:
        text: What stands in the log.
        allowed: Muscles that may be named.

    Raises:
        InputError: It is none of them; an area counts where all of its muscles are allowed.
    """
    known = [
        *allowed,
        *(area for area, own in areas().items() if all(muscle in allowed for muscle, _ in own)),
    ]
    words = [word for word in words_in(text) if word not in MUSCLE_WORDS]
    name = "".join(words)
    found = _names().get(name) or _names().get(name.removesuffix("s"))
    if found in muscles() and found not in known:
        raise InputError(f"{found} is a muscle of another species", allowed=", ".join(known))
    if found not in known:
        near = get_close_matches(name, [own for own in _names() if _names()[own] in known], 1, NEAR)
        raise InputError(
            f"unknown muscle {text!r}",
            allowed=", ".join(known),
            fix=f"did you mean {_names()[near[0]]!r}?" if near else None,
        )
    return found


@cache
def _names() -> dict[str, str]:
    """Muscles and areas by what they are called, each as one word."""
    called = {one_word(record["alias"]): record["muscle"] for record in rows.table("muscle_names")}
    return called | {one_word(name): name for name in (*muscles(), *areas())}


def injected(place: str, side: str, units: float) -> tuple[Injection, ...]:
    """What was injected where one row of a log names a muscle or an area.

    Args:
        place: A muscle, or an area, by its own name.
        side: One of `SIDES`, `BOTH`, `EACH`, or nothing.
        units: Of the row.

    Raises:
        InputError: The place has no such side, or it has two and none is named.
    """
    if place in areas():
        return _into_area(place, side, units)
    if muscles()[place].midline:
        if side in SIDES[:2]:
            raise InputError(f"{place} has no side {side!r}", allowed="midline")
        return (Injection(place, "midline", units),)
    if side in SIDES[:2]:
        return (Injection(place, side, units),)
    if side in HALVES:
        return tuple(Injection(place, own, units * HALVES[side]) for own in SIDES[:2])
    what = f"{place} has no side {side!r}" if side else f"no side of {place}"
    raise InputError(what, allowed="left, right or both", fix="write left, right or both")


def _into_area(area: str, side: str, units: float) -> tuple[Injection, ...]:
    """The units of an area in its muscles, in the label's proportions."""
    one_sided = side in SIDES[:2]
    if one_sided and any(muscles()[muscle].midline for muscle, _ in areas()[area]):
        raise InputError(f"{area} has no side {side!r}", allowed="midline or both")
    if side == EACH:
        raise InputError(f"{area} holds both sides", fix="write the total, with side both")
    parts = [
        injected(muscle, side if one_sided else own, units * share)
        for (muscle, own), share in areas()[area].items()
    ]
    return tuple(injection for part in parts for injection in part)
