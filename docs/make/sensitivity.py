"""Which numbers matter: Sobol total indices of the main outcomes, to docs/sensitivity.md.

`python docs/make/sensitivity.py > docs/sensitivity.md`. Every number of a condition that varies or
is uncertain is drawn within its row's spread (SALib, Saltelli's scheme); the total index of a
number is the share of the outcome's variance that would vanish if it were known.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as saltelli

import wearoff
from wearoff.evidence import rows
from wearoff.faces.shared import words
from wearoff.simulation.hypothesis import without_toxin
from wearoff.simulation.populations import TAIL, quantile

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = 256
"""Base sample; a condition with D numbers needs (D + 2) times as many courses."""
SEED = 1
SHOWN = 8
YEAR = 365
CONDITIONS = (
    "chronic_migraine",
    "tension_type",
    "cervicogenic",
    "bruxism",
    "cervical_dystonia",
    "piriformis",
)
SWITCHES = ("kz", "lambda_z", "trauma", "exercise")
"""Numbers that are 0 unless set; drawn evenly between their bounds in the last table only."""
HEAD = """# Which numbers matter

Made by `python docs/make/sensitivity.py > docs/sensitivity.md`. Each number is drawn within its
spread; its *total index* is the share of the outcome's variance that would vanish if it were known
(Sobol, SALib, {samples} base samples; 9 in 10 intervals of about plus or minus 0.1). Numbers
interact, so shares can add up to more than 1. *Assumed* means that no measurement was found: effort
goes where an assumed number is high in a table.
"""


def net_effect(toxin: Any, placebo: Any) -> Any:
    """Mean gain over placebo in the second half of the first year."""
    late = slice(168, 336)
    return (placebo[:, late] - toxin[:, late]).mean(1)


def drift(toxin: Any, placebo: Any) -> Any:
    """Excess over placebo in year 3 less that in year 1."""
    excess = toxin - placebo
    return excess[:, 2 * YEAR : 3 * YEAR].mean(1) - excess[:, :YEAR].mean(1)


def values(name: str, u: Any) -> Any:
    """A row's values at these probabilities; a switch runs evenly between its bounds."""
    row = rows.get(name)
    if row.law == "fixed":
        return row.low + (row.high - row.low) * u
    return quantile(row, TAIL + (1 - 2 * TAIL) * u)


def indices(
    condition: str, years: float, switches: tuple[str, ...], measure: Callable[[Any, Any], Any]
) -> tuple[list[tuple[str, float, float]], Any]:
    """Total index and its half interval of each number, largest first, and the outcomes."""
    simulation = wearoff.simulate(condition, years=years, patients=1)
    used = simulation.cohort.wiring.rows
    names = [name for name in used if rows.get(name).law != "fixed" or name in switches]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    sample = saltelli.sample(problem, SAMPLES, calc_second_order=False, seed=SEED)
    settings = {name: values(name, sample[:, k]) for k, name in enumerate(names)}

    def outcome(chosen: wearoff.Simulation) -> Any:
        main = chosen.cohort.condition.main
        many = replace(chosen.cohort, patients=len(sample), settings=settings, only=(main,))
        return np.concatenate([batch.columns[main] for batch in many.batches()])

    found = measure(outcome(simulation), outcome(without_toxin(simulation)))
    result = sobol.analyze(problem, found, calc_second_order=False, conf_level=0.9, seed=SEED)
    total = sorted(zip(names, result["ST"], result["ST_conf"], strict=True), key=lambda x: -x[1])
    return [(name, float(st), float(half)) for name, st, half in total], found


def table(title: str, unit: str, total: list[tuple[str, float, float]], found: Any) -> list[str]:
    """One outcome's largest numbers."""
    lo, hi = np.quantile(found, [0.05, 0.95])
    return [
        f"## {title}",
        "",
        f"Mean {found.mean():.2f} {unit}; 9 in 10 between {lo:.2f} and {hi:.2f}.",
        "",
        "| number | total index | grade | meaning |",
        "|---|--:|---|---|",
        *(
            f"| `{name}` | {st:.2f} (±{half:.2f}) | {rows.GRADES[rows.get(name).grade]} "
            f"| {rows.get(name).meaning} |"
            for name, st, half in total[:SHOWN]
        ),
        "",
    ]


def main() -> None:
    """Print the page."""
    print(HEAD.format(samples=SAMPLES))
    assumed: dict[str, list[str]] = {}
    for condition in CONDITIONS:
        print(condition, file=sys.stderr)
        total, found = indices(condition, 1, (), net_effect)
        chosen = wearoff.simulate(condition, patients=1)
        main_outcome = chosen.cohort.condition.main.replace("_", " ")
        title = f"{chosen.cohort.condition.title}: gain in {main_outcome} over placebo, weeks 25-48"
        unit = words.unit(chosen.units[chosen.cohort.condition.main])
        print("\n".join(table(title[0].upper() + title[1:], unit, total, found)))
        for name, st, _ in total[:SHOWN]:
            if rows.get(name).grade == "assumed" and st >= 0.05:  # noqa: PLR2004 - worth effort
                assumed.setdefault(name, []).append(f"{condition} {st:.2f}")
    print("assumption", file=sys.stderr)
    total, found = indices("cervicogenic", 3.01, SWITCHES, drift)
    title = "If joint damage is in play: neck-origin headache, year 3 against year 1, over placebo"
    print("\n".join(table(title, "days in 28", total, found)))
    print("Here `kz`, `lambda_z`, `trauma` and `exercise` run evenly between their bounds.\n")
    print("## Where effort goes first\n\nAssumed numbers with a total index of at least 0.05:\n")
    for name, where in sorted(assumed.items(), key=lambda item: -len(item[1])):
        print(f"- `{name}`: {', '.join(where)}")


if __name__ == "__main__":
    main()
