"""Page 1 of the visit: what stands where, and how much of it fits on one sheet of paper.

Texts of people have no end and a sheet has one. What is longer than its place is cut with `` ...``,
what is more than its place is counted, and both stand in full behind the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared import layout
from wearoff.faces.shared.layout import fit
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary import result as documents
    from wearoff.diary.pieces import Counted
    from wearoff.diary.result import Result
    from wearoff.diary.rules.result import RuleResult

NAME, PRODUCTS, CHANGES, CHECK = 34, 70, 60, 160
BESIDE, TALE, VIEWS, FINDING = 80, 205, 145, 250
RULE, SEEN, TYPED = 44, 22, 60
"""Most characters of each text on the sheet."""
MOST_BESIDE, MOST_RULES, MOST_ASKED = 4, 6, 3
BESIDE_CHECK = 3, 4
"""Of counts and of rules, where the head says what is to be checked."""
MOST_CYCLES, FIRST_CYCLES, LAST_CYCLES = 16, 4, 10
"""So many cycles are all counted on the sheet; of more, the first and the last."""
NOT_RECORDED = "not recorded"
URGENT = "Trouble swallowing or breathing, or a sudden new headache: urgent care."
UNBLINDED = "Not blinded. People start in a bad month. Placebo injections also lower headache days."
CHANCES = (
    "A chance beside an answer says how sure the answer is; beside a rule, that it is truly met, "
    "and that a new window of days would count otherwise."
)


@dataclass(frozen=True)
class Rule:
    """A rule in one row: what it asks in a few words, what was counted, both of its chances."""

    name: str
    counted: str
    truly: str
    differs: str


@dataclass(frozen=True)
class Group:
    """What a yes speaks for, and the rows of these rules."""

    text: str
    rules: list[Rule]


@dataclass(frozen=True)
class Answer:
    """A question answered: its word, its chance ('' where there is none), and one text."""

    question: str
    word: str
    chance: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """Everything that page 1 says, in its order, except for the picture."""

    name: str
    identity: str
    sufficiency: str
    changed: str
    check: str
    acute: str
    now_label: str
    change: str
    beside: list[str]
    beside_more: int
    answers: list[Answer]
    views: str
    finding: str
    cycles: list[tuple[str, str]]
    cycles_note: str
    explained: list[str]
    rules: list[Group]
    rules_more: int
    questions: list[str]
    questions_more: int
    matters: str
    limits: list[str]
    made: str


def sheet(result: Result, *, questions: Sequence[str] = (), matters: str = "") -> Sheet:
    """Page 1 of a result.

    Args:
        result: what one analysis says.
        questions: what the person wants to ask; three stand on the sheet.
        matters: what matters most to the person.
    """
    lines, check = beside(result), fit(_doubted(result), CHECK)
    most, most_rules = BESIDE_CHECK if check else (MOST_BESIDE, MOST_RULES)
    rules = about.first_rules(result, most_rules)
    typed = [text.strip() for text in questions if text.strip()]
    return Sheet(
        name=fit(result.name, NAME),
        identity=_identity(result),
        sufficiency=sufficiency(result),
        changed=_changed(result),
        check=check,
        acute=_before_and_now(result.acute_medication),
        now_label=about.now_label(result),
        change=_change(result.counted),
        beside=[fit(line, BESIDE) for line in lines[:most]],
        beside_more=layout.beyond(lines, most),
        answers=[_answer(answer) for answer in result.answers],
        views=fit(result.views.text, VIEWS),
        finding=fit(finding(result), FINDING),
        cycles=cycle_counts(result),
        cycles_note=_cycles_note(result),
        explained=[one.text for one in result.explained],
        rules=[Group(numbers.sentence(group.text), list(map(_rule, few))) for group, few in rules],
        rules_more=len(result.rules) - sum(len(few) for _, few in rules),
        questions=layout.padded([fit(text, TYPED) for text in typed], MOST_ASKED),
        questions_more=layout.beyond(typed, MOST_ASKED),
        matters=fit(matters.strip(), TYPED),
        limits=limits(result),
        made=made(result),
    )


# Head


def sufficiency(result: Result) -> str:
    """How much is written, and what an empty day is not."""
    said = f"{about.sufficiency(result)}."
    if result.counts_only:
        return said
    return f"{said} {words.empty_days(result.understood.taken_free)}"


def _identity(result: Result) -> str:
    who = numbers.named(result.condition)
    if not result.sessions:
        return f"{who}; no sessions given"
    last = result.sessions[-1].date
    products = fit(about.products(result), PRODUCTS)
    return f"{who}; {products}; last {last}, next about {result.next_session_about}"


def _changed(result: Result) -> str:
    """As many changes as fit, and how many more there are."""
    kept = layout.joined(about.each_change(result), CHANGES)
    text = ", ".join(kept.texts) or words.NONE_CHANGED
    return f"{text}, and {kept.more} more behind this page" if kept.more else text


def _before_and_now(tally: Counted | None, digits: int = 1) -> str:
    if tally is None:
        return NOT_RECORDED
    before, now = about.in_28(tally, digits)
    return f"{before} before, {now} now"


def _change(tally: Counted) -> str:
    if tally.change is None:
        return ""
    text = numbers.sentence(f"{numbers.change(tally.change)} in 28")
    if tally.change_percent is None:
        return text
    return f"{text} ({numbers.signed(tally.change_percent, 0)} %)"


# Counted and found


def _doubted(result: Result) -> str:
    """The worst doubt about what was read, and how many more stand behind the page; '' of none."""
    found = [*about.to_check(result), *about.doubts(result, "said")]
    if not found:
        return ""
    more = f" ({layout.beyond(found, 1)} more behind this page)" if found[1:] else ""
    return f"{found[0]}{more}"


def beside(result: Result) -> list[str]:
    """Other counts and clinic totals, a line each: severity and hours first."""
    lines = [
        f"{numbers.sentence(row.outcome)} in 28: {_before_and_now(row)}" for row in result.outcomes
    ]
    hours = f"Hours with headache in 28 days: {_before_and_now(result.hours, 0)}"
    totals = [about.total(row) for row in result.first_and_last]
    return [*lines[:1], hours, *lines[1:], *totals]


def _answer(answer: documents.Answer) -> Answer:
    """An answer whose text fits; what would tell is kept before the reason is."""
    told = f" What would tell: {answer.ahead}." if answer.ahead else ""
    return Answer(
        catalog.QUESTIONS[answer.question],
        catalog.WORDS[answer.word],
        numbers.sure(answer.chance_said),
        layout.fit_both(answer.plain, told, TALE),
    )


# All cycles on one


def finding(result: Result) -> str:
    """What the picture of all cycles shows, in a sentence or two."""
    working, wears, _ = result.answers
    text = f"{numbers.sentence(working.found)}."
    if result.dots is not None:
        return layout.fit_before(text, result.dots.text, FINDING)
    if working.known and wears.word != "not_asked":
        text += f" {numbers.sentence(wears.found)}."
    return text


def cycle_counts(result: Result) -> list[tuple[str, str]]:
    """Number and count of each cycle; of many, the first and the last with a count between."""
    every = [
        (str(row.session), numbers.number(row.counted, 0) + ("*" if row.open else ""))
        for row in result.cycles
    ]
    return layout.both_ends(
        every,
        MOST_CYCLES,
        first=FIRST_CYCLES,
        last=LAST_CYCLES,
        middle=lambda between: ("", f"... {between} cycles between ..."),
    )


def _cycles_note(result: Result) -> str:
    notes = [
        text
        for text, so in (
            ("* not over", any(row.open for row in result.cycles)),
            ("- too few written", any(row.counted is None for row in result.cycles)),
        )
        if so
    ]
    return f" ({'; '.join(notes)})" if notes else ""


# What services look at


def _rule(row: RuleResult) -> Rule:
    """A rule's row in words; what was seen stands beside the count where it is short."""
    beside = f" ({row.observed})" if layout.fits(row.observed, SEEN) else ""
    return Rule(
        fit(row.name, RULE),
        words.COUNTED[row.counted] + beside,
        numbers.chance(row.probability_met),
        numbers.chance(row.chance_new_window_differs),
    )


# Limits


def limits(result: Result) -> list[str]:
    """What the page cannot do, how often it errs, and when not to wait for a page."""
    known = result.false_alarms
    if result.counts_only:
        return [UNBLINDED, URGENT]
    if known is None:
        return [CHANCES, UNBLINDED, URGENT]
    alarms = (
        f"On {known.of} made-up diaries without any relief, this page said "
        f'"working" in {known.said}.'
    )
    return [CHANCES, UNBLINDED, alarms, URGENT]


def made(result: Result) -> str:
    """Version, evidence, seed and file, from which the page can be made again."""
    file = result.meta.file
    return about.made(result) + (f", file {file[:8]}" if file else "") + "."
