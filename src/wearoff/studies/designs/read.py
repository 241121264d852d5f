"""A design file, or one of the ready designs by its name."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from wearoff.errors import InputError
from wearoff.formats.tomls import read_form
from wearoff.studies.designs.trial_checks import clashes
from wearoff.studies.designs.trial_form import TrialDesign

READY = files("wearoff.evidence") / "data" / "designs"
ENDING = ".toml"


def ready() -> list[str]:
    """Names of the designs that come with the package.

    Example:
        >>> "pivotal" in ready()
        True
    """
    names = (found.name for found in READY.iterdir())
    return sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING))


def read_design(design: str | Path) -> TrialDesign:
    """A design from its file, or a ready one by its name.

    Args:
        design: TOML file, or one of `ready`.

    Raises:
        InputError: an unreadable file, or a line a fault: an unknown key, an impossible size,
            visits that overlap, a missing estimand; names the file and the line.

    Example:
        >>> read_design("pivotal").estimand.week
        24.0
    """
    if str(design) in ready():
        with as_file(READY / f"{design}{ENDING}") as path:
            return read_form(path, TrialDesign, clashes)
    if not Path(design).is_file():
        raise InputError(
            f"no design file {str(design)!r}", allowed=f"a TOML file, or {', '.join(ready())}"
        )
    return read_form(design, TrialDesign, clashes)
