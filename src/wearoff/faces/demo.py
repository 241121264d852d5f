"""`wearoff demo`: one real trial from file to findings and report, in a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff import api
from wearoff.faces import words
from wearoff.faces.report import trial_report
from wearoff.io.documents import to_json
from wearoff.io.tables import check_writable, write_text

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKS = (0, 2, 4, 8, 12, 16, 24)


def show_demo(out: str, *, seed: int, as_json: bool, progress: Callable[[str], None]) -> None:
    """Fit the open trial without folds, print the findings in a screen, write the report."""
    check_writable(out)
    found = api.fit(api.example_trial(), seed=seed, folds=False, progress=progress)
    progress("drawing the report")
    write_text(trial_report(found), out)
    document = found.to_dict()
    if as_json:
        print(to_json(document | {"wrote": [out]}), end="")
        return
    print("\n".join(screen(document, api.demonstration(found))))
    print(f"\nWrote {out}.   Your own trial: wearoff fit trial.csv")
    print(words.CLOSING)


def screen(document: dict[str, Any], course: list[dict[str, Any]]) -> list[str]:
    """The findings in a screen: effect by week, timing, and what the toxin does underneath."""
    trial = document["trial"]
    arms = [arm for arm in trial["arms"] if arm["units"]]
    top = arms[-1]["arm"]
    rows = {row["week"]: row for row in document["contrasts"] if row["arm"] == top}
    peak = next(r for r in document["peak_week"]["by_arm"] if r["arm"] == top)
    gone = next(r for r in document["wearoff_week"]["by_arm"] if r["arm"] == top)
    lines = [
        (
            f"REAL TRIAL  {trial['patients']} people with cervical dystonia "
            f"({arms[-1]['product']}, open data)"
        ),
        f"{top} net of placebo injections, TWSTRS points, lower is better (9 in 10)",
        "",
    ]
    for week, row in rows.items():
        unclear = row["answer"] == "cannot_tell"
        answer = "CANNOT TELL whether it differs from placebo" if unclear else ""
        lines.append(f"  week {week:<4g} {words.between(row, sign=True):<24}{answer}".rstrip())
    lines += [
        "",
        f"  greatest in week {words.between(peak)}, half gone by week {words.between(gone)}",
    ]
    for row in document["not_reproduced"]:
        if row["arm"] == top:
            lines.append(
                f"  week {row['week']:g}: the mechanism gives {words.signed(row['mechanism'])}, "
                f"a free curve {words.signed(row['reference'])}: unexplained"
            )
    lines += [
        "",
        f"INSIDE THE MODEL  one typical patient, one session of {top}",
        "  week            " + "".join(f"{week:>7}" for week in WEEKS),
    ]
    for key, text, scale, digits in (
        ("block", "block %", 100, 0),
        ("muscle_size", "muscle size %", 100, 0),
        ("twstrs", "TWSTRS", 1, 1),
        ("twstrs_placebo", "  with placebo", 1, 1),
    ):
        cells = [words.number(scale * course[7 * week][key], digits) for week in WEEKS]
        lines.append(f"  {text:<16}" + "".join(f"{cell:>7}" for cell in cells))
    return lines
