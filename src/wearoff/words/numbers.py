"""Numbers, signs and chances as people say them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple, Protocol

COUNTS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
MINUTE, LONG = 60, 100
"""Seconds of a minute, and those from which one speaks of minutes."""
FIVES, HUNDRED = 5, 100
"""Steps of a rough chance, and out of how many it is told."""
EXACT = Context(prec=400)
"""Room for every digit of any number."""
PARTS = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


class Interval(Protocol):
    """An estimate that holds 9 in 10."""

    @property
    def mean(self) -> float:
        """Mean."""
        ...

    @property
    def lo90(self) -> float:
        """Lower end."""
        ...

    @property
    def hi90(self) -> float:
        """Upper end."""
        ...


class Range(Protocol):
    """From where to where a chance lies."""

    @property
    def lo(self) -> float:
        """Lower end."""
        ...

    @property
    def hi(self) -> float:
        """Upper end."""
        ...


class Ends(NamedTuple):
    """A range of chances."""

    lo: float
    hi: float


def some(count: int, what: str) -> str:
    """So many of something.

    Example:
        >>> from wearoff.words.numbers import some
        >>> some(1, "day"), some(3, "day")
        ('1 day', '3 days')
    """
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def in_days(count: int) -> str:
    """So many days."""
    return some(count, "day")


def digits_of(value: float, digits: int = 0, *, times: int = 1) -> Decimal:
    """A number as it is printed, rounded as one does by hand: half goes away from zero.

    The one place where a printed number is rounded, so that none is printed in two ways. ``times``
    is 100 of a share that is said of 100.

    Example:
        >>> from wearoff.words.numbers import digits_of
        >>> str(digits_of(52.25, 1)), str(digits_of(-0.15, 1)), str(digits_of(10.5))
        ('52.3', '-0.2', '11')
    """
    last = Decimal((0, (1,), -digits))
    return (Decimal(repr(float(value))) * times).quantize(last, ROUND_HALF_UP, context=EXACT)


def whole(value: float) -> int:
    """A number as whole days."""
    return int(digits_of(value))


def signed(value: float | None, digits: int = 1) -> str:
    """A number with its sign; zero has none, a missing one is a dash.

    Example:
        >>> signed(1.25), signed(-0.04), signed(None)
        ('+1.3', '0.0', '-')
    """
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{digits_of(value, digits):+f}"
    return text[1:] if float(text) == 0 else text


def number(value: float | None, digits: int = 1) -> str:
    """A number without a needless sign; a missing one as a dash."""
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{digits_of(value, digits):f}"
    return text[1:] if float(text) == 0 and text[0] == "-" else text


def short(value: float) -> str:
    """A number to one decimal, and none where that is 0: ``6.5``, ``6``."""
    return number(value).removesuffix(".0")


def significant(value: float, digits: int = 3) -> str:
    """A number of any size, to so many digits."""
    return f"{value:.{digits}g}"


def amount(value: float) -> str:
    """A number as short as it can be: ``155``, ``195.5``."""
    return f"{value:g}"


def span(
    mean: float | None, lo: float | None, hi: float | None, digits: int = 1, *, sign: bool = False
) -> str:
    """``mean (lo to hi)``, as an estimate and its interval are said."""
    say = signed if sign else number
    return f"{say(mean, digits)} ({say(lo, digits)} to {say(hi, digits)})"


def between(estimate: Interval | None, digits: int = 1, *, sign: bool = False) -> str:
    """``mean (lo to hi)`` of an estimate; a missing one as a dash."""
    if estimate is None:
        return "-"
    return span(estimate.mean, estimate.lo90, estimate.hi90, digits, sign=sign)


def others(percent: Interval, digits: int = 0) -> str:
    """Those of 100 who are not among so many, and from where to where."""
    return span(100 - percent.mean, 100 - percent.hi90, 100 - percent.lo90, digits)


def chance(value: float | None) -> str:
    """A chance as whole numbers out of 100, never 0 and never 100.

    Args:
        value: From 0 to 1; None or NaN where there is none.

    Returns:
        The chance in words; a dash where there is none.

    Example:
        >>> chance(0.86), chance(0.999), chance(None)
        ('86 in 100', 'more than 99 in 100', '-')
    """
    if value is None or not math.isfinite(value):
        return "-"
    if value < 0.01:  # noqa: PLR2004 - below one in a hundred
        return "fewer than 1 in 100"
    if value > 0.99:  # noqa: PLR2004 - above 99 in a hundred
        return "more than 99 in 100"
    return f"{of_100(value)} in 100"


def likely(value: float | None, between: Range | None = None) -> str:
    """A chance out of 100, or instead of it the range in which it lies, rough as that is.

    Args:
        value: From 0 to 1; None where there is none.
        between: What is told instead of it, in steps of 5, never 0 and never 100.

    Example:
        >>> likely(0.98), likely(0.62, Ends(0.27, 0.81)), likely(0.12, Ends(0.01, 0.22))
        ('98 in 100', '25 to 80 in 100', '1 to 20 in 100')
    """
    if between is None:
        return chance(value)
    low, high = (
        min(max(FIVES * int(digits_of(end, times=HUNDRED // FIVES)), 1), HUNDRED - 1)
        for end in (between.lo, between.hi)
    )
    return f"about {low} in 100" if low == high else f"{low} to {high} in 100"


def sure(value: float | None) -> str:
    """How sure an answer is, beside its word; '' where there is no answer.

    Example:
        >>> sure(0.96), sure(None)
        ('96 in 100 sure', '')
    """
    return "" if value is None else f"{chance(value)} sure"


def chance_cell(value: float | None) -> str:
    """A chance in a narrow cell: ``>99 in 100``; '' where there is none."""
    text = "" if value is None else chance(value)
    return text.replace("more than ", ">").replace("fewer than ", "<")


def of_100(share: float) -> str:
    """A share as a whole number of 100."""
    return f"{digits_of(share, times=100):f}"


def chance_of_100(value: float | None) -> str:
    """A chance as a cell whose column says of 100: ``<1``, ``86``, ``>99``."""
    return chance_cell(value).removesuffix(" in 100")


def roughly(value: float) -> str:
    """A chance that is itself rough, out of 10."""
    text = f"{digits_of(value, times=10):f}"
    if text in {"0", "10"}:
        return "fewer than 1 in 10" if text == "0" else "more than 9 in 10"
    return f"about {text} in 10"


def change(value: float | None, digits: int = 1) -> str:
    """A change in headache days as people say it.

    Args:
        value: Days, negative is fewer; None or NaN where there is none.
        digits: After the point.

    Returns:
        The change in words; a dash where there is none.

    Example:
        >>> change(-7.64), change(3.5), change(0.01)
        ('7.6 fewer', '3.5 more', 'no change')
    """
    if value is None or not math.isfinite(value):
        return "-"
    text = number(abs(value), digits)
    if float(text) == 0:
        return "no change"
    return f"{text} {'fewer' if value < 0 else 'more'}"


def fewer(relief: float, digits: int = 1) -> str:
    """Relief as the change that it is: ``7.6 fewer``."""
    return change(-relief, digits)


def counted(count: int) -> str:
    """A small count in words: ``three``; a larger one in digits."""
    return COUNTS[count] if count < len(COUNTS) else str(count)


def lasting(days: int) -> str:
    """A length of time as people say it: ``two weeks``, ``a year``, ``ten days``."""
    for unit, length in (("year", 365), ("week", 7)):
        times, left = divmod(days, length)
        if times and not left:
            return f"a {unit}" if times == 1 else f"{counted(times)} {unit}s"
    return "a day" if days == 1 else f"{counted(days)} days"


def part(share: float) -> str:
    """A share of a whole: ``half``, or ``40 %``."""
    return PARTS.get(share, f"{100 * share:g} %")


def days_of_28(value: float | None) -> str:
    """Dots of 28 days in four weeks, filled from the left; empty for what is missing."""
    if value is None:
        return ""
    filled = min(28, max(0, whole(value)))
    dots = "●" * filled + "○" * (28 - filled)
    return " ".join(dots[start : start + 7] for start in range(0, 28, 7))


def named(condition: str) -> str:
    """A condition's name as people say it."""
    return condition.replace("_", " ")


def ended(text: str) -> str:
    """A text that ends like a sentence."""
    return text if text.endswith(("?", ".")) else f"{text}."


def sentence(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def duration(seconds: float) -> str:
    """A length of time as one says it beforehand.

    Example:
        >>> duration(12.3), duration(150)
        ('12 s', '2 min')
    """
    if seconds < LONG:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / MINUTE)} min"
