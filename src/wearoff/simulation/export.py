"""`export`: a condition under an injection plan, as a file for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.errors import InputError, argument
from wearoff.runs import check_seed, meta
from wearoff.simulation.simulate import Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.model.symbolic import System
    from wearoff.simulation.readings import MadeUp
    from wearoff.simulation.result import ExportResult

COURSE = ("years", "units", "every_weeks", "sessions")
MADE_UP = ("noise", "patients", "seed")
IDLE = {
    "sbml": MADE_UP,
    "antimony": MADE_UP,
    "equations": (*COURSE, *MADE_UP),
    "parameters": (*COURSE, *MADE_UP),
    "petab": ("patients",),
    "nonmem": (),
}
"""Formats, each with the options that nothing of it would show."""
FORMATS = tuple(IDLE)
FOLDERS = ("petab", "nonmem")
"""Formats of several files."""
YEARS = 5.0
"""Length of a course, if it is not said."""


@dataclass(frozen=True)
class Exported:
    """A written model: the simulation it stands for, its formulas, the file or folder.

    ``made_up`` says what its readings are, where it has any.
    """

    simulation: Simulation
    system: System
    format: str
    path: Path
    paths: tuple[Path, ...]
    made_up: MadeUp | None = None
    seed: int | None = None

    def __repr__(self) -> str:
        """Condition, format and file, on one line."""
        return f"<Exported {self.simulation.cohort.condition.name}: {self.format} in {self.path}>"

    @cached_property
    def result(self) -> ExportResult:
        """The document of `wearoff export --json`, rounded once for every face."""
        from wearoff.formats.documents import Meta
        from wearoff.simulation import result

        cohort, system = self.simulation.cohort, self.system
        return result.ExportResult(
            meta=Meta(**meta(self.seed)),
            wrote=tuple(map(str, self.paths)),
            condition=cohort.condition.name,
            plan=self.simulation.plan,
            product=cohort.sessions[0].product,
            days=cohort.days,
            settings=dict(cohort.settings),
            format=self.format,
            states=tuple(state.name for state in system.states),
            outcomes=dict(system.outcomes),
            numbers=tuple(constant.name for constant in system.constants),
            doses={dose.name: dose.units for dose in system.doses},
            events=tuple(
                result.EventGiven(day=day, changes=tuple(changes))
                for day, changes in system.sessions.items()
            ),
            warnings=tuple(warning.text for warning in self.simulation.warnings),
            made_up=self.made_up
            and result.MadeUpReadings(
                outcome=self.made_up.outcome,
                people=self.made_up.people,
                readings=self.made_up.readings,
                noise=self.made_up.noise,
                log_likelihood=self.made_up.log_likelihood,
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def values(system: System, drawn: Mapping[str, Any], patient: int = 0) -> dict[str, float]:
    """Values of a system's constants, in their units, of one of the patients that were drawn."""
    from wearoff import units
    from wearoff.evidence import rows

    return {
        constant.name: float(drawn[constant.row or constant.name][patient])
        * (units.factor(rows.get(constant.row).unit, constant.unit) if constant.row else 1.0)
        for constant in system.constants
    }


def _system(simulation: Simulation) -> System:
    from wearoff.model.symbolic import system
    from wearoff.simulation.schedule import schedule

    cohort = simulation.cohort
    doses, visits = schedule(cohort.wiring, cohort.sessions, cohort.days)
    days = [int(day) for day in np.flatnonzero(visits)]
    return system(cohort.wiring, cohort.outcomes, {day: doses[day].tolist() for day in days})


def export(
    condition: str,
    plan: str | None = None,
    *,
    path: str | Path,
    to: str = "sbml",
    years: float | None = None,
    settings: Mapping[str, float] | None = None,
    injections: str | Path | None = None,
    units: float | None = None,
    product: str | None = None,
    every_weeks: float | None = None,
    sessions: int | None = None,
    affected: str = "left",
    noise: float | None = None,
    patients: int | None = None,
    seed: int | None = None,
) -> Exported:
    """Write a condition under a plan, for one typical patient, as a file for other programs.

    Args:
        condition: name of the condition.
        plan: named plan; the condition's usual one if left out.
        path: file to write; of ``petab`` and ``nonmem`` a new folder.
        to: format; ``sbml`` is SBML Level 3 Version 2, ``antimony`` the same model as
            text, ``equations`` a page of its equations and numbers, ``parameters`` the numbers as
            CSV: no course is in these, and what says when and how much is refused beside them.
            ``petab`` is PEtab 1: the SBML, and tables of made-up weekly readings of the main
            outcome with toxin and with placebo. ``nonmem`` is such readings of many people, a
            control stream to begin with, and the numbers.
        years: length of the course, 5 if left out; sessions after it are left out.
        settings: evidence values to replace, by row name, in the row's unit.
        injections: an injection log to follow instead of a plan.
        units: total units of a session, spread in the plan's proportions.
        product: another product than the plan's.
        every_weeks: weeks between sessions; the plan's own if left out.
        sessions: most sessions; as many as fit if left out.
        affected: side that one-sided plans and conditions take.
        noise: SD of a made-up reading, in the outcome's unit; a tenth of its range if left out.
        patients: people of ``nonmem``, half with placebo; 40 if left out.
        seed: of people and noise, 1 if left out.

    Returns:
        An `Exported`: ``path``, the file, and ``result``, what it holds and how it is named.

    Raises:
        InputError: as `simulate`, another format, an option that the format does not hold, a file
            that cannot be written, or a library that is not installed.

    Example:
        >>> import wearoff
        >>> wearoff.export("healthy_muscle", path="muscle.xml", years=0.25)
        <Exported healthy_muscle: sbml in muscle.xml>
    """
    from wearoff.formats.writing import check_new_folder, check_writable, write_folder, write_text

    if to not in FORMATS:
        raise InputError(f"{argument('to')} {to}", allowed=", ".join(FORMATS))
    given = {"years": years, "units": units, "every_weeks": every_weeks, "sessions": sessions}
    given |= {"noise": noise, "patients": patients, "seed": seed}
    idle = [argument(name) for name in IDLE[to] if given[name] is not None]
    if idle:
        raise InputError(
            f"{', '.join(idle)} beside {argument('to')} {to}, which does not show it",
            fix="leave it out",
        )
    seed = check_seed(1 if seed is None else seed)
    (check_new_folder if to in FOLDERS else check_writable)(path)
    simulation = simulate(
        condition,
        plan,
        years=YEARS if years is None else years,
        typical=True,
        settings=settings,
        injections=injections,
        units=units,
        product=product,
        every_weeks=every_weeks,
        sessions=sessions,
        affected=affected,
    )
    system = _system(simulation)
    if to not in FOLDERS:
        written = write_text(_text(to, simulation, system), path)
        return Exported(simulation, system, to, written, (written,))
    options = {"noise": noise, "seed": seed} | ({"patients": patients} if to == "nonmem" else {})
    made = _made_up(to, simulation, system, options)
    paths = tuple(write_folder(made.texts, path))
    return Exported(simulation, system, to, Path(path), paths, made, seed)


def _made_up(to: str, simulation: Simulation, system: System, options: Mapping[str, Any]) -> MadeUp:
    """A simulated condition as files with made-up readings."""
    from wearoff.simulation.nonmem import data_set
    from wearoff.simulation.petab_problem import problem

    cohort, run = simulation.cohort, meta(options["seed"])
    about = f"{cohort.condition.title}, plan {Path(simulation.plan).name}"
    by = f"wearoff {run['version']}, evidence of {run['evidence']}, seed {run['seed']}"
    numbers, said = values(system, cohort.drawn(np.array([0]))), f"{about}; {by}"
    if to == "nonmem":
        return data_set(cohort, system, numbers, said=said, **options)
    return problem(cohort, system, _sbml(simulation, system), numbers, said=said, **options)


def _text(to: str, simulation: Simulation, system: System) -> str:
    """A simulated condition in a format."""
    if to == "parameters":
        from wearoff.simulation.numbers_table import numbers_text

        return numbers_text(simulation.cohort.wiring.rows, simulation.cohort.settings)
    if to == "equations":
        from wearoff.simulation.equations_page import page

        return page(
            simulation.cohort.wiring, simulation.cohort.condition, simulation.cohort.settings
        )
    text = _sbml(simulation, system)
    if to == "antimony":
        from wearoff.formats.antimony import from_sbml

        return from_sbml(text)
    return text


def _sbml(simulation: Simulation, system: System) -> str:
    from wearoff.formats.sbml import About, to_sbml

    cohort, run = simulation.cohort, meta(None)
    about = About(
        condition=cohort.condition.name,
        title=cohort.condition.title,
        plan=Path(simulation.plan).name,  # a log's folders are nobody's business
        product=cohort.sessions[0].product,
        days=cohort.days,
        units=cohort.sessions[0].units,
        version=run["version"],
        evidence=run["evidence"],
    )
    return to_sbml(system, values(system, cohort.drawn(np.array([0]))), about)
