"""Words and numbers of an injection log in the languages of ``log_words.csv``."""

from __future__ import annotations

import csv
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from wearoff.errors import InputError
from wearoff.evidence.spelling import one_word, words_in
from wearoff.formats.cells import number_in
from wearoff.records import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable

BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
UNITS = re.compile(r"(?P<number>[+-]?[\d.,'\u2019\s]*\d)\s*(?P<unit>[^\W\d_][^\d]*)?")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ '\u2019\u00a0\u202f]\d{3})+")
EITHER = re.compile(r"[1-9]\d{0,2}(?:,\d{3}|\.\d\d0)")
"""Thousands to one reader and decimals to another: nobody gives a tenth of a unit a last zero."""


@cache
def _words(kind: str) -> dict[str, str]:
    text = files("wearoff.simulation").joinpath("log_words.csv").read_text(encoding="utf-8")
    records = csv.DictReader(text.splitlines())
    return {one_word(r["word"]): r["means"] for r in records if r["kind"] == kind}


def log_column(text: str) -> str | None:
    """The column of a log that a header names, in any language of the table.

    Example:
        >>> from wearoff.simulation.log_words import log_column
        >>> log_column("Datum (T.M.J)"), log_column("Seite"), log_column("lot")
        ('date', 'side', None)
    """
    known = _words("header")
    return known.get(one_word(text)) or known.get(one_word(BRACKETS.sub(" ", text)))


def is_total(text: str) -> bool:
    """Whether a cell that should hold a date names a total.

    Example:
        >>> from wearoff.simulation.log_words import is_total
        >>> is_total("Summe:"), is_total("2026-03-31")
        (True, False)
    """
    return one_word(text) in _words("total")


def side_of(text: str) -> str:
    """The side that a cell names; '' where it is empty.

    Raises:
        InputError: It names none.

    Example:
        >>> from wearoff.simulation.log_words import side_of
        >>> side_of("R"), side_of("bds."), side_of("per side")
        ('right', 'both', 'each')
    """
    found = _words("side").get(one_word(text), "")
    if text and not found:
        raise InputError(f"found {text!r}", allowed=f"{', '.join(SIDES)} or both")
    return found


def side_in(text: str) -> tuple[str, str]:
    """A muscle and the side that is written with it: ``L SCM``, ``temporalis (right)``.

    Example:
        >>> from wearoff.simulation.log_words import side_in
        >>> side_in("L SCM"), side_in("temporalis (right)"), side_in("procerus")
        (('scm', 'left'), ('temporalis', 'right'), ('procerus', ''))
    """
    words = words_in(text)
    for count in range(len(words) - 1, 0, -1):
        for named, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            if side := _words("side").get("".join(named)):
                return " ".join(rest), side
    return " ".join(words), ""


def units_in(text: str) -> float:
    """Units as people write them: ``155``, ``155 U``, ``12,5 Einheiten``, ``10 000 UI``.

    Raises:
        InputError: It is no number of units, or may be thousands or decimals.

    Example:
        >>> from wearoff.simulation.log_words import units_in
        >>> units_in("155 U"), units_in("7,5 E"), units_in("10 000")
        (155.0, 7.5, 10000.0)
    """
    found = UNITS.fullmatch(text)
    unit = one_word(found["unit"] or "unit") if found else ""
    value = math.nan
    if found and unit in _words("unit") | {"unit": "unit"}:
        number = found["number"]
        if EITHER.fullmatch(number):
            whole, decimal = re.sub(r"\D", "", number), float(number.replace(",", "."))
            raise InputError(f"{text!r} may be {whole} or {decimal:g}", fix=f"write {whole}")
        value = number_in(re.sub(r"\D", "", number) if GROUPED.fullmatch(number) else number)
    value = number_in(text) if math.isnan(value) else value
    if math.isnan(value):
        raise InputError(f"found {text!r}", allowed="units as 155, 155 U or 7,5")
    return value


def columns_named(header: Iterable[str], name: str) -> list[str]:
    """Headers that name a column of a log; its own name alone where that is there."""
    found = [text for text in header if log_column(text) == name]
    return [text for text in found if text.casefold() == name] or found
