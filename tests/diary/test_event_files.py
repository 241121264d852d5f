"""Logs with their dates, events, scores and counts: what is read, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from damage import BYTES, DAMAGE, cells_of, damaged, mutated, read_or_refused, reader, refused
from wearoff.diary.read.events import KINDS, read_events
from wearoff.diary.read.scores import MEASURES, parse_baseline, read_scores
from wearoff.formats.csvs import MISSING
from wearoff.model.conditions import condition
from wearoff.records import Event, Log, OutsideBaseline, Score, Session
from wearoff.simulation.logs import read_injections, read_log
from wearoff.words.notes import text as text_of

ONA, RIMA = "onabotulinumtoxinA", "rimabotulinumtoxinB"
MIGRAINE = condition("chronic_migraine")
EVENTS = """\
date,kind,what,until
2026-02-10,preventive,erenumab,
2026-01-03,illness,flu,2026-01-09
"""
SCORES = """\
date,measure,value
2026-03-01,HIT-6,62
2026-01-01,MIDAS,48
2026-03-01,headache_days_28,14.5
"""
LOG = f"""\
date,muscle,side,units,product
2026-03-30,trapezius,left,15,{ONA}
2026-01-05,trapezius,left,15,{ONA}
2026-01-05,trapezius,right,10,{ONA}
2026-03-30,trapezius,right,500,{RIMA}
"""


@pytest.fixture
def events(tmp_path):
    """Read a text as events."""
    return reader(tmp_path, read_events, "events.csv")


@pytest.fixture
def scores(tmp_path):
    """Read a text as scores."""
    return reader(tmp_path, read_scores, "scores.csv")


@pytest.fixture
def log(tmp_path):
    """Read a text as an injection log."""
    return reader(tmp_path, lambda path: read_log(path, MIGRAINE), "log.csv")


# Logs with their dates


def test_a_log_keeps_its_products_apart(log):
    """Two products of one day are two sessions of that day, in order, from the first date."""
    found = log(LOG)
    assert isinstance(found, Log)
    assert found.first == date(2026, 1, 5)
    assert [(s.day, s.product, s.units) for s in found.sessions] == [
        (0, ONA, 25),
        (84, ONA, 15),
        (84, RIMA, 500),
    ]
    assert found.notes == ()


def test_a_log_of_one_product_is_a_course(tmp_path, log):
    """What is simulated is the same sessions, and a second product is refused."""
    file = tmp_path / "one.csv"
    file.write_text(LOG.replace(f"500,{RIMA}", f"5,{ONA}"), encoding="utf-8")
    course = read_injections(file, MIGRAINE)
    assert course == list(read_log(file, MIGRAINE).sessions)
    assert all(isinstance(session, Session) for session in course)
    file.write_text(LOG, encoding="utf-8")
    line = refused(lambda path: read_injections(path, MIGRAINE), file)
    for words in (str(file), "more than one product", ONA, RIMA):
        assert words in line
    assert len(log(LOG).sessions) == 3


def test_a_placebo_session_is_a_session(log):
    """Zero units are a session of no toxin, and a doubled row is a second injection."""
    text = LOG.replace(f"500,{RIMA}", f"0,{ONA}").replace(
        "30,trapezius,left,15", "30,trapezius,left,0"
    )
    first, second = log(text).sessions
    assert (first.units, second.units) == (25, 0)
    assert log(LOG + LOG.splitlines()[2] + "\n").sessions[0].units == 40


def test_a_column_of_a_log_that_is_not_read_is_said(log):
    """A lot number is not lost without a word."""
    head, *rows = LOG.splitlines()
    text = "\n".join([f"{head},lot", *(f"{row},C123" for row in rows)])
    assert [text_of(note) for note in log(text).notes] == ["column lot is not read"]


# Events


def test_events_come_in_order_with_their_ends(events):
    """Events are sorted by date; an empty end is open, an empty name takes the kind's."""
    found = events(EVENTS + "2026-03-01, Pregnancy,,\n")
    assert found == [
        Event(date(2026, 1, 3), "illness", "flu", date(2026, 1, 9)),
        Event(date(2026, 2, 10), "preventive", "erenumab", None),
        Event(date(2026, 3, 1), "pregnancy", "pregnancy", None),
    ]
    assert events(EVENTS.splitlines()[0]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("illness", "ilness", ["line 3", "column kind", "did you mean 'illness'?", *KINDS]),
        ("illness", "", ["line 3", "column kind", *KINDS]),
        ("2026-01-09", "2026-01-02", ["line 3", "column until", "empty, or 2026-01-03 or later"]),
        ("2026-01-09", "9 January", ["line 3", "column until", "a date as 2026-03-31"]),
        ("2026-02-10", "10/2/2026", ["line 2", "column date", "2026-10-02 month-first"]),
        (",until", ",untill", ["line 1", "did you mean 'until'?"]),
        (",until", ",end", ["line 1", "missing column until"]),
        (",flu", "", ["line 3", "more or fewer cells"]),
    ],
)
def test_damage_of_events_is_refused(events, old, new, said):
    """What is wrong in a file of events is named with its file, line and column."""
    assert old in EVENTS
    line = refused(events, EVENTS.replace(old, new))
    for words in ("events.csv", *said):
        assert words in line


# Scores and the count before the diary


def test_scores_come_in_order(scores):
    """Scores are sorted by date; a row without a value is no score; one said twice is one."""
    found = scores(SCORES + "2026-04-01,hit_6,\n2026-03-01,hit 6,62\n")
    assert found == [
        Score(date(2026, 1, 1), "midas", 48),
        Score(date(2026, 3, 1), "headache_days_28", 14.5),
        Score(date(2026, 3, 1), "hit_6", 62),
    ]
    assert scores(SCORES.splitlines()[0]) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("HIT-6", "HIT6", ["line 2", "column measure", "did you mean 'hit_6'?", *MEASURES]),
        ("HIT-6", "", ["line 2", "column measure", *MEASURES]),
        ("62", "35", ["line 2", "column value", "'35'", "a whole number from 36 to 78"]),
        ("62", "62.5", ["line 2", "column value", "'62.5'", "a whole number from 36 to 78"]),
        ("48", "271", ["line 3", "column value", "from 0 to 270"]),
        ("14.5", "29", ["line 4", "column value", "a number from 0 to 28"]),
        ("14.5", "many", ["line 4", "column value", "'many'"]),
        ("headache_days_28,14.5", "hit_6,63", ["line 4", "63 here and 62 on line 2"]),
        ("headache_days_28,14.5", "neck_endurance_s,601", ["line 4", "from 0 to 600"]),
        ("headache_days_28,14.5", "TWSTRS,88", ["line 4", "from 0 to 87"]),
        ("2026-01-01", "2026-13-01", ["line 3", "column date", "a date as 2026-03-31"]),
        (",value", ",values", ["line 1", "did you mean 'value'?"]),
        (",value", ",total", ["line 1", "missing column value"]),
    ],
)
def test_damage_of_scores_is_refused(scores, old, new, said):
    """What is wrong in a file of scores is named with its file, line and column."""
    assert old in SCORES
    line = refused(scores, SCORES.replace(old, new))
    for words in ("scores.csv", *said):
        assert words in line


@pytest.mark.parametrize("read", [read_events, read_scores])
def test_a_folder_or_a_missing_file_is_refused_by_name(tmp_path, read):
    """A folder and a file that does not exist are bad input, named."""
    for path in (tmp_path, tmp_path / "nothing.csv"):
        assert str(path) in refused(read, path)


@pytest.mark.parametrize(
    ("text", "source", "told"),
    [
        ("22:28", "letter 2024-11", OutsideBaseline(22, 28, "letter 2024-11")),
        (" 10.5 : 30 ", " chart ", OutsideBaseline(10.5, 30, "chart")),
        ("0:7", None, OutsideBaseline(0, 7, "not said")),
        ("366:366", "", OutsideBaseline(366, 366, "not said")),
    ],
)
def test_a_count_before_the_diary_is_read(text, source, told):
    """A count, its days and who says so; without a source it is not said."""
    assert parse_baseline(text, source) == told


@pytest.mark.parametrize(
    "text", ["22", "", ":", "29:28", "3:6", "3:367", "-1:28", "22:28:1", "x:28", "nan:28", "1e1:28"]
)
def test_a_count_that_is_none_is_refused(text):
    """The count is refused in one line with the form that is allowed."""
    line = refused(parse_baseline, text)
    assert line.startswith(f"baseline {text!r}")
    assert "COUNT:DAYS" in line


def test_what_is_missing_in_a_diary_is_missing_here(events, scores):
    """NA is nothing written, in an end and in a score alike."""
    assert events(EVENTS.replace("2026-01-09", "NA"))[0].until is None
    assert len(scores(SCORES.replace("62", "NA"))) == 2


# Damage of every kind


@given(DAMAGE)
def test_damaged_events_are_read_whole_or_refused(tmp_path_factory, damage):
    """Every row of a damaged file of events is an event, or the file is refused in a line."""
    file = tmp_path_factory.mktemp("damaged") / "events.csv"
    text = damaged(EVENTS, damage)
    file.write_text(text, encoding="utf-8", newline="")
    found = read_or_refused(read_events, file)
    if found is not None:
        wanted = sorted(row["date"].strip() for row in cells_of(text, "date"))
        assert [str(event.start) for event in found] == wanted


@given(DAMAGE)
def test_damaged_scores_are_read_whole_or_refused(tmp_path_factory, damage):
    """Every value of a damaged file of scores arrives once, or the file is refused in a line."""
    file = tmp_path_factory.mktemp("damaged") / "scores.csv"
    text = damaged(SCORES, damage)
    file.write_text(text, encoding="utf-8", newline="")
    found = read_or_refused(read_scores, file)
    if found is None:
        return
    wanted = {
        (row["date"].strip(), row["measure"].strip().lower().replace("-", "_"), float(row["value"]))
        for row in cells_of(text, "value")
        if row["value"].strip() not in MISSING
    }
    assert sorted((str(s.day), s.measure, s.value) for s in found) == sorted(wanted)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_events, EVENTS),
        (read_scores, SCORES),
        (lambda path: read_log(path, MIGRAINE), LOG),
    ],
    ids=["events", "scores", "log"],
)
@given(BYTES)
def test_mutated_bytes_are_read_or_refused(tmp_path_factory, read, text, changes):
    """Bytes overwritten anywhere lead to a reading or to one line, never to a fault of ours."""
    file = tmp_path_factory.mktemp("mutated") / "file.csv"
    file.write_bytes(mutated(text, changes))
    read_or_refused(read, file)
