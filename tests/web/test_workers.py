"""The processes that compute: their line, their ends, and nothing left behind."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from awaited import awaited
from wearoff.errors import InputError, argument
from wearoff.model.conditions import CONDITIONS
from wearoff.web import warming
from wearoff.web.workers import Busy, Workers
from wearoff.words import waiting as words

HERE = Path(__file__).parent
QUOTED = "the neighbor of Ada"


def add(progress, one, other=1):
    """A short job."""
    progress(f"adding {one}")
    return one + other


def sleep(progress, seconds):
    """A long job."""
    progress("sleeping")
    time.sleep(seconds)
    return os.getpid()


def write(progress, folder):
    """A job that writes as long as it is there."""
    for number in itertools.count():
        Path(folder, "a").write_text(str(number), encoding="ascii")
        progress("writing")
        time.sleep(0.001)


def refuse(progress):
    """A job whose input cannot be used."""
    progress("looking")
    raise InputError("found 'x'", file="a.csv", line=2, fix=argument("dates", "day-first"))


def fail(progress):
    """A job with a fault, whose error quotes what it read."""
    progress("failing")
    from wearoff.formats.html import Shown

    Shown.__init_subclass__(quoted=QUOTED)


def crash(progress):
    """A job that takes its process with it."""
    progress("crashing")
    os.kill(os.getpid(), signal.SIGKILL)


def unsendable(progress):
    """A job whose result no other process can be sent."""
    progress("making")
    return lambda: None


@pytest.fixture
def workers():
    """Two processes that need not warm up."""
    with Workers(2, 4, short={add}, warm=(), limit=20) as found:
        yield found


def until(true, seconds=20.0):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def ended(ticket):
    """A ticket at its end."""
    assert awaited(ticket.wait(20))
    return ticket


def test_a_job_gives_what_it_found(workers):
    """A ticket goes from waiting to done, and holds the result and the last line."""
    ticket = ended(workers.submit(add, 2, other=3))
    assert (ticket.state, ticket.result, ticket.line) == ("done", 5, "adding 2")
    assert ticket.refusal == ()


def test_nobody_waits_longer_than_said(workers):
    """Waiting for a job ends at the time that was given, and says that it has not ended."""
    ticket = workers.submit(sleep, 30)
    began = time.monotonic()
    assert not awaited(ticket.wait(0.2))
    assert time.monotonic() - began < 5
    ticket.cancel()


def test_what_cannot_be_used_is_told_in_fields(workers):
    """An `InputError` becomes a refusal whose lines name fields, and keeps its arguments."""
    ticket = ended(workers.submit(refuse))
    assert ticket.state == "refused"
    assert ticket.refusal == ("a.csv, line 2: found 'x'; fix: dates=day-first",)
    assert ticket.error.said(lambda name, value: f"<{name}:{value}>").endswith("<dates:day-first>")


def test_a_fault_says_where_and_nothing_of_what_was_read(workers, caplog):
    """A fault names its kind and its place in our code; its text, which may quote, is nowhere."""
    ticket = ended(workers.submit(fail))
    assert ticket.state == "fault"
    assert "TypeError" in ticket.line
    assert "TypeError" in caplog.text
    assert QUOTED not in ticket.line + caplog.text
    assert "fail" in caplog.text


@pytest.mark.parametrize("job", [crash, unsendable])
def test_a_job_that_ends_badly_takes_nobody_with_it(workers, job):
    """After a process that died, or a result that cannot be sent, the next jobs are done."""
    assert ended(workers.submit(job)).state == "fault"
    assert [ended(workers.submit(add, number)).result for number in range(3)] == [1, 2, 3]
    assert ended(workers.submit(sleep, 0)).state == "done"


def test_a_running_job_is_cancelled_at_once(workers):
    """A job that runs is stopped with its process, and another process takes the next."""
    first = ended(workers.submit(sleep, 0)).result
    ticket = workers.submit(sleep, 60)
    until(lambda: ticket.line == "sleeping")
    ticket.cancel()
    assert ticket.state == "cancelled"
    assert ended(workers.submit(sleep, 0)).result != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_what_was_cancelled_is_let_go(workers, tmp_path):
    """Whoever has waited for that finds the files of a cancelled job left alone."""
    ticket = workers.submit(write, str(tmp_path))
    until(lambda: ticket.line == "writing")
    ticket.cancel()
    assert ticket.held
    awaited(ticket.let_go())
    assert not ticket.held
    written = {path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    time.sleep(0.2)
    assert {path.stat().st_mtime_ns for path in tmp_path.iterdir()} == written


def test_short_jobs_do_not_wait_for_long_ones(workers):
    """While long jobs run and wait, a short one is done; the long ones know their place."""
    long = [workers.submit(sleep, 30) for _ in range(3)]
    until(lambda: long[0].line == "sleeping")
    assert ended(workers.submit(add, 1)).result == 2
    assert [ticket.line for ticket in long[1:]] == [
        "waiting: you are next",
        "waiting: 1 before you",
    ]
    long[1].cancel()
    assert long[2].line == "waiting: you are next"
    assert long[1].state == "cancelled"


def test_a_full_line_is_said(workers):
    """When as many wait as may, the next is told to come again."""
    running = workers.submit(sleep, 30)
    until(lambda: running.state == "running")
    for _ in range(4):
        workers.submit(sleep, 30)
    with pytest.raises(Busy, match="Try again in a minute"):
        workers.submit(sleep, 30)


def test_a_job_has_a_limit_of_time():
    """A job that takes too long is stopped with a sentence, and the next one is done."""
    with Workers(2, warm=(), limit=0.5) as workers:
        ticket = ended(workers.submit(sleep, 60))
        assert ticket.state == "fault"
        assert "longer than 0.5 seconds" in ticket.line


def test_they_warm_up_while_nobody_waits():
    """Whoever comes is served between the steps of warming up; at the end all are ready."""
    with Workers(2, short={pause}, warm=(sleep_a_little, pause, pause)) as workers:
        assert "0 of 2" in workers.ready
        until(lambda: "1 of 2" in workers.ready)
        ticket = ended(workers.submit(sleep, 0))
        assert ticket.state == "done"
        until(lambda: workers.ready == "ready")


def test_every_condition_is_a_step_of_warming_up():
    """Nobody waits for the programs of all conditions: each is a step, and short."""
    steps = [step for step in warming.WARM if step in warming.SIMULATING]
    assert [step.keywords["condition"] for step in steps] == list(CONDITIONS)
    assert warming.SHORT.issuperset(steps)


def pause(progress):
    """A short step of warming up."""
    progress("warming")
    time.sleep(0.3)


def sleep_a_little(progress):
    """A long one."""
    progress("warming")
    time.sleep(0.5)


def test_closing_stops_whatever_runs_and_waits():
    """At the end all tickets end, and no process is left."""
    with Workers(2, warm=(), short={add}) as workers:
        pids = [ended(workers.submit(sleep, 0)).result]
        tickets = [workers.submit(sleep, 60) for _ in range(3)]
        until(lambda: tickets[0].line == "sleeping")
    assert {(ticket.state, ticket.line) for ticket in tickets} == {("cancelled", words.CLOSING)}
    assert not any(ticket.held for ticket in tickets)
    with pytest.raises(Busy):
        workers.submit(add, 1)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_program(end):
    """However the program ends, idle processes and those that work end with it."""
    code = (
        "import sys, time; sys.path[:0] = sys.argv[1:]\n"
        "import test_workers as t\n"
        "if __name__ == '__main__':\n"
        "    w = t.Workers(2, warm=())\n"
        "    pid = t.ended(w.submit(t.sleep, 0)).result\n"
        "    ticket = w.submit(t.sleep, 60)\n"
        "    t.until(lambda: ticket.line == 'sleeping')\n"
        "    print(*[p.pid for p in __import__('multiprocessing').active_children()], flush=True)\n"
        "    time.sleep(60)\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(HERE), str(HERE.parent)], stdout=subprocess.PIPE, text=True
    )
    pids = [int(pid) for pid in program.stdout.readline().split()]
    assert len(pids) == 2
    program.send_signal(end)
    program.wait(20)
    program.stdout.close()
    until(lambda: not any(alive(pid) for pid in pids))


def alive(pid):
    """Whether a process works or waits; one that ended and was not yet asked for does neither."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
