"""What a result is made of: estimates, counts, cycles and curves.

Estimates hold 9 in 10 (``lo90`` to ``hi90``) and some 5 in 10.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from wearoff.formats.documents import Document, Maybe, Meta, Number, Sentence
from wearoff.formats.estimates import Bands, Estimate

Said = Literal["yes", "no", "cannot_tell"]


def how_sure(answer: Said, probability: float | None) -> float | None:
    """How sure an answer is: of a no, how likely a yes is not; None where there is no answer."""
    if probability is None or answer == "cannot_tell":
        return None
    return probability if answer == "yes" else 1 - probability


class ChanceRange(Document):
    """What such a chance came to among made-up people of two generators, lowest and highest."""

    lo: Number
    hi: Number


class Drift(Estimate):
    """Slope of the level between the injections' help, days in 28 a year, and both chances."""

    p_worse: Number
    """Chance of rising by more than the line."""
    p_better: Number
    """Chance of falling by more than the line."""
    line_days_28_per_year: Number
    """What counts as rising or falling."""


class Season(Estimate):
    """Days in 28 from a year's lowest to its highest time, beside the slope."""

    highest: int
    """Month, from 1 to 12."""
    lowest: int
    by_wandering_alone: Number
    """Share of diaries of this length whose level only wanders, with as high a wave or more."""


class Trend(Drift):
    """The part of such a slope that goes on, and both chances of it."""

    by_wandering_alone: Number
    """Share of diaries of this length whose level only wanders, with as steep a slope or more."""
    season: Season | None
    """None where fewer than two years follow the first session."""


class Since(Estimate):
    """Days in 28 fewer in the last 84 days than before the first session, as it was."""

    comes_and_goes: Estimate
    """The part of it that comes and goes with the sessions."""
    stayed: Estimate
    """The rest, whose cause one diary cannot tell."""

    by_wandering_alone: Number
    """Share of diaries of this length whose level only wanders, with as much a change or more."""


# Beside the answers


class Checked(Document):
    """How many checks were asked and passed; `text` names the first that did not."""

    asked: int
    passed: int
    text: str


class Dots(Document):
    """Equally likely days by which half of the help is gone, and how many never come."""

    days: list[Number]
    never: int
    """So many do not come before the next session."""
    text: str


class Views(Document):
    """Whether the answers are the same from both texts' starting views."""

    asked: bool
    differ: list[str]
    """Questions whose answer differs."""
    text: str


# What was written and counted


class Window(Document):
    """Entries between two dates, and the days with a yes in 28."""

    first: date
    last: date
    days: int
    written: int
    yes: Number
    rate: Maybe
    """Days in 28; None where too few were written, or only those with a yes."""
    source: str


class Windows(Document):
    """Before the first session, and now."""

    before: Window | None
    now: Window | None


class Counted(Document):
    """Days in 28 before and now, their change, and where they were counted."""

    before: Maybe
    now: Maybe
    change: Maybe
    change_percent: Maybe
    at_least: bool
    """Whether both are so many at least: only days with a yes were written."""
    windows: Windows


class Secondary(Counted):
    """Another series of the same diary."""

    name: str
    outcome: str
    note: str


class Stretch(Document):
    """Days of one part of a diary: with, without, and empty; they add up to ``days``."""

    part: Literal["before", "cycle", "all"]
    session: int | None
    """Number of the cycle's session."""
    first: date
    last: date
    days: int
    yes: int
    free: int
    empty: int


class Given(Document):
    """A session as it was given."""

    session: int
    date: date
    day: int
    product: str
    units: Number
    in_diary: bool
    days_since_last: int | None
    """Days since the session before; None for the first."""


class Product(Document):
    """A product, its least and greatest units, and in how many sessions it was given."""

    product: str
    least_units: Number
    most_units: Number
    sessions: int


class Change(Document):
    """Something else that changed."""

    date: date
    kind: str
    what: str
    until: date | None


class Dated(Document):
    """A total of a clinic on a date."""

    date: date
    value: Number


class Score(Dated):
    """A total of a clinic, and of what."""

    measure: str
    title: str
    """The measure as clinics write it."""


class FirstAndLast(Document):
    """A measure's first and last total; ``last`` is None where nothing was filled in later."""

    measure: str
    title: str
    first: Dated
    last: Dated | None
    change: Maybe
    detectable_change: Maybe


# Cycles and curves


class Cycle(Document):
    """One cycle: relief and wear-off."""

    session: int
    date: date
    days: int
    relief_percent: Estimate | None
    relief_days_28: Estimate | None
    wearoff_day: Estimate | None
    p_wears_off: Maybe
    days_observed: int
    yes: int
    """Days with, of those."""
    counted: Maybe
    lowest_level: Maybe
    """The lowest of its weeks, days in 28 as it was, not counted."""
    highest_level: Maybe
    """The highest of them."""
    open: bool


class CycleWeek(Document):
    """A week of all cycles laid over one."""

    day: int
    cycles: int
    days_observed: int
    counted: Maybe
    with_relief: Bands | None
    without_relief: Bands | None
    drawn: bool
    """Whether enough of the cycles have this week to draw it."""


class CourseWeek(Document):
    """A week of the diary: counted, and the level with and without the short-lived relief."""

    date: date
    day: int
    counted: Maybe
    with_relief: Bands | None
    without_relief: Bands | None


class BodyColumn(Document):
    """A quantity of the model's inside."""

    name: str
    text: str
    title: str
    unit: str


class BodyRow(Document):
    """Means over some days of what muscle and load do in the model."""

    first_day: int
    last_day: int
    week: Number
    values: dict[str, Number]


class Underneath(Document):
    """What muscle and load do in the model, for a typical person with these injections."""

    columns: list[BodyColumn]
    rows: list[BodyRow]
    step: int


# What was read


class ReadMeta(Meta):
    """Where a document of what was read is from."""

    today: date | None = None
    """The day on which it was read; later dates are in the future."""


class ReadFile(Document):
    """One file, or frame, that was read, and how."""

    kind: Literal["diary", "injections", "events", "scores"]
    source: str
    """Its name without folders; of a frame the argument that held it."""
    format: str
    """csv, xlsx, xls, ods, frame, or the name of another program's export."""
    sha256: str
    """Of its bytes; of a frame as the CSV that stands for it."""
    dates: str
    """How dates are written: iso, day-first, month-first, named or serial, joined by +."""
    separator: str
    encoding: str = ""
    sheet: str | None = None
    words: dict[str, str]
    """Words of its cells, and what they were read as."""
    columns: dict[str, str]
    """What is called how: ``headache`` in which of its columns."""


class LeftOut(Document):
    """Days that were read and are not used."""

    where: str
    reason: str
    days: int


class Understood(Document):
    """What was read: ``days_read`` is the sum of ``headache``, ``free``, ``empty``, ``left_out``.

    A day is one of ``headache`` if it is one of those that are counted of the condition: days with
    bad jaw, neck or leg pain where that is the outcome.
    """

    files: list[ReadFile]
    days_read: int
    """Dates with a row."""
    headache: int
    free: int
    empty: int
    """Dated, and nothing written that tells which."""
    merged: int
    """Rows beside another of the same day; outside the sum."""
    left_out: list[LeftOut]
    unwritten: Literal["unknown", "free"]
    """What a day without a row is taken for."""
    taken_free: int
    """Days of ``free`` on which nothing was written: they were said to be so."""

    @property
    def days_left_out(self) -> int:
        """Days of all that is left out."""
        return sum(part.days for part in self.left_out)


class Doubt(Document):
    """What looks like a slip in what was read."""

    code: str
    text: str
    where: str
    effect: Literal["said", "bars_answers"]
    confirmed: bool


# Ahead


class ForecastWindow(Document):
    """28 days to come."""

    first: date
    last: date
    headache_days_28: Estimate


class Forecast(Document):
    """The next windows if things go on as they are."""

    text: str
    interval_days: int
    """Days between the sessions to come."""
    windows: list[ForecastWindow]


class SinceVisit(Document):
    """The forecast of the last visit against what came."""

    date: date
    first: date
    last: date
    days_written: int
    forecast: Estimate
    came: Number
    inside: bool
    changes: list[Sentence]
    """What was counted before and since, and what else is new."""
    text: list[str]
