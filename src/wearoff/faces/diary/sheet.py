"""Page 1 of the visit: what stands where, and how much of it fits on one sheet of paper.

Texts of people have no end and a sheet has one. What is longer than its place is cut with `` ...``,
what is more than its place is counted, and both stand in full behind the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.faces.diary.answers import Document

NAME, PRODUCTS, CHANGES = 34, 70, 60
BESIDE, TALE, VIEWS, FINDING = 80, 205, 145, 250
RULE, SEEN, TYPED = 44, 22, 60
"""Most characters of each text on the sheet."""
MOST_BESIDE, MOST_RULES, MOST_ASKED = 4, 8, 3
MOST_CYCLES, FIRST_CYCLES, LAST_CYCLES = 16, 4, 10
"""So many cycles are all counted on the sheet; of more, the first and the last."""
NOT_RECORDED = "not recorded"
URGENT = "Trouble swallowing or breathing, or a sudden new headache: urgent care."
UNBLINDED = "Not blinded. People start in a bad month. Placebo injections also lower headache days."
CHANCES = (
    "Chances: of 100 people whose diaries look like this one, in about so many it is truly so."
)


@dataclass(frozen=True)
class Rule:
    """A rule in one row: what it asks in a few words, what was counted, both of its chances."""

    name: str
    counted: str
    truly: str
    differs: str


@dataclass(frozen=True)
class Dots:
    """Equally likely days by which half of the gain is gone, and those that never come."""

    days: list[float]
    never: int
    interval: float

    @property
    def sentence(self) -> str:
        """How many of the dots come before the next session."""
        before, every = len(self.days), len(self.days) + self.never
        return (
            f"In {before} of {every} half of the gain is gone before the next session, which "
            f"usually comes about day {self.interval:.0f}."
        )


@dataclass(frozen=True)
class Sheet:
    """Everything that page 1 says, in its order, except for the picture."""

    name: str
    identity: str
    sufficiency: str
    changed: str
    acute: str
    now_label: str
    change: str
    beside: list[str]
    beside_more: int
    answers: list[said.Answer]
    views: str
    finding: str
    cycles: list[tuple[str, str]]
    cycles_note: str
    rules: list[Rule]
    rules_more: int
    questions: list[str]
    questions_more: int
    matters: str
    limits: list[str]
    made: str


def sheet(document: Document, *, questions: Sequence[str] = (), matters: str = "") -> Sheet:
    """Page 1 of a document.

    Args:
        document: what `wearoff analyze --json` prints.
        questions: what the person wants to ask; three stand on the sheet.
        matters: what matters most to the person.
    """
    given = said.answers(document)
    lines = beside(document)
    rules = said.rules(document)
    typed = [text.strip() for text in questions if text.strip()]
    tally = document["counted"]
    change = ""
    if tally["change"] is not None:
        change = f"{words.change(tally['change'])} in 28".capitalize()
        if tally["change_percent"] is not None:
            change += f" ({words.signed(tally['change_percent'], 0)} %)"
    return Sheet(
        name=fit(document["name"], NAME),
        identity=_identity(document),
        sufficiency=f"{said.sufficiency(document)}. Empty days are not counted as headache-free.",
        changed=_changed(document),
        acute=_acute(document),
        now_label=said.now_label(document),
        change=change,
        beside=[fit(line, BESIDE) for line in lines[:MOST_BESIDE]],
        beside_more=max(0, len(lines) - MOST_BESIDE),
        answers=[_fitted(answer) for answer in given],
        views=fit(said.starting_views(document), VIEWS),
        finding=fit(finding(document), FINDING),
        cycles=cycle_counts(document),
        cycles_note=_cycles_note(document),
        rules=[_rule(row) for row in rules[:MOST_RULES]],
        rules_more=max(0, len(rules) - MOST_RULES),
        questions=[fit(text, TYPED) for text in (*typed, "", "", "")[:MOST_ASKED]],
        questions_more=max(0, len(typed) - MOST_ASKED),
        matters=fit(matters.strip(), TYPED),
        limits=limits(document),
        made=made(document),
    )


def fit(text: str, most: int) -> str:
    """A text of at most so many characters; a longer one ends with `` ...`` at a word."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 4]
    at_word = cut.rfind(" ")
    return (cut[:at_word] if at_word > most // 2 else cut).rstrip(" ,;:.") + " ..."


# Head


def next_about(document: Document) -> str | None:
    """Date of the next session if it comes after the usual interval; None without a session."""
    sessions = document["sessions"]
    if not sessions:
        return None
    usual = timedelta(days=round(document["method"]["interval_days"]))
    return (date.fromisoformat(sessions[-1]["date"]) + usual).isoformat()


def _identity(document: Document) -> str:
    who = words.named(document["condition"])
    following = next_about(document)
    if following is None:
        return f"{who}; no sessions given"
    last = document["sessions"][-1]["date"]
    return f"{who}; {fit(said.products(document), PRODUCTS)}; last {last}, next about {following}"


def _changed(document: Document) -> str:
    """As many changes as fit, and how many more there are."""
    texts = said.each_change(document)
    kept: list[str] = []
    for text in texts:
        if len(", ".join([*kept, text])) > CHANGES:
            break
        kept.append(text)
    if texts and not kept:
        kept = [fit(texts[0], CHANGES)]
    more = len(texts) - len(kept)
    said_ = ", ".join(kept) or "none recorded"
    return said_ + (f", and {more} more behind this page" if more else "")


def _acute(document: Document) -> str:
    given = document["acute_medication"]
    if not given:
        return NOT_RECORDED
    return f"{words.number(given['before'])} before, {words.number(given['now'])} now"


# Counted and found


def beside(document: Document) -> list[str]:
    """Other counts and clinic totals, a line each: severity and hours first."""
    lines = [
        f"{row['outcome'].capitalize()} in 28: {words.number(row['before'])} before, "
        f"{words.number(row['now'])} now"
        for row in document["outcomes"]
    ]
    hours, pair = document.get("hours"), NOT_RECORDED
    if hours:
        pair = f"{words.number(hours['before'], 0)} before, {words.number(hours['now'], 0)} now"
    lines.insert(1 if lines else 0, f"Hours with headache in 28 days: {pair}")
    return lines + [total(row) for row in totals(document)]


def totals(document: Document) -> list[dict[str, Any]]:
    """First and last value of every measure a clinic wrote down, with its noise where known."""
    if document.get("totals"):
        return document["totals"]
    rows: list[dict[str, Any]] = []
    for measure in dict.fromkeys(score["measure"] for score in document["scores"]):
        own = [score for score in document["scores"] if score["measure"] == measure]
        first, last = own[0], own[-1]
        change = None if first == last else last["value"] - first["value"]
        again = None if first == last else last
        rows.append({"measure": measure, "first": first, "last": again, "change": change})
    return rows


def total(row: dict[str, Any]) -> str:
    """A measure's first and last value in one line."""
    first, last, noise = row["first"], row["last"], row.get("detectable_change")
    text = f"{measure(row['measure'])}: {first['value']:g} ({first['date']})"
    if last is not None:
        text += f", {last['value']:g} ({last['date']})"
    return text + (f"; noise about {noise:g}" if noise is not None else "")


def measure(name: str) -> str:
    """A measure's name as clinics write it: ``HIT-6``."""
    return name.upper().replace("_", "-")


def _fitted(answer: said.Answer) -> said.Answer:
    """An answer whose text fits; what would tell is kept before the reason is."""
    told = f" What would tell: {answer.ahead}." if answer.ahead else ""
    told = fit(told, TALE // 2 if len(answer.plain) > TALE // 2 else TALE - len(answer.plain) - 1)
    plain = f"{fit(answer.plain, TALE - len(told) - 1)} {told}".strip()
    return said.Answer(answer.question, answer.word, answer.chance, answer.found, plain, "")


# All cycles on one


def finding(document: Document) -> str:
    """What the picture of all cycles shows, in a sentence or two."""
    working, wears, _ = said.answers(document)
    text = f"{_sentence(working.found)}."
    days = dots(document)
    if days is not None:
        return f"{fit(text, FINDING - len(days.sentence) - 1)} {days.sentence}"
    if working.known and wears.word != "NOT ASKED":
        text += f" {_sentence(wears.found)}."
    return text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def cycle_counts(document: Document) -> list[tuple[str, str]]:
    """Number and count of each cycle; of many, the first and the last with a count between."""
    every = [
        (str(row["session"]), words.number(row["counted"], 0) + ("*" if row["open"] else ""))
        for row in document["cycles"]
    ]
    between = len(every) - FIRST_CYCLES - LAST_CYCLES
    if len(every) <= MOST_CYCLES:
        return every
    middle = ("", f"... {between} cycles between ...")
    return [*every[:FIRST_CYCLES], middle, *every[-LAST_CYCLES:]]


def _cycles_note(document: Document) -> str:
    notes = [
        text
        for text, so in (
            ("* not over", any(row["open"] for row in document["cycles"])),
            ("- nothing written", any(row["counted"] is None for row in document["cycles"])),
        )
        if so
    ]
    return f" ({'; '.join(notes)})" if notes else ""


def dots(document: Document) -> Dots | None:
    """The equally likely days by which half of the gain is gone; None where not estimated."""
    days = document.get("wearoff_dots")
    if not days:
        return None
    there = [day for day in days if day is not None]
    return Dots(there, len(days) - len(there), document["method"]["interval_days"])


# What services look at


def every_rule(document: Document) -> list[dict[str, Any]]:
    """Rules of services as the faces order them, then the marks that papers count by."""
    rules = said.rules(document)
    return [*rules, *(row for row in document["rules"] if row["kind"] == "mark")]


def _rule(row: dict[str, Any]) -> Rule:
    """A rule's row in words; what was seen stands beside the count where it is short."""
    seen = row["observed"]
    beside = f" ({seen})" if seen and len(seen) <= SEEN else ""
    return Rule(
        fit(row["name"], RULE),
        said.COUNTED[row["counted"]] + beside,
        words.chance(row["probability_met"]),
        words.chance(row["chance_new_window_differs"]),
    )


# Limits


def limits(document: Document) -> list[str]:
    """What the page cannot do, how often it errs, and when not to wait for a page."""
    known = document.get("false_alarms")
    if known is None:
        return [CHANCES, UNBLINDED, URGENT]
    alarms = (
        f"On {known['of']} made-up diaries without any relief, this page said "
        f'"working" in {known["said"]}.'
    )
    return [CHANCES, UNBLINDED, alarms, URGENT]


def made(document: Document) -> str:
    """Version, evidence, seed and file, from which the page can be made again."""
    meta = document["meta"]
    text = f"wearoff {meta['version']}, evidence {meta['evidence']}, seed {meta['seed']}"
    return text + (f", file {meta['file'][:8]}" if meta.get("file") else "") + "."
