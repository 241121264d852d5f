"""TOML in: tables with the line of every key, and one line for whatever is wrong."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

from wearoff.errors import Faults, InputError, unknown
from wearoff.formats.documents import F, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from wearoff.formats.csvs import Range
    from wearoff.formats.documents import Unfit

Place: TypeAlias = tuple[str | int, ...]
"""Keys and numbers of tables that lead to a value: ``("rule", 2, "condition", 0, "line")``."""

AT_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
LONGEST = 40
"""Characters of a value that an error repeats."""


@dataclass(frozen=True)
class Table:
    """One table of a file: its values, the line on which it starts, and the lines of its keys."""

    file: Path
    line: int
    values: dict[str, Any]
    lines: dict[Place, int]
    place: Place

    def line_of(self, key: str) -> int:
        """Line on which a key is set, or the first of its tables; that of this table if neither."""
        here = (*self.place, key)
        return self.lines.get(here, self.lines.get((*here, 0), self.line))

    def nearest(self, place: Place) -> int:
        """Line of a place of the whole file, or of the nearest place that leads to it."""
        found = (self.lines.get(place[:end]) for end in range(len(place), 0, -1))
        return next((line for line in found if line is not None), self.line)

    def error(
        self, key: str | None, problem: str, allowed: str | None = None, fix: str | None = None
    ) -> InputError:
        """What is wrong with a key, or with the table, in one line."""
        line = self.line if key is None else self.line_of(key)
        text = problem if key is None else f"{key}: {problem}"
        return InputError(text, file=self.file, line=line, allowed=allowed, fix=fix)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse a key that is none of these.

        Raises:
            InputError: one is not; names its line and the nearest match.
        """
        for key in self.values:
            if key not in known:
                raise unknown("field", key, known).at(file=self.file, line=self.line_of(key))

    def text(self, key: str, usual: str | None = None) -> str:
        """Words on one line.

        Raises:
            InputError: they are missing with nothing usual in their place, or are no words.
        """
        value = self._get(key, usual)
        if not isinstance(value, str) or (usual is None and not value.strip()):
            raise self.error(key, f"found {_said(value)}", 'words, as "..."')
        return " ".join(value.split())

    def choice(self, key: str, known: Collection[str], usual: str | None = None) -> str:
        """One of these words.

        Raises:
            InputError: it is none of them; names the nearest match.
        """
        value = self.text(key, usual)
        if value not in known:
            raise unknown(key, value, known).at(file=self.file, line=self.line_of(key))
        return value

    def number(self, key: str, within: Range, usual: float | None = None) -> float:
        """A number in a range.

        Raises:
            InputError: it is missing with nothing usual in its place, no number, or outside.
        """
        value = self._get(key, usual)
        known = isinstance(value, int | float) and not isinstance(value, bool)
        if not (known and within.lowest <= value <= within.highest and math.isfinite(value)):
            raise self.error(key, f"found {_said(value)}", within.allowed)
        if within.whole and value % 1:
            raise self.error(key, f"found {_said(value)}", within.allowed)
        return float(value)

    def whole(self, key: str, within: Range, usual: int | None = None) -> int:
        """A whole number in a range.

        Raises:
            InputError: as `number`.
        """
        return int(self.number(key, within, usual))

    def yes_no(self, key: str, usual: bool) -> bool:
        """True or false.

        Raises:
            InputError: it is neither.
        """
        value = self._get(key, usual)
        if not isinstance(value, bool):
            raise self.error(key, f"found {_said(value)}", "true or false")
        return value

    def day(self, key: str) -> date:
        """A day of the calendar.

        Raises:
            InputError: it is missing or no day.
        """
        value = self._get(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(key, f"found {_said(value)}", "a date as 2026-03-31, without quotes")
        return value

    def tables(self, key: str) -> Iterator[Table]:
        """The tables ``[[key]]`` within this one, in their order; none are none.

        Raises:
            InputError: the key holds something else.
        """
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
            raise self.error(key, "found no tables", f"tables, each begun by [[{key}]]")
        for k, values in enumerate(found):
            place = (*self.place, key, k)
            line = self.lines.get(place, self.line_of(key))
            yield Table(file=self.file, line=line, values=values, lines=self.lines, place=place)

    def _get(self, key: str, usual: Any) -> Any:
        if key in self.values:
            return self.values[key]
        if usual is None:
            raise self.error(None, f"missing {key}")
        return usual


def read_toml(path: str | Path) -> Table:
    """A TOML file as the table that holds all others.

    Raises:
        InputError: it cannot be read as UTF-8, or is no TOML; names the line.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=file, fix="give a UTF-8 TOML") from error
    try:
        values, lines = tomllib.loads(text), lines_of(text)
    except (ValueError, RecursionError) as error:
        said = str(error)
        at = AT_LINE.search(said)
        last = text.rstrip("\n").count("\n") + 1
        line = int(at["line"] or last) if at else None
        problem = said[: at.start()] if at else said
        raise InputError(f"not TOML: {problem}", file=file, line=line) from error
    return Table(file=file, line=1, values=values, lines=lines, place=())


def read_form(path: str | Path, form: type[F], check: Callable[[F], Iterable[Unfit]]) -> F:
    """A TOML file as a form, or everything that is wrong with it.

    Args:
        path: TOML file.
        form: what may stand in it.
        check: what is wrong with values that go together badly, each fine by itself.

    Raises:
        InputError: an unreadable file, or a line a fault, in the order of their lines.
    """
    table = read_toml(path)
    filled = fill(form, table.values)
    faults = Faults()
    for place, error in filled if isinstance(filled, list) else check(filled):
        faults.add(error.at(file=table.file, line=table.nearest(place)))
    faults.check()
    return cast("F", filled)


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Its name in files."""
        ...


T = TypeVar("T", bound=Named)


def read_all(path: str | Path, kind: str, make: Callable[[Table], T]) -> list[T]:
    """Every table ``[[kind]]`` of a file, in its order.

    Args:
        path: TOML file that holds nothing else.
        kind: name of the tables.
        make: one of them as what it stands for.

    Raises:
        InputError: an unreadable file, another field, no table, an id that stands twice, or
            whatever ``make`` refuses; names the line.
    """
    whole = read_toml(path)
    whole.refuse_unknown((kind,))
    found: dict[str, tuple[T, int]] = {}
    for table in whole.tables(kind):
        one = make(table)
        if one.id in found:
            line = found[one.id][1]
            raise table.error("id", f"{one.id!r} stands on line {line} too", fix="rename one")
        found[one.id] = (one, table.line_of("id"))
    if not found:
        raise whole.error(None, f"no {kind} in it", f"tables, each begun by [[{kind}]]")
    return [one for one, _ in found.values()]


def together(shipped: Sequence[T], own: Sequence[T]) -> list[T]:
    """The shipped ones, those of the same id replaced by own ones, then the other own ones."""
    return list({one.id: one for one in [*shipped, *own]}.values())


def lines_of(text: str) -> dict[Place, int]:
    """Line of every table and of every key in a text that is TOML.

    A statement is as many lines as it takes to parse: values may go over several.
    """
    found: dict[Place, int] = {}
    begun: Counter[Place] = Counter()
    here: Place = ()
    statement, start = "", 0
    for number, row in enumerate(text.split("\n"), start=1):
        start = start if statement else number
        statement += row + "\n"
        try:
            keys = _keys(tomllib.loads(statement))
        except tomllib.TOMLDecodeError:
            continue
        if row.lstrip().startswith("[") and start == number:
            here = _table(keys, begun, many=row.lstrip().startswith("[["))
            found.setdefault(here, start)
            keys = ()
        for length in range(1, len(keys) + 1):
            found.setdefault((*here, *keys[:length]), start)
        statement = ""
    return found


def _keys(parsed: dict[str, Any]) -> tuple[str, ...]:
    """Keys that lead to what one statement sets, its values left out."""
    keys: list[str] = []
    inside: Any = parsed
    while isinstance(inside, dict) and len(inside) == 1:
        key = next(iter(inside))
        keys.append(key)
        inside = inside[key]
        inside = inside[0] if inside == [{}] else inside
    return tuple(keys)


def _table(keys: tuple[str, ...], begun: Counter[Place], *, many: bool) -> Place:
    """Place of the table that a header begins; counts those of the same name."""
    place: Place = ()
    for key in keys[:-1]:
        place = (*place, key)
        place = (*place, begun[place] - 1) if begun[place] else place
    place = (*place, keys[-1])
    if not many:
        return place
    begun[place] += 1
    return (*place, begun[place] - 1)


def _said(value: Any) -> str:
    """A value as it may have been written."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
