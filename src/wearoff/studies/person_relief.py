"""What the populations say of one person's relief before the diary is read.

The relief of a population's people, in log-odds of a headache day, on the day of the second cycle
on which it is greatest on average:

    relief = logit(p without toxin) − logit(p with toxin)

`priors` mixes it with a judged wide one, because a person need not be like those of the studies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.evidence import injections, rows
from wearoff.model.conditions import condition
from wearoff.studies.calibrate import KINDS
from wearoff.studies.design import Design
from wearoff.studies.groups import PEOPLE, SEED, center_array
from wearoff.studies.predict import centers, doubts
from wearoff.studies.study import Study

if TYPE_CHECKING:
    from wearoff.studies.calibrate import Calibration

CYCLE, WINDOW = 84, 28
HEADACHES = ("chronic_migraine", "episodic_migraine", "tension_type", "cervicogenic")


def of_populations(name: str, known: Calibration) -> tuple[float, float]:
    """Mean and SD of relief between the people of new studies of a headache condition."""
    asked = condition(name)
    plan = injections.plan(asked.usual_plan)
    product, given = injections.spread(plan, asked.usual, "left", None, None)
    made = Design(name, product, given, (0, CYCLE), CYCLE)
    wired = asked.wire({(i.muscle, i.side) for i in given}, product)
    names = tuple(row for row in wired.rows if rows.get(row).law != "fixed")
    between = doubts(known, SEED)[0][:, KINDS.index("headache")]
    drawn = center_array(names, centers(known, names, between, SEED))
    study = Study(made, 2 * CYCLE, drawn, PEOPLE, SEED)
    without, treated = (study.course(arm, "headache_days") for arm in ("placebo", "toxin"))
    relief = np.log(without / (WINDOW - without)) - np.log(treated / (WINDOW - treated))
    greatest = CYCLE + int(relief[:, :, CYCLE:].mean((0, 1)).argmax())
    return float(relief[:, :, greatest].mean()), float(relief[:, :, greatest].std())
