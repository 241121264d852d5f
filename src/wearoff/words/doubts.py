"""What looks like a slip of a hand in what was read, and what that does.

A doubt is said wherever an answer is. One that ``bars_answers`` turns yes and no into cannot tell,
until the file is mended or its code is confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from wearoff.records import Doubt
from wearoff.words import doubted as said

if TYPE_CHECKING:
    from collections.abc import Callable


def at(file: str, line: int) -> str:
    """A row of a file in words; line 0 is the whole file."""
    return f"{file}, line {line}" if line else file


def doubt(code: str, where: str, **values: Any) -> Doubt:
    """A doubt in words.

    Args:
        code: One of `KINDS`.
        where: The row or rows that it is about, as ``diary.csv, line 12``.
        values: What stands in its sentence.
    """
    effect, text = KINDS[code]
    return Doubt(code=code, text=text(**values), where=where, effect=effect)


ASKS_UNWRITTEN = frozenset({"only_headache", "only_headache_now", "only_headache_before"})
"""Doubts that end when somebody says what an unwritten day is."""
SAID: Literal["said"] = "said"
BARS: Literal["bars_answers"] = "bars_answers"
KINDS: dict[str, tuple[Literal["said", "bars_answers"], Callable[..., str]]] = {
    "date_far": (BARS, said.date_far),
    "date_future": (BARS, said.date_future),
    "wrong_year": (BARS, said.wrong_year),
    "day_month": (BARS, said.day_month),
    "only_headache": (BARS, said.only_headache),
    "only_headache_now": (BARS, said.only_headache_now),
    "only_headache_before": (BARS, said.only_headache_before),
    "units_tenfold": (BARS, said.units_tenfold),
    "session_year": (BARS, said.session_year),
    "session_far": (BARS, said.session_far),
    "session_day_month": (BARS, said.session_day_month),
    "attack_long": (BARS, said.attack_long),
    "only_headache_stretch": (SAID, said.only_headache_stretch),
    "free_fading": (SAID, said.free_fading),
    "free_less_after": (SAID, said.free_less_after),
    "filled_less": (SAID, said.filled_less),
    "free_less_in_cycle": (SAID, said.free_less_in_cycle),
    "columns_change": (SAID, said.columns_change),
    "count_jumps": (SAID, said.count_jumps),
    "out_of_order": (SAID, said.out_of_order),
    "repeated": (SAID, said.repeated),
    "session_twice": (SAID, said.session_twice),
    "session_split": (SAID, said.session_split),
    "top_up": (SAID, said.top_up),
    "session_order": (SAID, said.session_order),
    "session_interval": (SAID, said.session_interval),
    "session_gap": (SAID, said.session_gap),
    "session_last": (SAID, said.session_last),
    "session_future": (SAID, said.session_future),
    "units_unusual": (SAID, said.units_unusual),
    "product_once": (SAID, said.product_once),
    "products_alternate": (SAID, said.products_alternate),
    "sessions_outside": (SAID, said.sessions_outside),
    "attack_twice": (SAID, said.attack_twice),
    "attack_length": (SAID, said.attack_length),
    "no_pain": (SAID, said.no_pain),
    "pain_outside": (SAID, said.pain_outside),
    "absent_and_present": (SAID, said.absent_and_present),
    "times_utc": (SAID, said.times_utc),
    "few_now": (SAID, said.few_now),
    "few_before": (SAID, said.few_before),
    "less_now": (SAID, said.less_now),
    "less_before": (SAID, said.less_before),
    "gap": (SAID, said.gap),
    "same_long": (SAID, said.same_long),
    "baseline_low": (SAID, said.baseline_low),
}
"""Every kind of doubt, what it does and its sentence; the worst first."""
