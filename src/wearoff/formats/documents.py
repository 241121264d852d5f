"""JSON out: one way to turn results into a document that is the same on every processor."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, is_dataclass
from typing import Any

DIGITS = 6
"""Significant digits of numbers."""


def plain(value: Any) -> Any:
    """A value as JSON knows it: dataclasses to dictionaries, rounded numbers, NaN to null."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if callable(to_list := getattr(value, "tolist", None)):
        return plain(to_list())
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value


def to_json(document: dict[str, Any]) -> str:
    """One JSON document, indented, with a line end."""
    return json.dumps(plain(document), indent=2, allow_nan=False) + "\n"
