"""`simulate`: patients of a condition under an injection plan."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.evidence import injections as plans
from wearoff.evidence import rows
from wearoff.evidence.harms import Harm, published
from wearoff.formats.html import Shown
from wearoff.model.conditions import condition as find_condition
from wearoff.runs import check_seed, meta
from wearoff.simulation.by_plan import planned
from wearoff.simulation.labels import Exceeded, over_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl

    from wearoff.simulation.cohorts import Batch, Cohort
    from wearoff.simulation.result import SimulationResult
    from wearoff.simulation.summaries import Summary

DAYS_PER_YEAR = 365.25
MOST_YEARS = 100
DAILY, CYCLE = 400, 84
"""Longest course drawn day by day, and the days over which longer ones are averaged."""
SHOWN = 512
"""Patients behind a picture's bands."""


@dataclass(frozen=True)
class Simulation(Shown):
    """Simulated patients of one condition; nothing runs until it is read."""

    cohort: Cohort
    plan: str
    warnings: list[Exceeded]
    by: str | None = None

    def __repr__(self) -> str:
        """Condition, patients, days and plan, on one line."""
        who = "one typical patient" if self.cohort.typical else f"{self.cohort.patients} patients"
        about = f"{who}, {self.cohort.days} days, plan {self.plan}"
        return f"<Simulation {self.cohort.condition.name}: {about}>"

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of each outcome."""
        outputs = {
            f"{p.name}.{o.name}": o.unit for p in self.cohort.wiring.parts for o in p.outputs
        }
        return {name: outputs[address] for name, address in self.cohort.outcomes.items()}

    @property
    def harms(self) -> list[Harm]:
        """Published unwanted effects to stand beside the condition's benefit."""
        return published(self.cohort.condition.name)

    def uses(self, row: str) -> bool:
        """Whether an evidence row enters this simulation."""
        return row in self.cohort.wiring.rows

    @cached_property
    def columns(self) -> list[str]:
        """Columns of the table after patient and day."""
        wiring = self.cohort.wiring
        states = [
            name
            for part in wiring.parts
            for state in part.states
            for name in wiring.columns(part, state.name)
        ]
        return [*self.cohort.outcomes, *(states if self.cohort.states else [])]

    @cached_property
    def summary(self) -> Sequence[Summary]:
        """Each outcome over months (of 28 days) or years, between patients.

        In steps of a day it is computed in 32 bits: to about the fifth digit. It is the same
        whether or not a table was made of the same patients.
        """
        from wearoff.simulation.summaries import Summarizer

        summarizer = Summarizer(self.units, self.cohort.days, self.by)
        many = replace(self.cohort, states=False, single=self.cohort.step == 1)
        for batch in many.means(summarizer.periods):
            batch.check_finite(self.cohort.settings)
            summarizer.add(batch)
        return summarizer.rows()

    def frame(self) -> pl.DataFrame:
        """The whole table: patient, day, outcomes and, if asked for, states."""
        import polars as pl

        from wearoff.simulation.tables import frame

        return pl.concat([frame(batch) for batch in self.batches()])

    def write(
        self,
        path: str | Path,
        *,
        engine: str = "threads",
        resume: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> Path:
        """Write the table, as `frame` has it, a batch at a time.

        Args:
            path: file that ends in ``.parquet`` or ``.csv``, or a folder: a Parquet file a batch.
            engine: what writes a folder: ``threads``, ``dask`` or ``dask://HOST:PORT``.
            resume: go on with a folder of the same run that was interrupted.
            progress: called with a line as a folder fills.

        Returns:
            The file, which appears only when it is whole, or the folder.

        Raises:
            InputError: another kind of file, one that cannot be written, or a folder that holds
                something else.
        """
        from wearoff.simulation.chunks import write_chunks
        from wearoff.simulation.tables import write_table

        if not Path(path).suffix:
            return write_chunks(self.cohort, path, engine=engine, resume=resume, progress=progress)
        for name, asked in (("engine", engine != "threads"), ("resume", resume)):
            if asked:
                raise InputError(
                    f"{argument(name)} of one file", file=path, fix="give a folder to write into"
                )
        return write_table(self.batches(), self.columns, path)

    def seconds(self, *, table: bool = False) -> float:
        """About how long it takes here, from its first patients.

        Args:
            table: Whether every day of every patient is made into a table; else the summary alone.

        Returns:
            Seconds.
        """
        from wearoff.simulation.cohorts import BATCH
        from wearoff.simulation.executor import workers

        def take(patients: int) -> float:
            few = replace(self, cohort=replace(self.cohort, patients=patients))
            start = time.perf_counter()
            _ = few.frame() if table else few.summary
            return time.perf_counter() - start

        take(1)  # compiles
        alone = take(BATCH) * self.cohort.patients / BATCH
        return alone if table else alone / workers()  # tables are made one after another

    def parameters(self) -> pl.DataFrame:
        """The numbers of each patient, as they were drawn.

        Returns:
            One row a patient: ``patient``, one column for each evidence row in which people
            differ, in the row's unit (`wearoff.why` tells it), and one for each chance, the
            uniform random number that decided it.

        Example:
            >>> drawn = simulate("healthy_muscle", patients=3).parameters()
            >>> drawn.select("patient", "kS").shape
            (3, 2)
        """
        from wearoff.simulation.tables import parameters

        return parameters(self.cohort)

    def daily(self, column: str) -> pl.DataFrame:
        """One column by day between the first patients: mean, 5 in 10 and 9 in 10."""
        import polars as pl

        few = Simulation(replace(self.cohort, patients=min(self.cohort.patients, SHOWN)), "", [])
        by_day = few.frame().group_by("day", maintain_order=True)
        return by_day.agg(
            pl.col(column).mean().alias("mean"),
            *(
                pl.col(column).quantile(q, "linear").alias(name)
                for name, q in (("lo90", 0.05), ("lo50", 0.25), ("hi50", 0.75), ("hi90", 0.95))
            ),
        )

    def curve(self, column: str) -> pl.DataFrame:
        """The same by week, for a picture: daily for about a year, means of 12 weeks beyond.

        Cycles drawn day by day over years would be stripes.
        """
        import polars as pl

        daily = self.daily(column)
        if self.cohort.days <= DAILY:
            return daily.with_columns((pl.col("day") / 7).alias("week"))
        cycles = daily.group_by(pl.col("day") // CYCLE, maintain_order=True)
        whole = cycles.agg(pl.exclude("day").mean(), pl.len().alias("days"))
        middle = ((pl.col("day") + 0.5) * CYCLE / 7).alias("week")
        return whole.filter(pl.col("days") == CYCLE).with_columns(middle).drop("days")

    def batches(self) -> Iterator[Batch]:
        """Readings of all patients on every day, in order, some patients at a time."""
        for batch in self.cohort.batches():
            batch.check_finite(self.cohort.settings)
            yield batch

    @cached_property
    def result(self) -> SimulationResult:
        """The summary document of `wearoff simulate --json`, rounded once for every face."""
        from wearoff.formats.documents import Meta
        from wearoff.simulation import result
        from wearoff.simulation.summaries import BANDS_FROM

        cohort, first = self.cohort, self.cohort.sessions[0]
        return result.SimulationResult(
            meta=Meta(**meta(cohort.seed)),
            condition=cohort.condition.name,
            plan=self.plan,
            product=first.product,
            days=cohort.days,
            patients=cohort.patients,
            bands_from=min(cohort.patients, BANDS_FROM),
            typical=cohort.typical,
            step=cohort.step,
            settings=dict(cohort.settings),
            sessions=tuple(result.SessionGiven(day=s.day, units=s.units) for s in cohort.sessions),
            first_session=tuple(result.InjectionGiven(**asdict(i)) for i in first.injections),
            warnings=tuple(warning.text for warning in self.warnings),
            summary=tuple(result.Period(**asdict(row)) for row in self.summary),
            published_harms=tuple(result.PublishedHarm(**asdict(harm)) for harm in self.harms),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def simulate(
    condition: str,
    plan: str | None = None,
    *,
    years: float = 5,
    patients: int = 1000,
    seed: int = 1,
    typical: bool = False,
    states: bool = False,
    step: float = 1.0,
    settings: Mapping[str, float] | None = None,
    injections: str | Path | None = None,
    units: float | None = None,
    sites: Mapping[str, float] | None = None,
    product: str | None = None,
    every_weeks: float | None = None,
    sessions: int | None = None,
    affected: str = "left",
    by: str | None = None,
) -> Simulation:
    """Simulate patients of a condition under an injection plan.

    Args:
        condition: name of the condition.
        plan: named plan; the condition's usual one if left out.
        years: length of the course, of 365.25 days each; the first session is on day 0.
        patients: how many; one if ``typical``.
        seed: of the spread between patients.
        typical: one patient with every number at its value.
        states: keep every state, not only the outcomes.
        step: length of a step in days, 1 or a whole part of it.
        settings: evidence values to replace, by row name, in the row's unit.
        injections: an injection log to follow instead of a plan.
        units: total units of a session, spread in the plan's proportions.
        sites: units of single sites of the plan, such as ``temporalis_left``, in their place.
        product: another product than the plan's.
        every_weeks: weeks between sessions; the plan's own if left out.
        sessions: most sessions; as many as fit if left out.
        affected: side that one-sided plans and conditions take.
        by: periods of the summary, ``month`` (28 days) or ``year``; by the length of the course
            if left out.

    Returns:
        A `Simulation`, which runs when it is read: ``summary`` (each outcome over months or
        years), ``frame()`` (one row a patient and day, outcomes in ``units``), ``parameters()``
        (one row a patient), ``write()``, ``result``.

    Raises:
        InputError: a name that does not exist or a number that cannot be used.

    Example:
        >>> import wearoff
        >>> cohort = wearoff.simulate("healthy_muscle", patients=20, years=0.25)
        >>> cohort.frame().shape[0] == 20 * cohort.cohort.days
        True
        >>> cohort.summary[0].outcome, cohort.summary[0].unit
        ('strength_percent', 'percent')
    """
    from wearoff.simulation.cohorts import Cohort
    from wearoff.simulation.logs import read_injections
    from wearoff.simulation.schedule import steps_per_day
    from wearoff.simulation.summaries import periods

    chosen = find_condition(condition)
    days = _days(years)
    if patients < 1:
        raise InputError(f"{argument('patients')} {patients}", allowed="1 or more")
    check_seed(seed)
    if affected not in plans.OTHER_SIDE:
        raise InputError(f"{argument('affected')} {affected}", allowed="left or right")
    steps_per_day(step)
    if injections is not None:
        options = {"plan": plan, "units": units, "sites": sites, "product": product}
        options |= {"every_weeks": every_weeks, "sessions": sessions}
        beside = [argument(name) for name, value in options.items() if value is not None]
        if beside:
            raise InputError(
                f"{', '.join(beside)} beside {argument('injections')}",
                fix="give a plan or a log, not both",
            )
        log = read_injections(injections, chosen, affected)
        given = [session for session in log if session.day < days]
        plan_name = str(injections)
    else:
        plan_name = plan or chosen.usual_plan
        given = planned(
            chosen,
            plan_name,
            days,
            units=units,
            sites=sites,
            product=product,
            every_weeks=every_weeks,
            count=sessions,
            affected=affected,
        )
    cohort = Cohort(
        chosen,
        tuple(given),
        days,
        1 if typical else patients,
        seed=seed,
        typical=typical,
        states=states,
        step=step,
        affected=affected,
        settings=rows.overrides(dict(settings or {})),
    )
    for set_name in cohort.settings:
        if set_name not in cohort.wiring.rows:
            raise InputError(
                f"{set_name} is not used by {condition} under this plan",
                allowed=", ".join(cohort.wiring.rows),
            )
    periods(days, by)
    return Simulation(cohort, plan_name, over_label(given), by)


def _days(years: float) -> int:
    if not 0 < years <= MOST_YEARS:
        raise InputError(
            f"{argument('years')} {years:g}", allowed=f"more than 0, at most {MOST_YEARS}"
        )
    return max(1, round(DAYS_PER_YEAR * years))
