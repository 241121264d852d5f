"""Headache: days with headache per 28, and what goes with them.

    p = logistic(logit(baseline/28) − context + felt)          days = 28·p
    medication days = use·days          burden = B + slope·(days − baseline)
    neck pain = N + o·overload + d·damage

The burden is like a HIT-6 total. Neck pain carries no placebo response. Stateless.
"""

from __future__ import annotations

from typing import Any

from wearoff.model.ports import Input, Output, Parameter, Part, Values

WINDOW = 28
"""Days that headache days are counted in: a definition."""


def headache_days(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Expected headache days in 28."""
    del state
    untreated = ops.log(p["baseline"] / (WINDOW - p["baseline"]))
    return WINDOW * ops.sigmoid(untreated - inputs["context"] + inputs["felt"])


def medication_days(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Days with acute medication in 28."""
    return p["acute_use"] * headache_days(state, inputs, p, ops)


def burden(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Burden on the scale of a HIT-6 total."""
    fewer = headache_days(state, inputs, p, ops) - p["baseline"]
    return p["burden_baseline"] + p["burden_per_day"] * fewer


HEADACHE = Part(
    name="headache",
    per_muscle=False,
    inputs=(Input("felt", "log_odds"), Input("context", "share")),
    outputs=(
        Output("days", "days_28", headache_days, uses=("felt", "context")),
        Output("medication_days", "days_28", medication_days, uses=("felt", "context")),
        Output("burden", "score_point", burden, uses=("felt", "context")),
    ),
    parameters=(
        Parameter("baseline", "days_28", "headache_baseline_{condition}"),
        Parameter("acute_use", "share", "acute_use"),
        Parameter("burden_baseline", "score_point", "burden_baseline_{condition}"),
        Parameter("burden_per_day", "score_point/days_28", "burden_per_day"),
    ),
)


def neck_pain(state: Values, inputs: Values, p: Values, ops: Any) -> Any:
    """Neck pain, 0 to 10."""
    del state, ops
    worked = p["overload_pain"] * inputs["overload"]
    return p["other_pain"] + worked + p["damage_pain"] * inputs["damage"]


NECK = Part(
    name="neck",
    per_muscle=False,
    inputs=(Input("overload", "share"), Input("damage", "share")),
    outputs=(Output("pain", "score_point", neck_pain, uses=("overload", "damage")),),
    parameters=(
        Parameter("other_pain", "score_point", "neck_pain_{condition}"),
        Parameter("overload_pain", "score_point", "overload_pain"),
        Parameter("damage_pain", "score_point", "damage_pain"),
    ),
)
