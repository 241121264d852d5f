"""Effective samples a second: importance sampling against the No-U-Turn sampler, same posterior.

python -m benchmarks.efficiency [--runs 12] [--rival-runs 4]

Both by the variance of repeated runs: effective samples = posterior variance of a quantity over the
variance of its mean between runs, least of four quantities. Times after compilation.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np

from validation.truth import foreign
from validation.truth.judged import case_of
from wearoff.diary.posterior import nuts
from wearoff.diary.posterior.estimands import estimands
from wearoff.diary.posterior.prior import prior
from wearoff.diary.posterior.sampler import Problem, Sampler
from wearoff.diary.timeline import timeline
from wearoff.simulation.backend import keep_compilations

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.posterior.sampler import Draws
    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

QUANTITIES = ("relief_percent", "relief_days_28", "drift", "baseline")
DIARIES = (("power", 1), ("no_drift", 1))


def means(draws: Draws, record: Timeline) -> tuple[Array, Array]:
    """Posterior means and variances of the four quantities."""
    cycles = [(record.index(a), record.index(b)) for a, b in record.cycles]
    before = slice(record.index(record.begin), record.index(0))
    found = estimands(draws.treated, draws.untreated, cycles, before)
    values = np.array([getattr(found, name) for name in QUANTITIES])
    center = values @ draws.weights
    return center, (values - center[:, None]) ** 2 @ draws.weights


def effective(
    run: Callable[[int], Draws], record: Timeline, runs: int
) -> tuple[float, float, Array]:
    """Effective samples, seconds a run, and the mean of the means."""
    run(0)
    seconds, centers, spreads = [], [], []
    for seed in range(1, runs + 1):
        start = time.perf_counter()
        draws = run(seed)
        seconds.append(time.perf_counter() - start)
        center, spread = means(draws, record)
        centers.append(center)
        spreads.append(spread)
    between = np.var(centers, axis=0, ddof=1)
    least = float(np.min(np.mean(spreads, 0) / between))
    return least, float(np.median(seconds)), np.mean(centers, 0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--rival-runs", type=int, default=4)
    options = parser.parse_args()
    keep_compilations()
    print("| diary | sampler | effective samples | seconds | a second | ratio |")
    print("|---|---|---|---|---|---|")
    for kind, seed in DIARIES:
        made = foreign.make(seed, kind=kind)
        record = timeline(made.diary.values["headache"], case_of(made))
        given = Problem.of(record, prior("chronic_migraine", 0))
        ours = effective(lambda s, g=given: Sampler(g, seed=s).draw(), record, options.runs)
        near = Sampler(given, seed=1).draw()
        rival = effective(
            lambda s, g=given, n=near: nuts.draws(g, n, seed=s), record, options.rival_runs
        )
        days = record.last - record.begin + 1
        rates = [count / seconds for count, seconds, _ in (ours, rival)]
        for name, (count, seconds, _), rate in (
            ("importance", ours, rates[0]),
            ("No-U-Turn", rival, rates[1]),
        ):
            ratio = f"{rates[0] / rates[1]:.0f}" if name == "importance" else ""
            print(
                f"| {kind}, {days} days | {name} | {count:.0f} | {seconds:.2f} | {rate:.0f} "
                f"| {ratio} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
