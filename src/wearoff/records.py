"""Plain nouns that every floor shares: an injection, a session, a trial."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np

Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
"""Numbers of any shape; shapes are said where they matter."""

SIDES = ("left", "right", "midline")


@dataclass(frozen=True)
class Injection:
    """Toxin given into one muscle of one side, in units of the session's product."""

    muscle: str
    side: str
    units: float

    @property
    def site(self) -> str:
        """The muscle with its side, as in column names: ``masseter_left``."""
        return f"{self.muscle}_{self.side}"


@dataclass(frozen=True)
class Session:
    """One visit's injections; ``day`` counts from the first session."""

    day: int
    product: str
    injections: tuple[Injection, ...]

    @property
    def units(self) -> float:
        """Total of the session in product units."""
        return sum(injection.units for injection in self.injections)


@dataclass(frozen=True)
class Arm:
    """One arm of a trial: its name, total units of one session at week 0, and product."""

    name: str
    units: float
    product: str


@dataclass(frozen=True)
class Trial:
    """Visit scores of many patients.

    ``scores`` is (patients, visits) with NaN where a visit was missed; ``weeks`` are the visits
    after baseline; ``baseline`` is the score at week 0; ``arm`` indexes ``arms``. ``numeric`` and
    ``categorical`` hold one array a covariate; ``site`` is None when the file has none.
    """

    source: str
    outcome: str
    patients: list[str]
    arms: list[Arm]
    arm: Array
    weeks: Array
    baseline: Array
    scores: Array
    numeric: dict[str, Array] = field(default_factory=dict)
    categorical: dict[str, list[str]] = field(default_factory=dict)
    site: list[str] | None = None
    notes: tuple[str, ...] = ()

    def take(self, order: Array) -> Trial:
        """The same trial with its patients in another order."""
        return replace(
            self,
            patients=[self.patients[k] for k in order],
            arm=self.arm[order],
            baseline=self.baseline[order],
            scores=self.scores[order],
            numeric={name: values[order] for name, values in self.numeric.items()},
            categorical={name: [v[k] for k in order] for name, v in self.categorical.items()},
            site=None if self.site is None else [self.site[k] for k in order],
        )
