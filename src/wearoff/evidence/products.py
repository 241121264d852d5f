"""Products by whatever name they are written: a brand, the generic name, or its first syllables.

Products differ in their units, so a name is read only where it names one product and nothing else,
and what is not known is never taken for the nearest name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.evidence.spelling import one_word, words_in
from wearoff.units import PRODUCT_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

STEM = "botulinumtoxin"
SHORT = "(?:b(?:otulinum(?:toxin)?|o(?:nt|tox|t)?|tx)?)?(?:type)?"
"""What stands for the stem in ``onabotA``, ``abo BoNT-A`` and ``inco A``."""
SUFFIX = "(?:[a-z]{4})?"
"""The four letters of American labels: daxibotulinumtoxinA-lanm."""
STRENGTH = re.compile(r"\d+(?:u|e|iu|units?|mg|ml)?|u|e|iu|units?|vials?")
"""What may stand beside a name: a vial's strength."""


@dataclass(frozen=True)
class Brand:
    """What a product is sold as, in which countries, and where that was read."""

    brand: str
    product: str
    countries: str
    note: str
    source: str


@cache
def brands() -> tuple[Brand, ...]:
    """All brands, in the order of their table."""
    return tuple(Brand(**record) for record in rows.table("brands"))


def named(text: str) -> str:
    """The product of the model that a name stands for.

    Args:
        text: A brand or a generic name in any spelling, with or without a vial's strength.

    Returns:
        The product as the evidence calls it.

    Raises:
        InputError: It names no product, more than one, or one that the model has no row of.
    """
    if text in PRODUCT_UNITS:
        return text
    found = _named_in(words_in(text))
    if len(found) > 1:
        raise InputError(f"{text!r} names {' and '.join(sorted(found))}", allowed="one product")
    if not found:
        raise InputError(
            f"unknown product {text!r}", allowed=_allowed(), fix="write the brand on the vial"
        )
    product, called = next(iter(found.items()))
    if product not in PRODUCT_UNITS:
        raise InputError(f"{product} ({called}) has no row in the model: it cannot be analyzed")
    return product


@lru_cache(256)
def is_toxin(text: str) -> bool:
    """Whether a text names a botulinum toxin, with a row in the model or without."""
    return bool(_named_in(words_in(text)))


def _named_in(words: tuple[str, ...]) -> Mapping[str, str]:
    """Products that words name, each with a brand of it; none where a word is left over."""
    found: dict[str, str] = {}
    while words:
        for length in range(len(words), 0, -1):
            known = _known("".join(words[:length]))
            if known:
                found.setdefault(*known)
                words = words[length:]
                break
        else:
            if not STRENGTH.fullmatch(words[0]):
                return {}
            words = words[1:]
    return found


def _known(word: str) -> tuple[str, str] | None:
    """Product and brand of a name, as one word."""
    brand = _by_folded_name().get(word)
    if brand is not None:
        return brand.product, brand.brand
    for product, pattern in _generic().items():
        if pattern.fullmatch(word):
            return product, next(b.brand for b in brands() if b.product == product)
    return None


@cache
def _by_folded_name() -> dict[str, Brand]:
    """Brands by their names, each as one word, the first of each."""
    return {one_word(brand.brand): brand for brand in reversed(brands())}


@cache
def _generic() -> dict[str, re.Pattern[str]]:
    """How each generic name may be written, each as one word."""
    found: dict[str, re.Pattern[str]] = {}
    for product in dict.fromkeys(brand.product for brand in brands()):
        prefix, letter = product.split(STEM)
        kind = letter.casefold()
        found[product] = re.compile(
            f"{prefix}{STEM}(?:type)?{kind}{SUFFIX}|{prefix}{SHORT}e?{kind}?|bont{kind}?{prefix}"
        )
    return found


@cache
def _allowed() -> str:
    """Products of the model with their brands, in words."""
    groups = groupby(sorted(brands(), key=lambda brand: brand.product), lambda b: b.product)
    return "; ".join(
        f"{product} ({', '.join(brand.brand for brand in own)})"
        for product, own in groups
        if product in PRODUCT_UNITS
    )
