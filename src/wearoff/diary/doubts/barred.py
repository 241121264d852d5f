"""What doubts that bar answers do: no yes, no no, no rule, no plan, until mended or confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.result import WouldTell
from wearoff.errors import Faults, InputError, argument
from wearoff.words.doubts import ASKS_UNWRITTEN
from wearoff.words.reasons import INPUT_DOUBTFUL, REASONS
from wearoff.words.would_tell import WOULD_TELL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wearoff.diary.patterns.result import Pattern
    from wearoff.diary.result import Verdict
    from wearoff.diary.rules.result import RuleResult
    from wearoff.records import Doubt


def barring(found: Iterable[Doubt]) -> list[Doubt]:
    """The doubts that bar answers, those that were confirmed left out."""
    return [one for one in found if one.effect == "bars_answers" and not one.confirmed]


def refuse(found: Iterable[Doubt]) -> None:
    """Raise every doubt that bars answers, a line each; a plan is not made on them.

    Raises:
        InputError: there is one or more.
    """
    faults = Faults()
    for one in barring(found):
        fix = f"mend it, or, if it is right, {argument('confirm', one.code)}"
        if one.code in ASKS_UNWRITTEN:
            fix = f"{argument('unwritten', 'free')} if an empty day is a free one"
        faults.add(InputError(one.text, file=one.where, fix=fix))
    faults.check()


def without_answer(verdict: Verdict) -> Verdict:
    """A question that was asked, without an answer and without a chance."""
    if verdict.probability is None:
        return verdict
    told = WouldTell(
        what=WOULD_TELL[INPUT_DOUBTFUL], codes=[INPUT_DOUBTFUL], date=None, chance=None
    )
    changed = {"answer": "cannot_tell", "by_view": {}, "would_tell": told}
    changed |= dict.fromkeys(("probability", "probability_range"))
    reason = {"reason_codes": [INPUT_DOUBTFUL], "because": [REASONS[INPUT_DOUBTFUL]]}
    return verdict.model_copy(update=changed | reason)


def without_pattern(pattern: Pattern) -> Pattern:
    """The same of what goes before headache."""
    changed = {"answer": "cannot_tell", **dict.fromkeys(("probability", "estimate", "split"))}
    reason = {"reason_codes": [INPUT_DOUBTFUL], "text": REASONS[INPUT_DOUBTFUL]}
    return pattern.model_copy(update=changed | reason)


def not_recorded(rule: RuleResult) -> RuleResult:
    """A rule that nothing is said of."""
    chances = ("probability_met", "probability_days_alone", "probability_range")
    changed = {"counted": "not_recorded", "observed": REASONS[INPUT_DOUBTFUL], "counts": []}
    empty = {"early": None, "left_out": None, "text": "", "window": None}
    empty |= {"chance_new_window_differs": None}
    return rule.model_copy(update=changed | empty | dict.fromkeys(chances))
