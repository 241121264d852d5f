"""What `wearoff validate` shows and draws, and what it refuses before it simulates anything."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, fields
from xml.etree import ElementTree as ET

import pytest

import wearoff
from wearoff.faces import notebook
from wearoff.faces.studies.forest import forest
from wearoff.faces.studies.validated import screen
from wearoff.formats.documents import rounded
from wearoff.records import Target
from wearoff.studies import predict as predictions
from wearoff.studies.predict import Prediction
from wearoff.studies.read import Refused
from wearoff.studies.result import Assumption
from wearoff.studies.score import Scored, distance
from wearoff.studies.validate import Missing, Validation

NAMESPACE = "{http://www.w3.org/2000/svg}"
HEADER = (
    "id,source,cohort,condition,population,baseline,baseline_sd,product,units,plan,"
    "interval_weeks,sessions,week,arm,quantity,value,se,n,grade,note"
)
MIGRAINE = (
    "mig-24,s,SMITH,chronic_migraine,all,19.9,3.7,onabotulinumtoxinA,165,preempt_155_195,"
    "12,2,24,toxin,headache_days_change,-8.4,0.3,347,read,"
)
FOOT = (
    "foot-day,s,FOOT,healthy_junction,all,,,onabotulinumtoxinA,20,extensor_digitorum_brevis,"
    ",1,,toxin,onset_days,,,,,"
)
NO_JAW = FOOT.replace("foot-day", "foot-jaw").replace(
    ",1,,toxin,onset_days", ",1,4,toxin,jaw_pain_vs_placebo"
)
WHY = "jaw_pain_vs_placebo has no counterpart in healthy nerve-muscle junction"
LONG = "no n and no se: taken as a study of 30 people"


SPREAD = Assumption(code="usual_people", people=30)


@dataclass(frozen=True)
class Row:
    """A row with its prediction and what was assumed, or why there is none."""

    target: Target
    scored: Scored | None
    missing: Missing | None
    assumed: tuple[Assumption, ...]


def row(
    name, value, low=-10.0, high=-6.0, *, mean=None, ratio=None, left_out=True, why=None, **other
):
    """A row with an interval, or without one and with the reason."""
    assumed = other.pop("assumed", ())
    target = {field.name: None for field in fields(Target)} | {
        "id": name,
        "source": "s",
        "cohort": "SMITH",
        "condition": "chronic_migraine",
        "population": "all",
        "sessions": 2,
        "week": 24.0,
        "arm": "toxin",
        "quantity": "headache_days_change",
        "value": value,
        "grade": "read",
        "note": "",
        "line": 2,
        **other,
    }
    target = Target(**target)
    if why:
        return Row(target, None, Missing("out_of_reach", why), tuple(assumed))
    prediction = Prediction((low + high) / 2 if mean is None else mean, low, high, left_out)
    inside = None if value is None else low <= value <= high
    scored = Scored(
        prediction,
        value,
        inside,
        interval_score=None if value is None else 4.0,
        naive=None,
        ratio=ratio,
    )
    return Row(target, scored, None, tuple(assumed))


def validation(*rows, refused=(), notes=()):
    """A validation with these rows, as the library makes it."""
    return Validation(
        targets=[one.target for one in rows],
        scored={one.target.id: one.scored for one in rows if one.scored},
        unreachable={one.target.id: one.missing for one in rows if one.missing},
        assumptions={one.target.id: list(one.assumed) for one in rows},
        refused=list(refused),
        notes=list(notes),
        seed=1,
    )


def result(*rows, **other):
    """The document of these rows."""
    return validation(*rows, **other).result


MIXED = result(
    row("held", -8.0, ratio=0.5),
    row("near-miss", -10.5),
    row("asked-only", None, week=None),
    row("far-miss", 4.0, condition="cervicogenic", ratio=1.5),
    row("no-jaw", None, why=WHY),
    row("also-held", -7.0, left_out=False, assumed=[SPREAD]),
)


def drawn(svg):
    """Marks of a picture by what is said of them: their outlines."""
    marks = ET.fromstring(svg).iter(f"{NAMESPACE}path")  # noqa: S314 - our own
    return {
        mark.get("aria-label"): mark
        for mark in marks
        if mark.get("aria-roledescription") == "point"
    }


def texts(svg):
    """Texts of a picture in their order."""
    found = ET.fromstring(svg).iter(f"{NAMESPACE}text")  # noqa: S314 - our own
    return ["".join(each.itertext()) for each in found]


def below(lines, start):
    """Lines under the heading that starts so, up to the next empty one."""
    first = next(number for number, line in enumerate(lines) if line.startswith(start))
    return lines[first + 1 : lines.index("", first)]


# The picture


@pytest.mark.parametrize(
    ("value", "place"), [(-10, -1), (-6, 1), (-8, 0), (-4, 2), (-9, -0.5), (-14, -3)]
)
def test_the_ends_of_the_interval_are_one_from_the_prediction(value, place):
    """A figure at an end of its 9 in 10 is at −1 or 1, one as predicted is at 0."""
    assert distance(row("a", value).scored) == pytest.approx(place)


@pytest.mark.parametrize(
    ("value", "place"), [(0, -1), (30, 0), (25, -1 / 6), (65, 0.5), (100, 1), (170, 2), (-30, -2)]
)
def test_an_uneven_interval_has_a_scale_for_each_side(value, place):
    """Higher than predicted is right of 0 however uneven the interval, and its ends stay ends."""
    made = row("a", value, 0.0, 100.0, mean=30.0)
    assert distance(made.scored) == pytest.approx(place)
    (found,) = result(made).rows
    assert found.distance == rounded(place)
    sides = {True: "higher", False: "lower"}
    assert found.direction == (sides[place > 0] if place else "as_predicted")


def test_a_prediction_beyond_its_own_interval_keeps_the_ends():
    """Where the mean lies outside the 9 in 10, the ends are still at −1 and 1."""
    rows = [row(f"{value}", value, 0.0, 1.0, mean=3.0) for value in (0.0, 0.5, 1.0)]
    places = [found.distance for found in result(*rows).rows]
    assert places == pytest.approx([-1, 0, 1])


def test_an_interval_without_width_has_a_place_for_every_figure():
    """Without width a figure is in the middle or infinitely far off."""
    found = result(*(row(f"{value}", value, 0.0, 0.0) for value in (0.0, 2.0, -2.0))).rows
    assert [(one.distance, one.direction) for one in found] == [
        (0.0, "as_predicted"),
        (None, "higher"),
        (None, "lower"),
    ]
    far = forest(result(row("a", 2.0, 0.0, 0.0)))
    assert "far off" in texts(far)
    assert "translate(420," in drawn(far)["a: published 2, outside 0 to 0"].get("transform")


def test_the_picture_says_its_finding_as_text():
    """The title counts what lies inside; conditions and ids are text, in plain words."""
    words = texts(forest(MIXED))
    assert "2 of 4 published figures lie inside their 9-in-10 interval" in words
    one = texts(forest(result(row("a", -8.0))))
    assert "1 of 1 published figure lies inside its 9-in-10 interval" in one
    for text in ("Chronic migraine", "Neck-origin headache", "held", "far-miss", "−1", "0", "1"):
        assert text in words
    assert not {"asked-only", "no-jaw"} & set(words)


def test_what_lies_outside_differs_in_shape_and_color():
    """Figures outside are diamonds of another color; each mark says its numbers."""
    marks = drawn(forest(MIXED))
    assert len(marks) == 4
    assert "near-miss: published -10.5, outside -10 to -6" in marks
    colors = {True: set(), False: set()}
    for said, mark in marks.items():
        inside = ", inside " in said
        assert ("A" in mark.get("d")) is inside
        colors[inside].add(mark.get("fill"))
    assert [len(found) for found in colors.values()] == [1, 1]
    assert colors[True] != colors[False]


def test_the_furthest_off_comes_first_within_its_condition():
    """Conditions follow their furthest figure, and so do the rows of each."""
    words = texts(forest(MIXED))
    order = ["Neck-origin headache", "far-miss", "Chronic migraine", "near-miss", "also-held"]
    places = [words.index(text) for text in [*order, "held"]]
    heads = sorted(words.index(text) for text in order if text[0].isupper())
    assert heads == [words.index("Neck-origin headache"), words.index("Chronic migraine")]
    names = [place for place, text in zip(places, [*order, "held"], strict=True) if text.islower()]
    assert names == sorted(names)


def test_what_lies_beyond_the_edge_stands_there_with_its_distance():
    """A figure far off does not squeeze the others: it stands at the edge, with a number."""
    svg = forest(result(row("up", 92.0), row("down", -108.0), row("held", -8.0)))
    words = texts(svg)
    assert {"50", "−50", "−4", "4"} <= set(words)
    at = {
        said.split(":")[0]: float(re.search(r"\(([-\d.]+)", mark.get("transform"))[1])
        for said, mark in drawn(svg).items()
    }
    assert at == pytest.approx({"up": 420, "down": 0, "held": 210})


def test_the_height_grows_with_the_rows():
    """Every row has the same room, however many there are."""
    few, many = (
        float(re.search(r'height="([\d.]+)"', forest(result(*rows)))[1])
        for rows in ([row("a", -8.0)], [row(f"a{n}", -8.0) for n in range(101)])
    )
    assert many - few == pytest.approx(100 * 20)


@pytest.mark.parametrize(("count", "shown"), [(120, 120), (121, 60), (300, 60)])
def test_of_many_rows_the_furthest_are_drawn(count, shown):
    """Above 120 rows the 60 furthest off are drawn, and the title says so."""
    rows = [row(f"r{n}", -8.0 + 4 * n / count) for n in range(count)]
    svg = forest(result(*rows))
    assert len(drawn(svg)) == shown
    title = next(text for text in texts(svg) if "published figures" in text)
    assert ("; the 60 furthest off are drawn" in title) == (shown < count)
    if shown < count:
        names = {said.split(":")[0] for said in drawn(svg)}
        assert names == {f"r{n}" for n in range(count - 60, count)}


@pytest.mark.parametrize("rows", [[], [row("a", None)], [row("a", None, why=WHY)]])
def test_a_picture_of_nothing_says_so(rows):
    """Without a figure to compare the picture says so."""
    words = texts(forest(result(*rows)))
    assert sorted(words) == [
        "No published figure to compare with a prediction",
        "Rows without a published value are predicted only.",
    ]


@pytest.mark.parametrize("name", ["<b>&amp;", "a\x07b\nc", "x" * 200, "\U0001d7d8é"])
def test_any_id_can_be_drawn_and_shown(name):
    """An id with signs of markup, of control or of great length breaks no picture or screen."""
    made = result(
        row(name, -2.0), row("held", -8.0, assumed=[Assumption(code="plan_unknown", plan=name)])
    )
    assert len(drawn(forest(made))) == 2
    lines = screen(made)
    assert max(map(len, lines)) <= 80
    assert all(line.isprintable() for line in lines)


def test_the_picture_is_calm():
    """No motion, no link and no script; the only large area is one band without stripes."""
    svg = forest(MIXED)
    assert not re.search(
        r"<(animate|script|image|pattern|style)|\bstyle=|https?://(?!www\.w3\.org)", svg
    )
    marks = ET.fromstring(svg).iter(f"{NAMESPACE}path")  # noqa: S314 - our own
    bands = [mark for mark in marks if mark.get("aria-roledescription") == "rect mark"]
    assert len(bands) == 1
    assert "stroke-dasharray" not in svg


# The screen


def test_misses_come_first_with_what_they_are():
    """Misses head the screen, the furthest off first, each with condition, quantity and arm."""
    lines = screen(MIXED)
    assert lines[0].startswith("Missed (2)")
    first, about, second, _ = below(lines, "Missed")
    assert first.split() == ["*far-miss", "24", "4", "-8", "-10", "to", "-6", "1.50"]
    assert about.strip() == "neck-origin headache, headache days change, toxin"
    assert second.startswith("*near-miss ")
    held, also = below(lines, "Inside (2)")
    assert held.startswith("*held ")
    assert also.startswith(" also-held ")
    assert [line.split()[0] for line in below(lines, "Predicted only (1)")] == ["*asked-only"]


def test_the_sums_are_in_plain_words():
    """The end of the screen counts, explains the ratio and says what this is not."""
    end = " ".join(screen(MIXED)[-7:])
    for text in (
        "5 of 6 rows predicted.",
        "* its cohort was left out of the calibration first",
        "Inside their 9 in 10: 2 of 4 (50 %; honest intervals hold about 90 %).",
        "below 1 is better. In 2 rows: geometric mean 0.87, median 1.00.",
        "Not a medical device",
    ):
        assert text in end


def test_long_reasons_wrap_and_are_said_once():
    """Reasons, assumptions, refusals and notes fit 80 columns; equal ones share a line."""
    name = "a-name-of-some-length-{}"
    rows = [row(name.format(n), None, why=WHY) for n in range(9)]
    both = [SPREAD, Assumption(code="muscle_alone")]
    rows += [row(f"held-{n}", -8.0, assumed=both) for n in range(9)]
    reason = "/some/folder/that/is/deep/targets.csv, line 3, column week: found '-1'; " * 3
    refused = [Refused("bad", 3, reason.strip())]
    lines = screen(result(*rows, refused=refused, notes=["column extra is not read"] * 2))
    assert max(map(len, lines)) <= 80
    assert all(line.startswith("  ") for line in below(lines, "Cannot predict"))
    joined = " ".join(" ".join(lines).split())
    assert joined.count(WHY) == 1
    assert joined.count(LONG) == 1
    for n in range(9):
        assert f"held-{n}" in " ".join(below(lines, "Assumed"))
    assert reason.strip() in joined
    assert below(lines, "Notes") == ["  column extra is not read"] * 2
    assert "9 of 18 rows predicted. 1 refused." in lines


@pytest.mark.parametrize("size", [1e-9, 1e-3, 1.0, 123456.7, 1e12, 1e300])
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_of_any_size_keep_to_their_columns(size, sign):
    """Numbers of any size leave a space between columns and fit the screen."""
    value = sign * size
    low, high = sorted((1.2345 * value, 2.3456 * value))
    other = {"ratio": 1e9, "week": 0.857142, "mean": 1.7891 * value}
    line = screen(result(row("n" * 40, value * 1.98765, low, high, **other)))[1]
    assert len(line) <= 80
    name, week, published, predicted, lowest, to, highest, ratio = line.split()
    assert (name, to) == ("*" + "n" * 21 + "…", "to")
    shown = [float(text) for text in (week, published, predicted, lowest, highest, ratio)]
    wanted = [0.857142, 1.98765 * value, 1.7891 * value, low, high, 1e9]
    assert shown == pytest.approx(wanted, rel=0.35)


@pytest.mark.parametrize("bad", ["mean", "lo90", "hi90"])
def test_a_prediction_without_a_number_is_no_fault(monkeypatch, tmp_path, bad):
    """A row whose prediction is no number is told among those that cannot be predicted."""
    numbers = {"mean": -8.0, "lo90": -9.0, "hi90": -7.0, bad: math.nan}
    nothing = Prediction(**numbers, left_out=False)
    monkeypatch.setattr(predictions, "predict", lambda *_, **__: {"mig-24": nothing})
    (tmp_path / "targets.csv").write_text(f"{HEADER}\n{MIGRAINE}\n", encoding="utf-8")
    made = wearoff.validate(tmp_path / "targets.csv").result
    assert [(one.status, one.why_not, one.inside) for one in made.rows] == [
        ("cannot_predict", "never_comes_about", None)
    ]
    said = "headache_days_change: in these people it never comes about"
    assert below(screen(made), "Cannot predict") == [f"  {said}: mig-24"]
    assert "No published figure to compare with a prediction" in texts(forest(made))


def test_what_is_asked_and_inside_stands_as_codes():
    """The document has the order, the sums and the code of every row; faces only format it."""
    assert MIXED.schema_version == "1.0"
    assert MIXED.furthest_first == ["far-miss", "near-miss", "also-held", "held"]
    assert [one.status for one in MIXED.rows] == [
        *("inside", "missed", "predicted_only", "missed", "cannot_predict", "inside"),
    ]
    assert (MIXED.inside, MIXED.inside_percent, MIXED.level_percent) == (2, 50.0, 90)
    assert MIXED.left_out == 4
    last = MIXED.rows[-1]
    assert [one.code for one in last.assumptions] == ["usual_people"]
    assert last.assumed == [LONG]
    assert last.said == "published -7, inside -10 to -6"


def test_a_notebook_shows_the_forest_and_every_row():
    """The page of a notebook holds the picture, a line a row and the sums; `repr` is short."""
    made = validation(row("held", -8.0), row("<b>far</b>", 4.0), row("no-jaw", None, why=WHY))
    page = notebook.validation(made)
    assert "<svg" in page
    assert "*&lt;b&gt;far&lt;/b&gt;" in page
    assert "<b>far" not in page
    assert page.count('<th scope="row">') == 3
    assert "2 of 3 rows predicted." in page
    assert repr(made) == (
        "<Validation 3 rows: 1 of 2 published figures lie inside their 9-in-10 interval>"
    )


def test_nothing_asked_is_told():
    """A document without rows has a screen."""
    assert screen(result())[0] == "0 of 0 rows predicted."


# The command


@pytest.fixture
def targets(tmp_path):
    """Write a targets file of these rows under its header."""

    def write(*rows, header=HEADER):
        text = "\n".join([header, *rows]) + "\n"
        (tmp_path / "targets.csv").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def no_simulation(monkeypatch):
    """Fail if anything is predicted."""

    def predict(*_, **__):
        pytest.fail("a simulation was begun")

    monkeypatch.setattr(predictions, "predict", predict)


@pytest.fixture
def quick(monkeypatch):
    """Predict -9 to -5 for every row, at once."""

    def predict(asked, **_):
        seen = Prediction(-7.0, -9.0, -5.0, left_out=False)
        return {figure.target.id: seen for figure in asked}

    monkeypatch.setattr(predictions, "predict", predict)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            MIGRAINE.replace("headache_days_change", "headache_day_change"),
            [
                "line 2, column quantity: unknown quantity 'headache_day_change'; allowed: ",
                "; fix: did you mean 'headache_days_change'?",
            ],
        ),
        (
            MIGRAINE.replace(",24,toxin", ",-24,toxin"),
            ["line 2, column week: found '-24'; allowed: a number from 0 to 1040"],
        ),
        (
            MIGRAINE.replace(",24,toxin", ",,toxin"),
            ["line 2, column week: nothing in it for headache_days_change", "; fix: give the week"],
        ),
        (
            MIGRAINE.replace("preempt_155_195,12", "preempt_155_195,"),
            ["line 2, column interval_weeks: nothing in it", "as preempt_155_195 has it"],
        ),
        (
            f"{FOOT}\n{MIGRAINE.replace('chronic_', 'chronc_')}",
            ["line 3, column condition: unknown condition", "mean 'chronic_migraine'?"],
        ),
        (f"{FOOT}\n{FOOT}", ["line 3, column id: 'foot-day' is on line 2", "; fix: rename one"]),
    ],
)
@pytest.mark.usefixtures("no_simulation")
def test_a_bad_row_is_one_line_before_anything_runs(run, targets, rows, said):
    """Bad input is exit 2 and one line: file, line, column, found, allowed, fix."""
    targets(rows)
    code, out, err = run("validate", "targets.csv")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("wearoff: targets.csv, line ")
    for words in said:
        assert words in err


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("cohort,", ""), "missing column cohort; found id, source, condition,"),
        (HEADER.replace("note", "id"), "missing column note; found id,"),
        (HEADER.replace("cohort", "cohrt"), "unknown column 'cohrt'; allowed: "),
        (HEADER.replace(",", ";"), "missing column id, source,"),
    ],
)
@pytest.mark.usefixtures("no_simulation")
def test_a_bad_header_is_one_line_whatever_is_asked(run, targets, header, said):
    """A missing or misspelled column stops the command, with --keep-going too."""
    targets(MIGRAINE, header=header)
    for going in ((), ("--keep-going",)):
        code, out, err = run("validate", "targets.csv", *going)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert f"wearoff: targets.csv, line 1: {said}" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing.csv",),
        (".",),
        ("targets.csv", "--plot", "nowhere/f.svg"),
        ("targets.csv", "-o", "nowhere/f.json"),
        ("targets.csv", "--seed", "-1"),
        ("targets.csv", "--folds"),
    ],
)
@pytest.mark.usefixtures("no_simulation")
def test_what_cannot_be_read_or_written_is_one_line(run, targets, arguments):
    """A file that is not there and a folder to write to that is not there stop it at once."""
    targets(MIGRAINE)
    code, out, err = run("validate", *arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.mark.usefixtures("quick")
def test_screen_picture_and_document_agree(run, targets, tmp_path):
    """One document is printed, drawn and written, with what was refused and cannot be reached."""
    targets(MIGRAINE, FOOT, NO_JAW, MIGRAINE.replace("mig-24", "mig-25").replace(",165,", ",x,"))
    wanted = ("validate", "targets.csv", "--keep-going", "--plot", "f.svg", "-o", "f.json")
    code, out, _ = run(*wanted)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert out.startswith("Inside (1)")
    for text in (
        "Predicted only (1)",
        "Wrote f.svg",
        "Wrote f.json",
        "has no counterpart in",
        "foot-jaw",
    ):
        assert text in " ".join(out.split())
    assert "targets.csv, line 5, column units: found 'x'" in " ".join(out.split())
    found = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in found["rows"]] == ["mig-24", "foot-day", "foot-jaw"]
    assert (found["predicted"], found["scored"], found["coverage90"]) == (2, 1, 1)
    svg = (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "1 of 1 published figure lies inside its 9-in-10 interval" in texts(svg)


@pytest.mark.usefixtures("quick")
def test_json_is_all_that_is_printed(run, targets):
    """With --json standard output is one document; what was refused is on standard error."""
    targets(MIGRAINE, FOOT.replace(",1,,toxin", ",0,,toxin"))
    code, out, err = run("validate", "targets.csv", "--keep-going", "--json")
    assert code == 0
    assert [each["line"] for each in json.loads(out)["refused"]] == [3]
    assert "targets.csv, line 3, column sessions: found '0'" in err


def test_validate_has_help(run):
    """Help tells what the command does and lists its options."""
    code, out, _ = run("validate", "--help")
    assert code == 0
    for option in ("--keep-going", "--plot", "--out", "--json", "--seed"):
        assert option in out
