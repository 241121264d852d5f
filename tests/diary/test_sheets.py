"""Sheets as people keep them: headers and words of seven languages, totals, marks, one reading."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from damage import listed, refused
from wearoff.diary.read import attack_headers, sheets
from wearoff.diary.read.readers import read_diary
from wearoff.diary.read.vocabulary import cells, headers
from wearoff.errors import InputError
from wearoff.faces.diary import analyzed, notes
from wearoff.faces.diary.payer import payer_page
from wearoff.faces.diary.visit import visit_page

DAYS = [date(2024, 2, 20) + timedelta(days=k) for k in range(20)]
SHEETS = {
    "en": ("Date;Headache (y/n);Pain 0-10;Comments", "yes", "no"),
    "de": ("Datum;Kopfschmerzen;Schmerzstärke (0-10);Bemerkungen", "ja", "nein"),
    "fr": ("Jour;Maux de tête;Douleur (0-10);Remarques", "oui", "non"),
    "es": ("Fecha;Dolor de cabeza;Dolor (0-10);Observaciones", "sí", "no"),
    "it": ("Data;Mal di testa;Dolore (0-10);Osservazioni", "sì", "no"),
    "nl": ("Datum;Hoofdpijn;Pijn (0-10);Opmerkingen", "ja", "nee"),
    "pt": ("Dia;Dor de cabeça;Dor (0-10);Observações", "sim", "não"),
}


def sheet(tmp_path, text, name="diary.csv", encoding="utf-8"):
    """A file with a text."""
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


@pytest.fixture
def read(tmp_path):
    """Read a text as a case, with options."""

    def call(text, **options):
        return wearoff.read_case(sheet(tmp_path, text), **options)

    return call


@pytest.mark.parametrize("language", SHEETS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_sheet_in_any_of_the_languages_is_the_same_diary(tmp_path, language, encoding):
    """Headers, words, day-first dates and decimal commas say what ISO and English do."""
    header, yes, no = SHEETS[language]
    rows = [
        f"{day:%d/%m/%Y};{(yes if k % 3 else no).upper()};{'4,5' if k % 3 else ''};"
        for k, day in enumerate(DAYS)
    ]
    found = read_diary(sheet(tmp_path, "\r\n".join([header, *rows]), encoding=encoding))
    assert (found.first, found.days) == (DAYS[0], 20)
    assert listed(found.values["headache"]) == [float(k % 3 > 0) for k in range(20)]
    assert listed(found.values["pain_10"]) == [4.5 if k % 3 else None for k in range(20)]
    assert found.notes == ()


def test_a_word_is_told_for_every_column_that_has_it(read):
    """What stands in two columns is said to mean something in both; numbers are not words."""
    said = read("date,headache,acute_medication\n2024-01-01,oui,non\n2024-01-02,non,3\n").understood
    (file,) = (file for file in said.files if file.words)
    assert file.words == {"oui": "headache 1", "non": "acute_medication 0 and headache 0"}


@given(st.lists(st.sampled_from(["x", ""]), min_size=1, max_size=30).filter(lambda x: "x" in x))
def test_a_mark_is_a_yes_and_nothing_is_nothing(tmp_path_factory, marks):
    """A column of crosses has no day without headache: an empty cell is never a no."""
    rows = [f"{DAYS[0] + timedelta(days=k)},{mark}" for k, mark in enumerate(marks)]
    text = "\n".join(["date,headache", *rows])
    case = wearoff.read_case(sheet(tmp_path_factory.mktemp("marks"), text))
    said = case.understood
    assert (said.headache, said.free) == (marks.count("x"), 0)
    assert said.days_read == len(marks) == said.headache + said.empty


@given(st.lists(st.sampled_from(["1", "0", ""]), min_size=3, max_size=40))
@pytest.mark.parametrize("unwritten", ["unknown", "free"])
def test_days_are_conserved_and_unwritten_ones_are_as_was_said(
    tmp_path_factory, unwritten, written
):
    """Read = headache + free + empty; free of headache from the first to the last attack alone."""
    rows = [f"{DAYS[0] + timedelta(days=2 * k)},{cell}" for k, cell in enumerate(written)]
    file = sheet(tmp_path_factory.mktemp("kept"), "\n".join(["date,headache", *rows]))
    if not any(written):
        assert "no day with an entry" in refused(read_diary, file)
        return
    said = wearoff.read_case(file, unwritten=unwritten).understood
    assert said.days_read == said.headache + said.free + said.empty
    assert said.headache == written.count("1")
    attacks = [k for k, cell in enumerate(written) if cell == "1"]
    free = written.count("0")
    if unwritten == "free" and attacks:
        first, last = attacks[0], attacks[-1]
        free += 2 * (last - first) + 1 - sum(bool(cell) for cell in written[first : last + 1])
    assert said.free == free
    assert said.unwritten == unwritten


@pytest.mark.parametrize(
    ("text", "column", "values"),
    [
        ("date,headache\n{0},none\n{1},mild\n{2},severe\n", "severity_3", [0, 1, 3]),
        ("date,headache\n{0},keine\n{1},leicht\n{2},stark\n", "severity_3", [None, 1, 3]),
        ("date,headache\n{0},keine\n{1},leicht\n{2},stark\n", "headache", [0, 1, 1]),
        ("date,Severity\n{0},0\n{1},moderate\n{2},1\n", "severity_3", [0, 2, 1]),
        ("date,Intensity\n{0},0\n{1},7\n{2},2\n", "pain_10", [0, 7, 2]),
        ("date,pain\n{0},7/10\n{1},0\n{2},3 of 10\n", "pain_10", [7, 0, 3]),
        ("date,Pain (0-100)\n{0},70\n{1},0\n{2},35\n", "pain_10", [7, 0, 3.5]),
        ("date,Headache (0-10)\n{0},7\n{1},0\n{2},1\n", "pain_10", [7, 0, 1]),
        ("date,headache\n{0},migraine\n{1},\n{2},no\n", "headache", [1, None, 0]),
        ("date,Duration\n{0},90 min\n{1},1h 30m\n{2},2 h\n", "hours", [1.5, 1.5, 2]),
        ("date,Duration (min)\n{0},90\n{1},0\n{2},6\n", "hours", [1.5, 0, 0.1]),
        ("date,pain,Tablets\n{0},1,\n{1},1,2\n{2},1,no\n", "acute_medication", [None, 2, 0]),
        (
            "date,pain,Meds\n{0},1,ibuprofen\n{1},1,none\n{2},1,?\n",
            "acute_medication",
            [1, 0, None],
        ),
        ("date,pain,Period\n{0},1,light\n{1},1,no\n{2},1,y\n", "menstruation", [1, 0, 1]),
    ],
)
def test_cells_are_read_as_people_mean_them(read, text, column, values):
    """Words of severity, scores of a scale, durations with a unit, names of medicines."""
    found = read(text.format(*DAYS[:3])).diary
    assert listed(found.values[column]) == values


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "date,Severity\n2024-03-01,1\n2024-03-02,2\n",
            "severity from 0 to 3, or pain from 0 to 10",
        ),
        ("date,headache,Duration\n2024-03-01,1,3\n", "hours, or minutes"),
        ("date,headache\n2024-03-01,7\n2024-03-02,0\n", "if it is pain from 0 to 10"),
        ("date,headache\n2024-03-01,2\n2024-03-02,1\n", "found '2'; allowed: 0 or 1, or yes or no"),
        ("date,Pain (0-5)\n2024-03-01,3\n", "scale up to 5"),
        ("date,Pain,NRS\n2024-03-01,3,4\n", "'Pain' and 'NRS' are pain_10"),
        ("01/03/2024,1\n02/03/2024,0\n", "no header"),
        ("date,headache\n01/03/2024,1\n02/03/2024,0\n", "day-first"),
        ("date,headache\n2024-03-01,-\n2024-03-02,1\n", "found '-'"),
        ("", "nothing in it"),
    ],
)
def test_what_could_be_two_things_is_asked(read, text, says):
    """Nothing that could be read in two ways is guessed."""
    assert says in refused(read, text)


@pytest.mark.parametrize(
    ("text", "options", "column", "values"),
    [
        (
            "date,Severity\n2024-03-01,1\n2024-03-02,2\n",
            {"columns": {"severity_3": "Severity"}},
            "severity_3",
            [1, 2],
        ),
        (
            "Wann;Weh\n2024-03-01;1\n2024-03-02;0\n",
            {"columns": {"date": "Wann", "headache": "Weh"}},
            "headache",
            [1, 0],
        ),
        ("date,headache\n01/03/2024,1\n02/03/2024,0\n", {"dates": "day-first"}, "headache", [1, 0]),
    ],
)
def test_what_was_asked_can_be_said(read, text, options, column, values):
    """Each question has its option."""
    assert listed(read(text, **options).diary.values[column]) == values


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"unwritten": "fre"}, "did you mean 'free'"),
        ({"dates": "dayfirst"}, "did you mean 'day-first'"),
        ({"confirm": ["date_fra"]}, "did you mean 'date_far'"),
        ({"columns": {"headache": "Weh"}}, "'Weh'"),
        ({"sheet": "1"}, "no workbook"),
    ],
)
def test_an_option_that_cannot_be_is_refused(read, options, says):
    """By the name of the argument, with what it may be."""
    with pytest.raises(InputError) as error:
        read("date,headache\n2024-03-01,1\n2024-03-02,0\n", **options)
    assert says in str(error.value)


def test_titles_totals_comments_and_a_second_header_are_left_out_and_said(read):
    """What is no day is counted by its line and its reason, and changes no count."""
    text = (
        "My diary\n# kept by hand\ndate,headache\n2024-03-01,1\ndate,headache\n2024-03-02,0\n"
        "Total,1\n"
    )
    said = read(text).understood
    assert (said.days_read, said.headache, said.free, said.empty) == (2, 1, 1, 0)
    assert [(part.where, part.reason, part.days) for part in said.left_out] == [
        ("line 2", "comment", 0),
        ("line 1", "above the header", 0),
        ("line 5", "header again", 0),
        ("line 7", "total", 0),
    ]


def test_a_sheet_that_was_sorted_with_its_header_keeps_every_row(read):
    """Days above the header are days."""
    said = read("2024-03-01,1\n2024-03-02,0\ndate,headache\n2024-03-03,1\n").understood
    assert (said.days_read, said.headache, said.free) == (3, 2, 1)


def test_everything_wrong_is_said_at_once_and_the_like_is_counted(tmp_path):
    """Three of a kind are shown, the others counted; faults of all files come together."""
    rows = [f"2024-03-{k:02d},{'7' if k < 9 else 'maybe'}" for k in range(1, 12)]
    diary = sheet(tmp_path, "\n".join(["date,headache", *rows, "2024-02-31,1"]))
    log = sheet(tmp_path, "date,plan\nx,preempt_155\n", "log.csv")
    with pytest.raises(InputError) as error:
        wearoff.read_case(diary, injections=log)
    lines = str(error.value).splitlines()
    assert any("more such cells" in line for line in lines)
    assert any("2024-02-31" in line for line in lines)
    assert any("log.csv" in line for line in lines)
    assert all("diary.csv" in line or "log.csv" in line for line in lines)


def test_every_word_of_the_tables_stands_for_something():
    """Headers lead to columns that exist, and no word of yes is one of no."""
    assert set(headers().values()) <= {*sheets.KNOWN, *attack_headers.KNOWN}
    assert set(cells("yes_no").values()) == {"0", "1"}
    assert set(cells("severity").values()) == {"0", "1", "2", "3"}
    assert not set(cells("missing")) & {*cells("yes_no"), *cells("severity")}


@given(st.data())
def test_a_word_of_any_language_is_read_as_what_it_stands_for(tmp_path_factory, data):
    """Whatever the language and the capitals, a header is its column."""
    word, column = data.draw(st.sampled_from(sorted(headers().items())))
    if column not in {"headache", "migraine"}:
        return
    text = StringIO()
    shown = data.draw(st.sampled_from([word, word.upper(), word.title()]))
    csv.writer(text).writerows([["date", shown], ["2024-03-01", "1"], ["2024-03-02", "0"]])
    found = read_diary(sheet(tmp_path_factory.mktemp("word"), text.getvalue()))
    assert listed(found.values[column]) == [1, 0]


def test_nan_is_never_made_zero(read):
    """Cells that say that nothing was written are as good as absent."""
    words = ["", "NA", "n/a", "?", "unknown", "k.A."]
    rows = [f"{DAYS[k]},{word}" for k, word in enumerate(words)]
    found = read("\n".join(["date,headache", f"{DAYS[10]},1", *rows])).diary
    assert [value for value in found.values["headache"] if not math.isnan(value)] == [1]


@pytest.mark.parametrize("form", ["csv", "fhir"])
def test_days_taken_as_free_are_told_apart_wherever_they_go(tmp_path, form):
    """They are free, not written: on every face, and after they were written and read again."""
    text = "date,headache\n" + "".join(f"{DAYS[k]},x\n" for k in (0, 3, 4, 9))
    case = wearoff.read_case(sheet(tmp_path, text), unwritten="free")
    assert (case.understood.free, case.understood.taken_free) == (6, 6)
    target = tmp_path / {"csv": "again", "fhir": "again.json"}[form]
    wearoff.export_case(case, path=target, to=form)
    again = wearoff.read_case(target / "diary.csv" if form == "csv" else target)
    assert again.understood.taken_free == 6
    assert "6 days without an entry taken as free of headache, as was said" in again.notes
    result = wearoff.analyze(again, prospects=False).result
    assert (result.days_written, result.days_observed, result.filled_percent) == (4, 10, 40)
    said = "4 of 10 days filled in (40%), 6 taken as free"
    assert said in " ".join(analyzed.screen(result))
    assert "Diary 4/10 days (40%), 6 taken as free." in " ".join(notes.record(result))
    for page in (visit_page(result), payer_page(result)):
        assert said in page
        assert "Days without an entry are counted as free of headache, as was said." in page
        assert "Empty days are not counted" not in page


def test_what_was_written_is_not_taken_as_free(read):
    """The same diary without the option has no such day, and says that empty days are none."""
    case = read("date,headache\n" + "".join(f"{DAYS[k]},{k % 2}\n" for k in range(10)))
    assert case.understood.taken_free == 0
    result = wearoff.analyze(case, prospects=False).result
    assert (result.days_written, result.filled_percent) == (10, 100)
    assert "Empty days are not counted as headache-free." in visit_page(result)


def test_only_free_can_be_assumed(read):
    """The column is ours: no other word stands in it."""
    assert "found 'maybe'" in refused(read, "date,headache,assumed\n2024-03-01,0,maybe\n")
