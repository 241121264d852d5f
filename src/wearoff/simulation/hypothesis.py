"""`hypothesis`: the same patients with and without the assumption that joint load leaves damage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.formats import fitted
from wearoff.formats.html import Shown
from wearoff.runs import meta
from wearoff.simulation.simulate import DAYS_PER_YEAR, Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from wearoff.simulation.result import HypothesisResult

ASSUMED = ("kz", "lambda_z")
"""Rows that carry the assumption; 0 is its absence."""
UNMEASURED = "No human study has measured this."
AGAINST = "A long series speaks against it."
SMALL = 0.05
"""A chance below this speaks against a size of the assumption."""
USES = {
    "hypothesis_*": "the assumption of `hypothesis`",
}
"""What each row is used for here; ``*`` stands for what is filled in."""


class Ruling(NamedTuple):
    """What the longest open series says of a size of the assumption.

    ``chance``: that those who stayed would have done as well as they did; ``leaving``: the same if
    leaving follows benefit twice as much. The table is written with `docs/two-voices.md`.
    """

    source: str
    condition: str
    kz: float
    lambda_z: float
    chance: float
    leaving: float


def rulings() -> list[Ruling]:
    """What the series says of each size, smallest first.

    Example:
        >>> rulings()[0].kz
        0.0
    """
    table = fitted.table("simulation", "long_series")
    return [
        Ruling(row["source"], row["condition"], *(float(row[name]) for name in Ruling._fields[2:]))
        for row in table
    ]


@dataclass(frozen=True)
class Pair:
    """The same patients with toxin, and at the same visits with injections that hold none."""

    toxin: Simulation
    placebo: Simulation


@dataclass(frozen=True)
class Hypothesis(Shown):
    """One question under two assumptions, side by side.

    ``off``: joint load leaves nothing behind. ``on``: it leaves lasting damage, at ``settings``.
    """

    off: Pair
    on: Pair
    settings: Mapping[str, float]

    def __repr__(self) -> str:
        """Condition, patients, and what is assumed, on one line."""
        assumed = ", ".join(f"{name} {value:g}" for name, value in self.settings.items())
        cohort = self.off.toxin.cohort
        return (
            f"<Hypothesis {cohort.condition.name}: {cohort.patients} patients, {assumed} or none>"
        )

    @property
    def outcome(self) -> str:
        """Column of the main outcome."""
        return self.off.toxin.cohort.condition.main

    @property
    def assumed(self) -> str:
        """What is assumed, in one sentence."""
        return f"ASSUMPTION ON: joint load leaves lasting damage (kz {self.settings['kz']:g})."

    @property
    def against(self) -> Ruling | None:
        """The largest size up to this one, if the series speaks against it; else None.

        It followed one condition, in necks that mostly meet the day's demand: of others, of weaker
        ones, and of damage that loosens the neck less, it says nothing.
        """
        cohort = self.off.toxin.cohort
        usual = rows.get("deep_capacity").value
        if cohort.settings.get("deep_capacity", usual) < usual:
            return None
        asked = [
            ruling
            for ruling in rulings()
            if ruling.condition == cohort.condition.name
            and ruling.kz <= self.settings["kz"]
            and ruling.lambda_z <= self.settings["lambda_z"]
        ]
        return asked[-1] if asked and asked[-1].chance < SMALL else None

    @property
    def without(self) -> Ruling:
        """What the same series says of no damage at all: what `against` is to be held against."""
        condition = self.off.toxin.cohort.condition.name
        return next(one for one in rulings() if (one.condition, one.kz) == (condition, 0.0))

    @property
    def measured(self) -> str:
        """What people tell of this size: nothing measured it, and whether a series speaks of it."""
        return f"{UNMEASURED} {AGAINST}" if self.against else UNMEASURED

    @property
    def label(self) -> str:
        """What stands inside every picture of the assumption."""
        return f"{self.assumed} {self.measured}"

    def periods(self) -> list[dict[str, Any]]:
        """Mean of the main outcome over each period: with toxin and placebo, off and on."""
        found: dict[tuple[int, int], dict[str, Any]] = {}
        for assumption, pair in (("off", self.off), ("on", self.on)):
            for arm, simulation in (("toxin", pair.toxin), ("placebo", pair.placebo)):
                for row in simulation.summary:
                    if row.outcome == self.outcome:
                        period = found.setdefault(
                            (row.from_day, row.to_day),
                            {"from_day": row.from_day, "to_day": row.to_day},
                        )
                        period[f"{assumption}_{arm}"] = row.mean
        return list(found.values())

    def curves(self, pair: Pair) -> pl.DataFrame:
        """The main outcome for a picture: week, year, toxin, placebo."""
        import polars as pl

        columns = [
            simulation.curve(self.outcome).select("week", pl.col("mean").alias(name))
            for name, simulation in (("toxin", pair.toxin), ("placebo", pair.placebo))
        ]
        joined = columns[0].join(columns[1], on="week")
        return joined.with_columns((pl.col("week") * 7 / DAYS_PER_YEAR).alias("year"))

    @cached_property
    def result(self) -> HypothesisResult:
        """The document of `wearoff simulate --hypothesis --json`, rounded once for every face."""
        from wearoff.formats.documents import Meta
        from wearoff.simulation import result

        cohort = self.off.toxin.cohort
        return result.HypothesisResult(
            meta=Meta(**meta(cohort.seed)),
            condition=cohort.condition.name,
            plan=self.off.toxin.plan,
            days=cohort.days,
            patients=cohort.patients,
            typical=cohort.typical,
            outcome=self.outcome,
            unit=self.off.toxin.units[self.outcome],
            settings=dict(self.on.toxin.cohort.settings),
            assumption=result.Assumption(label=self.label, settings=dict(self.settings)),
            without_toxin="the same visits with injections that hold none",
            periods=tuple(result.BothPeriods(**period) for period in self.periods()),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def hypothesis(
    condition: str,
    plan: str | None = None,
    *,
    settings: Mapping[str, float] | None = None,
    **options: Any,
) -> Hypothesis:
    """Simulate one course with and without lasting joint damage, each with and without toxin.

    Args:
        condition: one with neck joints in its model.
        plan: as for `simulate`.
        settings: evidence values to replace; with ``kz`` among them, ``kz`` and ``lambda_z`` are
            the assumption, otherwise the rows ``hypothesis_kz`` and ``hypothesis_lambda_z``.
        options: as for `simulate`.

    Returns:
        A `Hypothesis`, four simulations in two pairs: ``periods()`` (means of the main outcome),
        ``curves()`` (by week), ``settings`` (what is assumed), ``result``.

    Raises:
        InputError: as `simulate`, or the condition has no joints in its model.

    Example:
        >>> import wearoff
        >>> wearoff.hypothesis("chronic_migraine", patients=2, years=0.25)
        <Hypothesis chronic_migraine: 2 patients, kz 0.006, lambda_z 1 or none>
    """
    return opposed(simulate(condition, plan, settings=settings, **options))


def opposed(simulation: Simulation) -> Hypothesis:
    """One simulation with and without lasting joint damage, each with and without toxin.

    Where ``kz`` was set the assumption is as set, elsewhere as the ``hypothesis_`` rows have it.

    Raises:
        InputError: the condition has no joints in its model.
    """
    if not simulation.uses(ASSUMED[0]):
        raise InputError(
            f"{simulation.cohort.condition.name} has no neck joints in its model",
            allowed="chronic_migraine, episodic_migraine, tension_type, cervicogenic",
        )
    given = dict(simulation.cohort.settings)
    chosen = assumes(simulation)
    usual = {row: rows.get(row if chosen else f"hypothesis_{row}").value for row in ASSUMED}
    assumed = {row: given.pop(row, usual[row]) for row in ASSUMED}

    def pair(settings: dict[str, float]) -> Pair:
        toxin = replace(simulation, cohort=replace(simulation.cohort, settings=settings))
        return Pair(toxin, without_toxin(toxin))

    return Hypothesis(pair(given), pair(given | assumed), assumed)


def assumes(simulation: Simulation) -> bool:
    """Whether a simulation was told that joint load leaves damage."""
    return simulation.cohort.settings.get(ASSUMED[0], 0.0) > 0


def without_toxin(simulation: Simulation) -> Simulation:
    """The same patients at the same visits, with injections that hold no toxin."""
    cohort = simulation.cohort
    empty = tuple(
        replace(session, injections=tuple(replace(i, units=0.0) for i in session.injections))
        for session in cohort.sessions
    )
    return replace(simulation, cohort=replace(cohort, sessions=empty), warnings=[])
