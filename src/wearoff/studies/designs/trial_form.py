"""Designs of trials: what may stand in a design file, and what goes together.

Weeks count from the first session. An outcome that is counted (headache days) is read over the 28
days that end with a visit's week, any other on its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from wearoff.errors import InputError, unknown
from wearoff.evidence import injections, products, rows
from wearoff.formats.documents import Form, Unfit, checked, within
from wearoff.model.conditions import condition
from wearoff.studies.design import BASELINES, HEADACHE
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ARMS = 8
MOST_PEOPLE = 4096
"""Of one arm."""
MOST_WEEKS = 260
COUNTED_WEEKS = WINDOW / WEEK
"""Weeks that one count covers."""
LONGEST = 400
"""Characters of a text."""

Summary = Literal["mean_difference", "risk_difference"]
SUMMARIES: dict[str, Summary] = {
    "change": "mean_difference",
    "responder30": "risk_difference",
    "responder50": "risk_difference",
}
"""How each variable is summed up over people."""
VARIABLES = {"ancova": ("change",), "responder": ("responder30", "responder50")}
"""Variables that each analysis can be of."""


def _ascending(weeks: tuple[float, ...]) -> None:
    if not weeks or any(later <= earlier for earlier, later in pairwise(weeks)):
        raise InputError(
            f"found {_listed(weeks)}", allowed="weeks one after another, none twice, as [0, 12]"
        )


def _whole_days(weeks: tuple[float, ...]) -> None:
    if any((WEEK * week) % 1 for week in weeks):
        raise InputError(f"found {_listed(weeks)}", allowed="weeks of whole days: sevenths")


def _from_the_start(weeks: tuple[float, ...]) -> None:
    _ascending(weeks)
    if weeks[0]:
        raise InputError(
            f"the first session is in week {weeks[0]:g}",
            allowed="0: weeks count from the first session",
            fix=f"take {weeks[0]:g} from every week",
        )


def _words(text: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise InputError(f"found {len(text)} characters", allowed=f"words, up to {LONGEST} letters")


def _condition(name: str) -> None:
    made = condition(name)
    if not set(made.outcomes) & set(BASELINES):
        raise InputError(f"{name} has nothing that people enter a trial with")


def _plan(name: str) -> None:
    if name not in injections.plans():
        raise unknown("plan", name, injections.plans())


def _product(name: str) -> None:
    products.named(name)


def _listed(weeks: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{week:g}' for week in weeks)}]"


Week = Annotated[float, within(0, MOST_WEEKS)]
Weeks = Annotated[tuple[Week, ...], checked(_whole_days), checked(_ascending)]
Words = Annotated[str, checked(_words)]


class Arm(Form):
    """People who are treated alike."""

    name: Words
    size: Annotated[int, within(2, MOST_PEOPLE)]
    """People."""
    weeks: Annotated[tuple[Week, ...], checked(_whole_days), checked(_from_the_start)]
    """Of the sessions."""
    placebo: Annotated[tuple[Week, ...], checked(_whole_days)] = ()
    """Weeks whose session is one without toxin."""
    known_from: Week | None = None
    """Week from which people know that they get toxin; without it they never do."""


class Screening(Form):
    """A diary of 28 days before the first session, by which people are let in."""

    least: Annotated[float, within(0, WINDOW)]
    """Headache days counted."""
    most: Annotated[float, within(0, WINDOW)] = float(WINDOW)


class Entry(Form):
    """The level with which people enter.

    Without a screening the mean and SD are of what was counted, as trials report it. With one they
    are of people's usual level, of whom those enter whose 28 days happen to be such.
    """

    mean: Annotated[float, within(0, 100)]
    sd: Annotated[float, within(0, 100)]
    screening: Screening | None = None


class Intercurrent(Form):
    """What is asked of people to whom something happens after the first session."""

    leaving: Literal["treatment_policy", "hypothetical", "composite"]
    """Of people who stop: as it went on, as if they had stayed, or counted as no response."""


class Estimand(Form):
    """What the trial is to tell; all of it is required."""

    population: Words
    treatment: Words
    """Name of an arm."""
    against: Words
    """Name of the arm that it is compared with."""
    variable: Literal["change", "responder30", "responder50"]
    """Change from entry, or whether it fell by 30 or 50 of 100."""
    week: Week
    summary: Summary
    intercurrent: Intercurrent


class Analysis(Form):
    """How the trial's own people are to be analyzed; the first is the primary one."""

    method: Literal["ancova", "responder"]
    """Change adjusted for the level at entry, or shares of responders."""
    variable: Literal["change", "responder30", "responder50"]
    alpha: Annotated[float, within(0.0001, 0.5)] = 0.05
    """Two-sided."""


class TrialDesign(Form):
    """A trial before its first patient."""

    title: Words
    condition: Annotated[str, checked(_condition)]
    outcome: Literal["headache_days", "twstrs", "jaw_pain", "leg_pain", "neck_pain"]
    plan: Annotated[str, checked(_plan)]
    """Of sessions with toxin."""
    units: Annotated[float, within(0.1, 20_000)] | None = None
    """Of a session, in units of the product; without it the plan's own."""
    product: Annotated[str, checked(_product)] | None = None
    population: Literal["typical", "drawn"] = "typical"
    """The calibrated population, or another one of each trial, as far as studies differ."""
    entry: Entry
    arm: tuple[Arm, ...]
    visits: Weeks
    """Weeks in which the outcome is read."""
    estimand: Estimand
    analysis: tuple[Analysis, ...]
    settings: Mapping[str, float] | None = None
    """Evidence values that are the same in everybody, by row name."""
    source: str = ""
    """Where the design is from."""

    @property
    def counted(self) -> bool:
        """Whether the outcome is counted from diaries."""
        return self.outcome == HEADACHE

    @property
    def compared(self) -> tuple[int, int]:
        """Places of the estimand's arms: the treatment, and what it is against."""
        names = [arm.name for arm in self.arm]
        return names.index(self.estimand.treatment), names.index(self.estimand.against)

    @property
    def asked(self) -> int:
        """Place of the estimand's visit."""
        return self.visits.index(self.estimand.week)

    @property
    def people(self) -> int:
        """People of all arms."""
        return sum(arm.size for arm in self.arm)


def clashes(design: TrialDesign) -> Iterator[Unfit]:
    """What does not go together in a design, each value of which may be."""
    yield from _of_arms(design)
    yield from _of_visits(design)
    yield from _of_estimand(design)
    made = condition(design.condition)
    if design.outcome not in made.outcomes:
        allowed = ", ".join(name for name in BASELINES if name in made.outcomes)
        yield _unfit(f"outcome: {made.title} has no {design.outcome}", allowed, "outcome")
    plan = injections.plan(design.plan)
    if design.units is None and not all(part.units for part in plan.parts):
        yield _unfit(f"plan {design.plan} has no dose of its own", "units beside it", "plan")
    top = BASELINES[design.outcome].top
    if not 0 < design.entry.mean < top:
        yield _unfit(
            f"mean: {design.entry.mean:g} {design.outcome}",
            f"between 0 and {top:g}",
            "entry",
            "mean",
        )
    screening = design.entry.screening
    if screening and (not design.counted or screening.least > screening.most):
        yield _unfit(
            f"screening: {screening.least:g} to {screening.most:g} of {design.outcome}",
            "headache_days, least up to most",
            *("entry", "screening"),
        )
    for name, value in (design.settings or {}).items():
        try:
            rows.overrides({name: value})
        except InputError as error:
            yield Unfit(("settings", name), error)


def _unfit(problem: str, allowed: str, *place: str | int) -> Unfit:
    return Unfit(place, InputError(problem, allowed=allowed))


def _of_arms(design: TrialDesign) -> Iterator[Unfit]:
    names = [arm.name for arm in design.arm]
    if not 1 < len(names) <= MOST_ARMS:
        yield _unfit(f"arm: {len(names)} of them", f"2 to {MOST_ARMS}, each by [[arm]]", "arm")
    for index, arm in enumerate(design.arm):
        if arm.name in names[:index]:
            yield _unfit(
                f"name: {arm.name!r} stands twice", "a name of its own", "arm", index, "name"
            )
        if strange := set(arm.placebo) - set(arm.weeks):
            yield _unfit(
                f"placebo: no session in week {min(strange):g}",
                _listed(arm.weeks),
                *("arm", index, "placebo"),
            )


def _of_visits(design: TrialDesign) -> Iterator[Unfit]:
    if not design.counted:
        return
    before = (0.0, *design.visits)
    for earlier, later in pairwise(before):
        if later - earlier < COUNTED_WEEKS:
            yield _unfit(
                f"visits: the 28 days that end in week {later:g} overlap what ends in week "
                f"{earlier:g}",
                f"{COUNTED_WEEKS:g} weeks or more from the first session and from each other",
                "visits",
            )


def _of_estimand(design: TrialDesign) -> Iterator[Unfit]:
    estimand = design.estimand
    names = [arm.name for arm in design.arm]
    for key, name in (("treatment", estimand.treatment), ("against", estimand.against)):
        if name not in names:
            yield Unfit(("estimand", key), unknown(f"{key}, an arm,", name, names))
    if estimand.treatment == estimand.against:
        yield _unfit("against: the treatment itself", "another arm", "estimand", "against")
    if estimand.week not in design.visits:
        yield _unfit(
            f"week: no visit in week {estimand.week:g}",
            _listed(design.visits),
            *("estimand", "week"),
        )
    fitting = SUMMARIES[estimand.variable]
    if estimand.summary != fitting:
        yield _unfit(
            f"summary: {estimand.summary} of {estimand.variable}", fitting, "estimand", "summary"
        )
    if estimand.intercurrent.leaving == "composite" and estimand.variable == "change":
        yield _unfit(
            "leaving: composite of a change",
            "treatment_policy, hypothetical; composite of a responder",
            *("estimand", "intercurrent", "leaving"),
        )
    if not design.analysis:
        yield _unfit("analysis: none", "one or more, each by [[analysis]]", "analysis")
    for index, analysis in enumerate(design.analysis):
        if analysis.variable not in VARIABLES[analysis.method]:
            yield _unfit(
                f"variable: {analysis.method} of {analysis.variable}",
                ", ".join(VARIABLES[analysis.method]),
                *("analysis", index, "variable"),
            )
