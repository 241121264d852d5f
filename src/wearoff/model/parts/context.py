"""Context: what a session does without any toxin, and what time does without a session.

    e jumps to 1 at every session, toxin or placebo, and fades:   de/dt = −e/τe
    c, what is felt of it and of leaving a bad month:             dc/dt = (E·e + R·entered − c)/τc

``entered`` is 1 from the first session on. c is the share of the baseline score that leaves in a
placebo arm too: expectation E for a while, return from the bad month R for good.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: expectation fades, and what is felt follows."""
    del inputs, ops
    goal = p["expectation"] * state["e"] + p["regression"] * state["entered"]
    return {
        "e": -state["e"] / p["fade_time"],
        "c": (goal - state["c"]) / p["settling_time"],
        "entered": 0 * state["entered"],
    }


def session(state: Values, dose: Any, visit: Any, p: Values, ops: Any) -> dict[str, Any]:
    """Being injected, with anything, renews the expectation and marks the entry."""
    del dose, p, ops
    renewed = state["e"] + visit * (1 - state["e"])
    entered = state["entered"] + visit * (1 - state["entered"])
    return {**state, "e": renewed, "entered": entered}


CONTEXT = Part(
    name="context",
    per_muscle=False,
    states=(State("e", "share", 0.0), State("c", "share", 0.0), State("entered", "share", 0.0)),
    outputs=(Output("fall", "share", lambda state, *_: state["c"]),),
    parameters=(
        Parameter("fade_time", "day", "expectation_fade_time"),
        Parameter("settling_time", "day", "settling_time"),
        Parameter("expectation", "share", "expectation_{condition}"),
        Parameter("regression", "share", "regression_{condition}"),
    ),
    rates=rates,
    session=session,
)
