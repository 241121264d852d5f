"""Published figures predicted without their cohorts: writes docs/validation.md and its picture.

`python docs/make/validation_page.py`, from the root of the project. Deterministic. It also keeps
the predictions that the evidence pages show.
"""

from __future__ import annotations

import csv
import statistics
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import validation_blind
import validation_courses
import validation_misses
import wearoff
from wearoff.evidence import rows
from wearoff.faces.studies.forest import forest
from wearoff.studies import predict, shipped
from wearoff.studies.calibrate import KINDS, SEEN_BEFORE, cohort_center
from wearoff.studies.design import published
from wearoff.studies.groups import center_array, grouped
from wearoff.studies.kept import keep
from wearoff.studies.read import read_targets
from wearoff.trial.findings import SILENT, TOLD

if TYPE_CHECKING:
    from wearoff.studies.result import Result, Row

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "validation.md"
PICTURE = ROOT / "docs" / "pictures" / "validation.svg"
TARGETS = Path(str(files("wearoff.evidence").joinpath("data", "targets.csv")))
QUESTIONS = ROOT / "validation" / "patterns.csv"
MORE = TARGETS.with_name("more_targets.csv")
UNSEEN = ROOT / "validation" / "unseen.csv"
SPLIT = ROOT / "validation" / "muscle_split.csv"
OPENED, BLIND = SPLIT.with_name("muscle_opened.csv"), SPLIT.with_name("muscle_blind.csv")
PIVOTAL = "PREEMPT"
HEADER = (
    "| figure | quantity, arm | week | published | predicted | 9 in 10 | score / naive |",
    "|---|---|--:|--:|--:|--:|--:|",
)


def number(value: float | None, digits: int = 3) -> str:
    """A number as people write it, or nothing."""
    return "" if value is None else f"{value:.{digits}g}"


def line(row: Row) -> str:
    """One figure as a line of a table."""
    cells = (
        f"{row.id}{' (not seen again)' if row.grade == 'memory' else ''}",
        f"{row.quantity.replace('_', ' ')}, {row.arm.replace('_', ' ')}",
        number(row.week),
        number(row.value),
        number(row.predicted),
        f"{number(row.lo90)} to {number(row.hi90)}",
        number(row.interval_score_ratio, 2),
    )
    return "| " + " | ".join(cells) + " |"


def table(chosen: list[Row]) -> list[str]:
    """Figures as a table."""
    return [*HEADER, *(line(row) for row in chosen), ""]


HEAD = """# What the model predicts of studies it has not seen

Made by `python docs/make/validation_page.py` from
`wearoff validate src/wearoff/evidence/data/targets.csv`. Every figure is predicted with its whole
cohort left out of the calibration of {date}.

| figures | inside their 9 in 10 | half of an interval, of its figure | score / naive |
|---|--:|--:|--:|
{blind}
| set no number and no center, some looked at | {unseen} |
| calibration has them since, each without its own cohort | {since} |
| looked at while numbers were chosen, each without its own cohort | {own} |

The first lines are blind: predicted once, by the model of their day, before anybody could look.
**Figures that set no number and no center**: {unseen_inside} of {unseen_scored} lie inside
({unseen_coverage:.2f}), where 0.90 is claimed and 0.85 was asked; half of an interval is
{unseen_half:.0%} of its figure (median). Some were looked at before a part of the model was chosen.
An interval is that of {draws} drawn populations: with seeds {seeds} instead of 1 it holds
{luck} of them, so that what was asked is met here and not safely.
**Figures that were looked at while numbers were chosen**: {inside} of {scored} lie inside
({coverage:.2f}); half of an interval is {half:.0%} of its figure. Leaving a cohort out does not
undo that its figures were seen while centers were set by hand: up to {leak:.0f} points of coverage
leak that way, and a new study has the first share, not the second.

The *score* is an interval's width and a penalty for missing; *naive* is the mean of other cohorts'
figures of the same condition, quantity and arm, with how far cohorts differ in that quantity
anywhere: a predictor that knows no physiology. Below 1 is better (geometric mean; in brackets how
many figures have one). Beside figures that set no number it is {unseen_ratio:.2f} over
{unseen_compared} figures. Over {compared} of the project's first table it is {ratio:.2f}: there
the model is no better than the mean of other studies, and wider.

![Published figures in their intervals](pictures/validation.svg)

An interval holds what is not known of the populations, how studies differ, how far the model misses
and the study's own sampling error, of every figure in the same way. Studies differ by {between}
of a row's prior spread. The model misses these figures by {missed}
of their size. Numbers were set while looking at them, so {unseen_miss:.0%} are added for what
nobody has looked at: see the other figures below. Leaving each cohort of calibration out in turn,
that share is the most likely one too (docs/decisions.md).
"""
SINCE = """## Figures read since

{scored} figures that calibration has beside the table above
(evidence/data/more_targets.csv), each without its own cohort: {inside} lie inside. Those of
dystonia and muscle were read as part of two blind tests, which the model as it was then failed: of
61 figures 40 lay inside, of 15 scores of dystonia 6; the one of muscle alone is below. Only then
could it be seen how far studies of dystonia differ, and how much of a muscle is lost and for how
long. A child's calf is counted against children who were not injected, since both grow. The last
one is of people whom nobody treats; how far a level wanders was once judged by it.
"""
OTHERS = """## Other figures

{scored} more, read from abstracts and reviews (validation/unseen.csv says what was taken), which
set no number and no center: {inside} lie inside. Among the first 23 the added share was chosen; the
others are what is left of the blind test, and how a wear-off is dated was changed after seeing
khan-day. What was mended after they had been seen is told above.
"""
MUSCLE = """## Muscle: a blind test that was failed

Of {collected} figures of muscle that were collected before anything was predicted, every second
cohort was opened, once, on {opened}; validation/muscle_split.csv says which, and the other
{closed} stayed closed until they were opened once in their turn (above). Of those opened, {scored}
are of something that the model has. Each was predicted from its design alone
(validation/muscle_opened.csv), with nothing fitted to it: **{inside} of {scored} lay inside**, and
of the {outside} outside {more} lay on the side of more loss or a deeper block. The model was too
kind to muscle: too little lost, and too soon back. What it says of size was built anew on these
figures, so that only the other half can judge it.

Today's column is that of the model since, each figure without its own cohort: {now} of {scored}
inside. What is left: an upper trapezius twelve weeks after 50 units, blocked more deeply than
people with dystonia, who come back by then, let the model have it; and growing children's calves,
whose volume and area lie on either side of what the model says.

| figure | quantity | week | published | predicted | 9 in 10 | inside | today | inside today |
|---|---|--:|--:|--:|--:|---|--:|---|"""
LEARNED = """## What the figures tell of the numbers

{moved} of {all} centers are known at least {told:.0%} better than before; {silent} hardly at all
(less than {least:.0%}): those are still the prior's.

| number | posterior / prior width | moved by (prior SD) |
|---|--:|--:|"""
LIMITS = """## What weakens this

- Not a blind test. Starting values were read from some of the same publications; when such a cohort
  is left out, those numbers start from {factor:g} times the spread: {seen}.
- Not seen in print again, counted with twice their error: {memory}.
- Open series of people who stayed fell much further than trials did. How much of that is knowing
  that it is toxin rests on one program that went from blinded to open; an open series alone cannot
  tell.
- People still respond a little early: 49.3, 11.3 and 10.3 in 100 were published for cycles 1 to 3
  (see the shape of the pivotal trials).
- Few cohorts: one large trial program carries most of what is known of chronic migraine.
- A study's own effect moves all of its numbers together: a rule of thumb, not a finding.
- `first_responder50_percent` counts whole 28 days of a cycle; wear-off is read off 28-day counts
  around each day. Both are readings of what a paper may have meant.
"""


def half_width(result: Result) -> float:
    """Half of a 9-in-10 interval as a share of its published figure, the median of those not 0."""
    return statistics.median(
        (row.hi90 - row.lo90) / 2 / abs(row.value)
        for row in result.rows
        if row.value and row.lo90 is not None and row.hi90 is not None
    )


def sums(result: Result) -> str:
    """Cells of one line of the table at the head of the page."""
    inside = f"{result.inside} of {result.scored} ({result.coverage90:.2f})"
    ratio = f"{result.mean_interval_score_ratio:.2f} ({result.compared})"
    return f"{inside} | {half_width(result):.0%} | {ratio}"


def earlier() -> list[str]:
    """Blind tests of earlier models as lines of that table."""
    blind = records(BLIND)
    inside = sum(row["inside"] == "yes" for row in blind)
    return [
        "| blind, an earlier model: headache, dystonia, muscle | 40 of 61 (0.66) | | |",
        (
            f"| blind, the model of {records(SPLIT)[0]['since']} before muscle was built anew | "
            f"{inside} of {len(blind)} ({inside / len(blind):.2f}) | | |"
        ),
    ]


def records(path: Path) -> list[dict[str, str]]:
    """Rows of a table of this project."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def muscle() -> list[str]:
    """What was predicted of muscle before its figures set a number, and what is today."""
    split, blind = records(SPLIT), records(BLIND)
    opened = {row["id"]: row for row in records(OPENED)}
    today = {row.id: row for row in wearoff.validate(OPENED).result.rows}
    outside = [row for row in blind if row["inside"] == "no"]
    text = MUSCLE.format(
        collected=len(split),
        closed=sum(row["half"] == "kept" for row in split),
        opened=split[0]["since"],
        scored=len(blind),
        inside=len(blind) - len(outside),
        outside=len(outside),
        more=sum(float(row["published"]) < float(row["predicted"]) for row in outside),
        now=sum(bool(today[row["id"]].inside) for row in blind),
    )
    lines = []
    for row in blind:
        own, now = opened[row["id"]], today[row["id"]]
        published, told, low, high = (
            number(float(row[key])) for key in ("published", "predicted", "lo90", "hi90")
        )
        quantity = own["quantity"].replace("_", " ")
        cells = (row["id"], quantity, own["week"], published, told, f"{low} to {high}")
        since = (f"{number(now.lo90, 4)} to {number(now.hi90, 4)}", "yes" if now.inside else "no")
        lines.append("| " + " | ".join((*cells, row["inside"], *since)) + " |")
    return [text, *lines, ""]


def head(result: Result, since: Result, unseen: Result) -> list[str]:
    """What was done, and the sums: first what was blind, then what set no number."""
    known = predict.fold(None)
    shares = [float(found.coverage90 or 0) for found in (result, unseen)]

    def by_kind(values: Any, digits: str) -> str:
        pairs = zip(values, KINDS, strict=True)
        return ", ".join(f"{value:{digits}} ({kind})" for value, kind in pairs)

    return [
        HEAD.format(
            date=result.meta.calibration,
            blind="\n".join([*validation_blind.lines_of_the_head(), *earlier()]),
            unseen=sums(unseen),
            since=sums(since),
            own=sums(result),
            unseen_scored=unseen.scored,
            unseen_inside=unseen.inside,
            unseen_coverage=unseen.coverage90,
            unseen_half=half_width(unseen),
            draws=predict.DRAWS,
            seeds=", ".join(map(str, validation_misses.OTHER_SEEDS)),
            luck=", ".join(map(str, validation_misses.inside_by_luck(UNSEEN))),
            unseen_compared=unseen.compared,
            unseen_ratio=unseen.mean_interval_score_ratio,
            leak=100 * (shares[0] - shares[1]),
            half=half_width(result),
            inside=result.inside,
            scored=result.scored,
            coverage=result.coverage90,
            compared=result.compared,
            ratio=result.mean_interval_score_ratio,
            between=by_kind(known.between, ".2f"),
            missed=by_kind(known.missed, ".0%"),
            unseen_miss=rows.value("unseen_miss", "share"),
        )
    ]


def groups(result: Result) -> list[str]:
    """Every figure by condition."""
    known = [row for row in result.rows if row.inside is not None]
    lines: list[str] = []
    for condition in dict.fromkeys(row.condition for row in known):
        mine = [row for row in known if row.condition == condition]
        lines += [f"## {condition.replace('_', ' ').capitalize()}", "", *table(mine)]
    return lines


def pattern() -> list[str]:
    """The pivotal pattern and the blanks of the record, as new studies of all that is known."""
    result = wearoff.validate(QUESTIONS).result
    lines = [
        "## The shape of the pivotal trials, and no effect where the record shows none",
        "",
        "New studies of these designs, with nothing left out.",
        "",
        "| asked | quantity, arm | week | predicted | 9 in 10 |",
        "|---|---|--:|--:|--:|",
    ]
    for row in result.rows:
        cells = line(row).split(" | ")
        lines.append(" | ".join((*cells[:3], *cells[4:6])) + " |")
    return [*lines, ""]


class Again(NamedTuple):
    """A figure of the pivotal trials: its id, made again in populations of their own, published."""

    id: str
    made: float
    published: float | None


def of_the_trials() -> list[Again]:
    """Figures of the pivotal trials in populations of their own."""
    system, known = shipped.shipped(), predict.fold(None)
    center = dict(zip(system.names, cohort_center(system, known, PIVOTAL), strict=True))
    targets = read_targets(TARGETS).targets
    found = []
    for group in grouped([published(one) for one in targets if one.cohort == PIVOTAL]):
        at = center_array(group.names, np.array([[center.get(name, 0.0) for name in group.names]]))
        for one, figure in zip(group.published, group.figures(at), strict=True):
            found.append(Again(one.target.id, float(figure.value[0]), one.target.value))
    return found


def retold() -> list[str]:
    """The pivotal trials made again in their own populations."""
    lines = [
        "## The pivotal trials made again",
        "",
        "Not a prediction: populations whose centers were found with the trials' own figures, one",
        "for all of them. It shows what the model can hold at once.",
        "",
        "| figure | published | made again |",
        "|---|--:|--:|",
    ]
    lines += [
        f"| {name} | {number(value)} | {number(again)} |" for name, again, value in of_the_trials()
    ]
    return [*lines, ""]


def predicted(path: Path) -> Result:
    """The figures of a file, predicted and kept."""
    result = wearoff.validate(path).result
    keep(path.stem, result)
    return result


def others(result: Result, text: str) -> list[str]:
    """Figures of another file under a text of how many lie inside."""
    return [text.format(inside=result.inside, scored=result.scored), *table(result.rows)]


def learned() -> list[str]:
    """Which centers the figures moved, and which are still the prior's."""
    system, known = shipped.shipped(), predict.fold(None)
    width = np.sqrt(np.diag(known.covariance) / known.variance)
    order = np.argsort(width)
    moved = [index for index in order if 1 - width[index] >= TOLD]
    silent = sorted(system.names[index] for index in order if 1 - width[index] < SILENT)
    lines = [
        LEARNED.format(
            moved=len(moved), all=len(system.names), told=TOLD, silent=len(silent), least=SILENT
        )
    ]
    for index in moved:
        shift = known.mean[index] / np.sqrt(known.variance[index])
        lines.append(f"| {system.names[index]} | {width[index]:.2f} | {shift:+.2f} |")
    return [*lines, "", f"Still the prior's: {', '.join(silent)}.", ""]


def limits(result: Result) -> list[str]:
    """What weakens these numbers."""
    system = shipped.shipped()
    seen = sorted(name for name in system.names if rows.get(name).source in system.sources)
    memory = [row.id for row in result.rows if row.grade == "memory"]
    factor = SEEN_BEFORE**0.5
    return [LIMITS.format(factor=factor, seen=", ".join(seen), memory=", ".join(memory))]


def main() -> None:
    """Write the page and its picture."""
    result, since, unseen = map(predicted, (TARGETS, MORE, UNSEEN))
    PICTURE.write_text(forest(result), encoding="utf-8")
    every = (*result.rows, *since.rows, *unseen.rows)
    parts = (head(result, since, unseen), validation_misses.missed(every, number))
    parts = (*parts, validation_courses.cycles({"targets": result, "unseen": unseen}))
    parts = (*parts, validation_courses.untreated(since), validation_blind.section(number))
    parts = (*parts, muscle(), others(unseen, OTHERS))
    parts = (*parts, groups(result), others(since, SINCE))
    parts = (*parts, pattern(), retold(), learned(), limits(result))
    PAGE.write_text("\n".join(line for part in parts for line in part), encoding="utf-8")


if __name__ == "__main__":
    main()
