"""One day, by JAX.

1. The needle: a session's doses go into the depots, at the start of the day.
2. The reading: states and outcomes, at the start of the day after that day's needle.
3. The day itself: classical RK4 over one day, in 1/step equal steps. Rates are below 1 a day (in
   500 drawn patients; RK4 is stable to 2.8), so one step a day is accurate to about 2e-4 of range
   in the typical patient and 1e-3 in the worst of 128; halving it is a check. On the day of a
   session and the next, when a block can rise within hours, each step is taken in eighths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wearoff.simulation.backend import branch, repeat, tree_map
from wearoff.simulation.schedule import SESSION_DAY_SPLIT

if TYPE_CHECKING:
    from wearoff.model.wiring import Nested, Wiring

Day = Callable[["Nested", tuple[Any, Any, Any], "Nested"], tuple["Nested", dict[str, Any]]]
"""(state, (dose, visit, visit the day before), parameters) -> (next day's state, this reading)."""


def day_map(wiring: Wiring, outcomes: dict[str, str], ops: Any, *, steps: int, states: bool) -> Day:
    """The map of one day for a wiring; see the module for its order.

    Args:
        wiring: the parts, joined.
        outcomes: column name to ``part.output``.
        ops: arithmetic of JAX.
        steps: RK4 steps in the day.
        states: whether the reading holds every state beside the outcomes.
    """

    def rates(state: Nested, p: Nested) -> Nested:
        return wiring.rates(state, p, ops)

    def moved(state: Nested, rate: Nested, by: Any) -> Nested:
        return tree_map(lambda value, change: value + by * change, state, rate)

    def rk4(state: Nested, k1: Nested, p: Nested, h: Any) -> Nested:
        k2 = rates(moved(state, k1, h / 2), p)
        k3 = rates(moved(state, k2, h / 2), p)
        k4 = rates(moved(state, k3, h), p)
        return tree_map(
            lambda y, a, b, c, d: y + h / 6 * (a + 2 * b + 2 * c + d), state, k1, k2, k3, k4
        )

    def day(state: Nested, given: tuple[Any, Any, Any], p: Nested) -> tuple[Nested, dict[str, Any]]:
        dose, visit, day_before = given
        state = wiring.session(state, dose, visit, p, ops)
        known = wiring.outputs(state, p, ops)
        reading: dict[str, Any] = {name: known[address] for name, address in outcomes.items()}
        if states:
            reading["states"] = state
        first = wiring.rates(state, p, ops, known)

        def plain(start: Nested) -> Nested:
            """The day in its steps, the first from what is known."""
            after = rk4(start, first, p, 1.0 / steps)
            if steps == 1:
                return after
            return repeat(steps - 1, lambda now: rk4(now, rates(now, p), p, 1.0 / steps), after)

        def split(start: Nested) -> Nested:
            """The day in eighths of its steps."""
            count = steps * SESSION_DAY_SPLIT
            return repeat(count, lambda now: rk4(now, rates(now, p), p, 1.0 / count), start)

        return branch(visit + day_before > 0, split, plain, state), reading

    return day
