"""What every run carries and checks: version, seed and evidence date; where it keeps code."""

from __future__ import annotations

import os
from importlib.metadata import version
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.evidence import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_SEED = 2**31


def meta(seed: int | None) -> dict[str, Any]:
    """What every output carries so that it can be made again."""
    return {"version": version("wearoff"), "seed": seed, "evidence": rows.DATE}


def check_same(made: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    """Refuse to work for another version.

    Args:
        made: `meta` of who asks, and more that the result depends on.
        here: The same of who works.

    Raises:
        InputError: they differ.
    """
    if here != made:
        raise InputError(
            f"a worker has another version: {dict(here)}, not {dict(made)}",
            fix="install the same wearoff everywhere, and the same compiler",
        )


def check_seed(seed: int) -> int:
    """The seed, or an error if random numbers cannot start from it."""
    if not isinstance(seed, Integral) or not 0 <= seed < MOST_SEED:
        raise InputError(f"{argument('seed')} {seed!r}", allowed=f"0 to {MOST_SEED - 1}")
    return int(seed)


def cache_folder(name: str) -> Path | None:
    """A folder in the user's cache for compiled code, or None where none can be written."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "wearoff" / name
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # the latter where a user has no home
        return None
    return folder
