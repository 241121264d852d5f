"""What the analysis of one person's diary uses rows for, said without loading it."""

from __future__ import annotations

USES = {
    "diary_level": "the prior of one person's diary",
    "diary_trend": "the prior of one person's diary",
    "diary_context": "the prior of one person's diary",
    "diary_event": "the prior of one person's diary",
    "diary_wander_sd": "the prior of one person's diary",
    "diary_wander_time": "the prior of one person's diary",
    "diary_persistence_odds": "the prior of one person's diary",
    "relief_half_day": "the prior of one person's diary",
    "relief_steepness": "the prior of one person's diary",
    "relief_lag": "the prior of one person's diary",
    "kS": "the course of relief in a diary",
    "half_life_*": "the course of relief in a diary",
    "view_*_*": "the starting views of a diary's answers",
    "diary_alike": "the part of the studies in the prior of a person's relief",
    "diary_misfit": "the intervals of wear-off, drift and the level before, which it widens",
    "dose_carries": "courses of plan",
}
"""What each row is used for; ``*`` stands for what is filled in."""
