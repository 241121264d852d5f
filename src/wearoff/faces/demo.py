"""What `wearoff demo` shows: two made-up diaries side by side, and one real trial."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from wearoff.diary.result import Result
from wearoff.faces.diary import about
from wearoff.faces.shared import words
from wearoff.faces.shared.layout import lines_of
from wearoff.formats.documents import Document, Meta
from wearoff.runs import meta
from wearoff.trial.result import Result as TrialResult
from wearoff.words import answers as catalog
from wearoff.words import numbers

if TYPE_CHECKING:
    from wearoff.diary.examples import MadeUp
    from wearoff.diary.result import Answer
    from wearoff.trial.fit import FitResult

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""
LABEL, CELL = 36, 22


@dataclass(frozen=True)
class Shown:
    """What the demo made: the people, the trial, and the pages that were written."""

    people: list[MadeUp]
    trial: FitResult
    wrote: tuple[str, ...]


class MadeUpRow(Document):
    """A made-up person: what was put in, and what is said of the whole diary and its beginning."""

    name: str
    put_in: str
    whole: Result
    early: Result


class DemoResult(Document):
    """What `wearoff demo --json` prints: the made-up people, the trial, and what was written."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    made_up: tuple[MadeUpRow, ...]
    trial: TrialResult
    wrote: tuple[str, ...]


def document(shown: Shown) -> str:
    """The document of `wearoff demo --json`."""
    made = tuple(
        MadeUpRow(
            name=person.name,
            put_in=person.put_in,
            whole=person.whole.result,
            early=person.early.result,
        )
        for person in shown.people
    )
    said = DemoResult(
        meta=Meta(**meta(shown.trial.seed)),
        made_up=made,
        trial=shown.trial.result,
        wrote=shown.wrote,
    )
    return said.to_json()


def screen(shown: Shown) -> list[str]:
    """The made-up diaries, the trial, and what to do next."""
    return [
        *people(shown.people),
        "",
        *trial(shown.trial.result),
        "",
        "Your own: wearoff analyze diary.csv --injections injections.csv",
        words.CLOSING,
    ]


def people(made: list[MadeUp]) -> list[str]:
    """The made-up diaries side by side: what was put in, what was counted, what was found."""
    whole = [person.whole.result for person in made]
    early = [catalog.WORDS[person.early.result.answers[0].word] for person in made]
    before = [numbers.number(result.counted.before, 0) for result in whole]
    now = [numbers.number(result.counted.now, 0) for result in whole]
    questions = ("1 Is it working?", "2 Does it wear off early?", "3 Headache underneath")
    rows = [
        ("wearoff demo", [f"{person.name} (MADE UP)" for person in made]),
        ("what we put in", [person.put_in for person in made]),
        ("sessions in the diary", [str(len(result.cycles)) for result in whole]),
        ("headache days per 28, before", before),
        (about.now_label(whole[0]), now),
        *(
            (text, [_short(result.answers[k]) for result in whole])
            for k, text in enumerate(questions)
        ),
        ("the same, first 3 months only", early),
    ]
    return [
        *(
            f"{f'  {text}':<{LABEL}}{''.join(f'{cell:<{CELL}}' for cell in cells)}".rstrip()
            for text, cells in rows
        ),
        "",
        f"  One diary cannot say WHY {made[-1].name}'s headache rose. See: wearoff claims",
    ]


def _short(answer: Answer) -> str:
    """Word and chance, in a cell."""
    return f"{catalog.WORDS[answer.word]}  {numbers.chance_cell(answer.chance_said)}".rstrip()


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
