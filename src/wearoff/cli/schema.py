"""`wearoff schema`: what each document holds, as JSON Schema."""

from typing import Annotated

import typer

from wearoff.faces.schemas import DOCUMENTS, document_class, schema_text
from wearoff.faces.shared import layout


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Document, such as simulate; without one, all are listed.",
            autocompletion=lambda incomplete: [n for n in DOCUMENTS if n.startswith(incomplete)],
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a document."""
    if name is None:
        width = layout.widest(DOCUMENTS)
        print("\n".join(f"{key:<{width}}  {_purpose(key)}" for key in DOCUMENTS))
        return
    print(schema_text(name), end="")


def _purpose(name: str) -> str:
    """The first line of what is said of a document."""
    return (document_class(name).__doc__ or "").splitlines()[0]
