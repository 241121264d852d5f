"""`fit`: a trial's visit scores, all patients together."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.evidence import rows
from wearoff.formats.html import Shown
from wearoff.model.conditions import condition as find_condition
from wearoff.runs import check_seed, meta
from wearoff.simulation.simulate import DAYS_PER_YEAR, simulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.trial.effects import TrialFit

DEMONSTRATION_DAYS = 169


@dataclass(frozen=True)
class FitResult(Shown):
    """What a trial says through the model."""

    fit: TrialFit
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff fit --json`, rounded once for every face."""
        from wearoff.formats.documents import plain
        from wearoff.trial.result import document

        return plain({"meta": meta(self.seed), **document(self.fit)})

    def course(self, arm: str) -> list[dict[str, float]]:
        """Net effect of an arm's mechanism by day: week, mean and bands."""
        found = next(curve for curve in self.fit.curves if curve.arm == arm)
        return [{"week": day / 7, **asdict(value)} for day, value in enumerate(found.days)]

    @property
    def posterior(self) -> Any:
        """Equally weighted draws of the parameters as an ArviZ DataTree, one chain.

        ``posterior.to_netcdf("x.nc")`` writes it, with the extra ``netcdf``; ArviZ summarizes it.
        """
        from wearoff.formats.datatrees import datatree

        return datatree(self.fit.draws, self.seed)


def example_trial() -> Path:
    """The open dystonia trial that ships with the program."""
    return Path(str(files("wearoff.trial").joinpath("examples", "cdystonia.csv")))


def fit(
    trial: str | Path,
    *,
    condition: str = "cervical_dystonia",
    seed: int = 1,
    folds: bool = True,
    progress: Callable[[str], None] | None = None,
) -> FitResult:
    """Fit a trial's visit scores, all patients together.

    Args:
        trial: CSV file, see `wearoff.trial.read`.
        condition: name of the condition.
        seed: of every random number.
        folds: also score the model and its reference on ten folds.
        progress: called with a line as the work goes on.

    Raises:
        InputError: the file or the condition cannot be used.
    """
    from wearoff.trial import effects
    from wearoff.trial.read import read_trial

    chosen = find_condition(condition)
    found = effects.fit(
        read_trial(trial),
        chosen,
        seed=check_seed(seed),
        folds=folds,
        progress=progress or (lambda _: None),
    )
    return FitResult(found, seed)


def demonstration(found: FitResult) -> list[dict[str, Any]]:
    """24 weeks of one typical patient after the trial's largest session, and after placebo.

    Numbers the trial moved are set to their fitted means; the rest are the evidence's.
    """
    top = found.fit.trial.arms[-1]
    known = rows.load()
    moved = {m.name: m.posterior.mean for m in found.fit.moved if m.name in known}
    moved["twstrs_baseline"] = float(found.fit.trial.baseline.mean())
    years = DEMONSTRATION_DAYS / DAYS_PER_YEAR
    toxin, placebo = (
        simulate(
            found.fit.condition,
            typical=True,
            years=years,
            units=units,
            product=top.product,
            sessions=1,
            settings=moved,
        ).frame()
        for units in (top.units, 0.0)
    )
    score = find_condition(found.fit.condition).main
    table = toxin.with_columns(
        placebo[score].alias(f"{score}_placebo"), (toxin["day"] / 7).alias("week")
    )
    return table.to_dicts()
