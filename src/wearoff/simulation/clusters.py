"""Who does many pieces of work: threads of this process, or Dask's workers.

The only file that talks to Dask. Its own page of a run is off, and a cluster of this machine
listens on loopback alone; to other machines it speaks only where one was named.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.simulation.executor import as_worker, side_by_side, workers

if TYPE_CHECKING:
    from collections.abc import Generator

Engine = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""(work, items) -> what work gave for each item, as it comes."""

ALLOWED = "threads, dask or dask://HOST:PORT"
LAST_PORT = 65535
NOISY = ("distributed", "asyncio", "tornado")
"""Whose loggers, each with a level of its own, tell at length what is said here in one line."""
WAIT = 30
"""Seconds until a scheduler and a worker answer."""
AHEAD = 3
"""Pieces of work that wait at each worker."""
LOST_AFTER = 3
"""Workers that may end over one piece of work until it is given up."""


@contextmanager
def engine_of(name: str) -> Generator[Engine]:
    """An engine by its name.

    Args:
        name: ``threads``, ``dask`` (as many processes as this machine has processors), or
            ``dask://HOST:PORT`` of a scheduler.

    Raises:
        InputError: there is no such engine, Dask is not installed, or does not answer any more.

    Example:
        >>> with engine_of("threads") as run:
        ...     list(run(abs, [-1, 2]))
        [1, 2]
    """
    if name == "threads":
        yield side_by_side
        return
    address = re.fullmatch(
        r"dask(?:://(?P<host>[\w.-]+|\[[\da-fA-F:]+\]):(?P<port>\d{1,5}))?", name
    )
    if not address:
        raise InputError(f"{argument('engine')} {name}", allowed=ALLOWED)
    if not 1 <= int(address["port"] or 1) <= LAST_PORT:
        raise InputError(f"{argument('engine')} {name}", allowed=f"a port from 1 to {LAST_PORT}")
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise InputError(
            f"{argument('engine')} {name} needs Dask", fix="pip install 'wearoff[scale]'"
        ) from error
    for logger in list(logging.root.manager.loggerDict):
        if logger.split(".")[0] in NOISY:
            logging.getLogger(logger).setLevel(logging.CRITICAL)
    scheduler = address["host"] and f"tcp://{address['host']}:{address['port']}"
    gone = InputError(
        f"{argument('engine')} {name}: no scheduler or worker answers",
        fix=f"start it again; {argument('resume')} goes on with what is missing",
    )
    of_the_caller = None
    try:
        with _cluster(distributed, scheduler) as at, distributed.Client(at, timeout=WAIT) as client:
            client.wait_for_workers(1, timeout=WAIT)
            try:
                yield _over(distributed, client, gone)
            except OSError as error:
                of_the_caller = error
                raise
    except (OSError, TimeoutError) as error:
        if error is of_the_caller:
            raise
        raise gone from error


@contextmanager
def _cluster(distributed: Any, scheduler: str | None) -> Generator[Any]:
    if scheduler:
        yield scheduler
        return
    with distributed.LocalCluster(
        n_workers=workers(),
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as local:
        yield local


def _over(distributed: Any, client: Any, gone: InputError) -> Engine:
    """Work over Dask's workers; a few pieces wait at each, so that nothing piles up."""

    def run(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        remaining = iter(items)

        def ask(count: int) -> list[Any]:
            # the key says nothing of the work: a run that is repeated is done again
            some = islice(remaining, count)
            return [client.submit(as_worker, work, item, pure=False) for item in some]

        ahead = AHEAD * sum(client.nthreads().values())
        if not ahead:  # the workers ended since one answered
            raise gone
        done = distributed.as_completed(ask(ahead))
        try:
            for future in done:
                yield future.result()
                done.update(ask(1))
        except distributed.KilledWorker as error:
            raise InputError(
                f"{LOST_AFTER} workers ended over one piece of work",
                fix="give each worker more memory",
            ) from error
        except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
            raise gone from error

    return run
