"""Where headache might come from: gathered once, and only from what was recorded."""

from __future__ import annotations

import json
from datetime import date

import pytest

from validation.truth.foreign_patterns import make
from visit_documents import made_result
from wearoff.diary.doubts.barred import without_pattern
from wearoff.diary.patterns.answers import patterns
from wearoff.diary.patterns.origin import origin
from wearoff.diary.pieces import Dated, FirstAndLast
from wearoff.faces.diary import analyzed, notes, reasons, visit
from wearoff.words.patterns import ORIGIN, ORIGIN_IN_SHORT


def measured(name, *values):
    """A measure with a value on the first of each month."""
    dated = [Dated(date=date(2026, month, 1), value=value) for month, value in enumerate(values, 1)]
    return FirstAndLast(
        measure=name,
        title=name,
        first=dated[0],
        last=dated[1] if dated[1:] else None,
        change=None,
        detectable_change=None,
    )


@pytest.fixture(scope="module")
def found():
    """What a diary of 300 days with neck and jaw pain says."""
    pair, other = make(1, "lead"), make(2, "lead")
    return patterns({"neck_pain_10": pair.jaw, "jaw_pain_10": other.jaw}, pair.headache)


def test_every_clue_is_its_pattern(found):
    """Each clue has the answer, chance, interval and days of its pattern, and says so."""
    told = origin(found, [])
    assert [clue.source for clue in told.clues] == ["neck", "jaw"]
    for clue, pattern in zip(told.clues, found, strict=True):
        assert clue.pattern == pattern.name
        assert clue.answer == pattern.answer
        assert clue.chance_said == pytest.approx(pattern.chance_said, rel=1e-5)
        assert (clue.estimate, clue.days) == (pattern.estimate, pattern.days)
        assert clue.text.startswith(pattern.question)
        assert f"from {pattern.days} days" in clue.text
    assert "an order in time, not a cause" in told.text


def test_examinations_stand_beside_and_questionnaires_do_not():
    """The neck's endurance is told without any column; a questionnaire alone makes no block."""
    neck, asked = measured("neck_endurance_s", 14.0, 23.0), measured("hit_6", 64.0)
    told = origin([], [asked, neck])
    assert told.clues == []
    assert told.examined == [neck]
    assert origin([], [asked]) is None


def test_a_doubtful_diary_has_no_size(found):
    """Where a slip bars answers, a clue has neither a chance nor an interval, nor a split."""
    barred = without_pattern(found[0])
    told = origin([barred], []).clues[0]
    assert barred.split is None
    assert (told.answer, told.chance_said, told.estimate) == ("cannot_tell", None, None)
    assert "in 28" not in told.text


def test_every_face_tells_it():
    """Reasons, page and note name the block or its clues, as the result has them."""
    result = made_result(3)
    told = result.origin
    assert told is not None
    page = visit.visit_page(result)
    assert f'<h3 id="origin">{ORIGIN}</h3>' in page
    everything = " ".join("\n".join(reasons.reasons(result)).split())
    for clue in told.clues:
        assert clue.text in everything
        assert clue.text[1:] in page
    assert any("Before headache" in text for text in notes.sentences(result))
    assert json.loads(result.to_json())["origin"]["text"] == told.text


def test_the_screen_tells_it_where_there_is_room():
    """A short result has every clue in a line, a longer one counts them, a full one has neither."""
    head = ORIGIN_IN_SHORT
    bare = {"doubts": [], "notes": [], "note_codes": []}
    short = made_result(2, rules=0, events=[], **bare)
    lines = analyzed.screen(short)
    everything = " ".join("\n".join(lines).split())
    assert any(line.startswith(head) for line in lines)
    assert all(clue.text in everything for clue in short.origin.clues)
    longer = analyzed.screen(made_result(2, rules=0, **bare))
    assert [line for line in longer if line.startswith(f"{head}: 1 looked at")]
    full = made_result(2, rules=9, doubts=[])
    assert not any(line.startswith(head) for line in analyzed.screen(full))
