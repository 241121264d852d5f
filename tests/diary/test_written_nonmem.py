"""Diaries and sessions as a NONMEM-style table: records that such programs can use."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
from hypothesis import given

from wearoff.diary.case import Case
from wearoff.diary.write.nonmem import QUANTITIES, nonmem_text
from wearoff.diary.write.tables import entries
from wearoff.formats.nonmem import COLUMNS
from wearoff.records import Diary, Injection, Log, Score, Session
from whole_cases import CASES

VERSION = "1.2.3"


def records(text):
    """Comments, and the records by column."""
    lines = text.splitlines()
    comments = [line for line in lines if line.startswith("#")]
    return comments, list(csv.DictReader(lines[len(comments) :]))


@given(case=CASES)
def test_every_number_is_a_record(case):
    """Each written number, total and dose is one record, in order of time from 0."""
    _, rows = records(nonmem_text([case], VERSION))
    doses = sum(len(session.injections) for session in case.log.sessions) if case.log else 0
    numbers = sum(len(entry.values) for entry in entries(case.diary)) + len(case.scores)
    assert [row["EVID"] == "0" for row in rows].count(True) == numbers
    assert len(rows) == numbers + doses
    times = [int(row["TIME"]) for row in rows]
    assert times == sorted(times)
    assert min(times) >= 0


@given(case=CASES)
def test_a_record_is_a_dose_or_an_observation(case):
    """A dose has units and no value, an observation a value and no units; all are numbers."""
    _, rows = records(nonmem_text([case], VERSION))
    for row in rows:
        dose = row["EVID"] != "0"
        assert (row["MDV"] == "1") == dose == (row["DV"] == ".") == (row["AMT"] != ".")
        assert (row["MUSCLE"] != ".") == (row["PRODUCT"] != ".") == dose
        assert (row["EVID"] == "2") == (dose and float(row["AMT"]) == 0)
        assert all(row[name] == "." or float(row[name]) >= 0 for name in COLUMNS)


def test_what_each_number_stands_for_is_said():
    """Day 0, quantities and muscles are in comment lines; occasions count sessions."""
    diary = Diary(
        "d", date(2026, 1, 3), {"headache": np.array([1, 0]), "hours": np.array([2.5, 0])}
    )
    session = Session(0, "onabotulinumtoxinA", (Injection("procerus", "midline", 5.0),))
    log = Log(date(2026, 1, 4), (session,))
    scores = (Score(date(2026, 1, 1), "hit_6", 60),)
    case = Case(name="Ada", condition="chronic_migraine", diary=diary, log=log, scores=scores)
    text = nonmem_text([case], VERSION)
    comments, rows = records(text)
    assert "Ada" not in text
    assert "# ID 1: day 0 is 2026-01-01" in comments
    assert "# CMT 1: procerus_midline" in comments
    assert f"# DVID {1 + QUANTITIES.index('hit_6')}: hit_6; HIT-6" in comments
    assert [(row["TIME"], row["EVID"], row["DV"], row["OCC"]) for row in rows] == [
        ("0", "0", "60", "0"),
        ("2", "0", "1", "0"),
        ("2", "0", "2.5", "0"),
        ("3", "1", ".", "1"),
        ("3", "0", "0", "1"),
        ("3", "0", "0", "1"),
    ]


def test_people_are_counted():
    """Several cases are one table; each has a day 0 of its own."""
    days = (date(2026, 1, 3), date(2025, 1, 3))
    cases = [
        Case(
            name="x",
            condition="chronic_migraine",
            diary=Diary("d", day, {"headache": np.array([1.0])}),
        )
        for day in days
    ]
    comments, rows = records(nonmem_text(cases, VERSION))
    assert [row["ID"] for row in rows] == ["1", "2"]
    assert [comment for comment in comments if " ID " in comment] == [
        f"# ID {place}: day 0 is {day}" for place, day in enumerate(days, 1)
    ]
