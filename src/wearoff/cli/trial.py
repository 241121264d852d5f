"""`wearoff trial`: what a trial would find before it is held."""

from typing import Annotated

import typer

from wearoff.cli.options import Json, Seed, say
from wearoff.cli.show import is_page, show, text


def trial(  # noqa: PLR0917 - Typer reads options from parameters
    design: Annotated[
        str,
        typer.Argument(
            help="Design (TOML), or a ready one: n_of_1, open_series, pivotal, settling, stepped, "
            "withdrawal."
        ),
    ],
    trials: Annotated[int, typer.Option(help="How often the trial is held.")] = 200,
    power: Annotated[
        float | None, typer.Option(help="Look for the smallest size with it, such as 0.8.")
    ] = None,
    paragraph: Annotated[
        bool, typer.Option("--paragraph", help="Print the method paragraph alone.")
    ] = False,
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Page (.html) or document (.json) to write.")
    ] = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Hold a trial of invented people many times: power, bias, coverage."""
    import wearoff
    from wearoff.faces.studies import method, tried

    def page(found: wearoff.VirtualTrial) -> str:
        from wearoff.faces.studies.tried_page import tried_page

        return tried_page(found.result)

    face = method.paragraph if paragraph else tried.screen
    written = page if is_page(out) else wearoff.VirtualTrial.to_json
    show(
        lambda: wearoff.virtual_trial(design, trials=trials, seed=seed, power=power, progress=say),
        document=wearoff.VirtualTrial.to_json,
        screen=lambda found: face(found.result),
        as_json=as_json,
        files=[(out, text(written))],
    )
