"""Work side by side: nothing depends on how many workers there are."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from wearoff.model.conditions import condition
from wearoff.records import Injection, Session
from wearoff.simulation import executor
from wearoff.simulation.cohorts import BATCH, Cohort
from wearoff.simulation.executor import meanwhile, side_by_side

ONE_MUSCLE = Session(0, "onabotulinumtoxinA", (Injection("masseter", "left", 30.0),))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_results_come_in_the_order_of_their_items(monkeypatch, count):
    """However long each takes, and however many workers there are."""
    monkeypatch.setattr(executor, "workers", lambda: count)

    def slow_first(item):
        time.sleep(0.01 * (5 - item))
        return item * item

    assert list(side_by_side(slow_first, range(5))) == [0, 1, 4, 9, 16]
    assert list(side_by_side(slow_first, [])) == []


def test_a_worker_shares_out_nothing(monkeypatch):
    """What a worker gives to others it does itself: no pool waits for a pool."""
    monkeypatch.setattr(executor, "workers", lambda: 2)

    def outer(_):
        inner = set(side_by_side(lambda _: threading.get_ident(), range(3)))
        return inner == {threading.get_ident()}

    assert list(side_by_side(outer, range(4))) == [True] * 4
    alone = set(side_by_side(lambda _: threading.get_ident(), [1]))
    assert alone == {threading.get_ident()}


def test_no_more_is_begun_than_can_be_taken(monkeypatch):
    """Results that nobody has taken yet do not pile up."""
    monkeypatch.setattr(executor, "workers", lambda: 2)
    begun = []
    results = side_by_side(lambda item: begun.append(item) or item, range(50))
    assert next(results) == 0
    time.sleep(0.05)
    assert len(begun) <= 4
    assert list(results) == list(range(1, 50))


def blas_threads():
    """Threads that each loaded library of linear algebra would use."""
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_workers_do_not_crowd_each_other_in_linear_algebra(monkeypatch):
    """Beside other workers it has one thread, and afterwards as many as before."""
    monkeypatch.setattr(executor, "workers", lambda: 2)
    with threadpool_limits(limits=2, user_api="blas"):
        assert list(side_by_side(lambda _: blas_threads(), range(3))) == [{1}] * 3
        assert blas_threads() == {2}


def test_threads_of_linear_algebra_come_back_whoever_ends_first(monkeypatch):
    """Work that ends while other work goes on leaves no limit behind, and lifts none."""
    monkeypatch.setattr(executor, "workers", lambda: 2)
    with threadpool_limits(limits=2, user_api="blas"):
        one, other = (side_by_side(lambda _: blas_threads(), range(3)) for _ in range(2))
        assert [next(one), next(other)] == [{1}, {1}]
        assert list(one) == [{1}] * 2
        assert blas_threads() == {1}
        assert list(other) == [{1}] * 2
        assert blas_threads() == {2}


def test_a_fault_of_a_worker_is_told():
    """An error in one item reaches who asked."""

    def fail(item):
        raise ValueError(f"item {item}")

    with pytest.raises(ValueError, match="item 0"):
        list(side_by_side(fail, range(3)))


def test_patients_do_not_depend_on_the_workers(monkeypatch):
    """A cohort of several batches is the same with one worker and with three."""
    courses = []
    for count in (1, 3):
        monkeypatch.setattr(executor, "workers", lambda count=count: count)
        cohort = Cohort(condition("bruxism"), (ONE_MUSCLE,), 28, 2 * BATCH + 5, single=True)
        batches = list(cohort.batches())
        assert [len(batch.patients) for batch in batches] == [BATCH, BATCH, 5]
        courses.append(np.concatenate([batch.columns["jaw_pain"] for batch in batches]))
    assert np.array_equal(*courses)


def test_a_worker_does_first_what_others_do_meanwhile():
    """Beside other work in a thread of its own; a worker does it itself; a fault is handed on."""
    here = threading.get_ident()
    with meanwhile(threading.get_ident) as where:
        pass
    assert where() != here

    def within(_):
        with meanwhile(threading.get_ident) as inner:
            return inner() == threading.get_ident()

    assert list(side_by_side(within, [1, 2])) == [True, True]
    with meanwhile(lambda: 1 / 0) as never:
        pass
    with pytest.raises(ZeroDivisionError):
        never()
