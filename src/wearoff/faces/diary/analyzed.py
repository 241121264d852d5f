"""What `wearoff analyze` shows: at most 23 lines of 80 columns, counts first."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import wearoff
from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words
from wearoff.formats.documents import to_json
from wearoff.formats.writing import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.faces.diary.answers import Answer, Document

WIDTH, LINES, INDENT = 80, 23, "    "
MOST_COLUMNS = 6
RULES = 4
"""Rules of services on the screen, if there is room."""
NEXT = "Visit page: --report visit.html   Record: --note   Reasons: --why   wearoff plan"


@dataclass(frozen=True)
class Wanted:
    """What to print and which files to write; None where it was not asked for."""

    report: str | None = None
    pdf: str | None = None
    letter: bool = False
    questions: tuple[str, ...] = ()
    matters: str = ""
    payer: str | None = None
    seen: bool = False
    leave_out: tuple[str, ...] = ()
    note: bool = False
    why: bool = False
    out: str | None = None
    as_json: bool = False

    @property
    def files(self) -> list[str]:
        """Every file to write; the payer's page only once the person has seen it."""
        payer = self.payer if self.seen else None
        return [path for path in (self.report, self.pdf, payer, self.out) if path]


def show_analysis(
    diary: str, wanted: Wanted, *, options: dict[str, Any], progress: Callable[[str], None]
) -> None:
    """Analyze one diary, print the screen, the note or the reasons, and write the files."""
    for path in wanted.files:
        check_writable(path)
    if wanted.pdf:
        from wearoff.faces.shared.pdf import check_pdf

        check_pdf()
    if wanted.payer:
        from wearoff.faces.diary.payer import check_parts

        check_parts(wanted.leave_out)
    found = wearoff.analyze(diary, progress=progress, **options)
    document = found.document
    _write(found, wanted, progress)
    if wanted.as_json:
        print(to_json(document), end="")
        return
    print("\n".join(_printed(document, wanted)))
    for path in wanted.files:
        print(f"Wrote {path}")
    if wanted.payer and not wanted.seen:
        print(f"Not written yet. Leave parts out with --leave-out; --seen writes {wanted.payer}")


def _printed(document: Document, wanted: Wanted) -> list[str]:
    if wanted.note:
        from wearoff.faces.diary.notes import record

        return record(document)
    if wanted.why:
        from wearoff.faces.diary.reasons import reasons

        return reasons(document)
    if wanted.payer:
        from wearoff.faces.diary.payer import payer_lines

        return payer_lines(document, wanted.leave_out)
    return screen(document)


def _write(found: wearoff.Analysis, wanted: Wanted, progress: Callable[[str], None]) -> None:
    """Every file that was asked for."""
    if wanted.report or wanted.pdf:
        from wearoff.faces.diary.visit import visit_page

        progress("drawing the visit page")
        html = visit_page(found, questions=wanted.questions, matters=wanted.matters)
        if wanted.report:
            write_text(html, wanted.report)
        if wanted.pdf:
            from wearoff.faces.shared.pdf import write_pdf

            write_pdf(html, wanted.pdf, page="letter" if wanted.letter else "a4")
    if wanted.payer and wanted.seen:
        from wearoff.faces.diary.payer import payer_page

        write_text(payer_page(found, leave_out=wanted.leave_out), wanted.payer)
    if wanted.out:
        write_text(to_json(found.document), wanted.out)


def screen(document: Document) -> list[str]:
    """The analysis in a screen; with much to say, blank lines and then second lines go."""
    given = said.answers(document)
    questions = [line for k, a in enumerate(given, 1) for line in question(k, a)]
    lines: list[str] = []
    for room, most in ((2, RULES), (1, RULES), (1, RULES // 2), (1, 0)):
        tail = [*standing(document, room), *footnotes(document, room), NEXT]
        told = rules(document, most)
        blocks = [heading(document), questions, cycle_table(document), ahead(given, room), told]
        blocks.append(tail)
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


def rules(document: Document, most: int) -> list[str]:
    """The first rules of services: what each asks, what was counted, chance that it is so."""
    given = said.rules(document)
    if not given or not most:
        return []
    more = len(given) - most
    head = "RULES  asked, not advised"
    head = f"{head} ({more} more: --why)" if more > 0 else head
    lines = [f"{head:<45}{'counted':<14}truly so"]
    return lines + [
        f"  {rule['name'][:42]:<43}{said.COUNTED[rule['counted']]:<14}"
        f"{words.chance(rule['probability_met'])}"
        for rule in given[:most]
    ]


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
