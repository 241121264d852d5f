"""Published figures of junction, muscle, jaw, dystonia and migraine against one typical patient.

python docs/make/targets.py > docs/targets.md
"""

from __future__ import annotations

import wearoff
from wearoff.evidence import rows
from wearoff.studies.readouts import READOUTS, readout

WEEKS = 27
ARMS = ("toxin", "placebo")
BASELINES = {
    "cervical_dystonia": "twstrs_baseline",
    "chronic_migraine": "headache_baseline_chronic_migraine",
}
"""Row that a figure's baseline sets."""
HEAD = """# One set of numbers against the published figures

Made by `python docs/make/targets.py > docs/targets.md`: one typical patient with the evidence
values. *Apart* is in standard errors of the published figure. Most of these figures
trained the numbers, so this checks that one set serves all; it is not a prediction. Grade `memory`:
the published figure was not seen again. Left out are figures that one person cannot show, such as
shares of people, those who stayed, and the difference of two arms: see validation.md. So are two of
chronic migraine that were never seen in print.

| figure | quantity | week | published (SE) | grade | model | apart |
|---|---|--:|--:|---|--:|--:|"""


def compared() -> list[dict[str, str]]:
    """Figures of the project's table that one typical patient can show."""
    return [target for target in rows.table("targets") if _one_can_show(target)]


def _one_can_show(target: dict[str, str]) -> bool:
    unseen = (target["condition"], target["grade"]) == ("chronic_migraine", "memory")
    everyone = target["population"] == "all" and target["arm"] in ARMS
    return target["quantity"] in READOUTS and everyone and not unseen


def predicted(target: dict[str, str]) -> float:
    """The figure in a typical patient of its plan, product, dose and baseline."""
    row, baseline = BASELINES.get(target["condition"], ""), float(target["baseline"] or 0.0)
    weeks = 4 if target["quantity"] == "headache_days_per_week_change" else 1
    toxin = target["arm"] == "toxin"
    table = wearoff.simulate(
        target["condition"],
        target["plan"],
        typical=True,
        years=7 * WEEKS / 365.25,
        units=float(target["units"]) if toxin else 0.0,
        product=target["product"] if toxin else None,
        every_weeks=float(target["interval_weeks"] or WEEKS),
        sessions=int(target["sessions"]),
        settings={row: weeks * baseline} if baseline else {},
    ).frame()
    columns = {name: table[name].to_numpy() for name in table.columns}
    columns["baseline"] = table["day"].to_numpy() * 0 + baseline
    week = float(target["week"]) if target["week"] else None
    return readout(target["quantity"], columns, week)


def main() -> None:
    """Print the page."""
    print(HEAD)
    for target in compared():
        published = f"{float(target['value']):g} ({float(target['se']):g})"
        start = f"| {target['id']} | {target['quantity']} | {target['week']} | {published} "
        start += f"| {target['grade']} "
        model = predicted(target)
        apart = (model - float(target["value"])) / float(target["se"])
        print(f"{start}| {model:.2f} | {apart:+.1f} |")


if __name__ == "__main__":
    main()
