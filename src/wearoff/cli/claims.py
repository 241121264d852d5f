"""`wearoff claims`: what the two texts claim, and what was found."""

from typing import Annotated

import typer

from wearoff.cli import complete
from wearoff.cli.options import Json
from wearoff.cli.show import show


def claims(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Claims to show as cards, e.g. C08.", autocompletion=complete.claims),
    ] = None,
    text: Annotated[str | None, typer.Option(help="warning or advocate.")] = None,
    grade: Annotated[
        str | None,
        typer.Option(help="E.g. 'nobody has looked'.", autocompletion=complete.grades),
    ] = None,
    part: Annotated[str | None, typer.Option(help="Part of the model, e.g. muscle.")] = None,
    as_json: Json = False,
) -> None:
    """What the two texts claim, what was found, and what the model does with it."""
    import wearoff
    from wearoff.faces.evidence import claimed

    show(
        lambda: wearoff.claims(text=text, grade=grade, part=part, ids=ids or None),
        document=lambda found: found.to_json(),
        screen=lambda found: claimed.screen(found, ids or (), text=text, grade=grade, part=part),
        as_json=as_json,
    )
