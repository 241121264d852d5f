"""`validate`: published figures predicted by populations that have not seen their cohort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.errors import InputError
from wearoff.formats.html import Shown
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.formats.frames import Given
    from wearoff.records import Target
    from wearoff.studies.design import Published
    from wearoff.studies.read import Refused
    from wearoff.studies.result import Assumption, Result, WhyNot
    from wearoff.studies.score import Scored


class Missing(NamedTuple):
    """Why a row has no prediction, as a code and in one line."""

    code: WhyNot
    reason: str


@dataclass(frozen=True)
class Validation(Shown):
    """Every row of a targets file: predicted, scored where it has a value, or why not.

    Attributes:
        targets: rows that could be read, in their order.
        scored: rows with a prediction, by id.
        unreachable: rows without one, by id.
        assumptions: what a row left open, by id.
        refused: rows that could not be read.
        notes: of reading.
        seed: of the populations drawn.
    """

    targets: list[Target]
    scored: dict[str, Scored]
    unreachable: dict[str, Missing]
    assumptions: dict[str, list[Assumption]]
    refused: list[Refused]
    notes: list[str]
    seed: int

    @cached_property
    def result(self) -> Result:
        """Everything that was found, typed; `wearoff validate --json` prints it."""
        from wearoff.studies.findings import result_of

        return result_of(self)

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff validate --json`, rounded once for every face."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The same as text."""
        return self.result.to_json()

    def __repr__(self) -> str:
        """How many rows, and how many figures lie inside, short."""
        return f"<Validation {len(self.targets)} rows: {self.result.finding}>"


def validate(
    targets: Given,
    *,
    keep_going: bool = False,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Predict published figures, each without its own cohort, and score them.

    A prediction is of the published figure itself: what is not known of the populations, how
    studies differ, how far the model misses and the study's own sampling error. Where a row has a
    value, its interval score is compared with that of a naive predictor, which takes the mean of
    other cohorts' figures and how far cohorts differ.

    Args:
        targets: CSV file, or DataFrame of Polars or pandas, with the columns of
            `wearoff.studies.read.COLUMNS`; ``units`` in units of the product, ``week`` from the
            first session, ``value`` and ``se`` in the figure's own unit. An empty ``value`` means
            predict only.
        keep_going: refuse a bad row alone and answer the rest.
        seed: of the populations drawn.
        progress: called with a line as the work goes on.

    Returns:
        A `Validation`: ``result`` (rows with ``predicted``, ``lo90`` and ``hi90`` in the figure's
        unit, and sums over them), ``to_dict()`` and ``to_json()``.

    Raises:
        InputError: the file, or without ``keep_going`` a row of it, cannot be used.

    Example:
        >>> import polars as pl
        >>> from importlib.resources import files
        >>> own = files("wearoff.evidence").joinpath("data", "targets.csv")
        >>> figures = pl.read_csv(str(own), infer_schema=False)
        >>> validate(figures.filter(pl.col("id") == "edb10-wk3")).result.finding
        '1 of 1 published figure lies inside its 9-in-10 interval'
    """
    from wearoff.studies.design import check, published
    from wearoff.studies.findings import assumptions
    from wearoff.studies.groups import blinded
    from wearoff.studies.predict import predict
    from wearoff.studies.read import read_targets
    from wearoff.studies.score import known_figures, score
    from wearoff.words.studies import never

    check_seed(seed)
    asked, refused, notes = read_targets(targets, keep_going=keep_going)
    unreachable: dict[str, Missing] = {}
    reachable: list[Published] = []
    for target in asked:
        try:
            figure = published(target)
            check(figure)
        except InputError as error:
            unreachable[target.id] = Missing("out_of_reach", str(error))
        else:
            reachable.append(figure)
    predictions = predict(reachable, seed=seed, progress=progress)
    known = blinded(figure.target for figure in reachable)
    figures = known_figures(asked)
    scored: dict[str, Scored] = {}
    for target, *_ in reachable:
        prediction = predictions[target.id]
        if all(map(math.isfinite, (prediction.mean, prediction.lo90, prediction.hi90))):
            scored[target.id] = score(target, prediction, figures)
        else:
            unreachable[target.id] = Missing("never_comes_about", never(target.quantity))
    return Validation(
        targets=asked,
        scored=scored,
        unreachable=unreachable,
        assumptions={one.target.id: assumptions(one, known) for one in reachable},
        refused=refused,
        notes=notes,
        seed=seed,
    )
