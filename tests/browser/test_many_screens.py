"""Many people in a real browser: put in, looked at, asked otherwise, by mouse and by keyboard."""

from __future__ import annotations

import numpy as np
import pytest

from browser.layout import troubles, violations
from drawn_people import drawn_people
from wearoff.diary.draws import write_draws

SOON = 180_000
"""Milliseconds to wait on a machine that does much else."""
LONG_NAME = "a-person-with-a-name-that-is-as-long-as-a-name-of-a-file-can-sensibly-be"


@pytest.fixture
def page(tab, served):
    """A browser that was let in; every address that it asks for is of this machine."""
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(served.opening)
    yield tab
    allowed = (served.address, "data:", "blob:", "about:")
    assert [url for url in asked if not url.startswith(allowed)] == []


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Draws of 130 people, a quarter of whom rise, and a table of them."""
    folder = tmp_path_factory.mktemp("many")
    rng = np.random.default_rng(2)
    drawn = drawn_people(np.where(rng.random(129) < 0.25, 4.0, 0.0), seed=5, sd=0.8)
    drawn += drawn_people([1.0], seed=6, name=LONG_NAME)
    write_draws(drawn, folder / "clinic.parquet")
    table = "".join(f"{one.name},{at % 9 == 0:d}\n" for at, one in enumerate(drawn))
    (folder / "people.csv").write_text(f"person,left\n{table}", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    return folder


def can_be_read(page):
    """Nothing is cut or in the way, folded or not, and axe finds nothing."""
    assert troubles(page) == []
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    assert troubles(page) == []
    assert violations(page) == []


def put_in(page, *files):
    """Choose files, and look at them together."""
    page.get_by_role("link", name="Many people").first.click()
    page.get_by_label("Draws of people").set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Look at them together").click()


def test_people_are_looked_at_together(page, files):
    """Both pictures come, each with a sentence and a table, and every width can be read."""
    page.get_by_role("link", name="Many people").first.click()
    can_be_read(page)
    put_in(page, files / "clinic.parquet", files / "people.csv")
    page.locator("#population").wait_for(timeout=SOON)
    for part in ("population", "people"):
        section = page.locator(f"section[aria-labelledby={part}]")
        assert section.locator(".finding").is_visible()
        assert section.locator("figure svg").is_visible()
        assert section.locator("table").count() == 1
    can_be_read(page)


def test_a_slip_is_mended_without_choosing_files_again(page, files):
    """A wrong file and an unknown covariate are told; what was put in is there still."""
    put_in(page, files / "notes.txt")
    page.get_by_role("alert").wait_for(timeout=SOON)
    assert "notes.txt" in page.get_by_role("alert").inner_text()
    can_be_read(page)
    page.get_by_label("A covariate").fill("unit")
    page.get_by_label("Draws of people").set_input_files(str(files / "clinic.parquet"))
    page.get_by_role("button", name="Look at them together").click()
    page.get_by_text("did you mean").wait_for(timeout=SOON)
    can_be_read(page)
    page.get_by_label("A covariate").fill("units")
    page.get_by_label("Ask whether relief").check()
    page.get_by_role("button", name="Look at them together").click()
    page.get_by_role("heading", name="Does the trend go along with units?").wait_for(timeout=SOON)
    assert page.get_by_role("heading", name="Are there two groups of relief").is_visible()
    assert page.get_by_label("Ask whether relief").is_checked()


def test_the_keyboard_puts_people_in(page, served, files):
    """From the first field on, Tab and Enter lead to the answers and on to forgetting them."""
    page.goto(f"{served.address}/together")
    page.get_by_label("Draws of people").set_input_files(str(files / "clinic.parquet"))
    page.get_by_label("Draws of people").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name"))
    assert reached == ["by", "groups", "begin"]
    page.keyboard.press("Enter")
    page.locator("#population").wait_for(timeout=SOON)
    page.get_by_role("button", name="Forget them").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/together", timeout=SOON)
