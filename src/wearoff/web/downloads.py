"""What can be taken away from a screen: tables as CSV, pictures as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from wearoff.formats.nonmem import records_text

if TYPE_CHECKING:
    from collections.abc import Sequence


def csv_file(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Response:
    """A table; a text that a spreadsheet would run is kept from it, and ``.`` is nothing."""
    return _file(f"{name}.csv", "text/csv", records_text((), header, rows))


def svg_file(name: str, text: str) -> Response:
    """A picture."""
    return _file(f"{name}.svg", "image/svg+xml", text)


def json_file(name: str, text: str) -> Response:
    """A document."""
    return _file(f"{name}.json", "application/json", text)


def _file(name: str, kind: str, text: str) -> Response:
    """A file under a name of ours; no part of it comes from a request."""
    named = {"content-disposition": f'attachment; filename="wearoff-{name}"'}
    return Response(text, media_type=kind, headers=named)
