"""Lists of attacks: exports of programs and sheets that people keep, in several languages."""

from __future__ import annotations

import csv
import math
import zipfile
from datetime import date, datetime, timedelta
from io import StringIO

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from damage import BYTES, DAMAGE, damaged, mutated
from wearoff.diary.outcomes import headache_days
from wearoff.diary.read.attack_headers import exports
from wearoff.diary.read.days import diary_of
from wearoff.diary.read.options import Options
from wearoff.diary.read.readers import Source, read_source
from wearoff.errors import InputError
from wearoff.words.notes import text as text_of

TODAY = date(2026, 11, 29)
LIST = """\
start_time,end_time,intensity,medication
2024-05-11 21:40:00,2024-05-12 02:05:00,6,Rizatriptan 10mg
2024-05-17 06:15:00,2024-05-17 13:50:00,4,
2024-05-25 10:00:00,2024-05-26 09:30:00,7,no medication
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Read a text, or bytes, as a file; one file is written over and over."""
    file = tmp_path_factory.mktemp("lists") / "attacks.csv"

    def call(text, **options):
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_source(Source(file, "diary", Options(today=TODAY, **options)))

    return call


@pytest.fixture
def refused(read):
    """The lines with which a text is refused, without its folder."""

    def call(text, **options):
        with pytest.raises(InputError) as error:
            read(text, **options)
        return [line.partition("attacks.csv")[2] for line in str(error.value).splitlines()]

    return call


def days(reading):
    """What was read, by date."""
    return {str(entry.day): dict(entry.values) for entry in reading.entries}


def hours(reading):
    """Hours by date; None where unknown."""
    return {str(entry.day): entry.values.get("hours") for entry in reading.entries}


def counted(reading, unwritten):
    """Days with headache, free, and unknown, of the diary that a reading makes."""
    found = headache_days(diary_of(reading, "attacks.csv", unwritten))
    return tuple(int(np.sum(part)) for part in (found == 1, found == 0, np.isnan(found)))


def codes(reading):
    """Codes of what is doubtful."""
    return [doubt.code for doubt in reading.doubts]


# Any list


def test_attacks_become_days(read):
    """Past midnight is another day; the worst, the length and the medicine stand with each."""
    found = read(LIST)
    assert found.attacks
    assert days(found) == {
        "2024-05-11": {"headache": 1, "pain_10": 6, "hours": 140 / 60, "acute_medication": 1},
        "2024-05-12": {"headache": 1, "pain_10": 6, "hours": 125 / 60},
        "2024-05-17": {"headache": 1, "pain_10": 4, "hours": 455 / 60},
        "2024-05-25": {"headache": 1, "pain_10": 7, "hours": 14, "acute_medication": 0},
        "2024-05-26": {"headache": 1, "pain_10": 7, "hours": 9.5, "acute_medication": 0},
    }
    assert found.entries[0].texts == {"acute_class": "Rizatriptan"}


def test_unwritten_days_are_unknown_until_somebody_says_that_they_are_free(read):
    """Then they are free from the first to the last attack, both included."""
    assert counted(read(LIST), "unknown") == (5, 0, 11)
    assert counted(read(LIST), "free") == (5, 11, 0)


IN_OTHER_WORDS = {
    "de": """\
Beginn;Ende;Stärke
11.05.2024 21:40;12.05.2024 02:05;6
17.05.2024 06:15;17.05.2024 13:50;4
""",
    "fr": """\
Début;Fin;Douleur
11/05/2024 21h40;12/05/2024 02h05;6
17/05/2024 06h15;17/05/2024 13h50;4
""",
    "es": """\
inicio|fin|dolor
11/5/2024 21:40|12/5/2024 2:05|6
17/5/2024 6:15|17/5/2024 13:50|4
""",
    "it": """\
Data inizio;Ora inizio;Durata (ore);Dolore
11/05/2024;21:40;4,4167;6
17/05/2024;06:15;7,5833;4
""",
    "nl": """\
Startdatum,Starttijd,Duur,Pijn
2024-05-11,21:40,4 uur 25 min,6
2024-05-17,06:15,7:35,4
""",
    "pt": """\
Data;Hora início;Hora fim;Dor
11/05/2024;21:40;02:05;6
17/05/2024;06:15;13:50;4
""",
    "minutes": """\
Date,Start,Duration (min),Pain 0-10
2024-05-11,9:40 PM,265,6
2024-05-17,6:15 AM,455,4
""",
    "underscores": """\
attack_date,start_time,duration_minutes,pain_level
2024-05-11,21:40,265,6
2024-05-17,06:15,455,4
""",
    "named": """\
ID,Begin,Lasted,Pain
1,"May 11, 2024 9:40 PM",4h 25m,6/10
2,"May 17, 2024 6:15 AM",7:35:00,4/10
""",
}


@pytest.mark.parametrize("way", IN_OTHER_WORDS)
def test_a_list_in_any_language_and_form_gives_the_same_days(read, way):
    """Whole moments or day and time, an end or a duration, whatever separates them."""
    found = read(IN_OTHER_WORDS[way])
    assert {day: round(told, 2) for day, told in hours(found).items()} == {
        "2024-05-11": 2.33,
        "2024-05-12": 2.08,
        "2024-05-17": 7.58,
    }
    assert [entry.values["pain_10"] for entry in found.entries] == [6, 6, 4]


def test_a_frame_and_named_columns_are_read(read):
    """A column that nobody knows is named by its reader."""
    frame = pl.read_csv(StringIO(LIST))
    named = frame.rename({"start_time": "ab", "end_time": "cd"})
    told = Options(today=TODAY, columns={"start": "ab", "end": "cd"})
    assert days(read_source(Source(named, "diary", told))) == days(read(LIST))


def test_whole_days_and_open_attacks(read):
    """Without times of day hours are unknown; without an end so is the length."""
    assert hours(read("Start date,End date\n2024-05-30,2024-06-01\n2024-06-07,\n")) == {
        "2024-05-30": None,
        "2024-05-31": None,
        "2024-06-01": None,
        "2024-06-07": None,
    }


@pytest.mark.parametrize("word", ["Ongoing", "en cours", "dauert an", ""])
def test_an_attack_that_goes_on_has_no_end_yet(read, word):
    """Where the end or the length says so in words, as where it is empty."""
    rows = f"2024-05-30 8:00,{{}}\n2024-06-07 9:00,{word}\n"
    expected = {"2024-05-30": 2, "2024-06-07": None}
    assert hours(read("Started,Ended\n" + rows.format("2024-05-30 10:00"))) == expected
    assert hours(read("Started,Lasted\n" + rows.format("2h 00m"))) == expected


def test_a_duration_without_a_time_of_day_touches_the_fewest_days(read):
    """Taken from the beginning of its day."""
    text = "Start date,Start,Duration (h)\n2024-05-30,,6\n2024-06-07,,30\n"
    assert hours(read(text)) == {"2024-05-30": 6, "2024-06-07": 24, "2024-06-08": 6}


def test_a_day_with_pain_0_and_nothing_else_is_free(read):
    """A list that has such days says itself what is free."""
    found = read("date,start,end,pain\n2024-05-01,09:00,11:00,4\n2024-05-02,,,0\n")
    assert not found.attacks
    assert [day["headache"] for day in days(found).values()] == [1, 0]


def test_rows_that_are_no_attacks_are_left_out_and_said(read):
    """Titles, totals, comments, remarks and headers again."""
    found = read(
        f"My attacks\n# made by hand\n{LIST}{LIST.splitlines()[0]}\nTotal,,5,\n,,,end of file\n"
    )
    assert days(found) == days(read(LIST))
    assert sorted(part.reason for part in found.left_out) == [
        "a remark",
        "above the header",
        "comment",
        "header again",
        "total",
    ]
    assert all(part.days == 0 for part in found.left_out)


def test_a_sheet_of_days_is_no_list_of_attacks(read):
    """Durations and times stand in diaries too."""
    for text in (
        "date,pain,duration\n2024-05-01,0,0h\n2024-05-02,4,3h\n",
        "date,headache,start,end\n2024-05-01,0,,\n2024-05-02,1,09:00,11:00\n",
        "datetime,hours,pain\n2024-05-01 20:15,0,0\n2024-05-02 20:30,3,4\n",
        "date,duration (min)\n2024-05-01,0\n2024-05-02,90\n",
    ):
        found = read(text)
        assert not found.attacks
        assert counted(found, "unknown") == (1, 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "date,duration,pain\n2024-05-01,30h,4\n2024-05-04,2h,3\n",
        "date,duration (h)\n2024-05-01,30\n2024-05-04,2\n",
        "datetime,duration (min),pain\n2024-05-01 00:00:00,1800,4\n2024-05-04 09:00,120,3\n",
        "Date,Time,Hours\n2024-05-01,9:00 AM,21\n2024-05-04,9:00 AM,2\n",
    ],
)
def test_beginnings_and_durations_without_a_free_day_are_attacks(read, text):
    """What lasts over midnight is on both days."""
    found = read(text)
    assert found.attacks
    assert [str(day) for day in days(found)] == ["2024-05-01", "2024-05-02", "2024-05-04"]


# What is doubtful


def test_an_aura_alone_and_a_pain_of_0_are_neither_headache_nor_free(read):
    """Their days stay unknown, also where unwritten days are free."""
    found = read(
        "start,end,pain,attack type\n2024-05-01 09:00,2024-05-01 11:00,4,Migraine\n"
        "2024-05-02 09:00,2024-05-02 11:00,0,Migraine\n"
        "2024-05-03 09:00,2024-05-03 11:00,,Aura only\n"
        "2024-05-05 09:00,2024-05-05 11:00,,\n"
    )
    assert [day.get("headache") for day in days(found).values()] == [1, None, None, 1]
    assert codes(found) == ["no_pain"]
    assert counted(found, "free") == (2, 1, 2)


def test_a_pain_outside_its_scale_is_not_written(read):
    """The attack counts all the same."""
    found = read(LIST.replace(",7,", ",70,"))
    assert codes(found) == ["pain_outside"]
    assert "pain_10" not in days(found)["2024-05-25"]


def test_a_duration_that_is_not_the_time_to_the_end_is_said(read):
    """The end counts; an hour more or less is a change of clocks."""
    text = "start,end,duration\n2024-05-01 09:00,2024-05-01 12:00,{}\n"
    assert codes(read(text.format("4h"))) == []
    assert codes(read(text.format("5h"))) == ["attack_length"]
    assert hours(read(text.format("5h"))) == {"2024-05-01": 3}


def test_an_attack_of_weeks_bars_answers(read):
    """It was more likely never ended."""
    (said,) = read(LIST.replace("2024-05-26 09:30", "2024-06-26 09:30")).doubts
    assert (said.code, said.effect, said.where) == (
        "attack_long",
        "bars_answers",
        "attacks.csv, line 4",
    )


def test_the_same_attack_twice_is_counted_once_and_said(read):
    """As programs write it that are asked twice."""
    found = read(LIST + LIST.partition("\n")[2])
    assert days(found) == days(read(LIST))
    assert [doubt.code for doubt in found.doubts] == ["attack_twice"]
    assert "and 2 more" in found.doubts[0].text


def test_times_of_greenwich_are_said(read):
    """Near midnight a person's day may be another."""
    assert codes(read(LIST.replace(":00,", ":00Z,"))) == ["times_utc"]
    assert codes(read(LIST.replace(":00,", ":00+02:00,"))) == []


# What is refused


def test_all_that_is_wrong_is_said_at_once(refused):
    """By line and column."""
    said = refused(
        "start,end,duration (h),pain\n2024-05-02 09:00,2024-05-01 11:00,,4\nsoon,,,4\n"
        ",2024-05-03 11:00,,4\n2024-05-04 09:00,,ages,4\n2024-05-05 09:00,,,a lot of it\n"
    )
    assert [line.split(":")[0] for line in said] == [
        ", line 2",
        ", line 3, column start",
        ", line 4",
        ", line 5, column duration (h)",
        ", line 6, column pain",
    ]


def test_an_end_before_its_beginning_is_refused(refused):
    """With its line and what to mend."""
    (said,) = refused("start,end\n2024-05-02 09:00,2024-05-01 11:00\n")
    assert said == (
        ", line 2: ends at 2024-05-01 11:00, before it begins; fix: mend its start or its end"
    )


def test_an_attack_of_years_is_refused(refused):
    """A slip in a year would be hundreds of headache days."""
    (said,) = refused(LIST.replace("2024-05-26", "2026-05-26"))
    assert said.startswith(", line 4: lasts 730 days; allowed: attacks of up to 366 days")


def test_day_first_and_month_first_are_never_guessed(read, refused):
    """Both readings are shown; any date of either column can tell."""
    text = "start,end\n03/04/2024 22:00,{} 02:00\n"
    (said,) = refused(text.format("04/04/2024"))
    assert "2024-04-03 day-first, 2024-03-04 month-first" in said
    assert list(days(read(text.format("04/04/2024"), dates="day-first"))) == [
        "2024-04-03",
        "2024-04-04",
    ]
    more = text + "12/05/2024 22:00,13/05/2024 01:00\n"
    assert "2024-04-03" in days(read(more.format("04/04/2024")))


def test_two_ways_of_writing_dates_in_one_file_are_refused(refused):
    """One of its columns cannot be day-first and the other month-first."""
    said = refused("start,end\n13/04/2024 22:00,04/14/2024 02:00\n")
    assert "a day-first date, as the others" in said[0]


def test_plain_numbers_of_a_duration_are_asked_for(refused, read):
    """Hours or minutes; an end says it as well."""
    text = "start,duration,end\n2024-05-01 09:00,90,{}\n"
    (said,) = refused(text.format("").replace(",end", "").replace("90,", "90"))
    assert "hours, or minutes" in said
    assert hours(read(text.format("2024-05-01 10:30"))) == {"2024-05-01": 1.5}


def test_two_columns_that_are_one_are_refused(refused, read):
    """Which of them counts is said by a reader."""
    text = "start,end,Begin,pain\n2024-05-01 09:00,2024-05-01 11:00,2024-05-02 09:00,4\n"
    (said,) = refused(text)
    assert said.startswith(", line 1: start and Begin are both start; fix: say which:")
    assert list(days(read(text, columns={"start": "start"}))) == ["2024-05-01"]


def test_a_column_twice_is_refused(refused):
    """Its cells may differ."""
    assert (
        refused(LIST.replace("medication", "intensity", 1))[0] == ", line 1: column intensity twice"
    )


@pytest.mark.parametrize(
    "text", ["start,end" + ",a" * 100_000, "start,end" + "\n2024-05-01,\n" * 50_001]
)
def test_tables_of_no_persons_size_are_refused_at_once(refused, text):
    """Headers of a hundred thousand columns, and more attacks than a life has."""
    assert refused(f"{text}\n")


def test_a_row_with_more_cells_is_refused(refused):
    """A comma in a cell without quotes would move all that follows."""
    (said,) = refused(LIST.replace(",7,no", ",7,gym, no"))
    assert said.startswith(", line 4: more cells than the header (5, not 4)")


# Exports of programs

BUDDY = """\
"Date","Time Period","Description","Notes"
"No ongoing events recorded during this period.","","",""

"#","Started","Lasted","Start UTC Offset (min)","End UTC Offset (min)","Geohash","Attack Types",\
"Pain Level","Potential Triggers","Helpful Medication","Unsure Medication","Notes"
"1","02/03/24 22:40","1d 03h 10m","60","60","u33dc0","Migraine","7","Stress, Weather",\
"Sumatriptan, Naproxen 500 mg","","woke,
again"
"2","02/08/24 6:15","00h 50m","60","60","","","0","","No medication","",""
"3","02/28/24 19:00","","60","60","","Migraine","","","","",""
"4","03/30/24 23:00","04h 00m","60","120","","Migraine","5","","","",""
"""


def test_migraine_buddy(read):
    """Its header stands below what went on; where you were is left out, and that is said."""
    found = read(BUDDY)
    assert (found.file.format, found.file.dates, found.attacks) == (
        "Migraine Buddy",
        "month-first",
        True,
    )
    assert days(found) == {
        "2024-02-03": {"headache": 1, "pain_10": 7, "hours": 80 / 60, "acute_medication": 1},
        "2024-02-04": {"headache": 1, "pain_10": 7, "hours": 24},
        "2024-02-05": {"headache": 1, "pain_10": 7, "hours": 110 / 60},
        "2024-02-08": {"acute_medication": 0},
        "2024-02-28": {"headache": 1},
        "2024-03-30": {"headache": 1, "pain_10": 5, "hours": 1},
        "2024-03-31": {"headache": 1, "pain_10": 5, "hours": 4},  # the clock was set by an hour
    }
    assert found.entries[0].texts == {"acute_class": "Sumatriptan; Naproxen", "note": "woke, again"}
    assert [text_of(note) for note in found.notes] == [
        "where you were is left out: Geohash",
        "not read: Potential Triggers",
    ]


def test_migraine_buddy_by_its_old_columns(read):
    """With the months' names, and commas within cells."""
    found = read(
        "\ufeffStart Date,End Date,Lasted,Pain Level,Potential Triggers,Helpful Medication,Notes\n"
        '"Jan 18, 2022 6:00 AM","Jan 20, 2022 11:00 PM","2 days, 17:00:00",3,"Stress, Food",'
        "Paracetamol 1g,\n"
        '"Jan 21, 2022 11:00 AM","Jan 21, 2022 9:00 PM",10:00:00,3,Periods,,bad one\n'
    )
    assert (found.file.format, found.file.dates) == ("Migraine Buddy", "named")
    assert hours(found) == {"2022-01-18": 18, "2022-01-19": 24, "2022-01-20": 23, "2022-01-21": 10}
    assert found.doubts == ()


def test_month_first_of_a_program_gives_way_where_dates_cannot_be(read):
    """A phone may be set to another country; dates that fit both are the program's."""
    assert "2024-02-13" in days(
        read(
            BUDDY.replace("02/08/24", "13/02/24")
            .replace("02/28", "28/02")
            .replace("03/30", "30/03")
        )
    )


OTHERS = {
    "cluster-headache-tracker": """\
start_time,end_time,intensity,medication,triggers,notes
2024-05-01 22:00:00,2024-05-02 01:00:00,3,Oxygen,Alcohol,
""",
    "AidingMigraine": """\
\ufeffDate,Start Time,End Time,Duration (hours),Pain Level,Category,Medication,Resolution,Status
2024-05-01,22:00,01:00,3.00,7,Severe,"Sumatriptan 100mg","",completed
""",
    "Headi": """\
_id,pain,start_date,end_date,duration,strength,medication,medication_amount,description
1,Migraine,1714600800000,1714611600000,10800000,6,Ibuprofen,1.0,
""",
    "Headway": """\
Date,End Time,Pain Level,Duration (hours),Wake-up Headache,Ibuprofen,Sumatriptan,Missed School
2024-05-01 22:00,2024-05-02 01:00,5,3.0,No,No,Yes,No
""",
    "One Tap Headache Tracker": """\
# One Tap Headache Tracker: exported headache event log
# severity: optional rating (slight/medium/extreme)
#
event_id,timestamp,timezone,weekday,hour,minute,severity,user_notes
"A","2024-05-02T03:30:00.000Z","America/New_York","Wednesday","23","30","medium",""
""",
    "MigraineNote": """\
\ufeff记录ID,发作日期,发作时间,结束日期,结束时间,持续时长(小时),疼痛强度(0-10),疼痛部位,用药,备注
A,2024-05-01,22:00,2024-05-02,01:00,3.0,6,左侧,布洛芬,
""",
    "Migraine Forecast": """\
id,started_at,ended_at,severity,notes,risk_assessment_id,in_progress
1,2024-05-01T22:00:00.000Z,2024-05-02T01:00:00.000Z,3,,,false
""",
}
"""One attack in the night of the first of May, of each program."""
SCALES = {
    "cluster-headache-tracker": ("pain_10", 3),
    "AidingMigraine": ("pain_10", 7),
    "Headi": ("pain_10", 6),
    "Headway": ("pain_10", 5),
    "One Tap Headache Tracker": ("severity_3", 2),
    "MigraineNote": ("pain_10", 6),
    "Migraine Forecast": ("pain_10", 3),
}
MOMENTS_ALONE = {"One Tap Headache Tracker"}
WITHOUT_MEDICINE = {"One Tap Headache Tracker", "Migraine Forecast"}
OF_GREENWICH = {"Headi", "Migraine Forecast"}


@pytest.mark.parametrize("program", OTHERS)
def test_exports_of_other_programs(read, program):
    """Each by its own columns; what their scale and clock are is known."""
    found = read(OTHERS[program])
    name, value = SCALES[program]
    told = found.entries[0].values
    assert (found.file.format, str(found.entries[0].day)) == (program, "2024-05-01")
    assert told[name] == value
    assert told.get("acute_medication") == (None if program in WITHOUT_MEDICINE else 1)
    assert codes(found) == (["times_utc"] if program in OF_GREENWICH else [])
    if program not in MOMENTS_ALONE:
        assert hours(found) == {"2024-05-01": 2, "2024-05-02": 1}


def test_another_headway_is_read_by_day_and_time(read):
    """Of a computer: dates and times of its country in two columns."""
    found = read(
        "Date,Time,End Time,Pain Level,Location,Duration (min),Triggers,Medications,Missed School\n"
        '"5/13/24","10:00\u202fPM","1:00\u202fAM",6,"Left",180,"Stress; Food","Sumatriptan",false\n'
    )
    assert found.file.format == "Headway"
    assert hours(found) == {"2024-05-13": 2, "2024-05-14": 1}


def test_every_export_is_tried():
    """None is known that no test reads."""
    assert {export.name for export in exports()} == {"Migraine Buddy", *OTHERS}


def test_a_zip_of_tables(tmp_path):
    """The one that is a list of attacks is read."""
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("journal_entries.csv", "id,at,kind,payload_json\n1,2024-05-01,x,{}\n")
        archive.writestr("attacks.csv", OTHERS["Migraine Forecast"])
    found = read_source(Source(file, "diary", Options(today=TODAY)))
    assert (found.file.format, found.file.source) == ("Migraine Forecast", "export.zip")
    assert hours(found) == {"2024-05-01": 2, "2024-05-02": 1}


def test_a_zip_that_grows_without_end_is_refused(tmp_path):
    """A small file can hold a thousand times its size."""
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("attacks.csv", "0" * 30_000_000)
    with pytest.raises(
        InputError, match=r"export\.zip: attacks\.csv would grow from \d+ to 30000000"
    ):
        read_source(Source(file, "diary", Options(today=TODAY)))


# Any attacks

FIRST = datetime(2024, 5, 1)  # noqa: DTZ001 - local days, as written
attacks = st.lists(
    st.tuples(
        st.integers(0, 90 * 1440),
        st.none() | st.integers(1, 4 * 1440),
        st.none() | st.integers(1, 10),
        st.sampled_from(["", "Sumatriptan", "No medication"]),
    ),
    min_size=1,
    max_size=15,
)


def moment(minutes, form):
    """A moment as a program writes it."""
    return f"{FIRST + timedelta(minutes=minutes):{form}}"


def as_list(rows):
    """A list with beginnings and ends."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["start", "end", "pain", "medication"])
    for start, lasted, pain, taken in rows:
        end = "" if lasted is None else moment(start + lasted, "%Y-%m-%d %H:%M")
        writer.writerow([moment(start, "%Y-%m-%d %H:%M"), end, "" if pain is None else pain, taken])
    return out.getvalue()


def as_buddy(rows):
    """The same as Migraine Buddy writes it, with durations."""
    lines = ['"#","Started","Lasted","Pain Level","Helpful Medication","Notes"']
    for n, (start, lasted, pain, taken) in enumerate(rows):
        took = (
            ""
            if lasted is None
            else f"{lasted // 1440}d {lasted % 1440 // 60:02}h {lasted % 60:02}m"
        )
        lines.append(
            f'"{n}","{moment(start, "%m/%d/%y %H:%M")}","{took}","{"" if pain is None else pain}",'
            f'"{taken}",""'
        )
    return "\n".join(lines)


def touched(rows):
    """Days that attacks touch, from the first of May."""
    return {
        day
        for start, lasted, *_ in rows
        for day in range(start // 1440, (start + max((lasted or 1) - 1, 0)) // 1440 + 1)
    }


@given(attacks)
def test_headache_days_are_those_that_attacks_touch_in_any_form(read, rows):
    """Two forms of one list are the same diary; what is read adds up."""
    found, buddy = read(as_list(rows)), read(as_buddy(rows))
    assert days(found) == days(buddy)
    aching = {(entry.day - FIRST.date()).days for entry in found.entries}
    assert aching == touched(rows)
    for unwritten in ("unknown", "free"):
        headache, free, unknown = counted(found, unwritten)
        span = max(aching) - min(aching) + 1
        assert headache == len(aching)
        assert free == (span - len(aching) if unwritten == "free" else 0)
        assert headache + free + unknown == span


@given(attacks, st.randoms())
def test_rows_in_any_order_are_the_same_days(read, rows, random):
    """Programs write the last attack first."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert days(read(as_list(shuffled))) == days(read(as_list(rows)))


# Damage


def read_or_lines(read, text):
    """What was read; None where it was refused in lines that name the file."""
    try:
        return read(text)
    except InputError as error:
        lines = str(error)
    assert "attacks.csv" in lines
    return None


@given(DAMAGE, st.sampled_from([LIST, BUDDY, *OTHERS.values()]))
def test_a_damaged_list_is_read_or_refused(read, damage, text):
    """Whatever its cells hold: days of this century, or lines that say what is wrong."""
    found = read_or_lines(read, damaged(text, damage))
    for entry in found.entries if found else ():
        assert 1950 <= entry.day.year <= 2101
        assert all(math.isfinite(value) for value in entry.values.values())
        assert 0 < entry.values.get("hours", 1) <= 24


@given(BYTES)
def test_a_list_with_garbled_bytes_is_read_or_refused(read, changes):
    """Nothing but our own error comes out."""
    read_or_lines(read, mutated(BUDDY, changes))


@pytest.mark.parametrize(
    "moment", ["0000-01-01", "0022-05-01", "9999-12-31", "99999-01-01", "2024-02-30"]
)
def test_years_from_0_to_9999_are_refused_by_line(refused, moment):
    """At either end."""
    for text in (f"{moment} 09:00,2024-05-01 11:00", f"2024-05-01 09:00,{moment} 11:00"):
        said = refused(f"start,end\n{text}\n")
        assert said[0].startswith(", line 2")


def test_every_export_is_on_the_page_of_formats():
    """A row each, with what it is recognized by."""
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [export.name for export in exports() if f"\n| {export.name} | `" not in page] == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "headache", "between"),
    [("phone-export", 490, 655), ("phone-export-empty", 4, 2), ("attacks-start-end", 5, 11)],
)
def test_lists_that_people_had_are_read(shared, name, headache, between):
    """Nothing is counted as 28 of 28; told that unwritten days are free, they are counted so."""
    source = Source(shared / "cases" / f"{name}.csv", "diary", Options(today=TODAY))
    found = read_source(source)
    assert found.attacks
    assert counted(found, "unknown")[:2] == (headache, 0)
    assert counted(found, "free")[:2] == (headache, between)
