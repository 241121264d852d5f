"""What was assumed, merged, left out or not read, in one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.words import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Note


def no_condition(*, taken: str) -> str:
    """Nobody said what is treated."""
    return f"no condition given: taken as {taken}"


def outcome_missing(*, column: str) -> str:
    """The diary lacks the column by which the condition is judged."""
    return f"no {column} in the diary: headache days are counted instead"


def at_least(*, column: str, least: float) -> str:
    """Days are counted by a column from a value on."""
    return f"{column} of {numbers.amount(least)} or more"


def column_not_read(*, column: str) -> str:
    """A column that nobody knows."""
    return f"column {column} is not read" if column else "a column without a name is not read"


def columns_not_read(*, columns: str) -> str:
    """Columns of another program that nothing is made of."""
    return f"not read: {columns}"


def place_not_read(*, columns: str) -> str:
    """Columns that tell where somebody was."""
    return f"where you were is left out: {columns}"


def worst_taken(*, days: int) -> str:
    """Days with several entries that differ."""
    return f"{numbers.in_days(days)} with entries that differ: the worst of the day is taken"


def taken_free(*, days: int) -> str:
    """Days without an entry that somebody said were free."""
    return f"{numbers.in_days(days)} without an entry taken as free of headache, as was said"


def greenwich() -> str:
    """Times that are not local."""
    return "times are Greenwich's: a day begins there, not where the person was"


def empty_around(*, days: int) -> str:
    """Rows without an entry around the diary."""
    return f"{numbers.in_days(days)} before the first or after the last entry, all empty"


def severity_without_headache(*, days: int) -> str:
    """Days on which two columns disagree."""
    say, give = ("says", "gives") if days == 1 else ("say", "give")
    return (
        f"{numbers.in_days(days)} {say} no headache and {give} a severity: counted as no headache"
    )


def two_products() -> str:
    """Sessions with more than one product."""
    return (
        "two products: their units are not compared; a session's strength is its share of the "
        "usual session of its product in this log"
    )


def plan_units(*, plan: str, units: float, product: str) -> str:
    """A plan without units and product."""
    return f"{plan}: its own {numbers.amount(units)} U of {product} taken"


def usual_plan_units(*, plan: str, units: float, product: str) -> str:
    """Sessions of which only the date is written."""
    return f"dates alone: {plan}, {numbers.amount(units)} U of {product} taken"


def usual_plan(*, plan: str, product: str) -> str:
    """Sessions with units, and no word of where they went."""
    return f"no muscle or plan: {product} spread as in {plan}"


def area_spread(*, area: str, muscles: str) -> str:
    """Units of an area that holds several muscles."""
    return f"{area}: {muscles}, as the label has them"


def both_sides(*, rows: int) -> str:
    """Units that are the total of two sides."""
    return f"both sides: units taken as their total, half to each ({_rows(rows)})"


def each_sides(*, rows: int) -> str:
    """Units that each of two sides got."""
    return f"each side: units given to left and right ({_rows(rows)})"


def rows_above(*, rows: int, file: str) -> str:
    """A title above the header of a log."""
    return f"{_rows(rows)} above the header of {file} not read"


def total_rows(*, rows: int, file: str) -> str:
    """Rows of a log that add others up."""
    return f"{_rows(rows)} of totals in {file} not read"


def names_read(*, names: str) -> str:
    """Brands, shorthand and spellings."""
    return f"read {names}"


def later_sessions(*, sessions: int) -> str:
    """Sessions of which the diary tells nothing."""
    return f"{sessions} of the sessions came after the last entry"


def resource_not_read(*, what: str, count: int) -> str:
    """Parts of a bundle that nobody knows, or whose day or value cannot be told for sure."""
    return f"{count} of {what} not read" if count > 1 else f"{what} is not read"


def record_not_read(*, evid: str, count: int) -> str:
    """Records of a table that are neither a dose nor an observation."""
    records = "1 record" if count == 1 else f"{count} records"
    return f"{records} with EVID {evid or 'empty'} not read"


def session_without_doses(*, sessions: int) -> str:
    """Sessions of a bundle of which it has no doses that can be read."""
    which = "a session" if sessions == 1 else f"{sessions} sessions"
    return f"{which} without doses that can be read: give an injection log"


def bundle_goes_on() -> str:
    """A server's answer that has further pages."""
    return "the bundle is one page of several: what is on the others is not read"


def month_taken(*, column: str, days: int) -> str:
    """A column of counts that does not say of how many days."""
    return f"{column} does not say of how many days: taken as of {days}"


def rows_of_months() -> str:
    """Rows that have a month and no day."""
    return "rows of a month are dated on its last day"


def no_units(*, rows: int) -> str:
    """Rows whose units are 0."""
    return f"{_rows(rows)} with 0 units: no session"


def usual_product(*, product: str) -> str:
    """Units of which nobody said of what."""
    return f"no product given: units taken as of {product}"


def _rows(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


SENTENCES: dict[str, Callable[..., str]] = {
    "no_condition": no_condition,
    "outcome_missing": outcome_missing,
    "at_least": at_least,
    "column_not_read": column_not_read,
    "columns_not_read": columns_not_read,
    "place_not_read": place_not_read,
    "worst_taken": worst_taken,
    "taken_free": taken_free,
    "greenwich": greenwich,
    "empty_around": empty_around,
    "severity_without_headache": severity_without_headache,
    "two_products": two_products,
    "plan_units": plan_units,
    "usual_plan_units": usual_plan_units,
    "usual_plan": usual_plan,
    "area_spread": area_spread,
    "both_sides": both_sides,
    "each_sides": each_sides,
    "rows_above": rows_above,
    "total_rows": total_rows,
    "names_read": names_read,
    "resource_not_read": resource_not_read,
    "record_not_read": record_not_read,
    "session_without_doses": session_without_doses,
    "bundle_goes_on": bundle_goes_on,
    "later_sessions": later_sessions,
    "month_taken": month_taken,
    "rows_of_months": rows_of_months,
    "no_units": no_units,
    "usual_product": usual_product,
}


def text(note: Note) -> str:
    """A note as people read it."""
    return SENTENCES[note.code](**note.values)
