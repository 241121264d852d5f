"""What `wearoff analyze` shows: at most 23 lines of 80 columns, counts first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared import layout
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers
from wearoff.words.doubts import ASKS_UNWRITTEN
from wearoff.words.rules import IN_SHORT

if TYPE_CHECKING:
    from wearoff.diary.result import Answer, Result

LINES, MOST_COLUMNS, CHECK_LINES, RULE = 23, 6, 2, 36
ROOM = ((2, 4), (1, 4), (1, 2), (1, 0))
"""Lines of a longer text, and rules of services, as room gets less."""
NEXT = "Visit page: --report visit.html   Record: --note   Reasons: --why"


def screen(result: Result) -> list[str]:
    """The analysis in a screen; with much to say, blank lines and then second lines go."""
    questions = [line for k, a in enumerate(result.answers, 1) for line in question(k, a)]
    choices = (
        [
            [*heading(result), *to_check(result)],
            questions,
            cycle_table(result),
            ahead(result, room),
            rules(result, most),
            [
                *standing(result, room),
                *doubted(result, room),
                *footnotes(result, room),
                following(result),
            ],
        ]
        for room, most in ROOM
    )
    return layout.stacked(choices, LINES)


def heading(result: Result) -> list[str]:
    """Who, how much diary, and what was counted: four lines."""
    who = about.identity(result)
    first = f"wearoff {result.meta.version}  {who}"
    lines = layout.lines_of(first if layout.fits(first, layout.WIDTH) else who, 2, below="  ")
    lines += layout.lines_of(about.sufficiency(result), 2, below="  ")
    return [*layout.padded(lines, 3), counted(result)]


def to_check(result: Result) -> list[str]:
    """The worst rows that look like a slip, and how to say that they are right."""
    open_doubts = about.to_check(result)
    if not open_doubts:
        return []
    more = layout.beyond(open_doubts, 1)
    text = open_doubts[0] + (f" ({more} more: --why)" if more else "")
    return [
        *layout.lines_of(f"CHECK THE FILE  {text}", CHECK_LINES, below="  "),
        *layout.lines_of(_how_to_go_on(result), 1, head="  "),
    ]


def _how_to_go_on(result: Result) -> str:
    """What takes the worst doubts away."""
    codes = dict.fromkeys(
        one.code for one in result.doubts if one.effect == "bars_answers" and not one.confirmed
    )
    if any(code in ASKS_UNWRITTEN for code in codes):
        return "if an empty day is a free one: --unwritten free"
    asked = " ".join(f"--confirm {code}" for code in codes)
    return f"mend it or, if it is right: {asked}"


def doubted(result: Result, room: int) -> list[str]:
    """Other doubts, in a line or two."""
    said = about.doubts(result, "said")
    return layout.lines_of(f"DOUBTS {len(said)}: {'; '.join(said)}", room) if said else []


def counted(result: Result) -> str:
    """Days counted in 28, before and now."""
    tally = result.counted
    change = "" if tally.change is None else f"   ({numbers.change(tally.change)})"
    return (
        f"COUNTED   {result.outcome} per 28:   before {numbers.number(tally.before)}   "
        f"{about.now_label(result)} {numbers.number(tally.now)}{change}"
    )


def question(number: int, answer: Answer) -> list[str]:
    """A question with its answer, and under it what was found or why it cannot be told."""
    asked, word = catalog.QUESTIONS[answer.question], catalog.WORDS[answer.word]
    head = f"{number} {asked:<38}{word:<17}{numbers.chance_beside(answer.chance_said)}".rstrip()
    return [head, *layout.lines_of(answer.found, 2, head=layout.INDENT)]


def cycle_table(result: Result) -> list[str]:
    """The shape of a cycle, as counted, at a few days after the session."""
    drawn = [week for week in result.standard_cycle if week.drawn]
    weeks = layout.spaced(drawn, MOST_COLUMNS)
    if not weeks or about.to_check(result):
        return []
    days = "".join(f"{week.day:>5}" for week in weeks)
    cells = "".join(f"{numbers.number(week.counted, 0):>5}" for week in weeks)
    mean = words.mean_of_cycles(weeks[0].cycles)
    head = f"{numbers.sentence(result.outcome)} / 28"[:22]
    return [f"{'Days since session':<22}{days}", f"{head:<22}{cells}     {mean}".rstrip()]


def rules(result: Result, most: int) -> list[str]:
    """Rules of each way: what each asks, what a yes speaks for, what was counted, how sure."""
    few = [(group, rule) for group, those in about.first_rules(result, most) for rule in those]
    if not few:
        return []
    more = len(result.rules) - len(few)
    head = f"RULES ({more} more: --why)" if more else "RULES"
    lines = [f"{head:<{RULE}}{'a yes is for':<14}{'counted':<14}truly so"]
    return lines + [
        f"{layout.cell(f'  {rule.name}', RULE)}{IN_SHORT[group.points]:<14}"
        f"{words.COUNTED[rule.counted]:<14}{numbers.chance_cell(rule.probability_met) or '-'}"
        for group, rule in few
    ]


def ahead(result: Result, room: int) -> list[str]:
    """What would tell, for every question that is open."""
    lines = [
        line
        for number, answer in enumerate(result.answers, 1)
        if answer.ahead
        for line in layout.lines_of(answer.ahead, room, head=f"  {number} ", below=layout.INDENT)
    ]
    return ["WHAT WOULD TELL", *lines] if lines else []


def following(result: Result) -> str:
    """What can be asked next; courses need a diary."""
    return NEXT if result.counts_only else f"{NEXT}   wearoff plan"


def standing(result: Result, room: int) -> list[str]:
    """Checks, and whether the answers depend on where one starts."""
    return layout.lines_of(f"{result.checked.text} {result.views.text}".strip(), room)


def footnotes(result: Result, room: int) -> list[str]:
    """What was assumed, merged or left out, in a line or two."""
    text = "; ".join([*about.outside(result), *about.notes(result)])
    return layout.lines_of(f"Note: {text}", room) if text else []
