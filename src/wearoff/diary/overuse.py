"""Days with acute medicine by class, beside the numbers that the definition of overuse asks about.

Days with intake are counted, not doses. A day counts as taken where ``acute_medication`` is above
0, or where it is empty and ``acute_class`` names a medicine; as not taken where it is 0. Any other
day is unknown, whatever else was written on it: an empty cell is never a day without medicine. So
a count has a least (days written as taken) and a most (these and all unknown days), and the answer
is yes or no only where both agree. A day's class is unknown where no word of its cell is known.

The definition is ICHD-3 8.2: evidence rows ``overuse_*``. Its month is counted as 28 days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from wearoff.diary.result import MedicineClass, MedicineWindow, Overuse
from wearoff.evidence import rows
from wearoff.formats.documents import sentence
from wearoff.units import WINDOW
from wearoff.words import medicine as words
from wearoff.words.medicine import SEVERAL, UNKNOWN

if TYPE_CHECKING:
    from wearoff.formats.documents import Sentence
    from wearoff.records import Array, Diary

WINDOWS = 3
DAYS = WINDOW * WINDOWS
Line = Literal["specific", "simple"]
SPECIFIC: Line = "specific"
SIMPLE: Line = "simple"
USES = {
    "overuse_days_*": "days with acute medicine in analyze",
    "overuse_months": "days with acute medicine in analyze",
    "overuse_headache_days": "days with acute medicine in analyze",
}
"""What each row is used for here."""
CLASSES: dict[str, tuple[Line, str]] = {
    "triptans": (SPECIFIC, r"\w*triptans?"),
    "ergots": (SPECIFIC, r"ergots?|ergotamines?|dihydroergotamine|dhe"),
    "opioids": (SPECIFIC, r"opioids?|opiates?|codeine|tramadol|morphine|oxycodone|hydrocodone"),
    "combination analgesics": (SPECIFIC, r"combinations?( analgesics?)?|combined analgesics?"),
    "simple analgesics": (
        SIMPLE,
        (
            "(simple |non opioid )?analgesics?|simple|nsaids?|anti inflammator(y|ies)|paracetamol"
            "|acetaminophen|aspirin|ibuprofen|naproxen|diclofenac|ketoprofen|metamizole"
        ),
    ),
}
"""Line of each class, and the words that name it. All non-opioid analgesics are one class."""
NOTHING = r"none|no|nothing|0"
BETWEEN = re.compile(r"[;,/+&|]|\band\b")


@dataclass(frozen=True)
class _Taken:
    """The last days: ``any`` (DAYS,) 1, 0 or NaN; ``named`` by class, and ``unclear``, are yes/no.

    ``unclear`` days were taken, with a medicine of which the class is not known; ``contradicted``
    days have a count of 0 and name a medicine.
    """

    any: Array
    named: dict[str, Array]
    unclear: Array
    contradicted: Array

    @property
    def unknown(self) -> Array:
        """Days of which nothing is known."""
        return np.isnan(self.any)


def overuse(diary: Diary) -> Overuse | None:
    """Days with acute medicine in 28 over the last 84 days, by class, beside their lines.

    ``days_28`` is 28 times the days taken over the days with an entry of acute medicine. Where no
    day without medicine is written and days are empty, it is 28/84 times the days taken, and
    ``at_least`` is true. ``counted`` is "yes" if each of three windows of 28 days has as many days
    as the line, "no" if one of them has fewer even with its unknown days, else "not_recorded".
    84 days are a little less than the 3 months of the definition, so "yes" is of these days.

    Several classes stand together where no single one reaches its line. Where a day's class is not
    known, the total stands against both lines.

    Returns:
        Windows and classes; None for a diary that never says anything of acute medicine.
    """
    if not np.isfinite(_whole(diary).any).any():
        return None
    taken = _last(_whole(diary))
    said = _summary(taken)
    row = rows.get(f"overuse_days_{SPECIFIC}")
    return Overuse(
        code=said.code,
        values=said.values,
        windows=_windows(diary, taken),
        classes=_classes(taken),
        text=said.rendered(words.SENTENCES),
        source=rows.sources()[row.source].citation,
        grade=row.grade,
    )


def classes_of(cell: str) -> tuple[set[str], bool]:
    """Classes that a cell names, and whether it holds a word that names none (or nothing)."""
    found: set[str] = set()
    unclear = False
    for word in _words(cell):
        names = {name for name, (_, known) in CLASSES.items() if re.fullmatch(known, word)}
        found |= names
        unclear |= not names and not re.fullmatch(NOTHING, word)
    return found, unclear


def _words(cell: str) -> list[str]:
    pieces = BETWEEN.split(re.sub(r"[_-]", " ", cell.lower()))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _whole(diary: Diary) -> _Taken:
    """What the whole diary says; the count decides where count and class disagree."""
    counts = diary.values.get("acute_medication", np.full(diary.days, np.nan))
    cells = diary.texts.get("acute_class", ("",) * diary.days)
    told = [classes_of(cell) for cell in cells]
    some = np.array([bool(names) or unclear for names, unclear in told])
    written = np.array([bool(_words(cell)) for cell in cells])
    by_class = np.where(written, some.astype(float), np.nan)
    days = np.where(np.isnan(counts), by_class, (counts > 0).astype(float))
    yes = days == 1
    named = {name: yes & np.array([name in names for names, _ in told]) for name in CLASSES}
    unclear = yes & np.array([unclear or not names for names, unclear in told])
    return _Taken(days, named, unclear, (days == 0) & some)


def _last(taken: _Taken) -> _Taken:
    """The last 84 days; days before the diary are unknown."""
    lacking = max(0, DAYS - len(taken.any))

    def cut(days: Array, fill: float) -> Array:
        return np.concatenate([np.full(lacking, fill, days.dtype), days])[-DAYS:]

    named = {name: cut(days, fill=False) for name, days in taken.named.items()}
    return _Taken(
        cut(taken.any, np.nan),
        named,
        cut(taken.unclear, fill=False),
        cut(taken.contradicted, fill=False),
    )


def _windows(diary: Diary, taken: _Taken) -> list[MedicineWindow]:
    begin = diary.first + timedelta(days=diary.days - DAYS)
    return [
        MedicineWindow(
            first=begin + timedelta(days=k * WINDOW),
            last=begin + timedelta(days=(k + 1) * WINDOW - 1),
            written=int(days),
        )
        for k, days in enumerate(_by_window(~taken.unknown))
    ]


def _by_window(days: Array) -> Array:
    """Days with a yes in each window (windows,)."""
    return days.reshape(WINDOWS, WINDOW).sum(axis=1)


def _classes(taken: _Taken) -> list[MedicineClass]:
    named = {name: days for name, days in taken.named.items() if days.any()}
    open_days = taken.unknown | taken.unclear
    found = [_class(name, days, open_days, taken, CLASSES[name][0]) for name, days in named.items()]
    everything = taken.any == 1
    if taken.unclear.any():
        found += [
            _class(UNKNOWN, everything, taken.unknown, taken, line) for line in (SPECIFIC, SIMPLE)
        ]
    elif len(named) > 1 and all(one.counted != "yes" for one in found):
        found.append(_class(SEVERAL, everything, taken.unknown, taken, SPECIFIC))
    return found


def _class(name: str, days: Array, open_days: Array, taken: _Taken, of: Line) -> MedicineClass:
    line = round(rows.value(f"overuse_days_{of}", "day"))
    least, most = _by_window(days), _by_window(days | open_days)
    counted: Literal["yes", "no", "not_recorded"] = "not_recorded"
    if (least >= line).all():
        counted = "yes"
    elif (most < line).any():
        counted = "no"
    unknown = int(taken.unknown.sum())
    at_least = bool(unknown) and not (taken.any == 0).any()
    days_28 = WINDOW * float(days.sum()) / (DAYS if at_least else DAYS - unknown)
    written = _by_window(~taken.unknown)
    by_window = [int(n) if known else None for n, known in zip(least, written, strict=True)]
    months = rows.value("overuse_months", "month")
    return MedicineClass(
        name=name,
        days_28=days_28,
        at_least=at_least,
        by_window=by_window,
        line=line,
        of=of,
        months=months,
        counted=counted,
        text=words.of_class(
            name=name,
            days_28=days_28,
            at_least=at_least,
            by_window=by_window,
            line=line,
            of=of,
            months=months,
        ),
    )


def _summary(taken: _Taken) -> Sentence:
    written = int((~taken.unknown).sum())
    if not written:
        return sentence("not_written", days=DAYS)
    return sentence(
        "together",
        taken=int((taken.any == 1).sum()),
        written=written,
        days=DAYS,
        contradicted=int(taken.contradicted.sum()),
        months=rows.value("overuse_months", "month"),
        headache_days=rows.value("overuse_headache_days", "day"),
    )
