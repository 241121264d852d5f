"""The informative part of the robust mixture prior of one person's relief.

The relief of a population's people, in log-odds of a headache day, on the day of the second cycle
on which it is greatest on average:

    relief = logit(p without toxin) − logit(p with toxin)

The prior of a diary mixes it with a judged wide one, because a person need not be like those of
the studies (Schmidli 2014).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.evidence import injections, rows
from wearoff.model.conditions import condition
from wearoff.studies.calibrate import KINDS
from wearoff.studies.design import HEADACHE, Design
from wearoff.studies.groups import PEOPLE, SEED, center_array
from wearoff.studies.predict import draw_centers, heterogeneity
from wearoff.studies.study import Study
from wearoff.units import WINDOW

if TYPE_CHECKING:
    from wearoff.studies.calibrate import Calibration

CYCLE = 84
HEADACHES = ("chronic_migraine", "episodic_migraine", "tension_type", "cervicogenic")


class Relief(NamedTuple):
    """Relief of people at its greatest, log-odds: its mean, and how far people differ."""

    mean: float
    sd: float


def informative_relief(name: str, posterior: Calibration) -> Relief:
    """Relief between the people of new studies of a headache condition under its usual plan.

    Args:
        name: of the condition.
        posterior: of the centers of populations.
    """
    asked = condition(name)
    plan = injections.plan(asked.usual_plan)
    product, given = injections.spread(plan, asked.usual, "left", None, None)
    wired = asked.wire({(i.muscle, i.side) for i in given}, product)
    names = tuple(row for row in wired.rows if rows.get(row).law != "fixed")
    between = heterogeneity(posterior, SEED).between[:, KINDS.index("headache")]
    study = Study(
        design=Design(
            condition=name,
            column=HEADACHE,
            product=product,
            injections=given,
            visits=(0, CYCLE),
            interval=CYCLE,
        ),
        days=2 * CYCLE,
        centers=center_array(names, draw_centers(posterior, names, between, SEED)),
        people=PEOPLE,
        seed=SEED,
    )
    without, treated = (study.course(arm, HEADACHE) for arm in ("placebo", "toxin"))
    relief = np.log(without / (WINDOW - without)) - np.log(treated / (WINDOW - treated))
    greatest = CYCLE + int(relief[:, :, CYCLE:].mean((0, 1)).argmax())
    return Relief(float(relief[:, :, greatest].mean()), float(relief[:, :, greatest].std()))
