"""Invented people of a trial: who they are, how they are treated, what they count or rate.

A person is a function of seed, trial, arm and number alone, so that what is found depends neither
on how the work is shared out nor on how many others there are: a smaller trial has the first people
of a larger one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtri

from wearoff.errors import InputError
from wearoff.evidence import injections, rows
from wearoff.model.conditions import condition
from wearoff.records import Injection, Session
from wearoff.simulation.cohorts import Cohort
from wearoff.simulation.populations import member, spread
from wearoff.simulation.uniforms import uniforms
from wearoff.studies import entries
from wearoff.studies.calibrate import kind
from wearoff.studies.design import BASELINES
from wearoff.studies.designs.trial_form import MOST_ARMS
from wearoff.studies.entries import DiaryProcess, Luck, odds_against
from wearoff.studies.predict import centers_of, fold
from wearoff.studies.study import OPEN_LABEL, PROCESS, STUDY_ROWS, entered
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wearoff.model.wiring import Wiring
    from wearoff.records import Array
    from wearoff.studies.designs.trial_form import TrialDesign

CANDIDATES = 2**16
"""Most people of an arm that are looked at before enough have entered."""
MOST_TRIALS = 5000
BLOCK = 64
"""People whose luck is drawn together, which costs a fifth of drawing it by name."""
NOISE = {"twstrs": "twstrs_noise"}
"""Row of a single rating's noise; that of pain for any other score."""


class Seen(NamedTuple):
    """What was counted or rated in one arm of some trials."""

    before: Array
    """At entry, (trials, people)."""
    at: Array
    """At each visit, (trials, people, visits)."""


@dataclass(frozen=True)
class People:
    """The people of one arm in some trials of a design.

    Attributes:
        design: The trial.
        arm: Place of the arm.
        trials: Numbers of the trials, (T,).
        seed: Of every person and day.
    """

    design: TrialDesign
    arm: int
    trials: Array
    seed: int

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Sessions of the arm, those of placebo without any toxin."""
        design, arm = self.design, self.design.arm[self.arm]
        plan = injections.plan(design.plan)
        usual = condition(design.condition).usual
        product, given = injections.spread(plan, usual, "left", design.units, design.product)
        none = tuple(Injection(i.muscle, i.side, 0.0) for i in given)
        return tuple(
            Session(round(WEEK * week), product, none if week in arm.placebo else given)
            for week in arm.weeks
        )

    @cached_property
    def days(self) -> int:
        """Length of the courses."""
        return round(WEEK * self.design.visits[-1]) + 1

    def _cohort(self, people: int, settings: dict[str, Array]) -> Cohort:
        return Cohort(
            condition=condition(self.design.condition),
            sessions=self.sessions,
            days=self.days,
            patients=people,
            seed=self.seed,
            settings=settings,
            only=(self.design.outcome,),
            single=True,
        )

    @cached_property
    def wiring(self) -> Wiring:
        """The condition's parts, joined for the injected muscles."""
        return self._cohort(1, {}).wiring

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Rows in which people or populations differ."""
        used = (*self.wiring.rows, *STUDY_ROWS)
        return tuple(dict.fromkeys(name for name in used if rows.get(name).law != "fixed"))

    @cached_property
    def centers(self) -> Array:
        """Standard normal centers of each trial's population, (trials, names)."""
        posterior = fold(None)
        luck = np.zeros((len(self.trials), 2 * len(self.names)))
        if self.design.population == "drawn":
            labels = [f"{what} {name}" for what in ("center", "study") for name in self.names]
            luck = ndtri(uniforms(self.seed, self.trials, labels)).T
        between = float(posterior.between[kind(self.design.outcome)])
        return centers_of(posterior, self.names, between, luck)

    def numbers(self, candidates: Array) -> Array:
        """Numbers of candidates, of every trial alike: (trials·candidates,)."""
        first = (self.trials * MOST_ARMS + self.arm) * CANDIDATES
        return (first[:, None] + candidates).ravel()

    def values(self, trial: Array, numbers: Array) -> dict[str, Array]:
        """Row values of people by name.

        Args:
            trial: Place of each person's trial, (N,).
            numbers: Of the people, (N,).

        Returns:
            In the row's unit, (N,); chances from 0 to 1.
        """
        chances = self.wiring.chances
        names = (*self.names, *chances)
        luck = dict(zip(names, uniforms(self.seed, numbers, names), strict=True))
        found = {name: luck[name] for name in chances}
        for place, name in enumerate(self.names):
            found[name] = member(rows.get(name), self.centers[trial, place], luck[name])
        level = self.level(numbers)
        if self.design.counted:
            level = np.minimum(level, rows.value("most_headache_days", "days_28"))
        found[self._at_entry] = level
        settings = self.design.settings or {}
        same = {name: np.full(len(numbers), v) for name, v in settings.items()}
        return found | same

    @property
    def _at_entry(self) -> str:
        return BASELINES[self.design.outcome].row.format(condition=self.design.condition)

    def level(self, numbers: Array) -> Array:
        """Level at entry, or people's usual level where a screening lets them in, (N,)."""
        entry, row = self.design.entry, self._at_entry
        top = BASELINES[self.design.outcome].top
        (u,) = uniforms(self.seed, numbers, [row])
        return entered(entry.mean, entry.sd or spread(rows.get(row)), top, u)

    @cached_property
    def seen(self) -> Seen:
        """What is counted or rated in everybody, as if nobody had left."""
        size, trials = self.design.arm[self.arm].size, len(self.trials)
        before, at = self._counted() if self.design.counted else self._rated()
        return Seen(before.reshape(trials, size), at.reshape(trials, size, -1))

    @property
    def _visit_days(self) -> list[int]:
        return [round(WEEK * week) for week in self.design.visits]

    def _everybody(self) -> tuple[Array, Array]:
        """Place of the trial, and number, of people who enter without a screening; (N,) each."""
        size = self.design.arm[self.arm].size
        return np.repeat(np.arange(len(self.trials)), size), self.numbers(np.arange(size))

    def _course(self, values: dict[str, Array]) -> Array:
        cohort = self._cohort(len(values[self._at_entry]), values)
        whole = [batch.columns[self.design.outcome] for batch in cohort.batches()]
        return np.concatenate(whole).astype(float)

    def _rated(self) -> Seen:
        trial, numbers = self._everybody()
        course = self._course(self.values(trial, numbers))
        noise = rows.value(NOISE.get(self.design.outcome, "pain_noise"), "score_point")
        labels = [f"rated {day}" for day in (-1, *self._visit_days)]
        apart = noise * ndtri(uniforms(self.seed, numbers, labels))
        before = self.level(numbers) + apart[0]
        return Seen(before, course[:, self._visit_days] + apart[1:].T)

    def _counted(self) -> Seen:
        if self.design.entry.screening is None:
            trial, numbers = self._everybody()
            values = self.values(trial, numbers)
            counted, start = self.level(numbers), 0
        else:
            trial, numbers = self._screened()
            values = self.values(trial, numbers)
            counted, start = None, WINDOW
        against = odds_against(self._course(values)[:, : self.days - 1]).T
        usual = odds_against(values[self._at_entry])
        written = self._written([*[usual] * start, *against], values, numbers, start)
        before = written[:, WINDOW].astype(float) if counted is None else counted
        ends = [start + day for day in self._visit_days]
        at = [entries.within(written[None], end - WINDOW, end)[0] for end in ends]
        return Seen(before, np.stack(at, -1))

    def _written(
        self, against: Sequence[Array], values: dict[str, Array], numbers: Array, start: int
    ) -> Array:
        """Headache days written so far from ``start`` days before entry, (N, days + 1).

        Without days before entry the latent process starts at 0, since the level was counted.
        """
        known = self.design.arm[self.arm].known_from
        process = DiaryProcess(*(values[name] for name in PROCESS))
        (before,) = uniforms(self.seed, numbers, ["wandered before"])
        return entries.diaries(
            against,
            process,
            values[OPEN_LABEL],
            lucks(self.seed, numbers, len(against)),
            since=None if known is None else start + round(WEEK * known),
            level=process.sd * ndtri(before) if start else 0.0,
        )

    def _screened(self) -> tuple[Array, Array]:
        """Place of the trial, and number, of the first people who are let in; (N,) each."""
        screening, size = self.design.entry.screening, self.design.arm[self.arm].size
        assert screening is not None  # noqa: S101 - asked for by `_counted` alone
        entering: list[list[Array]] = [[] for _ in self.trials]
        for first in range(0, CANDIDATES, size):
            candidates = np.arange(first, min(first + size, CANDIDATES))
            numbers = self.numbers(candidates)
            trial = np.repeat(np.arange(len(self.trials)), len(candidates))
            values = self.values(trial, numbers)
            usual = odds_against(values[self._at_entry])
            days = self._written([usual] * WINDOW, values, numbers, WINDOW)[:, WINDOW]
            fits = (days >= screening.least) & (days <= screening.most)
            for place, found in enumerate(entering):
                found.append(numbers[fits & (trial == place)])
            if all(sum(map(len, found)) >= size for found in entering):
                chosen = [np.concatenate(found)[:size] for found in entering]
                return np.repeat(np.arange(len(self.trials)), size), np.concatenate(chosen)
        raise InputError(
            f"of {CANDIDATES} people fewer than {size} had {screening.least:g} to "
            f"{screening.most:g} headache days in 28",
            allowed="a screening that more people of such a level pass",
            fix="lower least",
        )


def lucks(seed: int, numbers: Array, days: int) -> Iterator[Luck]:
    """What chance brings each day, to each person by number: the same in any company.

    Args:
        seed: Of all.
        numbers: Of the people, (N,).
        days: From the first on which they write; those of fewer days begin those of more.

    Yields:
        Of each day, (N,) each.

    Example:
        >>> import numpy as np
        >>> one, both = (next(lucks(1, np.array(who), 1)).anew for who in ([70], [3, 70]))
        >>> bool(one[0] == both[1])
        True
    """
    blocks, place = np.unique(numbers // BLOCK, return_inverse=True)
    shape = (days, len(Luck._fields), BLOCK)
    drawn = np.stack([np.random.default_rng([seed, b]).random(shape) for b in blocks], axis=2)
    for repeats, anew, pushed in drawn[:, :, place, numbers % BLOCK]:
        yield Luck(repeats, anew, ndtri(pushed))
