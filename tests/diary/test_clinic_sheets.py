"""A clinic's sheet: a row a visit or a month and patient becomes a folder of cases."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from wearoff.diary.folder import analyze_folder
from wearoff.diary.read.clinic_columns import meaning
from wearoff.diary.write.folders import write_cases
from wearoff.errors import InputError
from wearoff.records import Score

SHEET = """patient,date,headache_days_28,HIT-6,units
P001,15/02/2023,22,67,
P001,17/03/2023,21,66,155
P001,09/06/2023,10,57,155
P002,10/02/2023,21,66,
P002,12/03/2023,20,66,155
P002,10/06/2023,18,68,0
"""


@pytest.fixture
def laid(tmp_path):
    """Write a sheet and give its path."""

    def call(text, name="sheet.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return call


def one(path, **reading):
    """The cases of a sheet by name; nobody may be refused."""
    found = wearoff.read_cases(path, **reading)
    assert found.refused == {}
    return {case.name: case for case in found}


# From a sheet to cases


def test_rows_become_scores_and_sessions(laid):
    """Every count and total is a score; units are a session, an empty cell and 0 are none."""
    cases = one(laid(SHEET))
    assert sorted(cases) == ["P001", "P002"]
    first = cases["P001"]
    assert first.scores[0] == Score(date(2023, 2, 15), "headache_days_28", 22)
    assert [score.value for score in first.scores if score.measure == "hit_6"] == [67, 66, 57]
    assert first.log.first == date(2023, 3, 17)
    assert [session.day for session in first.log.sessions] == [0, 84]
    assert [round(session.units, 6) for session in first.log.sessions] == [155, 155]
    assert len(cases["P002"].log.sessions) == 1
    said = "; ".join(cases["P002"].notes)
    assert "no product given: units taken as of onabotulinumtoxinA" in said
    assert "preempt_155" in said
    assert "1 row with 0 units: no session" in said
    assert first.understood.files[0].dates == "day-first"


def test_a_sheet_is_analyzed_as_a_folder_is(run, laid, tmp_path):
    """A row a patient, the counts of the sheet, and a page each; the document has its schema."""
    laid(SHEET, "clinic.csv")
    code, out, _ = run("analyze", "clinic.csv", "-o", "out")
    assert code == 0
    assert "2 of 2 analyzed." in out
    assert "21.5 > 10.0" in out
    assert "Note: no product given: units taken as of onabotulinumtoxinA" in out
    assert (tmp_path / "out" / "P001.html").is_file()
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "No product given: units taken as of onabotulinumtoxinA." in index
    assert run("analyze", "clinic.csv", "--json")[0] == 0
    code, _, err = run("analyze", "clinic.csv", "--note")
    assert (code, "--note beside a folder" in err) == (2, True)


@pytest.mark.shared
def test_the_sheet_of_forty_patients_is_read_whole(shared):
    """Every cell of the shared sheet is a score, and every number of units a session."""
    path = shared / "cases" / "clinic-forty-patients.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    cases = one(path, condition="chronic_migraine")
    assert len(cases) == len({row["patient"] for row in rows}) == 40
    for name, case in cases.items():
        own = [row for row in rows if row["patient"] == name]
        cells = [row[column] for row in own for column in ("headache_days_28", "HIT-6")]
        assert len(case.scores) == sum(cell != "" for cell in cells)
        assert sum(score.value for score in case.scores) == sum(float(c) for c in cells if c)
        given_units = [float(row["units"] or 0) for row in own]
        sessions = case.log.sessions if case.log else ()
        assert len(sessions) == sum(units > 0 for units in given_units)
        assert sum(s.units for s in sessions) == pytest.approx(sum(given_units))
    found = analyze_folder(path, condition="chronic_migraine")
    assert all(row.error is None for row in found.rows)
    told = {row.name: row.result.counted for row in found.rows}
    assert (told["P001"].before, told["P001"].now) == (22, 8)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("headache_days_28", "headache_days_28"),
        ("Headache days (last 28)", "headache_days_28"),
        ("# headache days in last 30 days", "headache_days_30"),
        ("HA days / 28", "headache_days_28"),
        ("Kopfschmerztage (letzte 28 Tage)", "headache_days_28"),
        ("Kopfschmerztage/Monat", "headache_days_30"),
        ("Jours de céphalées (30 derniers jours)", "headache_days_30"),
        ("Días de cefalea en los últimos 28 días", "headache_days_28"),
        ("Giorni di mal di testa al mese", "headache_days_30"),
        ("Hoofdpijndagen per maand", "headache_days_30"),
        ("Dias de dor de cabeça nos últimos 30 dias", "headache_days_30"),
        ("Migränetage pro Monat", "migraine_days_30"),
        ("Acute medication days (28 d)", "acute_days_28"),
        ("HIT6", "hit_6"),
        ("MIDAS score", "midas"),
        ("Einheiten", "units"),
        ("Patient ID", "patient"),
        ("Patiëntnummer", "patient"),
        ("Fecha de visita", "date"),
        ("Injektionsdatum", "session"),
        ("Präparat", "product"),
    ],
)
def test_headers_are_read_in_the_words_of_clinics(header, column):
    """What is counted, and of how many days, in seven languages."""
    assert meaning(header).column == column


@pytest.mark.parametrize("header", ["headache", "Headache day", "Age", "Date of birth", "note"])
def test_other_headers_are_no_clinic_s(header):
    """A column of days, or of something else, is not taken for a count."""
    assert meaning(header) is None


def test_a_sheet_in_other_words_is_the_same_sheet(laid):
    """German headers, semicolons and points give the same cases as the English sheet."""
    text = SHEET.replace("patient,date,headache_days_28", "Pat.-Nr.,Besuch,Kopfschmerztage (28 T)")
    text = text.replace("units", "Einheiten").replace("/", ".").replace(",", ";")
    english, german = one(laid(SHEET)), one(laid(text, "other.csv"))
    for name, case in english.items():
        assert german[name].scores == case.scores
        assert german[name].log.sessions == case.log.sessions


def test_a_count_without_its_days_is_taken_as_of_a_month(laid):
    """MHD is of 30 days, and that is said."""
    cases = one(laid(SHEET.replace("headache_days_28", "MHD")))
    assert cases["P001"].scores[0].measure == "headache_days_30"
    assert "MHD does not say of how many days: taken as of 30" in cases["P001"].notes


def test_rows_of_months_are_dated_at_their_ends(laid):
    """A month is its last day; units without a day refuse the patient, with the fix."""
    text = "patient,month,headache days per month,units,injection date\n"
    rows = ["A,2024-02,20,,", "A,March 2024,31,155,05/03/2024", "A,04/2024,12,155,28/05/2024"]
    case = one(laid(text + "\n".join([*rows, "B,2024-02,9,,", ""])))["A"]
    assert [(str(s.day), s.measure, s.value) for s in case.scores] == [
        ("2024-02-29", "headache_days_30", 20),
        ("2024-03-31", "headache_days_30", 30),
        ("2024-04-30", "headache_days_30", 12),
    ]
    assert [case.log.first, len(case.log.sessions)] == [date(2024, 3, 5), 2]
    late = wearoff.read_cases(laid(text + "A,2024-02,20,155,\nB,2024-02,9,,\n", "late.csv"))
    assert "the day of the session is not said" in late.refused["A"]


def test_products_are_those_of_row_header_or_plan(laid):
    """A brand of a row or of the header is read by name, and is never taken for another."""
    text = "patient,date,headache_days_28,{},product\nA,2024-01-05,20,{},{}\nB,2024-01-05,9,,\n"
    row = one(laid(text.format("units", "155 U", "Xeomin")))["A"]
    header = one(laid(text.format("Dysport units", "500", ""), "b.csv"))["A"]
    assert [case.log.sessions[0].product for case in (row, header)] == [
        "incobotulinumtoxinA",
        "abobotulinumtoxinA",
    ]
    assert round(header.log.sessions[0].units, 6) == 500


def test_one_bad_row_refuses_its_patient_alone(laid):
    """Every fault of the patient is told by line and column; the others are read."""
    text = SHEET.replace("P002,12/03/2023,20,66", "P002,31/02/2023,29,7")
    found = wearoff.read_cases(laid(text))
    assert [case.name for case in found] == ["P001"]
    assert "line 6, column date: found '31/02/2023'" in found.refused["P002"]
    text = SHEET.replace("P002,12/03/2023,20,66", "P002,12/03/2023,29,7")
    said = wearoff.read_cases(laid(text)).refused["P002"]
    assert "column headache_days_28: found '29'; allowed: a number from 0 to 28" in said
    assert "column HIT-6: found '7'" in said


def test_the_order_of_dates_is_that_of_the_whole_sheet(laid):
    """One date that fits the other order alone is its row's slip; where nothing tells, it asks."""
    days = [date(2023, 1, 13) + timedelta(days=31 * k) for k in range(12)]
    rows = [f"A,{day.day}/{day.month}/{day.year},{k}" for k, day in enumerate(days)]
    text = "\n".join(["patient,date,headache_days_28", *rows, "B,03/04/2023,9", "C,4/13/2023,9"])
    found = wearoff.read_cases(laid(text))
    assert [case.name for case in found] == ["A", "B"]
    assert found.cases[1].scores[0].day == date(2023, 4, 3)
    assert "'4/13/2023'" in found.refused["C"]
    open_to_both = "patient,date,headache_days_28\nA,03/04/2023,9\nB,05/06/2023,9\n"
    with pytest.raises(InputError, match="2023-04-03 day-first, 2023-03-04 month-first"):
        wearoff.read_cases(laid(open_to_both))
    case = one(laid(open_to_both), dates="month-first")["A"]
    assert case.scores[0].day == date(2023, 3, 4)


def test_a_sheet_without_a_patient_is_one_person_s(run, laid):
    """Counts and units of one person are a case, in the library and on the command line."""
    text = "\n".join(line[5:] if line[0] == "P" else line for line in SHEET.splitlines()[:4])
    path = laid(text.replace("patient,", ""), "counts.csv")
    case = wearoff.read_case(path)
    assert (case.name, len(case.scores), len(case.log.sessions)) == ("counts", 6, 2)
    assert case.counts_alone
    code, out, _ = run("analyze", "counts.csv")
    assert code == 0
    assert "before 21.5   last 28 days 10.0" in out
    assert "units taken as of onabotulinumtoxinA" in " ".join(out.split())


def test_a_sheet_of_many_is_not_one_person(laid):
    """Asked for one case it says how many people there are, and how to read them."""
    with pytest.raises(InputError, match="2 patients in it; fix: read them with read_cases"):
        wearoff.read_case(laid(SHEET))


def test_a_diary_of_days_is_no_clinic_s_sheet(laid):
    """A daily column of 0 and 1, whatever it is called, is still a diary."""
    days = "".join(f"2025-01-{day:02},{day % 2}\n" for day in range(1, 29))
    case = wearoff.read_case(laid(f"date,headache\n{days}"))
    assert (case.diary.days, case.scores) == (28, ())


def test_a_diary_with_a_name_and_a_total_is_a_diary(laid):
    """A name and a HIT-6 beside days do not make a clinic's sheet of a diary."""
    days = "".join(f"Cy,2025-01-{day:02},{day % 2},60\n" for day in range(1, 29))
    case = wearoff.read_case(laid(f"name,date,headache,HIT-6\n{days}"))
    assert case.understood.headache == 14
    assert not case.counts_alone


def test_a_column_called_headache_may_hold_counts(laid):
    """Beside patients, numbers above 1 are counts of a month, which is said."""
    cases = one(laid(SHEET.replace("headache_days_28", "Headache")))
    assert cases["P001"].scores[0] == Score(date(2023, 2, 15), "headache_days_30", 22)
    assert "Headache does not say of how many days: taken as of 30" in cases["P001"].notes


def test_a_name_may_stand_for_the_rows_below_it(laid):
    """Where most rows have no name it is that above; where few have none, they are refused."""
    lines = [line[4:] if k % 3 else line for k, line in enumerate(SHEET.splitlines()[1:])]
    merged = "\n".join([SHEET.splitlines()[0], *lines])
    assert {name: len(case.scores) for name, case in one(laid(merged)).items()} == {
        "P001": 6,
        "P002": 6,
    }
    found = wearoff.read_cases(laid(SHEET.replace("P002,12", ",12")))
    assert "line 6: no patient" in found.refused["no name"]
    assert [case.name for case in found] == ["P001", "P002"]


def test_a_frame_is_a_sheet_too():
    """read_cases takes a DataFrame of the same columns."""
    frame = pd.read_csv(io.StringIO(SHEET), dtype=str)
    assert [case.name for case in wearoff.read_cases(frame)] == ["P001", "P002"]


# Doubts


def visited(*days, units="155"):
    """A sheet of two people: visits of the first on these days, at each a count of 20."""
    rows = [f"A,{date(2023, 1, 10) + timedelta(days=day)},20,60,{units}" for day in days]
    return "\n".join(["patient,date,headache_days_28,HIT-6,units", *rows, "B,2023-01-10,20,60,\n"])


def doubted(laid, text):
    """Codes of the doubts about the first patient."""
    case = one(laid(text), condition="chronic_migraine", today=date(2026, 1, 1))["A"]
    return {doubt.code for doubt in case.doubts}


def test_a_visit_in_another_year_bars_the_rules(laid):
    """One date ten years late, or a year early, is said with its row, and no rule is judged."""
    assert doubted(laid, visited(0, 84, 168, 252)) == set()
    late = visited(0, 84, 168, 252).replace("2023-09-19", "2033-09-19")
    assert {"date_future", "date_far"} <= doubted(laid, late)
    early = visited(0, 84, 168, 252).replace("2023-06-27", "2022-06-27")
    assert "wrong_year" in doubted(laid, early)
    found = analyze_folder(laid(early), condition="chronic_migraine")
    result = found.rows[0].result
    assert {rule.counted for rule in result.rules} == {"not_recorded"}
    assert "wrong_year" in found.result.patients[0].glance.doubts


def test_a_visit_without_an_injection_is_no_forgotten_session(laid):
    """A row of 0 units stands between two sessions: nobody asks for the one that was left out."""
    rows = visited(0, 84, 168, 252)
    assert doubted(laid, rows.replace("2023-06-27,20,60,155", "2023-06-27,20,60,0")) == set()
    missing = "\n".join(line for line in rows.splitlines() if "2023-06-27" not in line)
    assert doubted(laid, missing) & {"session_gap", "session_year"}


def test_a_count_beside_a_session_bears_out_its_date(laid, tmp_path):
    """In a folder the visit of 0 units is lost; a count a month before says the year is right."""
    days = [date(2023, 1, 9) + timedelta(days=day) for day in (-30, 0, 91, 182, 273)]
    rows = [f"A,{day},20,60,{u}" for day, u in zip(days, ["", 155, 0, 155, 155], strict=True)]
    text = "\n".join(["patient,date,headache_days_28,HIT-6,units", *rows, "B,2023-01-10,20,60,\n"])
    assert doubted(laid, text) == set()
    write_cases(wearoff.read_cases(laid(text)), tmp_path / "out")
    again = one(tmp_path / "out", condition="chronic_migraine", today=date(2026, 1, 1))["A"]
    assert {doubt.effect for doubt in again.doubts} == {"said"}
    alone = "\n".join(line for line in text.splitlines() if str(days[0]) not in line)
    write_cases(wearoff.read_cases(laid(alone)), tmp_path / "second")
    barred = one(tmp_path / "second", condition="chronic_migraine", today=date(2026, 1, 1))["A"]
    assert "session_year" in {doubt.code for doubt in barred.doubts}


def test_a_baseline_under_15_is_said(laid):
    """Counts under 15 before the first session are not called chronic without a word."""
    low = visited(0, 84, 168).replace(",20,", ",9,")
    assert doubted(laid, low) == {"baseline_low"}


# From cases to a folder


def test_cases_are_written_as_a_folder_that_is_read_the_same(laid, tmp_path):
    """Scores, sessions and counts of every patient come back, and no empty diary is written."""
    cases = wearoff.read_cases(laid(SHEET), condition="chronic_migraine")
    assert write_cases(cases, tmp_path / "out") == {"P001": "P001", "P002": "P002"}
    assert {path.name for path in (tmp_path / "out" / "P001").iterdir()} == {
        "injections.csv",
        "scores.csv",
    }
    again = one(tmp_path / "out", condition="chronic_migraine")
    for case in cases:
        assert again[case.name].scores == case.scores
        assert again[case.name].log.first == case.log.first
        assert again[case.name].log.sessions == case.log.sessions


def test_a_sheet_is_imported_as_a_folder(run, laid, tmp_path):
    """It says how it was read, of whom, and what was taken; the folder is analyzed alike."""
    laid(f"{SHEET}P002,12/09/2023,40,66,155\n../x,12/09/2023,4,66,\n", "clinic.csv")
    code, out, _ = run("import", "clinic.csv", "-o", "out")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    said = " ".join(out.split())
    for text in (
        "dates day-first",
        "PATIENTS 2 of 3 read",
        "units taken as of onabotulinumtoxinA (1 of 2 patients)",
        "NAME ../x is written as x",
        "REFUSED P002: ",
        "Wrote out",
    ):
        assert text in said
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"P001", "x"}
    assert run("import", "clinic.csv", "-o", "second", "--json")[0] == 0
    code, _, err = run("import", "clinic.csv", "-o", "out")
    assert (code, "holds something" in err) == (2, True)
    code, shown, _ = run("analyze", "out")
    assert (code, "21.5 > 10.0" in shown) == (0, True)


def test_what_comes_next_reads_what_was_written_in_the_same_way(run, laid):
    """The command at the end has the condition and the empty days that were said."""
    laid("date,headache\n2026-01-01,1\n2026-01-04,1\n", "attacks.csv")
    how = ("--condition", "episodic_migraine", "--unwritten", "free")
    _, out, _ = run("import", "attacks.csv", "-o", "d.csv", *how)
    assert out.splitlines()[-1] == f"Next: wearoff analyze d.csv {' '.join(how)}"
    _, out, _ = run("import", "attacks.csv", "-o", "e.csv")
    assert out.splitlines()[-1] == "Next: wearoff analyze e.csv"


def test_nothing_of_a_sheet_is_lost_without_a_word(run, laid):
    """Titles, comments and totals are left out and said; a row of another width is refused."""
    text = f"My clinic\n# of 2023\n{SHEET}Total,,,,\n".replace(
        "P002,10/06/2023,18,68,0", "P002,1,8"
    )
    laid(text, "clinic.csv")
    code, out, _ = run("import", "clinic.csv", "-o", "out")
    said = " ".join(out.split())
    assert code == 0
    for text in ("line 1: above the header", "line 2: comment", "line 10: total"):
        assert f"LEFT OUT {text}" in said
    assert "REFUSED P002: clinic.csv, line 9: more or fewer cells than the header" in said
    with pytest.raises(InputError, match="line 1: no row below the header"):
        wearoff.read_case(laid(SHEET.splitlines()[0]))


def test_a_sheet_of_which_nobody_can_be_read_is_not_written(run, laid, tmp_path):
    """Exit 2, a line each, and no folder."""
    laid(SHEET.replace(",21", ",99").replace(",20,66", ",99,66"), "clinic.csv")
    code, _, err = run("import", "clinic.csv", "-o", "out")
    assert code == 2
    for text in ("no patient could be read", "P001: ", "P002: "):
        assert f"wearoff: {text}" in err or text in err
    assert {path.name for path in tmp_path.iterdir()} == {"clinic.csv"}


def test_hostile_names_stay_within_the_folder(laid, tmp_path):
    """Each patient has a folder of its own below the given one, whatever the name."""
    names = ["../x", "CON", "a/b", "=1+1", "x" * 300, "A", "a ", "."]
    rows = "".join(f"{name},2024-01-{k + 10},9\n" for k, name in enumerate(names))
    cases = wearoff.read_cases(laid(f"patient,date,headache_days_28\n{rows}"))
    assert {case.name for case in cases} == {"../x", "CON", "a/b", "=1+1", "x" * 300, "A", "."}
    made = write_cases(cases, tmp_path / "out")
    assert made["../x"] == "x"
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(made.values())
    assert {path.name for path in tmp_path.iterdir()} == {"out", "sheet.csv"}


def test_nothing_is_written_of_no_case(tmp_path):
    """Without a patient there is an error and no folder."""
    with pytest.raises(InputError, match="no patient to write"):
        write_cases([], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


VISITS = st.dictionaries(
    st.integers(0, 20).map(lambda visit: 91 * visit),
    st.tuples(
        st.none() | st.integers(0, 28),
        st.none() | st.integers(36, 78),
        st.none() | st.sampled_from([0, 100, 155, 195]),
    ),
    min_size=1,
    max_size=8,
)


@given(st.dictionaries(st.sampled_from("ABCD"), VISITS, min_size=2, max_size=4), st.booleans())
def test_counts_of_a_sheet_are_conserved(people, day_first):
    """Every cell that holds something is a score with its value and day, and nothing else is."""
    order = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    start = date(2020, 1, 1)
    rows = [
        {
            "patient": name,
            "date": (start + timedelta(days=day)).strftime(order),
            "headache_days_28": "" if visit[0] is None else str(visit[0]),
            "HIT-6": "" if visit[1] is None else str(visit[1]),
            "units": "" if visit[2] is None else str(visit[2]),
        }
        for name, visits in people.items()
        for day, visit in visits.items()
    ]
    way = "day-first" if day_first else "month-first"
    found = wearoff.read_cases(pd.DataFrame(rows), dates=way)
    for case in found:
        expected = {
            Score(start + timedelta(days=day), measure, value)
            for day, visit in people[case.name].items()
            for measure, value in zip(("headache_days_28", "hit_6"), visit, strict=False)
            if value is not None
        }
        assert set(case.scores) == expected
        visits = [day for day, visit in people[case.name].items() if visit[2]]
        log = case.log
        assert {start + timedelta(days=day) for day in visits} == (
            {log.first + timedelta(days=visit.day) for visit in log.sessions} if log else set()
        )
    for name, said in found.refused.items():
        assert "no count or total" in said
        assert all(visit[:2] == (None, None) for visit in people[name].values())
