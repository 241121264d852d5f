"""`wearoff export`: a condition under a plan as a file for other programs."""

from typing import Annotated

import typer

from wearoff.cli.options import (
    Affected,
    Every,
    Followed,
    Json,
    Plan,
    Product,
    Sessions,
    Settings,
    Simulated,
    Units,
    Years,
    pairs,
    say,
)
from wearoff.cli.show import show


def export(  # noqa: PLR0917 - Typer reads options from parameters
    condition: Simulated,
    out: Annotated[str, typer.Option("-o", "--out", help="File to write.")],
    to: Annotated[str, typer.Option(help="Format: sbml.")] = "sbml",
    plan: Plan = None,
    years: Years = 5,
    settings: Settings = None,
    injections: Followed = None,
    units: Units = None,
    product: Product = None,
    every: Every = None,
    sessions: Sessions = None,
    affected: Affected = "left",
    as_json: Json = False,
) -> None:
    """Write a condition under a plan, for one typical patient, for other programs."""
    import wearoff
    from wearoff.faces.simulation import exported

    def compute() -> wearoff.Exported:
        found = wearoff.export(
            condition,
            plan,
            path=out,
            to=to,
            years=years,
            settings=pairs(settings or []),
            injections=injections,
            units=units,
            product=product,
            every_weeks=every,
            sessions=sessions,
            affected=affected,
        )
        for warning in found.simulation.warnings:
            say(f"note: {warning.text}")
        return found

    show(
        compute,
        document=lambda found: found.to_json(),
        screen=lambda found: [*exported.screen(found), f"Wrote {found.path}"],
        as_json=as_json,
    )
