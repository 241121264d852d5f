"""The payer's page: counted only, each number with its rows, and what was left out is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import pytest

from visit_documents import made_document, worst_document
from wearoff.errors import InputError
from wearoff.faces.diary.payer import LATE, PARTS, parts, payer_lines, payer_page

MODELED = (
    r"in 100|in 10 chance|chance|likely|relief|underneath|underlying|forecast|predict|"
    r"half of the gain|wears? off|truly|k-hat|probab"
)
"""Words of what was not counted."""


@dataclass
class Found:
    """What the page reads of an analysis."""

    document: dict


def texts(html):
    """What a page says, on one line."""
    bare = re.sub(r"(?s)<(style|title).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.fixture(params=range(6))
def document(request):
    """Some people."""
    return made_document(request.param)[0]


def test_nothing_in_it_is_modeled(document):
    """No chance, no underlying level, no forecast; none of the model's estimates."""
    text = texts(payer_page(Found(document)))
    assert not re.search(MODELED, text, re.IGNORECASE)
    for key in ("relief_days_28", "relief_percent", "lasting_change_days_28"):
        for end in ("mean", "lo90", "hi90"):
            changed = document | {key: dict.fromkeys(("mean", "lo90", "hi90"), 77.7)}
            assert texts(payer_page(Found(changed))) == text, (key, end)
    verdicts = [v | {"probability": 0.777, "answer": "no"} for v in document["verdicts"]]
    rules = [r | {"probability_met": 0.777} for r in document["rules"]]
    changed = document | {"verdicts": verdicts, "rules": rules, "forecast": None}
    assert texts(payer_page(Found(changed))) == text


def test_every_count_has_its_rows(document):
    """Counts before and now stand with dates, days, days written and days with."""
    rows = {row[0]: row for row in parts(document)[0].rows}
    windows = document["counted"]["windows"]
    for name, window in (("before the first session", windows["before"]), ("now", windows["now"])):
        first, last, days, written, yes, rate = rows[name][1:]
        assert [first, last] == [window["first"], window["last"]]
        assert [int(days), int(written), float(yes)] == [
            window["days"],
            window["written"],
            window["yes"],
        ]
        assert float(rate) == float(f"{28 * float(yes) / int(written):.1f}")


def test_sessions_have_their_dates_units_and_intervals(document):
    """One row a session; intervals are the days between the dates."""
    table = next(part for part in parts(document) if part.title == PARTS["sessions"]).rows[1:]
    assert len(table) == len(document["sessions"])
    days = [session["day"] for session in document["sessions"]]
    for row, session, day, last in zip(
        table, document["sessions"], days, [None, *days[:-1]], strict=True
    ):
        assert row[1] == session["date"]
        assert row[2] == ("-" if last is None else str(day - last))
        assert row[3:] == (session["product"], f"{session['units']:g}")


def test_the_lines_and_the_page_say_the_same(document):
    """Every number and word of the page is in what the person is shown before, and the reverse."""

    def words(text):
        return sorted(set(re.findall(r"[a-z0-9.%+-]+", text.lower())))

    page = texts(payer_page(Found(document), leave_out=["scores"]))
    lines = payer_lines(document, ["scores"])
    assert max(map(len, lines)) <= 80
    assert set(words(page)) - set(words("\n".join(lines).replace(":", ""))) <= {"and"}
    tenths = r"\d+\.\d"
    assert set(re.findall(tenths, page)) == set(re.findall(tenths, "\n".join(lines)))


@pytest.mark.parametrize("name", PARTS)
def test_what_is_left_out_is_named_and_gone(name):
    """The part's heading goes, its name is listed, and nothing else changes."""
    document, _ = made_document(5, rules=3)
    pain = document["outcomes"][0] | {"name": "neck_pain_days", "outcome": "days with neck pain"}
    document["outcomes"].append(pain)
    whole = [part.title for part in parts(document)]
    assert PARTS[name] in whole
    assert [part.title for part in parts(document, [name])] == [
        title for title in whole if title != PARTS[name]
    ]
    assert f"Not included: {name}." in texts(payer_page(Found(document), leave_out=[name]))
    assert f"Not included: {name}." in " ".join(payer_lines(document, [name]))


def test_nothing_left_out_is_said_too():
    """A whole page says that it is whole, and what cannot be known of late entries."""
    document, _ = made_document(5)
    text = texts(payer_page(Found(document)))
    assert "Nothing was left out." in text
    assert LATE in text
    assert "Not recorded." in text


def test_a_part_that_does_not_exist_is_refused():
    """One line with the names that exist."""
    document, _ = made_document(5)
    with pytest.raises(InputError, match=r"unknown part 'notes'.*acute.*severity"):
        payer_page(Found(document), leave_out=["notes"])
    with pytest.raises(InputError, match="unknown part"):
        payer_lines(document, ["notes"])


def test_a_baseline_from_elsewhere_names_its_source():
    """Who says so stands with the count."""
    document, _ = made_document(5)
    document["counted"]["windows"]["before"]["source"] = "letter 2024-11"
    assert "before the first session (letter 2024-11)" in texts(payer_page(Found(document)))


def test_a_person_with_little_has_a_page():
    """No sessions, nothing before, nothing beside: it is said, and nothing is zero."""
    document, _ = made_document(5)
    document["counted"] |= {"before": None, "change": None, "change_percent": None}
    document["counted"]["windows"]["before"] = None
    for key in ("sessions", "cycles", "events", "scores", "outcomes", "rules"):
        document[key] = []
    document |= {"acute_medication": None, "days_before": None}
    text = texts(payer_page(Found(document)))
    assert "No change can be counted" in text
    assert "No sessions given." in text
    assert "None recorded." in text
    assert max(map(len, payer_lines(document))) <= 80


def test_the_page_is_inert_and_long_texts_stay_in_it():
    """No script, no address, no markup from what people typed."""
    document, _ = worst_document()
    document["events"][0]["what"] = "<i onload=x>"
    made = payer_page(Found(document))
    assert not re.search(r"<script|<i onload|@import|\b(src|href)\s*=|url\(", made)
    assert made.count("<table") == made.count("<caption")
    assert max(map(len, payer_lines(document))) <= 80
