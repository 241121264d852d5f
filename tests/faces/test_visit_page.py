"""The visit page: page 1 in its order and on one sheet, everything else behind it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest

from conftest import TIER
from visit_documents import changed, made_result, worst_result
from wearoff.faces.diary.notes import record
from wearoff.faces.diary.sheet import beside, cycle_counts, sheet
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.shared.stacks import stack

BEHIND = '<h2 id="behind">'
PLACES = ("found", "counted", "strip", "cycle", "services", "ask", "limits")
"""Of page 1, in their order."""
CASES = {
    "three months": (lambda: made_result(3, sessions=1, rules=2, weeks=4), [], ""),
    "usual": (lambda: made_result(8, sessions=7, rules=13, weeks=100), ["weeks 9 to 12"], "work"),
    "ten years": (lambda: made_result(4, sessions=40, rules=12, weeks=520), [], ""),
}
ON_PAPER = ["usual"] if TIER == "quick" else list(CASES)
"""Cases that are laid out on paper, which takes seconds."""


def texts(html):
    """What a page says, on one line."""
    bare = re.sub(r"(?s)<(style|svg|title).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.fixture(scope="module")
def page():
    """An ordinary page, with its pictures."""
    result = made_result(5, sessions=6, rules=7, weeks=20)
    return visit_page(result, questions=["weeks 9 to 12"])


# On paper


def on_paper(html, paper):
    """Places of the page by sheet of paper, what is behind it as its heading alone."""
    from wearoff.faces.shared.pdf import rendered

    first = html[: html.index(BEHIND)] + f"{BEHIND}Behind this page</h2></div></main></body></html>"
    return [set(page.anchors) for page in rendered(first, paper).pages]


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("case", ON_PAPER)
def test_page_1_is_one_sheet(case, paper):
    """All of page 1 is on the first sheet and what is behind it starts the second."""
    make, questions, matters = CASES[case]
    sheets = on_paper(visit_page(make(), questions=questions, matters=matters), paper)
    assert len(sheets) == 2
    assert set(PLACES) <= sheets[0]
    assert sheets[1] == {"behind"}


@pytest.mark.usefixtures("pango")
def test_a_longer_page_1_goes_on_and_says_so():
    """Texts without end flow on to the next sheets, whose heads say that they go on."""
    html = visit_page(worst_result(weeks=4), questions=["what comes after that? " * 20] * 9)
    *first, last = on_paper(html, "a4")
    assert len(first) > 1
    assert set(PLACES) <= set().union(*first)
    assert last == {"behind"}
    assert re.search(r'@page sheet {[^}]*"continued"', html)


def counted_line(result, before, now):
    """How the visit page says what was counted, with those two rates."""
    counted = result.counted.model_copy(update={"before": before, "now": now, "change": None})
    text = texts(visit_page(result.model_copy(update={"counted": counted})))
    return re.search(r"Counted (.+?) Before: ", text)[1]


def test_what_is_not_counted_is_said_in_words():
    """No dash stands in a sentence, on the page or in the note."""
    result = made_result(8, sessions=3, weeks=20)
    label = sheet(result).now_label
    assert counted_line(result, 22.2, 8.0) == f"22.2 before to 8.0 in the {label}, of 28 days."
    assert counted_line(result, 22.2, None) == "22.2 before, of 28 days; now not counted."
    assert counted_line(result, None, 8.0) == f"8.0 in the {label}, of 28 days; before not counted."
    assert counted_line(result, None, None) == "Not counted, neither before nor now."
    none = result.counted.model_copy(update={"now": None, "change": None})
    note = " ".join(record(result.model_copy(update={"counted": none})))
    assert f"before, not counted {label}." in note


@pytest.mark.parametrize(("today", "said"), [("2026-08-16", True), ("2016-01-01", False)])
def test_a_next_session_that_would_have_been_is_told_as_past(today, said):
    """A date that has passed is not told as one to come."""
    result = made_result(8, sessions=3, weeks=20)
    about = result.next_session_about
    meta = result.meta.model_copy(update={"today": date.fromisoformat(today)})
    text = texts(visit_page(result.model_copy(update={"meta": meta})))
    assert (f"next about {about}, which has passed." in text) == said
    assert f"next about {about}" in text


def test_days_of_a_stretch_are_days(page):
    """Empty days are among them, so that they are not called read."""
    assert "Stretch From To Days With Without Empty" in texts(page)


def test_page_1_keeps_its_order(page):
    """The answers, counted, the diary, its cycles beside the rules, what to ask, limits, behind."""
    places = [page.index(f'id="{name}"') for name in (*PLACES, "behind")]
    assert places == sorted(places)
    assert page.index("<h1>") < places[0]


def test_what_is_behind_has_a_table_of_contents(page):
    """Every part is linked at the head of what is behind, in its order, by its own title."""
    behind = page[page.index(BEHIND) :]
    listed = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', behind)
    assert listed == re.findall(r'<h3 id="(\w+)">([^<]+)</h3>', behind)
    assert len(listed) >= 10


# As a file


def test_the_page_is_inert(page):
    """No script, no motion, nothing from elsewhere; links stay inside and lead somewhere."""
    assert not re.search(r"<script|<iframe|@import|transition|animation|\bsrc\s*=|\son\w+=", page)
    links = re.findall(r'\bhref="([^"]*)"', page)
    assert links
    for link in links:
        assert link.startswith("#")
        assert f'id="{link[1:]}"' in page
    assert not re.search(r"url\((?!#)", page)


def test_nothing_is_folded(page):
    """What print needs is never behind a tap."""
    assert not re.search(r"<details|hidden>|display:\s*none[^}]*}\s*\.(scroll|long)", page)


def test_headings_step_down_one_at_a_time(page):
    """One first heading; no level is left out on the way down."""
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels.count(1) == 1
    assert all(lower - higher <= 1 for higher, lower in pairwise(levels))


ROLES = {"tr": "row", "th": "rowheader", "td": "cell"}


def test_a_table_is_told_as_one_however_it_is_laid_out(page):
    """What a phone lays out as values under their names says that it is a table still."""
    tables = re.findall(r"(?s)<table([^>]*labeled[^>]*)>.*?<tbody([^>]*)>(.*?)</tbody>", page)
    assert len(tables) >= 6
    for table, group, body in tables:
        assert 'role="table"' in table
        assert 'role="rowgroup"' in group
        for tag, said in re.findall(r"<(tr|th|td)\b([^>]*)>", body):
            assert f'role="{ROLES[tag]}"' in said


def test_every_table_has_a_caption_and_every_picture_its_words(page):
    """Tables say what they hold; pictures say what they show, and where their numbers are."""
    assert page.count("<table") == page.count("<caption")
    pictures = re.findall(r"(<svg[^>]*>)(<title>[^<]{40,}</title>)?", page)
    assert len(pictures) >= 6
    for opening, said in pictures:
        assert 'role="img"' in opening
        assert "table" in said
    assert 'id="cycle-table"' in page
    ids = re.findall(r'\bid="([^"]+)"', re.sub(r"(?s)<svg.*?</svg>", "", page))
    assert len(ids) == len(set(ids))


def luminance(color):
    """Relative luminance of a color (WCAG 2)."""
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast of two colors (WCAG 2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes(page):
    """Colors by name: paper, dim where the system is dark, dim chosen by hand."""
    found = re.findall(r":root[^{]*{([^}]*--text[^}]*)}", page)
    return [dict(re.findall(r"--([\w]+):\s*(#\w{6})", theme)) for theme in found]


def test_the_colors_can_be_read(page):
    """Body text 7 to 13 to 1, muted 4.5, pictures 3, in the dim and in the paper theme."""
    paper, dim, chosen = palettes(page)
    assert chosen == dim
    for color in (paper, dim):
        for ground in ("background", "raised"):
            assert 7 <= contrast(color["text"], color[ground]) <= 13
            assert contrast(color["muted"], color[ground]) >= 4.5
            assert contrast(color["strong"], color[ground]) > contrast(color["text"], color[ground])
            for name in ("with", "without", "session", "focus"):
                assert contrast(color[name], color[ground]) >= 3


def test_what_is_served_in_a_frame_holds_no_style():
    """The same without its own frame, and nothing in it that a strict policy refuses."""
    result = made_result(7, sessions=2, rules=2, weeks=4)
    middle = visit_page(result, whole=False)
    assert middle in visit_page(result)
    assert "<style" not in middle
    assert "<html" not in middle
    assert not re.search(r"<[^>]*\sstyle=", middle)


# What stands in it


def test_what_the_person_typed_is_text():
    """Names, questions and events cannot become part of the page."""
    hostile = "<i onload=x>"
    events = [{"date": "2016-02-01", "kind": "other", "what": hostile, "until": None}]
    result = made_result(6, name=hostile, notes=[hostile], events=events)
    made = visit_page(result, questions=[hostile], matters=hostile)
    assert hostile not in made
    assert made.count("&lt;i onload=x&gt;") >= 6


def test_a_document_with_little_has_a_page():
    """What a result lacks leaves its part out, or is said not to be recorded."""
    nothing = ("overuse", "since_last_visit", "forecast", "wearoff_dots", "hours", "rules_disagree")
    lists = ("labels", "totals", "rules", "patterns")
    given = dict.fromkeys(nothing) | {key: [] for key in lists}
    text = texts(visit_page(changed(made_result(8), **given)))
    assert "HIT-6: " in text
    assert "No rule was read" in text
    assert "Hours with headache in 28 days: not recorded" in text


def test_nothing_of_a_person_is_cut():
    """Names, questions and answers stand whole on page 1, however long they are."""
    result = worst_result(weeks=4)
    questions = [f"question {k}, which is a long one " * 9 for k in range(5)]
    made = visit_page(result, questions=questions, matters="days with my children " * 9)
    first = texts(made.split(BEHIND)[0])
    for text in (
        *questions,
        "days with my children " * 9,
        result.name,
        *(answer.plain for answer in result.answers),
        *(one.text for one in result.explained),
    ):
        assert " ".join(text.split()) in first
    assert "…" not in first


def test_what_has_no_end_is_counted_and_stands_behind():
    """Page 1 says how many more there are, and every one of them is behind it."""
    result = worst_result(weeks=4)
    first, behind = (texts(part) for part in visit_page(result).split(BEHIND))
    assert "27 cycles between" in first
    assert "Check the file" in first
    assert "6 more behind this page" in first  # doubts
    assert "37 more behind this page" in first  # changes
    assert "14 more counts behind this page" in first
    assert "8 more, and all of them in full" in first  # rules
    for number in range(40):
        assert f"change {number} of a long list" in behind
    for text in (*(row.asks.strip(" ,") for row in result.rules), *beside(result)):
        assert " ".join(text.split()) in behind
    for note in result.notes:
        assert note.strip().removeprefix("note ") in behind
    for doubt in result.doubts:
        assert doubt.text in behind


def test_the_title_is_the_person_s_and_never_a_file_s():
    """A given name or initials stand in both titles; a file's name in neither."""
    result = made_result(3, name="A. B.", weeks=4)
    made = visit_page(result)
    for tag in ("title", "h1"):
        assert f"<{tag}>A. B.: headache and injections</{tag}>" in made
    file = {"kind": "diary", "source": "export-7.csv", "format": "csv", "sha256": "0" * 64}
    file |= {"dates": "iso", "separator": ",", "words": {}, "columns": {}}
    understood = result.understood.model_dump() | {"files": [file]}
    made = visit_page(changed(result, name="export-7", understood=understood))
    for tag in ("title", "h1"):
        assert f"<{tag}>Headache and injections</{tag}>" in made


def test_changes_are_counted_one_by_one():
    """A comma in the words of a change does not make two of it."""
    events = [
        {"date": "2024-01-08", "kind": "preventive", "what": what, "until": None}
        for what in ("propranolol 40 mg, twice daily", "physiotherapy, weekly", "a", "b", "c")
    ]
    said = sheet(made_result(3, events=events)).changes
    assert said.lines[0] == "propranolol 40 mg, twice daily 2024-01-08"
    assert (len(said.lines), said.more) == (3, 2)


def test_places_for_handwriting_are_left(page):
    """Three lines to ask and one for what matters most, dotted where nothing was typed."""
    asked = page[page.index('id="ask"') : page.index('id="limits"')]
    assert asked.count("<li>") == 3
    assert asked.count('class="line"') == 3
    assert "weeks 9 to 12" in asked


def test_the_false_alarms_are_the_given_ones(page):
    """The line holds the released rate, and is not there without one."""
    said = 'On 100 made-up diaries without any relief, this page said "working" in 2.'
    assert said in unescape(page)
    without = sheet(made_result(1, false_alarms=None)).limits
    assert not any("without any relief" in line for line in without)


def test_the_next_session_comes_after_the_usual_interval():
    """Last session plus interval; none without a session."""
    result = made_result(2, sessions=2)
    last = result.sessions[-1].model_dump() | {"date": "2026-10-12"}
    method = result.method.model_dump() | {"interval_days": 84}
    given = changed(result, sessions=[result.sessions[0], last], method=method)
    assert given.next_session_about == date(2027, 1, 4)
    assert changed(result, sessions=[]).next_session_about is None


@pytest.mark.parametrize("seed", range(20))
def test_every_day_of_the_diary_is_somewhere(seed):
    """Days read are with, without and empty, in every stretch and in all."""
    result = made_result(seed)
    rows = result.days_flow
    for row in rows:
        assert row.days == row.yes + row.free + row.empty
        assert min(row.yes, row.free, row.empty) >= 0
    *parts, every = rows
    assert every.days == result.days_observed + result.days_missing == result.days
    for key in ("days", "yes", "free", "empty"):
        assert getattr(every, key) == sum(getattr(part, key) for part in parts)
    assert changed(result, days_missing=result.days_missing + 1).days_flow == []


def test_cycles_are_all_counted_or_shortened_by_name():
    """Sixteen are all there; of more, the first four and the last ten."""
    assert len(cycle_counts(made_result(3, sessions=16))) == 16
    shown = cycle_counts(made_result(3, sessions=40))
    assert len(shown) == 15
    assert shown[4] == ("", "... 26 cycles between ...")
    assert shown[-1][0] == "40"
    assert shown[-1][1].endswith("*")


@pytest.mark.parametrize("seed", range(10))
def test_dots_stand_in_the_order_of_their_days(seed):
    """Every dot is there once, none lies on another, and those that never come stand aside."""
    result = made_result(seed)
    found = result.dots
    placed = stack(found.days, found.never, result.method.interval_days)
    assert len(placed.dots) == 20
    assert len({(dot["week"], dot["high"]) for dot in placed.dots}) == 20
    assert sum(dot["comes"] for dot in placed.dots) == len(found.days)
    for dot, day in zip(placed.dots, sorted(found.days), strict=False):
        assert dot["week"] == pytest.approx(day / 7, abs=0.501 / 7)
    last = max(placed.next, max(found.days) / 7)
    assert all(dot["week"] > last for dot in placed.dots if not dot["comes"])
    assert f", {len(found.days)} come before the next session" in found.text
