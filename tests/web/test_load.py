"""Twenty people at once at a page that is served, on whatever machine this is."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from serving import Served
from wearoff.diary.examples import example_diary

PEOPLE = 20
MOST_SECONDS = 10.0
"""Of a first page while all are there, on a machine that does other things as well."""
MOST_USUAL = 1.0
"""Of the middle one of these, where a whole tier of them ask for answers."""
MOST_START = 60.0
"""Of the same from the command on, when nothing of it is in memory yet."""
MOST_BYTES = 4 * 2**30
"""Of the page and the processes that compute for it."""


@pytest.fixture
def server(tmp_path):
    """The page, begun and ended."""
    running = Served(tmp_path / "said.txt")
    yield running
    running.close()


def visitor(server):
    """A browser that was let in."""
    opened = httpx.Client(
        base_url=server.address, headers={"origin": server.address}, timeout=600, trust_env=False
    )
    assert opened.get(server.opening.removeprefix(server.address)).status_code == 303
    return opened


def files(name):
    """A made-up person's files."""
    folder = example_diary(name)
    return {
        kind: (f"{kind}.csv", (folder / f"{kind}.csv").read_bytes())
        for kind in ("diary", "injections")
    }


def memory(process):
    """Bytes of a process and of all that it began."""
    text = Path(f"/proc/{process}/statm").read_text(encoding="ascii")
    children = Path(f"/proc/{process}/task").glob("*/children")
    return int(text.split()[1]) * 4096 + sum(
        memory(int(child)) for task in children for child in task.read_text().split()
    )


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_twenty_people_at_once(server, count, capsys):
    """All get their answers, no page is an error, and memory stays bounded."""
    asking = count("people who ask at once")
    pages, used, done = [], [], threading.Event()

    def watch():
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as opened:
            while not done.wait(0.1):
                began = time.monotonic()
                assert opened.get("/").status_code == 200
                pages.append(time.monotonic() - began)
                used.append(memory(server.process.pid))

    def person(number):
        with closing(visitor(server)) as mine:
            assert mine.get("/").status_code == 200
            read = mine.post("/api/read", files=files("ada"))
            assert read.status_code == 200, read.text
            if number >= asking:
                return None
            answer = mine.post("/api/analyze", files=files("ada"), data={"seed": str(number)})
            assert answer.status_code == 200, answer.text
            return answer.json()["verdicts"][0]["answer"]

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        watched = pool.submit(watch)
        began = time.monotonic()
        try:
            answers = list(pool.map(person, range(PEOPLE)))
        finally:
            done.set()
        watched.result()
    took = time.monotonic() - began
    assert answers[:asking] == ["yes"] * asking
    assert max(pages) < MOST_SECONDS
    assert asking < PEOPLE or statistics.median(pages) < MOST_USUAL
    assert max(used) < MOST_BYTES
    with capsys.disabled():
        print(  # noqa: T201 - measured, and to be seen
            f"\n{PEOPLE} people, {asking} analyses in {took:.0f} s; first page meanwhile "
            f"{1000 * statistics.median(pages):.0f} ms (most {1000 * max(pages):.0f} ms); "
            f"{max(used) / 2**30:.1f} GB at most"
        )


def test_the_first_page_does_not_wait_for_warming_up(tmp_path, capsys):
    """The first page is there while the processes that compute still begin."""
    began = time.monotonic()
    running = Served(tmp_path / "said.txt")
    try:
        answer = httpx.get(running.address, timeout=60, trust_env=False)
        took = time.monotonic() - began
        assert answer.status_code == 200
        assert took < MOST_START
    finally:
        running.close()
    with capsys.disabled():
        print(f"\nfirst page {took:.2f} s after the command was typed")  # noqa: T201 - the same


def test_the_page_loads_nothing_that_computes():
    """What takes long to load is loaded by the processes that compute, not before the page."""
    heavy = ("scipy", "jax", "polars", "altair", "sympy", "pint", "llvmlite", "weasyprint")
    code = f"import sys, wearoff.web.app; print(*(set(sys.modules) & set({heavy!r})))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not told.stdout.split()
