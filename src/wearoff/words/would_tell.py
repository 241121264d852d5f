"""What would tell of a question that is open: more days, or what else, in sentences from codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MORE_DAYS = {
    "diary_kept": "the diary kept on as it is",
    "not_even_diary": "not even the diary kept on as it is",
}
"""Whether more days would tell."""
WOULD_TELL = MORE_DAYS | {
    "first_question": "an answer to the first question",
    "daily_diary": "a diary, written day by day",
    "more_cycles": (
        "keep the diary: each further cycle narrows the day on which half of the help is gone"
    ),
    "no_sessions": "an injection log for the time of the diary",
    "short_before": "a count from before the first session",
    "few_before": "more of the days before the first session, where they were written elsewhere",
    "attack_log_only": 'writing "0" on days without headache',
    "gaps": 'writing "0" on days without headache',
    "input_doubtful": "mending what is to be checked in the file, or confirming that it is right",
    "no_room": "writing down how bad each day is (severity_3)",
    "no_room_before": "writing down how bad each day is (severity_3)",
}
"""What would tell, by code; beside more days by the reason why it cannot be told."""


def would_tell(codes: Sequence[str]) -> list[str]:
    """What would tell, one by one."""
    return [WOULD_TELL[code] for code in codes]


def ahead(code: str, codes: Sequence[str], values: Mapping[str, Any]) -> str:
    """What would tell, when, and with what chance: always an action or a date.

    Args:
        code: '' (nothing to be said), ``by_date``, ``may_not``, ``would_not`` or ``other``.
        codes: what would tell, more days first.
        values: ``date``, ``chance`` and ``years``.
    """
    what = would_tell(codes)
    if not code:
        return ""
    if code == "other":
        return ", ".join(what)
    beside = [WOULD_TELL[one] for one in codes if one not in MORE_DAYS]
    other = f"; else: {', '.join(beside)}" if beside else ""
    likely = numbers.roughly(values["chance"])
    if code == "by_date":
        return f"keep the diary to {values['date']}: {likely} that it can be told then{other}"
    verb = "would not tell" if code == "would_not" else "may not tell"
    years = numbers.number(values["years"], 0)
    return f"even {years} more years of diary {verb} ({likely} by {values['date']}){other}"
