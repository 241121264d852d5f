"""Exported models: clean for libsbml, the same course in libroadrunner, every number sourced."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import libsbml
import numpy as np
import pytest

import wearoff
from conftest import some
from wearoff import units
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.model import symbolic
from wearoff.model.conditions import CONDITIONS
from wearoff.model.ports import Input, Output, Parameter, Part, State
from wearoff.model.wiring import wire

SOME = some(CONDITIONS)
"""Conditions that are exported in this tier: all, but for the quick one."""
YEARS = 2
AGREE = 1e-3
STILL = 1e-9
CHECKS = [value for name, value in vars(libsbml).items() if name.endswith("_CONSISTENCY")]
CHECKS += [libsbml.LIBSBML_CAT_OVERDETERMINED_MODEL, libsbml.LIBSBML_CAT_MODELING_PRACTICE]
SMALL = "healthy_muscle"
SETTINGS = {"kS": 0.3, "half_life_onabotulinumtoxinA": 5.0}

PEER = Path(__file__).with_name("second_opinion.py")


def simulated(folder, text, days, *settings):
    """Columns of a plain run in libroadrunner, a reading a day."""
    model, out = folder / "model.xml", folder / "out.npz"
    model.write_text(text, encoding="utf-8")
    command = [sys.executable, PEER, model, str(days), out, *settings]
    subprocess.run(command, check=True, capture_output=True)
    with np.load(out) as columns:
        assert columns["time"] == pytest.approx(np.arange(days))
        return dict(columns)


def messages(text):
    """Everything that libsbml has to say of a document, with every check on."""
    document = libsbml.readSBMLFromString(text)
    for check in CHECKS:
        document.setConsistencyChecks(check, True)
    document.checkConsistency()
    return [document.getError(k).getMessage() for k in range(document.getNumErrors())]


def exported(folder, name, **options):
    """What `wearoff.export` returns, the text it wrote, and the model that libsbml reads in it."""
    path = folder / f"{name}.xml"
    found = wearoff.export(name, path=path, **options)
    text = path.read_text(encoding="utf-8")
    document = libsbml.readSBMLFromString(text)
    return SimpleNamespace(found=found, text=text, document=document, model=document.getModel())


@pytest.fixture(scope="module", params=SOME)
def case(request, tmp_path_factory):
    """A condition with its usual plan over two years, exported once for all tests."""
    made = exported(tmp_path_factory.mktemp("sbml"), request.param, years=YEARS)
    made.name = request.param
    return made


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The smallest system, with two numbers set."""
    return exported(tmp_path_factory.mktemp("sbml"), SMALL, years=0.5, settings=SETTINGS)


def notes(element):
    """Text of an element's notes, without markup."""
    body = element.getNotes().getChild(0)
    lines = [body.getChild(k) for k in range(body.getNumChildren())]
    return " ".join(line.getChild(0).getCharacters() for line in lines)


def constants(made):
    """Parameters that are evidence rows, with what the model says of them."""
    return {c.name: (c, made.model.getParameter(c.name)) for c in made.found.system.constants}


# Standard, and the same course


def test_libsbml_has_nothing_to_say(case):
    """Every check of libsbml, units and modeling practice too, finds nothing: no warning either."""
    assert len(CHECKS) >= 8
    assert messages(case.text) == []


def test_libsbml_notices_a_wrong_unit(small):
    """The check fails when one number has another unit, so that its silence means something."""
    wrong = small.text.replace('units="per_day"', 'units="day"', 1)
    assert wrong != small.text
    assert messages(wrong)


def test_another_simulator_agrees(case, tmp_path):
    """Libroadrunner's course is ours within a thousandth of each state's and outcome's range."""
    ours = wearoff.simulate(case.name, typical=True, states=True, years=YEARS)
    table = ours.frame()
    names = {state.name: state.name for state in case.found.system.states}
    names |= case.found.system.outcomes
    assert set(names) == set(ours.columns)
    theirs = simulated(tmp_path, case.text, table.height)
    apart = {}
    for name in names:
        column = table[name].to_numpy()
        span = np.ptp(column)
        allowed = AGREE * span if span > STILL else STILL
        error = np.abs(column - theirs[names[name]]).max()
        if error > allowed:
            apart[name] = error / max(span, STILL)
    assert apart == {}
    assert np.ptp(theirs[names[CONDITIONS[case.name].main]]) > 0


def test_a_reading_is_after_the_needle(tmp_path):
    """On the day of a session, day 0 too, a plain run reads the depot with its dose in it."""
    made = exported(tmp_path, "piriformis", years=0.5)
    depot, dose = "junction__piriformis_left__D", made.found.system.doses[0].units
    column = simulated(tmp_path, made.text, 100)[depot]
    assert column[0] == pytest.approx(dose)
    assert column[83] < 0.01 * dose
    assert column[84] == pytest.approx(dose, rel=1e-4)


def test_a_patient_with_antibodies_keeps_an_empty_depot(tmp_path):
    """The chance of antibodies is in the file: a draw above every probability ends all effect."""
    made = exported(tmp_path, "piriformis", years=0.5)
    depot = "junction__piriformis_left__D"
    assert np.ptp(simulated(tmp_path, made.text, 100, "antibody_draw=1")[depot]) == 0


# Names and notes


def test_states_are_parameters_with_rate_rules(case):
    """Each state, and nothing else, is a parameter with a rate rule, named as its column."""
    ours = wearoff.simulate(case.name, typical=True, states=True, years=YEARS)
    states = [name for name in ours.columns if name not in ours.cohort.outcomes]
    rules = [case.model.getRule(k) for k in range(case.model.getNumRules())]
    assert [rule.getVariable() for rule in rules if rule.isRate()] == states
    assert not any(case.model.getParameter(name).getConstant() for name in states)


def test_outcomes_are_found_by_name(case):
    """The column of each outcome is the name of one parameter, that of its assignment rule."""
    listed = [case.model.getParameter(k) for k in range(case.model.getNumParameters())]
    named = {p.getName(): p.getId() for p in listed if p.getName()}
    assert named == dict(case.found.system.outcomes)
    assert set(named) == set(CONDITIONS[case.name].outcomes)
    assert all(case.model.getRuleByVariable(name).isAssignment() for name in named.values())


def test_every_number_has_its_source(case):
    """Every evidence number is there with its value, and its notes say meaning, source, grade."""
    found = constants(case)
    wiring = case.found.simulation.cohort.wiring
    assert {constant.row for constant, _ in found.values()} - {""} == set(wiring.rows)
    for constant, parameter in found.values():
        if not constant.row:
            assert parameter.getValue() == 0
            continue
        row, text = rows.get(constant.row), notes(parameter)
        value = row.value * units.factor(row.unit, constant.unit)
        assert parameter.getValue() == pytest.approx(value, rel=1e-14)
        assert parameter.getConstant()
        said = (row.meaning[1:], rows.sources()[row.source].citation, row.place)
        for part in (*said, rows.GRADES[row.grade], row.unit):
            assert part in text, constant.name
        assert "was set" not in text


def test_the_notes_say_what_the_model_is(case):
    """The model's notes say whose course it is, of what version, and that it is no advice."""
    text, simulation = notes(case.model), case.found.simulation
    first = simulation.cohort.sessions[0]
    run = case.found.to_dict()["meta"]
    said = (run["version"], run["evidence"], simulation.plan, first.product, f"{first.units:g}")
    for part in (*said, "invented person", "Not medical advice"):
        assert part in text


def test_numbers_that_are_set_arrive(small):
    """A set number is in the file in its part's unit, and the notes say that it was set."""
    kS, half = (small.model.getParameter(name) for name in SETTINGS)
    assert (kS.getValue(), kS.getUnits()) == (pytest.approx(0.3), "per_day")
    assert (half.getValue(), half.getUnits()) == (pytest.approx(35), "day")
    for parameter in (kS, half):
        assert "Another value was set" in notes(parameter)
    assert "Here in day" in notes(half)
    assert ", ".join(sorted(SETTINGS)) in notes(small.model)


def test_a_row_that_parts_want_in_two_units_is_there_twice():
    """One row wanted in days and in weeks is two constants, each in its unit."""
    first, second = (
        Part(name, per_muscle=False, parameters=(Parameter("t", unit, "regrow_time"),))
        for name, unit in (("a", "day"), ("b", "week"))
    )
    sites = (("masseter", "left"),)
    wiring = wire("made_up", (first, second), {}, sites=sites, product="onabotulinumtoxinA")
    found = symbolic.system(wiring, {}, {}).constants
    assert {constant.unit for constant in found} == {"day", "week"}
    assert len({constant.name for constant in found}) == 2
    assert {constant.row for constant in found} == {"regrow_time"}


def test_a_state_and_an_output_of_one_name_stay_apart():
    """An output named as a state of its part gets another name, and both keep their meaning."""
    part = Part(
        "p",
        per_muscle=False,
        states=(State("x", "share", 0.0),),
        inputs=(Input("in", "share"),),
        outputs=(Output("x", "share", lambda state, *_: 2 * state["x"]),),
        rates=lambda state, inputs, *_: {"x": inputs["in"] - state["x"]},
    )
    sites, links = (("masseter", "left"),), {"p.in": "p.x"}
    wiring = wire("made_up", (part,), links, sites=sites, product="onabotulinumtoxinA")
    found = symbolic.system(wiring, {"out": "p.x"}, {})
    assert found.outcomes == {"out": "p__x_output"}
    assert symbolic.formula(found.readings[0].value) == "2*p__x"
    assert symbolic.formula(found.states[0].rate) == "-p__x + p__x_output"


# Sessions


def test_every_session_is_an_event(case):
    """There is one event a session day, and its doses add up to the session's units."""
    cohort = case.found.simulation.cohort
    events = [case.model.getEvent(k) for k in range(case.model.getNumEvents())]
    days = [event.getTrigger().getMath().getChild(1).getValue() for event in events]
    assert days == [session.day for session in cohort.sessions]
    doses = case.found.system.doses
    assert sum(dose.units for dose in doses) == pytest.approx(cohort.sessions[0].units)
    unit = units.PRODUCT_UNITS[cohort.sessions[0].product]
    assert {case.model.getParameter(dose.name).getUnits() for dose in doses} == {unit}
    kind = case.model.getUnitDefinition(unit).getUnit(0).getKind()
    assert kind == libsbml.UNIT_KIND_ITEM


LOG = """date,muscle,side,units,product
2026-01-01,masseter,left,25,onabotulinumtoxinA
2026-01-01,masseter,right,25,onabotulinumtoxinA
2026-03-31,masseter,left,20,onabotulinumtoxinA
2026-03-31,masseter,left,10,onabotulinumtoxinA
2026-03-31,masseter,right,25,onabotulinumtoxinA
"""


def test_doses_of_a_log_have_names_of_their_own(tmp_path):
    """A muscle whose dose changes has one named dose a day; the log's folder stays out."""
    log = tmp_path / "private.csv"
    log.write_text(LOG, encoding="utf-8")
    made = exported(tmp_path, "bruxism", injections=log, years=0.5)
    assert {dose.name: dose.units for dose in made.found.system.doses} == {
        "dose__masseter_left__day_0": 25,
        "dose__masseter_left__day_89": 30,
        "dose__masseter_right": 25,
    }
    assert str(tmp_path) not in made.text
    assert "private.csv" in made.text
    assert messages(made.text) == []


def test_placebo_has_sessions_without_doses(tmp_path):
    """With 0 units a session still happens where there is a context, and gives nothing."""
    made = exported(tmp_path, "piriformis", years=0.5, units=0)
    assert made.found.system.doses == ()
    assert set(made.found.system.sessions) == {0, 84, 168}
    assert all("junction" not in name for name in made.found.system.sessions[0])
    assert exported(tmp_path, SMALL, years=0.5, units=0).model.getNumEvents() == 0


# Files


def test_the_same_input_gives_the_same_bytes(case, tmp_path):
    """A second export of the same is the same file, byte for byte."""
    assert exported(tmp_path, case.name, years=YEARS).text == case.text


def test_the_bytes_do_not_depend_on_the_process(tmp_path, small):
    """Another process with another order of hashing writes the same file."""
    path = tmp_path / "again.xml"
    pairs = [part for name, value in SETTINGS.items() for part in ("--set", f"{name}={value}")]
    arguments = ["export", SMALL, "--to", "sbml", "--years", "0.5", *pairs, "-o", str(path)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "wearoff", *arguments]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert path.read_text(encoding="utf-8") == small.text


def test_json_tells_what_was_written(run, tmp_path):
    """The document names the file, states, outcomes, doses and events, and nothing else is said."""
    code, out, err = run("export", SMALL, "--years", "0.5", "-o", "m.xml", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["meta"]["version"]
    assert document["wrote"] == ["m.xml"]
    assert (document["format"], document["condition"]) == ("sbml", SMALL)
    model = libsbml.readSBMLFromFile(str(tmp_path / "m.xml")).getModel()
    assert all(model.getParameter(name) for name in document["states"])
    assert all(model.getParameter(name) for name in document["outcomes"].values())
    assert {name: model.getParameter(name).getValue() for name in document["doses"]} == document[
        "doses"
    ]
    assert [event["day"] for event in document["events"]] == [0]


def test_the_screen_names_the_outcomes(run):
    """The screen lists where each outcome is, that the person is invented, and the file."""
    code, out, _ = run("export", SMALL, "--years", "0.5", "-o", "m.xml")
    assert code == 0
    for column in CONDITIONS[SMALL].outcomes:
        assert column in out
    assert "An invented person. Not you." in out
    assert out.endswith("Wrote m.xml\n")


def test_more_than_the_label_is_noted(run):
    """A dose beyond the label is noted on standard error, as for simulated patients."""
    code, _, err = run("export", SMALL, "--years", "0.5", "--units", "500", "-o", "m.xml")
    assert code == 0
    assert err.startswith("note: 500 units of onabotulinumtoxinA")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            (SMALL, "--to", "cellml", "-o", "m.xml"),
            "allowed: sbml, antimony, equations, parameters, petab, nonmem",
        ),
        ((SMALL, "--to", "sbml", "-o", "nowhere/m.xml"), "cannot be written"),
        ((SMALL, "-o", "."), "cannot be written"),
        ((SMALL,), "'-o'"),
        (("healthy_muscles", "-o", "m.xml"), "did you mean 'healthy_muscle'?"),
        ((SMALL, "-o", "m.xml", "--set", "twstrs_baseline=40"), "not used by healthy_muscle"),
        ((SMALL, "-o", "m.xml", "--set", "kS"), "NAME=VALUE"),
        ((SMALL, "-o", "m.xml", "--years", "0"), "--years 0"),
        ((SMALL, "-o", "m.xml", "--injections", "a.csv", "--units", "9"), "--units beside"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_line(run, tmp_path, arguments, said):
    """Bad input is exit 2 and one line that names the problem, and no file appears."""
    code, out, err = run("export", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole(tmp_path):
    """An older file is replaced; a refused export leaves it as it was."""
    path = tmp_path / "m.xml"
    path.write_text("older", encoding="utf-8")
    with pytest.raises(InputError):
        wearoff.export(SMALL, path=path, to="cellml")
    assert path.read_text(encoding="utf-8") == "older"
    wearoff.export(SMALL, path=path, years=0.5)
    assert messages(path.read_text(encoding="utf-8")) == []
    assert [file.name for file in tmp_path.iterdir()] == ["m.xml"]
