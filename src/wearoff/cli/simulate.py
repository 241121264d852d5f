"""`wearoff simulate`: invented patients under an injection plan."""

from pathlib import Path
from typing import Annotated, Any

import typer

from wearoff.cli.options import (
    Affected,
    Engine,
    Every,
    Followed,
    Json,
    Plan,
    Product,
    Resume,
    Seed,
    Sessions,
    Settings,
    Simulated,
    Sites,
    Units,
    Years,
    pairs,
    say,
)
from wearoff.cli.show import show, text
from wearoff.errors import InputError


def simulate(  # noqa: PLR0917 - Typer reads options from parameters
    condition: Simulated,
    plan: Plan = None,
    years: Years = 5,
    patients: Annotated[int, typer.Option(help="How many patients.")] = 1000,
    typical: Annotated[bool, typer.Option("--typical", help="One patient, no spread.")] = False,
    states: Annotated[bool, typer.Option("--states", help="Every state as a column.")] = False,
    step: Annotated[float, typer.Option(help="Step in days: 1, 0.5, 0.25 …")] = 1.0,
    settings: Settings = None,
    injections: Followed = None,
    units: Units = None,
    sites: Sites = None,
    product: Product = None,
    every: Every = None,
    sessions: Sessions = None,
    affected: Affected = "left",
    by: Annotated[
        str | None, typer.Option(help="Periods of the summary: month (28 days) or year.")
    ] = None,
    hypothesis: Annotated[
        bool,
        typer.Option("--hypothesis", help="Beside it: joint load leaves lasting damage."),
    ] = False,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of the main outcome.")] = None,
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Table (.parquet or .csv), or a folder.")
    ] = None,
    engine: Engine = "threads",
    resume: Resume = False,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Simulate invented patients under an injection plan."""
    options: dict[str, Any] = {
        "years": years,
        "patients": patients,
        "seed": seed,
        "typical": typical,
        "states": states,
        "step": step,
        "settings": pairs(settings or []),
        "injections": injections,
        "units": units,
        "sites": pairs(sites, "--site", "temporalis_left=25") if sites else None,
        "product": product,
        "every_weeks": every,
        "sessions": sessions,
        "affected": affected,
        "by": by,
    }
    if not out and (resume or engine != "threads"):
        raise InputError("--engine and --resume without -o", fix="give -o FOLDER")
    if hypothesis:
        if out:
            raise InputError("-o beside --hypothesis", fix="use --plot, --json or --set kz=0.006")
        _both(condition, plan, options, plot=plot, as_json=as_json)
    else:
        how = {"engine": engine, "resume": resume}
        _one(condition, plan, options, plot=plot, out=out, as_json=as_json, how=how)


def _one(
    condition: str,
    plan: str | None,
    options: dict[str, Any],
    *,
    plot: str | None,
    out: str | None,
    as_json: bool,
    how: dict[str, Any],
) -> None:
    """The simulation as it was asked for; ``how`` its table is written."""
    import wearoff
    from wearoff.faces.simulation import simulated
    from wearoff.words import numbers

    folder = out if out and not Path(out).suffix else None

    def compute() -> wearoff.Simulation:
        found = wearoff.simulate(condition, plan, **options)
        for warning in found.warnings:
            say(f"note: {warning.text}")
        if found.cohort.takes_long:
            needed = numbers.duration(found.seconds(table=out is not None))
            say(f"simulating {found.cohort.patients} patients: about {needed}")
        if folder:
            found.write(folder, progress=say, **how)
        return found

    def screen(found: wearoff.Simulation) -> list[str]:
        return [*simulated.screen(found, how["engine"]), *([f"Wrote {folder}"] if folder else [])]

    wrote = [path for path in (out, plot) if path]
    show(
        compute,
        document=lambda found: found.result.writing(wrote).to_json(),
        screen=screen,
        as_json=as_json,
        files=[
            (None if folder else out, lambda found, path: found.write(path, **how)),
            (plot, text(simulated.picture)),
        ],
    )


def _both(
    condition: str,
    plan: str | None,
    options: dict[str, Any],
    *,
    plot: str | None,
    as_json: bool,
) -> None:
    """The same patients with and without the assumption."""
    import wearoff
    from wearoff.faces.simulation import assumed

    def compute() -> wearoff.Hypothesis:
        found = wearoff.hypothesis(condition, plan, **options)
        for warning in found.off.toxin.warnings:
            say(f"note: {warning.text}")
        return found

    wrote = [plot] if plot else []
    show(
        compute,
        document=lambda found: found.result.writing(wrote).to_json(),
        screen=assumed.screen,
        as_json=as_json,
        files=[(plot, text(assumed.picture))],
    )
