"""What the two texts describe, in the model: one function a behavior, run in typical patients.

python docs/make/behaviors.py    writes docs/behaviors.md and docs/pictures/behaviors

Here are timing and symptoms; `behaviors_body` has the muscles, `behaviors_neck` the neck.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from behaviors_courses import (
    WEEK,
    WINDOW,
    WITH,
    WITHOUT,
    Behavior,
    Panel,
    beside_published,
    course,
    half_gone,
    net,
    on_days,
    pair,
    published,
    usual_units,
    weekly,
)
from wearoff.studies.readouts import onset_day

SYMPTOMS = {
    "headache, chronic migraine": ("chronic_migraine", "headache_days"),
    "headache, tension type": ("tension_type", "headache_days"),
    "headache, neck origin": ("cervicogenic", "headache_days"),
    "headache, clenching": ("bruxism", "headache_days"),
    "jaw pain, clenching": ("bruxism", "jaw_pain"),
    "neck dystonia": ("cervical_dystonia", "twstrs"),
    "leg pain, piriformis": ("piriformis", "leg_pain"),
}
"""Every symptom with an effect: its condition and column."""
DRAWN = ("headache, chronic migraine", "jaw pain, clenching", "neck dystonia")
LEAST_BURDEN = 36.0
"""The lowest HIT-6 total there is."""
FEWER = "fewer headache days in 28"
HEADACHE = "headache days in 28"


# Timing


@cache
def onset() -> Behavior:
    """The first two weeks: the response of a foot muscle, and headache net of placebo."""
    foot = course("healthy_junction")["response_percent"]
    gain = net("chronic_migraine", "headache_days")
    x = ("days from the session", np.arange(15))
    return Behavior(
        {
            "onset": onset_day({"response_percent": foot}),
            "fall": 100 - foot[2],
            "week_1": gain[1 : WEEK + 1].mean(),
        },
        on_days("day", (1, 2, 3, 7, 14), 1, {"foot muscle's response (%)": foot, FEWER: gain}),
        (
            Panel("response of a foot muscle (%)", x, {"10 units": foot[:15]}),
            Panel(FEWER, x, {"net of placebo": gain[:15]}),
        ),
    )


@cache
def after_one_session(factor: float = 1.0) -> dict[str, Any]:
    """Net gain by day of each symptom after one session of the usual dose times a factor."""
    return {
        name: net(condition, outcome, sessions=1, units=factor * usual_units(condition))
        for name, (condition, outcome) in SYMPTOMS.items()
    }


@cache
def peaks() -> Behavior:
    """When the net gain of one session is greatest."""
    gains = after_one_session()
    days = {name: int(np.argmax(gain)) for name, gain in gains.items()}
    curves = {name: 100 * gains[name] / gains[name].max() for name in DRAWN}
    return Behavior(
        {"days": days, "first": min(days.values()), "last": max(days.values())},
        {
            "symptom": list(days),
            "day of the greatest net gain": list(days.values()),
            "net gain that day": [gains[name][day] for name, day in days.items()],
        },
        (weekly("net gain (% of its greatest)", 20, curves),),
    )


@cache
def half() -> Behavior:
    """When half of the net gain of one session is gone, at half to twice the usual dose."""
    factors = (0.5, 0.75, 1.0, 1.5, 2.0)
    days = {
        name: [half_gone(after_one_session(factor)[name]) for factor in factors]
        for name in SYMPTOMS
    }
    usual = [every[factors.index(1.0)] for every in days.values()]
    columns = zip(*days.values(), strict=True)
    x = ("dose (times the usual one)", np.array(factors))
    return Behavior(
        {"days": days, "usual": usual, "first": min(usual), "last": max(usual)},
        {"symptom": list(days)}
        | {f"day at {f:g} x the dose": column for f, column in zip(factors, columns, strict=True)},
        (Panel("day when half of the gain is gone", x, {name: days[name] for name in DRAWN}),),
    )


# Symptoms


@cache
def jaw() -> Behavior:
    """Jaw pain and headache of a person who clenches, after one session."""
    toxin, placebo = pair("bruxism", sessions=1)
    apart = course("bruxism", sessions=1, jaw_headache_coupling=0.0)["headache_days"]
    gains = [placebo[name] - toxin[name] for name in ("jaw_pain", "headache_days")]
    headache = {
        "jaw and head not coupled": apart,
        WITHOUT: placebo["headache_days"],
        WITH: toxin["headache_days"],
    }
    return Behavior(
        {
            "pain": gains[0].max(),
            "headache": gains[1].max(),
            "together": np.corrcoef(*gains)[0, 1],
            "apart": apart,
        },
        on_days(
            "week",
            (0, 14, 28, 84, 182),
            7,
            {
                "jaw pain with toxin (0-10)": toxin["jaw_pain"],
                "jaw pain without": placebo["jaw_pain"],
                "headache days with toxin": toxin["headache_days"],
                "headache days without": placebo["headache_days"],
            },
        ),
        (
            weekly("jaw pain (0-10)", 26, {WITHOUT: placebo["jaw_pain"], WITH: toxin["jaw_pain"]}),
            weekly(HEADACHE, 26, headache, least=6.0),
        ),
    )


def treated_or_not(
    condition: str, outcome: str, y: str, weeks: int, least: float = 0.0, **options: Any
) -> tuple[dict[str, Any], Panel]:
    """An outcome with toxin and without: its numbers and its picture."""
    toxin, placebo = (columns[outcome] for columns in pair(condition, **options))
    curves = {WITHOUT: placebo, WITH: toxin}
    return {"toxin": toxin, "placebo": placebo}, weekly(y, weeks, curves, least=least)


def in_weeks(found: dict[str, Any], weeks: tuple[int, ...] = (0, 2, 4, 8, 12, 24)) -> Any:
    """A small table of an outcome with toxin and without in some weeks."""
    columns = {WITH: found["toxin"], WITHOUT: found["placebo"]}
    return on_days("week", [WEEK * week for week in weeks], WEEK, columns)


@cache
def medication() -> Behavior:
    """Days with acute medication in chronic migraine over the first year."""
    found, panel = treated_or_not(
        "chronic_migraine", "acute_medication_days", "days with acute medication in 28", 48
    )
    toxin, placebo = pair("chronic_migraine")
    year = slice(0, 365)
    return Behavior(
        found
        | {
            "headache": toxin["headache_days"],
            "gain": (placebo["acute_medication_days"] - found["toxin"])[year].mean(),
        },
        in_weeks(found),
        (panel,),
    )


@cache
def burden() -> Behavior:
    """Burden like a HIT-6 total in chronic migraine over the first year."""
    found, panel = treated_or_not(
        "chronic_migraine", "burden", "burden, as a HIT-6 total", 48, LEAST_BURDEN
    )
    gain = (found["placebo"] - found["toxin"])[:365]
    days = net("chronic_migraine", "headache_days")[:365]
    return Behavior(
        found | {"gain": gain.mean(), "per_day": gain[1:] / days[1:]}, in_weeks(found), (panel,)
    )


@cache
def head_tilt() -> Behavior:
    """Head tilt and score of neck dystonia after one session."""
    score, score_panel = treated_or_not(
        "cervical_dystonia", "twstrs", "TWSTRS total (points)", 26, sessions=1
    )
    tilt = 100 * course("cervical_dystonia", sessions=1)["head_tilt"]
    days = [WEEK * week for week in (0, 2, 4, 8, 12, 24)]
    return Behavior(
        score | {"tilt": tilt, "gain": (score["placebo"] - score["toxin"]).max()},
        on_days(
            "week",
            days,
            WEEK,
            {
                "head tilt with toxin (%)": tilt,
                "TWSTRS with toxin": score["toxin"],
                "TWSTRS without": score["placebo"],
            },
        ),
        (weekly("head tilt (% of before)", 26, {WITH: tilt}), score_panel),
    )


@cache
def leg_pain() -> Behavior:
    """Leg pain of a piriformis syndrome after one session."""
    found, panel = treated_or_not("piriformis", "leg_pain", "leg pain (0-10)", 26, sessions=1)
    gain = found["placebo"] - found["toxin"]
    pressure = 100 * course("piriformis", sessions=1)["nerve_pressure"]
    pressed = weekly("irritation of the nerve (% of before)", 26, {WITH: pressure})
    return Behavior(
        found | {"gain": gain.max(), "week_1": gain[WEEK], "pressure": pressure.min()},
        in_weeks(found),
        (pressed, panel),
    )


@cache
def variant() -> Behavior:
    """Net gain in leg pain where muscle and nerve split each other, and where they do not."""
    gains = {
        "nerve and muscle split": net("piriformis", "leg_pain", sessions=1, sciatic_variant=1.0),
        "usual anatomy": net("piriformis", "leg_pain", sessions=1),
    }
    return Behavior(
        {"greatest": [gain.max() for gain in gains.values()]},
        on_days("week", (7, 28, 56, 84, 182), WEEK, gains),
        (weekly("less leg pain, net of placebo (0-10)", 26, gains),),
    )


@cache
def context() -> Behavior:
    """Chronic migraine over half a year: injections without toxin, and with."""
    toxin, placebo = (c["headache_days"] - c["headache_days"][0] for c in pair("chronic_migraine"))
    read = {
        name: values[7 * week - days : 7 * week].mean()
        for name, values, week, days in (
            ("onset3-placebo", placebo, 3, WEEK),
            ("onset3-toxin", toxin, 3, WEEK),
            ("preempt2-placebo", placebo, 24, WINDOW),
            ("preempt2-toxin", toxin, 24, WINDOW),
        )
    }
    return Behavior(
        {**read, "share": 100 * read["preempt2-placebo"] / read["preempt2-toxin"]},
        beside_published(read),
        (
            weekly(
                "change of headache days in 28",
                26,
                {WITHOUT: placebo, WITH: toxin},
                points=[published(name) for name in read],
            ),
        ),
    )


def main() -> None:
    """Write the page and its pictures."""
    import behaviors_page

    behaviors_page.write()


if __name__ == "__main__":
    main()
