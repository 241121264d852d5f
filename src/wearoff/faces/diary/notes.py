"""`wearoff analyze --note`: plain ASCII for the record, at most 8 lines of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared import layout
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers, patterns

if TYPE_CHECKING:
    from wearoff.diary.pieces import FirstAndLast
    from wearoff.diary.result import Answer, Result

LINES = 8
MORE = "More: visit page."
LAST = "Not blinded; regression to the mean and placebo not excluded."


def record(result: Result) -> list[str]:
    """The note, shortened from the middle if it would be longer than eight lines."""
    plain = [text.encode("ascii", "replace").decode("ascii") for text in sentences(result)]
    return layout.shortened(plain, LINES, MORE)


def sentences(result: Result) -> list[str]:
    """What the note says, in order."""
    end = f"{LAST} {about.made(result)}. Informs, does not advise."
    return [
        *_who(result),
        *_doubted(result),
        _counted(result),
        *_found(result),
        *_since(result),
        *_beside(result),
        *_origin(result),
        end,
    ]


def _who(result: Result) -> list[str]:
    sessions = result.sessions
    given = "no sessions given"
    if sessions:
        given = f"{about.products(result)}, {sessions[0].date}"
    if sessions[1:]:
        every = f"(every {result.method.interval_days} d)"
        given = f"{given} to {sessions[-1].date} {every}"
    condition = numbers.sentence(numbers.named(result.condition))
    written = f"Diary {result.days_written}/{result.days} days"
    taken = result.understood.taken_free
    free = f", {taken} taken as free" if taken else ""
    filled = f"{written} ({numbers.number(result.filled_percent, 0)}%){free}."
    return [
        f"BoNT review to {result.last}. {condition}, {given}.",
        f"{about.sufficiency(result)}." if result.counts_only else filled,
    ]


def _doubted(result: Result) -> list[str]:
    """The worst doubt about what was read, and how many there are."""
    check, said = about.to_check(result), about.doubts(result, "said")
    found = [*check, *said]
    if not found:
        return []
    head = "CHECK THE FILE" if check else "Doubts"
    more = f" {layout.beyond(found, 1)} more." if found[1:] else ""
    return [f"{head}: {numbers.ended(found[0])}{more}"]


def _counted(result: Result) -> str:
    tally = result.counted
    before, now = (words.or_not_counted(rate) for rate in (tally.before, tally.now))
    arrow = "," if None in {tally.before, tally.now} else " ->"
    text = (
        f"{numbers.sentence(result.outcome)}/28: {before} before{arrow} "
        f"{now} {about.now_label(result)}"
    )
    if tally.change is None:
        return f"{text}."
    percent = tally.change_percent
    beside = "" if percent is None else f", {numbers.signed(percent, 0)}%"
    return f"{text} ({numbers.signed(tally.change)}{beside})."


def _since(result: Result) -> list[str]:
    """Whether it is better since the first session, whatever the cause."""
    since = result.change_since_days_28
    if since is None or about.to_check(result):
        return []
    return [f"Better since: {_short(result.since)}, {words.in_28_fewer(since)}."]


def _found(result: Result) -> list[str]:
    working, wears, under = result.answers
    lines = [f"Working: {_short(working)}."]
    if about.to_check(result):
        return lines
    relief, gone = result.relief_days_28, result.wearoff_day
    if relief is not None:
        lines.append(f"Comes and goes with injections: {words.in_28_fewer(relief)}.")
    if working.word == "yes" and gone is not None:
        early = f"wears off early: {_short(wears)}"
        lines.append(f"Half of help gone by day {numbers.between(gone, 0)}; {early}.")
    drift = result.drift_days_28_per_year
    asked = drift is not None and under.word != "not_asked"
    slope = "" if not asked else f" ({numbers.between(drift, sign=True)} a year)"
    return [*lines, f"Underneath: {catalog.WORDS[under.word].lower()}{slope}."]


def _beside(result: Result) -> list[str]:
    """Acute medicine, clinic totals and other changes, where written."""
    lines: list[str] = []
    acute = result.acute_medication
    if acute:
        pair = " -> ".join(about.in_28(acute))
        lines.append(f"Acute medication days/28: {pair}.")
    lines += [_total(row) for row in result.first_and_last]
    if result.events:
        lines.append(f"Also changed: {about.changes(result)}.")
    return lines


def _origin(result: Result) -> list[str]:
    """What goes before headache, in a sentence."""
    if result.origin is None or not result.origin.clues:
        return []
    told = [(clue.source, clue.answer, clue.chance_said) for clue in result.origin.clues]
    by_chance = result.origin.by_chance
    return [patterns.clues(told), *([by_chance.text] if by_chance else [])]


def _total(row: FirstAndLast) -> str:
    values = [row.first.value]
    if row.last is not None and row.last.value != row.first.value:
        values.append(row.last.value)
    return f"{numbers.sentence(row.title)}: {' -> '.join(map(numbers.amount, values))}."


def _short(answer: Answer) -> str:
    word, chance = catalog.WORDS[answer.word].lower(), numbers.chance_cell(answer.chance_said)
    return f"{word} ({chance} sure)" if chance else word
