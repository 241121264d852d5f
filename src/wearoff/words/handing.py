"""What is in a file that is handed on, and what is not: a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Note


def name_left() -> str:
    """Who it is."""
    return "the name of the person, and of the files that were read"


def baseline_left(*, headache_days: float, days: int, source: str) -> str:
    """A count from before the diary, which is no row of any file."""
    count = f"{numbers.amount(headache_days)} of {days} days"
    return f"the count from before the diary, {count} ({source}): give it again with the file"


def outside_left() -> str:
    """The same, where it is not wanted."""
    return "the count from before the diary, and who says so"


def empty_left(*, days: int) -> str:
    """Dates with nothing beside them."""
    return f"{numbers.some(days, 'date')} without an entry"


def words_left(*, columns: str, cells: int) -> str:
    """Words where only numbers can be."""
    return f"{numbers.some(cells, 'cell')} of words ({columns}), which are no numbers"


def events_left(*, events: int) -> str:
    """Other changes where only doses and numbers can be."""
    return f"{numbers.some(events, 'other change')}, which are neither doses nor numbers"


def neutralized(*, cells: int) -> str:
    """Cells that a spreadsheet would run."""
    begin, would = ("begins", "it") if cells == 1 else ("begin", "them")
    return (
        f"{numbers.some(cells, 'cell')} that a spreadsheet would run {begin} with an apostrophe; "
        f"wearoff reads {would} without it"
    )


def line_ends(*, cells: int) -> str:
    """Cells over several lines."""
    return f"line ends in {numbers.some(cells, 'cell')} are spaces"


def no_characters(*, cells: int) -> str:
    """Control characters, which no text of FHIR may hold."""
    return f"control characters in {numbers.some(cells, 'text')} are spaces"


def texts_left(*, columns: str, cells: int) -> str:
    """A person's own words."""
    return f"{numbers.some(cells, 'cell')} in the person's own words ({columns})"


def classes_mapped(*, cells: int, other: int) -> str:
    """Names of acute medicines."""
    told = f"the names of acute medicines: {numbers.some(cells, 'cell')} tell the class alone"
    return f"{told}, {other} of them other" if other else told


def what_left(*, events: int) -> str:
    """What each other change was."""
    return f"what {numbers.some(events, 'other change')} was: its kind and dates stay"


def dates_shifted(*, least: int, most: int) -> str:
    """The true dates."""
    return (
        f"the true dates: all are moved back by the same number of weeks, {least} to {most}, drawn "
        "at random and kept nowhere; weekdays and distances stay, seasons and years do not"
    )


def can_still_tell() -> str:
    """What no shift hides."""
    return "Who knows the person may still recognize a rare product, an unusual course or an event."


SENTENCES: dict[str, Callable[..., str]] = {
    "name_left": name_left,
    "baseline_left": baseline_left,
    "outside_left": outside_left,
    "empty_left": empty_left,
    "words_left": words_left,
    "events_left": events_left,
    "neutralized": neutralized,
    "line_ends": line_ends,
    "no_characters": no_characters,
    "texts_left": texts_left,
    "classes_mapped": classes_mapped,
    "what_left": what_left,
    "dates_shifted": dates_shifted,
}


def text(note: Note) -> str:
    """A sentence as people read it."""
    return SENTENCES[note.code](**note.values)
