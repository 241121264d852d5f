"""The payer's page: counted only, and each number with the rows it comes from.

No chance, no underlying level, no forecast. The person sees it before it is written and can leave
parts out; what was left out is listed by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from wearoff.errors import unknown
from wearoff.faces.diary import answers as said
from wearoff.faces.diary.behind import flow
from wearoff.faces.diary.sheet import NOT_RECORDED, measure, totals
from wearoff.faces.shared import words
from wearoff.faces.shared.pages import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.analyze import Analysis
    from wearoff.faces.diary.answers import Document

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
HEAD: tuple[str, ...] = ("When", "From", "To", "Days", "Written", "With", "In 28")
LATE = "When an entry was written is not in the file: days entered late cannot be told from others."
HOW = (
    "Arithmetic on the rows of the diary; a count in 28 is days with, of days written, times 28. "
    f"Empty days are not counted as free. {LATE}"
)
WIDTH = 80


@dataclass(frozen=True)
class Part:
    """A heading, its sentences, and a table of which the first row names the columns."""

    title: str
    sentences: list[str]
    rows: list[tuple[str, ...]] = field(default_factory=list)


def payer_page(found: Analysis, *, leave_out: Sequence[str] = ()) -> str:
    """HTML of what was counted.

    Args:
        found: the analysis.
        leave_out: names of parts that the person leaves out, of ``PARTS``.

    Raises:
        InputError: a part that does not exist.
    """
    document = found.document
    return page(
        "payer.html",
        name=document["name"],
        head=_head(document),
        parts=parts(document, leave_out),
        left_out=_left_out(leave_out),
        made=_made(document),
    )


def check_parts(leave_out: Sequence[str]) -> None:
    """Refuse a part that does not exist, before any work is done.

    Raises:
        InputError: a part that does not exist.
    """
    for name in leave_out:
        if name not in PARTS:
            raise unknown("part", name, PARTS)


def payer_lines(document: Document, leave_out: Sequence[str] = ()) -> list[str]:
    """The same page as lines of 80 columns, to be seen before it is written.

    Raises:
        InputError: a part that does not exist.
    """
    title = f"COUNTED DAYS AND INJECTIONS  {document['name']}"
    lines = _wrapped([title, *_head(document)])
    for part in parts(document, leave_out):
        lines += ["", part.title.upper(), *_wrapped(part.sentences), *_aligned(part.rows)]
    return [*lines, "", *_wrapped([_left_out(leave_out), _made(document)])]


def parts(document: Document, leave_out: Sequence[str] = ()) -> list[Part]:
    """The counts, then every part that has something and was not left out.

    Raises:
        InputError: a part that does not exist.
    """
    check_parts(leave_out)
    made = {
        "severity": _severity(document),
        "hours": _hours(document),
        "acute": _acute(document),
        "other days": _others(document),
        "sessions": _sessions(document),
        "changes": _changes(document),
        "scores": _scores(document),
        "rules": _rules(document),
        "gaps": _gaps(document),
    }
    return [
        _counts(document),
        *(part for name, part in made.items() if part is not None and name not in leave_out),
    ]


# What stands in it


def _head(document: Document) -> list[str]:
    return [
        f"{words.named(document['condition']).capitalize()}. {said.sufficiency(document)}.",
        HOW,
    ]


def _counts(document: Document) -> Part:
    tally = document["counted"]
    return _tally(document["outcome"].capitalize(), tally, "before the first session")


def _tally(title: str, tally: dict[str, Any], what: str = "before") -> Part:
    """A count before and now, with its windows and its change."""
    windows = tally["windows"]
    rows = [HEAD, _row(what, windows["before"]), _row("now", windows["now"])]
    return Part(title, [_change(tally)], rows)


def _row(name: str, window: dict[str, Any] | None) -> tuple[str, ...]:
    if window is None:
        return (name, *["-"] * (len(HEAD) - 1))
    if window["source"] != "diary":
        name = f"{name} ({window['source']})"
    return (
        name,
        window["first"],
        window["last"],
        str(window["days"]),
        str(window["written"]),
        f"{window['yes']:g}",
        words.number(window["rate"]),
    )


def _change(tally: dict[str, Any]) -> str:
    if tally["change"] is None:
        return "No change can be counted: nothing was written before, or nothing since."
    percent = tally.get("change_percent")
    beside = "" if percent is None else f" ({words.signed(percent, 0)} %)"
    return f"Change: {words.change(tally['change'])} in 28{beside}."


def _severity(document: Document) -> Part | None:
    row = next((row for row in document["outcomes"] if row["name"] == "moderate_headache"), None)
    if row is None:
        return Part(PARTS["severity"], [f"{NOT_RECORDED.capitalize()}."])
    made = _tally(PARTS["severity"], row)
    return Part(made.title, [f"Counted: {row['outcome']}.", *made.sentences], made.rows)


def _hours(document: Document) -> Part | None:
    hours = document.get("hours")
    if not hours:
        return Part(PARTS["hours"], [f"{NOT_RECORDED.capitalize()}."])
    before, now = (words.number(hours[key]) for key in ("before", "now"))
    return Part(PARTS["hours"], [f"In 28 days: {before} before, {now} now. {_change(hours)}"])


def _acute(document: Document) -> Part | None:
    taken = document["acute_medication"]
    if not taken:
        return Part(PARTS["acute"], [f"{NOT_RECORDED.capitalize()}."])
    return _tally(PARTS["acute"], taken)


def _others(document: Document) -> Part | None:
    others = [row for row in document["outcomes"] if row["name"] != "moderate_headache"]
    if not others:
        return None
    rows = [HEAD]
    for row in others:
        rows.append(_row(f"{row['outcome']}, before", row["windows"]["before"]))
        rows.append(_row(f"{row['outcome']}, now", row["windows"]["now"]))
    changed = [f"{row['outcome'].capitalize()}. {_change(row)}" for row in others]
    return Part(PARTS["other days"], changed, rows)


def _sessions(document: Document) -> Part | None:
    given = document["sessions"]
    if not given:
        return Part(PARTS["sessions"], ["No sessions given."])
    rows = [("Session", "Date", "Days since the last", "Product", "Units")]
    last: date | None = None
    for session in given:
        day = date.fromisoformat(session["date"])
        apart = "-" if last is None else str((day - last).days)
        rows.append(
            (
                str(session["session"]),
                session["date"],
                apart,
                session["product"],
                f"{session['units']:g}",
            )
        )
        last = day
    return Part(PARTS["sessions"], [f"{said.products(document)}."], rows)


def _changes(document: Document) -> Part | None:
    if not document["events"]:
        return Part(PARTS["changes"], ["None recorded."])
    rows = [("From", "To", "Kind", "What")]
    rows += [(e["date"], e["until"] or "-", e["kind"], e["what"]) for e in document["events"]]
    return Part(PARTS["changes"], [], rows)


def _scores(document: Document) -> Part | None:
    if not document["scores"]:
        return None
    changed = [
        f"{measure(row['measure'])}: change {row['change']:+g}."
        for row in totals(document)
        if row["change"] is not None
    ]
    rows = [("Date", "Measure", "Total")]
    rows += [(s["date"], measure(s["measure"]), f"{s['value']:g}") for s in document["scores"]]
    return Part(PARTS["scores"], changed, rows)


def _rules(document: Document) -> Part | None:
    rules = said.rules(document)
    if not rules:
        return None
    rows = [("Rule", "Asks", "Counted", "Window")]
    rows += [
        (
            f"{row['name']} ({row['where']})",
            row["asks"],
            said.COUNTED[row["counted"]] + (f" ({row['observed']})" if row["observed"] else ""),
            _window(row["window"]),
        )
        for row in rules
    ]
    return Part(PARTS["rules"], ["What each asks, and what the rows above say."], rows)


def _window(window: dict[str, str] | None) -> str:
    return f"{window['first']} to {window['last']}" if window else "-"


def _gaps(document: Document) -> Part | None:
    read = document["days_observed"] + document["days_missing"]
    text = f"{document['days_missing']} of {read} days are empty."
    rows: list[tuple[str, ...]] = [("Stretch", "From", "To", "Days", "With", "Without", "Empty")]
    for row in flow(document):
        counts = (row.days, row.yes, row.free, row.empty)
        rows.append((row.name, row.first, row.last, *(str(count) for count in counts)))
    return Part(PARTS["gaps"], [text], rows if len(rows) > 1 else [])


def _left_out(names: Sequence[str]) -> str:
    kept = [name for name in PARTS if name in names]
    return f"Not included: {', '.join(kept)}." if kept else "Nothing was left out."


def _made(document: Document) -> str:
    meta = document["meta"]
    file = f", file {meta['file'][:8]}" if meta.get("file") else ""
    return f"{words.CLOSING} wearoff {meta['version']}{file}."


# As lines


def _wrapped(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in wrap(text, WIDTH)]


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows in columns; where a row is wider than the screen, cells follow each other instead."""
    if not rows:
        return []
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    if sum(widths) + 2 * len(widths) <= WIDTH:
        return [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    head, *body = rows
    return [
        line
        for row in body
        for line in wrap(
            "; ".join(f"{name.lower()}: {cell}" for name, cell in zip(head, row, strict=True)),
            WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
        )
    ]
