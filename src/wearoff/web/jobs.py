"""What the worker processes do: each a call of the library, and the faces of what it found.

A job is called with what takes its lines of progress, then with what can be sent to another
process. ``files`` are paths by kind (`wearoff.web.desks.KINDS`), ``options`` what else
`wearoff.read_case` takes. Errors call a file by its name, never by the folder in which it lies.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from wearoff.diary.analyze import Analysis
    from wearoff.diary.case import Case
    from wearoff.diary.clinic_result import ClinicResult
    from wearoff.diary.folder import Clinic as People
    from wearoff.diary.future.plan_result import PlanResult
    from wearoff.diary.imported import ImportResult
    from wearoff.diary.imported_cases import ImportCasesResult
    from wearoff.diary.result import Result
    from wearoff.diary.write.tables import Table
    from wearoff.faces.shared.plots import Pictures
    from wearoff.simulation.explored_result import ExploreResult
    from wearoff.simulation.result import HypothesisResult, SimulationResult
    from wearoff.together.result import Result as PooledResult

    Progress = Callable[[str], None]
    Files = Mapping[str, str]
    Options = Mapping[str, Any]

OWN = ("rules", "courses")
"""Files that may lie beside those of a person."""
DEEPEST, WIDEST, LONGEST = 20, 200, 200
"""Rows in which a header is looked for, its columns, and characters of one, to choose from."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was understood of one person's files.

    Attributes:
        document: What was read, what is doubted, and what was assumed.
        tables: The case in our own columns by the name of its table, the header first: to be
            looked at and mended.
    """

    document: ImportResult
    tables: dict[str, Table]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a file calls its sheets and its columns, to be chosen from; none of what is no table."""

    sheets: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One person's answers, and every face of them.

    Attributes:
        result: All that the faces tell.
        strip: Picture of the whole diary.
        middle: What stands in the middle of the visit page (HTML), for a page that is served.
        payer: The same of the payer's page.
        payer_page: Payer's page as a file of its own (HTML).
        note: Lines for the record.
        screen: The lines of the command line.
        why: What was asked, and the reasons.
    """

    result: Result
    strip: Pictures
    middle: str
    payer: str
    payer_page: str
    note: tuple[str, ...]
    screen: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Clinic:
    """Everybody of a sheet, and the middle of a page of them (HTML)."""

    result: ClinicResult
    middle: str


@dataclass(frozen=True, kw_only=True)
class Courses:
    """Next year under other courses, its picture (SVG), and the lines of the command line."""

    result: PlanResult
    picture: str
    screen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Together:
    """What many people say together, as the middle of a page (HTML) and as a file of its own."""

    result: PooledResult
    middle: str
    page: str


# One person


def read(progress: Progress, files: Files, options: Options) -> Read | ImportCasesResult:
    """What is understood of one person's files, or of a sheet of many people."""
    from wearoff.diary.imported import told

    progress("reading")
    with _shown(files):
        if _of_many(files, options):
            return _read_many(files, options)
        case = _case(files, options)
    name = Path(Path(files.get("diary") or files["scores"]).name)
    return Read(document=told(case, [], name), tables=_tables(case))


def look(_: Progress, file: str, sheet: str | None) -> Look:
    """What there is to choose from where a file, or its sheet, cannot be read as it is."""
    from wearoff.formats.tables import file_bytes, read_table
    from wearoff.formats.workbooks import is_workbook, sheets

    try:
        data = file_bytes(Path(file))
        names = tuple(sheets(data, file)[1]) if is_workbook(data) else ()
        chosen = sheet if sheet in names else next(iter(names), None)
        rows = read_table(file, "diary", sheet=chosen).rows[:DEEPEST]
    except InputError:
        return Look()
    filled = [[cell for cell in row.cells if cell and len(cell) <= LONGEST] for row in rows]
    widest = max(filled, key=len, default=[])
    return Look(sheets=names, headers=tuple(dict.fromkeys(widest[:WIDEST])))


def person(_: Progress, files: Files, options: Options, name: str) -> dict[str, Table]:
    """One person of a sheet of many, in our own columns."""
    from wearoff.diary.sheet_cases import sheet_cases
    from wearoff.errors import unknown

    with _shown(files):
        people = sheet_cases(files["diary"], options.get("condition"), _reading(options)) or {}
        if name not in people:
            raise unknown("patient", name, people)
        return _tables(people[name]())


def answer(
    progress: Progress, files: Files, options: Options, beside: Options
) -> Result | ClinicResult:
    """The answers of one person's files, or of everybody in a sheet, and nothing drawn.

    Args:
        progress: Called with a line as the work goes on.
        files: Paths by kind.
        options: How they are read.
        beside: ``seed`` and ``rules`` of `wearoff.analyze`; the rest is left alone.
    """
    return _answered(progress, files, options, beside).result


def analyze(
    progress: Progress, files: Files, options: Options, beside: Options
) -> Answers | Clinic:
    """The same with every face; ``beside`` holds what `draw` takes as well."""
    from wearoff.diary.analyze import Analysis
    from wearoff.faces.diary.clinic import clinic_page
    from wearoff.faces.diary.payer import check_parts

    check_parts(tuple(beside.get("leave_out", ())))
    found = _answered(progress, files, options, beside)
    if isinstance(found, Analysis):
        return draw(progress, found.result, beside)
    return Clinic(result=found.result, middle=clinic_page(found, whole=False))


def draw(progress: Progress, result: Result, beside: Options) -> Answers:
    """Every face of answers that are known.

    Args:
        progress: Called with a line as the work goes on.
        result: The answers.
        beside: ``questions`` of the visit and what ``matters`` most, in the person's words; parts
            that the payer's page is to ``leave_out``.
    """
    from wearoff.faces.diary import analyzed, notes, payer, reasons
    from wearoff.faces.diary.strip import strip

    leave_out = tuple(beside.get("leave_out", ()))
    return Answers(
        result=result,
        strip=strip(result),
        middle=_visit(progress, result, beside, whole=False),
        payer=payer.payer_page(result, leave_out=leave_out, whole=False),
        payer_page=payer.payer_page(result, leave_out=leave_out),
        note=tuple(notes.record(result)),
        screen=tuple(analyzed.screen(result)),
        why=tuple(reasons.reasons(result)),
    )


def visit(progress: Progress, result: Result, beside: Options) -> str:
    """The visit page as a file of its own (HTML); ``beside`` as `draw` takes it."""
    return _visit(progress, result, beside, whole=True)


def visit_pdf(
    progress: Progress, result: Result, beside: Options, folder: str, *, letter: bool = False
) -> bytes:
    """The visit page on paper; ``folder`` is where it may lie while it is made."""
    from wearoff.faces.shared.pdf import check_pdf, write_pdf

    check_pdf()
    page = _visit(progress, result, beside, whole=True)
    progress("laying the page out on paper")
    with TemporaryDirectory(dir=folder) as aside:
        path = Path(aside) / "visit.pdf"
        write_pdf(page, path, page="letter" if letter else "a4")
        return path.read_bytes()


def plan(progress: Progress, files: Files, options: Options, beside: Options) -> Courses:
    """Next year under other courses; ``beside`` may hold ``seed`` and ``courses``."""
    import wearoff
    from wearoff.faces.diary import planned

    with _shown(files, beside):
        found = wearoff.plan(
            _case(files, options),
            courses=beside.get("courses"),
            seed=beside.get("seed", 1),
            progress=progress,
        )
    progress("drawing the courses")
    return Courses(
        result=found.result,
        picture=planned.picture(found.result, opaque=False),
        screen=tuple(planned.screen(found.result)),
    )


def _answered(
    progress: Progress, files: Files, options: Options, beside: Options
) -> Analysis | People:
    import wearoff
    from wearoff.diary.folder import analyze_folder

    seed = beside.get("seed", 1)
    with _shown(files, beside):
        if not _of_many(files, options):
            return wearoff.analyze(
                _case(files, options), rules=beside.get("rules"), seed=seed, progress=progress
            )
        return analyze_folder(
            files["diary"],
            condition=options.get("condition"),
            seed=seed,
            progress=progress,
            **_reading(options),
        )


def _visit(progress: Progress, result: Result, beside: Options, *, whole: bool) -> str:
    from wearoff.faces.diary.visit import visit_page

    progress("drawing the visit page")
    questions, matters = tuple(beside.get("questions", ())), str(beside.get("matters", ""))
    return visit_page(result, questions=questions, matters=matters, whole=whole)


def _case(files: Files, options: Options) -> Case:
    import wearoff

    beside = {kind: path for kind, path in files.items() if kind != "diary"}
    return wearoff.read_case(files.get("diary"), **beside, **options)


def _tables(case: Case) -> dict[str, Table]:
    from wearoff.diary.write.tables import tables_of

    return tables_of(case)


def _folder(files: Files) -> Path:
    return Path(next(iter(files.values()))).parent


@contextmanager
def _shown(files: Files, beside: Options | None = None) -> Generator[None]:
    """Errors that call files by their names alone, and not by where they lie."""
    own = [str(path) for name, path in (beside or {}).items() if name in OWN]
    try:
        yield
    except InputError as error:
        text = error.text
        for path in (*files.values(), *own):
            text = text.replace(path, Path(path).name)
        raise InputError.of(text.splitlines()) from None


# A sheet of many people


def _of_many(files: Files, options: Options) -> bool:
    """Whether there is a sheet of many people, and nothing beside it."""
    from wearoff.diary.sheet_cases import is_sheet_of_many

    return list(files) == ["diary"] and is_sheet_of_many(files["diary"], _reading(options))


def _reading(options: Options) -> dict[str, Any]:
    """Of the options those of the reading alone, which hold for many people."""
    from wearoff.diary.read.options import How

    return {name: value for name, value in options.items() if name in How.__annotations__}


def _read_many(files: Files, options: Options) -> ImportCasesResult:
    from wearoff.diary.imported_cases import imported_cases

    sheet, condition = files["diary"], options.get("condition")
    with TemporaryDirectory(dir=_folder(files)) as aside:
        found = imported_cases(sheet, aside, condition=condition, **_reading(options))
    return found.model_copy(update={"wrote": ""})


# Many people


def pool(progress: Progress, files: Files, options: Options) -> Together:
    """Many people's draws and summaries together; ``options`` are what `wearoff.pool` takes."""
    import wearoff
    from wearoff.faces.together.page import pool_page

    paths = [path for kind, path in files.items() if kind != "people"]
    with _shown(files):
        found = wearoff.pool(
            *paths, people=files.get("people"), progress=progress, **options
        ).result
    progress("drawing the page")
    return Together(result=found, middle=pool_page(found, whole=False), page=pool_page(found))


# Invented people


def simulate(progress: Progress, settings: Options) -> SimulationResult | HypothesisResult:
    """Invented people under a plan.

    Args:
        progress: Called with a line as the work goes on.
        settings: What `wearoff.simulate` takes; with a true ``hypothesis``, what
            `wearoff.hypothesis` does.
    """
    import wearoff

    progress("simulating")
    given = dict(settings)
    call = wearoff.hypothesis if given.pop("hypothesis", False) else wearoff.simulate
    return call(**given).result


def explore(progress: Progress, settings: Options) -> ExploreResult:
    """An invented person for years; ``settings`` are what `wearoff.explore` takes."""
    import wearoff

    progress("simulating")
    return wearoff.explore(**settings).result
