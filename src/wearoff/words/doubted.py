"""Sentences of what looks like a slip of a hand, one a kind; what each does: `words.doubts`."""

from __future__ import annotations

from wearoff.words import numbers

HEADACHE = "headache"
"""What days are with, unless it is another pain."""
YEAR, MONTH = 365.25, 30.44
LONG, MIDDLE = 300, 60
"""Days from which a distance is said in years, and in months."""


def _far(days: int) -> str:
    """A distance as people say it."""
    for least, length, unit in ((LONG, YEAR, "year"), (MIDDLE, MONTH, "month")):
        if days >= least:
            count = round(days / length)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{days} days"


def _more(count: int, what: str = "row") -> str:
    """How many are like the one that is named."""
    more = count - 1
    return f" (and {more} more {what}{'' if more == 1 else 's'})" if more > 0 else ""


# Dates


def date_far(*, date: str, days: int, rows: int = 1) -> str:
    """Dates that lie far from all others; ``days`` is negative before them."""
    side = "before" if days < 0 else "after"
    return f"{date}{_more(rows)} lies {_far(abs(days))} {side} the rest"


def date_future(*, date: str, today: str, rows: int = 1) -> str:
    """Dates after today."""
    return f"{date}{_more(rows)} is in the future: today is {today}"


def wrong_year(*, date: str, meant: str, rows: int = 1) -> str:
    """Rows that fit among their neighbors with another year."""
    return f"{date}{_more(rows)} fits among the rows around it as {meant}: another year?"


def day_month(*, date: str, meant: str, rows: int = 1) -> str:
    """Rows that fit among their neighbors with day and month exchanged."""
    return f"{date}{_more(rows)} fits among the rows around it as {meant}: day and month swapped?"


def out_of_order(*, date: str, beside: str, rows: int = 1) -> str:
    """Rows out of the order that all others have."""
    return f"{date}{_more(rows)} stands beside {beside}, out of the order of the rows"


def repeated(*, date: str, rows: int = 1) -> str:
    """Dates that stand twice."""
    return f"{date}{_more(rows, 'date')} stands twice, kept once"


# Writing


def _of(written: int, days: int) -> str:
    return f"{written} of {numbers.in_days(days)}"


def only_headache(*, written: int, days: int, what: str = HEADACHE) -> str:
    """No day without headache in the whole diary, and empty days."""
    return (
        f"no day without {what} is written: {_of(written, days)} are filled in, all with {what}; "
        "is an empty day free, or not written?"
    )


def only_headache_now(*, first: str, written: int, days: int, what: str = HEADACHE) -> str:
    """The same in the last stretch."""
    return (
        f"from {first} on no day without {what} is written ({_of(written, days)} filled in): "
        "is an empty day free, or not written?"
    )


def only_headache_before(*, first: str, written: int, days: int, what: str = HEADACHE) -> str:
    """The same before the first session."""
    return (
        f"from {first} to the first session no day without {what} is written "
        f"({_of(written, days)} filled in): is an empty day free, or not written?"
    )


def only_headache_stretch(
    *, first: str, last: str, written: int, days: int, what: str = HEADACHE
) -> str:
    """The same in a stretch within the diary."""
    return f"{first} to {last}: no day without {what} is written ({_of(written, days)} filled in)"


def free_fading(*, early: float, late: float, since: str, what: str = HEADACHE) -> str:
    """Days without headache written less and less."""
    return (
        f"free days are written less and less: {numbers.number(early)} of 28 days before {since}, "
        f"{numbers.number(late)} since, and as much {what}"
    )


def free_less_after(*, before: float, after: float) -> str:
    """Days filled in less after the first session than before it."""
    return (
        f"days are filled in less after the first session ({after:.0%}) than before it "
        f"({before:.0%}): are free days left out?"
    )


def filled_less(*, early: float, late: float, since: str) -> str:
    """Days filled in less from some day on."""
    return (
        f"days are filled in less since {since} ({late:.0%}) than before ({early:.0%}): are free "
        "days left out?"
    )


def free_less_in_cycle(*, early: float, late: float) -> str:
    """Days filled in less soon after sessions than late in a cycle, or the other way round."""
    return (
        f"soon after sessions {early:.0%} of the days are filled in, before the next {late:.0%}: "
        "are free days left out?"
    )


def few_now(*, written: int, days: int) -> str:
    """Few days written in the window called now."""
    return f"now: only {_of(written, days)} filled in"


def few_before(*, written: int, days: int) -> str:
    """Few days written before the first session."""
    return f"before: only {_of(written, days)} filled in"


def less_now(*, written: int, days: int) -> str:
    """Fewer days written in the window called now than elsewhere."""
    return f"now: {_of(written, days)} are filled in, less than elsewhere: are free days left out?"


def less_before(*, written: int, days: int) -> str:
    """Fewer days written before the first session than since."""
    return f"before: {_of(written, days)} are filled in, less than since: are free days left out?"


def gap(*, first: str, last: str, days: int, rows: int = 1) -> str:
    """A long stretch without an entry."""
    return (
        f"nothing is written from {first} to {last} ({numbers.in_days(days)}){_more(rows, 'gap')}"
    )


def same_long(*, first: str, last: str, days: int, what: str) -> str:
    """The same entry on every day of a long stretch, unlike the rest."""
    return f"{first} to {last}: {what} on each of {numbers.in_days(days)}, unlike the rest"


# Sessions


def session_twice(*, date: str, rows: int = 1) -> str:
    """Sessions that stand twice."""
    return f"the session of {date}{_more(rows, 'session')} stands twice, counted once"


def session_split(*, first: str, last: str, rows: int = 1) -> str:
    """Visits a few days apart that are one session."""
    return f"the visits of {first} and {last}{_more(rows, 'pair')} are taken for one session"


def top_up(*, date: str, session: str, rows: int = 1) -> str:
    """A small dose soon after a session."""
    return f"{date}{_more(rows, 'visit')} is taken for a top-up of the session of {session}"


def units_tenfold(*, date: str, units: float, usual: float, rows: int = 1, site: str = "") -> str:
    """A dose about ten times, or a tenth, of the usual one."""
    way = "ten times" if units > usual else "a tenth of"
    given = f"{numbers.amount(units)} U" + (f" into {numbers.named(site)}" if site else "")
    return (
        f"{given} on {date}{_more(rows, 'session')} is about {way} the usual "
        f"{numbers.amount(usual)} U"
    )


def units_unusual(*, date: str, units: float, usual: float, rows: int = 1) -> str:
    """A dose that is far from the usual one."""
    return (
        f"{numbers.amount(units)} U on {date}{_more(rows, 'session')}, where "
        f"{numbers.amount(usual)} U is usual"
    )


def product_once(*, date: str, product: str, usual: str) -> str:
    """One session of another product than those around it."""
    return f"{product} on {date} alone, between sessions of {usual}"


def products_alternate(*, date: str, times: int) -> str:
    """Products that change to and fro."""
    return f"the product changes {times} times from session to session, first on {date}"


def session_year(*, date: str, meant: str) -> str:
    """A session that fits among the others with another year."""
    return f"the session of {date} fits among the others as {meant}: another year?"


def session_far(*, date: str, days: int, what: str = "the others") -> str:
    """A session that lies far from all others, or from the diary."""
    return f"the session of {date} lies {_far(days)} from {what}"


def session_day_month(*, date: str, meant: str) -> str:
    """A session that fits among the others with day and month exchanged."""
    return f"the session of {date} fits among the others as {meant}: day and month swapped?"


def session_future(*, date: str, today: str) -> str:
    """A session after today."""
    return f"the session of {date} is in the future: today is {today}"


def session_order(*, date: str, beside: str) -> str:
    """A session out of the order of the rows."""
    return f"the session of {date} stands beside {beside}, out of the order of the rows"


def session_interval(*, first: str, last: str, days: int, usual: int, rows: int = 1) -> str:
    """Sessions nearer each other, or farther apart, than the others."""
    more = _more(rows, "interval")
    return f"{numbers.in_days(days)} from {first} to {last}{more}, where {usual} are usual"


def session_gap(*, first: str, last: str, days: int, usual: int, rows: int = 1) -> str:
    """A gap that one session more or several would fill."""
    return (
        f"{numbers.in_days(days)} from {first} to {last}{_more(rows, 'gap')}, where {usual} are "
        "usual: is a session missing from the log?"
    )


def session_last(*, date: str, days: int, usual: int) -> str:
    """A diary that goes on long after the last session."""
    return (
        f"the diary goes on for {numbers.in_days(days)} after the last session ({date}), where "
        f"{usual} are usual: is a session missing from the log?"
    )


def sessions_outside(*, sessions: int, of: int) -> str:
    """Sessions whose cycle has no entry."""
    return f"{sessions} of {of} sessions have no entry before the next"


# Attacks


def attack_long(*, date: str, rows: int = 1) -> str:
    """Attacks of more than two weeks."""
    return f"the attack of {date}{_more(rows)} lasts over 14 days: was its end forgotten?"


def attack_twice(*, date: str, rows: int = 1) -> str:
    """The same attack more than once."""
    return f"the attack of {date}{_more(rows)} stands twice, counted once"


def attack_length(*, date: str, rows: int = 1) -> str:
    """A duration that is not the time between start and end."""
    return f"the attack of {date}{_more(rows)} has a duration that is not its end: taken by its end"


def no_pain(*, date: str, rows: int = 1) -> str:
    """Attacks without pain."""
    return (
        f"the attack of {date}{_more(rows)} has no pain: counted neither as headache nor as a day "
        "without"
    )


def pain_outside(*, date: str, rows: int = 1) -> str:
    """Pains outside their scale."""
    return f"the pain of {date}{_more(rows)} is outside its scale: taken as not written"


def absent_and_present(*, date: str, rows: int = 1) -> str:
    """Days with a headache and with its absence."""
    return f"{date}{_more(rows)} has a headache and says there was none: counted as headache"


def times_utc(*, date: str, rows: int = 1) -> str:
    """Times of Greenwich, from which the day of a person elsewhere can differ."""
    return (
        f"the time of {date}{_more(rows)} is that of Greenwich: near midnight the day may be "
        "another"
    )


# Changes


def baseline_low(*, rate: float) -> str:
    """Fewer headache days before than what is treated has."""
    return (
        f"before the first session {numbers.number(rate)} headache days in 28, fewer than the 15 "
        "a month of chronic migraine"
    )


def count_jumps(*, date: str, before: float, after: float, what: str) -> str:
    """A count that jumps where the file changes."""
    return (
        f"on {date} {what}, and the count jumps from {numbers.number(before)} to "
        f"{numbers.number(after)} in 28"
    )


def columns_change(*, date: str, old: str, new: str) -> str:
    """Another column is filled in from some day on."""
    return f"from {date} on {new} is filled in and {old} no longer: is that the same thing?"
