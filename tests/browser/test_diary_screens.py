"""A diary in a real browser: dropped, understood, mended and typed, by mouse and by keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from browser.layout import troubles, violations

SOON = 60_000
"""Milliseconds to wait on a machine that does much else."""
MESSY = "Datum;Kopfschmerz;Stärke (0-3);Notiz\n" + "".join(
    f"{1 + k % 28:02d}.{1 + k // 28 % 12:02d}.2024;{'ja' if k % 3 else 'nein'};"
    f"{k % 4 if k % 3 else 0};{'<b>eine sehr lange Bemerkung' if k % 9 == 0 else ''}\n"
    for k in range(300)
)
SLIP = "05.05.2034;ja;2;\nSumme;99;;\n"
UNSURE = "Wann genau,Aua\n" + "".join(f"0{k}/0{k + 1}/2024,1\n" for k in range(1, 9))
CLINIC = "patient,date,headache days (last 28)\n" + "".join(
    f"P0{1 + k % 3},2026-0{1 + k // 3}-01,{20 - k}\n" for k in range(18)
)
DATES = "2024-02-01\n2024-04-25\n2024-07-18\n"
DROP = """([form, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) data.items.add(new File([text], name));
  const event = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector(form).dispatchEvent(event);
}"""


@pytest.fixture
def page(tab, served):
    """A browser that was let in, on the first page of diaries."""
    tab.goto(served.opening)
    tab.on("dialog", lambda dialog: dialog.accept())
    return tab


def there(page, selector="h1"):
    """The page at a desk, once it was read."""
    page.wait_for_url("**/diary/*", timeout=SOON)
    page.wait_for_selector(f".desk {selector}", timeout=SOON)
    return page.url


def put(page, served, *files):
    """Drop files on the card, and go to their desk."""
    page.goto(f"{served.address}/diary")
    page.evaluate(DROP, ["form.drop", [list(file) for file in files]])
    return there(page)


def can_be_read(page):
    """Nothing is cut or in the way, folded or not, and axe finds nothing."""
    assert troubles(page) == []
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    assert troubles(page) == []
    assert violations(page) == []


def test_the_screens_of_a_diary_can_be_read(page, served):
    """Every screen on which a diary is put in and mended, at every width and in both themes."""
    page.goto(f"{served.address}/diary")
    can_be_read(page)
    here = put(page, served, ("Kopfschmerz.csv", MESSY + SLIP), ("injections.txt", DATES))
    assert "2034-05-05 lies 9 years after the rest" in page.inner_text("#doubts + ul")
    can_be_read(page)
    parts = ("days/2024-05", "day/2024-05-05", "injections", "events", "scores")
    for part in (*parts, "injections/2024-02-01/onabotulinumtoxinA"):
        page.goto(f"{here}/{part}")
        can_be_read(page)


@pytest.mark.parametrize(("name", "text"), [("me.csv", UNSURE), ("clinic.csv", CLINIC)])
def test_other_screens_can_be_read(page, served, name, text):
    """What is refused, and a sheet of many, the same."""
    put(page, served, (name, text))
    can_be_read(page)


def test_a_slip_is_mended_on_the_page(page, served):
    """From the doubt to the day, its date set right, and no answer is barred any more."""
    here = put(page, served, ("me.csv", MESSY + SLIP))
    assert "cannot tell" in page.inner_text(".finding")
    page.click("text=Mend it >> nth=0")
    page.wait_for_url("**/days/2034-05#d2034-05-05")
    page.click("#d2034-05-05 a")
    page.fill("#date", "2024-11-29")
    page.click("text=Keep this day")
    page.wait_for_url("**/days/2024-11")
    assert page.is_checked("#d2024-11-29 input[value=bad]")
    page.goto(here)
    there(page, "#understood")
    assert page.query_selector(".finding") is None
    assert "not saved yet" in page.inner_text(".keeping")


def test_today_by_keyboard_alone(page, served):
    """From nothing to today's answer with the keyboard, and what was not saved asks to stay."""
    page.goto(f"{served.address}/diary")
    page.focus("button[value=empty]")
    page.keyboard.press("Enter")
    here = there(page)
    page.focus("button[value=some]")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=some][aria-pressed=true]", timeout=SOON)
    assert date.today().isoformat() in page.inner_text("#today")  # noqa: DTZ011 - the page's day
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.click("nav.parts >> text=Days")
    page.wait_for_url("**/days/**")
    assert asked == []
    page.click("text=Evidence")
    page.wait_for_url("**/evidence**")
    assert asked == ["beforeunload"]
    page.goto(here)
    with page.expect_download():
        page.click("button:text-is('Save a copy')")
    page.click("text=Evidence")
    page.wait_for_url("**/evidence**")
    assert asked == ["beforeunload"]
    page.goto(here)
    page.click("button:text-is('Forget it')")
    page.wait_for_url(f"{served.address}/diary", timeout=SOON)


def test_staying_on_the_page_is_no_leave(page, served):
    """After a look at the same page, or at one of the desk in another window, leaving asks."""
    page.goto(f"{served.address}/diary")
    page.click("button[value=empty]")
    there(page)
    page.click("button[value=some]")
    page.wait_for_selector("button[value=some][aria-pressed=true]", timeout=SOON)
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.focus("a[href='#main']")
    page.keyboard.press("Enter")
    page.evaluate("location.assign('/evidence')")
    page.wait_for_url("**/evidence**")
    assert asked == ["beforeunload"]
    page.go_back()
    there(page)
    page.click("nav.parts >> text=Days", modifiers=["Control"])
    page.evaluate("location.assign('/evidence')")
    page.wait_for_url("**/evidence**")
    assert asked == ["beforeunload"] * 2


def test_without_script(chromium, served):
    """Putting in, mending and forgetting need no script."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.opening)
    page.goto(f"{served.address}/diary")
    page.click("button[value=ada]")
    page.wait_for_selector("#understood", timeout=SOON)
    page.click("nav.parts >> text=Days")
    page.click("ul.days li:first-child label:has-text('Headache')")
    page.click("text=Keep this month")
    page.wait_for_selector("ul.days", timeout=SOON)
    assert "not saved yet" in page.inner_text(".keeping")
    with page.expect_download():
        page.click("button:text-is('Save a copy')")
    page.click("button:text-is('Forget it')")
    page.wait_for_url("**/diary")
    context.close()
