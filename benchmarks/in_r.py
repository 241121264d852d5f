"""A session of R in a process of its own, which runs the lines that it is sent."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

if TYPE_CHECKING:
    from benchmarks.case import Case
    from wearoff.records import Array

SCRIPTS = Path(__file__).parent
OPTIMIZED = "-march=native -fno-math-errno -fno-signed-zeros"
"""As Numba compiles for the others; R itself adds -O2, and gcc makes one of multiply and add."""
READY = "ready"


class InR:
    """A package of R at work in a folder, which has the tables of a case.

    ``given``, a patient in a row; ``doses``, a session in a row; ``segments``, its first and last
    day; ``start``, the states. Its script makes a function ``courses()``.
    """

    def __init__(self, package: str, case: Case, *, rtol: float, atol: float) -> None:
        """Start it; ImportError where R or the package is missing."""
        if not shutil.which("R"):
            raise ImportError("R is missing", name="R")
        self.case = case
        folder = TemporaryDirectory()
        self.folder = Path(folder.name)
        self._r = subprocess.Popen(
            ["R", "--no-save", "--no-restore", "--no-init-file", "--no-echo"],  # noqa: S607 - where the system has it
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PKG_CFLAGS": OPTIMIZED, "PKG_CXXFLAGS": OPTIMIZED},
        )
        finalize(self, end, self._r, folder)
        if self.ask(f"cat(requireNamespace('{package}', quietly = TRUE))") != "TRUE":
            raise ImportError(f"{package} is missing", name=package)
        self.pid = int(self.ask("cat(Sys.getpid())"))
        system = case.system
        tables = {
            "given": case.leaves,
            "doses": case.schedule[0][[first for first, _ in case.segments]],
            "segments": case.segments,
            "start": [[system.start[k] for k in system.live]],
        }
        for name, table in tables.items():
            np.savetxt(self.folder / name, table)
            self.ask(f"{name} <- unname(as.matrix(read.table('{name}')))")
        self.ask(f"rtol <- {rtol}; atol <- {atol}; readings <- {len(system.readings)}")

    def ask(self, line: str) -> str:
        """What it prints at a line."""
        if self._r.stdin is None or self._r.stdout is None:
            raise RuntimeError("R has no pipes")
        self._r.stdin.write(f"{line}\ncat('\\n{READY}\\n')\n")
        self._r.stdin.flush()
        said: list[str] = []
        for answer in self._r.stdout:
            if answer.strip() == READY:
                return "\n".join(said).strip()
            said.append(answer)
        raise RuntimeError("R stopped: what it said stands above")

    def script(self, name: str) -> None:
        """Run a script that lies beside this."""
        self.ask(f"source('{SCRIPTS / name}')")

    def run(self) -> Array:
        """Every outcome every day, (patients, outcomes, days)."""
        self.ask("writeBin(as.vector(courses()), 'courses')")
        shape = (self.case.patients, len(self.case.system.readings), self.case.cohort.days)
        return np.fromfile(self.folder / "courses").reshape(shape)


def end(r: subprocess.Popen[str], folder: TemporaryDirectory[str]) -> None:
    """R first, which tidies up from its folder."""
    r.communicate()
    folder.cleanup()
