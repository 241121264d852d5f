"""Behaviors of muscles: block, shrinking, genes, length sense, synergists, and the rabbit."""

from __future__ import annotations

from functools import cache

import numpy as np

from behaviors_courses import (
    CYCLE,
    WEEK,
    WINDOW,
    Behavior,
    Panel,
    beside_published,
    course,
    half_back,
    means,
    on_days,
    published,
    state,
    weekly,
)
from wearoff.evidence import injections, rows


@cache
def dose() -> Behavior:
    """Block of a foot muscle after one session of 1 to 80 units."""
    units = (1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0)
    blocks = {u: 100 - course("healthy_junction", units=u)["response_percent"] for u in units}
    greatest = [block.max() for block in blocks.values()]
    curves = {f"{u:g} units": blocks[u] for u in (40.0, 10.0, 5.0, 2.5)}
    return Behavior(
        {"greatest": greatest, "ceiling": 100 * rows.get("Emax").value},
        {"units": units, "greatest block (%)": greatest},
        (weekly("block (%)", 26, curves),),
    )


@cache
def muscle() -> Behavior:
    """Size and contractile share of a calf a year after one session, and after six."""
    share = rows.get("permanent_share")
    plans = ({"sessions": 1}, {"sessions": 6, "every_weeks": 12.0})
    years_later = (365, 5 * CYCLE + 365)
    read = {
        text: [
            course("healthy_muscle", **plan, **settings)[column][day]
            for plan, day in zip(plans, years_later, strict=True)
        ]
        for text, column, settings in (
            ("size (%)", "size_percent", {}),
            ("contractile share (%)", "contractile_percent", {}),
            ("the same, none lost for good", "contractile_percent", {"permanent_share": share.low}),
            (
                "the same, most lost for good",
                "contractile_percent",
                {"permanent_share": share.high},
            ),
        )
    }
    x = ("weeks from the first session", (np.arange(28) + 0.5) * WINDOW / WEEK)
    panels = tuple(
        Panel(
            "percent of before",
            x,
            {
                name: means(course("healthy_muscle", **plan)[column], WINDOW)[: len(x[1])]
                for name, column in (
                    ("size", "size_percent"),
                    ("contractile share", "contractile_percent"),
                )
            },
            title=title,
            least=60.0,
        )
        for title, plan in zip(("one session", "six, 12 weeks apart"), plans, strict=True)
    )
    after_one, after_six = zip(*read.values(), strict=True)
    return Behavior(
        dict(zip(("size", "contractile", "none", "most"), read.values(), strict=True)),
        {
            "calf": list(read),
            "a year after one session": after_one,
            "a year after six": after_six,
        },
        panels,
    )


@cache
def genes() -> Behavior:
    """The gene response of a calf, and the size that it goes with."""
    calf = course("healthy_muscle", sessions=1)
    share = 100 * state(calf, "r") / state(calf, "r").max()
    return Behavior(
        {"peak": int(np.argmax(share)), "share": share},
        on_days("week", (7, 14, 28, 56, 84), 7, {"gene response (% of its greatest)": share}),
        (weekly("gene response (% of its greatest)", 26, {"calf muscle": share}),),
    )


@cache
def spindle() -> Behavior:
    """Force and stretch reflex of a forearm."""
    arm = course("healthy_muscle", plan="forearm_dystonia")
    force, reflex = arm["strength_percent"], arm["reflex_percent"]
    return Behavior(
        {"force": half_back(force), "reflex": half_back(reflex), "week_26": reflex[26 * WEEK]},
        on_days("week", (7, 21, 84, 182, 364), 7, {"force (%)": force, "reflex (%)": reflex}),
        (weekly("percent of before", 52, {"force": force, "length sense (reflex)": reflex}),),
    )


@cache
def synergist() -> Behavior:
    """Size of the uninjected soleus, and stiffness of both jaw muscles."""
    calf, jaw = course("healthy_muscle", sessions=1), course("bruxism", sessions=1)
    model = {
        "calf-synergist-5": calf["synergist_size_percent"],
        "masseter-stiff": jaw["stiffness_percent"],
        "temporalis-stiff": jaw["synergist_stiffness_percent"],
    }
    read = {name: values[published(name)[0] * WEEK] for name, values in model.items()}
    sizes = {
        "soleus, not injected": model["calf-synergist-5"],
        "gastrocnemius": calf["size_percent"],
    }
    stiff = {
        "temporalis, not injected": model["temporalis-stiff"],
        "masseter": model["masseter-stiff"],
    }
    return Behavior(
        read,
        beside_published(read),
        (
            weekly(
                "size (% of before)",
                26,
                sizes,
                least=80.0,
                points=[published("calf-synergist-5")],
            ),
            weekly(
                "stiffness (% of before)",
                26,
                stiff,
                points=[published("masseter-stiff"), published("temporalis-stiff")],
            ),
        ),
    )


@cache
def remote() -> Behavior:
    """Strength of the uninjected opposite side: as it is, if set, and in the rabbit."""
    most = rows.get("remote_effect").high
    name = "opposite_strength_percent"
    sides = {
        "unless set": course("healthy_muscle", sessions=1)[name],
        f"set to {most:g}": course("healthy_muscle", sessions=1, remote_effect=most)[name],
        "rabbit, animal dose": course("rabbit_muscle", sessions=1)[name],
    }
    least = {side: values.min() for side, values in sides.items()}
    return Behavior(
        {"unset": sides["unless set"], "least": least, "lost": 100 - least[f"set to {most:g}"]},
        {"opposite side": list(least), "least strength (%)": list(least.values())},
        (weekly("strength of the opposite side (%)", 20, sides, least=90.0),),
    )


@cache
def frown() -> Behavior:
    """Strength of the frown after one session for migraine."""
    strength = course("chronic_migraine", sessions=1)["frown_percent"]
    return Behavior(
        {"least": strength.min(), "half": half_back(strength)},
        on_days("week", (7, 14, 42, 84, 182), 7, {"frown (%)": strength}),
        (weekly("strength of the frown (%)", 26, {"face muscles": strength}),),
    )


@cache
def rabbit() -> Behavior:
    """Contractile share of a rabbit's thigh at animal doses, and of a calf at human ones."""
    interval = injections.plan("quadriceps_per_kg").interval_days or 0
    thigh = course("rabbit_muscle", sessions=6)["contractile_percent"]
    calf = course("healthy_muscle", sessions=6, every_weeks=interval / WEEK)["contractile_percent"]
    read = {n: thigh[published(n)[0] * WEEK] for n in ("rabbit-3", "rabbit-6")}
    points = [published(name) for name in read]
    return Behavior(
        {**read, "person": calf[26 * WEEK]},
        beside_published(read)
        | {"person, human dose as often": [calf[week * WEEK] for week, _, _ in points]},
        (
            weekly(
                "contractile share (% of before)",
                26,
                {"person, human dose": calf, "rabbit, animal dose": thigh},
                points=points,
            ),
        ),
    )
