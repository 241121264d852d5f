"""What a chance that settles nothing comes to, by whom it is of; writes what ships.

python -m pipelines.chances FOLDER [--foreign 30] [--attacks 6] [--processes 2]

Analyzes so many diaries of each kind of both generators, of blocks that set, and keeps them in
FOLDER. Of each question that stayed open, and of what rules ask, a logistic regression of the truth
on the logit of the chance that was told is fitted to each generator alone. From the lower of both
curves less its standard error to the higher of both and its own is what is told instead of a number
(diary/fitted/chances.csv): people of one generator mostly have relief, of the other mostly not, and
nobody knows which a person is like.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import statsmodels.api as sm
from scipy.special import expit, logit

from pipelines.error_rates import judged_in
from validation import rates
from validation.seeds import ROOT, git, setting
from wearoff.diary.chances import EDGE
from wearoff.formats import fitted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.rates import Case
    from wearoff.records import Array

BLOCKS = {"foreign": "chances", "attacks": "chances_attacks"}
"""Which diaries set, by generator."""
TOLD = np.linspace(0, 1, 21)
"""Chances for which it is written down what they come to."""
AS_TOLD = (0.25, 0.5, 0.75)
"""Chances of which as many as one diary each is added that came true as told: few say little."""


def curve(cases: Sequence[Case]) -> tuple[Array, Array]:
    """Log odds of the truth by chance told, on `TOLD`, and their standard error.

    Cases of one diary go together, so that all of one weigh as much as one.
    """
    told = np.array([case.chance for case in cases] + list(AS_TOLD))
    truly = np.array([float(case.truly) for case in cases] + list(AS_TOLD))
    diaries = len({case.diary for case in cases})
    weights = np.array([diaries / len(cases) for _ in cases] + [1.0 for _ in AS_TOLD])
    fit = sm.GLM(truly, _known(told), family=sm.families.Binomial(), var_weights=weights).fit()
    known = _known(TOLD)
    errors = np.sqrt(np.einsum("ij,jk,ik->i", known, fit.cov_params(), known))
    return known @ fit.params, errors


def _known(told: Array) -> Array:
    return np.column_stack([np.ones(len(told)), logit(np.clip(told, EDGE, 1 - EDGE))])


def ends(curves: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Lowest and highest share of what was told that is true, over the generators."""
    low = np.min([found - error for found, error in curves], axis=0)
    high = np.max([found + error for found, error in curves], axis=0)
    return expit(low), expit(high)


def main() -> None:
    """Analyze, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where analyzed diaries are kept")
    parser.add_argument("--foreign", type=int, default=30, help="diaries of a kind")
    parser.add_argument("--attacks", type=int, default=6, help="diaries of a kind")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    commit = git(ROOT, "rev-parse", "--short=7", "HEAD")
    seeds = {name: setting(block, getattr(given, name)) for name, block in BLOCKS.items()}
    found = rates.cases(judged_in(given.folder, seeds, commit, given.processes))
    about = {"commit": commit, "date": datetime.now(tz=UTC).date().isoformat()}
    fitted.write("diary", "chances", [row | about for row in table(found)])


def table(found: Sequence[Case]) -> list[dict[str, object]]:
    """What chances come to, a question and a chance a row, with how many diaries told it."""
    rows: list[dict[str, object]] = []
    for asked in rates.ASKED:
        still = {
            name: [case for case in found if case[:3] == (name, asked, rates.OPEN)]
            for name in BLOCKS
        }
        low, high = ends([curve(those) for those in still.values()])
        counts = {name: len({case.diary for case in those}) for name, those in still.items()}
        for told, lo, hi in zip(TOLD, low, high, strict=True):
            ends_of = {"told": f"{told:.2f}", "lo": f"{lo:.3f}", "hi": f"{hi:.3f}"}
            rows.append({"asked": asked, **ends_of, **counts})
    return rows


if __name__ == "__main__":
    main()
