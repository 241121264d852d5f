"""`pool`: many people's diaries together, from the draws that were kept of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, unknown
from wearoff.formats.html import Shown
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wearoff.diary.draws import StoredDraws
    from wearoff.formats.frames import Given
    from wearoff.together.clinic_sums import Summary
    from wearoff.together.members import People
    from wearoff.together.people_table import PeopleTable, Scale
    from wearoff.together.result import Result
    from wearoff.together.sums import Sums


GROUPED = ("relief",)
"""Of what two groups can be asked for; a group that rises always is."""


@dataclass(frozen=True, repr=False)
class Pooled(Shown):
    """People who were looked at together: `result` is the document, `sums` what it follows from."""

    condition: str
    sums: Sums
    drawn: Sequence[StoredDraws]
    people: People | None
    scale: Scale | None
    summaries: int
    spread: bool
    seed: int
    folder: Path | None

    @cached_property
    def result(self) -> Result:
        """Everything that was found, typed; `wearoff pool --json` prints it."""
        from wearoff.together.findings import result_of

        return result_of(
            self.sums,
            condition_name=self.condition,
            seed=self.seed,
            scale=self.scale,
            drawn=self.drawn,
            people=self.people,
            summaries=self.summaries,
            spread=self.spread,
        )

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff pool --json`, rounded once for every face."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The same as text."""
        return self.result.to_json()

    def write_summary(self, path: str | Path) -> Path:
        """Write the sums for another clinic: no row of a person is in it.

        Raises:
            InputError: there are too few people, or too few others than in an earlier summary, or
                nobody here is more than a part of somebody's summary.
        """
        from wearoff.together.clinic_sums import write_summary

        if self.people is None or self.folder is None or self.summaries:
            raise InputError(
                "a summary of summaries",
                allowed="draws of one clinic's own people",
                fix="send the summaries themselves: they are joined by adding",
            )
        return write_summary(
            path,
            condition=self.condition,
            sums=self.sums,
            people=self.people,
            drawn=self.drawn,
            folder=self.folder,
        )

    def __repr__(self) -> str:
        """Whom it is about, and the answers, on one line."""
        found = self.result
        answers = f"trend {found.trend.answer}, group {found.subgroup.answer}"
        return f"<Pooled {found.people.begun} people: {self.condition}; {answers}>"


def pool(
    *paths: str | Path,
    by: str | None = None,
    groups: str | None = None,
    people: Given | None = None,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Pooled:
    """Say of many people together what one diary cannot: a mean trend, and whether a group rises.

    The steady trend S of each person (headache days of 28 a year) is known from draws under that
    person's own prior. Divided by it, they give likelihoods, and these the population's mean, its
    slope on a covariate, and whether a share of the people is a group that rises by 2 or more a
    year; each also where diaries mislead as much as they are known to, and where leaving goes with
    the trend. Below a gate the answer is ``cannot_tell``.

    Args:
        paths: Folders of a run of `analyze` (or of files of draws), such files, or summaries of
            other clinics.
        by: Covariate on which the trend may hang: ``units``, ``neck_units``, ``years``,
            ``sessions``, or a column of the table of people.
        groups: ``relief`` asks as well whether relief comes in two groups.
        people: Table with a row a person: ``person``, ``left`` (0 or 1), columns of your own. The
            file ``people.csv`` beside the draws if left out.
        seed: Kept in the document; nothing is drawn.
        progress: Called with a line as the work goes on.

    Returns:
        A `Pooled`: ``result``, ``to_dict()`` and ``to_json()``.

    Raises:
        InputError: A file cannot be read or holds something else, versions or conditions are mixed,
            somebody is given twice, nobody has draws, or there is no such covariate or groups.

    Example:
        >>> import wearoff
        >>> from wearoff.diary.draws import write_draws
        >>> ada = wearoff.analyze(wearoff.example_case("ada"), prospects=False)
        >>> found = pool(write_draws([ada.draws], "ada.parquet"))
        >>> found.result.trend.answer, found.result.trend.needed.people
        ('cannot_tell', 60)
    """
    from wearoff.diary.draws import read_draws
    from wearoff.together.clinic_sums import check_apart, check_joined, is_summary, read_summary
    from wearoff.together.members import people_of
    from wearoff.together.summed_before import known_in
    from wearoff.together.sums import sums

    check_seed(seed)
    if groups not in {None, *GROUPED}:
        raise unknown("groups", groups or "", GROUPED)
    if not paths:
        raise InputError("nothing to pool", fix="give the folder that analyze wrote")
    places = [Path(path) for path in paths]
    summaries: list[Summary] = [read_summary(place) for place in places if is_summary(place)]
    here = [place for place in places if not is_summary(place)]
    drawn = read_draws(*here) if here else []
    table = _table(people, here)
    present = people_of(drawn, by=by, table=table, reliefs=bool(groups)) if here else None
    scale = present.scale if present else summaries[0].scale if by else None
    if scale and scale.name != by:
        raise unknown("covariate", by or "", [scale.name]).at(file=summaries[0].file)
    condition = drawn[0].condition if drawn else summaries[0].condition
    check_joined(summaries, condition=condition, scale=scale, by=by, groups=groups)
    steps = {one.alike for one in summaries} | ({present.alike} if present else set[float | None]())
    homes = _homes(here)
    known = [known_in(home) for home in homes] if summaries else []
    parts: list[tuple[str | Path, Sums]] = [(one.file, one.sums) for one in summaries]
    if present:
        parts = [("the draws", sums(present, progress)), *parts]
    check_apart(parts, summaries, drawn, known)
    whole = reduce(lambda one, other: one.plus(other), [one for _, one in parts])
    if by is None:
        whole = replace(whole, slope=None)
    if groups is None:
        whole = replace(whole, reliefs=None)
    return Pooled(
        condition,
        whole,
        drawn,
        present,
        scale,
        summaries=len(summaries),
        spread=scale is None or None in steps or len(steps) > 1,
        seed=seed,
        folder=homes[0] if homes else None,
    )


def _homes(places: Sequence[Path]) -> list[Path]:
    """The folders of draws, in which it is known whom summaries are of; the first keeps more."""
    from wearoff.diary.draws import FOLDER

    folders = dict.fromkeys(place if place.is_dir() else place.parent for place in places)
    return [one / FOLDER if (one / FOLDER).is_dir() else one for one in folders]


def _table(given: Given | None, places: Sequence[Path]) -> PeopleTable | None:
    """The table of people: the one that was given, or those beside the draws.

    Raises:
        InputError: as `read_people`.
    """
    from wearoff.together.people_table import PEOPLE, joined, read_people

    if given is not None:
        return read_people(given)
    folders = dict.fromkeys(place if place.is_dir() else place.parent for place in places)
    return joined([read_people(f / PEOPLE) for f in folders if (f / PEOPLE).is_file()])
