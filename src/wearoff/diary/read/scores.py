"""Scores: ``date,measure,value``, what a clinic wrote down, and a count from before the diary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wearoff.errors import Faults, InputError, argument, unknown
from wearoff.formats.csvs import MISSING, CsvFile, Range
from wearoff.measures import SCORED
from wearoff.records import OutsideBaseline, Score

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

COLUMNS = ("date", "measure", "value")
MEASURES = {
    name: Range(measure.lowest, measure.highest, measure.whole) for name, measure in SCORED.items()
}
COUNT_OF_DAYS = re.compile(r"(?P<count>\d+(\.\d+)?)\s*:\s*(?P<days>\d+)", re.ASCII)
FEWEST_DAYS, MOST_DAYS = 7, 366
"""A shorter count says little; one of more than a year is another quantity."""


def read_scores(given: str | Path | CsvFile, dates: str | None = None) -> list[Score]:
    """The scores in a table, in order of their dates; a row without a value is passed over.

    Args:
        given: A path, or a file that is open.
        dates: ``day-first`` or ``month-first`` where somebody has said so.

    Raises:
        InputError: an unreadable file, a missing column, and, all at once by line and column,
            measures that do not exist, values outside their scale, dates that are none, two values
            of one measure on one date.
    """
    source = CsvFile.of(given)
    source.refuse_slips(COLUMNS)
    source.require(COLUMNS, ",".join(COLUMNS))
    days, faults = source.days("date", dates), Faults()
    found: dict[tuple[date, str], tuple[Score, int]] = {}
    for line, cells in source.each():
        try:
            if isinstance(cells, InputError):
                raise cells
            score = _score(cells, source.file, line, days.get(line))
            if score is not None:
                known, place = found.setdefault((score.day, score.measure), (score, line))
                _check_same(score, known, place, source.file, line)
        except InputError as error:
            faults.add(error)
    faults.check()
    scores = [score for score, _ in found.values()]
    return sorted(scores, key=lambda score: (score.day, score.measure))


def _check_same(score: Score, known: Score, place: int, file: Path | str, line: int) -> None:
    if known != score:
        raise InputError(
            f"{score.measure} on {score.day} is {score.value:g} here and {known.value:g} on line "
            f"{place}",
            file=file,
            line=line,
            column="value",
            fix="keep the row that is right",
        )


def _score(cells: dict[str, str], file: Path | str, line: int, day: date | None) -> Score | None:
    """The score of a row; None without a value."""
    if day is None:
        raise InputError(
            f"found {cells['date']!r}",
            file=file,
            line=line,
            column="date",
            allowed="a date as 2026-03-31",
        )
    measure = re.sub(r"[\s-]+", "_", cells["measure"].lower())
    if measure not in MEASURES:
        said = unknown("measure", cells["measure"], MEASURES)
        raise said.at(file=file, line=line, column="measure")
    if cells["value"] in MISSING:
        return None
    return Score(day, measure, MEASURES[measure].read(cells["value"], file, line, "value"))


def parse_baseline(text: str, source: str | None = None) -> OutsideBaseline:
    """A count from before the diary, written ``22:28`` (headache days : days counted).

    Args:
        text: the count and the days.
        source: who says so, such as ``letter 2024-11``; left out it is ``not said``.

    Raises:
        InputError: it is not written so, the days are not 7 to 366, or the count is above them.
    """
    found = COUNT_OF_DAYS.fullmatch(text.strip())
    if found:
        count, days = float(found["count"]), int(found["days"])
        if FEWEST_DAYS <= days <= MOST_DAYS and count <= days:
            return OutsideBaseline(count, days, (source or "").strip() or "not said")
    raise InputError(
        f"{argument('baseline')} {text!r}",
        allowed=f"COUNT:DAYS, DAYS from {FEWEST_DAYS} to {MOST_DAYS} and COUNT up to DAYS",
        fix="write 22 headache days of 28 as 22:28",
    )
