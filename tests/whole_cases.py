"""Cases that hold something of everything: every column, sessions, events, scores."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st

import wearoff
from wearoff.diary.case import Case
from wearoff.diary.read.events import KINDS
from wearoff.diary.read.ours import ASSUMED, COLUMNS, FREE, OUTCOMES, WORDS
from wearoff.diary.read.scores import MEASURES
from wearoff.evidence.injections import muscles
from wearoff.formats.csvs import MISSING
from wearoff.records import SIDES, Diary, Event, Injection, Log, Score, Session
from wearoff.units import PRODUCT_UNITS

FIRST = date(2024, 2, 20)
DAYS = st.integers(0, 400).map(lambda days: FIRST + timedelta(days=days))
FORMULAS = st.sampled_from(
    ["=1+1", "'=x", "@cmd", "+49 171", "-2", "''=y", "'tis", "a,b", 'say "no"']
)
WORD = st.one_of(
    FORMULAS,
    # what no CSV can hold within a cell: line ends, and characters that are none
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12),
).map(str.strip)
WORDS_WRITTEN = WORD.filter(lambda text: text and text not in MISSING)


def within(holds):
    """Numbers that a column can hold, with all their digits."""
    if holds.whole:
        return st.integers(int(holds.lowest), int(holds.highest)).map(float)
    return st.floats(holds.lowest, holds.highest).map(lambda value: value + 0.0)


ENTRY = st.fixed_dictionaries(
    {},
    optional={
        **{column.name: within(column.holds) for column in COLUMNS},
        **dict.fromkeys(WORDS, WORDS_WRITTEN),
        ASSUMED: st.just(FREE),
    },
).filter(bool)
HUMAN = sorted(name for name, one in muscles().items() if one.region != "rabbit")


@st.composite
def diaries(draw):
    """A diary of a few days with any columns; headache on the first, so that it tells of it."""
    places = draw(st.dictionaries(st.integers(1, 40), ENTRY, max_size=6))
    places[0] = {**draw(ENTRY), "headache": draw(st.sampled_from([0.0, 1.0]))}
    days = max(places) + 1
    values, texts = {}, {}
    for name in [column.name for column in COLUMNS] + list(WORDS):
        if not any(name in entry for entry in places.values()):
            continue
        missing = "" if name in WORDS else np.nan
        column = [places.get(day, {}).get(name, missing) for day in range(days)]
        if name in WORDS:
            texts[name] = tuple(column)
        else:
            values[name] = np.array(column)
    assert set(values) & set(OUTCOMES)
    return Diary("diary.csv", FIRST, values, texts)


@st.composite
def injections(draw):
    """Units into one muscle of a side that it has."""
    muscle = draw(st.sampled_from(HUMAN))
    sides = ("midline",) if muscles()[muscle].midline else SIDES[:2]
    units = draw(st.one_of(st.integers(0, 500).map(float), st.floats(0, 500))) + 0.0
    return Injection(muscle, draw(st.sampled_from(sides)), units)


@st.composite
def logs(draw):
    """Sessions of a quarter each, every site once: nothing that is gathered into one."""
    quarters = sorted(draw(st.sets(st.integers(0, 8), min_size=1, max_size=4)))
    given = st.lists(injections(), min_size=1, max_size=3, unique_by=lambda one: one.site)
    sessions = [
        Session(
            90 * (quarter - quarters[0]),
            draw(st.sampled_from(sorted(PRODUCT_UNITS))),
            tuple(draw(given)),
        )
        for quarter in quarters
    ]
    return Log(draw(DAYS), tuple(sessions))


@st.composite
def events(draw):
    """Something else that changed, open-ended or not."""
    start, kind = draw(DAYS), draw(st.sampled_from(KINDS))
    until = draw(st.none() | st.integers(0, 99).map(lambda days: start + timedelta(days=days)))
    return Event(start, kind, draw(WORDS_WRITTEN | st.just(kind)), until)


@st.composite
def scores(draw):
    """Totals, one of a measure and day, in the order in which they are read."""
    keys = draw(st.sets(st.tuples(DAYS, st.sampled_from(sorted(MEASURES))), max_size=4))
    return tuple(
        Score(day, measure, draw(within(MEASURES[measure]))) for day, measure in sorted(keys)
    )


CASES = st.builds(
    Case,
    name=st.just("Cy"),
    condition=st.just("chronic_migraine"),
    diary=diaries(),
    log=st.none() | logs(),
    events=st.lists(events(), max_size=4).map(
        lambda found: tuple(sorted(found, key=lambda event: event.start))
    ),
    scores=scores(),
)


def held(case):
    """Everything that a case knows, as plain values that can be compared."""
    diary, log = case.diary, case.log
    return {
        "first": diary.first,
        "values": {name: [repr(v) for v in column] for name, column in diary.values.items()},
        "texts": dict(diary.texts),
        "log": (log.first, log.given) if log else None,
        "events": case.events,
        "scores": case.scores,
    }


def read_folder(folder):
    """The case in a folder of files of ours."""
    beside = {
        name: folder / f"{name}.csv"
        for name in ("injections", "events", "scores")
        if (folder / f"{name}.csv").exists()
    }
    return wearoff.read_case(folder / "diary.csv", condition="chronic_migraine", **beside)
