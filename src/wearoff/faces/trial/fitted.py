"""What `wearoff fit` shows: the findings in a screen, a JSON document, a report."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from wearoff.faces.shared import words

Document = dict[str, Any]
WIDTH = 80
COLUMN = 37
TOLD, SILENT = 0.3, 0.1
"""Contraction from which the trial tells of a number, and below which it hardly moves it."""


def screen(document: Document) -> list[str]:
    """The findings as lines of at most 80 columns."""
    return [
        *heading(document),
        "",
        *contrasts(document),
        "",
        *timing(document),
        *not_reproduced(document),
        "",
        *learned(document),
        "",
        *checks(document),
        words.CLOSING,
    ]


def heading(document: Document) -> list[str]:
    """Who was fitted."""
    trial = document["trial"]
    arms = ", ".join(f"{arm['arm']} {arm['patients']}" for arm in trial["arms"])
    products = sorted({arm["product"] for arm in trial["arms"] if arm["product"]})
    who = f"{trial['patients']} people fitted together ({arms})"
    what = f"{', '.join(products)}; {trial['outcome'].upper()}, lower is better"
    lines = [
        *wrap(f"{document['condition'].replace('_', ' ')}: {who}", WIDTH, subsequent_indent="  "),
        *wrap(f"{what}; from {trial['source']}", WIDTH, subsequent_indent="  "),
    ]
    return lines + [f"note: {note}" for note in trial["notes"]]


def contrasts(document: Document) -> list[str]:
    """Net effect of each arm at each visit, with its answer."""
    lines = ["NET OF PLACEBO, points (9 in 10 chance)"]
    arms = list(dict.fromkeys(row["arm"] for row in document["contrasts"]))
    for pair in (arms[i : i + 2] for i in range(0, len(arms), 2)):
        lines.append("week  " + "".join(arm[:COLUMN].ljust(COLUMN) for arm in pair).rstrip())
        for week in dict.fromkeys(row["week"] for row in document["contrasts"]):
            cells = [
                f"{words.between(row, sign=True)} {words.ANSWERS[row['answer']].lower()}"
                for arm in pair
                for row in document["contrasts"]
                if row["week"] == week and row["arm"] == arm
            ]
            lines.append(f"{week:>4g}  " + "".join(c.ljust(COLUMN) for c in cells).rstrip())
    return lines


def timing(document: Document) -> list[str]:
    """When the effect is greatest and when half of it is gone."""
    lines = ["TIMING, from the mechanism"]
    for key, text in (("peak_week", "greatest in week"), ("wearoff_week", "half gone by week")):
        by_arm = "; ".join(f"{row['arm']} {words.between(row)}" for row in document[key]["by_arm"])
        head = f"  {text:<18} "
        lines += wrap(by_arm, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    return lines


def not_reproduced(document: Document) -> list[str]:
    """Visits where the mechanism cannot follow the data."""
    lines: list[str] = []
    for row in document["not_reproduced"]:
        text = (
            f"{row['arm']} at week {row['week']:g}: the mechanism gives "
            f"{words.signed(row['mechanism'])}, a free curve {words.signed(row['reference'])} "
            f"(SE {words.number(row['reference_se'])}); unexplained here"
        )
        head = "  NOT REPRODUCED     "
        lines += wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
    return lines


def learned(document: Document) -> list[str]:
    """What the trial moved most."""
    rows = sorted(document["parameters"], key=lambda row: -row["contraction"])
    told = [row["name"] for row in rows if row["contraction"] >= TOLD]
    silent = [row["name"] for row in rows if row["contraction"] < SILENT]
    return [
        *_wrapped("The trial tells of: ", told),
        *_wrapped("It hardly moves:    ", silent),
    ]


def checks(document: Document) -> list[str]:
    """Predictive check, leavers, comparison with the reference, and the sampler's gate."""
    rows = document["predictive_check"]
    inside = sum(row["inside"] for row in rows)
    lines = [f"CHECKS  {inside} of {len(rows)} arm means by visit inside what the fit predicts"]
    tips = [row["tips_at_points"] for row in document["leavers"] if row["tips_at_points"]]
    if tips:
        lines.append(
            f"        an answer tips if those who left did {words.number(min(tips), 0)} points "
            "worse than others"
        )
    if document["elpd"]:
        ahead = document["elpd"]["mean"] - document["reference_elpd"]["mean"]
        lines.append(
            f"        log predictive density {words.signed(ahead)} against the reference "
            f"(paired SE {words.number(document['elpd']['paired_se'])})"
        )
    gate = document["diagnostics"]
    worst = max([gate["k_hat"], *(gate["fold_k_hats"] or [])])
    trust = "trusted" if gate["trusted"] else "NOT trusted"
    lines.append(
        f"        sampler {trust}: k-hat {gate['k_hat']:.2f}, worst fold {worst:.2f} (limit "
        f"{gate['k_hat_limit']:g})"
    )
    lines.append(
        f"        effective draws {gate['effective_draws']:.0f} of {gate['draws']:.0f} (Kish), "
        f"ensemble patients {gate['ensemble_effective_patients']:.0f}"
    )
    return lines


def _wrapped(head: str, names: list[str]) -> list[str]:
    return wrap(
        ", ".join(names) or "nothing", WIDTH, initial_indent=head, subsequent_indent=" " * 20
    )
