"""What `wearoff demo` shows: two made-up diaries side by side, and one real trial."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared import words
from wearoff.faces.shared.layout import lines_of
from wearoff.words import answers as catalog
from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.demo import DemoResult, MadeUpRow
    from wearoff.diary.result import Answer
    from wearoff.trial.result import Result as TrialResult

LABEL, CELL = 32, 24


def screen(result: DemoResult) -> list[str]:
    """The made-up diaries, the trial, and what to do next."""
    return [
        *people(result.made_up),
        "",
        *trial(result.trial),
        "",
        "Your own: wearoff analyze diary.csv --injections injections.csv",
        words.CLOSING,
    ]


def people(made: Sequence[MadeUpRow]) -> list[str]:
    """The made-up diaries side by side: what was put in, what was counted, what was found."""
    whole = [person.whole for person in made]
    early = [catalog.WORDS[person.early.answer("working").word] for person in made]
    before = [numbers.number(result.counted.before, 0) for result in whole]
    now = [numbers.number(result.counted.now, 0) for result in whole]
    answered = list(zip(*(result.answers for result in whole), strict=True))
    rows = [
        ("wearoff demo", [f"{person.name} (MADE UP)" for person in made]),
        ("what we put in", [person.put_in for person in made]),
        ("sessions in the diary", [str(len(result.cycles)) for result in whole]),
        ("headache days per 28, before", before),
        (about.now_label(whole[0]), now),
        (catalog.IN_SHORT["better_since"], [_short(result.since) for result in whole]),
        *(
            (f"{k} {catalog.IN_SHORT[first.question]}", [_short(first), *map(_short, others)])
            for k, (first, *others) in enumerate(answered, 1)
        ),
        ("the same, first 3 months", early),
    ]
    return [
        *(
            f"{f'  {text}':<{LABEL}}{''.join(f'{cell:<{CELL}}' for cell in cells)}".rstrip()
            for text, cells in rows
        ),
        f"  One diary cannot say WHY {made[-1].name}'s headache rose. See: wearoff claims",
    ]


def _short(answer: Answer) -> str:
    """Word, and how sure it is, in a cell."""
    sure = numbers.chance_cell(answer.chance_said)
    return f"{catalog.WORDS[answer.word]} {sure} sure" if sure else catalog.WORDS[answer.word]


def trial(result: TrialResult) -> list[str]:
    """The trial's largest arm against placebo: effect by week, timing, what cannot be told."""
    read, top = result.trial, result.findings[-1]
    people = f"{read.patients} people with {numbers.named(result.condition)}"
    cells = [
        f"week {numbers.amount(row.week):<3} {numbers.between(row, sign=True)}".ljust(LABEL)
        for row in result.contrasts
        if row.arm == top.arm
    ]
    return [
        f"REAL TRIAL  {people} ({', '.join(read.products)})",
        f"  {top.arm} against placebo, {read.outcome_title}, lower is better (9 in 10 chance):",
        *(
            f"  {left}{right}".rstrip()
            for left, right in zip_longest(cells[::2], cells[1::2], fillvalue="")
        ),
        *lines_of(f"{top.unclear} {top.timing}", head="  ", below="  "),
    ]
