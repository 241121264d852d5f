"""How files are to be read: what somebody has said because the files alone do not tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, TypedDict

from wearoff.errors import InputError, argument, unknown
from wearoff.formats.dates import ASKED
from wearoff.words.doubts import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Unwritten = Literal["unknown", "free"]
USUAL_CONDITION = "chronic_migraine"
UNWRITTEN = ("unknown", "free")


class How(TypedDict, total=False):
    """The options of a reading as `read_case` takes them; a call that reads first hands them on."""

    unwritten: str
    dates: str | None
    sheet: str | None
    columns: Mapping[str, str] | None
    confirm: Iterable[str]
    today: date | None


@dataclass(frozen=True, kw_only=True)
class Options:
    """What was said of the reading.

    Attributes:
        today: The day on which it is read; later dates are in the future.
        unwritten: What a day without an entry is: unknown, or free of headache.
        dates: ``day-first`` or ``month-first``; None where the files have to tell.
        sheet: Of a workbook, by name or number.
        columns: Our column to that of the file.
        confirm: Codes of doubts that are right as they are.
        condition: What is treated, for sheets that hold sessions too.
    """

    today: date
    unwritten: Unwritten = "unknown"
    dates: str | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    confirm: frozenset[str] = frozenset()
    condition: str = USUAL_CONDITION


def checked(
    *,
    today: date | None = None,
    unwritten: str = "unknown",
    dates: str | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
    confirm: Iterable[str] = (),
) -> Options:
    """The options, or an error that names the one that cannot be; as usual where nothing was said.

    Raises:
        InputError: an unknown word, column or code.
    """
    if unwritten not in UNWRITTEN:
        raise unknown(argument("unwritten"), unwritten, UNWRITTEN)
    if dates is not None and dates not in ASKED:
        raise unknown(argument("dates"), dates, ASKED)
    confirmed = frozenset([confirm] if isinstance(confirm, str) else confirm)
    for code in sorted(confirmed - set(KINDS)):
        raise unknown(f"code of {argument('confirm')}", code, KINDS)
    named = dict(columns or {})
    if any(not theirs for theirs in named.values()):
        raise InputError(f"{argument('columns')} without a column of the file")
    return Options(
        today=today or date.today(),  # noqa: DTZ011 - the person's own day
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=named,
        confirm=confirmed,
    )
