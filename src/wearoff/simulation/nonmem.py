"""A condition under a plan as data for NONMEM, with a control stream to begin with.

Made-up people, half of them with toxin and half with placebo, are read every four weeks. A session
is written as what it does to the compartments: what it adds is a dose (EVID 1), and what it sets is
emptied (EVID 2 with a negative CMT, which turns a compartment off) and given anew. So placebo needs
no rule of its own: it has the records of the context, and none of toxin.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wearoff.errors import InputError, WearoffError, argument
from wearoff.formats.cells import cell_of
from wearoff.formats.nonmem import COLUMNS, DOSE, NO_DOSE, NOTHING, OBSERVATION, records_text
from wearoff.model.symbolic import at
from wearoff.simulation.control_stream import control_stream
from wearoff.simulation.numbers_table import numbers_text
from wearoff.simulation.readings import MadeUp, check_toxin, courses, noise_of, placebo, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.model.symbolic import System
    from wearoff.records import Array
    from wearoff.simulation.cohorts import Cohort

EVERY = 28
"""Days between readings."""
PEOPLE = 40
HEADER = (*COLUMNS, "TOXIN")
CLOSE = 1e-9

Change = tuple[int, float, bool]
"""Compartment, amount, and whether it is emptied before."""


def data_set(
    cohort: Cohort,
    system: System,
    values: Mapping[str, float],
    *,
    noise: float | None,
    patients: int | None,
    seed: int,
    said: str,
) -> MadeUp:
    """The files: ``data.csv``, ``model.ctl`` and ``parameters.csv``.

    Args:
        cohort: One typical patient under the plan.
        system: Its formulas.
        values: Of the system's constants, in their units.
        noise: SD of a reading, in the outcome's unit; None takes `readings.NOISE` of the range.
        patients: People in both arms together; None takes `PEOPLE`.
        seed: Of people and noise.
        said: What the files are, a line.

    Raises:
        InputError: no toxin is given, fewer than one person an arm, or noise that is not above 0.
    """
    check_toxin(cohort)
    people = PEOPLE if patients is None else patients
    if people < 2:  # noqa: PLR2004 - one an arm
        raise InputError(f"{argument('patients')} {people}", allowed="2 or more, half of each arm")
    sd = noise_of(courses(cohort)[0], noise)
    many = replace(cohort, typical=False, patients=people, seed=seed)
    treated = people - people // 2
    days = np.arange(0, cohort.days, EVERY)
    true = np.concatenate([courses(many)[:treated], courses(placebo(many))[treated:]])
    seen = read(true[:, days], sd, np.random.default_rng(seed))
    given = {toxin: changes(system, values, toxin=toxin) for toxin in (True, False)}
    records = [
        record
        for person in range(people)
        for record in _person(person, days.tolist(), seen[person], given, toxin=person < treated)
    ]
    outcome = cohort.condition.main
    texts = {
        "data.csv": records_text((), HEADER, records),
        "model.ctl": control_stream(system, values, outcome, HEADER, noise=sd, title=said),
        "parameters.csv": numbers_text(cohort.wiring.rows, cohort.settings),
    }
    return MadeUp(texts, outcome, people, seen.size, sd)


def changes(system: System, values: Mapping[str, float], *, toxin: bool) -> dict[int, list[Change]]:
    """What the sessions do to compartments, numbered from 1, by day.

    Args:
        system: A condition as formulas.
        values: Of its constants.
        toxin: Whether the doses are given; else they are 0.

    Raises:
        WearoffError: a session does something that no record can say.
    """
    known = {**values, system.visit: 1.0, **{one.name: one.start for one in system.states}}
    known |= {dose.name: dose.units if toxin else 0.0 for dose in system.doses}
    for one in system.derived:
        known[one.name] = at(one.value, known)
    place = {one.name: k for k, one in enumerate(system.states, 1)}
    found: dict[int, list[Change]] = {}
    for day, after in system.sessions.items():
        found[day] = []
        for name, value in after.items():
            from_0, from_1 = (at(value, known | {name: before}) for before in (0.0, 1.0))
            if abs(from_1 - from_0) < CLOSE:
                found[day].append((place[name], from_0, True))
            elif abs(from_1 - from_0 - 1) > CLOSE:
                raise WearoffError(f"a session that neither adds to {name} nor sets it")
            elif from_0:
                found[day].append((place[name], from_0, False))
    return found


def _person(
    person: int,
    days: list[int],
    seen: Array,
    given: Mapping[bool, Mapping[int, list[Change]]],
    *,
    toxin: bool,
) -> list[tuple[str, ...]]:
    """Records of one person in their order; a reading comes before the needle of its day."""
    rows: list[tuple[str, ...]] = []
    read_on = dict(zip(days, seen, strict=True))
    sessions = given[toxin]
    occasion = 0
    for day in sorted({*days, *sessions}):
        if day in read_on:
            reading = cell_of(float(read_on[day]))
            rows.append((str(day), NOTHING, NOTHING, OBSERVATION, "0", reading, "1", str(occasion)))
        occasion += day in sessions
        for place, amount, emptied in sessions.get(day, ()):
            session = ("1", NOTHING, NOTHING, str(occasion))
            if emptied:
                rows.append((str(day), NOTHING, str(-place), NO_DOSE, *session))
            rows.append((str(day), cell_of(amount), str(place), DOSE, *session))
    return [(str(person + 1), *row, str(int(toxin))) for row in rows]
