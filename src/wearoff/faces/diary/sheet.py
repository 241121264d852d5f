"""Page 1 of the visit: what stands where, and how many of each stand there.

Nothing is cut: a text that is long takes the lines that it needs, and a page that is longer than a
sheet of paper goes on on the next. Of a list that has no end the first stand on the page, and the
page says how many more stand behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared import layout
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary import result as documents
    from wearoff.diary.pieces import Counted
    from wearoff.diary.result import Result
    from wearoff.diary.rules.result import RuleResult

MOST_DOUBTS, MOST_CHANGES, MOST_COUNTS, MOST_RULES, LINES_TO_ASK = 3, 3, 4, 6, 3
"""How many of each stand on the sheet; what a person asks stands there whole."""
MOST_CYCLES, FIRST_CYCLES, LAST_CYCLES = 16, 4, 10
"""So many cycles are all counted on the sheet; of more, the first and the last."""
COUNTS = {"yes", "no"}
"""Of a rule that could be counted."""
TITLE = "Headache and injections"
NOT_RECORDED = "not recorded"
URGENT = "Trouble swallowing or breathing, or a sudden new headache: urgent care."
UNBLINDED = "Not blinded. People start in a bad month. Placebo injections also lower headache days."
CHANCES = (
    "A chance beside an answer says how sure the answer is; beside a rule, that it is truly met. "
    "A range is what such chances come to in made-up people."
)


@dataclass(frozen=True)
class Rule:
    """A rule in one row: what it asks in a few words, what was counted, how likely it is so."""

    name: str
    counted: str
    truly: str


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
class Few:
    """The first lines of a list, and how many more stand behind the page."""

    lines: list[str]
    more: int


@dataclass(frozen=True)
class Sheet:
    """Everything that page 1 says, in its order, except for the pictures."""

    title: str
    identity: str
    sufficiency: str
    doubts: Few
    doubtful: bool
    answers: list[Answer]
    explained: list[str]
    views: str
    now_label: str
    change: str
    since: str
    counts: Few
    acute: str
    changes: Few
    cycles: list[tuple[str, str]]
    cycles_note: str
    rules: list[Group]
    rules_more: int
    questions: list[str]
    matters: str
    limits: list[str]
    made: str


def sheet(result: Result, *, questions: Sequence[str] = (), matters: str = "") -> Sheet:
    """Page 1 of a result.

    Args:
        result: what one analysis says.
        questions: what the person wants to ask.
        matters: what matters most to the person.
    """
    rules = about.first_rules(result, MOST_RULES)
    shown = [rule for _, few in rules for rule in few]
    typed = [text.strip() for text in questions if text.strip()]
    doubted = [*about.to_check(result), *about.doubts(result, "said")]
    return Sheet(
        title=title(result),
        identity=_identity(result),
        sufficiency=sufficiency(result),
        doubts=_few(doubted, MOST_DOUBTS),
        doubtful=bool(about.to_check(result)),
        answers=[_answer(answer) for answer in result.answers],
        explained=[one.text for one in result.explained],
        views=result.views.text,
        now_label=about.now_label(result),
        change=_change(result.counted),
        since=about.since(result),
        counts=_few(beside(result), MOST_COUNTS),
        acute=_before_and_now(result.acute_medication),
        changes=_few(about.each_change(result) or [words.NONE_CHANGED], MOST_CHANGES),
        cycles=cycle_counts(result),
        cycles_note=_cycles_note(result),
        rules=[Group(numbers.sentence(group.text), list(map(_rule, few))) for group, few in rules],
        rules_more=layout.beyond(result.rules, len(shown)),
        questions=layout.padded(typed, LINES_TO_ASK),
        matters=matters.strip(),
        limits=limits(result),
        made=made(result),
    )


def _few(lines: Sequence[str], most: int) -> Few:
    return Few(list(lines[:most]), layout.beyond(lines, most))


# Head


def title(result: Result) -> str:
    """Whose page it is."""
    return f"{result.called}: headache and injections" if result.called else TITLE


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
    last, following = result.sessions[-1].date, about.next_session(result)
    return f"{who}; {about.products(result)}; last {last}, next about {following}"


# Answers


def _answer(answer: documents.Answer) -> Answer:
    told = f" What would tell: {answer.ahead}." if answer.ahead else ""
    return Answer(
        catalog.QUESTIONS[answer.question],
        catalog.WORDS[answer.word],
        numbers.sure(answer.chance_said),
        f"{answer.plain}{told}",
    )


# Counted


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


def beside(result: Result) -> list[str]:
    """Other counts and clinic totals, a line each: severity and hours first."""
    lines = [
        f"{numbers.sentence(row.outcome)} in 28: {_before_and_now(row)}" for row in result.outcomes
    ]
    hours = f"Hours with headache in 28 days: {_before_and_now(result.hours, 0)}"
    totals = [about.total(row) for row in result.first_and_last]
    return [*lines[:1], hours, *lines[1:], *totals]


# All cycles on one


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
    """A rule's row in words; what was seen stands beside a count, why there is none behind."""
    seen = row.observed if row.counted in COUNTS else ""
    return Rule(
        row.name,
        words.COUNTED[row.counted] + (f" ({seen})" if seen else ""),
        about.truly_so(row),
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
