"""What `wearoff validate` shows: predictions beside what was published, misses first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.layout import short_name, wrapped
from wearoff.faces.shared.tables import Column, Table, fitting
from wearoff.faces.shared.words import CLOSING
from wearoff.faces.studies.forest import furthest_first
from wearoff.words import studies as words
from wearoff.words.numbers import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.studies.result import Result, Row, Status

NAME = 23
"""Columns of an id, with the mark before it."""
TABLE = Table(
    NAME,
    (
        Column("week", 7),
        Column("published", 11),
        Column("predicted", 11),
        Column("9 in 10", 21),
        Column("ratio", 7),
    ),
)
MARGIN = "  "
LEFT_OUT = "*"
"""Mark of a row whose cohort was left out."""


def screen(result: Result) -> list[str]:
    """The predictions as lines of at most 80 columns."""
    missed = _of("missed", furthest_first(result))
    inside, asked, none = (
        _of(status, result.rows) for status in ("inside", "predicted_only", "cannot_predict")
    )
    return [
        *_table("missed", missed, more=True),
        *_table("inside", inside),
        *_table("predicted_only", asked),
        *_listed(words.STATUS["cannot_predict"], [(row.cannot_predict or "", row) for row in none]),
        *_listed("Assumed", [(text, row) for row in result.rows for text in row.assumed]),
        *_texts("Refused", [row.reason for row in result.refused]),
        *_texts("Notes", result.notes),
        *(line for text in sums(result) for line in wrapped(text)),
        CLOSING,
    ]


def _of(status: Status, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.status == status]


def _table(status: Status, rows: list[Row], *, more: bool = False) -> list[str]:
    """Rows under a heading; with ``more``, below each what it is a figure of."""
    if not rows:
        return []
    lines = [TABLE.head(words.STATUS[status], len(rows))]
    for row in rows:
        lines.append(_line(row))
        lines += wrapped(about(row), MARGIN + MARGIN) if more else []
    return [*lines, ""]


def about(row: Row) -> str:
    """What a row is a figure of."""
    return f"{row.condition_title}, {named(row.quantity)}, {named(row.arm)}"


def between(row: Row) -> str:
    """The 9 in 10 of a row; nothing where there is no prediction."""
    ends = [fitting(end, ".3g", 8) for end in (row.lo90, row.hi90)]
    return " to ".join(end for end in ends if end)


def cells(row: Row) -> tuple[str, ...]:
    """The numbers of a row, as they stand in the columns of `TABLE`."""
    return (
        fitting(row.week, ".4g", 6),
        fitting(row.value, ".4g", 10),
        fitting(row.predicted, ".4g", 10),
        between(row),
        fitting(row.interval_score_ratio, ".2f", 6),
    )


def mark(row: Row) -> str:
    """What stands before the name of a row whose cohort was left out."""
    return LEFT_OUT if row.cohort_left_out else ""


def _line(row: Row) -> str:
    return TABLE.line(row.id, cells(row), mark(row))


def _listed(title: str, said: list[tuple[str, Row]]) -> list[str]:
    """Each text once, with the rows of which it is said."""
    names: dict[str, list[str]] = {}
    for text, row in said:
        names.setdefault(text, []).append(short_name(row.id, NAME))
    return _texts(title, [f"{text}: {', '.join(own)}" for text, own in names.items()])


def _texts(title: str, texts: list[str]) -> list[str]:
    if not texts:
        return []
    return [title, *(line for text in texts for line in wrapped(text, MARGIN)), ""]


def sums(result: Result) -> list[str]:
    """What came of all rows together, a sentence a line."""
    lines = [words.predicted(result.predicted, len(result.rows), len(result.refused))]
    if result.left_out:
        lines.append(words.LEFT_OUT)
    if result.inside_percent is not None:
        lines.append(
            words.coverage(
                result.inside, result.scored, result.inside_percent, result.level_percent
            )
        )
    mean, median = result.mean_interval_score_ratio, result.median_interval_score_ratio
    if mean is not None and median is not None:
        lines.append(words.ratio(result.compared, mean, median))
    return lines
