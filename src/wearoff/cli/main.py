"""The command line: it reads words, calls the library, and prints. Nothing is computed here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import TyperException

from wearoff.cli.analyze import analyze
from wearoff.cli.claims import claims
from wearoff.cli.demo import demo
from wearoff.cli.diary import diary
from wearoff.cli.export import export
from wearoff.cli.fit import fit
from wearoff.cli.flags import flag
from wearoff.cli.overview import OVERVIEW
from wearoff.cli.plan import plan
from wearoff.cli.pool import pool
from wearoff.cli.query import query
from wearoff.cli.read import import_
from wearoff.cli.schema import schema
from wearoff.cli.serve import serve
from wearoff.cli.share import share
from wearoff.cli.simulate import simulate
from wearoff.cli.trial import trial
from wearoff.cli.validate import validate
from wearoff.cli.why import why
from wearoff.errors import InputError, WearoffError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    demo,
    analyze,
    import_,
    diary,
    plan,
    serve,
    simulate,
    query,
    export,
    share,
    pool,
    fit,
    validate,
    trial,
    why,
    claims,
    schema,
)
"""Every command, in the order of the help."""

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Botulinum toxin: is it working, when does it wear off, what does it leave behind?",
)


@app.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Say what there is."""
    if version:
        from importlib.metadata import version as installed

        print(f"wearoff {installed('wearoff')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(OVERVIEW, end="")


for command in COMMANDS:
    app.command(name=command.__name__.rstrip("_"))(command)


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line: exit 0 fine, 2 bad input (a line a fault), 1 a fault of ours."""
    try:
        app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except (InputError, TyperException) as error:
        typed = isinstance(error, TyperException)
        message = error.format_message() if typed else error.said(flag)
        for line in message.splitlines():
            print(f"wearoff: {' '.join(line.split())}", file=sys.stderr)
        sys.exit(2)
    except WearoffError as error:
        print(f"wearoff: a fault of ours: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
