"""Warm processes that compute, and the line of those who wait for them.

A job runs in a process of its own, because one that runs can then be stopped, one that fails
takes nobody with it, and the page answers meanwhile. A thread feeds each process through a pipe.
One process does short jobs alone, so that nobody who has a file read, or moves a slider, waits
behind an analysis; the others take whatever has waited longest.

A process is warm when it has done once what takes long at first: it does so, a step a time, while
nobody waits. Each holds about 0.5 GB, and an analysis uses two processors, so there are three.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Literal, Self

from wearoff.errors import InputError
from wearoff.web import warming
from wearoff.web.process import Process
from wearoff.words import waiting as words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    Job = Callable[..., Any]

State = Literal["waiting", "running", "done", "refused", "fault", "cancelled"]
COUNT = 3
"""Processes; see above."""
WAITING = 32
"""Jobs that may wait; each stands for a person in front of a page."""
LIMIT = 300.0
"""Seconds of one job."""
MOST_LONG = 30
"""Long jobs of one process: each leaves some 15 MB of compiled shapes behind."""
TICK = 0.05
"""Seconds between looks at whether a job was cancelled."""
PAUSE = 1.0
"""Seconds before another process is tried where none could be had."""
LOOK = 0.02
"""Seconds between looks of somebody who waits."""
LOG = logging.getLogger("wearoff.web")


class Busy(Exception):  # noqa: N818 - it says how things are, which is no error of anybody
    """Too many wait already."""

    def __init__(self) -> None:
        """In words."""
        super().__init__(words.BUSY)


class Ticket:
    """One job: how far it is, and what came of it.

    Attributes:
        state: Where it stands.
        result: What the job gave; None until it is done.
        error: What cannot be used of what was given, where the job was refused.
        line: The latest of what it said, or why there is no answer.
        held: Whether a process still works on it, which may go on for a moment after its end.
    """

    def __init__(self, workers: Workers, job: Job, arguments: Sequence[Any], options: Any) -> None:
        """A job that waits."""
        self.state: State = "waiting"
        self.result: Any = None
        self.error: InputError | None = None
        self.said = ""
        self.held = False
        self.work = (job, tuple(arguments), dict(options))
        self._workers = workers

    @property
    def line(self) -> str:
        """The latest of what it said, its place in the line, or why there is no answer."""
        before = self._workers.before(self)
        return self.said if before is None else words.waiting(before)

    @property
    def refusal(self) -> tuple[str, ...]:
        """What cannot be used of what was given, a line a fault."""
        return tuple(self.error.said(field_of).splitlines()) if self.error else ()

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.state not in {"waiting", "running"}

    def cancel(self) -> None:
        """Give it up: it leaves the line, or the process that works on it is stopped."""
        self._workers.cancel(self)

    async def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came in this time."""
        until = time.monotonic() + seconds
        while not self.ended and time.monotonic() < until:  # noqa: ASYNC110 - a thread ends it
            await asyncio.sleep(LOOK)
        return self.ended

    async def let_go(self) -> None:
        """Wait until no process works on it: then nothing touches its files any more."""
        while self.held:  # noqa: ASYNC110 - a thread ends it
            await asyncio.sleep(LOOK)


def field_of(name: str, value: str | None) -> str:
    """An argument as a field of a form or of a request."""
    return name if value is None else f"{name}={value}"


class Workers:
    """The processes, and who waits for them."""

    def __init__(
        self,
        count: int | None = None,
        waiting: int = WAITING,
        *,
        limit: float = LIMIT,
        short: Collection[Job] = warming.SHORT,
        warm: Sequence[Job] = warming.WARM,
    ) -> None:
        """None runs yet.

        Args:
            count: Processes; two at least, as one does short jobs alone.
            waiting: Jobs that may wait.
            limit: Seconds of one job.
            short: Jobs that one process is kept for.
            warm: What each process does first, a step a time, while nobody waits.
        """
        self.count = max(2, count or COUNT)
        self.limit = limit
        self._most = waiting
        self._short, self._warm = frozenset(short), tuple(warm)
        self._changed = threading.Condition()
        self._line: deque[Ticket] = deque()
        self._feeders: list[_Feeder] = []
        self._closing = False

    def __enter__(self) -> Self:
        """Start them."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them."""
        self.close()

    def start(self) -> None:
        """Start the processes, unless they run; nobody waits for that."""
        with self._changed:
            if self._feeders or self._closing:
                return
            self._feeders = [_Feeder(self, short=number == 0) for number in range(self.count)]
            for feeder in self._feeders:
                feeder.start()

    def close(self) -> None:
        """Stop the processes, whatever they do, and cancel whoever waits."""
        with self._changed:
            self._closing = True
            for ticket in self._line:
                ticket.said, ticket.state = words.CLOSING, "cancelled"
            self._line.clear()
            self._changed.notify_all()
        for feeder in self._feeders:
            feeder.join()

    @property
    def ready(self) -> str:
        """How warm they are, in words."""
        warm = sum(feeder.warm for feeder in self._feeders)
        return words.WARM if warm == self.count else words.warming(warm, self.count)

    def submit(self, job: Job, *arguments: Any, **options: Any) -> Ticket:
        """Put a job into the line.

        Args:
            job: A function of a module, called with what takes its lines of progress first.
            arguments: For it; what other processes can be sent.
            options: The same by name.

        Raises:
            Busy: the line is full, or the program ends.
        """
        self.start()
        with self._changed:
            if self._closing or len(self._line) >= self._most:
                raise Busy
            ticket = Ticket(self, job, arguments, options)
            self._line.append(ticket)
            self._changed.notify_all()
        return ticket

    def before(self, ticket: Ticket) -> int | None:
        """How many stand before one in the line; None of one that does not wait."""
        with self._changed:
            return self._line.index(ticket) if ticket in self._line else None

    def cancel(self, ticket: Ticket) -> None:
        """Give up a job that has not ended."""
        with self._changed:
            if not ticket.ended:
                ticket.said, ticket.state = words.CANCELLED, "cancelled"
                with contextlib.suppress(ValueError):  # a process has taken it already
                    self._line.remove(ticket)

    def take(self, *, short: bool, wait: bool) -> Ticket | None:
        """The next of the line, which then runs; None where none is there, or at the end.

        Args:
            short: Whether short jobs alone are taken.
            wait: Whether to wait for one.
        """
        with self._changed:
            while not self._closing:
                for ticket in self._line:
                    if not short or ticket.work[0] in self._short:
                        self._line.remove(ticket)
                        ticket.said, ticket.state, ticket.held = words.BEGUN, "running", True
                        return ticket
                if not wait:
                    break
                self._changed.wait()
            return None

    def end(self, ticket: Ticket, state: State, said: str = "", **found: Any) -> None:
        """Say what came of a job, unless it was given up meanwhile."""
        with self._changed:
            if not ticket.ended:
                for name, value in found.items():
                    setattr(ticket, name, value)
                ticket.said = said or ticket.said
                ticket.state = state  # last: whoever sees the end finds all of it

    def goes_on(self, ticket: Ticket) -> bool:
        """Whether somebody still wants what a job gives."""
        return not self._closing and not ticket.ended

    @property
    def closing(self) -> bool:
        """Whether no more is begun."""
        return self._closing

    def is_long(self, ticket: Ticket) -> bool:
        """Whether it is no short job."""
        return ticket.work[0] not in self._short

    def warming(self, *, short: bool) -> deque[Ticket]:
        """What a new process does first; one that does short jobs alone warms up with those."""
        steps = [job for job in self._warm if not short or job in self._short]
        return deque(Ticket(self, job, (), {}) for job in steps)


class _Feeder(threading.Thread):
    """Feeds one process, and puts another in its place when it ends."""

    def __init__(self, workers: Workers, *, short: bool) -> None:
        super().__init__(daemon=True, name="wearoff feeder")
        self.warm = False
        self._workers = workers
        self._short = short

    def run(self) -> None:
        """Until the end: what waits, and else one more step of warming up."""
        while not self._workers.closing:
            try:
                with Process() as process:
                    self._feed(process)
            except OSError as error:  # the machine has no room for a process now
                LOG.error("no helper: %s", type(error).__name__)  # noqa: TRY400 - that is all
                time.sleep(PAUSE)

    def _feed(self, process: Process) -> None:
        """All that one process does."""
        steps, long = self._workers.warming(short=self._short), 0
        self.warm = not steps
        while process.alive and long < MOST_LONG:
            ticket = self._workers.take(short=self._short, wait=not steps)
            if ticket is None and self._workers.closing:
                return
            if ticket is None:
                ticket = steps.popleft()
                ticket.state = "running"
            else:
                long += self._workers.is_long(ticket)
            try:
                self._do(process, ticket)
            finally:
                ticket.held = False
            self.warm = not steps

    def _do(self, process: Process, ticket: Ticket) -> None:
        """One job, up to its end, or that of the process."""
        until = time.monotonic() + self._workers.limit
        try:
            process.give(ticket.work)
            while self._workers.goes_on(ticket):
                if time.monotonic() > until:
                    self._workers.end(ticket, "fault", words.too_long(self._workers.limit))
                    break
                told = process.told(TICK)
                if told is None:
                    continue
                kind, value = told
                if kind == "line":
                    ticket.said = value
                    continue
                self._ended(ticket, kind, value)
                return
        except Exception as error:  # noqa: BLE001 - the next job must run, whatever this one was
            LOG.error("a helper ended: %s", type(error).__name__)  # noqa: TRY400 - no text of it
            self._workers.end(ticket, "fault", words.STOPPED)
        self._workers.end(ticket, "cancelled", words.CLOSING)  # what had no other end till then
        process.kill()

    def _ended(self, ticket: Ticket, kind: str, value: Any) -> None:
        if kind == "done":
            self._workers.end(ticket, "done", result=value)
        elif kind == "refused":
            self._workers.end(ticket, "refused", error=InputError.of(value.splitlines()))
        else:
            job = getattr(ticket.work[0], "__name__", "job")
            LOG.error("a fault of ours: %s: %s at %s", job, *value)
            self._workers.end(ticket, "fault", words.fault(*value))
