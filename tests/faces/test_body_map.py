"""The drawn map: every site of every plan of head, neck, jaw and hip, its name and units apart."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from wearoff.evidence import injections
from wearoff.faces.shared import body_map
from wearoff.faces.shared.body_map import DOT, FONT, HEIGHTS, WIDTH, outlines, places
from wearoff.model.conditions import CONDITIONS
from wearoff.words.explore import DRAWN, INVENTED

REGIONS = {"face", "head", "jaw", "neck", "hip"}
LETTER = 0.55 * FONT
"""Width of a letter, more than the mean of a wide font."""


def sites():
    """Every site of every plan whose muscle is of a region that is drawn."""
    known = injections.muscles()
    found = set()
    for plan in injections.plans().values():
        usual = CONDITIONS[plan.condition].usual
        for side in ("left", "right"):
            _, given = injections.spread(plan, usual, side, 100, None)
            found |= {each.site for each in given if known[each.muscle].region in REGIONS}
    return sorted(found)


def boxes(svg):
    """Every text with the left, top, right and bottom of its box."""
    found = re.findall(r'<text x="([^"]*)" y="([^"]*)"[^>]*anchor="([^"]*)">([^<]*)<', svg)
    for x, y, anchor, text in found:
        width = LETTER * len(text)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        yield text, (left, float(y) - 0.8 * FONT, left + width, float(y) + 0.25 * FONT)


def apart(one, other):
    """Whether two boxes share nothing."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_every_site_of_every_plan_has_a_place():
    """Whatever a plan injects in head, neck, jaw or hip can be drawn, on its own side."""
    assert len(sites()) > 20
    assert set(sites()) <= set(places())
    for place in places().values():
        assert place.view in outlines()
        assert DOT <= place.x <= 250
        assert DOT + 14 <= place.y <= HEIGHTS[place.view] - DOT


@pytest.mark.parametrize("units", [5.0, 47.2])
def test_nothing_of_the_map_overlaps(units):
    """Names, sides, notes and short numbers share no place and stay inside; areas do not touch."""
    drawn = body_map.body_map(dict.fromkeys(places(), units))
    assert len(drawn) == len(outlines())
    for svg in drawn:
        told = list(boxes(svg))
        for text, box in told:
            assert box[0] >= 0, text
            assert box[2] <= WIDTH + 1, text
        for (text, one), (beside, other) in combinations(told, 2):
            assert apart(one, other), (text, beside)
    for one, other in combinations(places().values(), 2):
        if one.view == other.view:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * DOT) ** 2


def test_left_and_right_mirror_each_other():
    """A muscle's two places are mirrored, and its name stands at one height."""
    for place in places().values():
        if place.side != "midline":
            twin = places()[f"{place.muscle}_{'right' if place.side == 'left' else 'left'}"]
            assert place.x + twin.x == 250
            assert (place.y, place.name_y, place.view) == (twin.y, twin.name_y, twin.view)


def test_the_map_holds_what_the_table_says():
    """Only what is injected stands there, each with its units, seen and heard."""
    (front, sides) = body_map.body_map({"frontalis_left": 10.0, "masseter_right": 62.5})
    assert re.findall(r">([\d.]+)<", front) == ["10"]
    assert re.findall(r">([\d.]+)<", sides) == ["62.5"]
    assert "frontalis left 10 U" in front
    assert "temporalis" not in sides
    for svg in (front, sides):
        assert INVENTED in svg
        assert DRAWN in svg


def test_a_picture_has_no_style_and_no_script():
    """Pictures are drawn with attributes alone, so that a strict page can hold them."""
    for svg in body_map.body_map(dict.fromkeys(places(), 5.0)):
        assert re.search(r"style=|<script|<style|class=", svg) is None
