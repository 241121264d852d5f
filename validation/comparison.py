"""wearoff and its rivals on the same foreign diaries, as a page.

python -m validation.comparison [--diaries 60] [--processes 1] [--keep FOLDER]

Writes docs/comparison.md. With --keep what was analyzed is kept in a folder, so that a run that was
stopped goes on; leave it out after a change of the program.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import pickle
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipelines.prospects_kept import Kept, kept_promises
from validation import residuals
from validation.comparison_page import CAUSALPY_APART, PAGE, share, table
from validation.rivals import RIVALS, Estimate, ask
from validation.rivals import YEAR as YEAR_LONG
from validation.seeds import BLOCKS, judging
from validation.truth.foreign import make
from validation.truth.judged import Judged, coverage, flips, judged, rate
from wearoff.stats.importance import K_HAT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from validation.rivals import Answer

PAGE_AT = Path(__file__).parents[1] / "docs" / "comparison.md"
KINDS = {
    "mixed": 1.0,
    "no_relief": 1.0,
    "power": 1.0,
    "context_step": 0.67,
    "bad_month": 0.67,
    "second_treatment": 0.67,
    "steady_improver": 0.5,
    "drift_up": 0.5,
    "no_drift": 0.5,
}
"""Kinds, and the part of --diaries that each takes."""
COMPARED = ("mixed", "no_relief", "power")
COVERED = {
    "relief_percent": "relief (%)",
    "wearoff_day": "wear-off (day)",
    "drift": "drift (days/28 a year)",
    "baseline": "baseline (days/28)",
}
CEILING = 25.0
CLEAR = 2.0
BINS = ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01))


def say(text: str) -> None:
    """A line of progress."""
    print(text, file=sys.stderr, flush=True)


def remembered(folder: Path | None, name: str, make_it: Callable[[], list]) -> list:
    """What is in the folder, or made now."""
    file = folder / f"{name}.pkl" if folder else None
    if file and file.exists():
        return pickle.loads(file.read_bytes())  # noqa: S301 - our own file
    start = time.perf_counter()
    found = make_it()
    say(f"{name}: {len(found)} in {time.perf_counter() - start:.0f} s")
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(found))
    return found


# Error and coverage beside the rivals'


def ours(found: Judged, name: str) -> Estimate:
    """Our estimate as a rival's."""
    return Estimate(*(found.estimates[name] or (np.nan,) * 3))


def scored(answers: list[Estimate], truths: np.ndarray) -> list[str]:
    """RMSE, median error, coverage and median width."""
    means, low, high = np.array([(a.mean, a.lo90, a.hi90) for a in answers]).T
    error, given = np.abs(means - truths), np.isfinite(low)
    inside = (low <= truths) & (truths <= high)
    cells = [f"{np.sqrt(np.nanmean(error**2)):.1f}", f"{np.nanmedian(error):.1f}"]
    if not given.any():
        return [*cells, "–", "–"]
    return [*cells, f"{inside[given].mean():.2f}", f"{np.median((high - low)[given]):.1f}"]


def beside_rivals(found: list[Judged], answers: dict[str, list[Answer]]) -> str:
    """One table: every method's error of relief and of drift on the same diaries."""
    relief = np.array([j.truth["relief_percent"] for j in found])
    drift = np.array([j.truth["drift"] for j in found])
    long = [k for k, j in enumerate(found) if j.days >= YEAR_LONG]
    methods = {
        "**wearoff**": (
            [ours(j, "relief_percent") for j in found],
            [ours(j, "drift") for j in found],
        )
    }
    for name, given in answers.items():
        methods[name] = ([a.relief for a in given], [a.drift for a in given])
    rows = []
    for name, (of_relief, of_drift) in methods.items():
        above = np.mean([a.lo90 > 0 for a in of_relief if np.isfinite(a.lo90)] or [np.nan])
        failed = sum(np.isnan(a.mean) for a in of_relief)
        drifts = scored([of_drift[k] for k in long], drift[long]) if long else ["–"] * 4
        rows.append([name, *scored(of_relief, relief), share(above), *drifts, str(failed)])
    heads = ["method", "RMSE", "median", "cover", "width", "above 0"]
    return table([*heads, "RMSE", "median", "cover", "width", "failed"], rows)


def best(found: list[Judged], answers: dict[str, list[Answer]], name: str) -> tuple[str, str]:
    """RMSE of ours, and of the best rival with its name, as text."""
    attribute = "relief" if name == "relief_percent" else name
    chosen = [k for k, j in enumerate(found) if name != "drift" or j.days >= YEAR_LONG]
    truth = np.array([found[k].truth[name] for k in chosen])

    def error(means: list[float]) -> float:
        return float(np.sqrt(np.nanmean((np.array(means) - truth) ** 2)))

    rivals = {
        rival: error([getattr(given[k], attribute).mean for k in chosen])
        for rival, given in answers.items()
    }
    winner = min(rivals, key=lambda rival: rivals[rival])
    mine = error([ours(found[k], name).mean for k in chosen])
    return f"{mine:.1f}", f"{rivals[winner]:.1f} ({winner})"


# Ours alone


def covered(by_kind: dict[str, list[Judged]]) -> str:
    """Coverage of every estimate by kind."""
    rows = []
    for kind, found in by_kind.items():
        cells = [coverage(found, name) for name in COVERED]
        rows.append([kind, *(f"{c:.2f} ({n})" if n else "–" for c, n in cells)])
    return table(["kind", *COVERED.values()], rows)


def hard(found: list[Judged]) -> dict[str, list[Judged]]:
    """Mixed diaries with little room, with many jumps of level, and short ones; and the others."""
    switch = {j.seed: make(j.seed, kind="mixed").settings["switch"] for j in found}
    middle = float(np.median(list(switch.values())))
    return {
        "little room": [j for j in found if j.truth["baseline"] >= CEILING],
        "more room": [j for j in found if j.truth["baseline"] < CEILING],
        "jumps often": [j for j in found if switch[j.seed] > middle],
        "jumps seldom": [j for j in found if switch[j.seed] <= middle],
        "less than a year": [j for j in found if j.days < YEAR_LONG],
        "a year or more": [j for j in found if j.days >= YEAR_LONG],
    }


def rates(by_kind: dict[str, list[Judged]]) -> str:
    """Answers by kind at the shipped thresholds."""
    rows = []
    for kind, found in by_kind.items():
        asked = [("working", "yes"), ("working", "no"), ("drifting_worse", "yes")]
        asked += [("drifting_worse", "no"), ("drifting_better", "yes")]
        cells = [share(rate(found, question, answer)[0]) for question, answer in asked]
        rows.append([kind, str(len(found)), *cells])
    heads = ["kind", "diaries", "working", "not working", "worse", "not worse", "better"]
    return table(heads, rows)


def contract(by_kind: dict[str, list[Judged]]) -> str:
    """Each promised rate with what was found."""
    clear = [j for j in by_kind["power"] if j.truth["relief_days_28"] >= CLEAR]
    second = by_kind["second_treatment"]
    wrong = sum(
        (j.answers["working"] == "yes" and j.truth["relief_days_28"] < 1)
        or (j.answers["working"] == "no" and j.truth["relief_days_28"] >= CLEAR)
        for j in second
    )
    flat = [j for k in ("no_drift", "mixed") for j in by_kind[k] if j.truth["drift"] <= 0]
    every = [j for found in by_kind.values() for j in found]
    changed, answers = flips(every)
    rows = [
        line("working: yes without relief", by_kind["no_relief"], "working", "yes", "≤ 5 %"),
        line("… after a lasting placebo step", by_kind["context_step"], "working", "yes", "≤ 10 %"),
        line("… begun in a bad month", by_kind["bad_month"], "working", "yes", "≤ 10 %"),
        ["wrong beside another treatment", "≤ 5 %", share(wrong / len(second)), f"{len(second)}"],
        line("no to a steady improver", by_kind["steady_improver"], "working", "no", "never"),
        line("working: yes at 50 % relief", clear, "working", "yes", "≥ 90 %"),
        line(
            "worse: yes at +3 days/28 a year",
            by_kind["drift_up"],
            "drifting_worse",
            "yes",
            "≥ 85 %",
        ),
        line("worse: yes though the level fell", flat, "drifting_worse", "yes", "≤ 5 %"),
        [
            "k-hat above 0.7",
            "≤ 5 %",
            share(np.mean([j.k_hat > K_HAT_LIMIT for j in every])),
            f"{len(every)}",
        ],
    ]
    if answers:
        rows.append(
            ["answers that one day less changes", "≤ 1 %", share(changed / answers), f"{answers}"]
        )
    return table(["what", "bound", "found", "of"], rows)


def line(what: str, found: list[Judged], question: str, answer: str, bound: str) -> list[str]:
    """One row of the contract."""
    value, count = rate(found, question, answer)
    return [what, bound, share(value), str(count)]


def promises(kept: list[Kept]) -> str:
    """How often a date that was promised an answer brought one, by the chance given."""
    rows = []
    for question in ("working", "drifting_worse", "drifting_better"):
        for low, high in BINS:
            inside = [k for k in kept if k.question == question and low <= k.chance < high]
            if inside:
                said = np.mean([k.chance for k in inside])
                true = np.mean([k.definite for k in inside])
                text = f"{low:.1f} to {min(high, 1):.1f}"
                rows.append([question, text, str(len(inside)), share(said), share(true)])
    return table(["question", "chance given", "dates", "mean chance", "answered"], rows)


def of_residuals(people: int) -> str:
    """The tables of residuals.py."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        if residuals.DATA.exists():
            residuals.compare("real diaries (Kostecki-Dillon)", residuals.real(residuals.DATA))
        residuals.compare("generated, hidden states", residuals.generated(people))
        residuals.compare("generated, drifting level", residuals.smooth(people))
    return text.getvalue().strip()


def main() -> None:
    """Analyze, compare and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=60)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    by_kind, answers = {}, {}
    for kind, part in KINDS.items():
        count = max(1, round(part * given.diaries))
        tasks = [(kind, seed, kind in COMPARED) for seed in judging("comparison", count)]
        by_kind[kind] = remembered(
            given.keep, kind, lambda tasks=tasks: list(judged(tasks, given.processes))
        )
    for kind in COMPARED:
        seeds = [j.seed for j in by_kind[kind]]
        for name, rival in RIVALS.items():
            answers.setdefault(kind, {})[name] = remembered(
                given.keep,
                f"{kind} by {name}",
                lambda rival=rival, kind=kind, seeds=seeds: [
                    ask(rival, make(seed, kind=kind)) for seed in seeds
                ],
            )
    kept = remembered(
        given.keep, "prospects", lambda: kept_promises(judging("promises", given.diaries))
    )
    people = max(4, given.diaries // 3)
    models = remembered(given.keep, "residuals", lambda: [of_residuals(people)])[0]
    mixed = by_kind["mixed"]
    relief, drift = (best(mixed, answers["mixed"], name) for name in ("relief_percent", "drift"))
    none = best(by_kind["no_relief"], answers["no_relief"], "relief_percent")
    sure = [k for k in kept if k.enough]
    groups = hard(mixed)
    text = PAGE.format(
        diaries=given.diaries,
        first=BLOCKS["comparison"].first,
        version=f"wearoff {version('wearoff')}",
        error=f"{100 * np.sqrt(0.09 / given.diaries):.0f}",
        counts=", ".join(f"{kind} {len(found)}" for kind, found in by_kind.items()),
        relief_ours=relief[0],
        relief_rival=relief[1],
        none_ours=none[0],
        none_rival=none[1],
        drift_ours=drift[0],
        drift_rival=drift[1],
        cover=covered_text(mixed),
        cover_ceiling=covered_text(groups["little room"]),
        cover_often=covered_text(groups["jumps often"]),
        cover_seldom=covered_text(groups["jumps seldom"]),
        ceiling=f"{CEILING:g}",
        promised=len(sure),
        promised_kept=share(np.mean([k.definite for k in sure])) if sure else "–",
        contract=contract(by_kind),
        tables="\n\n".join(
            f"**{kind}** ({len(by_kind[kind])} diaries)\n\n"
            + beside_rivals(by_kind[kind], answers[kind])
            for kind in COMPARED
        ),
        covered=covered(by_kind),
        where_worse=covered(groups),
        rates=rates(by_kind),
        promises=promises(kept),
        residuals=models,
        people=people,
        causalpy="" if "CausalPy PiecewiseITS" in RIVALS else CAUSALPY_APART,
    )
    PAGE_AT.write_text(text, encoding="utf-8")
    say(f"{PAGE_AT} written")


def covered_text(found: list[Judged]) -> str:
    """Coverage of a group in one phrase."""
    cells = {label.split(" (")[0]: coverage(found, name)[0] for name, label in COVERED.items()}
    words = [f"{name} {cell:.2f}" for name, cell in cells.items() if np.isfinite(cell)]
    return f"{', '.join(words)} ({len(found)} diaries)" if words else "no such diary"


if __name__ == "__main__":
    main()
