"""The evidence pages: every link leads somewhere, everything has its card, and nothing breaks."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from importlib.resources import files
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wearoff
from wearoff.evidence import rows
from wearoff.evidence.claims import CONTRADICTED, GRADES, UNSTUDIED
from wearoff.faces.evidence.cards import MARKS
from wearoff.provenance.after_session import SHOWN, courses
from wearoff.provenance.cited import sources
from wearoff.provenance.facts import facts
from wearoff.provenance.parts import parts
from wearoff.provenance.search import KINDS, search
from wearoff.studies.kept import TABLES, kept
from wearoff.words.evidence import MADE_UP

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{ 7 * 7 }}",
    "=HYPERLINK(1)",
    "\x00\x1b[2J",
    "ﷺ" * 300,
    "%",
    "_",
)
FOUND = {"claim", "number", "source", "part", "figure"}


def text_of(page):
    """What a reader reads of a page, without marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def links(page, at):
    """Addresses of our own that a page leads to, whole."""
    found = (urljoin(at, unescape(link)) for link in re.findall(r'(?:href|src)="([^"]+)"', page))
    return {link for link in found if urlsplit(link).netloc in {"", urlsplit(at).netloc}}


def is_evidence(link):
    """Whether an address is one of these pages, or what they are drawn with."""
    return urlsplit(link).path.startswith(("/evidence", "/static"))


def test_every_link_of_the_evidence_leads_somewhere(visitor):
    """Followed from the overview every address answers, and a place in a page is in that page."""
    start = str(visitor.base_url.join("/evidence"))
    waiting, pages, wanted = [start], {}, set()
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        pages[address] = answer.text
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in filter(is_evidence, links(answer.text, address)):
            page, place = urldefrag(link)
            waiting.append(page)
            wanted |= {(page, place)} if place else set()
    assert len(pages) > 212 + len(parts())
    lost = [(page, place) for page, place in wanted if f'id="{place}"' not in pages[page]]
    assert lost == []


def test_every_claim_has_its_card(visitor):
    """All claims stand on the page, each under its id, with its words, finding, model and diary."""
    page = visitor.get("/evidence/claims").text
    shown = text_of(page)
    for claim in wearoff.claims():
        assert page.count(f'id="{claim.id}"') == 1
        for said in (claim.words, claim.finding, claim.but, claim.model, claim.diary):
            assert " ".join(said.split()) in shown, claim.id


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("text", ["", "warning", "advocate"])
def test_claims_can_be_filtered_by_links(visitor, text, grade):
    """A text and a grade leave the claims that the library gives for both, and no others."""
    asked = {"text": text, "grade": grade} if text else {"grade": grade}
    page = visitor.get("/evidence/claims", params=asked).text
    cards = re.findall(r'<article class="card claim \w+" id="(C\d+)"', page)
    assert set(cards) == {claim.id for claim in wearoff.claims(**asked)}
    assert len(cards) == len(set(cards))


def test_nobody_has_looked_is_kept_apart(visitor):
    """It stands in a block of its own, and its edge has neither color nor form of the other."""
    page = visitor.get("/evidence/claims").text
    blocks = dict(
        re.findall(
            r'<section class="block" aria-labelledby="(\w+)">(.*?)</section>', page, re.DOTALL
        )
    )
    apart = [MARKS[grade] for grade in (CONTRADICTED, UNSTUDIED)]
    for grade, mark in zip((CONTRADICTED, UNSTUDIED), apart, strict=True):
        cards = re.findall(r'<article class="card claim (\w+)"', blocks[mark])
        assert set(cards) == {mark}
        assert len(cards) == len(wearoff.claims(grade=grade))
    style = files("wearoff.web").joinpath("static", "evidence.css").read_text("utf-8")
    looks = [re.search(rf"^\.{mark} {{ ([^}}]+) }}", style, re.MULTILINE)[1] for mark in apart]
    colors = [re.search(r"var\(--(\w+)\)", look)[1] for look in looks]
    assert len(set(looks)) == len(set(colors)) == 2


def test_every_number_has_its_page(visitor):
    """It says value, range, grade, source and place, and all that uses it, as `why` does."""
    listed = visitor.get("/evidence/numbers").text
    for name in wearoff.numbers():
        found = wearoff.why(name)
        assert f'href="/evidence/numbers/{name}"' in listed
        shown = text_of(visitor.get(f"/evidence/numbers/{name}").text)
        for said in (found.row.meaning[1:], found.source.citation, found.row.place, *found.used_by):
            assert " ".join(said.split()) in shown, name
        assert f"{found.row.value:g}" in shown
        assert f"{found.row.low:g} to {found.row.high:g}" in shown


def test_the_tables_hold_every_row(visitor):
    """The files of claims, numbers and sources have one row each, with the columns named."""
    for name, count in (
        ("claims", len(wearoff.claims())),
        ("numbers", len(wearoff.numbers())),
        ("sources", len(rows.sources())),
    ):
        answer = visitor.get(f"/evidence/{name}.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        assert f'filename="wearoff-{name}.csv"' in answer.headers["content-disposition"]
        table = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(table) == count
        assert all(None not in row and None not in row.values() for row in table)


def test_everything_is_found_by_its_name():
    """A search for a name finds what is called so, first of its kind."""
    names = {
        "claim": [claim.id for claim in wearoff.claims()],
        "number": wearoff.numbers(),
        "source": list(sources()),
        "part": list(parts()),
        "figure": [row.id for table in TABLES for row in kept(table).rows],
    }
    assert set(names) == FOUND == set(KINDS)
    for kind, known in names.items():
        for name in known:
            first = search(name)[kind][0].name
            assert first.casefold() == name.casefold(), (kind, name)


def test_a_search_is_shown_in_groups(visitor):
    """What was found stands under its kind with a link; nothing found says so."""
    page = visitor.get("/evidence", params={"q": "half life"}).text
    assert 'href="/evidence/numbers/half_life_onabotulinumtoxinA"' in page
    assert "Numbers (" in page
    nothing = visitor.get("/evidence", params={"q": "zebra quokka"}).text
    assert "Nothing found for “zebra quokka”" in text_of(nothing)
    assert visitor.get("/evidence", params={"q": "  "}).text.count('class="ways"') == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_asked_is_shown_as_text(visitor, text):
    """A search that is a page, a path or a formula comes back as its letters alone."""
    answer = visitor.get("/evidence", params={"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "49" not in re.findall(r"<h1>.*?</h1>", answer.text)[0] or "7" not in text


@given(st.text(max_size=60))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_that_is_asked_breaks_a_page(visitor, text):
    """Any search answers; a name that nothing has is not found; no address is a fault of ours."""
    assert visitor.get("/evidence", params={"q": text}).status_code == 200
    for name in ("text", "grade"):
        answer = visitor.get("/evidence/claims", params={name: text})
        assert answer.status_code in {200, 404}
    for place in ("numbers", "parts", "validation"):
        answer = visitor.get(f"/evidence/{place}/{quote(text, safe='')}")
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/evidence",
        "/evidence?q=neck",
        "/evidence/facts",
        "/evidence/claims",
        "/evidence/numbers",
        "/evidence/sources",
        "/evidence/parts",
        "/evidence/parts/nerve",
        "/evidence/validation",
    ],
)
def test_pages_keep_to_their_policy(visitor, path):
    """No page has a style or a script inside, or anything from elsewhere."""
    page = visitor.get(path).text
    assert not re.search(r"<(script|style|iframe|object|embed)|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', page)
    assert re.search(r"<h([1-6])", page)[1] == "1"


def test_the_facts_stand_on_one_page(visitor):
    """How often it is wrong, what numbers rest on, and when it is of no use, all from the data."""
    shown = text_of(visitor.get("/evidence/facts").text)
    known = facts()
    for one in known.wrong:
        assert f"{MADE_UP[one.generator, one.kind]} {one.said} of {one.of} {one.date}" in shown
    for one in known.graded:
        assert f"{one.grade} {one.numbers}" in shown
    assert f"Of {known.scored} published figures" in shown
    assert f"{known.inside} lie inside" in shown
    heads = re.findall(r"<h2>(.*?)</h2>", visitor.get("/evidence/facts").text)
    assert heads[:4] == ["What it does", "When", "When not", "How often it is wrong"]


# Parts


def test_every_part_shows_what_a_session_does():
    """Each part has its main quantity, in one of its own conditions, for each of its variants."""
    assert SHOWN.keys() == parts().keys()
    for name, shown in SHOWN.items():
        variants = parts()[name].variants
        assert len(shown) == len(variants)
        for one, variant in zip(shown, variants, strict=True):
            assert one.condition in {condition.name for condition in variant.conditions}


@pytest.mark.parametrize("name", ["junction", "tissue", "pain"])
def test_a_figure_has_finding_picture_table_and_files(visitor, name):
    """The page says the finding, and the files hold the picture and every day of the course."""
    page = visitor.get(f"/evidence/parts/{name}").text
    for course in courses(name):
        address = f"/evidence/parts/{name}/{course.condition}"
        assert visitor.get(f"{address}.svg").text.startswith("<svg")
        table = list(csv.DictReader(io.StringIO(visitor.get(f"{address}.csv").text)))
        assert [int(row["day"]) for row in table] == [day.day for day in course.days]
        assert f'href="{address}.csv"' in page
        assert f'href="{address}.svg"' in page
        shown = text_of(page)
        if course.furthest_day is None:
            assert "does not move in this course" in shown
        else:
            far = course.days[course.furthest_day]
            assert f"on day {far.day}: {far.level.mean:.3g} " in shown
            assert f"{far.level.lo90:.3g} to {far.level.hi90:.3g}" in shown
    assert visitor.get(f"/evidence/parts/{name}/rabbit_muscle.csv").status_code == 404


def test_every_number_of_a_part_is_on_its_page(visitor):
    """A part's page names every row that it can read, and every condition that wires it."""
    for name, one in parts().items():
        page = visitor.get(f"/evidence/parts/{name}").text
        read = {row for variant in one.variants for read in variant.reads for row in read.rows}
        assert set(re.findall(r'href="/evidence/numbers/(\w+)"', page)) == read
        assert all(condition.title.casefold() in page.casefold() for condition in one.conditions)


# Validation


def test_misses_come_first(visitor):
    """The first rows are the misses of every table, the furthest off first, with their anchors."""
    page = visitor.get("/evidence/validation").text
    order = [
        name
        for table in TABLES
        for name in kept(table).furthest_first
        if not next(row for row in kept(table).rows if row.id == name).inside
    ]
    assert re.findall(r'<th [^>]*scope="row"><a href="#([\w.-]+)">', page) == order
    first = page.index('id="missed"')
    assert all(first < page.index(f'<tr id="{row.id}"') for row in kept("targets").rows)


def test_the_page_says_when_figures_were_predicted(visitor):
    """Version, date of the calibration and of the evidence stand on the page."""
    shown = text_of(visitor.get("/evidence/validation").text)
    meta = kept("targets").meta
    for said in (meta.version, meta.calibration, meta.evidence):
        assert said in shown


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_figures_can_be_taken_away(visitor, table):
    """As CSV with every figure, as the document, and as a picture."""
    address = f"/evidence/validation/{table}"
    rows_ = list(csv.DictReader(io.StringIO(visitor.get(f"{address}.csv").text)))
    assert [row["id"] for row in rows_] == [row.id for row in kept(table).rows]
    assert visitor.get(f"{address}.json").json() == kept(table).to_dict()
    assert visitor.get(f"{address}.svg").text.startswith("<svg")
    assert visitor.get("/evidence/validation/others.csv").status_code == 404
