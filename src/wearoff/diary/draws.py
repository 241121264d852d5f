"""Stored draws: what is kept of one person's posterior, so that many can be pooled without refits.

1,000 draws that weigh the same, and what they rest on: about 35 kB a person, in one Parquet file a
person or of many people. They are draws under a prior of relief that is wider than the one by which
the person is told (`Prior.wider`), because a pool may lie in the tails of one person. A draw's
effects are independent under its prior, so that the prior of the steady trend S and of relief,
given the rest of a draw, is known in closed form:

    p(S | rest) = N(b; m_b, s_b)/|dS/db|        p(relief | rest) = N(R; m_R, s_R)/|d relief/dR|
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.diary.draws_checks import COVARIATE, OF_DRAWS, faults_of
from wearoff.errors import Faults, InputError
from wearoff.formats.parquets import NUMBERS, parquet, read_parquet
from wearoff.formats.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wearoff.records import Array

DRAWS = 1000
"""Draws that are kept of a person."""
DRAWS_VERSION = 1
"""Of what is kept and how: rises whenever draws of before cannot be pooled with those of now."""
FOLDER, ENDING = "draws", ".parquet"
"""Where a folder's run keeps the files of its people, and how their names end."""
UNKNOWN = "unknown"
"""Why a record ended, where nobody wrote that injections were stopped."""
COVARIATES = ("units", "neck_units", "years", "sessions")
"""What is computed of a case: units of a session and into neck muscles, years of treatment."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StoredDraws:
    """Draws (DRAWS,) of one person's posterior, in single precision, and what they rest on.

    Attributes:
        name: What pages call the person.
        digest: SHA-256 of the diary's file, which tells the same diary given twice; None of none.
        condition: What is treated.
        b: Trend of the level, log-odds a year.
        relief_log_odds: Size R of the short-lived relief, log-odds; a fall counts as positive.
        trend: Steady trend S, days in 28 a year, as the draws have it (not widened by
            ``diary_misfit``; nor is ``slope``).
        trend_per_b: dS/db with the rest of the draw held; above 0.
        relief_percent: 100·(1 − Σp₁/Σp₀) since the first session.
        relief_percent_per_r: Its derivative in R with the rest of the draw held; above 0.
        slope: Least-squares slope of 28·p₀ since the first session, days in 28 a year.
        b_mean: Mean of the normal prior of b under which the draws were made.
        b_sd: Its SD.
        r_mean: Mean of the normal prior of R under which the draws were made.
        r_sd: Its SD.
        k_hat: Pareto k-hat of the weighted draws of which these are equal ones.
        effective: How many of those were effective, by Kish's formula.
        days: From the first session to the last entry, both included.
        written: Days of those with an entry.
        given: Days with a session until the last entry.
        planned: Those that the person's usual interval would have brought by then; None where
            there was one session.
        ended: What was written of injections that stopped (an event ``stopped``), else `UNKNOWN`.
        product: Of every session; None where they differ.
        covariates: A number by each of `COVARIATES` that is known: units of a session (mean, of one
            product), of them into muscles of the neck, years from the first session to the last
            entry, sessions given until then.
        version: `DRAWS_VERSION`.
        program: Version of wearoff.
        evidence: Date of the evidence.
        seed: Of every random number.
    """

    name: str
    digest: str | None
    condition: str
    b: Array
    relief_log_odds: Array
    trend: Array
    trend_per_b: Array
    relief_percent: Array
    relief_percent_per_r: Array
    slope: Array
    b_mean: float
    b_sd: float
    r_mean: float
    r_sd: float
    k_hat: float
    effective: float
    days: int
    written: int
    given: int
    planned: int | None
    ended: str
    product: str | None
    covariates: Mapping[str, float] = field(default_factory=dict[str, float])
    version: int = DRAWS_VERSION
    program: str
    evidence: str
    seed: int

    @property
    def drawn(self) -> str:
        """SHA-256 of the draws alone, which tells one diary under two names."""
        found = sha256()
        for name in OF_DRAWS:
            found.update(getattr(self, name).tobytes())
        return found.hexdigest()

    def __repr__(self) -> str:
        """Name, condition, days and sessions, on one line."""
        about = f"{self.days} days, {self.given} sessions"
        return f"<StoredDraws {self.name}: {self.condition}, {about}>"


KINDS: dict[str, type | str] = {
    "Array": NUMBERS,
    "float": float,
    "int": int,
    "int | None": int,
    "str": str,
    "str | None": str,
}
"""Kind of a column, by what the class says of it."""
OWN = {f.name: KINDS[str(f.type)] for f in fields(StoredDraws) if f.name != "covariates"}
COLUMNS: dict[str, type | str] = {**OWN, **{f"{COVARIATE}{name}": float for name in COVARIATES}}
"""Columns of a file; a row a person."""


def to_parquet(people: Sequence[StoredDraws]) -> bytes:
    """People as the bytes of a Parquet file, a row a person.

    Raises:
        InputError: as `check_alike`.
    """
    check_alike(people)
    rows: list[dict[str, Any]] = [
        {name: getattr(one, name) for name in OWN}
        | {f"{COVARIATE}{name}": one.covariates.get(name) for name in COVARIATES}
        for one in people
    ]
    return parquet(COLUMNS, rows)


def write_draws(people: Sequence[StoredDraws], path: str | Path) -> Path:
    """Write people into one Parquet file, whole or not at all.

    Raises:
        InputError: as `check_alike`, or it cannot be written.
    """
    return write_bytes(to_parquet(people), path)


def read_draws(*paths: str | Path) -> list[StoredDraws]:
    """Read people from files, from folders of them, or from what a folder's run wrote.

    Args:
        paths: Parquet files; folders with such files, or with a folder ``draws`` of them.

    Returns:
        In the order given, files of a folder by name; none of a person of whom nothing can be
        pooled, who has an empty file.

    Raises:
        InputError: a file cannot be read or is none of draws, a folder holds none, or they do not
            go together, see `check_alike`.

    Example:
        >>> import wearoff
        >>> ada = wearoff.analyze(wearoff.example_case("ada"), prospects=False).draws
        >>> read_draws(write_draws([ada], "ada.parquet"))
        [<StoredDraws Ada (made up): chronic_migraine, 1082 days, 13 sessions>]
    """
    found = {file: _read(file) for path in paths for file in _files(Path(path))}
    people = [one for some in found.values() for one in some]
    check_alike(people)
    return people


def check_alike(people: Iterable[StoredDraws]) -> None:
    """Refuse people whose draws mean different things.

    Raises:
        InputError: their conditions, versions or evidence differ; each is named, with a person.
    """
    first: dict[str, dict[Any, str]] = {}
    for one in people:
        made = f"wearoff {one.program}, draws {one.version}, evidence {one.evidence}"
        first.setdefault("conditions", {}).setdefault(one.condition, one.name)
        first.setdefault("versions", {}).setdefault(made, one.name)
    mixed = [
        f"{len(known)} {what}: {'; '.join(f'{value} ({name})' for value, name in known.items())}"
        for what, known in first.items()
        if len(known) > 1
    ]
    if mixed:
        raise InputError(
            f"draws of {' and of '.join(mixed)}",
            allowed="one condition, analyzed by one version",
            fix="analyze the diaries again with this version, one condition at a time",
        )


def _files(path: Path) -> list[Path]:
    """A file itself, or the files of a folder."""
    if not path.is_dir():
        return [path]
    for folder in (path / FOLDER, path):
        if files := sorted(folder.glob(f"*{ENDING}")):
            return files
    raise InputError("holds no draws", file=path, fix="analyze the diaries into a new folder")


def _read(file: Path) -> list[StoredDraws]:
    """The people of a file.

    Raises:
        InputError: it cannot be read, is of another version, or holds what nobody's draws are; a
            line a fault.
    """
    rows = read_parquet(file, COLUMNS)
    for row in rows:
        if row["version"] != DRAWS_VERSION:
            raise InputError(
                f"draws of version {row['version']}",
                file=file,
                allowed=f"{DRAWS_VERSION}, of this version of wearoff",
                fix="analyze the diaries again",
            )
    faults = Faults()
    for number, row in enumerate(rows, 1):
        for fault in faults_of(row, number, file, DRAWS):
            faults.add(fault)
    faults.check()
    people: list[StoredDraws] = []
    for row in rows:
        given = {name: row.pop(f"{COVARIATE}{name}") for name in COVARIATES}
        known = {name: value for name, value in given.items() if value is not None}
        people.append(StoredDraws(**row, covariates=known))
    return people
