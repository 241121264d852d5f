"""What may stand in a file of stored draws: whatever else is refused, and never pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.diary.unwritten import YEAR
from wearoff.errors import InputError
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STEEPEST = WINDOW * YEAR
"""Days in 28 a year of a level that goes from none to all within a day."""
LOG_ODDS = 1000.0
"""Far beyond any."""
WHOLE = 100
"""Percent: no relief is more."""
LONGEST = 36525
"""Days of a diary: a century."""


class Limit(NamedTuple):
    """What numbers may be, in words, and which of them are."""

    allowed: str
    holds: Callable[[Any], Any]


def _between(lowest: float, highest: float) -> Limit:
    allowed = f"{lowest:g} to {highest:g}"
    return Limit(allowed, lambda values: (values >= lowest) & (values <= highest))


FINITE = Limit("a finite number", np.isfinite)
ABOVE_0 = Limit("a finite number above 0", lambda values: np.isfinite(values) & (values > 0))
ANY = Limit("a number", lambda values: values == values)  # noqa: PLR0124 - all but NaN
FROM_0 = Limit("a finite number from 0 up", lambda values: np.isfinite(values) & (values >= 0))
OF_DRAWS: Mapping[str, Limit] = {
    "b": _between(-LOG_ODDS, LOG_ODDS),
    "relief_log_odds": _between(-LOG_ODDS, LOG_ODDS),
    "trend": _between(-STEEPEST, STEEPEST),
    "trend_per_b": ABOVE_0,
    "relief_percent": Limit(
        "a finite number up to 100", lambda values: np.isfinite(values) & (values <= WHOLE)
    ),
    "relief_percent_per_r": ABOVE_0,
    "slope": _between(-STEEPEST, STEEPEST),
}
"""Of every draw of a column."""
OF_A_PERSON: Mapping[str, Limit] = {
    "b_mean": _between(-LOG_ODDS, LOG_ODDS),
    "b_sd": ABOVE_0,
    "r_mean": _between(-LOG_ODDS, LOG_ODDS),
    "r_sd": ABOVE_0,
    "k_hat": ANY,
    "effective": ABOVE_0,
    "days": _between(2, LONGEST),
    "written": _between(0, LONGEST),
    "given": _between(1, LONGEST),
    "seed": FROM_0,
}
"""Of a number that everybody has."""
TEXTS = ("name", "condition", "ended", "program", "evidence")
"""Of everybody, and never empty."""
COVARIATE = "covariate_"
"""How columns of covariates begin."""


def faults_of(row: Mapping[str, Any], number: int, file: Path, draws: int) -> Iterator[InputError]:
    """What is wrong in a row, a fault a column.

    Args:
        row: By column, as it was read.
        number: Of the row, from 1.
        file: Where it stands.
        draws: How many there are of a person.
    """
    for column, found, allowed in _wrong(row, draws):
        yield InputError(
            f"row {number} ({row['name'] or 'no name'}): found {found}",
            file=file,
            column=column,
            allowed=allowed,
            fix="put the file back from a backup, or analyze the diary again",
        )


def _wrong(row: Mapping[str, Any], draws: int) -> Iterator[tuple[str, str, str]]:
    """Columns with what was found and what is allowed."""
    yield from ((column, "nothing", "a text") for column in TEXTS if not row[column])
    for column, limit in OF_DRAWS.items():
        values = np.zeros(0) if row[column] is None else row[column]
        outside = values[~limit.holds(values)]
        if len(values) != draws:
            yield column, f"{len(values)} draws", str(draws)
        elif outside.size:
            yield column, f"{outside[0]:g} ({outside.size} of {draws} draws)", limit.allowed
    known = {"planned": _between(1, LONGEST)}
    known |= {column: FROM_0 for column in row if column.startswith(COVARIATE)}
    limits = {**OF_A_PERSON, **{name: of for name, of in known.items() if row[name] is not None}}
    for column, limit in limits.items():
        value = row[column]
        if value is None or not limit.holds(value):
            yield column, "nothing" if value is None else f"{value:g}", limit.allowed
    written, days = row["written"], row["days"]
    if written is not None and days is not None and written > days:
        yield "written", f"{written} of {days} days", "days with an entry, of all days"
