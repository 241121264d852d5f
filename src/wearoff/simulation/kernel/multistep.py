"""A day of Adams, Bashforth and Moulton: two evaluations, where Runge and Kutta take four.

With the rates f at the starts of this day and of the k days before it (n, n − 1 …), in days,

    predicted  p = y + Σ γⱼ·∇ʲf(n)                  j = 0 … k − 1, the polynomial through them
    corrected  y' = p + γₖ·(f(p) − f*)              f* that polynomial one day ahead

where ∇ is the backward difference and γⱼ = 1 − Σ γᵢ/(j + 1 − i) over i < j. y' is of order k + 1
(Shampine and Gordon 1975, chapters 3 and 4: PECE with local extrapolation; for k = 4 it is the
method of Adams, Bashforth and Moulton of order 4 with Milne's correction). With k = 4 it follows
rates up to 1.41 a day, where Runge and Kutta follow 2.78; beyond that y' − p grows from day to day.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

HISTORY = 4
"""Days whose rates are known at the start of a day, this one included: k."""
TOLERANCE = 4e-4
"""Most of y' − p over all states on any day: a patient with more is carried by Runge and Kutta.

With it nobody at the ends of the numbers' ranges is further from the truth than by Runge and Kutta.
What grows from day to day has f(p) − f* of sixteen times its size, so that it is seen in time.
"""


def differences(count: int) -> list[Fraction]:
    """γⱼ, the weights of the backward differences, j = 0 … count − 1."""
    found: list[Fraction] = []
    for j in range(count):
        found.append(1 - sum((found[i] / (j + 1 - i) for i in range(j)), Fraction()))
    return found


def predicting(past: int = HISTORY) -> list[float]:
    """Weights of f(n), f(n − 1) … in p − y."""
    weights = differences(past)
    return [
        float((-1) ** i * sum(comb(j, i) * weights[j] for j in range(i, past))) for i in range(past)
    ]


def ahead(past: int = HISTORY) -> list[float]:
    """Weights of f(n), f(n − 1) … in f*."""
    return [float((-1) ** i * comb(past, i + 1)) for i in range(past)]


def correcting(past: int = HISTORY) -> float:
    """γₖ."""
    return float(differences(past + 1)[past])
