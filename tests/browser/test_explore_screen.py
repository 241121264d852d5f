"""Explore in a real browser: it can be read, redraws in place, and works without script."""

from __future__ import annotations

import pytest

from browser.layout import troubles, violations

NECK = "condition=cervicogenic&deep=50"
PAGES = {
    "first": "",
    "two": f"{NECK}&inside=joint_damage&b=condition%3Dcervicogenic%26deep%3D50%26every%3D24",
    "large doses": "condition=cervical_dystonia&product=rimabotulinumtoxinB&trapezius_left=2500",
    "jaw": "condition=bruxism&plan=masseter_temporalis",
    "hip": "condition=piriformis&side=right&years=1",
    "refused": "deep=3&muscle=1",
}
SOON = 60_000
"""Milliseconds to wait on a machine that does much else."""


def opened(page, served, query):
    """Explore at an address, once it is worked out."""
    page.goto(f"{served.address}/explore?{query}")
    page.wait_for_selector(".explore, #faults", timeout=SOON)
    return page


def drawn(page):
    """What stands in the pictures and tables now."""
    return page.inner_html("#what")


def changed(page, before):
    """Wait until something else is drawn."""
    page.wait_for_function(
        "before => document.getElementById('what')?.innerHTML !== before",
        arg=before,
        timeout=SOON,
    )
    return drawn(page)


def link(page, name):
    """A link by its whole name."""
    return page.get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("name", PAGES)
def test_explore_can_be_read(tab, served, name):
    """At every width and in both themes nothing is cut or in the way, and axe finds nothing."""
    page = opened(tab, served, PAGES[name])
    assert troubles(page) == []
    assert violations(page) == []


def test_a_change_redraws_in_place(tab, served):
    """A number that is typed is drawn without a reload; the address follows, the field stays."""
    page = opened(tab, served, "years=1")
    page.evaluate("window.same = true")
    before = drawn(page)
    page.fill("#deep", "60")
    after = changed(page, before)
    assert "deep=60" in page.url
    assert "60\xa0%" in page.inner_text("#what")
    assert page.evaluate("document.activeElement.id") == "deep"
    page.evaluate("window.told = document.getElementById('state')")
    page.fill("#temporalis_left", "33")
    changed(page, after)
    # what is told stays where it is, so that it is read out
    assert (
        page.evaluate("told === document.getElementById('state') && told.textContent") == "Drawn."
    )
    assert "temporalis left 33 U" in page.inner_html("#map")
    assert page.evaluate("window.same")
    page.reload()
    assert page.input_value("#temporalis_left") == "33"


def test_a_value_that_cannot_be_is_told_and_nothing_is_lost(tab, served):
    """A wrong value is told beside the pictures, which stay; a right one is drawn again."""
    page = opened(tab, served, "years=1")
    before = drawn(page)
    page.fill("#deep", "9")
    page.wait_for_selector("#state li", timeout=SOON)
    assert "from 20 to 150" in page.inner_text("#state")
    assert drawn(page) == before
    page.fill("#deep", "90")
    changed(page, before)
    assert page.inner_text("#state") == "Drawn."


def test_by_keys_alone(tab, served):
    """Ready people, B and what is inside are reached by keys; a condition brings its own fields."""
    page = opened(tab, served, "years=1")
    before = drawn(page)
    link(page, "weak deep muscles").focus()
    page.keyboard.press("Enter")
    before = changed(page, before)
    assert "condition=cervicogenic" in page.url
    assert page.evaluate("document.activeElement.textContent") == "weak deep muscles"
    link(page, "Keep as B, then change A").focus()
    page.keyboard.press("Enter")
    before = changed(page, before)
    assert page.locator(".scenario").count() == 2
    link(page, "joints").focus()
    page.keyboard.press("Enter")
    before = changed(page, before)
    assert "inside=joint_damage" in page.url
    page.focus("#condition")
    page.select_option("#condition", "bruxism")
    changed(page, before)
    assert page.locator("#masseter_left").count() == 1
    assert page.locator("#deep").count() == 0
    assert page.evaluate("document.activeElement.id") == "condition"


def test_it_works_without_script(chromium, served):
    """Without script the form is sent, the whole page comes, and links lead on."""
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = opened(context.new_page(), served, "years=1")
        page.fill("#deep", "60")
        page.select_option("#exercise", "1")
        page.click("text=Draw")
        page.wait_for_url("**deep=60**", timeout=SOON)
        page.wait_for_selector(".explore", timeout=SOON)
        assert "deep-muscle exercise" in page.inner_text("#what")
        link(page, "load").click()
        page.wait_for_url("**inside=overload**", timeout=SOON)
        page.wait_for_selector(".explore", timeout=SOON)
        assert page.locator('#what a[aria-current="true"]').inner_text() == "load"
    finally:
        context.close()
