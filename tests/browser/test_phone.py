"""The diary for a phone in a real browser: what is written is kept, goes out, and comes back."""

from __future__ import annotations

import csv
import json
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

import wearoff
from browser.layout import troubles, violations
from wearoff.diary.write.tables import entries
from wearoff.faces.phone import by_hand_pages

ZONE = "Pacific/Auckland"
NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 30)
"""In Auckland it is the same day, half past ten in the evening."""
KEY = "wearoff-diary"
SMALL = 44
AT_ONCE = 0.5
"""Seconds of a tap on a machine that has other things to do."""
HOSTILE = (
    '<img src=x onerror="document.title=1">',
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "+1, -2; @x\t|",
    'she said "bad", twice',
    "first\nsecond\r\n\u2028third",
    "</script><script>document.title=1</script>",
    "Kopfweh, müde ☂",
)


@pytest.fixture
def context(chromium):
    """A phone, far to the east of Greenwich, that is offline."""
    made = chromium.new_context(
        viewport={"width": 390, "height": 844}, timezone_id=ZONE, reduced_motion="reduce"
    )
    made.set_offline(True)
    yield made
    made.close()


@pytest.fixture
def address(tmp_path):
    """The page as a file."""
    path = tmp_path / "page" / "diary.html"
    path.parent.mkdir()
    path.write_text(by_hand_pages.phone_page(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def phone(tab, address):
    """The page, opened at a fixed time; whatever it asks for beside itself fails the test."""
    asked, said = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.clock.install(time=NOW)
    tab.goto(address)
    yield tab
    assert {url for url in asked if not url.startswith("blob:")} == {address}
    assert said == []


def card(page, day=TODAY):
    """The card of a day."""
    return page.locator(f'.day[data-date="{day.isoformat()}"]')


def ago(days):
    """A date before today."""
    return TODAY - timedelta(days=days)


def answer(page, day, value):
    """Tap an answer of a day."""
    card(page, day).locator(f'[data-answer][value="{value}"]').click()


def note(page, day, text):
    """Write the note of a day, its card opened."""
    details = card(page, day).locator("details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.locator("textarea").fill(text)
    details.locator("textarea").blur()


def pressed(page, day):
    """The answer that a card shows; None where it shows none."""
    chosen = card(page, day).locator('[data-answer][aria-pressed="true"]')
    return chosen.get_attribute("value") if chosen.count() else None


def open_part(page, name):
    """Open a folded part of the page by its heading."""
    page.locator("details.part > summary", has_text=name).click()


def export(page, folder, table="diary"):
    """Save a table as a file."""
    with page.expect_download() as handed:
        page.locator(f'[data-is="save_{table}"]').click()
    path = folder / handed.value.suggested_filename
    handed.value.save_as(path)
    return path


def give(page, path):
    """Choose a file to import."""
    if not page.locator("#file").is_visible():
        open_part(page, "Import")
    page.locator("#file").set_input_files(path)
    while page.evaluate("document.getElementById('file').files.length"):  # until it has been read
        page.wait_for_timeout(10)


def called(page, day):
    """A date in the words of the page, which browsers put a comma in or not."""
    return page.evaluate("iso => dayName(iso)", day.isoformat())


def status(page):
    """What the page says that it did."""
    return page.locator('[data-is="status"]').inner_text()


def kept(page):
    """What the browser keeps."""
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


def written(path, text):
    """A file with this text, as it stands."""
    path.write_bytes(text.encode())
    return path


# A week, out and in


def test_what_is_tapped_is_what_the_analysis_reads(phone, tmp_path):
    """Days written, reloaded and exported offline are read by the program, and no others."""
    answer(phone, TODAY, "bad")
    card(phone).locator('[data-medicine][value="1"]').click()
    card(phone).locator('[data-step][value="1"]').click()
    card(phone).locator('[data-is="class"]').select_option("triptans")
    note(phone, TODAY, "dark room")
    answer(phone, ago(1), "some")
    answer(phone, ago(3), "none")
    answer(phone, ago(6), "bad")
    answer(phone, ago(6), "none")
    phone.reload()
    assert [pressed(phone, ago(n)) for n in range(8)] == [
        *("bad", "some", None, "none", None, None, "none", None)
    ]
    path = export(phone, tmp_path)
    assert path.name == "diary-2026-11-30.csv"
    case = wearoff.read_case(path, today=TODAY)
    assert [(entry.day, entry.values, entry.texts) for entry in entries(case.diary)] == [
        (ago(6), {"headache": 0}, {}),
        (ago(3), {"headache": 0}, {}),
        (ago(1), {"headache": 1, "severity_3": 1}, {}),
        (
            TODAY,
            {"headache": 1, "severity_3": 3, "acute_medication": 2},
            {"acute_class": "triptans", "note": "dark room"},
        ),
    ]
    assert {doubt.effect for doubt in case.doubts} <= {"said"}


def test_hostile_notes_come_back_as_they_were(phone, tmp_path):
    """No note runs, on the page or in a spreadsheet, and each is read as it was written."""
    for days, text in enumerate(HOSTILE):
        answer(phone, ago(days), "some")
        note(phone, ago(days), text)
    assert phone.title() == "Headache diary"
    path = export(phone, tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    read = wearoff.read_case(path, today=TODAY).diary
    notes = [" ".join(text.splitlines()) for text in HOSTILE]
    assert list(read.texts["note"]) == notes[::-1]
    phone.evaluate("localStorage.clear()")
    phone.reload()
    give(phone, path)
    shown = [card(phone, ago(n)).locator("textarea").input_value() for n in range(len(notes))]
    assert shown == notes
    assert phone.title() == "Headache diary"
    assert export(phone, tmp_path / "again").read_bytes() == path.read_bytes()


def test_sessions_are_a_log(phone, tmp_path):
    """Sessions go out as an injection log that the program reads, and come back."""
    open_part(phone, "Injections")
    form = phone.locator('[data-is="sessions"]')
    for day, plan, product, units in (
        ("2026-06-01", "preempt_155_195", "", ""),
        ("2026-08-24", "preempt_155", "", "150"),
        ("2026-11-16", "preempt_155", "Dysport", "500"),
    ):
        form.locator("#date").fill(day)
        form.locator("#plan").select_option(plan)
        if product:
            form.locator("#product").select_option(product)
        if units:
            form.locator("#units").fill(units)
        form.locator("button").click()
    form.locator("#units").fill("many")
    form.locator("button").click()
    assert "Units can be 0 to 100000." in form.inner_text()
    answer(phone, TODAY, "none")
    diary, log = export(phone, tmp_path), export(phone, tmp_path, "injections")
    read = wearoff.read_case(diary, injections=log, today=TODAY).log
    assert read.first == date(2026, 6, 1)
    assert [session.day for session in read.sessions] == [0, 84, 168]
    assert [round(session.units) for session in read.sessions] == [195, 150, 500]
    before = kept(phone)["injections"]
    phone.locator("[data-session]").first.click()
    assert len(kept(phone)["injections"]) == 2
    give(phone, log)
    assert "1 date added, 2 dates the same" in status(phone)
    assert kept(phone)["injections"].keys() == before.keys()
    assert log.read_text() == export(phone, tmp_path / "again", "injections").read_text()


def test_an_import_asks_before_it_writes_over_a_day(phone, tmp_path):
    """New days are added; a day that differs stays until one says so, is named, and comes back."""
    answer(phone, TODAY, "some")
    answer(phone, ago(1), "none")
    note(phone, ago(1), "walked")
    before = kept(phone)["diary"]
    path = written(
        tmp_path / "other.csv",
        "date,headache,severity_3,hours,note\n2026-11-30,1,3,5,\n2026-11-29,1,1,,\n"
        "2026-11-28,0,,,\n2026-11-27,,,,\n",
    )
    give(phone, path)
    choices = phone.locator('[data-is="choices"] li')
    assert choices.count() == 2
    assert "here: none, note walked" in choices.nth(0).inner_text()
    assert "in the file: some" in choices.nth(0).inner_text()
    assert kept(phone)["diary"] == before
    choices.nth(0).locator("input").check()
    phone.locator('[data-is="go"]').click()
    assert status(phone) == f"other.csv: 1 date added, 1 date replaced, {called(phone, ago(1))}."
    now = kept(phone)["diary"]
    assert now["2026-11-30"] == before["2026-11-30"]
    assert now["2026-11-29"] == {"headache": "1", "severity_3": "1", "note": "walked"}
    assert now["2026-11-28"] == {"headache": "0"}
    assert "2026-11-27" not in now
    phone.locator('[data-is="undo"]').click()
    assert kept(phone)["diary"] == before


def test_a_day_written_while_one_is_asked_stays(phone, tmp_path):
    """What is written between a question and its answer is not written over unasked."""
    answer(phone, TODAY, "some")
    give(phone, written(tmp_path / "other.csv", "date,headache\n2026-11-30,0\n2026-11-29,0\n"))
    assert "1 new date, 1 date differs" in phone.locator('[data-is="found"]').inner_text()
    answer(phone, ago(1), "bad")
    phone.locator('[data-is="all"]').click()
    phone.locator('[data-is="go"]').click()
    assert [pressed(phone, TODAY), pressed(phone, ago(1))] == ["none", "bad"]


def test_columns_of_other_diaries_are_carried(phone, tmp_path):
    """What another diary knows of a day goes in, is shown, and goes out again."""
    text = (
        "date,headache,severity_3,pain_10,hours,acute_medication,acute_class,note,assumed\n"
        "2026-11-26,1,2,6.5,4,0.5,own mix,woke,\n2026-11-27,0,,,,,,,free\n"
    )
    give(phone, written(tmp_path / "other.csv", text))
    assert pressed(phone, date(2026, 11, 26)) == "bad"
    assert pressed(phone, date(2026, 11, 27)) == "none"
    assert export(phone, tmp_path).read_text() == text
    answer(phone, date(2026, 11, 26), "none")
    assert kept(phone)["diary"]["2026-11-26"] == {
        "headache": "0",
        "acute_medication": "0.5",
        "acute_class": "own mix",
        "note": "woke",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no rows"),
        ("Datum,Weh\n1.1.2026,ja\n", "wearoff import reads other files"),
        ("date,headache\n2026-02-30,1\n2026-01-01,2\n", "line 2: date is 2026-02-30"),
        ("date,headache\n2026-02-30,1\n2026-01-01,2\n", "line 3: headache is 2"),
        ("date,headache\n2026-12-01,1\n", "today or before"),
        ("date,headache\n2026-11-01,1\n2026-11-01,0\n", "line 3: 2026-11-01 stands on another"),
        ("date,headache,note\n2026-11-01,1\n", "more or fewer cells"),
        ('date,headache,note\n2026-11-01,1,"open\n', "a quote is not closed"),
        ("date,headache,headache\n2026-11-01,1,1\n", "column headache stands twice"),
        ("date,muscle,side,units,product\n2026-11-01,scm,left,5,Botox\n", "names muscles"),
        ("date,plan,units,product\n2026-11-01,mine,5,\n", "needs its plan, units and product"),
        ("date,headache,note\n2026-11-01,1,\udcff\n", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(phone, tmp_path, text, said):
    """A file with anything wrong is refused whole, with its lines."""
    answer(phone, TODAY, "some")
    before = kept(phone)
    path = tmp_path / "other.csv"
    path.write_bytes(text.encode(errors="surrogateescape"))
    give(phone, path)
    assert said in phone.locator('[data-is="found"]').inner_text()
    assert kept(phone) == before


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_may_have_saved_it(phone, tmp_path, separator):
    """Other separators, a byte order mark, other line ends and capitals are no trouble."""
    text = '\ufeffDate,Headache,hours,note\r\n2026-11-29,1,"3.5","a\r\nb"\r\n,,,\r\n'
    give(phone, written(tmp_path / "other.csv", text.replace(",", separator)))
    assert kept(phone)["diary"] == {"2026-11-29": {"headache": "1", "hours": "3.5", "note": "a\nb"}}


# Nothing is lost


def test_an_empty_day_stays_empty(phone, tmp_path):
    """A day that was cleared has no row, and undo brings all of it back."""
    answer(phone, ago(1), "none")
    answer(phone, TODAY, "bad")
    note(phone, TODAY, "dark room")
    card(phone).locator('[data-is="clear"]').click()
    assert kept(phone)["diary"] == {"2026-11-29": {"headache": "0"}}
    assert export(phone, tmp_path).read_text().count("\n") == 2
    phone.locator('[data-is="undo"]').click()
    assert pressed(phone, TODAY) == "bad"
    assert card(phone).locator("textarea").input_value() == "dark room"
    for _ in range(3):
        phone.locator('[data-is="undo"]').click()
    assert kept(phone)["diary"] == {}
    assert not phone.locator('[data-is="undo"]').is_visible()


def test_a_note_is_kept_with_every_letter(phone):
    """What was typed so far is there after a crash; undo takes the whole note back."""
    area = card(phone).locator("textarea")
    area.press_sequentially("woke wi")
    assert kept(phone)["diary"]["2026-11-30"] == {"note": "woke wi"}
    area.press_sequentially("th it")
    area.blur()
    phone.locator('[data-is="undo"]').click()
    assert kept(phone)["diary"] == {}


def test_days_are_those_of_the_phone(phone):
    """The day changes at midnight here; a tap before that goes where the card says."""
    answer(phone, TODAY, "some")
    phone.clock.run_for("01:29:00")
    assert card(phone).locator("h3").inner_text() == f"Today, {called(phone, TODAY)}"
    phone.clock.run_for("00:03:00")
    tomorrow = TODAY + timedelta(days=1)
    assert card(phone, tomorrow).locator("h3").inner_text() == f"Today, {called(phone, tomorrow)}"
    assert pressed(phone, TODAY) == "some"
    assert pressed(phone, tomorrow) is None


def test_another_day_can_be_written(phone):
    """Any day before today, and none after it."""
    open_part(phone, "Another day")
    phone.locator("#other-date").fill("2026-02-28")
    answer(phone, date(2026, 2, 28), "bad")
    phone.locator("#other-date").fill("2026-12-01")
    assert card(phone, date(2026, 12, 1)).count() == 0
    assert list(kept(phone)["diary"]) == ["2026-02-28"]


def test_a_browser_that_keeps_nothing_is_said_at_once(context, tab, address, tmp_path):
    """Where storage is refused, that stands first on the page; what was written can go out."""
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }"
    )
    tab.clock.install(time=NOW)
    tab.goto(address)
    loud = tab.get_by_role("alert").first
    assert "keeps nothing" in loud.inner_text()
    assert loud.bounding_box()["y"] < 100
    answer(tab, TODAY, "bad")
    answer(tab, ago(1), "none")
    assert pressed(tab, TODAY) == "bad"
    rows = export(tab, tmp_path).read_text().splitlines()
    assert rows[1:] == ["2026-11-29,0,,,,", "2026-11-30,1,3,,,"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ('{"version":1,"diary":{"2026-11-29":{"head', []),
        ('{"version":2}', []),
        ("[]", []),
        ('{"version":1,"diary":{"2026-11-29":{"headache":"1"},"x":{}},"injections":{}}', [ago(1)]),
        ('{"version":1,"diary":{"2026-11-29":{"headache":1}},"injections":{}}', []),
        ('{"version":1,"diary":{},"injections":7}', []),
    ],
)
def test_what_cannot_be_read_is_put_aside(phone, text, days):
    """A damaged store is said, kept as it is under another key, and never written over."""
    phone.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    for _ in range(2):
        phone.reload()
    assert phone.locator('[data-is="unread"]').is_visible()
    assert all(pressed(phone, day) == "some" for day in days)
    answer(phone, TODAY, "bad")
    phone.reload()
    aside = "Object.keys(localStorage).filter((key) => key.includes('unread'))"
    (key,) = phone.evaluate(aside)
    assert phone.evaluate("key => localStorage.getItem(key)", key) == text
    assert pressed(phone, TODAY) == "bad"
    assert len(kept(phone)["diary"]) == 1 + len(days)


def test_two_windows_do_not_write_over_each_other(context, phone, address):
    """A day written in one window is seen in the other, and neither loses one."""
    other = context.new_page()
    other.clock.install(time=NOW)
    other.goto(address)
    answer(phone, TODAY, "bad")
    answer(other, ago(1), "none")
    answer(phone, ago(2), "some")
    assert sorted(kept(other)["diary"]) == ["2026-11-28", "2026-11-29", "2026-11-30"]
    assert pressed(phone, ago(1)) == "none"


def test_the_reminder_is_a_fact(phone, tmp_path):
    """When it was last exported stands in words; what is new since is said without blame."""
    reminder = phone.locator('[data-is="reminder"]')
    assert reminder.inner_text() == ""
    answer(phone, TODAY, "some")
    assert reminder.inner_text() == "Diary not exported yet."
    export(phone, tmp_path)
    assert reminder.inner_text() == ""
    answer(phone, ago(1), "some")
    assert reminder.inner_text() == f"Diary not exported since {called(phone, TODAY)}."


def test_a_file_can_be_shared(context, tab, address):
    """Where the phone shares, the file goes that way; one that was not sent is not exported."""
    context.add_init_script(
        """navigator.canShare = () => true;
        navigator.share = async ({ files: [file] }) => {
          if (window.left) throw new DOMException("left", "AbortError");
          window.shared = `${file.name} ${file.type} ${await file.text()}`;
        };"""
    )
    tab.clock.install(time=NOW)
    tab.goto(address)
    answer(tab, TODAY, "none")
    tab.evaluate("window.left = true")
    tab.locator('[data-is="share_diary"]').click()
    assert kept(tab)["exported"] == {}
    assert tab.locator('[data-is="reminder"]').inner_text() == "Diary not exported yet."
    tab.evaluate("window.left = false")
    tab.locator('[data-is="share_diary"]').click()
    tab.wait_for_function("window.shared")
    assert tab.evaluate("window.shared").startswith("diary-2026-11-30.csv text/csv date,headache")
    tab.wait_for_function("document.querySelector('[data-is=reminder]').innerText === ''")


def test_without_its_script_it_says_so(chromium, address):
    """Where the page does not run, that is all it shows: no button that does nothing."""
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert "Nothing can be written here" in tab.locator(".stopped").inner_text()
    assert not tab.locator("main").is_visible()
    context.close()


def test_ten_years_are_no_slower(phone, tmp_path):
    """With a row for each day of ten years a tap is shown at once."""
    days = [TODAY - timedelta(days=n) for n in range(3650)]
    rows = "".join(f"{day},1,3,2,triptans,woke with it\n" for day in days)
    header = "date,headache,severity_3,acute_medication,acute_class,note\n"
    give(phone, written(tmp_path / "long.csv", header + rows))
    assert len(kept(phone)["diary"]) == len(days)
    start = time.perf_counter()
    phone.evaluate("document.querySelector('.now [value=none]').click()")
    assert time.perf_counter() - start < AT_ONCE
    assert pressed(phone, TODAY) == "none"


# For everybody


def filled(page):
    """Make the page as full as it gets."""
    for days in range(4):
        answer(page, ago(days), ("bad", "some", "none", "bad")[days])
    card(page).locator('[data-medicine][value="1"]').click()
    note(page, TODAY, "a long note that goes over more than one line on a narrow phone, surely")
    for summary in page.locator("summary").all():
        if summary.locator("..").get_attribute("open") is None:
            summary.click()
    page.locator("#other-date").fill("2026-02-28")
    page.locator("#date").fill("2026-11-02")
    page.locator("#plan").select_option("preempt_155")
    page.locator('[data-is="sessions"] button').click()


def differing(page, tmp_path):
    """A file of which a day differs."""
    give(page, written(tmp_path / "other.csv", "date,headache,note\n2026-11-30,0,long note\n"))
    page.locator('[data-is="differing"]').wait_for()


def test_nothing_is_cut_at_any_width(phone, tmp_path):
    """At every width, filled and asking, nothing is cut or laid over something else."""
    filled(phone)
    differing(phone, tmp_path)
    assert troubles(phone) == []


def test_a_thumb_hits_everything(phone, tmp_path):
    """Everything that can be tapped is 44 pixels high and wide at 390 and 320 pixels."""
    filled(phone)
    differing(phone, tmp_path)
    tapped = "button, summary, select, textarea, .choice, input:not([type=checkbox])"
    boxes = """(nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => {
      const { width, height } = node.getBoundingClientRect();
      return [node.outerHTML.slice(0, 90), width, height];
    })"""
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 844})
        found = phone.locator(tapped).evaluate_all(boxes)
        assert len(found) > 50
        assert [one for one in found if min(one[1:]) < SMALL] == []


def test_axe_finds_nothing(phone, tmp_path):
    """No violation in either theme, on the empty page, and filled and asking."""
    phone.clock.resume()
    assert violations(phone) == []
    filled(phone)
    differing(phone, tmp_path)
    assert violations(phone) == []


def test_axe_finds_nothing_on_the_sheet(tab, tmp_path):
    """No violation in either theme on the sheet of a month, and nothing is cut."""
    path = written(tmp_path / "month.html", by_hand_pages.month_sheet(date(2026, 12, 1)))
    tab.goto(path.as_uri())
    assert violations(tab) == []
    assert troubles(tab) == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_sheet_is_one_page(tab, tmp_path, paper):
    """The longest month fits on one page of either paper."""
    path = written(tmp_path / "month.html", by_hand_pages.month_sheet(date(2026, 12, 1)))
    tab.goto(path.as_uri())
    tab.pdf(path=tmp_path / "month.pdf", format=paper)
    assert len(PdfReader(tmp_path / "month.pdf").pages) == 1


def test_the_keyboard_is_enough(phone):
    """Answers, medicine, undo: by Tab, Enter and Space, with the focus to be seen."""

    def on(selector, most=60):
        for _ in range(most):
            phone.keyboard.press("Tab")
            if phone.evaluate("selector => document.activeElement.matches(selector)", selector):
                style = "getComputedStyle(document.activeElement).outlineStyle"
                assert phone.evaluate(style) == "solid"
                return
        raise AssertionError(selector)

    on('.now [data-answer][value="bad"]')
    phone.keyboard.press("Enter")
    on('.now [data-medicine][value="0"]')
    phone.keyboard.press("Space")
    assert kept(phone)["diary"]["2026-11-30"] == {
        "headache": "1",
        "severity_3": "3",
        "acute_medication": "0",
    }
    on('[data-is="undo"]')
    phone.keyboard.press("Enter")
    phone.keyboard.press("Enter")
    assert kept(phone)["diary"] == {}
    assert phone.evaluate("document.activeElement.dataset.is") == "status"


def test_the_light_is_ones_own(phone):
    """Dim and paper can be chosen, and stay chosen."""
    open_part(phone, "About")
    phone.locator("#look").select_option("dim")
    phone.reload()
    assert phone.evaluate("document.documentElement.dataset.theme") == "dim"


def test_the_policy_stops_what_comes_in(tab, address):
    """A script and a style that get into the page do nothing."""
    tab.goto(address)
    tab.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'run'";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend",
            "<p id=x style='color: rgb(1, 2, 3)' onclick='document.title = 1'>x</p>");
          document.getElementById("x").click();
        }"""
    )
    assert tab.title() == "Headache diary"
    assert tab.evaluate("getComputedStyle(document.getElementById('x')).color") != "rgb(1, 2, 3)"
