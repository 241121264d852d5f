"""Work side by side: nothing depends on how many workers there are."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

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


@pytest.fixture(scope="module")
def own_process():
    """A process that does nothing else: threads of linear algebra are limited for all of it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield lambda work: pool.submit(work).result()


def blas_threads():
    """Threads that each loaded library of linear algebra would use."""
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def two_at_work():
    """Two workers, each of which says how many threads linear algebra has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executor, "workers", lambda: 2)
        yield from side_by_side(lambda _: blas_threads(), range(3))


def one_after_another():
    """Threads within some work, and after it."""
    with threadpool_limits(limits=2, user_api="blas"):
        return list(two_at_work()), blas_threads()


def one_into_another():
    """Threads within work that begins in other work and goes on after it, and between and after."""
    with threadpool_limits(limits=2, user_api="blas"):
        one, other = two_at_work(), two_at_work()
        within = [next(one), next(other), *one]
        between = blas_threads()
        return [*within, *other], between, blas_threads()


def test_workers_do_not_crowd_each_other_in_linear_algebra(own_process):
    """Beside other workers it has one thread, and afterwards as many as before."""
    assert own_process(one_after_another) == ([{1}] * 3, {2})


def test_threads_of_linear_algebra_come_back_whoever_ends_first(own_process):
    """Work that ends while other work goes on leaves no limit behind, and lifts none."""
    assert own_process(one_into_another) == ([{1}] * 6, {1}, {2})


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
