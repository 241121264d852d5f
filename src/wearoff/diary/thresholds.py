"""The thresholds of every answer, from one data file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def thresholds() -> dict[str, Any]:
    """Tables of ``thresholds.toml`` by question."""
    text = files("wearoff.diary").joinpath("thresholds.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
