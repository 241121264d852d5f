"""What `wearoff fit` prints: the findings in a screen."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from wearoff.faces.shared import words
from wearoff.faces.shared.layout import hanging, lines_of
from wearoff.words.numbers import amount, between, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.trial.result import Result

WEEK, COLUMN = 4, 37
"""Widths of a week and of an arm's effect."""
LABELED, LEARNED, CHECKED = 21, 20, 8
"""Columns of a label before lines of text."""


def screen(result: Result) -> list[str]:
    """The findings as lines of at most 80 columns."""
    return [
        *heading(result),
        "",
        *contrasts(result),
        "",
        *timing(result),
        *not_reproduced(result),
        "",
        *learned(result),
        "",
        *checks(result),
        words.CLOSING,
    ]


def heading(result: Result) -> list[str]:
    """Who was fitted."""
    lines = [line for text in result.trial.text for line in lines_of(text, below="  ")]
    return [*lines, *(f"note: {note}" for note in result.trial.notes)]


def contrasts(result: Result) -> list[str]:
    """Net effect of each arm at each visit, with its answer; two arms beside each other."""
    lines = [f"NET OF PLACEBO, {result.trial.outcome_unit} (9 in 10 chance)"]
    cells = {
        (row.arm, row.week): f"{between(row, sign=True)} {words.ANSWERS[row.answer].lower()}"
        for row in result.contrasts
    }
    arms = result.trial.toxin_arms
    for pair in zip_longest(arms[::2], arms[1::2]):
        beside = [arm for arm in pair if arm is not None]
        lines.append(_row("week", [arm[:COLUMN] for arm in beside]))
        lines += [
            _row(amount(week).rjust(WEEK), [cells[arm, week] for arm in beside])
            for week in result.trial.visits
        ]
    return lines


def timing(result: Result) -> list[str]:
    """When the effect is greatest and when half of it is gone."""
    lines = ["TIMING, from the mechanism"]
    for weeks, label in (
        (result.peak_week, "  greatest in week"),
        (result.wearoff_week, "  half gone by week"),
    ):
        text = "; ".join(f"{w.arm} {span(w.mean, w.lo90, w.hi90)}" for w in weeks.by_arm)
        lines += hanging(text, label.ljust(LABELED))
    return lines


def not_reproduced(result: Result) -> list[str]:
    """Visits where the mechanism cannot follow the data."""
    return [
        line
        for row in result.not_reproduced
        for line in hanging(row.text, "  NOT REPRODUCED".ljust(LABELED))
    ]


def learned(result: Result) -> list[str]:
    """What the trial moved most, and least."""
    return [
        *hanging(", ".join(result.learned.told) or "nothing", "The trial tells of:".ljust(LEARNED)),
        *hanging(", ".join(result.learned.silent) or "nothing", "It hardly moves:".ljust(LEARNED)),
    ]


def checks(result: Result) -> list[str]:
    """Predictive check, dropout, comparison with the reference, and the sampler's gate."""
    first, *rest = result.checks.text
    return [f"{'CHECKS':<{CHECKED}}{first}", *(f"{'':<{CHECKED}}{text}" for text in rest)]


def _row(first: str, cells: Sequence[str]) -> str:
    """Cells in their columns."""
    return f"{first}  {''.join(cell.ljust(COLUMN) for cell in cells)}".rstrip()
