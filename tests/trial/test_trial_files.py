"""Trial files and injection logs: what is read, and what is refused in one line."""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wearoff
from damage import DAMAGE, cells_of, damaged, read_or_refused, refused
from wearoff.errors import InputError
from wearoff.model.conditions import condition
from wearoff.simulation.log_words import units_in
from wearoff.simulation.logs import read_injections
from wearoff.trial.header import OPEN_TRIAL
from wearoff.trial.posterior import by_fold
from wearoff.trial.read import read_trial

RIMA = "rimabotulinumtoxinB"
ONA = "onabotulinumtoxinA"
NECK = condition("cervical_dystonia")
REAL = wearoff.example_trial().read_text(encoding="utf-8")

OPEN = """\
patient,obs,week,site,id,treat,age,sex,twstrs
1,1,0,1,1,5000U,65,F,32
1,2,4,1,1,5000U,65,F,30
2,1,0,1,2,Placebo,70,M,60
2,2,4,1,2,Placebo,70,M,55
"""
OWN = f"""\
patient,week,units,product,outcome,value
a,0,0,,twstrs,40
a,4,0,,twstrs,38
b,0,5000,{RIMA},twstrs,50
b,4,5000,{RIMA},twstrs,41
"""
LOG = f"""\
date,muscle,side,units,product
2026-01-05,splenius_capitis,left,60,{ONA}
2026-01-05,trapezius,right,40,{ONA}
2026-03-30,splenius_capitis,left,55.5,{ONA}
"""
PLANNED = f"""\
date,plan,units,product
2026-01-05,neck,200,{ONA}
2026-03-30,neck,180,{ONA}
"""


@pytest.fixture
def log(tmp_path):
    """Read a text as an injection log."""

    def read(text, encoding="utf-8", affected="left"):
        file = tmp_path / "log.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_injections(file, NECK, affected)

    return read


# Trials that are read


@pytest.mark.parametrize("frame", [pl.read_csv, pd.read_csv], ids=["polars", "pandas"])
def test_a_frame_reads_as_its_file(frame):
    """A DataFrame of the real trial gives the trial of its file, under the argument's name."""
    file = wearoff.example_trial()
    there, here = read_trial(file), read_trial(frame(file))
    assert here.source == "trial"
    assert (here.patients, here.arms, here.site) == (there.patients, there.arms, there.site)
    assert np.array_equal(here.scores, there.scores, equal_nan=True)


def test_what_is_no_trial_is_refused():
    """Something else than a path, a frame or a trial is bad input and not a crash."""
    with pytest.raises(InputError, match="trial is a int"):
        wearoff.fit(7)


def test_the_real_trial_has_the_patients_and_visits_of_its_paper():
    """109 patients were treated, 108 came back, at weeks 2, 4, 8, 12 and 16, in three arms."""
    found = read_trial(wearoff.example_trial())
    assert len(found.patients) == 108
    assert found.weeks.tolist() == [2, 4, 8, 12, 16]
    assert [(arm.name, arm.units) for arm in found.arms] == [
        ("Placebo", 0),
        ("5000U", 5000),
        ("10000U", 10000),
    ]
    assert np.bincount(found.arm).tolist() == [35, 36, 37]
    assert "1 person without any later score" in found.notes[0]
    assert np.isfinite(found.scores).sum() == 631 - 109


@pytest.mark.shared
def test_the_shipped_trial_is_the_published_one_unchanged(shared):
    """The shipped copy of the open trial is the published file, byte for byte."""
    assert REAL.encode() == (shared / "data" / "cdystonia.csv").read_bytes()


def test_the_open_header_is_read(trial):
    """The open trial's header gives arms, ages, sexes and sites."""
    found = trial(OPEN)
    assert found.outcome == "twstrs"
    assert found.baseline.tolist() == [32, 60]
    assert found.scores.tolist() == [[30], [55]]
    assert found.numeric["age"].tolist() == [65, 70]
    assert found.categorical == {"sex": ["F", "M"]}
    assert found.site == ["1", "1"]
    assert [found.arms[k].name for k in found.arm] == ["5000U", "Placebo"]


def test_patients_are_told_apart_by_patient_and_not_by_id(trial):
    """`id` repeats across sites, so that two patients may share it."""
    again = OPEN.replace("2,1,0,1,2", "2,1,0,2,1").replace("2,2,4,1,2", "2,2,4,2,1")
    assert trial(again).patients == ["1", "2"]


def test_our_own_header_is_read(trial):
    """Our own header gives one arm a dose, with placebo first."""
    found = trial(OWN)
    assert [(arm.name, arm.units, arm.product) for arm in found.arms] == [
        ("placebo", 0, ""),
        (f"5000 {RIMA}", 5000, RIMA),
    ]
    assert found.scores.tolist() == [[38], [41]]
    assert found.site is None
    assert found.notes == ()


def test_our_own_header_takes_arms_products_and_covariates(trial):
    """Named arms, two products, numbers, categories and sites all arrive."""
    found = trial(
        "patient,week,units,product,outcome,value,arm,age,pain_free,site\n"
        f"a,0,0,{RIMA},twstrs,40,sham,50,yes,1\na,6,0,{RIMA},twstrs,39,sham,50,yes,1\n"
        f"b,0,200,{ONA},twstrs,44,ona,61.5,no,2\nb,6,200,{ONA},twstrs,33,ona,61.5,no,2\n"
        f"c,0,5000,{RIMA},twstrs,41,rima,33,no,2\nc,6,5000,{RIMA},twstrs,30,rima,33,no,2\n"
    )
    assert [(arm.name, arm.units, arm.product) for arm in found.arms] == [
        ("sham", 0, ""),
        ("ona", 200, ONA),
        ("rima", 5000, RIMA),
    ]
    assert found.numeric["age"].tolist() == [50, 61.5, 33]
    assert found.categorical == {"pain_free": ["yes", "no", "no"]}
    assert found.site == ["1", "2", "2"]


@pytest.mark.parametrize("gap", ["absent", "", "NA", " "])
def test_a_missed_visit_is_nan_and_never_zero(trial, gap):
    """An absent row, an empty score and NA are all a missed visit."""
    rows = OWN + f"a,8,0,,twstrs,0\nb,8,5000,{RIMA},twstrs,{gap}\n"
    if gap == "absent":
        rows = rows[: rows.rindex("b,8")]
    found = trial(rows)
    assert found.scores[0].tolist() == [38, 0]
    assert found.scores[1, 0] == 41
    assert math.isnan(found.scores[1, 1])


def test_a_patient_without_baseline_is_left_out_and_said(trial):
    """Nobody is given an invented baseline; the note says how many were left out."""
    found = trial(OWN + f"c,4,5000,{RIMA},twstrs,30\n")
    assert found.patients == ["a", "b"]
    assert len(found.notes) == 1
    assert "1 person without a baseline" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (OWN, "utf-8-sig"),
        (OWN.replace("\n", "\r\n"), "utf-8"),
        (OWN.replace(",", " , "), "utf-8"),
        (OWN.replace("\n", "\n\n"), "utf-8"),
        (OWN.replace("a,0", '"a",0'), "utf-8"),
        (OWN.rstrip("\n"), "utf-8"),
    ],
    ids=["byte order mark", "CRLF", "spaces", "blank lines", "quotes", "no last line end"],
)
def test_harmless_shapes_read_the_same(trial, text, encoding):
    """A byte order mark, line ends, spaces, blank lines and quotes change nothing."""
    plain, found = trial(OWN), trial(text, encoding)
    assert found.patients == plain.patients
    assert found.arms == plain.arms
    assert found.weeks.tolist() == plain.weeks.tolist()
    assert found.scores.tolist() == plain.scores.tolist()


# Trials that are refused


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2,2,4,1,2,Placebo,70,M,55", "1,3,4,1,1,5000U,65,F,29", ["line 5", "week 4 twice"]),
        (",F,30", ",F,thirty", ["line 3", "column twstrs", "'thirty'"]),
        (",F,30", ",F,inf", ["line 3", "column twstrs", "'inf'"]),
        (",F,30", ",F,3_0", ["line 3", "column twstrs", "'3_0'"]),
        (",F,30", ",F,88", ["line 3", "column twstrs", "found 88", "0 to 87"]),
        (",F,30", ",F,-1", ["line 3", "column twstrs", "found -1", "0 to 87"]),
        ("1,2,4,", "1,2,four,", ["line 3", "column week", "'four'"]),
        ("1,2,4,", "1,2,,", ["line 3", "column week"]),
        ("1,2,4,", "1,2,-400,", ["line 3", "column week", "found -400"]),
        ("1,2,4,", "1,2,100000,", ["line 3", "column week", "100000"]),
        ("1,2,4,1,1,5000U", "1,2,4,1,1,5000", ["line 3", "column treat", "'5000'", "Placebo"]),
        ("1,2,4,1,1,5000U", "1,2,4,1,1,10000U", ["line 3", "5000U on line 2"]),
        ("1,2,4,", ",2,4,", ["line 3", "column patient"]),
        (",F,30", ",F,30,1", ["line 3", "more or fewer cells"]),
        (",F,30", ",F", ["line 3", "more or fewer cells"]),
        ("70", "", ["line 4", "column age", "patient 2"]),
        ("70", "NA", ["line 4", "column age", "patient 2"]),
        (",sex,", ",age,", ["line 1", "column age", "twice"]),
    ],
)
def test_damage_is_refused_with_file_line_and_column(trial, old, new, said):
    """What is wrong in one place is named with its file, line and column."""
    assert old in OPEN
    line = refused(trial, OPEN.replace(old, new))
    for words in ("trial.csv", *said):
        assert words in line


@pytest.mark.parametrize("column", ["patient", "week"])
def test_a_missing_column_is_named(trial, column):
    """A file without a needed column is refused by the column's name."""
    line = refused(trial, OPEN.replace(column, "other"))
    assert f"missing column {column}" in line
    assert "line 1" in line
    assert ",".join(OPEN_TRIAL) in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found nothing"),
        ("\n\n", "found nothing"),
        (OPEN.splitlines()[0] + "\n", "no rows"),
        (OPEN.replace("Placebo", "10000U"), "a placebo arm"),
        (OPEN.replace("5000U", "Placebo"), "one toxin arm"),
        ("name;age\n1;2\n", "missing column"),
        ("\x00\x01\x02", "no text"),
    ],
)
def test_a_file_that_is_no_trial_is_refused(trial, text, said):
    """Empty files, other tables, and trials without placebo or toxin are refused."""
    line = refused(trial, text)
    assert "trial.csv" in line
    assert said in line


def test_two_placebo_arms_alone_are_no_trial(trial):
    """Two arms of zero units, by other names, still hold no toxin."""
    rows = ["patient,week,units,product,outcome,value,arm"]
    rows += [f"{p},{w},0,,twstrs,40,{a}" for p, a in (("a", "one"), ("b", "two")) for w in (0, 4)]
    assert "one toxin arm" in refused(trial, "\n".join(rows))


def test_one_name_for_two_doses_is_refused(trial):
    """An arm is one dose of one product: its name cannot stand for two."""
    rows = ["patient,week,units,product,outcome,value,arm"]
    rows += [f"a,{w},0,,twstrs,40,placebo" for w in (0, 4)]
    rows += [f"b,{w},5000,{RIMA},twstrs,40,toxin" for w in (0, 4)]
    rows += [f"c,{w},9000,{RIMA},twstrs,40,toxin" for w in (0, 4)]
    assert "toxin" in refused(trial, "\n".join(rows))


def test_a_word_among_numbers_is_a_slip(trial):
    """A covariate of numbers with a word in it is no category of as many kinds as people."""
    rows = ["patient,week,units,product,outcome,value,age"]
    for place, name in enumerate("abcdef"):
        dose = "0," if place % 2 else f"5000,{RIMA}"
        age = "old" if name == "c" else 40 + place
        rows += [f"{name},{week},{dose},twstrs,{40 + place * week},{age}" for week in (0, 1)]
    line = refused(trial, "\n".join(rows))
    for words in ("line 6", "column age", "found 'old' among numbers"):
        assert words in line


def test_an_empty_cell_of_an_arm_is_no_arm(trial):
    """Where arms are named each row has its name: an empty one would be an arm of its own."""
    rows = ["patient,week,units,product,outcome,value,arm"]
    rows += [f"a,{w},0,,twstrs,40,placebo" for w in (0, 4)]
    rows += [f"b,{w},5000,{RIMA},twstrs,40,toxin" for w in (0, 4)]
    rows += [f"c,0,5000,{RIMA},twstrs,40,toxin", f"c,4,5000,{RIMA},twstrs,40,"]
    line = refused(trial, "\n".join(rows))
    for words in ("line 7", "column arm", "found ''", "leave out the column"):
        assert words in line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            f"b,4,5000,{RIMA},twstrs",
            f"b,4,5000,{RIMA},pain",
            ["line 5", "column outcome", "'pain'"],
        ),
        (f"b,4,5000,{RIMA}", "b,4,5000,btx", ["line 5", "column product", "'btx'"]),
        (f"b,4,5000,{RIMA}", "b,4,5000,", ["line 5", "column product"]),
        (f"b,4,5000,{RIMA}", f"b,4,-5000,{RIMA}", ["line 5", "column units", "found -5000"]),
        (f"b,4,5000,{RIMA}", f"b,4,many,{RIMA}", ["line 5", "column units", "'many'"]),
        (f"b,4,5000,{RIMA}", f"b,4,6000,{RIMA}", ["line 5", "patient b", "line 4"]),
        ("twstrs,41", "twstrs,141", ["line 5", "column value", "0 to 87"]),
    ],
)
def test_damage_of_our_own_header_is_refused(trial, old, new, said):
    """Mixed outcomes, unknown products and impossible doses are named with line and column."""
    assert old in OWN
    line = refused(trial, OWN.replace(old, new))
    for words in ("trial.csv", *said):
        assert words in line


def test_slips_in_a_header_are_named_at_once(trial):
    """Two letters exchanged in a needed column and a letter too many in another: both fixes."""
    text = OWN.replace("value", "valeu").replace("week", "weeks")
    with pytest.raises(InputError) as found:
        trial(text)
    first, second = sorted(str(found.value).splitlines())
    assert "line 1: unknown column 'valeu'; fix: did you mean 'value'?" in first
    assert "line 1: unknown column 'weeks'; fix: did you mean 'week'?" in second
    aged = "\n".join(
        f"{row},{end}" for row, end in zip(OWN.splitlines(), ["ages", *"4444"], strict=True)
    )
    assert list(trial(aged).numeric) == ["ages"]  # like no column that we know


def test_a_covariate_that_changes_within_a_patient_is_refused(trial):
    """A covariate is one value a patient; a column of visit dates is not one."""
    first, *rest = OWN.splitlines()
    text = "\n".join([first + ",age", *(f"{row},{40 + k}" for k, row in enumerate(rest))])
    with pytest.raises(InputError) as found:
        trial(text)
    lines = str(found.value).splitlines()
    assert [f"line {at}, column age" in line for at, line in zip((3, 5), lines, strict=True)] == [
        True,
        True,
    ]


def test_another_encoding_is_read_and_what_is_no_text_is_refused(trial):
    """Letters of Windows are read as they are; bytes of no text are refused."""
    found = trial(OWN.replace("a,", "x\xe4,").encode("cp1252"))
    assert "x\xe4" in found.patients
    line = refused(trial, OWN.encode() + bytes(range(1, 9)) * len(OWN))
    assert "trial.csv" in line
    assert "no text" in line


@pytest.mark.parametrize("read", [read_trial, lambda path: read_injections(path, NECK)])
def test_a_folder_or_a_missing_file_is_refused(tmp_path, read):
    """A folder and a file that does not exist are bad input, named."""
    for path in (tmp_path, tmp_path / "nothing.csv"):
        assert str(path) in refused(read, path)


@pytest.mark.parametrize("reader", ["trial", "log"])
def test_an_endless_cell_is_refused(request, reader):
    """A quote that is never closed cannot swallow a long file without a word."""
    read = request.getfixturevalue(reader)
    text = (OWN if reader == "trial" else LOG) + '"' + "x,y\n" * 50_000
    refused(read, text)


def test_a_patient_number_in_other_digits_is_a_name(trial):
    """A superscript is a digit to Unicode but no number; folds still come out."""
    found = trial(OWN.replace("a,", "1,").replace("b,", "2\u00b2,"))
    assert len(by_fold(found)[1]) == 2


# Injection logs


def test_a_log_by_muscle_is_read(log):
    """Rows of a day add up to one session, and day 0 is the first."""
    first, second = log(LOG)
    assert (first.day, second.day) == (0, 84)
    assert first.product == ONA
    assert [(i.muscle, i.side, i.units) for i in first.injections] == [
        ("splenius_capitis", "left", 60),
        ("trapezius", "right", 40),
    ]
    assert first.units == 100
    assert second.units == 55.5


def test_a_log_by_plan_is_read(log):
    """A session's total is spread in the plan's proportions, over the affected side."""
    first, second = log(PLANNED)
    assert first.units == pytest.approx(200)
    assert second.units == pytest.approx(180)
    assert {i.muscle for i in first.injections} == set(NECK.usual)
    assert {i.side for i in first.injections} == {"left"}
    assert {i.side for i in log(PLANNED, affected="right")[0].injections} == {"right"}


def test_the_order_of_a_log_does_not_matter(log):
    """Sessions come in the order of their dates, however the rows stand."""
    head, *rows = LOG.splitlines()
    backwards = log("\n".join([head, *reversed(rows)]))
    assert [s.day for s in backwards] == [0, 84]
    assert [s.units for s in backwards] == [100, 55.5]


@pytest.mark.parametrize(
    "text", ["\ufeff" + LOG, LOG.replace("\n", "\r\n"), LOG.replace(",", ", ")]
)
def test_harmless_shapes_of_a_log_read_the_same(log, text):
    """A byte order mark, line ends and spaces change nothing."""
    assert log(text) == log(LOG)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("trapezius", "trapezus", ["line 3", "'trapezus'", "did you mean 'trapezius'"]),
        ("right,40", "middle,40", ["line 3", "column side", "'midline'", "left, right or both"]),
        ("right,40", "up,40", ["line 3", "column side", "'up'", "left, right, midline or both"]),
        (f"right,40,{ONA}", "right,40,btx", ["line 3", "column product", "'btx'"]),
        ("2026-03-30", "2026-02-30", ["line 4", "column date", "'2026-02-30'"]),
        ("2026-03-30", "", ["line 4", "column date"]),
        ("55.5", "-5", ["line 4", "column units", "'-5'"]),
        ("55.5", "many", ["line 4", "column units", "'many'"]),
        ("55.5", "nan", ["line 4", "column units", "'nan'"]),
        ("55.5", "5_5", ["line 4", "column units", "'5_5'"]),
        (f"55.5,{ONA}", f"55.5,{RIMA}", ["more than one product", ONA, RIMA]),
        ("left,55.5", "left", ["line 4", "more or fewer cells"]),
        ("left,55.5", "left,left,55.5", ["line 4", "more or fewer cells"]),
        ("date,muscle", "when,muscle", ["line 1", "missing column date"]),
    ],
)
def test_damage_of_a_log_is_refused(log, old, new, said):
    """What is wrong in an injection log is named with its file, line and column."""
    assert old in LOG
    line = refused(log, LOG.replace(old, new))
    for words in ("log.csv", *said):
        assert words in line


def test_an_unknown_plan_in_a_log_is_refused(log):
    """A plan that does not exist is named with its line and the nearest match."""
    line = refused(log, PLANNED.replace("30,neck", "30,nekc"))
    assert "line 3" in line
    assert "did you mean 'neck'" in line


@pytest.mark.parametrize("text", ["", LOG.splitlines()[0], "\n"])
def test_a_log_without_sessions_is_refused(log, text):
    """An empty log is not a course without sessions."""
    assert "log.csv" in refused(log, text)


def test_two_products_on_one_day_are_refused(log):
    """Units of two products are never added up."""
    assert "more than one product" in refused(log, LOG.replace(f"40,{ONA}", f"40,{RIMA}"))


# Damage of every kind


@given(DAMAGE)
def test_a_damaged_trial_is_read_whole_or_refused(tmp_path_factory, damage):
    """A damaged copy of the real trial is refused in a line, or no score of it is lost."""
    file = tmp_path_factory.mktemp("damaged") / "trial.csv"
    text = damaged(REAL, damage)
    file.write_text(text, encoding="utf-8", newline="")
    found = read_or_refused(read_trial, file)
    if found is None:
        return
    expected = [
        float(row["twstrs"])
        for row in cells_of(text, "twstrs")
        if row["patient"].strip() in found.patients
        and float(row["week"]) > 0
        and row["twstrs"].strip() not in {"", "NA", "na", "NaN"}
    ]
    kept = Counter(found.scores[np.isfinite(found.scores)].tolist())
    said = [re.match(r"(\d+) scores? of unscheduled", note) for note in found.notes]
    left = sum(int(one[1]) for one in said if one)
    assert kept.total() + left == len(expected)
    assert kept <= Counter(expected)
    assert found.scores.shape == (len(found.patients), len(found.weeks))
    assert np.isfinite(found.baseline).all()


@given(st.sampled_from([LOG, PLANNED]), DAMAGE)
def test_a_damaged_log_is_read_whole_or_refused(tmp_path_factory, text, damage):
    """A damaged injection log is refused in a line, or every unit of it arrives."""
    file = tmp_path_factory.mktemp("damaged") / "log.csv"
    text = damaged(text, damage)
    file.write_text(text, encoding="utf-8", newline="")
    found = read_or_refused(lambda path: read_injections(path, NECK), file)
    if found is None:
        return
    if "units" not in text.splitlines()[0]:  # a plan's own
        return
    rows = [row for row in cells_of(text, "units") if row["units"] != "units"]
    units = [units_in(row["units"]) for row in rows]
    assert sum(session.units for session in found) == pytest.approx(sum(units))
    assert found[0].day == 0
