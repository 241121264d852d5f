"""A case as a FHIR bundle: valid, the same bytes of the same case, and with nobody's name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given

import wearoff
from wearoff.diary.case import Case
from wearoff.diary.write.fhir import fhir_text
from wearoff.measures import SCORED
from wearoff.records import Diary, Event, Injection, Log, Note, Score, Session
from whole_cases import CASES

VERSION = "1.2.3"
PUBLIC = {
    ("http://loinc.org", "72514-3"),
    ("http://www.ama-assn.org/go/cpt", "64615"),
    ("http://www.ama-assn.org/go/cpt", "64616"),
    ("http://unitsofmeasure.org", "{score}"),
    ("http://unitsofmeasure.org", "{dose}"),
    ("http://unitsofmeasure.org", "h"),
    ("http://unitsofmeasure.org", "s"),
    ("http://unitsofmeasure.org", "d"),
    ("http://unitsofmeasure.org", "[USP'U]"),
}
"""Every public code that may stand in a bundle; others are ours, and say so."""


def resources(text):
    """The resources of a bundle."""
    return [entry["resource"] for entry in json.loads(text)["entry"]]


def small(**beside):
    """A case of one day with a pain."""
    diary = Diary("d", date(2026, 1, 1), {"pain_10": np.array([6.5])})
    return Case(name="Ada Lovelace", condition="chronic_migraine", diary=diary, **beside)


def parts(held):
    """Every object within a part."""
    if isinstance(held, dict):
        yield held
    for one in held.values() if isinstance(held, dict) else held:
        if isinstance(one, dict | list):
            yield from parts(one)


@given(case=CASES)
def test_a_bundle_is_valid(case):
    """The published models of R4B take every bundle, and each reference is one of its addresses."""
    text = fhir_text(case, VERSION)
    bundle = Bundle.model_validate_json(text)
    addresses = {entry.fullUrl for entry in bundle.entry}
    assert len(addresses) == len(bundle.entry)
    found = {part["reference"] for part in parts(json.loads(text)) if "reference" in part}
    assert found <= addresses


@given(case=CASES)
def test_no_code_is_invented(case):
    """A code is one of the public ones that were looked up, or ours."""
    for part in parts(json.loads(fhir_text(case, VERSION))):
        if "system" in part:
            named = (part["system"], part["code"])
            assert named in PUBLIC or part["system"].startswith("urn:wearoff:")


def test_the_same_case_gives_the_same_bytes():
    """Addresses are worked out of the content: another case has others."""
    ada, ben = wearoff.example_case("ada"), wearoff.example_case("ben")
    text = fhir_text(ada, VERSION)
    assert text == fhir_text(replace(ada, name="other"), VERSION)
    other = fhir_text(ben, VERSION)
    urls = [{entry["fullUrl"] for entry in json.loads(one)["entry"]} for one in (text, other)]
    assert not urls[0] & urls[1]


def test_nobody_is_named():
    """A patient has a number in the bundle and nothing else."""
    text = fhir_text(small(), VERSION)
    assert "Lovelace" not in text
    assert resources(text)[0] == {"resourceType": "Patient", "id": "patient-1"}


def test_pain_has_its_public_code():
    """Pain from 0 to 10 can be read by any program that knows LOINC."""
    (pain,) = (one for one in resources(fhir_text(small(), VERSION)) if "code" in one)
    codes = {coding["system"]: coding["code"] for coding in pain["code"]["coding"]}
    assert codes == {"urn:wearoff:column": "pain_10", "http://loinc.org": "72514-3"}
    assert pain["effectiveDateTime"] == "2026-01-01"
    assert pain["valueQuantity"]["value"] == 6.5


def test_a_session_holds_its_doses():
    """Each muscle's units are part of their session, with the product beside them."""
    log = Log(date(2026, 1, 5), (Session(0, "onabotulinumtoxinA", (SPOT, SPOT)),))
    found = resources(fhir_text(small(log=log), VERSION))
    (session,) = (one for one in found if one["resourceType"] == "Procedure")
    doses = [one for one in found if one["resourceType"] == "MedicationAdministration"]
    assert session["code"]["coding"][1] == {
        "system": "http://www.ama-assn.org/go/cpt",
        "code": "64615",
    }
    assert session["reasonCode"][0]["text"] == "chronic migraine"
    assert len(doses) == 2
    for dose in doses:
        assert dose["medicationCodeableConcept"]["text"] == "onabotulinumtoxinA"
        assert dose["dosage"]["site"]["text"] == "left masseter"
        assert dose["dosage"]["dose"]["value"] == 12.5
        assert dose["dosage"]["dose"]["code"] == "[USP'U]"


SPOT = Injection("masseter", "left", 12.5)


def test_a_condition_that_nobody_said_is_in_no_record():
    """What was only taken for granted is written as no reason and no code of a condition."""
    log = Log(date(2026, 1, 5), (Session(0, "onabotulinumtoxinA", (SPOT,)),))
    assumed = (Note("no_condition", {"taken": "chronic_migraine"}),)
    text = fhir_text(small(log=log, remarks=assumed), VERSION)
    assert "64615" not in text
    assert "migraine" not in text


def test_a_count_has_its_28_days():
    """A count of headache days is of the period that ends on its date."""
    score = Score(date(2026, 1, 28), "headache_days_28", 12)
    (*_, count) = resources(fhir_text(small(scores=(score,)), VERSION))
    assert count["effectivePeriod"] == {"start": "2026-01-01", "end": "2026-01-28"}


def test_a_preventive_medicine_is_a_medicine():
    """It is a statement about a medicine; another change is an observation."""
    changes = (
        Event(date(2026, 1, 1), "preventive", "topiramate"),
        Event(date(2026, 1, 1), "injury", "fall", date(2026, 1, 2)),
    )
    *_, medicine, injury = resources(fhir_text(small(events=changes), VERSION))
    assert medicine["resourceType"] == "MedicationStatement"
    assert medicine["medicationCodeableConcept"]["text"] == "topiramate"
    assert injury["valueString"] == "fall"
    assert injury["effectivePeriod"] == {"start": "2026-01-01", "end": "2026-01-02"}


@pytest.mark.parametrize("measure", sorted(SCORED))
def test_every_measure_has_a_unit(measure):
    """Whatever a scores file can hold can be written."""
    score = Score(date(2026, 1, 28), measure, SCORED[measure].lowest)
    Bundle.model_validate_json(fhir_text(small(scores=(score,)), VERSION))


def test_a_character_that_is_none_is_a_space():
    """Control characters may stand in no text of FHIR."""
    diary = Diary("d", date(2026, 1, 1), {"headache": np.array([1.0])}, {"note": ("a\x01b\nc",)})
    case = Case(name="Cy", condition="chronic_migraine", diary=diary)
    assert resources(fhir_text(case, VERSION))[-1]["valueString"] == "a b\nc"
