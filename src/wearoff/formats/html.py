"""How a notebook shows what the library gives: floors cannot import faces, so faces register here.

`wearoff.faces.notebook` names who draws what; the package loads it with its first public name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DRAWN: dict[str, Callable[[Any], str]] = {}


def register(faces: Mapping[str, Callable[[Any], str]]) -> None:
    """Let these draw objects, by the name of their class."""
    _DRAWN.update(faces)


class Shown:
    """An object that a notebook shows as a face draws it."""

    def _repr_html_(self) -> str | None:
        """The object as HTML; None without a face, so that its text is shown."""
        draw = _DRAWN.get(type(self).__name__)
        return draw(self) if draw else None
