"""The payer's page: counted only, and each number with the rows it comes from.

No chance, no underlying level, no forecast. The person sees it before it is written and can leave
parts out; what was left out is listed by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wearoff.errors import unknown
from wearoff.faces.diary import about
from wearoff.faces.diary.sheet import NOT_RECORDED
from wearoff.faces.shared import layout
from wearoff.faces.shared.pages import page
from wearoff.faces.shared.words import CLOSING
from wearoff.words import diary as words
from wearoff.words import numbers
from wearoff.words.rules import IN_SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.pieces import Counted, Window
    from wearoff.diary.result import Result
    from wearoff.diary.rules.result import Span

PARTS = {
    "severity": "Moderate or severe days",
    "hours": "Hours with headache",
    "acute": "Days with acute medicine",
    "other days": "Other days counted",
    "sessions": "Sessions, doses and intervals",
    "changes": "Other treatments and changes",
    "scores": "Clinic totals",
    "rules": "What services look at, as counted",
    "gaps": "Days without an entry",
}
"""What a person can leave out, by name; the counts themselves stay."""
TITLE = "Counted days and injections"
SEVERITY = "moderate_headache"
HEAD: tuple[str, ...] = ("When", "From", "To", "Days", "Filled in", "With", "In 28")
LATE = "When an entry was written is not in the file: days entered late cannot be told from others."
OF_COUNTS = (
    "Arithmetic on the counts of a clinic; a count in 28 is days with, of days counted, times 28. "
    "Which days they were is not in the file."
)
OF_ROWS = (
    "Arithmetic on the rows of the diary; a count in 28 is days with, of days filled in, times 28."
)


@dataclass(frozen=True)
class Part:
    """A heading, its sentences, and a table of which the first row names the columns."""

    title: str
    sentences: list[str]
    rows: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])

    @property
    def body(self) -> list[tuple[str, ...]]:
        """The rows below the columns' names."""
        return self.rows[1:]


def payer_page(result: Result, *, leave_out: Sequence[str] = (), whole: bool = True) -> str:
    """HTML of what was counted.

    Args:
        result: what one analysis says.
        leave_out: names of parts that the person leaves out, of ``PARTS``.
        whole: whether it is a page of its own; else what stands in its middle.

    Raises:
        InputError: a part that does not exist.
    """
    return page(
        "payer.html",
        whole=whole,
        title=TITLE,
        called=result.called,
        head=_head(result),
        parts=parts(result, leave_out),
        left_out=_left_out(leave_out),
        made=_made(result),
    )


def check_parts(leave_out: Sequence[str]) -> None:
    """Refuse a part that does not exist, before any work is done.

    Raises:
        InputError: a part that does not exist.
    """
    for name in leave_out:
        if name not in PARTS:
            raise unknown("part", name, PARTS)


def payer_lines(result: Result, leave_out: Sequence[str] = ()) -> list[str]:
    """The same page as lines of 80 columns, to be seen before it is written.

    Raises:
        InputError: a part that does not exist.
    """
    title = f"{TITLE.upper()}  {result.called}"
    lines = _wrapped([title, *_head(result)])
    for part in parts(result, leave_out):
        lines += ["", part.title.upper(), *_wrapped(part.sentences), *layout.aligned(part.rows)]
    return [*lines, "", *_wrapped([_left_out(leave_out), _made(result)])]


def parts(result: Result, leave_out: Sequence[str] = ()) -> list[Part]:
    """The counts, then every part that has something and was not left out.

    Raises:
        InputError: a part that does not exist.
    """
    check_parts(leave_out)
    made = {
        "severity": _severity(result),
        "hours": _hours(result),
        "acute": _acute(result),
        "other days": _others(result),
        "sessions": _sessions(result),
        "changes": _changes(result),
        "scores": _scores(result),
        "rules": _rules(result),
        "gaps": _gaps(result),
    }
    return [
        _counts(result),
        *_doubted(result),
        *(part for name, part in made.items() if part is not None and name not in leave_out),
    ]


# What stands in it


def _head(result: Result) -> list[str]:
    condition = numbers.sentence(numbers.named(result.condition))
    said = [f"{condition}. {about.sufficiency(result)}."]
    if result.counts_only:
        return [*said, OF_COUNTS]
    return [*said, f"{OF_ROWS} {words.empty_days(result.understood.taken_free)} {LATE}"]


def _counts(result: Result) -> Part:
    return _tally(numbers.sentence(result.outcome), result.counted, "before the first session")


def _doubted(result: Result) -> list[Part]:
    """What looks like a slip in what was read; it cannot be left out."""
    found = [*about.to_check(result), *about.doubts(result, "said")]
    return [Part("To be checked in the file", [*map(numbers.ended, found)])] if found else []


def _tally(title: str, tally: Counted, what: str = "before", *, counted: str = "") -> Part:
    """A count before and now, with its windows and its change."""
    windows = tally.windows
    least = tally.at_least
    now = _row("now", windows.now, at_least=least)
    rows = [HEAD, _row(what, windows.before, at_least=least), now]
    said = [f"Counted: {counted}."] if counted else []
    return Part(title, [*said, _change(tally)], rows)


def _row(name: str, window: Window | None, *, at_least: bool = False) -> tuple[str, ...]:
    if window is None:
        return (name, *("-" for _ in HEAD[1:]))
    if window.source not in words.OF_THE_RECORD:
        name = f"{name} ({window.source})"
    rate = numbers.number(window.rate)
    return (
        name,
        str(window.first),
        str(window.last),
        str(window.days),
        str(window.written),
        numbers.amount(window.yes),
        words.at_least(rate) if at_least else rate,
    )


def _change(tally: Counted) -> str:
    if tally.change is None:
        return words.NO_CHANGE["at_least" if tally.at_least else "too_little"]
    percent = tally.change_percent
    beside = "" if percent is None else f" ({numbers.signed(percent, 0)} %)"
    return f"Change: {numbers.change(tally.change)} in 28{beside}."


def _nothing(name: str) -> Part:
    return Part(PARTS[name], [f"{numbers.sentence(NOT_RECORDED)}."])


def _severity(result: Result) -> Part:
    for row in result.outcomes:
        if row.name == SEVERITY:
            return _tally(PARTS["severity"], row, counted=row.outcome)
    return _nothing("severity")


def _hours(result: Result) -> Part:
    hours = result.hours
    if hours is None:
        return _nothing("hours")
    before, now = about.in_28(hours)
    return Part(PARTS["hours"], [f"In 28 days: {before} before, {now} now. {_change(hours)}"])


def _acute(result: Result) -> Part:
    taken = result.acute_medication
    return _tally(PARTS["acute"], taken) if taken else _nothing("acute")


def _others(result: Result) -> Part | None:
    others = [row for row in result.outcomes if row.name != SEVERITY]
    if not others:
        return None
    rows = [HEAD]
    for row in others:
        rows.append(_row(f"{row.outcome}, before", row.windows.before))
        rows.append(_row(f"{row.outcome}, now", row.windows.now))
    changed = [f"{numbers.sentence(row.outcome)}. {_change(row)}" for row in others]
    return Part(PARTS["other days"], changed, rows)


def _sessions(result: Result) -> Part:
    if not result.sessions:
        return Part(PARTS["sessions"], ["No sessions given."])
    rows = [("Session", "Date", "Days since the last", "Product", "Units")]
    rows += [
        (
            str(session.session),
            str(session.date),
            "-" if session.days_since_last is None else str(session.days_since_last),
            session.product,
            numbers.amount(session.units),
        )
        for session in result.sessions
    ]
    return Part(
        PARTS["sessions"],
        [f"{about.products(result)}.", *(f"{text}." for text in about.outside(result))],
        rows,
    )


def _changes(result: Result) -> Part:
    if not result.events:
        return Part(PARTS["changes"], ["None recorded."])
    rows = [("From", "To", "Kind", "What")]
    rows += [(str(e.date), str(e.until or "-"), e.kind, e.what) for e in result.events]
    return Part(PARTS["changes"], [], rows)


def _scores(result: Result) -> Part | None:
    if not result.scores:
        return None
    changed = [
        words.total_change(row.title, row.change)
        for row in result.first_and_last
        if row.change is not None
    ]
    rows = [("Date", "Measure", "Total")]
    rows += [(str(score.date), score.title, numbers.amount(score.value)) for score in result.scores]
    return Part(PARTS["scores"], changed, rows)


def _rules(result: Result) -> Part | None:
    groups = about.rules(result)
    if not groups:
        return None
    rows = [("Rule", "Asks", "A yes speaks for", "Counted", "Window")]
    rows += [
        (
            f"{rule.name} ({rule.where})",
            rule.asks,
            IN_SHORT[group.points],
            words.COUNTED[rule.counted] + (f" ({rule.observed})" if rule.observed else ""),
            _window(rule.window),
        )
        for group, those in groups
        for rule in those
    ]
    return Part(PARTS["rules"], ["What each asks, and what the rows above say."], rows)


def _window(window: Span | None) -> str:
    return f"{window.first} to {window.last}" if window else "-"


def _gaps(result: Result) -> Part:
    if result.counts_only:
        return Part(PARTS["gaps"], [f"{about.sufficiency(result)}."])
    text = f"{result.days_missing} of {result.days} days are empty."
    if not result.days_flow:
        return Part(PARTS["gaps"], [text])
    rows: list[tuple[str, ...]] = [("Stretch", "From", "To", "Days", "With", "Without", "Empty")]
    for row in result.days_flow:
        counts = (row.days, row.yes, row.free, row.empty)
        name = words.stretch(row.part, row.session)
        rows.append((name, str(row.first), str(row.last), *(str(count) for count in counts)))
    return Part(PARTS["gaps"], [text], rows)


def _left_out(names: Sequence[str]) -> str:
    kept = [name for name in PARTS if name in names]
    return f"Not included: {', '.join(kept)}." if kept else "Nothing was left out."


def _made(result: Result) -> str:
    file = f", file {result.meta.file[:8]}" if result.meta.file else ""
    return f"{CLOSING} wearoff {result.meta.version}{file}."


def _wrapped(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in layout.lines_of(text)]
