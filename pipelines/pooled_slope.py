"""How much of a slope of trends diaries keep; writes fitted/slope_kept.csv.

python -m pipelines.pooled_slope FOLDER

FOLDER is what `python -m validation.worlds FOLDER --people 200 --block worlds_tried --worlds spread
worsening leavers covariate` filled: people of a block that sets numbers, whose trends differ and
are known. The slope of what they say together on their own true trends would be 1 if diaries kept
all; kept are its mean and its SD. Each world is taken around its own mean.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from pipelines.pooled_misfit import people
from wearoff.formats import fitted
from wearoff.together.answers import ENDS, chances, told
from wearoff.together.grids import Slope
from wearoff.together.members import people_of
from wearoff.together.person_curves import blurred
from wearoff.together.slope_kept import KEPT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.worlds import Truth
    from wearoff.diary.draws import StoredDraws
    from wearoff.together.answers import Told

FLAT = {"no_trend", "bad_start"}
"""Worlds in which nobody has a trend: there is no slope to be kept."""


def on_truth(pairs: Sequence[tuple[StoredDraws, Truth]]) -> Told:
    """The slope of what people say together on their true trends, each around the world's mean."""
    worlds = np.array([truth.world for _, truth in pairs])
    trends = np.array([truth.trend for _, truth in pairs])
    means = {world: trends[worlds == world].mean() for world in np.unique(worlds)}
    found = people_of([drawn for drawn, _ in pairs])
    slope = Slope(trends - np.array([means[world] for world in worlds]))
    logs = slope.refined(slope.total(blurred(found.likelihood, found.misfit)))
    return told(slope.answers[1], chances(slope, logs))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    pairs = [one for one in people(parser.parse_args().folder) if one[1].world not in FLAT]
    slope = on_truth(pairs)
    sd = (slope.hi90 - slope.lo90) / np.diff(ndtri(ENDS)).item()
    fitted.write("together", KEPT, [{"kept": round(slope.mean, 3), "sd": round(sd, 3)}])
    print(f"{len(pairs)} people: {slope.mean:.3f} ({slope.lo90:.3f} to {slope.hi90:.3f})")


if __name__ == "__main__":
    main()
