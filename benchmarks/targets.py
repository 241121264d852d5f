"""Published figures of junction, muscle, jaw, dystonia and migraine against one typical patient.

python benchmarks/targets.py > docs/targets.md
"""

from __future__ import annotations

import wearoff
from wearoff.evidence import rows
from wearoff.observation.readouts import readout

WEEKS = 27
BASELINES = {
    "cervical_dystonia": "twstrs_baseline",
    "chronic_migraine": "headache_baseline_chronic_migraine",
}
"""Row that a figure's baseline sets."""
HEAD = """# One set of numbers against the published figures

Made by `python benchmarks/targets.py > docs/targets.md`: one typical patient with the evidence
values. *Apart* is in standard errors of the published figure. Most of these figures
trained the numbers, so this checks that one set serves all; it is not a prediction. Grade `memory`:
the published figure was not seen again.

| figure | quantity | week | published (SE) | grade | model | apart |
|---|---|--:|--:|---|--:|--:|"""


def predicted(target: dict[str, str]) -> float:
    """The figure in a typical patient of its plan, product, dose and baseline."""
    row, baseline = BASELINES.get(target["condition"], ""), float(target["baseline"] or 0.0)
    weeks = 4 if target["quantity"] == "headache_days_per_week_change" else 1
    table = wearoff.simulate(
        target["condition"],
        target["plan"],
        typical=True,
        years=7 * WEEKS / 365.25,
        units=float(target["units"]),
        product=target["product"],
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
    for target in rows.table("targets"):
        published = f"{float(target['value']):g} ({float(target['se']):g})"
        start = f"| {target['id']} | {target['quantity']} | {target['week']} | {published} "
        start += f"| {target['grade']} "
        model = predicted(target)
        apart = (model - float(target["value"])) / float(target["se"])
        print(f"{start}| {model:.2f} | {apart:+.1f} |")


if __name__ == "__main__":
    main()
