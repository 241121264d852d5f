"""Two made-up diaries for a first look, whole and cut off after three months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from wearoff.diary.analyze import USUAL_CONDITION, Analysis, assemble
from wearoff.model.conditions import condition
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Diary

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


def made_up(*, seed: int = 1, progress: Callable[[str], None] | None = None) -> list[MadeUp]:
    """Analyze both made-up diaries, whole and after the first three months.

    What would tell is looked for in the first one alone, whose visit page is shown.
    """
    from wearoff.diary.read.ours import read_diary
    from wearoff.simulation.logs import read_log

    check_seed(seed)
    say = progress or (lambda _: None)
    found: list[MadeUp] = []
    for place, (name, put_in) in enumerate(PUT_IN.items()):
        folder = example_diary(name)
        diary = read_diary(folder / "diary.csv")
        log = read_log(folder / "injections.csv", condition(USUAL_CONDITION))
        title = f"{name.capitalize()} (made up)"
        say(f"{title}: what explains the diary")
        whole = assemble(
            diary, log, name=title, condition=USUAL_CONDITION, seed=seed, prospects=place == 0
        )
        early = assemble(
            cut(diary, (log.first - diary.first).days + min(EARLY_DAYS, log.sessions[1].day)),
            log,
            name=title,
            condition=USUAL_CONDITION,
            seed=seed,
            prospects=False,
        )
        found.append(MadeUp(name.capitalize(), put_in, whole, early))
    return found


def cut(diary: Diary, days: int) -> Diary:
    """The first days of a diary."""
    return replace(
        diary,
        values={name: values[:days] for name, values in diary.values.items()},
        texts={name: words[:days] for name, words in diary.texts.items()},
    )
