"""The columns of a trial: those of the open dystonia trial, or our own, and slips in them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from wearoff.errors import Faults, InputError
from wearoff.formats.csvs import NEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.formats.csvs import CsvFile

OPEN_TRIAL = ("patient", "obs", "week", "site", "id", "treat", "age", "sex", "twstrs")
OWN = ("patient", "week", "units", "product", "outcome", "value")
TIMES = {"week": 1, "day": 7}
"""Columns of the time of a visit, and how many of their units are a week."""
SESSIONS = "sessions"
"""Column of the times of an arm's sessions, ``0 12``; one in week 0 where there is none."""
BASELINE = "baseline"
"""Column of the score before, once a person, where no row of week 0 has it."""
BESIDE = (BASELINE, SESSIONS, "arm")
"""Columns of ours that a file need not have."""
KNOWN = {*OWN, *OPEN_TRIAL, *TIMES, *BESIDE}
A_LETTER_OR_TWO = 0.75
"""Likeness from which a column's name is a slip for one that is needed and is not there."""


def check(source: CsvFile, required: Sequence[str]) -> None:
    """Refuse a header in which a column is nearly one of ours, all at once, or is not there.

    Args:
        source: The file.
        required: Columns that it has to have.

    Raises:
        InputError: a column is a slip, with the one that it may be meant for, missing or twice.
    """
    needed = [name for name in required if name not in source.header]
    free = [name for name in (*TIMES, *BESIDE) if name not in source.header]
    faults = Faults()
    for name in source.header:
        near = _meant(name, needed, A_LETTER_OR_TWO) or _meant(name, [*needed, *free], NEAR)
        if near and name not in KNOWN:
            fix = f"did you mean {near!r}?"
            faults.add(InputError(f"unknown column {name!r}", file=source.file, line=1, fix=fix))
    faults.check()
    source.require(tuple(required), f"{','.join(OWN)} or {','.join(OPEN_TRIAL)}")


def _meant(name: str, known: Sequence[str], likeness: float) -> str | None:
    """Which of these a column's name is nearly; None where it is like none."""
    return next(iter(get_close_matches(name.lower(), known, n=1, cutoff=likeness)), None)
