"""Plain nouns that every floor shares: an injection, a session, a trial, a diary, a case."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

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
    """One arm of a trial: its name, total units of a session, product, and weeks of sessions."""

    name: str
    units: float
    product: str
    weeks: tuple[float, ...] = (0.0,)


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
        """The same trial with its patients in another order, or some of them.

        Args:
            order: Places of patients, whole numbers, (patients kept,).
        """
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


@dataclass(frozen=True)
class Note:
    """What was assumed, merged, left out or not read: code of a sentence, and what is in it."""

    code: str
    values: Mapping[str, str | float] = field(default_factory=dict[str, str | float])


@dataclass(frozen=True)
class Doubt:
    """What looks like a slip in what was read, in words: see `wearoff.words.doubts`.

    ``where`` names the row; ``confirmed`` is whether somebody said that it is right as it is.
    """

    code: str
    text: str
    where: str
    effect: Literal["said", "bars_answers"]
    confirmed: bool = False


@dataclass(frozen=True)
class Diary:
    """What one person wrote down, day by day.

    ``values`` holds one array a column, entry i being ``first`` plus i days; NaN where nothing was
    written. ``texts`` holds the columns of words the same way, '' where nothing was written.
    ``dated`` is the number of days that had a row (None: every day), ``merged`` that of rows that
    stood for a day beside another.
    """

    source: str
    first: date
    values: Mapping[str, Array]
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    dated: int | None = None
    merged: int = 0

    @property
    def days(self) -> int:
        """Days from the first to the last entry, those without an entry included."""
        return len(next(iter(self.values.values())))

    def until(self, days: int) -> Diary:
        """Its first so many days, as records that no file stands for."""
        return replace(
            self,
            values={name: values[:days] for name, values in self.values.items()},
            texts={name: words[:days] for name, words in self.texts.items()},
            dated=None,
            merged=0,
        )


@dataclass(frozen=True)
class Gathered:
    """Visits of a log that look like one session: what of, on which dates, lines, in what units.

    ``code`` is ``session_twice``, ``session_split`` or ``top_up``; ``units`` are those of each.
    """

    code: str
    product: str
    dates: tuple[date, ...]
    lines: tuple[int, ...]
    units: tuple[float, ...]


@dataclass(frozen=True)
class Log:
    """Sessions of one person in order of their days; ``first`` is the date of day 0.

    ``lines`` are those on which the sessions begin in a file. Where visits were gathered into
    sessions, ``visits`` are what was given on each day, and ``gathered`` says what was done.
    ``passed`` are day and line of visits on which nothing was given, as a clinic wrote them.
    """

    first: date
    sessions: tuple[Session, ...]
    notes: tuple[Note, ...] = ()
    lines: tuple[int, ...] = ()
    visits: tuple[Session, ...] = ()
    gathered: tuple[Gathered, ...] = ()
    passed: tuple[tuple[int, int], ...] = ()

    @property
    def given(self) -> tuple[Session, ...]:
        """What was given on each day."""
        return self.visits or self.sessions


@dataclass(frozen=True)
class Event:
    """Something else that changed: another treatment, an injury, an illness; open-ended if None."""

    start: date
    kind: str
    what: str
    until: date | None = None


@dataclass(frozen=True)
class Score:
    """A clinic's total on one date, or a count of days of so many that end there."""

    day: date
    measure: str
    value: float


@dataclass(frozen=True)
class OutsideBaseline:
    """Headache days counted before the diary: so many of so many days, and who says so."""

    headache_days: float
    days: int
    source: str


@dataclass(frozen=True)
class Target:
    """One published figure of a study, as a line of a targets file; None where a cell is empty.

    ``units`` are a session's total of the product; ``week`` counts from the first session;
    ``line`` is the one on which its row ends.
    """

    id: str
    source: str
    cohort: str
    condition: str
    population: str
    baseline: float | None
    baseline_sd: float | None
    product: str
    units: float | None
    plan: str
    interval_weeks: float | None
    sessions: int
    week: float | None
    arm: str
    quantity: str
    value: float | None
    se: float | None
    n: int | None
    grade: str
    note: str
    line: int


@dataclass(frozen=True)
class RuleCondition:
    """One thing that a rule asks of a measure.

    ``test`` is ``fall_percent``, ``fall`` (in the measure's own unit) or ``below``; ``line`` is in
    percent, or in days, hours or points of one window. ``windows`` of ``window_days`` follow each
    other up to the last day of the diary; ``each`` of them, or else their mean, is compared.
    ``compare`` says with what: the days before the ``first_session``, or, for ``each_session``,
    the window before the latest session with the one after it. A total of a clinic counts when its
    baseline lies from ``baseline_from`` to ``baseline_to``.
    """

    measure: str
    test: str
    line: float
    window_days: int = 28
    windows: int = 1
    each: bool = False
    compare: str = "first_session"
    baseline_from: float | None = None
    baseline_to: float | None = None


Points: TypeAlias = Literal["going_on", "pause", "neither"]
"""What a yes to a rule speaks for; of ``neither`` it is only a mark that studies count by."""


@dataclass(frozen=True)
class Rule:
    """What a guideline, a payer or a trial asks of a count, and where that was read.

    ``kind`` says what it looks at: ``improvement`` since the first session, ``few_days`` left,
    a ``return`` in a pause, or a ``mark`` that papers count people by. ``points`` says what a yes
    speaks for. It is looked at when the cycle of so many ``sessions`` is over, and ``pause_days``
    after the last one; ``combine`` is ``all`` or ``any`` of its conditions; ``read`` is the day on
    which the source was read.
    """

    id: str
    name: str
    kind: str
    points: Points
    asks: str
    where: str
    sessions: int
    combine: str
    conditions: tuple[RuleCondition, ...]
    source: str
    url: str
    read: date
    grade: str
    note: str = ""
    pause_days: int = 0


@dataclass(frozen=True)
class Course:
    """What could come next: how the usual sessions change; None and empty where they do not.

    ``without`` are muscles left out. ``pause_weeks`` is how long the next session is put off. With
    ``stop`` no session comes any more. ``product`` limits the course to a product whose ``units``
    it names, ``condition`` to one condition. ``exercise`` adds a deep-muscle training program.
    """

    id: str
    name: str
    interval_weeks: float | None
    units: float | None
    product: str | None
    condition: str | None
    without: tuple[str, ...]
    exercise: bool
    pause_weeks: float
    stop: bool
    source: str
    grade: str
