"""What the two texts describe holds in the model, each in the range that is stated for it."""

from __future__ import annotations

import numpy as np
import pytest

import behaviors
import behaviors_body as body
import behaviors_neck as neck
import behaviors_page as page
from behaviors_courses import published
from behaviors_words import SECTIONS
from wearoff.evidence import rows

YEAR = slice(1, 365)
"""The first year without its first day, which is the same in everybody."""


def rising(values):
    """Whether each value is above the one before."""
    return bool(np.all(np.diff(values) > 0))


def apart(name, value):
    """How many standard errors a figure lies from the published one."""
    _, figure, error = published(name)
    return abs(value - figure) / error


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.test)
def test_every_behavior_names_a_claim_or_says_why_not(section):
    """A section of the page quotes the claims that its test shows, or says that there is none."""
    assert page.said(section) != "The texts: "


# Timing


def test_onset_within_days():
    """A tenth of a foot muscle's response is lost in 48 hours and headache is lower in week 1."""
    found = behaviors.onset().numbers
    assert 0 < found["onset"] <= 2
    assert found["fall"] >= 10
    assert found["week_1"] >= 0.5


def test_more_dose_more_block():
    """Every larger dose blocks more, from a little to nearly all, and none passes the ceiling."""
    found = body.dose().numbers
    assert rising(found["greatest"])
    assert found["greatest"][0] < 10
    assert 90 < found["greatest"][-1] < found["ceiling"]


def test_outcome_peaks_in_weeks_2_to_6():
    """One session's gain over placebo is greatest between days 14 and 42 in every condition."""
    days = behaviors.peaks().numbers["days"]
    assert set(days) == set(behaviors.SYMPTOMS)
    assert {name: day for name, day in days.items() if not 14 <= day <= 42} == {}


def test_half_of_the_gain_is_gone_in_weeks_6_to_14():
    """Half of a usual dose's gain is gone on days 42 to 98, and later with every larger dose."""
    found = behaviors.half().numbers
    assert 42 <= found["first"] <= found["last"] <= 98
    assert len(found["days"]) == len(behaviors.SYMPTOMS)
    assert {name: days for name, days in found["days"].items() if not rising(days)} == {}


def test_context_alone_improves():
    """Placebo and toxin arms of chronic migraine fall as in the trials, to 2 standard errors."""
    found = behaviors.context().numbers
    arms = [f"{trial}-{arm}" for trial in ("onset3", "preempt2") for arm in ("toxin", "placebo")]
    assert {name: found[name] for name in arms if apart(name, found[name]) > 2} == {}
    assert found["preempt2-toxin"] < found["preempt2-placebo"] < found["onset3-placebo"] < 0
    assert 50 < found["share"] < 100


# The two people of the texts


def test_strong_neck_improves_and_stays_so():
    """With a strong neck a migraine is better with toxin in each of five years, and stays so."""
    found = neck.strong_neck().numbers
    assert np.all(found["with"] < found["without"])
    assert found["with"][4] <= found["with"][1]


def test_wasted_neck_with_joint_damage_ends_worse():
    """A wasted neck is worse off by year 3 under kz, in spite of relief; without kz it never is."""
    found = neck.wasted_neck().numbers
    untreated = found["off_without"]
    assert np.all(found["off_with"] < untreated)
    for name in ("on", "spiral"):
        assert np.array_equal(found[f"{name}_without"], untreated)
        assert np.all(found[f"{name}_with"][2:] > untreated[2:])
        assert rising(found[f"{name}_with"])
        assert np.all(found[f"{name}_relief"] > 0.5)
    assert found["spiral_with"][4] > found["on_with"][4]


def test_exercise_undoes_part_of_it():
    """Exercise takes away much of what toxin adds by year 5 under kz, but not all of it."""
    found = neck.exercise().numbers
    plain, trained = found["harm"]
    assert 0 < trained < plain / 2
    assert found["fifth"]["off", 1.0][0] < found["fifth"]["off", 0.0][0]


def test_patients_differ():
    """Of drawn patients some are worse off and some much better; under kz many more are worse."""
    found = neck.patients().numbers
    assert 0 < found["worse"]["off"] < 20
    assert found["much"]["off"] > 10
    assert found["worse"]["on"] > 2 * found["worse"]["off"]
    low, high = np.quantile(found["gains"]["off"], [0.05, 0.95])
    assert high - low > 2


# The neck


def test_deep_muscles_protect():
    """The weaker the deep muscles, the more load nobody carries; toxin and trauma add to it."""
    found = neck.deep_muscles().numbers
    treated, untreated = np.array(found["with"]), np.array(found["without"])
    enough = np.array(neck.CAPACITIES) >= 1
    assert rising(-treated[treated > 0])
    assert np.all(np.diff(treated) <= 0)
    assert rising(-untreated[: np.argmax(enough) + 1])
    assert np.all(untreated[enough] < 0.1)
    assert np.all(treated[treated > 0] > untreated[treated > 0])
    assert np.sum(treated > 0) >= np.argmax(enough) + 1
    assert found["trauma"] == pytest.approx(found["wasted"], rel=1e-9)


def test_bigger_muscles_take_over():
    """Below the day's demand the big muscles are driven harder, overloaded, and the neck hurts."""
    found = neck.bigger_muscles().numbers
    command, overload, pain = (np.array(found[name]) for name in ("command", "overload", "pain"))
    weak = np.array(neck.CAPACITIES) < 1
    for values, healthy in ((command, 100.0), (overload, 0.0), (pain, found["healthy"])):
        assert rising(-values[weak])
        assert np.all(values[weak] > healthy)
        assert values[~weak] == pytest.approx(healthy, rel=2e-3, abs=1e-3)


def test_toxin_takes_support_away():
    """A session weakens the neck and adds load that nobody carries, and both are back in a year."""
    found = neck.support().numbers
    assert 5 < found["lost"] < 50
    for before, greatest, year in zip(
        found["before"], found["greatest"], found["year"], strict=True
    ):
        assert greatest > before + 2
        assert year == pytest.approx(before, abs=0.1)


def test_old_injury_hurts_the_neck():
    """The worse an old injury, the more the neck hurts without toxin, and none gets worse."""
    found = neck.old_injury().numbers
    assert rising(found["pain"])
    assert rising(found["wasted"])
    assert np.all(np.array(found["wasted"]) > np.array(found["pain"]))
    assert found["new_damage"] == 0


def test_tight_muscle_eases_the_nerve():
    """Relaxed muscles alone lower neck-origin headache by their slope, at slope 0 by nothing."""
    found = neck.tight_muscle().numbers
    steepest, usual, none = found["gain"]
    assert found["tightness"] < 60
    assert steepest > usual > none == 0


# Symptoms


def test_jaw_pain_and_headache_move_together():
    """Jaw pain and headache ease together after a session, and only through their coupling."""
    found = behaviors.jaw().numbers
    assert found["pain"] > 0.3
    assert found["headache"] > 0.1
    assert found["together"] > 0.9
    assert np.ptp(found["apart"]) == 0


def test_medication_days_fall_with_headache():
    """Medication days are a fixed share of headache days and lower with toxin all year."""
    found = behaviors.medication().numbers
    share = rows.get("acute_use").value
    assert found["toxin"] == pytest.approx(share * found["headache"], rel=1e-12)
    assert np.all(found["toxin"][YEAR] < found["placebo"][YEAR])
    assert found["gain"] > 0.5


def test_burden_falls_with_headache():
    """The burden falls by its slope per headache day, and is lower with toxin all year."""
    found = behaviors.burden().numbers
    assert found["per_day"] == pytest.approx(rows.get("burden_per_day").value, rel=1e-9)
    assert np.all(found["toxin"][YEAR] < found["placebo"][YEAR])
    assert found["gain"] > 0.5


def test_head_tilt_eases():
    """A session takes most of the head's tilt away, the score follows, and the tilt comes back."""
    found = behaviors.head_tilt().numbers
    assert found["tilt"][0] == pytest.approx(100)
    assert found["tilt"].min() < 10
    assert found["tilt"][26 * 7] > 80
    assert found["gain"] > 5


def test_leg_pain_eases():
    """A session takes pull off the sciatic nerve; leg pain is lower in week 1, more so later."""
    found = behaviors.leg_pain().numbers
    assert found["pressure"] < 60
    assert 1 < found["week_1"] < found["gain"]
    assert found["gain"] > 2


def test_variant_anatomy_matters():
    """Where nerve and muscle split each other all irritation follows the muscle: more relief."""
    split, usual = behaviors.variant().numbers["greatest"]
    assert split == pytest.approx(usual / rows.get("entrapped_share").value, rel=1e-9)


# Muscles


def test_frown_lines_soften():
    """After a session for migraine the frown is weaker by half or more, for weeks."""
    found = body.frown().numbers
    assert found["least"] < 50
    assert found["half"] > 28


def test_muscle_is_incompletely_back_a_year_later():
    """A year after one session, and after six, size and contractile share are a little lower."""
    found = body.muscle().numbers
    share = rows.get("permanent_share")
    for once, often in (found["size"], found["contractile"]):
        assert 90 < often < once < 100
    for sessions, usual, none, most in zip(
        (1, 6), found["contractile"], found["none"], found["most"], strict=True
    ):
        assert none == 100
        assert 100 * (1 - share.high) ** sessions < most < usual < none


def test_genes_are_back_by_week_12():
    """The gene response is greatest in the first weeks and all but gone in week 12."""
    found = body.genes().numbers
    assert 0 < found["peak"] <= 28
    assert found["share"][12 * 7] < 5


def test_spindle_is_slower_than_force():
    """Length sense is half back months after force is, and still low after half a year."""
    found = body.spindle().numbers
    assert found["reflex"] > found["force"] + 60
    assert found["week_26"] < 90


def test_synergist_takes_over():
    """Soleus, temporalis and masseter answer as published, to 2 standard errors."""
    found = body.synergist().numbers
    assert {name: value for name, value in found.items() if apart(name, value) > 2} == {}
    assert found["calf-synergist-5"] > 101
    assert found["temporalis-stiff"] > 101


def test_remote_effect_is_zero_unless_set():
    """The opposite side of a person keeps all strength unless set, and then loses 2 % at most."""
    found = body.remote().numbers
    assert np.all(found["unset"] == 100)
    assert 0 < found["lost"] <= 100 * rows.get("remote_effect").high
    assert 100 - found["least"]["rabbit, animal dose"] > found["lost"]


def test_rabbit_loses_contractile_share():
    """A rabbit loses contractile share as published, to 2 standard errors; a person far less."""
    found = body.rabbit().numbers
    rabbit = {name: value for name, value in found.items() if name != "person"}
    assert {name: value for name, value in rabbit.items() if apart(name, value) > 2} == {}
    assert 100 - found["person"] < (100 - found["rabbit-6"]) / 5
