"""What a new process does first, a step a time, and the short jobs that one is kept for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wearoff.model.conditions import CONDITIONS
from wearoff.web import jobs

if TYPE_CHECKING:
    from wearoff.web.jobs import Progress


def warm_reading(progress: Progress) -> None:
    """Load what reads."""
    import wearoff

    progress("warming: reading")
    wearoff.example_case("ada")


def warm_simulating(progress: Progress, condition: str) -> None:
    """Load a condition's program, or compile it."""
    import wearoff

    progress(f"warming: {condition}")
    _ = wearoff.simulate(condition, years=1, patients=8).result
    _ = wearoff.explore(condition, years=1, patients=8).result


def warm_answering(progress: Progress) -> None:
    """Answer for a made-up person."""
    import wearoff

    wearoff.analyze(wearoff.example_case("ada"), prospects=False, progress=progress)


def warm_drawing(progress: Progress) -> None:
    """Draw the answers of a made-up person."""
    import wearoff

    found = wearoff.analyze(wearoff.example_case("ada"), prospects=False, progress=progress)
    jobs.draw(progress, found.result, {})


SIMULATING = tuple(partial(warm_simulating, condition=condition) for condition in CONDITIONS)
"""A step a condition: whoever comes waits for one of them at most."""
SHORT = frozenset(
    {
        jobs.read,
        jobs.look,
        jobs.person,
        jobs.explore,
        warm_reading,
        *SIMULATING,
    }
)
"""Jobs of a second or less, which one process is kept for; it warms up with those of them alone."""
WARM = (warm_reading, warm_answering, warm_drawing, *SIMULATING)
"""What a new process does first, a step a time; whoever waits comes between."""
