"""What the page says to programs: every call, every field, and why there is no answer."""

from __future__ import annotations

TITLE = "wearoff, for programs"
ABOUT = (
    "What the command line answers, as JSON: each document is the one that the command prints. "
    "Calls about a diary need the token that wearoff serve printed, in the header "
    "Authorization: Bearer TOKEN; nothing that is sent is kept after the answer."
)
TOKEN = "The token that wearoff serve printed when it began."  # noqa: S105 - says what it is
FIELDS = {
    "diary": "Diary, a row a day; or an export of another program; or a sheet of many people.",
    "injections": "Injection log.",
    "events": "What else changed: date, kind, what, until.",
    "scores": "Totals and counts of a clinic: date, measure, value.",
    "rules": "Rules beside the shipped ones (TOML).",
    "courses": "Courses beside the shipped ones (TOML).",
    "condition": "What is treated; chronic_migraine of a diary, if left out.",
    "name": "What to call the person; the name of the diary's file if left out.",
    "baseline": "Count from before the diary: 22:28 is 22 days of 28.",
    "baseline_from": "Who says so.",
    "unwritten": "What a day without an entry is.",
    "dates": "Order of day and month, where the file does not tell.",
    "sheet": "Sheet of a workbook, by name or number.",
    "columns": "OURS=THEIRS, a column of the file: date=Datum.",
    "confirm": "Code of a doubt that is right as it is.",
    "today": "Day of the reading: later ones are ahead.",
    "seed": "Of every random number.",
    "plan": "Injection plan; the usual one if left out.",
    "years": "Length of the course.",
    "patients": "How many invented people.",
    "typical": "One person, without spread.",
    "step": "Step in days.",
    "settings": "NAME=VALUE, a number of the evidence to replace.",
    "units": "Units of a session.",
    "sites": "MUSCLE_SIDE=UNITS, of one site of the plan.",
    "product": "Another product than the plan's.",
    "every_weeks": "Weeks between sessions.",
    "sessions": "Most sessions.",
    "affected": "Side of one-sided plans.",
    "by": "Periods of the summary: 28 days, or a year.",
    "hypothesis": "Beside it the same people where joint load leaves lasting damage.",
    "text": "Which of the two texts.",
    "grade": "How well it is known, such as: nobody has looked.",
    "part": "Part of the model, such as muscle.",
    "ids": "Of the claims, such as C08.",
}
CALLS = {
    "read": "What is understood of a person's files, or of a sheet of many people.",
    "analyze": "Whether injections work, wear off early, and what changes underneath.",
    "plan": "The next year of a person under other courses.",
    "simulate": "Invented people under an injection plan.",
    "explore": "An invented person for years, with injections and without, and what that rests on.",
    "claims": "What two texts claim, and what was found.",
    "why": "Where a number is from, how well it is known, and what uses it; all lists them.",
    "schema": "The JSON Schema of a document.",
    "openapi": "This description, for programs (OpenAPI 3.1).",
}
LIMITS = (
    "A refusal is a document too: errors, a line each. Nobody waits longer than five minutes, and "
    "a request that is given up stops what was begun for it."
)
DESCRIBED = "The same for programs, as OpenAPI 3.1:"
OPEN = "Needs no token."
CLOSED = "Needs the token."
EXAMPLE = (
    'curl -H "Authorization: Bearer $TOKEN" -F diary=@diary.csv -F injections=@injections.csv '
    "http://127.0.0.1:8765/api/analyze"
)
HOLDS = {
    "file": "a file",
    "text": "a text",
    "number": "a number",
    "whole": "a whole number",
    "yes": "true or false",
    "date": "a date as 2026-03-31",
    "pair": "OURS=THEIRS",
    "setting": "NAME=VALUE with a number",
}
NEEDED = "needed"
REPEATS = "may be repeated"
NAME = "Name in the address."
ERRORS = {
    403: "The token is missing, or a page from elsewhere asked.",
    404: "There is nothing of that name.",
    413: "More was sent than one request may have.",
    415: "What was sent is no form with files (multipart/form-data).",
    421: "The address does not name this machine.",
    422: "What was sent cannot be used; a line a fault, with the likely fix.",
    500: "A fault of ours.",
    503: "Many are waiting; try again in a minute.",
}
NO_FORM = "what was sent is no form that can be read; allowed: multipart/form-data"
NO_DIARY = "diary is missing; fix: give a diary, or scores, as a file"
GIVEN_TWICE = "given more than once"
NO_FILE = "a text; allowed: a file"
NO_TEXT = "a file; allowed: a text"
TOO_LONG = "a text that is too long"


def between(least: float, most: float) -> str:
    """What a number may be."""
    return f"{least:g} to {most:g}"
