"""What the diary for a phone and the sheet of a month say: all of their text is here.

The page carries these words as data and its script names them by their keys, so that a page in
another language is another table. ``{name}`` is filled in; a sentence that counts has a form for
each plural of its language.
"""

from __future__ import annotations

from wearoff.words.numbers import amount, named

LANGUAGE = "en-GB"
"""Language of the words, and of dates as the phone writes them."""
ANSWERS = {"none": "None", "some": "Some", "bad": "Bad"}
"""What a day can be."""
MEANT = (
    "Some: headache, and you could go on with what you did.",
    "Bad: it slowed or stopped you.",
)
"""What two of the answers mean."""
PAGE = {
    "title": "Headache diary",
    "not_running": (
        "Nothing can be written here: what shows this page does not run it. A preview of a file"
        " does not, nor does an old browser; open the page in a browser of today."
    ),
    "refused": "This browser keeps nothing of this page",
    "refused_why": (
        "What you write is lost when the page is closed. A private window keeps nothing, nor does a"
        " browser that is told to block storage. Open the page in another browser, or export before"
        " you close it."
    ),
    "today": "Today, {day}",
    "last_days": "The last seven days",
    "empty_stays": "A day that you leave empty stays empty. It is never counted as free.",
    "headache_on": "Headache on {day}",
    "more": "Medicine and note",
    "medicine": "Medicine for an attack",
    "medicine_on": "Medicine for an attack on {day}",
    "no": "No",
    "yes": "Yes",
    "doses": "Doses",
    "fewer": "One dose fewer",
    "further": "One dose more",
    "class": "Kind of medicine",
    "class_unsaid": "not said",
    "note": "Note",
    "clear_day": "Clear this day",
    "other_day": "Another day",
    "other_date": "Date",
    "sessions": "Injections",
    "sessions_help": (
        "Where you do not know better, leave the plan, its product and its units as they are."
    ),
    "date": "Date",
    "plan": "Plan",
    "units": "Units",
    "product": "Product",
    "add_session": "Write it down",
    "take_away": "Take away",
    "date_needed": "A session needs its date, today or before.",
    "units_needed": "Units can be {lowest} to {highest}.",
    "export": "Export",
    "export_help": (
        "What you write is kept in this browser alone, and a browser may forget. A file is yours:"
        " keep it, or open it on the computer with wearoff import."
    ),
    "diary": "Diary",
    "injections": "Injections",
    "save_diary": "Save the diary",
    "save_injections": "Save the injections",
    "share_diary": "Share the diary",
    "share_injections": "Share the injections",
    "not_yet": "not exported yet",
    "not_since": "not exported since {day}",
    "up_to_date": "exported on {day}, nothing new since",
    "nothing": "nothing written",
    "holds": {"one": "{n} date", "other": "{n} dates"},
    "handed": "{file} was given to the browser to save.",
    "shared": "{file} was shared.",
    "import": "Import",
    "import_help": (
        "A file that this page or wearoff import wrote. Dates that are not here yet are added;"
        " where a date differs you are asked."
    ),
    "choose": "CSV file",
    "added": {"one": "{n} date added", "other": "{n} dates added"},
    "joined": {"one": "{n} date filled in further", "other": "{n} dates filled in further"},
    "fresh": {"one": "{n} new date", "other": "{n} new dates"},
    "fuller": {
        "one": "{n} date of which the file says more",
        "other": "{n} dates of which the file says more",
    },
    "same": {"one": "{n} date the same", "other": "{n} dates the same"},
    "replaced": {"one": "{n} date replaced", "other": "{n} dates replaced"},
    "differs": {"one": "{n} date differs", "other": "{n} dates differ"},
    "not_taken": "column {column} not taken",
    "read": "{file}: {found}.",
    "keep_or_take": "Mark the dates for which the file is right. The others stay as they are here.",
    "here": "here",
    "in_file": "in the file",
    "all_from_file": "Mark all",
    "take": "Go on",
    "leave": "Leave all as it is",
    "left": "Nothing was changed.",
    "undo": "Undo",
    "undone": "Undone: {what}",
    "said": "{day}: {what}",
    "cleared": "cleared",
    "unsaid": "empty",
    "medicine_said": "medicine {doses}",
    "no_medicine": "no medicine",
    "class_said": "kind of medicine {name}",
    "note_said": "note {text}",
    "note_written": "note written",
    "session_said": "injections written",
    "session_gone": "injections taken away",
    "unread": "Something that was kept here could not be read",
    "unread_why": (
        "It was put aside, unchanged, and nothing writes over it. What could be read is here."
    ),
    "unread_stuck": "It could not be put aside, so nothing is saved over it until it is.",
    "save_unread": "Save what was put aside",
    "fault_empty": "{file} holds no rows.",
    "fault_header": (
        "{file} has no column date with headache or plan. This page reads what it wrote, or what"
        " wearoff import wrote; wearoff import reads other files."
    ),
    "fault_muscles": "{file} names muscles. This page keeps sessions by plan; wearoff reads both.",
    "fault_encoding": "{file} is not UTF-8 text. wearoff import reads it.",
    "fault_twice": "column {column} stands twice",
    "fault_quote": "line {line}: a quote is not closed",
    "fault_width": "line {line}: more or fewer cells than the header",
    "fault_date": "line {line}: date is {found}; it can be as 2026-03-31, today or before",
    "fault_again": "line {line}: {found} stands on another line as well",
    "fault_cell": "line {line}: {column} is {found}; it can be {lowest} to {highest}",
    "fault_session": "line {line}: a session needs its plan, units and product",
    "faults": "{file} was not taken:",
    "look": "Light",
    "look_phone": "As the phone",
    "look_dim": "Dim",
    "look_paper": "Paper",
    "about": "About this page",
    "about_text": (
        "It works offline and sends nothing. Whoever can use this browser can read it. It informs,"
        " does not advise, and is not a medical device."
    ),
}
"""Words of the page, by the names that its script knows."""
SHEET = {
    "one_box": "One box a day. A day that you leave empty stays empty; it is not counted as free.",
    "medicine_how": "Medicine for an attack: its box, with the doses; 0 doses where you took none.",
    "day": "Day",
    "medicine": "Medicine",
    "doses": "doses",
    "note": "Note",
    "name": "Name",
    "sessions": "Injections this month: date, units, product",
    "to_csv": "Into the computer",
    "to_csv_how": (
        "Write a text file, diary.csv, that begins with the first line below and has a line for"
        " each day with a box. Leave a cell empty where nothing was written; leave out days"
        " without a box."
    ),
    "then": "Then: wearoff analyze diary.csv.",
    "medicine_written": "acute_medication: the doses, 1 where they were not counted, 0 for none",
}
"""Words of the sheet of a month."""
EXAMPLE = (
    {"acute_medication": "0"},
    {"acute_medication": "1"},
    {"acute_medication": "2", "note": "dark room"},
)
"""What stands beside the answers in the example of a sheet."""
SCREEN = {
    "phone": (
        "A diary for a phone: one page that works offline and sends nothing.",
        "Send it to the phone once and open it there in a browser, not in a preview.",
        "What it exports is our own CSV, which wearoff import and wearoff analyze read.",
    ),
    "month": (
        "A month to print and fill in by hand, on A4 or US Letter.",
        "How to copy it into our CSV stands on the sheet.",
    ),
}
"""What the command says of each page."""


def sheet_title(month: str) -> str:
    """What a sheet is of."""
    return f"{PAGE['title']}, {month}"


def plan_said(plan: str, units: float) -> str:
    """A plan with its units."""
    return f"{named(plan)}, {amount(units)} U"
