"""Headache Companion: its list of days becomes a list of attacks."""

from __future__ import annotations

import json
from datetime import date

import pytest

from wearoff.diary.read.options import Options
from wearoff.diary.read.readers import Source, read_source
from wearoff.errors import InputError

NIGHT = {
    "painLevel": 6,
    "startTime": 1714600800,
    "stopTime": 1714611600,
    "headacheType": "migraine",
}
DAYS = [
    {
        "date": "2024-05-01",
        "attacks": [NIGHT, {"painLevel": 3, "startTime": 1714550000, "stopTime": None}],
        "medications": [
            {"name": "Sumatriptan", "type": "symptom relieving", "amount": 1},
            {"name": "Topiramate", "type": "preventive", "amount": 1},
        ],
        "notes": "bad night",
    },
    {"date": "2024-05-02", "attacks": [], "medications": [], "notes": "", "sleep": 3},
    {"date": "2024-05-03", "attacks": [{**NIGHT, "painLevel": 0}], "medications": []},
    {"date": "2024-05-04", "medications": [{"name": "Ibuprofen", "type": "other"}]},
    {"date": "2024-05-05", "attacks": [{"painLevel": 4.5, "startTime": 1714900000}]},
]


@pytest.fixture
def read(tmp_path):
    """Read what JSON holds, or a text, as a file."""

    def call(held):
        file = tmp_path / "days.json"
        text = held if isinstance(held, str) else json.dumps(held, indent=2)
        file.write_text(text, encoding="utf-8")
        return read_source(Source(file, "diary", Options(today=date(2026, 11, 29))))

    return call


def test_days_are_those_that_the_program_files_attacks_under(read):
    """Preventives are no acute medicine; a day without attacks is unwritten."""
    found = read(DAYS)
    assert found.attacks
    assert found.file.format == "Headache Companion"
    assert {str(entry.day): dict(entry.values) for entry in found.entries} == {
        "2024-05-01": {"headache": 1, "pain_10": 6, "acute_medication": 1},
        "2024-05-03": {},
        "2024-05-04": {"acute_medication": 1},
        "2024-05-05": {"headache": 1, "pain_10": 4.5},
    }
    assert found.entries[0].texts == {"acute_class": "Sumatriptan", "note": "bad night"}
    line = 1 + json.dumps(DAYS, indent=2).splitlines().index('    "date": "2024-05-03",')
    assert [(doubt.code, doubt.where) for doubt in found.doubts] == [
        ("no_pain", f"days.json, line {line}")
    ]


def test_the_length_of_an_attack_is_its_hours(read):
    """From beginning to end, whatever the clock."""
    (entry,) = read([{"date": "2024-05-01", "attacks": [NIGHT]}]).entries
    assert entry.values["hours"] == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"date": "01.05.2024"}, "day.date"),
        ({"date": "0022-05-01"}, "day.date"),
        ({"attacks": [{"painLevel": 11}]}, "painLevel"),
        ({"attacks": [{"painLevel": "6"}]}, "painLevel"),
        ({"attacks": [{**NIGHT, "stopTime": 1}]}, "stopTime"),
        ({"attacks": [7]}, "attacks[0]"),
    ],
)
def test_what_a_day_must_not_hold_is_refused(read, change, says):
    """With the number of the day and the path within."""
    with pytest.raises(InputError, match=r"entry 1: day") as error:
        read([{"date": "2024-05-01", "attacks": [NIGHT], **change}])
    assert says in str(error.value)


@pytest.mark.parametrize("text", ['[{"date": "2024-05-01", "attacks": [', '["date", "attacks"]'])
def test_what_is_no_list_of_days_is_refused(read, text):
    """Cut off, or something else."""
    with pytest.raises(InputError, match=r"days\.json"):
        read(text)
