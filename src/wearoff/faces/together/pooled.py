"""What `wearoff pool` prints: whom it is about, the answers, and what leaving could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared.layout import titled, whole_words, wrapped
from wearoff.faces.shared.words import CLOSING
from wearoff.words import numbers
from wearoff.words import pooled as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.together.result import (
        LeavingResult,
        Needed,
        Range,
        ReliefGroupsAt,
        ReliefGroupsResult,
        Result,
        SlopeResult,
        SubgroupResult,
        TrendResult,
    )
    from wearoff.words.numbers import Interval

ODDS, TREND, GROUP = 12, 23, 17
"""Widths of the table of leaving."""
INDENT = "    "


class Part(NamedTuple):
    """A question with its answer, its sentence, and why there is none."""

    head: str
    answer: str
    text: str
    reasons: list[str]


def screen(result: Result) -> list[str]:
    """The findings as lines of at most 80 columns."""
    people = result.people
    said = words.who(people.begun, people.left, people.stayed, people.used)
    return [
        *wrapped(f"wearoff pool  {result.condition_title}  {said}"),
        "",
        *(line for part in parts(result) for line in [*_lines(part), ""]),
        *leaving(result),
        "",
        *(line for note in notes(result) for line in wrapped(note)),
        CLOSING,
    ]


def parts(result: Result) -> list[Part]:
    """Each question with its answer, its sentence, and why there is none."""
    group_head = words.group_asked(result.subgroup.rises_days)
    slope_part = (
        [
            Part(
                words.slope_asked(result.slope.on),
                words.SLOPE_ANSWERS[result.slope.answer],
                slope(result.slope),
                why(result, "slope"),
            )
        ]
        if result.slope
        else []
    )
    relief_part = (
        [
            Part(
                words.relief_asked(result.relief_groups.apart_percent),
                words.GROUP_ANSWERS[result.relief_groups.answer],
                reliefs(result.relief_groups),
                why(result, "relief"),
            )
        ]
        if result.relief_groups
        else []
    )
    return [
        Part(
            words.MEAN,
            words.TREND_ANSWERS[result.trend.answer],
            trend(result),
            why(result, "trend"),
        ),
        *slope_part,
        Part(
            group_head,
            words.GROUP_ANSWERS[result.subgroup.answer],
            group(result.subgroup),
            why(result, "subgroup"),
        ),
        *relief_part,
    ]


def _lines(part: Part) -> list[str]:
    texts = [part.text, *part.reasons]
    return [
        *titled(part.head, part.answer, first="", rest=INDENT),
        *(line for said in texts for line in whole_words(said, first=INDENT, rest=INDENT)),
    ]


def interval(found: TrendResult | SlopeResult) -> Interval | None:
    """The numbers of an answer, where they are told."""
    return None if found.mean is None else found  # pyright: ignore[reportReturnType] - all three are told or none


def reach(found: Range | None) -> tuple[float, float] | None:
    """Both ends over every γ."""
    return (found.lo, found.hi) if found else None


def trend(result: Result) -> str:
    """The mean trend as a sentence."""
    found, people = result.trend, result.people
    return words.found(
        people.begun, people.left, interval(found), reach(found.by_leaving), found.answer
    )


def slope(found: SlopeResult) -> str:
    """The slope as a sentence."""
    return words.of_slope(
        found.on, found.step, found.kinds, interval(found), reach(found.by_leaving)
    )


def group(found: SubgroupResult) -> str:
    """The group as a sentence."""
    return words.of_group(found.answer, found.rises_days, found.share_percent)


def reliefs(found: ReliefGroupsResult) -> str:
    """Two groups of relief as a sentence."""
    return words.of_reliefs(found.share_percent, found.less, found.more, reach(found.by_leaving))


def groups(found: ReliefGroupsResult | None) -> list[tuple[str, str, str]]:
    """Both groups of relief, where they are told: name, people of 100, relief in percent."""
    if found is None or found.share_percent is None:
        return []
    more = found.share_percent
    return [
        (words.MORE_RELIEF, numbers.between(more, 0), numbers.between(found.more, 0)),
        (words.LESS_RELIEF, numbers.others(more), numbers.between(found.less, 0)),
    ]


def why(result: Result, question: str) -> list[str]:
    """Why a question has no answer, a reason each."""
    found = {
        "trend": result.trend,
        "slope": result.slope,
        "subgroup": result.subgroup,
        "relief": result.relief_groups,
    }[question]
    if found is None:
        return []
    people = result.slope.people if question == "slope" and result.slope else result.people.used
    known = result.diagnostics
    there = {
        "too_few_people": people,
        "too_short": result.people.long,
        "too_few_draws": known.relief_enough_draws_percent
        if question == "relief"
        else known.enough_draws_percent,
    }
    return [
        numbers.sentence(_reason(code, found.needed, there.get(code)))
        for code in found.reason_codes
    ]


def _reason(code: str, needed: Needed | None, there: float | None) -> str:
    if needed is None:
        return words.reason(code) + "."
    least = {
        "too_few_people": needed.people,
        "too_short": needed.days,
        "too_few_draws": needed.draws,
    }
    said = words.reason(code, needed=least.get(code), there=there, percent=needed.draws_percent)
    return f"{said}."


def leaving(result: Result) -> list[str]:
    """The answers at every γ, where they are told."""
    rows = [row for row in result.leaving if row.trend]
    if not rows:
        return []
    asked = [row.relief_groups.step_percent for row in rows if row.relief_groups]
    head = ["odds times", "mean trend", "a rising group", *(["more relief"] if asked else [])]
    return [
        f"{words.IF_LEAVING}:",
        *(_row(cells) for cells in [head, *map(_cells, rows)]),
        *wrapped(words.GAMMAS, "  "),
        *(wrapped(words.lacking(asked[0]), "  ") if asked else []),
    ]


def _row(cells: Sequence[str]) -> str:
    widths = (ODDS, TREND, GROUP, 0)
    padded = (f"{cell:<{wide}}" for cell, wide in zip(cells, widths, strict=False))
    return f"  {''.join(padded)}".rstrip()


def _cells(row: LeavingResult) -> list[str]:
    reliefs = [more_at(row.relief_groups)] if row.relief_groups else []
    return [
        numbers.number(row.odds_times),
        numbers.between(row.trend, sign=True),
        numbers.chance(row.subgroup.probability),
        *reliefs,
    ]


def more_at(found: ReliefGroupsAt) -> str:
    """How many are in the group with more relief, or how likely two groups are at all."""
    if found.share_percent is None:
        return f"two groups: {numbers.chance(found.probability)}"
    return f"{numbers.between(found.share_percent, 0)} in 100"


def notes(result: Result) -> list[str]:
    """What is to be known of the numbers."""
    return [note.rendered(words.NOTES) for note in result.notes]
