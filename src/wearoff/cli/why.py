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
    from wearoff import runs
    from wearoff.faces.evidence import provenance
    from wearoff.formats.documents import to_json

    if name == "all":
        show(
            wearoff.numbers,
            document=lambda names: to_json({"meta": runs.meta(None), "numbers": names}),
            screen=lambda names: names,
            as_json=as_json,
        )
        return
    show(
        lambda: wearoff.why(name),
        document=lambda found: to_json(found.to_dict()),
        screen=provenance.screen,
        as_json=as_json,
    )
