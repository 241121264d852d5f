"""FHIR bundles in: ours exactly, those of others as far as they cannot be misread."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from conftest import ROOT
from damage import BYTES, mutated, read_or_refused
from wearoff.diary.write.fhir import fhir_text
from wearoff.diary.write.tables import write_case
from wearoff.errors import InputError
from whole_cases import CASES, held, read_folder

LOINC = "http://loinc.org"
CONDITION = "chronic_migraine"


def pain(value=6, when="2026-01-01", **beside):
    """Pain from 0 to 10 as any program may write it."""
    held = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "72514-3"}]},
        "effectiveDateTime": when,
        "valueQuantity": {"value": value, "unit": "{score}"},
    }
    return {name: one for name, one in (held | beside).items() if one is not None}


def bundle(*resources, **beside):
    """A bundle of these."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": one} for one in resources],
        **beside,
    }


@pytest.fixture
def read(tmp_path):
    """Read a bundle as a case."""

    def call(held):
        file = tmp_path / "b.json"
        file.write_text(held if isinstance(held, str) else json.dumps(held))
        return wearoff.read_case(file, condition=CONDITION)

    return call


def days(case):
    """Pain by date."""
    return {entry.day.isoformat(): entry.values.get("pain_10") for entry in case.entries}


# Ours


@given(case=CASES)
def test_a_bundle_of_ours_is_the_same_case(tmp_path_factory, case):
    """CSV to FHIR to CSV: every entry, dose, total and event, with all digits and words."""
    folder = tmp_path_factory.mktemp("case")
    write_case(case, folder / "first")
    first = read_folder(folder / "first")
    (folder / "b.json").write_text(fhir_text(first, "1"))
    second = wearoff.read_case(folder / "b.json", condition=CONDITION)
    assert held(second) == held(first) == held(case)
    write_case(second, folder / "second")
    texts = [
        {path.name: path.read_text() for path in (folder / name).iterdir()}
        for name in ("first", "second")
    ]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", ["ada", "ben"])
def test_an_example_counts_the_same(tmp_path, name):
    """Counts and sessions of a diary of years do not change on the way."""
    case = wearoff.example_case(name)
    (tmp_path / "b.json").write_text(fhir_text(case, "1"))
    found = wearoff.read_case(tmp_path / "b.json", condition=CONDITION)
    assert held(found) == held(case)
    assert (found.understood.headache, found.understood.free) == (
        case.understood.headache,
        case.understood.free,
    )
    assert [file.format for file in found.files] == ["fhir"]
    assert found.files[0].columns == {"headache": "urn:wearoff:column|headache"}


def test_two_visits_of_a_bundle_are_one_session(read, tmp_path):
    """Visits within days are gathered as those of any log are, and said."""
    (tmp_path / "log.csv").write_text(
        "date,muscle,side,units,product\n"
        "2026-01-01,masseter,left,25,Botox\n2026-01-03,masseter,right,25,Botox\n"
    )
    (tmp_path / "d.csv").write_text("date,headache\n2026-01-01,1\n2026-01-02,0\n")
    case = wearoff.read_case(tmp_path / "d.csv", injections=tmp_path / "log.csv")
    found = read(fhir_text(case, "1"))
    assert held(found) == held(case)
    assert found.log.sessions == case.log.sessions
    assert len(found.log.sessions) == 1
    assert [doubt.code for doubt in found.doubts] == [doubt.code for doubt in case.doubts]


# Others'


def test_pain_is_read_by_its_public_code(read):
    """Whoever wrote it: pain of a day, a moment or a period within a day."""
    period = {"start": "2026-01-03T08:00:00Z", "end": "2026-01-03T20:00:00Z"}
    found = read(
        bundle(
            pain(6),
            pain(7.5, "2026-01-02T23:30:00+05:00"),
            pain(3, None, effectivePeriod=period),
            pain(2, "2026-01-04", valueQuantity=None, valueInteger=2),
        )
    )
    assert days(found) == {"2026-01-01": 6, "2026-01-02": 7.5, "2026-01-03": 3, "2026-01-04": 2}
    assert not [note for note in found.notes if "not read" in note]


def test_the_worst_moment_of_a_day_counts(read):
    """Several moments of a day do not contradict each other."""
    found = read(bundle(pain(3, "2026-01-01T08:00:00Z"), pain(8, "2026-01-01T20:00:00Z")))
    assert found.diary.values["pain_10"].tolist() == [8]


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (pain(status="entered-in-error"), "(entered-in-error)"),
        (pain(when="2026-01"), "Observation: 72514-3 is not read"),
        (pain(when="2026"), "Observation: 72514-3 is not read"),
        (pain(when=None), "Observation: 72514-3 is not read"),
        (
            pain(when=None, effectivePeriod={"start": "2026-01-01", "end": "2026-01-04"}),
            "Observation: 72514-3 is not read",
        ),
        (pain(when=None, effectivePeriod={"start": "2026-01-01"}), "72514-3 is not read"),
        (
            pain(valueQuantity={"value": 6, "comparator": ">"}),
            "Observation: 72514-3 is not read",
        ),
        (
            pain(valueQuantity=None, valueCodeableConcept={"text": "bad"}),
            "Observation: 72514-3 is not read",
        ),
        (pain(code={"text": "Body weight"}), "Observation: Body weight is not read"),
        (pain(code={"coding": [{"system": "x", "code": "72514-3"}]}), "is not read"),
        (
            pain(code={"coding": [{"system": "urn:wearoff:column", "code": "mood"}]}),
            "Observation: mood is not read",
        ),
        ({"resourceType": "Patient", "name": [{"text": "Ada"}]}, "Patient is not read"),
        ({"resourceType": "Encounter"}, "Encounter is not read"),
        (
            {
                "resourceType": "MedicationStatement",
                "status": "active",
                "medicationCodeableConcept": {"text": "topiramate"},
            },
            "MedicationStatement: topiramate",
        ),
        (
            {
                "resourceType": "MedicationAdministration",
                "status": "completed",
                "medicationCodeableConcept": {"text": "saline"},
                "effectiveDateTime": "2026-01-01",
                "dosage": {"site": {"text": "arm"}, "dose": {"value": 5, "unit": "mL"}},
            },
            "MedicationAdministration: saline is not read",
        ),
        (
            {
                "resourceType": "Procedure",
                "status": "completed",
                "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "64615"}]},
                "performedDateTime": "2026-01-01",
            },
            "a session without doses that can be read",
        ),
    ],
)
def test_what_cannot_be_told_for_sure_is_listed(read, resource, said):
    """A code, a day or a value that is not certain is named as not read, and changes no count."""
    found = read(bundle(pain(4, "2026-02-01"), resource))
    assert said in " | ".join(found.notes)
    assert days(found) in (
        {"2026-02-01": 4},
        {"2026-02-01": 4, "2026-01-01": None},
    )
    assert found.log is None


def test_an_absent_value_is_a_dated_day(read):
    """An observation without a value is a day on which nothing was written."""
    found = read(bundle(pain(4, "2026-02-01"), pain(when="2026-02-03", valueQuantity=None)))
    assert found.understood.days_read == 2
    assert found.understood.empty == 1


@pytest.mark.parametrize(
    ("medicine", "site", "unit", "read_as"),
    [
        ("Botox", "left masseter", {"code": "[USP'U]"}, ("masseter", "left")),
        ("Dysport 300 U", "SCM, right", {"unit": "U"}, ("sternocleidomastoid", "right")),
        ("onabotulinumtoxinA", "procerus", {"unit": "units"}, ("procerus", "midline")),
    ],
)
def test_a_dose_of_others_is_read_by_its_words(read, medicine, site, unit, read_as):
    """A brand and a muscle in words are those of any log."""
    dose = {
        "resourceType": "MedicationAdministration",
        "status": "completed",
        "medicationCodeableConcept": {"text": medicine},
        "effectiveDateTime": "2026-01-01T10:00:00Z",
        "dosage": {"site": {"text": site}, "dose": {"value": 25, **unit}},
    }
    found = read(bundle(pain(), dose))
    (session,) = found.log.sessions
    (injection,) = session.injections
    assert (injection.muscle, injection.side) == read_as
    assert injection.units == 25


def test_a_page_of_several_says_so(read):
    """A server's answer that goes on is not taken for all."""
    found = read(bundle(pain(), link=[{"relation": "next", "url": "x"}]))
    assert "one page of several" in " ".join(found.notes)


OBSERVED = st.tuples(st.integers(0, 9), st.booleans(), st.none() | st.integers(0, 10))


@given(observed=st.lists(OBSERVED, min_size=1, max_size=12))
def test_days_are_counted_as_they_are(tmp_path_factory, observed):
    """Days read are the dates of the bundle: with headache, free or empty, by the worst of each."""
    observed = [*observed, (0, False, 5)]
    resources = [
        pain(value, f"2026-01-{day + 1:02}{'T10:00:00Z' if timed else ''}")
        if value is not None
        else pain(when=f"2026-01-{day + 1:02}", valueQuantity=None)
        for day, timed, value in observed
    ]
    file = tmp_path_factory.mktemp("b") / "b.json"
    file.write_text(json.dumps(bundle(*resources)))
    found = wearoff.read_case(file, condition=CONDITION).understood
    worst = {}
    for day, _, value in observed:
        worst[day] = max(worst.get(day, -1), -1 if value is None else value)
    assert found.days_read == len(worst)
    assert found.headache == sum(value > 0 for value in worst.values())
    assert found.free == sum(value == 0 for value in worst.values())
    assert found.empty == sum(value == -1 for value in worst.values())
    assert found.left_out == []


# What is wrong


@pytest.mark.parametrize(
    ("resources", "why"),
    [
        ([pain(11)], "entry 1: pain_10 of 11; allowed: a number from 0 to 10"),
        ([pain(when="2026-02-31")], "entry 1: Observation.effectiveDateTime is"),
        ([pain("6")], "entry 1: Observation.valueQuantity.value is"),
        ([pain(code=[])], "entry 1: Observation.code is a list"),
        ([pain(subject={"reference": "a"}), pain(subject={"reference": "b"})], "2 people in one"),
        ([], "no day with an entry"),
        ([{"resourceType": "Patient"}], "no day with an entry"),
    ],
)
def test_what_is_wrong_is_said_with_its_entry(read, resources, why):
    """A value that cannot be is refused with its place, not dropped."""
    with pytest.raises(InputError) as error:
        read(bundle(*resources))
    assert why in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_all_that_is_wrong_is_said_at_once(read):
    """Every entry that cannot be read has a line."""
    with pytest.raises(InputError) as error:
        read(bundle(pain(11), pain(), pain(-1)))
    assert [line.split(": ")[1] for line in str(error.value).splitlines()] == ["entry 1", "entry 3"]


OURS = fhir_text(wearoff.example_case("ada"), "1")[:20_000]


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        OURS[:200],
        '{"resourceType": "Bundle"' + "\0" * 50,
        '{"resourceType": "Bundle", "entry": ' + "[" * 100_000,
        '{"resourceType": "Bundle", "entry": [{"resource": ' * 50_000,
        '{"resourceType": "Observation"}',
        '{"resourceType": 5}',
        '{"resourceType": "Bundle", "entry": [' + "{}," * 1_000_001 + "{}]}",
        '{"resourceType": "Bundle", "x": "' + "x" * 10_000_000,
    ],
    ids=range(9),
)
def test_a_damaged_file_is_one_line(run, tmp_path, text):
    """Truncated, nested without end, NUL, of a wrong type or huge: exit 2, a line, at once."""
    (tmp_path / "b.json").write_text(text)
    begun = time.monotonic()
    code, out, err = run("export", "b.json", "--to", "csv", "-o", "out")
    assert time.monotonic() - begun < 5
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert len(err) < 400
    assert not (tmp_path / "out").exists()


JSON = st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})


@given(place=st.integers(0, 2**20), junk=JSON)
def test_any_element_may_be_anything(tmp_path_factory, place, junk):
    """One element of a bundle of ours replaced: it is read, or refused in lines that name it."""
    held = json.loads(fhir_text(SMALL, "1"))
    places = list(elements(held))
    parent, key = places[place % len(places)]
    parent[key] = junk
    file = tmp_path_factory.mktemp("b") / "b.json"
    file.write_text(json.dumps(held))
    try:
        wearoff.read_case(file, condition=CONDITION)
    except InputError as error:
        lines = str(error).splitlines()
    else:
        return
    assert all(line.startswith(str(file)) for line in lines)


@given(changes=BYTES)
def test_damaged_bytes_are_read_or_refused(tmp_path_factory, changes):
    """Bytes that no program writes are no crash."""
    file = tmp_path_factory.mktemp("b") / "b.json"
    file.write_bytes(mutated(fhir_text(SMALL, "1"), changes))
    read_or_refused(lambda path: wearoff.read_case(path, condition=CONDITION), file)


def elements(held):
    """Every element within a part, as what holds it and its name or place."""
    names = list(held) if isinstance(held, dict) else range(len(held))
    for name in names:
        yield held, name
        if isinstance(held[name], dict | list):
            yield from elements(held[name])


def small():
    """A short case with something of everything."""
    from datetime import date

    import numpy as np

    from wearoff.diary.case import Case
    from wearoff.records import Diary, Event, Injection, Log, Score, Session

    columns = {"headache": np.array([1.0, 0.0]), "pain_10": np.array([6.5, 0.0])}
    session = Session(0, "onabotulinumtoxinA", (Injection("masseter", "left", 25.0),))
    return Case(
        name="Cy",
        condition=CONDITION,
        diary=Diary("d", date(2026, 1, 1), columns, {"note": ("bad", "")}),
        log=Log(date(2026, 1, 1), (session,)),
        events=(
            Event(date(2026, 1, 1), "preventive", "topiramate", date(2026, 2, 1)),
            Event(date(2026, 1, 2), "injury", "fall"),
        ),
        scores=(Score(date(2026, 1, 28), "headache_days_28", 12),),
    )


SMALL = small()


def test_the_example_of_the_documents_is_read():
    """The bundle beside the documents is a diary with a session, a total and another change."""
    found = wearoff.read_case(ROOT / "docs/examples/fhir-bundle.json", condition=CONDITION)
    assert (found.understood.days_read, found.understood.headache) == (5, 3)
    assert (len(found.log.sessions), len(found.scores), len(found.events)) == (1, 1, 1)
    assert fhir_text(found, wearoff.__version__) == (
        (ROOT / "docs/examples/fhir-bundle.json").read_text()
    )
