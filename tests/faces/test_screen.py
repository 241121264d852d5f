"""The screen of an analysis: what it cannot hold is counted, and no answer is cut."""

from __future__ import annotations

import re

import pytest

from visit_documents import made_result, worst_result
from wearoff.faces.diary import about
from wearoff.faces.diary.analyzed import screen
from wearoff.faces.diary.notes import record
from wearoff.faces.shared import layout


def one_line(lines):
    """What lines say, on one."""
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("seed", range(30))
def test_no_answer_is_cut_and_every_rule_is_counted(seed):
    """Each plain sentence and view is whole; rules shown and those counted are all there are."""
    result = made_result(seed)
    lines = screen(result)
    text = one_line(lines)
    assert len(lines) <= 23
    for answer in result.answers:
        assert answer.plain in text
    assert result.views.text in text or "... (--why)" in text
    head = next((line for line in lines if line.startswith("RULES")), "(0 of them")
    counted = re.search(r"(\d+) (?:more|of them)", head)
    shown = sum(bool(re.match(r"  .+  (?:going on|a pause)  ", line)) for line in lines)
    assert shown + (int(counted[1]) if counted else 0) == len(result.rules)


@pytest.mark.parametrize("seed", range(30))
def test_a_doubt_is_whole_where_anything_else_can_be_cut(seed):
    """What looks like a slip and bars nothing is read to its end; only answers come before it."""
    result = made_result(seed)
    lines = screen(result)
    for doubted in about.doubts(result, "said")[:1]:
        full = len(lines) == 23 and "" not in lines
        assert doubted in one_line(lines) or full


def test_both_ways_of_a_rule_are_shown():
    """Where four rules are shown, two of each way are."""
    result = made_result(2, rules=9, doubts=[])
    shown = [line for line in screen(result) if re.match(r"  .+  (?:going on|a pause)  ", line)]
    assert len({line[36:44] for line in shown}) == 2


def test_what_is_cut_at_last_says_where_it_stands():
    """The fullest screen keeps its size, and each cut text names the way to the rest."""
    lines = screen(worst_result(weeks=4))
    assert len(lines) <= 23
    assert all(line.endswith("(--why)") for line in lines if "..." in line)


def test_a_note_that_is_shortened_says_so():
    """Eight lines, and what was left out is named."""
    lines = record(worst_result(weeks=4))
    assert len(lines) <= 8
    assert "More: visit page." in one_line(lines)


@pytest.mark.parametrize(
    ("room", "end"), [(1, " two; 1 more"), (2, " two; 1 more"), (9, " three three")]
)
def test_texts_are_kept_whole_or_counted(room, end):
    """As many as fit in the lines, and how many there are beside them."""
    texts = ["one", " ".join(["two"] * 16), " ".join(["three"] * 30)]
    lines = layout.first_whole(texts, room, head="N: ", more=lambda n, _: f"{n} more")
    assert len(lines) <= room
    assert one_line(lines).startswith("N: one; two two")
    assert one_line(lines).endswith(end)
