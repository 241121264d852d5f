"""Whom summaries are of, so that no two of them tell of one person by their difference.

Beside the draws a file that stays at home keeps, in digests, of whom every summary was that was
written of them: as what analysis, who of them had left, and of whom which value of a covariate was
known. Each of these has sums of its own in a summary, and so each is compared.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.errors import InputError
from wearoff.formats.tables import file_bytes
from wearoff.formats.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from wearoff.diary.draws import StoredDraws
    from wearoff.together.members import People
    from wearoff.together.people_table import Scale

KNOWN = "summaries.json"
"""Name of the file beside the draws."""
DIGITS = 16
"""Of a digest."""


class Whom(NamedTuple):
    """What a summary took of somebody."""

    name: str
    """In digest, as everything that tells who it is."""
    draws: str
    left: bool
    step: float | None
    """Of the covariate; None where it is not known, or none was asked for."""


@dataclass(frozen=True)
class Entry:
    """A summary that was written: its digest, whom it is of, and by what."""

    summary: str
    by: list[Any] | None
    people: Mapping[str, Whom]


@dataclass(frozen=True)
class Known:
    """The summaries that a folder knows."""

    file: Path
    entries: Sequence[Entry]

    def keep(self, summary: str, people: Mapping[str, Whom], scale: Scale | None) -> None:
        """Note one more, whole or not at all."""
        entry = Entry(summary[:DIGITS], _by(scale), people)
        if entry in self.entries:
            return
        said = [
            {
                "summary": one.summary,
                "by": one.by,
                "people": {key: who._asdict() for key, who in one.people.items()},
            }
            for one in (*self.entries, entry)
        ]
        write_text(json.dumps(said, indent=1) + "\n", self.file)

    def within(self, summary: str, drawn: Sequence[StoredDraws]) -> list[str]:
        """Names of those with draws whom a summary is of, as far as it is known here."""
        found = [one for one in self.entries if one.summary == summary[:DIGITS]]
        names = {who.name for one in found for who in one.people.values()}
        return [one.name for one in drawn if _short(one.name) in names]


def whom(people: People, drawn: Sequence[StoredDraws]) -> dict[str, Whom]:
    """What a summary takes of everybody, by a digest of person and diary."""
    steps = np.full(len(people.names), np.nan) if people.steps is None else people.steps
    diaries: list[StoredDraws | None] = [*drawn, *[None] * (len(people.names) - len(drawn))]
    found = {
        _short((name, one.digest) if one else name): Whom(
            name=_short(name),
            draws=_short(one.drawn if one else None),
            left=bool(left),
            step=float(step) if np.isfinite(step) else None,
        )
        for name, one, left, step in zip(people.names, diaries, people.left, steps, strict=True)
    }
    return dict(sorted(found.items()))


def known_in(folder: Path) -> Known:
    """Summaries that were written of draws in a folder.

    Raises:
        InputError: the file that says so is damaged.
    """
    file = folder / KNOWN
    if not file.is_file():
        return Known(file, [])
    try:
        return Known(
            file,
            [
                Entry(
                    one["summary"],
                    one["by"],
                    {key: Whom(**who) for key, who in one["people"].items()},
                )
                for one in json.loads(file_bytes(file))
            ],
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            "is damaged: whom earlier summaries are of is not known",
            file=file,
            fix="put it back from a backup; without it two summaries could tell of one person",
        ) from error


def check_size(people: People, smallest: int) -> None:
    """Refuse a summary of too few people, or one that sets too few of them apart from the others.

    Raises:
        InputError: with how many there are.
    """
    used = int(people.used.sum())
    if used < smallest:
        raise InputError(f"a summary of {used} people with draws", allowed=f"{smallest} or more")
    if people.scale is None or people.steps is None:
        return
    by = f"a summary by {people.scale.name}"
    fix = "sum up without this covariate"
    # a slope is summed up over those of whom it is known, a trend over these as well
    known = int((people.used & np.isfinite(people.steps)).sum())
    unknown = used - known
    if 0 < unknown < smallest:
        raise InputError(
            f"{by}: it is unknown of {_people(unknown)}",
            allowed=f"known of all, or unknown of {smallest} or more",
            fix=fix,
        )
    if known < smallest:
        allowed = f"{smallest} or more"
        raise InputError(f"{by}: it is known of {_people(known)}", allowed=allowed, fix=fix)
    for kind, step in zip(people.scale.kinds, (-0.5, 0.5), strict=False):  # none of a number
        count = int((people.steps[people.used] == step).sum())
        if count < smallest:
            raise InputError(
                f"{by}: {count} people are {kind}",
                allowed=f"{smallest} or more of either",
                fix=fix,
            )


def check_different(
    own: Mapping[str, Whom], scale: Scale | None, known: Known, smallest: int
) -> None:
    """Refuse people of whom a sum differs from one of an earlier summary by too few.

    Raises:
        InputError: with how many it differs by.
    """
    for earlier in known.entries:
        for apart, of in _apart(own, scale, earlier):
            if 0 < apart < smallest:
                raise InputError(
                    f"differs from an earlier summary ({earlier.summary}) by {_people(apart)}{of}: "
                    "who has both could subtract them",
                    allowed=f"the same people, or {smallest} or more others",
                    fix="wait until more people have come, and send the earlier one till then",
                )


def _apart(
    own: Mapping[str, Whom], scale: Scale | None, earlier: Entry
) -> Iterator[tuple[int, str]]:
    """By how many people each sum differs from each of an earlier summary that is like it."""
    before = earlier.people
    known, known_before = _known(own), _known(before)
    yield _count(dict.fromkeys(own), dict.fromkeys(before)), ""
    if scale:
        for other in (before, known_before) if earlier.by else (before,):
            yield _count(known, other), f" of whom {scale.name} is known"
    if earlier.by:
        yield _count(own, known_before), f" of whom {earlier.by[0]} is known"
    for left, said in ((True, " who left"), (False, " who stayed")):
        yield (
            len(
                {key for key, who in own.items() if who.left == left}
                ^ {key for key, who in before.items() if who.left == left}
            ),
            said,
        )
    both = own.keys() & before.keys()
    yield sum(own[key].draws != before[key].draws for key in both), " analyzed anew"
    if scale and _by(scale) == earlier.by:
        changed = sum(known[key] != known_before[key] for key in known.keys() & known_before.keys())
        yield changed, f" whose {scale.name} is another"


def _known(people: Mapping[str, Whom]) -> dict[str, float]:
    """Steps of those of whom the covariate is known."""
    return {key: who.step for key, who in people.items() if who.step is not None}


def _count(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """People who are only in one of both."""
    return len(one.keys() ^ other.keys())


def _by(scale: Scale | None) -> list[Any] | None:
    """A covariate as a file holds it."""
    return [scale.name, scale.middle, scale.step, list(scale.kinds)] if scale else None


def _short(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:DIGITS]


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
