"""`wearoff why`: where a number comes from."""

from typing import Annotated

import typer

from wearoff.cli import complete
from wearoff.cli.options import Json
from wearoff.cli.show import show


def why(
    name: Annotated[
        str,
        typer.Argument(
            help="Name of a number, e.g. kS; 'all' lists them.", autocompletion=complete.numbers
        ),
    ],
    as_json: Json = False,
) -> None:
    """Where a number comes from, how well it is known, and what uses it."""
    import wearoff
    from wearoff.faces.evidence import provenance
    from wearoff.provenance.why import numbers_result

    if name == "all":
        show(
            numbers_result,
            document=lambda found: found.to_json(),
            screen=lambda found: found.numbers,
            as_json=as_json,
        )
        return
    show(
        lambda: wearoff.why(name),
        document=lambda found: found.to_json(),
        screen=provenance.screen,
        as_json=as_json,
    )
