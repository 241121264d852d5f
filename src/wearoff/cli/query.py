"""`wearoff query`: SQL over a folder of simulated patients."""

from typing import Annotated

import typer

from wearoff.cli.options import Json
from wearoff.cli.show import show


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

    wrote = [out] if out else []
    show(
        lambda: wearoff.query(folder, sql, path=out, most=None if as_json else queried.MOST),
        document=lambda found: found.result.writing(wrote).to_json(),
        screen=lambda found: [
            *queried.screen(found.result.writing(wrote)),
            *(f"Wrote {file}" for file in wrote),
        ],
        as_json=as_json,
    )
