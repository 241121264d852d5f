"""Files that screens link: style sheets and small scripts, by a list of names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PLACES = (("wearoff.web", "static"), ("wearoff.faces.shared", "templates"))
"""Where they lie: beside the screens, and beside the pages that are files."""


@cache
def known() -> dict[str, tuple[str, bytes]]:
    """Every file by its name: its kind and its bytes. No path of a request is ever opened."""
    found: dict[str, tuple[str, bytes]] = {}
    for package, folder in PLACES:
        for file in files(package).joinpath(folder).iterdir():
            kind = KINDS.get(file.name[file.name.rfind(".") :])
            if kind:
                found[file.name] = (kind, file.read_bytes())
    return found


def file(request: Request) -> Response:
    """A file by its name."""
    try:
        kind, content = known()[request.path_params["name"]]
    except KeyError:
        raise HTTPException(404) from None
    return Response(content, media_type=kind, headers={"cache-control": "private, max-age=60"})
