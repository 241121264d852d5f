"""The way from `wearoff analyze` to a verdict, module by module, and how often it changes rooms.

`python -m docs.make.call_path` runs the command on a made-up diary and prints the modules on the
stack when the first verdict is judged. ARCHITECTURE.md holds that line; a test compares them.
"""

from __future__ import annotations

import contextlib
import io
import sys
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

END = "wearoff.diary.verdicts"


class ReachedError(BaseException):
    """The first verdict is being judged: nothing after it is of interest."""


def stack(frame: FrameType | None) -> list[str]:
    """Modules of the package on a stack, outermost first, each once in a row."""
    names = []
    while frame:
        names.append(str(frame.f_globals.get("__name__")))
        frame = frame.f_back
    ours = [name for name in reversed(names) if name.startswith("wearoff.")]
    return [name for name, _ in groupby(ours)]


def call_path() -> list[str]:
    """Modules from the command line to the first verdict."""
    from wearoff.cli.main import main
    from wearoff.diary.examples import example_diary

    import_module(END)  # whoever imports it first judges nothing
    found: list[str] = []

    def called(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_globals.get("__name__") == END:
            found.extend(stack(frame))
            raise ReachedError

    ben = example_diary("ben")
    diary, log = (str(ben / name) for name in ("diary.csv", "injections.csv"))
    sys.setprofile(called)
    try:
        # the way ends where it was asked to, by that error
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(ReachedError):
            main(["analyze", diary, "--injections", log, "--json"])
    finally:
        sys.setprofile(None)
    return found


def changes(path: list[str]) -> int:
    """How often a path goes into another folder of the package."""
    folders = [name.split(".")[1] for name in path]
    return len(list(groupby(folders))) - 1


def line(path: list[str]) -> str:
    """A path as it is printed."""
    return " → ".join(name.removeprefix("wearoff.").replace(".", "/") for name in path)


if __name__ == "__main__":
    PATH = call_path()
    print(line(PATH))
    print(f"{changes(PATH)} changes of folder")
