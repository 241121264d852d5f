"""From what was decided to findings: every key of them, made in one place."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary import cycles
from wearoff.diary.checks import prior_share
from wearoff.diary.counts import acute_days, counted, every_window, hours, severe
from wearoff.diary.doubts.barred import barring, not_recorded, without_pattern
from wearoff.diary.labels import label_checks
from wearoff.diary.outcomes import SEVERE_HEADACHE, headache_days
from wearoff.diary.overuse import overuse
from wearoff.diary.patterns.answers import pattern_verdicts, patterns
from wearoff.diary.pieces import (
    Change,
    Doubt,
    Drift,
    Given,
    Score,
    Season,
    Secondary,
    Since,
    Trend,
)
from wearoff.diary.posterior.estimands import MONTHS, highest_month
from wearoff.diary.posterior.prior import SETTINGS
from wearoff.diary.questions import events
from wearoff.diary.result import Baseline, DiaryMeta, FalseAlarms, Findings, Method
from wearoff.diary.rules import judge
from wearoff.diary.thresholds import thresholds
from wearoff.diary.totals import changes
from wearoff.diary.verdicts import not_compared
from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.formats.documents import sentence
from wearoff.formats.estimates import estimate
from wearoff.measures import MEASURES
from wearoff.records import Note
from wearoff.runs import meta
from wearoff.simulation.executor import meanwhile
from wearoff.words.notes import text
from wearoff.words.reasons import UNIDENTIFIED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.assessment import Assessment
    from wearoff.diary.beside import Beside
    from wearoff.diary.case import Case
    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.patterns.result import Pattern
    from wearoff.diary.pieces import Counted
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.rules.result import RuleResult
    from wearoff.diary.timeline import Timeline
    from wearoff.formats.estimates import Estimate
    from wearoff.records import Array, Rule


def findings(
    case: Case, assessment: Assessment, beside: Beside, *, rules: Sequence[Rule]
) -> Findings:
    """What was counted, estimated, checked and forecast, rounded once.

    Args:
        case: what is known.
        assessment: what was decided from it.
        beside: what is told beside that.
        rules: what guidelines and payers ask, in the order in which it is said.
    """
    posterior, record = assessment.posterior, assessment.posterior.record
    diary, log = case.diary, case.log
    q, weights = posterior.estimands, posterior.draws.weights
    entries = record.entries[record.index(record.begin) : record.index(record.last) + 1]
    treated = bool(record.sessions)

    def of(values: Array | None) -> Estimate | None:
        return None if values is None else estimate(values, weights)

    doubtful = bool(barring(case.doubts))
    before_patterns = _patterns(case, record)
    if doubtful:
        before_patterns = [without_pattern(pattern) for pattern in before_patterns]
    with meanwhile(lambda: cycles.course(posterior)) as by_week:
        judged = _rules(case, assessment, rules)
        slope = of(q.drift)
        trend = _trend(posterior, slope, of(posterior.trend))
        standard_cycle = cycles.standard_cycle(posterior)
    if doubtful:
        judged = [not_recorded(rule) for rule in judged]
    noted = notes(case, record)
    unknown = unidentified(posterior)
    return Findings(
        meta=DiaryMeta(**meta(posterior.seed), today=case.today, file=case.digest),
        name=case.name,
        condition=case.condition,
        outcome=case.main.text,
        first=record.date_of(record.begin),
        last=record.date_of(record.last),
        days_observed=int(np.isfinite(entries).sum()),
        days_missing=int(np.isnan(entries).sum()),
        days_before=max(0, min(0, record.last + 1) - record.begin) if treated else None,
        sessions=sessions(record),
        counted=assessment.counted.told,
        counted_28=every_window(record),
        baseline=Baseline(headache_days_28=of(q.baseline)),
        cycles=cycles.cycles(posterior),
        relief_days_28=of(q.relief_days_28) if treated else None,
        relief_percent=of(q.relief_percent) if treated else None,
        wearoff_day=of(q.wearoff_day) if treated else None,
        p_wears_off=float(weights @ q.p_wears_off) if treated else None,
        lasting_change_days_28=of(q.lasting_change),
        change_since_days_28=_since(assessment),
        drift_days_28_per_year=_drift(posterior, slope) if treated else None,
        trend_days_28_per_year=trend,
        standard_cycle=standard_cycle,
        course=by_week(),
        underneath=beside.underneath,
        verdicts=[*assessment.verdicts, *pattern_verdicts(before_patterns)],
        checks=assessment.checks,
        outcomes=[
            Secondary(
                name=other.name,
                outcome=other.text,
                note=text(other.note) if other.note else "",
                **dict(_counted(case, record, other)),
            )
            for other in case.beside
        ],
        events=changes_beside(record),
        unidentified=[UNIDENTIFIED[code] for code in unknown],
        unidentified_codes=unknown,
        method=Method(
            sampler=posterior.draws.method,
            k_hat=posterior.draws.k_hat,
            effective_draws_kish=posterior.draws.effective,
            draws=len(weights),
            log_evidence=posterior.draws.log_evidence,
            interval_days=posterior.interval,
            level_intervals_widened=posterior.misfit,
        ),
        references=_references(),
        rules=judged,
        rules_disagree=judge.disagree(judged),
        labels=label_checks(log.sessions, log.first, case.condition, log.given) if log else [],
        overuse=overuse(diary),
        totals=changes(case.scores, log.first if log else None),
        patterns=before_patterns,
        forecast=beside.forecast,
        wearoff_dots=cycles.wearoff_dots(posterior),
        since_last_visit=beside.since_last_visit,
        acute_medication=acute_days(record, diary),
        hours=hours(record, diary),
        scores=scores(case),
        notes=[text(note) for note in noted],
        note_codes=[sentence(note.code, **note.values) for note in noted],
        understood=case.understood,
        doubts=told_doubts(case),
        false_alarms=false_alarms(),
    )


def changes_beside(record: Timeline) -> list[Change]:
    """What else changed in the time of the record."""
    return [
        Change(date=event.start, kind=event.kind, what=event.what, until=event.until)
        for event in record.events
    ]


def scores(case: Case) -> list[Score]:
    """Every total and count of a clinic."""
    return [
        Score(date=s.day, measure=s.measure, title=MEASURES[s.measure].title, value=s.value)
        for s in case.scores
    ]


def _counted(case: Case, record: Timeline, other: Outcome) -> Counted:
    """Another series in days of 28, those of headache days among all days."""
    if other.name == SEVERE_HEADACHE:
        return severe(record, case.main.values, other.values)
    return counted(record, other.values)


def _drift(posterior: DiaryPosterior, slope: Estimate | None) -> Drift | None:
    if slope is None:
        return None
    so = events(posterior)
    return Drift(
        **dict(slope),
        p_worse=posterior.chance(so["drifting_worse"]),
        p_better=posterior.chance(so["drifting_better"]),
        line_days_28_per_year=thresholds()["drifting_worse"]["days_28_per_year"],
    )


def _trend(
    posterior: DiaryPosterior, slope: Estimate | None, found: Estimate | None
) -> Trend | None:
    """The steady part of a slope, and how often a level that only wanders has as steep a one."""
    if slope is None or found is None or posterior.trend is None:
        return None
    line = thresholds()["drifting_worse"]["days_28_per_year"]
    return Trend(
        **dict(found),
        p_worse=posterior.chance(posterior.trend > line),
        p_better=posterior.chance(posterior.trend < -line),
        line_days_28_per_year=line,
        by_wandering_alone=posterior.drifts_by_wandering(slope.mean),
        season=_season(posterior),
    )


def _season(posterior: DiaryPosterior) -> Season | None:
    """The year's wave beside the slope; None of too few years."""
    if posterior.record.last + 1 < thresholds()["season"]["days"]:
        return None
    height, wave = posterior.season
    found = estimate(height, posterior.draws.weights)
    if found is None:
        return None
    highest = highest_month(wave @ posterior.draws.weights)
    return Season(
        **dict(found),
        highest=highest,
        lowest=(highest + MONTHS // 2 - 1) % MONTHS + 1,
        by_wandering_alone=posterior.seasons_by_wandering(found.mean),
    )


def _since(assessment: Assessment) -> Since | None:
    """Change since before the first session, and how often wandering alone brings as much.

    None where too little is written on a side: its question is not answered there either.
    """
    posterior = assessment.posterior
    if not_compared(assessment.counted):
        return None
    change, stayed = posterior.change_since, posterior.stayed_since
    if change is None or stayed is None:
        return None
    parts = (change, change - stayed, stayed)
    whole, goes, stays = (estimate(values, posterior.draws.weights) for values in parts)
    if whole is None or goes is None or stays is None:
        return None
    return Since(
        **dict(whole),
        comes_and_goes=goes,
        stayed=stays,
        by_wandering_alone=posterior.changes_by_wandering(whole.mean),
    )


def sessions(record: Timeline) -> list[Given]:
    """Every session as it was given, those after the last entry too."""
    given = [*record.sessions, *record.later]
    days = [session.day for session in given]
    since = [None, *(after - before for before, after in pairwise(days))]
    return [
        Given(
            session=k,
            date=record.date_of(session.day),
            day=session.day,
            product=session.product,
            units=session.units,
            in_diary=session.day <= record.last,
            days_since_last=apart,
        )
        for k, (session, apart) in enumerate(zip(given, since, strict=False), start=1)
    ]


def told_doubts(case: Case) -> list[Doubt]:
    """What looks like a slip in what was read."""
    return [Doubt(**vars(one)) for one in case.doubts]


# What stands beside the answers


def _rules(case: Case, assessment: Assessment, rules: Sequence[Rule]) -> list[RuleResult]:
    """What the rules say; only of conditions that are judged by headache days."""
    if not judge.asked_of(case.condition):
        return []
    return judge.answers(
        assessment.posterior,
        assessment.counted,
        judge.columns(case.diary, case.beside),
        rules,
        case.scores,
        main=case.main.name,
        seed=assessment.posterior.seed,
    )


def _patterns(case: Case, record: Timeline) -> list[Pattern]:
    since = (case.log.first - case.diary.first).days if case.log else 0
    places = [since + day for day in record.starts if since + day >= 0]
    headache = headache_days(case.diary)
    return patterns(case.diary.values, headache, places, first=case.diary.first)


# Limits


def notes(case: Case, record: Timeline) -> list[Note]:
    """What was assumed, merged, left out or not read, and sessions that came too late to tell."""
    late = [Note("later_sessions", {"sessions": len(record.later)})] if record.later else []
    return [*case.note_codes, *late]


def unidentified(posterior: DiaryPosterior) -> list[str]:
    """What these data cannot tell, however long, in codes."""
    codes = ["cause_of_change", "without_injections"]
    if prior_share(posterior) > thresholds()["checks"]["mostly_prior"]:
        codes.append("size_of_relief")
    if len({session.product for session in posterior.record.sessions}) > 1:
        codes.append("products_compared")
    return codes


def false_alarms() -> FalseAlarms | None:
    """In how many made-up diaries without any relief the answer was yes, as released."""
    for record in fitted.table("diary", "error_rates"):
        if (record["question"], record["kind"]) == ("working", "no_relief"):
            return FalseAlarms(said=int(record["yes"]), of=int(record["of"]))
    return None


def _references() -> list[str]:
    known = rows.sources()
    used = {rows.get(name).source for name in (*SETTINGS, "diary_level")}
    return sorted(known[source].citation for source in used if known[source].year)
