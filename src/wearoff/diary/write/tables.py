"""A case as tables of our own columns, and as the CSV files that are read again as the same case.

A day without an entry has no row. Numbers have all their digits. A text that a spreadsheet would
run gets an apostrophe, which the reader takes away; a line end in a text is a space.
"""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.errors import InputError
from wearoff.formats.cells import cell_of
from wearoff.formats.spreadsheets import neutral
from wearoff.formats.writing import check_new_folder, check_writable, write_folder, write_text
from wearoff.words import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wearoff.diary.case import Case
    from wearoff.records import Diary, Event, Log, Score

Table = list[tuple[str, ...]]
"""The header, and every row."""


class Entry(NamedTuple):
    """What was written on one day: numbers and words by column."""

    day: date
    values: dict[str, float]
    texts: dict[str, str]


def entries(diary: Diary) -> Iterator[Entry]:
    """Every day on which something was written, in order."""
    for place in range(diary.days):
        values = {
            name: float(column[place])
            for name, column in diary.values.items()
            if np.isfinite(column[place])
        }
        texts = {name: words[place] for name, words in diary.texts.items() if words[place]}
        if values or texts:
            yield Entry(diary.first + timedelta(days=place), values, texts)


def tables_of(case: Case) -> dict[str, Table]:
    """The diary and whatever lies beside it, by the name of its file; what is empty is left out."""
    found = {"diary": _diary(case.diary), "events": _events(case.events)}
    if case.log:
        found["injections"] = _injections(case.log)
    found["scores"] = _scores(case.scores)
    return {name: found[name] for name in dictionary.TABLES if len(found.get(name, ())) > 1}


def csv_text(table: Table) -> str:
    """A table as the text of a CSV file."""
    text = StringIO()
    rows = [[neutral(one_line(cell)) for cell in row] for row in table]
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def one_line(cell: str) -> str:
    """A text without line ends."""
    return " ".join(cell.splitlines())


def is_file(path: str | Path) -> bool:
    """Whether a path asks for one file, of a diary alone, and not for a folder."""
    return Path(path).suffix.casefold() == ".csv"


def check_case_path(case: Case, path: str | Path) -> None:
    """Refuse where a case cannot be written, before any work is done; see `write_case`."""
    if not is_file(path):
        check_new_folder(path)
        return
    check_writable(path)
    tables = tables_of(case)
    if list(tables) != ["diary"]:
        beside = ", ".join(name for name in tables if name != "diary")
        raise InputError(
            f"{beside or 'no diary'} beside the diary", file=path, fix="give a new folder"
        )


def write_case(case: Case, path: str | Path) -> list[Path]:
    """Write a case as the files that `read_case` reads.

    Args:
        case: Of one person.
        path: ``NAME.csv`` of a diary alone; else a new folder, in which the diary is diary.csv
            and what lies beside it injections.csv, events.csv and scores.csv.

    Returns:
        The files that were written.

    Raises:
        InputError: they cannot be written, there is more than a diary for a file, or the folder
            holds something, which would be read with what is written.
    """
    check_case_path(case, path)
    texts = {f"{name}.csv": csv_text(table) for name, table in tables_of(case).items()}
    if is_file(path):
        return [write_text(texts["diary.csv"], path)]
    return write_folder(texts, path)


def _diary(diary: Diary) -> Table:
    written = list(entries(diary))
    names = [
        name
        for name in dictionary.DIARY
        if any(name in entry.values or name in entry.texts for entry in written)
    ]
    rows = [(entry.day.isoformat(), *(_cell(entry, name) for name in names)) for entry in written]
    return [("date", *names), *rows]


def _cell(entry: Entry, name: str) -> str:
    return cell_of(entry.values[name]) if name in entry.values else entry.texts.get(name, "")


def _injections(log: Log) -> Table:
    rows = [
        (
            (log.first + timedelta(days=session.day)).isoformat(),
            injection.muscle,
            injection.side,
            cell_of(injection.units),
            session.product,
        )
        for session in log.given
        for injection in session.injections
    ]
    return [tuple(dictionary.INJECTIONS), *rows]


def _events(events: Sequence[Event]) -> Table:
    rows = [
        (
            event.start.isoformat(),
            event.kind,
            event.what,
            event.until.isoformat() if event.until else "",
        )
        for event in events
    ]
    return [tuple(dictionary.EVENTS), *rows]


def _scores(scores: Sequence[Score]) -> Table:
    rows = [(score.day.isoformat(), score.measure, cell_of(score.value)) for score in scores]
    return [tuple(dictionary.SCORES), *rows]
