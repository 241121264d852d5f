"""Injection logs as clinics and people write them: what is read, what is said, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from damage import BYTES, DAMAGE, damaged, mutated, read_or_refused, reader, refused
from wearoff.errors import InputError
from wearoff.evidence import anatomy, injections, rows
from wearoff.evidence.products import brands
from wearoff.model.conditions import condition
from wearoff.simulation.log_words import log_column, side_in, side_of, units_in
from wearoff.simulation.logs import MOST_ROWS, read_injections, read_log
from wearoff.words.notes import text as text_of

ONA, ABO = "onabotulinumtoxinA", "abobotulinumtoxinA"
MIGRAINE = condition("chronic_migraine")
MIXED = f"""\
date,plan,muscle,side,units,product
2024-01-08,preempt_155,,,155,{ONA}
2024-01-08,,masseter,left,20,{ONA}
2024-04-01,,SCM,R,"12,5 U",Botox
2024-07-01,PREEMPT,,,160 units,BOTOX
"""


@pytest.fixture
def log(tmp_path):
    """Read a text as the log of somebody with chronic migraine."""
    return reader(tmp_path, lambda path: read_log(path, MIGRAINE), "log.csv")


def told(found):
    """What the notes of a log say."""
    return [text_of(note) for note in found.notes]


def sites(session):
    """Units by muscle and side."""
    return {one.site: one.units for one in session.injections}


# What a session may be


def test_plans_and_muscles_stand_in_one_file(log):
    """A row is a plan or a muscle; brands, shorthand and units in words are read, and said."""
    found = log(MIXED)
    days = [(session.day, round(session.units, 9)) for session in found.sessions]
    assert days == [(0, 155), (0, 20), (84, 12.5), (175, 160)]
    assert found.lines == (2, 3, 4, 5)
    assert {session.product for session in found.sessions} == {ONA}
    assert sites(found.sessions[2]) == {"sternocleidomastoid_right": 12.5}
    assert told(found) == [
        f"read Botox as {ONA}, SCM as sternocleidomastoid, PREEMPT as preempt_155"
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("date,plan\n2024-01-08,PREEMPT 155\n", f"preempt_155: its own 155 U of {ONA} taken"),
        ("date,plan,units,product\n2024-01-08,preempt_155,,\n", "preempt_155: its own 155 U"),
        (
            "date\n2024-01-08\n",
            f"dates alone: preempt_155, 155 U of {ONA} taken",
        ),
        ("2024-01-08\n", "dates alone: preempt_155, 155 U"),
        ("Datum\n08.01.2024\n", "dates alone: preempt_155"),
    ],
)
def test_what_a_log_leaves_out_is_the_usual_plan_s_and_said(log, text, note):
    """Dates alone, or plans alone, take the plan's own units and product, and a note says so."""
    found = log(text)
    assert found.first == date(2024, 1, 8)
    assert [(s.product, round(s.units, 9)) for s in found.sessions] == [(ONA, 155)]
    assert any(note in line for line in told(found))


def test_dates_alone_are_read_day_first_where_one_of_them_tells(log):
    """Of a list of dates one that can only be day-first tells how all are meant."""
    found = log("07/04/2022\n01/07/2022\n19/12/2022\n")
    assert found.first == date(2022, 4, 7)
    assert [session.day for session in found.sessions] == [0, 85, 256]


@pytest.mark.parametrize(
    "text",
    [
        "My Botox dates\n8 January 2024\n02.04.2024\n",
        "Botox 2024:\n- 2024-01-08\n- 2024-04-02\n",
        "1. 08.01.2024\n2. 02.04.2024\n",
    ],
)
def test_a_list_of_dates_may_have_a_title_and_marks(log, text):
    """A line of words above dates alone is a title, and said; marks before a date do not count."""
    found = log(text)
    assert (found.first, [session.day for session in found.sessions]) == (date(2024, 1, 8), [0, 85])
    titles = [line for line in told(found) if "above the header" in line]
    assert len(titles) == text.startswith(("My", "Botox"))


def test_a_date_that_cannot_be_read_is_no_title(tmp_path):
    """What looks like a date above others is refused, never passed over."""
    file = tmp_path / "log.csv"
    file.write_text("2024-01-08 at noon\n2024-04-02\n", encoding="utf-8")
    said = refused(lambda path: read_log(path, MIGRAINE), file)
    assert "line 1, column date: found '2024-01-08 at noon'" in said


def test_units_without_a_place_are_spread_as_usual(log):
    """A total and a product, and no word of where, is the usual plan's pattern, and said."""
    found = log("date,units,product\n2024-01-08,300,Dysport\n")
    (session,) = found.sessions
    assert (session.product, session.units) == (ABO, pytest.approx(300))
    assert {one.muscle for one in session.injections} == set(MIGRAINE.usual)
    assert "spread as in preempt_155" in told(found)[0]


def test_an_area_is_its_muscles(log):
    """The glabella is corrugators and procerus, the forehead the frontalis of both sides."""
    found = log(
        "date,muscle,side,units,product\n"
        "2024-01-08,glabella,midline,20,Botox\n2024-01-08,Forehead,,10,Botox\n"
    )
    assert sites(found.sessions[0]) == {
        "corrugator_left": 8,
        "corrugator_right": 8,
        "procerus_midline": 4,
        "frontalis_left": 5,
        "frontalis_right": 5,
    }
    assert told(found)[0] == ("glabella: corrugator and procerus, as the label has them")


def test_units_of_both_sides_are_a_total_and_of_each_side_are_not(log):
    """Both sides share the units, each side gets them, and the notes say which was taken."""
    found = log(
        "date,muscle,side,units,product\n2024-01-08,traps,both,10,Botox\n"
        "2024-01-08,masseters,per side,10,Botox\n"
    )
    assert sites(found.sessions[0]) == {
        "trapezius_left": 5,
        "trapezius_right": 5,
        "masseter_left": 10,
        "masseter_right": 10,
    }
    notes = told(found)
    assert any("both sides: units taken as their total" in note for note in notes)
    assert any("each side: units given to left and right" in note for note in notes)


def test_a_side_may_stand_with_its_muscle(log):
    """Clinics write L SCM; a midline muscle needs no side at all."""
    found = log("date,muscle,units,product\n2024-01-08,L SCM,20,ona\n2024-01-08,procerus,5,ona\n")
    assert sites(found.sessions[0]) == {"sternocleidomastoid_left": 20, "procerus_midline": 5}


def test_a_dash_is_an_empty_cell(log):
    """A dash stands where there is no side, and for a plan that a muscle's row has not."""
    text = MIXED.replace("preempt_155,,,155", "preempt_155,-,\u2013,155").replace(
        ",,masseter", ",n/a,masseter"
    )
    assert log(text).sessions == log(MIXED).sessions


def test_several_like_rows_are_several_sites(log):
    """Four sites of five units in one muscle are twenty units."""
    row = "2024-01-08,temporalis,left,5,Botox\n"
    found = log("date,muscle,side,units,product\n" + 4 * row)
    assert sites(found.sessions[0]) == {"temporalis_left": 5}
    assert found.sessions[0].units == 20


# Other spellings


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Datum;Muskel;Seite;Einheiten;Präparat", "08.01.2024;Kopfwender;li;7,5 E;Xeomin"),
        ("DATE;MUSCLE;CÔTÉ;UNITÉS;PRODUIT", "08.01.2024;SCM;gauche;7,5 UI;Bocouture"),
        ("fecha;músculo;lado;unidades;marca", "2024-01-08;ECM;izq;7,5 UI;xeomin"),
        ("data;muscolo;lato;unità;prodotto", "2024-01-08;SCM;sx;7,5;XEOMIN"),
        ("datum;spier;zijde;eenheden;merk", "2024-01-08;SCM;links;7,5;Xeomin"),
        ("data;músculo;lado;dose;produto", "2024-01-08;SCM;esquerdo;7,5 U;Xeomin"),
    ],
)
def test_headers_sides_and_units_are_read_in_seven_languages(log, header, row):
    """Words of other languages, decimal commas and semicolons are read as ours."""
    row = row.replace("izq", "izquierda")
    found = log(f"{header}\n{row}\n")
    assert found.first == date(2024, 1, 8)
    assert found.sessions[0].product == "incobotulinumtoxinA"
    assert sites(found.sessions[0]) == {"sternocleidomastoid_left": 7.5}


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_a_frame_reads_as_its_file(log, frame):
    """A DataFrame with dates and numbers is the log of its file."""
    columns = {
        "date": [date(2024, 1, 8), date(2024, 4, 1)],
        "plan": ["preempt_155", "preempt_155"],
        "units": [155.0, 162.5],
        "product": ["Botox", "Botox"],
    }
    there = "date,plan,units,product\n2024-01-08,preempt_155,155,Botox\n"
    assert read_log(frame(columns), MIGRAINE).sessions == (
        log(there + "2024-04-01,preempt_155,162.5,Botox\n").sessions
    )


def test_the_sheet_of_a_workbook_that_is_a_log_is_found(tmp_path):
    """Beside a diary's sheet the log's is known by its columns, with dates and numbers as cells."""
    book = Workbook()
    book.active.append(["date", "headache"])
    sheet = book.create_sheet("injections")
    sheet.append(["Date", "Muscle", "Side", "Units", "Product"])
    sheet.append([date(2024, 1, 8), "SCM", "L", 20, "Botox"])
    book.save(tmp_path / "book.xlsx")
    found = read_log(tmp_path / "book.xlsx", MIGRAINE)
    assert (found.first, sites(found.sessions[0])) == (
        date(2024, 1, 8),
        {"sternocleidomastoid_left": 20},
    )


def test_sheets_of_which_none_is_a_log_are_refused_with_a_way_out(tmp_path):
    """The sheet that somebody names is that of the diary, so that it is no way to name a log's."""
    book = Workbook()
    book.active.append(["date", "headache"])
    book.create_sheet("shots").append(["When", "What"])
    book.save(tmp_path / "book.xlsx")
    said = refused(lambda path: read_log(path, MIGRAINE), tmp_path / "book.xlsx")
    assert "fix: save the sheet of injections as a file of its own" in said


def test_a_column_may_be_named(tmp_path):
    """A header of any word is a column where somebody says so."""
    file = tmp_path / "log.csv"
    file.write_text("Termin,plan\n2024-01-08,preempt_155\n", encoding="utf-8")
    assert "missing column date" in refused(lambda path: read_log(path, MIGRAINE), file)
    assert read_log(file, MIGRAINE, columns={"date": "termin"}).first == date(2024, 1, 8)
    file.write_text("date,where,side,units,product\n2024-01-08,SCM,L,20,Botox\n", encoding="utf-8")
    found = read_log(file, MIGRAINE, columns={"muscle": "where", "date": "Day of the diary"})
    assert sites(found.sessions[0]) == {"sternocleidomastoid_left": 20}
    with pytest.raises(InputError, match=r"unknown column 'wher'.*'where'"):
        read_log(file, MIGRAINE, columns={"muscle": "wher"})


def test_dates_that_are_two_days_are_asked(tmp_path):
    """Where no date tells, both readings are shown, and the answer is taken."""
    file = tmp_path / "log.csv"
    file.write_text("03/04/2024\n05/06/2024\n", encoding="utf-8")
    line = refused(lambda path: read_log(path, MIGRAINE), file)
    assert "2024-04-03" in line
    assert "2024-03-04" in line
    found = read_log(file, MIGRAINE, dates="month-first")
    assert (found.first, found.sessions[1].day) == (date(2024, 3, 4), 63)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("155", 155),
        ("155 U", 155),
        ("155U", 155),
        ("155 units", 155),
        ("155 E", 155),
        ("155 UI", 155),
        ("155 Einheiten", 155),
        ("500 Speywood units", 500),
        ("12,5", 12.5),
        ("7.5 U", 7.5),
        ("6.667", 6.667),
        ("10 000 U", 10_000),
        ("10'000", 10_000),
        ("1e2", 100),
        ("0", 0),
    ],
)
def test_units_are_read_as_people_write_them(text, units):
    """Units with their word, decimal commas, and thousands apart are numbers."""
    assert units_in(text) == units


@pytest.mark.parametrize("text", ["5,000", "2.500 U", "5 ml", "155 U/ml", "x", "", "1-5", "--5"])
def test_what_is_no_number_of_units_is_refused(text):
    """Thousands or decimals, milliliters and words are not guessed at."""
    with pytest.raises(InputError):
        units_in(text)


@given(st.integers(0, 99_999), st.sampled_from(["", " U", " units", "E", " UI"]))
def test_whole_units_are_themselves(number, unit):
    """A whole number with any word for units is that number."""
    assert units_in(f"{number}{unit}") == number


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("L", "left"),
        ("re", "right"),
        ("G", "left"),
        ("D", "right"),
        ("bds.", "both"),
        ("L+R", "both"),
        ("beidseits", "both"),
        ("Mitte", "midline"),
        ("je Seite", "each"),
    ],
)
def test_sides_are_read_in_several_languages(text, side):
    """Letters and words for sides are read."""
    assert side_of(text) == side


def test_a_muscle_keeps_its_words_beside_a_side():
    """What is left beside a side is the muscle; what names no side stays whole."""
    assert side_in("Temporalis (both sides)") == ("temporalis", "both")
    assert side_in("upper trapezius") == ("upper trapezius", "")
    assert log_column("Côté") == "side"


@given(
    brand=st.sampled_from([brand for brand in brands() if "not in the model" not in brand.note]),
    muscle=st.sampled_from(rows.table("muscle_names")),
    side=st.sampled_from(["L", "R", "both", ""]),
    units=st.integers(0, 400),
)
def test_every_alias_is_read_with_its_units(tmp_path_factory, brand, muscle, side, units):
    """Any brand and shorthand, whatever the side, gives its product, its muscle and its units."""
    file = tmp_path_factory.mktemp("aliases") / "log.csv"
    midline = injections.muscles()[muscle["muscle"]].midline
    side = "" if midline else side or "left"
    row = f'2024-01-08,"{muscle["alias"]}",{side},{units} U,{brand.brand}'
    file.write_text(f"date,muscle,side,units,product\n{row}\n", encoding="utf-8")
    (session,) = read_log(file, MIGRAINE).sessions
    assert session.product == brand.product
    assert {one.muscle for one in session.injections} == {muscle["muscle"]}
    assert session.units == units


# What is refused


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2024-01-08,,SCM,left,20,prabotulinumtoxinA", ["prabotulinumtoxinA (Jeuveau) has no row"]),
        ("2024-01-08,,SCM,left,20,Letybo", ["letibotulinumtoxinA (Letybo) has no row"]),
        ("2024-01-08,,quadriceps_rabbit,left,20,Botox", ["another species", "column muscle"]),
        ("2024-01-08,,trapezius,,20,Botox", ["no side of trapezius", "write left, right or both"]),
        ("2024-01-08,,L SCM,right,20,Botox", ["'L SCM' on side 'right'"]),
        (
            "2024-01-08,PREEMPT,masseter,left,20,Botox",
            ["a plan and a muscle in one row", "two rows"],
        ),
        ("2024-01-08,,,,20,Botox", ["neither a plan nor a muscle"]),
        ("2024-01-08,PREEMPT,,,,Botox", ["column units", "no units"]),
        ("2024-01-08,PREEMPT,,,155,", ["column product", "no product"]),
        ("2024-01-08,,SCM,left,20 ml,Botox", ["column units", "'20 ml'"]),
        ("2024-01-08,,SCM,left,200000,Botox", ["column units", "0 to 100000"]),
        ("1988-01-08,,SCM,left,20,Botox", ["column date", "a date from 1989 on"]),
        ("0022-12-05,,SCM,left,20,Botox", ["column date", "'0022-12-05'"]),
        ("2024-02-30,,SCM,left,20,Botox", ["column date", "'2024-02-30'"]),
        (",,SCM,left,20,Botox", ["column date", "no date", "in every row"]),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(log, row, said):
    """What is wrong in a row is named with file, line and column, and what would mend it."""
    line = refused(log, MIXED + row + "\n")
    assert "did you mean" not in line
    for words in ("log.csv", "line 6", *said):
        assert words in line


def test_all_that_is_wrong_is_said_at_once(log):
    """Faults of several rows and columns come together, in the order of their lines."""
    with pytest.raises(InputError) as found:
        log(
            "date,muscle,side,units,product\n2024-13-01,SCM,left,20,Botox\n"
            "2024-01-08,hand,left,20,Botox\n2024-01-08,SCM,up,many,Jeuveau\n"
        )
    lines = str(found.value).splitlines()
    places = [line.partition(": ")[0].partition("log.csv, ")[2] for line in lines]
    assert places == [
        "line 2, column date",
        "line 3, column muscle",
        "line 4, column product",
        "line 4, column units",
        "line 4, column side",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,units\n2024-01-08,155\n", "units of no product"),
        ("date,plan,product\n2024-01-08,PREEMPT,Dysport\n", f"no units of {ABO}"),
        ("date,plan\n2024-01-08,fixed_various\n", "has no dose of its own"),
        ("date,plan,product\n", "no sessions"),
        ("date,visit date,plan\n2024-01-08,2024-01-08,PREEMPT\n", None),
        ("Datum,visit date,plan\n2024-01-08,2024-01-08,PREEMPT\n", "may each be date"),
        ("2024-01-08,155\n2024-04-01,155\n", "missing column date"),
        ("", "nothing in it"),
    ],
)
def test_units_have_a_product_and_columns_one_meaning(log, text, said):
    """Units without a product, a product without units, and two columns of dates are refused."""
    if said is None:
        assert log(text).first == date(2024, 1, 8)
    else:
        assert said in refused(log, text)


def test_a_log_of_endless_rows_is_refused_at_once(log):
    """Nobody was injected ten thousand times."""
    text = "date\n" + "2024-01-08\n" * (MOST_ROWS + 1)
    assert "rows" in refused(log, text)


def test_a_header_that_comes_again_is_no_row(log):
    """Two files put together, each with its header, are read as one."""
    head, *rest = MIXED.splitlines()
    assert log("\n".join([head, *rest[:2], head, *rest[2:]])).sessions == log(MIXED).sessions


def test_a_row_of_totals_is_no_session_and_is_said(log):
    """The sum at the foot of a sheet is no session, and a note says that it was passed over."""
    found = log("Datum;Protokoll;Einheiten;Marke\n08.01.2024;PREEMPT;155;Botox\nSumme;;155;\n")
    assert [session.units for session in found.sessions] == [pytest.approx(155)]
    assert "1 row of totals in log.csv not read" in told(found)


def test_a_title_above_the_header_is_said_and_a_row_there_refused(log):
    """A sheet's title is passed over with a note; a session above the header is not lost."""
    head, *rows = MIXED.splitlines()
    found = log("\n".join(["Injections of Cy,,,,,", head, *rows]))
    assert found.sessions == log(MIXED).sessions
    assert told(found)[0] == "1 row above the header of log.csv not read"
    assert "a row above the header" in refused(log, "\n".join([rows[0], head, *rows[1:]]))


# Courses that are simulated


def test_what_a_day_holds_is_one_session_of_a_course(tmp_path):
    """A plan's row and a muscle's row of one day are simulated as one session."""
    file = tmp_path / "log.csv"
    file.write_text(MIXED, encoding="utf-8")
    course = read_injections(file, MIGRAINE)
    assert [(one.day, round(one.units, 9)) for one in course] == [(0, 175), (84, 12.5), (175, 160)]


# Damage


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2000),
            st.sampled_from(["masseter", "procerus", "glabella", "traps", "Forehead", "occ"]),
            st.sampled_from(["both", "bds", ""]),
            st.integers(0, 300),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_unit_of_a_log_arrives(tmp_path_factory, written):
    """However units are split over sides and areas, their total is that of the rows."""
    file = tmp_path_factory.mktemp("units") / "log.csv"
    lines = [
        f"{date(2019, 1, 1) + timedelta(days=day)},{place},{side or 'both'},{units},Botox"
        for day, place, side, units in written
    ]
    file.write_text("\n".join(["date,muscle,side,units,product", *lines]), encoding="utf-8")
    found = read_log(file, MIGRAINE)
    total = sum(session.units for session in found.sessions)
    assert total == pytest.approx(sum(units for *_, units in written))
    assert len(found.lines) == len(found.sessions) == len({day for day, *_ in written})
    known = {*injections.muscles(), *anatomy.areas()}
    assert {one.muscle for s in found.sessions for one in s.injections} <= known


@given(DAMAGE)
def test_a_damaged_log_of_both_kinds_is_read_or_refused(tmp_path_factory, damage):
    """A damaged log is read, with a line for each session, or refused in lines that name it."""
    file = tmp_path_factory.mktemp("damaged") / "log.csv"
    file.write_text(damaged(MIXED, damage), encoding="utf-8", newline="")
    found = read_or_refused(lambda path: read_log(path, MIGRAINE), file)
    if found is not None:
        assert found.sessions[0].day == 0
        assert len(found.lines) == len(found.sessions)


@given(BYTES)
def test_mutated_bytes_of_a_log_are_read_or_refused(tmp_path_factory, changes):
    """Bytes overwritten anywhere lead to a reading or to lines, never to a fault of ours."""
    file = tmp_path_factory.mktemp("mutated") / "log.csv"
    file.write_bytes(mutated(MIXED, changes))
    read_or_refused(lambda path: read_log(path, MIGRAINE), file)


@pytest.mark.shared
def test_the_logs_that_people_brought_are_read(shared):
    """Each log that once was refused, or read wrongly, gives what its writer meant."""
    folder = shared / "cases"
    units = {}
    for file in sorted((folder / "logs").glob("*.csv")):
        try:
            units[file.stem] = sum(s.units for s in read_log(file, MIGRAINE).sessions)
        except InputError as error:
            units[file.stem] = str(error).partition(": ")[2].split()[0]
    assert units == pytest.approx(
        {
            "a_brand_Botox": 155,
            "a_praboA": "prabotulinumtoxinA",
            "b_units_U": 155,
            "c_date_only": 155,
            "c_plan_only": 155,
            "d_SCM": 20,
            "d_glabella": 20,
            "d_rabbit": "quadriceps_rabbit",
            "d_side_both": 10,
            "e_plan_and_muscle": 175,
            "i_units_1550": 1550,
        }
    )
    found = read_log(folder / "dates-of-injections.txt", MIGRAINE)
    assert (found.first, len(found.sessions)) == (date(2022, 4, 7), 12)
    with pytest.raises(InputError, match="'0022-12-05'"):
        read_log(folder / "log-year-0022.csv", MIGRAINE)
