"""Trial files: visit scores of many patients, in the open dystonia trial's header or our own.

Our own header is ``patient,week,units,product,outcome,value`` with an optional ``arm`` and any
covariates; the other is ``patient,obs,week,site,id,treat,age,sex,twstrs``. One row a visit that
took place; a missed visit is an absent row or an empty score. Week 0 is the baseline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.errors import InputError
from wearoff.evidence.products import named
from wearoff.formats.cells import number_in
from wearoff.formats.csvs import MISSING, CsvFile
from wearoff.measures import check_score
from wearoff.records import Arm, Trial
from wearoff.trial.nonmem import visits_of

if TYPE_CHECKING:
    from wearoff.formats.frames import Given
    from wearoff.trial.nonmem import Visits

OPEN_TRIAL = ("patient", "obs", "week", "site", "id", "treat", "age", "sex", "twstrs")
OPEN_TRIAL_ARMS = {"Placebo": 0.0, "5000U": 5000.0, "10000U": 10000.0}
OPEN_TRIAL_PRODUCT = "rimabotulinumtoxinB"
OWN = ("patient", "week", "units", "product", "outcome", "value")
MOST_WEEKS = 520
"""Latest visit; a course is simulated up to it."""


@dataclass
class _Patient:
    line: int
    arm: Arm
    covariates: dict[str, str]
    visits: set[float] = field(default_factory=set)
    scores: dict[float, float] = field(default_factory=dict)


def read_trial(given: Given) -> Trial:
    """The trial in a CSV file, a NONMEM-style table or a DataFrame.

    Args:
        given: Path, or a DataFrame of Polars or pandas with the columns of one of the two headers.

    Returns:
        Scores (N, V) in points at weeks (V,) after baseline, NaN where a visit was missed.

    Raises:
        InputError: The file is not readable as one of the two headers, a number is not a number, a
            visit stands twice, an arm is unknown or changes within a patient, a patient has no
            baseline, or there is no placebo arm; names file, line and column.

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


class _Reader:
    """What both headers share: rows to patients, patients to arrays."""

    required: tuple[str, ...] = ()
    score_column = ""

    def __init__(self, source: CsvFile | Visits) -> None:
        self.source = source
        self.file = source.file
        source.require(self.required, f"{','.join(OWN)} or {','.join(OPEN_TRIAL)}")
        self.notes: list[str] = []
        self.outcome = ""

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

    def score(self, record: dict[str, str], line: int) -> float:
        value = self.number(record, self.score_column, line)
        allowed = check_score(self.outcome, value)
        if allowed:
            raise InputError(
                f"found {value:g}",
                file=self.file,
                line=line,
                column=self.score_column,
                allowed=allowed,
            )
        return value

    def read(self) -> Trial:
        patients: dict[str, _Patient] = {}
        for line, record in self.source.rows():
            self._row(record, line, patients)
        return self._trial(patients)

    def _row(self, record: dict[str, str], line: int, patients: dict[str, _Patient]) -> None:
        name = record["patient"]
        if not name:
            raise self.bad("found ''", line, "patient", allowed="a patient's number")
        arm = self.arm(record, line)
        covariates = self.covariates(record)
        known = patients.setdefault(name, _Patient(line, arm, covariates))
        if known.arm != arm:
            problem = f"patient {name} is in arm {arm.name} here and {known.arm.name}"
            raise self.bad(f"{problem} on line {known.line}", line, fix="one arm a patient")
        for column, value in covariates.items():
            if value != known.covariates[column]:
                problem = f"patient {name} has {value!r} here and {known.covariates[column]!r}"
                raise self.bad(
                    f"{problem} on line {known.line}", line, column, fix="one value a patient"
                )
        week = self.number(record, "week", line)
        if not 0 <= week <= MOST_WEEKS:
            allowed = f"0 (baseline) to {MOST_WEEKS}"
            raise self.bad(f"found {record['week']}", line, "week", allowed=allowed)
        if week in known.visits:
            problem = f"patient {name} has week {week:g} twice"
            raise self.bad(problem, line, "week", fix="keep one row a visit")
        known.visits.add(week)
        if record[self.score_column] not in MISSING:
            known.scores[week] = self.score(record, line)

    def _trial(self, patients: dict[str, _Patient]) -> Trial:
        if not patients:
            raise InputError("no rows", file=self.file)
        kept = {name: p for name, p in patients.items() if 0.0 in p.scores}
        if len(kept) < len(patients):
            self.notes.append(_people(len(patients) - len(kept), "without a baseline"))
        alone = [name for name, p in kept.items() if len(p.scores) == 1]
        if alone:
            self.notes.append(_people(len(alone), "without any later score"))
        kept = {name: p for name, p in kept.items() if len(p.scores) > 1}
        arms = sorted({p.arm for p in kept.values()}, key=lambda arm: (arm.units, arm.name))
        if not arms or arms[0].units > 0 or arms[-1].units == 0:
            raise InputError(
                f"arms found: {', '.join(a.name for a in arms) or 'none'}",
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
        weeks = sorted({week for p in kept.values() for week in p.scores if week > 0})
        names = sorted(kept, key=lambda n: (len(n), n))
        people = [kept[name] for name in names]
        numeric, categorical, site = self._covariates(names, people)
        return Trial(
            source=self.source.name,
            outcome=self.outcome,
            patients=names,
            arms=arms,
            arm=np.array([arms.index(p.arm) for p in people]),
            weeks=np.array(weeks),
            baseline=np.array([p.scores[0.0] for p in people]),
            scores=np.array([[p.scores.get(week, np.nan) for week in weeks] for p in people]),
            numeric=numeric,
            categorical=categorical,
            site=site,
            notes=tuple(self.notes),
        )

    def _covariates(
        self, names: list[str], people: list[_Patient]
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
            numbers = np.array([number_in(value) for value in values])
            if column != "site" and np.isfinite(numbers).all():
                numeric[column] = numbers
            else:
                categorical[column] = values
        site = categorical.pop("site", None)
        return numeric, categorical, site


def _people(count: int, reason: str) -> str:
    return f"{count} {'person' if count == 1 else 'people'} {reason} left out"


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
        self.columns = [name for name in source.header if name not in (*OWN, "arm", "obs", "id")]

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
        if units == 0:
            return Arm(record.get("arm", "") or "placebo", 0.0, "")
        try:
            product = named(record["product"])
        except InputError as error:
            raise InputError(str(error), file=self.file, line=line, column="product") from error
        return Arm(record.get("arm", "") or f"{units:g} {product}", units, product)

    def covariates(self, record: dict[str, str]) -> dict[str, str]:
        return {name: record[name] for name in self.columns}
