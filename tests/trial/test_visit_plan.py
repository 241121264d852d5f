"""Visits of a trial: the plan behind them, what stands for a baseline, and what is left out."""

from __future__ import annotations

import numpy as np
import pytest

from damage import refused

RIMA = "rimabotulinumtoxinB"
HEADER = "patient,week,units,product,outcome,value"


PATIENTS = 30
PLAN = (2, 4, 8, 12, 16)


def visits(weeks_of, header=HEADER, more=""):
    """A trial of two arms; a person's visits are at the weeks that are told."""
    rows = [header]
    for person in range(PATIENTS):
        dose = f"5000,{RIMA}" if person % 2 else "0,"
        rows += [
            f"{person},{at:g},{dose},twstrs,{30 + person % 7}{more}" for at in weeks_of(person)
        ]
    return "\n".join(rows) + "\n"


def day_of(person, week):
    """A day within half a week of a planned one, another for each person."""
    return 7 * week + (3 * person + week) % 7 - 3


def test_days_are_read_as_weeks_and_said(trial):
    """A column of days gives the visits of the same weeks."""
    weeks = trial(visits(lambda _: (0, *PLAN)))
    days = trial(visits(lambda _: (7 * w for w in (0, *PLAN)), HEADER.replace("week", "day")))
    assert days.weeks.tolist() == weeks.weeks.tolist() == list(PLAN)
    np.testing.assert_array_equal(days.scores, weeks.scores)
    assert days.notes == ("days read as weeks of 7",)
    assert weeks.notes == ()


def test_visits_on_days_of_their_own_are_matched_to_the_plan(trial):
    """Every score arrives at the planned week that it belongs to, and how far it lay is said."""
    found = trial(visits(lambda p: (0, *(day_of(p, w) / 7 for w in PLAN))))
    assert found.weeks.tolist() == list(PLAN)
    assert np.isfinite(found.scores).all()
    assert "matched to the planned weeks 2, 4, 8, 12, 16, at most 0.4 weeks away" in found.notes[0]


def test_those_who_left_early_do_not_shorten_the_plan(trial):
    """A third stay to the end, on days of their own: the plan has every visit of theirs."""
    found = trial(
        visits(lambda p: (0, *(day_of(p, w) / 7 for w in (PLAN if p % 3 == 0 else PLAN[:2]))))
    )
    assert found.weeks.tolist() == list(PLAN)
    assert np.isfinite(found.scores).sum() == 10 * 5 + 20 * 2


def test_an_unscheduled_visit_is_counted_and_left_out(trial):
    """One beside five planned ones is left out; one for a missed visit stands in its place."""
    beside = trial(visits(lambda p: (0, *PLAN, *([9.5] if p == 3 else []))))
    assert beside.weeks.tolist() == list(PLAN)
    assert beside.notes == (
        "1 score of unscheduled visits left out: the plan is weeks 2, 4, 8, 12, 16",
    )
    late = trial(visits(lambda p: (0, 2, 4, 9.5 if p == 3 else 8, 12, 16)))
    assert np.isfinite(late.scores).all()
    assert "1 score matched" in late.notes[0]
    assert "1.5 weeks away" in late.notes[0]


def test_a_score_long_after_the_last_planned_visit_is_no_visit_of_it(trial):
    """A week typed with a digit too many is said, not fitted."""
    found = trial(visits(lambda p: (0, 2, 4, 8, 12, 160 if p == 3 else 16)))
    assert found.weeks.tolist() == list(PLAN)
    assert np.isnan(found.scores).sum() == 1
    assert "1 score of unscheduled visits left out" in found.notes[0]


def test_a_score_long_before_the_first_planned_visit_is_no_visit_of_it(trial):
    """A visit in week 1 where the first one is planned in week 12 tells nothing of week 12."""
    found = trial(visits(lambda p: (0, 1 if p == 3 else 12, 24)))
    assert found.weeks.tolist() == [12, 24]
    assert np.isnan(found.scores).sum() == 1
    assert "1 score of unscheduled visits left out" in found.notes[0]


def test_neighboring_days_are_not_two_planned_visits(trial):
    """Half of the people come on day 28, half on day 29: one visit, of week 4."""
    found = trial(visits(lambda p: (0, 2, (28 + p % 2) / 7, 8)))
    assert found.weeks.tolist() == [2, 4, 8]
    assert np.isfinite(found.scores).all()
    assert "15 scores matched to the planned weeks 2, 4, 8" in found.notes[0]


@pytest.mark.parametrize(("people", "planned"), [(4, True), (9, False)])
def test_one_score_alone_makes_no_planned_visit(trial, people, planned):
    """Unless the trial is so small that hardly any week has more."""
    text = visits(lambda p: (0, 4, *([6.5] if p == 0 else []), 12))
    kept = [row for row in text.splitlines()[1:] if int(row.split(",")[0]) < people]
    found = trial("\n".join([HEADER, *kept]) + "\n")
    assert (6.5 in found.weeks) == planned
    assert bool(found.notes) != planned


def test_visits_that_fit_no_plan_are_refused(trial):
    """Days spread over the whole course are no visits of a plan."""
    random = np.random.default_rng(3)
    text = visits(lambda _: (0, *sorted(random.choice(np.arange(1, 1200), 5, replace=False) / 7)))
    line = refused(trial, text)
    assert "fit no plan of 5 visits" in line
    assert "planned week" in line


def test_visits_before_the_baseline_are_told_apart(trial):
    """Screening is counted and left out; the day before may stand for a missing baseline."""
    screened = trial(visits(lambda _: (-4, 0, *PLAN)))
    assert screened.notes == (f"{PATIENTS} scores before the baseline left out",)
    assert screened.weeks.tolist() == list(PLAN)
    day_before = trial(visits(lambda p: (-4, -1 / 7 if p == 2 else 0, *PLAN)))
    assert len(day_before.patients) == PATIENTS
    assert "1 person whose last score before day 0 is the baseline" in day_before.notes


def test_a_column_of_baselines_is_read(trial):
    """It stands where no row of week 0 has a score; two that differ are refused."""
    header = HEADER + ",baseline"
    found = trial(visits(lambda _: PLAN, header, ",41"))
    assert found.baseline.tolist() == [41.0] * PATIENTS
    assert found.notes == (f"{PATIENTS} people with the baseline of column baseline",)
    assert found.numeric == {}
    both = visits(lambda _: (0, *PLAN), header, ",").replace("twstrs,30,", "twstrs,30,41", 1)
    assert "has 41 here and 30 as score of week 0" in refused(trial, both)


def test_a_baseline_that_contradicts_week_0_is_told_in_any_order(trial):
    """The column may stand on a row before that of week 0."""
    rows = visits(lambda _: (4, 0, 8), HEADER + ",baseline", ",").splitlines()
    line = refused(trial, "\n".join([rows[0], f"{rows[1]}41", *rows[2:]]) + "\n")
    assert "line 3, column value" in line
    assert "patient 0 has 30 here and 41 in column baseline" in line


def test_visits_beyond_one_session_say_that_one_was_taken(trial):
    """After week 16 a second session is usual; a file that names its sessions says so itself."""
    said = "one session taken, in week 0, though visits go on to week 24: a column sessions"
    assert said in trial(visits(lambda _: (0, *PLAN, 24))).notes[0]
    assert trial(visits(lambda _: (0, *PLAN, 24), f"{HEADER},sessions", ",0")).notes == ()
    assert trial(visits(lambda _: (0, *PLAN))).notes == ()


def test_nobody_with_a_baseline_is_counted(trial):
    """What is missing is said with the number of people, and how to give it."""
    line = refused(trial, visits(lambda _: PLAN))
    assert f"no patient of {PATIENTS} can be used: {PATIENTS} without a baseline" in line
    assert "a column baseline" in line


def test_a_trial_without_placebo_names_its_arms(trial):
    """What was found is told with people and units."""
    line = refused(trial, visits(lambda _: (0, *PLAN)).replace(",0,,", f",2500,{RIMA},"))
    assert "no placebo arm" in line
    assert f"5000 {RIMA} (15 people, 5000 units)" in line
