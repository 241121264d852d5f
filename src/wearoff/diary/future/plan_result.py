"""What a plan says, typed: the one author of `wearoff plan --json`."""

from __future__ import annotations

from datetime import date

from wearoff.diary.pieces import Doubt, ReadMeta
from wearoff.formats.documents import Document, Maybe, Number, Sentence
from wearoff.formats.estimates import Estimate

SCHEMA_VERSION = "1.1"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class DataShare(Document):
    """Where what is said of a course comes from; the three add up to 1."""

    diary: Number
    other_people: Number
    assumed: Number


class CourseResult(Document):
    """A person's next year under one course; changes are against things going on as they are."""

    id: str
    name: str
    sessions: int
    next: date | None
    """Its first session."""
    headache_days_28: Estimate
    change_days_28: Estimate | None
    p_better_by_2: Maybe
    p_worse_by_2: Maybe
    muscle_percent: Maybe
    """Size of the injected muscles in the model, of before."""
    load_change_percent: Maybe
    """Load on the other muscles in the model, of full strength."""
    data_share: DataShare | None
    mostly_assumed: bool | None
    source: str
    grade: str


class NotAsked(Sentence):
    """A course that cannot be asked of this person, and why."""

    id: str
    name: str
    reason: str


class Across(Document):
    """How far the courses lie apart, and how many of those against as now are mostly assumed."""

    least_days_28: Number
    most_days_28: Number
    courses: int
    """Courses against as now."""
    mostly_assumed: int
    text: str


class Body(Document):
    """Where muscles shrink most and least in the model, and how load on the others changes."""

    smallest: str
    """Name of the course with the smallest muscles."""
    smallest_percent: Number
    largest: str
    largest_percent: Number
    load_changes: bool | None
    """Whether load changes more than hardly; None where it is not told."""
    least_load_percent: Maybe
    most_load_percent: Maybe
    text: str


class PlanResult(Document):
    """The same person, the same chance, under every course, in a fixed order."""

    schema_version: str = SCHEMA_VERSION
    meta: ReadMeta
    name: str
    condition: str
    outcome: str
    first: date
    last: date
    counted_now: Maybe
    better_by_days_28: Number
    """Headache days in 28 of which `p_better_by_2` and `p_worse_by_2` are the chances."""
    mostly_assumed_above: Number
    """Share of what is said of a change above which a course is mostly assumed."""
    courses: list[CourseResult]
    across: Across
    body: Body | None
    """None where the condition has no muscles to tell of."""
    not_asked: list[NotAsked]
    doubts: list[Doubt]
    notes: list[str]
    note_codes: list[Sentence]
    """The notes as codes and values, in the same order."""
