"""The people who are looked at together: their curves, how long they wrote, and who left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.diary.draws import UNKNOWN
from wearoff.errors import Faults, InputError
from wearoff.together.misfit import own_sd, relief_sd
from wearoff.together.people_table import Scale, check_named, covariate
from wearoff.together.person_curves import RELIEFS, curve, flat, log_prior

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.draws import StoredDraws
    from wearoff.records import Array
    from wearoff.together.people_table import PeopleTable


ROUNDED = 6
"""Decimals to which steps are alike."""


class ReliefCurves(NamedTuple):
    """Curves of relief, (n, G), the squares behind them, and the SD of their misfit, (n,)."""

    likelihood: Array
    squares: Array
    misfit: Array

    def take(self, places: Array) -> ReliefCurves:
        """Of some of the people, by their places."""
        return ReliefCurves(*(part[places] for part in self))


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody who began, n in all; whose diary says nothing of a trend has a flat curve.

    Attributes:
        names: What they are called.
        likelihood: Their curves, (n, G).
        squares: The squares behind them, (n, G).
        misfit: SD of what each diary may be off by, (n,), days of 28 a year.
        days: From the first session to the last entry, (n,); 0 without draws.
        left: Whether it is written that they left, (n,).
        used: Whether there are draws, (n,).
        steps: Covariate, (n,), NaN where it is not known; None where none was asked for.
        scale: How the covariate is told.
        reliefs: Curves of relief; None where two groups of it were not asked for.
    """

    names: tuple[str, ...]
    likelihood: Array
    squares: Array
    misfit: Array
    days: Array
    left: Array
    used: Array
    steps: Array | None = None
    scale: Scale | None = None
    reliefs: ReliefCurves | None = None

    @property
    def alike(self) -> float | None:
        """The step that everybody with draws has of whom it is known; None where they differ."""
        if self.steps is None:
            return None
        steps = self.steps[self.used]
        known = {round(step, ROUNDED) for step in steps[np.isfinite(steps)].tolist()}
        return known.pop() if len(known) == 1 else None

    def take(self, places: Array) -> People:
        """Some of them, or all in another order, by their places, whole numbers or a mask."""
        return People(
            names=tuple(np.array(self.names)[places].tolist()),
            likelihood=self.likelihood[places],
            squares=self.squares[places],
            misfit=self.misfit[places],
            days=self.days[places],
            left=self.left[places],
            used=self.used[places],
            steps=None if self.steps is None else self.steps[places],
            scale=self.scale,
            reliefs=self.reliefs.take(places) if self.reliefs else None,
        )


def people_of(
    drawn: Sequence[StoredDraws],
    *,
    by: str | None = None,
    table: PeopleTable | None = None,
    reliefs: bool = False,
) -> People:
    """Everybody of whom draws are kept, and those whom a table names beside them.

    Args:
        drawn: Draws, of one condition and version.
        by: Covariate, if one is asked for.
        table: Of people, if there is one. Who stands in it without draws began as well.
        reliefs: Whether two groups of relief are asked for.

    Raises:
        InputError: there is nobody, one person is given twice, or the covariate is none.
    """
    if not drawn:
        raise InputError(
            "nobody has draws",
            fix="analyze them into a folder first",
        )
    _check_once(drawn)
    if table:
        check_named(table, drawn)
    names = [one.name for one in drawn]
    others = [name for name in (table.cells if table else ()) if name not in set(names)]
    curves = [
        curve(
            one.trend.astype(float),
            log_prior(one.b.astype(float), one.trend_per_b.astype(float), one.b_mean, one.b_sd),
        )
        for one in drawn
    ] + [flat()] * len(others)
    left = table.left if table else {}
    days = np.array([one.days for one in drawn] + [0] * len(others), float)
    scale, steps = covariate(by, drawn, others, table) if by else (None, None)
    return People(
        names=(*names, *others),
        likelihood=np.array([one.likelihood for one in curves]),
        squares=np.array([one.squares for one in curves]),
        misfit=own_sd(days),
        days=days,
        left=np.array(
            [left.get(one.name, one.ended != UNKNOWN) for one in drawn]
            + [left.get(name, False) for name in others]
        ),
        used=np.array([True] * len(drawn) + [False] * len(others)),
        steps=steps,
        scale=scale,
        reliefs=reliefs_of(drawn, len(others)) if reliefs else None,
    )


def reliefs_of(drawn: Sequence[StoredDraws], others: int = 0) -> ReliefCurves:
    """Curves of relief of people with draws, then of so many others without."""
    curves = [
        curve(
            one.relief_percent.astype(float),
            log_prior(
                one.relief_log_odds.astype(float),
                one.relief_percent_per_r.astype(float),
                one.r_mean,
                one.r_sd,
            ),
            RELIEFS,
        )
        for one in drawn
    ] + [flat(RELIEFS)] * others
    return ReliefCurves(
        np.array([one.likelihood for one in curves]),
        np.array([one.squares for one in curves]),
        relief_sd(np.array([one.days for one in drawn] + [0] * others, float)),
    )


def _check_once(drawn: Sequence[StoredDraws]) -> None:
    """Refuse one diary, one name, or the same draws given twice.

    Raises:
        InputError: with both names, of everybody who comes twice.
    """
    diaries: dict[str, str] = {}
    draws: dict[str, str] = {}
    names: set[str] = set()
    faults = Faults()
    for one in drawn:
        diary = diaries.setdefault(one.digest, one.name) if one.digest else one.name
        same = draws.setdefault(one.drawn, one.name)
        said = None
        if one.name in names:
            said = f"one person twice: {one.name}"
        elif diary != one.name:
            said = f"one person twice: {diary} and {one.name} have the same diary"
        elif same != one.name:
            said = f"one person twice: {same} and {one.name} have the same draws"
        if said:
            faults.add(
                InputError(
                    said,
                    fix="leave one out, or, of two people of one name, name them apart when they "
                    "are analyzed",
                )
            )
        names.add(one.name)
    faults.check()
