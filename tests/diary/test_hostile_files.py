"""Hostile files: an answer or a line a fault, in bounded time, whatever the bytes."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

import wearoff
from wearoff.errors import InputError

ROWS = "".join(f"2024-0{1 + k // 28}-{1 + k % 28:02d},{k % 2}\n" for k in range(140))
GOOD = f"date,headache\n{ROWS}"
MOST_SECONDS = 5
"""Of the processor, for any file."""


DAYS = "date,headache\n" + "".join(
    f"2024-{1 + k // 28:02}-{1 + k % 28:02},{k % 2}\n" for k in range(84)
)


def zipped(name, data):
    """A zip of one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


HOSTILE = {
    "a cell of 10 MB": f"{GOOD}2024-07-01,{'1' * 10_000_000}\n",
    "a note of 10 MB": f"date,headache,note\n2024-07-01,1,{'a ' * 5_000_000}\n",
    "a hundred thousand columns": "date,headache" + ",x" * 100_000 + "\n",
    "five million lines": "\n" * 5_000_000 + GOOD,
    "deep brackets": "[" * 100_000,
    "a long header": "x" * 60_000 + "," + "y" * 60_000 + "\n1,2\n",
    "a long date": "date,headache\n" + "1 " * 30_000 + ",1\n",
    "many bad dates": "date,headache\n" + "".join(f"x{k},1\n" for k in range(30_000)),
    "many bad cells": "date,headache\n" + "2024-01-01,z\n" * 30_000,
    "an open quote": GOOD.replace("2024-02-03,", '"2024-02-03,'),
    "a formula": f"{GOOD}2024-07-01,=1+1\n",
    "years from 1 to 9999": "date,headache\n0001-01-01,1\n9999-12-31,0\n",
    "bytes of no text": bytes(range(256)) * 100,
    "nothing": "",
    "a zip that is none": b"PK\x03\x04" + b"0" * 1000,
    "a bomb of spaces": zipped("apple_health_export/export.xml", b"<H>" + b" " * (100 * 2**20)),
    "a bomb in a workbook": zipped("[Content_Types].xml", b"0" * (100 * 2**20)),
    "a bundle of numbers": '{"resourceType":"Bundle","entry":[1,2]}',
    "entities": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><HealthData>&a;</HealthData>',
    "half an archive": '<?xml version="1.0"?><HealthData><Record type="HKCategoryTypeIdentifierHea',
}
READ = {
    "line ends of three kinds": GOOD.replace("\n", "\r\n", 50).replace("\n", "\r", 60),
    "NUL between the cells": GOOD.replace(",", ",\0"),
    "two bytes a letter": GOOD.encode("utf-16"),
    "every row twice": GOOD + ROWS,
    "five hundred columns": "\n".join(f"{row}{',x' * 400}" for row in GOOD.splitlines()),
}


def within_bounds(read):
    """What a call gives, or raises, within the seconds that it may take."""
    begun = time.process_time()
    try:
        return read()
    finally:
        assert time.process_time() - begun < MOST_SECONDS


@pytest.fixture(autouse=True, scope="module")
def _imported(tmp_path_factory):
    """What is imported at the first reading is not the file's time."""
    file = tmp_path_factory.mktemp("first") / "diary.csv"
    file.write_text(GOOD, encoding="utf-8")
    wearoff.read_case(file)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_by_its_name(tmp_path, kind):
    """A line a fault, each short enough to read, and no fault of ours."""
    data = HOSTILE[kind]
    file = tmp_path / "file.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(InputError) as error:
        within_bounds(lambda: wearoff.read_case(file))
    lines = str(error.value).splitlines()
    assert "file.csv" in lines[0]
    assert len(lines) <= 21
    assert all(0 < len(line) < 1200 for line in lines)


@pytest.mark.parametrize("kind", READ)
def test_a_strange_file_that_can_be_read_keeps_its_counts(tmp_path, kind):
    """140 days, half of them with headache, whatever stands between them."""
    data = READ[kind]
    file = tmp_path / "file.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    said = within_bounds(lambda: wearoff.read_case(file)).understood
    assert (said.days_read, said.headache, said.free, said.empty) == (140, 70, 70, 0)


@pytest.mark.parametrize("content", ["date,headache\n2024-01-01,9\n", DAYS, ""])
def test_a_hostile_name_is_shown_as_one_line_that_does_nothing(run, tmp_path, content):
    """A name that would color a screen, break a line or turn a text round does neither."""
    name = "my\x1b[31m\ndi\u202eary.csv"
    (tmp_path / name).write_text(content)
    for asked in (("analyze", name), ("import", name, "-o", "new\x1b[31m.csv")):
        _, out, err = run(*asked)
        assert all(line.isprintable() for line in f"{out}{err}".splitlines())
        assert "my [31m di ary" in f"{out}{err}"
