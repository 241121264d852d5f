"""Who a result is of and what there is, as every face says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.pieces import Counted, FirstAndLast
    from wearoff.diary.result import Result
    from wearoff.diary.rules.result import RuleGroup, RuleResult


def identity(result: Result) -> str:
    """Condition, product, units, number of sessions and the last of them."""
    condition = numbers.named(result.condition)
    if not result.sessions:
        return f"{condition}  no sessions given"
    return f"{condition}  {products(result)}, last {result.sessions[-1].date}"


def products(result: Result) -> str:
    """Each product with its units and number of sessions."""
    return ", ".join(
        words.product(row.product, row.least_units, row.most_units, row.sessions)
        for row in result.products
    )


def sufficiency(result: Result) -> str:
    """How much of the diary is filled in, or that there are counts alone."""
    if result.counts_only:
        return words.no_diary((result.first, result.last), result.counts)
    return words.sufficiency(
        (result.first, result.last),
        result.days_written,
        result.days,
        result.filled_percent,
        taken=result.understood.taken_free,
        before=result.days_before,
    )


def now_label(result: Result) -> str:
    """What 'now' counts: so many last days."""
    now = result.counted.windows.now
    return words.now_label(now.days if now else None)


def next_session(result: Result) -> str:
    """When the next session would be after the usual interval; '' without any session."""
    about = result.next_session_about
    return words.next_about(about, result.meta.today) if about else ""


def since(result: Result) -> str:
    """Whether it is better since the first session, beside the count; '' where none can be told."""
    if result.change_since_days_28 is None or to_check(result):
        return ""
    return catalog.since_beside_count(
        result.since.word, result.since.chance_said, result.since.values
    )


def changes(result: Result) -> str:
    """What else changed, with dates; 'none recorded' without any."""
    return ", ".join(each_change(result)) or words.NONE_CHANGED


def each_change(result: Result) -> list[str]:
    """What else changed, with dates, one by one: the words of a person may hold commas."""
    return [words.changed(event.what, event.date, event.until) for event in result.events]


def truly_so(rule: RuleResult) -> str:
    """The chance that a rule is truly met, or from where to where it lies; a dash without one."""
    if rule.probability_met is None:
        return "-"
    if rule.probability_range is None:
        return numbers.chance_cell(rule.probability_met)
    return numbers.likely(rule.probability_met, rule.probability_range)


def doubts(result: Result, effect: str) -> list[str]:
    """What looks like a slip in what was read, by row; what was confirmed is left out."""
    return [
        f"{one.where}: {one.text}"
        for one in result.doubts
        if one.effect == effect and not one.confirmed
    ]


def to_check(result: Result) -> list[str]:
    """Doubts for which answers are withheld."""
    return doubts(result, "bars_answers")


def in_28(tally: Counted, digits: int = 1) -> tuple[str, str]:
    """Days in 28 before and now, ``at least`` so many where they may be more."""
    before, now = (numbers.number(rate, digits) for rate in (tally.before, tally.now))
    if not tally.at_least:
        return before, now
    return words.at_least(before), words.at_least(now)


def outside(result: Result) -> list[str]:
    """Sessions and doses outside of what a label asks."""
    return [check.text for check in result.labels if check.result == "outside"]


def notes(result: Result) -> list[str]:
    """What was assumed, merged or left out."""
    before = result.counted.windows.before
    said = [numbers.named(note) for note in result.notes]
    if result.events:
        said.insert(0, f"also changed: {changes(result)}")
    if before is not None and before.source not in words.OF_THE_RECORD:
        said.append(f"before is a count from: {before.source}")
    return said


def rules(result: Result) -> list[tuple[RuleGroup, list[RuleResult]]]:
    """Rules by what a yes speaks for, without those that are only marks."""
    return [group for group in every_rule(result) if group[0].points != "neither"]


def every_rule(result: Result) -> list[tuple[RuleGroup, list[RuleResult]]]:
    """Rules by what a yes speaks for, the marks that papers count by last."""
    by_id = {rule.id: rule for rule in result.rules}
    return [(group, [by_id[each] for each in group.rules]) for group in result.rule_groups]


def first_rules(result: Result, most: int) -> list[tuple[RuleGroup, list[RuleResult]]]:
    """So many rules, of every group as many as of the others where it has them."""
    groups = rules(result)
    few = layout.first_of_each([those for _, those in groups], most)
    return [(group, chosen) for (group, _), chosen in zip(groups, few, strict=True) if chosen]


def total(row: FirstAndLast) -> str:
    """A measure's first and last value in one line."""
    last = row.last
    return words.total(
        row.title,
        (row.first.value, row.first.date),
        (last.value, last.date) if last else None,
        row.detectable_change,
    )


def made(result: Result) -> str:
    """Version, evidence and seed, from which a page can be made again."""
    meta = result.meta
    return f"wearoff {meta.version}, evidence {meta.evidence}, seed {meta.seed}"
