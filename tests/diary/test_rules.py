"""What rules ask of a diary: hand-made people whose counts and chances are known exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pytest
from test_rule_files import FORBIDDEN

from wearoff.diary.case import Case
from wearoff.diary.counts import tally
from wearoff.diary.outcomes import main_outcome, secondary_outcomes
from wearoff.diary.posterior.fit import DiaryPosterior
from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import Chances
from wearoff.diary.posterior.prior import SETTINGS, prior
from wearoff.diary.posterior.sampler import Draws, Problem
from wearoff.diary.rules.judge import answers, asked_of, columns, disagree
from wearoff.diary.rules.read import COMPARE, MEASURES, TESTS, shipped
from wearoff.diary.timeline import timeline
from wearoff.records import (
    Diary,
    Injection,
    Log,
    OutsideBaseline,
    Rule,
    RuleCondition,
    Score,
    Session,
)
from wearoff.words import rules as words

ZERO = date(2026, 1, 1)
DRAWS = 10
FALL_30 = RuleCondition("headache_days", "fall_percent", 30, windows=3)
UNDER_15 = RuleCondition("headache_days", "below", 15)
NOTHING = MappingProxyType({})


def rule(*conditions, combine="all", **fields):
    """A rule of these conditions."""
    usual = {
        "id": "made",
        "name": "made",
        "kind": "improvement",
        "points": "going_on",
        "asks": "made",
        "where": "here",
        "sessions": 1,
        "combine": combine,
        "conditions": conditions,
        "source": "made",
        "url": "https://example.org",
        "read": ZERO,
        "grade": "memory",
    }
    return Rule(**(usual | fields))


def month(days, of=28):
    """So many days with headache, then the days without."""
    return [1.0] * days + [0.0] * (of - days)


def made(entries, *, before=28, sessions=(0,), level=0.5, odds=0.01, baseline=None, values=NOTHING):
    """A person with these entries from so many days before day 0, whose level is certain.

    ``level`` may be one chance, or one a draw.
    """
    first = ZERO - timedelta(days=before)
    diary = Diary("made.csv", first, {"headache": np.array(entries, float), **values})
    shot = (Injection("frontalis", "left", 155.0),)
    log = Log(ZERO, tuple(Session(day, "onabotulinumtoxinA", shot) for day in sessions))
    case = Case(name="made", condition="chronic_migraine", diary=diary, log=log, baseline=baseline)
    record = timeline(diary.values["headache"], case)
    believed = prior("chronic_migraine", 0)
    given = Problem.of(record, believed)
    levels = np.broadcast_to(np.asarray(level, float), (DRAWS,))
    settings = np.tile(believed.settings(np.zeros(len(SETTINGS))), (DRAWS, 1))
    settings[:, 2] = odds
    none = np.zeros(DRAWS)
    effects = Effects.of(level=np.log(levels / (1 - levels)), trend=none, context=none, relief=none)
    chance = np.tile(levels, (len(record.entries), 1))
    draws = Draws(
        settings=settings,
        effects=effects,
        latent=np.zeros((record.weeks, DRAWS)),
        weights=np.full(DRAWS, 1 / DRAWS),
        k_hat=0.1,
        wide_weights=np.full(DRAWS, 1 / DRAWS),
        wide_k_hat=0.1,
        log_evidence=0.0,
        daily=lambda: Chances(chance, chance),
        center=np.zeros(6),
        covariance=np.eye(6),
    )
    posterior = DiaryPosterior(
        record=record, prior=believed, problem=given, draws=draws, interval=84, seed=1
    )
    return posterior, tally(record, baseline), diary


def ask(person, *rules, scores=(), seed=1):
    """Answers of hand-made rules."""
    found, tally, diary = person
    main = main_outcome(diary, "chronic_migraine")
    values = columns(diary, secondary_outcomes(diary, main))
    return answers(found, tally, values, rules, scores, seed=seed)


def with_before(person, level):
    """The same person, whose chance before the first session is another."""
    found, tally, diary = person
    chance = found.draws.treated.copy()
    chance[: found.record.index(0)] = level
    draws = replace(found.draws, daily=lambda: Chances(chance, found.draws.untreated))
    return replace(found, draws=draws), tally, diary


# Counted, and truly so


def test_a_fall_is_counted_and_weighed_over_all_windows():
    """20 then three times 12 is 40 % fewer; draws at 0.4 after 0.7 meet 30 %, those at 0.6 not."""
    entries = month(20) + 3 * month(12)
    levels = np.where(np.arange(DRAWS) < 3, 0.4, 0.6)
    person = with_before(made(entries, level=levels), 0.7)
    (answer,) = ask(person, rule(FALL_30))
    assert (answer.counted, answer.observed) == ("yes", "-40 %, mean of 3 months")
    assert answer.probability_met == pytest.approx(0.3)
    assert [str(day) for _, day in answer.window] == ["2026-01-01", "2026-03-25"]


def test_the_line_itself_is_a_fall_but_not_below():
    """30 % of 20 is 14 and counts as 30 % fewer; 15 days is not fewer than 15, 14.5 is."""
    person = made(month(20) + 3 * month(14))
    assert ask(person, rule(FALL_30))[0].counted == "yes"
    assert ask(made(month(20) + 3 * month(15)), rule(UNDER_15))[0].counted == "no"
    gaps = [1.0] * 14 + [np.nan] + [0.0] * 13  # 14 of 27 days written: 14.5 in 28
    (answer,) = ask(made(month(20) + 2 * month(15) + gaps), rule(UNDER_15))
    assert (answer.counted, answer.observed) == ("yes", "14.5")


def test_what_is_shown_lies_on_its_side_of_the_line():
    """A fall of 29.1 % is 29 %, but not where the line is 29: it is shown beyond it."""
    entries = 10 * month(20) + 3 * month(14)
    entries[-2] = np.nan
    person = made(entries, before=280)
    at_30, at_29 = (ask(person, rule(replace(FALL_30, line=line)))[0] for line in (30, 29))
    assert (at_30.counted, at_30.observed) == ("no", "-29 %, mean of 3 months")
    assert (at_29.counted, at_29.observed) == ("yes", "-29.1 %, mean of 3 months")


def test_each_month_asks_more_than_their_mean():
    """10, 16 and 12 are 12.7 on average, below 15; the second month alone is not."""
    person = made(month(20) + month(10) + month(16) + month(12))
    three = replace(UNDER_15, windows=3)
    mean, each = ask(person, rule(three), rule(replace(three, each=True)))
    assert (mean.counted, mean.observed) == ("yes", "10, 16, 12")
    assert (each.counted, each.observed) == ("no", "10, 16, 12")


def test_the_window_before_a_session_is_compared_with_that_after():
    """With each session it is the latest that has four weeks after it, whatever was at first."""
    entries = month(28) + month(10) + month(20) + month(20) + month(5) + month(5)
    person = made(entries, sessions=(0, 84, 130))
    around = rule(replace(FALL_30, windows=1, compare="each_session"))
    (answer,) = ask(person, around)
    assert (answer.counted, answer.observed) == ("yes", "-75 %")
    assert [str(day) for _, day in answer.window] == ["2026-02-26", "2026-04-22"]


def test_nothing_before_leaves_no_fall():
    """Without a headache before, no percentage is fewer."""
    assert ask(made(month(0) + 3 * month(0)), rule(FALL_30))[0].counted == "no"


# Too early, and not recorded


@pytest.mark.parametrize(
    ("sessions", "days", "said"),
    [
        ((0, 84), 166, "too_early"),  # the third is due on day 168
        ((0, 84), 168, "yes"),
        ((0, 84, 140), 141, "yes"),  # or was given
        ((0,), 170, "yes"),  # the second was due and is not in the log: a cycle and one more
        ((0,), 160, "too_early"),
    ],
)
def test_too_early_until_the_cycle_is_over(sessions, days, said):
    """A rule after two sessions is looked at from the end of the second cycle."""
    person = made([1.0] * 28 + [0.0] * days, sessions=sessions)
    (answer,) = ask(person, rule(FALL_30, sessions=2))
    assert answer.counted == said
    if said == "too_early":
        assert "about 2026-06-18" in answer.observed
        assert answer.probability_met is None
        assert answer.window is None


def test_too_early_before_the_windows_are_full():
    """Three months are counted when three months have passed, however short the cycles are."""
    entries = [1.0] * 28 + [0.0] * 83
    three = rule(replace(UNDER_15, windows=3))
    assert ask(made(entries, sessions=(0, 40)), three)[0].counted == "too_early"
    assert ask(made([*entries, 0.0], sessions=(0, 40)), three)[0].counted == "yes"


def test_a_pause_is_looked_at_after_its_days():
    """119 days after the last session it is too early, after 120 it is counted."""
    pause = rule(UNDER_15, pause_days=120)
    early, due = (ask(made([1.0] * 28 + [0.0] * days), pause)[0] for days in (120, 121))
    assert (early.counted, early.observed) == (
        "too_early",
        "119 days since the last session, of 120",
    )
    assert due.counted == "yes"


def test_half_a_window_has_to_be_written():
    """14 of 28 days are enough, 13 are not recorded, and the reason says so."""
    half = [np.nan] * 14 + [0.0] * 14
    enough = made(month(20) + 2 * month(12) + half)
    assert ask(enough, rule(UNDER_15))[0].counted == "yes"
    entries = month(20) + 2 * month(12) + half
    entries[-2] = np.nan
    (answer,) = ask(made(entries), rule(UNDER_15))
    assert answer.counted == "not_recorded"
    assert answer.observed == "not recorded (too few: 13 of 28 days)"
    assert answer.probability_met is None
    assert answer.chance_new_window_differs is None


def test_days_before_have_to_be_half_a_window():
    """13 days before the first session are too few to compare a month with, 14 will do."""
    now = 3 * month(12)
    assert ask(made([1.0] * 14 + now, before=14), rule(FALL_30))[0].counted == "yes"
    (answer,) = ask(made([1.0] * 13 + now, before=13), rule(FALL_30))
    assert answer.observed == "not recorded before (too few: 13 of 13 days)"


def test_a_count_from_outside_stands_in_for_days_before():
    """22 of 28 from a letter and 12 in the diary are 45 % fewer; without it nothing is compared."""
    letter = OutsideBaseline(22, 28, "letter")
    entries = 3 * month(12)
    person = made(entries, before=0, baseline=letter)
    (answer,) = ask(with_before(person, 0.9), rule(FALL_30))
    assert (answer.counted, answer.observed) == ("yes", "-45 %, mean of 3 months")
    assert answer.probability_met == pytest.approx(1)
    (answer,) = ask(with_before(person, 0.6), rule(FALL_30))
    assert answer.probability_met == pytest.approx(0)
    (answer,) = ask(made(entries, before=0), rule(FALL_30))
    assert answer.counted == "not_recorded"
    assert "no count from before" in answer.observed
    hours = rule(RuleCondition("hours", "fall", 10))
    said = ask(made(entries, before=0, baseline=letter, values={"hours": np.ones(84)}), hours)
    assert "is of headache days" in said[0].observed


def test_without_sessions_nothing_is_asked():
    """A diary without a session says so."""
    (answer,) = ask(made(month(20) + month(12), before=56, sessions=()), rule(UNDER_15))
    assert (answer.counted, answer.observed) == ("too_early", "no session yet")


# Other measures


def test_a_day_without_headache_has_no_hours():
    """10 hours on each of 20 days, then on each of 12, are 80 hours fewer, not none."""
    entries = np.array(month(20) + 3 * month(12))
    hours = np.where(entries == 1, 10.0, np.nan)
    person = made(entries, values={"hours": hours})
    fewer = rule(RuleCondition("hours", "fall", 80, windows=3))
    (answer,) = ask(person, fewer)
    assert (answer.counted, answer.observed) == ("yes", "-80 hours, mean of 3 months")
    assert answer.probability_met is None
    assert answer.probability_days_alone is None
    hours[28:] = np.nan  # headache days without hours: not none either
    (answer,) = ask(made(entries, values={"hours": hours}), fewer)
    assert answer.counted == "not_recorded"
    assert "too few: 0 of 12 headache days" in answer.observed


def test_moderate_days_and_acute_medicine_are_counted():
    """Severity of 2 or more on headache days, and days with any acute medicine."""
    entries = np.array(month(20) + 3 * month(20))
    severity = np.where(entries == 1, 1.0, 0.0)
    severity[:20] = 3.0
    person = made(entries, values={"severity_3": severity, "acute_medication": severity})
    moderate = rule(RuleCondition("moderate_days", "fall", 20, windows=3))
    acute = rule(RuleCondition("acute_days", "below", 21))
    assert [a.counted for a in ask(person, moderate, acute)] == ["yes", "yes"]
    assert ask(made(entries), acute)[0].observed == "not recorded"


@pytest.mark.parametrize(
    ("before", "now", "said", "text"),
    [
        (15, 10, "yes", "headache days 0 %, mean of 3 months: no; MIDAS -5 points: yes"),
        (15, 11, "no", "headache days 0 %, mean of 3 months: no; MIDAS -4 points: no"),
        (40, 28, "yes", "headache days 0 %, mean of 3 months: no; MIDAS -30 %: yes"),
        (40, 34, "no", "headache days 0 %, mean of 3 months: no; MIDAS -15 %: no"),
        (8, 0, "no", "headache days 0 %, mean of 3 months: no; MIDAS not asked from 8"),
        (None, 0, "not_recorded", "headache days 0 %, mean of 3 months: no; MIDAS not recorded"),
        (15, None, "not_recorded", "headache days 0 %, mean of 3 months: no; MIDAS not recorded"),
    ],
)
def test_totals_are_asked_by_their_baseline(before, now, said, text):
    """A MIDAS from 11 to 20 has to fall by 5, one above 20 by 30 %, a lower one is not asked."""
    asked = rule(
        FALL_30,
        RuleCondition(
            measure="midas",
            test="fall",
            line=5,
            window_days=28,
            windows=3,
            baseline_from=11,
            baseline_to=20,
        ),
        RuleCondition(
            measure="midas",
            test="fall_percent",
            line=30,
            window_days=28,
            windows=3,
            baseline_from=21,
            baseline_to=270,
        ),
        combine="any",
    )
    days = {-10: before, 60: now}
    scores = [
        Score(ZERO + timedelta(days=day), "midas", value)
        for day, value in days.items()
        if value is not None
    ]
    (answer,) = ask(made(month(14) + 3 * month(14)), asked, scores=scores)
    assert (answer.counted, answer.observed) == (said, text)


def test_what_is_missing_matters_only_where_it_could_decide():
    """Any: a yes decides, a no beside something missing does not. All: the other way round."""
    hours = RuleCondition("hours", "fall", 100)
    few, many = (made(month(20) + 3 * month(days)) for days in (8, 19))
    seven = RuleCondition("headache_days", "fall", 7)
    said = [
        ask(person, rule(seven, hours, combine=combine))[0]
        for person in (few, many)
        for combine in ("any", "all")
    ]
    assert [a.counted for a in said] == ["yes", "not_recorded", "not_recorded", "no"]
    assert said[0].observed == "headache days -12.0 days: yes; hours not recorded"


def test_a_chance_of_days_alone_is_not_that_of_the_rule():
    """Where hours count too, the rule has no chance; that of the days stands apart, as a bound."""
    hours = RuleCondition("hours", "fall", 100)
    levels = np.where(np.arange(DRAWS) < 2, 0.2, 0.9)
    person = with_before(made(month(20) + 3 * month(8), level=levels), 0.7)
    either, both = (
        ask(person, rule(FALL_30, hours, combine=combine))[0] for combine in ("any", "all")
    )
    for answer in (either, both):
        assert answer.probability_met is None
        assert answer.chance_new_window_differs is None
        assert answer.probability_days_alone == pytest.approx(0.2)
    assert "only add" in either.text
    assert "only lower" in both.text


def test_conditions_on_days_are_weighed_together():
    """Of two on headache days, any has the chance of either, all that of both in one draw."""
    levels = np.linspace(0.05, 0.95, DRAWS)
    person = with_before(made(month(20) + 3 * month(8), level=levels), 0.7)
    below_7, below_21 = (RuleCondition("headache_days", "below", line) for line in (7, 21))
    either, both = (
        ask(person, rule(below_7, below_21, combine=combine))[0] for combine in ("any", "all")
    )
    assert either.probability_met == pytest.approx(0.7)
    assert both.probability_met == pytest.approx(0.2)
    assert either.text == ""


# A fresh window


@pytest.mark.parametrize("rho", [0.01, 0.4])
def test_a_fresh_window_differs_as_often_as_it_would(rho):
    """At a level of one half below 15 in 28 is missed as often as the exact recursion says."""
    person = made(month(20) + 3 * month(13), odds=rho / (1 - rho))
    (answer,) = ask(person, rule(UNDER_15))
    assert answer.counted == "yes"
    assert answer.chance_new_window_differs == pytest.approx(fifteen_or_more(rho, 0.5), abs=0.055)


def fifteen_or_more(rho, level):
    """Chance of 15 days or more in 28 where a day copies the last with chance rho."""
    counts = np.zeros((2, 30))
    counts[0, 0], counts[1, 1] = 1 - level, level
    for _ in range(27):
        stay = rho + (1 - rho) * np.array([1 - level, level])
        none = counts[0] * stay[0] + counts[1] * (1 - stay[1])
        some = counts[1] * stay[1] + counts[0] * (1 - stay[0])
        counts = np.array([none, np.roll(some, 1)])
    return counts[:, 15:].sum()


def test_what_was_counted_before_is_kept():
    """Whatever the level before, a fresh window is compared with the count that was made."""
    person = made(month(28) + 3 * month(8), level=0.02)
    (answer,) = ask(with_before(person, 0.02), rule(FALL_30))
    assert answer.chance_new_window_differs == 0
    assert answer.probability_met == 0


def test_the_same_seed_draws_the_same():
    """A seed repeats every number, another moves the fresh diaries and nothing else."""
    person = made(month(20) + 3 * month(13))
    first, same, other = (ask(person, *shipped(), seed=seed) for seed in (1, 1, 2))
    assert first == same
    assert first != other
    name = "chance_new_window_differs"
    assert [a.to_dict() | {name: None} for a in first] == [
        a.to_dict() | {name: None} for a in other
    ]


# Everything together


def test_every_measure_can_be_asked_in_every_way():
    """Any measure, test and comparison that a file may hold is answered, from its values."""
    entries = np.array(month(20) + 3 * month(12) + month(12) * 2)
    values = {"hours": 5 * entries, "severity_3": 2 * entries, "acute_medication": entries}
    person = made(entries, sessions=(0, 84), values=values)
    scores = [
        Score(ZERO + timedelta(days=day), name, value)
        for name in ("hit_6", "midas")
        for day, value in ((0, 60.0), (130, 50.0))
    ]
    asked = [
        rule(RuleCondition(measure, test, 20, compare=compare))
        for measure in MEASURES
        for test in TESTS
        for compare in COMPARE
        if compare == "first_session" or (test != "below" and measure not in {"hit_6", "midas"})
    ]
    found = ask(person, *asked, scores=scores)
    assert {a.counted for a in found} == {"yes", "no"}
    for answer in found:
        (one,) = answer.counts
        text = words.one_of_several(one.measure, one.rendered(words.SENTENCES), one.met)
        assert text.endswith(f"{answer.observed}: {answer.counted}")


def test_answers_say_what_is_asked_and_no_more():
    """No answer of any shipped rule holds a word that tells anyone what to do."""
    for entries in (month(20) + 6 * month(5), month(20) + month(19), 7 * month(28)):
        for answer in ask(made(entries, sessions=(0, 84)), *shipped()):
            said = (answer.observed, answer.text, answer.asks, answer.name, answer.note)
            assert not FORBIDDEN.search(" ".join(said))


def test_rules_disagree_where_they_look_at_the_same_thing():
    """Under 15 and not under 10 disagree; a mark, and another question, disagree with nothing."""
    person = made(month(28) + 6 * month(12), sessions=(0, 84))
    said = {answer.id: answer for answer in ask(person, *shipped())}
    assert (said["nice-15"].counted, said["ehf-10"].counted) == ("yes", "no")
    assert disagree(list(said.values())) == words.DISAGREE
    assert disagree([said["nice-15"], said["ehf-10"]]) == words.DISAGREE
    assert disagree([said["nice-30"], said["ehf-10"]]) is None
    assert said["mark-75"].counted == "no"
    assert disagree([said["mark-50"], said["mark-75"], said["nice-15"]]) is None
    assert disagree([said["nice-15"], said["ehf-pause"]]) is None
    assert disagree([]) is None


def test_only_headache_is_asked():
    """Rules are asked of the headaches, and of no other condition."""
    assert asked_of("chronic_migraine")
    assert not asked_of("cervical_dystonia")
    assert not asked_of("healthy_muscle")
