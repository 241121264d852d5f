"""`wearoff fit`: a trial's visit scores, all patients together."""

from typing import Annotated

import typer

from wearoff.cli import complete
from wearoff.cli.options import Json, Out, Seed, say
from wearoff.cli.show import show, text


def fit(  # noqa: PLR0917 - Typer reads options from parameters
    trial: Annotated[str, typer.Argument(help="Visit scores (CSV).")],
    condition: Annotated[
        str, typer.Option(help="Condition of the patients.", autocompletion=complete.conditions)
    ] = "cervical_dystonia",
    folds: Annotated[bool, typer.Option(help="Score the model against its reference.")] = True,
    report: Annotated[str | None, typer.Option(help="Report (HTML) to write.")] = None,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Fit a trial's patients together."""
    import wearoff
    from wearoff.faces.trial import screen as trial_screen

    def page(found: wearoff.FitResult) -> str:
        from wearoff.faces.trial.report import trial_report

        say("drawing the report")
        return trial_report(found)

    show(
        lambda: wearoff.fit(trial, condition=condition, seed=seed, folds=folds, progress=say),
        document=wearoff.FitResult.to_json,
        screen=lambda found: trial_screen.screen(found.result),
        as_json=as_json,
        files=[(report, text(page)), (out, text(wearoff.FitResult.to_json))],
    )
