"""Cells: numbers with point or comma, scores of a scale, durations, words without their dress."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.formats.cells import folded, hours_in, number_in, of_scale


@given(st.decimals(-1000, 1000, places=2))
def test_point_and_comma_are_the_same_number(value):
    """4.5 and 4,5 are one."""
    assert number_in(str(value)) == number_in(str(value).replace(".", ",")) == float(value)


@pytest.mark.parametrize("text", ["", "x", "1,000.5", "1.000,5", "nan", "inf", "1e999", "--1", "٣"])
def test_what_is_no_plain_number_is_nan(text):
    """Nothing with two marks is guessed at."""
    assert math.isnan(number_in(text))


@given(st.integers(0, 10))
def test_a_score_of_its_scale_is_the_score(value):
    """7 and 7/10 are one on a scale up to 10; of another scale there is none."""
    assert of_scale(str(value), 10) == of_scale(f"{value}/10", 10) == of_scale(f"{value} of 10", 10)
    assert math.isnan(of_scale(f"{value}/5", 10))


@given(st.integers(0, 40), st.integers(0, 23), st.integers(0, 59))
def test_a_duration_is_the_same_in_every_way_of_writing_it(days, hours, minutes):
    """With letters, with words and as a clock."""
    whole = 24 * days + hours + minutes / 60
    texts = [
        f"{days}d {hours:02d}h {minutes:02d}m",
        f"{days} days, {hours}:{minutes:02d}:00",
        f"{24 * days + hours} h {minutes} min",
        f"{60 * (24 * days + hours) + minutes} min",
    ]
    assert [hours_in(text) for text in texts if 24 * days + hours < 1000] == pytest.approx(
        [whole] * len(texts)
    )


@pytest.mark.parametrize("text", ["", "3", "x", "3 x", "h", "3:75:00:00"])
def test_a_duration_without_a_unit_is_none(text):
    """What 3 is, hours or minutes, is for the column's name to say."""
    assert math.isnan(hours_in(text))


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text):
    """A folded word stays as it is."""
    assert folded(folded(text)) == folded(text)
