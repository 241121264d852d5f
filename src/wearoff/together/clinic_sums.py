"""A clinic's sums as a file for another clinic: no diary moves, and no row is a person's.

A sum of many people hides each of them; the difference of two sums does not. Whoever gets a
summary of n people and another of the same people and one more has that person's likelihood, and
with it the trend (`docs/together.md` shows it). So a summary is refused of fewer than the smallest
group, and where its people differ from those of an earlier one by fewer (`summed_before`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.draws import DRAWS_VERSION
from wearoff.errors import SHOWN, Faults, InputError, argument
from wearoff.formats.documents import Form, fill
from wearoff.formats.tables import file_bytes
from wearoff.formats.writing import check_writable, write_text
from wearoff.runs import meta
from wearoff.together.gates import gates
from wearoff.together.leaving import GAMMAS, LEVELS
from wearoff.together.people_table import Scale
from wearoff.together.summed_before import Known, check_different, check_size, known_in, whom
from wearoff.together.sums import BEYOND_ANY_STEP, GROUPS, NORMAL, TWO_RELIEFS, Counts, Sums, Total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from wearoff.diary.draws import StoredDraws
    from wearoff.records import Array
    from wearoff.together.grids import Question
    from wearoff.together.members import People

ENDING = ".json"
SUMMARY = "wearoff_pool_summary"
"""What a file says that it is."""
SUMMARY_VERSION = 3
"""Of the grids and what is kept: rises whenever sums of before cannot be added to those of now."""
DECIMALS = 6
"""Of log-likelihoods in a file."""
ALIKE = 1e-3
"""How near sums of the same people are to each other, however they were rounded."""


class TotalForm(Form):
    """A `Total` as a file holds it."""

    as_drawn: list[float]
    with_misfit: list[float]
    by_leaving: list[list[list[float]]]


class ScaleForm(Form):
    """A `Scale` as a file holds it."""

    name: str
    middle: float
    step: float
    kinds: list[str]
    alike: float | None
    """The step that everybody has; null where they differ."""


class CountsForm(Form):
    """`Counts` as a file holds them."""

    begun: int
    left: int
    used: int
    long: int
    with_covariate: int
    with_relief: int


class MadeForm(Form):
    """By what a summary was made: sums add up only where this is the same."""

    summary_version: int
    draws_version: int
    version: str
    evidence: str


class SummaryForm(Form):
    """A summary as a file holds it."""

    what: str
    made: MadeForm
    condition: str
    covariate: ScaleForm | None
    smallest: int
    counts: CountsForm
    trend: TotalForm
    groups: TotalForm
    slope: TotalForm | None
    reliefs: TotalForm | None
    enough: list[float]
    digest: str


@dataclass(frozen=True)
class Summary:
    """A summary that was read, and the file."""

    file: Path
    made: MadeForm
    condition: str
    scale: Scale | None
    alike: float | None
    """The step of the covariate that everybody has; None where they differ."""
    sums: Sums
    digest: str
    """Of what it holds, however it is laid out."""


def is_summary(path: Path) -> bool:
    """Whether a path is a summary's, by its ending."""
    return path.suffix.casefold() == ENDING


def write_summary(
    path: str | Path,
    *,
    condition: str,
    sums: Sums,
    people: People,
    drawn: Sequence[StoredDraws],
    folder: Path,
) -> Path:
    """Write the sums of people, and note whom they are of beside the draws.

    Args:
        path: The file to write.
        condition: What is treated.
        sums: Of the people.
        people: Them.
        drawn: Their draws.
        folder: Where the draws are: summaries that were written of them before are known there.

    Raises:
        InputError: there are fewer people than the smallest group, or than that differ from an
            earlier summary; or a file cannot be written or read.
    """
    smallest = gates()["summary"]["smallest"]
    check_size(people, smallest)
    own, known = whom(people, drawn), known_in(folder)
    check_different(own, people.scale, known, smallest)
    said = _said(condition, sums, people, smallest)
    check_writable(path)
    # first, so that no summary is out of which this folder does not know
    known.keep(said["digest"], own, people.scale)
    return write_text(json.dumps(said, allow_nan=False) + "\n", path)


def read_summary(file: Path) -> Summary:
    """Read a summary.

    Raises:
        InputError: it is none, of another version, of too few people, of numbers of people that
            cannot be, or damaged.
    """
    data = file_bytes(file)
    try:
        given = json.loads(data)
    except ValueError:
        given = None
    if not isinstance(given, dict) or given.get("what") != SUMMARY:  # pyright: ignore[reportUnknownMemberType] - any JSON
        raise InputError(
            "is no summary", file=file, allowed="a summary that pool wrote, or files of draws"
        )
    here = _made()
    said: Any = given.get("made")  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - any JSON
    made = fill(MadeForm, said if isinstance(said, dict) else {})
    if isinstance(made, MadeForm) and made != here:
        raise InputError(
            f"made by {_told(made)}",
            file=file,
            allowed=_told(here),
            fix="make every summary with one version",
        )
    form = fill(SummaryForm, given)
    if isinstance(form, list):
        place = ".".join(str(key) for key in form[0].place)
        raise InputError(f"is damaged at {place}: {form[0].error.problem}", file=file)
    if form.digest != _digest(given):
        raise InputError("is damaged: it does not hold what was written", file=file)
    _check_counts(form, file)
    counts = Counts(**form.counts.model_dump())
    sums = Sums(
        counts=counts,
        trend=_total(form.trend, NORMAL, file),
        groups=_total(form.groups, GROUPS, file),
        slope=_total(form.slope, BEYOND_ANY_STEP, file) if form.slope else None,
        reliefs=_total(form.reliefs, TWO_RELIEFS, file) if form.reliefs else None,
        enough=_numbers(form.enough, NORMAL.kept, file),
    )
    scale = form.covariate
    return Summary(
        file,
        form.made,
        form.condition,
        Scale(scale.name, scale.middle, scale.step, tuple(scale.kinds)) if scale else None,
        scale.alike if scale else None,
        sums,
        form.digest,
    )


def _check_counts(form: SummaryForm, file: Path) -> None:
    """Refuse numbers of people that no people have.

    Raises:
        InputError: a line a number.
    """
    counts, smallest = form.counts, gates()["summary"]["smallest"]
    known = smallest if form.slope else 0
    limits = {
        "used": (counts.used, smallest, counts.begun),
        "left": (counts.left, 0, counts.begun),
        "long": (counts.long, 0, counts.used),
        "with_covariate": (counts.with_covariate, known, counts.used if form.slope else 0),
        "with_relief": (counts.with_relief, 0, counts.used if form.reliefs else 0),
    }
    faults = Faults()
    for name, (found, lowest, highest) in limits.items():
        if not lowest <= found <= highest:
            allowed = f"{lowest} to {highest}" if lowest < highest else f"{lowest}"
            allowed = f"{lowest} or more, and no more than begun" if lowest > highest else allowed
            faults.add(InputError(f"{name}: {_people(found)}", file=file, allowed=allowed))
    if any(not 0 <= count <= counts.used for count in form.enough):
        allowed = f"0 to {counts.used}"
        faults.add(InputError("enough: other numbers of people", file=file, allowed=allowed))
    if (form.slope is None) != (form.covariate is None):
        faults.add(InputError("a covariate without a slope, or a slope without it", file=file))
    faults.check()


def check_apart(
    parts: Sequence[tuple[str | Path, Sums]],
    summaries: Sequence[Summary],
    drawn: Sequence[StoredDraws],
    known: Sequence[Known],
) -> None:
    """Refuse the same people given twice, as draws and in a summary, or in two.

    Args:
        parts: What is joined, and what it is called.
        summaries: Those of it.
        drawn: Draws that are given beside them.
        known: Whom summaries that were written of these draws are of.

    Raises:
        InputError: which it is, and who.
    """
    for (called, one), (file, other) in combinations(parts, 2):
        if one.counts.used == other.counts.used and np.allclose(
            one.trend.as_drawn, other.trend.as_drawn, rtol=0, atol=ALIKE
        ):
            raise InputError(f"the same people as {called}", file=file, fix="leave one of them out")
    for summary in summaries:
        twice = sorted({name for one in known for name in one.within(summary.digest, drawn)})
        if twice:
            more = f" and {len(twice) - SHOWN} more" if len(twice) > SHOWN else ""
            raise InputError(
                f"is of people whose draws are given as well: {', '.join(twice[:SHOWN])}{more}",
                file=summary.file,
                fix="leave out the summary, or the draws of these people",
            )


def check_joined(
    summaries: Sequence[Summary],
    *,
    condition: str,
    scale: Scale | None,
    by: str | None,
    groups: str | None,
) -> None:
    """Refuse summaries that cannot be added to each other and to what is here.

    Raises:
        InputError: conditions or covariates differ, or one does not hold what is asked for.
    """
    for one in summaries:
        if one.condition != condition:
            raise InputError(
                f"is of {one.condition}", file=one.file, allowed=f"{condition}, as the others"
            )
        if groups and one.sums.reliefs is None:
            raise InputError(
                f"summed up without groups of {groups}",
                file=one.file,
                fix=f"make it again with {argument('groups', groups)}",
            )
        if by and one.scale != scale:
            found = f"by {_scaled(one.scale)}" if one.scale else "without a covariate"
            raise InputError(
                f"summed up {found}",
                file=one.file,
                allowed=f"by {_scaled(scale)}, as the others" if scale else f"by {by}",
                fix=f"make it again with {argument('by', by)}; steps of units, neck_units, years, "
                "sessions, age and of two words are the same everywhere",
            )


def _scaled(scale: Scale) -> str:
    return f"{scale.name} (middle {scale.middle:g}, step {scale.step:g})"


def _made() -> MadeForm:
    here = meta(None)
    return MadeForm(
        summary_version=SUMMARY_VERSION,
        draws_version=DRAWS_VERSION,
        version=here["version"],
        evidence=here["evidence"],
    )


def _told(made: MadeForm) -> str:
    return (
        f"wearoff {made.version}, draws {made.draws_version}, summary {made.summary_version}, "
        f"evidence {made.evidence}"
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _digest(given: Mapping[str, Any]) -> str:
    """SHA-256 of what a summary holds, without its digest."""
    held = {name: value for name, value in given.items() if name != "digest"}
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _said(condition: str, sums: Sums, people: People, smallest: int) -> dict[str, Any]:
    """A summary as a file holds it."""
    scale = people.scale

    def form(total: Total) -> dict[str, Any]:
        return {name: np.round(part, DECIMALS).tolist() for name, part in total._asdict().items()}

    said: dict[str, Any] = {
        "what": SUMMARY,
        "made": _made().model_dump(),
        "condition": condition,
        "covariate": {**scale._asdict(), "kinds": list(scale.kinds), "alike": people.alike}
        if scale
        else None,
        "smallest": smallest,
        "counts": asdict(sums.counts),
        "trend": form(sums.trend),
        "groups": form(sums.groups),
        "slope": form(sums.slope) if sums.slope else None,
        "reliefs": form(sums.reliefs) if sums.reliefs else None,
        "enough": sums.enough.tolist(),
    }
    return said | {"digest": _digest(said)}


def _total(form: TotalForm, question: Question, file: Path) -> Total:
    size = question.kept
    leaving = [[_numbers(row, size, file) for row in rows] for rows in form.by_leaving]
    shape = [len(rows) for rows in leaving]
    if shape != [len(LEVELS)] * (len(GAMMAS) - 1):
        raise InputError("is damaged: sums are missing", file=file)
    return Total(
        _numbers(form.as_drawn, size, file),
        _numbers(form.with_misfit, size, file),
        np.array(leaving),
    )


def _numbers(given: Sequence[float], size: int, file: Path) -> Array:
    """So many finite numbers.

    Raises:
        InputError: there are more or fewer, or one is none.
    """
    found = np.array(given)
    if len(found) != size or not np.isfinite(found).all():
        raise InputError("is damaged: sums are missing", file=file)
    return found
