"""`wearoff plan`: one person's next year under other courses of injections."""

from typing import Annotated

import typer

from wearoff.cli.options import (
    Baseline,
    BaselineFrom,
    Columns,
    Condition,
    Confirm,
    Dates,
    Events,
    Json,
    Out,
    Scores,
    Seed,
    Sheet,
    Today,
    Unwritten,
    reading,
    say,
)
from wearoff.cli.show import show, text


def plan(  # noqa: PLR0917 - Typer reads options from parameters
    diary: Annotated[str, typer.Argument(help="Diary (CSV).")],
    injections: Annotated[str, typer.Option(help="Injection log (CSV).")],
    condition: Condition = None,
    courses: Annotated[
        str | None, typer.Option(help="Courses beside the shipped ones (TOML).")
    ] = None,
    events: Events = None,
    scores: Scores = None,
    baseline: Baseline = None,
    baseline_from: BaselineFrom = None,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of all courses.")] = None,
    out: Out = None,
    unwritten: Unwritten = "unknown",
    dates: Dates = None,
    sheet: Sheet = None,
    columns: Columns = None,
    confirm: Confirm = None,
    today: Today = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Say of a person what next year may look like under other intervals, doses and pauses."""
    how = reading(
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=columns,
        confirm=confirm,
        today=today,
    )
    import wearoff
    from wearoff.faces.diary import planned

    show(
        lambda: wearoff.plan(
            diary,
            injections=injections,
            condition=condition,
            courses=courses,
            events=events,
            scores=scores,
            baseline=baseline,
            baseline_from=baseline_from,
            seed=seed,
            progress=say,
            **how,
        ),
        document=lambda found: found.to_json(),
        screen=lambda found: planned.screen(found.result),
        as_json=as_json,
        files=[
            (plot, text(lambda found: planned.picture(found.result))),
            (out, text(lambda found: found.to_json())),
        ],
    )
