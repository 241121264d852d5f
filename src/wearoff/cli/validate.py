"""`wearoff validate`: published figures, predicted and scored."""

from typing import Annotated

import typer

from wearoff.cli.options import Json, Out, Seed, say
from wearoff.cli.show import show, text


def validate(  # noqa: PLR0917 - Typer reads options from parameters
    targets: Annotated[str, typer.Argument(help="Published figures (CSV).")],
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Refuse a bad row alone, answer the rest.")
    ] = False,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of all predictions.")] = None,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Predict published figures, each without its own cohort, and score them."""
    import wearoff
    from wearoff.faces.studies import validated
    from wearoff.faces.studies.forest import forest

    def compute() -> wearoff.Validation:
        found = wearoff.validate(targets, keep_going=keep_going, seed=seed, progress=say)
        if as_json:
            for row in found.result.refused:
                say(row.reason)
        return found

    show(
        compute,
        document=wearoff.Validation.to_json,
        screen=lambda found: validated.screen(found.result),
        as_json=as_json,
        files=[
            (plot, text(lambda found: forest(found.result))),
            (out, text(wearoff.Validation.to_json)),
        ],
    )
