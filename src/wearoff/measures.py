"""Measures: every score of a clinic once, with its range, direction, change and source.

    detectable change = 1.96·√2·SD·√(1 − ICC)

Readers, rules, totals and the fit of a trial read a measure here and nowhere else. What papers say
of its spread and of a change that matters is an evidence row, named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wearoff.errors import InputError, argument

USES = {
    "hit_6_sd": "changes of scores in analyze",
    "hit_6_retest": "changes of scores in analyze",
    "hit_6_meaningful": "changes of scores in analyze",
    "midas_meaningful": "changes of scores in analyze",
    "midas_meaningful_share": "changes of scores in analyze",
    "midas_moderate": "changes of scores in analyze",
    "midas_high": "changes of scores in analyze",
}
"""What each row is used for here."""


class Kind(Enum):
    """Who gives it: a diary, a questionnaire, a clinician, a test, or a count in another record."""

    DIARY = "diary"
    QUESTIONNAIRE = "questionnaire"
    RATING = "rating"
    TEST = "test"
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class Meaningful:
    """A change that people call one: an evidence row, and from which first value it holds.

    ``unit`` is the row's; ``share`` of the first value, else in points. The first value must be
    above the row ``above`` and at or above the row ``least``, where they are named, in ``of``.
    """

    row: str
    unit: str
    share: bool = False
    above: str | None = None
    least: str | None = None
    of: str = "day"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure.

    ``lowest`` to ``highest`` is what can be written, ``whole`` if in whole numbers. ``unit`` is in
    words. ``lower_is_better`` says which way is good. ``spread`` and ``retest`` are the evidence
    rows of the SD between people and of the correlation of two fillings; None where no source has
    both. ``meaningful`` is in the order in which it is tried. ``source`` says what it is and where
    its range is from. A count is of the days ``of`` so kind in the ``days`` that end on its date.
    """

    name: str
    title: str
    kind: Kind
    lowest: float
    highest: float
    whole: bool = False
    unit: str
    lower_is_better: bool = True
    spread: str | None = None
    retest: str | None = None
    meaningful: tuple[Meaningful, ...] = ()
    source: str
    of: str = ""
    days: int = 0


HEADACHE, MIGRAINE, ACUTE = "headache_days", "migraine_days", "acute_days"
"""What is counted."""


def _count(of: str, title: str, days: int) -> Measure:
    """A count of the days that end on its date; one of 30 is not one of 28, and is kept as it is.

    Args:
        of: What is counted.
        title: The same as people write it.
        days: How many days are looked back on.
    """
    return Measure(
        name=f"{of}_{days}",
        title=f"{title} in {days}",
        kind=Kind.COUNT,
        lowest=0,
        highest=days,
        unit="days",
        source=f"a count of the {days} days that end on its date",
        of=of,
        days=days,
    )


MEASURES = {
    measure.name: measure
    for measure in (
        Measure(
            name="hit_6",
            title="HIT-6",
            kind=Kind.QUESTIONNAIRE,
            lowest=36,
            highest=78,
            whole=True,
            unit="points",
            spread="hit_6_sd",
            retest="hit_6_retest",
            meaningful=(Meaningful(row="hit_6_meaningful", unit="score_point"),),
            source="Headache Impact Test: six answers of 6 to 13 points",
        ),
        Measure(
            name="midas",
            title="MIDAS",
            kind=Kind.QUESTIONNAIRE,
            lowest=0,
            highest=270,
            whole=True,
            unit="points",
            # its retest correlation is 0.8 in the population (STEWART1999), without an SD for
            # people like these
            meaningful=(
                Meaningful(
                    row="midas_meaningful_share", unit="share", share=True, above="midas_high"
                ),
                Meaningful(row="midas_meaningful", unit="day", least="midas_moderate"),
            ),
            source="Migraine Disability Assessment: days of three months, in three areas of life",
        ),
        Measure(
            name="twstrs",
            title="TWSTRS total",
            kind=Kind.RATING,
            lowest=0,
            highest=87,
            unit="points",
            source="Toronto rating of torticollis: 0 to 85; trials of one product use 0 to 87",
        ),
        Measure(
            name="neck_endurance_s",
            title="neck endurance in seconds",
            kind=Kind.TEST,
            lowest=0,
            highest=600,
            unit="seconds",
            lower_is_better=False,
            source="time for which the deep neck flexors hold the head; no test goes on for longer",
        ),
        *(
            _count(of, title, days)
            for of, title in (
                (HEADACHE, "headache days"),
                (MIGRAINE, "migraine days"),
                (ACUTE, "days with acute medicine"),
            )
            for days in (28, 30)
        ),
        Measure(
            name="pain_10",
            title="pain from 0 to 10",
            kind=Kind.DIARY,
            lowest=0,
            highest=10,
            unit="points",
            source="numeric rating scale: no pain to the worst that can be thought of",
        ),
        *(
            Measure(
                name=f"{where}_pain_10",
                title=f"{where} pain from 0 to 10",
                kind=Kind.DIARY,
                lowest=0,
                highest=10,
                unit="points",
                source="numeric rating scale: no pain to the worst that can be thought of",
            )
            for where in ("jaw", "leg")
        ),
        Measure(
            name="severity_3",
            title="severity from 0 to 3",
            kind=Kind.DIARY,
            lowest=0,
            highest=3,
            whole=True,
            unit="points",
            source="none, mild, moderate, severe",
        ),
    )
}
"""Every measure by name, in the order in which they are told."""

IMPACT = MEASURES["hit_6"]
"""What is told of a person where there is room for one questionnaire."""
SCORED = {name: one for name, one in MEASURES.items() if one.kind is not Kind.DIARY}
"""What a scores file can hold."""
QUESTIONNAIRES = {name: one for name, one in MEASURES.items() if one.kind is Kind.QUESTIONNAIRE}
"""Totals that rules ask of."""
TOTALS = {name: one for name, one in SCORED.items() if one.kind is not Kind.COUNT}
"""What is told first against last; counts of days are told elsewhere."""
COUNTS = {name: one for name, one in SCORED.items() if one.kind is Kind.COUNT}
"""Counts of days that a clinic wrote down."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A measure that a condition's trials report, and how the model's outcome shows in it.

    ``relief`` is the outcome that the score follows, 0 untreated to 1; ``response`` the evidence
    row of how much of the score leaves at 1: a share of it, or a fall of the log-odds of its part
    of the whole (``log_odds``). ``moves`` are rows of the dose and the time that trials can tell
    of, ``baseline`` of the score before treatment. ``worse_by`` is by how much missing scores are
    taken to be worse, little, some and much.
    """

    measure: Measure
    relief: str = "relief"
    response: str
    log_odds: bool = False
    moves: tuple[str, ...]
    baseline: str
    worse_by: tuple[float, float, float]

    @property
    def name(self) -> str:
        """The measure's name."""
        return self.measure.name


def _headache(condition: str) -> tuple[Scale, ...]:
    """Days in 28 of a headache that toxin reaches by the endings that feel."""
    return tuple(
        Scale(
            measure=MEASURES[f"{of}_28"],
            relief="sensory_block",
            response=f"sensory_response_{condition}",
            log_odds=True,
            moves=("sensory_ED50",),
            baseline=f"headache_baseline_{condition}",
            worse_by=(2, 4, 8),
        )
        for of in (HEADACHE, MIGRAINE)
    )


def _pain(condition: str, where: str, region: str) -> tuple[Scale, ...]:
    """Pain that follows a muscle."""
    return (
        Scale(
            measure=MEASURES[f"{where}_pain_10"],
            response=f"pain_response_{condition}",
            moves=(f"ED50_scale_{region}", "pain_response_time"),
            baseline=f"pain_baseline_{condition}",
            worse_by=(0.5, 1, 2),
        ),
    )


SCALES = {
    "cervical_dystonia": (
        Scale(
            measure=MEASURES["twstrs"],
            response="dystonia_response",
            moves=("ED50_scale_neck", "dystonia_response_time"),
            baseline="twstrs_baseline",
            worse_by=(5, 10, 20),
        ),
    ),
    "chronic_migraine": _headache("chronic_migraine"),
    "episodic_migraine": _headache("episodic_migraine"),
    "tension_type": _headache("tension_type")[:1],
    "cervicogenic": _headache("cervicogenic")[:1],
    "bruxism": _pain("bruxism", "jaw", "jaw"),
    "piriformis": _pain("piriformis", "leg", "hip"),
}
"""By condition."""


def scale_of(condition: str, outcome: str) -> Scale:
    """The scale of a condition that a trial reports.

    Args:
        condition: of the trial's people.
        outcome: name of the measure.

    Raises:
        InputError: the condition has no score, or not this one; names those that have it.

    Example:
        >>> scale_of("bruxism", "jaw_pain_10").measure.title
        'jaw pain from 0 to 10'
    """
    if condition not in SCALES:
        raise InputError(f"{condition} has no score to fit", allowed=", ".join(SCALES))
    known = {scale.name: scale for scale in SCALES[condition]}
    if outcome in known:
        return known[outcome]
    others = [name for name, scales in SCALES.items() if outcome in {s.name for s in scales}]
    raise InputError(
        f"{outcome!r} is no score of {condition}",
        allowed=", ".join(known),
        fix=" or ".join(argument("condition", name) for name in others) or None,
    )


def check_score(name: str, value: float) -> str | None:
    """Whether a value can be a total of a measure.

    Args:
        name: Of the measure; one that is not known allows everything.
        value: In the measure's unit.

    Returns:
        What is allowed, in words; None if the value is.

    Example:
        >>> check_score("hit_6", 35)
        'a HIT-6 of 36 to 78'
    """
    measure = MEASURES.get(name)
    if measure is None or measure.lowest <= value <= measure.highest:
        return None
    return f"a {measure.title} of {measure.lowest:g} to {measure.highest:g}"
