"""Engines: whose fault an error is, and that nothing is called done which nobody did."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from wearoff.errors import InputError
from wearoff.simulation.clusters import engine_of

AT = "dask://127.0.0.1:8786"


@pytest.fixture
def no_workers(monkeypatch):
    """A scheduler whose one worker ends as soon as it was waited for."""

    @contextmanager
    def client(*_, **__):
        yield SimpleNamespace(wait_for_workers=lambda *_, **__: None, nthreads=dict)

    def done(futures):
        assert not futures
        return iter(futures)

    made = SimpleNamespace(
        Client=client,
        as_completed=done,
        KilledWorker=KeyError,
        CancelledError=KeyError,
        comm=SimpleNamespace(CommClosedError=KeyError),
    )
    monkeypatch.setitem(sys.modules, "distributed", made)


@pytest.mark.usefixtures("no_workers")
def test_a_cluster_whose_workers_went_is_said():
    """Work for which no worker is left is refused, and not called done."""
    with (
        pytest.raises(InputError, match="no scheduler or worker answers"),
        engine_of(AT) as run,
    ):
        list(run(abs, [-1]))


@pytest.mark.usefixtures("no_workers")
def test_an_error_of_the_caller_is_not_the_clusters():
    """What fails beside the cluster keeps its own words."""
    with pytest.raises(PermissionError, match="mine"), engine_of(AT):
        raise PermissionError("mine")
