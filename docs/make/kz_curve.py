"""How many would be worse than untreated, as a curve over kz, and which kz open series rule out.

Part of docs/two-voices.md. Deterministic.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from wearoff.evidence import rows
from wearoff.faces.shared import figures
from wearoff.formats import fitted
from wearoff.simulation.hypothesis import SMALL
from wearoff.stats.intervals import NINE_IN_TEN
from wearoff.studies import predict
from wearoff.studies.calibrate import KINDS
from wearoff.studies.design import published
from wearoff.studies.groups import SEED, Group, center_array
from wearoff.studies.read import read_targets
from wearoff.studies.study import Entry, Study

TARGETS = Path(str(files("wearoff.evidence").joinpath("data", "targets.csv")))
KZ = (0.0, 0.001, 0.002, 0.004, 0.006, 0.01, 0.02)
"""Per day; the range that `hypothesis_kz` gives."""
APART = 8.0
"""Least distance of two labels."""
ASSUMED = "2 years on, if kz were so (nobody has measured it)"
MIDDLE = rows.get("hypothesis_kz").value
"""The value that `simulate --hypothesis` draws."""
CLOSED = rows.get("hypothesis_lambda_z").value
"""lambda_z with which damage loosens the neck: the warning's whole spiral."""
NECKS = {"strong": 1.2, "healthy": 1.0, "weak": 0.75, "wasted": 0.5}
"""Capacity of the deep muscles against what the day asks of them."""
LINES = {"strong": "with", "healthy": "muted", "weak": "session", "wasted": "without"}
PEOPLE, CYCLE, WORSE = 192, 84, 1.0
"""Persons a point; days of a cycle; more headache days in 28 than untreated that count."""
YEARS = (2, 5)
DAYS = 1848
MOST_ANSWER = 4.0
"""`leaving_answer` at the top of its range."""


class Drive(NamedTuple):
    """What drives the headache, and how it is injected."""

    title: str
    condition: str
    plan: str
    units: float
    baseline: float


DRIVES = (
    Drive("migraine, 155 U", "chronic_migraine", "preempt_155", 155, 20),
    Drive("migraine, 195 U", "chronic_migraine", "preempt_155_195", 195, 20),
    Drive("neck, 50 U", "cervicogenic", "neck_tender_points", 50, 15),
    Drive("neck, 100 U", "cervicogenic", "neck_tender_points", 100, 15),
)


def study(drive: Drive, kz: float, capacity: float) -> Study:
    """Sessions every 12 weeks for five years, in people with these deep muscles."""
    first, *_ = read_targets(TARGETS).targets
    asked = published(
        replace(
            first,
            condition=drive.condition,
            plan=drive.plan,
            units=drive.units,
            product="onabotulinumtoxinA",
            interval_weeks=12.0,
            sessions=DAYS // CYCLE,
            baseline=drive.baseline,
        )
    )
    group = Group((asked,))
    known = predict.fold(None)
    place = dict(zip(known.names, known.mean, strict=True))
    centers = np.array([[place.get(name, 0.0) for name in group.names]])
    return Study(
        design=asked.design,
        days=DAYS,
        centers=center_array(group.names, centers),
        people=PEOPLE,
        seed=SEED,
        entry=Entry("headache_days", drive.baseline, 0.0),
        settings={"kz": kz, "lambda_z": CLOSED, "deep_capacity": capacity},
    )


def worse(drive: Drive, kz: float, capacity: float, placebo: np.ndarray | None) -> list[float]:
    """Percent of people worse than untreated over the cycle that ends each of `YEARS`."""
    made = study(drive, kz, capacity)
    toxin = made.course("toxin", "headache_days")[0]
    without = made.course("placebo", "headache_days")[0] if placebo is None else placebo
    more = toxin - without
    ends = [round(365.25 * year) // CYCLE * CYCLE for year in YEARS]
    return [100 * float((more[:, e - CYCLE : e].mean(1) >= WORSE).mean()) for e in ends]


def curve() -> pl.DataFrame:
    """Share worse by drive, deep muscles and kz."""
    found = []
    for drive in DRIVES:
        for neck, capacity in NECKS.items():
            without = study(drive, 0.0, capacity).course("placebo", "headache_days")[0]
            for kz in KZ:
                two, five = worse(drive, kz, capacity, without)
                found.append(
                    {"drive": drive.title, "neck": neck, "kz": kz, "two": two, "five": five}
                )
    return pl.DataFrame(found)


def picture(table: pl.DataFrame) -> str:
    """Share worse after two years over kz, one panel a drive at its usual dose."""
    axes = figures.Axes("kz, per day", "% of people worse", (0.0, 100.0))
    panels = []
    for drive in (DRIVES[0], DRIVES[3]):
        mine = table.filter(pl.col("drive") == drive.title)
        lines = {neck: mine.filter(pl.col("neck") == neck) for neck in LINES}
        charts = [figures.line(one, "kz", "two", axes, color=LINES[n]) for n, one in lines.items()]
        room = 100.0 + APART
        highest = sorted(lines, key=lambda neck: (-lines[neck]["two"][-1], NECKS[neck]))
        for neck in highest:
            room = min(float(lines[neck]["two"][-1]), room - APART)
            charts.append(figures.label(KZ[-1], room, neck, LINES[neck]))
        panels.append(figures.layered(*charts, title=f"{drive.title}: {ASSUMED}"))
    return figures.svg(figures.beside(*panels), background=figures.PAPER["background"])


def share(table: pl.DataFrame, drive: Drive, neck: str, kz: float, column: str = "two") -> float:
    """Percent worse of one drive, neck and kz after two or five years."""
    mine = table.filter(
        (pl.col("drive") == drive.title) & (pl.col("neck") == neck) & (pl.col("kz") == kz)
    )
    return float(mine[column][0])


def finding(table: pl.DataFrame) -> str:
    """One sentence: what the picture shows."""
    neck, migraine = DRIVES[3], DRIVES[0]
    return (
        f"After 2 years at kz {MIDDLE:g}, {share(table, neck, 'wasted', MIDDLE):.0f} of 100 people "
        f"with a wasted neck and a headache from it are worse than untreated, "
        f"{share(table, migraine, 'strong', MIDDLE):.0f} of 100 with a strong neck and migraine; "
        f"at kz 0 it is {share(table, neck, 'wasted', 0.0):.0f} and "
        f"{share(table, migraine, 'strong', 0.0):.0f}."
    )


def floor(table: pl.DataFrame) -> str:
    """Whether the lines stay down where a condition of the warning fails, in sentences."""
    neck, migraine = DRIVES[3], DRIVES[0]
    still = table.filter(pl.col("kz") == 0.0)
    most = max(*still["two"].to_list(), *still["five"].to_list())
    low, high = (
        [share(table, drive, "strong", MIDDLE, column) for drive in (migraine, neck)]
        for column in ("two", "five")
    )
    return (
        f"Where the first fails (kz 0), every line stays on its floor: at most {most:.0f} of 100 "
        f"are worse, after 2 years and after 5. Where the second fails, fewer are worse but not "
        f"none: at kz {MIDDLE:g}, of 100 people with a strong neck {low[0]:.0f} with migraine "
        f"({migraine.units} U) and {low[1]:.0f} with a headache from the neck ({neck.units} U) are "
        f"worse after 2 years, and {high[0]:.0f} and {high[1]:.0f} after 5."
    )


class Ruling(NamedTuple):
    """What an open series says of one kz."""

    kz: float
    stayers: tuple[float, float, float]
    everyone: float
    chance: float


SERIES = ("compel60", "compel108")
DIGITS = 4


def rulings(answer: float | None) -> tuple[float, list[Ruling]]:
    """The published change among stayers from week 60 to 108, and what each kz predicts.

    Args:
        answer: `leaving_answer` in everybody; None draws it from its posterior.
    """
    early, late = (one for one in read_targets(TARGETS).targets if one.id in SERIES)
    reported = (late.value or 0.0) - (early.value or 0.0)
    pair = (published(early), published(late))
    group = Group(pair)
    all_of_them = tuple(published(replace(one, population="all")) for one in (early, late))
    known = predict.fold("compel")
    between = predict.heterogeneity(known, SEED).between[:, KINDS.index("headache")]
    drawn = predict.draw_centers(known, group.names, between, SEED)
    error = float(np.hypot(early.se or 0.0, late.se or 0.0))
    found = []
    for kz in KZ:
        given = {"kz": kz, "lambda_z": CLOSED}
        given |= {} if answer is None else {"leaving_answer": answer}
        before, after, first, last = Group((*pair, *all_of_them)).figures(
            center_array(group.names, drawn), given
        )
        change = after.value - before.value
        spread = (change[:, None] + error * predict.NOISE).ravel()
        low, high = np.quantile(spread, NINE_IN_TEN)
        found.append(
            Ruling(
                kz,
                (float(change.mean()), float(low), float(high)),
                float((last.value - first.value).mean()),
                float((spread <= reported).mean()),
            )
        )
    return reported, found


def share_table(table: pl.DataFrame, column: str) -> list[str]:
    """Percent worse, a line a drive and neck, a column a kz."""
    lines = [
        "| drive and dose | deep muscles | " + " | ".join(f"kz {kz:g}" for kz in KZ) + " |",
        "|---|---|" + "--:|" * len(KZ),
    ]
    for drive in DRIVES:
        for neck in NECKS:
            mine = table.filter((pl.col("drive") == drive.title) & (pl.col("neck") == neck))
            cells = " | ".join(f"{value:.0f}" for value in mine[column])
            lines.append(f"| {drive.title} | {neck} | {cells} |")
    return [*lines, ""]


RULED = """Among those who stayed in the longest open series (COMPEL2018), headache days changed by
{change:+.1f} in 28 from week 60 to week 108.

| kz | stayers, predicted (9 in 10) | everyone, leavers too | chance of the published change or better | the same if leaving follows benefit twice as much |
|--:|--:|--:|--:|--:|"""  # noqa: E501 - a row of a table is one line


def against(found: list[Ruling]) -> str:
    """Which kz have a small chance, in words."""
    low = [ruling.kz for ruling in found if ruling.chance < SMALL]
    return f"kz {', '.join(f'{kz:g}' for kz in low)}" if low else "no kz of the table"


def keep(usual: list[Ruling], strong: list[Ruling]) -> None:
    """Keep what `simulate --hypothesis` says of a size of the assumption."""
    early, _ = (one for one in read_targets(TARGETS).targets if one.id in SERIES)
    records = [
        {
            "source": early.source,
            "condition": early.condition,
            "kz": one.kz,
            "lambda_z": CLOSED,
            "chance": round(one.chance, DIGITS),
            "leaving": round(other.chance, DIGITS),
        }
        for one, other in zip(usual, strong, strict=True)
    ]
    fitted.write("simulation", "long_series", records)


def ruling_table() -> tuple[list[str], str]:
    """What each kz predicts for the stayers of the longest open series, and one sentence of it."""
    published, usual = rulings(None)
    _, strong = rulings(MOST_ANSWER)
    lines = [RULED.format(change=published)]
    keep(usual, strong)
    for one, other in zip(usual, strong, strict=True):
        mean, low, high = one.stayers
        lines.append(
            f"| {one.kz:g} | {mean:+.1f} ({low:+.1f} to {high:+.1f}) | {one.everyone:+.1f} "
            f"| {one.chance:.2f} | {other.chance:.2f} |"
        )
    verdict = (
        f"With a chance below {SMALL:g}, it speaks against {against(usual)} in people with "
        f"migraine; if leaving follows benefit twice as much, against {against(strong)}."
    )
    return lines, verdict
