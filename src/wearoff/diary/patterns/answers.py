"""Patterns of one diary as answers: what goes before headache, around bleeding, at weekends.

Every answer is about an order in time and says so; none is about a cause. A column that the diary
does not have gives no entry; one with too few days gives cannot tell and the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from wearoff.diary.patterns.model import Effect, Window, around, first_days, lead, pairs
from wearoff.diary.patterns.result import Pattern, Split
from wearoff.diary.result import Verdict
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import CANNOT_TELL, NO, YES
from wearoff.formats.documents import sentence
from wearoff.formats.estimates import nine_in_ten
from wearoff.units import WEEK, WINDOW
from wearoff.words import patterns as words
from wearoff.words.questions import ASKED
from wearoff.words.reasons import PATTERN_REASONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from wearoff.diary.patterns.result import Source
    from wearoff.diary.pieces import Said
    from wearoff.formats.documents import Sentence
    from wearoff.records import Array

ASKED_OF_ALL = {
    "neck_pain_before_headache": "neck_leads_headache",
    "jaw_pain_before_headache": "jaw_drives_headache",
}
"""The questions that are told among the answers, by the pattern that answers them."""
SATURDAY = 5
ALL_BUT_SLIPS = 0.98
"""Share of a pain's entries that are 0 or 1 from which on it is a column of yes and no."""


def patterns(
    values: Mapping[str, Array],
    headache: Array,
    sessions: Sequence[int] = (),
    *,
    first: date | None = None,
) -> list[Pattern]:
    """What the diary's other columns say about headache, an entry a column that was written in.

    Args:
        values: diary columns by name (D,), NaN where nothing was written.
        headache: 0 or 1 a day (D,), NaN where nothing was written.
        sessions: days of the sessions, as places in the arrays.
        first: date of the first day; weekends are looked at where it is given, and told where they
            plainly have more headache than other days, or fewer.

    Returns:
        Entries whose ``estimate`` is of headache days in 28 such days, more than in 28 others; None
        where nothing was estimated. ``days`` were used.
    """
    found: list[Pattern] = []
    ask: Callable[[Array, Array, Sequence[int]], Pattern]
    for column, ask in (
        ("neck_pain_10", _neck),
        ("jaw_pain_10", _jaw),
        ("acute_medication", _medication),
        ("menstruation", _menstruation),
    ):
        if column in values and np.isfinite(values[column]).any():
            found.append(ask(values[column], headache, sessions))
    weekends = None if first is None else _weekends(headache, first)
    return [*found, *([weekends] if weekends else [])]


def pattern_verdicts(found: Sequence[Pattern]) -> list[Verdict]:
    """The answers about the neck and the jaw from those patterns; none where no pain is."""
    return [
        Verdict(
            question=ASKED_OF_ALL[entry.name],
            asked=entry.asked,
            answer=entry.answer,
            probability=entry.probability,
            probability_range=None,
            reason_codes=entry.reason_codes,
            because=[entry.text, *(PATTERN_REASONS[code] for code in entry.reason_codes)],
            by_view={},
            would_tell=None,
            sources=[],
        )
        for entry in found
        if entry.name in ASKED_OF_ALL
    ]


# One column each


def _neck(neck: Array, headache: Array, sessions: Sequence[int]) -> Pattern:
    return _pain("neck", neck, headache, sessions)


def _jaw(jaw: Array, headache: Array, sessions: Sequence[int]) -> Pattern:
    return _pain("jaw", jaw, headache, sessions)


def _pain(
    where: Literal["neck", "jaw"], pain: Array, headache: Array, sessions: Sequence[int]
) -> Pattern:
    """Pain of one place; of a column of 0 and 1, a day with it against one without.

    A slip in such a column, a 3 among hundreds of 0 and 1, is a day with pain.
    """
    limits = thresholds()["pain_before_headache"]
    yes_no = _yes_no(pain)
    if yes_no:
        pain = np.where(np.isfinite(pain), (pain > 0).astype(float), np.nan)
    days = pairs(headache, pain)
    written = pain[days]
    middle = np.median(written) if len(days) else 0.0
    varied = max((written > middle).sum(), (written < middle).sum())
    codes = _too_few(days, headache, limits)
    if not codes and varied < limits["least_of_each"]:
        codes = ["unchanging"]
    effect, split = None, None
    points = 1.0 if yes_no else limits["points"]
    if not codes:
        effect = lead(headache, pain, step=points, least=limits["days_28"], sessions=sessions)
        split = _split(pain, headache, days)
    counts = dict(split) if split else {}
    told = sentence("pain", where=where, points=None if yes_no else points, **counts)
    return _entry(
        (f"{where}_pain_before_headache", where),
        limits,
        _Found(effect=effect, codes=codes, days=len(days), split=split),
        told,
        _needed(len(days), limits),
    )


def _yes_no(pain: Array) -> bool:
    """Whether a pain was written as yes and no, but for slips; a rare pain in points is not."""
    written = pain[np.isfinite(pain)]
    ones = (written == 1).sum() >= (written > 1).sum()
    return bool(ones and np.isin(written, (0.0, 1.0)).mean() >= ALL_BUT_SLIPS)


def _split(pain: Array, headache: Array, days: Array) -> Split:
    """Pairs of days by headache on the second and any pain on the first."""
    after, before = headache[days + 1] == 1, pain[days] > 0
    return Split(
        headache_after_pain=int((after & before).sum()),
        headache_after_none=int((after & ~before).sum()),
        free_after_pain=int((~after & before).sum()),
        free_after_none=int((~after & ~before).sum()),
    )


def _medication(doses: Array, headache: Array, sessions: Sequence[int]) -> Pattern:
    """Headache days only: on other days hardly anybody takes acute medicine."""
    limits = thresholds()["patterns"]
    taken = np.where(np.isfinite(doses) & (headache == 1), (doses > 0).astype(float), np.nan)
    days = pairs(headache, taken)
    codes = _too_few(days, headache, limits)
    if not codes:
        with_it = int(taken[days].sum())
        if min(with_it, len(days) - with_it) < limits["least_of_each"]:
            codes = ["always_together"]
    effect = None
    if not codes:
        effect = lead(headache, taken, step=1.0, least=limits["days_28"], sessions=sessions)
    return _entry(
        ("acute_medication_before_headache", "medicine"),
        limits,
        _Found(effect=effect, codes=codes, days=len(days)),
        sentence("medication"),
        _needed(len(days), limits),
    )


def _menstruation(bleeding: Array, headache: Array, _: Sequence[int]) -> Pattern:
    limits = thresholds()["patterns"]
    onsets = first_days(bleeding, headache, limits["apart"])
    window = Window(
        first=limits["window_first"],
        last=limits["window_last"],
        reach=limits["reach"],
        least_inside=limits["least_inside"],
        least_others=limits["least_others"],
    )
    effect = around(headache, onsets, window, least=limits["days_28"])
    days = 0 if effect is None else effect.days
    codes = ["too_few_cycles"] if effect is None or effect.cycles < limits["cycles"] else []
    if not codes and _no_room(headache[np.isfinite(headache)]):
        codes = ["no_room"]
    cycles = 0 if effect is None else effect.cycles
    return _entry(
        ("menstruation_and_headache", "menses"),
        limits,
        _Found(effect=None if codes else effect, codes=codes, days=days),
        sentence("menstruation", cycles=cycles, first=window.first, last=window.last),
        sentence("cycles_needed", cycles=cycles, needed=limits["cycles"]),
    )


def _weekends(headache: Array, first: date) -> Pattern | None:
    """Weekends against the other days of their week; None where neither has plainly more."""
    limits = thresholds()["weekends"]
    saturdays = np.arange((SATURDAY - first.weekday()) % WEEK, len(headache), WEEK)
    window = Window(
        first=0,
        last=1,
        reach=limits["reach"],
        least_inside=limits["least_inside"],
        least_others=limits["least_others"],
    )
    effect = around(headache, saturdays, window, least=limits["days_28"])
    if effect is None or effect.cycles < limits["weeks"]:
        return None
    if _no_room(headache[np.isfinite(headache)]):
        return None
    told = sentence("weekend", weeks=effect.cycles)
    found = _Found(effect=effect, codes=[], days=effect.days)
    entry = _entry(("weekend_and_headache", "weekday"), limits, found, told, told)
    fewer = entry.answer == NO and effect.hi90 < 0
    return entry if entry.answer == YES or fewer else None


# What they share


def _needed(days: int, limits: Mapping[str, Any]) -> Sentence:
    return sentence("days_needed", days=days, needed=limits["paired_days"])


def _too_few(days: Array, headache: Array, limits: Mapping[str, Any]) -> list[str]:
    if len(days) < limits["paired_days"]:
        return ["too_few_days"]
    return ["no_room"] if _no_room(headache[days + 1]) else []


def _no_room(entries: Array) -> bool:
    """Headache on nearly every one of those days, or on hardly any."""
    if not len(entries):
        return True
    rate = WINDOW * float(entries.mean())
    return bool(min(rate, WINDOW - rate) < thresholds()["too_little"]["room_days_28"])


class _Found(NamedTuple):
    """What was found, or why nothing was, and the days that it is of."""

    effect: Effect | None
    codes: list[str]
    days: int
    split: Split | None = None


def _entry(
    named: tuple[str, Source],
    limits: Mapping[str, Any],
    found: _Found,
    told: Sentence,
    untold: Sentence,
) -> Pattern:
    """A pattern of that name and source.

    ``told`` is what is said of an effect beside its size, ``untold`` without one.
    """
    (name, source), effect, codes = named, found.effect, found.codes
    answer: Said = CANNOT_TELL
    estimate, said = None, untold
    if effect is not None:
        estimate = nine_in_ten(effect)
        said = sentence(told.code, **told.values, **dict(estimate))
        if effect.probability >= limits["yes"]:
            answer = YES
        elif effect.probability <= limits["no"]:
            answer = NO
        else:
            codes = ["too_noisy"]
    return Pattern(
        name=name,
        source=source,
        code=said.code,
        values=said.values,
        question=words.QUESTIONS[name],
        asked=ASKED[name](limits),
        answer=answer,
        probability=effect.probability if effect else None,
        estimate=estimate,
        days=found.days,
        text=said.rendered(words.SENTENCES),
        reason_codes=codes,
        split=found.split,
    )
