"""Tables: separators, encodings, comments, quotes, workbooks and what is refused of them."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import refused
from wearoff.errors import InputError
from wearoff.formats.tables import read_table, table_of

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(
    lambda text: " ".join(text.split())
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.tuples(*[CELLS] * width).filter(lambda row: any(row) and not row[0].startswith("#")),
        min_size=2,
        max_size=8,
    )
)
DIARY = "date{0}headache\n2026-01-01{0}1\n2026-01-02{0}0\n"


def read(data, tmp_path, name="diary.csv", **options):
    """The table in some bytes."""
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_table(file, "diary", **options)


def cells(table):
    """The cells of every row."""
    return [row.cells for row in table.rows]


@given(TABLES, st.sampled_from([",", ";", "\t", "|"]))
def test_a_table_that_was_written_is_read(rows, separator):
    """What a writer of CSV quotes comes back, whatever the separator that a line names."""
    text = StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    found = table_of(f"sep={separator}\n{text.getvalue()}".encode(), Path("a.csv"))
    assert cells(found) == [tuple(row) for row in rows]
    assert found.separator == separator


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends_change_nothing(tmp_path, separator, encoding, ending):
    """The same rows, whatever program saved them."""
    text = DIARY.format(separator).replace("\n", ending)
    found = read(text.encode(encoding), tmp_path)
    assert cells(found) == [("date", "headache"), ("2026-01-01", "1"), ("2026-01-02", "0")]
    assert [row.line for row in found.rows] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "utf-8"])
@pytest.mark.parametrize("word", ["Übelkeit", "migraña", "début", "façade", "pressão"])
def test_letters_of_western_languages_survive(tmp_path, encoding, word):
    """Windows, Mac and UTF-8 files say the same words."""
    found = read(f"date,note\n2026-01-01,{word}\n".encode(encoding), tmp_path)
    assert found.rows[1].cells[1] == word


def test_decimal_commas_do_not_make_columns(tmp_path):
    """A separator is what cuts every row alike."""
    found = read("date;hours\n2026-01-01;3,5\n2026-01-02;1,5\n", tmp_path)
    assert found.separator == ";"
    assert found.rows[1].cells == ("2026-01-01", "3,5")


def test_comments_and_a_line_that_names_the_separator_are_no_rows(tmp_path):
    """They are skipped, and said."""
    found = read("sep=;\n# by a program\ndate;headache\n2026-01-01;1\n", tmp_path)
    assert [row.line for row in found.rows] == [3, 4]
    assert found.skipped == ((1, "sep="), (2, "comment"))


def test_a_row_that_is_numbered_is_no_comment(tmp_path):
    """A person may be called #12: no row is lost for it."""
    found = read("id,value\n#12,5\n# 12,5\n#later,\n#2026-01-01,1\n", tmp_path)
    assert [row.cells for row in found.rows] == [("id", "value"), ("#12", "5")]
    assert [line for line, _ in found.skipped] == [3, 4, 5]


def test_nul_characters_are_left_out_and_said(tmp_path):
    """A NUL between letters is no letter."""
    found = read(b"date,note\n2026-01-01,a\0b\n", tmp_path)
    assert found.rows[1].cells == ("2026-01-01", "ab")
    assert found.skipped == ((0, "1 NUL characters"),)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'date,note\n2026-01-01,"open\n2026-01-02,0\n', "quote"),
        (b'date,note\n2026-01-01,"open\n2026-01-02,"closed"\n', "quote"),
        (b"date,note\n2026-01-01," + b"x" * 10_000_000, "too long"),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "a picture"),
        (b"PK\x03\x04 not a zip", "unpacked"),
        (b"\xd0\xcf\x11\xe0 not an xls", "workbook"),
        (b"", None),
    ],
)
def test_what_is_no_table_is_refused_in_a_line(tmp_path, data, says):
    """An open quote never swallows rows in silence."""
    if says is None:
        assert read(data, tmp_path).rows == ()
    else:
        assert says in refused(lambda given: read(given, tmp_path), data)


def test_a_note_over_several_lines_is_one_cell(tmp_path):
    """Quoted line ends belong to the text where its lines are no rows."""
    found = read('date,headache,note\n2026-01-01,1,"woke,\nagain"\n2026-01-02,0,\n', tmp_path)
    assert len(found.rows) == 3
    assert found.rows[1].line == 3


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_is_read_as_its_csv_would_be(tmp_path, kind):
    """Dates, numbers and words of a sheet are the text that people see."""
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2026-01-01", "2026-01-02"]),
            "headache": [1, 0],
            "hours": [3.5, None],
        }
    )
    frame.to_excel(str(tmp_path / f"diary.{kind}"), index=False)
    found = read_table(tmp_path / f"diary.{kind}", "diary")
    assert found.format == kind
    assert cells(found) == [
        ("date", "headache", "hours"),
        ("2026-01-01", "1", "3.5"),
        ("2026-01-02", "0", ""),
    ]


def test_one_of_several_sheets_is_named_or_fits(tmp_path):
    """No sheet is taken by its place alone."""
    file = tmp_path / "book.xlsx"
    with pd.ExcelWriter(file) as book:
        pd.DataFrame({"a": [1]}).to_excel(book, sheet_name="Log", index=False)
        pd.DataFrame({"date": ["x"]}).to_excel(book, sheet_name="Days", index=False)
    assert "2 sheets" in refused(lambda path: read_table(path, "diary"), file)
    assert read_table(file, "diary", sheet="Days").rows[0].cells == ("date",)
    assert read_table(file, "diary", sheet="1").sheet == "Log"
    assert "Days" in refused(lambda path: read_table(path, "diary", sheet="Dais"), file)
    found = read_table(file, "diary", fits=lambda table: table.rows[0].cells == ("date",))
    assert found.sheet == "Days"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    """Its size is known before it is unpacked."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"0" * (80 * 2**20))
    assert "unpacked" in refused(lambda given: read(given, tmp_path, "a.xlsx"), data.getvalue())


@pytest.mark.parametrize("name", ["absent.csv", ".", "a\0b"])
def test_a_path_that_is_no_file_is_refused_in_a_line(tmp_path, name):
    """No number of an error of the system is shown."""
    with pytest.raises(InputError) as error:
        read_table(f"{tmp_path}/{name}", "diary")
    assert "Errno" not in str(error.value)
