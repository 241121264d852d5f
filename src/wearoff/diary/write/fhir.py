"""A case as a FHIR R4 bundle: what was written of each day, sessions, totals, what else changed.

    Patient                      one, without a name, a number or a date of birth
    Observation                  a column of a day, a total of a clinic, another change
    Procedure                    a session, of one product
    MedicationAdministration     units into one muscle, part of its session
    MedicationStatement          a preventive medicine

A thing for which no public code is known has a local one, a name of ours in a system that begins
``urn:wearoff:``, and words. Pain from 0 to 10 also has its LOINC code, a session that of CPT where
the condition is said. Resources are numbered, so that the same case gives the same bytes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wearoff.diary.write.tables import Entry, entries
from wearoff.formats.bundles import LOINC, Part, allowed_text, bundle_text, concept, quantity
from wearoff.measures import MEASURES, Kind
from wearoff.words import dictionary

if TYPE_CHECKING:
    from datetime import date

    from wearoff.diary.case import Case
    from wearoff.records import Event, Score, Session

LOCAL = "urn:wearoff:"
COLUMN, MEASURE, EVENT = f"{LOCAL}column", f"{LOCAL}measure", f"{LOCAL}event"
SITE, PRODUCT, CONDITION = f"{LOCAL}site", f"{LOCAL}product", f"{LOCAL}condition"
INJECTION = (f"{LOCAL}procedure", "injection")
PAIN_10 = "72514-3"
"""Pain severity, 0 to 10 verbal numeric rating, in LOINC."""
CPT = "http://www.ama-assn.org/go/cpt"
SESSIONS = {"chronic_migraine": "64615", "cervical_dystonia": "64616"}
"""Injection of nerves' muscles for a condition, in CPT."""
PRODUCT_UNIT = "[USP'U]"
"""Units of a product in UCUM; the product stands beside them, and no two are ever added."""
TRUE_FALSE = ("headache", "migraine", "menstruation")
WHOLE = ("severity_3",)
SCORE = ("of 10", "{score}")
UNITS = {
    "pain_10": SCORE,
    "neck_pain_10": SCORE,
    "jaw_pain_10": SCORE,
    "leg_pain_10": SCORE,
    "hours": ("hours", "h"),
    "acute_medication": ("doses", "{dose}"),
}
"""Unit of a column in words and in UCUM."""
MEASURE_UNITS = {
    "points": ("points", "{score}"),
    "seconds": ("seconds", "s"),
    "days": ("days", "d"),
}
"""The same of a measure's unit."""
PREVENTIVE = "preventive"


def fhir_text(case: Case, version: str) -> str:
    """The bundle as JSON.

    Args:
        case: Of one person; its name and a count from before the diary are not in the bundle.
        version: Of the program.
    """
    found = _Resources()
    for entry in entries(case.diary):
        _add_day(found, entry)
    condition = None if "no_condition" in {note.code for note in case.remarks} else case.condition
    if case.log:
        for session in case.log.given:
            day = case.log.first + timedelta(days=session.day)
            _add_session(found, session, day, condition)
    for score in case.scores:
        _add_score(found, score)
    for event in case.events:
        _add_event(found, event)
    return bundle_text(found.resources, version)


class _Resources:
    """Resources about one patient, in order, each with its number."""

    def __init__(self) -> None:
        self.resources: list[Part] = [{"resourceType": "Patient", "id": "patient-1"}]
        self._counts: dict[str, int] = {}

    def add(self, kind: str, elements: Part) -> str:
        """One more; its id."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        name = f"{kind.lower()}-{self._counts[kind]}"
        about = {"subject": {"reference": "patient-1"}}
        self.resources.append({"resourceType": kind, "id": name, **elements, **about})
        return name


def _add_day(found: _Resources, entry: Entry) -> None:
    when: Part = {"effectiveDateTime": entry.day.isoformat()}
    for name, value in entry.values.items():
        found.add("Observation", {**_observed(COLUMN, name), **when, **_value(name, value)})
    for name, text in entry.texts.items():
        told = {"valueString": allowed_text(text)}
        found.add("Observation", {**_observed(COLUMN, name), **when, **told})


def _observed(system: str, name: str) -> Part:
    """What every observation has: that it is final, and of what it is."""
    words = MEASURES[name].title if system == MEASURE else dictionary.DIARY.get(name, name)
    public = [(LOINC, PAIN_10)] if name == "pain_10" else []
    return {"status": "final", "code": concept(words, (system, name), *public)}


def _value(name: str, value: float) -> Part:
    if name in TRUE_FALSE:
        return {"valueBoolean": bool(value)}
    if name in WHOLE:
        return {"valueInteger": int(value)}
    return {"valueQuantity": quantity(value, *UNITS[name])}


def _add_session(found: _Resources, session: Session, day: date, condition: str | None) -> None:
    """A session and its injections; what it is for only where somebody said so."""
    public, reason = [], {}
    if condition:
        public = [(CPT, SESSIONS[condition])] if condition in SESSIONS else []
        reason = {"reasonCode": [concept(condition.replace("_", " "), (CONDITION, condition))]}
    code = concept("injection of botulinum toxin", INJECTION, *public)
    performed = {"performedDateTime": day.isoformat()}
    procedure = found.add("Procedure", {"status": "completed", "code": code, **reason, **performed})
    for injection in session.injections:
        words = f"{injection.side} {injection.muscle.replace('_', ' ')}"
        found.add(
            "MedicationAdministration",
            {
                "partOf": [{"reference": procedure}],
                "status": "completed",
                "medicationCodeableConcept": concept(session.product, (PRODUCT, session.product)),
                "effectiveDateTime": day.isoformat(),
                "dosage": {
                    "site": concept(words, (SITE, injection.site)),
                    "route": concept("intramuscular (IM)"),
                    "dose": quantity(injection.units, f"U of {session.product}", PRODUCT_UNIT),
                },
            },
        )


def _add_score(found: _Resources, score: Score) -> None:
    when: Part = {"effectiveDateTime": score.day.isoformat()}
    if MEASURES[score.measure].kind is Kind.COUNT:
        first = score.day - timedelta(days=MEASURES[score.measure].days - 1)
        when = {"effectivePeriod": _period(first, score.day)}
    value = quantity(score.value, *MEASURE_UNITS[MEASURES[score.measure].unit])
    found.add("Observation", {**_observed(MEASURE, score.measure), **when, "valueQuantity": value})


def _add_event(found: _Resources, event: Event) -> None:
    period, what = _period(event.start, event.until), allowed_text(event.what)
    kind = concept(event.kind, (EVENT, event.kind))
    if event.kind == PREVENTIVE:
        found.add(
            "MedicationStatement",
            {
                "status": "completed" if event.until else "unknown",  # nobody says that it goes on
                "category": kind,
                "medicationCodeableConcept": concept(what),
                "effectivePeriod": period,
            },
        )
        return
    told = {"effectivePeriod": period, "valueString": what}
    found.add("Observation", {"status": "final", "code": kind, **told})


def _period(start: date, end: date | None) -> Part:
    return {"start": start.isoformat(), **({"end": end.isoformat()} if end else {})}
