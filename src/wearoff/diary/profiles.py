"""Profiles: what a diary needs to know of a condition, one each.

The condition's wiring stands in `wearoff.model.conditions`; a condition without a profile can be
simulated, and no diary tells of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from wearoff.errors import InputError

HEADACHE = "headache"
"""Main column of what is judged by headache days."""
BAD_PAIN = "bad_pain_day"
"""Evidence row: from which pain on, of 0 to 10, a day is a bad one."""
USES = {
    "bad_pain_day": "reading pain that a diary counts as a bad day",
    "diary_relief": "the prior of one person's diary",
    "diary_relief_chronic_migraine": "the prior of one person's diary",
}
"""What each row is used for here."""


@dataclass(frozen=True)
class Interval:
    """Evidence row of the fewest days between sessions, and whether only Europe's label has it."""

    row: str
    european: bool = False


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a diary needs to know of a condition.

    ``main`` is the column by which it is judged: headache, or a pain from 0 to 10, of which a day
    at or above the evidence row ``cut_off`` is a bad one. ``relief`` is the evidence row of what is
    believed of a person's relief. ``interval`` is what a label asks between sessions, None where
    no label is known; ``plans`` are those whose totals, least and most, a log is laid beside.
    """

    condition: str
    main: str
    cut_off: str = BAD_PAIN
    relief: str = "diary_relief"
    interval: Interval | None = None
    plans: tuple[str, str] | None = None

    @property
    def counts_headache(self) -> bool:
        """Whether it is judged by headache days, as the rules ask."""
        return self.main == HEADACHE


PROFILES = {
    profile.condition: profile
    for profile in (
        Profile(
            condition="chronic_migraine",
            main=HEADACHE,
            relief="diary_relief_chronic_migraine",
            interval=Interval("limit_interval_migraine"),
            plans=("preempt_155", "preempt_155_195"),
        ),
        Profile(condition="episodic_migraine", main=HEADACHE),
        Profile(condition="tension_type", main=HEADACHE),
        Profile(condition="cervicogenic", main=HEADACHE),
        Profile(condition="bruxism", main="jaw_pain_10"),
        Profile(
            condition="cervical_dystonia",
            main="neck_pain_10",
            interval=Interval("limit_interval_dystonia", european=True),
        ),
        Profile(condition="piriformis", main="leg_pain_10"),
    )
}
"""By condition."""


def profile(condition: str) -> Profile:
    """The profile of a condition.

    Raises:
        InputError: no diary tells of it.
    """
    if condition not in PROFILES:
        raise InputError(f"no diary tells of {condition!r}", allowed=", ".join(PROFILES))
    return PROFILES[condition]
