"""Work side by side: a pool of threads, as many as the machine has processors.

What is done `meanwhile` has one thread more. What a worker itself would share out, it does one
after another: pools within pools wait for each other and crowd the processors. Results come in the
order of their items, so that nothing depends on how many workers there are.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future

Item = TypeVar("Item")
Done = TypeVar("Done")
_HERE = threading.local()


def workers() -> int:
    """Processors that this process may use."""
    # only newer versions of Python know which of the machine's are ours
    return getattr(os, "process_cpu_count", os.cpu_count)() or 1


class _Shared:
    """A limit of the whole process: set by the first who wants it, lifted by the last who goes.

    Each for himself would put back what he found, which may be the limit of another.
    """

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._users = 0
        self._held = ExitStack()

    def __enter__(self) -> None:
        with self._alone:
            if not self._users:
                self._held.enter_context(threadpool_limits(limits=1, user_api="blas"))
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._alone:
            self._users -= 1
            if not self._users:
                self._held.close()


_BLAS = _Shared()


@contextmanager
def one_blas_thread() -> Generator[None]:
    """Linear algebra without threads of its own: over many small matrices they only wait.

    Serves as a decorator as well.
    """
    with _BLAS:
        yield


def side_by_side(work: Callable[[Item], Done], items: Sequence[Item]) -> Iterator[Done]:
    """Results of ``work`` for all items, in their order.

    No more are begun than there are workers and one that waits to be taken, so that large results
    do not pile up.

    Example:
        >>> list(side_by_side(abs, [-2, -1, 3]))
        [2, 1, 3]
    """
    if len(items) == 1 or getattr(_HERE, "busy", False):
        yield from map(work, items)
        return
    count = workers()
    with one_blas_thread(), ThreadPoolExecutor(count, initializer=_begin) as pool:
        waiting: deque[Future[Done]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def meanwhile(work: Callable[[], Done]) -> Generator[Callable[[], Done]]:
    """Do work beside what is done inside; what it gave is asked for by a call.

    Example:
        >>> with meanwhile(lambda: 2 + 2) as found:
        ...     other = 3 + 3
        >>> found()
        4
    """
    if getattr(_HERE, "busy", False):
        done = work()
        yield lambda: done
        return
    with one_blas_thread(), ThreadPoolExecutor(1, initializer=_begin) as pool:
        yield pool.submit(work).result


def as_worker(work: Callable[[Item], Done], item: Item) -> Done:
    """Do work as a thread of a pool does it: one thing after another, in a thread of others."""
    _begin()
    with one_blas_thread():
        return work(item)


def _begin() -> None:
    _HERE.busy = True
