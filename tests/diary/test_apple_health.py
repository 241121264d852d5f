"""Apple Health: which records become which days, and what is refused in one line."""

from __future__ import annotations

import math
import tracemalloc
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.read.apple_health import (
    DEEPEST,
    FLOW,
    HEADACHE,
    VALUES,
    archive_days,
    read_records,
    recognizes,
)
from wearoff.diary.read.options import Options
from wearoff.diary.read.readers import Source, read_source
from wearoff.errors import InputError

FILE = Path("export.xml")
HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
>
]>
<HealthData locale="en_US">
 <Me HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet"/>
"""
"""Of version 12, in which a declaration is never closed."""
TAIL = "</HealthData>\n"
SEVERITIES = ["NotPresent", "Mild", "Moderate", "Severe", "Unspecified"]


def record(value, start, end=None, kind=HEADACHE):
    """A record as the archive has it; times on the clock of Berlin."""
    return (
        f' <Record type="{kind}" sourceName="Health" creationDate="{start}:00 +0100" '
        f'startDate="{start}:00 +0100" endDate="{end or start}:00 +0100" value="{value}">\n'
        '  <MetadataEntry key="HKWasUserEntered" value="1"/>\n </Record>\n'
    )


def headache(severity, start, end=None):
    """A headache of a severity."""
    return record(f"HKCategoryValueSeverity{severity}", start, end)


def records(*rows, head=HEAD, tail=TAIL):
    """What is read of an archive of these rows."""
    return read_records(BytesIO((head + "".join(rows) + tail).encode()), FILE)


def days(*rows):
    """The days of an archive of these rows, by date."""
    found = archive_days(records(*rows), FILE)
    return {str(entry.day): dict(entry.values) for entry in found.entries}


def refused(*rows, **around):
    """The line with which an archive is refused."""
    with pytest.raises(InputError) as error:
        archive_days(records(*rows, **around), FILE)
    return str(error.value)


# What is read


def test_severity_and_absence_become_days():
    """Not Present is a free day, Unspecified a headache of unknown severity."""
    assert days(
        headache("NotPresent", "2026-01-01 08:00"),
        headache("Mild", "2026-01-02 08:00"),
        headache("Moderate", "2026-01-03 08:00", "2026-01-03 11:00"),
        headache("Severe", "2026-01-04 22:00", "2026-01-05 02:00"),
        headache("Unspecified", "2026-01-07 08:00"),
    ) == {
        "2026-01-01": {"headache": 0, "severity_3": 0},
        "2026-01-02": {"headache": 1, "severity_3": 1},
        "2026-01-03": {"headache": 1, "severity_3": 2, "hours": 3},
        "2026-01-04": {"headache": 1, "severity_3": 3, "hours": 2},
        "2026-01-05": {"headache": 1, "severity_3": 3, "hours": 2},
        "2026-01-07": {"headache": 1},
    }


def test_days_are_those_of_the_clock_that_is_written():
    """Half an hour before midnight in Berlin is that day, whatever it is in Greenwich."""
    late = headache("Mild", "2026-01-02 00:30").replace("+0100", "+1400")
    assert list(days(late)) == ["2026-01-02"]


def test_a_headache_outweighs_its_absence_on_one_day_and_that_is_said():
    """The worst of a day counts."""
    rows = headache("NotPresent", "2026-01-01 08:00"), headache("Mild", "2026-01-01 19:00")
    found = archive_days(records(*rows), FILE)
    assert found.entries[0].values == {"headache": 1, "severity_3": 1}
    assert [said.code for said in found.doubts] == ["absent_and_present"]


def test_other_records_are_passed_over():
    """Millions of heart rates, and records within others, are no days."""
    other = record("72", "2026-01-01 08:00", kind="HKQuantityTypeIdentifierHeartRate")
    nausea = record(
        "HKCategoryValueSeverityMild", "2026-01-01 08:00", kind="HKCategoryTypeIdentifierNausea"
    )
    assert list(days(other, nausea, headache("Mild", "2026-01-03 08:00"))) == ["2026-01-03"]


def test_flow_within_the_days_of_headache_is_menstruation():
    """Beside a headache or alone; none is a written no; what lies outside is left out."""
    assert days(
        headache("Mild", "2026-01-02 08:00"),
        headache("Mild", "2026-01-05 08:00"),
        record("HKCategoryValueMenstrualFlowLight", "2026-01-02 12:00", kind=FLOW),
        record("HKCategoryValueVaginalBleedingNone", "2026-01-03 12:00", kind=FLOW),
        record("HKCategoryValueVaginalBleedingHeavy", "2026-01-09 12:00", kind=FLOW),
    ) == {
        "2026-01-02": {"headache": 1, "severity_3": 1, "menstruation": 1},
        "2026-01-03": {"menstruation": 0},
        "2026-01-05": {"headache": 1, "severity_3": 1},
    }


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 1439),
            st.integers(0, 4000),
            st.sampled_from(SEVERITIES),
        ),
        min_size=1,
        max_size=12,
    ),
    st.randoms(),
)
def test_days_are_conserved_in_any_order(rows, random):
    """Headache days are those that a headache touches, free days those that only absences do."""
    first = date(2026, 1, 1)
    texts, aching, absent = [], set(), set()
    for day, minute, lasted, severity in rows:
        begin, end = day * 1440 + minute, day * 1440 + minute + lasted
        touched = range(day, (end - 1 if lasted else end) // 1440 + 1)
        (absent if severity == "NotPresent" else aching).update(touched)
        moments = [
            f"{first + timedelta(at // 1440)} {at % 1440 // 60:02}:{at % 60:02}"
            for at in (begin, end)
        ]
        texts.append(headache(severity, *moments))
    random.shuffle(texts)
    found = days(*texts)
    by_answer = {
        answer: {
            (date.fromisoformat(day) - first).days
            for day, v in found.items()
            if v["headache"] == answer
        }
        for answer in (0, 1)
    }
    assert by_answer == {1: aching, 0: absent - aching}


def source(path):
    """A file as it is given."""
    return Source(path, "diary", Options(today=date(2026, 11, 29)))


@pytest.mark.parametrize("absent", [False, True])
def test_an_archive_is_read_alone_and_in_its_zip(tmp_path, absent):
    """The same days; without a written absence it is a list of attacks."""
    rows = [headache("Mild", "2026-01-01 08:00"), headache("Mild", "2026-01-03 08:00")]
    rows += [headache("NotPresent", "2026-01-04 08:00")] if absent else []
    text = HEAD + "".join(rows) + TAIL
    file, packed = tmp_path / "export.xml", tmp_path / "export.zip"
    file.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/Exportieren.xml", text)
    alone, within = read_source(source(file)), read_source(source(packed))
    assert alone.entries == within.entries
    assert (alone.file.format, within.file.source) == ("Apple Health", "export.zip")
    assert alone.attacks is within.attacks is not absent
    assert len(alone.entries) == len(rows)


def test_other_files_are_no_archives(tmp_path):
    """A table, another XML and a zip of something else are left to others."""
    (tmp_path / "a.csv").write_text("date,headache\n2026-01-01,1\n", encoding="utf-8")
    (tmp_path / "a.xml").write_text("<gpx/>", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.xml", "<gpx/>")
    assert not any(recognizes(source(tmp_path / name)) for name in ("a.csv", "a.xml", "a.zip"))


# What is refused


def test_a_zip_that_grows_without_end_is_refused(tmp_path):
    """A small file can hold a thousand times its size."""
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", HEAD + " " * 30_000_000)
    with pytest.raises(InputError, match="would grow from"):
        read_source(source(file))


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_cut_off_zip_is_refused(tmp_path, kept):
    """It has lost its list of contents."""
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", HEAD + headache("Mild", "2026-01-01 08:00") + TAIL)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(InputError, match=r"export\.zip: "):
        read_source(source(file))


@pytest.mark.parametrize("cut", [50, 400, -30, -1])
def test_a_cut_off_archive_is_refused(cut):
    """Wherever it ends: part of a record is not all of them."""
    whole = HEAD + headache("Mild", "2026-01-02 08:00") + TAIL.strip()
    with pytest.raises(InputError, match=r"line \d+: is cut off or damaged: .*; fix: export it"):
        read_records(BytesIO(whole[:cut].encode()), FILE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_grow(encoding):
    """In whatever encoding the document type is."""
    bomb = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10 if k else "ha" * 10}">' for k in range(12))
    text = f'<?xml version="1.0"?><!DOCTYPE HealthData [{bomb}]><HealthData>&e11;</HealthData>'
    with pytest.raises(InputError, match="declares entities"):
        read_records(BytesIO(text.encode(encoding)), FILE)


def test_a_document_type_hidden_in_another_is_refused():
    """What follows an early end of it is no document."""
    text = "<!DOCTYPE HealthData [<!-- ]> --><!ENTITY a 'b'>]><HealthData>&a;</HealthData>"
    with pytest.raises(InputError, match="cut off or damaged"):
        read_records(BytesIO(text.encode()), FILE)


def test_elements_without_end_are_refused():
    """A small archive could hold millions of open ones."""
    assert f"more than {DEEPEST} elements" in refused("<a>" * 1000, tail="")


@pytest.mark.parametrize(
    "start", ["", "0000-01-01 08:00", "9999-12-31 08:00", "2026-02-30 08:00", "soon"]
)
def test_a_record_without_a_date_is_refused_by_line(start):
    """Years from 0 to 9999 among them."""
    said = refused(headache("Mild", start, "2026-01-01 09:00"))
    assert said.startswith("export.xml, line 12, column startDate: found ")


def test_all_records_that_cannot_be_read_are_told_at_once():
    """An unknown severity and a missing end, in a line each."""
    said = refused(
        headache("Terrible", "2026-01-02 08:00"), headache("Mild", "2026-01-02 08:00", "later")
    )
    assert [line.split(": found")[0] for line in said.splitlines()] == [
        "export.xml, line 12, column value",
        "export.xml, line 15, column endDate",
    ]


def test_an_archive_without_headache_is_refused():
    """It would be a diary of nothing."""
    assert "no headache is recorded" in refused()


def test_lines_are_those_of_the_file():
    """The emptied document type keeps its line ends."""
    (found,) = records(headache("Mild", "2026-01-02 08:00")).headaches
    assert found.line == len(HEAD.splitlines()) + 1


def test_memory_does_not_grow_with_the_archive():
    """Nothing is kept of what is passed over."""
    beat = record("72", "2026-01-01 08:00", kind="HKQuantityTypeIdentifierHeartRate").encode()

    class Long:
        """An archive of 10 MB that is made as it is read."""

        parts = iter(
            [
                HEAD.encode(),
                *[beat * 3000] * 10,
                headache("Mild", "2026-01-02 08:00").encode(),
                TAIL.encode(),
            ]
        )

        def read(self, _):
            return next(self.parts, b"")

    tracemalloc.start()
    assert len(read_records(Long(), FILE).headaches) == 1
    assert tracemalloc.get_traced_memory()[1] < 6e6
    tracemalloc.stop()


def test_every_value_is_a_severity_or_an_answer():
    """From 0 to 3 or unknown; no or yes."""
    assert all(math.isnan(v) or v in range(4) for v in VALUES[HEADACHE].values())
    assert set(VALUES[FLOW].values()) == {0, 1}
