"""Bytes as text: UTF-8 and UTF-16 with and without their marks, and what Windows and Mac save."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from wearoff.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LETTERS = re.compile(r"(?<=[A-Za-z])[äöüßéèêëàâáãçñíîïóôòõúûùøåæœ]|[ÄÖÜÉÈÀÁÇÑÍÓÚ](?=[a-z])")
"""What people write within words: of two readings the one with more of these is right."""
MOST_CONTROLS = 0.1
"""Of the bytes of a text; a note may hold one that was pasted into it."""
SHORTEST = 4
"""Pairs of bytes that tell a text in two-byte characters."""
CONTROLS = bytes(set(range(1, 9)) | set(range(14, 27)) | set(range(28, 32)))


def decoded(data: bytes, file: Path) -> tuple[str, str, int]:
    """The text in bytes, the name of its encoding, and how many NULs were left out.

    Lines end with a line feed alone. A text without a mark that is not UTF-8 is read as
    Windows-1252 or Mac Roman, whichever gives more of the letters of Western languages.

    Raises:
        InputError: they are no text.
    """
    encoding, nuls = _marked(data), 0
    if encoding is None:
        nuls = data.count(b"\0")
        data = data.replace(b"\0", b"")
        encoding = _unmarked(data)
        controls = len(data) - len(data.translate(None, CONTROLS))
        if controls > (MOST_CONTROLS * len(data) if encoding == "utf-8" else 0):
            raise InputError("is no text and no workbook", file=file, allowed="CSV, xlsx, xls, ods")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"cannot be read as {encoding}: {error.reason}",
            file=file,
            fix="save it again as CSV UTF-8",
        ) from error
    nuls += text.count("\0")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text, encoding.removesuffix("-sig"), nuls


def _marked(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    zeros = (data[:2000:2].count(0), data[1:2000:2].count(0))
    half = min(len(data), 2000) // 2
    if half < SHORTEST:
        return None
    if zeros[1] > 0.6 * half and zeros[0] < 0.1 * half:
        return "utf-16-le"
    if zeros[0] > 0.6 * half and zeros[1] < 0.1 * half:
        return "utf-16-be"
    return None


def _unmarked(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    scores = {}
    for encoding in ("cp1252", "mac_roman"):
        try:
            scores[encoding] = len(LETTERS.findall(data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return max(scores, key=lambda name: scores[name])
