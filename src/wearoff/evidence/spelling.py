"""Names in the spellings that people use: capitals, accents and punctuation do not count."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> tuple[str, ...]:
    """Words of a name in small letters, without accents and punctuation."""
    plain = text.casefold()
    if not text.isascii():  # most are, and have nothing to take off
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(WORD.findall(plain))


def one_word(text: str) -> str:
    """A name as one word: ``PREEMPT-155`` and ``preempt_155`` are ``preempt155``."""
    return "".join(words_in(text))
