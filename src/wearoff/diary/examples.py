"""Two made-up diaries for a first look, whole and cut off after three months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.diary.analyze import Analysis, analyze
from wearoff.diary.case import USUAL_CONDITION, read_case
from wearoff.errors import unknown
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.case import Case

PUT_IN = {"ada": "relief, no drift", "ben": "relief, slow worsening"}
"""What the generator was told to make."""
EARLY_DAYS = 91
"""Three months from the first session, or until the second."""


@dataclass(frozen=True)
class MadeUp:
    """A made-up person: what was put in, the whole diary, and its first three months."""

    name: str
    put_in: str
    whole: Analysis
    early: Analysis


def example_diary(name: str) -> Path:
    """Folder of a made-up person, ``ada`` or ``ben``: diary.csv and injections.csv."""
    return Path(str(files("wearoff.diary").joinpath("examples", name)))


def example_case(name: str) -> Case:
    """A made-up person, to try things on.

    Args:
        name: ``ada`` (relief, no drift) or ``ben`` (relief, slow worsening).

    Returns:
        The case, with a diary of a year or more and its sessions.

    Raises:
        InputError: There is no such person.

    Example:
        >>> import wearoff
        >>> wearoff.example_case("ada").condition
        'chronic_migraine'
    """
    if name not in PUT_IN:
        raise unknown("example", name, PUT_IN)
    folder = example_diary(name)
    return read_case(
        folder / "diary.csv",
        injections=folder / "injections.csv",
        condition=USUAL_CONDITION,
        name=f"{name.capitalize()} (made up)",
    )


def made_up(*, seed: int = 1, progress: Callable[[str], None] | None = None) -> list[MadeUp]:
    """Analyze both made-up diaries, whole and after the first three months.

    What would tell is looked for in the first one alone, whose visit page is shown.
    """
    check_seed(seed)
    say = progress or (lambda _: None)
    found: list[MadeUp] = []
    for place, (name, put_in) in enumerate(PUT_IN.items()):
        case = example_case(name)
        say(f"{case.name}: what explains the diary")
        whole = analyze(case, seed=seed, prospects=place == 0)
        record = whole.assessment.posterior.record
        days = min(EARLY_DAYS, record.starts[1]) - record.origin
        # no file stands for a part of the diary
        cut = replace(case, diary=case.diary.until(days), files=())
        early = analyze(cut, seed=seed, prospects=False)
        found.append(MadeUp(name.capitalize(), put_in, whole, early))
    return found
