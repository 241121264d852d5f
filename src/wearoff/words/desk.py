"""What the pages of one's own diary say: their names, and what is said of what is kept."""

from __future__ import annotations

PARTS = (
    ((), "What was understood"),
    (("answers",), "Answers"),
    (("visit",), "For the visit"),
    (("plan",), "The year to come"),
    (("payer",), "For a payer"),
)
"""Pages of one diary, by the end of their address, in their order."""
MINE = "My diary"
"""What a diary without a name and without a file is called."""
NOTHING_TYPED = (
    "Nothing is stored: this is in memory until you forget it or wearoff serve ends. "
    "Your own files stay as they are."
)
SAVED = "What was typed here has been saved as a copy. It stays in memory until you forget it."
UNSAVED = (
    "Something that was typed here is not saved yet. It is lost when you forget it or wearoff "
    "serve ends; save a copy to keep it."
)


def keeping(*, typed: bool, saved: bool) -> str:
    """What is kept of a diary, and where."""
    if not typed:
        return NOTHING_TYPED
    return SAVED if saved else UNSAVED
