"""`wearoff query`: SQL over a folder of simulated patients."""

from pathlib import Path
from typing import Annotated

import typer

from wearoff.cli.options import Json
from wearoff.cli.show import show
from wearoff.errors import InputError


def query(
    folder: Annotated[str, typer.Argument(help="Folder that simulate -o FOLDER filled.")],
    sql: Annotated[str, typer.Argument(help="One SELECT; its rows are called cohort.")],
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Table to write (.parquet or .csv).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask a folder of invented patients in SQL."""
    import wearoff
    from wearoff.faces.simulation import queried

    def compute() -> wearoff.Answered:
        if out:
            from wearoff.simulation.tables import check_table

            if check_table(out).resolve().is_relative_to(Path(folder).resolve()):
                raise InputError("is in the folder that is asked", file=out, fix="write it beside")
        return wearoff.query(folder, sql)

    show(
        compute,
        document=lambda found: found.result.writing([out] if out else []).to_json(),
        screen=lambda found: queried.screen(found.result),
        as_json=as_json,
        files=[(out, lambda found, path: found.write(path))],
    )
