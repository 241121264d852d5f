"""FHIR R4 bundles: what a bundle of ours says, exactly, and of others what cannot be misread.

Read are Observations of a column or a total by our local codes, and pain from 0 to 10 by its LOINC
code; MedicationAdministrations of a product into a muscle; events by our local codes. A time of
day counts as written, in the clock that it is written in. Whatever else is in the bundle is listed
as not read: a code is never guessed.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from wearoff.diary.pieces import ReadFile
from wearoff.diary.read.collected import Collected
from wearoff.diary.read.events import KINDS
from wearoff.diary.read.ours import NUMBERS, WORDS
from wearoff.diary.read.scores import MEASURES
from wearoff.diary.write.fhir import (
    COLUMN,
    CPT,
    EVENT,
    INJECTION,
    MEASURE,
    PAIN_10,
    PRODUCT,
    PRODUCT_UNIT,
    SITE,
    UNITS,
)
from wearoff.errors import LISTED, Faults, InputError
from wearoff.evidence.products import is_toxin
from wearoff.evidence.spelling import one_word
from wearoff.formats.bundles import LOINC, MOST_BYTES, TOLD, read_bundle
from wearoff.formats.csvs import MISSING
from wearoff.formats.tables import file_bytes
from wearoff.records import Event, Note
from wearoff.simulation import log_rows

if TYPE_CHECKING:
    from pathlib import Path

    from wearoff.diary.read.entries import Reading
    from wearoff.diary.read.readers import Source
    from wearoff.formats.bundles import Node
    from wearoff.formats.csvs import Range

SAID = ("final", "amended", "corrected", "preliminary")
"""Status of an observation that holds; others were cancelled, or entered in error."""
DONE = ("completed",)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INJECTED = ("64612", "64615", "64616")
"""Injections of muscles of the face, for chronic migraine, and of the neck, in CPT."""
UNIT_WORDS = {one_word(unit) for unit in (PRODUCT_UNIT, "U", "IU", "unit", "units", "[IU]")}


def recognizes(source: Source) -> bool:
    """Whether it is JSON of FHIR."""
    begun = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begun.startswith(b"{") and b'"resourceType"' in source.head


def read(source: Source) -> Reading:
    """What a bundle says of the one person that it is of.

    Raises:
        InputError: no bundle, more than one person, or a value that is none of its scale; a line
            a fault, with the number of the entry.
    """
    if source.path is None:
        raise InputError("is no file", file=source.file)
    data = file_bytes(source.path, MOST_BYTES)
    found = _Reader(data, source.path)
    faults = found.faults()
    faults.check()
    return found.reading(
        ReadFile(
            kind="diary",
            source=source.name,
            format="fhir",
            sha256=hashlib.sha256(data).hexdigest(),
            dates="iso",
            separator="",
            words={},
            columns=found.columns,
        )
    )


class _Reader:
    """Goes through a bundle once and gathers what each resource says."""

    def __init__(self, data: bytes, file: Path | str) -> None:
        """Open the bundle."""
        self.file = file
        self.bundle = read_bundle(data, file)
        self.found = Collected()
        self.columns: dict[str, str] = {}
        self.sessions: set[date] = set()
        self.people: set[str] = set()
        self.unread: Counter[str] = Counter()

    def faults(self) -> Faults:
        """Read every resource; what is wrong with them."""
        read = {
            "Observation": self._observation,
            "Procedure": self._procedure,
            "MedicationAdministration": self._administration,
            "MedicationStatement": self._statement,
            "Patient": _plain_patient,
        }
        faults = Faults()
        for one in self.bundle.resources:
            try:
                if not (one.at in read and read[one.at](one)):
                    self.unread[_called(one)] += 1
                elif one.at != "Patient":
                    self.people.add(_person(one))
            except InputError as error:
                faults.add(error if error.file else self._at(one, error))
        people = len(self.people - {""})
        if people > 1:
            faults.add(
                InputError(
                    f"{people} people in one bundle", file=self.file, fix="give a bundle of one"
                )
            )
        return faults

    def reading(self, file: ReadFile) -> Reading:
        """What was read, and what was not."""
        named = self.unread.most_common(LISTED)
        beyond = self.unread.total() - sum(count for _, count in named)
        named += [("resources of other kinds", beyond)] if beyond else []
        notes = [Note("resource_not_read", {"what": what, "count": n}) for what, n in named]
        without = len(self.sessions - self.found.session_days)
        notes += [Note("session_without_doses", {"sessions": without})] if without else []
        notes += [Note("bundle_goes_on")] if self.bundle.more else []
        return self.found.reading(file, notes)

    def _at(self, one: Node, error: InputError) -> InputError:
        problem = f"entry {one.entry}: {error.problem}"
        return InputError(problem, file=self.file, allowed=error.allowed, fix=error.fix)

    # Observations

    def _observation(self, one: Node) -> bool:
        if one.text("status") not in SAID:
            return False
        codes = one.concept("code").codes
        if codes.get(EVENT) in KINDS:
            return self._event(one, codes[EVENT], one.text("valueString"))
        if codes.get(MEASURE) in MEASURES:
            return self._score(one, codes[MEASURE])
        return self._column(
            one, "pain_10" if codes.get(LOINC) == PAIN_10 else codes.get(COLUMN, "")
        )

    def _column(self, one: Node, name: str) -> bool:
        moment = _moment(one)
        if moment is None or (name not in NUMBERS and name not in WORDS):
            return False
        day, timed = moment
        self.columns[name] = f"{LOINC}|{PAIN_10}" if name == "pain_10" else f"{COLUMN}|{name}"
        entry = self.found.entry(day, one.line, name, timed=timed)
        if name in WORDS:
            text = one.text("valueString")
            entry.texts.update({} if text in MISSING else {name: text})
            return not _values(one) - {"valueString"}
        value = _number(one, UNITS.get(name, ("", ""))[1])
        if value is None:
            return not _values(one)
        entry.values[name] = _within(name, value, NUMBERS[name])
        return True

    def _score(self, one: Node, measure: str) -> bool:
        period = one.part("effectivePeriod")
        moment = _day(period, "end") if period else _moment(one)
        value = _number(one, "")
        if moment is None or value is None:
            return False
        self.found.score(moment[0], measure, _within(measure, value, MEASURES[measure]))
        return True

    def _event(self, one: Node, kind: str, what: str) -> bool:
        period = one.part("effectivePeriod")
        start, until = _day(period, "start"), _day(period, "end")
        if start is None or (until is None and "end" in period):
            return False
        if until and until < start:
            raise InputError(f"{kind} from {start[0]} until {until[0]}")
        self.found.events.append(Event(start[0], kind, what or kind, until[0] if until else None))
        return True

    # Sessions and medicines

    def _procedure(self, one: Node) -> bool:
        moment = _day(one, "performedDateTime")
        codes = one.concept("code").codes
        known = INJECTION in codes.items() or codes.get(CPT) in INJECTED
        if moment is None or not known:
            return False
        self.sessions.add(moment[0])
        return one.text("status") in DONE

    def _administration(self, one: Node) -> bool:
        medicine, dosage = one.concept("medicationCodeableConcept"), one.part("dosage")
        product = medicine.codes.get(PRODUCT) or medicine.text
        moment = _moment(one)
        if moment is None or one.text("status") not in DONE or not is_toxin(product):
            return False
        site, dose = dosage.concept("site"), dosage.part("dose")
        muscle, _, side = site.codes.get(SITE, "").rpartition("_")
        unit = dose.text("code") or dose.text("unit")
        if one_word(unit) not in UNIT_WORDS:
            raise InputError(f"a dose of {product} in {unit or 'nothing'}", allowed="units")
        units = _within("units", dose.number("value"), log_rows.UNITS)
        self.found.dose(moment[0], product, muscle or site.text, side, units)
        return True

    def _statement(self, one: Node) -> bool:
        kind = one.concept("category").codes.get(EVENT)
        if kind not in KINDS:
            return False
        return self._event(one, kind, one.concept("medicationCodeableConcept").text)


def _plain_patient(one: Node) -> bool:
    """Whether a patient says nothing that is passed over."""
    return not set(one.names) - {"resourceType", "id", "meta"}


def _person(one: Node) -> str:
    """Who a resource is about, by whatever it names them."""
    subject = one.part("subject")
    return subject.text("reference") or subject.part("identifier").text("value")


def _called(one: Node) -> str:
    """What a resource that is not read is: its type, its words, and a status that may be why."""
    words = one.concept("code").text or one.concept("medicationCodeableConcept").text
    words = " ".join(words.split())
    status = one.text("status")
    told = f"{one.at}: {words[:TOLD]}" if words else one.at
    return told if status in {"", *SAID, *DONE} else f"{told} ({status})"


def _values(one: Node) -> set[str]:
    """Names of the elements that hold a value."""
    return {name for name in one.names if name.startswith("value") or name == "component"}


def _number(one: Node, unit: str) -> float | None:
    """The one number of an observation; None if it has none that can be told for sure."""
    quantity = one.part("valueQuantity")
    if quantity.text("comparator") or (unit and quantity.text("code") not in {"", unit}):
        return None
    truth = one.truth("valueBoolean")
    found = [quantity.number("value"), one.number("valueInteger")]
    found += [] if truth is None else [float(truth)]
    numbers = [value for value in found if not math.isnan(value)]
    return numbers[0] if len(numbers) == 1 else None


def _within(name: str, value: float, holds: Range) -> float:
    """The value, if it is one of its scale."""
    if not holds.has(value):
        raise InputError(f"{name} of {value:g}", allowed=holds.allowed)
    return value


def _moment(one: Node) -> tuple[date, bool] | None:
    """The day that a resource is of, and whether its time is said; None if it is of no one day."""
    period = one.part("effectivePeriod")
    if period:
        start, end = _day(period, "start"), _day(period, "end")
        return start if start and end and start[0] == end[0] else None
    return _day(one, "effectiveDateTime") or _day(one, "effectiveInstant")


def _day(one: Node, name: str) -> tuple[date, bool] | None:
    """The day of a date or a moment, as written where it was written; None of a month or a year."""
    text = one.text(name)
    if not DAY.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        one.refuse(name, "a date as 2026-03-31, or a moment as 2026-03-31T20:15:00+02:00")
    return moment.date(), len(text) > len("2026-03-31")
