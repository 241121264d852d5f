"""`wearoff trial`: what a trial would find before it is held."""

from typing import Annotated

import typer

from wearoff.cli.options import Json, Out, Seed, say
from wearoff.cli.show import show, text


def trial(
    design: Annotated[str, typer.Argument(help="Design (TOML), or a ready one: pivotal.")],
    trials: Annotated[int, typer.Option(help="How often the trial is held.")] = 200,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Hold a trial of invented people many times: power, bias, coverage."""
    import wearoff
    from wearoff.faces.studies import tried

    show(
        lambda: wearoff.virtual_trial(design, trials=trials, seed=seed, progress=say),
        document=wearoff.VirtualTrial.to_json,
        screen=lambda found: tried.screen(found.result),
        as_json=as_json,
        files=[(out, text(wearoff.VirtualTrial.to_json))],
    )
