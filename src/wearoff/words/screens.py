"""What the local page says of itself: its places, and why there is no answer."""

from __future__ import annotations

from typing import NamedTuple

PLACES = (
    ("/diary", "Your diary"),
    ("/explore", "Explore"),
    ("/evidence", "Evidence"),
    ("/together", "Many people"),
)
"""Where one can go, in the order in which the places stand."""


class Refusal(NamedTuple):
    """Why there is no answer, and what helps."""

    title: str
    why: str
    helps: str


REFUSALS = {
    "token": Refusal(
        "Not opened yet",
        "What is yours is shown only to the browser that was opened from the terminal.",
        "Open the address with the token that wearoff serve printed there.",
    ),
    "not_found": Refusal(
        "Nothing here",
        "There is no page at this address; a diary is forgotten when wearoff serve ends.",
        "Go to the first page.",
    ),
    "method": Refusal(
        "Not in this way",
        "This address does not take what was sent.",
        "Go back and try again.",
    ),
    "form": Refusal(
        "Could not be read",
        "What was sent is not a form of this page.",
        "Go back and try again.",
    ),
    "input": Refusal(
        "Cannot be used as it is",
        "Everything that stands in the way, a line each, with the likely fix:",
        "Go back, mend it there or in the file, and put it in again.",
    ),
    "unmade": Refusal(
        "Nothing came of it",
        "What was asked for could not be made.",
        "Go back and try again.",
    ),
    "cancelled": Refusal(
        "Given up",
        "It was stopped before there was an answer. Nothing is lost.",
        "Go back and begin again where you like.",
    ),
    "too_large": Refusal(
        "Too large",
        "What was sent is more than this page takes in at once. Nothing of it was kept.",
        "For larger files there is, in a terminal: wearoff import FILE -o FOLDER",
    ),
    "too_slow": Refusal(
        "Too slow",
        "What was sent did not arrive in time. Nothing of it was kept.",
        "Try again.",
    ),
    "busy": Refusal(
        "Many are waiting",
        "More is being computed than this machine can take on.",
        "Try again in a minute.",
    ),
    "fault": Refusal(
        "A fault of ours",
        "Something went wrong that should not have. Nothing was stored or sent.",
        "Go back; if it happens again, report it with the line in the terminal.",
    ),
}
