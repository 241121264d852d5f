"""Names that people give, as names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 80
"""Most bytes of a name: with an ending and a number it stays short everywhere."""
NAMELESS = "patient"
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names of devices, which Windows takes for no file."""
KEPT = " -_,()+"
"""Beside letters and digits of any script; everything else becomes a hyphen."""


def file_name(text: str) -> str:
    """A name as one part of a path: no separator, nothing hidden, no device, not too long.

    Example:
        >>> from wearoff.formats.names import file_name
        >>> file_name("Ada M."), file_name("../etc/passwd"), file_name("CON"), file_name("")
        ('Ada M', 'etc-passwd', 'CON_', 'patient')
    """
    letters = unicodedata.normalize("NFC", text)
    safe = "".join(c if c.isalnum() or c in KEPT else "-" for c in letters)
    safe = re.sub(r"-{2,}", "-", " ".join(safe.split())).strip(" -")
    safe = safe.encode()[:MOST].decode(errors="ignore").strip(" -") or NAMELESS
    return f"{safe}_" if RESERVED.fullmatch(safe) else safe


def file_names(texts: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names of files for several names, each another one whatever the capitals.

    Args:
        texts: As people gave them.
        taken: Names that are in use.

    Example:
        >>> from wearoff.formats.names import file_names
        >>> file_names(["Ada", "ada", "a/da"], taken=["index"])
        ['Ada', 'ada-2', 'a-da']
    """
    used = {name.casefold() for name in taken}
    found: list[str] = []
    for text in texts:
        name = own = file_name(text)
        number = 1
        while name.casefold() in used:
            number += 1
            name = f"{own}-{number}"
        used.add(name.casefold())
        found.append(name)
    return found
