"""diffrax: adaptive steps in JAX, many patients in one compiled program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.simulation.backend import JaxOps, jit, tree_map, vmap, xp

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array

MOST_STEPS = 4096
FIRST_STEP = 0.01


class Diffrax:
    """All patients from one session to the next; the solver starts anew there."""

    def __init__(self, case: Case, method: str, *, rtol: float, atol: float) -> None:
        """``Tsit5`` or ``Dopri8``."""
        import diffrax

        self.case = case
        wiring, ops = case.folded.wiring, JaxOps(case.folded.counts)
        outcomes = list(case.cohort.outcomes.values())
        length = max(last - first for first, last in case.segments)
        days = xp.arange(length + 1.0)

        def rates(_: Any, y: Any, p: Any) -> Any:
            return tree_map(lambda v, w: xp.asarray(v) + 0 * w, wiring.rates(y, p, ops), y)

        def segment(p: Any, y: Any, dose: Any) -> Any:
            solved = diffrax.diffeqsolve(
                diffrax.ODETerm(rates),
                getattr(diffrax, method)(),
                0.0,
                float(length),
                FIRST_STEP,
                wiring.session(y, dose, 1.0, p, ops),
                p,
                saveat=diffrax.SaveAt(ts=days),
                stepsize_controller=diffrax.PIDController(rtol=rtol, atol=atol),
                max_steps=MOST_STEPS,
            )
            read = vmap(lambda y: xp.stack([wiring.outputs(y, p, ops)[name] for name in outcomes]))
            return solved.ys, read(solved.ys)

        self._segment = jit(vmap(segment, in_axes=(0, 0, None)))

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        doses, _ = self.case.schedule
        people = self.case.patients
        start = self.case.folded.wiring.start()
        y = tree_map(lambda v: np.full((people, *np.shape(v)), v, float), start)
        found: list[Array] = []
        for first, last in self.case.segments:
            states, readings = self._segment(self.case.parameters, y, doses[first])
            y = tree_map(lambda v, end=last - first: v[:, end], states)
            found.append(np.asarray(readings)[:, : last - first])
        return np.concatenate(found, 1).transpose(0, 2, 1)
