"""`virtual_trial`: what a trial would find if it were held many times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.studies.designs.result import Result
    from wearoff.studies.designs.sizes import Search
    from wearoff.studies.designs.trial_form import TrialDesign
    from wearoff.studies.designs.trials import Trials

TRIALS = 200
FEWEST = 20
"""Trials whose shares mean anything."""
LEAST_POWER, MOST_POWER = 0.2, 0.99
"""Ends of what a search is asked for."""


@dataclass(frozen=True)
class VirtualTrial:
    """A trial that was not held: `result` is the document, `trials` what each one found.

    After a search it is the smallest with the power asked for, or the largest that was tried.
    """

    design: TrialDesign
    trials: Trials
    seed: int
    search: Search | None = None
    power: float | None = None

    @cached_property
    def result(self) -> Result:
        """Everything that was found, typed; `wearoff trial --json` prints it."""
        from wearoff.studies.designs.findings import result_of
        from wearoff.studies.designs.sizes import Tried

        return result_of(Tried(self.design, self.trials), self.seed, self.search, self.power)

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff trial --json`, rounded once for every face."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The same as text."""
        return self.result.to_json()

    def __repr__(self) -> str:
        """The design, and the power of its primary analysis."""
        from wearoff.words import virtual as words

        return f"<VirtualTrial {self.design.title}: {words.power(self.result.analyses[0].power)}>"


def virtual_trial(
    design: str | Path | TrialDesign,
    *,
    trials: int = TRIALS,
    seed: int = 1,
    power: float | None = None,
    progress: Callable[[str], None] | None = None,
) -> VirtualTrial:
    """Power, bias and coverage of a trial's design, with invented people of the model.

    Every trial has its own people, drawn from the calibrated population (`wearoff.studies`), their
    courses, and diaries or ratings with noise; it is analyzed as the design says. Power is the
    share of trials with a p below alpha, bias the mean estimate less the contrast in everybody,
    coverage the share of intervals that hold it.

    Args:
        design: TOML file, the name of a ready design (``pivotal``, ``open_series``,
            ``withdrawal``, ``stepped``, ``n_of_1``, ``settling``), or a design that was read.
        trials: How often it is held.
        seed: Of every person and day; neither workers nor parts move a number.
        power: Share of trials that are to find a difference: the smallest size with it is looked
            for, all arms in proportion.
        progress: Called with a line as the work goes on.

    Returns:
        A `VirtualTrial`: ``result`` (arms and analyses in the outcome's unit, shares from 0 to 1),
        ``to_dict()`` and ``to_json()``.

    Raises:
        InputError: The design cannot be used; a line a fault.

    Example:
        >>> found = virtual_trial("pivotal", trials=20)
        >>> found.result.analyses[0].method
        'ancova'
    """
    from wearoff.studies.designs.people import MOST_TRIALS
    from wearoff.studies.designs.read import read_design
    from wearoff.studies.designs.sizes import smallest
    from wearoff.studies.designs.trial_form import TrialDesign
    from wearoff.studies.designs.trials import held

    check_seed(seed)
    if not FEWEST <= trials <= MOST_TRIALS:
        raise InputError(
            f"{argument('trials')} {trials}",
            allowed=f"a whole number from {FEWEST} to {MOST_TRIALS}",
        )
    if power is not None and not LEAST_POWER <= power <= MOST_POWER:
        raise InputError(
            f"{argument('power')} {power:g}", allowed=f"a share from {LEAST_POWER} to {MOST_POWER}"
        )
    read = design if isinstance(design, TrialDesign) else read_design(design)
    if power is None:
        return VirtualTrial(read, held(read, trials, seed=seed, progress=progress), seed)
    search = smallest(read, power, trials, seed=seed, progress=progress)
    return VirtualTrial(*(search.smallest or search.tried[-1]), seed, search, power)
