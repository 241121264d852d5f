"""From a clinic's counts to findings: what they add up to, and that the rest is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.counted import by_day, spread, tally_of_counts
from wearoff.diary.counts import COUNTS_ALONE, count
from wearoff.diary.doubts.barred import barring, not_recorded
from wearoff.diary.findings import changes_beside, notes, scores, sessions, told_doubts
from wearoff.diary.labels import label_checks
from wearoff.diary.pieces import Counted, CourseWeek, Cycle, Secondary, Window
from wearoff.diary.posterior.fit import days_between
from wearoff.diary.result import Baseline, DiaryMeta, Findings, Method
from wearoff.diary.rules import judge
from wearoff.diary.rules.windows import Source
from wearoff.diary.thresholds import thresholds
from wearoff.diary.timeline import timeline
from wearoff.diary.totals import changes
from wearoff.diary.verdicts import of_counts
from wearoff.formats.documents import sentence
from wearoff.measures import ACUTE, COUNTS, HEADACHE, MIGRAINE
from wearoff.runs import meta
from wearoff.units import WINDOW
from wearoff.words.notes import text
from wearoff.words.reasons import UNIDENTIFIED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.case import Case
    from wearoff.diary.counts import Tally
    from wearoff.diary.rules.result import RuleResult
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Rule


def findings_of_counts(case: Case, *, rules: Sequence[Rule], seed: int) -> Findings:
    """What counts without days say: before, now, rules, totals, labels; every question is open.

    Args:
        case: what is known; no day of it is written.
        rules: what guidelines and payers ask, in the order in which it is said.
        seed: of the run; nothing is drawn.
    """
    record = timeline(by_day(case), case, counts=False)
    interval = days_between(case, thresholds()["too_little"]["usual_interval"])
    tally = tally_of_counts(case)
    judged = _rules(case, record, tally, interval, rules)
    if barring(case.doubts):
        judged = [not_recorded(rule) for rule in judged]
    noted = notes(case, record)
    unknown = ["cause_of_change", "without_injections"]
    days = record.last - record.begin + 1
    log = case.log
    return Findings(
        meta=DiaryMeta(**meta(seed), today=case.today, file=case.digest),
        name=case.name,
        condition=case.condition,
        outcome=case.main.text,
        counts_only=True,
        counts=sum(COUNTS[s.measure].of == HEADACHE for s in case.scores if s.measure in COUNTS),
        first=record.date_of(record.begin),
        last=record.date_of(record.last),
        days_observed=0,
        days_missing=days,
        days_before=max(0, min(0, record.last + 1) - record.begin) if record.sessions else None,
        sessions=sessions(record),
        counted=tally.told,
        counted_28=_each(case),
        baseline=Baseline(headache_days_28=None),
        cycles=_cycles(record),
        relief_days_28=None,
        relief_percent=None,
        wearoff_day=None,
        p_wears_off=None,
        lasting_change_days_28=None,
        change_since_days_28=None,
        drift_days_28_per_year=None,
        trend_days_28_per_year=None,
        standard_cycle=[],
        course=_course(case, record),
        underneath=None,
        verdicts=of_counts(),
        checks=[],
        outcomes=_beside(case),
        events=changes_beside(record),
        unidentified=[UNIDENTIFIED[code] for code in unknown],
        unidentified_codes=unknown,
        method=Method(
            sampler="none",
            k_hat=None,
            effective_draws_kish=0,
            draws=0,
            log_evidence=None,
            interval_days=interval,
            level_intervals_widened=1,
        ),
        references=[],
        rules=judged,
        rules_disagree=judge.disagree(judged),
        labels=label_checks(log.sessions, log.first, case.condition) if log else [],
        overuse=None,
        totals=changes(case.scores, log.first if log else None),
        patterns=[],
        forecast=None,
        wearoff_dots=None,
        since_last_visit=None,
        acute_medication=_acute(case),
        hours=None,
        scores=scores(case),
        notes=[text(note) for note in noted],
        note_codes=[sentence(note.code, **note.values) for note in noted],
        understood=case.understood,
        doubts=told_doubts(case),
        false_alarms=None,
    )


def _rules(
    case: Case, record: Timeline, tally: Tally, interval: int, rules: Sequence[Rule]
) -> list[RuleResult]:
    if not judge.asked_of(case.condition):
        return []
    series = {case.main.name: record.entries}
    given = Source(record, series, case.scores, tally, sparse=True)
    return judge.answers_of_counts(given, interval, rules)


def _cycles(record: Timeline) -> list[Cycle]:
    """Each cycle with what was counted in it; relief needs days."""
    told: list[Cycle] = []
    for number, (first, last) in enumerate(record.cycles, start=1):
        seen = count(record, first, last)
        told.append(
            Cycle(
                session=number,
                date=record.date_of(first),
                days=last - first + 1,
                relief_percent=None,
                relief_days_28=None,
                wearoff_day=None,
                p_wears_off=None,
                days_observed=0,
                yes=0,
                counted=WINDOW * seen.yes / seen.written if seen else None,
                lowest_level=None,
                highest_level=None,
                open=last == record.last,
            )
        )
    return told


def _course(case: Case, record: Timeline) -> list[CourseWeek]:
    """Each count at its first day."""
    return [
        CourseWeek(
            date=each.first,
            day=(each.first - record.zero).days,
            counted=WINDOW * each.rate,
            with_relief=None,
            without_relief=None,
        )
        for each in spread(case.scores, case.log)
    ]


def _each(case: Case) -> list[Window]:
    """Each count with its days."""
    return [
        Window(
            first=each.first,
            last=each.last,
            days=each.days,
            written=each.days,
            yes=each.rate * each.days,
            rate=WINDOW * each.rate,
            source=COUNTS_ALONE,
        )
        for each in spread(case.scores, case.log)
    ]


def _acute(case: Case) -> Counted | None:
    told = tally_of_counts(case, ACUTE)
    return told.told if told.before or told.now else None


def _beside(case: Case) -> list[Secondary]:
    """Migraine days, where they were counted."""
    told = tally_of_counts(case, MIGRAINE)
    if not (told.before or told.now):
        return []
    return [Secondary(name=MIGRAINE, outcome="migraine days", note="", **dict(told.told))]
