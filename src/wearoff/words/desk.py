"""What the pages of one's own diary say: names of pages and fields, and what is kept of it."""

from __future__ import annotations

from wearoff.words import numbers

MENDED = (
    ((), "What was understood"),
    (("days",), "Days"),
    (("injections",), "Injections"),
    (("events",), "Other changes"),
    (("scores",), "Scores"),
)
ANSWERED = (
    (("answers",), "Answers"),
    (("visit",), "For the visit"),
    (("plan",), "The year to come"),
    (("payer",), "For a payer"),
)
"""Pages of one diary by the end of their address: always, and once it is answered."""
MINE = "My diary"
"""What a diary without a name and without a file is called."""

FIELDS = {
    "dates": "Dates",
    "sheet": "Sheet",
    "columns": "Columns",
    "unwritten": "Days without an entry",
    "condition": "What is treated",
    "name": "Name or initials",
    "baseline": "Headache days before the diary",
    "baseline_from": "Who says so",
    "confirm": "It is right as it is",
    "injections": "Injections",
    "events": "Other changes",
    "scores": "Scores",
    "by": "A covariate",
    "groups": "Two groups of relief",
}
"""Fields of the page by the arguments that errors name."""
COLUMNS = {
    "date": "Date",
    "headache": "Headache, yes or no",
    "severity_3": "Severity: none, mild, moderate, severe",
    "pain_10": "Pain, 0 to 10",
    "hours": "Hours with headache",
    "migraine": "Migraine, yes or no",
    "neck_pain_10": "Neck pain, 0 to 10",
    "jaw_pain_10": "Jaw pain, 0 to 10",
    "leg_pain_10": "Leg pain, 0 to 10",
    "acute_medication": "Acute medicine",
    "menstruation": "Menstruation",
    "acute_class": "Kind of acute medicine",
    "side_effect": "Unwanted effects",
    "note": "Note",
    "time": "Time of day",
    "start": "Start of an attack",
    "end": "End of an attack",
    "duration": "How long an attack lasted",
    "muscle": "Muscle",
    "side": "Side",
    "units": "Units",
    "product": "Product",
    "kind": "Kind",
    "what": "What",
    "until": "Until",
    "measure": "Measure",
    "value": "Value",
}
"""Columns as labels."""

ASKED = {
    "severity_3": "Headache on each day",
    "headache": "Headache on each day",
    "migraine": "Migraine on each day",
    "neck_pain_10": "Neck pain on each day, from 0 to 10",
    "jaw_pain_10": "Jaw pain on each day, from 0 to 10",
    "leg_pain_10": "Leg pain on each day, from 0 to 10",
}
"""What is asked of each day."""
PAINS = {
    "headache": "headache",
    "neck_pain_10": "neck pain",
    "jaw_pain_10": "jaw pain",
    "leg_pain_10": "leg pain",
}
"""What a day can be free of, by the column that a condition is judged by."""
NO, HEADACHE, MIGRAINE = "None", "Headache", "Migraine"
MEDICINE = (("", "not written"), ("0", "no"), ("1", "yes"))
MISSING = "this is needed"
TAKEN = "this day has an entry already"
ABOUT = {
    "events": "What else changed while the diary was kept: preventives begun or stopped, an "
    "injury, an illness, exercise. Until is empty if it goes on.",
    "scores": "What a clinic wrote down: totals of questionnaires, and counts of headache days.",
}

UNDERSTOOD = {
    "READ": "Read",
    "COLUMNS": "Columns",
    "WORDS": "Words",
    "DAYS": "Days",
    "UNWRITTEN": "Not written",
    "LEFT OUT": "Left out",
    "SESSIONS": "Sessions",
    "NOTE": "Note",
}
"""Heads of what was understood, as a page has them."""
NO_FILE = "Choose a file, or drop one on this page."
POOLED = "draws (.parquet), summaries (.json), one table of people (.csv)"
"""Files of many people."""
TWO_DIARIES = "Two of these files could be the diary; put the others into their own fields."
FULL = "As many diaries are open as there can be, and each has something unsaved."
MAKE_ROOM = "save a copy of one, or forget one"
MADE_UP = {
    "ada": "Ada: the injections help, nothing changes underneath",
    "ben": "Ben: they help, and it slowly gets worse underneath",
}

NOTHING_TYPED = (
    "Nothing is stored: this is in memory until you forget it or wearoff serve ends. "
    "Your own files stay as they are."
)
SAVED = "What was typed here has been saved as a copy. It stays in memory until you forget it."
UNSAVED = (
    "Something that was typed here is not saved yet. It is lost when you forget it or wearoff "
    "serve ends; save a copy to keep it."
)


def undrawn(why: str) -> str:
    """That the page is without what was typed last."""
    return f"What was typed last is not on this page; send it once more. {numbers.sentence(why)}"


def keeping(*, typed: bool, saved: bool) -> str:
    """What is kept of a diary, and where."""
    if not typed:
        return NOTHING_TYPED
    return SAVED if saved else UNSAVED


def field(name: str, value: str | None) -> str:
    """An argument in an error, as the page calls it."""
    if name == "columns" and value:
        ours, _, theirs = value.partition("=")
        return f"“{COLUMNS.get(ours, ours)}” is {theirs}"
    label = FIELDS.get(name, name.replace("_", " "))
    return f"“{label}”" if value is None else f"“{label}”: {value}"


def units_of(product: str, own: str) -> str:
    """That the units of another product than the plan's have to be said."""
    return f"units of {product} are needed: the plan's own are of {own}, and nothing converts them"
