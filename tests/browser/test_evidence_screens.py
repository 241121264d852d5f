"""The evidence in a real browser: at every width, in both themes, by keyboard, without script."""

from __future__ import annotations

import pytest

from browser.layout import troubles, violations

SCREENS = (
    "/evidence",
    "/evidence?q=half+life",
    "/evidence?q=nothing+has+this",
    "/evidence/facts",
    "/evidence/claims",
    "/evidence/numbers",
    "/evidence/numbers/half_life_onabotulinumtoxinA",
    "/evidence/sources",
    "/evidence/parts",
    "/evidence/parts/stability",
    "/evidence/parts/nerve",
    "/evidence/parts/dystonia",
    "/evidence/validation",
)


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_can_be_read_at_every_width(served, tab, path):
    """Nothing is cut, over something else or out of its box, and axe-core finds nothing."""
    blocked: list[str] = []
    tab.on("console", lambda message: blocked.append(message.text))
    tab.goto(served.address + path)
    assert troubles(tab) == []
    assert violations(tab) == []
    assert blocked == []


def test_a_search_needs_a_keyboard_alone(served, tab):
    """From the search field to a claim and its source without a mouse."""
    tab.goto(f"{served.address}/evidence")
    tab.get_by_label("Search the evidence").focus()
    tab.keyboard.type("protect joints")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/evidence?q=protect+joints")
    tab.get_by_role("link", name="C13").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/evidence/claims#C13")
    assert tab.locator("#C13").bounding_box()["y"] < tab.viewport_size["height"]


def test_both_texts_stand_side_by_side_and_on_a_phone_in_one_column(served, tab):
    """Two columns where there is room, one on a phone, in the order of the texts."""
    tab.goto(f"{served.address}/evidence/claims")
    columns = tab.locator(".texts").first.locator(".text")
    for width, beside in ((1440, True), (900, True), (390, False)):
        tab.set_viewport_size({"width": width, "height": 900})
        warning, advocate = (columns.nth(place).bounding_box() for place in (0, 1))
        assert (warning["y"] == advocate["y"]) is beside
        assert (warning["x"] == advocate["x"]) is not beside


def test_the_evidence_reads_without_a_script(chromium, served):
    """With scripts switched off a search finds, and a claim, a number and equations are there."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/evidence")
    page.get_by_label("Search the evidence").fill("kS")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="kS rate").click()
    assert page.get_by_role("heading", level=1).inner_text() == "kS"
    page.get_by_role("link", name="junction", exact=True).click()
    assert page.locator("math").first.is_visible()
    context.close()
