"""`wearoff pool`: many people's diaries together."""

from typing import Annotated

import typer

from wearoff.cli.options import Json, Seed, say
from wearoff.cli.show import is_page, show, text


def pool(  # noqa: PLR0917 - Typer reads options from parameters
    paths: Annotated[
        list[str],
        typer.Argument(help="Folder of a run of analyze, files of draws, or summaries."),
    ],
    by: Annotated[
        str | None, typer.Option(help="Covariate: units, neck_units, years, or a column.")
    ] = None,
    groups: Annotated[
        str | None, typer.Option(help="Ask for two groups as well: of relief.")
    ] = None,
    people: Annotated[
        str | None,
        typer.Option(help="People (CSV): person, left, and columns of your own, such as age."),
    ] = None,
    summary: Annotated[
        str | None, typer.Option(help="Sums for another clinic to write: no person's row.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("-o", "--out", help="Page (.html) or document (.json) to write.")
    ] = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Look at many people together: a mean trend, whether a group rises, two groups of relief."""
    import wearoff
    from wearoff.faces.together import pooled

    def page(found: wearoff.Pooled) -> str:
        from wearoff.faces.together.page import pool_page

        say("drawing the page")
        return pool_page(found.result)

    written = page if is_page(out) else wearoff.Pooled.to_json
    show(
        lambda: wearoff.pool(*paths, by=by, groups=groups, people=people, seed=seed, progress=say),
        document=wearoff.Pooled.to_json,
        screen=lambda found: pooled.screen(found.result),
        as_json=as_json,
        files=[
            (summary, wearoff.Pooled.write_summary),
            (out, text(written)),
        ],
    )
