"""The command line: it reads words, calls the library, and prints. Nothing is computed here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.exceptions import TyperException

from wearoff.cli.flags import flag
from wearoff.cli.overview import OVERVIEW
from wearoff.errors import InputError, WearoffError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Botulinum toxin: is it working, when does it wear off, what does it leave behind?",
)


Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Seed = Annotated[int, typer.Option("--seed", help="Of every random number.")]
Out = Annotated[str | None, typer.Option("-o", "--out", help="JSON document to write.")]
Condition = Annotated[str | None, typer.Option(help="Condition; chronic_migraine if left out.")]
Injections = Annotated[str | None, typer.Option(help="Injection log (CSV).")]
Events = Annotated[str | None, typer.Option(help="What else changed (CSV): date,kind,what,until.")]
Scores = Annotated[
    str | None, typer.Option(help="Clinic totals and counts (CSV): date,measure,value.")
]
Baseline = Annotated[
    str | None, typer.Option(help="Count from before the diary: 22:28 is 22 days of 28.")
]
BaselineFrom = Annotated[str | None, typer.Option(help="Who says so.")]
Plan = Annotated[str | None, typer.Option(help="Injection plan; the usual one if left out.")]
Years = Annotated[float, typer.Option(help="Length of the course.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="NAME=VALUE, an evidence number to replace.")
]
Followed = Annotated[str | None, typer.Option(help="Injection log (CSV) to follow.")]
Units = Annotated[float | None, typer.Option(help="Units of a session.")]
Product = Annotated[str | None, typer.Option(help="Another product than the plan's.")]
Every = Annotated[float | None, typer.Option(help="Weeks between sessions.")]
Sessions = Annotated[int | None, typer.Option(help="Most sessions.")]
Affected = Annotated[str, typer.Option(help="Side of one-sided plans.")]


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


@app.command()
def demo(
    out: Annotated[
        str, typer.Option("-o", "--out", help="Visit page to write; trial.html goes beside it.")
    ] = "report.html",
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Analyze two made-up diaries, fit the real open trial, and write a page of each."""
    from wearoff.cli.demo import show_demo

    show_demo(out, seed=seed, as_json=as_json, progress=_say)


@app.command()
def analyze(  # noqa: PLR0917 - Typer reads options from parameters
    diary: Annotated[str, typer.Argument(help="Diary (CSV), or a folder of patients.")],
    injections: Injections = None,
    condition: Condition = None,
    events: Events = None,
    scores: Scores = None,
    baseline: Baseline = None,
    baseline_from: BaselineFrom = None,
    rules: Annotated[str | None, typer.Option(help="Rules beside the shipped ones (TOML).")] = None,
    report: Annotated[str | None, typer.Option(help="Visit page (HTML) to write.")] = None,
    pdf: Annotated[str | None, typer.Option(help="Visit page (PDF) to write.")] = None,
    letter: Annotated[bool, typer.Option("--letter", help="US Letter, not A4.")] = False,
    ask: Annotated[
        list[str] | None, typer.Option(help="What to ask at the visit; up to three.")
    ] = None,
    matters: Annotated[str, typer.Option(help="What matters most.")] = "",
    payer: Annotated[
        str | None, typer.Option(help="Payer's page (HTML): counts only; shown first.")
    ] = None,
    seen: Annotated[bool, typer.Option("--seen", help="Write the payer's page as shown.")] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option(help="Part of the payer's page to leave out.")
    ] = None,
    note: Annotated[bool, typer.Option("--note", help="Eight lines for the record.")] = False,
    why: Annotated[bool, typer.Option("--why", help="What was asked, and the reasons.")] = False,
    out: Annotated[
        str | None,
        typer.Option("-o", "--out", help="JSON document; of a folder, table (.html or .json)."),
    ] = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Say of a diary whether injections work, wear off early, and what changes underneath."""
    from pathlib import Path

    options: dict[str, Any] = {
        "injections": injections,
        "events": events,
        "scores": scores,
        "baseline": baseline,
        "baseline_from": baseline_from,
    }
    if Path(diary).is_dir():
        from wearoff.faces.diary.clinic import show_clinic

        flags = {"rules": rules, "report": report, "pdf": pdf, "letter": letter, "ask": ask}
        flags |= {"matters": matters, "payer": payer, "seen": seen, "leave_out": leave_out}
        flags |= {"note": note, "why": why}
        beside = [flag(name) for name, value in (options | flags).items() if value]
        if beside:
            raise InputError(
                f"{', '.join(beside)} beside a folder",
                allowed="files beside each diary.csv: injections.csv, events.csv, scores.csv",
            )
        show_clinic(diary, condition=condition, seed=seed, out=out, as_json=as_json, progress=_say)
        return
    from wearoff.faces.diary.analyzed import Wanted, show_analysis

    wanted = Wanted(
        report=report,
        pdf=pdf,
        letter=letter,
        questions=tuple(ask or ()),
        matters=matters,
        payer=payer,
        seen=seen,
        leave_out=tuple(leave_out or ()),
        note=note,
        why=why,
        out=out,
        as_json=as_json,
    )
    options |= {"rules": rules, "condition": condition, "seed": seed}
    show_analysis(diary, wanted, options=options, progress=_say)


@app.command()
def plan(  # noqa: PLR0917 - Typer reads options from parameters
    diary: Annotated[str, typer.Argument(help="Diary (CSV).")],
    injections: Annotated[str, typer.Option(help="Injection log (CSV).")],
    condition: Condition = None,
    courses: Annotated[
        str | None, typer.Option(help="Courses beside the shipped ones (TOML).")
    ] = None,
    events: Events = None,
    scores: Scores = None,
    baseline: Baseline = None,
    baseline_from: BaselineFrom = None,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of all courses.")] = None,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Say of a person what next year may look like under other intervals, doses and pauses."""
    from wearoff.faces.diary.planned import show_plan

    options: dict[str, Any] = {
        "injections": injections,
        "condition": condition,
        "courses": courses,
        "events": events,
        "scores": scores,
        "baseline": baseline,
        "baseline_from": baseline_from,
        "seed": seed,
    }
    show_plan(diary, options=options, plot=plot, out=out, as_json=as_json, progress=_say)


@app.command()
def simulate(  # noqa: PLR0917 - Typer reads options from parameters
    condition: Annotated[str, typer.Argument(help="Condition, e.g. cervical_dystonia.")],
    plan: Plan = None,
    years: Years = 5,
    patients: Annotated[int, typer.Option(help="How many patients.")] = 1000,
    typical: Annotated[bool, typer.Option("--typical", help="One patient, no spread.")] = False,
    states: Annotated[bool, typer.Option("--states", help="Every state as a column.")] = False,
    step: Annotated[float, typer.Option(help="Step in days: 1, 0.5, 0.25 …")] = 1.0,
    settings: Settings = None,
    injections: Followed = None,
    units: Units = None,
    product: Product = None,
    every: Every = None,
    sessions: Sessions = None,
    affected: Affected = "left",
    hypothesis: Annotated[
        bool,
        typer.Option("--hypothesis", help="Beside it: joint load leaves lasting damage."),
    ] = False,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of the main outcome.")] = None,
    out: Annotated[str | None, typer.Option("-o", "--out", help="Table (Parquet).")] = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Simulate invented patients under an injection plan."""
    import wearoff
    from wearoff.faces.simulation import assumed, simulated

    options: dict[str, Any] = {
        "years": years,
        "patients": patients,
        "seed": seed,
        "typical": typical,
        "states": states,
        "step": step,
        "settings": _pairs(settings or []),
        "injections": injections,
        "units": units,
        "product": product,
        "every_weeks": every,
        "sessions": sessions,
        "affected": affected,
    }
    if hypothesis:
        if out:
            raise InputError("-o beside --hypothesis", fix="use --plot, --json or --set kz=0.006")
        both = wearoff.hypothesis(condition, plan, **options)
        assumed.show_hypothesis(both, plot=plot, as_json=as_json, progress=_say)
        return
    found = wearoff.simulate(condition, plan, **options)
    simulated.show(found, out=out, plot=plot, as_json=as_json, progress=_say)


@app.command()
def export(  # noqa: PLR0917 - Typer reads options from parameters
    condition: Annotated[str, typer.Argument(help="Condition, e.g. cervical_dystonia.")],
    out: Annotated[str, typer.Option("-o", "--out", help="File to write.")],
    to: Annotated[str, typer.Option(help="Format: sbml.")] = "sbml",
    plan: Plan = None,
    years: Years = 5,
    settings: Settings = None,
    injections: Followed = None,
    units: Units = None,
    product: Product = None,
    every: Every = None,
    sessions: Sessions = None,
    affected: Affected = "left",
    as_json: Json = False,
) -> None:
    """Write a condition under a plan, for one typical patient, for other programs."""
    import wearoff
    from wearoff.faces.simulation.exported import show_export

    found = wearoff.export(
        condition,
        plan,
        path=out,
        to=to,
        years=years,
        settings=_pairs(settings or []),
        injections=injections,
        units=units,
        product=product,
        every_weeks=every,
        sessions=sessions,
        affected=affected,
    )
    show_export(found, as_json=as_json, progress=_say)


@app.command()
def fit(  # noqa: PLR0917 - Typer reads options from parameters
    trial: Annotated[str, typer.Argument(help="Visit scores (CSV).")],
    condition: Annotated[
        str, typer.Option(help="Condition of the patients.")
    ] = "cervical_dystonia",
    folds: Annotated[bool, typer.Option(help="Score the model against its reference.")] = True,
    report: Annotated[str | None, typer.Option(help="Report (HTML) to write.")] = None,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Fit a trial's patients together."""
    from wearoff.faces.trial.fitted import show_fit

    show_fit(
        trial,
        condition=condition,
        folds=folds,
        report=report,
        out=out,
        seed=seed,
        as_json=as_json,
        progress=_say,
    )


@app.command()
def validate(  # noqa: PLR0917 - Typer reads options from parameters
    targets: Annotated[str, typer.Argument(help="Published figures (CSV).")],
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Refuse a bad row alone, answer the rest.")
    ] = False,
    plot: Annotated[str | None, typer.Option(help="Picture (SVG) of all predictions.")] = None,
    out: Out = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Predict published figures, each without its own cohort, and score them."""
    from wearoff.faces.studies.validated import show_validation

    show_validation(
        targets,
        keep_going=keep_going,
        plot=plot,
        out=out,
        seed=seed,
        as_json=as_json,
        progress=_say,
    )


@app.command()
def why(
    name: Annotated[str, typer.Argument(help="Name of a number, e.g. kS; 'all' lists them.")],
    as_json: Json = False,
) -> None:
    """Where a number comes from, how well it is known, and what uses it."""
    from wearoff.faces.evidence.provenance import show_why

    show_why(name, as_json=as_json)


@app.command()
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Claims to show as cards, e.g. C08.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="warning or advocate.")] = None,
    grade: Annotated[str | None, typer.Option(help="E.g. 'nobody has looked'.")] = None,
    part: Annotated[str | None, typer.Option(help="Part of the model, e.g. muscle.")] = None,
    as_json: Json = False,
) -> None:
    """What the two texts claim, what was found, and what the model does with it."""
    from wearoff.faces.evidence.claimed import show_claims

    show_claims(ids or [], text=text, grade=grade, part=part, as_json=as_json)


def _pairs(settings: Sequence[str]) -> dict[str, float]:
    """``NAME=VALUE`` pairs as numbers."""
    found: dict[str, float] = {}
    for text in settings:
        name, equals, value = text.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(
                f"--set {text}", allowed="NAME=VALUE with a number", fix="--set kS=0.2"
            )
    return found


def _say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the command line: exit 0 when fine, 2 for bad input (one line), 1 for a fault of ours."""
    try:
        app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except (InputError, TyperException) as error:
        typed = isinstance(error, TyperException)
        message = error.format_message() if typed else error.said(flag)
        print(f"wearoff: {' '.join(message.split())}", file=sys.stderr)
        sys.exit(2)
    except WearoffError as error:
        print(f"wearoff: a fault of ours: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
