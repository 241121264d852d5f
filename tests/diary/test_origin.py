"""Where headache might come from: gathered once, and only from what was recorded."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from scipy import stats

from conftest import TIER, TIERS
from validation.leading import MONDAY
from validation.seeds import judging, openings
from validation.truth.foreign_patterns import bleeding, make
from visit_documents import changed, made_result
from wearoff.diary.doubts.barred import without_pattern
from wearoff.diary.patterns.answers import patterns
from wearoff.diary.patterns.origin import by_chance, origin
from wearoff.diary.pieces import Dated, FirstAndLast
from wearoff.faces.diary import analyzed, notes, reasons, visit
from wearoff.formats import fitted
from wearoff.words.patterns import ORIGIN, ORIGIN_IN_SHORT

DIARIES = TIERS["pattern diaries of a kind"][TIER]
ALL = ["neck", "jaw", "medicine", "menses"]


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
    asked = result.patterns[0].model_copy(update={"estimate": result.relief_days_28})
    result = changed(result, patterns=[asked])
    told = result.origin
    assert told is not None
    page = visit.visit_page(result)
    assert f'<h3 id="origin">{ORIGIN}</h3>' in page
    everything = " ".join("\n".join(reasons.reasons(result)).split())
    for clue in told.clues:
        assert clue.text in everything
        assert clue.text[1:] in page
    assert told.by_chance.text in everything
    assert told.by_chance.text in page
    assert told.by_chance.text in notes.sentences(result)
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


def test_more_questions_find_more_by_chance():
    """Each further question adds to the chance that one finds what is not there; a pain is one."""
    chances = [by_chance(sources).chance for sources in (["neck"], ["neck", "menses"], ALL)]
    assert chances == sorted(set(chances))
    assert by_chance(["neck"]).chance == by_chance(["jaw"]).chance
    table = fitted.table("diary", "clues")
    rows = {row["asked"]: int(row["found"]) / int(row["of"]) for row in table}
    assert by_chance(["menses"]).chance == pytest.approx(
        1 - (1 - rows["menses"]) * (1 - rows["weekday"]), rel=1e-5
    )
    assert max(rows.values()) < chances[-1] < sum(rows.values()) + rows["pain"]


def test_its_rates_are_of_diaries_that_set_nothing():
    """Every rate names an opened block, and each question finds at most 5 in 100 by chance."""
    for row in fitted.table("diary", "clues"):
        assert row["block"] in openings()
        assert int(row["first"]) == judging(row["block"], 1).start
        assert int(row["found"]) <= stats.binom.ppf(0.99, int(row["of"]), 0.05), row


def test_what_could_not_be_asked_does_not_count(found):
    """Too few days, or a doubtful file, ask nothing: of that alone nothing is said by chance."""
    assert origin([without_pattern(found[0])], []).by_chance is None
    both = origin([without_pattern(found[0]), found[1]], [])
    assert both.by_chance == by_chance(["jaw"])
    assert origin([], [measured("neck_endurance_s", 14.0, 23.0)]).by_chance is None


@pytest.mark.skipif(TIER == "quick", reason="a rate of 8 diaries says nothing")
def test_so_many_find_so_much_together(record_property):
    """Asked of the same diaries at once, where nothing leads, one or more find as often as told."""
    seeds = judging("patterns", DIARIES)
    found = 0
    for seed in seeds:
        pair, other, (_, menses) = (
            make(seed, "independent"),
            make(seed, "slow"),
            bleeding(seed, 0.0),
        )
        doses = np.where(pair.headache == 1, np.random.default_rng(seed).integers(0, 2, 300), 0)
        columns = {"neck_pain_10": pair.jaw, "jaw_pain_10": other.jaw, "menstruation": menses}
        told = patterns(columns | {"acute_medication": doses}, pair.headache, first=MONDAY)
        found += any(one.answer == "yes" or one.source == "weekday" for one in told)
    said = by_chance(ALL).chance
    record_property("together", found / len(seeds))
    low, high = stats.binom.ppf([0.005, 0.995], len(seeds), said)
    assert low <= found <= high, (found, len(seeds), said)
