"""What is said while somebody waits for an answer, and where none comes."""

from __future__ import annotations

BUSY = "Many are waiting. Try again in a minute."
BEGUN = "begun"
CANCELLED = "Stopped, as you asked."
STOPPED = (
    "The part of the program that worked on this ended without an answer. Try again; if it "
    "happens again, the file may be larger than this machine can work on."
)
CLOSING = "The program is ending."
WARM = "ready"


def waiting(before: int) -> str:
    """How many stand before somebody in the line."""
    return f"waiting: {before} before you" if before else "waiting: you are next"


def warming(warm: int, workers: int) -> str:
    """How far the processes that compute are."""
    return f"Getting ready, {warm} of {workers}. Until then answers take some seconds longer."


def too_long(seconds: float) -> str:
    """That a job was stopped at its time limit."""
    return (
        f"This took longer than {seconds:g} seconds and was stopped. A shorter diary, or the "
        "command line, which has no such limit, may do."
    )


def fault(kind: str, where: str) -> str:
    """That something is wrong with the program; its place in our code, nothing of what was read."""
    return f"Something went wrong, and it is a fault of ours: {kind} at {where}."
