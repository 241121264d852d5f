"""One person's analysis as one document: the keys are a contract."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.checks import checks
from wearoff.diary.counts import counted, window
from wearoff.diary.future.lookahead import with_prospects
from wearoff.diary.posterior.prior import SETTINGS
from wearoff.diary.questions import events
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import Evidence, verdicts
from wearoff.evidence import rows
from wearoff.stats.intervals import interval

if TYPE_CHECKING:
    from wearoff.diary.counts import Counted, Window
    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.verdicts import Verdict
    from wearoff.records import Array, OutsideBaseline

RISE = 7
"""Days of a step of the standard cycle."""
LEVELS = (0.05, 0.25, 0.75, 0.95)
SHARE = 2
"""Weeks of the standard cycle that at least one in so many cycles has are drawn."""


@dataclass(frozen=True)
class Assessment:
    """A person with everything decided."""

    posterior: DiaryPosterior
    outcome: Outcome
    beside: list[Outcome]
    counted: Counted
    evidence: Evidence
    verdicts: list[Verdict]


def assess(
    found: DiaryPosterior,
    outcome: Outcome,
    beside: list[Outcome],
    baseline: OutsideBaseline | None,
    *,
    prospects: bool = True,
) -> Assessment:
    """Count, check and answer."""
    tally = counted(found.record, baseline)
    evidence = Evidence(found, tally, checks(found))
    answers = verdicts(evidence)
    if prospects:
        answers = with_prospects(evidence, answers)
    return Assessment(found, outcome, beside, tally, evidence, answers)


def document(given: Assessment, condition: str) -> dict[str, Any]:
    """The document of `wearoff analyze --json`."""
    found, record = given.posterior, given.posterior.record
    q, weights = found.estimands, found.draws.weights
    entries = record.entries[record.index(record.begin) : record.index(record.last) + 1]
    treated = bool(record.sessions)

    def of(values: Array | None) -> dict[str, float] | None:
        return None if values is None else interval(values, weights)

    drift = of(q.drift) if treated else None
    if drift is not None and q.drift is not None:
        drift |= {
            "p_worse": _chance(given, "drifting_worse"),
            "p_better": _chance(given, "drifting_better"),
            "line_days_28_per_year": thresholds()["drifting_worse"]["days_28_per_year"],
        }
    return {
        "condition": condition,
        "outcome": given.outcome.text,
        "first": record.date_of(record.begin).isoformat(),
        "last": record.date_of(record.last).isoformat(),
        "days_observed": int(np.isfinite(entries).sum()),
        "days_missing": int(np.isnan(entries).sum()),
        "days_before": max(0, min(0, record.last + 1) - record.begin) if treated else None,
        "sessions": _sessions(given),
        "counted": _counted(given.counted),
        "baseline": {"headache_days_28": of(q.baseline)},
        "cycles": _cycles(given),
        "relief_days_28": of(q.relief_days_28) if treated else None,
        "relief_percent": of(q.relief_percent) if treated else None,
        "wearoff_day": of(q.wearoff_day) if treated else None,
        "p_wears_off": float(weights @ q.p_wears_off) if treated else None,
        "lasting_change_days_28": of(q.lasting_change),
        "drift_days_28_per_year": drift,
        "standard_cycle": standard_cycle(given),
        "course": course(given),
        "verdicts": [verdict(v) for v in given.verdicts],
        "checks": [asdict(check) for check in given.evidence.checks],
        "outcomes": [_beside(given, other) for other in given.beside],
        "events": [
            {
                "date": event.start.isoformat(),
                "kind": event.kind,
                "what": event.what,
                "until": event.until.isoformat() if event.until else None,
            }
            for event in record.events
        ],
        "unidentified": unidentified(given),
        "method": {
            "sampler": found.draws.method,
            "k_hat": found.draws.k_hat,
            "effective_draws_kish": found.draws.effective,
            "draws": len(weights),
            "log_evidence": found.draws.log_evidence,
            "interval_days": found.interval,
            "level_intervals_widened": found.misfit,
        },
        "references": _references(),
    }


def verdict(given: Verdict) -> dict[str, Any]:
    """One verdict with the rows behind it."""
    sources = {
        "working": ["relief_half_day", "relief_lag", "diary_context"],
        "wears_off_early": ["relief_half_day", "relief_steepness"],
        "jaw_drives_headache": [],
    }
    found = asdict(given)
    found["sources"] = sources.get(given.question, ["diary_trend", "diary_wander_sd"])
    return found


def _chance(given: Assessment, question: str) -> float:
    return given.posterior.chance(events(given.posterior)[question])


def _sessions(given: Assessment) -> list[dict[str, Any]]:
    record = given.posterior.record
    found: list[dict[str, Any]] = []
    last: int | None = None
    for k, session in enumerate([*record.sessions, *record.later], start=1):
        found.append(
            {
                "session": k,
                "date": record.date_of(session.day).isoformat(),
                "day": session.day,
                "product": session.product,
                "units": session.units,
                "in_diary": session.day <= record.last,
                "days_since_last": None if last is None else session.day - last,
            }
        )
        last = session.day
    return found


def _counted(tally: Counted) -> dict[str, Any]:
    def of(found: Window | None) -> dict[str, Any] | None:
        if found is None:
            return None
        return asdict(found) | {"first": found.first.isoformat(), "last": found.last.isoformat()}

    return {
        "before": tally.before.rate if tally.before else None,
        "now": tally.now.rate if tally.now else None,
        "change": tally.change,
        "change_percent": None if tally.fall_percent is None else -tally.fall_percent,
        "windows": {"before": of(tally.before), "now": of(tally.now)},
    }


def _cycles(given: Assessment) -> list[dict[str, Any]]:
    found, record = given.posterior, given.posterior.record
    weights = found.draws.weights
    cycles: list[dict[str, Any]] = []
    for k, (cycle, (first, last)) in enumerate(
        zip(found.estimands.cycles, record.cycles, strict=True), start=1
    ):
        inside = record.entries[record.index(first) : record.index(last) + 1]
        seen = window(record, first, last)
        cycles.append(
            {
                "session": k,
                "date": record.date_of(first).isoformat(),
                "days": last - first + 1,
                "relief_percent": interval(cycle.relief_percent, weights),
                "relief_days_28": interval(cycle.relief_days_28, weights),
                "wearoff_day": interval(cycle.wearoff_day, weights),
                "p_wears_off": float(weights @ np.isfinite(cycle.wearoff_day)),
                "days_observed": int(np.isfinite(inside).sum()),
                "counted": seen.rate if seen else None,
                "open": last == record.last,
            }
        )
    return cycles


def standard_cycle(given: Assessment) -> list[dict[str, Any]]:
    """All cycles laid over one, by weeks since the session: counted, with and without relief."""
    found, record = given.posterior, given.posterior.record
    weights = found.draws.weights
    weeks: list[dict[str, Any]] = []
    longest = max((last - first + 1 for first, last in record.cycles), default=0)
    for start in range(0, min(longest, 2 * found.interval), RISE):
        places = [
            record.index(day)
            for first, last in record.cycles
            for day in range(first + start, min(first + start + RISE, last + 1))
        ]
        if not places:
            continue
        seen = record.entries[places]
        written = int(np.isfinite(seen).sum())
        weeks.append(
            {
                "day": start + RISE // 2,
                "cycles": sum(1 for first, last in record.cycles if last - first >= start),
                "days_observed": written,
                "counted": 28 * float(np.nansum(seen)) / written if written else None,
                "with_relief": interval(28 * found.draws.treated[places].mean(0), weights, LEVELS),
                "without_relief": interval(
                    28 * found.draws.untreated[places].mean(0), weights, LEVELS
                ),
            }
        )
    most = max((week["cycles"] for week in weeks), default=0)
    return [week | {"drawn": SHARE * week["cycles"] >= most} for week in weeks]


def course(given: Assessment) -> list[dict[str, Any]]:
    """By week of the record: counted, and the level with and without the short-lived relief."""
    found, record = given.posterior, given.posterior.record
    weights = found.draws.weights
    weeks: list[dict[str, Any]] = []
    for day in range(record.begin, record.last + 1, RISE):
        inside = slice(record.index(day), record.index(min(day + RISE - 1, record.last)) + 1)
        seen = record.entries[inside]
        written = int(np.isfinite(seen).sum())
        weeks.append(
            {
                "date": record.date_of(day).isoformat(),
                "day": day,
                "counted": 28 * float(np.nansum(seen)) / written if written else None,
                "with_relief": interval(28 * found.draws.treated[inside].mean(0), weights, LEVELS),
                "without_relief": interval(
                    28 * found.draws.untreated[inside].mean(0), weights, LEVELS
                ),
            }
        )
    return weeks


def counted_beside(given: Assessment, values: Array) -> dict[str, Any]:
    """Another series of the same diary, a number a day, added up before and now per 28 days."""
    record = given.posterior.record
    placed = np.full(len(record.entries), np.nan)
    start = record.index(record.origin)
    placed[start : start + len(values)] = values[: len(placed) - start]
    return _counted(counted(replace(record, entries=placed), None))


def _beside(given: Assessment, other: Outcome) -> dict[str, Any]:
    tally = counted_beside(given, other.values)
    return {"name": other.name, "outcome": other.text, "note": other.note, **tally}


def unidentified(given: Assessment) -> list[str]:
    """What these data cannot tell, however long."""
    found = [
        (
            "why the level without the short-lived relief changed: toxin, placebo, natural course "
            "or another change look alike in one diary"
        ),
        "what would have happened without any injections: nothing was blinded",
    ]
    if given.posterior.prior_share > 0.5:  # noqa: PLR2004 - more than half is the prior's
        found.append("the size of relief: much of it is still what was believed before the diary")
    if len({s.product for s in given.posterior.record.sessions}) > 1:
        found.append("whether one product does more than another: their units are not compared")
    return found


def _references() -> list[str]:
    known = rows.sources()
    used = {rows.get(name).source for name in (*SETTINGS, "diary_level")}
    return sorted(known[source].citation for source in used if known[source].year)
