"""What an answer about many people needs, from one data file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def gates() -> dict[str, Any]:
    """Tables of ``gates.toml`` by question.

    Example:
        >>> gates()["summary"]["smallest"]
        10
    """
    text = files("wearoff.together").joinpath("gates.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
