"""What does not go together in an estimand and the analyses that are to estimate it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.errors import InputError, unknown
from wearoff.formats.documents import Unfit
from wearoff.studies.designs.trial_form import CYCLES, ENROLLED, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wearoff.studies.designs.trial_form import Analysis, TrialDesign

RESPONSES = ("responder30", "responder50")
VARIABLES = {
    "ancova": ("change",),
    "mmrm": ("change",),
    "responder": RESPONSES,
    "t_test": ("change", CYCLES),
}
"""Variables that each analysis can be of."""
MISSING = {
    "ancova": ("left_out", "carried_forward"),
    "mmrm": ("left_out",),
    "responder": ("left_out", "carried_forward", "no_response"),
    "t_test": ("left_out",),
}
"""What each analysis can take for what was not seen."""
CYCLES_COMPARED = ("toxin", "placebo")


def unfit(problem: str, allowed: str, *place: str | int) -> Unfit:
    """A fault at a place of the design."""
    return Unfit(place, InputError(problem, allowed=allowed))


def of_estimand(design: TrialDesign) -> Iterator[Unfit]:
    """What is wrong with the estimand, and with the analyses of it."""
    yield from _of_comparison(design)
    yield from _of_weeks(design)
    yield from _of_intercurrent(design)
    if not design.analysis:
        yield unfit("analysis: none", "one or more, each by [[analysis]]", "analysis")
    for index, analysis in enumerate(design.analysis):
        yield from _of_analysis(design, analysis, index)


def _of_comparison(design: TrialDesign) -> Iterator[Unfit]:
    estimand = design.estimand
    names = {arm.name for arm in design.arm}
    if estimand.variable == CYCLES:
        asked = (estimand.treatment, estimand.against)
        for key, name, word in zip(("treatment", "against"), asked, CYCLES_COMPARED, strict=True):
            if name != word:
                yield unfit(f"{key}: {name} of cycles", word, "estimand", key)
        return
    if estimand.treatment not in names:
        error = unknown("treatment, an arm,", estimand.treatment, names)
        yield Unfit(("estimand", "treatment"), error)
    others = [ENROLLED] if design.alone else names
    if estimand.against not in others:
        error = unknown("against, an arm,", estimand.against, others)
        yield Unfit(("estimand", "against"), error)
    if estimand.treatment == estimand.against:
        yield unfit("against: the treatment itself", "another arm", "estimand", "against")


def _of_weeks(design: TrialDesign) -> Iterator[Unfit]:
    estimand, visits = design.estimand, design.visits
    if estimand.week not in visits:
        yield unfit(f"week: no visit in week {estimand.week:g}", listed(visits), "estimand", "week")
    if estimand.variable == CYCLES:
        needed = {session + estimand.week for arm in design.arm for session in arm.weeks}
        if lacking := sorted(needed - set(visits)):
            yield unfit(
                f"week: no visit in week {lacking[0]:g}, {estimand.week:g} after a session",
                listed(visits),
                *("estimand", "week"),
            )
    randomized = design.run_in.week if design.run_in else 0.0
    latest = estimand.week if design.alone else randomized
    known = estimand.since == 0 or estimand.since in visits
    if not known or estimand.since > latest or estimand.since >= estimand.week:
        yield unfit(
            f"since: week {estimand.since:g}",
            "0 or an earlier visit, of several arms up to the randomization",
            *("estimand", "since"),
        )


def _of_intercurrent(design: TrialDesign) -> Iterator[Unfit]:
    estimand = design.estimand
    if estimand.variable == CYCLES:
        fitting: tuple[str, ...] = ("hypothetical",)
    elif estimand.variable == "change":
        fitting = ("treatment_policy", "hypothetical")
    else:
        fitting = ("treatment_policy", "hypothetical", "composite")
    if estimand.intercurrent.leaving not in fitting:
        yield unfit(
            f"leaving: {estimand.intercurrent.leaving} of {estimand.variable}",
            ", ".join(fitting),
            *("estimand", "intercurrent", "leaving"),
        )


def _of_analysis(design: TrialDesign, analysis: Analysis, index: int) -> Iterator[Unfit]:
    place = ("analysis", index)
    asked = design.estimand
    fitting = VARIABLES[analysis.method]
    if analysis.method == "t_test":
        fitting = (CYCLES,) if asked.variable == CYCLES else ("change",)
    if analysis.variable not in fitting:
        yield unfit(
            f"variable: {analysis.method} of {analysis.variable}",
            ", ".join(fitting),
            *(*place, "variable"),
        )
    elif index == 0 and analysis.variable != asked.variable:
        yield unfit(
            f"variable: the primary analysis is of {analysis.variable}",
            f"{asked.variable}, as the estimand says",
            *(*place, "variable"),
        )
    elif asked.intercurrent.leaving == "composite" and analysis.variable not in RESPONSES:
        yield unfit(
            f"variable: {analysis.variable} of a composite",
            ", ".join(RESPONSES),
            *place,
            "variable",
        )
    if analysis.missing not in MISSING[analysis.method]:
        yield unfit(
            f"missing: {analysis.missing} of {analysis.method}",
            ", ".join(MISSING[analysis.method]),
            *(*place, "missing"),
        )
    alone = design.alone or asked.variable == CYCLES
    if alone != (analysis.method == "t_test"):
        yield unfit(
            f"method: {analysis.method}",
            "t_test of one arm or of cycles, any other of two arms",
            *(*place, "method"),
        )
