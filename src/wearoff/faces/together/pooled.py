"""What `wearoff pool` prints: whom it is about, the answers, and what leaving could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wearoff.faces.shared.layout import titled, whole_words, wrapped
from wearoff.faces.shared.words import CLOSING
from wearoff.words import numbers
from wearoff.words import pooled as words

if TYPE_CHECKING:
    from wearoff.together.result import (
        LeavingResult,
        Needed,
        Range,
        Result,
        SlopeResult,
        SubgroupResult,
        TrendResult,
    )
    from wearoff.words.numbers import Interval

ODDS, TREND = 12, 36
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


def why(result: Result, question: str) -> list[str]:
    """Why a question has no answer, a reason each."""
    found = {"trend": result.trend, "slope": result.slope, "subgroup": result.subgroup}[question]
    if found is None:
        return []
    people = result.slope.people if question == "slope" and result.slope else result.people.used
    return [
        numbers.sentence(_reason(code, found.needed, people, result.people.long))
        for code in found.reason_codes
    ]


def _reason(code: str, needed: Needed | None, people: int, long: int) -> str:
    least = {"too_few_people": needed.people, "too_short": needed.days} if needed else {}
    there = {"too_few_people": people, "too_short": long}
    return words.reason(code, needed=least.get(code), there=there.get(code)) + "."


def leaving(result: Result) -> list[str]:
    """The answers at every γ, where they are told."""
    rows = [row for row in result.leaving if row.trend]
    if not rows:
        return []
    return [
        f"{words.IF_LEAVING}:",
        f"  {'odds times':<{ODDS}}{'mean trend':<{TREND}}a rising group",
        *(f"  {_odds(row):<{ODDS}}{_trend_at(row):<{TREND}}{_group_at(row)}" for row in rows),
        *wrapped(words.GAMMAS, "  "),
    ]


def _odds(row: LeavingResult) -> str:
    return numbers.number(row.odds_times)


def _trend_at(row: LeavingResult) -> str:
    return numbers.between(row.trend, sign=True)


def _group_at(row: LeavingResult) -> str:
    return numbers.chance(row.subgroup.probability)


def notes(result: Result) -> list[str]:
    """What is to be known of the numbers."""
    return [note.rendered(words.NOTES) for note in result.notes]
