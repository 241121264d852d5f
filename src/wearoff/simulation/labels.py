"""A label's most: what sessions add up to within its window, as counts and never as advice.

Units of one product are never added to those of another. Sessions of zero units (placebo) hold no
toxin and are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.units import PRODUCT_UNITS
from wearoff.words.labels import exceeded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Session

DIGITS = 6
"""Doses are added to so many digits: two halves of 400 that a plan spread are not above 400."""
USES = {
    "limit_*": "the label checks of simulated plans and of a diary's sessions",
}
"""What each row is used for here; ``*`` stands for what is filled in."""


@dataclass(frozen=True)
class Exceeded:
    """A limit that was passed, in one sentence with its source."""

    day: int
    units: float
    text: str


def over_label(sessions: Sequence[Session]) -> list[Exceeded]:
    """Windows in which the sessions of one product add up to more than its label's limit.

    The first window of each product is reported; products without a limit row are not judged.
    """
    found: list[Exceeded] = []
    window = round(rows.value("limit_window", "day"))
    for product in products(sessions):
        if not limited(product):
            continue
        row = rows.get(f"limit_{product}")
        for first, total in totals(sessions, product, window):
            if total > rows.value(row.name, PRODUCT_UNITS[product]):
                text = exceeded(
                    total=total,
                    product=product,
                    days=window,
                    first=first,
                    most=row.value,
                    source=rows.sources()[row.source].citation,
                )
                found.append(Exceeded(first, total, text))
                break
    return found


def products(sessions: Sequence[Session]) -> list[str]:
    """Every product of the sessions, by name."""
    return sorted({session.product for session in sessions})


def limited(product: str) -> bool:
    """Whether the evidence has a label's most of a product."""
    return f"limit_{product}" in rows.load()


def units_of(session: Session, muscle: str | None = None) -> float:
    """Total of a session, or of both sides of one muscle.

    Args:
        session: What was injected.
        muscle: Its name; None for all.

    Returns:
        Units of the session's product.
    """
    given = (i.units for i in session.injections if muscle in {None, i.muscle})
    return round(fsum(given), DIGITS)


def totals(sessions: Sequence[Session], product: str, window: int) -> list[tuple[int, float]]:
    """What was given in each window that starts with a session.

    Args:
        sessions: In order of their days.
        product: Whose units are added up; other products are left out.
        window: Days of a window.

    Returns:
        First day and units of each window.
    """
    own = [session for session in sessions if session.product == product]
    return [
        (first, round(fsum(units_of(s) for s in own if first <= s.day < first + window), DIGITS))
        for first in sorted({session.day for session in own})
    ]
