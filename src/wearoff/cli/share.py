"""`wearoff share`: one person's diary for research, seen before it is written."""

from typing import Annotated

import typer

from wearoff.cli.options import (
    Columns,
    Condition,
    Confirm,
    Dates,
    Events,
    Injections,
    Json,
    Scores,
    Sheet,
    Today,
    Unwritten,
    reading,
)
from wearoff.cli.show import show


def share(  # noqa: PLR0917 - Typer reads options from parameters
    diary: Annotated[str, typer.Argument(help="Diary.")],
    out: Annotated[str, typer.Option("-o", "--out", help="ZIP file, or folder, to write.")],
    injections: Injections = None,
    condition: Condition = None,
    events: Events = None,
    scores: Scores = None,
    seen: Annotated[bool, typer.Option("--seen", help="Write it as shown.")] = False,
    unwritten: Unwritten = "unknown",
    dates: Dates = None,
    sheet: Sheet = None,
    columns: Columns = None,
    confirm: Confirm = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Make a file for research: dates moved, no names, no words. It is shown first, never sent."""
    how = reading(
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=columns,
        confirm=confirm,
        today=today,
    )
    import wearoff
    from wearoff.faces.diary import handed_on

    def compute() -> wearoff.Shared:
        case = wearoff.read_case(
            diary,
            injections=injections,
            condition=condition,
            events=events,
            scores=scores,
            **how,
        )
        return wearoff.share(case, path=out if seen else None)

    show(
        compute,
        document=lambda found: found.to_json(),
        screen=lambda found: [
            *handed_on.shared(found.result, out, seen=seen),
            *(f"Wrote {path}" for path in found.paths),
        ],
        as_json=as_json,
    )
