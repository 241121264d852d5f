"""Effective samples a CPU-second: importance sampling against No-U-Turn samplers, same posterior.

python -m benchmarks.efficiency [--runs 12] [--rival-runs 4]

All by the variance of repeated runs: effective samples = posterior variance of a quantity over the
variance of its mean between runs, least of four quantities. Times after compilation, of all cores.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.chains import Numpyro, Nutpie
from benchmarks.measuring import cpu
from validation.truth import foreign
from validation.truth.judged import case_of
from wearoff.diary.posterior import nuts
from wearoff.diary.posterior.estimands import estimands
from wearoff.diary.posterior.prior import prior
from wearoff.diary.posterior.sampler import Draws, Problem, Sampler
from wearoff.diary.timeline import timeline
from wearoff.simulation.backend import keep_compilations

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.timeline import Timeline
    from wearoff.records import Array

QUANTITIES = ("relief_percent", "relief_days_28", "drift", "baseline")
DIARIES = (("power", 1), ("no_drift", 1))
SAMPLERS: dict[str, Callable[[Problem, Draws], Callable[[int], Draws]]] = {
    "importance": lambda given, _: lambda seed: Sampler(given, seed=seed).draw(),
    "No-U-Turn of blackjax": lambda given, near: lambda seed: nuts.draws(given, near, seed=seed),
    "of NumPyro": Numpyro,
    "of nutpie": Nutpie,
}
"""Ours first; each is made for a problem and draws of it to begin at."""


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
    """Effective samples, CPU seconds a run, and the mean of the means."""
    run(0)
    seconds, centers, spreads = [], [], []
    for seed in range(1, runs + 1):
        start = cpu()
        draws = run(seed)
        seconds.append(cpu() - start)
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
    print("| diary | sampler | effective samples | CPU seconds | a CPU-second | ours to it |")
    print("|---|---|--:|--:|--:|--:|")
    for kind, seed in DIARIES:
        made = foreign.make(seed, kind=kind)
        record = timeline(made.diary.values["headache"], case_of(made))
        given = Problem.of(record, prior("chronic_migraine", 0))
        near = Sampler(given, seed=1).draw()
        ours = 0.0
        for name, make in SAMPLERS.items():
            about = f"| {kind}, {record.last - record.begin + 1} days | {name} |"
            try:
                run = make(given, near)
            except ImportError as missing:
                print(f"{about} {missing.name} is not installed | | | |")
                continue
            runs = options.rival_runs if ours else options.runs
            count, seconds, _ = effective(run, record, runs)
            ours = ours or count / seconds
            ratio = ours * seconds / count
            print(
                f"{about} {count:.0f} | {seconds:.2f} | {count / seconds:.0f} | {ratio:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
