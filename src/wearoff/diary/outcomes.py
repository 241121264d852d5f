"""What a diary shows of a person: yes/no a day, from whatever columns were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.profiles import BAD_PAIN, profile
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.records import Note

if TYPE_CHECKING:
    from wearoff.records import Array, Diary

HEADACHE_DAYS = "headache_days"
MIGRAINE_DAYS = "migraine_days"
SEVERE_HEADACHE = "moderate_headache"
HEADACHES = {HEADACHE_DAYS: "headache days", MIGRAINE_DAYS: "migraine days"}
"""What headaches are judged by, and its words: migraine days where nothing else is written."""
PAINS = {
    "jaw_pain_10": ("jaw_pain_days", "jaw pain"),
    "neck_pain_10": ("neck_pain_days", "neck pain"),
    "leg_pain_10": ("leg_pain_days", "leg pain"),
}
"""Columns of pain from 0 to 10, with the name and the words of the days on which it is bad."""
MODERATE = 2
"""Of none, mild, moderate and severe: the definition of `severity_3`."""


@dataclass(frozen=True)
class Outcome:
    """A yes/no series of a diary.

    ``values`` holds 1 (yes), 0 (no) or NaN (not written) a day; ``text`` names the days that are
    counted; ``note`` says what was done where the diary lacks the usual column.
    """

    name: str
    text: str
    values: Array
    note: Note | None = None


def headache_days(diary: Diary) -> Array:
    """Headache a day: 1, 0 or NaN (days,).

    ``headache`` decides where it is written. Else any severity, pain, hours or migraine above 0 is
    headache, and all written ones at 0 are none; no migraine alone says nothing about headache. In
    a diary of migraine and no other sign of headache, migraine days are counted instead.
    """
    if _migraine_alone(diary):
        return diary.values["migraine"]
    nothing = np.full(diary.days, np.nan)
    told = diary.values.get("headache", nothing)
    sizes = np.array([diary.values.get(n, nothing) for n in ("severity_3", "pain_10", "hours")])
    migraine = diary.values.get("migraine", nothing)
    some = np.any(sizes > 0, axis=0) | (migraine > 0)
    none = np.any(sizes == 0, axis=0)
    derived = np.where(some, 1.0, np.where(none, 0.0, np.nan))
    return np.where(np.isnan(told), derived, told)


def main_outcome(diary: Diary, condition_name: str) -> Outcome:
    """The series by which a condition is judged.

    Headache days for the headaches; days with bad jaw, leg or neck pain (at or above the profile's
    cut-off) for the others, or headache days where that pain was not written.

    Raises:
        InputError: the condition has no profile, or nothing in the diary fits it.
    """
    judged = profile(condition_name)
    column = judged.main
    if column in PAINS and _written(diary, column):
        return _bad_days(diary, column, judged.cut_off)
    headache = _headache(diary)
    if not np.isfinite(headache.values).any():
        usual = "" if judged.counts_headache else f"{column}, or "
        raise InputError(
            f"nothing in it tells of {condition_name}",
            file=diary.source,
            allowed=f"{usual}headache, severity_3, pain_10, hours, or migraine days",
        )
    if judged.counts_headache:
        return headache
    note = Note("outcome_missing", {"column": column})
    return Outcome(headache.name, headache.text, headache.values, note)


def secondary_outcomes(diary: Diary, main: Outcome) -> list[Outcome]:
    """Other series of the same diary: severity on headache days, bad pain, headache."""
    headache = _headache(diary)
    found: list[Outcome] = []
    if main.name in HEADACHES:
        found = _severe_headache(diary, main.values)
    elif np.isfinite(headache.values).any():
        found = [headache]
    pains = [_bad_days(diary, column) for column in PAINS if _written(diary, column)]
    return found + [pain for pain in pains if pain.name != main.name]


def _headache(diary: Diary) -> Outcome:
    name = MIGRAINE_DAYS if _migraine_alone(diary) else HEADACHE_DAYS
    return Outcome(name, HEADACHES[name], headache_days(diary))


def _migraine_alone(diary: Diary) -> bool:
    """Whether migraine is written and no other sign of headache."""
    others = ("headache", "severity_3", "pain_10", "hours")
    return _written(diary, "migraine") and not any(_written(diary, name) for name in others)


def _bad_days(diary: Diary, column: str, cut_off: str = BAD_PAIN) -> Outcome:
    name, words = PAINS[column]
    least = rows.value(cut_off, "score_point")
    return Outcome(
        name, f"days with {words} of {least:g} or more", _at_least(diary.values[column], least)
    )


def _severe_headache(diary: Diary, headache: Array) -> list[Outcome]:
    """Of headache days, those of moderate pain or more, by the column that covers most of them.

    One column for all days: two scales would look like a change where one takes over.
    """
    least = {"severity_3": MODERATE, "pain_10": rows.value(BAD_PAIN, "score_point")}
    on_days = {
        column: np.where(headache == 1, diary.values[column], np.nan)
        for column in least
        if column in diary.values
    }
    if not any(np.isfinite(values).any() for values in on_days.values()):
        return []
    column = max(on_days, key=lambda name: int(np.isfinite(on_days[name]).sum()))
    return [
        Outcome(
            SEVERE_HEADACHE,
            "days with moderate or severe headache",
            _at_least(on_days[column], least[column]),
            Note("at_least", {"column": column, "least": least[column]}),
        )
    ]


def _written(diary: Diary, column: str) -> bool:
    return column in diary.values and bool(np.isfinite(diary.values[column]).any())


def _at_least(values: Array, least: float) -> Array:
    return np.where(np.isnan(values), np.nan, (values >= least).astype(float))
