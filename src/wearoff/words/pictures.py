"""What pictures of a diary say: names in them, one finding each, and what they show instead.

A finding is of the answers' words, so that a picture never says more than the answer does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wearoff.words.numbers import Interval

COUNTED, BY_WEEK, EACH_COUNT = "counted in 28 days", "counted in a week", "counted"
AS_IT_WAS, UNDERNEATH = "as it was", "underneath"
COLUMN = "each cycle, lowest to highest"
SESSIONS, NEXT_SESSION = "numbers: sessions", "next session"
WEEKS_SINCE, WEEKS_FROM_FIRST = "weeks since the session", "weeks from the first session"
TWENTY, NEVER = "half gone: 20 equally likely days", "rings: not before the next session"
CAPTION = (
    "Underneath is the level without the help that comes and goes with the sessions; lasting "
    "changes, whatever their cause, stay in. Bands hold it with 9 in 10 chance."
)
NESTED = "Inner bands: 5 in 10 chance."
WITHOUT_SESSIONS = "The band holds the level with 9 in 10 chance."
TOO_LITTLE = "Too few days are written to draw them."
OF_COUNTS = "Each dot is a count of a clinic, in the middle of the days it is of."

DOWN = {
    "yes": "after the sessions the {0} come down for a time",
    "no": "the {0} are about as many soon after a session as long after",
}
LEVEL = {
    "rising": "what lies underneath has risen",
    "falling": "what lies underneath has fallen",
    "steady": "what lies underneath has stayed about the same",
}
DOWN_OPEN = "whether the {0} come down after the sessions"
LEVEL_OPEN = "whether what lies underneath has changed"


def in_28(outcome: str) -> str:
    """What stands on the upright axis."""
    return f"{outcome} in 28"


def twenty(*, aside: bool) -> list[str]:
    """What the 20 dots are, and those that stand aside."""
    return [TWENTY, NEVER] if aside else [TWENTY]


def half_gone(day: Interval) -> str:
    """The day on which half of the help is gone, beside its line."""
    return f"half gone, day {numbers.between(day, 0)}"


def _open(*texts: str) -> str:
    return f"the diary cannot tell {', or '.join(texts)}"


def strip_finding(outcome: str, working: str, underneath: str) -> str:
    """What the whole diary shows, from the words of two answers."""
    down, level = DOWN.get(working), LEVEL.get(underneath)
    if down is None and level is None:
        text = _open(DOWN_OPEN, LEVEL_OPEN)
    else:
        text = f"{down or _open(DOWN_OPEN)}; {level or _open(LEVEL_OPEN)}"
    return numbers.sentence(f"{text.format(outcome)}.")


def without_sessions(outcome: str) -> str:
    """What a diary without sessions shows."""
    return numbers.sentence(f"{outcome} over time; no session lies in the diary.")


def counts_finding(counts: int) -> str:
    """What counts without days show."""
    return f"{numbers.some(counts, 'count')} of a clinic over time; no day was written."


def cycle_finding(
    outcome: str, working: str, day: Interval | None, never: int, interval: float
) -> str:
    """What all cycles on one show.

    Args:
        outcome: what is counted.
        working: word of the first answer.
        day: on which half of the help is gone; None where it was not asked.
        never: so many of 20 equally likely days do not come before the next session.
        interval: days between sessions.
    """
    if day is None:
        text = DOWN.get(working) or _open(DOWN_OPEN)
        return numbers.sentence(f"{text.format(outcome)}.")
    gone = f"about day {numbers.between(day, 0)}"
    if never:
        return (
            f"The help may last to the next session ({never} of 20 dots); else half of it is gone "
            f"{gone}."
        )
    return (
        f"Half of the help is usually gone {gone}; the next session comes about day "
        f"{numbers.number(interval, 0)}."
    )


def alternative(outcome: str, span: Sequence[date], sessions: int, levels: Sequence[str]) -> str:
    """What a picture over time shows, for who cannot see it."""
    first, last = span
    shown = ", ".join(("counted", *levels))
    return (
        f"{numbers.sentence(outcome)} in 28, {first} to {last}: {shown}; "
        f"{numbers.some(sessions, 'session')} marked. The page for the "
        "visit has the numbers in a table."
    )


def cycle_alternative(outcome: str) -> str:
    """The same of all cycles on one."""
    return (
        f"{numbers.sentence(outcome)} in 28 by weeks since the session: counted, as it was, the "
        "level underneath, and the days by which half of the help is gone. The table behind this "
        "page has the numbers."
    )


def inside_alternative(quantity: str) -> str:
    """The same of a quantity in the model."""
    return f"{numbers.sentence(quantity)}, by weeks from the first session, in the model."
