"""A trial as a NONMEM-style table: there and back, with every score and covariate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from wearoff.errors import InputError
from wearoff.formats.csvs import MISSING
from wearoff.formats.nonmem import COLUMNS
from wearoff.records import Arm, Trial
from wearoff.trial.nonmem import days_of, trial_text
from wearoff.trial.read import read_trial

VERSION = "1.2.3"
ARMS = [Arm("placebo", 0.0, ""), Arm("low, new", 100.5, "onabotulinumtoxinA")]
SCORES = st.integers(0, 870).map(lambda tenths: tenths / 10)
LABELS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=4).filter(
    lambda text: text not in MISSING
)


@st.composite
def trials(draw):
    """A trial of two arms with every kind of covariate; each person has one later score."""
    people = draw(st.integers(2, 12))
    weeks = sorted(draw(st.sets(st.integers(1, 700), min_size=1, max_size=4)))
    scores = np.array(
        [[draw(st.none() | SCORES) for _ in weeks] for _ in range(people)], dtype=float
    )
    scores[:, 0] = [draw(SCORES) for _ in range(people)]
    names = [str(1 + place) for place in range(people)]
    return Trial(
        source="trial.csv",
        outcome="twstrs",
        patients=names,
        arms=ARMS,
        arm=np.array([0, 1, *draw(st.lists(st.sampled_from([0, 1]), min_size=people - 2))])[
            :people
        ],
        weeks=np.array(weeks) / 7,
        baseline=np.array([draw(SCORES) for _ in range(people)]),
        scores=scores,
        numeric={"age": np.array([draw(st.floats(18, 90)) for _ in range(people)])},
        categorical={"sex": [draw(st.sampled_from(["F", "M", "=1+1"])) for _ in range(people)]},
        site=[draw(LABELS) for _ in range(people)],
    )


@given(trial=trials())
def test_a_table_of_a_trial_is_read_and_written_as_it_was(tmp_path_factory, trial):
    """Table to trial to table gives the same bytes, and the trial is the same."""
    file = tmp_path_factory.mktemp("trial") / "t.csv"
    file.write_text(trial_text(trial, VERSION))
    found = read_trial(file)
    assert trial_text(found, VERSION) == file.read_text()
    assert (found.patients, found.arms, found.site) == (trial.patients, trial.arms, trial.site)
    assert (found.outcome, found.categorical) == (trial.outcome, trial.categorical)
    for name in ("arm", "baseline"):
        np.testing.assert_array_equal(getattr(found, name), getattr(trial, name))
    np.testing.assert_array_equal(found.numeric["age"], trial.numeric["age"])
    seen = np.isfinite(trial.scores).any(axis=0)
    np.testing.assert_array_equal(found.weeks, trial.weeks[seen])
    np.testing.assert_array_equal(found.scores, trial.scores[:, seen])


def test_visits_that_look_unplanned_stay_as_they_were(tmp_path):
    """A table of ours says that its times are planned: none is matched to another or left out."""
    people = 20
    scores = np.full((people, 4), 30.0)
    scores[1:, 3] = np.nan
    weeks = np.array([4, 29 / 7, 12, 20])
    trial = Trial(
        source="t.csv",
        outcome="twstrs",
        patients=[str(1 + place) for place in range(people)],
        arms=ARMS,
        arm=np.arange(people) % 2,
        weeks=weeks,
        baseline=np.full(people, 40.0),
        scores=scores,
    )
    file = tmp_path / "t.csv"
    file.write_text(trial_text(trial, VERSION))
    found = read_trial(file)
    np.testing.assert_array_equal(found.weeks, weeks)
    np.testing.assert_array_equal(found.scores, scores)
    assert found.notes == ()


def test_the_open_trial_is_the_same_trial(tmp_path):
    """The trial that ships is fitted from its table as from its file."""
    trial = read_trial(wearoff.example_trial())
    file = tmp_path / "t.csv"
    file.write_text(trial_text(trial, VERSION))
    found = read_trial(file)
    assert [(arm.name, arm.units) for arm in found.arms] == [
        (arm.name, arm.units) for arm in trial.arms
    ]
    for name in ("arm", "weeks", "baseline", "scores"):
        np.testing.assert_array_equal(getattr(found, name), getattr(trial, name))
    assert found.patients == trial.patients
    assert found.categorical == trial.categorical
    assert found.site == trial.site


def test_the_columns_are_those_that_programs_know():
    """The baseline is before the dose, placebo is no dose, and the occasion counts sessions."""
    trial = read_trial(wearoff.example_trial())
    lines = [line for line in trial_text(trial, VERSION).splitlines() if line[0] != "#"]
    header = lines[0].split(",")
    assert tuple(header[: len(COLUMNS)]) == COLUMNS
    rows = [dict(zip(header, line.split(","), strict=True)) for line in lines[1:]]
    placebo = [row for row in rows if row["ARM"] == "Placebo"]
    first = [row for row in rows if row["ID"] == "1"]
    assert [row["EVID"] for row in first[:3]] == ["0", "1", "0"]
    assert [row["OCC"] for row in first[:3]] == ["0", "1", "1"]
    assert {row["EVID"] for row in placebo} == {"0", "2"}
    assert all(row["DV"] == "." for row in rows if row["MDV"] == "1")


@pytest.mark.parametrize("week", [0.5, 1, 4.3, 29 / 7, 1 / 3, 519.9])
def test_a_week_is_the_days_that_give_it_again(week):
    """Days have as few digits as tell the week, and are the same when they are read again."""
    text = days_of(week)
    assert float(text) / 7 == pytest.approx(week, rel=1e-15)
    assert days_of(float(text) / 7) == text


TABLE = """\
# DVID 1: twstrs
ID,TIME,AMT,CMT,EVID,MDV,DV,DVID,OCC,PRODUCT
1,0,.,.,0,0,40,1,0,.
1,0,500,1,1,1,.,.,1,abobotulinumtoxinA
1,28,.,.,0,0,30,1,1,.
2,0,.,.,0,0,40,1,0,.
2,0,0,1,2,1,.,.,1,.
2,28,.,.,0,0,38,1,1,.
"""


@pytest.fixture
def table(tmp_path):
    """Read a text as a table of a trial."""

    def read(text):
        file = tmp_path / "t.csv"
        file.write_text(text)
        return read_trial(file)

    return read


def test_a_table_without_labels_is_read(table):
    """A person is called by the ID, an arm by its dose, whoever wrote the table."""
    found = table(TABLE)
    assert found.patients == ["1", "2"]
    assert [arm.name for arm in found.arms] == ["placebo", "500 abobotulinumtoxinA"]
    assert found.scores.tolist() == [[30], [38]]
    assert found.weeks.tolist() == [4]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("# DVID 1: twstrs\n", "", "line 2: nothing says what DVID 1 is"),
        ("1,28,.,.,0,0,30,1,1,.", "1,28,.,.,0,0,x,1,1,.", "line 5.*found 'x'"),
        ("1,28,.,.,0,0,30,1,1,.", "1,x,.,.,0,0,30,1,1,.", "line 5, column TIME: found 'x'"),
        ("1,28,.", "1,28", "cells under a header"),
        ("1,0,500", "1,84,500", "line 4: ID 1 has a dose at TIME 84"),
        ("1,0,500,1,1,1,.,.,1,abobotulinumtoxinA\n", "", "ID 1 has no dose"),
        ("OCC,PRODUCT", "ADDL,PRODUCT", "line 4: ADDL 1"),
    ],
)
def test_what_a_table_does_not_say_is_asked(table, old, new, why):
    """Nothing is guessed: the line and what is missing are named."""
    assert old in TABLE
    with pytest.raises(InputError, match=why) as error:
        table(TABLE.replace(old, new))
    assert len(str(error.value).splitlines()) == 1


def test_a_trial_of_several_sessions_is_no_table_of_one_dose():
    """The second session is not lost without a word."""
    trial = read_trial(wearoff.example_trial())
    trial.arms[1] = replace(trial.arms[1], weeks=(0.0, 12.0))
    with pytest.raises(InputError, match=r"several sessions \(5000U\); allowed: one session"):
        trial_text(trial, VERSION)


@pytest.mark.parametrize("name", ["time", "DV", "ARM"])
def test_a_covariate_that_would_hide_a_column_is_refused(name):
    """No column stands twice in a table."""
    trial = read_trial(wearoff.example_trial())
    trial.numeric[name] = trial.baseline
    with pytest.raises(InputError, match=f"covariate {name}"):
        trial_text(trial, VERSION)
