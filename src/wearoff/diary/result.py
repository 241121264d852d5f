"""What one analysis says of one person, typed: the one author of `wearoff analyze --json`.

Everything that any face prints or decides stands here as codes, values, dates and curves; faces
format it. Sentences are rendered from codes and values by one catalog (`wearoff.words`), once, and
kept beside them. Estimates hold 9 in 10 (``lo90`` to ``hi90``) and some 5 in 10.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Literal

from wearoff.diary.chances import is_known
from wearoff.diary.patterns.result import Origin, Pattern
from wearoff.diary.pieces import (
    ChanceRange,
    Change,
    Checked,
    Counted,
    CourseWeek,
    Cycle,
    CycleWeek,
    Dated,
    Dots,
    Doubt,
    Drift,
    FirstAndLast,
    Forecast,
    Given,
    Product,
    ReadMeta,
    Said,
    Score,
    Secondary,
    Since,
    SinceVisit,
    Stretch,
    Trend,
    Underneath,
    Understood,
    Views,
    Window,
    how_sure,
)
from wearoff.diary.rules.result import RuleGroup, RuleResult
from wearoff.formats.documents import Document, Maybe, Number, Sentence, Value
from wearoff.formats.estimates import Estimate

SCHEMA_VERSION = "1.5"
"""Grows by 0.1 when a key is added, by 1 when one changes or goes."""

Word = Literal[
    "yes", "no", "steady", "rising", "falling", "cannot_tell", "cannot_tell_yet", "not_asked"
]
"""Answers as faces print them; both drift questions are one."""
Asked = Literal["working", "better_since", "wears_off_early", "underneath"]
"""Questions as faces ask them, in order."""


# Answers


class LaterChance(Document):
    """Chance that a question can be answered at a later date."""

    date: date
    chance: Number


class WouldTell(Document):
    """What would tell, by when, and with what chance."""

    what: str
    codes: list[str]
    """What would tell, in codes: more days first, then what else."""
    date: date | None
    chance: Maybe
    sessions: int | None = None
    enough: bool = False
    farthest_days: int | None = None
    by_date: tuple[LaterChance, ...] = ()


class Verdict(Document):
    """The answer to one question; ``probability`` is P(yes), None where it was not asked."""

    question: str
    asked: str
    answer: Said
    probability: Maybe
    probability_range: ChanceRange | None
    """Told instead of it where it settles nothing and would not come true as a number."""
    reason_codes: list[str]
    because: list[str]
    by_view: dict[str, Said]
    would_tell: WouldTell | None
    sources: list[str]

    @property
    def chance_said(self) -> float | None:
        """How sure the answer is; None where there is none."""
        return how_sure(self.answer, self.probability)

    @property
    def chance_holds(self) -> bool:
        """Whether the chance of a yes, or its range, is told: only of what has been judged."""
        known = self.answer != "cannot_tell" or is_known(self.question)
        return known and self.probability is not None

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Each reason code with its words; what failed checks say goes before the first."""
        first = len(self.because) - len(self.reason_codes)
        checks, texts = self.because[:first], self.because[first:]
        if checks and texts:
            texts[0] = f"{'; '.join(checks).rstrip('.')}; {texts[0]}"
        return list(zip(self.reason_codes, texts, strict=True))


class Answer(Document):
    """One of the questions that people ask, as every face prints it."""

    question: Asked
    word: Word
    chance_said: Maybe
    """How sure the answer is, as it is printed beside the word; None where there is no answer."""
    reason_codes: list[str]
    says: str
    """Code of its sentences in the catalog."""
    values: dict[str, Value]
    """What stands in the sentences."""
    found: str
    """What was estimated, or the reason."""
    plain: str
    """The same in one plain sentence, which every face prints."""
    would_tell: WouldTell | None
    ahead: str
    """What would tell; '' where the answer is known."""
    known: bool
    """Whether there is an answer."""


class Explained(Sentence):
    """Why an answer and a count that seem to contradict each other need not, in a sentence."""

    text: str


class Check(Sentence):
    """A check that a yes must pass."""

    name: str
    result: Literal["pass", "fail", "not_asked"]
    text: str
    value: Maybe
    """What the check looked at; None where it was not asked."""


# Label, medicine, totals


Kept = Literal["inside", "outside", "not_recorded", "note"]


class LabelCheck(Sentence):
    """What a log holds against what a label asks.

    ``source`` is None where there is none; ``note`` says what was not seen of it.
    """

    check: str
    result: Kept
    text: str
    source: str | None
    grade: str | None
    note: str


class MedicineWindow(Document):
    """28 days, and how many of them have an entry of acute medicine."""

    first: date
    last: date
    written: int


class MedicineClass(Document):
    """Days with one class of acute medicine beside the line of the definition of overuse.

    ``of`` are the medicines of that line: ``specific`` or ``simple``.
    """

    name: str
    days_28: Number
    at_least: bool
    by_window: list[int | None]
    line: int
    of: Literal["specific", "simple"]
    months: Number
    """The definition asks for more than so many."""
    counted: Literal["yes", "no", "not_recorded"]
    text: str


class Overuse(Sentence):
    """Days with acute medicine by class."""

    windows: list[MedicineWindow]
    classes: list[MedicineClass]
    text: str
    source: str
    grade: str


class Total(Document):
    """First and last total of a questionnaire, beside what one person differs by chance."""

    measure: str
    title: str
    first: Dated
    last: Dated | None
    before_first_session: bool
    filled_late: bool
    """Whether the first was filled in after the first session."""
    change: Maybe
    detectable_change: Maybe
    meaningful_change: Maybe
    beyond_noise: bool | None
    text: str
    source: str | None
    grade: str | None


# The whole


class Baseline(Document):
    """Level before the first session."""

    headache_days_28: Estimate | None


class Method(Document):
    """How it was computed, and whether that can be trusted."""

    sampler: str
    """``none`` where nothing was fitted: there were counts alone."""
    k_hat: Maybe
    effective_draws_kish: Number
    draws: int
    log_evidence: Maybe
    interval_days: int
    level_intervals_widened: Number


class FalseAlarms(Document):
    """In how many made-up diaries without any relief the answer was yes."""

    said: int
    of: int


class DiaryMeta(ReadMeta):
    """Where this document is from."""

    file: str | None = None
    """SHA-256 of the diary's file."""


class Findings(Document):
    """What was counted, estimated, checked and forecast."""

    schema_version: str = SCHEMA_VERSION
    meta: DiaryMeta
    name: str
    condition: str
    outcome: str
    counts_only: bool = False
    """Whether no day was written, and all there is are counts of a clinic."""
    counts: int = 0
    """Counts of headache days that a clinic wrote down."""
    first: date
    last: date
    days_observed: int
    days_missing: int
    days_before: int | None
    sessions: list[Given]
    counted: Counted
    counted_28: list[Window]
    """The whole diary in windows of 28 days from the first session, both ways; shorter at its ends.
    Where there are counts alone, each of them."""
    baseline: Baseline
    cycles: list[Cycle]
    relief_days_28: Estimate | None
    relief_percent: Estimate | None
    wearoff_day: Estimate | None
    p_wears_off: Maybe
    lasting_change_days_28: Estimate | None
    change_since_days_28: Since | None
    drift_days_28_per_year: Drift | None
    trend_days_28_per_year: Trend | None
    standard_cycle: list[CycleWeek]
    course: list[CourseWeek]
    underneath: Underneath | None
    verdicts: list[Verdict]
    checks: list[Check]
    outcomes: list[Secondary]
    events: list[Change]
    unidentified: list[str]
    unidentified_codes: list[str]
    method: Method
    references: list[str]
    rules: list[RuleResult]
    rules_disagree: str | None
    labels: list[LabelCheck]
    overuse: Overuse | None
    totals: list[Total]
    patterns: list[Pattern]
    forecast: Forecast | None
    wearoff_dots: list[Maybe] | None
    since_last_visit: SinceVisit | None
    acute_medication: Counted | None
    hours: Counted | None
    scores: list[Score]
    notes: list[str]
    note_codes: list[Sentence]
    """The notes as codes and values, in the same order."""
    understood: Understood
    doubts: list[Doubt]
    false_alarms: FalseAlarms | None

    @property
    def called(self) -> str:
        """What pages call the person; '' where a file's name stands for the name."""
        stems = {PurePath(file.source).stem for file in self.understood.files}
        return "" if self.name in stems else self.name


class Result(Findings):
    """What one analysis says: its findings, and what they come to in answers, sums and dates."""

    days: int
    """From the first to the last, both included."""
    days_written: int
    """Days of `days_observed` that were not merely said to be free."""
    filled_percent: Number
    """Days that were written, of 100 days."""
    next_session_about: date | None
    """If it comes after the usual interval."""
    products: list[Product]
    days_flow: list[Stretch]
    """Every day read, by stretch, and their sums in the last row; empty without sessions."""
    first_and_last: list[FirstAndLast]
    rules_shown: list[str]
    """Rules of which a yes speaks for something, by id, in the order in which faces tell them."""
    rules_marks: list[str]
    """Marks that papers count by, by id; told after the rules where everything is."""
    rule_groups: list[RuleGroup]
    """All of them by what a yes speaks for: going on, a pause, neither."""
    answers: list[Answer]
    """The three questions."""
    since: Answer
    """Whether it is better since the first session, told with what was counted."""
    explained: list[Explained]
    """What seems to contradict an answer, each in a sentence to be read beside the answers."""
    origin: Origin | None
    """Where it might come from; None where nothing was recorded that could tell."""
    views: Views
    checked: Checked
    dots: Dots | None

    @property
    def told(self) -> list[Answer]:
        """The three answers, and whether it is better since."""
        return [*self.answers, self.since]

    def answer(self, question: Asked) -> Answer:
        """The answer to one question."""
        return next(one for one in self.told if one.question == question)
