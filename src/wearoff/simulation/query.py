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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError, argument
from wearoff.formats.resumable import MANIFEST, damaged, manifest
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wearoff.simulation.result import QueryResult

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
    """What a query found: names of columns, and rows of plain values."""

    sql: str
    files: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __repr__(self) -> str:
        """Rows and columns, on one line."""
        return f"<Answered {len(self.rows)} rows: {' '.join(self.columns)}>"

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
        )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it."""
        return self.result.to_dict()

    def to_json(self) -> str:
        """The document as text."""
        return self.result.to_json()

    def write(self, path: str | Path) -> Path:
        """Write the rows, with all digits.

        Args:
            path: File that ends in ``.parquet`` or ``.csv``; it appears only when it is whole.

        Raises:
            InputError: another kind of file, or one that cannot be written.
        """
        from wearoff.simulation.tables import write_rows

        return write_rows(self.columns, self.rows, path)


def query(folder: str | Path, sql: str) -> Answered:
    """Ask a folder of simulated patients in SQL.

    Args:
        folder: As `Simulation.write` fills it, or any folder of Parquet files of one kind.
        sql: One statement that selects, of the view ``cohort``: a row a patient and day.

    Returns:
        What was found, in the order that the statement asks for.

    Raises:
        InputError: DuckDB is not installed, there is no such folder or nothing in it, its run was
            interrupted, or the statement cannot be run.

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
            columns = tuple(str(column[0]) for column in found.description)
            rows = tuple(tuple(map(_plain, row)) for row in found.fetchall())
        except duckdb.Error as error:
            raise InputError(f"SQL: {_said(error)}") from error
    return Answered(sql, len(files), columns, rows)


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
    return found


def _lock(database: Any, files: Sequence[Path]) -> None:
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    for setting in LOCKED:
        database.execute(setting)
    database.execute(f"SET allowed_paths = [{listed}]")
    database.execute("SET enable_external_access = false")
    database.execute(f"CREATE VIEW {VIEW} AS FROM read_parquet([{listed}])")
    database.execute("SET lock_configuration = true")


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
