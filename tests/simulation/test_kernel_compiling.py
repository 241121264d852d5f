"""Machine code that is kept: never a broken one; and where there is no compiler."""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from carried import SAME, apart, by_jax, case
from wearoff.runs import cache_folder
from wearoff.simulation import engines
from wearoff.simulation.backend import keep_compilations
from wearoff.simulation.kernel import compiling
from wearoff.simulation.kernel.compiling import NoCompilerError, Program
from wearoff.simulation.kernel.elementary import DOUBLE

pytest.importorskip("llvmlite", reason="there is no compiler for generated code")


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """An empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "wearoff" / "kernel"


def double_it(text_of=3.0):
    """A small program: one function that multiplies a number."""
    number = DOUBLE.all(text_of).split(",")[0].removeprefix("<double ")
    return (
        f"define double @times(double %x) {{\n  %y = fmul double %x, {number}\n  ret double %y\n}}"
    )


def times(program, x):
    """Call it."""
    return ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(program.address("times"))(x)


def test_code_is_kept_and_used(elsewhere, monkeypatch):
    """The second time nothing is compiled; another text is another file."""
    assert times(Program(double_it()), 2.0) == 6.0
    (kept,) = elsewhere.iterdir()
    monkeypatch.setattr(compiling, "_compiled", lambda *_: pytest.fail("compiled again"))
    assert times(Program(double_it()), 2.0) == 6.0
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere.parent.parent))
    assert times(Program(double_it(5.0)), 2.0) == 10.0
    assert len(list(elsewhere.iterdir())) == 2
    assert kept.exists()


@pytest.mark.parametrize("broken", [b"", b"\0" * 100, "cut", "changed"])
def test_broken_code_is_never_run(elsewhere, broken):
    """A file that is cut, changed or something else is compiled anew, and mended."""
    Program(double_it())
    (kept,) = elsewhere.iterdir()
    whole = kept.read_bytes()
    if broken == "cut":
        kept.write_bytes(whole[:-7])
    elif broken == "changed":
        kept.write_bytes(whole[:-7] + bytes(7))
    else:
        kept.write_bytes(broken)
    assert times(Program(double_it()), 2.0) == 6.0
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_does_no_harm(monkeypatch, tmp_path):
    """Without a cache everything is compiled each time."""
    (tmp_path / "wearoff").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("kernel") is None
    assert times(Program(double_it()), 2.0) == 6.0


def test_a_disk_that_is_full_keeps_nothing(elsewhere, monkeypatch):
    """What could not be written whole is taken away again."""

    def full(self, code):
        self.touch()
        raise OSError(errno.ENOSPC, f"{len(code)} bytes")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert times(Program(double_it()), 2.0) == 6.0
    assert list(elsewhere.iterdir()) == []


def test_a_user_without_a_home_keeps_nothing(monkeypatch):
    """Neither machine code nor what JAX compiles; nothing fails."""

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder("kernel") is None
    assert times(Program(double_it()), 2.0) == 6.0
    keep_compilations()


SIMULATE = """
from wearoff import simulate
print(simulate("healthy_muscle", patients=3, years=0.1).summary[0].mean)
"""


def test_processes_killed_and_side_by_side_do_no_harm(elsewhere):
    """Some processes are killed at odd moments, others run beside them: all answers are one."""
    environment = os.environ | {"XDG_CACHE_HOME": str(elsewhere.parent.parent)}
    command = [sys.executable, "-c", SIMULATE]

    def begun():
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    killed = []
    for wait in (0.2, 1.0, 1.6):
        process = begun()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        killed.append(process)
    side = [begun() for _ in range(3)]
    said = {process.communicate()[0] for process in side}
    for process in killed:
        process.communicate()
    assert len(said) == 1
    assert float(said.pop()) > 0
    assert all(process.returncode == 0 for process in side)


# Without a compiler


@pytest.fixture
def no_compiler(monkeypatch):
    """As where llvmlite is missing."""
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    engines._tell.cache_clear()  # noqa: SLF001 - it says so once a process
    running = sys.modules["wearoff.simulation.kernel.running"]
    running.compiled.cache_clear()
    yield
    running.compiled.cache_clear()


@pytest.mark.usefixtures("no_compiler")
def test_without_a_compiler_jax_simulates_and_it_is_said(caplog):
    """Courses come all the same, nearly the same, and one line says why it is slow."""
    cohort, _, _ = case("bruxism")
    with caplog.at_level(logging.WARNING, logger="wearoff"):
        (batch,) = cohort.batches()
        list(cohort.means([(0, 27)]))
    assert [record.name for record in caplog.records] == ["wearoff"]
    assert "JAX simulates" in caplog.text
    assert apart(batch.columns, by_jax("bruxism")) <= SAME
    with pytest.raises(NoCompilerError):
        Program(double_it())


def test_other_steps_are_jax(monkeypatch):
    """A halved step checks the code as well: it is never the generated one's."""
    monkeypatch.setattr(engines, "_kernel", lambda *_, **__: pytest.fail("generated code"))
    cohort, _, _ = case("healthy_muscle")
    assert list(replace(cohort, step=0.5).batches())
    with pytest.raises(pytest.fail.Exception):
        list(cohort.batches())
