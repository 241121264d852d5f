"""`query`: SQL over a folder of Parquet, which it can neither change nor look beyond.

The only file that talks to DuckDB. Its database is in memory and knows one view, ``cohort``. Before
a question is read, the files of the folder are the only ones that can be opened, extensions and
networks are off, nothing spills to a disk, and the configuration is locked; of statements only one
that selects is run, by one thread, so that sums have one order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.formats.checksums import is_as_written, sums
from wearoff.formats.resumable import MANIFEST, damaged, manifest
from wearoff.runs import meta
from wearoff.simulation.executor import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wearoff.simulation.result import QueryResult

BATCH = 20_000
"""Rows in memory at a time where they are written or counted, not kept."""
WHOLE = 2**63
"""Whole numbers of a table are below it."""
VIEW = "cohort"
"""What the rows of the folder are called."""
LOCKED = (
    "SET threads = 1",
    "SET temp_directory = ''",
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)
"""What holds before any file is opened."""


@dataclass(frozen=True)
class Answered:
    """What a query found: names of columns, rows of plain values, and how many there are."""

    sql: str
    files: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    count: int

    def __repr__(self) -> str:
        """Rows and columns, on one line."""
        return f"<Answered {self.count} rows: {' '.join(self.columns)}>"

    @property
    def result(self) -> QueryResult:
        """The document of `wearoff query --json`."""
        from wearoff.formats.documents import Meta
        from wearoff.simulation.result import QueryResult

        return QueryResult(
            meta=Meta(**meta(None)),
            sql=self.sql,
            files=self.files,
            columns=self.columns,
            rows=self.rows,
            count=self.count,
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()


def query(
    folder: str | Path, sql: str, *, path: str | Path | None = None, most: int | None = None
) -> Answered:
    """Ask a folder of simulated patients in SQL.

    Args:
        folder: As `Simulation.write` fills it, or any folder of Parquet files of one kind.
        sql: One statement that selects, of the view ``cohort``: a row a patient and day.
        path: Table to write all rows into, with all digits: a file that ends in ``.parquet`` or
            ``.csv``, beside the folder. It appears only when it is whole.
        most: Rows to keep, the first; all if left out. Others pass through memory in batches.

    Returns:
        What was found, in the order that the statement asks for.

    Raises:
        InputError: DuckDB is not installed, there is no such folder or nothing in it, its run was
            interrupted, a file of it is not what was written, the statement cannot be run, or the
            table cannot be written.

    Example:
        >>> import wearoff
        >>> folder = wearoff.simulate("healthy_muscle", patients=3, years=0.1).write("muscles")
        >>> query(folder, "SELECT count(DISTINCT patient) AS people FROM cohort").rows
        ((3,),)
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise InputError("query needs DuckDB", fix="pip install 'wearoff[scale]'") from error

    if path is not None:
        from wearoff.simulation.tables import check_table

        if check_table(path).resolve().is_relative_to(Path(folder).resolve()):
            raise InputError("is in the folder that is asked", file=path, fix="write it beside")
    files = _files(folder)
    with duckdb.connect(":memory:") as database:
        try:
            _lock(database, files)
        except duckdb.Error as error:
            raise InputError(f"cannot be read: {_said(error)}", file=folder) from error
        try:
            statements = database.extract_statements(sql)
            kinds = [statement.type for statement in statements]
            if kinds != [duckdb.StatementType.SELECT]:
                raise InputError(
                    f"{len(kinds)} statements: {', '.join(kind.name for kind in kinds) or 'none'}",
                    allowed="one that selects",
                    fix=f"one SELECT, of {VIEW}",
                )
            found = database.execute(statements[0])
            columns = {name: _kind(kind) for name, kind, *_ in found.description}
            named = tuple(name for name, *_ in found.description)
            read = _Reader(found, most)
            if path is None:
                read.through()
            else:
                _write(read, named, columns, path)
        except duckdb.Error as error:
            raise InputError(f"SQL: {_said(error)}") from error
    return Answered(sql, len(files), named, tuple(read.kept), read.count)


class _Reader:
    """Rows of a statement in batches, counted as they pass, the first of them kept."""

    def __init__(self, found: Any, most: int | None) -> None:
        self.found, self.most = found, most
        self.kept: list[tuple[Any, ...]] = []
        self.count = 0
        self.failed: Exception | None = None

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """Plain rows; what DuckDB refuses on the way is kept for who asked."""
        try:
            while some := self.found.fetchmany(BATCH):
                rows = [tuple(map(_plain, row)) for row in some]
                self.count += len(rows)
                left = None if self.most is None else max(self.most - len(self.kept), 0)
                self.kept += rows[:left]
                yield rows
        except Exception as error:
            self.failed = error
            raise

    def through(self) -> None:
        """Read all."""
        for _ in self.batches():
            pass


def _write(
    read: _Reader, named: Sequence[str], columns: Mapping[str, type], path: str | Path
) -> None:
    """Write all rows as they come, or say what DuckDB says where it stops."""
    from wearoff.simulation.tables import write_rows

    if len(columns) < len(named):
        raise InputError(f"columns {', '.join(named)}", fix="name each once: SELECT … AS name")
    whole = [place for place, kind in enumerate(columns.values()) if kind is int]

    def fitting() -> Iterator[list[tuple[Any, ...]]]:
        for rows in read.batches():
            largest = max((abs(row[place] or 0) for row in rows for place in whole), default=0)
            if largest >= WHOLE:
                read.failed = InputError(f"{largest} is too large", fix="CAST(… AS DOUBLE)")
                raise read.failed
            yield rows

    try:
        write_rows(columns, fitting(), path)
    except Exception:
        if read.failed:
            raise read.failed from None
        raise


def _files(folder: str | Path) -> list[Path]:
    """The Parquet files of a folder, all that its run has."""
    place = Path(folder)
    if not place.is_dir():
        raise InputError("is no folder", file=folder, fix="write simulated patients into one")
    there = {path.name: path.resolve() for path in sorted(place.glob("[!.]*.parquet"))}
    run = manifest(place)
    if not there and "files" not in (run or {}):
        raise InputError(
            "no simulated patients in it", file=folder, fix="write simulated patients into one"
        )
    return list(there.values()) if run is None else _promised(run, place, there)


def _promised(run: Mapping[str, Any], folder: Path, there: Mapping[str, Path]) -> list[Path]:
    """The files that a run says it has, and no other that lies beside them."""
    from wearoff.simulation.chunks import chunk_name

    count = run.get("files")
    if not isinstance(count, int) or count < 1:
        raise damaged(folder / MANIFEST, f"files {count!r}")
    found = [there[name] for name in map(chunk_name, range(count)) if name in there]
    if len(found) < count:
        raise InputError(
            f"{len(found)} of {count} Parquet files are there",
            file=folder,
            fix=f"{argument('resume')} goes on with a run that was interrupted",
        )
    _check_sums(found, sums(folder))
    return found


def _check_sums(files: Sequence[Path], known: Mapping[str, str]) -> None:
    """Refuse files that are not what was written: one flipped bit can be a sum of 1e113."""
    summed = [file for file in files if file.name in known]
    same = side_by_side(partial(is_as_written, known=known), summed)
    changed = [file for file, as_written in zip(summed, same, strict=True) if not as_written]
    if changed:
        more = f", nor are {len(changed) - 1} others" if len(changed) > 1 else ""
        raise InputError(
            f"is not what was written{more}",
            file=changed[0],
            fix=f"{argument('resume')} writes it again",
        )


def _lock(database: Any, files: Sequence[Path]) -> None:
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    for setting in LOCKED:
        database.execute(setting)
    database.execute(f"SET allowed_paths = [{listed}]")
    database.execute("SET enable_external_access = false")
    database.execute(f"CREATE VIEW {VIEW} AS FROM read_parquet([{listed}])")
    database.execute("SET lock_configuration = true")


def _kind(column: Any) -> type:
    """What `_plain` makes of a column of DuckDB's."""
    kind = str(column).partition("(")[0]
    if kind == "BOOLEAN":
        return bool
    if kind in {"DOUBLE", "FLOAT", "DECIMAL"}:
        return float
    return int if kind.endswith("INT") or kind in {"INTEGER", "UINTEGER"} else str


def _plain(value: Any) -> Any:
    """A value as a table and JSON have it; what is no finite number is nothing."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _said(error: Exception) -> str:
    """What DuckDB says, without the picture of the statement below it."""
    return str(error).split("\n\nLINE ")[0].partition("Error: ")[2] or str(error).splitlines()[0]
