"""The No-U-Turn samplers of NumPyro and nutpie on the density of `wearoff.diary.posterior.nuts`.

Each is given the same start, warm-up, target and length, and compiled once for all seeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import numpy as np
from jax.flatten_util import ravel_pytree

from wearoff.diary.posterior.nuts import KEPT, TARGET, WARM_UP, as_draws, log_density, start

if TYPE_CHECKING:
    from wearoff.diary.posterior.sampler import Draws, Problem


class Numpyro:
    """One chain, compiled from the density to the last draw."""

    def __init__(self, problem: Problem, near: Draws) -> None:
        """Raises ImportError where it is not installed."""
        from numpyro.infer import MCMC, NUTS

        self.problem, self.near = problem, near
        density = log_density(problem)
        kernel = NUTS(potential_fn=lambda at: -density(at), target_accept_prob=TARGET)
        self._chain = MCMC(kernel, num_warmup=WARM_UP, num_samples=KEPT, progress_bar=False)

    def __call__(self, seed: int) -> Draws:
        """Draws of one seed."""
        self._chain.run(jax.random.PRNGKey(seed), init_params=start(self.problem, self.near))
        return as_draws(self.problem, self._chain.get_samples(), self.near)


class Nutpie:
    """One chain in Rust that calls the compiled density and its gradient."""

    def __init__(self, problem: Problem, near: Draws) -> None:
        """Raises ImportError where it is not installed."""
        from nutpie.compiled_pyfunc import from_pyfunc

        self.problem, self.near = problem, near
        density = log_density(problem)
        first, self._unravel = ravel_pytree(start(problem, near))
        both = jax.jit(jax.value_and_grad(lambda x: density(self._unravel(x))))

        def logp(x: Any) -> tuple[float, Any]:
            value, slope = both(x)
            return float(value), np.asarray(slope)

        self._first = np.asarray(first)
        self._model = from_pyfunc(
            ndim=len(first),
            make_logp_fn=lambda: logp,
            make_expand_fn=lambda *_: lambda x: {"x": np.asarray(x)},
            expanded_dtypes=[np.dtype("float64")],
            expanded_shapes=[(len(first),)],
            expanded_names=["x"],
            make_initial_point_fn=lambda _: self._first,
        )

    def __call__(self, seed: int) -> Draws:
        """Draws of one seed."""
        import nutpie

        found = nutpie.sample(
            self._model,
            tune=WARM_UP,
            draws=KEPT,
            chains=1,
            cores=1,
            seed=seed,
            target_accept=TARGET,
            progress_bar=False,
            save_warmup=False,
        )
        positions = jax.vmap(self._unravel)(np.asarray(found["posterior"]["x"])[0])
        return as_draws(self.problem, positions, self.near)
