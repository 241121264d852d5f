"""What a notebook shows: pages of a person, a folder, a trial; pictures of what was compared."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from wearoff.formats.html import register

if TYPE_CHECKING:
    from wearoff.diary.analyze import Analysis
    from wearoff.diary.folder import Clinic
    from wearoff.diary.plan import Planned
    from wearoff.simulation.explore import Exploration
    from wearoff.simulation.hypothesis import Hypothesis
    from wearoff.simulation.simulate import Simulation
    from wearoff.studies.validate import Validation
    from wearoff.together.pool import Pooled
    from wearoff.trial.fit import FitResult

HEIGHT = 900
"""Pixels of a page within a notebook; the rest is scrolled to."""


def analysis(found: Analysis) -> str:
    """The visit page."""
    from wearoff.faces.diary.visit import visit_page

    return _framed(visit_page(found.result))


def planned(found: Planned) -> str:
    """Every course side by side."""
    from wearoff.faces.diary.planned import picture

    return picture(found.result)


def clinic(found: Clinic) -> str:
    """The table of a folder's patients."""
    from wearoff.faces.diary.clinic import clinic_page

    return _framed(clinic_page(found))


def pooled(found: Pooled) -> str:
    """The page of people together."""
    from wearoff.faces.together.page import pool_page

    return _framed(pool_page(found.result))


def trial(found: FitResult) -> str:
    """The trial's report."""
    from wearoff.faces.trial.report import trial_report

    return _framed(trial_report(found))


def simulation(found: Simulation) -> str:
    """The main outcome: a picture, and its periods as a table."""
    from wearoff.faces.shared import words
    from wearoff.faces.shared.pages import page
    from wearoff.faces.simulation.simulated import picture
    from wearoff.words import numbers

    main = found.cohort.condition.main
    return page(
        "simulation.html",
        svg=picture(found),
        outcome=words.quantity(main, found.units[main]),
        periods=[row for row in found.result.summary if row.outcome == main],
        typical=found.cohort.typical,
        significant=numbers.significant,
    )


def hypothesis(found: Hypothesis) -> str:
    """Both assumptions side by side."""
    from wearoff.faces.simulation.assumed import picture

    return picture(found)


def exploration(found: Exploration) -> str:
    """The years under each assumption, one below another."""
    from wearoff.faces.simulation.explored import shown

    (alone,) = shown({"": found.result}, "")
    return "".join(panel.svg for panel in alone.panels)


def validation(found: Validation) -> str:
    """Every published figure on the scale of its own prediction, and the rows as a table."""
    from wearoff.faces.studies.forest_table import forest_table

    return forest_table(found.result)


def _framed(html: str) -> str:
    """A whole page in a frame of its own, so that its style stays inside."""
    style = "border:0;width:100%;background:white"
    return f'<iframe srcdoc="{escape(html)}" style="{style}" height="{HEIGHT}"></iframe>'


FACES = {
    "Analysis": analysis,
    "Planned": planned,
    "Pooled": pooled,
    "Clinic": clinic,
    "FitResult": trial,
    "Simulation": simulation,
    "Hypothesis": hypothesis,
    "Exploration": exploration,
    "Validation": validation,
}
"""Who draws what, by the name of its class."""
register(FACES)
