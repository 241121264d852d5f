"""Folding: muscles of both sides that are treated alike are simulated once and counted twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.model.wiring import Wiring
    from wearoff.records import Array, Session

ONE_SIDED = {"sign", "overactive"}
"""Constants of a muscle that tell its sides apart."""


@dataclass(frozen=True)
class Folded:
    """A wiring with fewer muscles.

    ``counts`` says how many muscles of the body each stands for; ``place`` finds the one that
    stands for each muscle of the whole wiring.
    """

    wiring: Wiring
    counts: tuple[float, ...]
    place: Array


def fold(wiring: Wiring, sessions: Sequence[Session]) -> Folded:
    """The smallest wiring that gives the same course: exact, because sums count every muscle.

    Both sides of a muscle are one if no part tells sides apart and every session treats them alike.
    """
    apart = any(ONE_SIDED & set(part.geometry) for part in wiring.parts)
    doses = {
        site: tuple(
            sum(i.units for i in session.injections if (i.muscle, i.side) == site)
            for session in sessions
        )
        for site in wiring.sites
    }
    keys = [site if apart else (site[0], doses[site]) for site in wiring.sites]
    kept = list(dict.fromkeys(keys))
    sites = tuple(wiring.sites[keys.index(key)] for key in kept)
    return Folded(
        replace(wiring, sites=sites),
        tuple(float(keys.count(key)) for key in kept),
        np.array([kept.index(key) for key in keys]),
    )
