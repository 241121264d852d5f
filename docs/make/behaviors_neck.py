"""Behaviors of the neck: who holds it, what toxin takes away, and what the warning assumes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

import wearoff
from behaviors_courses import (
    CYCLE,
    DAMAGE,
    SPIRAL,
    WITH,
    WITHOUT,
    YEARS,
    Behavior,
    Panel,
    by_year,
    course,
    net,
    on_days,
    pair,
    reliefs,
    twins,
    weekly,
    yearly,
)
from wearoff.evidence import rows

WASTED, STRONG = 0.5, 1.2
"""Deep muscles at half of what the day asks of them, and with a reserve of a fifth."""
CAPACITIES = tuple(tenths / 10 for tenths in range(4, 14))
INJURIES = (0.0, 0.2, 0.4, 0.6)
PATIENTS, MUCH = 256, 4.0
OFF, ON = "kz 0", f"kz {DAMAGE['kz']:g}"
HEADACHE = "headache days in 28"
CAPACITY = "deep muscles (% of what the day asks)"
PAIN = "neck pain (0-10)"


@cache
def by_capacity(name: str, day: int | None = None) -> tuple[list[float], list[float]]:
    """An outcome with and without toxin for each deep capacity.

    On a day, or its greatest value of the first cycle.
    """
    found: tuple[list[float], list[float]] = ([], [])
    for capacity in CAPACITIES:
        for kept, columns in zip(found, pair("cervicogenic", deep_capacity=capacity), strict=True):
            values = columns[name]
            kept.append(float(values[:CYCLE].max() if day is None else values[day]))
    return found


def against_capacity(y: str, curves: dict[str, list[float]]) -> Panel:
    """Curves against the capacity of the deep muscles."""
    return Panel(y, (CAPACITY, 100 * np.array(CAPACITIES)), curves)


@cache
def deep_muscles() -> Behavior:
    """Load that nobody carries, against the capacity of the deep muscles."""
    treated, untreated = ([100 * v for v in side] for side in by_capacity("shortfall"))
    curves = {WITH: treated, WITHOUT: untreated}
    return Behavior(
        {
            "with": treated,
            "without": untreated,
            "wasted": untreated[CAPACITIES.index(WASTED)],
            "trauma": 100 * course("cervicogenic", units=0.0, trauma=WASTED)["shortfall"][0],
        },
        {CAPACITY: [100 * c for c in CAPACITIES]} | curves,
        (against_capacity("load that nobody carries (%)", curves),),
    )


@cache
def bigger_muscles() -> Behavior:
    """Drive of the big muscles and neck pain without toxin, against deep capacity."""
    command = [100 * value for value in by_capacity("tightness", 0)[1]]
    pain = by_capacity("neck_pain", 0)[1]
    drive = "drive of the big muscles (%)"
    wasted = CAPACITIES.index(WASTED)
    return Behavior(
        {
            "command": command,
            "overload": by_capacity("overload", 0)[1],
            "pain": pain,
            "wasted": (command[wasted], pain[wasted]),
            "healthy": pain[CAPACITIES.index(1.0)],
        },
        {CAPACITY: [100 * c for c in CAPACITIES], drive: command, PAIN: pain},
        (against_capacity(drive, {WITHOUT: command}), against_capacity(PAIN, {WITHOUT: pain})),
    )


@cache
def support() -> Behavior:
    """Strength of two necks and load that nobody carries in them, after one session."""
    people = {
        "healthy deep muscles": course("cervicogenic", sessions=1),
        "deep muscles at half": course("cervicogenic", sessions=1, deep_capacity=WASTED),
    }
    strength = people["healthy deep muscles"]["neck_strength_percent"]
    shortfall = {name: 100 * columns["shortfall"] for name, columns in people.items()}
    greatest = [values.max() for values in shortfall.values()]
    load = "load that nobody carries (%)"
    return Behavior(
        {
            "lost": 100 - strength.min(),
            "before": [values[0] for values in shortfall.values()],
            "greatest": greatest,
            "year": [values[365] for values in shortfall.values()],
        },
        on_days(
            "week",
            (0, 14, 42, 84, 182),
            7,
            {"neck strength (%)": strength} | {f"{load}, {n}": v for n, v in shortfall.items()},
        ),
        (
            weekly("neck strength (% of before)", 26, {"either neck": strength}),
            weekly(load, 26, shortfall),
        ),
    )


@cache
def old_injury() -> Behavior:
    """Neck pain of people with an old joint injury, who never had toxin and never get worse."""
    never = [course("cervicogenic", units=0.0, old_injury=injury) for injury in INJURIES]
    wasted = [
        course("cervicogenic", units=0.0, old_injury=injury, deep_capacity=WASTED)["neck_pain"][0]
        for injury in INJURIES
    ]
    pain = [columns["neck_pain"][0] for columns in never]
    x = ("old injury (% of full damage)", 100 * np.array(INJURIES))
    curves = {"deep muscles at half": wasted, "healthy deep muscles": pain}
    return Behavior(
        {
            "pain": pain,
            "wasted": wasted,
            "new_damage": max(np.ptp(columns["joint_damage"]) for columns in never),
        },
        {"old injury (%)": x[1].tolist()} | {f"{PAIN}, {n}": v for n, v in curves.items()},
        (Panel(PAIN, x, curves),),
    )


@cache
def tight_muscle() -> Behavior:
    """What relaxed muscles alone do for headache from the neck: no sensory endings blocked."""
    slope = rows.get("tight_headache_cervicogenic")
    alone: dict[str, Any] = {"sessions": 1, "sensory_response_cervicogenic": 0.0}
    tightness = 100 * course("cervicogenic", **alone)["tightness"]
    gains = {
        text: net("cervicogenic", "headache_days", **alone, tight_headache_cervicogenic=value)
        for text, value in (
            ("steepest slope", slope.high),
            ("usual slope", slope.value),
            ("slope 0", slope.low),
        )
    }
    return Behavior(
        {"tightness": tightness.min(), "gain": [gain.max() for gain in gains.values()]},
        on_days(
            "week",
            (7, 14, 42, 84, 182),
            7,
            {"pull (%)": tightness} | {f"fewer days, {name}": g for name, g in gains.items()},
        ),
        (
            weekly("pull of the injected muscles (%)", 26, {"any slope": tightness}),
            weekly("fewer headache days in 28", 26, gains),
        ),
    )


# Years


@cache
def strong_neck() -> Behavior:
    """Five years of migraine with a strong neck."""
    columns = pair("chronic_migraine", deep_capacity=STRONG)
    treated, untreated = (each["headache_days"] for each in columns)
    years = {WITH: by_year(treated), WITHOUT: by_year(untreated)}
    return Behavior(
        {"with": years[WITH], "without": years[WITHOUT]},
        {"year": range(1, 6)} | years,
        (yearly(HEADACHE, {WITH: treated, WITHOUT: untreated}),),
    )


@cache
def wasted_neck() -> Behavior:
    """Five years of neck-origin headache with wasted deep muscles, by assumption."""
    assumptions = {"off": {}, "on": DAMAGE, "spiral": SPIRAL}
    people = {
        name: [each["headache_days"] for each in pair("cervicogenic", deep_capacity=WASTED, **s)]
        for name, s in assumptions.items()
    }
    years = {name: [by_year(values) for values in both] for name, both in people.items()}
    off, on = (dict(zip((WITH, WITHOUT), people[name], strict=True)) for name in ("off", "on"))
    return Behavior(
        {f"{name}_with": both[0] for name, both in years.items()}
        | {f"{name}_without": both[1] for name, both in years.items()}
        | {f"{name}_relief": reliefs(both[0]) for name, both in people.items()},
        {
            "year": range(1, 6),
            f"{OFF}: with toxin": years["off"][0],
            f"{OFF}: without": years["off"][1],
            f"{ON}: with toxin": years["on"][0],
            f"{ON}: without": years["on"][1],
            f"{ON}, lambda_z {SPIRAL['lambda_z']:g}: with toxin": years["spiral"][0],
        },
        twins(yearly, HEADACHE, off, on),
    )


@cache
def exercise() -> Behavior:
    """The same neck with toxin, with and without a full exercise program, by assumption."""
    people = {
        (assumption, trained): [
            each["headache_days"]
            for each in pair("cervicogenic", deep_capacity=WASTED, exercise=trained, **settings)
        ]
        for assumption, settings in (("off", {}), ("on", DAMAGE))
        for trained in (0.0, 1.0)
    }
    fifth = {key: [by_year(values)[-1] for values in both] for key, both in people.items()}
    harm = [fifth["on", trained][0] - fifth["on", trained][1] for trained in (0.0, 1.0)]
    off, on = (
        {
            "toxin, no exercise": people[assumption, 0.0][0],
            "toxin and exercise": people[assumption, 1.0][0],
        }
        for assumption in ("off", "on")
    )
    return Behavior(
        {"fifth": fifth, "harm": harm, "undone": 100 * (1 - harm[1] / harm[0])},
        {
            "headache days in 28, year 5": ["no exercise", "exercise"],
            f"{OFF}: with toxin": [fifth["off", t][0] for t in (0.0, 1.0)],
            f"{OFF}: without": [fifth["off", t][1] for t in (0.0, 1.0)],
            f"{ON}: with toxin": [fifth["on", t][0] for t in (0.0, 1.0)],
            f"{ON}: without": [fifth["on", t][1] for t in (0.0, 1.0)],
        },
        twins(yearly, HEADACHE, off, on),
    )


# Patients


def ordered_gain(**settings: float) -> Any:
    """Net gain of drawn patients with chronic migraine in the last year, from worst to best."""
    treated, untreated = (
        wearoff.simulate(
            "chronic_migraine",
            patients=PATIENTS,
            years=YEARS,
            units=units,
            seed=1,
            settings=settings,
        )
        .frame()["headache_days"]
        .to_numpy()
        .reshape(PATIENTS, -1)[:, -365:]
        .mean(axis=1)
        for units in (None, 0.0)
    )
    return np.sort(untreated - treated)


@cache
def patients() -> Behavior:
    """Net gain of drawn patients with chronic migraine in year 5, by assumption."""
    gains = {"off": ordered_gain(), "on": ordered_gain(**DAMAGE)}
    worse = {name: 100 * float((gain < 0).mean()) for name, gain in gains.items()}
    much = {name: 100 * float((gain > MUCH).mean()) for name, gain in gains.items()}
    places = (np.arange(PATIENTS) + 0.5) / PATIENTS * 100

    def draw(y: str, curves: dict[str, Any], **more: Any) -> Panel:
        return Panel(y, ("patients of 100, from worst to best", places), curves, **more)

    quantiles = (0.05, 0.25, 0.5, 0.75, 0.95)
    return Behavior(
        {"gains": gains, "worse": worse, "much": much},
        {"patient of 100": [round(100 * q) for q in quantiles]}
        | {
            text: np.quantile(gains[name], quantiles).tolist()
            for name, text in (("off", OFF), ("on", ON))
        },
        twins(
            draw,
            "fewer headache days in 28, year 5",
            {"each patient": gains["off"]},
            {"each patient": gains["on"]},
        ),
    )
