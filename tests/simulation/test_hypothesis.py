"""The assumption of joint damage beside its opposite, harms beside a benefit, muscles folded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import wearoff
from wearoff.errors import InputError
from wearoff.evidence import harms, rows
from wearoff.faces.simulation import assumed
from wearoff.model.conditions import condition
from wearoff.simulation import engines, hypothesis
from wearoff.simulation.folding import Folded, fold

ROOT = Path(__file__).resolve().parents[2]
NECK = ("cervicogenic", "--typical", "--years", "2", "--set", "deep_capacity=0.5")
WASTED = {"deep_capacity": 0.5}
LOG = """date,muscle,side,units,product
2026-01-01,trapezius,left,50,onabotulinumtoxinA
2026-04-01,trapezius,left,50,onabotulinumtoxinA
"""


def days(simulation):
    """Daily headache days of a simulation."""
    return simulation.frame()["headache_days"].to_numpy()


@pytest.fixture(scope="module")
def both():
    """A wasted neck over two years under both assumptions."""
    return wearoff.hypothesis("cervicogenic", years=2, typical=True, settings=WASTED)


# The four courses


def test_off_is_the_plain_simulation(both):
    """With the assumption off the course is what simulate gives."""
    plain = wearoff.simulate("cervicogenic", years=2, typical=True, settings=WASTED)
    assert np.array_equal(days(both.off.toxin), days(plain))


def test_on_is_the_simulation_with_its_numbers_set(both):
    """With the assumption on the course is what simulate gives with kz and lambda_z set."""
    numbers = {name: rows.get(f"hypothesis_{name}").value for name in ("kz", "lambda_z")}
    assert both.settings == numbers
    told = wearoff.simulate("cervicogenic", years=2, typical=True, settings=WASTED | numbers)
    assert np.array_equal(days(both.on.toxin), days(told))
    assert days(both.on.toxin)[-1] > days(both.off.toxin)[-1]


def test_without_toxin_is_zero_units(both):
    """Without toxin is the same visits with 0 units, and the assumption changes nothing there."""
    empty = wearoff.simulate("cervicogenic", years=2, typical=True, settings=WASTED, units=0)
    assert np.array_equal(days(both.off.placebo), days(empty))
    assert np.array_equal(days(both.on.placebo), days(empty))


def test_a_given_size_is_used():
    """A kz that was set is the size of the assumption, with lambda_z as set or 0."""
    found = wearoff.hypothesis("cervicogenic", years=0.2, typical=True, settings={"kz": 0.01})
    assert found.settings == {"kz": 0.01, "lambda_z": 0.0}
    assert found.off.toxin.cohort.settings == {}


def test_periods_are_those_asked_for():
    """All four courses are summarized by month where months were asked for."""
    found = wearoff.hypothesis("cervicogenic", years=2, typical=True, by="month")
    assert [period["to_day"] - period["from_day"] for period in found.periods()[:3]] == [27] * 3


def test_a_log_can_be_followed(tmp_path):
    """An injection log serves all four courses; only the units differ."""
    log = tmp_path / "log.csv"
    log.write_text(LOG, encoding="utf-8")
    found = wearoff.hypothesis("cervicogenic", years=0.5, typical=True, injections=log)
    for pair in (found.off, found.on):
        sessions = [simulation.cohort.sessions for simulation in (pair.toxin, pair.placebo)]
        assert [[s.day for s in given] for given in sessions] == [[0, 90], [0, 90]]
        assert [sum(s.units for s in given) for given in sessions] == [100, 0]


@pytest.mark.parametrize("name", ["bruxism", "cervical_dystonia", "healthy_muscle"])
def test_a_condition_without_joints_is_refused(name):
    """A condition without neck joints has no such assumption, and says which have."""
    with pytest.raises(InputError, match=rf"{name} has no neck joints.*cervicogenic"):
        wearoff.hypothesis(name, years=0.2, typical=True)


# What people see


def test_the_assumption_stands_inside_its_picture(both):
    """Each panel carries its assumption as text, at one size and on one scale."""
    svg = assumed.picture(both)
    words = re.sub(r"<[^>]+>", "|", svg)
    for text in ("ASSUMPTION ON", "ASSUMPTION OFF", "kz 0.006", "with toxin", "without toxin"):
        assert text in words
    assert words.count("No human study has measured this") == 2
    assert words.count("with toxin") == 2
    sizes = re.findall(r'd="M0,0h(\d+)v(\d+)h-', svg)
    panels = [size for size in sizes if min(map(int, size)) > 100]
    assert len(panels) == 2
    assert panels[0] == panels[1]


def test_the_screen_has_two_columns(run):
    """Both assumptions have a column with the same periods, in 80 columns, and no default."""
    code, out, _ = run("simulate", *NECK, "--hypothesis")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert re.search(r"leaves nothing behind +If joint load leaves lasting damage", out)
    assert "default" not in out
    periods = re.findall(r"^(\d+-\d+) .*?(\d+-\d+) ", out, re.MULTILINE)
    assert len(periods) == 2
    assert all(left == right for left, right in periods)


def test_a_size_that_the_series_speaks_against_says_so(run):
    """In migraine every face says that a long series speaks against the size that is drawn."""
    drawn = rows.get("hypothesis_kz").value
    (ruling,) = (one for one in hypothesis.rulings() if one.kz == drawn)
    assert ruling.chance < hypothesis.SMALL
    found = wearoff.hypothesis("chronic_migraine", years=0.2, typical=True)
    assert found.against == ruling
    out = run("simulate", "chronic_migraine", "--typical", "--years", "0.2", "--hypothesis")[1]
    said = " ".join(out.split())
    assert assumed.AGAINST_NOTE in said
    assert assumed.ON_NOTE not in said
    assert f"Against kz {drawn:g}: in people with migraine ({ruling.source})" in said
    none = next(one for one in hypothesis.rulings() if one.kz == 0.0)
    for own, without in ((ruling.chance, none.chance), (ruling.leaving, none.leaving)):
        assert f"of {100 * own:.0f}" in said
        assert f"(at kz 0: {100 * without:.0f})" in said
    assert max(map(len, out.splitlines())) <= 80
    assert found.result.assumption.label.endswith(hypothesis.AGAINST)
    words = re.sub(r"<[^>]+>", "|", assumed.picture(found))
    assert words.count(hypothesis.AGAINST) == 1


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("cervicogenic", {}),
        ("episodic_migraine", {}),
        ("chronic_migraine", {"deep_capacity": 0.5}),
        ("chronic_migraine", {"kz": 0.001, "lambda_z": 1.0}),
        ("chronic_migraine", {"kz": 0.006}),
    ],
)
def test_the_series_is_silent_where_it_did_not_look(name, settings):
    """Other people, weak necks, less damage and damage that loosens nothing have no such line."""
    found = wearoff.hypothesis(name, years=0.1, typical=True, settings=settings)
    assert found.against is None
    assert hypothesis.AGAINST not in found.label
    shown = "\n".join(assumed.screen(found))
    assert assumed.ON_NOTE in shown
    assert "Against kz" not in shown


def test_page_screen_and_claims_say_one_thing():
    """The page's chances are those of the screen; no text keeps strong necks on the floor."""
    page = (ROOT / "docs" / "two-voices.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([\d.]+) \| [-+].*\| ([\d.]+) \| ([\d.]+) \|$", page, re.MULTILINE)
    kept = [(f"{r.kz:g}", f"{r.chance:.2f}", f"{r.leaving:.2f}") for r in hypothesis.rulings()]
    assert told == kept
    low = ", ".join(f"{r.kz:g}" for r in hypothesis.rulings() if r.chance < hypothesis.SMALL)
    text = " ".join(page.split())
    assert f"it speaks against kz {low} in people with migraine" in text
    assert f"`simulate --hypothesis` draws kz {rows.get('hypothesis_kz').value:g}" in text
    assert "fails, the curve stays on its floor" not in text
    strong = [
        [int(cell) for cell in re.findall(r"\d+(?= \|)", line)]
        for line in page.splitlines()
        if re.match(r"\| (migraine, 155 U|neck, 100 U) \| strong ", line)
    ]
    at = [r.kz for r in hypothesis.rulings()].index(rows.get("hypothesis_kz").value)
    two, five = (sorted(line[at] for line in pair) for pair in (strong[:2], strong[2:]))
    said = re.search(
        r"strong neck (\d+) with migraine .*? and (\d+) with .*? (\d+) and (\d+)", text
    )
    numbers = [int(each) for each in said.groups()]
    assert (sorted(numbers[:2]), sorted(numbers[2:])) == (two, five)
    assert max(five) > 0
    cards = wearoff.claims(ids=["C08", "C19"])
    assert all("a long series" in card.model for card in cards)


def test_screen_and_document_agree(run):
    """The numbers of the screen are those of the document."""
    document = json.loads(run("simulate", *NECK, "--hypothesis", "--json")[1])
    out = run("simulate", *NECK, "--hypothesis")[1]
    assert document["assumption"]["settings"] == {"kz": 0.006, "lambda_z": 1}
    for period in document["periods"]:
        line = next(x for x in out.splitlines() if x.startswith(f"{period['from_day']}-"))
        shown = [float(text) for text in re.findall(r"(?<![\d-])\d+\.?\d*(?=\s|$)", line)]
        wanted = [period[f"{side}_{arm}"] for side in ("off", "on") for arm in ("toxin", "placebo")]
        assert shown == pytest.approx(wanted, rel=5e-3)


def test_a_table_beside_both_assumptions_is_refused(run):
    """-o with --hypothesis is bad input: there would be four tables."""
    code, out, err = run("simulate", *NECK, "--hypothesis", "-o", "t.parquet")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_simulate_says_that_an_assumption_is_on(run, tmp_path):
    """With kz set the plain screen says so, and its picture shows the opposite too."""
    picture = tmp_path / "p.svg"
    out = " ".join(run("simulate", *NECK, "--set", "kz=0.006", "--plot", str(picture))[1].split())
    assert "ASSUMPTION ON: joint load leaves lasting damage (kz 0.006)" in out
    assert "ASSUMPTION OFF" in picture.read_text(encoding="utf-8")
    assert "ASSUMPTION" not in run("simulate", *NECK, "--set", "kz=0")[1]


def test_long_pictures_have_no_stripes():
    """A course of years is drawn in means of twelve weeks, a short one day by day."""
    long, short = (
        wearoff.simulate("chronic_migraine", years=years, typical=True).curve("headache_days")
        for years in (5, 1)
    )
    assert np.diff(long["week"]) == pytest.approx(12)
    assert np.diff(short["week"]) == pytest.approx(1 / 7)


# Harms


def test_harms_stand_beside_a_benefit(run):
    """Published rates of neck weakness, eyelid and swallowing are on the screen of a headache."""
    out = run("simulate", "chronic_migraine", "--patients", "20", "--years", "0.3")[1]
    for event in ("neck pain", "muscular weakness", "drooping eyelid", "trouble swallowing"):
        assert re.search(rf"{event}: [\d.]+ with toxin", out), event
    document = wearoff.simulate("chronic_migraine", years=0.1, typical=True).to_dict()
    assert [harm["event"] for harm in document["published_harms"]]


def test_harms_are_of_a_hundred_and_sourced():
    """Every rate is a share of a hundred people with a known source, shown for conditions."""
    for harm in harms.harms():
        assert 0 < harm.toxin <= 100
        assert harm.placebo is None or 0 <= harm.placebo < harm.toxin
        assert harm.source in rows.sources()
        assert all(condition(name) for name in (harm.measured_in, *harm.shown_for))


# Folding


def test_folded_muscles_give_the_whole_course(monkeypatch):
    """Muscles of both sides simulated once give every column of the whole body's course."""
    cohort = wearoff.simulate("chronic_migraine", years=0.5, patients=3, states=True).cohort
    folded = fold(cohort.wiring, cohort.sessions)
    assert len(folded.wiring.sites) == 7 < len(cohort.wiring.sites) == 13
    assert sum(folded.counts) == 13
    (batch,) = cohort.batches()
    monkeypatch.setattr(
        engines, "fold", lambda wiring, _: Folded(wiring, (1.0,) * 13, np.arange(13))
    )
    (whole,) = cohort.batches()
    assert batch.columns.keys() == whole.columns.keys()
    for name, values in whole.columns.items():
        assert batch.columns[name] == pytest.approx(values, rel=1e-9, abs=1e-12), name


def test_sides_that_differ_are_not_folded():
    """Sides with other doses, or told apart by a part, stay apart."""
    one_sided = wearoff.simulate("cervical_dystonia", years=0.1, typical=True).cohort
    assert len(fold(one_sided.wiring, one_sided.sessions).wiring.sites) == 8
    bruxism = wearoff.simulate("bruxism", years=0.1, typical=True).cohort
    assert len(fold(bruxism.wiring, bruxism.sessions).wiring.sites) == 2


def test_the_public_calls_name_the_assumption():
    """The library says whether a simulation assumes damage."""
    plain = wearoff.simulate("cervicogenic", years=0.1, typical=True)
    told = wearoff.simulate("cervicogenic", years=0.1, typical=True, settings={"kz": 0.006})
    assert not hypothesis.assumes(plain)
    assert hypothesis.assumes(told)
