"""Headache Companion: a list of days as JSON, each with its attacks and what was taken.

An attack stands on the day that the program filed it under, which is the person's; its times are
moments of Greenwich, so that only how long it was is taken from them. A day without an attack was
looked at for other things: it is not a written absence. How attacks become days is `attacks`.
"""

from __future__ import annotations

import hashlib
import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from wearoff.diary.pieces import ReadFile
from wearoff.diary.read.attacks import LONGEST, Attack, attack_days
from wearoff.diary.read.entries import Entry, Reading
from wearoff.diary.read.ours import PAIN
from wearoff.errors import Faults, InputError, printable
from wearoff.formats.bundles import MOST_BYTES, Node, lines_of, read_json
from wearoff.formats.dates import YEARS
from wearoff.formats.tables import file_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wearoff.diary.read.readers import Source

DAY = re.compile(rb'"date"\s*:')
"""Where a day begins, as far as lines are concerned."""
PREVENTIVE = "preventive"
"""The kind of medicine that is not taken against an attack."""


def recognizes(source: Source) -> bool:
    """Whether it is a JSON list of days with attacks."""
    begun = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begun.startswith(b"[") and b'"attacks"' in source.head and b'"date"' in source.head


def read(source: Source) -> Reading:
    """The days with attacks, and those on which medicine was taken.

    Raises:
        InputError: it is no list of days, or something in a day is not what it must be.
    """
    file = cast("Path", source.path)  # a frame is no JSON
    data = file_bytes(file, MOST_BYTES)
    held = read_json(data, file, "a list of days")
    if not isinstance(held, list) or not all(isinstance(day, dict) for day in held):
        raise InputError("is no list of days", file=file, allowed="what the program exports")
    lines = lines_of(DAY, data, len(held))
    days = [
        Node(file, n, line, "day", day)
        for n, (day, line) in enumerate(zip(held, lines, strict=True), 1)
    ]
    found = attack_days([one for day in days for one in _attacks(day)], file, Faults())
    return Reading(
        file=ReadFile(
            kind="diary",
            source=printable(file.name),
            format="Headache Companion",
            sha256=hashlib.sha256(data).hexdigest(),
            dates="iso",
            separator="",
            encoding="utf-8",
            sheet=None,
            words={},
            columns={},
        ),
        entries=(*found.entries, *(_taken(day) for day in days if _only_medicine(day))),
        attacks=True,
        doubts=found.doubts,
    )


def _attacks(day: Node) -> Iterator[Attack]:
    """The attacks of a day; what was taken on it stands with the first."""
    names = _medicines(day)
    for place, attack in enumerate(day.parts("attacks")):
        pain, lasted = attack.number("painLevel"), _lasted(attack)
        if pain < PAIN.lowest or pain > PAIN.highest:
            attack.refuse("painLevel", PAIN.allowed)
        start = datetime.combine(_date(day), time.min)
        yield Attack(
            line=day.line,
            start=start,
            end=start + lasted if lasted else None,
            timed=bool(lasted),
            headache=math.nan if pain == 0 else 1.0,
            scales=() if math.isnan(pain) else (("pain_10", pain),),
            medicated=1.0 if names and not place else math.nan,
            medicines=() if place else names,
            note=day.text("notes") if not place else "",
        )


def _lasted(attack: Node) -> timedelta:
    """How long an attack was; nothing where its end is not written."""
    seconds = attack.number("stopTime") - attack.number("startTime")
    if math.isnan(seconds):
        return timedelta()
    if not 0 <= seconds <= LONGEST.total_seconds():
        attack.refuse("stopTime", f"a moment up to {LONGEST.days} days after its beginning")
    return timedelta(seconds=seconds)


def _only_medicine(day: Node) -> bool:
    return bool(_medicines(day)) and not any(day.parts("attacks"))


def _taken(day: Node) -> Entry:
    """What was taken on a day without an attack."""
    return Entry(
        day=_date(day),
        line=day.line,
        values={"acute_medication": 1.0},
        texts={"acute_class": "; ".join(_medicines(day))},
        timed=True,
    )


def _medicines(day: Node) -> tuple[str, ...]:
    """Names of what was taken against an attack."""
    taken = (one for one in day.parts("medications") if one.text("type") != PREVENTIVE)
    return tuple(dict.fromkeys(name for one in taken if (name := one.text("name"))))


def _date(day: Node) -> date:
    try:
        found = date.fromisoformat(day.text("date"))
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        day.refuse("date", "a date as 2026-03-31")
    return found
