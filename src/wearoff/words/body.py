"""What the model holds inside."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """What a column is, and its unit; '' where it has none."""

    title: str
    unit: str

    @property
    def text(self) -> str:
        """Both."""
        return ", ".join(filter(None, self))


COLUMNS = {
    "muscle_size_percent": Column("size of the injected muscles", "% of before"),
    "neck_strength_percent": Column("neck strength", "% of before"),
    "frown_percent": Column("frown", "% of before"),
    "neck_load": Column("load on the neck", ""),
    "jaw_load": Column("load on the jaw", ""),
    "nerve_pressure": Column("pressure on the nerve", ""),
}
