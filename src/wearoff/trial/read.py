"""Trial files: visit scores of many patients, in the open dystonia trial's header or our own.

Our own header is ``patient,week,units,product,outcome,value`` with an optional ``arm`` and any
covariates; the other is ``patient,obs,week,site,id,treat,age,sex,twstrs``. One row a visit that
took place; a missed visit is an absent row or an empty score. Week 0 is the baseline; a column
``baseline`` may stand for it, and a column ``day`` for the weeks. What was planned is found again
where visits stand on days of each person's own.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.errors import Faults, InputError
from wearoff.evidence.products import named
from wearoff.formats.cells import number_in
from wearoff.formats.csvs import MISSING, CsvFile
from wearoff.measures import check_score
from wearoff.records import Arm, Trial
from wearoff.trial import header, left_out
from wearoff.trial.enrolled import Enrolled
from wearoff.trial.header import BASELINE, BESIDE, OWN, SESSIONS, TIMES
from wearoff.trial.nonmem import Visits, visits_of
from wearoff.trial.visit_plan import as_given, planned

if TYPE_CHECKING:
    from wearoff.formats.frames import Given
    from wearoff.trial.visit_plan import Planned

OPEN_TRIAL_ARMS = {"Placebo": 0.0, "5000U": 5000.0, "10000U": 10000.0}
OPEN_TRIAL_PRODUCT = "rimabotulinumtoxinB"
MOST_WEEKS = 520
"""Latest visit; a course is simulated up to it."""
EARLIEST = -52
"""First visit of a run-in."""


def read_trial(given: Given) -> Trial:
    """The trial in a CSV file, a NONMEM-style table or a DataFrame.

    Args:
        given: Path, or a DataFrame of Polars or pandas with the columns of one of the two headers.

    Returns:
        Scores (N, V) in points at weeks (V,) after baseline, NaN where a visit was missed.

    Raises:
        InputError: The file is not readable as one of the two headers, a number is not a number, a
            visit stands twice, an arm is unknown or changes within a patient, nobody has a
            baseline, visits fit no plan, or there is no placebo arm; names file, line and column.

    Example:
        >>> from wearoff.trial.fit import example_trial
        >>> trial = read_trial(example_trial())
        >>> trial.scores.shape, [arm.name for arm in trial.arms]
        ((108, 5), ['Placebo', '5000U', '10000U'])
    """
    visits = visits_of(given)
    if visits:
        return _OwnTrial(visits).read()
    source = CsvFile(given, "trial")
    if "treat" in source.header and "twstrs" in source.header:
        return _OpenTrial(source).read()
    return _OwnTrial(source).read()


MOSTLY = 0.5
"""Share of numbers in a covariate above which a word in it is a slip."""


class _Reader:
    """What both headers share: rows to patients, patients to arrays."""

    required: tuple[str, ...] = ()
    score_column = ""

    def __init__(self, source: CsvFile | Visits) -> None:
        self.source = source
        self.file = source.file
        self.time = next((name for name in TIMES if name in source.header), "week")
        required = [self.time if name == "week" else name for name in self.required]
        if isinstance(source, CsvFile):
            header.check(source, required)
        self.dosed = SESSIONS in source.header or isinstance(source, Visits)
        self.notes: list[str] = []
        self.outcome = ""
        if self.time == "day":
            self.notes.append("days read as weeks of 7")
        elif "day" in source.header:
            self.notes.append("column day not read: the visits are those of week")

    def arm(self, record: dict[str, str], line: int) -> Arm:
        raise NotImplementedError

    def covariates(self, record: dict[str, str]) -> dict[str, str]:
        raise NotImplementedError

    def bad(self, problem: str, line: int, column: str | None = None, **hints: str) -> InputError:
        return InputError(problem, file=self.file, line=line, column=column, **hints)

    def number(self, record: dict[str, str], column: str, line: int) -> float:
        value = number_in(record[column])
        if math.isnan(value):
            raise InputError(
                f"found {record[column]!r}",
                file=self.file,
                line=line,
                column=column,
                allowed="a number",
            )
        return value

    def score(self, record: dict[str, str], line: int, column: str) -> float:
        value = self.number(record, column, line)
        allowed = check_score(self.outcome, value)
        if allowed:
            raise self.bad(f"found {value:g}", line, column, allowed=allowed)
        return value

    def week(self, record: dict[str, str], line: int) -> float:
        week = self.number(record, self.time, line) / TIMES[self.time]
        if not EARLIEST <= week <= MOST_WEEKS:
            low, high = (end * TIMES[self.time] for end in (EARLIEST, MOST_WEEKS))
            allowed = f"{low} to {high}, 0 the baseline"
            raise self.bad(f"found {record[self.time]}", line, self.time, allowed=allowed)
        return week

    def read(self) -> Trial:
        patients: dict[str, Enrolled] = {}
        faults = Faults()
        for line, record in self.source.rows():
            try:
                self._row(record, line, patients)
            except InputError as error:
                faults.add(error)
        faults.check()
        return self._trial(patients)

    def _row(self, record: dict[str, str], line: int, patients: dict[str, Enrolled]) -> None:
        name = record["patient"]
        if not name:
            raise self.bad("found ''", line, "patient", allowed="a patient's number")
        arm = self.arm(record, line)
        covariates = self.covariates(record)
        known = patients.setdefault(name, Enrolled(line, arm, covariates))
        if known.arm != arm:
            problem = f"patient {name} is in arm {arm.name} here and {known.arm.name}"
            raise self.bad(f"{problem} on line {known.line}", line, fix="one arm a patient")
        for column, value in covariates.items():
            if value != known.covariates[column]:
                problem = f"patient {name} has {value!r} here and {known.covariates[column]!r}"
                raise self.bad(
                    f"{problem} on line {known.line}", line, column, fix="one value a patient"
                )
        week = self.week(record, line)
        if week in known.visits:
            problem = f"patient {name} has {self.time} {record[self.time]} twice"
            raise self.bad(problem, line, self.time, fix="keep one row a visit")
        known.visits.add(week)
        if record[self.score_column] not in MISSING:
            known.scores[week] = self.score(record, line, self.score_column)
            if week == 0 and known.before not in {None, known.scores[week]}:
                problem = f"patient {name} has {known.scores[week]:g} here and {known.before:g}"
                there = f"{problem} in column {BASELINE}"
                raise self.bad(there, line, self.score_column, fix="one baseline a patient")
        if record.get(BASELINE, "") not in MISSING:
            self._before(known, self.score(record, line, BASELINE), name, line)

    def _before(self, known: Enrolled, before: float, name: str, line: int) -> None:
        """Take the baseline of a column, which is one a patient."""
        other = known.scores.get(0.0, known.before)
        if other not in {None, before}:
            there = f"{other:g} as score of {self.time} 0" if 0.0 in known.scores else f"{other:g}"
            problem = f"patient {name} has {before:g} here and {there}"
            raise self.bad(problem, line, BASELINE, fix="one baseline a patient")
        known.before = before

    def _trial(self, patients: dict[str, Enrolled]) -> Trial:
        kept = self._with_scores(patients)
        arms = self._arms(kept)
        self._sessions_are_followed(kept)
        names = sorted(kept, key=lambda n: (len(n), n))
        people = [kept[name] for name in names]
        plan = self._plan([person.later for person in people])
        self.notes += left_out.of_plan(plan)
        self.notes += left_out.of_sessions(arms, plan.weeks, given=self.dosed)
        numeric, categorical, site = self._covariates(names, people)
        return Trial(
            source=self.source.name,
            outcome=self.outcome,
            patients=names,
            arms=arms,
            arm=np.array([arms.index(p.arm) for p in people]),
            weeks=np.array(plan.weeks),
            baseline=np.array([p.baseline for p in people]),
            scores=np.array([[one.get(w, np.nan) for w in plan.weeks] for one in plan.scores]),
            numeric=numeric,
            categorical=categorical,
            site=site,
            notes=tuple(self.notes),
        )

    def _plan(self, scores: list[dict[float, float]]) -> Planned:
        """The planned visits, found unless the file says that its own are those."""
        given = isinstance(self.source, Visits) and self.source.as_given
        return as_given(scores) if given else planned(scores, self.file)

    def _with_scores(self, patients: dict[str, Enrolled]) -> dict[str, Enrolled]:
        """Those with a baseline and a later score; who is left out, and what stood in, is said."""
        if not patients:
            raise InputError("no rows", file=self.file)
        based = {name: p for name, p in patients.items() if p.baseline is not None}
        kept = {name: p for name, p in based.items() if p.later}
        if not kept:
            without, alone = len(patients) - len(based), len(based)
            counts = f"{without} without a baseline, {alone} without any later score"
            raise InputError(
                f"no patient of {len(patients)} can be used: {counts}",
                file=self.file,
                allowed=f"a score in {self.time} 0 and a later one",
                fix=f"a row of {self.time} 0 a patient, or a column {BASELINE}",
            )
        self.notes += left_out.of_people(patients, kept)
        return kept

    def _arms(self, kept: dict[str, Enrolled]) -> list[Arm]:
        """Arms from placebo up, of which there are both kinds, each of one dose."""
        arms = sorted({p.arm for p in kept.values()}, key=lambda arm: (arm.units, arm.name))
        if arms[0].units > 0 or arms[-1].units == 0:
            of_each = Counter(p.arm for p in kept.values())
            shown = ", ".join(f"{a.name} ({of_each[a]} people, {a.units:g} units)" for a in arms)
            missing = "placebo" if arms[0].units > 0 else "toxin"
            raise InputError(
                "; ".join([f"no {missing} arm; found {shown}", *self.notes]),
                file=self.file,
                allowed="a placebo arm (0 units) and at least one toxin arm",
            )
        for arm in arms:
            same = [a for a in arms if a.name == arm.name]
            if len(same) > 1:
                doses = " and ".join(f"{a.units:g} units {a.product}".strip() for a in same)
                raise InputError(
                    f"arm {arm.name} stands for {doses}", file=self.file, fix="one dose an arm"
                )
        return arms

    def _sessions_are_followed(self, kept: dict[str, Enrolled]) -> None:
        """Refuse sessions after the last visit of their arm: they may be in another unit."""
        last: dict[Arm, float] = {}
        for person in kept.values():
            last[person.arm] = max(last.get(person.arm, 0.0), *person.later)
        faults = Faults()
        told: set[Arm] = set()
        for person in kept.values():
            arm, given = person.arm, person.arm.weeks[-1]
            if arm in told or given <= last[arm]:
                continue
            told.add(arm)
            at, end = (f"{self.time} {week * TIMES[self.time]:g}" for week in (given, last[arm]))
            problem = f"a session in {at}, after the last visit of arm {arm.name} in {end}"
            fix = f"{self.time}s as those of the visits, up to the last of them"
            faults.add(self.bad(problem, person.line, SESSIONS, fix=fix))
        faults.check()

    def _covariates(
        self, names: list[str], people: list[Enrolled]
    ) -> tuple[dict[str, Any], dict[str, list[str]], list[str] | None]:
        """Numbers, categories, and the site; a covariate with a gap is refused."""
        numeric: dict[str, Any] = {}
        categorical: dict[str, list[str]] = {}
        for column in people[0].covariates:
            values = [p.covariates[column] for p in people]
            for name, value, person in zip(names, values, people, strict=True):
                if value in MISSING:
                    raise InputError(
                        f"patient {name} has no value",
                        file=self.file,
                        line=person.line,
                        column=column,
                        fix="fill it in or remove the column",
                    )
            known = np.isfinite(numbers := np.array([number_in(value) for value in values]))
            if column != "site" and known.all():
                numeric[column] = numbers
            elif column != "site" and known.mean() > MOSTLY:
                odd = [p for p, is_number in zip(people, known, strict=True) if not is_number]
                raise self.bad(
                    f"found {odd[0].covariates[column]!r} among numbers",
                    odd[0].line,
                    column,
                    allowed="a number of every patient, or a word of every patient",
                )
            else:
                categorical[column] = values
        site = categorical.pop("site", None)
        return numeric, categorical, site


class _OpenTrial(_Reader):
    """The header of the open dystonia trial; ``id`` repeats across sites, so it is not used."""

    required = ("patient", "week", "treat", "twstrs")
    score_column = "twstrs"

    def __init__(self, source: CsvFile) -> None:
        super().__init__(source)
        self.outcome = "twstrs"
        self.columns = [name for name in ("age", "sex", "site") if name in source.header]

    def arm(self, record: dict[str, str], line: int) -> Arm:
        name = record["treat"]
        if name not in OPEN_TRIAL_ARMS:
            raise InputError(
                f"unknown arm {name!r}",
                file=self.file,
                line=line,
                column="treat",
                allowed=", ".join(OPEN_TRIAL_ARMS),
                fix=f"use the header {','.join(OWN)} for another trial",
            )
        return Arm(name, OPEN_TRIAL_ARMS[name], OPEN_TRIAL_PRODUCT)

    def covariates(self, record: dict[str, str]) -> dict[str, str]:
        return {name: record[name] for name in self.columns}


class _OwnTrial(_Reader):
    """Our own header."""

    required = OWN
    score_column = "value"

    def __init__(self, source: CsvFile | Visits) -> None:
        super().__init__(source)
        known = (*OWN, *TIMES, *BESIDE, "obs", "id")
        self.columns = [name for name in source.header if name not in known]

    def arm(self, record: dict[str, str], line: int) -> Arm:
        outcome = record["outcome"]
        if self.outcome and outcome != self.outcome:
            raise InputError(
                f"found {outcome!r} after {self.outcome!r}",
                file=self.file,
                line=line,
                column="outcome",
                fix="one outcome a file",
            )
        self.outcome = outcome
        units = self.number(record, "units", line)
        if units < 0:
            raise InputError(
                f"found {units:g}",
                file=self.file,
                line=line,
                column="units",
                allowed="0 (placebo) or more",
            )
        weeks = self._sessions(record.get(SESSIONS, ""), line)
        if record.get("arm") == "":
            raise self.bad(
                "found ''",
                line,
                "arm",
                allowed="the arm's name",
                fix="fill it in, or leave out the column: arms are then named by their dose",
            )
        if units == 0:
            return Arm(record.get("arm", "") or "placebo", 0.0, "", weeks)
        try:
            product = named(record["product"])
        except InputError as error:
            raise InputError(str(error), file=self.file, line=line, column="product") from error
        return Arm(record.get("arm", "") or f"{units:g} {product}", units, product, weeks)

    def _sessions(self, text: str, line: int) -> tuple[float, ...]:
        """Weeks of sessions, the first in week 0; that one alone where nothing stands.

        They are written as visits are, in weeks or in days.
        """
        times = TIMES[self.time]
        weeks = tuple(number_in(part) / times for part in text.split()) or (0.0,)
        if weeks[0] == 0 and all(a < b <= MOST_WEEKS for a, b in pairwise(weeks)):
            return weeks
        allowed = f"{self.time}s in order, as in '0 {12 * times}', from 0 on"
        raise self.bad(f"found {text!r}", line, SESSIONS, allowed=allowed)

    def covariates(self, record: dict[str, str]) -> dict[str, str]:
        return {name: record[name] for name in self.columns}
