"""Explore: its whole state in the address, the library's numbers on the page, never a fault."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

import wearoff
from at_once import AtOnce
from wearoff.errors import InputError
from wearoff.evidence import injections
from wearoff.model.conditions import CONDITIONS
from wearoff.simulation.ready import PEOPLE
from wearoff.web import explore_address as addresses
from wearoff.web.calls import EXPLORE
from wearoff.web.explore_address import Scenario, address, asked
from wearoff.web.fields import values
from wearoff.words import explore as words
from wearoff.words.waiting import WARM, warming

FIELDS = (*addresses.LIMITS, "condition", "plan", "product", "side", "inside", "b", "form")
SHORT = "condition=chronic_migraine&years=1"


class Here(AtOnce):
    """Workers that keep what was asked for."""

    ready = WARM

    def __init__(self):
        """None was asked for yet."""
        self.jobs = []

    def submit(self, job, *arguments, **options):
        """The job, done or refused."""
        self.jobs.append((job, arguments))
        return super().submit(job, *arguments, **options)


@pytest.fixture
def page(app, visitor):
    """What a browser that was not let in sees of Explore, and what was worked out for it."""
    app.state.workers = Here()

    def get(query, **headers):
        return visitor.get(f"/explore?{query}" if query else "/explore", headers=headers)

    get.workers = app.state.workers
    return get


def text_of(html):
    """The text of a page, spaces between words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# The address


def scenarios():
    """Scenarios as an address can hold them."""

    def build(condition, data):
        plan = data.draw(st.sampled_from(addresses.plans_of(condition)))
        usual = addresses.usually(condition, plan)
        found = Scenario(
            condition,
            plan,
            data.draw(st.sampled_from(list(addresses.PRODUCT_UNITS))),
            data.draw(st.integers(*addresses.LIMITS["every"])),
            data.draw(st.integers(*addresses.LIMITS["years"])),
            data.draw(st.sampled_from(addresses.SIDES)),
            data.draw(st.integers(*addresses.LIMITS["deep"])) if usual.neck else 100,
            data.draw(st.integers(0, 1)) if usual.neck else 0,
        )
        planned = found.planned
        units = data.draw(st.dictionaries(st.sampled_from(list(planned)), st.integers(0, 500)))
        sites = tuple((site, float(units[site])) for site in planned if site in units)
        changed = tuple((site, own) for site, own in sites if own != planned[site])
        return Scenario(**{**vars(found), "sites": changed})

    return st.builds(build, st.sampled_from(addresses.OFFERED), st.data())


@settings(max_examples=60, deadline=None)
@given(scenarios(), st.none() | scenarios())
def test_an_address_holds_the_whole_state(scenario, other):
    """What is written as an address is read as the same, with B and without, without fault."""
    where = address(scenario, other)
    found = asked(where.partition("?")[2])
    assert (found.scenario, found.other, found.faults) == (scenario, other, ())
    assert found.address == where


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*FIELDS, "temporalis_left", "masseter_right"]) | st.text(max_size=9),
            st.sampled_from(["", "0", "-1", "1e9", "nan", "12", "4.5", "cervicogenic", "neck"])
            | st.text(max_size=12),
        ),
        max_size=6,
    )
)
def test_whatever_is_asked_something_can_be_shown(pairs):
    """An address with anything in it is read, or told in lines, and leads to one without fault."""
    found = asked(urlencode(pairs))
    again = asked(found.address.partition("?")[2])
    assert again.faults == ()
    assert again.scenario == found.scenario
    assert all("\n" not in fault and len(fault) < 700 for fault in found.faults)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_an_address_of_anything_is_read(text):
    """A query that is no form at all is read, too."""
    assert asked(asked(text).address.partition("?")[2]).faults == ()


def test_every_plan_and_condition_that_is_offered_has_its_words():
    """Conditions of people alone are offered, each with plans that have a dose and words."""
    assert "rabbit_muscle" not in addresses.OFFERED
    for condition in addresses.OFFERED:
        for plan in addresses.plans_of(condition):
            assert plan in words.PLANS
            assert wearoff.explore(**addresses.usually(condition, plan).options)
        assert words.inside(CONDITIONS[condition].outcomes)


def test_a_scenario_as_usual_is_what_the_library_has():
    """Nothing is changed of a plan unless it was asked for."""
    for condition in addresses.OFFERED:
        scenario = addresses.usually(condition)
        found = wearoff.explore(**scenario.options).simulation.cohort
        usual = wearoff.simulate(condition, patients=200).cohort
        assert (found.sessions, found.settings) == (usual.sessions, usual.settings)


def test_another_choice_brings_its_own_plan_and_units():
    """A form made for another condition, plan or side gives no units of that one, nor a fault."""
    old = "form=chronic_migraine.preempt_155.left&temporalis_left=3&every=9&deep=70"
    changed = asked(f"condition=bruxism&plan=preempt_155&{old}")
    assert (changed.scenario, changed.faults) == (addresses.usually("bruxism"), ())
    plan = asked(f"condition=chronic_migraine&plan=neck_tender_points&{old}")
    assert plan.faults  # a plan that only neck-origin headache has
    plan = asked(f"condition=chronic_migraine&plan=masseter&{old}")
    assert (plan.scenario.sites, plan.scenario.deep, plan.faults) == ((), 70, ())
    made = "form=piriformis.piriformis.left"
    side = asked(f"condition=piriformis&side=right&piriformis_left=80&{made}")
    assert (side.scenario.side, side.scenario.sites, side.faults) == ("right", (), ())


# The page


def test_the_first_page_is_a_ready_person(page):
    """Without anything in the address, the first ready person stands there, clearly invented."""
    answer = page("")
    assert answer.status_code == 200
    html = answer.text
    assert text_of(html).count(words.INVENTED) >= 1
    assert html.count("<svg") == html.count(f">{words.INVENTED}</text>")
    for person in PEOPLE:
        assert person.short in html
    assert addresses.ready(PEOPLE[0]).options in [each[1][0] for each in page.workers.jobs]


def test_both_assumptions_stand_side_by_side(page):
    """The picture with the assumption has its twin, off first, with its label inside both."""
    html = page(SHORT).text
    pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    on = [k for k, each in enumerate(pictures) if "ASSUMPTION ON" in each]
    assert on
    for place in on:
        assert "ASSUMPTION OFF" in pictures[place - 1]
        sizes = [re.search(r'viewBox="([^"]*)"', pictures[k])[1] for k in (place - 1, place)]
        assert sizes[0] == sizes[1]
    assert re.search(r"(?i)default|hypothesis", text_of(html)) is None


def test_numbers_on_the_page_are_the_library_s(page):
    """Every year's number and range on the page is that of `wearoff.explore`."""
    html = page(f"{SHORT}&deep=60&trapezius_left=25").text
    found = wearoff.explore(
        "chronic_migraine",
        years=1,
        settings={"deep_capacity": 0.6},
        sites={"trapezius_left": 25},
    ).result
    text = text_of(html)
    for course in found.courses:
        for year in course.years:
            said = f"{year.year} " + " ".join(
                f"{each.typical:.1f} ({each.lo90:.1f} to {each.hi90:.1f})"
                for each in (year.injected, year.without)
            )
            assert said in text
    rests = next(each for each in found.rests if each.outcome == found.outcome)
    assert f"of the {len(rests.numbers)} numbers behind it" in text
    assert f"{rests.grades['human']} are shown in people" in text
    for number in found.numbers:
        assert number.citation in text


def test_two_scenarios_have_the_same_axes_and_columns(page):
    """A and B stand one below the other, drawn alike; B is told by its own changes."""
    second = urlencode({"b": "condition=chronic_migraine&years=2&every=24"})
    html = page(f"{SHORT}&{second}").text
    pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    main = [each for each in pictures if ">headache days in 28<" in each]
    assert len(main) == 4
    ticks = {tuple(re.findall(r'text-anchor="(?:end|middle)">([\d.]+)<', each)) for each in main}
    assert len(ticks) == 1
    assert ["A." in each or "B." in each for each in main] == [True] * 4
    assert html.count("<caption") == 5
    assert page.workers.jobs[-1][1][0]["every_weeks"] == 24


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("condition=migraine", "unknown condition 'migraine'"),
        (f"{SHORT}&deep=1000", "deep '1000'; allowed: a whole number from 20 to 150"),
        (f"{SHORT}&every=x", "every 'x'; allowed: a whole number from 0 to 104"),
        (f"{SHORT}&every=12&every=16", "'every' is said twice"),
        (f"{SHORT}&temporalis_left=1e9", "allowed: a number of units from 0 to 100000"),
        (f"{SHORT}&temporalis_leftt=3", "did you mean 'temporalis_left'?"),
        (f"{SHORT}&b=years%3D9", "B: years '9'"),
        (f"{SHORT}&x={'y' * 5000}", "allowed: at most 4000"),
        ("condition=bruxism&deep=50", "unknown field 'deep'"),
    ],
)
def test_what_cannot_be_is_told_with_an_address_that_works(page, query, told):
    """A wrong address gives a plain message and a way on, and nothing is worked out for it."""
    answer = page(query)
    assert answer.status_code == 400
    assert told in text_of(answer.text)
    assert page.workers.jobs == []
    way = unescape(re.search(r'class="button" href="(/explore[^"]*)"', answer.text)[1])
    assert page(way.partition("?")[2]).status_code == 200


def test_doses_that_no_course_can_follow_are_told(page, monkeypatch):
    """What the library refuses is told on the page, with a way on."""

    def refuse(**_options):
        raise InputError("no finite value")

    monkeypatch.setattr(wearoff, "explore", refuse, raising=False)
    answer = page(SHORT)
    assert answer.status_code == 400
    assert "no finite value" in answer.text


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_address_is_a_fault_of_ours(data):
    """Random addresses, sound and unsound, give a page or a plain refusal."""
    import warnings

    from wearoff.web.app import create_app
    from wearoff.web.settings import Settings

    with warnings.catch_warnings(action="ignore"):
        from starlette.testclient import TestClient
    fields = {
        name: data.draw(st.sampled_from(["0", "1", "5", "60", "150", "9999", "", "é", "<script>"]))
        for name in data.draw(st.sets(st.sampled_from(FIELDS), max_size=3))
    }
    app = create_app(Settings())
    app.state.workers = Here()
    with TestClient(app, "http://127.0.0.1:8765") as client:
        answer = client.get(f"/explore?{urlencode({'years': '1', **fields})}")
    assert answer.status_code in {200, 400}
    assert "<script>" not in answer.text.replace('<script src="/static/explore.js" defer>', "")


def test_the_parts_are_those_of_the_page(page):
    """What the script asks for is what stands in the page, without its frame."""
    part = page(SHORT, **{"x-part": "1"}).text
    assert part.strip() in page(SHORT).text
    assert "<nav" not in part


def test_it_says_how_warm_the_program_is(page):
    """While helpers still compile the conditions, the page says how far they are."""
    assert warming(1, 3) not in page(SHORT).text
    page.workers.ready = warming(1, 3)
    assert warming(1, 3) in page(SHORT).text


def test_what_was_worked_out_is_kept(page):
    """Going back and forth between two scenarios works each out once."""
    for query in (SHORT, f"{SHORT}&every=20", SHORT):
        assert page(query).status_code == 200
    assert len(page.workers.jobs) == 2


def test_the_document_is_that_of_the_page(page):
    """The call that the page links gives the library the same options as the page."""
    html = page(f"{SHORT}&deep=60&every=0&temporalis_left=33").text
    query = unescape(re.search(r'href="/api/explore\?([^"]*)"', html)[1])
    said = values(EXPLORE.fields, _lists(query))
    (job,) = page.workers.jobs
    assert said == {name: own for name, own in job[1][0].items() if own}


def _lists(query):
    """Every value of each name in a query."""
    pairs = QueryParams(query).multi_items()
    return {name: [own for key, own in pairs if key == name] for name, _ in pairs}


def test_the_map_follows_the_table(page):
    """Units that are changed in the table stand in the drawn map, and no others."""
    html = page(f"{SHORT}&temporalis_left=33").text
    given = {
        f"{i.muscle}_{i.side}": i.units
        for i in wearoff.simulate(condition="chronic_migraine").cohort.sessions[0].injections
    }
    for site, units in given.items():
        muscle, _, side = site.rpartition("_")
        own = 33 if site == "temporalis_left" else units
        where = "" if injections.muscles()[muscle].midline else f" {side}"
        assert f"{muscle.replace('_', ' ')}{where} {own:g} U" in html
        assert re.search(rf'name="{site}"[^>]*value="{own:g}"', html)
