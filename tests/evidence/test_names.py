"""Names as people write them: each stands for one thing, and none for the nearest other."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.errors import InputError
from wearoff.evidence import anatomy, injections, rows
from wearoff.evidence.products import brands, named
from wearoff.evidence.spelling import one_word, words_in
from wearoff.model.conditions import CONDITIONS, condition
from wearoff.units import PRODUCT_UNITS

ONA, ABO, INCO, RIMA, DAXI = PRODUCT_UNITS
PEOPLE = condition("chronic_migraine").nameable
WITHOUT_ROW = sorted({brand.product for brand in brands()} - PRODUCT_UNITS.keys())
SPELLED = st.sampled_from([str.upper, str.lower, str.title, lambda text: f" {text}® "])


# Products


def test_every_brand_has_its_source_and_countries():
    """A brand's row names a source that exists, and where the brand is sold."""
    for brand in brands():
        assert brand.source in rows.sources()
        assert brand.countries
    assert len({one_word(brand.brand) for brand in brands()}) == len(brands())
    assert {brand.product for brand in brands()} > set(PRODUCT_UNITS)


@given(st.sampled_from(brands()), SPELLED)
def test_a_brand_is_its_product_or_refused_by_its_name(brand, spelled):
    """A brand in any capitals is its product; one without a row is refused, no other hinted at."""
    if brand.product in PRODUCT_UNITS:
        assert named(spelled(brand.brand)) == brand.product
        return
    with pytest.raises(InputError) as refused:
        named(spelled(brand.brand))
    told = str(refused.value)
    assert told == f"{brand.product} ({brand.brand}) has no row in the model: it cannot be analyzed"


@pytest.mark.parametrize("product", WITHOUT_ROW)
@pytest.mark.parametrize("end", ["botulinumtoxinA", "botulinum toxin A", "boNT-A", "botA", "boA"])
def test_a_product_without_a_row_is_never_another(product, end):
    """The generic name of a product that the model has no row of is refused by that name."""
    with pytest.raises(InputError, match=f"^{product} .* has no row in the model") as refused:
        named(product.removesuffix("botulinumtoxinA") + end)
    assert not any(known in str(refused.value) for known in PRODUCT_UNITS if known not in product)
    assert "did you mean" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("ona", ONA),
        ("onabotulinum toxin A", ONA),
        ("OnabotulinumtoxinA", ONA),
        ("ONABOTULINUMTOXIN-A", ONA),
        ("onaBoNT-A", ONA),
        ("BoNTA-ona", ONA),
        ("Onabotulinumtoxine A", ONA),
        ("Botox 100 U", ONA),
        ("Botox (onabotulinumtoxinA)", ONA),
        ("abo", ABO),
        ("aboBoNT-A", ABO),
        ("Dysport 500", ABO),
        ("inco A", INCO),
        ("rima", RIMA),
        ("Myobloc/NeuroBloc", RIMA),
        ("daxibotulinumtoxinA-lanm", DAXI),
    ],
)
def test_generic_names_are_read_in_any_spelling(text, product):
    """Capitals, spaces, first syllables, strengths and two names of one product are read."""
    assert named(text) == product


@pytest.mark.parametrize(
    "text",
    [
        "",
        "botulinum toxin",
        "BTX-A",
        "rimabotulinumtoxinA",
        "onabotulinumtoxinB",
        "Botax",
        "Disport",
        "not Botox",
        "Botox or Dysport",
        "like Xeomin",
        "onabotulinmtoxinA",
    ],
)
def test_what_names_no_product_is_refused_without_a_guess(text):
    """What is no name, a slip, or a name among other words is refused, and nothing is hinted at."""
    with pytest.raises(InputError, match=r"^unknown product") as refused:
        named(text)
    assert "did you mean" not in str(refused.value)


def test_two_products_in_a_cell_are_refused():
    """A cell that names two products is refused with both."""
    with pytest.raises(InputError, match=f"names {ABO} and {ONA}"):
        named("Botox/Dysport")


@given(st.text(max_size=12))
def test_any_text_is_a_product_or_one_line(text):
    """Whatever stands in a cell is a product of the model, or refused in a line."""
    try:
        assert named(text) in PRODUCT_UNITS
    except InputError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - both ways are right


# Muscles and areas


@pytest.mark.parametrize("record", rows.table("muscle_names"), ids=lambda record: record["alias"])
def test_every_shorthand_is_a_muscle(record):
    """Shorthand stands for a muscle that exists, in capitals and with words around it."""
    alias, muscle = record["alias"], record["muscle"]
    assert muscle in injections.muscles()
    for text in (alias, alias.upper(), f"M. {alias}", f"{alias} muscle"):
        assert anatomy.muscle_named(text, PEOPLE) == muscle


def test_no_shorthand_is_two_muscles():
    """No name, as one word, stands for two muscles or for a muscle and an area."""
    named_so = {}
    own = [(name, name) for name in (*injections.muscles(), *anatomy.areas())]
    pairs = [(r["alias"], r["muscle"]) for r in rows.table("muscle_names")]
    for alias, muscle in own + pairs:
        assert named_so.setdefault(one_word(alias), muscle) == muscle


def test_areas_are_muscles_with_a_source():
    """The shares of an area add up to one, and each row names a source."""
    assert set(anatomy.areas()) == {"glabella", "forehead"}
    for own in anatomy.areas().values():
        assert sum(own.values()) == pytest.approx(1)
        assert {muscle for muscle, _ in own} <= set(injections.muscles())
    assert {record["source"] for record in rows.table("areas")} <= set(rows.sources())


@given(
    place=st.sampled_from([*PEOPLE, *anatomy.areas()]),
    side=st.sampled_from(["left", "right", "midline", "both", "each", ""]),
    units=st.floats(0, 1e4),
)
def test_a_row_gives_its_units_or_is_refused(place, side, units):
    """Units of a row arrive whole, those of each side twice; or the side is refused."""
    try:
        given_ = anatomy.injected(place, side, units)
    except InputError:
        return
    paired = place in injections.muscles() and not injections.muscles()[place].midline
    times = 2 if side == "each" and paired else 1
    assert sum(one.units for one in given_) == pytest.approx(times * units)
    for one in given_:
        assert one.side == "midline" or not injections.muscles()[one.muscle].midline
        assert side not in {"left", "right"} or one.side == side


def test_the_glabella_is_the_label_s():
    """Twenty units of the glabella are eight in each corrugator and four in the procerus."""
    given_ = {one.site: one.units for one in anatomy.injected("glabella", "", 20)}
    assert given_ == {"corrugator_left": 8, "corrugator_right": 8, "procerus_midline": 4}


@pytest.mark.parametrize(
    ("place", "side", "fix"),
    [
        ("trapezius", "", "write left, right or both"),
        ("glabella", "left", "midline or both"),
        ("glabella", "each", "write the total"),
        ("procerus", "right", "midline"),
    ],
)
def test_a_side_that_cannot_be_is_refused_with_what_can(place, side, fix):
    """A paired muscle without a side, and half of an area in the midline, are refused."""
    with pytest.raises(InputError, match=re.escape(fix)):
        anatomy.injected(place, side, 10)


def test_an_animal_s_muscle_is_none_of_a_person():
    """A rabbit's muscle is refused for people and not listed; a person's for the rabbit."""
    for name, chosen in CONDITIONS.items():
        own, other = ("masseter", "quadriceps_rabbit")
        if name == "rabbit_muscle":
            own, other = other, own
        assert anatomy.muscle_named(own, chosen.nameable) == own
        with pytest.raises(InputError, match="another species") as refused:
            anatomy.muscle_named(other, chosen.nameable)
        assert other not in str(refused.value).partition("allowed")[2]


# Plans


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("PREEMPT", "preempt_155"),
        ("PREEMPT 155", "preempt_155"),
        ("preempt-155", "preempt_155"),
        ("Preempt_155", "preempt_155"),
        ("PREEMPT 155 U", "preempt_155"),
        ("PREEMPT-Protokoll", "preempt_155"),
        ("PREEMPT 155-195", "preempt_155_195"),
        ("PREEMPT 195", "preempt_155_195"),
        ("follow-the-pain", "preempt_155_195"),
        ("Masseter Temporalis", "masseter_temporalis"),
    ],
)
def test_plans_are_read_in_any_spelling(text, plan):
    """Capitals, spaces and dashes do not matter, and the paradigm has its short name."""
    assert injections.plan(text).name == plan


def test_no_plan_is_called_as_another():
    """Folded names of plans differ, and every other name of one is its own alone."""
    assert len({one_word(name) for name in injections.plans()}) == len(injections.plans())
    for record in rows.table("plan_names"):
        assert injections.plan(record["alias"]).name == record["plan"]


def test_words_are_folded():
    """Accents, capitals, underscores and marks are no part of a word."""
    assert words_in("  Élévateur-de_la (Scapula) ") == ("elevateur", "de", "la", "scapula")
