"""`analyze`: one person's diary, or a folder of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.model.conditions import condition as find_condition
from wearoff.runs import check_seed, meta

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.diary.assessment import Assessment
    from wearoff.diary.result import Result
    from wearoff.diary.underneath import Underneath
    from wearoff.diary.verdicts import Verdict
    from wearoff.records import Diary, Log, OutsideBaseline, Rule, Score

USUAL_CONDITION = "chronic_migraine"


@dataclass(frozen=True)
class Analysis:
    """What one diary says: `verdicts`, `cycles`, `to_dict()`, `posterior`."""

    name: str
    condition: str
    assessment: Assessment
    diary: Diary
    log: Log | None
    scores: tuple[Score, ...]
    notes: tuple[str, ...]
    seed: int
    digest: str | None
    asked: tuple[Rule, ...]
    since_last_visit: dict[str, Any] | None
    ahead: bool

    @cached_property
    def _beside(self) -> dict[str, Any]:
        from wearoff.diary.beside import beside

        return beside(
            self.assessment,
            self.diary,
            self.log,
            self.scores,
            self.asked,
            condition=self.condition,
            ahead=self.ahead,
        )

    @property
    def verdicts(self) -> list[Verdict]:
        """The answers."""
        from wearoff.diary.patterns.answers import jaw_verdict

        jaw = jaw_verdict(self._beside["patterns"])
        return [*self.assessment.verdicts, *([jaw] if jaw else [])]

    @property
    def cycles(self) -> list[dict[str, Any]]:
        """Relief and wear-off by cycle, as in the document."""
        return self.document["cycles"]

    @property
    def rules(self) -> list[dict[str, Any]]:
        """What guidelines and payers ask, what was counted, and both chances."""
        return self.document["rules"]

    @cached_property
    def result(self) -> Result:
        """Everything that it says, rounded once for every face."""
        from wearoff.diary.assessment import document, verdict
        from wearoff.diary.result import Result

        about = meta(self.seed) | {"file": self.digest}
        found = document(self.assessment, self.condition) | self._beside
        inside = self.underneath()
        return Result.model_validate(
            {"meta": about, "name": self.name, **found}
            | {"verdicts": [verdict(one) for one in self.verdicts]}
            | {"since_last_visit": self.since_last_visit, "underneath": inside and typed(inside)}
            | {"acute_medication": acute_days(self), "hours": hours(self)}
            | {
                "scores": [
                    {"date": s.day, "measure": s.measure, "value": s.value} for s in self.scores
                ]
            }
            | {"notes": list(self.notes), "false_alarms": false_alarms()}
        )

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document of `wearoff analyze --json`."""
        return self.result.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The document."""
        return self.document

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()

    def course(self) -> list[dict[str, Any]]:
        """By week: counted, and the level with and without the short-lived relief."""
        from wearoff.diary.assessment import course
        from wearoff.formats.documents import plain

        return plain(course(self.assessment))

    def underneath(self) -> Underneath | None:
        """What muscle and load do in the model, for a typical person with these injections."""
        from wearoff.diary.underneath import underneath

        return underneath(self.log, self.condition, self.assessment.person.record.last + 1)

    @property
    def posterior(self) -> Any:
        """Equally weighted draws as an ArviZ DataTree (one chain)."""
        from wearoff.diary.posterior.datatree import tree

        return tree(self.assessment.person)


def typed(inside: Underneath) -> dict[str, Any]:
    """What the model holds inside, as the result keeps it."""
    about = {"first_day", "last_day", "week"}
    return {
        "columns": [{"name": name, "text": text} for name, text in inside.columns.items()],
        "rows": [
            {key: row[key] for key in about} | {"values": {k: row[k] for k in row.keys() - about}}
            for row in inside.rows
        ],
        "step": inside.step,
    }


def acute_days(found: Analysis) -> dict[str, Any] | None:
    """Days with acute medicine in 28, before and now; None where nothing was written."""
    import numpy as np

    from wearoff.diary.assessment import counted_beside

    taken = found.diary.values.get("acute_medication")
    if taken is None or not np.isfinite(taken).any():
        return None
    days = np.where(np.isfinite(taken), (taken > 0).astype(float), np.nan)
    return counted_beside(found.assessment, days)


def hours(found: Analysis) -> dict[str, Any] | None:
    """Hours with headache in 28 days, before and now; None where none were written.

    A day without headache has none; a headache day without its hours is not counted as written.
    """
    import numpy as np

    from wearoff.diary.assessment import counted_beside
    from wearoff.diary.outcomes import headache_days

    written = found.diary.values.get("hours")
    if written is None or not np.isfinite(written).any():
        return None
    free = headache_days(found.diary) == 0
    return counted_beside(found.assessment, np.where(np.isnan(written) & free, 0.0, written))


def false_alarms() -> dict[str, int] | None:
    """In how many made-up diaries without any relief the answer was yes, as released."""
    from wearoff.formats import fitted

    for record in fitted.table("diary", "error_rates"):
        if (record["question"], record["kind"]) == ("working", "no_relief"):
            return {"said": int(record["said"]), "of": int(record["of"])}
    return None


def digest_of(path: str | Path) -> str:
    """SHA-256 of a file, so that a page can be matched with the diary it was made from."""
    import hashlib

    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def analyze(
    diary: str | Path,
    *,
    injections: str | Path | None = None,
    condition: str | None = None,
    events: str | Path | None = None,
    scores: str | Path | None = None,
    baseline: str | None = None,
    baseline_from: str | None = None,
    rules: str | Path | None = None,
    seed: int = 1,
    prospects: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Analysis:
    """Analyze one person's diary with their injections.

    Args:
        diary: CSV file, see `wearoff.diary.read.ours`.
        injections: injection log; without one only the count is told.
        condition: condition; chronic_migraine if left out, and the notes say so.
        events: other treatments and changes.
        scores: clinic totals, and counts of headache days.
        baseline: a count from before, ``22:28``.
        baseline_from: who says so.
        rules: TOML file of rules beside the shipped ones; same ids replace them.
        seed: of every random number.
        prospects: whether to look ahead: what would tell where an answer cannot be told, a
            forecast, and what an earlier forecast said of the time since the last visit.
        progress: called with a line as the work goes on.

    Raises:
        InputError: a file, the condition or the baseline cannot be used.
    """
    from wearoff.diary.read.events import read_events
    from wearoff.diary.read.ours import read_diary
    from wearoff.diary.read.scores import parse_baseline, read_scores
    from wearoff.diary.rules.read import shipped, with_own
    from wearoff.simulation.logs import read_log

    chosen = find_condition(condition or USUAL_CONDITION)
    check_seed(seed)
    if baseline_from and not baseline:
        raise InputError(
            f"{argument('baseline_from')} without {argument('baseline')}",
            fix=argument("baseline", "22:28"),
        )
    asked = with_own(rules) if rules else shipped()
    given = read_diary(diary)
    log = read_log(injections, chosen) if injections else None
    notes = [] if condition else [f"no condition given: taken as {USUAL_CONDITION}"]
    return assemble(
        given,
        log,
        name=Path(diary).stem,
        condition=chosen.name,
        events=read_events(events) if events else [],
        scores=read_scores(scores) if scores else [],
        baseline=parse_baseline(baseline, baseline_from) if baseline else None,
        notes=notes,
        rules=asked,
        digest=digest_of(diary),
        seed=seed,
        prospects=prospects,
        progress=progress,
    )


def assemble(
    diary: Diary,
    log: Log | None,
    *,
    name: str,
    condition: str,
    events: list[Any] | None = None,
    scores: list[Score] | None = None,
    baseline: OutsideBaseline | None = None,
    notes: list[str] | None = None,
    rules: list[Rule] | None = None,
    digest: str | None = None,
    seed: int = 1,
    prospects: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Analysis:
    """Analyze records that are already read; without ``rules`` the shipped ones are asked."""
    from wearoff.diary.assessment import assess
    from wearoff.diary.future.visits import since_last_visit
    from wearoff.diary.outcomes import main_outcome, secondary_outcomes
    from wearoff.diary.posterior.fit import person
    from wearoff.diary.rules.read import shipped
    from wearoff.diary.thresholds import thresholds

    say = progress or (lambda _: None)
    main = main_outcome(diary, condition)
    beside = secondary_outcomes(diary, main)
    said = [*(notes or []), *diary.notes, *(log.notes if log else ())]
    said += [main.note] if main.note else []
    if log and len({s.product for s in log.sessions}) > 1:
        said.append(
            "two products: their units are not compared; a session's strength is its share of "
            "the usual session of its product in this log"
        )
    say(f"{name}: finding what explains the diary")
    found = person(
        main,
        beside,
        diary,
        log,
        condition=condition,
        events=events or (),
        scores=scores or (),
        baseline=baseline,
        usual_interval=thresholds()["too_little"]["usual_interval"],
        seed=seed,
        progress=lambda line: say(f"{name}: {line}"),
    )
    say(f"{name}: checking the answers, and when more could be told")
    assessed = assess(found, main, beside, baseline, prospects=prospects)
    if found.record.later:
        said.append(f"{len(found.record.later)} of the sessions came after the last entry")
    since = None
    if prospects:
        since = since_last_visit(
            found,
            main,
            diary,
            log,
            condition=condition,
            events=events or (),
            scores=scores or (),
            baseline=baseline,
            seed=seed,
        )
    return Analysis(
        name,
        condition,
        assessed,
        diary,
        log,
        tuple(scores or ()),
        tuple(said),
        seed,
        digest,
        tuple(shipped() if rules is None else rules),
        since,
        prospects,
    )
