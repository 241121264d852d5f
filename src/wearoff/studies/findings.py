"""From predictions to the document: what came of every row, in codes and values."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from wearoff.evidence.injections import plans
from wearoff.model.conditions import CONDITIONS
from wearoff.runs import meta
from wearoff.studies.calibrate import UNKNOWN_PEOPLE
from wearoff.studies.design import CYCLE_READ, HEADACHE, RATED
from wearoff.studies.result import Assumption, Refused, Result, Row, ValidationMeta
from wearoff.studies.score import ALPHA, distance, summary
from wearoff.studies.shipped import date
from wearoff.words import studies as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Target
    from wearoff.studies.design import Published
    from wearoff.studies.result import Direction, Status
    from wearoff.studies.score import Scored
    from wearoff.studies.validate import Validation

DIRECTIONS: dict[int, Direction] = {-1: "lower", 0: "as_predicted", 1: "higher"}


def result_of(validation: Validation) -> Result:
    """The document of a validation."""
    scored = validation.scored
    sums = summary(list(scored.values()))
    far = {name: abs(distance(one)) for name, one in scored.items() if one.inside is not None}
    inside = sum(bool(one.inside) for one in scored.values())
    return Result(
        meta=ValidationMeta(**meta(validation.seed), calibration=date()),
        rows=[_row(validation, target) for target in validation.targets],
        **asdict(sums),
        refused=[Refused(**asdict(row)) for row in validation.refused],
        notes=validation.notes,
        inside=inside,
        inside_percent=None if sums.coverage90 is None else 100 * sums.coverage90,
        level_percent=round(100 * (1 - ALPHA)),
        left_out=sum(one.prediction.left_out for one in scored.values()),
        furthest_first=sorted(far, key=lambda name: -far[name]),
        finding=words.finding(inside, sums.scored),
    )


def _row(validation: Validation, target: Target) -> Row:
    scored = validation.scored.get(target.id)
    missing = validation.unreachable.get(target.id)
    assumptions = validation.assumptions.get(target.id, [])
    prediction = scored.prediction if scored else None
    naive = scored.naive if scored else None
    off = distance(scored) if scored and scored.inside is not None else None
    return Row(
        id=target.id,
        cohort=target.cohort,
        condition=target.condition,
        quantity=target.quantity,
        arm=target.arm,
        population=target.population,
        week=target.week,
        predicted=prediction and prediction.mean,
        lo90=prediction and prediction.lo90,
        hi90=prediction and prediction.hi90,
        inside=scored.inside if scored else None,
        interval_score=scored and scored.interval_score,
        naive_lo90=naive and naive.lo90,
        naive_hi90=naive and naive.hi90,
        interval_score_ratio=scored and scored.ratio,
        cohort_left_out=prediction.left_out if prediction else None,
        value=target.value,
        se=target.se,
        grade=target.grade,
        cannot_predict=missing and missing.reason,
        assumed=[_said(one) for one in assumptions],
        condition_title=CONDITIONS[target.condition].title,
        status=_status(scored),
        why_not=missing and missing.code,
        assumptions=assumptions,
        distance=off,
        direction=None if off is None else DIRECTIONS[(off > 0) - (off < 0)],
        said=_beside(scored) if scored else None,
    )


def _beside(scored: Scored) -> str | None:
    if scored.value is None or scored.inside is None:
        return None
    ends = scored.prediction
    return words.place(scored.value, ends.lo90, ends.hi90, inside=scored.inside)


def _status(scored: Scored | None) -> Status:
    if scored is None:
        return "cannot_predict"
    if scored.inside is None:
        return "predicted_only"
    return "inside" if scored.inside else "missed"


def _said(one: Assumption) -> str:
    return words.assumed(one.code, one.model_dump(exclude={"code"}, exclude_none=True))


def assumptions(figure: Published, blinded: Mapping[str, int]) -> list[Assumption]:
    """What a row left open and how it was filled.

    Args:
        figure: the row.
        blinded: sessions with a placebo arm, by cohort.
    """
    target, made = figure.target, figure.design
    filled: list[Assumption] = []
    if target.plan not in plans():
        filled.append(Assumption(code="plan_unknown", plan=target.plan))
    if made.condition != target.condition:
        filled.append(Assumption(code="muscle_alone"))
    counted = made.column == HEADACHE and target.quantity not in CYCLE_READ
    if target.population != "all" and not (counted or target.quantity.startswith("first_")):
        filled.append(
            Assumption(
                code="population_not_told_apart",
                population=target.population,
                quantity=target.quantity,
            )
        )
    since = blinded.get(target.cohort, 0)
    told = made.column == HEADACHE or target.quantity in RATED
    if told and target.arm == "toxin" and since < target.sessions:
        filled.append(Assumption(code="known_to_be_toxin", sessions=since))
    if target.n is None and target.se is None:
        filled.append(Assumption(code="usual_people", people=UNKNOWN_PEOPLE))
    return filled
