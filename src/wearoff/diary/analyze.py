"""`analyze`: one person's diary, or a folder of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from wearoff.diary.case import case_of
from wearoff.errors import InputError, argument
from wearoff.formats.html import Shown
from wearoff.runs import check_seed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wearoff.diary.assessment import Assessment
    from wearoff.diary.case import Case
    from wearoff.diary.draws import StoredDraws
    from wearoff.diary.pieces import Cycle
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.diary.read.options import How
    from wearoff.diary.result import Result, Verdict
    from wearoff.diary.rules.result import RuleResult
    from wearoff.formats.frames import Given


@dataclass(frozen=True)
class Analysis(Shown):
    """One person analyzed: what is known, what was decided, and what that says, as `result`."""

    case: Case
    fitted: Assessment | None
    result: Result

    def __repr__(self) -> str:
        """Name, condition and the answers, on one line."""
        answers = ", ".join(f"{v.question} {v.answer}" for v in self.verdicts)
        return f"<Analysis {self.name}: {self.condition}; {answers}>"

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.case.name

    @property
    def condition(self) -> str:
        """What is treated."""
        return self.case.condition

    @property
    def verdicts(self) -> list[Verdict]:
        """The answers."""
        return self.result.verdicts

    @property
    def cycles(self) -> list[Cycle]:
        """Relief and wear-off by cycle."""
        return self.result.cycles

    @property
    def rules(self) -> list[RuleResult]:
        """What guidelines and payers ask, what was counted, and both chances."""
        return self.result.rules

    @property
    def assessment(self) -> Assessment:
        """What was decided from the posterior.

        Raises:
            InputError: there are counts without days, and nothing was fitted.
        """
        if self.fitted is None:
            raise InputError(
                "counts without days: nothing was fitted",
                file=self.case.diary.source,
                fix="give a diary, written day by day",
            )
        return self.fitted

    @property
    def posterior(self) -> Any:
        """Equally weighted draws as an ArviZ DataTree, one chain; of counts without days none.

        ``posterior.to_netcdf("x.nc")`` writes it, with the extra ``netcdf``; ArviZ summarizes it.
        """
        from wearoff.diary.posterior.published import published
        from wearoff.formats.datatrees import datatree

        posterior = self.assessment.posterior
        return datatree(published(posterior), posterior.seed)

    @cached_property
    def kept(self) -> StoredDraws | None:
        """What is kept so that many people's diaries can be pooled, see `wearoff.diary.draws`.

        None where nothing was fitted, and where there is no session or no day after it.
        """
        from wearoff.diary.posterior.stored import stored_draws

        return stored_draws(self.case, self.fitted.posterior) if self.fitted else None

    @property
    def draws(self) -> StoredDraws:
        """The same, or an error.

        Raises:
            InputError: there is nothing that could be pooled.
        """
        if self.kept is None:
            raise InputError(
                "no session with written days after it: there are no draws to keep",
                file=self.case.diary.source,
                fix=f"give the sessions: {argument('injections')}",
            )
        return self.kept

    def to_dict(self) -> dict[str, Any]:
        """The document of `wearoff analyze --json`."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def analyze(
    case: Case | Given,
    *,
    injections: Given | None = None,
    condition: str | None = None,
    events: Given | None = None,
    scores: Given | None = None,
    baseline: str | None = None,
    baseline_from: str | None = None,
    rules: str | Path | None = None,
    seed: int = 1,
    prospects: bool = True,
    progress: Callable[[str], None] | None = None,
    **reading: Unpack[How],
) -> Analysis:
    """Say of one person whether injections work, wear off early, and what changes underneath.

    Args:
        case: A case, or the diary as `read_case` takes it: a CSV file, or a DataFrame.
        injections: The log; without one only the count is told. This and the next five are as
            `read_case` takes them, and belong to a diary, not to a case.
        condition: What is treated; chronic_migraine if left out, and the notes say so.
        events: Other treatments and changes.
        scores: Totals of a clinic, and counts of headache days.
        baseline: A count from before, ``22:28``: 22 headache days of 28.
        baseline_from: Who says so.
        rules: TOML file of rules beside the shipped ones; same ids replace them.
        seed: Of every random number.
        prospects: Whether to look ahead: what would tell where an answer cannot be told, a
            forecast, and what an earlier forecast said of the time since the last visit.
        progress: Called with a line as the work goes on.
        reading: How files are read: ``unwritten``, ``dates``, ``sheet``, ``columns``, ``confirm``,
            ``today``, as `read_case` takes them.

    Returns:
        What the diary says. Counts are days in 28, wear-off is in days from the session.

    Raises:
        InputError: A file or frame, the condition or the baseline cannot be used.

    Example:
        >>> import wearoff
        >>> found = wearoff.analyze(wearoff.example_case("ada"), prospects=False)
        >>> [(verdict.question, verdict.answer) for verdict in found.verdicts[:2]]
        [('working', 'yes'), ('better_since', 'yes')]
    """
    from wearoff.diary.assessment import assess
    from wearoff.diary.beside import beside
    from wearoff.diary.doubts.barred import barring
    from wearoff.diary.findings import findings
    from wearoff.diary.findings_of_counts import findings_of_counts
    from wearoff.diary.finish import finished
    from wearoff.diary.future.visits import as_of_last_visit
    from wearoff.diary.posterior.fit import days_between, fit_diary
    from wearoff.diary.rules.read import shipped, with_own
    from wearoff.diary.thresholds import thresholds
    from wearoff.diary.timeline import timeline
    from wearoff.simulation.executor import meanwhile

    check_seed(seed)
    asked = with_own(rules) if rules else shipped()
    known = case_of(
        case,
        injections=injections,
        condition=condition,
        events=events,
        scores=scores,
        baseline=baseline,
        baseline_from=baseline_from,
        **reading,
    )
    say = progress or (lambda _: None)
    if known.counts_alone:
        say(f"{known.name}: counts without days, nothing to fit")
        return Analysis(known, None, finished(findings_of_counts(known, rules=asked, seed=seed)))
    doubtful = bool(barring(known.doubts))
    ahead = prospects and not doubtful
    say(f"{known.name}: finding what explains the diary")
    usual = thresholds()["too_little"]["usual_interval"]

    def at_last_visit() -> DiaryPosterior | None:
        record = timeline(known.main.values, known)
        interval = days_between(known, usual)
        return as_of_last_visit(known, record, usual_interval=interval, seed=seed)

    with meanwhile(at_last_visit if ahead else lambda: None) as earlier:
        posterior = fit_diary(
            known,
            known.main,
            known.beside,
            usual_interval=usual,
            seed=seed,
            progress=lambda line: say(f"{known.name}: {line}"),
        )
        say(f"{known.name}: checking the answers, and when more could be told")
        with meanwhile(lambda: beside(known, posterior, earlier(), ahead=ahead)) as told:
            assessment = assess(posterior, known.baseline, prospects=prospects, doubtful=doubtful)
    found = findings(known, assessment, told(), rules=asked)
    return Analysis(known, assessment, finished(found))
