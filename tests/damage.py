"""Damage to a table of every kind, and what a reader must do with it: read it or say a line."""

from __future__ import annotations

import csv
import math
from io import StringIO

import pytest
from hypothesis import strategies as st

from wearoff.errors import LISTED, InputError

JUNK = st.one_of(
    st.sampled_from(
        ["", " ", "NA", "nan", "inf", "-1", "0", "1e9", "3.5", '"', "''", ";", "x" * 300, "\u0660"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
DAMAGE = st.lists(
    st.tuples(
        st.sampled_from(
            ["drop row", "double row", "swap rows", "cell", "drop cell", "add cell", "drop column"]
        ),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        JUNK,
    ),
    min_size=1,
    max_size=4,
)
BYTES = st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=3)), min_size=1, max_size=4)


def harm_rows(table, kind, row, place):
    """Drop, double or swap rows."""
    if kind == "drop row":
        del table[row]
    elif kind == "double row":
        table.insert(row, list(table[row]))
    elif kind == "swap rows":
        other = place % len(table)
        table[row], table[other] = table[other], table[row]


def harm_cells(table, kind, row, place, junk):
    """Garble, drop or add a cell, or drop a column."""
    cell = place % max(1, len(table[row]))
    if kind == "cell":
        table[row][cell : cell + 1] = [junk]
    elif kind == "drop cell":
        table[row][cell : cell + 1] = []
    elif kind == "add cell":
        table[row].insert(cell, junk)
    elif kind == "drop column":
        for cells in table:
            cells[cell : cell + 1] = []


def damaged(text, damage):
    """The text with cells, rows and columns dropped, doubled, swapped or garbled."""
    table = [line.split(",") for line in text.splitlines()]
    for kind, at, place, junk in damage:
        row = at % len(table)
        harm_cells(table, kind, row, place, junk)
        harm_rows(table, kind, row, place)
        table = table or [[]]
    return "\n".join(",".join(cells) for cells in table)


def read_or_refused(read, file):
    """What was read, or None where the file was refused, a line a fault, by its name."""
    try:
        return read(file)
    except InputError as error:
        lines = str(error).splitlines()
    assert str(file) in lines[0]
    assert all(line.strip() for line in lines)
    assert len(lines) <= LISTED + 1
    return None


def cells_of(text, column):
    """Rows of the damaged text as the reader sees them, without its checks."""
    reader = csv.DictReader(StringIO(text, newline=None))
    reader.fieldnames = [name.strip() for name in reader.fieldnames]
    assert column in reader.fieldnames
    return [row for row in reader if any(str(cell or "").strip() for cell in row.values())]


def refused(read, text):
    """The one line with which a text is refused."""
    with pytest.raises(InputError) as found:
        read(text)
    line = str(found.value)
    assert len(line.splitlines()) == 1
    return line


def mutated(text, changes):
    """The text as bytes, with some of them overwritten, left out or added."""
    raw = bytearray(text.encode())
    for place, new in changes:
        at = place % len(raw)
        raw[at : at + 1] = new
        raw = raw or bytearray(b",")
    return bytes(raw)


def reader(tmp_path, read, name):
    """Read a text, or bytes, as a file of that name."""

    def call(text):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(file)

    return call


def listed(values):
    """A series as a list, with None where nothing was written."""
    return [None if math.isnan(value) else value for value in values]
