"""`wearoff export`: a condition under a plan, or one person's diary, for other programs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from wearoff.cli import complete
from wearoff.cli.flags import flag
from wearoff.cli.options import (
    Affected,
    Baseline,
    BaselineFrom,
    Columns,
    Condition,
    Confirm,
    Dates,
    Events,
    Every,
    Followed,
    Json,
    Plan,
    Product,
    Scores,
    Sessions,
    Settings,
    Sheet,
    Today,
    Units,
    Unwritten,
    pairs,
    reading,
    say,
)
from wearoff.cli.show import show
from wearoff.errors import InputError, unknown


def export(  # noqa: PLR0917 - Typer reads options from parameters
    what: Annotated[
        str,
        typer.Argument(
            help="Condition, e.g. cervical_dystonia; else a diary.",
            autocompletion=complete.conditions,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            "-o", "--out", help="File to write; of csv, petab and a condition's nonmem a folder."
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            help="Of a condition sbml, antimony, petab, nonmem, equations or parameters; "
            "of a diary csv, fhir or nonmem."
        ),
    ] = None,
    plan: Plan = None,
    years: Annotated[
        float | None, typer.Option(help="Length of the course; 5 if left out.")
    ] = None,
    settings: Settings = None,
    injections: Followed = None,
    units: Units = None,
    product: Product = None,
    every: Every = None,
    sessions: Sessions = None,
    affected: Affected = "left",
    noise: Annotated[
        float | None,
        typer.Option(help="SD of a made-up reading; a tenth of the outcome's range if left out."),
    ] = None,
    patients: Annotated[
        int | None,
        typer.Option(help="Made-up people of nonmem, half with placebo; 40 if left out."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of made-up readings; 1 if left out.")] = None,
    condition: Condition = None,
    events: Events = None,
    scores: Scores = None,
    baseline: Baseline = None,
    baseline_from: BaselineFrom = None,
    unwritten: Unwritten = "unknown",
    dates: Dates = None,
    sheet: Sheet = None,
    columns: Columns = None,
    confirm: Confirm = None,
    today: Today = None,
    as_json: Json = False,
) -> None:
    """Write a condition under a plan, or a diary with what lies beside it, for other programs."""
    simulated: dict[str, Any] = {
        "plan": plan,
        "years": years,
        "settings": settings,
        "units": units,
        "product": product,
        "every_weeks": every,
        "sessions": sessions,
        "noise": noise,
        "patients": patients,
        "seed": seed,
    }
    read: dict[str, Any] = {
        "condition": condition,
        "events": events,
        "scores": scores,
        "baseline": baseline,
        "baseline_from": baseline_from,
        **reading(
            unwritten=unwritten,
            dates=dates,
            sheet=sheet,
            columns=columns,
            confirm=confirm,
            today=today,
        ),
    }
    from wearoff.model.conditions import CONDITIONS

    if what in CONDITIONS:
        _refuse(read, "a condition")
        simulated |= {"settings": pairs(settings or []), "affected": affected}
        _model(what, out, to or "sbml", as_json=as_json, injections=injections, **simulated)
        return
    if not Path(what).exists():
        raise unknown("condition or file", what, CONDITIONS)
    _refuse(simulated, "a diary")
    _case(what, out, to or "csv", as_json=as_json, injections=injections, **read)


def _refuse(given: dict[str, Any], beside: str) -> None:
    """Refuse what the other kind of export is told."""
    told = [flag(name) for name, value in given.items() if value not in (None, [], "")]
    if told:
        raise InputError(f"{', '.join(told)} beside {beside}", fix="leave it out")


def _model(condition: str, out: str, to: str, *, as_json: bool, **given: Any) -> None:
    import wearoff
    from wearoff.faces.simulation import exported

    def compute() -> wearoff.Exported:
        found = wearoff.export(condition, path=out, to=to, **given)
        for warning in found.simulation.warnings:
            say(f"note: {warning.text}")
        return found

    show(
        compute,
        document=lambda found: found.to_json(),
        screen=lambda found: [
            *exported.screen(found),
            *(f"Wrote {path}" for path in found.paths),
        ],
        as_json=as_json,
    )


def _case(diary: str, out: str, to: str, *, as_json: bool, **given: Any) -> None:
    import wearoff
    from wearoff.faces.diary import handed_on

    def compute() -> wearoff.ExportedCase:
        found = wearoff.export_case(wearoff.read_case(diary, **given), path=out, to=to)
        for sentence in found.changed:
            say(f"note: {sentence}")
        return found

    show(
        compute,
        document=lambda found: found.to_json(),
        screen=lambda found: [
            *handed_on.exported(found.result),
            *(f"Wrote {path}" for path in found.paths),
        ],
        as_json=as_json,
    )
