"""Every number has its unit, spread, source and grade; what is damaged or unknown is refused."""

from __future__ import annotations

import math
import re
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wearoff.errors import EvidenceError, InputError
from wearoff.evidence import anatomy, injections, rows
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.model.parts.junction import JUNCTION
from wearoff.model.wiring import wire
from wearoff.records import SIDES
from wearoff.units import PRODUCT_UNITS, SHIPPED, UnitError, factor, registry

GOOD = {
    "name": "made_up",
    "value": "2",
    "unit": "day",
    "low": "1",
    "high": "4",
    "law": "lognormal",
    "varies": "person",
    "grade": "human",
    "source": "judged",
    "place": "table 1",
    "meaning": "time until something happens",
    "note": "",
}
NECK = ("splenius_capitis", "trapezius")


# Rows


def test_every_row_loads():
    """All rows of the table pass the loader, and each has a source that names where it was read."""
    known = rows.load()
    assert len(known) == len(rows.table("numbers")) > 50
    for row in known.values():
        assert row.low <= row.value <= row.high
        assert rows.sources()[row.source].citation


def test_sources_are_unique_and_titled():
    """Source ids are unique and none lacks a title."""
    ids = [record["id"] for record in rows.table("sources")]
    assert len(ids) == len(set(ids))
    assert all(record["title"] for record in rows.table("sources"))


def test_a_whole_row_is_read():
    """A complete row is read as it stands."""
    row = rows.parse(GOOD, 7)
    assert (row.name, row.value, row.low, row.high, row.unit) == ("made_up", 2, 1, 4, "day")
    assert row.grade == "human"


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize("field", ["name", *rows.REQUIRED])
def test_an_empty_field_is_refused(field, blank):
    """A row with an empty field is refused with its line and the field."""
    with pytest.raises(EvidenceError, match=rf"line 7\b.*\b{field}\b"):
        rows.parse(GOOD | {field: blank}, 7)


@pytest.mark.parametrize(
    ("field", "damage"),
    [
        ("value", "two"),
        ("low", "1 to 2"),
        ("high", "4,0"),
        ("value", "nan"),
        ("low", "nan"),
        ("high", "nan"),
        ("unit", "fortnightz"),
        ("unit", "U_any"),
        ("law", "uniform"),
        ("varies", "sometimes"),
        ("grade", "rumor"),
        ("source", "NOBODY1999"),
        ("value", "0.5"),
        ("value", "5"),
    ],
)
def test_a_damaged_field_is_refused(field, damage):
    """A row with a field that is not what it should be is refused with its line and the field."""
    with pytest.raises(EvidenceError, match=rf"line 7\b.*\b{field}\b"):
        rows.parse(GOOD | {field: damage}, 7)


@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_lognormal_row_is_positive(value):
    """A lognormal row that reaches zero or below is refused: it has no logarithm."""
    with pytest.raises(EvidenceError, match=r"line 7\b.*\blow\b"):
        rows.parse(GOOD | {"low": value}, 7)


def test_a_name_stands_once(monkeypatch):
    """A name that stands twice is refused with the line of its second row."""
    monkeypatch.setattr(rows, "table", lambda _: [GOOD, GOOD | {"name": "other"}, GOOD])
    with pytest.raises(EvidenceError, match=r"line 4\b.*\bmade_up\b.*twice"):
        rows.load.__wrapped__()


def test_the_line_is_the_line_of_the_file(monkeypatch):
    """The line of a damaged row counts the header as line 1."""
    monkeypatch.setattr(rows, "table", lambda _: [GOOD, GOOD | {"name": "b", "grade": "rumor"}])
    with pytest.raises(EvidenceError, match=r"line 3, row b\b.*grade"):
        rows.load.__wrapped__()


@pytest.mark.parametrize("product", PRODUCT_UNITS)
@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_every_parameter_has_a_row(name, product):
    """Every parameter of every condition has a row for every product, in a unit that fits."""
    chosen = condition(name)
    _, needles = injections.spread(
        injections.plan(chosen.usual_plan), chosen.usual, "left", None, product
    )
    wiring = chosen.wire({(i.muscle, i.side) for i in needles}, product)
    values = {row: rows.get(row).value for row in wiring.rows}
    bound = wiring.bind(values | dict.fromkeys(wiring.chances, 0.0))
    for part in wiring.parts:
        assert {p.name for p in part.parameters} <= set(bound[part.name])


@pytest.mark.parametrize("product", PRODUCT_UNITS)
def test_every_muscle_has_its_rows(product):
    """The junction finds all its numbers in every muscle that can be injected."""
    known = injections.muscles().values()
    sites = tuple((muscle.name, "midline" if muscle.midline else "left") for muscle in known)
    wiring = wire("any", [JUNCTION], {}, sites=sites, product=product)
    assert {f"volume_{muscle}" for muscle, _ in sites} <= set(wiring.rows) <= set(rows.load())


def test_settings_are_checked():
    """A setting is refused for an unknown row, for no number, and below zero where that is void."""
    assert rows.overrides({"kS": 0.3}) == {"kS": 0.3}
    for wrong in ({"kS": math.nan}, {"kS": math.inf}, {"kS": -0.1}, {"kS": 0.0}):
        with pytest.raises(InputError, match="kS"):
            rows.overrides(wrong)


# Plans


@pytest.mark.parametrize("name", injections.plans())
def test_plan_is_sound(name):
    """A plan's muscles, sides and products exist, and its units are positive."""
    plan = injections.plan(name)
    assert plan.source
    assert plan.interval_days is None or plan.interval_days >= 28
    for part in plan.parts:
        assert part.product in PRODUCT_UNITS
        assert part.units is None or (part.units > 0 and math.isfinite(part.units))
        assert part.side in (*SIDES, "both", "affected")
        if part.muscle != "usual":
            midline = injections.muscles()[part.muscle].midline
            assert (part.side == "midline") == midline
    assert len({part.product for part in plan.parts}) == 1


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_usual_plan_is_the_conditions_own(name):
    """A condition's usual plan has a dose and treats muscles that the condition has."""
    chosen = condition(name)
    plan = injections.plan(chosen.usual_plan)
    _, needles = injections.spread(plan, chosen.usual, "left", None, None)
    sites = {(needle.muscle, needle.side) for needle in needles}
    assert sites <= set(chosen.sites(sites))
    assert sum(needle.units for needle in needles) > 0


@pytest.mark.parametrize(
    ("ask", "given", "near"),
    [
        (rows.get, "kss", "kS"),
        (rows.get, "half_life_onabotulinum", "half_life_onabotulinumtoxinA"),
        (injections.plan, "nek", "neck"),
        (injections.plan, "Preemt155", "preempt_155"),
        (lambda name: anatomy.muscle_named(name, injections.muscles()), "maseter", "masseter"),
        (condition, "cervical_dystonai", "cervical_dystonia"),
    ],
)
def test_unknown_name_gives_the_nearest(ask, given, near):
    """An unknown name is refused on one line with what was given and the nearest that exists."""
    with pytest.raises(InputError, match=re.escape(f"did you mean '{near}'?")) as refused:
        ask(given)
    assert repr(given) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("muscle", "side"), [("masseter", "midline"), ("procerus", "left")])
def test_a_side_that_does_not_exist(muscle, side):
    """A side that a muscle does not have is refused."""
    with pytest.raises(InputError, match=rf"{muscle} has no side '{side}'"):
        anatomy.injected(muscle, side, 5)


@pytest.mark.parametrize("units", [-1.0, -1e-9, math.nan, math.inf, -math.inf])
def test_no_dose_that_is_not_one(units):
    """A negative, missing or infinite dose is refused."""
    with pytest.raises(InputError, match="dose"):
        injections.check_units(units)
    with pytest.raises(InputError, match="dose"):
        injections.spread(injections.plan("neck"), NECK, "left", units, None)


@pytest.mark.parametrize("name", injections.plans())
@settings(max_examples=25, deadline=None)
@given(
    units=st.floats(0, 1e5),
    product=st.sampled_from(list(PRODUCT_UNITS)),
    affected=st.sampled_from(["left", "right"]),
)
def test_spread_conserves_the_total(name, units, product, affected):
    """Any total of any product, spread over a plan, adds up to itself, at sites that exist."""
    plan = injections.plan(name)
    usual = CONDITIONS[plan.condition].usual if plan.condition in CONDITIONS else NECK
    asked = units / plan.kilograms
    chosen, needles = injections.spread(plan, usual, affected, asked, product)
    assert chosen == product
    assert math.fsum(needle.units for needle in needles) == pytest.approx(units, rel=1e-12)
    assert len({needle.site for needle in needles}) == len(needles)
    for needle in needles:
        assert anatomy.injected(needle.muscle, needle.side, needle.units) == (needle,)
        injections.check_units(needle.units)


@pytest.mark.parametrize(
    "name", [n for n, plan in injections.plans().items() if plan.parts[0].units is not None]
)
def test_a_plan_without_a_total_takes_its_own(name):
    """Without a total a plan gives its own units, muscle by muscle."""
    plan = injections.plan(name)
    product, needles = injections.spread(plan, NECK, "left", None, None)
    assert product == plan.parts[0].product
    for part in plan.parts:
        if part.muscle != "usual":
            given_units = sum(n.units for n in needles if n.muscle == part.muscle)
            assert given_units == pytest.approx(part.units * plan.kilograms, rel=1e-12)
    own = plan.kilograms * sum(part.units for part in plan.parts)
    assert sum(needle.units for needle in needles) == pytest.approx(own)


def test_a_plan_without_a_dose_needs_one():
    """A plan without a dose of its own is refused unless a total is given."""
    plan = injections.plan("fixed_various")
    with pytest.raises(InputError, match="fixed_various has no dose"):
        injections.spread(plan, NECK, "left", None, None)
    assert sum(n.units for n in injections.spread(plan, NECK, "left", 90, None)[1]) == 90


def test_affected_side_is_the_one_treated():
    """A plan for the affected side treats that side only, a plan for both sides each equally."""
    for side in ("left", "right"):
        needles = injections.spread(injections.plan("piriformis"), NECK, side, None, None)[1]
        assert [needle.site for needle in needles] == [f"piriformis_{side}"]
    both = injections.spread(injections.plan("masseter"), NECK, "left", None, None)[1]
    assert [(n.site, n.units) for n in both] == [("masseter_left", 30), ("masseter_right", 30)]


def test_usual_muscles_share_by_volume_without_shares():
    """Of usual muscles without shares of their own, the larger takes more, by volume."""
    usual = ("masseter", "corrugator")
    needles = injections.spread(injections.plan("fixed_100"), usual, "left", None, None)[1]
    units = {needle.muscle: needle.units for needle in needles}
    ratio = rows.value("volume_masseter", "cm**3") / rows.value("volume_corrugator", "cm**3")
    assert units["masseter"] / units["corrugator"] == pytest.approx(ratio)


def test_shares_and_volumes_do_not_mix():
    """Where one usual muscle has a share and another none, both are weighed on one scale."""
    usual = ("trapezius", "corrugator")
    needles = injections.spread(injections.plan("fixed_100"), usual, "left", None, None)[1]
    units = {needle.muscle: needle.units for needle in needles}
    assert units["trapezius"] > units["corrugator"]


@pytest.mark.parametrize("count", [None, 1, 3])
def test_sessions_come_at_their_interval(count):
    """Sessions start on day 0 and follow at the interval until their number or the days end."""
    _, needles = injections.spread(injections.plan("neck"), NECK, "left", None, None)
    made = injections.sessions(needles, "onabotulinumtoxinA", 84, count, 365)
    assert [session.day for session in made] == [0, 84, 168, 252, 336][:count]
    single = injections.sessions(needles, "onabotulinumtoxinA", None, count, 365)
    assert [session.day for session in single] == [0]


# Units


@pytest.mark.parametrize(("given", "wanted"), list(permutations(PRODUCT_UNITS.values(), 2)))
def test_units_of_different_toxins_do_not_convert(given, wanted):
    """No unit of one toxin turns into one of another."""
    with pytest.raises(UnitError, match=rf"{given}.*{wanted}"):
        factor(given, wanted)
    assert factor(given, given) == 1


def test_time_converts():
    """A week is seven days, and a day is no share."""
    assert factor("week", "day") == 7
    with pytest.raises(UnitError, match="day"):
        factor("day", "share")


@pytest.mark.parametrize(("given", "wanted"), SHIPPED)
def test_shipped_factors_are_those_of_the_registry(given, wanted):
    """A factor that is looked up is, to the last bit, the one the registry gives."""
    assert SHIPPED[given, wanted] == registry().Quantity(1.0, given).to(wanted).magnitude
