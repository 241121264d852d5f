"""`fit`: a trial's visit scores, all patients together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.formats.html import Shown
from wearoff.model.conditions import condition as find_condition
from wearoff.records import Trial
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.formats.frames import Given
    from wearoff.trial.posterior import TrialFit
    from wearoff.trial.result import Result

ENSEMBLE = 16_384
"""Simulated patients of an arm, a power of two for the Sobol points."""


@dataclass(frozen=True)
class FitResult(Shown):
    """What a trial says through the model: `result` is the document, `posterior` the draws."""

    fit: TrialFit
    seed: int

    @cached_property
    def result(self) -> Result:
        """Everything that was found, typed; `wearoff fit --json` prints it."""
        from wearoff.trial.findings import result_of

        return result_of(self.fit, self.seed)

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff fit --json`, rounded once for every face."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The same as text."""
        return self.result.to_json()

    @property
    def posterior(self) -> Any:
        """Equally weighted draws of the parameters as an ArviZ DataTree, one chain.

        ``posterior.to_netcdf("x.nc")`` writes it, with the extra ``netcdf``; ArviZ summarizes it.
        """
        from wearoff.formats.datatrees import datatree

        return datatree(self.fit.draws, self.seed)

    def __repr__(self) -> str:
        """The trial and its arms, in a line."""
        trial = self.fit.trial
        arms = ", ".join(arm.name for arm in trial.arms)
        return f"<FitResult {self.fit.condition}: {len(trial.patients)} patients, {arms}>"


def example_trial() -> Path:
    """The open dystonia trial that ships with the program.

    Returns:
        Its file, one row a visit.

    Example:
        >>> example_trial().name
        'cdystonia.csv'
    """
    return Path(str(files("wearoff.trial").joinpath("examples", "cdystonia.csv")))


def fit(
    trial: Given | Trial,
    *,
    condition: str = "cervical_dystonia",
    seed: int = 1,
    folds: bool = True,
    ensemble: int = ENSEMBLE,
    progress: Callable[[str], None] | None = None,
) -> FitResult:
    """Fit a trial's visit scores, all patients together.

    The scores of all patients are one hierarchical model whose mean course is the simulated relief
    of a population; see `wearoff.trial.model` for the equation. A generalized least squares without
    the mechanism is fitted beside it.

    Args:
        trial: CSV file or DataFrame (Polars, pandas), see `wearoff.trial.read`; or a `Trial`, its
            scores (N, V) in points.
        condition: Name of the condition; one with a score that trials report.
        seed: Of every random number.
        folds: Also score the model and its reference on ten folds.
        ensemble: Simulated patients of an arm, a power of two.
        progress: Called with a line as the work goes on.

    Returns:
        A `FitResult`: ``result`` (effects in points, weeks of greatest effect and of wearing off),
        ``posterior``, ``to_dict()`` and ``to_json()``.

    Raises:
        InputError: The file or the condition cannot be used.

    Example:
        >>> found = fit(example_trial(), folds=False, ensemble=256)
        >>> [contrast.answer for contrast in found.result.contrasts if contrast.week == 4]
        ['lower', 'lower']
    """
    from wearoff.trial.posterior import fit_trial
    from wearoff.trial.read import read_trial

    chosen = find_condition(condition)
    check_seed(seed)
    fitted = fit_trial(
        trial if isinstance(trial, Trial) else read_trial(trial),
        chosen,
        seed=seed,
        folds=folds,
        progress=progress or (lambda _: None),
        size=ensemble,
    )
    return FitResult(fitted, seed)
