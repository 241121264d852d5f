"""`explore`: an invented person for years, with injections and without, and what that rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.evidence import rows
from wearoff.formats.html import Shown
from wearoff.runs import meta
from wearoff.simulation.hypothesis import ASSUMED, Pair, opposed, without_toxin
from wearoff.simulation.simulate import DAYS_PER_YEAR, Simulation, simulate
from wearoff.simulation.summaries import periods
from wearoff.stats.intervals import NINE_IN_TEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.records import Array
    from wearoff.simulation import explored_result as result

PATIENTS = 200
"""People drawn for the ranges: enough for 9 in 10, few enough to wait for."""
WINDOW, LEAST, MOST = 84, 28, 182
"""Days over which a curve is averaged where sessions are nearer or further apart than these."""
Span = tuple[int, int]
"""First and last day of a period."""


@dataclass(frozen=True)
class Exploration(Shown):
    """An invented person under one plan; nothing runs until ``result`` is read.

    The typical person has every number at its value; ranges are of people drawn with the same
    settings. Without is the same visits with injections that hold no toxin.
    """

    simulation: Simulation

    def __repr__(self) -> str:
        """Condition, years and plan, on one line."""
        cohort = self.simulation.cohort
        years = cohort.days / DAYS_PER_YEAR
        return (
            f"<Exploration {cohort.condition.name}: {years:.3g} years, plan {self.simulation.plan}>"
        )

    @property
    def every(self) -> int | None:
        """Days between sessions; None after a single one."""
        first, *later = self.simulation.cohort.sessions
        return later[0].day - first.day if later else None

    @property
    def window(self) -> int:
        """Days over which curves are averaged: cycles drawn day by day over years are stripes."""
        every = self.every
        window = every if every and LEAST <= every <= MOST else WINDOW
        return min(window, self.simulation.cohort.days)

    @cached_property
    def pairs(self) -> dict[result.Assumption, tuple[Pair, dict[str, float], str]]:
        """With and without injections, what is assumed, and its label, by assumption."""
        if not self.simulation.uses(ASSUMED[0]):
            pair = Pair(self.simulation, without_toxin(self.simulation))
            return {"none": (pair, {}, "")}
        both = opposed(self.simulation)
        return {"off": (both.off, {}, ""), "on": (both.on, dict(both.settings), both.label)}

    @cached_property
    def result(self) -> result.ExploreResult:
        """Everything that a page shows of it, rounded once."""
        from wearoff.formats.documents import Meta
        from wearoff.simulation import explored_result as result
        from wearoff.simulation.result import InjectionGiven, PublishedHarm

        simulation = self.simulation
        cohort, main = simulation.cohort, simulation.cohort.condition.main
        first = cohort.sessions[0]
        return result.ExploreResult(
            meta=Meta(**meta(cohort.seed)),
            condition=cohort.condition.name,
            title=cohort.condition.title,
            plan=simulation.plan,
            product=first.product,
            days=cohort.days,
            patients=cohort.patients,
            window=self.window,
            every=self.every,
            sessions=len(cohort.sessions),
            settings=dict(cohort.settings),
            first_session=tuple(InjectionGiven(**asdict(i)) for i in first.injections),
            warnings=tuple(warning.text for warning in simulation.warnings),
            outcome=main,
            unit=simulation.units[main],
            courses=tuple(self._course(name) for name in self.pairs),
            rests=tuple(self._rests(outcome) for outcome in cohort.outcomes),
            numbers=tuple(self._number(name) for name in cohort.wiring.rows),
            published_harms=tuple(PublishedHarm(**asdict(harm)) for harm in simulation.harms),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()

    def _course(self, assumption: result.Assumption) -> result.Course:
        from wearoff.simulation import explored_result as result

        pair, settings, label = self.pairs[assumption]
        arms = _Arm.of(pair.toxin), _Arm.of(pair.placebo)
        days, window = self.simulation.cohort.days, self.window
        windows = [(a, a + window - 1) for a in range(0, days - window + 1, window)]
        main, *others = self.simulation.cohort.outcomes
        years = [
            result.Year(
                year=number,
                injected=arms[0].spread(main, span),
                without=arms[1].spread(main, span),
                change=arms[0].less(arms[1]).spread(main, span),
            )
            for number, span in enumerate(periods(days, "year"), start=1)
        ]
        curve = [
            result.Point(
                year=_middle(span),
                injected=arms[0].spread(main, span),
                without=arms[1].spread(main, span),
            )
            for span in windows
        ]
        inside = [
            result.Inside(
                outcome=outcome,
                unit=self.simulation.units[outcome],
                injected=arms[0].swings(outcome, windows),
                without=arms[1].swings(outcome, windows),
            )
            for outcome in others
        ]
        return result.Course(
            assumption=assumption,
            label=label,
            settings=settings,
            years=tuple(years),
            curve=tuple(curve),
            inside=tuple(inside),
        )

    def _rests(self, outcome: str) -> result.Rests:
        from wearoff.simulation import explored_result as result

        cohort = self.simulation.cohort
        names = cohort.wiring.rows_behind(cohort.outcomes[outcome])
        grades = [rows.get(name).grade for name in names]
        counts = {grade: grades.count(grade) for grade in rows.GRADES}
        return result.Rests(outcome=outcome, numbers=names, grades=counts)

    def _number(self, name: str) -> result.NumberBehind:
        from wearoff.simulation import explored_result as result

        row = rows.get(name)
        source = rows.sources()[row.source]
        return result.NumberBehind(
            name=name,
            meaning=row.meaning,
            value=row.value,
            unit=row.unit,
            low=row.low,
            high=row.high,
            set_to=self.simulation.cohort.settings.get(name),
            grade=row.grade,
            grade_in_words=rows.GRADES[row.grade],
            source=source.id,
            citation=source.citation,
            url=source.url,
            place=row.place,
        )


@dataclass(frozen=True)
class _Arm:
    """One course: the typical person's outcomes by day, and the main one of all people."""

    typical: Mapping[str, Array]
    people: Array

    @classmethod
    def of(cls, simulation: Simulation) -> _Arm:
        """Simulate it: typical in full, people in 32 bits and by their main outcome alone."""
        cohort = simulation.cohort
        main = cohort.condition.main
        many = replace(simulation, cohort=replace(cohort, only=(main,), single=True))
        one = replace(simulation, cohort=replace(cohort, patients=1, typical=True))
        (typical,) = one.batches()
        people = np.concatenate([batch.columns[main] for batch in many.batches()])
        return cls({name: days[0] for name, days in typical.columns.items()}, people)

    def less(self, other: _Arm) -> _Arm:
        """This course less another of the same people, person by person."""
        typical = {name: days - other.typical[name] for name, days in self.typical.items()}
        return _Arm(typical, self.people - other.people)

    def spread(self, outcome: str, span: Span) -> result.Spread:
        """The main outcome over some days."""
        from wearoff.simulation import explored_result as result

        first, last = span
        lo, hi = np.quantile(self.people[:, first : last + 1].mean(axis=1), NINE_IN_TEN)
        typical = self.typical[outcome][first : last + 1].mean()
        return result.Spread(typical=typical, lo90=lo, hi90=hi)

    def swings(self, outcome: str, spans: Sequence[Span]) -> tuple[result.Swing, ...]:
        """Another outcome of the typical person over some days."""
        from wearoff.simulation import explored_result as result

        own = [self.typical[outcome][first : last + 1] for first, last in spans]
        return tuple(
            result.Swing(year=_middle(span), mean=d.mean(), lowest=d.min(), highest=d.max())
            for span, d in zip(spans, own, strict=True)
        )


def _middle(span: Span) -> float:
    return (span[0] + span[1] + 1) / 2 / DAYS_PER_YEAR


def explore(
    condition: str,
    plan: str | None = None,
    *,
    patients: int = PATIENTS,
    **options: Any,
) -> Exploration:
    """An invented person for years, with injections and without, and what that rests on.

    Args:
        condition: as for `simulate`.
        plan: as for `simulate`.
        patients: people drawn with the same settings, for the ranges.
        options: as for `simulate`.

    Returns:
        An `Exploration`, whose ``result`` holds the years under both assumptions about joints
        (where the condition has joints), other outcomes of the typical person, and each number
        behind them with its grade and source.

    Raises:
        InputError: as `simulate`.

    Example:
        >>> import wearoff
        >>> found = wearoff.explore("chronic_migraine", years=1, patients=5)
        >>> [course.assumption for course in found.result.courses]
        ['off', 'on']
    """
    return Exploration(simulate(condition, plan, patients=patients, **options))
