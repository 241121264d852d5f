"""What many studies say, typed: the one author of `wearoff validate --json`.

Everything that a face prints stands here as codes and values, with the sentences that
`wearoff.words.studies` makes of them. Intervals hold 9 in 10 (``lo90`` to ``hi90``).
"""

from __future__ import annotations

from typing import Literal

from wearoff.formats.documents import Document, Maybe, Meta

SCHEMA_VERSION = "1.0"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""

Status = Literal["missed", "inside", "predicted_only", "cannot_predict"]
"""What came of a row: its figure lies outside or inside its interval, it has none, or no answer."""
WhyNot = Literal["out_of_reach", "never_comes_about"]
"""Why a row has no answer: nothing in the model shows it, or it happens to nobody."""
Assumed = Literal[
    "plan_unknown",
    "muscle_alone",
    "population_not_told_apart",
    "known_to_be_toxin",
    "usual_people",
]
"""What a row left open."""
Direction = Literal["lower", "as_predicted", "higher"]
"""On which side of its prediction a figure lies."""


class Assumption(Document):
    """What a row left open, and the values that it was filled with."""

    code: Assumed
    plan: str | None = None
    population: str | None = None
    quantity: str | None = None
    sessions: int | None = None
    """Sessions with a placebo arm, after which people know."""
    people: int | None = None


class Row(Document):
    """A published figure, its prediction without its own cohort, and how they compare."""

    id: str
    cohort: str
    condition: str
    quantity: str
    arm: str
    population: str
    week: Maybe
    predicted: Maybe
    lo90: Maybe
    hi90: Maybe
    inside: bool | None
    interval_score: Maybe
    """Width of the interval, and 20 for every unit that the figure lies outside."""
    naive_lo90: Maybe
    naive_hi90: Maybe
    interval_score_ratio: Maybe
    """Interval score over that of the naive predictor."""
    cohort_left_out: bool | None
    value: Maybe
    se: Maybe
    grade: str
    cannot_predict: str | None
    assumed: list[str]
    condition_title: str
    """The condition as people say it."""
    status: Status
    why_not: WhyNot | None
    assumptions: list[Assumption]
    distance: Maybe
    """0 as predicted, −1 and 1 at the ends of the 9 in 10; None where it is beyond any scale."""
    direction: Direction | None
    """Where the figure lies from its prediction."""
    said: str | None
    """The figure beside its interval, in words."""


class Refused(Document):
    """A row that is not answered: its id, '' if it has none, and why, in one line."""

    id: str
    line: int
    reason: str


class ValidationMeta(Meta):
    """Where this document is from."""

    calibration: str
    """Day on which the calibration was made."""


class Result(Document):
    """Every row of a targets file, and how they do together."""

    schema_version: str = SCHEMA_VERSION
    meta: ValidationMeta
    rows: list[Row]
    """In the order of the file."""
    predicted: int
    scored: int
    """Rows with a prediction and a published figure."""
    compared: int
    """Rows that can be compared with the naive predictor."""
    coverage90: Maybe
    """Share of the scored rows inside their interval."""
    mean_interval_score_ratio: Maybe
    """Geometric mean."""
    median_interval_score_ratio: Maybe
    refused: list[Refused]
    notes: list[str]
    inside: int
    inside_percent: Maybe
    level_percent: int
    """What an interval is meant to hold."""
    left_out: int
    """Rows whose cohort had to be left out of the calibration."""
    furthest_first: list[str]
    """Ids of the scored rows, the furthest from their prediction first."""
    finding: str
    """How many figures lie inside, as one sentence."""
