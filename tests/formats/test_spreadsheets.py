"""Cells that a spreadsheet would run: shown as text, and read as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.formats.csvs import CsvFile
from wearoff.formats.spreadsheets import as_it_was, neutral
from wearoff.formats.tables import read_table

DANGER = "=+-@\t\r"


@pytest.mark.parametrize("first", list(DANGER))
def test_a_cell_that_would_run_is_text(first):
    """What begins as a formula gets an apostrophe before it, whatever it goes on with."""
    assert neutral(f"{first}cmd|' /C calc'!A0") == f"'{first}cmd|' /C calc'!A0"


@given(st.text(alphabet=st.sampled_from([*DANGER, "'", "a", "1", " ", "é"]), max_size=6))
def test_what_is_written_is_read_back(text):
    """No cell that is written runs, and each is read back as it was."""
    cell = neutral(text)
    assert cell[:1] not in set(DANGER)
    assert as_it_was(cell) == text


@given(st.text(max_size=8).filter(lambda text: not set(text) & set(DANGER)))
def test_other_cells_are_left_alone(text):
    """A text without such a character is written and read as it is, apostrophes and all."""
    assert neutral(text) == as_it_was(text) == text


def test_a_file_of_ours_gives_the_text_back(tmp_path):
    """A reader takes away the one apostrophe that was added, and no other."""
    file = tmp_path / "a.csv"
    file.write_text("date,note\n2026-01-01,'=1+1\n2026-01-02,'tis bad\n2026-01-03,''@x\n")
    notes = [cells["note"] for _, cells in CsvFile(file).rows()]
    assert notes == ["=1+1", "'tis bad", "'@x"]
    assert [row.cells[1] for row in read_table(file, "diary").rows[1:]] == notes
