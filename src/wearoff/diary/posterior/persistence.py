"""Day-to-day persistence: what a day that copies another carries over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import jit, scan, xp

if TYPE_CHECKING:
    from wearoff.records import Array


def carried(fresh: Array, rho: Any) -> Array:
    """Chance of a yes on every day (days, N) from that of a day that copies no other.

    P_t = ρ·P_{t−1} + (1 − ρ)·m_t: what a day copies was a yes with the chance of the day before.
    """
    return np.asarray(_carried(fresh, xp.asarray(rho, fresh.dtype)))


@jit
def _carried(fresh: Any, rho: Any) -> Any:
    def day(before: Any, chance: Any) -> tuple[Any, Any]:
        now = rho * before + (1 - rho) * chance
        return now, now

    return scan(day, fresh[0], fresh)[1]
