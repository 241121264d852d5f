"""NumPy's side of the contract of `wearoff.model.ops`, for what is computed once."""

from __future__ import annotations

from typing import Any

import numpy as np


class NumpyOps:
    """Elementwise NumPy."""

    exp = staticmethod(np.exp)
    log = staticmethod(np.log)
    sqrt = staticmethod(np.sqrt)

    @staticmethod
    def sigmoid(x: Any) -> Any:
        """Logistic function."""
        return 1 / (1 + np.exp(-x))

    @staticmethod
    def positive(x: Any) -> Any:
        """``max(x, 0)``."""
        return np.maximum(x, 0.0)

    @staticmethod
    def step(x: Any) -> Any:
        """1 where x > 0."""
        return np.where(np.asarray(x) > 0, 1.0, 0.0)

    @staticmethod
    def sum(x: Any) -> Any:
        """Sum over the last axis."""
        return np.sum(x, axis=-1)
