"""Diaries and sessions as one table for NONMEM and programs like it: a record an entry, or a dose.

TIME counts days from the first entry or session, whichever is earlier, DVID names a column of the
diary or a total of a clinic, CMT a muscle of one side: no product has a plasma level, so a dose
goes into a virtual compartment. AMT is in units of the PRODUCT beside it, which are not those of
another. Words and other changes are no numbers and are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from wearoff.diary.read.ours import WORDS
from wearoff.diary.write.tables import entries
from wearoff.formats.cells import cell_of
from wearoff.formats.nonmem import (
    COLUMNS,
    DOSE,
    NO_DOSE,
    NOTHING,
    OBSERVATION,
    records_text,
)
from wearoff.measures import SCORED
from wearoff.words import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wearoff.diary.case import Case

HEADER = (*COLUMNS, "MUSCLE", "SIDE", "PRODUCT")
QUANTITIES = tuple(name for name in (*dictionary.DIARY, *SCORED) if name not in {"date", *WORDS})
"""What DVID counts, from 1."""
DAY_0 = "day 0 is"


def nonmem_text(cases: Sequence[Case], version: str) -> str:
    """Cases as one table, the first with ID 1.

    Args:
        cases: Of one person each; their names are not in the table.
        version: Of the program.
    """
    sites = sorted({site for case in cases for site in _sites(case)})
    rows: list[tuple[str, ...]] = []
    days: list[str] = []
    used: set[str] = set()
    for person, case in enumerate(cases, 1):
        first = _first(case)
        days.append(f"ID {person}: {DAY_0} {first}")
        for record in _records(case, first, sites):
            rows.append((str(person), *record))
            used.add(record[6])
    legend = [
        f"DVID {place}: {name}; {dictionary.DIARY.get(name) or SCORED[name].title}"
        for place, name in enumerate(QUANTITIES, 1)
        if str(place) in used
    ]
    muscles = [f"CMT {place}: {site}" for place, site in enumerate(sites, 1)]
    about = [
        f"wearoff {version}: diaries and sessions, for NONMEM and programs like it",
        "TIME in days, AMT in units of PRODUCT, OCC sessions so far; . where nothing stands",
    ]
    return records_text([*about, *days, *legend, *muscles], HEADER, rows)


def _sites(case: Case) -> set[str]:
    sessions = case.log.given if case.log else ()
    return {injection.site for session in sessions for injection in session.injections}


def _first(case: Case) -> date:
    """The day from which a case's time counts."""
    starts = [case.diary.first, *(score.day for score in case.scores)]
    return min([*starts, case.log.first] if case.log else starts)


def _records(case: Case, first: date, sites: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Everything but the ID of each record, in order of time; doses before what was written."""
    start = (case.log.first - first).days if case.log else 0
    sessions = case.log.given if case.log else ()
    given = sorted({start + session.day for session in sessions})
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for session in sessions:
        for one in session.injections:
            kind = DOSE if one.units else NO_DOSE
            cells = (
                cell_of(one.units),
                str(sites.index(one.site) + 1),
                kind,
                "1",
                NOTHING,
                NOTHING,
            )
            beside = (one.muscle, one.side, session.product)
            found.append((start + session.day, DOSE, (*cells, *beside)))
    observed = [
        (entry.day, name, value)
        for entry in entries(case.diary)
        for name, value in entry.values.items()
    ]
    observed += [(score.day, score.measure, score.value) for score in case.scores]
    for day, name, value in observed:
        quantity = str(QUANTITIES.index(name) + 1)
        cells = (NOTHING, NOTHING, OBSERVATION, "0", cell_of(value), quantity, *(NOTHING,) * 3)
        found.append(((day - first).days, OBSERVATION, cells))
    for time, _, cells in sorted(found, key=lambda one: (one[0], one[1] == OBSERVATION)):
        occasion = str(bisect_right(given, time))
        yield (str(time), *cells[:6], occasion, *cells[6:])
