"""What coverage watches of a test that does the same with hundreds of made-up cases."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from itertools import repeat

from coverage import Coverage

WATCHED = 20
"""Cases after which coverage has seen what there is to see."""


def unwatched_after(cases, watched=WATCHED):
    """All cases in turn; while those after the first few are worked on, coverage pauses.

    Python 3.11 is about three times slower while coverage watches, and the hundredth case of a
    kind covers what the first did. What is tested, and in how many cases, does not depend on it.
    """
    watching, paused = Coverage.current(), False
    try:
        for place, case in enumerate(cases):
            if watching and place == watched:
                watching.stop()
                paused = True
            yield case
    finally:
        if paused:
            watching.start()


@contextmanager
def first_examples(test):
    """While a test runs, coverage pauses after the first examples of what `given` gives it."""
    held = getattr(test, "hypothesis", None)
    if held is None:
        yield
        return
    inner, examples = held.inner_test, unwatched_after(repeat(None))

    @wraps(inner)
    def counted(*given, **named):
        next(examples)
        return inner(*given, **named)

    held.inner_test = counted
    try:
        yield
    finally:
        held.inner_test = inner
        examples.close()
