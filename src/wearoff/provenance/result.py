"""What is known of a number and of the claims, typed."""

from __future__ import annotations

from wearoff.formats.documents import Document, Meta, Number, called
from wearoff.formats.estimates import Bands

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""


class FromFigures(Document):
    """What published figures say of a number's center, in SDs of its spread."""

    moved: Number
    contraction: Number
    """1 − posterior SD / prior SD."""
    date: str


class WhyResult(Document):
    """What `wearoff why NAME --json` prints: one number, where it is from, and what uses it."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    name: str
    value: Number
    unit: str
    low: Number
    high: Number
    law: str
    varies: str
    grade: str
    source: str
    place: str
    meaning: str
    note: str
    grade_in_words: str
    citation: str
    seen: str
    """How much of the source was read."""
    used_by: tuple[str, ...]
    calibrated: FromFigures | None


class NumbersResult(Document):
    """What `wearoff why all --json` prints: the names of all numbers."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    numbers: tuple[str, ...]


class ClaimRow(Document):
    """One claim of a text, with what was found for it and against it."""

    id: str
    text: str
    words: str
    grade: str
    finding: str
    but: str
    part: tuple[str, ...]
    model: str
    diary: str
    supports: tuple[str, ...] = called("for")
    """Sources for it."""
    against: tuple[str, ...]
    """Sources against it."""
    test: str


class CitedRow(Document):
    """A muscle study that the warning cites: what it measured, and whether it is told fairly."""

    cited_as: str
    source: str
    claims: tuple[str, ...]
    measured: str
    fair: str
    citation: str


class SourceRow(Document):
    """A source, and how much of it was read."""

    citation: str
    seen: str


class ClaimsResult(Document):
    """What `wearoff claims --json` prints."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    claims: tuple[ClaimRow, ...]
    cited_studies: tuple[CitedRow, ...]
    sources: dict[str, SourceRow]


class CourseDay(Document):
    """A quantity on one day between invented people."""

    day: int
    week: Number
    level: Bands


class PartCourse(Document):
    """What one usual session does in a part of the model: its main quantity by day."""

    meta: Meta
    part: str
    condition: str
    condition_title: str
    plan: str
    quantity: str
    unit: str
    people: int
    days: tuple[CourseDay, ...]
    listed_days: tuple[int, ...]
    """Days of a short table."""
    furthest_day: int | None
    """Day on which the mean is furthest from where it was; None where it does not move."""
    rises: bool | None
    """Whether it is then higher than before."""
    half_gone_day: int | None
    """First day after it on which less than half of that is left; None where there is none."""
