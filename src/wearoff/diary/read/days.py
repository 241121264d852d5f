"""From entries to a diary: one day each, by the rules for days that are written twice.

Rows of one date without a time of day whose yes or no disagrees are refused; that agree are one.
Scales, and entries with a time of day, take the worst of the day. A day without an entry is
unknown, or free of headache from the first to the last day with it where somebody has said so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.read.ours import (
    ASSUMED,
    FREE,
    HEADACHE_SIGNS,
    MOST_YEARS,
    NUMBERS,
    OUTCOMES,
    WORDS,
    YES_NO,
)
from wearoff.errors import Faults, InputError
from wearoff.records import Diary, Note
from wearoff.words.doubts import at, doubt

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from wearoff.diary.read.entries import Entry, Reading
    from wearoff.diary.read.options import Unwritten
    from wearoff.records import Array, Doubt


def diary_of(reading: Reading, file: Path | str, unwritten: Unwritten) -> Diary:
    """The diary that entries make.

    Args:
        reading: What the file says.
        file: What errors call it.
        unwritten: What a day without an entry is.

    Raises:
        InputError: rows of a day that disagree, dates more than 40 years apart, or no entry that
            tells of headache or pain.
    """
    if not any(name in entry.values for entry in reading.entries for name in OUTCOMES):
        raise InputError(
            "no day with an entry of headache or pain",
            file=file,
            allowed=f"one or more of {', '.join(OUTCOMES)}",
        )
    by_day: dict[date, list[Entry]] = {}
    for entry in reading.entries:
        by_day.setdefault(entry.day, []).append(entry)
    _check(by_day, file)
    written = [day for day, rows in by_day.items() if any(r.values or r.texts for r in rows)]
    first, last = min(written), max(written)
    days = (last - first).days + 1
    told = {name for entry in reading.entries for name in (*entry.values, *entry.texts)}
    told |= set(reading.file.columns)
    values = {name: np.full(days, np.nan) for name in NUMBERS if name in told}
    texts = {name: [""] * days for name in WORDS if name in told}
    for day in written:
        _place(by_day[day], (day - first).days, values, texts)
    notes = [*reading.notes, *_notes(by_day, first, last)]
    # an attack without headache was written, but not that its day was free
    attacked = [(day - first).days for day in by_day if reading.attacks and first <= day <= last]
    taken = _free(values, days, attacked) if unwritten == "free" else ()
    for day in taken:
        texts.setdefault(ASSUMED, [""] * days)[day] = FREE
    if assumed := sum(text == FREE for text in texts.get(ASSUMED, ())):
        notes.append(Note("taken_free", {"days": assumed}))
    dated = set(by_day) | {first + timedelta(days=int(day)) for day in taken}
    return Diary(
        source=reading.file.source,
        first=first,
        values=values,
        texts={name: tuple(words) for name, words in texts.items()},
        notes=(*notes, *_contradictions(values)),
        dated=len(dated),
        merged=len(reading.entries) - len(by_day),
    )


def repeated(reading: Reading) -> list[Doubt]:
    """Dates without a time of day that stand more than once, as a doubt."""
    lines: dict[date, list[int]] = {}
    for entry in reading.entries:
        if not entry.timed:
            lines.setdefault(entry.day, []).append(entry.line)
    twice = [(day, found) for day, found in lines.items() if len(found) > 1]
    if not twice:
        return []
    day, found = twice[0]
    where = at(reading.file.source, found[1])
    return [doubt("repeated", where, date=day.isoformat(), rows=len(twice))]


def _check(by_day: dict[date, list[Entry]], file: Path | str) -> None:
    faults = Faults()
    for day, rows in by_day.items():
        for name, holds in NUMBERS.items():
            if holds is not YES_NO:
                continue
            told = [row for row in rows if name in row.values and not row.timed]
            for row in told[1:]:
                if row.values[name] != told[0].values[name]:
                    faults.add(
                        InputError(
                            f"{day} has {row.values[name]:g} here and {told[0].values[name]:g} on "
                            f"line {told[0].line}",
                            file=file,
                            line=row.line,
                            column=name,
                            fix="keep the row that is right",
                        )
                    )
    faults.check()
    early, late = min(by_day), max(by_day)
    if (late - early).days > MOST_YEARS * 365.25:
        raise InputError(
            f"{early} on line {by_day[early][0].line} and {late} on line {by_day[late][0].line}",
            file=file,
            column="date",
            allowed=f"dates up to {MOST_YEARS} years apart",
        )


def _place(
    rows: list[Entry], place: int, values: dict[str, Array], texts: dict[str, list[str]]
) -> None:
    """Put the worst of a day's numbers, and all of its words once each, in their place."""
    for row in rows:
        for name, value in row.values.items():
            values[name][place] = np.fmax(values[name][place], value)
        for name, text in row.texts.items():
            known = texts[name][place]
            if text not in known.split("; "):
                texts[name][place] = f"{known}; {text}" if known else text


def _free(values: dict[str, Array], days: int, written: list[int]) -> Array:
    """Take unwritten days from the first to the last with headache for free; the days."""
    signs = [values[name] > 0 for name in ("headache", *HEADACHE_SIGNS) if name in values]
    told = [np.isfinite(values[name]) for name in ("headache", *HEADACHE_SIGNS) if name in values]
    attacks = np.flatnonzero(np.any(signs, axis=0)) if signs else np.array([], dtype=int)
    if not len(attacks):
        return attacks
    between = np.zeros(days, dtype=bool)
    between[attacks[0] : attacks[-1] + 1] = True
    taken = between & ~np.any(told, axis=0)
    taken[written] = False
    headache = values.setdefault("headache", np.full(days, np.nan))
    headache[taken] = 0.0
    return np.flatnonzero(taken)


def _notes(by_day: dict[date, list[Entry]], first: date, last: date) -> list[Note]:
    notes: list[Note] = []
    outside = sum(not first <= day <= last for day in by_day)
    if outside:
        notes.append(Note("empty_around", {"days": outside}))
    worst = sum(_differ(rows) for rows in by_day.values())
    if worst:
        notes.append(Note("worst_taken", {"days": worst}))
    return notes


def _differ(rows: list[Entry]) -> bool:
    """Whether entries of one day say different numbers of one column."""
    said: dict[str, set[float]] = {}
    for row in rows:
        for name, value in row.values.items():
            said.setdefault(name, set()).add(value)
    return any(len(found) > 1 for found in said.values())


def _contradictions(values: dict[str, Array]) -> list[Note]:
    signs = [values[name] > 0 for name in HEADACHE_SIGNS if name in values]
    if "headache" not in values or not signs:
        return []
    count = int(np.sum((values["headache"] == 0) & np.any(signs, axis=0)))
    return [Note("severity_without_headache", {"days": count})] if count else []
