"""Diaries in workbooks: the sheet that is one is found among others."""

from __future__ import annotations

import pandas as pd
import pytest

import wearoff


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_is_the_diary_that_its_csv_is(tmp_path, ending):
    """Its one sheet that is a diary is found among others."""
    frame = pd.DataFrame(
        {"Date": pd.date_range("2024-02-20", periods=4), "Headache": [True, False, True, None]}
    )
    file = tmp_path / f"book.{ending}"
    with pd.ExcelWriter(str(file)) as book:
        pd.DataFrame({"a": ["notes"]}).to_excel(book, sheet_name="About", index=False)
        frame.to_excel(book, sheet_name="Days", index=False)
    case = wearoff.read_case(file)
    said = case.understood
    assert (said.days_read, said.headache, said.free, said.empty) == (4, 2, 1, 1)
    assert case.files[0].sheet == "Days"
