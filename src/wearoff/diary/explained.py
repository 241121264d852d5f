"""Where an answer and a count seem to contradict each other: which sentence explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.result import Explained
from wearoff.diary.thresholds import thresholds
from wearoff.words.explained import SENTENCES
from wearoff.words.reasons import INPUT_DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.result import Answer, Findings
    from wearoff.formats.documents import Value

OPEN = {"cannot_tell", "cannot_tell_yet"}
BESIDE = {"yes": ("no", "yes_beside_no"), "no": ("yes", "no_beside_yes")}
"""The count of a rule that an answer seems to contradict, and the sentence that explains it."""


def explained(given: Findings, answers: Sequence[Answer]) -> list[Explained]:
    """What seems to contradict the answers, and what a rise asks for.

    Args:
        given: what was counted and ruled.
        answers: the three questions, in order.
    """
    working, wears, under = answers
    found: list[Explained] = []
    if working.word in BESIDE:
        counted, code = BESIDE[working.word]
        rules = [
            rule.name
            for rule in given.rules
            if (rule.points, rule.counted) == ("going_on", counted) and rule.kind != "mark"
        ]
        why = "risen" if under.word == "rising" else "early" if wears.word == "yes" else ""
        values: dict[str, Value] = {"rules": rules}
        if working.word == "yes":
            values["why"] = why
        found += [_said(code, values)] if rules else []
    elif working.word in OPEN and INPUT_DOUBTFUL not in working.reason_codes:
        fall = -(given.counted.change_percent or 0)
        if fall >= thresholds()["working"]["no_counted_fall_percent"]:
            found.append(_said("open_beside_fall", {"percent": fall}))
    return [*found, *([_said("risen", {})] if under.word == "rising" else [])]


def _said(code: str, values: dict[str, Value]) -> Explained:
    one = Explained(code=code, values=values, text="")
    return one.model_copy(update={"text": one.rendered(SENTENCES)})
