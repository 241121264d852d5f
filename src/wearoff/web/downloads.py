"""What can be taken away from a screen as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from wearoff.formats.nonmem import records_text

if TYPE_CHECKING:
    from collections.abc import Sequence


def csv_file(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Response:
    """A table; a text that a spreadsheet would run is kept from it, and ``.`` is nothing."""
    return attached(f"wearoff-{name}.csv", "text/csv", records_text((), header, rows))


def svg_file(name: str, text: str) -> Response:
    """A picture."""
    return attached(f"wearoff-{name}.svg", "image/svg+xml", text)


def json_file(name: str, text: str) -> Response:
    """A document."""
    return attached(f"wearoff-{name}.json", "application/json", text)


def attached(name: str, kind: str, content: str | bytes) -> Response:
    """A file to keep; its name is of ours, or as `wearoff.formats.names.file_name` gives it."""
    quoted = "".join(f"%{byte:02X}" for byte in name.encode())
    named = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quoted}"
    return Response(
        content, media_type=kind, headers={"content-disposition": f"attachment; {named}"}
    )
