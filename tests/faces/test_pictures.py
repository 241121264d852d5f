"""Pictures of a diary: nothing lies over a name, no stripes, honest axes, and one look for all."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from importlib.resources import files
from itertools import combinations, pairwise

import pytest

from lived_results import LIVED, lived
from visit_documents import changed
from wearoff.diary.pieces import BodyColumn, BodyRow, Underneath
from wearoff.faces.diary.course import course
from wearoff.faces.diary.cycles import standard_cycle
from wearoff.faces.diary.inside import inside
from wearoff.faces.diary.strip import strip
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.shared.curves import Curve, Frame
from wearoff.faces.shared.curves import picture as curves
from wearoff.faces.shared.drawing import Box, text_box, text_width
from wearoff.faces.shared.spans import Span, spans
from wearoff.faces.shared.waves import LEAST_PITCH, MOST_WAVES

SVG = "{http://www.w3.org/2000/svg}"
LEAST_TYPE = 12
"""Pixels of type on a phone of 390 pixels."""
PHONE = 350
"""Pixels that such a phone has for a picture."""
DAYS = ["0", "7", "14", "21", "28"]


@pytest.fixture(scope="module", params=LIVED)
def pictures(request):
    """Every picture of a kind of diary, by its name."""
    result = LIVED[request.param]()
    found = {"strip": strip(result), "cycles": standard_cycle(result)}
    found |= {f"year {k}": shown for k, shown in enumerate(course(result), start=1)}
    return {name: shown for name, shown in found.items() if shown is not None}


def drawings(pictures):
    """Both forms of each picture, read, by name."""
    for name, shown in pictures.items():
        for form in ("wide", "narrow"):
            yield f"{name}, {form}", ET.fromstring(getattr(shown, form))  # noqa: S314 - our own


def numbers_of(element, *names):
    """Attributes as numbers."""
    return [float(element.get(name)) for name in names]


def names_in(drawing):
    """Every text of a drawing and its box."""
    size = float(drawing.get("font-size"))
    return [
        (text.text, text_box(*numbers_of(text, "x", "y"), text.text, size, text.get("text-anchor")))
        for text in drawing.iter(f"{SVG}text")
    ]


def marks_in(drawing):
    """Boxes of dots, of straight lines, and of both ends of every curve."""
    for dot in drawing.iter(f"{SVG}circle"):
        x, y, r = numbers_of(dot, "cx", "cy", "r")
        yield "dot", Box(x - r, y - r, x + r, y + r)
    for line in drawing.iter(f"{SVG}line"):
        x1, y1, x2, y2 = numbers_of(line, "x1", "y1", "x2", "y2")
        yield "line", Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    for curve in drawing.iter(f"{SVG}path"):
        points = re.findall(r"([\d.]+),([\d.]+)", curve.get("d"))
        for x, y in (points[0], points[-1]):
            yield "end of a curve", Box(float(x), float(y), float(x), float(y))


def overprinted(drawing):
    """What lies over a name or cuts it, a line each."""
    _, _, width, height = map(float, drawing.get("viewBox").split())
    names = names_in(drawing)
    found = [f"{text} is cut" for text, box in names if not box.within(Box(0, 0, width, height))]
    found += [
        f"{one} lies over {other}" for (one, a), (other, b) in combinations(names, 2) if a.meets(b)
    ]
    marks = list(marks_in(drawing))
    return found + [
        f"a {kind} lies over {text}"
        for text, box in names
        for kind, mark in marks
        if box.meets(mark)
    ]


def test_nothing_lies_over_a_name(pictures):
    """Names, numbers and dates are whole, apart, and under no dot, line or end of a curve."""
    for name, drawing in drawings(pictures):
        assert overprinted(drawing) == [], name


@pytest.mark.parametrize(
    "part",
    [
        '<circle cx="20" cy="20" r="3"/>',
        '<line x1="0" y1="20" x2="90" y2="20"/>',
        '<path d="M0,90 L20,20"/>',
        '<text x="30" y="24" text-anchor="start">again</text>',
        '<text x="95" y="60" text-anchor="start">cut</text>',
    ],
)
def test_what_lies_over_a_name_is_found(part):
    """The search finds a sample of each."""
    drawn = f'<svg xmlns="{SVG[1:-1]}" viewBox="0 0 100 100" font-size="14">{{}}</svg>'
    name = '<text x="10" y="24" text-anchor="start">name</text>'
    assert overprinted(ET.fromstring(drawn.format(name))) == []  # noqa: S314 - our own
    assert overprinted(ET.fromstring(drawn.format(name + part)))  # noqa: S314 - our own


def test_days_in_28_go_from_0_to_28(pictures):
    """Whatever the diary holds, no axis exaggerates, and four lines at most cross the picture."""
    for name, drawing in drawings(pictures):
        upright = [text for text, box in names_in(drawing) if text in DAYS and box.left < 20]
        assert upright[:5] == DAYS, name
        grid = [line for line in drawing.iter(f"{SVG}line") if line.get("stroke") == "#d6cfc1"]
        level = [line for line in grid if line.get("y1") == line.get("y2")]
        assert len(level) <= 4 + (name.startswith("cycles")), name


def test_type_can_be_read_on_a_phone(pictures):
    """The narrow form is as wide as a phone, so that its type keeps its size."""
    for name, drawing in drawings(pictures):
        width, size = float(drawing.get("width")), float(drawing.get("font-size"))
        if name.endswith("narrow"):
            assert size * min(1, PHONE / width) >= LEAST_TYPE, name


def test_every_picture_says_what_it_shows(pictures):
    """Both forms are pictures with a text in place of them; those of page 1 have a finding."""
    for name, drawing in drawings(pictures):
        assert drawing.get("role") == "img"
        assert len(drawing.find(f"{SVG}title").text) > 40, name
    for name in ("strip", "cycles"):
        if name in pictures:
            assert pictures[name].finding.endswith(".")
            assert pictures[name].caption.endswith(".")


def test_pictures_follow_the_theme_and_a_strict_policy(pictures):
    """No style, no script, nothing to load, and only colors that the style sheet maps."""
    theme = files("wearoff.faces.shared").joinpath("templates", "theme.css").read_text("utf-8")
    for shown in pictures.values():
        for svg in (shown.wide, shown.narrow):
            assert not re.search(r"\bstyle\b|<script|\son\w+=|href|url\(", svg)
            for color in set(re.findall(r'(?:fill|stroke)="#\w+"', svg)):
                assert f"svg [{color}]" in theme


@pytest.mark.parametrize("sessions", [1, 4, 10, 11, 15, 20, 43])
@pytest.mark.parametrize("form", ["wide", "narrow"])
def test_sessions_make_no_stripes(sessions, form):
    """Few sessions are waves; of many each is a column; too near ones are one band."""
    svg = getattr(strip(lived(sessions)), form)
    boxes = re.findall(r'<rect x="([\d.]+)"', svg)
    columns = [float(x) for x in boxes[1:]]  # the first is in the key
    if sessions > MOST_WAVES:
        assert boxes
    if columns:
        assert len(columns) == sessions
        assert all(after - before >= LEAST_PITCH - 1 for before, after in pairwise(columns))
    elif boxes:
        sizes = [path.count("L") for path in re.findall(r'd="([^"]+) Z"', svg)]
        assert 4 * sessions - 1 in sizes
    else:
        ticks = re.findall(r'<line x1="([\d.]+)"[^>]*stroke-width="1.5"', svg)
        starts = [float(x) for x in ticks[1:]]  # the first is in the key
        assert all(after - before >= LEAST_PITCH - 1 for before, after in pairwise(starts))
    assert (">each cycle" in svg) == bool(boxes)
    assert (">as it was<" in svg) == (not boxes)


def test_too_little_is_said():
    """A week in which nothing can be counted has no line, and its picture says so."""
    whole = lived(1)
    week = {"last": whole.first + timedelta(days=6), "course": whole.course[:1]}
    shown = strip(changed(whole, **week, counted_28=[], cycles=[]))
    assert shown.finding == "Too few days are written to draw them."
    assert ">as it was<" not in shown.wide


def test_the_strip_says_only_what_the_answers_say():
    """Its finding is of the words of the answers, and open where they are."""
    result = lived(3)
    words = {answer.question: answer.word for answer in result.answers}
    open_words = {"cannot_tell", "cannot_tell_yet", "not_asked"}
    said = strip(result).finding
    assert ("cannot tell" in said) == bool(open_words & {words["working"], words["underneath"]})


@pytest.mark.parametrize("values", [[96.0, 91.5, 90.2], [0.3, 0.2], [1.0], [0.0, 0.0], [7.5, 10]])
def test_other_quantities_start_at_0(values):
    """What the model reads of muscle is drawn from 0, with four lines at most."""
    rows = [
        BodyRow(first_day=7 * k, last_day=7 * k + 6, week=k + 0.5, values={"size": value})
        for k, value in enumerate(values)
    ]
    column = BodyColumn(name="size", text="size, % of before", title="size", unit="% of before")
    model = Underneath(columns=[column], rows=rows, step=7)
    [shown] = inside(changed(lived(2), underneath=model))
    for name, drawing in drawings({"size": shown}):
        assert overprinted(drawing) == [], name
        upright = [text for text in drawing.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
        numbers = [float(text.text) for text in upright[:-1]]  # the last is the flat axis's title
        assert numbers[0] == 0
        assert 2 <= len(numbers) <= 5
        assert numbers[-1] >= max(values)


@pytest.mark.parametrize("mean", [0.0, 14.0, 28.0])
def test_named_rows_are_read_in_order(mean):
    """A row is its name over its bar, on days from 0 to 28, and nothing lies over a name."""
    rows = [
        Span(name, mean, max(0, mean - 5), min(28, mean + 5), f"{name}: {mean:g}")
        for name in ("as now", "every 10 weeks", "a pause of five months")
    ]
    svg = spans(rows, "headache days in 28", "A finding that is rather long. " * 3, ["How."])
    drawing = ET.fromstring(svg)  # noqa: S314 - our own
    assert overprinted(drawing) == []
    shown = [text for text, _ in names_in(drawing)]
    assert [text for text in shown if text in {row.text for row in rows}] == [r.text for r in rows]
    assert [text for text in shown if text in DAYS] == DAYS
    assert svg.count("<rect") == 3
    assert spans(rows, "days", "A finding.", [], opaque=True).count("<rect") == 4


@pytest.mark.parametrize("ends", [(20, 20.5), (28, 28), (0, 0), (3, 25)])
def test_twins_have_one_size(ends):
    """Pictures of a frame are of one size whatever their labels, with names under nothing."""
    labels = ["off: a short label", "on: a label that is so long that it needs two lines of text"]
    frame = Frame("years", "headache days in 28", 5, 28, labels=labels, foot="Not you.")
    lines = [
        Curve(name, [(k, end, max(0, end - 3), min(28, end + 3)) for k in range(6)])
        for name, end in zip(("injected", "without"), ends, strict=True)
    ]
    twins = [curves(f"If {k}", "said", lines, frame, label=labels[k], how="How.") for k in (0, 1)]
    assert len({re.search(r'viewBox="([^"]+)"', twin)[1] for twin in twins}) == 1
    for twin in twins:
        assert overprinted(ET.fromstring(twin)) == []  # noqa: S314 - our own


def test_a_text_is_not_wider_than_its_box():
    """Letters are measured generously, and a longer text is wider."""
    assert text_width("headache days in 28", 14) == pytest.approx(140, abs=14)
    assert text_width("ab", 10) > text_width("a", 10)


def test_a_page_draws_each_picture_twice():
    """A page holds both forms of every picture, of which the style sheet shows one."""
    page = visit_page(lived(3))
    assert page.count('class="wide"') == page.count('class="narrow"') == page.count("<figure")
