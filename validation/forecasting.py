"""Forecasts of headache days against what came, beside two simple ones.

python -m validation.forecasting [--diaries 160] [--real FILE]
    prints, and writes docs/forecasts.md

Generated diaries: the last two cycles are held back, their 28-day counts forecast from the rest.
Real diaries without toxin (the Kostecki-Dillon records, where they lie beside the checkout): the
last two weeks are held back. The simple forecasts are "the same as in the last cycle" (the last
two weeks) and "the mean so far", each with the spread that earlier windows had.
"""

from __future__ import annotations

import argparse
import csv
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from validation.residuals import DATA
from validation.seeds import judging
from validation.truth.foreign import make
from validation.truth.judged import CONDITION, started
from wearoff.diary.case import Case
from wearoff.diary.future.forecast import counts
from wearoff.diary.posterior.fit import fit_diary
from wearoff.records import Diary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array, Log

WINDOW, FORTNIGHT, HELD = 28, 14, 2
FEWEST_CYCLES = 4
SPREAD = 5.0
"""SD of a simple forecast in days of 28, where too few windows tell one."""
PAGE = Path(__file__).resolve().parents[1] / "docs" / "forecasts.md"


@dataclass(frozen=True)
class Forecast:
    """One window: what came, our 9 in 10, and scores of ours, the same again, the mean so far."""

    came: float
    lo90: float
    hi90: float
    score: float
    again: float
    mean: float

    @property
    def inside(self) -> bool:
        """Whether the interval holds what came."""
        return self.lo90 <= self.came <= self.hi90


def crps(draws: Array, value: float) -> float:
    """Continuous ranked probability score, E|X − y| − E|X − X'|/2 (Gneiting and Raftery 2007)."""
    x = np.sort(draws)
    ranks = 2 * np.arange(1, len(x) + 1) - len(x) - 1
    return float(np.abs(x - value).mean() - np.sum(ranks * x) / len(x) ** 2)


def around(center: float, past: Sequence[float], length: int) -> Array:
    """A simple forecast with a spread: a number, and how past windows lay around their mean."""
    levels = (np.arange(200) + 0.5) / 200
    sd = float(np.std(past, ddof=1)) if len(past) > 1 else SPREAD * length / WINDOW
    return np.clip(center + max(1.0, sd) * stats.norm.ppf(levels), 0, length)


def held_back(diary: Diary, log: Log | None, held: int, length: int) -> list[Forecast]:
    """Windows of so many days from one day of a diary on, forecast from the days before it."""
    entries = diary.values["headache"]
    case = Case(name="cut", condition=CONDITION, diary=diary.until(held), log=log)
    found = fit_diary(case, case.main, usual_interval=84, seed=1)
    since = (log.first - diary.first).days if log else 0
    seen = np.isfinite(entries)
    kept = [
        start
        for start in range(held, len(entries) - length + 1, length)
        if 2 * seen[start : start + length].sum() >= length
    ]
    return _scored(found, log, entries, since, held, kept, length) if kept else []


def _scored(  # noqa: PLR0917 - the windows of one diary
    found: DiaryPosterior,
    log: Log | None,
    entries: Array,
    since: int,
    held: int,
    kept: list[int],
    length: int,
) -> list[Forecast]:
    seen = np.isfinite(entries)
    windows = [(start - since, start - since + length - 1) for start in kept]
    written = seen[since + found.record.last + 1 :]
    drawn = counts(found, log.sessions if log else (), windows, written)
    began = since if log else 0
    past = [
        length * float(np.nanmean(entries[start : start + length]))
        for start in range(began, held - length + 1, length)
        if 2 * seen[start : start + length].sum() >= length
    ]
    cycle = held - since - log.sessions[-HELD - 1].day if log else length
    rows = []
    for start, draws in zip(kept, drawn, strict=True):
        share = seen[start : start + length].mean()
        came = float(np.nansum(entries[start : start + length]))
        back = start - cycle * math.ceil((start + 1 - held) / cycle)
        before = entries[back : min(back + length, held)]
        mean = length * float(np.nanmean(entries[began:held]))
        again = length * float(np.nanmean(before)) if np.isfinite(before).any() else mean
        same, average = (crps(share * around(c, past, length), came) for c in (again, mean))
        lo, hi = (float(q) for q in np.quantile(draws, (0.05, 0.95)))
        rows.append(
            Forecast(came=came, lo90=lo, hi90=hi, score=crps(draws, came), again=same, mean=average)
        )
    return rows


def of_generated(seed: int) -> list[Forecast]:
    """The last two cycles of one generated diary; none where it has too few."""
    made = make(seed)
    if len(made.log.sessions) < FEWEST_CYCLES:
        return []
    held = (made.log.first - made.diary.first).days + made.log.sessions[-HELD].day
    return held_back(made.diary, made.log, held, WINDOW)


def real_diaries(path: Path) -> list[Array]:
    """Entries of every person of the Kostecki-Dillon records with four weeks or more."""
    people: dict[str, dict[int, float]] = {}
    with path.open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            people.setdefault(line["id"], {})[int(line["time"])] = line["headache"] == "yes"
    found = []
    for days in people.values():
        entries = np.full(max(days) - min(days) + 1, np.nan)
        entries[np.array(list(days)) - min(days)] = list(days.values())
        if len(entries) >= WINDOW:
            found.append(entries)
    return found


def of_real(entries: Array) -> list[Forecast]:
    """The last two weeks of a real diary without toxin."""
    diary = Diary("real.csv", date(2000, 1, 1), {"headache": entries})
    held = len(entries) - FORTNIGHT
    if not np.isfinite(entries[:held]).any():
        return []
    return held_back(diary, None, held, FORTNIGHT)


def summary(rows: Sequence[Forecast]) -> dict[str, float]:
    """Windows, coverage, width, and mean scores."""
    return {
        "windows": len(rows),
        "coverage": float(np.mean([row.inside for row in rows])),
        "width": float(np.mean([row.hi90 - row.lo90 for row in rows])),
        "ours": float(np.mean([row.score for row in rows])),
        "again": float(np.mean([row.again for row in rows])),
        "mean": float(np.mean([row.mean for row in rows])),
    }


def page(found: dict[str, dict[str, float]]) -> str:
    """The tables as Markdown."""
    lines = [
        "# Forecasts against what came",
        "",
        "Made by `make compare`. Held back and then counted: the last two cycles of generated",
        "diaries (28-day counts, over the days that were written), and the last two weeks of real",
        "diaries of people who never had toxin. Score: continuous ranked probability, in days;",
        'lower is better. "The same again" is the same part of the last cycle (the last two',
        "weeks); both simple forecasts get the spread that earlier windows of the diary had.",
        "",
        "| diaries | windows | inside 9 in 10 | width | our score | the same again | mean so far |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {s['windows']:.0f} | {100 * s['coverage']:.0f} % | {s['width']:.1f} | "
        f"{s['ours']:.2f} | {s['again']:.2f} | {s['mean']:.2f} |"
        for name, s in found.items()
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Score all, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=160)
    parser.add_argument("--real", type=Path, default=DATA if DATA.exists() else None)
    given = parser.parse_args()
    seeds = judging("forecasts_page", given.diaries)
    found: dict[str, dict[str, float]] = {}
    with ProcessPoolExecutor(2, get_context("spawn"), started) as pool:
        rows = [row for part in pool.map(of_generated, seeds) for row in part]
        found["generated, last two cycles"] = summary(rows)
        if given.real:
            real = [row for part in pool.map(of_real, real_diaries(given.real)) for row in part]
            found["real, last two weeks"] = summary(real)
    text = page(found)
    print(text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
