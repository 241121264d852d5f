"""Diaries from a generator that is not our model, with the truth beside them.

python -m validation.truth.foreign [--diaries 300]    prints untreated months, and each kind

The level jumps between hidden frequency states and is never an Ornstein-Uhlenbeck path; yesterday
is copied, not regressed on; the relief curve has a rise, a plateau and a fall of its own. Nothing
here calls the package but its plain nouns: the definitions of the truth (docs/analyze.md) are
written a second time on purpose.
"""

from __future__ import annotations

import argparse
import csv
import zlib
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.truth.definitions import WINDOW, YEAR, Made, Truth, define, log_of
from validation.truth.foreign_parts import (
    again,
    carried,
    effect,
    entries,
    holes,
    relieved,
    schedule,
    sigmoid,
    smooth_step,
    some,
    wander,
)
from wearoff.records import Diary, Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.records import Array

DEEPEST = 6.0
"""The largest shift of log-odds the search for a wanted relief may use."""
NOW, IMPROVED = 84, 0.7
"""An improver's last days, and the most of the baseline that is left in them."""
ATTEMPTS = 400
FEWEST = 8.0
"""Nobody with fewer headache days is treated; so everybody regresses to the mean a little."""


# The kinds


def usual(rng: np.random.Generator) -> dict[str, Any]:
    """Settings of a person of kind ``mixed``."""
    return {
        "before": 56,
        "sessions": int(rng.integers(2, 18)),
        "interval": 84,
        "jitter": 6.0,
        "skip": 0.05,
        "center": float(np.clip(rng.normal(1.1, 1.2), -1.4, 3.2)),
        "state_spread": float(rng.uniform(0.8, 2.2)),
        "state_jitter": 0.2,
        "lean": 0.4,
        "switch": float(rng.uniform(0.2, 0.5)),
        "rho": float(rng.uniform(0.25, 0.5)),
        "relief": float(rng.uniform(0, 70)),
        "half_gain": float(rng.uniform(45, 110)),
        "rise": float(rng.uniform(4, 16)),
        "fall": str(rng.choice(["weibull", "ramp"])),
        "fall_power": float(rng.uniform(3, 7)),
        "fall_width": float(rng.uniform(0.3, 0.9)),
        "form": str(rng.choice(["odds", "logit"])),
        "strength_spread": 0.12,
        "context": max(0.0, float(rng.normal(0.3, 0.3))),
        "context_share": 0.0,
        "bad_month": some(rng, 0.3, rng.uniform(0.8, 2.0)),
        "bad_month_days": float(rng.uniform(20, 45)),
        "slope": some(rng, 0.5, rng.normal(0, 0.5)),
        "improve": 0.0,
        "second": 0.0,
        "second_at": float(rng.uniform(0.35, 0.65)),
        "missing": 0.1,
        "long_gap": int(some(rng, 0.25, rng.integers(14, 43))),
    }


def specific(rng: np.random.Generator, kind: str) -> dict[str, Any]:
    """What a kind sets otherwise."""
    plain = {"relief": 0.0, "slope": 0.0, "bad_month": 0.0, "sessions": int(rng.integers(4, 10))}
    long = {"sessions": int(rng.integers(13, 17)), "relief": 40.0, "bad_month": 0.0}
    kinds: dict[str, Callable[[], dict[str, Any]]] = {
        "mixed": dict,
        "no_relief": lambda: plain,
        "context_step": lambda: plain | {"context": 0.0, "context_share": 1 / 3},
        "bad_month": lambda: plain | {"bad_month": float(rng.uniform(1.0, 2.5))},
        "second_treatment": lambda: (
            plain
            | {
                "relief": float(rng.choice([0.0, 50.0])),
                "second": max(0.4, float(rng.normal(1.0, 0.3))),
            }
        ),
        "steady_improver": lambda: (
            plain | {"context": 0.0, "improve": float(rng.uniform(0.4, 0.7))}
        ),
        "power": lambda: (
            plain
            | {"relief": float(rng.uniform(46, 54)), "sessions": 6, "skip": 0.0}
            | {"half_gain": float(rng.uniform(45, 75))}
        ),
        "drift_up": lambda: (
            long | {"slope": float(rng.uniform(0.4, 1.6)), "center": float(rng.uniform(-1.6, 0.6))}
        ),
        "no_drift": lambda: long | {"slope": min(0.0, float(rng.normal(0, 0.3)))},
    }
    return kinds[kind]()


KINDS = (
    "mixed",
    "no_relief",
    "context_step",
    "bad_month",
    "second_treatment",
    "steady_improver",
    "power",
    "drift_up",
    "no_drift",
)


def fits(kind: str, truth: Truth, days: int) -> bool:
    """Whether the truth of a draw is what its kind promises; else it is drawn again."""
    drift, relief = truth.drift_days_28_per_year, truth.relief_percent
    if truth.baseline < FEWEST:
        return False
    near = abs(relief - (50 if kind == "power" else 40)) <= 5  # noqa: PLR2004 - the definition stands in the line
    long = days > 1000  # noqa: PLR2004 - the definition stands in the line
    if kind == "power":
        return near and 50 <= truth.wearoff_day <= 76  # noqa: PLR2004 - the definition stands in the line
    if kind == "drift_up":
        return near and long and drift >= 3  # noqa: PLR2004 - the definition stands in the line
    if kind == "no_drift":
        return near and long and drift <= 0
    if kind == "steady_improver":
        return WINDOW * truth.p1[-NOW:].mean() <= IMPROVED * truth.baseline
    return True


# One person


def make(seed: int, *, kind: str = "mixed", **overrides: Any) -> Made:
    """One person of a kind; any setting may be given instead of drawn (see ``usual``)."""
    for attempt in range(ATTEMPTS):
        rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), attempt])
        made = draw(rng, kind, overrides)
        if fits(kind, made.truth, len(made.truth.p0) - made.settings["before"]):
            return made
    raise ValueError(f"no person of kind {kind} with {overrides} in {ATTEMPTS} attempts")


def draw(rng: np.random.Generator, kind: str, overrides: dict[str, Any]) -> Made:
    """One person, whether or not the truth came out as wanted."""
    s = usual(rng) | specific(rng, kind) | overrides | {"kind": kind}
    sessions = schedule(rng, s)
    last = int(sessions[-1]) + s["interval"] - 1
    days = np.arange(-s["before"], last + 1)
    treated, years = days >= 0, np.maximum(days, 0) / YEAR
    level = wander(rng, len(days), s["center"], s)
    level = level + s["slope"] * years - s["context"] * treated
    level = level + s["bad_month"] * np.exp(-np.maximum(days + 14, 0) / s["bad_month_days"]) * (
        smooth_step((days + 70) / 28)
    )
    other = int(s["second_at"] * last)
    level = level - s["second"] * smooth_step((days - other) / 28)
    flat = sigmoid(level - s["slope"] * years) * (1 - s["context_share"] * treated)
    share = 1 - s["context_share"] * treated - s["improve"] * np.maximum(days, 0) / last
    plain = sigmoid(level) * share
    level = np.log(plain / (1 - plain))
    left = effect(days, sessions, np.exp(rng.normal(0, s["strength_spread"], len(sessions))), s)

    def treated_chance(depth: float) -> Array:
        return sigmoid(relieved(level, left, depth, s["form"]))

    s["depth"] = depth_for(s["relief"], plain[treated], lambda d: treated_chance(d)[treated])
    p1 = treated_chance(s["depth"])
    rho = s["rho"]
    written = entries(rng, p1, rho)
    written[holes(rng, len(days), s)] = np.nan
    start = date(2023, 1, 2) + timedelta(days=int(rng.integers(0, 365)))
    truth = define(
        carried(plain, rho),
        carried(p1, rho),
        sessions,
        int(days[0]),
        without_trend=carried(flat, rho),
    )
    diary = Diary("foreign.csv", start + timedelta(days=int(days[0])), {"headache": written})
    events = [Event(start + timedelta(days=other), "preventive", "candesartan")]
    return Made(
        diary=diary,
        log=log_of(start, sessions),
        events=events if s["second"] else [],
        truth=truth,
        settings=s,
        again=partial(again, truth.p1, rho),
    )


def depth_for(percent: float, p0: Array, treated: Callable[[float], Array]) -> float:
    """The depth at which that percent of the headache days is gone, or the deepest allowed."""
    low, high = 0.0, DEEPEST
    for _ in range(40 if percent else 0):
        middle = (low + high) / 2
        enough = 100 * (1 - treated(middle).sum() / p0.sum()) >= percent
        low, high = (low, middle) if enough else (middle, high)
    return high if percent else 0.0


def write(made: Made, folder: Path) -> None:
    """The person as files: diary.csv, injections.csv, events.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    one = timedelta(days=1)
    diary = [
        (made.diary.first + i * one, "" if np.isnan(y) else int(y))
        for i, y in enumerate(made.diary.values["headache"])
    ]
    given = [
        (made.log.first + s.day * one, "preempt_155", f"{s.units:g}", s.product)
        for s in made.log.sessions
    ]
    events = [(e.start, e.kind, e.what, e.until or "") for e in made.events]
    table(folder / "diary.csv", ("date", "headache"), diary)
    table(folder / "injections.csv", ("date", "plan", "units", "product"), given)
    table(folder / "events.csv", ("date", "kind", "what", "until"), events)


def table(path: Path, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """One CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


# What it looks like


def months(diaries: int) -> dict[str, float]:
    """How 28-day counts of untreated people behave, over five quarters each."""
    counts = []
    for seed in range(diaries):
        rng = np.random.default_rng([seed, 28])
        s = usual(rng)
        p = sigmoid(wander(rng, 15 * WINDOW, s["center"], s))
        counts.append(entries(rng, p, s["rho"]).reshape(15, WINDOW).sum(1))
    months = np.array(counts)
    change = np.abs(np.diff(months, axis=1))
    quarters = months.reshape(diaries, 5, 3).mean(2)
    chronic = quarters[:, 0] >= 15  # noqa: PLR2004 - the definition stands in the line
    return {
        "mean headache days in 28": months.mean(),
        "changes of 0-1 day (%; published 47)": 100 * (change <= 1).mean(),
        "median change (days)": np.median(change),
        "months that cross 15 (%; published 12)": 100 * np.diff(months >= 15, axis=1).mean(),  # noqa: PLR2004 - the definition stands in the line
        "months of 27-28 days (%; published 24 daily)": 100 * (months >= 27).mean(),  # noqa: PLR2004 - the definition stands in the line
        "chronic at the start (%)": 100 * chronic.mean(),
        "chronic, below 15 in a later quarter (%; published 73)": 100
        * (quarters[chronic] < 15).any(1).mean(),  # noqa: PLR2004 - the definition stands in the line
    }


def main() -> None:
    """Print the statistics of untreated months, then one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=300)
    diaries = parser.parse_args().diaries
    for name, value in months(4 * diaries).items():
        print(f"{name:<56} {value:6.1f}")
    print(f"\n{'kind':<17}{'days':>6}{'baseline':>10}{'relief %':>18}{'wear-off':>16}{'drift':>20}")
    for kind in KINDS:
        truths = [make(seed, kind=kind).truth for seed in range(max(20, diaries // 10))]
        relief = np.percentile([t.relief_percent for t in truths], [5, 50, 95])
        faded = np.array([t.wearoff_day for t in truths])
        drift = np.percentile([t.drift_days_28_per_year for t in truths], [5, 50, 95])
        print(
            f"{kind:<17}{np.mean([len(t.p0) for t in truths]):>6.0f}"
            f"{np.mean([t.baseline for t in truths]):>10.1f}"
            f"{relief[0]:>8.0f}{relief[1]:>5.0f}{relief[2]:>5.0f}"
            f"{np.nanmedian(faded) if np.isfinite(faded).any() else np.nan:>8.0f}"
            f" ({np.isfinite(faded).mean():.0%})"
            f"{drift[0]:>9.1f}{drift[1]:>6.1f}{drift[2]:>6.1f}"
        )


if __name__ == "__main__":
    main()
