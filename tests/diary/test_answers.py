"""What a result says: codes that have their sentences, and numbers that are told once."""

from __future__ import annotations

import pytest

from visit_documents import changed, made_result
from wearoff.diary.future.lookahead import ELSEWHERE
from wearoff.faces.diary.notes import record
from wearoff.faces.diary.payer import payer_lines
from wearoff.faces.diary.sheet import beside
from wearoff.words import answers as catalog
from wearoff.words.would_tell import WOULD_TELL


def test_every_code_has_both_sentences():
    """What is found and what is said to the person have the same codes."""
    assert catalog.FOUND.keys() == catalog.PLAIN.keys()


def test_everything_that_would_tell_has_its_words():
    """Each reason beside which something else would tell is in the catalog."""
    assert set(ELSEWHERE) <= WOULD_TELL.keys()


@pytest.mark.parametrize("seed", range(20))
def test_sentences_are_those_of_codes_and_values(seed):
    """Rendered again from what the result holds, every sentence is the same."""
    result = made_result(seed)
    for answer in result.told:
        assert catalog.FOUND[answer.says](answer.values) == answer.found
        assert catalog.PLAIN[answer.says](answer.values) == answer.plain
        assert answer.known == (answer.word not in {"cannot_tell", "cannot_tell_yet", "not_asked"})


@pytest.mark.parametrize("seed", range(20))
def test_a_chance_beside_an_answer_is_how_sure_it_is(seed):
    """Of a yes its chance, of a no the rest, of neither way what is left; of no answer none."""
    result = made_result(seed)
    chance = {one.question: one.probability for one in result.verdicts}
    way = {"rising": chance["drifting_worse"], "falling": chance["drifting_better"]}
    for answer in result.answers:
        if not answer.known:
            assert answer.chance_said is None
        elif answer.question == "underneath":
            neither = 1 - (way["rising"] or 0) - (way["falling"] or 0)
            assert answer.chance_said == pytest.approx(way.get(answer.word, neither))
        else:
            yes = chance[answer.question]
            assert answer.chance_said == pytest.approx(yes if answer.word == "yes" else 1 - yes)


def test_a_total_is_told_the_same_everywhere():
    """Note and page tell the total from before the first session, not an older one."""
    result = made_result(3)
    older = {"date": "2014-01-01", "measure": "hit_6", "title": "HIT-6", "value": 78.0}
    given = changed(result, scores=[older, *result.scores])
    first = f"{result.totals[0].first.value:g}"
    assert f"HIT-6: {first} -> " in " ".join(record(changed(given, events=[])))
    assert any(line.startswith(f"HIT-6: {first} (") for line in beside(given))


def test_a_measure_is_told_by_its_title():
    """The name of a measure in a file stands on no page: its title does."""
    row = {"measure": "neck_endurance_s", "title": "neck endurance in seconds"}
    scores = [{**row, "date": f"2016-0{k}-01", "value": value} for k, value in ((1, 20), (9, 31))]
    given = changed(made_result(3), scores=scores, totals=[])
    texts = [*record(changed(given, events=[], patterns=[])), *beside(given), *payer_lines(given)]
    said = " ".join(" ".join(texts).split())
    assert "Neck endurance in seconds: 20 -> 31." in said
    assert "Neck endurance in seconds: 20 (2016-01-01), 31 (2016-09-01)" in said
    assert "Neck endurance in seconds: change +11." in said
    assert "endurance_s" not in said.lower().replace("-", "_")


def test_a_measure_that_is_not_told_as_a_total_is_not_lost():
    """Counts of a clinic stand behind the totals, first and last."""
    count = [
        {
            "date": f"2016-0{month}-01",
            "measure": "headache_days_28",
            "title": "headache days in 28",
            "value": value,
        }
        for month, value in ((1, 20.0), (9, 12.0))
    ]
    result = made_result(3)
    row = changed(result, scores=[*result.scores, *count]).first_and_last[-1]
    assert (row.measure, row.change, row.detectable_change) == ("headache_days_28", -8.0, None)
