"""`wearoff analyze`: one person's diary, or a folder of them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from wearoff.cli.flags import flag
from wearoff.cli.options import (
    Baseline,
    BaselineFrom,
    Columns,
    Condition,
    Confirm,
    Dates,
    Engine,
    Events,
    Injections,
    Json,
    Resume,
    Scores,
    Seed,
    Sheet,
    Today,
    Unwritten,
    reading,
    say,
)
from wearoff.cli.show import show, text
from wearoff.errors import InputError


def analyze(  # noqa: PLR0917 - Typer reads options from parameters
    diary: Annotated[str, typer.Argument(help="Diary, or a folder or sheet of patients.")],
    injections: Injections = None,
    condition: Condition = None,
    events: Events = None,
    scores: Scores = None,
    baseline: Baseline = None,
    baseline_from: BaselineFrom = None,
    rules: Annotated[str | None, typer.Option(help="Rules beside the shipped ones (TOML).")] = None,
    name: Annotated[str | None, typer.Option(help="What pages call the person.")] = None,
    report: Annotated[str | None, typer.Option(help="Visit page (HTML) to write.")] = None,
    pdf: Annotated[str | None, typer.Option(help="Visit page (PDF) to write.")] = None,
    letter: Annotated[bool, typer.Option("--letter", help="US Letter, not A4.")] = False,
    ask: Annotated[list[str] | None, typer.Option(help="What to ask at the visit.")] = None,
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
    draws: Annotated[
        str | None, typer.Option(help="Draws that can be pooled (Parquet) to write.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", help="JSON document; of a folder, its table, or a folder of pages."
        ),
    ] = None,
    unwritten: Unwritten = "unknown",
    dates: Dates = None,
    sheet: Sheet = None,
    columns: Columns = None,
    confirm: Confirm = None,
    today: Today = None,
    engine: Engine = "threads",
    resume: Resume = False,
    seed: Seed = 1,
    as_json: Json = False,
) -> None:
    """Say of a diary whether injections work, wear off early, and what changes underneath."""
    given: dict[str, Any] = {
        "injections": injections,
        "events": events,
        "scores": scores,
        "baseline": baseline,
        "baseline_from": baseline_from,
        "name": name,
    }
    how = reading(
        unwritten=unwritten,
        dates=dates,
        sheet=sheet,
        columns=columns,
        confirm=confirm,
        today=today,
    )
    if _of_many(diary, how):
        asked = {"rules": rules, "report": report, "pdf": pdf, "letter": letter}
        asked |= {"ask": ask, "matters": matters}
        asked |= {"payer": payer, "seen": seen, "leave_out": leave_out, "note": note, "why": why}
        asked |= {"draws": draws}
        beside = [flag(name) for name, value in (given | asked).items() if value]
        if beside:
            raise InputError(
                f"{', '.join(beside)} beside a folder",
                allowed="files beside each diary.csv: injections.csv, events.csv, scores.csv",
            )
        from wearoff.cli.patients import analyze_patients

        run: dict[str, Any] = {"out": out, "engine": engine, "resume": resume, "as_json": as_json}
        analyze_patients(diary, condition=condition, seed=seed, **run, **how)
        return
    if resume or engine != "threads":
        raise InputError("--engine and --resume of one person", allowed="a folder of patients")
    import wearoff

    left_out = tuple(leave_out or ())

    def compute() -> _Analyzed:
        if pdf:
            from wearoff.faces.shared.pdf import check_pdf

            check_pdf()
        if payer:
            from wearoff.faces.diary.payer import check_parts

            check_parts(left_out)
        case = wearoff.read_case(diary, condition=condition, **given, **how)
        found = wearoff.analyze(case, rules=rules, seed=seed, progress=say)
        if draws:
            _ = found.draws  # refuses a diary without sessions before anything is written
        return _Analyzed(found, tuple(ask or ()), matters)

    show(
        compute,
        document=_Analyzed.to_json,
        screen=_screen(note=note, why=why, payer=payer, seen=seen, leave_out=left_out),
        as_json=as_json,
        files=[
            (report, text(lambda made: made.page)),
            (pdf, lambda made, path: made.write_pdf(path, letter=letter)),
            (payer if seen else None, text(lambda made: made.payer_page(left_out))),
            (draws, _Analyzed.write_draws),
            (out, text(_Analyzed.to_json)),
        ],
    )


def _of_many(diary: str, how: Mapping[str, Any]) -> bool:
    """Whether it is a folder of patients, or a sheet of them."""
    if Path(diary).is_dir():
        from wearoff.diary.patients import is_one_person

        return not is_one_person(diary)
    from wearoff.diary.sheet_cases import is_sheet_of_many

    return is_sheet_of_many(diary, how)


class _Analyzed:
    """An analysis with its visit page, drawn once for HTML and PDF."""

    def __init__(self, found: Any, questions: tuple[str, ...], matters: str) -> None:
        """What was found, what to ask at the visit, and what matters most."""
        self.found = found
        self.questions = questions
        self.matters = matters

    def to_json(self) -> str:
        """The document."""
        return self.found.to_json()

    @cached_property
    def page(self) -> str:
        """The visit page."""
        from wearoff.faces.diary.visit import visit_page

        say("drawing the visit page")
        return visit_page(self.found.result, questions=self.questions, matters=self.matters)

    def write_pdf(self, path: str, *, letter: bool) -> None:
        """The visit page on paper."""
        from wearoff.faces.shared.pdf import write_pdf

        write_pdf(self.page, path, page="letter" if letter else "a4")

    def write_draws(self, path: str) -> None:
        """The draws for a pool of people."""
        from wearoff.diary.draws import write_draws

        write_draws([self.found.draws], path)

    def payer_page(self, leave_out: tuple[str, ...]) -> str:
        """The payer's page."""
        from wearoff.faces.diary.payer import payer_page

        return payer_page(self.found.result, leave_out=leave_out)


def _screen(
    *, note: bool, why: bool, payer: str | None, seen: bool, leave_out: tuple[str, ...]
) -> Callable[[_Analyzed], list[str]]:
    """The lines that were asked for: the note, the reasons, the payer's page, or the screen."""

    def lines(made: _Analyzed) -> list[str]:
        from wearoff.faces.diary import analyzed, notes, reasons
        from wearoff.faces.diary import payer as payers

        result = made.found.result
        if note:
            return notes.record(result)
        if why:
            return reasons.reasons(result)
        if not payer:
            return analyzed.screen(result)
        shown = payers.payer_lines(result, leave_out)
        if seen:
            return shown
        return [
            *shown,
            f"Not written yet. Leave parts out with --leave-out; --seen writes {payer}",
        ]

    return lines
