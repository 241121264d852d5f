"""What is found of an invented person, typed: with injections and without, and what it rests on."""

from __future__ import annotations

from typing import Literal

from wearoff.formats.documents import Document, Maybe, Meta, Number
from wearoff.simulation.result import SCHEMA_VERSION, InjectionGiven, PublishedHarm

Assumption = Literal["off", "on", "none"]
"""That joint load leaves damage; none where the model has no joints."""


class Spread(Document):
    """The typical person, and 9 in 10 of the people drawn with the same settings."""

    typical: Number
    lo90: Number
    hi90: Number


class Year(Document):
    """Mean of the main outcome over one year; ``change`` is injected less without, by person."""

    year: int
    injected: Spread
    without: Spread
    change: Spread


class Point(Document):
    """Mean of the main outcome over one interval between sessions, at its middle."""

    year: Number
    injected: Spread
    without: Spread


class Swing(Document):
    """An outcome of the typical person over one interval: its mean, and how far it swings."""

    year: Number
    mean: Number
    lowest: Number
    highest: Number


class Inside(Document):
    """One other outcome of the typical person, by interval."""

    outcome: str
    unit: str
    injected: tuple[Swing, ...]
    without: tuple[Swing, ...]


class Course(Document):
    """The years under one assumption about joints, or without joints in the model."""

    assumption: Assumption
    label: str
    """What stands inside every picture where the assumption is on."""
    settings: dict[str, Number]
    """What is assumed, by row."""
    years: tuple[Year, ...]
    curve: tuple[Point, ...]
    inside: tuple[Inside, ...]


class Rests(Document):
    """How many numbers an outcome can rest on, by their grade."""

    outcome: str
    numbers: tuple[str, ...]
    grades: dict[str, int]


class NumberBehind(Document):
    """One number with its source and grade; ``set_to`` where it was replaced."""

    name: str
    meaning: str
    value: Number
    unit: str
    low: Number
    high: Number
    set_to: Maybe
    grade: str
    grade_in_words: str
    source: str
    citation: str
    url: str
    place: str


class ExploreResult(Document):
    """What `wearoff.explore` finds: an invented person for years, with injections and without."""

    schema_version: str = SCHEMA_VERSION
    meta: Meta
    condition: str
    title: str
    """What the condition is called."""
    plan: str
    product: str
    days: int
    patients: int
    """People drawn with the same settings, behind every range."""
    window: int
    """Days over which curves are averaged."""
    every: int | None
    """Days between sessions; None after a single one."""
    sessions: int
    settings: dict[str, Number]
    """Evidence values that were replaced, by row, in the row's unit."""
    first_session: tuple[InjectionGiven, ...]
    warnings: tuple[str, ...]
    outcome: str
    unit: str
    courses: tuple[Course, ...]
    rests: tuple[Rests, ...]
    numbers: tuple[NumberBehind, ...]
    published_harms: tuple[PublishedHarm, ...]
