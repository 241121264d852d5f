"""Invented people that are ready to look at: what sets each apart from the typical one."""

from __future__ import annotations

from typing import NamedTuple


class Ready(NamedTuple):
    """An invented person: a condition, and evidence values that are not as usual."""

    id: str
    title: str
    short: str
    condition: str
    settings: dict[str, float]


PEOPLE = (
    Ready(
        "strong-neck",
        "A strong neck and a migraine",
        "strong neck, migraine",
        "chronic_migraine",
        {"deep_capacity": 1.2},
    ),
    Ready(
        "wasted-neck",
        "A wasted neck and a headache from it",
        "weak deep muscles",
        "cervicogenic",
        {"deep_capacity": 0.5},
    ),
)
