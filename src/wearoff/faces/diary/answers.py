"""Answers in words: the document's verdicts as the three questions that people ask.

Screen, note, visit page, folder table and demo all print these, so that they cannot disagree. Both
drift questions are one line: worse is RISING, better is FALLING, neither is STEADY.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wearoff.faces.shared import words

Document = dict[str, Any]
YES, NO, CANNOT_TELL = "yes", "no", "cannot_tell"
SAID = {YES: "YES", NO: "NO", CANNOT_TELL: "CANNOT TELL"}
NOT_ASKED_CODES = {"no_sessions", "not_asked_yet", "too_few_sessions", "too_short"}
"""Reasons that say the diary lacks the design for the question, not the signal."""
EARLY_CODES = {"one_session", "short_after"}
COUNTED = {
    "yes": "yes",
    "no": "no",
    "not_recorded": "not recorded",
    "too_early": "too early",
}
"""What was counted of a rule, in words."""
TITLES = {"jaw_drives_headache": "jaw pain comes before headache"}
"""Questions whose name says more than one diary can show."""
WORKING = "Is it working?"
WEARS_OFF = "Does it wear off early?"
UNDERNEATH = "Is the headache underneath changing?"
YEAR = 365.25
WHY_UNKNOWN = "one diary cannot say why"


@dataclass(frozen=True)
class Answer:
    """One question answered.

    ``word`` is YES, NO, STEADY, RISING, FALLING, CANNOT TELL, CANNOT TELL YET or NOT ASKED;
    ``chance`` is '' where there is none; ``found`` is what was estimated, or the reason; ``plain``
    says it for the person; ``ahead`` is what would tell, '' where the answer is known.
    """

    question: str
    word: str
    chance: str
    found: str
    plain: str
    ahead: str

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.word not in {"CANNOT TELL", "CANNOT TELL YET", "NOT ASKED"}


def answers(document: Document) -> list[Answer]:
    """The three questions, in order."""
    return [working(document), wears_off(document), underneath(document)]


def verdict(document: Document, question: str) -> dict[str, Any]:
    """The verdict on one of the document's questions."""
    return next(v for v in document["verdicts"] if v["question"] == question)


# The three questions


def working(document: Document) -> Answer:
    """Whether headache is lower through relief that comes and goes with the sessions."""
    given = verdict(document, "working")
    relief = document["relief_days_28"]
    if given["answer"] == YES:
        now = document["counted"]["now"]
        lower = sum(cycle["relief_days_28"]["mean"] > 0 for cycle in document["cycles"])
        found = (
            f"{words.number(relief['mean'])} fewer {document['outcome']} per 28 than without its "
            f"short-lived relief (9 in 10 chance: {words.number(relief['lo90'])} to "
            f"{words.number(relief['hi90'])}); lower after {lower} of {len(document['cycles'])} "
            "sessions"
        )
        least, most = (words.number(relief[key], 0) for key in ("lo90", "hi90"))
        span = f"as few as {least} or as many as {most}"
        if float(least) < 0:
            span = f"as many as {most} fewer, or {words.change(-relief['lo90'], 0)}"
        plain = (
            f"After the injections there are about {words.number(relief['mean'], 0)} fewer "
            f"{document['outcome']} in 28. It could be {span}."
        )
        if now is not None:
            with_it = round(now)
            plain += f" That leaves about {with_it} days with and {28 - with_it} without."
        return _answer(WORKING, "YES", given, found, plain)
    if given["answer"] == NO:
        change = document["counted"]["change_percent"]
        counted = "" if change is None else f"; counted change {words.signed(change, 0)}%"
        found = (
            "about as many soon after sessions as before the next: "
            f"{_fewer(relief['mean'])} per 28 (9 in 10 chance: "
            f"{_fewer(relief['lo90'])} to {_fewer(relief['hi90'])}){counted}"
        )
        plain = (
            f"The {document['outcome']} look about the same soon after the injections as long "
            "after. This page cannot see other gains, such as milder days."
        )
        return _answer(WORKING, "NO", given, found, plain)
    return _open(WORKING, given, document)


def wears_off(document: Document) -> Answer:
    """Whether half of the gain is gone two weeks or more before the next session."""
    given = verdict(document, "wears_off_early")
    gone, apart = document["wearoff_day"], document["method"]["interval_days"]
    days = f"day {_days(gone)}"
    if given["answer"] == CANNOT_TELL:
        answer = _open(WEARS_OFF, given, document)
        if answer.word == "NOT ASKED" or gone is None:
            return answer
        found = f"half of the gain gone by {days}, sessions {apart:g} days apart; {answer.found}"
        return replace(answer, found=found)
    week = "-" if gone is None else words.number(gone["mean"] / 7, 0)
    if given["answer"] == YES:
        found = f"half of the gain is gone by {days}; sessions come {apart:g} days apart"
        plain = (
            f"In most cycles the help is about half gone by week {week}; the next session comes "
            f"about week {words.number(apart / 7, 0)}."
        )
        return _answer(WEARS_OFF, "YES", given, found, plain)
    found = (
        f"half of the gain is gone by {days}, where that comes before the next session; sessions "
        f"come {apart:g} days apart"
    )
    plain = (
        "The help mostly lasts to within two weeks of the next session, which comes about week "
        f"{words.number(apart / 7, 0)}."
    )
    return _answer(WEARS_OFF, "NO", given, found, plain)


def underneath(document: Document) -> Answer:
    """Whether the level without the short-lived relief rises or falls."""
    worse, better = (verdict(document, f"drifting_{way}") for way in ("worse", "better"))
    drift = document["drift_days_28_per_year"]
    slope = "" if drift is None else _slope(drift)
    if worse["answer"] == YES or better["answer"] == YES:
        rising = worse["answer"] == YES
        given, word = (worse, "RISING") if rising else (better, "FALLING")
        also = "; also changed: " + changes(document) if document["events"] else ""
        plain = (
            f"Underneath the ups and downs the {document['outcome']} have "
            + ("risen" if rising else "fallen")
            + ". The diary cannot show what did it"
            + (
                ". Many things can, and several can be changed. Worth raising at the visit: what "
                "else changed, and on how many days acute medicine is taken."
                if rising
                else "."
            )
        )
        return _answer(UNDERNEATH, word, given, f"{slope}; {WHY_UNKNOWN}{also}", plain)
    if drift is not None and worse["answer"] == better["answer"] == NO:
        chance = words.chance(1 - worse["probability"] - better["probability"])
        plain = (
            f"Underneath the ups and downs the {document['outcome']} have stayed about the same."
        )
        return Answer(UNDERNEATH, "STEADY", chance, slope, plain, "")
    given = _slower(worse, better)
    answer = _open(UNDERNEATH, given, document)
    if answer.word == "NOT ASKED" or drift is None:
        return answer
    up, down = drift["p_worse"], drift["p_better"]
    line = drift["line_days_28_per_year"]
    least = f"{line:g} {'day' if line == 1 else 'days'}"
    found = (
        f"a year, by more than {least}: worse {words.chance(up)}, better {words.chance(down)}; "
        f"{given['because'][0]}"
    )
    plain = "Underneath the ups and downs the diary cannot show a change in either direction yet."
    return Answer(UNDERNEATH, answer.word, "", found, plain, answer.ahead)


def _slower(worse: dict[str, Any], better: dict[str, Any]) -> dict[str, Any]:
    """Of two questions the one that is open; of two open ones the one that takes longer to tell."""
    waiting = [v for v in (worse, better) if v["answer"] == CANNOT_TELL]

    def late(given: dict[str, Any]) -> tuple[bool, str]:
        told = given["would_tell"] or {}
        return (not told.get("enough", False), told.get("date") or "")

    return max(waiting, key=late)


def _slope(drift: dict[str, float]) -> str:
    """The slope with its interval, signed."""
    lo, hi = words.signed(drift["lo90"]), words.signed(drift["hi90"])
    return f"{words.signed(drift['mean'])} days per 28 a year (9 in 10 chance: {lo} to {hi})"


def _days(estimate: dict[str, float] | None) -> str:
    return "-" if estimate is None else words.between(estimate, 0)


def _fewer(relief: float) -> str:
    return words.change(-relief)


def _answer(question: str, word: str, given: dict[str, Any], found: str, plain: str) -> Answer:
    return Answer(question, word, words.chance(given["probability"]), found, plain, "")


def _open(question: str, given: dict[str, Any], document: Document) -> Answer:
    """A question without an answer: its reason, and what would tell."""
    codes = set(given["reason_codes"])
    told = given["would_tell"] or {}
    if codes & NOT_ASKED_CODES:
        word, chance = "NOT ASKED", ""
    else:
        yet = told.get("enough", False) or bool(codes & EARLY_CODES)
        word = "CANNOT TELL YET" if yet else "CANNOT TELL"
        chance = "" if given["probability"] is None else words.chance(given["probability"])
    because = list(given["because"])
    reason = "; ".join(because) if word == "NOT ASKED" else (because[0] if because else "-")
    if "other_change" in codes and document["events"]:
        reason = f"{reason} ({changes(document)})"
    plain = f"The diary cannot tell{' yet' if word.endswith('YET') else ''}: {reason}."
    if word == "NOT ASKED":
        plain = f"Not asked: {reason}."
    return Answer(question, word, chance, reason, plain, _ahead(told, codes))


# What would tell


def _ahead(told: dict[str, Any], codes: set[str]) -> str:
    """What would tell, when, and with what chance: always an action or a date."""
    if "not_asked_yet" in codes:
        return ""
    what = [part for part in (told.get("what") or "").split("; ") if part]
    if told.get("date"):
        other = f"; else: {', '.join(what[1:])}" if what[1:] else ""
        likely = words.roughly(told["chance"])
        if told["enough"]:
            return f"keep the diary to {told['date']}: {likely} that it can be told then{other}"
        verb = "would not tell" if likely.startswith("fewer") else "may not tell"
        years = words.number(told["farthest_days"] / YEAR, 0)
        return f"even {years} more years of diary {verb} ({likely} by {told['date']}){other}"
    return ", ".join(what)


def starting_views(document: Document) -> str:
    """Whether both texts' starting views give the same answers; '' where nothing was asked."""
    asked = [v for v in document["verdicts"] if v["by_view"]]
    if not asked:
        return ""
    numbers = {"working": "1", "wears_off_early": "2"}
    differ = [v for v in asked if len(set(v["by_view"].values())) > 1]
    if not differ:
        return "Same answers from either text's starting view."
    text = "; ".join(
        f"{numbers.get(v['question'], '3')} "
        + ", ".join(
            f"{SAID[said].lower()} from the {view}'s" for view, said in v["by_view"].items()
        )
        for v in differ
    )
    return f"Depends on the starting view: {text}."


def checks(document: Document) -> str:
    """How many checks passed, and the first that did not."""
    asked = [check for check in document["checks"] if check["result"] != "not_asked"]
    lost = [check for check in asked if check["result"] == "fail"]
    head = f"Checks {len(asked) - len(lost)} of {len(asked)}"
    return f"{head}: {lost[0]['text']}." if lost else f"{head}."


# Who, and what there is


def rules(document: Document) -> list[dict[str, Any]]:
    """Rules of services, those that are due first; marks that papers count by are left out."""
    asked = [rule for rule in document["rules"] if rule["kind"] != "mark"]
    return sorted(asked, key=lambda rule: rule["counted"] == "too_early")


def identity(document: Document) -> str:
    """Condition, product, units, number of sessions and the last of them."""
    condition = words.named(document["condition"])
    sessions = document["sessions"]
    if not sessions:
        return f"{condition}  no sessions given"
    return f"{condition}  {products(document)}, last {sessions[-1]['date']}"


def products(document: Document) -> str:
    """Each product with its units and number of sessions."""
    sessions = document["sessions"]
    given: list[str] = []
    for product in dict.fromkeys(session["product"] for session in sessions):
        units = [session["units"] for session in sessions if session["product"] == product]
        least, most = f"{min(units):g}", f"{max(units):g}"
        amount = least if least == most else f"{least} to {most}"
        given.append(f"{product} {amount} U x {len(units)}")
    return ", ".join(given)


def sufficiency(document: Document) -> str:
    """How much of the diary is filled in."""
    written = document["days_observed"]
    days = written + document["days_missing"]
    text = (
        f"Diary {document['first']} to {document['last']}: {written} of {days} days filled in "
        f"({100 * written / days:.0f}%)"
    )
    before = document["days_before"]
    return text if before is None else f"{text}, {before} before"


def now_label(document: Document) -> str:
    """What 'now' counts: so many last days."""
    window = document["counted"]["windows"]["now"]
    return "now" if window is None else f"last {window['days']} days"


def changes(document: Document) -> str:
    """What else changed, with dates; 'none recorded' without any."""
    return ", ".join(each_change(document)) or "none recorded"


def each_change(document: Document) -> list[str]:
    """What else changed, with dates, one by one: the words of a person may hold commas."""
    return [
        f"{event['what']} {event['date']}" + (f" to {event['until']}" if event["until"] else "")
        for event in document["events"]
    ]


def notes(document: Document) -> list[str]:
    """What was assumed, merged or left out."""
    before = document["counted"]["windows"]["before"]
    said = [words.named(note) for note in document["notes"]]
    if document["events"]:
        said.insert(0, f"also changed: {changes(document)}")
    if before is not None and before["source"] != "diary":
        said.append(f"before is a count from: {before['source']}")
    return said
