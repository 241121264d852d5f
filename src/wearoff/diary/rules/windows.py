"""What a condition of a rule comes to in a diary: windows, counts, and whether its line is met.

The same comparison serves what was counted, the chances beneath it and fresh diaries:

    n_w = window days · mean over the window w      b = window days · mean over the days before
    fall: b − n_w     fall_percent: 100·(b − n_w)/b     below: n_w

of every window, or of the mean of all; ``met`` when a fall is at least the line, or below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.counts import OWN, only_yes, placed
from wearoff.diary.outcomes import HEADACHE_DAYS
from wearoff.formats.documents import Sentence, sentence
from wearoff.measures import QUESTIONNAIRES
from wearoff.words import rules as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.diary.counts import Tally
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array, RuleCondition, Score

HALF = 0.5
"""Least share of days written, below which a count is not made."""
ROUNDING = 1e-9
"""A count on the line is on it, whatever the last digit of a division says."""
NOT_RECORDED = sentence("not_recorded")
FEW_BEFORE = "too_few_before"
"""The sentence of days before the first session for ``too_few_written``."""
OF_HEADACHE_DAYS = {"hours": "hours", "moderate_days": "moderate_headache"}
"""Measures that tell of headache days only, and their series: a day without headache has none."""
Span = tuple[int, int]
"""First and last day."""


@dataclass(frozen=True)
class Told:
    """A condition as counted: ``met`` is None where it was not recorded.

    ``applies`` is false where the baseline total lies outside what the condition asks of.
    ``before`` is the count it is compared with, in days, hours or points of one window.
    """

    condition: RuleCondition
    met: bool | None
    said: Sentence
    applies: bool = True
    before: float | None = None

    @property
    def text(self) -> str:
        """What was counted, or why it was not."""
        return self.said.rendered(words.SENTENCES)

    @property
    def line(self) -> str:
        """Measure, count and answer."""
        return words.one_of_several(self.condition.measure, self.text, self.met)


@dataclass(frozen=True)
class Source:
    """Everything that is counted: the record, other series on its days, totals, what was before.

    With ``sparse`` the days are those of a clinic's counts: windows that none of them covers are
    left out of a mean.
    """

    record: Timeline
    series: Mapping[str, Array]
    scores: Sequence[Score]
    tally: Tally
    sparse: bool = False

    def now(self, condition: RuleCondition) -> list[Span]:
        """The windows of a condition, the latest last."""
        length = condition.window_days
        last = self.record.last
        if condition.compare == "each_session":
            over = [day for day in self.record.starts if day + length - 1 <= last]
            last = over[-1] + length - 1
        ends = [last - k * length for k in reversed(range(condition.windows))]
        return [(end - length + 1, end) for end in ends]

    def before(self, condition: RuleCondition) -> Span | None:
        """The days that it is compared with; None without any."""
        if condition.compare == "each_session":
            session = self.now(condition)[0][0]
            return session - condition.window_days, session - 1
        if self.tally.before is None:
            return None
        zero = self.record.zero
        return (self.tally.before.first - zero).days, (self.tally.before.last - zero).days

    def windows(self, condition: RuleCondition) -> list[Span]:
        """All windows of a condition: that before each session is one, the days before are not."""
        before = self.before(condition) if condition.compare == "each_session" else None
        return [*([before] if before else []), *self.now(condition)]

    def outside(self, condition: RuleCondition) -> bool:
        """Whether what was before is a count from elsewhere."""
        kept = self.tally.before
        return condition.compare == "first_session" and kept is not None and kept.source not in OWN

    def place(self, span: Span) -> slice:
        """Places of the days of a span, those before the record left out."""
        index = self.record.index
        return slice(max(0, index(span[0])), max(0, index(span[1] + 1)))


def source(
    record: Timeline,
    values: Mapping[str, Array],
    scores: Sequence[Score],
    tally: Tally,
    *,
    main: str = HEADACHE_DAYS,
) -> Source:
    """What rules count, on the days of one record.

    Args:
        record: The main series, and the days.
        main: What the main series counts; rules ask of headache days.
        values: Other series by name, a number a day of the diary, (D,).
        scores: Totals of a clinic.
        tally: What was counted before the first session.

    Returns:
        Every series as (T,), the main one under its name.
    """
    series: dict[str, Array] = {main: record.entries}
    for name, column in values.items():
        series.setdefault(name, placed(record, column))
    return Source(record, series, scores, tally)


def met(condition: RuleCondition, before: Array | float | None, now: Array) -> Array:
    """Whether a condition's line is met.

    Args:
        condition: A count below a line, or a fall by it, in each window or in their mean.
        before: Counted before, (N,) or one number; None for a count below a line.
        now: Counted in each window, (windows, N), in the measure's unit a window.

    Returns:
        A mask (N,).
    """
    compared = now if condition.each else now.mean(0, keepdims=True)
    if condition.test == "below":
        return np.all(compared < condition.line - ROUNDING, axis=0)
    return np.all(_fall(condition, before, compared) >= condition.line - ROUNDING, axis=0)


def _fall(condition: RuleCondition, before: Array | float | None, now: Array) -> Array:
    """Fall in the test's unit; none in percent of nothing."""
    was = np.asarray(before, float)
    if condition.test == "fall":
        return was - now
    return np.where(was > 0, 100 * (was - now) / np.where(was > 0, was, 1.0), 0.0)


def tell(condition: RuleCondition, given: Source) -> Told:
    """Count one condition."""
    if condition.measure in QUESTIONNAIRES:
        return _tell_total(condition, given)
    rates = [_rate(condition.measure, given, span) for span in given.now(condition)]
    now = [condition.window_days * rate for rate in rates if not isinstance(rate, Sentence)]
    untold = [rate for rate in rates if isinstance(rate, Sentence)]
    if untold and not (given.sparse and now and not condition.each):
        return Told(condition, None, untold[0])
    if condition.test == "below":
        return _told(condition, None, now)
    before = _before(condition, given)
    if isinstance(before, Sentence):
        return Told(condition, None, before)
    told = _told(condition, condition.window_days * before, now)
    if not untold:
        return told
    return replace(told, said=sentence("of_some", told=told.text, some=len(now), all=len(rates)))


def _told(condition: RuleCondition, before: float | None, now: list[float]) -> Told:
    counts = np.array(now)[:, None]
    answer = bool(met(condition, before, counts)[0])
    return Told(condition, answer, _said(condition, before, counts), before=before)


def _before(condition: RuleCondition, given: Source) -> float | Sentence:
    span = given.before(condition)
    if span is None:
        return sentence("none_before")
    if not given.outside(condition):
        least = HALF * condition.window_days
        rate = _rate(condition.measure, given, span, least)
        if isinstance(rate, Sentence) and rate.code == "too_few_written":
            return sentence(FEW_BEFORE, **rate.values)
        return rate
    kept = given.tally.before
    if condition.measure != "headache_days" or kept is None:
        return sentence("other_before")
    return kept.yes / kept.days


def _rate(measure: str, given: Source, span: Span, least: float = 0) -> float | Sentence:
    """Days or hours a day over a span, or why not."""
    inside = given.place(span)
    if measure == "acute_days":
        taken = given.series.get("acute_medication")
        if taken is None:
            return NOT_RECORDED
        days = taken[inside]
        return _mean(np.where(np.isnan(days), np.nan, days > 0), span, least)
    if HEADACHE_DAYS not in given.series:
        return sentence("migraine_alone")
    headache = given.series[HEADACHE_DAYS][inside]
    share = _mean(headache, span, least)
    if measure == "headache_days" or isinstance(share, Sentence):
        return share
    column = given.series.get(OF_HEADACHE_DAYS[measure])
    return NOT_RECORDED if column is None else _of_headache_days(headache, column[inside])


def _of_headache_days(headache: Array, sizes: Array) -> float | Sentence:
    """Mean a day of what is written of headache days, none of it on the others.

    Args:
        headache: 1, 0 or NaN, (days,).
        sizes: What is written, NaN where it is not, (days,).
    """
    of_days = sizes[headache == 1]
    enough = _mean(of_days, (1, len(of_days)), 0, "headache_days") if len(of_days) else 0.0
    if isinstance(enough, Sentence):
        return enough
    return float(np.nanmean(np.where(headache == 0, 0.0, sizes)))


def _mean(entries: Array, span: Span, least: float, of: str = "days") -> float | Sentence:
    """Mean of the entries of a span, or how few there are."""
    days = span[1] - span[0] + 1
    written = int(np.isfinite(entries).sum())
    if not written or written < max(HALF * days, least):
        return sentence("too_few_written", written=written, days=days, of=of)
    if of == "days" and only_yes(entries):
        return sentence("none_without", written=written, days=days)
    return float(np.nansum(entries)) / written


def _tell_total(condition: RuleCondition, given: Source) -> Told:
    """A clinic's total: the latest up to the first session, and the latest of the last windows."""
    record = given.record
    since = max(0, record.last - condition.window_days * condition.windows)
    dated = sorted(
        ((score.day - record.zero).days, score.value)
        for score in given.scores
        if score.measure == condition.measure
    )
    before = [value for day, value in dated if day <= 0]
    now = [value for day, value in dated if day > since]
    if not now or (condition.test != "below" and not before):
        return Told(condition, None, NOT_RECORDED)
    if condition.baseline_from is not None and condition.baseline_to is not None:
        if not before:
            return Told(condition, None, NOT_RECORDED)
        if not condition.baseline_from <= before[-1] <= condition.baseline_to:
            said = sentence("not_asked_from", before=before[-1])
            return Told(condition, None, said, applies=False)
    return _told(condition, before[-1] if before else None, now[-1:])


def _said(condition: RuleCondition, before: float | None, now: Array) -> Sentence:
    """What was counted, beside the line that it is held against."""
    if condition.test == "below":
        return sentence("below", counts=now[:, 0].tolist(), line=condition.line)
    compared = now if condition.each else now.mean(0, keepdims=True)
    return sentence(
        "fall",
        falls=_fall(condition, before, compared)[:, 0].tolist(),
        line=condition.line,
        measure=condition.measure,
        percent=condition.test == "fall_percent",
        months=1 if condition.each else len(now),
    )
