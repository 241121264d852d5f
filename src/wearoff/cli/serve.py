"""`wearoff serve`: the local page."""

from __future__ import annotations

from typing import Annotated

import typer

from wearoff.cli.options import say


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; of this machine.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8765,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
) -> None:
    """Open the local page: your diary, explore, evidence."""
    from wearoff.web.serve import serve as run

    run(host=host, port=port, opens=not no_open, say=say)
