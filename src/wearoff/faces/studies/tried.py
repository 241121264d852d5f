"""What `wearoff trial` prints: arms, and what each analysis would find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared.layout import hanging, short_name, wrapped
from wearoff.faces.shared.words import CLOSING
from wearoff.words import virtual as words
from wearoff.words.numbers import between

if TYPE_CHECKING:
    from wearoff.studies.designs.result import AnalysisResult, Result

NAME, SIZE, SESSIONS, BEFORE, CHANGE = 14, 6, 13, 6, 23
"""Widths of the table of arms; its last column has what is left."""
LABEL = 17
"""Room of a label before what is said of an analysis."""
ALL = 100


def screen(result: Result) -> list[str]:
    """The findings as lines of at most 80 columns."""
    design = result.design
    held = words.held(result.trials, result.people, result.condition_title, design.outcome)
    return [
        *wrapped(design.title),
        *wrapped(held),
        *wrapped(asked(result)),
        *searched(result),
        "",
        *arms(result),
        *lost(result),
        *(line for one in result.analyses for line in ["", *analysis(result, one)]),
        "",
        *wrapped(words.RANGES),
        *(line for note in result.notes for line in wrapped(note.rendered(words.NOTES))),
        CLOSING,
    ]


def asked(result: Result) -> str:
    """The estimand in a line."""
    one = result.design.estimand
    return words.asked(one.treatment, one.against, one.variable, one.week, one.since)


def searched(result: Result) -> list[str]:
    """What a search for a size found, if one was asked for."""
    search = result.search
    if search is None:
        return []
    said = words.searched(search.power, result.people, found=search.found, tried=len(search.tried))
    return wrapped(said)


def arms(result: Result) -> list[str]:
    """A row an arm: who, and what they show."""
    return [
        _row("ARM", "people", "sessions", "before", "change", "half, of 100"),
        *(
            _row(
                short_name(arm.name, NAME),
                str(arm.size),
                words.sessions(arm.sessions, arm.placebo_sessions),
                words.numbers.number(arm.before.mean),
                between(arm.change),
                between(arm.responders50_percent, 0),
            )
            for arm in result.arms
        ),
    ]


def lost(result: Result) -> list[str]:
    """Who had left each arm and who was seen, where anybody was lost."""
    if all(arm.seen_percent == ALL and not arm.left_percent for arm in result.arms):
        return []
    said = (words.lost(arm.name, arm.left_percent, arm.seen_percent) for arm in result.arms)
    return wrapped(f"{words.BY_THEN} {'; '.join(said)}.")


def _row(*cells: str) -> str:
    name, size, sessions, before, change, half = cells
    first = f"{name:<{NAME}}{size:>{SIZE}}  {sessions:<{SESSIONS}}"
    return f"{first}{before:>{BEFORE}}  {change:<{CHANGE}}{half}".rstrip()


def analysis(result: Result, one: AnalysisResult) -> list[str]:
    """What an analysis would find, over all trials."""
    return [
        *wrapped(heading(one)),
        *(
            line
            for name, text in found(result, one)
            for line in hanging(text, f"  {name}".ljust(LABEL))
        ),
    ]


def heading(one: AnalysisResult) -> str:
    """How it analyzes."""
    return words.analysis(one.method, one.variable, one.missing, one.alpha, primary=one.primary)


def found(result: Result, one: AnalysisResult) -> list[tuple[str, str]]:
    """What it would find, each under its name."""
    unit = words.unit(result.design.outcome, one.variable)
    said = {
        words.POWER: words.power(one.power),
        words.FOUND: f"{between(one.estimate, 2)} {unit}",
        words.TRUTH: between(one.truth, 2),
        words.BIAS: between(one.bias, 2),
        words.COVERAGE: words.coverage(one.coverage, one.level_percent),
        words.ERRORS: words.errors(one.mean_se, one.sd_of_estimates),
    }
    return list(said.items())
