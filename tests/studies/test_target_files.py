"""Targets: published figures that are read row by row, and what is refused in one line."""

from __future__ import annotations

import csv
import math
from dataclasses import asdict, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import BYTES, DAMAGE, cells_of, damaged, mutated, read_or_refused, reader, refused
from wearoff.evidence.injections import MOST_UNITS, plans
from wearoff.formats.csvs import MISSING
from wearoff.formats.spreadsheets import as_it_was
from wearoff.model.conditions import CONDITIONS
from wearoff.records import Target
from wearoff.studies.read import (
    ARMS,
    COLUMNS,
    GRADES,
    POPULATIONS,
    PRODUCTS,
    WEEK_IS_THE_ANSWER,
    WITHOUT_TOXIN,
    Refused,
    read_targets,
)
from wearoff.studies.readouts import FOLLOWS_FROM
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reading = tuple[list[Target], list[Refused], list[str]]
    Reader = Callable[[str | bytes], Reading]

SWITCH, DIFFERENCE = "placebo_then_toxin", "toxin_minus_placebo"
WEEKLY = "headache_days_per_week_change"
ONA = "onabotulinumtoxinA"
FIRST = Target(
    *("mig-24", "smith2010", "SMITH", "chronic_migraine", "all", 19.9, 3.7),
    *(ONA, 165, "preempt_155_195", 12, 2, 24, "toxin", "headache_days_change"),
    *(-8.4, 0.3, 347, "read", "window weeks 21-24", 2),
)
SECOND = Target(
    *("foot-day", "", "FOOT", "healthy_junction", "all", None, None),
    *(ONA, None, "extensor_digitorum_brevis", None, 1, None, "toxin", "onset_days"),
    *(None, None, None, "", "", 3),
)


def written(*targets: Target, **changed: Any) -> str:
    """The text of a file with these figures, and other cells in the first."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for place, target in enumerate(targets):
        cells = {name: cell for name, cell in asdict(target).items() if name in COLUMNS}
        cells |= {} if place else changed
        table.writerow("" if cell is None else cell for cell in cells.values())
    return text.getvalue()


TARGETS = written(FIRST, SECOND)


@pytest.fixture
def targets(tmp_path: Path) -> Reader:
    """Read a text as targets, up to the first bad row."""
    return reader(tmp_path, read_targets, "targets.csv")


@pytest.fixture
def all_targets(tmp_path: Path) -> Reader:
    """Read a text as targets, and go on after a bad row."""
    return reader(tmp_path, lambda path: read_targets(path, keep_going=True), "targets.csv")


# Targets that are read


def test_targets_are_read_cell_by_cell(targets: Reader, all_targets: Reader):
    """Every cell has its place; an empty number is None and an empty word is ''."""
    assert targets(TARGETS) == ([FIRST, SECOND], [], [])
    assert all_targets(TARGETS) == targets(TARGETS)
    assert targets(TARGETS.splitlines()[0]) == ([], [], [])


def test_the_vocabulary_is_one():
    """What may go without a week is a known quantity, and a product is a toxin or placebo."""
    assert set(WEEK_IS_THE_ANSWER) < set(FOLLOWS_FROM)
    assert set(PRODUCTS) == {*PRODUCT_UNITS, "placebo"}
    assert len(COLUMNS) == len(set(COLUMNS)) == 20


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TARGETS,
        TARGETS.replace("\n", "\r\n"),
        TARGETS.replace(",", " , "),
        TARGETS + "\n" + "," * 19 + "\n",
        TARGETS.replace(",,", ",NA,").replace(",,", ",NaN,"),
        TARGETS.replace(",165,", ",165.0,").replace(",2,24,", ",2.0,24.00,"),
    ],
    ids=["byte order mark", "CRLF", "spaces", "rows with nothing in them", "NA", "decimals"],
)
def test_harmless_shapes_of_targets_read_the_same(targets: Reader, text: str):
    """A byte order mark, line ends, spaces, empty rows, NA and 165.0 change nothing."""
    assert targets(text) == ([FIRST, SECOND], [], [])


def test_the_order_of_the_columns_does_not_matter_and_others_are_said(targets: Reader):
    """Columns may stand in any order; one that is not read stops nothing and is named."""
    rows = list(csv.reader(StringIO(TARGETS)))
    ends = (["country", ""], ["Peru", "x"], ["", ""])
    text = "\n".join(",".join([*row[::-1], *end]) for row, end in zip(rows, ends, strict=True))
    notes = ["column country is not read", "a column without a name is not read"]
    assert targets(text) == ([FIRST, SECOND], [], notes)


def test_a_placebo_arm_needs_no_product(targets: Reader):
    """The product of a placebo arm is placebo where nothing is written."""
    for product in ("", "placebo", "NA"):
        text = written(FIRST, arm="placebo", product=product, units=0)
        assert targets(text)[0] == [replace(FIRST, arm="placebo", product="placebo", units=0)]


def test_an_unknown_plan_with_units_is_kept_and_a_near_one_said(targets: Reader):
    """Any plan may have units; one that is nearly a known one is named with it."""
    text = written(FIRST, plan="forehead_only")
    assert targets(text) == ([replace(FIRST, plan="forehead_only")], [], [])
    for plan in ("preempt_156", "PREEMPT_155"):
        found, _, (note,) = targets(written(FIRST, plan=plan))
        assert found == [replace(FIRST, plan=plan)]
        for words in ("line 2", repr(plan), "'preempt_155'"):
            assert words in note


@pytest.mark.parametrize(
    "changed",
    [
        {"condition": "cervical_dystonia", "quantity": "twstrs_change", "baseline": 45.6},
        {"quantity": WEEKLY, "baseline": 7},
        {"baseline": 28},
        {"baseline": 0, "units": 0, "week": 0, "n": 1, "value": 1e9},
        {"units": MOST_UNITS, "interval_weeks": 520, "sessions": 200, "week": 1040},
        {"interval_weeks": 1 / 7},
        {"arm": SWITCH, "sessions": 3},
        {"condition": "episodic_migraine", "quantity": "onset_days", "week": None},
        {"note": "two\nlines, and a comma"},
    ],
)
def test_what_lies_on_a_bound_is_read(targets: Reader, changed: dict[str, Any]):
    """The ends of every range are allowed, and a note may have several lines."""
    line = 3 if "note" in changed else 2
    assert targets(written(FIRST, **changed))[0] == [replace(FIRST, line=line, **changed)]


# Targets that are refused


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": ""}, ["an id of its own"]),
        ({"id": "NA"}, ["an id of its own"]),
        ({"cohort": ""}, ["share a cohort"]),
        ({"condition": "chronic_migrane"}, ["did you mean 'chronic_migraine'?", *CONDITIONS]),
        ({"condition": ""}, [*CONDITIONS]),
        ({"population": "everyone"}, [*POPULATIONS]),
        ({"population": ""}, [*POPULATIONS]),
        ({"product": "botox"}, ["unknown product 'botox'", *PRODUCTS]),
        ({"product": ""}, [*PRODUCTS]),
        ({"product": "placebo"}, ["placebo in the arm toxin", *PRODUCT_UNITS, "fix: arm placebo"]),
        ({"arm": "toxins"}, ["did you mean 'toxin'?", *ARMS]),
        ({"arm": ""}, [*ARMS]),
        ({"quantity": "headache_day"}, ["did you mean 'headache_days'?"]),
        ({"quantity": ""}, [f"{len(FOLLOWS_FROM)} names"]),
        ({"grade": "seen"}, [*GRADES]),
        ({"plan": ""}, ["unknown plan ''", "give units"]),
        ({"baseline": "-1"}, ["'-1'", "a number from 0 to 28"]),
        ({"baseline": "28.1"}, ["'28.1'", "a number from 0 to 28"]),
        ({"baseline": "most"}, ["'most'"]),
        ({"baseline_sd": "0"}, ["'0'", "a finite number above 0"]),
        ({"units": "-1"}, ["'-1'", f"a number from 0 to {MOST_UNITS:g}"]),
        ({"units": "100001"}, ["'100001'"]),
        ({"interval_weeks": "0.1"}, ["'0.1'", "a number from 0.143 (a day) to 520"]),
        ({"interval_weeks": "521"}, ["'521'"]),
        ({"interval_weeks": ""}, ["for 2 sessions", "12, as preempt_155_195 has it", "or 1 under"]),
        ({"sessions": "0"}, ["'0'", "a whole number from 1 to 200"]),
        ({"sessions": "2.5"}, ["'2.5'", "a whole number from 1 to 200"]),
        ({"sessions": "201"}, ["'201'"]),
        ({"sessions": ""}, ["''", "a whole number from 1 to 200"]),
        ({"week": "-1"}, ["'-1'", "a number from 0 to 1040"]),
        ({"week": "1041"}, ["'1041'"]),
        ({"week": ""}, ["nothing in it for headache_days_change", *WEEK_IS_THE_ANSWER]),
        ({"value": "inf"}, ["'inf'", "a finite number"]),
        ({"value": "about 8"}, ["'about 8'", "a finite number"]),
        ({"se": "0"}, ["'0'", "a finite number above 0"]),
        ({"se": "-0.3"}, ["'-0.3'", "a finite number above 0"]),
        ({"n": "0"}, ["'0'", "a whole number from 1"]),
        ({"n": "12.5"}, ["'12.5'", "a whole number from 1"]),
        # cells that do not go with another one
        ({"baseline": "19.9", "quantity": WEEKLY}, ["a number from 0 to 7"]),
        ({"baseline": "101", "quantity": "onset_days"}, ["a number from 0 to 100"]),
        ({"baseline": "101", "condition": "piriformis"}, ["a number from 0 to 100"]),
        ({"plan": "preempt_156", "units": ""}, ["'preempt_155'?; or give units"]),
        ({"plan": "brow_only", "units": ""}, ["unknown plan 'brow_only'", "give units"]),
        ({"interval_weeks": "", "plan": "masseter"}, ["such as 12; or 1 under"]),
        ({"interval_weeks": "", "plan": "brow_only"}, ["such as 12; or 1 under"]),
        ({"sessions": "2", "arm": SWITCH}, ["from 3 to 200; fix: count the 2 placebo"]),
        ({"product": "placebo", "arm": DIFFERENCE}, ["name the toxin"]),
        ({"product": "", "arm": DIFFERENCE}, ["unknown product ''"]),
        ({"product": "", "arm": SWITCH, "sessions": 3}, ["unknown product ''"]),
        ({"week": "NA", "quantity": "stay_well_percent"}, ["for stay_well_percent"]),
    ],
)
def test_a_bad_cell_is_refused(targets: Reader, changed: dict[str, Any], said: list[str]):
    """A bad cell, the first here, is named with its file, line and column, and what is allowed."""
    line = refused(targets, written(FIRST, SECOND, **changed))
    for words in (f"targets.csv, line 2, column {next(iter(changed))}: ", *said):
        assert words in line


def test_an_id_used_before_is_refused_with_the_other_line(targets: Reader):
    """The second row of an id names the line of the first."""
    line = refused(targets, written(FIRST, replace(SECOND, id=FIRST.id)))
    assert "line 3, column id: 'mig-24' is on line 2 as well" in line


def test_rows_within_a_quote_that_is_not_closed_are_refused(targets: Reader, all_targets: Reader):
    """A quote that is opened and not closed swallows no row without a word."""
    text = TARGETS.replace("window weeks", '"window weeks')
    line = refused(targets, text)
    assert "line 2: a quote is not closed" in line
    assert "fix: close the quote" in line
    assert refused(all_targets, text) == line
    assert "a quote is not closed" in refused(targets, TARGETS.replace("SMITH", '"SMITH'))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        *(([c for c in COLUMNS if c != name], f"missing column {name};") for name in COLUMNS),
        ([*COLUMNS, "notes"], "unknown column 'notes'; "),
        ([*COLUMNS, "baseline_se"], "unknown column 'baseline_se'; "),
        ([*COLUMNS, "Grade"], "unknown column 'Grade'; "),
        ([*COLUMNS, "week"], "column week twice"),
        ([" ".join(COLUMNS)], "missing column id, "),
        ([], "missing column id, "),
    ],
)
def test_a_bad_header_is_refused_whatever_is_asked(
    targets: Reader, all_targets: Reader, header: list[str], said: str
):
    """A missing column, a slip and a column twice are refused, with and without going on."""
    for read in (targets, all_targets):
        assert f"targets.csv, line 1: {said}" in refused(read, ",".join(header))


def test_a_folder_or_a_missing_file_of_targets_is_refused_by_name(tmp_path: Path):
    """A folder, a file that does not exist and one that is no text are bad input, named."""
    raw = tmp_path / "raw.csv"
    raw.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path, tmp_path / "nothing.csv", raw):
        assert str(path) in refused(lambda path: read_targets(path, keep_going=True), path)


def test_the_rest_is_read_where_bad_rows_are_passed_over(all_targets: Reader):
    """Each bad row is refused with its id, line and reason; the others are read in order."""
    head, one, two = TARGETS.splitlines()
    rows = [
        one.replace("chronic_migraine", "migraine"),  # refused, and its id is taken
        two,
        one.replace("mig-24", "mig-25") + ",more",
        one,
        one.replace("mig-24", "mig-26").replace(",165,", ",many,"),
        one.replace("mig-24", ""),
        one.replace("mig-24", "mig-27").replace("preempt_155_195", "preempt_155_196"),
    ]
    found, bad, notes = all_targets("\n".join([head, *rows]))
    assert found == [SECOND, replace(FIRST, id="mig-27", plan="preempt_155_196", line=8)]
    assert [row.id for row in bad] == ["mig-24", "", "mig-24", "mig-26", ""]
    assert [row.line for row in bad] == [2, 4, 5, 6, 7]
    said = ("column condition", "more or fewer cells", "on line 2 as", "column units", "column id")
    for row, words in zip(bad, said, strict=True):
        assert f"targets.csv, line {row.line}" in row.reason
        assert words in row.reason
    assert ["line 8" in note for note in notes] == [True]


# Any target, whole and damaged


def is_itself(word: str) -> bool:
    """Whether a word is no empty cell, no comment, and none shielded from a spreadsheet."""
    return word not in MISSING and not word.startswith("#") and as_it_was(word) == word


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")
WORDS = st.text(LETTERS, max_size=12).map(str.strip).filter(is_itself)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(0, exclude_min=True, allow_infinity=False)


@st.composite
def any_target(draw: st.DrawFn) -> Target:
    """Any figure that may be written, with cells left empty where that is allowed."""
    arm, quantity = draw(st.sampled_from(ARMS)), draw(st.sampled_from(sorted(FOLLOWS_FROM)))
    sessions = draw(st.integers(3 if arm == SWITCH else 1, 200))
    units = draw(st.none() | st.floats(0, MOST_UNITS))
    interval, week, plan = st.floats(1 / 7, 520), st.floats(0, 1040), st.sampled_from([*plans()])
    return Target(
        id=draw(WORDS),
        source=draw(st.just("") | WORDS),
        cohort=draw(WORDS),
        condition=draw(st.sampled_from(sorted(CONDITIONS))),
        population=draw(st.sampled_from(POPULATIONS)),
        baseline=draw(st.none() | st.floats(0, 7)),
        baseline_sd=draw(st.none() | POSITIVE),
        product=draw(st.sampled_from(PRODUCTS if arm in WITHOUT_TOXIN else sorted(PRODUCT_UNITS))),
        units=units,
        plan=draw(plan if units is None else plan | WORDS),
        interval_weeks=draw(interval if sessions > 1 else st.none() | interval),
        sessions=sessions,
        week=draw(st.none() | week if quantity in WEEK_IS_THE_ANSWER else week),
        arm=arm,
        quantity=quantity,
        value=draw(st.none() | NUMBERS),
        se=draw(st.none() | POSITIVE),
        n=draw(st.none() | st.integers(1, 2**53)),
        grade=draw(st.sampled_from(("", *GRADES))),
        note=draw(st.just("") | WORDS),
        line=0,
    )


@given(st.lists(any_target(), max_size=4, unique_by=lambda target: target.id))
def test_written_targets_read_back_the_same(tmp_path_factory: Any, wanted: list[Target]):
    """Whatever figures a file holds, they come back cell by cell and in their order."""
    file = tmp_path_factory.mktemp("written") / "targets.csv"
    file.write_text(written(*wanted), encoding="utf-8", newline="")
    found, bad, notes = read_targets(file)
    assert [replace(target, line=0) for target in found] == wanted
    assert bad == []
    assert len(notes) <= len(wanted)
    lines = [target.line for target in found]
    assert lines == sorted(set(lines))


@given(DAMAGE)
def test_damaged_targets_are_read_whole_or_refused(tmp_path_factory: Any, damage: Any):
    """Every row of a damaged file is a figure or is refused by itself, or the file is refused."""
    file = tmp_path_factory.mktemp("damaged") / "targets.csv"
    text = damaged(TARGETS, damage)
    file.write_text(text, encoding="utf-8", newline="")
    whole = read_or_refused(read_targets, file)
    rest = read_or_refused(lambda path: read_targets(path, keep_going=True), file)
    if rest is None:
        assert whole is None
        return
    found, bad, _ = rest
    rows = [row["id"] for row in cells_of(text, "id")]
    assert len(found) + len(bad) == len(rows)
    told = {target.line: target.id for target in found} | {row.line: row.id for row in bad}
    assert len(told) == len(rows)
    assert {target.id for target in found} <= {str(name).strip() for name in rows}
    assert all(len(row.reason.splitlines()) == 1 and str(file) in row.reason for row in bad)
    assert (whole is None) == bool(bad)
    assert whole in (None, rest)
    for target in found:
        numbers = (value for value in asdict(target).values() if isinstance(value, float))
        assert all(map(math.isfinite, numbers))


@given(BYTES)
def test_mutated_bytes_of_targets_are_read_or_refused(tmp_path_factory: Any, changes: Any):
    """Bytes overwritten anywhere lead to a reading or to one line, never to a fault of ours."""
    file = tmp_path_factory.mktemp("mutated") / "targets.csv"
    file.write_bytes(mutated(TARGETS, changes))
    read_or_refused(read_targets, file)
    read_or_refused(lambda path: read_targets(path, keep_going=True), file)


# The collected figures


@pytest.mark.shared
def test_the_collected_figures_are_read_whole(shared: Path):
    """All 53 collected figures are read, with nothing to say, and are what is written there."""
    path = shared / "evidence" / "targets.csv"
    found, bad, notes = read_targets(path)
    assert (len(found), bad, notes) == (53, [], [])
    with path.open(encoding="utf-8") as file:
        for target, row in zip(found, csv.DictReader(file), strict=True):
            for name, text in row.items():
                cell = getattr(target, name)
                assert cell == (type(cell)(text) if text else "" if cell == "" else None)
