"""What `wearoff plan` shows: the same person's next year under every course, in a fixed order."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from wearoff.faces.shared import words

Document = dict[str, Any]
WIDTH = 80
NAME, DAYS, CHANGE, CHANCE = 21, 19, 22, 7
"""Columns of the table; the rest holds the shares."""
LEAST, MOST = 0.01, 0.99
"""Chances beyond these are said as fewer and more."""
ORDER = "In a fixed order, not by benefit; nothing is ranked."
SHARES = (
    "diary/others/assumed: of 100, how much of what is said of the change comes from this diary, "
    "from other people's data, or is assumed; * more than half is assumed."
)


def screen(document: Document) -> list[str]:
    """The courses as lines of at most 80 columns."""
    who = f"wearoff {document['meta']['version']}  {words.named(document['condition'])}"
    when = f"next year, {document['first']} to {document['last']}: {document['outcome']} per 28"
    head = (
        f"{'Course':<{NAME}}{'days (9 in 10)':<{DAYS}}{'against as now':<{CHANGE}}"
        f"{'2 fewer':>{CHANCE}}  shares"
    )
    lines = [who, when, finding(document), "", head]
    lines += [line for course in document["courses"] for line in _line(course)]
    lines += ["", *wrap(f"2 fewer: chance out of 100. {SHARES} {ORDER}", WIDTH)]
    lines += wrap(_body(document), WIDTH)
    for refused in document["not_asked"]:
        lines += wrap(f"Not asked: {refused['name']} ({refused['reason']}).", WIDTH)
    for note in document["notes"]:
        lines += wrap(f"Note: {words.named(note)}.", WIDTH)
    return [*lines, words.CLOSING]


def finding(document: Document) -> str:
    """One sentence: how far the courses lie apart, and what they rest on."""
    means = [course["headache_days_28"]["mean"] for course in document["courses"]]
    assumed = sum(bool(course["mostly_assumed"]) for course in document["courses"])
    text = f"From {words.number(min(means))} to {words.number(max(means))} days across the courses"
    return f"{text}; {assumed} of {len(means) - 1} are mostly assumed (*)."


def _line(course: Document) -> list[str]:
    mark = "*" if course["mostly_assumed"] else ""
    days = words.between(course["headache_days_28"])
    name = wrap(f"{course['name']}{mark}", NAME - 1) or ["-"]
    if course["change_days_28"] is None:
        cells = f"{days:<{DAYS}}"
    else:
        share = course["data_share"]
        parts = "/".join(f"{100 * share[key]:.0f}" for key in share) if share else "as now"
        change = words.between(course["change_days_28"], sign=True)
        chance = out_of_100(course["p_better_by_2"])
        cells = f"{days:<{DAYS}}{change:<{CHANGE}}{chance:>{CHANCE}}  {parts}"
    return [f"{name[0]:<{NAME}}{cells}".rstrip(), *(f"  {rest}" for rest in name[1:])]


def out_of_100(chance: float) -> str:
    """A chance as a cell: whole numbers out of 100, never 0 and never 100."""
    if chance < LEAST:
        return "<1"
    return ">99" if chance > MOST else f"{100 * chance:.0f}"


def _body(document: Document) -> str:
    """What the model says of muscle and load, where it differs between courses."""
    sizes = {c["name"]: c["muscle_percent"] for c in document["courses"]}
    known = {name: size for name, size in sizes.items() if size is not None}
    if not known:
        return ""
    least, most = min(known, key=lambda n: known[n]), max(known, key=lambda n: known[n])
    text = (
        "In the model, for a typical person, not measured here: injected muscles shrink to "
        f"{words.number(known[least], 0)} % ({least}) to {words.number(known[most], 0)} % ({most})"
    )
    loads = [c["load_change_percent"] for c in document["courses"]]
    given = [load for load in loads if load is not None]
    if not any(float(words.number(load)) for load in given):
        return f"{text}; load on the other muscles hardly changes." if given else f"{text}."
    span = f"{words.signed(min(given))} to {words.signed(max(given))}"
    return f"{text}; load on the other muscles changes by {span} % of full strength."


def picture(document: Document) -> str:
    """SVG: a soft bar of each course's days, in the order of the table."""
    from wearoff.faces.shared.figures import PAPER, svg
    from wearoff.faces.shared.named_rows import Span, spans

    lines = [
        Span(
            f"{course['name']}{' *' if course['mostly_assumed'] else ''}",
            **course["headache_days_28"],
            said=f"{course['name']}: {words.between(course['headache_days_28'])} days in 28",
        )
        for course in document["courses"]
    ]
    how = ("Bar: 9 in 10 chance. Dot: mean. * more than half is assumed.", ORDER)
    axis = f"{document['outcome']} in 28, next year"
    return svg(spans(lines, axis, finding(document), how), PAPER["background"])
