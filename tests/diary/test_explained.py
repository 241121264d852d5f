"""Where an answer and a count seem to contradict each other, the result explains it."""

from __future__ import annotations

import pytest

from visit_documents import changed, made_result
from wearoff.words.explained import SENTENCES


def answered(answer, *, rising="no", counted="no", percent=-10.0, kind="improvement"):
    """A result whose first answer, count of the one rule, and counted change are these."""
    result = made_result(1, rules=1)
    given = {"working": answer, "drifting_worse": rising}
    noisy = {"because": ["too noisy"], "reason_codes": ["too_noisy"]}
    known = {"because": [], "reason_codes": []}
    verdicts = [
        one.model_dump()
        | {"answer": given.get(one.question, one.answer)}
        | (noisy if given.get(one.question, one.answer) == "cannot_tell" else known)
        for one in result.verdicts
    ]
    rule = result.rules[0].model_dump() | {"kind": kind, "counted": counted}
    tally = result.counted.model_dump() | {"change_percent": percent}
    return changed(result, verdicts=verdicts, rules=[rule], counted=tally)


def codes(result):
    """Codes of what is explained."""
    return [one.code for one in result.explained]


@pytest.mark.parametrize(
    ("answer", "counted", "percent", "said"),
    [
        ("yes", "no", -10.0, ["yes_beside_no"]),
        ("yes", "yes", -40.0, []),
        ("no", "yes", -10.0, ["no_beside_yes"]),
        ("no", "no", -10.0, []),
        ("cannot_tell", "yes", -30.0, ["open_beside_fall"]),
        ("cannot_tell", "yes", -29.9, []),
        ("cannot_tell", "yes", None, []),
    ],
)
def test_what_seems_to_contradict_is_explained(answer, counted, percent, said):
    """A yes beside a no, a no beside a yes, an open answer beside a large fall; else nothing."""
    assert codes(answered(answer, counted=counted, percent=percent)) == said


def test_marks_contradict_nothing():
    """What studies count by is no rule of a service."""
    assert codes(answered("yes", kind="mark")) == []


def test_a_rise_is_told_with_what_to_ask():
    """A rise has a sentence of its own, and lets a yes and a no be true at once."""
    result = answered("yes", rising="yes")
    assert codes(result) == ["yes_beside_no", "risen"]
    assert "underneath they have risen" in result.explained[0].text


@pytest.mark.parametrize("seed", range(20))
def test_sentences_are_those_of_codes_and_values(seed):
    """Rendered again from what the result holds, every sentence is the same."""
    for one in made_result(seed).explained:
        assert one.rendered(SENTENCES) == one.text


def test_rules_are_told_by_what_a_yes_speaks_for():
    """Going on, a pause, neither; every rule once, and those that are not due last."""
    result = made_result(11, rules=9)
    ways = [group.points for group in result.rule_groups]
    assert ways == ["going_on", "pause", "neither"]
    told = [each for group in result.rule_groups for each in group.rules]
    assert sorted(told) == sorted(rule.id for rule in result.rules)
    assert told == [*result.rules_shown, *result.rules_marks]
    early = {rule.id for rule in result.rules if rule.counted == "too_early"}
    for group in result.rule_groups:
        late = [each in early for each in group.rules]
        assert late == sorted(late)
