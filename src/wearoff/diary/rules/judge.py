"""What rules ask of one diary: counted, how likely truly so, how likely counted otherwise again.

Counted: arithmetic on the entries. Truly so: the same arithmetic on the chance of a headache as
treated, p₁, over every day of the same windows, in each draw of the posterior. Counted otherwise:
the share of fresh diaries of the same windows, every day written, made from the same underlying
chances and with the same persistence from day to day, whose answer differs; what was counted before
is kept. No answer says what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from wearoff.diary.chances import RULE, chance_range
from wearoff.diary.outcomes import HEADACHE_DAYS
from wearoff.diary.posterior.persistence import REPLICATES, new_days, repeated
from wearoff.diary.profiles import PROFILES
from wearoff.diary.rules.result import LeftOut, RuleCount, RuleResult, Span
from wearoff.diary.rules.windows import Source, Told, met, source, tell
from wearoff.formats.documents import sentence
from wearoff.words import rules as words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.diary.counts import Tally
    from wearoff.diary.outcomes import Outcome
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.timeline import Timeline
    from wearoff.formats.documents import Sentence
    from wearoff.records import Array, Diary, Rule, RuleCondition, Score

DIARIES = 4
"""Fresh diaries of a draw."""
ALONE: dict[str, LeftOut] = {"any": "more_can_add", "all": "more_can_lower"}
"""What a chance of headache days alone leaves out."""


def asked_of(condition: str) -> bool:
    """Whether the rules are asked of a condition: those that are judged by headache days."""
    return condition in PROFILES and PROFILES[condition].counts_headache


def columns(diary: Diary, beside: Sequence[Outcome]) -> dict[str, Array]:
    """Series that rules count besides headache days.

    Args:
        diary: Its columns.
        beside: Its other outcomes.

    Returns:
        A number a day of the diary by name, (D,), NaN where nothing is written.
    """
    return {**diary.values, **{other.name: other.values for other in beside}}


def answers(
    posterior: DiaryPosterior,
    tally: Tally,
    values: Mapping[str, Array],
    rules: Sequence[Rule],
    scores: Sequence[Score],
    *,
    main: str = HEADACHE_DAYS,
    seed: int,
) -> list[RuleResult]:
    """What each rule asks and what the diary says, in the order of the rules.

    Args:
        posterior: the person.
        tally: what was counted before the first session.
        values: other series, see `columns`.
        rules: what is asked.
        scores: totals of a clinic.
        main: what the main series counts.
        seed: of the fresh diaries.
    """
    given = source(posterior.record, values, scores, tally, main=main)
    chances = _Chances(posterior, _Fresh(posterior, seed))
    return [_answer(rule, given, posterior.interval, chances) for rule in rules]


def answers_of_counts(given: Source, interval: int, rules: Sequence[Rule]) -> list[RuleResult]:
    """What each rule asks and what a clinic's counts say; without days no chance is told.

    Args:
        given: the days of the counts, and the totals.
        interval: days between sessions.
        rules: what is asked.
    """
    return [_answer(rule, given, interval, None) for rule in rules]


def disagree(given: Sequence[RuleResult]) -> str | None:
    """The sentence to print where rules that look at the same thing differ; None where none do.

    They look at the same thing when their kind is the same: two that ask whether headache fell by
    enough, or two that ask whether few days are left. One of each kind may be met without a
    conflict, and marks that papers count by are no service's rule: neither disagrees.
    """
    said: dict[str, set[str]] = {}
    for answer in given:
        said.setdefault(answer.kind, set()).add(answer.counted)
    conflict = any({"yes", "no"} <= two for kind, two in said.items() if kind != "mark")
    return words.DISAGREE if conflict else None


class _Fresh:
    """Diaries made again from the posterior, when they are first asked for."""

    def __init__(self, posterior: DiaryPosterior, seed: int) -> None:
        self.posterior = posterior
        self.seed = seed
        self.made: tuple[int, Array] | None = None

    def windows(self, condition: RuleCondition, given: Source) -> Array:
        """What fresh diaries count in each window of a condition.

        Args:
            condition: Its windows.
            given: The days of the record.

        Returns:
            Days a window, (windows, N).
        """
        if self.made is None:
            self.made = self._make()
        first, entries = self.made
        return np.array(
            [
                condition.window_days * entries[a - first : b + 1 - first].mean(0)
                for a, b in given.now(condition)
            ]
        )

    def _make(self) -> tuple[int, Array]:
        """First day, and entries (days, N) from it to the last: copies of a day, or new ones."""
        record, draws = self.posterior.record, self.posterior.draws
        first = min(0, record.last)
        days = slice(record.index(first), record.index(record.last) + 1)
        places = draws.resampled(REPLICATES)
        new, rho = new_days(self.posterior.problem, draws, places)
        chance = np.tile(new[days], (1, DIARIES))
        # nobody knows the day before the first: it holds what it may have carried over
        chance[0] = np.tile(draws.treated[days.start, places], DIARIES)
        rng = np.random.default_rng(self.seed)
        copies = rng.random(chance.shape) < np.tile(rho, DIARIES)
        return first, repeated(rng.random(chance.shape) < chance, copies)


class _Chances(NamedTuple):
    """What chances are made of."""

    posterior: DiaryPosterior
    fresh: _Fresh


def _answer(rule: Rule, given: Source, interval: int, chances: _Chances | None) -> RuleResult:
    early = _too_early(rule, given.record, interval)
    told = [] if early else [tell(condition, given) for condition in rule.conditions]
    asked = [one for one in told if one.applies]
    counted = None if early else _combined(rule.combine, [one.met for one in asked])
    chance = alone = differs = None
    left_out: LeftOut | None = None
    days = [one for one in asked if one.condition.measure == "headache_days"]
    if chances is None:
        left_out = "counts_only" if asked else None
    elif days and all(one.met is not None for one in days):
        posterior, fresh = chances
        alone = posterior.chance(_truly(rule, days, posterior, given))
        left_out = ALONE[rule.combine] if len(days) < len(asked) else None
        if left_out is None:
            chance = alone
            windows = [(one, fresh.windows(one.condition, given)) for one in days]
            again = [met(one.condition, one.before, now) for one, now in windows]
            differs = float(np.mean(_together(rule, again) != counted))
    elif asked and not days:
        left_out = "days_only"
    return RuleResult(
        id=rule.id,
        kind=rule.kind,
        points=rule.points,
        name=rule.name,
        where=rule.where,
        asks=rule.asks,
        counted="too_early" if early else _word(counted),
        observed=early.rendered(words.SENTENCES) if early else _observed(told),
        early=early,
        counts=[_count(one) for one in told],
        probability_met=chance,
        probability_days_alone=alone,
        probability_range=chance_range(RULE, alone if chance is None else chance),
        chance_new_window_differs=differs,
        left_out=left_out,
        text=words.CHANCES[left_out] if left_out else "",
        window=None if early else _window(rule, given),
        source=rule.source,
        url=rule.url,
        date=rule.read,
        grade=rule.grade,
        note=rule.note,
    )


def _count(told: Told) -> RuleCount:
    return RuleCount(
        code=told.said.code,
        values=told.said.values,
        measure=told.condition.measure,
        met=told.met,
        applies=told.applies,
    )


def _too_early(rule: Rule, record: Timeline, interval: int) -> Sentence | None:
    """Why a rule is not due yet; None where it is."""
    starts = record.starts
    if not starts:
        return sentence("no_session")
    missing = rule.sessions - len(starts)
    if missing >= 0:
        due = starts[-1] + (missing + 1) * interval
        if record.last < due - 1:
            return _due(record, due)
    since = record.last - starts[-1]
    if since < rule.pause_days:
        return sentence("in_pause", since=since, pause=rule.pause_days)
    needed = max(condition.window_days * condition.windows for condition in rule.conditions)
    return _due(record, needed) if record.last < needed - 1 else None


def _due(record: Timeline, day: int) -> Sentence:
    return sentence("due", date=record.date_of(day).isoformat())


def _combined(combine: str, said: Sequence[bool | None]) -> bool | None:
    """All or any of yes, no and not recorded: what is missing matters where it could decide."""
    decides = combine == "any"
    if decides in said:
        return decides
    return None if None in said or not said else not decides


def _word(counted: bool | None) -> Literal["yes", "no", "not_recorded"]:
    return "not_recorded" if counted is None else "yes" if counted else "no"


def _together(rule: Rule, held: Sequence[Array]) -> Array:
    return np.any(held, axis=0) if rule.combine == "any" else np.all(held, axis=0)


def _truly(rule: Rule, days: Sequence[Told], posterior: DiaryPosterior, given: Source) -> Array:
    """Whether the underlying level meets the conditions on headache days, one a draw."""
    chance = posterior.draws.treated

    def rate(condition: RuleCondition, span: tuple[int, int]) -> Array:
        return condition.window_days * chance[given.place(span)].astype(float).mean(0)

    held: list[Array] = []
    for one in days:
        condition = one.condition
        now = np.array([rate(condition, span) for span in given.now(condition)])
        span = None if condition.test == "below" else given.before(condition)
        held.append(met(condition, None if span is None else rate(condition, span), now))
    return _together(rule, held)


def _observed(told: Sequence[Told]) -> str:
    """One short text of all conditions."""
    if len(told) == 1:
        return told[0].text
    asked = {one.condition.measure for one in told if one.applies}
    lines = [one.line for one in told if one.applies or one.condition.measure not in asked]
    return "; ".join(dict.fromkeys(lines))


def _window(rule: Rule, given: Source) -> Span:
    """First and last day of the windows."""
    spans = [span for condition in rule.conditions for span in given.windows(condition)]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    return Span(first=given.record.date_of(first), last=given.record.date_of(last))
