"""What `wearoff analyze` shows: at most 23 lines of 80 columns, counts first."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from wearoff import api
from wearoff.faces import answers as said
from wearoff.faces import words
from wearoff.io.documents import to_json
from wearoff.io.tables import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.faces.answers import Answer, Document

WIDTH, LINES, INDENT = 80, 23, "    "
MOST_COLUMNS = 6
NEXT = "Visit page: --report visit.html   For the record: --note   Reasons: --why"


def show_analysis(
    diary: str,
    *,
    options: dict[str, Any],
    report: str | None,
    note: bool,
    why: bool,
    out: str | None,
    as_json: bool,
    progress: Callable[[str], None],
) -> None:
    """Analyze one diary, print the screen, the note or the reasons, and write the files."""
    for path in (report, out):
        if path:
            check_writable(path)
    found = api.analyze(diary, progress=progress, **options)
    document = found.document
    if report:
        from wearoff.faces.visit import visit_page

        progress("drawing the visit page")
        write_text(visit_page(found), report)
    if out:
        write_text(to_json(document), out)
    if as_json:
        print(to_json(document), end="")
        return
    if note:
        from wearoff.faces.notes import record

        print("\n".join(record(document)))
    elif why:
        from wearoff.faces.reasons import reasons

        print("\n".join(reasons(document)))
    else:
        print("\n".join(screen(document)))
    for path in (report, out):
        if path:
            print(f"Wrote {path}")


def screen(document: Document) -> list[str]:
    """The analysis in a screen; with much to say, blank lines and then second lines go."""
    given = said.answers(document)
    questions = [line for k, a in enumerate(given, 1) for line in question(k, a)]
    lines: list[str] = []
    for room in (2, 1):
        tail = [*standing(document, room), *footnotes(document, room), NEXT]
        blocks = [heading(document), questions, cycle_table(document), ahead(given, room), tail]
        filled = [block for block in blocks if block]
        for gaps in range(len(filled) - 1, -1, -1):
            lines = []
            for place, block in enumerate(filled):
                lines += [""] if 0 < place <= gaps else []
                lines += block
            if len(lines) <= LINES:
                return lines
    return lines


def heading(document: Document) -> list[str]:
    """Who, how much diary, and what was counted; never more than four lines."""
    version = f"wearoff {document['meta']['version']}  "
    who = said.identity(document)
    first = version + who if len(version + who) <= WIDTH else who
    lines = wrap(first, WIDTH, subsequent_indent="  ", max_lines=2, placeholder=" ...")
    lines.append(said.sufficiency(document))
    return [*lines, *([""] if len(lines) < 3 else []), counted(document)]  # noqa: PLR2004 - COUNTED stands in the first four lines


def counted(document: Document) -> str:
    """Days counted in 28, before and now."""
    tally = document["counted"]
    change = "" if tally["change"] is None else f"   ({words.change(tally['change'])})"
    return (
        f"COUNTED   {document['outcome']} per 28:   before {words.number(tally['before'])}   "
        f"{said.now_label(document)} {words.number(tally['now'])}{change}"
    )


def question(number: int, answer: Answer) -> list[str]:
    """A question with its answer, and under it what was found or why it cannot be told."""
    head = f"{number} {answer.question:<38}{answer.word:<17}{answer.chance}".rstrip()
    below = wrap(
        answer.found,
        WIDTH,
        initial_indent=INDENT,
        subsequent_indent=INDENT,
        max_lines=2,
        placeholder=" ...",
    )
    return [head, *below]


def cycle_table(document: Document) -> list[str]:
    """The shape of a cycle, as counted, at a few days after the session."""
    weeks = columns(document)
    if not weeks:
        return []
    most = max(week["cycles"] for week in weeks)
    mean = f"     mean of {most} cycles" if most > 1 else ""
    head = f"{document['outcome'].capitalize()} / 28"[:22]
    return [
        f"{'Days since session':<22}" + "".join(f"{week['day']:>5}" for week in weeks),
        f"{head:<22}" + "".join(f"{words.number(week['counted'], 0):>5}" for week in weeks) + mean,
    ]


def columns(document: Document) -> list[dict[str, Any]]:
    """At most six weeks of the standard cycle, evenly spaced, of those most cycles have."""
    cycle = document["standard_cycle"]
    most = max((week["cycles"] for week in cycle), default=0)
    weeks = [week for week in cycle if 2 * week["cycles"] >= most]
    step = max(1, -(-(len(weeks) - 1) // MOST_COLUMNS))
    return weeks[step - 1 :: step][:MOST_COLUMNS]


def ahead(given: list[Answer], room: int) -> list[str]:
    """What would tell, for every question that is open."""
    lines = [
        line
        for number, answer in enumerate(given, 1)
        if answer.ahead
        for line in wrap(
            answer.ahead,
            WIDTH,
            initial_indent=f"  {number} ",
            subsequent_indent=INDENT,
            max_lines=room,
            placeholder=" ...",
        )
    ]
    return ["WHAT WOULD TELL", *lines] if lines else []


def standing(document: Document, room: int) -> list[str]:
    """Checks, and whether the answers depend on where one starts."""
    text = f"{said.checks(document)} {said.starting_views(document)}".strip()
    return wrap(text, WIDTH, max_lines=room, placeholder=" ...")


def footnotes(document: Document, room: int) -> list[str]:
    """What was assumed, merged or left out, in a line or two."""
    text = "; ".join(said.notes(document))
    if not text:
        return []
    return wrap(f"Note: {text}", WIDTH, max_lines=room, placeholder=" ...")
