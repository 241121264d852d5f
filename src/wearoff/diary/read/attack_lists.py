"""Lists of attacks: tables with a row an attack, as programs export them and people keep them.

How a row is read is here and in `attack_times`; how attacks become days is in `attacks`.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from wearoff.diary.read.attack_headers import SCALES, Header, header_of
from wearoff.diary.read.attack_rows import Rows
from wearoff.diary.read.attack_times import Span, spans
from wearoff.diary.read.attacks import Attack, attack_days
from wearoff.diary.read.columns import top_of
from wearoff.diary.read.entries import Reading, file_of
from wearoff.diary.read.ours import PAIN
from wearoff.diary.read.values import read_cell
from wearoff.diary.read.vocabulary import cells
from wearoff.errors import InputError
from wearoff.formats import zips
from wearoff.formats.cells import folded, number_in
from wearoff.formats.tables import MOST_BYTES, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wearoff.diary.read.readers import Source
    from wearoff.formats.tables import Row, Table

BETWEEN = re.compile(r"[,;\n/+]")
DOSE = re.compile(r"\s*\b\d+([.,]\d+)?\s*(mg|g|mcg|µg|ml)\b.*$", re.IGNORECASE)


def recognizes(source: Source) -> bool:
    """Whether it is a table with a header of a list of attacks, or a zip with one in it."""
    return _found(source) is not None


def read(source: Source) -> Reading:
    """The days of a list of attacks.

    Raises:
        InputError: all cells that cannot be read, a line a fault.
    """
    found = _found(source)
    if found is None:
        raise InputError("no header of a list of attacks", file=source.file)
    table, header = found
    rows = Rows(table, header)
    when = spans(rows, source.options)
    scales = {name: rows.meaning(name) for name in SCALES if header.has(name)}
    attacks = [
        _attack(rows, row, when.by_line[row.line], scales)
        for row in rows
        if row.line in when.by_line
    ]
    days = attack_days(attacks, table.file, rows.faults)
    return Reading(
        file=file_of(
            table,
            dates=when.dates,
            columns=header.columns,
            program=header.export.name if header.export else "",
        ),
        entries=days.entries,
        left_out=tuple(rows.left_out),
        attacks=all(attack.headache != 0 for attack in attacks),
        notes=header.notes,
        doubts=(*rows.doubts, *days.doubts),
    )


def _found(source: Source) -> tuple[Table, Header] | None:
    """The first table that is a list of attacks, and its header."""
    for table in _tables(source):
        header = header_of(table, source.options.columns)
        if header is not None:
            return table, header
    return None


def _tables(source: Source) -> Iterator[Table]:
    """The table of a source, or those in a zip."""
    if source.table is not None:
        yield source.table
    elif source.path is not None and source.head.startswith(zips.ZIP):
        for name in zips.names(source.path):
            if name.endswith(".csv"):
                with zips.member(source.path, name) as stream:
                    data = stream.read(MOST_BYTES)
                yield table_of(data, source.path)


def _attack(rows: Rows, row: Row, span: Span, columns: Mapping[str, str]) -> Attack:
    scales = _scales(rows, row, span, columns)
    painless = max(scales.values(), default=1) == 0 or (not scales and _no_headache(rows, row))
    free = painless and span.end is None and not span.timed  # a day with pain 0, and no attack
    medicated, medicines = _medicine(rows, row)
    return Attack(
        line=row.line,
        start=span.start,
        end=span.end,
        timed=span.timed,
        headache=0.0 if free else math.nan if painless else 1.0,
        scales=tuple(scales.items()),
        medicated=medicated,
        medicines=medicines,
        note="; ".join(rows.cells(row, "note")),
    )


def _scales(rows: Rows, row: Row, span: Span, columns: Mapping[str, str]) -> dict[str, float]:
    """How bad it was; a number outside the scale is as good as not written."""
    found: dict[str, float] = {}
    for name, column in columns.items():
        text, header = rows.cell(row, name), rows.header.name(name) or name
        top = top_of(header)
        number = number_in(text)
        if math.isfinite(number) and not PAIN.lowest <= number <= max(top, PAIN.highest):
            rows.doubt("pain_outside", row, span.start)
        elif text and column:
            try:
                found |= read_cell(column, text, header, top).values
            except InputError as error:
                rows.fault(row, error, header)
    return found


def _no_headache(rows: Rows, row: Row) -> bool:
    """Whether only kinds without headache are named, such as an aura."""
    kinds = [folded(part) for part in BETWEEN.split(rows.cell(row, "kind")) if part.strip()]
    return bool(kinds) and all(kind in cells("no_headache") for kind in kinds)


def _medicine(rows: Rows, row: Row) -> tuple[float, tuple[str, ...]]:
    """1 with medicine, 0 where none is written, NaN otherwise; and its names without doses."""
    told: list[float] = []
    named: list[str] = []
    for cell in (*rows.cells(row, "acute_medication"), *rows.cells(row, "medicines")):
        for part in filter(None, map(str.strip, BETWEEN.split(cell))):
            taken = _taken(part)
            told.append(1.0 if math.isnan(taken) else taken)
            named += [DOSE.sub("", part)] if math.isnan(taken) else []
    for place, name in rows.header.medicines:
        if place < len(row.cells) and row.cells[place]:
            told.append(float(_taken(row.cells[place]) != 0))
            named += [name] if told[-1] else []
    return max(told, default=math.nan), tuple(dict.fromkeys(named))


def _taken(text: str) -> float:
    """1 or 0 where a cell says that something or nothing was taken; NaN where it names what."""
    if folded(text) in cells("no_medicine"):
        return 0.0
    said = cells("yes_no").get(folded(text))
    number = number_in(text) if said is None else float(said)
    return number if math.isnan(number) else float(number > 0)
