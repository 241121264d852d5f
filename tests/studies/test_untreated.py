"""People whom nobody treats: who stays chronic, who remits, and who moves between, year by year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_studies import MIGRAINE, study

from wearoff.errors import InputError
from wearoff.studies.design import EVERY_QUARTER, EVERY_YEAR, check, published
from wearoff.studies.reported import figure

CHRONIC, REMITTED, BETWEEN = EVERY_YEAR
TWO_YEARS = 104
ASKED = replace(MIGRAINE, arm="untreated", sessions=1, week=TWO_YEARS, quantity=CHRONIC)


def shares(asked=ASKED, **settings):
    """Percent of people, (3, populations): chronic at every year's end, never, sometimes."""
    people = study(asked, days=7 * TWO_YEARS, **settings)
    return np.array([figure(people, replace(asked, quantity=name)).value for name in EVERY_YEAR])


def test_everybody_stays_remits_or_moves_between():
    """The three shares are of everybody, and nobody is in two of them."""
    assert shares().sum(0) == pytest.approx(100)


def test_the_untreated_get_no_toxin():
    """Their course is that of one visit without toxin, and they are never told that it was."""
    people = study(ASKED, days=7 * TWO_YEARS)
    alone = np.array_equal(
        people.course("untreated", "headache_days"), people.course("placebo", "headache_days")
    )
    assert alone
    assert people.design.known_from("untreated") is None
    assert not any(i.units for s in people.design.sessions("untreated") for i in s.injections)


def test_a_level_that_rests_moves_nobody_between():
    """Few move between the years where levels hardly wander, more where they wander much."""
    rest, usual, wild = (shares(diary_wander_sd=sd)[2].mean() for sd in (0.01, 0.6, 1.4))
    assert rest < usual < wild


def test_who_begins_higher_stays_more_often():
    """Of people with more headache days at entry more are chronic at every year's end."""
    low, high = (shares(replace(ASKED, baseline=days))[0] for days in (16.0, 25.0))
    assert np.all(high > low + 10)


def test_who_is_asked_more_often_is_less_often_always_chronic():
    """Of those chronic at every year's end some were not in a quarter; a year's end is one too."""
    people = study(ASKED, days=7 * TWO_YEARS)
    quarters, years = (
        figure(people, replace(ASKED, quantity=name)).value for name in (EVERY_QUARTER, CHRONIC)
    )
    assert np.all(quarters < years)
    assert np.all(quarters > 0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sessions": 2}, "2 sessions in arm untreated"),
        ({"week": 40.0}, f"{CHRONIC} at week 40"),
        ({"week": 12.0, "quantity": EVERY_QUARTER}, f"{EVERY_QUARTER} at week 12"),
    ],
)
def test_what_nobody_can_show_is_refused(changed, said):
    """One visit and a year at least; both with what is allowed."""
    check(published(ASKED))
    with pytest.raises(InputError, match=said) as caught:
        check(published(replace(ASKED, **changed)))
    assert caught.value.allowed
