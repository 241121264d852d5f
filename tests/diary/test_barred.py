"""What a doubt does: no yes, no no, no rule, no plan, said by every face, until it is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import wearoff
from conftest import SHARED
from wearoff.diary.examples import example_diary
from wearoff.errors import InputError
from wearoff.faces.diary import analyzed, course, notes, payer, reasons, strip
from wearoff.faces.diary.visit import visit_page
from wearoff.words.doubts import doubt

FAR = doubt("date_far", "ada.csv, line 123", date="2035-05-03", days=3652)
GAP = doubt("gap", "ada.csv, line 60", first="2024-05-01", last="2024-06-09", days=40)


@pytest.fixture(scope="module")
def doubtful():
    """Ada's diary with a date that lies far, and a gap, analyzed."""
    case = replace(wearoff.example_case("ada"), doubts=(FAR, GAP))
    return wearoff.analyze(case)


def test_nothing_is_answered(doubtful):
    """Every question that was asked is open, for one reason and without a chance."""
    for verdict in doubtful.verdicts:
        assert verdict.answer == "cannot_tell"
        if verdict.reason_codes == ["not_asked_yet"]:
            continue
        assert verdict.reason_codes == ["input_doubtful"]
        assert (verdict.probability, verdict.by_view) == (None, {})
        assert verdict.would_tell.codes == ["input_doubtful"]
    assert {answer.word for answer in doubtful.result.answers} <= {"cannot_tell", "not_asked"}


def test_no_rule_is_read(doubtful):
    """Rules are not recorded, and no chance is told of them."""
    assert {rule.counted for rule in doubtful.rules} == {"not_recorded"}
    assert all(rule.probability_met is None for rule in doubtful.rules)
    assert doubtful.result.forecast is None
    assert doubtful.result.since_last_visit is None


def test_no_plan_is_made():
    """Every doubt that bars answers is said, a line each, with how to go on."""
    far = replace(FAR, where="ada.csv, line 124")
    case = replace(wearoff.example_case("ada"), doubts=(FAR, far, GAP))
    with pytest.raises(InputError) as found:
        wearoff.plan(case)
    lines = str(found.value).splitlines()
    assert len(lines) == 2
    assert all("confirm='date_far'" in line for line in lines)


def test_every_face_says_it(doubtful):
    """Screen, note, reasons and both pages name the row; screen and note keep their size."""
    result = doubtful.result
    screen = analyzed.screen(result)
    assert len(screen) <= 23
    assert max(map(len, screen)) <= 80
    assert "CHECK THE FILE  ada.csv, line 123: 2035-05-03 lies 10 years after the rest" in screen
    assert any("--confirm date_far" in line for line in screen)
    assert any(line.startswith("DOUBTS 1: ada.csv, line 60: nothing is written") for line in screen)
    note = " ".join(notes.record(result))
    assert len(notes.record(result)) <= 8
    assert "CHECK THE FILE: ada.csv, line 123: 2035-05-03 lies 10 years after the rest." in note
    assert "comes and goes" not in note
    for text in (
        " ".join(reasons.reasons(result)),
        visit_page(result),
        payer.payer_page(result),
        " ".join(payer.payer_lines(result)),
    ):
        assert "2035-05-03" in text
        assert "nothing is" in text


def test_empty_years_before_a_far_date_are_not_drawn(tmp_path):
    """A date of nine years later adds its own year to the pictures, and its week to the table."""
    ben = example_diary("ben")
    log, text = ben / "injections.csv", (ben / "diary.csv").read_text(encoding="utf-8")
    (tmp_path / "diary.csv").write_text(text.replace("2024-06-30,", "2033-06-30,"), "utf-8")
    found = [
        wearoff.analyze(path, injections=log, today=date(2026, 1, 1), prospects=False).result
        for path in (ben / "diary.csv", tmp_path / "diary.csv")
    ]
    clean, far = found
    assert far.last == date(2033, 6, 30)
    assert len(course.course(far)) == len(course.course(clean)) + 1
    assert len(course.drawn_weeks(far)) <= len(clean.course) + 1
    assert "2033" not in strip.strip(far).wide
    assert len(course.drawn_weeks(clean)) == len(clean.course)
    page = visit_page(far)
    assert "left out until the file is checked" in page
    assert len(page) < 1.2 * len(visit_page(clean))


def test_what_is_confirmed_bars_nothing():
    """Somebody said that it is right: the answers are those of the same case without a doubt."""
    case = wearoff.example_case("ada")
    confirmed = replace(case, doubts=(replace(FAR, confirmed=True),))
    found = wearoff.analyze(confirmed, prospects=False)
    assert found.verdicts[0].answer == "yes"
    assert not any("CHECK THE FILE" in line for line in analyzed.screen(found.result))
    assert found.result.doubts[0].confirmed


def test_a_list_of_attacks_that_is_confirmed_shows_no_28_of_28():
    """Its empty days stay unknown: neither a count nor the days of a cycle are shown."""
    ada = wearoff.example_case("ada")
    crosses = {
        name: np.where(values > 0, values, np.nan) for name, values in ada.diary.values.items()
    }
    attacks = replace(doubt("only_headache", "ada.csv", written=9, days=20), confirmed=True)
    case = replace(ada, diary=replace(ada.diary, values=crosses), doubts=(attacks,))
    found = wearoff.analyze(case, prospects=False)
    assert (found.result.counted.before, found.result.counted.now) == (None, None)
    assert not any("28 " in line for line in analyzed.cycle_table(found.result))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "log", "codes"),
    [
        ("base-diary.csv", "base-log.csv", set()),
        ("only-headache-days.csv", "base-log.csv", {"only_headache"}),
        ("empty-cell-for-none.csv", "base-log.csv", {"only_headache"}),
        ("one-date-ten-years-late.csv", "base-log.csv", {"date_far", "date_future"}),
        ("base-diary.csv", "logs/i_units_1550.csv", {"units_tenfold"}),
        ("pain-and-headache.csv", "dates-of-injections.txt", set()),
    ],
)
def test_cases_that_failed_are_barred_or_answered(name, log, codes):
    """Inputs that once gave a confident wrong answer are named, and a good one is not."""
    folder = SHARED / "cases"
    case = wearoff.read_case(folder / name, injections=folder / log)
    assert {one.code for one in case.doubts} == codes
