"""What a tap on the phone or a box on paper stands for in our columns, as the readers take it.

Some is a day on which one could go on, bad one that slowed or stopped the person: mild, and more
than mild. What is counted of severity is moderate or worse, so it is told exactly by the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from wearoff import runs
from wearoff.diary.outcomes import MODERATE
from wearoff.diary.overuse import CLASSES
from wearoff.diary.profiles import PROFILES
from wearoff.diary.read.ours import ASSUMED, DOSES, HEADACHE_SIGNS, NUMBERS
from wearoff.diary.write.result import DiaryPageResult
from wearoff.evidence.injections import MOST_UNITS, plans
from wearoff.evidence.products import brands
from wearoff.formats.csvs import Range
from wearoff.formats.documents import Meta
from wearoff.units import PRODUCT_UNITS
from wearoff.words import dictionary

if TYPE_CHECKING:
    from datetime import date

ANSWERED = {
    "none": {"headache": "0"},
    "some": {"headache": "1", "severity_3": "1"},
    "bad": {"headache": "1", "severity_3": "3"},
}
"""Cells of each answer; a day without one has no row."""
OWN = {
    "diary": ("headache", "severity_3", "acute_medication", "acute_class", "note"),
    "injections": ("plan", "units", "product"),
}
"""Columns that are written whatever they hold, behind the date."""
BESIDE_HEADACHE = ("headache", *HEADACHE_SIGNS, ASSUMED)
"""What a new answer takes the place of where it says that there was no headache."""


def columns() -> dict[str, list[dict[str, Any]]]:
    """Columns of both tables with what a cell may hold; a column of words has no range."""
    units = Range(0, MOST_UNITS)
    return {
        "diary": [_column(name, NUMBERS.get(name)) for name in dictionary.DIARY if name != "date"],
        "injections": [
            _column(name, units if name == "units" else None) for name in OWN["injections"]
        ],
    }


def _column(name: str, holds: Range | None) -> dict[str, Any]:
    if holds is None:
        return {"name": name}
    ends = {"lowest": holds.lowest, "highest": holds.highest, "whole": holds.whole}
    return {"name": name, **ends}


class OwnOfPlan(TypedDict):
    """What a plan gives where nothing else is said: units of a session, by a brand's name."""

    units: float
    product: str


def offered_plans() -> dict[str, dict[str, OwnOfPlan]]:
    """Plans with units of their own, by the condition that people have."""
    found: dict[str, dict[str, OwnOfPlan]] = {}
    for name, plan in plans().items():
        own = [part.units for part in plan.parts]
        if plan.condition in PROFILES and None not in own:
            product = next(one.brand for one in brands() if one.product == plan.parts[0].product)
            units = sum(unit or 0.0 for unit in own)
            found.setdefault(plan.condition, {})[name] = OwnOfPlan(units=units, product=product)
    return found


def offered_products() -> list[str]:
    """Brands of the products that the model knows."""
    return [brand.brand for brand in brands() if brand.product in PRODUCT_UNITS]


def rules_of_days() -> dict[str, Any]:
    """What the page has to know of days: answers, signs of headache, ends."""
    return {
        "answered": ANSWERED,
        "moderate": MODERATE,
        "signs": HEADACHE_SIGNS,
        "beside_headache": BESIDE_HEADACHE,
        "most_doses": DOSES.highest,
        "classes": list(CLASSES),
    }


def made(month: date | None, path: str) -> DiaryPageResult:
    """What is said of a page that is written there: the phone's, or the sheet of a month."""
    return DiaryPageResult(
        meta=Meta(**runs.meta(None)),
        wrote=(path,),
        page="month" if month else "phone",
        month=f"{month:%Y-%m}" if month else None,
        columns=("date", *OWN["diary"]),
        answers={name: dict(cells) for name, cells in ANSWERED.items()},
    )
