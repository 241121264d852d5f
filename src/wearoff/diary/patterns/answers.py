"""Patterns of one diary as answers: what goes before headache, and headache around bleeding.

Every answer is about an order in time and says so; none is about a cause. A column that the diary
does not have gives no entry; one with too few days gives cannot tell and the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.patterns.model import Effect, Window, around, first_days, lead, pairs
from wearoff.diary.thresholds import thresholds
from wearoff.diary.verdicts import CANNOT_TELL, NO, YES, Verdict
from wearoff.diary.verdicts import REASONS as VERDICT_REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.records import Array

JAW = "jaw_drives_headache"
REASONS = {
    "no_room": VERDICT_REASONS["no_room"],
    "too_noisy": VERDICT_REASONS["too_noisy"],
    "too_few_days": "too few days were written in a row",
    "too_few_cycles": "too few first days of bleeding with the days around them written",
    "unchanging": "it was much the same on nearly every day, so there is nothing to compare",
    "always_together": "taken on nearly every headache day, or on hardly any, so there is nothing "
    "to compare",
}
"""Reason codes of patterns, in words."""
ORDER_ONLY = "This is an order in time, not a cause."


def patterns(
    values: Mapping[str, Array], headache: Array, sessions: Sequence[int] = ()
) -> list[dict[str, Any]]:
    """What the diary's other columns say about headache, an entry a column that was written in.

    Args:
        values: diary columns by name (D,), NaN where nothing was written.
        headache: 0 or 1 a day (D,), NaN where nothing was written.
        sessions: days of the sessions, as places in the arrays.

    Returns:
        Entries with ``name``, ``question``, ``asked``, ``answer``, ``probability`` and ``estimate``
        (headache days in 28 such days, more than in 28 others; None where nothing was estimated),
        ``days`` used, ``text`` and ``reason_codes``.
    """
    found: list[dict[str, Any]] = []
    for column, ask in (
        ("jaw_pain_10", _jaw),
        ("acute_medication", _medication),
        ("menstruation", _menstruation),
    ):
        if column in values and np.isfinite(values[column]).any():
            found.append(ask(values[column], headache, sessions))
    return found


def jaw_verdict(found: Sequence[Mapping[str, Any]]) -> Verdict | None:
    """The answer to ``jaw_drives_headache`` from those patterns; None where no jaw pain is."""
    for entry in found:
        if entry["name"] == "jaw_pain_before_headache":
            codes = tuple(entry["reason_codes"])
            because = (entry["text"], *(REASONS[code] for code in codes))
            return Verdict(
                JAW, entry["asked"], entry["answer"], entry["probability"], codes, because
            )
    return None


# One column each


def _jaw(jaw: Array, headache: Array, sessions: Sequence[int]) -> dict[str, Any]:
    limits = thresholds()[JAW]
    days = pairs(headache, jaw)
    written = jaw[days]
    middle = np.median(written) if len(days) else 0.0
    varied = max((written > middle).sum(), (written < middle).sum())
    codes = _too_few(days, headache, limits)
    if not codes and varied < limits["least_of_each"]:
        codes = ["unchanging"]
    effect = None
    if not codes:
        step, least = limits["points"], limits["days_28"]
        effect = lead(headache, jaw, step=step, least=least, sessions=sessions)
    after = f"after a day with jaw pain {limits['points']:.0f} points above its usual"
    return _entry(
        "jaw_pain_before_headache",
        "jaw pain comes before headache",
        limits,
        (limits["asked"], effect, codes, len(days)),
        (
            f"Of 28 days {after}, {{more}} after a day of usual jaw pain. {ORDER_ONLY}",
            _needed(len(days), limits),
        ),
    )


def _medication(doses: Array, headache: Array, sessions: Sequence[int]) -> dict[str, Any]:
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
        "acute_medication_before_headache",
        "headache on the day after acute medicine",
        limits,
        (limits["medication_asked"], effect, codes, len(days)),
        (
            (
                "Of 28 days after a headache day with acute medicine, {more} after a headache day "
                f"without. {ORDER_ONLY} Worse headaches are treated more often and last longer, "
                "so it does not say what the medicine did."
            ),
            _needed(len(days), limits),
        ),
    )


def _menstruation(bleeding: Array, headache: Array, _: Sequence[int]) -> dict[str, Any]:
    limits = thresholds()["patterns"]
    keys = ("window_first", "window_last", "reach", "least_inside", "least_others")
    onsets = first_days(bleeding, headache, limits["apart"])
    window = Window(*(limits[key] for key in keys))
    effect = around(headache, onsets, window, least=limits["days_28"])
    days = 0 if effect is None else effect.days
    codes = ["too_few_cycles"] if effect is None or effect.cycles < limits["cycles"] else []
    if not codes and _no_room(headache[np.isfinite(headache)]):
        codes = ["no_room"]
    cycles = 0 if effect is None else effect.cycles
    return _entry(
        "menstruation_and_headache",
        "headache around menstruation",
        limits,
        (limits["menstruation_asked"], None if codes else effect, codes, days),
        (
            (
                "Of 28 days from 2 days before bleeding to its third day, {more} of 28 other days "
                f"near it ({cycles} cycles). {ORDER_ONLY}"
            ),
            f"{cycles} cycles could be used; {limits['cycles']} are needed.",
        ),
    )


# What they share


def _needed(days: int, limits: Mapping[str, Any]) -> str:
    return f"{days} days could be used, with the day after; {limits['paired_days']} are needed."


def _too_few(days: Array, headache: Array, limits: Mapping[str, Any]) -> list[str]:
    if len(days) < limits["paired_days"]:
        return ["too_few_days"]
    return ["no_room"] if _no_room(headache[days + 1]) else []


def _no_room(entries: Array) -> bool:
    """Headache on nearly every one of those days, or on hardly any."""
    if not len(entries):
        return True
    rate = 28 * float(entries.mean())
    return bool(min(rate, 28 - rate) < thresholds()["too_little"]["room_days_28"])


def _entry(
    name: str,
    question: str,
    limits: Mapping[str, Any],
    found: tuple[str, Effect | None, list[str], int],
    texts: tuple[str, str],
) -> dict[str, Any]:
    asked, effect, codes, days = found
    answer = CANNOT_TELL
    if effect is not None:
        if effect.probability >= limits["yes"]:
            answer = YES
        elif effect.probability <= limits["no"]:
            answer = NO
        else:
            codes = ["too_noisy"]
    told, untold = texts
    return {
        "name": name,
        "question": question,
        "asked": asked,
        "answer": answer,
        "probability": effect.probability if effect else None,
        "estimate": (
            {"mean": effect.mean, "lo90": effect.lo90, "hi90": effect.hi90} if effect else None
        ),
        "days": days,
        "text": told.format(more=_more(effect)) if effect else untold,
        "reason_codes": codes,
    }


def _more(effect: Effect) -> str:
    """``about 3 more have headache (9 in 10 chance: 1 to 5 more) than``."""
    whole, low, high = (round(value) for value in (effect.mean, effect.lo90, effect.hi90))
    if low >= 0:
        between = f"{low} to {high} more"
    elif high <= 0:
        between = f"{-high} to {-low} fewer"
    else:
        between = f"{-low} fewer to {high} more"
    verb = "has" if abs(whole) == 1 else "have"
    chance = f"{verb} headache (9 in 10 chance: {between})"
    if not whole:
        return f"about as many {chance} as"
    return f"about {abs(whole)} {'more' if whole > 0 else 'fewer'} {chance} than"
