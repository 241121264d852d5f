"""Pages that a diary is written on: one file each, sealed, and what they ask for can be read."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from calendar import monthrange
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

import wearoff
from wearoff.diary.outcomes import headache_days
from wearoff.diary.write import by_hand
from wearoff.faces.phone import by_hand_pages
from wearoff.words import phone as words

MONTHS = (date(2026, 12, 1), date(2027, 2, 1), date(2028, 2, 29))
PAGES = {
    "phone": by_hand_pages.phone_page,
    "month": lambda: by_hand_pages.month_sheet(MONTHS[0]),
}
SCRIPT = Path(by_hand_pages.__file__).parent / "script"
COUNTED = ("added", "joined", "fresh", "fuller", "same", "replaced", "differs")
"""Words of dates of a file, which the script names by how it has sorted them."""
TEMPLATES = SCRIPT.with_name("templates")


class Parts(HTMLParser):
    """Tags with their attributes, and the text of each script and style."""

    def __init__(self, page):
        """Take a page apart."""
        super().__init__()
        self.tags, self.texts, self.inside = [], {"script": [], "style": []}, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))
        data = dict(attrs).get("type") == "application/json"
        self.inside = tag if tag in self.texts and not data else None

    def handle_endtag(self, _):
        """Leave it."""
        self.inside = None

    def handle_data(self, data):
        """Keep what runs, and what it looks like."""
        if self.inside:
            self.texts[self.inside].append(data)


def policy_of(parts):
    """The policy of a page by directive."""
    said = next(a["content"] for t, a in parts.tags if t == "meta" and "http-equiv" in a)
    return {name: rest for name, _, rest in (part.partition(" ") for part in said.split("; "))}


def seal(text):
    """The hash by which a policy names a text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_only_what_it_was_written_with(name):
    """The policy names the page's own style and script by their hashes, and allows nothing else."""
    parts = Parts(PAGES[name]())
    policy = policy_of(parts)
    (style,), scripts = parts.texts["style"], parts.texts["script"]
    assert policy.pop("style-src") == seal(style)
    named = [policy.pop("script-src")] if scripts else []
    assert named == [seal(text) for text in scripts]
    assert set(policy.values()) == {"'none'"}
    assert {"default-src", "base-uri", "form-action"} == set(policy)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_other_address(name):
    """Nothing is loaded, no address stands in it, and no attribute holds style or script."""
    page = PAGES[name]()
    parts = Parts(page)
    for tag, attributes in parts.tags:
        assert not {"src", "href", "srcset", "action", "style"} & set(attributes), tag
        assert not [one for one in attributes if one.startswith("on")], tag
    assert not re.search(r"https?:|//\w+\.|@import|url\(", page)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|import)\b *\(", page)


def test_every_word_of_the_page_is_said_and_every_word_said_is_there():
    """Scripts and template name words of the one table, and none of it is left over."""
    template = (TEMPLATES / "phone.html").read_text(encoding="utf-8")
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPT.glob("*.js"))
    asked = set(re.findall(r"\bsay\.(\w+)", template))
    asked |= {f"{verb}_{table}" for verb in ("save", "share") for table in by_hand.OWN}
    asked |= {code for code in words.PAGE if f'"{code}"' in script}
    codes = re.findall(r'(?:\bsay|Fault)\("(\w+)"', script)
    computed = {*by_hand.OWN, *COUNTED}
    assert set(codes) <= words.PAGE.keys()
    assert asked | computed == words.PAGE.keys()


def test_the_script_says_nothing_of_its_own():
    """No text between quotes in the script is a sentence: it would stay English."""
    for path in SCRIPT.glob("*.js"):
        code = re.sub(r"(?m)//.*$|/\*.*?\*/", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\"[A-Z][a-z]+ [a-z]+", code), path.name


def test_every_file_of_the_script_is_in_the_page():
    """The page holds all of its script, in one piece that no text of it ends."""
    (script,) = Parts(by_hand_pages.phone_page()).texts["script"]
    for path in SCRIPT.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text in script
        assert "</" not in text
        assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_sheet_has_a_line_a_day(month):
    """A month has as many lines as days, each with a box an answer and one for medicine."""
    page = by_hand_pages.month_sheet(month)
    days = monthrange(month.year, month.month)[1]
    assert re.findall(r'class="number">(\d+)<', page) == [str(n + 1) for n in range(days)]
    assert page.count('class="box"') == days * (len(by_hand.ANSWERED) + 1)


def test_the_example_of_a_sheet_is_read(tmp_path):
    """What the sheet says to write is a diary, with the days as they were answered."""
    page = by_hand_pages.month_sheet(MONTHS[0])
    path = tmp_path / "diary.csv"
    path.write_text(re.search(r"<pre>\s*(.*?)</pre>", page, re.DOTALL)[1], encoding="utf-8")
    case = wearoff.read_case(path, today=date(2027, 1, 1))
    assert list(headache_days(case.diary)) == [0, 1, 1]
    assert list(case.diary.values["severity_3"][1:]) == [1, 3]
    assert list(case.diary.values["acute_medication"]) == [0, 1, 2]


def test_offered_plans_and_products_can_be_read(tmp_path):
    """Every plan that the page offers, and every product with units, is a session of a log."""
    diary = tmp_path / "diary.csv"
    diary.write_text("date,headache\n2026-01-01,1\n2026-01-02,0\n", encoding="utf-8")
    log = tmp_path / "log.csv"
    for condition, plans in by_hand.offered_plans().items():
        for plan, own in plans.items():
            row = f"2026-01-02,{plan},{own['units']},{own['product']}"
            log.write_text(f"date,plan,units,product\n{row}\n", encoding="utf-8")
            case = wearoff.read_case(diary, injections=log, condition=condition)
            assert case.log.sessions[0].units == pytest.approx(own["units"])
    for product in by_hand.offered_products():
        log.write_text(f"date,plan,units,product\n2026-01-02,,100,{product}\n", encoding="utf-8")
        assert wearoff.read_case(diary, injections=log).log.sessions[0].units == pytest.approx(100)


def test_the_command_writes_either_page(run, tmp_path):
    """`wearoff diary` writes the page for a phone, or a month to print, and says how to go on."""
    code, out, err = run("diary", "-o", "diary.html")
    assert (code, err) == (0, "")
    assert "wearoff import" in out
    assert (tmp_path / "diary.html").read_text(encoding="utf-8") == by_hand_pages.phone_page()
    code, out, _ = run("diary", "--month", "2026-12", "-o", "month.html", "--json")
    said = json.loads(out)
    assert (code, said["page"], said["month"]) == (0, "month", "2026-12")
    sheet = (tmp_path / "month.html").read_text(encoding="utf-8")
    assert sheet == by_hand_pages.month_sheet(MONTHS[0])


@pytest.mark.parametrize("month", ["2026-13", "December", "2026", "2026-12-01", ""])
def test_a_month_that_is_none_is_refused(run, tmp_path, month):
    """One line says how a month is written, and nothing is."""
    code, out, err = run("diary", "--month", month, "-o", "month.html")
    assert (code, out) == (2, "")
    assert "2026-12" in err
    assert list(tmp_path.iterdir()) == []
