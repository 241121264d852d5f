"""Posteriors as ArviZ has them: an xarray DataTree that says how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wearoff.records import Array


def datatree(draws: Mapping[str, Array], seed: int) -> Any:
    """Draws as a DataTree with the one group ``posterior``.

    Its ``to_netcdf`` needs a back end of xarray, which the extra ``netcdf`` brings.

    Args:
        draws: equally weighted draws (draws,) of each quantity, by name.
        seed: of the run that made them; it stands in the attributes beside version and evidence.
    """
    import arviz_base

    one_chain = {name: values[None] for name, values in draws.items()}
    return arviz_base.from_dict({"posterior": one_chain}, attrs={"/": meta(seed)})
