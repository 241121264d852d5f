"""`wearoff diary`: a page to keep a diary on, offline on a phone or by hand on paper."""

from datetime import date
from typing import Annotated

import typer

from wearoff.cli.options import Json
from wearoff.cli.show import show, text
from wearoff.errors import InputError


def diary(
    out: Annotated[str, typer.Option("-o", "--out", help="Page (HTML) to write.")],
    month: Annotated[
        str | None,
        typer.Option(help="A sheet of this month to print, as 2026-12; else a page for a phone."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a page to keep a diary on: one file for a phone, offline, or a month to print."""
    asked = _month(month)
    from wearoff.diary.write import by_hand
    from wearoff.faces.phone import by_hand_pages

    show(
        lambda: by_hand.made(asked, out),
        document=lambda found: found.to_json(),
        screen=by_hand_pages.screen,
        as_json=as_json,
        files=[
            (
                out,
                text(
                    lambda _: (
                        by_hand_pages.month_sheet(asked) if asked else by_hand_pages.phone_page()
                    )
                ),
            )
        ],
    )


def _month(typed: str | None) -> date | None:
    """The first day of a month.

    Raises:
        InputError: it is none.
    """
    if typed is None:
        return None
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        raise InputError(f"--month {typed}", allowed="a month as 2026-12") from None
