"""Generated diaries as wearoff judges them: truth, estimates and answers beside each other.

Shared by the tests of generated diaries and by ``comparison.py``. A diary is analyzed once; what is
kept is small and can be sent between processes.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.rule_truth import asked
from validation.truth import attacks, foreign
from validation.truth.true_answers import true_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validation.truth.definitions import Made
    from wearoff.diary.analyze import Analysis
    from wearoff.diary.case import Case
    from wearoff.records import Array

CONDITION = "chronic_migraine"
QUESTIONS = ("working", "better_since", "wears_off_early", "drifting_worse", "drifting_better")
ESTIMATES = {
    "relief_percent": "relief_percent",
    "relief_days_28": "relief_days_28",
    "wearoff_day": "wearoff_day",
    "drift": "drift_days_28_per_year",
    "trend": "trend_days_28_per_year",
    "baseline": "baseline",
    "change_since": "change_since_days_28",
}
"""What is estimated, and its name in the truth."""
YEAR = 365


@dataclass(frozen=True)
class Judged:
    """One generated diary: the truth, 90 % intervals (mean, low, high; None if none), answers.

    ``chances`` holds the chance of a yes by question, None where none is told, and ``truly`` whether
    yes is true (see `true_answers`); ``dropped`` the answers when one random entry is taken out,
    empty where not asked;
    ``days`` counts from the first session to the last day; ``rules`` holds the chance that a rule
    on headache days is truly met, what was counted, and whether it is truly met.
    """

    kind: str
    seed: int
    days: int
    truth: dict[str, float]
    estimates: dict[str, tuple[float, float, float] | None]
    answers: dict[str, str]
    chances: dict[str, float | None]
    truly: dict[str, bool | None]
    reasons: dict[str, tuple[str, ...]]
    dropped: dict[str, str]
    k_hat: float
    p_wears_off: float
    seconds: float
    rules: dict[str, tuple[float | None, str, bool | None]]

    def inside(self, name: str) -> bool | None:
        """Whether the interval holds the truth; None where either is missing."""
        interval, true = self.estimates[name], self.truth[name]
        if interval is None or not np.isfinite(true):
            return None
        return bool(interval[1] <= true <= interval[2])


def make(seed: int, kind: str) -> Made:
    """One person of a kind, from whichever generator has it."""
    generator = attacks if kind in attacks.KINDS else foreign
    return generator.make(seed, kind=kind)


def case_of(made: Made, entries: Array | None = None) -> Case:
    """What is known of a made person, with other entries if given."""
    from wearoff.diary.case import Case

    diary = made.diary
    if entries is not None:
        diary = replace(diary, values={**diary.values, "headache": entries})
    events = tuple(made.events)
    return Case(name="made", condition=CONDITION, diary=diary, log=made.log, events=events)


def analyzed(made: Made, entries: Array | None = None, *, prospects: bool = False) -> Analysis:
    """The analysis of a made person, with other entries if given."""
    from wearoff import analyze

    return analyze(case_of(made, entries), prospects=prospects)


def answers(found: Analysis) -> dict[str, str]:
    """Answer to every question."""
    return {v.question: v.answer for v in found.verdicts}


def without_one_day(made: Made, seed: int) -> Array:
    """The entries with one random one taken out."""
    entries = np.array(made.diary.values["headache"])
    written = np.flatnonzero(np.isfinite(entries))
    entries[np.random.default_rng([seed, 99]).choice(written)] = np.nan
    return entries


def summarized(interval: dict[str, Any] | None) -> tuple[float, float, float] | None:
    """Mean and ends of an interval of the document."""
    return (interval["mean"], interval["lo90"], interval["hi90"]) if interval else None


def judge(kind: str, seed: int, *, drop: bool = False) -> Judged:
    """Make one person and analyze the diary; with ``drop`` once more without one entry."""
    made = make(seed, kind)
    start = time.perf_counter()
    found = analyzed(made)
    seconds = time.perf_counter() - start
    said = found.to_dict()
    estimates = {
        name: said["baseline"]["headache_days_28"] if name == "baseline" else said[key]
        for name, key in ESTIMATES.items()
    }
    days = len(made.truth.p0) - made.settings["before"]
    return Judged(
        kind=kind,
        seed=seed,
        days=days,
        truth={name: getattr(made.truth, key) for name, key in ESTIMATES.items()},
        estimates={name: summarized(estimate) for name, estimate in estimates.items()},
        answers=answers(found),
        chances={v.question: v.probability for v in found.verdicts},
        truly=true_answers(made.truth, days),
        reasons={v.question: v.reason_codes for v in found.verdicts},
        dropped=answers(analyzed(made, without_one_day(made, seed))) if drop else {},
        k_hat=said["method"]["k_hat"],
        p_wears_off=said["p_wears_off"],
        seconds=seconds,
        rules={one.rule: (one.chance, one.counted, one.truly) for one in asked(found, made)},
    )


def _of_three(task: tuple[str, int, bool]) -> Judged:
    kind, seed, drop = task
    return judge(kind, seed, drop=drop)


def started() -> None:
    """Begin a process: one thread, and compiled programs kept between runs."""
    from wearoff.simulation.backend import keep_compilations

    keep_compilations()


def judged(tasks: Sequence[tuple[str, int, bool]], processes: int = 1) -> Iterable[Judged]:
    """Judge (kind, seed, drop) in the order given, in so many processes."""
    if processes == 1:
        started()
        yield from map(_of_three, tasks)
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), started) as pool:
        yield from pool.map(_of_three, tasks)


# What they say together


def coverage(found: Iterable[Judged], name: str) -> tuple[float, int]:
    """Share of intervals that hold the truth, and of how many."""
    inside = [hit for j in found if (hit := j.inside(name)) is not None]
    return (float(np.mean(inside)) if inside else np.nan), len(inside)


def rate(found: Iterable[Judged], question: str, answer: str) -> tuple[float, int]:
    """Share of an answer, and of how many diaries."""
    given = [j.answers[question] == answer for j in found]
    return (float(np.mean(given)) if given else np.nan), len(given)


def flips(found: Iterable[Judged]) -> tuple[int, int]:
    """Answers that one entry less changed, and of how many."""
    pairs = [(j.answers[q], j.dropped[q]) for j in found if j.dropped for q in QUESTIONS]
    return sum(a != b for a, b in pairs), len(pairs)
