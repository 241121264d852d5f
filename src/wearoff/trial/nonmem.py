"""A trial as a NONMEM-style table, and back.

One dose a person on day 0, after the baseline, of the total of the session; TIME is 7 days a week;
the covariates stand behind, with the labels of patients and arms. Placebo is a record that is no
dose (EVID 2), because a dose of nothing is none to NONMEM.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import InputError, printable
from wearoff.formats.cells import cell_of
from wearoff.formats.nonmem import (
    COLUMNS,
    DOSE,
    NO_DOSE,
    NOTHING,
    OBSERVATION,
    filled,
    is_nonmem,
    read_records,
    records_text,
)
from wearoff.formats.tables import file_bytes, table_of
from wearoff.measures import MEASURES
from wearoff.units import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.formats.frames import Given
    from wearoff.formats.nonmem import Records
    from wearoff.records import Trial

LABELS = ("PRODUCT", "PATIENT", "ARM")
PLANNED = "of planned visits"
"""What the legend of TIME says where no plan has to be found behind it."""
FULL = 17
"""Digits that tell any two numbers apart."""


def trial_text(trial: Trial, version: str) -> str:
    """The trial as a table.

    Args:
        trial: Scores (N, V) of N patients at V visits.
        version: Of the program.

    Raises:
        InputError: a covariate is called as one of the table's own columns, or an arm has several
            sessions, which a table of one dose a person cannot hold.
    """
    several = [arm.name for arm in trial.arms if arm.weeks != (0.0,)]
    if several:
        raise InputError(
            f"several sessions ({', '.join(several)})", allowed="one session a person, in week 0"
        )
    beside: dict[str, list[str]] = {
        **{name: [cell_of(float(v)) for v in values] for name, values in trial.numeric.items()},
        **trial.categorical,
        **({"site": trial.site} if trial.site is not None else {}),
    }
    for name in beside:
        if name.upper() in COLUMNS or name in LABELS:
            raise InputError(f"covariate {name} is a column of the table", fix="rename it")
    title = MEASURES[trial.outcome].title if trial.outcome in MEASURES else trial.outcome
    comments = [
        f"wearoff {version}: a trial, for NONMEM and programs like it",
        "TIME in days, AMT in units of PRODUCT, OCC sessions so far; . where nothing stands",
        f"DVID 1: {trial.outcome}; {title}",
        f"TIME 1: {PLANNED}",
    ]
    rows: list[tuple[str, ...]] = []
    for place, patient in enumerate(trial.patients):
        arm = trial.arms[trial.arm[place]]
        labels = (patient, arm.name, *(values[place] for values in beside.values()))
        given = DOSE if arm.units else NO_DOSE
        dose = (
            "0",
            cell_of(arm.units),
            "1",
            given,
            "1",
            NOTHING,
            NOTHING,
            "1",
            arm.product or NOTHING,
        )
        observed = [("0", float(trial.baseline[place]), "0")]
        observed += [
            (days_of(float(week)), float(score), "1")
            for week, score in zip(trial.weeks, trial.scores[place], strict=True)
            if np.isfinite(score)
        ]
        seen = [
            (time, NOTHING, NOTHING, OBSERVATION, "0", cell_of(score), "1", occasion, NOTHING)
            for time, score, occasion in observed
        ]
        rows += [(str(place + 1), *one, *labels) for one in (seen[0], dose, *seen[1:])]
    return records_text(comments, (*COLUMNS, *LABELS, *beside), rows)


def days_of(week: float) -> str:
    """Days of a week, in the fewest digits that give the week again."""
    for digits in range(1, FULL + 1):
        text = f"{WEEK * week:.{digits}g}"
        if float(text) / WEEK == week:
            return cell_of(float(text))
    return days_of(WEEK * week / WEEK)  # no day is exactly so: the nearest


@dataclass(frozen=True)
class Visits:
    """A table of records as rows of our own header, with the lines that they stand on.

    ``as_given``: whether its times are said to be those of planned visits.
    """

    file: Path | str
    name: str
    header: list[str]
    visits: tuple[tuple[int, dict[str, str]], ...]
    as_given: bool

    def require(self, names: tuple[str, ...], allowed: str) -> None:
        """Nothing: the columns are those of our own header."""

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells of each visit."""
        yield from self.visits


def visits_of(given: Given) -> Visits | None:
    """The visits in a NONMEM-style table; None if the file is none.

    Raises:
        InputError: a record that is neither a visit nor the one dose of a person.
    """
    if not isinstance(given, str | Path) or not _is_table(Path(given)):
        return None
    file = Path(given)
    records = read_records(file_bytes(file), file)
    doses = _doses(records)
    beside = [name for name in records.header if name not in {*COLUMNS, *LABELS}]
    named = {"arm": "ARM"} if "ARM" in records.header else {}
    visits: list[tuple[int, dict[str, str]]] = []
    for line, row in records.rows:
        if row["EVID"] != OBSERVATION or row.get("MDV") == "1":
            continue
        if row["ID"] not in doses:
            raise InputError(f"ID {row['ID']} has no dose", file=file, line=line)
        units, product = doses[row["ID"]]
        visits.append(
            (
                line,
                {
                    "patient": row.get("PATIENT") or row["ID"],
                    "week": cell_of(filled(row, "TIME", file, line) / WEEK),
                    "units": cell_of(units),
                    "product": product,
                    "outcome": records.says("DVID", row.get("DVID", ""), line).split(";")[0],
                    "value": row["DV"],
                    **{ours: row[theirs] for ours, theirs in named.items()},
                    **{name: row[name] for name in beside},
                },
            )
        )
    header = ["patient", "week", "units", "product", "outcome", "value", *named, *beside]
    planned = records.legend.get(("TIME", "1")) == PLANNED
    return Visits(file, printable(file.name), header, tuple(visits), planned)


def _is_table(file: Path) -> bool:
    try:
        rows = table_of(file_bytes(file), file).rows
    except InputError:  # whoever reads it says so
        return False
    return bool(rows) and is_nonmem(rows[0].cells)


def _doses(records: Records) -> dict[str, tuple[float, str]]:
    """Units and product of each person's session on day 0, muscles together."""
    doses: dict[str, tuple[float, str]] = {}
    for line, row in records.rows:
        if row["EVID"] not in {DOSE, NO_DOSE}:
            continue
        time, units = (filled(row, name, records.file, line) for name in ("TIME", "AMT"))
        product = row.get("PRODUCT", "")
        before, known = doses.get(row["ID"], (0.0, product))
        if time or known != product:
            raise InputError(
                f"ID {row['ID']} has a dose at TIME {row['TIME']} of {product or 'no product'}",
                file=records.file,
                line=line,
                allowed="one session of one product, at TIME 0",
            )
        doses[row["ID"]] = (before + units, product)
    return doses
