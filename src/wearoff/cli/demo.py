"""`wearoff demo`: two made-up diaries and one real trial, each from file to findings and page."""

from typing import Annotated

import typer

from wearoff.cli.options import Json, Seed, say
from wearoff.cli.show import show, text

TRIAL_PAGE = "trial.html"


def demo(
    out: Annotated[
        str, typer.Option("-o", "--out", help="Visit page to write; trial.html goes beside it.")
    ] = "report.html",
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Analyze two made-up diaries, fit the real open trial, and write a page of each."""
    import wearoff
    from wearoff.demo import Demo
    from wearoff.diary import examples
    from wearoff.faces import demonstrated
    from wearoff.faces.diary.visit import visit_page
    from wearoff.faces.trial.report import trial_report

    beside = _beside(out)

    def compute() -> Demo:
        people = examples.made_up(seed=seed, progress=say)
        found = wearoff.fit(wearoff.example_trial(), seed=seed, folds=False, progress=say)
        say("drawing the pages")
        return Demo(people, found, (out, beside))

    show(
        compute,
        document=lambda made: made.result.to_json(),
        screen=lambda made: demonstrated.screen(made.result),
        as_json=as_json,
        files=[
            (out, text(lambda made: visit_page(made.people[0].whole.result))),
            (beside, text(lambda made: trial_report(made.trial))),
        ],
    )


def _beside(out: str) -> str:
    """The trial's page in the same folder, under another name than the visit page."""
    from pathlib import Path

    page = Path(out)
    taken = page.name == TRIAL_PAGE
    return str(page.with_name(f"real-{TRIAL_PAGE}" if taken else TRIAL_PAGE))
