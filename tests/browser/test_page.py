"""The local page as people walk through it: a real program, a real browser, no network."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from browser.layout import THEMES, troubles, violations
from wearoff.diary.examples import example_diary

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ANSWERED = 180_000
"""Milliseconds that an answer may take on a machine that does much else."""
PUBLIC = ("/", "/diary", "/api", "/nowhere")
PARTS = ("", "/days", "/injections", "/answers", "/visit", "/why", "/payer", "/plan")


@pytest.fixture
def reader(context, served):
    """A page that was not let in; every address that it asks for is of this machine."""
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    allowed = (served.address, "data:", "blob:", "about:")
    assert [url for url in asked if not url.startswith(allowed)] == []
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.fixture
def person(reader, served):
    """The same, let in."""
    reader.goto(served.opening)
    return reader


def put_in(page, diary, injections=None):
    """Put files in on the first screen of a diary, and read them."""
    page.get_by_role("link", name="Your diary").first.click()
    page.locator("#diary").set_input_files(diary)
    if injections:
        page.get_by_text("Injections, other changes and scores").click()
        page.locator("#injections").set_input_files(injections)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="What was understood").wait_for(timeout=ANSWERED)


def answered(page):
    """Ask for the answers, and wait until they are there."""
    page.get_by_role("button", name="See the answers").click()
    page.get_by_role("heading", name="Is it working?").wait_for(timeout=ANSWERED)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_can_be_read(reader, served, path):
    """Nothing is cut or over something else at any width, and axe finds nothing in either theme."""
    reader.goto(served.address + path)
    assert troubles(reader) == []
    assert violations(reader) == []


def test_who_was_not_let_in_sees_nothing_of_a_person(reader, served):
    """The diary's page says how to open it, and sets nothing."""
    reader.goto(f"{served.address}/diary")
    assert reader.get_by_role("heading", name="Not opened yet").is_visible()
    assert reader.context.cookies() == []


def sheets(pdf):
    """The text of each sheet of a PDF."""
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]


def messy(folder):
    """Ben's diary as a German sheet with a date of ten years later, and his log."""
    lines = (example_diary("ben") / "diary.csv").read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    rows = [dict(zip(columns, line.split(","), strict=True)) for line in lines[1:]]
    days = [(".".join(reversed(row["date"].split("-"))), row["headache"]) for row in rows]
    date, had = days[300]
    days[300] = (f"{date[:6]}{int(date[6:]) + 10}", had)
    told = {"1": "ja", "0": "nein", "": ""}
    sheet = folder / "Kopfschmerz.csv"
    text = "\n".join(["Datum;Kopfschmerz", *(f"{day};{told[had]}" for day, had in days)])
    sheet.write_bytes(text.encode("cp1252"))
    iso = "-".join(reversed(date.split(".")))
    return sheet, iso, example_diary("ben") / "injections.csv"


def test_from_a_messy_sheet_to_the_page_for_the_visit(person, tmp_path):
    """A slip is named and mended, answers come, a question is typed, and the page prints."""
    sheet, date, log = messy(tmp_path)
    put_in(person, sheet, log)
    assert person.get_by_role("heading", name="What looks like a slip").is_visible()
    person.get_by_role("link", name="Mend it").first.click()
    person.locator(f"a[href$='/day/{int(date[:4]) + 10}{date[4:]}']").click()
    person.get_by_label("Date;").fill(date)
    person.get_by_role("button", name="Keep this day").click()
    person.get_by_role("link", name="What was understood").click()
    person.get_by_role("heading", name="What was understood").wait_for(timeout=ANSWERED)
    assert person.get_by_role("heading", name="What looks like a slip").count() == 0
    assert person.get_by_text("not saved yet").is_visible()
    answered(person)
    person.get_by_role("link", name="For the visit").click()
    person.get_by_text("What I want to ask, and this page on paper").click()
    person.get_by_label("Question 1").fill("Are weeks 9 to 12 always like this?")
    person.get_by_role("button", name="Put it on the page").click()
    person.get_by_text("Are weeks 9 to 12 always like this?").first.wait_for(timeout=ANSWERED)
    first = sheets(person.pdf(format="A4"))[0]
    assert "Headache and injections" in first
    assert "What was understood" not in first  # no place of the page stands on paper
    base = person.url.rpartition("/")[0]
    person.goto(f"{base}/plan")
    person.get_by_role("button", name="Work it out").click()
    person.locator("figure").first.wait_for(timeout=ANSWERED)
    for part in PARTS:
        assert person.goto(base + part).status == 200, part
        assert troubles(person) == [], part
        assert violations(person) == [], part


def test_a_made_up_person_prints_on_the_first_sheet(person):
    """Who is made up is told above the title, not on an empty sheet before it."""
    person.get_by_role("link", name="Your diary").first.click()
    person.get_by_role("button", name="Ada").click()
    answered(person)
    person.get_by_role("link", name="For the visit").click()
    person.locator("#found").wait_for(timeout=ANSWERED)
    first = sheets(person.pdf(format="A4"))[0]
    assert "A made-up person" in first
    assert "Ada (made up): headache and injections" in first
    assert re.search(r"truly so.*\d\d in 100\n", first, re.DOTALL | re.IGNORECASE)
    assert not re.search(r"\d in\n100", first)  # a chance stays on its line


def test_a_list_of_attacks_counts_nothing_until_it_is_said(person):
    """What an empty day is, is asked; as soon as it is said, there is a count."""
    put_in(person, EXAMPLES / "attacks.csv", EXAMPLES / "dates-of-injections.txt")
    person.get_by_label("free of headache").check()
    person.get_by_role("button", name="Read it so").click()
    person.get_by_role("heading", name="What was understood").wait_for(timeout=ANSWERED)
    assert person.get_by_label("free of headache").is_checked()
    answered(person)


def test_themes_and_type_are_kept(reader, served):
    """A reader's theme and size of type stay over pages, without script."""
    reader.goto(served.address)
    for name in ("Dim", "Large type"):
        reader.get_by_role("button", name=name).click()
    reader.goto(f"{served.address}/explore")
    root = reader.locator("html")
    assert root.get_attribute("data-theme") == "dim"
    assert root.get_attribute("data-size") == "large"
    assert troubles(reader) == []
    assert violations(reader, THEMES[:1]) == []


def test_the_keyboard_leads_everywhere(person, served):
    """From the top of the page, Tab reaches the content first, then each place."""
    person.goto(served.address)
    person.keyboard.press("Tab")
    assert person.evaluate("document.activeElement.textContent") == "To the content"
    reached = []
    for _ in range(6):
        person.keyboard.press("Tab")
        reached.append(person.evaluate("document.activeElement.textContent.trim()"))
    assert reached[:4] == ["wearoff", "Your diary", "Explore", "Evidence"]
