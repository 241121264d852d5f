"""What `wearoff analyze` shows: at most 23 lines of 80 columns, counts first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from wearoff.faces.diary import about
from wearoff.faces.shared import layout
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers, patterns
from wearoff.words.doubts import ASKS_UNWRITTEN
from wearoff.words.rules import IN_SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.result import Answer, Result

LINES, MOST_COLUMNS, RULE, CYCLE, MARGIN = 23, 6, 36, 22, "  "
IN_FULL = " ... (--why)"
"""What stands where even this screen is too small for a text."""
NEXT = "Visit page: --report visit.html   Record: --note   Reasons: --why"


class Room(NamedTuple):
    """Lines of notes, rules, what is told in full, and lines of a text, None of any number."""

    notes: int
    rules: int
    origin: Literal["told", "counted", ""] = ""
    table: bool = True
    beside: int | None = None
    doubts: int | None = None
    answers: int | None = None


ROOMS = (
    Room(2, 4, origin="told"),
    Room(1, 4, origin="told"),
    Room(2, 4, origin="counted"),
    Room(1, 4, origin="counted"),
    Room(2, 4),
    Room(1, 4),
    Room(2, 2),
    Room(1, 2),
    Room(1, 2, table=False),
    Room(1, 0, table=False),
    Room(1, 0, table=False, beside=2),
    Room(1, 0, table=False, beside=1),
    Room(1, 0, table=False, beside=1, doubts=1),
    Room(1, 0, table=False, beside=1, doubts=1, answers=1),
)
"""As there is more to say, where it might come from, notes and rules are counted, not told, the
first of them left to the reasons; a doubt is cut last but one, an answer last."""


def screen(result: Result) -> list[str]:
    """The analysis in a screen."""
    return layout.stacked((_blocks(result, room) for room in ROOMS), LINES)


def _blocks(result: Result, room: Room) -> list[list[str]]:
    questions = [
        line for k, a in enumerate(result.answers, 1) for line in question(k, a, room.answers)
    ]
    last = [*standing(result, room), *doubted(result, room), *footnotes(result, room)]
    return [
        *heading(result, [counted(result), *since(result, room), *to_check(result, room)]),
        questions,
        cycle_table(result) if room.table else [],
        ahead(result, room),
        rules(result, room.rules),
        origin(result, room),
        [*last, following(result)],
    ]


def heading(result: Result, below: list[str]) -> list[list[str]]:
    """Who, how much diary, and what was counted by the fourth line; who is shortened."""
    who = about.identity(result)
    first = f"wearoff {result.meta.version}  {who}"
    filled = layout.lines_of(about.sufficiency(result), 2, below="  ")
    head = first if layout.fits(first, layout.WIDTH) else who
    lines = layout.above(head, filled, 3, cut=IN_FULL)
    return [[*lines, *below]] if lines[2:] else [lines, below]


def since(result: Result, room: Room) -> list[str]:
    """Whether it is better since the first session."""
    text = about.since(result)
    return _told(f"BETTER SINCE  {text}", room) if text else []


def to_check(result: Result, room: Room) -> list[str]:
    """The worst rows that look like a slip, and how to say that they are right."""
    open_doubts = about.to_check(result)
    if not open_doubts:
        return []
    more = layout.beyond(open_doubts, 1)
    text = open_doubts[0] + (f" ({more} more: --why)" if more else "")
    return [
        *_told(f"CHECK THE FILE  {text}", room),
        *_told(_how_to_go_on(result), room, head="  "),
    ]


def _told(text: str, room: Room, *, head: str = "", below: str = "  ") -> list[str]:
    """A text in full, or in its first lines where there is no room."""
    return layout.lines_of(text, room.beside, head=head, below=below, cut=IN_FULL)


def _how_to_go_on(result: Result) -> str:
    """What takes the worst doubts away."""
    codes = dict.fromkeys(
        one.code for one in result.doubts if one.effect == "bars_answers" and not one.confirmed
    )
    if any(code in ASKS_UNWRITTEN for code in codes):
        return "if an empty day is a free one: --unwritten free"
    asked = " ".join(f"--confirm {code}" for code in codes)
    return f"mend it or, if it is right: {asked}"


def doubted(result: Result, room: Room) -> list[str]:
    """The worst of the other doubts, and how many there are."""
    said = about.doubts(result, "said")
    if not said:
        return []
    more = "; the others: --why" if said[1:] else ""
    return layout.lines_of(f"DOUBTS {len(said)}: {said[0]}{more}", room.doubts, cut=IN_FULL)


def _noted(texts: Sequence[str], room: Room, *, head: str) -> list[str]:
    """Texts in a line or two, each whole or counted."""

    def more(left: int, kept: int) -> str:
        return f"{left} {'more' if kept else 'of them'}: --why"

    return layout.first_whole(texts, room.notes, head=head, more=more)


def counted(result: Result) -> str:
    """Days counted in 28, before and now."""
    tally = result.counted
    change = "" if tally.change is None else f"   ({numbers.change(tally.change)})"
    return (
        f"COUNTED   {result.outcome} per 28:   before {numbers.number(tally.before)}   "
        f"{about.now_label(result)} {numbers.number(tally.now)}{change}"
    )


def question(number: int, answer: Answer, most: int | None = None) -> list[str]:
    """A question with its answer, and under it what was found or why it cannot be told."""
    asked, word = catalog.QUESTIONS[answer.question], catalog.WORDS[answer.word]
    head = f"{number} {asked:<37}{word:<17}{numbers.sure(answer.chance_said)}".rstrip()
    text = layout.lines_of(answer.plain, most, head=layout.INDENT, below=layout.INDENT, cut=IN_FULL)
    return [head, *text]


def cycle_table(result: Result) -> list[str]:
    """The shape of a cycle, as counted, at a few days after the session."""
    drawn = [week for week in result.standard_cycle if week.drawn]
    weeks = layout.spaced(drawn, MOST_COLUMNS)
    if not weeks or about.to_check(result):
        return []
    days = "".join(f"{week.day:>5}" for week in weeks)
    cells = "".join(f"{numbers.number(week.counted, 0):>5}" for week in weeks)
    mean = words.mean_of_cycles(weeks[0].cycles)
    head = f"{numbers.sentence(result.outcome)} / 28"
    head = head if layout.fits(head, CYCLE) else "Counted / 28"
    return [f"{'Days since session':<{CYCLE}}{days}", f"{head:<{CYCLE}}{cells}     {mean}".rstrip()]


def rules(result: Result, most: int) -> list[str]:
    """Rules of each way: what each asks, what a yes speaks for, what was counted, how sure."""
    few = [(group, rule) for group, those in about.first_rules(result, most) for rule in those]
    more = layout.beyond(result.rules, len(few))
    if not few:
        return [f"RULES, not advice: {more} of them, --why"] if more else []
    head = f"RULES, not advice ({more} more: --why)" if more else "RULES, not advice"
    lines = [f"{head:<{RULE}}{'a yes is for':<14}{'counted':<14}truly so"]
    for group, rule in few:
        name, *rest = layout.in_column(rule.name, RULE, MARGIN)
        lines.append(
            f"{name:<{RULE}}{IN_SHORT[group.points]:<14}{words.COUNTED[rule.counted]:<14}"
            f"{about.truly_so(rule)}"
        )
        lines += rest
    return lines


def ahead(result: Result, room: Room) -> list[str]:
    """What would tell, for every question that is open."""
    lines = [
        line
        for number, answer in enumerate(result.answers, 1)
        if answer.ahead
        for line in _told(answer.ahead, room, head=f"  {number} ", below=layout.INDENT)
    ]
    return ["WHAT WOULD TELL", *lines] if lines else []


def origin(result: Result, room: Room) -> list[str]:
    """Where it might come from: a line a clue, how many there are, or nothing."""
    told = result.origin
    if told is None or not room.origin:
        return []
    head = patterns.ORIGIN_IN_SHORT
    if room.origin == "counted":
        looked = len(told.clues) + len(told.examined)
        return [f"{head}: {looked} looked at, in time, not as a cause (--why)"]
    lines = [f"{head}: an order in time, not a cause"]
    for clue in told.clues:
        lines += layout.lines_of(clue.text, head=MARGIN, below=layout.INDENT)
    for row in told.examined:
        lines += layout.lines_of(about.total(row), head=MARGIN, below=layout.INDENT)
    if told.by_chance:
        lines += layout.lines_of(told.by_chance.text, head=MARGIN, below=MARGIN)
    return lines


def following(result: Result) -> str:
    """What can be asked next; courses need a diary."""
    return NEXT if result.counts_only else f"{NEXT}   wearoff plan"


def standing(result: Result, room: Room) -> list[str]:
    """Checks, and whether the answers depend on where one starts."""
    return _told(f"{result.checked.text} {result.views.text}".strip(), room, below="")


def footnotes(result: Result, room: Room) -> list[str]:
    """What seems to contradict the answers, and what was assumed or left out, in two lines."""
    explained = [layout.in_a_row(one.text) for one in result.explained]
    texts = [*explained, *about.outside(result), *about.notes(result)]
    return _noted(texts, room, head="Note: ") if texts else []
