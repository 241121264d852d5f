"""Counts without a daily diary: all that a count can tell, and nothing that needs days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from wearoff.diary.counted import by_day, spread, tally_of_counts
from wearoff.errors import InputError
from wearoff.faces.diary import analyzed, notes, payer, reasons
from wearoff.faces.diary.visit import visit_page
from wearoff.records import Log, Score, Session

ZERO = date(2025, 2, 8)


def after(days):
    """A date so many days after the first session."""
    return ZERO + timedelta(days=days)


def scored(*rows):
    """A frame of scores: days from the first session, measure, value."""
    return pd.DataFrame(
        [(str(after(day)), measure, str(value)) for day, measure, value in rows],
        columns=["date", "measure", "value"],
    )


def given_on(*days):
    """A log of usual sessions."""
    return pd.DataFrame(
        [(str(after(day)), "preempt_155", "155", "onabotulinumtoxinA") for day in days],
        columns=["date", "plan", "units", "product"],
    )


def case_of(*rows, sessions=(0, 84, 168)):
    """A case of counts alone."""
    log = given_on(*sessions) if sessions else None
    return wearoff.read_case(
        None, scores=scored(*rows), injections=log, condition="chronic_migraine", name="Cy"
    )


@pytest.fixture(scope="module")
def clinic():
    """Somebody seen at every session, and 12 weeks after the last."""
    counts = {-30: 22, 0: 20, 84: 12, 168: 10, 252: 8}
    rows = [(day, "headache_days_28", value) for day, value in counts.items()]
    rows += [(0, "HIT-6", 68), (252, "HIT-6", 60), (0, "acute_days_30", 15)]
    rows += [(252, "acute_days_30", 9), (0, "migraine_days_28", 12), (252, "migraine_days_28", 4)]
    return wearoff.analyze(case_of(*rows))


def test_counts_tell_before_now_and_change(clinic):
    """Before is every count before the first session, now those of the last 84 days."""
    counted = clinic.result.counted
    assert (counted.before, counted.now, counted.change) == (21, 8, -13)
    before = counted.windows.before
    assert (before.yes, before.written, before.source) == (42, 56, "counts")
    assert before.last == after(-1)
    assert clinic.result.totals[0].change == -8
    assert clinic.result.acute_medication.before == pytest.approx(14)
    assert clinic.result.acute_medication.now == pytest.approx(8.4)
    assert [row.change for row in clinic.result.outcomes] == [-8]


def test_counts_answer_no_question_that_needs_days(clinic):
    """Every question is open with the reason, in words and in codes, and nothing was fitted."""
    result = clinic.result
    assert {verdict.answer for verdict in result.verdicts} == {"cannot_tell"}
    assert {code for v in result.verdicts for code in v.reason_codes} == {"counts_only"}
    assert {answer.word for answer in result.answers} == {"not_asked"}
    assert all(answer.chance_said is None for answer in result.answers)
    assert result.relief_days_28 is None
    assert result.drift_days_28_per_year is None
    assert (result.days_observed, result.understood.days_read) == (0, 0)
    with pytest.raises(InputError, match="nothing was fitted"):
        _ = clinic.posterior
    with pytest.raises(InputError, match="written day by day"):
        wearoff.plan(clinic.case)


def test_rules_are_judged_by_counts(clinic):
    """Rules of headache days and of totals are counted, without a chance of being so."""
    said = {rule.id: rule.counted for rule in clinic.result.rules}
    assert said["nice-30"] == said["mark-50"] == said["ehf-30"] == "yes"
    assert said["mark-75"] == "no"
    assert said["nice-15"] == "not_recorded"  # asks for three months in a row
    assert {rule.probability_met for rule in clinic.result.rules} == {None}
    nice = next(rule for rule in clinic.result.rules if rule.id == "nice-30")
    assert nice.observed == "-62 %, 1 of 3 months counted"


def test_monthly_counts_answer_what_asks_for_each_month():
    """Three counts in a row decide a rule of three months."""
    rows = [(day, "headache_days_28", value) for day, value in ((0, 20), (140, 9), (168, 8))]
    found = wearoff.analyze(case_of(*rows, (196, "headache_days_28", 14)))
    said = {rule.id: rule.counted for rule in found.result.rules}
    assert (said["nice-15"], said["ehf-10"]) == ("yes", "no")


def test_every_face_tells_counts_as_counts(clinic):
    """Screen, note, reasons, payer's page and visit page say so, and none calls a day empty."""
    result = clinic.result
    shown = analyzed.screen(result)
    assert len(shown) <= 23
    assert max(map(len, shown)) <= 80
    faces = {
        "screen": " ".join(shown),
        "note": " ".join(notes.record(result)),
        "why": " ".join(reasons.reasons(result)),
        "payer": " ".join(payer.payer_lines(result)),
        "page": visit_page(result),
    }
    for name, text in faces.items():
        assert "No daily diary: 5 counts of headache days" in " ".join(text.split()), name
        assert "filled in" not in text, name
        assert "are empty" not in text, name
    assert faces["screen"].count("NOT ASKED") == 3
    assert "before 21.0   last 28 days 8.0" in faces["screen"]
    assert "21.0 before -> 8.0" in faces["note"]


def test_a_document_of_counts_follows_the_schema(run, tmp_path):
    """A folder may hold counts alone; its document is one of the schema."""
    place = tmp_path / "clinic" / "cy"
    place.mkdir(parents=True)
    rows = [(day, "headache_days_28", 20 - day / 28) for day in (0, 84, 168)]
    scored(*rows).to_csv(place / "scores.csv", index=False)
    given_on(0, 84).to_csv(place / "injections.csv", index=False)
    code, out, _ = run("analyze", "clinic", "--json")
    assert code == 0
    patient = json.loads(out)["patients"][0]
    assert (patient["name"], patient["analysis"]["counts_only"]) == ("cy", True)
    code, out, _ = run("analyze", "clinic")
    assert code == 0
    assert "3 counts" in out


def test_a_count_keeps_its_number_of_days():
    """15 of 30 is 14 of 28, and not 15."""
    found = tally_of_counts(case_of((0, "headache_days_30", 15), (90, "headache_days_30", 30)))
    assert found.before.rate == pytest.approx(14)
    assert found.now.rate == pytest.approx(28)
    assert (found.before.yes, found.before.written) == (15, 30)


def test_a_count_over_the_first_session_is_of_neither_side():
    """Its days are partly before and partly after, and nobody can say which had the headaches."""
    found = tally_of_counts(case_of((-20, "headache_days_28", 20), (10, "headache_days_28", 28)))
    assert found.before.rate == pytest.approx(20)
    assert found.now is None


def test_a_count_from_a_letter_stands_for_before():
    """Without a count before the first session the one from outside is told, with its source."""
    case = wearoff.read_case(
        None,
        scores=scored((84, "headache_days_28", 10)),
        injections=given_on(0),
        baseline="24:30",
        baseline_from="letter",
    )
    told = wearoff.analyze(case).result.counted
    assert told.before == pytest.approx(22.4)
    assert told.windows.before.source == "letter"


def test_totals_alone_are_told():
    """HIT-6 without any count tells its change, and no days."""
    found = wearoff.analyze(case_of((0, "HIT-6", 66), (84, "HIT-6", 60))).result
    assert (found.counted.before, found.counted.now) == (None, None)
    assert found.totals[0].change == -6
    assert visit_page(found)


def test_an_empty_diary_beside_counts_is_none(tmp_path):
    """A template in which nobody wrote stands in no one's way; without counts it is refused."""
    for text in ("date,headache\n", "date,headache\n2025-01-01,\n"):
        (tmp_path / "diary.csv").write_text(text, encoding="utf-8")
        counts = scored((0, "headache_days_28", 20), (84, "headache_days_28", 9))
        case = wearoff.read_case(tmp_path / "diary.csv", scores=counts, injections=given_on(0))
        assert case.counts_alone
        assert wearoff.analyze(case).result.counted.change == -11
        with pytest.raises(InputError, match="no day with an entry"):
            wearoff.read_case(tmp_path / "diary.csv")


def test_neither_days_nor_counts_is_no_case():
    """Without a diary and without scores there is nothing to tell."""
    with pytest.raises(InputError, match="no diary, and no count or total"):
        wearoff.read_case(None, injections=given_on(0))


@given(
    st.dictionaries(st.integers(-200, 400), st.integers(0, 28), min_size=1, max_size=12),
    st.lists(st.integers(1, 400), max_size=4, unique=True),
)
def test_spread_counts_add_up_and_never_overlap(counts, visits):
    """Days belong to one count; a count that keeps all of its days adds up to its number."""
    sessions = tuple(Session(day, "onabotulinumtoxinA", ()) for day in sorted({0, *visits}))
    scores = [Score(after(day), "headache_days_28", value) for day, value in counts.items()]
    found = spread(scores, Log(ZERO, sessions))
    for one, following in pairwise(found):
        assert one.last < following.first
    for one in found:
        assert one.last < ZERO or one.first >= ZERO
        assert 14 <= one.days <= 28
        assert round(one.rate * 28, 9) in counts.values()


def test_days_of_counts_are_those_of_the_case():
    """A day is spread over by one count or by none."""
    case = case_of((0, "headache_days_28", 14), (84, "headache_days_28", 7))
    days = by_day(case)
    assert len(days) == case.diary.days
    assert sum(days[:28]) == pytest.approx(14)
    assert np.nansum(days) == pytest.approx(21)
