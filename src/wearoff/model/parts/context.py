"""Context: what a session does without any toxin, and what time does without a session.

    e jumps to 1 at every session, toxin or placebo, and fades:   de/dt = −e/τe
    c, what is felt of it:                                        dc/dt = (E·e − c)/τc
    b, the return from the bad month in which people start:       db/dt = (R·entered − b)/τb

``entered`` is 1 from the first session on. The fall c + b shows in a placebo arm too: expectation E
for a while, regression R for good. It is a share of a baseline score, or log-odds of a headache
day.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: expectation fades, what is felt follows, and the bad month passes."""
    del inputs, ops
    return {
        "e": -state["e"] / p["fade_time"],
        "c": (p["expectation"] * state["e"] - state["c"]) / p["settling_time"],
        "b": (p["regression"] * state["entered"] - state["b"]) / p["regression_time"],
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
    states=tuple(State(name, "share", 0.0) for name in ("e", "c", "b", "entered")),
    outputs=(Output("fall", "share", lambda state, *_: state["c"] + state["b"]),),
    parameters=(
        Parameter("fade_time", "day", "expectation_fade_time"),
        Parameter("settling_time", "day", "settling_time"),
        Parameter("expectation", "share", "expectation_{condition}"),
        Parameter("regression", "share", "regression_{condition}"),
        Parameter("regression_time", "day", "regression_time_{condition}"),
    ),
    rates=rates,
    session=session,
)
