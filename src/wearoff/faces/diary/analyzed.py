"""What `wearoff analyze` shows: at most 23 lines of 80 columns, counts first."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words

if TYPE_CHECKING:
    from wearoff.faces.diary.answers import Answer, Document

WIDTH, LINES, INDENT = 80, 23, "    "
MOST_COLUMNS = 6
RULES = 4
"""Rules of services on the screen, if there is room."""
NEXT = "Visit page: --report visit.html   Record: --note   Reasons: --why   wearoff plan"


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
