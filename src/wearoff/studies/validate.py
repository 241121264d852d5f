"""`validate`: published figures predicted by populations that have not seen their cohort."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError
from wearoff.formats.html import Shown
from wearoff.runs import check_seed, meta

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wearoff.records import Target
    from wearoff.studies.design import Published
    from wearoff.studies.read import Refused
    from wearoff.studies.score import Scored


@dataclass(frozen=True)
class Validation(Shown):
    """Every row of a targets file: predicted, scored where it has a value, or why not."""

    targets: list[Target]
    scored: dict[str, Scored]
    unreachable: dict[str, str]
    refused: list[Refused]
    notes: list[str]
    seed: int
    assumed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff validate --json`, rounded once for every face."""
        from wearoff.formats.documents import plain
        from wearoff.studies.score import summary
        from wearoff.studies.shipped import date

        document = {
            "meta": {**meta(self.seed), "calibration": date()},
            "rows": [self._row(target) for target in self.targets],
            **asdict(summary(list(self.scored.values()))),
            "refused": [asdict(row) for row in self.refused],
            "notes": self.notes,
        }
        return plain(document)

    def _row(self, target: Target) -> dict[str, Any]:
        asked = {
            name: getattr(target, name)
            for name in ("id", "cohort", "condition", "quantity", "arm", "population", "week")
        }
        found = self.scored.get(target.id)
        answer = found.to_dict() if found else dict.fromkeys(ANSWER)
        answer |= {"value": target.value, "se": target.se, "grade": target.grade}
        why = {"cannot_predict": self.unreachable.get(target.id)}
        return {**asked, **answer, **why, "assumed": self.assumed.get(target.id, [])}


ANSWER = (
    "predicted",
    "lo90",
    "hi90",
    "inside",
    "interval_score",
    "naive_lo90",
    "naive_hi90",
    "interval_score_ratio",
    "cohort_left_out",
)


def validate(
    targets: str | Path,
    *,
    keep_going: bool = False,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Predict the figures of a targets file, each without its own cohort.

    Args:
        targets: CSV file, see `wearoff.studies.read`.
        keep_going: refuse a bad row alone and answer the rest.
        seed: of the populations drawn.
        progress: takes a line as the work goes on.

    Raises:
        InputError: the file, or without ``keep_going`` a row of it, cannot be used.
    """
    from wearoff.studies.calibrate import UNKNOWN_PEOPLE
    from wearoff.studies.design import check, published
    from wearoff.studies.groups import blinded
    from wearoff.studies.predict import predict
    from wearoff.studies.read import read_targets
    from wearoff.studies.score import known_figures, score

    check_seed(seed)
    asked, refused, notes = read_targets(targets, keep_going=keep_going)
    unreachable: dict[str, str] = {}
    reachable: list[Published] = []
    for target in asked:
        try:
            figure = published(target)
            check(figure)
        except InputError as error:
            unreachable[target.id] = str(error)
        else:
            reachable.append(figure)
    predicted = predict(reachable, seed=seed, progress=progress)
    known = blinded(figure.target for figure in reachable)
    figures = known_figures(asked)
    scored: dict[str, Scored] = {}
    for target, *_ in reachable:
        if math.isfinite(predicted[target.id].mean):
            scored[target.id] = score(target, predicted[target.id], figures)
        else:
            unreachable[target.id] = f"{target.quantity}: in these people it never comes about"
    return Validation(
        asked,
        scored,
        unreachable,
        refused,
        notes,
        seed,
        {one.target.id: _assumed(one, UNKNOWN_PEOPLE, known) for one in reachable},
    )


def _assumed(figure: Published, people: int, blinded: Mapping[str, int]) -> list[str]:
    """What a row left open and how it was filled."""
    from wearoff.evidence.injections import plans
    from wearoff.studies.design import CYCLE_READ, HEADACHE

    target, made, said = figure.target, figure.design, []
    if target.plan not in plans():
        said.append(f"plan {target.plan} is not known: units spread over the usual muscles")
    if made.condition != target.condition:
        said.append("read off the injected muscle alone")
    counted = made.column == HEADACHE and target.quantity not in CYCLE_READ
    if target.population != "all" and not (counted or target.quantity.startswith("first_")):
        said.append(f"population {target.population} is not told apart in {target.quantity}")
    since = blinded.get(target.cohort, 0)
    if made.column == HEADACHE and target.arm == "toxin" and since < target.sessions:
        after = f"after {since} sessions with a placebo arm" if since else "without a placebo arm"
        said.append(f"{after} people are taken to know that it is toxin")
    if target.n is None and target.se is None:
        said.append(f"no n and no se: taken as a study of {people} people")
    return said
