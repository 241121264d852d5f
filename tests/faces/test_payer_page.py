"""The payer's page: counted only, each number with its rows, and what was left out is named."""

from __future__ import annotations

import re
from html import unescape

import pytest

from visit_documents import changed, made_result, worst_result
from wearoff.errors import InputError
from wearoff.faces.diary.payer import LATE, PARTS, parts, payer_lines, payer_page

MODELED = (
    r"in 100|in 10 chance|chance|likely|relief|underneath|underlying|forecast|predict|"
    r"half of the gain|wears? off|truly|k-hat|probab"
)
"""Words of what was not counted."""


def texts(html):
    """What a page says, on one line."""
    bare = re.sub(r"(?s)<(style|title).*?</\1>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@pytest.fixture(params=range(6))
def result(request):
    """Some people."""
    return made_result(request.param)


def test_nothing_in_it_is_modeled(result):
    """No chance, no underlying level, no forecast; none of the model's estimates."""
    text = texts(payer_page(result))
    assert not re.search(MODELED, text, re.IGNORECASE)
    for key in ("relief_days_28", "relief_percent", "lasting_change_days_28"):
        for end in ("mean", "lo90", "hi90"):
            estimate = dict.fromkeys(("mean", "lo90", "hi90"), 77.7)
            assert texts(payer_page(changed(result, **{key: estimate}))) == text, (key, end)
    verdicts = [v.model_dump() | {"probability": 0.777, "answer": "no"} for v in result.verdicts]
    rules = [r.model_dump() | {"probability_met": 0.777} for r in result.rules]
    other = changed(result, verdicts=verdicts, rules=rules, forecast=None)
    assert texts(payer_page(other)) == text


def test_every_count_has_its_rows(result):
    """Counts before and now stand with dates, days, days written and days with."""
    rows = {row[0]: row for row in parts(result)[0].rows}
    windows = result.counted.windows
    for name, window in (("before the first session", windows.before), ("now", windows.now)):
        first, last, days, written, yes, rate = rows[name][1:]
        assert [first, last] == [str(window.first), str(window.last)]
        assert [int(days), int(written), float(yes)] == [window.days, window.written, window.yes]
        assert float(rate) == float(f"{28 * float(yes) / int(written):.1f}")


def test_sessions_have_their_dates_units_and_intervals(result):
    """One row a session; intervals are the days between the dates."""
    table = next(part for part in parts(result) if part.title == PARTS["sessions"]).rows[1:]
    assert len(table) == len(result.sessions)
    days = [session.day for session in result.sessions]
    for row, session, day, last in zip(
        table, result.sessions, days, [None, *days[:-1]], strict=True
    ):
        assert row[1] == str(session.date)
        assert row[2] == ("-" if last is None else str(day - last))
        assert row[3:] == (session.product, f"{session.units:g}")


def test_the_lines_and_the_page_say_the_same(result):
    """Every number and word of the page is in what the person is shown before, and the reverse."""

    def words(text):
        return sorted(set(re.findall(r"[a-z0-9.%+-]+", text.lower())))

    page = texts(payer_page(result, leave_out=["scores"]))
    lines = payer_lines(result, ["scores"])
    assert max(map(len, lines)) <= 80
    assert set(words(page)) - set(words("\n".join(lines).replace(":", ""))) <= {"and"}
    tenths = r"\d+\.\d"
    assert set(re.findall(tenths, page)) == set(re.findall(tenths, "\n".join(lines)))


@pytest.mark.parametrize("name", PARTS)
def test_what_is_left_out_is_named_and_gone(name):
    """The part's heading goes, its name is listed, and nothing else changes."""
    given = made_result(5, rules=3)
    other = {"name": "neck_pain_days", "outcome": "days with neck pain"}
    pain = given.outcomes[0].model_dump() | other
    result = changed(given, outcomes=[*given.outcomes, pain])
    whole = [part.title for part in parts(result)]
    assert PARTS[name] in whole
    assert [part.title for part in parts(result, [name])] == [
        title for title in whole if title != PARTS[name]
    ]
    assert f"Not included: {name}." in texts(payer_page(result, leave_out=[name]))
    assert f"Not included: {name}." in " ".join(payer_lines(result, [name]))


def test_nothing_left_out_is_said_too():
    """A whole page says that it is whole, and what cannot be known of late entries."""
    text = texts(payer_page(made_result(5)))
    assert "Nothing was left out." in text
    assert LATE in text
    assert "Not recorded." in text


def test_a_part_that_does_not_exist_is_refused():
    """One line with the names that exist."""
    result = made_result(5)
    with pytest.raises(InputError, match=r"unknown part 'notes'.*acute.*severity"):
        payer_page(result, leave_out=["notes"])
    with pytest.raises(InputError, match="unknown part"):
        payer_lines(result, ["notes"])


def with_counted(result, **windows):
    """The result with other windows of what was counted."""
    counted = result.counted.model_dump()
    return changed(result, counted=counted | {"windows": counted["windows"] | windows})


def test_a_baseline_from_elsewhere_names_its_source():
    """Who says so stands with the count."""
    result = made_result(5)
    before = result.counted.windows.before.model_dump() | {"source": "letter 2024-11"}
    text = texts(payer_page(with_counted(result, before=before)))
    assert "before the first session (letter 2024-11)" in text


def test_a_person_with_little_has_a_page():
    """No sessions, nothing before, nothing beside: it is said, and nothing is zero."""
    result = with_counted(made_result(5), before=None)
    nothing = {"before": None, "change": None, "change_percent": None}
    lists = ("sessions", "cycles", "events", "scores", "totals", "outcomes", "rules")
    result = changed(
        result,
        **{key: [] for key in lists},
        counted=result.counted.model_dump() | nothing,
        acute_medication=None,
        days_before=None,
    )
    text = texts(payer_page(result))
    assert "No change can be counted" in text
    assert "No sessions given." in text
    assert "None recorded." in text
    assert max(map(len, payer_lines(result))) <= 80


def test_the_page_is_inert_and_long_texts_stay_in_it():
    """No script, no address, no markup from what people typed."""
    worst = worst_result()
    first = worst.events[0].model_dump() | {"what": "<i onload=x>"}
    result = changed(worst, events=[first, *worst.events[1:]])
    made = payer_page(result)
    assert not re.search(r"<script|<i onload|@import|\b(src|href)\s*=|url\(", made)
    assert made.count("<table") == made.count("<caption")
    assert max(map(len, payer_lines(result))) <= 80
