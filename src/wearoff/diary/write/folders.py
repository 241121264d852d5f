"""Cases as a folder that is read as the same cases: a subfolder of CSV files for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.write.tables import write_case
from wearoff.errors import InputError
from wearoff.formats.names import file_names
from wearoff.formats.writing import new_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wearoff.diary.case import Case


def write_cases(cases: Iterable[Case], folder: str | Path) -> dict[str, str]:
    """Write a folder of cases, whole or not at all.

    Args:
        cases: Of several people.
        folder: A new one, or an empty one.

    Returns:
        Name of each subfolder by that of its case: a name that cannot be a folder's is changed.

    Raises:
        InputError: There is no case, or the folder cannot be written or holds something.
    """
    every = list(cases)
    if not every:
        raise InputError("no patient to write", file=folder)
    names = file_names(case.name for case in every)
    with new_folder(folder) as place:
        for case, name in zip(every, names, strict=True):
            write_case(case, place / name)
    return {case.name: name for case, name in zip(every, names, strict=True)}
