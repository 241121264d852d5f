"""Label limits: what a session adds up to within a window, against the published most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.records import Session


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
    for product in sorted({session.product for session in sessions}):
        name = f"limit_{product}"
        if name not in rows.load():
            continue
        row = rows.get(name)
        own = [session for session in sessions if session.product == product]
        for first in own:
            inside = [s for s in own if first.day <= s.day < first.day + window]
            total = sum(session.units for session in inside)
            if total > rows.value(name, PRODUCT_UNITS[product]):
                source = rows.sources()[row.source].citation
                found.append(
                    Exceeded(
                        first.day,
                        total,
                        f"{total:g} units of {product} within {window} days from day {first.day}; "
                        f"the label's most is {row.value:g} ({source})",
                    )
                )
                break
    return found
