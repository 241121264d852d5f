"""The fixed effects of one diary by name; their order is known here and nowhere else.

    η = level + trend·years + context·z + Σ_e event_e·z_e − relief·k

A record's design has a column for each effect but relief, whose column is the course k.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL, TREND, CONTEXT, FIRST_EVENT, RELIEF = 0, 1, 2, 3, -1


def design(*, level: Any, trend: Any, context: Any, events: Sequence[Any] = ()) -> Any:
    """What each effect but relief is multiplied by, one row an effect in the order of `Effects`.

    Args:
        level: (W,), ones.
        trend: (W,), years from the first session.
        context: (W,), the lasting step at the first session.
        events: (W,) each, the step of each other change.

    Returns:
        (J, W).
    """
    return np.array([level, trend, context, *events])


class Effects(NamedTuple):
    """Fixed effects β in log-odds, the trend a year: (J + 1,), or (J + 1, N) of N draws.

    ``values`` has a row an effect: those of the design's columns in their order, then relief. A
    prior's means or SDs are held in the same way.

    Example:
        >>> effects = Effects.of(level=0.4, trend=0.0, context=-0.5, events=[-0.2, -0.3], relief=1)
        >>> float(effects.relief), effects.events.tolist()
        (1.0, [-0.2, -0.3])
    """

    values: Any

    @classmethod
    def of(
        cls, *, level: Any, trend: Any, context: Any, events: Sequence[Any] = (), relief: Any
    ) -> Effects:
        """Effects of one shape, by name."""
        return cls(np.array([level, trend, context, *events, relief]))

    @classmethod
    def joined(cls, columns: Any, relief: Any) -> Effects:
        """Effects from those of the design's columns (J, …) and relief (…)."""
        return cls(np.concatenate([columns, relief[None]]))

    @property
    def level(self) -> Any:
        """Log-odds on the day of the first session."""
        return self.values[LEVEL]

    @property
    def trend(self) -> Any:
        """Change of the level a year."""
        return self.values[TREND]

    @property
    def context(self) -> Any:
        """Step that comes with the first session and stays."""
        return self.values[CONTEXT]

    @property
    def events(self) -> Any:
        """Step of each other change that was written down, (E, …)."""
        return self.values[FIRST_EVENT:RELIEF]

    @property
    def relief(self) -> Any:
        """Size R of the short-lived relief: a fall counts as positive."""
        return self.values[RELIEF]

    @property
    def columns(self) -> Any:
        """Effects of the design's columns: all but relief, (J, …)."""
        return self.values[:RELIEF]

    def with_relief(self, relief: Any) -> Effects:
        """The same effects with another size of relief."""
        return Effects.joined(self.columns, relief)


class EffectsPrior(NamedTuple):
    """Independent normal prior of the fixed effects: means and SDs, (J + 1,) each."""

    mean: Effects
    sd: Effects
