"""How far diaries' relief is off beyond what their draws say; writes fitted/relief_misfit.csv.

python -m pipelines.pooled_misfit FOLDER

FOLDER is what `python -m validation.worlds FOLDER --block worlds_tried` filled: people of the third
generator whose relief is known, of a block that sets numbers. If the curve of each is blurred by a
normal error of an SD, the true reliefs have a likelihood, by SD; kept is the largest SD within
`WITHIN` of the best, of short diaries and of long ones.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from validation.seeds import BLOCKS
from validation.worlds import WORLDS, kept
from wearoff.formats import fitted
from wearoff.formats.resumable import MANIFEST
from wearoff.together.members import reliefs_of
from wearoff.together.misfit import RELIEF
from wearoff.together.person_curves import RELIEFS, blurred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.worlds import Truth
    from wearoff.diary.draws import StoredDraws

SHORT, LONG = 500, 900
"""Days: diaries of fewer are short, of as many or more long."""
SDS = np.arange(0.5, 20.25, 0.5)
"""Percent of relief."""
WITHIN = 2.0
"""Log-likelihood: about what 19 in 20 leave open."""
LEAST = 1e-6
"""Of a likelihood whose highest place is 1: one person far off does not decide alone."""


def largest_sd(drawn: Sequence[StoredDraws], relief: Sequence[float]) -> float:
    """Largest SD of an error that true reliefs leave open."""
    curves = reliefs_of(drawn).likelihood
    logs = np.array(
        [
            sum(
                np.log(max(float(np.interp(true, RELIEFS, row)), LEAST))
                for true, row in zip(
                    relief, blurred(curves, np.full(len(curves), sd), RELIEFS), strict=True
                )
            )
            for sd in SDS
        ]
    )
    return float(SDS[logs >= logs.max() - WITHIN].max())


def people(folder: Path) -> list[tuple[StoredDraws, Truth]]:
    """Everybody in a folder, of a block that sets numbers."""
    block = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["block"]
    if not BLOCKS[block].sets:
        raise ValueError(f"{block} judges: nothing may be set on it")
    return [one for world in WORLDS for one in kept(folder, world)]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    pairs = people(parser.parse_args().folder)
    short = [one for one in pairs if one[0].days < SHORT]
    long = [one for one in pairs if one[0].days >= LONG]
    rows = [
        {"days": days, "own_sd": largest_sd(*zip(*((d, t.relief) for d, t in some), strict=True))}
        for days, some in ((SHORT, short), (LONG, long))
    ]
    fitted.write("together", RELIEF, rows)
    print(f"{len(short)} short, {len(long)} long of {len(pairs)} people: {rows}")


if __name__ == "__main__":
    main()
