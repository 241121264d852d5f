"""Courses over years for docs/validation.md: from cycle to cycle, and of people whom nobody treats.

What the model says of new series, and which of its mechanisms a number comes from: the same people
with one of them switched off.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import wearoff
from wearoff.evidence import rows
from wearoff.studies import predict
from wearoff.studies.calibrate import KINDS
from wearoff.studies.design import published as with_design
from wearoff.studies.groups import center_array, grouped
from wearoff.studies.read import read_targets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.studies.result import Result

FOLDER = Path(__file__).resolve().parents[2] / "validation"
MORE = Path(str(files("wearoff.evidence").joinpath("data", "more_targets.csv")))
CAMEO = "cameo-quarters"
WEEKS = (24, 60, 108, 156)
WHO = {
    "untreated": "nobody treats",
    "everyone": "everyone begun",
    "stayers": "still treated",
    "responders": "responders of cycle 3, still treated",
    "late": "no response in cycle 1, still treated",
}
"""Who is counted, by the first word of an id of validation/cycles.csv."""
RETURN, WANDER = "regression_chronic_migraine", "diary_wander_sd"
SWITCHED = {
    "as it is": {},
    "nobody enters in a bad month": {RETURN: 0.001},
    "nobody knows that it is toxin": {"open_label_fall": 0.001},
    "no session lasts longer than the one before": {"session_slowing": 1.0},
}
"""Mechanisms of a headache's course, each switched off in everybody."""
HALF = rows.value(RETURN, "log_odds") / 2
WIDE = 2 * rows.value(WANDER, "log_odds")
NOBODY_TREATS = {
    "as it is": {},
    "half of the return that trials show": {RETURN: HALF},
    "levels that wander twice as far": {WANDER: WIDE},
    "both": {RETURN: HALF, WANDER: WIDE},
}
CYCLES = """## From cycle to cycle

Open series fall further from cycle to cycle than people do. New series of 22 (SD 5) headache days
in 28 at entry, 155 units every 12 weeks, known to be toxin; mean days at the week:

| counted | {weeks} |
|---|{rules}"""
WHY = """
Of everyone begun, headache days fall by {all:.1f} from week 24 to week 108; of those still treated
by {stayers:.1f}. The difference is who is left: people who are helped stay. The same, mechanism by
mechanism:

| switched off in everybody | everyone, week 24 to 108 | still treated |
|---|--:|--:|"""
PUBLISHED = """
So most of a fall after the second cycle is selection, a little is sessions that last longer, and
the bad month at entry has passed by then. A higher dose in the same people is worth
{dose:.1f} days in the model. Beside what series published, each predicted without its own people:

| series | from | to | published | predicted |
|---|---|---|--:|--:|
{lines}

- Responders were once compared with everyone still treated. Read as what they are they have
  {nearer:.1f} days fewer at week 156. The Greek series counted whole cycles, not the four weeks in
  which relief wears off: read so they have {whole:.1f}. What was published of them,
  {responders:g}, is still lower, at the end of the interval.
- late2017 is of people who had not responded to cycle 1 and were recruited to complete five. Those
  who left are not among them, nor among those counted here. The share that responds later,
  {first:g} and then {last:g} in 100, still rises more than predicted. Nothing in the model lets
  repetition itself help a person more. Either it does in some, or it is chance: one series of
  {people:g} cannot tell.
"""
UNTREATED = """## Whom nobody treats

In two years of a survey {published[0]:g} in 100 stayed chronic, {published[1]:g} remitted and
{published[2]:g} were in between (MANACK2011, {people:g} people). The first two lie inside, the
third does not: people of the model remit for both years more often, and move less from year to
year, than those of the survey. Within a year they move as people do: of a web survey asked every
three months {cameo[0]:g} in 100 were chronic each time (CaMEO, {cameo[1]:g} people); without it
{cameo[2]:.0f} are predicted.

| in everybody | chronic every year | remitted | in between |
|---|--:|--:|--:|"""
SURVEY = """
Trials choose people in a bad month, who return from it; a survey asks whoever is there. With half
of that return and levels that wander twice as far, all three come near. But neither was measured
in such people, and no figure that sets a number tells them apart: quarters can be held by either.
A survey's memory of its headache days moves people between as well, by an error that it did not
measure, and so may its definition: 40 is what is left of everyone, and a meeting abstract counts
22 in 100 of the same people as chronic all along, where the paper has 34. So no number was changed
for it, and it stays missed.
"""


def _means(name: str, settings: Mapping[str, float], chosen: tuple[str, ...]) -> dict[str, float]:
    """Mean of each chosen figure of a table in new studies, with values that hold in everybody."""
    targets = [one for one in read_targets(FOLDER / f"{name}.csv").targets if one.id in chosen]
    known = predict.fold(None)
    between = predict.heterogeneity(known, 1).between[:, KINDS.index("headache")]
    found: dict[str, float] = {}
    for group in grouped([with_design(one) for one in targets]):
        drawn = predict.draw_centers(known, group.names, between, 1)
        figures = group.figures(center_array(group.names, drawn), settings)
        for one, figure in zip(group.published, figures, strict=True):
            found[one.target.id] = float(figure.value.mean())
    return found


def cycles(kept: Mapping[str, Result]) -> list[str]:
    """From cycle to cycle: who is counted, by which mechanism, and beside published series."""
    days = {
        one.id: one.predicted or 0.0 for one in wearoff.validate(FOLDER / "cycles.csv").result.rows
    }
    header = " | ".join(f"week {week}" for week in WEEKS)
    lines = [CYCLES.format(weeks=header, rules="--:|" * len(WEEKS))]
    for who, words in WHO.items():
        told = (days.get(f"{who}-{week}") for week in WEEKS)
        cells = ("" if one is None else f"{one:.1f}" for one in told)
        lines.append(f"| {words} | {' | '.join(cells)} |")

    def fall(means: Mapping[str, float], who: str) -> float:
        return means[f"{who}-24"] - means[f"{who}-108"]

    chosen = tuple(f"{who}-{week}" for who in ("everyone", "stayers") for week in (24, 108))
    means = {words: _means("cycles", off, chosen) for words, off in SWITCHED.items()}
    usual = means["as it is"]
    lines.append(WHY.format(all=fall(usual, "everyone"), stayers=fall(usual, "stayers")))
    lines += [
        f"| {words} | {fall(one, 'everyone'):.1f} | {fall(one, 'stayers'):.1f} |"
        for words, one in means.items()
    ]
    return [*lines, _published(kept, nearer=days["stayers-156"] - days["responders-156"])]


def _published(kept: Mapping[str, Result], nearer: float) -> str:
    row = {one.id: one for name in ("targets", "unseen") for one in kept[name].rows}
    pairs = (
        ("COMPEL2018, still treated, days", "compel60", "compel108"),
        ("GREEK2016, still treated, then its responders, days", "greek-3", "vikelis-156"),
        ("late2017, share with half of the days, %", "late2", "late5"),
    )
    lines = []
    for words, first, last in pairs:
        one, other = row[first], row[last]
        published = (other.value or 0) - (one.value or 0)
        predicted = (other.predicted or 0) - (one.predicted or 0)
        weeks = f"week {one.week:.0f} | week {other.week:.0f}"
        lines.append(f"| {words} | {weeks} | {published:+.1f} | {predicted:+.1f} |")
    (late,) = (one for one in read_targets(FOLDER / "unseen.csv").targets if one.id == "late5")
    return PUBLISHED.format(
        lines="\n".join(lines),
        nearer=nearer,
        dose=-(row["zandieh-diff"].predicted or 0),
        whole=row["vikelis-156"].predicted,
        responders=row["vikelis-156"].value,
        first=row["late2"].value,
        last=row["late5"].value,
        people=late.n,
    )


def untreated(since: Result) -> list[str]:
    """People whom nobody treats: what would have to differ for the survey's shares."""
    (quarters,) = (row for row in since.rows if row.id == CAMEO)
    (survey,) = (one for one in read_targets(MORE).targets if one.id == CAMEO)
    names = ("manack-persist", "manack-remit", "manack-between")
    asked = {one.id: one for one in read_targets(FOLDER / "unseen.csv").targets}
    published = [asked[name].value for name in names]
    cameo = (quarters.value, survey.n, quarters.predicted)
    lines = [UNTREATED.format(published=published, people=asked[names[0]].n, cameo=cameo)]
    for words, settings in NOBODY_TREATS.items():
        found = _means("unseen", settings, names)
        lines.append(f"| {words} | {' | '.join(f'{found[name]:.0f}' for name in names)} |")
    lines.append(f"| published | {' | '.join(f'{value:g}' for value in published)} |")
    return [*lines, SURVEY]
