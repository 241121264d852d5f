"""`wearoff import`: what was understood of a file, written as our own."""

from __future__ import annotations

from typing import Annotated

import typer

from wearoff.cli.flags import told
from wearoff.cli.options import (
    Columns,
    Condition,
    Confirm,
    Dates,
    Injections,
    Json,
    Sheet,
    Today,
    Unwritten,
    reading,
)
from wearoff.cli.show import show


def import_(  # noqa: PLR0917 - Typer reads options from parameters
    file: Annotated[
        str, typer.Argument(help="Sheet, workbook, export of an app, list of attacks.")
    ],
    out: Annotated[str, typer.Option("-o", "--out", help="CSV of the diary, or a new folder.")],
    injections: Injections = None,
    condition: Condition = None,
    unwritten: Unwritten = "unknown",
    dates: Dates = None,
    sheet: Sheet = None,
    columns: Columns = None,
    confirm: Confirm = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Read whatever people have, say what was understood, and write it as a diary."""
    from wearoff.diary.imported import imported
    from wearoff.diary.sheet_cases import is_sheet_of_many
    from wearoff.faces.diary import understood

    how = reading(
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=columns,
        confirm=confirm,
        today=today,
    )
    if injections is None and is_sheet_of_many(file, how):
        from wearoff.diary.imported_cases import imported_cases
        from wearoff.faces.diary import understood_cases

        show(
            lambda: imported_cases(file, out, condition=condition, told=told, **how),
            document=lambda found: found.to_json(),
            screen=lambda found: understood_cases.screen(found, condition, unwritten),
            as_json=as_json,
        )
        return
    show(
        lambda: imported(file, out, injections=injections, condition=condition, **how),
        document=lambda found: found.to_json(),
        screen=lambda found: understood.screen(found, condition, unwritten),
        as_json=as_json,
    )
