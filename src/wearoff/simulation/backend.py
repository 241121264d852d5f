"""JAX, and nothing else of the package imports it: 64-bit arithmetic, scan, vmap.

The compilation cache is kept between runs, in the user's cache folder.
"""

from __future__ import annotations

import os
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from wearoff.runs import cache_folder

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", os.environ.get("JAX_PLATFORMS") or "cpu")

xp = jnp
"""Arrays that compile, under NumPy's names."""
jit = jax.jit
vmap = jax.vmap
scan = jax.lax.scan
key = jax.random.key
split = jax.random.split
tree_map = jax.tree_util.tree_map


def branch(chosen: Any, then: Any, otherwise: Any, value: Any) -> Any:
    """``then(value)`` where chosen, else ``otherwise(value)``; only one of them runs."""
    return jax.lax.cond(chosen, then, otherwise, value)


def repeat(count: Any, step: Any, value: Any) -> Any:
    """``step`` applied ``count`` times, compiled once."""
    return jax.lax.fori_loop(0, count, lambda _, now: step(now), value)


def keep_compilations() -> None:
    """Keep compiled programs in the user's cache folder, if it can be written."""
    folder = cache_folder("jax")
    if folder is None:
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


class JaxOps:
    """The contract of `wearoff.model.ops` on JAX arrays.

    ``counts`` says how many muscles of the body each entry of the last axis stands for.
    """

    def __init__(self, counts: tuple[float, ...] = (1.0,)) -> None:
        """One muscle an entry, unless ``counts`` says otherwise."""
        self.counts = np.array(counts)

    exp = staticmethod(jnp.exp)
    log = staticmethod(jnp.log)
    sqrt = staticmethod(jnp.sqrt)
    sigmoid = staticmethod(jax.nn.sigmoid)

    @staticmethod
    def step(x: Any) -> Any:
        """1 where x > 0."""
        return jnp.where(x > 0, 1.0, 0.0)

    @staticmethod
    def positive(x: Any) -> Any:
        """``max(x, 0)``."""
        return jnp.maximum(x, 0.0)

    def sum(self, x: Any) -> Any:
        """Sum over the last axis, every muscle counted."""
        return jnp.sum(x * self.counts.astype(x.dtype), axis=-1)


OPS = JaxOps()
