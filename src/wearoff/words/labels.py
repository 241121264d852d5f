"""What a log holds against what labels ask, in one sentence a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

APART = "units of products are not interchangeable and are not added up"


def exceeded(*, total: float, product: str, days: int, first: int, most: float, source: str) -> str:
    """A window in which more was given than a label allows."""
    return (
        f"{total:g} units of {product} within {days} days from day {first}; the label's most is "
        f"{most:g} ({source})"
    )


def no_interval_known(*, condition: str) -> str:
    """No label says how far apart sessions are."""
    return f"no label's interval is known for {condition}"


def interval_of_one_product(*, condition: str, product: str) -> str:
    """Another product was given than that of the label."""
    return f"the label's interval for {condition} is known for {product} alone"


def one_session(*, date: str) -> str:
    """There is no interval yet."""
    return f"one day with injections, {date}: no interval yet"


def interval(
    *, shortest: int, ending: str, european: bool, least: int, closer: int, intervals: int
) -> str:
    """The shortest interval beside the label's."""
    days = numbers.in_days(shortest)
    whose = "the European label's" if european else "the label's"
    return (
        f"shortest interval {days}, ending {ending}; {whose} is {least} or more ({closer} of "
        f"{intervals} intervals shorter)"
    )


def unknown_product(*, product: str) -> str:
    """No limit of a total is in the evidence."""
    return f"no limit of a total is known here for {product}: not checked"


def rolling_total(*, product: str, days: int, total: float, first: str, most: float) -> str:
    """The largest total beside the label's most."""
    return (
        f"largest total of {product} within {days} days: {total:g} units, from {first}; the "
        f"label's most is {most:g}"
    )


def spread_by_plan() -> str:
    """Units of muscles were not written."""
    return "units are spread by a plan: limits of muscles and sites are not checked"


def muscle_total(*, units: float, date: str, most: float, spread: int, sessions: int) -> str:
    """Most in both sternocleidomastoids."""
    return (
        f"most in both sternocleidomastoids in a session: {units:g} units on {date}; the label's "
        f"most is {most:g}{_aside(spread, sessions)}"
    )


def site(*, units: float, site: str, date: str, most: float, spread: int, sessions: int) -> str:
    """Most in one row of the log."""
    ending = f"the label's most for one site is {most:g}"
    if units > most:
        ending += "; how many sites shared it is not written"
    return (
        f"most in one row: {units:g} units into {site} on {date}; {ending}"
        f"{_aside(spread, sessions)}"
    )


def product_changed(*, times: int, before: str, after: str, date: str) -> str:
    """The product is not the same all along."""
    often = "once" if times == 1 else f"{times} times"
    return f"product changed {often}, first from {before} to {after} on {date}; {APART}"


def same_product(*, product: str, first: str, several: bool) -> str:
    """The product, or products, of every session."""
    text = f"{product} at every session, the first on {first}"
    return f"{text}; {APART}" if several else text


def plan_total(
    *,
    lowest: float,
    highest: float,
    least: float,
    most: float,
    differ: int,
    sessions: int,
    first: str | None,
) -> str:
    """Units of a session beside those of the plan."""
    span = f"{lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"
    text = f"{span} units a session; the plan's are {least:g} to {most:g}"
    if differ:
        text += f" ({differ} of {sessions} sessions differ, first on {first}; not a limit)"
    return text


def _aside(spread: int, sessions: int) -> str:
    if not spread:
        return ""
    return f" ({spread} of {sessions} sessions are spread by a plan: not checked)"


SENTENCES: dict[str, Callable[..., str]] = {
    each.__name__: each
    for each in (
        no_interval_known,
        interval_of_one_product,
        one_session,
        interval,
        unknown_product,
        rolling_total,
        spread_by_plan,
        muscle_total,
        site,
        product_changed,
        same_product,
        plan_total,
    )
}
