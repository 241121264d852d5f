"""The one way of every command: check the files, compute, write them, print, and name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wearoff.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Found = TypeVar("Found")
PAGE, DOCUMENT = ".html", ".json"
"""How files end."""


def show(
    compute: Callable[[], Found],
    *,
    document: Callable[[Found], str],
    screen: Callable[[Found], Iterable[str]],
    as_json: bool,
    files: Sequence[tuple[str | None, Callable[[Found, str], object]]] = (),
) -> None:
    """Refuse files that cannot be written, compute, write each file, and print.

    Args:
        compute: what the command asks of the library.
        document: the text of what was found, as ``--json`` prints it.
        screen: the lines that are printed otherwise.
        as_json: whether the document is printed.
        files: path and writer of each file; a path is None where it was not asked for.
    """
    from wearoff.formats.writing import check_writable

    if any(path == "" for path, _ in files):
        raise InputError("a file without a name", fix="give the name of what is to be written")
    wanted = [(path, write) for path, write in files if path]
    for path, _ in wanted:
        check_writable(path)
    found = compute()
    for path, write in wanted:
        write(found, path)
    if as_json:
        print(document(found), end="")
        return
    print("\n".join([*screen(found), *(f"Wrote {printable(path)}" for path, _ in wanted)]))


def is_page(out: str | None) -> bool:
    """Whether a file is to be a page; a document of the same otherwise.

    Raises:
        InputError: it is to be neither.
    """
    ending = Path(out).suffix.casefold() if out else PAGE
    if ending not in {PAGE, DOCUMENT}:
        raise InputError("not a kind of document", file=out, allowed=f"{PAGE} or {DOCUMENT}")
    return ending == PAGE


def text(make: Callable[[Found], str]) -> Callable[[Found, str], object]:
    """A writer of the text that is made of what was found."""

    def write(found: Found, path: str) -> None:
        from wearoff.formats.writing import write_text

        write_text(make(found), path)

    return write
