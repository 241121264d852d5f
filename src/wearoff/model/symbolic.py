"""The same rates as symbols: SymPy's side of the contract of `wearoff.model.ops`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

if TYPE_CHECKING:
    from wearoff.model.wiring import Wiring


class SympyOps:
    """Elementwise SymPy on NumPy object arrays."""

    exp = staticmethod(np.vectorize(sympy.exp, otypes=[object]))
    log = staticmethod(np.vectorize(sympy.log, otypes=[object]))
    sqrt = staticmethod(np.vectorize(sympy.sqrt, otypes=[object]))
    sigmoid = staticmethod(np.vectorize(lambda x: 1 / (1 + sympy.exp(-x)), otypes=[object]))
    step = staticmethod(
        np.vectorize(lambda x: sympy.Piecewise((1, x > 0), (0, True)), otypes=[object])
    )

    @staticmethod
    def sum(x: Any) -> Any:
        """Sum over the last axis."""
        return np.sum(np.asarray(x, dtype=object), axis=-1)


def symbols(wiring: Wiring) -> dict[str, dict[str, Any]]:
    """One symbol a state, named as the simulated columns are."""
    found: dict[str, dict[str, Any]] = {}
    for part in wiring.parts:
        found[part.name] = {
            state.name: np.array(
                [sympy.Symbol(name, real=True) for name in wiring.columns(part, state.name)],
                dtype=object,
            )
            if part.per_muscle
            else sympy.Symbol(wiring.columns(part, state.name)[0], real=True)
            for state in part.states
        }
    return found


def rates(wiring: Wiring, parameters: dict[str, dict[str, Any]]) -> dict[Any, Any]:
    """Time derivative of every state as a SymPy expression, by the state's symbol (per day)."""
    state = symbols(wiring)
    derivatives = wiring.rates(state, parameters, SympyOps())
    return {
        symbol: expression
        for part, values in derivatives.items()
        for name, array in values.items()
        for symbol, expression in zip(
            np.atleast_1d(state[part][name]), np.atleast_1d(array), strict=True
        )
    }
