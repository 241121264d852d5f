"""A clinic's sums as a file for another clinic: no diary moves, and no row is a person's.

A sum of many people hides each of them; the difference of two sums does not. Whoever gets a
summary of n people and another of the same people and one more has that person's likelihood, and
with it the trend (`docs/together.md` shows it). So a summary is refused of fewer than the smallest
group, and where its people differ from those of an earlier one by fewer, as far as is known here:
digests of the people of every summary are kept beside the draws, in a file that stays at home.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.diary.draws import DRAWS_VERSION
from wearoff.errors import InputError, argument
from wearoff.formats.documents import Form, fill
from wearoff.formats.tables import file_bytes
from wearoff.formats.writing import check_writable, write_text
from wearoff.runs import meta
from wearoff.together.gates import gates
from wearoff.together.leaving import GAMMAS, LEVELS
from wearoff.together.people_table import Scale
from wearoff.together.sums import BEYOND_ANY_STEP, GROUPS, NORMAL, TWO_RELIEFS, Counts, Sums, Total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wearoff.diary.draws import StoredDraws
    from wearoff.records import Array
    from wearoff.together.grids import Question
    from wearoff.together.members import People

ENDING = ".json"
SUMMARY = "wearoff_pool_summary"
"""What a file says that it is."""
SUMMARY_VERSION = 2
"""Of the grids and what is kept: rises whenever sums of before cannot be added to those of now."""
KNOWN = "summaries.json"
"""Beside the draws: whom every summary that was written of them is of, in digests."""
DECIMALS = 6
"""Of log-likelihoods in a file."""
DIGITS = 16
"""Of a digest of a person."""


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


@dataclass(frozen=True)
class Summary:
    """A summary that was read, and the file."""

    file: Path
    made: MadeForm
    condition: str
    scale: Scale | None
    sums: Sums
    digest: str
    """Of what it holds."""


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
    _check_size(people, smallest)
    own = sorted({_digest(one) for one in drawn} | _undrawn(people))
    known = _known(folder)
    _check_different(own, known, smallest)
    text = _text(condition, sums, people.scale, smallest)
    check_writable(path)
    entry = {"summary": sha256(text.encode()).hexdigest()[:DIGITS], "people": own}
    if entry not in known:
        # first, so that no summary is out of which this folder does not know
        write_text(json.dumps([*known, entry], indent=1) + "\n", folder / KNOWN)
    return write_text(text, path)


def read_summary(file: Path) -> Summary:
    """Read a summary.

    Raises:
        InputError: it is none, of another version, of too few people, or damaged.
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
    form = fill(SummaryForm, given)
    if isinstance(form, list):
        place = ".".join(str(key) for key in form[0].place)
        raise InputError(f"is damaged at {place}: {form[0].error.problem}", file=file)
    here = _made()
    if form.made != here:
        raise InputError(
            f"made by {_told(form.made)}",
            file=file,
            allowed=_told(here),
            fix="make every summary with one version",
        )
    counts = Counts(**form.counts.model_dump())
    smallest = gates()["summary"]["smallest"]
    if counts.used < smallest:
        raise InputError(f"{counts.used} people", file=file, allowed=f"{smallest} or more")
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
        sums,
        sha256(data).hexdigest(),
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
        InputError: one is given twice, conditions or covariates differ, or one does not hold what
            is asked for.
    """
    seen: dict[str, Path] = {}
    for one in summaries:
        if one.digest in seen:
            raise InputError(f"the same summary as {seen[one.digest]}", file=one.file)
        seen[one.digest] = one.file
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


def _check_size(people: People, smallest: int) -> None:
    """Refuse a summary of too few people, or one that sets too few of them apart from the others.

    Raises:
        InputError: with how many there are.
    """
    used = int(people.used.sum())
    if used < smallest:
        raise InputError(f"a summary of {used} people with draws", allowed=f"{smallest} or more")
    if people.scale is None or people.steps is None:
        return
    # a slope is summed up over those of whom it is known, a trend over these as well
    unknown = int((people.used & ~np.isfinite(people.steps)).sum())
    if 0 < unknown < smallest:
        raise InputError(
            f"a summary by {people.scale.name}: it is unknown of {_people(unknown)}",
            allowed=f"known of all, or unknown of {smallest} or more",
            fix="sum up without this covariate",
        )
    for kind, step in zip(people.scale.kinds, (-0.5, 0.5), strict=False):  # none of a number
        count = int((people.steps[people.used] == step).sum())
        if count < smallest:
            raise InputError(
                f"a summary by {people.scale.name}: {count} people are {kind}",
                allowed=f"{smallest} or more of either",
                fix="sum up without this covariate",
            )


def _digest(one: StoredDraws) -> str:
    """A person and a diary; not the draws, since who is analyzed again is nobody new."""
    return sha256(repr((one.name, one.digest)).encode()).hexdigest()[:DIGITS]


def _undrawn(people: People) -> set[str]:
    """Digests of those without draws."""
    names = np.array(people.names)[~people.used].tolist()
    return {sha256(repr(name).encode()).hexdigest()[:DIGITS] for name in names}


def _known(folder: Path) -> list[dict[str, Any]]:
    """Summaries that were written of draws in a folder.

    Raises:
        InputError: the file that says so is damaged.
    """
    file = folder / KNOWN
    if not file.is_file():
        return []
    try:
        known = json.loads(file_bytes(file))
        return [
            {"summary": str(one["summary"]), "people": [*map(str, one["people"])]} for one in known
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            "is damaged: whom earlier summaries are of is not known",
            file=file,
            fix="put it back from a backup; without it two summaries could tell of one person",
        ) from error


def _check_different(own: Sequence[str], known: Sequence[dict[str, Any]], smallest: int) -> None:
    """Refuse people who differ from those of an earlier summary by too few.

    Raises:
        InputError: with how many they differ by.
    """
    for earlier in known:
        apart = len(set(own) ^ set(earlier["people"]))
        if 0 < apart < smallest:
            raise InputError(
                f"differs from an earlier summary ({earlier['summary']}) by {_people(apart)}: "
                "who has both could subtract them",
                allowed=f"the same people, or {smallest} or more others",
                fix="wait until more people have come, and send the earlier one till then",
            )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _text(condition: str, sums: Sums, scale: Scale | None, smallest: int) -> str:
    """A summary as the text of a file."""

    def form(total: Total) -> dict[str, Any]:
        return {name: np.round(part, DECIMALS).tolist() for name, part in total._asdict().items()}

    said = {
        "what": SUMMARY,
        "made": _made().model_dump(),
        "condition": condition,
        "covariate": {**scale._asdict(), "kinds": list(scale.kinds)} if scale else None,
        "smallest": smallest,
        "counts": asdict(sums.counts),
        "trend": form(sums.trend),
        "groups": form(sums.groups),
        "slope": form(sums.slope) if sums.slope else None,
        "reliefs": form(sums.reliefs) if sums.reliefs else None,
        "enough": sums.enough.tolist(),
    }
    return json.dumps(said, allow_nan=False) + "\n"


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
