"""The page as a program of its own, for tests that ask it over a socket."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

CLOSED = Path(__file__).parent / "browser" / "closed"
"""What ends a Python that tries to reach beyond this machine."""


class Served:
    """The page as a program of its own: where it is, and what it said."""

    def __init__(self, said):
        """Begin, and wait for the line that names the address."""
        command = [sys.executable, "-m", "wearoff", "serve", "--no-open", "--port", "0"]
        path = os.pathsep.join([str(CLOSED), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.said = said
        with said.open("wb") as out:
            self.process = subprocess.Popen(
                command, env={**os.environ, "PYTHONPATH": path}, stdout=out, stderr=out
            )
        self.opening = self._line(r"http://\S+/open\?token=\S+")
        self.address = self.opening.partition("/open")[0]

    def _line(self, pattern):
        while self.process.poll() is None:
            if found := re.search(pattern, self.said.read_text()):
                return found[0]
        raise AssertionError(self.said.read_text())

    def close(self):
        """End it, and see that it was there to the end."""
        assert self.process.poll() is None, self.said.read_text()
        self.process.terminate()
        self.process.wait(30)
