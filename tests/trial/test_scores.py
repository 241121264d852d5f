"""Trials of every score: fitted as what they are, and right on trials of another generator."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from scipy import stats

import wearoff
from conftest import TIER, TIERS
from damage import refused
from wearoff.errors import InputError
from wearoff.faces.trial.report import trial_report
from wearoff.faces.trial.screen import screen
from wearoff.measures import MEASURES
from wearoff.records import Arm
from wearoff.trial.demonstration import demonstration
from wearoff.trial.parameters import SHARE

SMALL = 1024
EACH = 60
"""People of an arm."""
COUNT = TIERS["trials of a score"][TIER]
LEAST_COVER, MOST_COVER, SURE = 0.85, 0.96, 0.99
NARROW, WIDE = 0.6, 1.6
"""Standard errors, as shares of the reference's."""
ONA = "onabotulinumtoxinA"


class Kind(NamedTuple):
    """A trial: its people, what toxin takes away at most, and when it is given."""

    condition: str
    outcome: str
    units: float
    baseline: tuple[float, float]
    most: float
    sessions: tuple[int, ...]
    weeks: tuple[int, ...]


KINDS = {
    "neck": Kind("cervical_dystonia", "twstrs", 240, (44, 10), 8.0, (0,), (2, 4, 8, 12, 16)),
    "jaw": Kind("bruxism", "jaw_pain_10", 60, (5.5, 1.2), 1.2, (0,), (2, 4, 8, 12, 24)),
    "leg": Kind("piriformis", "leg_pain_10", 100, (6.5, 1.2), 2.0, (0,), (2, 4, 8, 12)),
    "headache": Kind(
        "chronic_migraine", "headache_days_28", 155, (19, 3), 2.5, (0, 12), (4, 8, 12, 16, 20, 24)
    ),
    "migraine": Kind(
        "episodic_migraine", "migraine_days_28", 155, (7, 2), 0.0, (0, 12), (4, 8, 12, 16)
    ),
}


def made(kind, seed):
    """A trial as people write one, and the effect at each visit that it was made with.

    It knows nothing of the junction: an effect rises in days and fades by halves, and differs
    between people by half its size; scores wander for a month, are whole days or halves of a
    point, and keep within their range. Every arm falls at first.
    """
    random = np.random.default_rng([seed, *map(ord, kind.outcome)])
    highest = MEASURES[kind.outcome].highest
    step = 1.0 if highest > 10 else 0.5
    weeks = np.array(kind.weeks, dtype=float)
    since = [np.clip(weeks - start, 0, None) for start in kind.sessions]
    shape = np.maximum.reduce([(1 - np.exp(-t / 0.7)) * 0.5 ** (t / 9) for t in since])
    fall = 0.12 * kind.baseline[0] * np.exp(-weeks / 14)
    apart = np.abs(weeks[:, None] - weeks)
    wander = np.linalg.cholesky(np.exp(-apart / 4) + 1e-9 * np.eye(len(weeks)))

    def people(count, toxin):
        baseline = np.clip(random.normal(*kind.baseline, count), step, highest - step)
        own = 0.6 * (baseline - kind.baseline[0]) + kind.baseline[0]
        scores = (
            own[:, None] - fall + kind.baseline[1] * random.normal(size=(count, len(weeks))) / 2
        )
        scores += 0.8 * kind.baseline[1] * random.normal(size=(count, len(weeks))) @ wander.T
        if toxin:
            share = random.normal(1, 0.5, count)
            scores -= kind.most * share[:, None] * shape
        return np.round(baseline / step) * step, np.clip(np.round(scores / step) * step, 0, highest)

    many = 100_000
    effect = people(many, toxin=True)[1].mean(0) - people(many, toxin=False)[1].mean(0)
    rows = ["patient,arm,week,units,product,outcome,value,sessions"]
    for arm, units in (("placebo", 0), ("toxin", kind.units)):
        baseline, scores = people(EACH, toxin=units > 0)
        for place in range(EACH):
            visits = [(0, baseline[place]), *zip(kind.weeks, scores[place], strict=True)]
            rows += [
                f"{arm}{place},{arm},{week},{units:g},{ONA},{kind.outcome},{value:g},"
                f"{' '.join(map(str, kind.sessions))}"
                for week, value in visits
                if week == 0 or random.random() > 0.05
            ]
    return "\n".join(rows) + "\n", effect


@pytest.fixture(scope="module", params=KINDS)
def fitted(request, tmp_path_factory):
    """Each kind's name, and its trials fitted, each beside the effect it was made with."""
    kind = KINDS[request.param]
    found = []
    for seed in range(COUNT):
        text, effect = made(kind, seed)
        file = tmp_path_factory.mktemp("trial") / "trial.csv"
        file.write_text(text, encoding="utf-8")
        fit = wearoff.fit(file, condition=kind.condition, folds=False, ensemble=SMALL)
        found.append((effect, fit))
    return request.param, found


def test_contrasts_hold_the_effects_of_another_generator(fitted):
    """Intervals of 9 in 10 hold the effect as often, and errors are of the reference's size."""
    name, found = fitted
    held, sizes = [], []
    for effect, fit in found:
        result = fit.result
        reference = {(row.arm, row.week): row.se for row in result.reference.contrasts}
        for row, true in zip(result.contrasts, effect, strict=True):
            held.append(row.lo90 <= true <= row.hi90)
            sizes.append(row.se / reference[row.arm, row.week])
    relieved = KINDS[name].most > 0
    assert NARROW < np.median(sizes) < (WIDE if relieved else 1)
    # visits of one trial are seen in the same people, and are no more than two apart
    trials, share = 2 * len(found), np.mean(held)
    least, most = stats.binom.ppf([1 - SURE, SURE], trials, [LEAST_COVER, MOST_COVER]) / trials
    assert share >= least
    if relieved:  # where there is no effect, "none" is believed beforehand: narrower, and held more
        assert share <= most


def test_an_effect_is_told_and_none_is_not(fitted):
    """Large effects are lower at the first visit; where there is none, hardly any visit differs."""
    name, found = fitted
    answers = [row.answer for _, fit in found for row in fit.result.contrasts]
    early = [fit.result.contrasts[0].answer for _, fit in found]
    if KINDS[name].most:
        assert early.count("lower") > 0.6 * len(early)
    else:
        assert answers.count("cannot_tell") >= 0.75 * len(answers)


def test_a_score_is_told_in_its_own_words_and_unit(fitted):
    """Title and unit are the measure's, never those of another."""
    name, found = fitted
    measure = MEASURES[KINDS[name].outcome]
    result = found[0][1].result
    lines = "\n".join(screen(result))
    assert result.trial.outcome_title == measure.title
    assert result.trial.outcome_unit == measure.unit
    assert f"NET OF PLACEBO, {measure.unit} (9 in 10 chance)" in lines
    assert ("TWSTRS" in lines) == (name == "neck")
    assert ("points" in lines) == (measure.unit == "points")


def test_a_report_draws_what_the_condition_has(fitted):
    """Score, effect and doses are drawn of every score, block and muscle where they are known."""
    name, found = fitted
    page = trial_report(found[0][1])
    measure = MEASURES[KINDS[name].outcome]
    assert measure.title in page
    assert ("points" in page.lower()) == (measure.unit == "points")
    assert ("Muscle size" in page) == (
        found[0][1].result.demonstration.muscle_smallest_week is not None
    )


def test_the_typical_course_has_the_fitted_response(fitted):
    """Days in 28 follow the share that the trial found, not the evidence's."""
    name, ((_, fit), *_) = fitted
    found = fit.fit
    if not any(number.name == SHARE for number in found.learned):
        assert MEASURES[KINDS[name].outcome].unit == "points"
        return

    def gain(share):
        learned = [
            replace(number, posterior=replace(number.posterior, mean=share))
            if number.name == SHARE
            else number
            for number in found.learned
        ]
        days = demonstration(replace(found, learned=learned)).days
        return max(day.score_placebo - day.score for day in days)

    assert gain(0.0) < 0.1 * gain(0.25)  # a neck that is relaxed does a little in the model
    assert gain(0.1) < 0.6 * gain(0.25)


# Sessions


def test_sessions_are_those_of_their_column(trial):
    """An arm's sessions are at the weeks of the column; one in week 0 where there is none."""
    text, _ = made(KINDS["headache"], 1)
    assert [arm.weeks for arm in trial(text).arms] == [(0, 12), (0, 12)]
    assert trial(text.replace(",0 12", ",")).arms[1] == Arm("toxin", 155.0, ONA, (0.0,))


@pytest.mark.parametrize("weeks", ["12 0", "4 12", "0 x", "0 0", "0 9999"])
def test_sessions_out_of_order_are_refused(trial, weeks):
    """Weeks that are none, not in order, or do not begin with the baseline are named by line."""
    text, _ = made(KINDS["headache"], 1)
    head, first, *rest = text.splitlines()
    line = refused(trial, "\n".join([head, first.replace(",0 12", f",{weeks}"), *rest]))
    assert "line 2, column sessions" in line


def test_sessions_are_in_the_unit_of_the_visits(trial):
    """Where visits are days, sessions are: days of the same weeks give the same arms."""
    text, _ = made(KINDS["headache"], 1)
    head, *rows = text.splitlines()
    at = head.split(",").index("week")
    cells = [row.split(",") for row in rows]
    days = [",".join([*row[:at], f"{7 * float(row[at]):g}", *row[at + 1 :]]) for row in cells]
    header = head.replace("week", "day")
    found = trial("\n".join([header, *days]).replace(",0 12", ",0 84"))
    assert found.arms == trial(text).arms
    with pytest.raises(InputError, match="days in order, as in '0 84'"):
        trial("\n".join([header, *days]).replace(",0 12", ",0 x"))


def test_a_session_after_the_last_visit_is_refused(trial):
    """Days of sessions among weeks of visits are no sessions far in the future."""
    text, _ = made(KINDS["headache"], 1)
    with pytest.raises(InputError) as found:
        trial(text.replace(",0 12", ",0 84"))
    lines = str(found.value).splitlines()
    assert len(lines) == 2
    assert "line 2, column sessions: a session in week 84, after the last visit of arm" in lines[0]
    assert all("weeks as those of the visits" in line for line in lines)


def test_a_score_of_another_condition_is_refused_with_the_condition(tmp_path):
    """Headache days are never fitted as dystonia: the likely fix names the condition."""
    file = tmp_path / "trial.csv"
    file.write_text(made(KINDS["headache"], 1)[0], encoding="utf-8")
    with pytest.raises(InputError, match="condition='chronic_migraine'"):
        wearoff.fit(file)
