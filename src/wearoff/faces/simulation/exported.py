"""What `wearoff export` shows: what was written, and how it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout, words
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.simulation.export import Exported
    from wearoff.simulation.result import MadeUpReadings


DIGITS = 6
"""As the document has them."""


def screen(found: Exported) -> list[str]:
    """What a written model holds."""
    document = found.result
    cohort = found.simulation.cohort
    heading = f"{cohort.condition.title}: one typical patient, {cohort.days} days, "
    counts = (
        f"{len(document.states)} states, {len(document.numbers)} numbers, "
        f"{len(document.events)} events"
    )
    width = layout.widest(document.outcomes)
    return [
        heading + f"plan {document.plan}, {document.product}",
        counts,
        "",
        f"{'outcome':<{width}}  in the file",
        *(f"{column:<{width}}  {name}" for column, name in document.outcomes.items()),
        "",
        *_made_up(document.made_up),
        "An invented person. Not you.",
        words.CLOSING,
    ]


def _made_up(found: MadeUpReadings | None) -> list[str]:
    """What readings a file has."""
    if found is None:
        return []
    said = f"{found.readings} made-up readings of {found.outcome} with noise of SD "
    said += numbers.significant(found.noise, DIGITS)
    likely = found.log_likelihood
    return [f"{said}.", *([_likely(likely)] if likely is not None else []), ""]


def _likely(value: float) -> str:
    return f"Their log-likelihood: {numbers.significant(value, DIGITS)}."
