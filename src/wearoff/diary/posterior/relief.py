"""The course of relief over the sessions of one person, 0 to 1, from the junction's kinetics.

    dD/dt = −kS·D + strength          dA/dt = kS·D − (ln 2 / T½)·A
    s = xʰ/(1 + xʰ), x = A / A(w)          dk/dt = (s − k)/o

A session's strength is its units over the usual units of its product in this person's log, so
units of two products are never converted. A(w) is what a usual session alone leaves on day w: there
its block of the endings is at half. w, the steepness h and the lag o are the person's; kS and T½
are evidence rows by product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.diary.posterior.likelihood import library
from wearoff.diary.posterior.vectors import vectors
from wearoff.evidence import rows
from wearoff.model.numeric import NumpyOps
from wearoff.model.parts.nerve import sensory_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Session

WEEK = 7
USUAL_PRODUCT = "onabotulinumtoxinA"
OPS = NumpyOps()
CACHED = 16 * WEEK
"""Days computed at a time: they stay in the processor's cache."""


class Doses(NamedTuple):
    """Active toxin A by day and product (days, P), in usual sessions, and its rates a day."""

    active: Any
    decay: Any
    release: float


class Shape(NamedTuple):
    """Day w at which a usual session's block is at half, steepness h, lag o in days: (N,)."""

    half_day: Any
    steepness: Any
    lag: Any


def usual_units(sessions: Sequence[Session]) -> dict[str, float]:
    """Units of a usual session of every product: the median of those with any."""
    usual: dict[str, float] = {}
    for product in sorted({session.product for session in sessions}):
        units = [s.units for s in sessions if s.product == product and s.units > 0]
        usual[product] = float(np.median(units)) if units else 1.0
    return usual


def active_doses(
    sessions: Sequence[Session], first: int, days: int, usual: dict[str, float] | None = None
) -> Doses:
    """Active toxin at the start of each day, after that day's session.

    Args:
        sessions: none before ``first``: the days start early enough for every one.
        first: first day, from the first session.
        days: how many.
        usual: units of a usual session by product; `usual_units` of these sessions if left out.

    Returns:
        Of every day and product, in usual sessions.
    """
    strength = usual or usual_units(sessions)
    products = sorted(strength) or [USUAL_PRODUCT]
    release = rows.value("kS", "1/day")
    decay = np.array([np.log(2) / rows.value(f"half_life_{p}", "day") for p in products])
    active = np.zeros((days, len(products)))
    for k, product in enumerate(products):
        for session in (session for session in sessions if session.product == product):
            since = np.arange(days) - (session.day - first)
            left = np.asarray(left_of_one(np.maximum(since, 0), release, decay[k]))
            active[:, k] += np.where(since >= 0, session.units / strength[product] * left, 0.0)
    return Doses(active, decay, release)


def left_of_one(day: Any, release: float, decay: Any) -> Any:
    """Active share of a unit dose some days after it (Bateman).

        A(t) = kS/(kS − λ)·(e^(−λt) − e^(−kS·t))        λ = ln 2/T½

    Args:
        day: t, days since the dose.
        release: kS, 1/day.
        decay: λ, 1/day.

    Example:
        >>> left = left_of_one(np.array([0.0, 11.0, 84.0]), release=0.216, decay=np.log(2) / 28)
        >>> [round(float(share), 2) for share in left]
        [0.0, 0.76, 0.14]
    """
    exp = library(day).exp
    return release / (release - decay) * (exp(-decay * day) - exp(-release * day))


# settings far out may overflow; what is no number there has no weight
@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def course(doses: Doses, shape: Shape) -> Any:
    """Course k of relief on every day as weeks, (W, 7, N), 0 to 1.

    Args:
        doses: active toxin on 7·W days.
        shape: of N settings.
    """
    stay = np.exp(-1 / shape.lag)
    fast = vectors(stay)
    if fast:
        half = _half(doses, shape).T
        return weeks(fast.course(doses.active, half, shape.steepness, stay))
    lagged = np.zeros((len(doses.active), len(stay)))
    for k in range(0, len(lagged), CACHED):
        some = doses._replace(active=doses.active[k : k + CACHED])
        toward = (1 - stay) * blocked(some, shape, OPS)
        for day, gain in enumerate(toward[: len(lagged) - k - 1], k):
            np.multiply(stay, lagged[day], out=lagged[day + 1])
            lagged[day + 1] += gain
    return weeks(lagged)


def blocked(doses: Doses, shape: Shape, ops: Any) -> Any:
    """Share s of the endings that is blocked on every day, (days, N).

    Args:
        doses: active toxin by day.
        shape: of N settings.
        ops: arithmetic on the shape's arrays.
    """
    return blocked_by(doses.active[:, None] / _half(doses, shape), shape.steepness, ops)


def _half(doses: Doses, shape: Shape) -> Any:
    """Active toxin at which the block is at half, A(w), (N, P)."""
    return left_of_one(shape.half_day[:, None], doses.release, doses.decay)


def blocked_by(multiples: Any, steepness: Any, ops: Any) -> Any:
    """Share of the endings that is blocked, as the model's part has it.

    Args:
        multiples: active toxin of every product over what blocks half, (…, P).
        steepness: h.
        ops: arithmetic on these.
    """
    p = {"sensory_ED50": 1.0, "potency": 1.0, "hill": steepness, "Emax": 1.0}
    return sensory_block({}, {"active": multiples}, p, ops)


def weeks(daily: Any) -> Any:
    """Days (7·W, …) as weeks (W, 7, …)."""
    return daily.reshape(-1, WEEK, *daily.shape[1:])
