"""Options that several commands have, and how their words become values."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wearoff.cli import complete
from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Seed = Annotated[int, typer.Option("--seed", help="Of every random number.")]
Out = Annotated[str | None, typer.Option("-o", "--out", help="JSON document to write.")]

Engine = Annotated[
    str, typer.Option(help="What fills a folder: threads, dask or dask://HOST:PORT.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a folder that was interrupted.")]

# One person

Condition = Annotated[
    str | None,
    typer.Option(
        help="Condition; chronic_migraine if left out.", autocompletion=complete.conditions
    ),
]
Injections = Annotated[str | None, typer.Option(help="Injection log (CSV).")]
Events = Annotated[str | None, typer.Option(help="What else changed (CSV): date,kind,what,until.")]
Scores = Annotated[
    str | None, typer.Option(help="Clinic totals and counts (CSV): date,measure,value.")
]
Baseline = Annotated[
    str | None, typer.Option(help="Count from before the diary: 22:28 is 22 days of 28.")
]
BaselineFrom = Annotated[str | None, typer.Option(help="Who says so.")]

# How files are read

Unwritten = Annotated[
    str, typer.Option(help="What a day without an entry is: unknown, or free of headache.")
]
Dates = Annotated[
    str | None, typer.Option(help="day-first or month-first, where the file does not tell.")
]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook, by name or number.")]
Columns = Annotated[
    list[str] | None, typer.Option("--map", help="OURS=THEIRS, a column of the file: date=Datum.")
]
Confirm = Annotated[list[str] | None, typer.Option(help="Code of a doubt that is right as it is.")]
Today = Annotated[str | None, typer.Option(help="Day of the reading: later ones are ahead.")]

# A condition under a plan

Simulated = Annotated[
    str,
    typer.Argument(help="Condition, e.g. cervical_dystonia.", autocompletion=complete.conditions),
]
Plan = Annotated[
    str | None,
    typer.Option(help="Injection plan; the usual one if left out.", autocompletion=complete.plans),
]
Years = Annotated[float, typer.Option(help="Length of the course.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="NAME=VALUE, an evidence number to replace.",
        autocompletion=complete.settings,
    ),
]
Sites = Annotated[
    list[str] | None,
    typer.Option("--site", help="MUSCLE_SIDE=UNITS of one site, instead of the plan's."),
]
Followed = Annotated[str | None, typer.Option(help="Injection log (CSV) to follow.")]
Units = Annotated[float | None, typer.Option(help="Units of a session.")]
Product = Annotated[
    str | None,
    typer.Option(help="Another product than the plan's.", autocompletion=complete.products),
]
Every = Annotated[float | None, typer.Option(help="Weeks between sessions.")]
Sessions = Annotated[int | None, typer.Option(help="Most sessions.")]
Affected = Annotated[str, typer.Option(help="Side of one-sided plans.")]


def pairs(texts: Sequence[str], flag: str = "--set", fix: str = "kS=0.2") -> dict[str, float]:
    """``NAME=VALUE`` pairs as numbers.

    Args:
        texts: As they were typed.
        flag: After which they were.
        fix: One that can be used.

    Raises:
        InputError: a text is no such pair.
    """
    found: dict[str, float] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(
                f"{flag} {text}", allowed="NAME=VALUE with a number", fix=f"{flag} {fix}"
            )
    return found


def reading(
    *,
    unwritten: str,
    dates: str | None,
    sheet: str | None,
    columns: Sequence[str] | None,
    confirm: Sequence[str] | None,
    today: str | None,
) -> dict[str, Any]:
    """How files are read, as `wearoff.read_case` takes it; what was not said is left out.

    Raises:
        InputError: a pair or a date is none.
    """
    said: dict[str, Any] = {"dates": dates, "sheet": sheet, "confirm": confirm}
    said["unwritten"] = unwritten if unwritten != "unknown" else None
    named: dict[str, str] = {}
    for text in columns or ():
        ours, _, theirs = text.partition("=")
        if not ours.strip() or not theirs.strip():
            raise InputError(f"--map {text}", allowed="OURS=THEIRS", fix="--map date=Datum")
        named[ours.strip()] = theirs.strip()
    said["columns"] = named
    if today:
        try:
            said["today"] = date.fromisoformat(today)
        except ValueError:
            raise InputError(f"--today {today}", allowed="a date as 2026-03-31") from None
    return {name: value for name, value in said.items() if value}


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)
