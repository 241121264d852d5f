"""Behind the visit page: where every day of the diary went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wearoff.faces.diary.answers import Document


@dataclass(frozen=True)
class Stretch:
    """Days of one part of a diary: with, without, and empty; they add up to ``days``."""

    name: str
    first: str
    last: str
    days: int
    yes: int
    free: int
    empty: int


def flow(document: Document) -> list[Stretch]:
    """Every day read, by stretch between sessions, and their sums in the last row.

    Days with are recovered from the rate of each stretch, exact because they are whole. Without
    sessions, or where the stretches would not add up to the days read, there are no rows.
    """
    rows = [*_before(document), *_cycles(document)]
    if not rows:
        return []
    written = sum(row.yes + row.free for row in rows)
    empty = sum(row.empty for row in rows)
    if (written, empty) != (document["days_observed"], document["days_missing"]):
        return []
    every = Stretch(
        "all",
        rows[0].first,
        rows[-1].last,
        sum(row.days for row in rows),
        sum(row.yes for row in rows),
        sum(row.free for row in rows),
        empty,
    )
    return [*rows, every]


def _before(document: Document) -> list[Stretch]:
    days = document["days_before"]
    if not days:
        return []
    first = date.fromisoformat(document["first"])
    last = first + timedelta(days=days - 1)
    window = document["counted"]["windows"]["before"]
    if window is None or window["source"] != "diary":
        return [Stretch("before", first.isoformat(), last.isoformat(), days, 0, 0, days)]
    yes = round(window["yes"])
    return [
        Stretch(
            "before",
            window["first"],
            window["last"],
            window["days"],
            yes,
            window["written"] - yes,
            window["days"] - window["written"],
        )
    ]


def _cycles(document: Document) -> list[Stretch]:
    rows: list[Stretch] = []
    for cycle in document["cycles"]:
        last = date.fromisoformat(cycle["date"]) + timedelta(days=cycle["days"] - 1)
        written = cycle["days_observed"]
        yes = 0 if cycle["counted"] is None else round(cycle["counted"] * written / 28)
        rows.append(
            Stretch(
                f"cycle {cycle['session']}",
                cycle["date"],
                last.isoformat(),
                cycle["days"],
                yes,
                written - yes,
                cycle["days"] - written,
            )
        )
    return rows
