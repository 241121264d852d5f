"""Context: what a session does without any toxin, and what time does without a session.

    e jumps to 1 at every session, toxin or placebo, and fades:   de/dt = −e/τe
    s, the return from the bad month people enter in:             ds/dt = (s₀ − s)/τs

s₀ is 1 from the first session on. fall = expectation·e + regression·s, a share of the baseline
score that leaves in the placebo arm too.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Output, Parameter, Part, State, Values


def rates(state: Values, inputs: Values, p: Values, ops: Any) -> dict[str, Any]:
    """Per day: expectation fades, the bad month passes."""
    del inputs, ops
    return {
        "e": -state["e"] / p["fade_time"],
        "s": (state["entered"] - state["s"]) / p["settling_time"],
        "entered": 0 * state["entered"],
    }


def session(state: Values, dose: Any, visit: Any, p: Values, ops: Any) -> dict[str, Any]:
    """Being injected, with anything, renews the expectation and marks the entry."""
    del dose, p, ops
    renewed = state["e"] + visit * (1 - state["e"])
    entered = state["entered"] + visit * (1 - state["entered"])
    return {**state, "e": renewed, "entered": entered}


def fall(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Share of the baseline score that context takes away."""
    del inputs, ops
    return p["expectation"] * state["e"] + p["regression"] * state["s"]


CONTEXT = Part(
    name="context",
    per_muscle=False,
    states=(State("e", "share", 0.0), State("s", "share", 0.0), State("entered", "share", 0.0)),
    outputs=(Output("fall", "share", fall),),
    parameters=(
        Parameter("fade_time", "day", "expectation_fade_time"),
        Parameter("settling_time", "day", "settling_time"),
        Parameter("expectation", "share", "expectation_{condition}"),
        Parameter("regression", "share", "regression_{condition}"),
    ),
    rates=rates,
    session=session,
)
