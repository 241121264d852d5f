"""Posteriors as other programs take them: NetCDF out and back, and ArviZ's summary of it."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from wearoff import runs

pytest.importorskip("h5netcdf", reason="the extra netcdf is not installed")
pytest.importorskip("xarray_einstats", reason="ArviZ cannot summarize without it")


@pytest.fixture(params=["analysis", "fit"])
def found(request):
    """One person's analysis and one trial's fit."""
    if request.param == "fit":
        return request.getfixturevalue("fitted")
    return request.getfixturevalue("made_up")[0].whole


def test_a_posterior_survives_its_file(found, tmp_path):
    """Every draw comes back from NetCDF, with version, seed and evidence date."""
    posterior = found.posterior
    posterior.to_netcdf(tmp_path / "posterior.nc")
    with xr.open_datatree(tmp_path / "posterior.nc") as back:
        assert back["posterior"].dataset.equals(posterior["posterior"].dataset)
        assert {key: back.attrs[key] for key in runs.meta(1)} == runs.meta(found.result.meta.seed)


def test_arviz_summarizes_a_posterior(found, tmp_path):
    """ArviZ gives mean, interval and effective draws of each quantity, though the chain is one."""
    from arviz_stats import summary

    found.posterior.to_netcdf(tmp_path / "posterior.nc")
    with xr.open_datatree(tmp_path / "posterior.nc") as back:
        table = summary(back, fmt="xarray", round_to="none")
        draws = back["posterior"].dataset
        assert set(table.data_vars) == set(draws.data_vars)
        for name, values in draws.items():
            mean = float(table[name].sel(summary="mean"))
            assert mean == pytest.approx(float(values.mean(skipna=False)), nan_ok=True)
            if np.isfinite(values).all():
                assert float(table[name].sel(summary="ess_bulk")) > 100
