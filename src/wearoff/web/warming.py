"""What a new process does first, a step a time, and the short jobs that one is kept for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.web import jobs

if TYPE_CHECKING:
    from wearoff.web.jobs import Progress


def warm_reading(progress: Progress) -> None:
    """Load what reads."""
    import wearoff

    progress("warming: reading")
    wearoff.example_case("ada")


def warm_simulating(progress: Progress) -> None:
    """Load every condition's program, or compile it."""
    import wearoff
    from wearoff.model.conditions import CONDITIONS

    for condition in CONDITIONS:
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


SHORT = frozenset(
    {
        jobs.read,
        jobs.look,
        jobs.person,
        jobs.explore,
        warm_reading,
        warm_simulating,
    }
)
"""Jobs of a second or less, which one process is kept for; it warms up with those of them alone."""
WARM = (warm_reading, warm_answering, warm_drawing, warm_simulating)
"""What a new process does first, a step a time; whoever waits comes between."""
