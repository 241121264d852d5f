"""Scores: ``date,measure,value``, what a clinic wrote down, and a count from before the diary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wearoff.errors import InputError, argument, unknown
from wearoff.formats.csvs import MISSING, CsvFile, Range, iso_date
from wearoff.measures import SCORED
from wearoff.records import OutsideBaseline, Score

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = ("date", "measure", "value")
MEASURES = {
    name: Range(measure.lowest, measure.highest, measure.whole) for name, measure in SCORED.items()
}
COUNT_OF_DAYS = re.compile(r"(?P<count>\d+(\.\d+)?)\s*:\s*(?P<days>\d+)", re.ASCII)
FEWEST_DAYS, MOST_DAYS = 7, 366
"""A shorter count says little; one of more than a year is another quantity."""


def read_scores(given: str | Path | CsvFile) -> list[Score]:
    """The scores in a CSV file, in order of their dates; a row without a value is passed over.

    Raises:
        InputError: an unreadable file, a missing column, a measure that does not exist, a value
            outside its scale, a date that is not one, or two values of one measure on one date;
            names line and column.
    """
    source = CsvFile.of(given)
    source.refuse_slips(COLUMNS)
    source.require(COLUMNS, ",".join(COLUMNS))
    found: dict[Score, int] = {}
    for line, cells in source.rows():
        day = iso_date(cells["date"], source.file, line, "date")
        measure = re.sub(r"[\s-]+", "_", cells["measure"].lower())
        if measure not in MEASURES:
            said = unknown("measure", cells["measure"], MEASURES)
            raise InputError(str(said), file=source.file, line=line, column="measure")
        if cells["value"] in MISSING:
            continue
        value = MEASURES[measure].read(cells["value"], source.file, line, "value")
        score = Score(day, measure, value)
        for known, place in found.items():
            if (known.day, known.measure) == (day, measure) and known != score:
                raise InputError(
                    f"{measure} on {day} is {value:g} here and {known.value:g} on line {place}",
                    file=source.file,
                    line=line,
                    column="value",
                    fix="keep the row that is right",
                )
        found.setdefault(score, line)
    return sorted(found, key=lambda score: (score.day, score.measure))


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
