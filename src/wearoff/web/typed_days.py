"""Days typed at a desk: today in two taps, the last seven, a month, and all of one day."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.status import HTTP_404_NOT_FOUND, HTTP_422_UNPROCESSABLE_CONTENT

from wearoff.diary.read.options import checked
from wearoff.diary.read.ours import ASSUMED
from wearoff.errors import InputError, unknown
from wearoff.web import typed
from wearoff.web.at_desk import at_desk, desk_screen, in_turn, path_of, to
from wearoff.web.reading import mend, tables_at
from wearoff.web.screens import refused
from wearoff.words import desk as words
from wearoff.words import dictionary, phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from wearoff.diary.write.tables import Table
    from wearoff.web.desks import Desk
    from wearoff.web.typed import Days, Question

WEEK = 7
ANSWER, MEDICINE = "answer-", "medicine-"
"""Before the date, in the name of a field."""
MONTH = re.compile(r"\d{4}-\d\d")
COLUMNS = tuple(name for name in dictionary.DIARY if name not in {"date", ASSUMED})
"""What can be typed of a day."""


class Day(NamedTuple):
    """A day as it can be typed: its date, what was answered, and what was taken."""

    date: date
    answer: str
    medicine: str


class Written(NamedTuple):
    """The diary of a desk, all that it holds, and what is asked of each day."""

    tables: dict[str, Table]
    days: Days
    question: Question


async def _written(request: Request, desk: Desk) -> Written | None:
    """None where the files cannot be read yet."""
    tables = await tables_at(request, desk)
    if tables is None:
        return None
    days = typed.days_of(tables.get("diary"), desk.options.get("unwritten", ""))
    return Written(tables, days, typed.question(days, desk.options.get("condition")))


def _days(written: Written, dates: Iterable[date]) -> list[Day]:
    found = ((day, written.days.get(day.isoformat(), {})) for day in dates)
    return [
        Day(day, typed.answer_in(cells, written.question), cells.get("acute_medication", ""))
        for day, cells in found
    ]


def _asked(written: Written, days: list[Day]) -> dict[str, Any]:
    """What stands around fields of days."""
    return {
        "question": written.question,
        "label": words.ASKED[written.question.column],
        "meant": phone.MEANT if len(written.question.choices) == len(phone.ANSWERS) else (),
        "medicine": words.MEDICINE,
        "days": days,
    }


async def lately(request: Request, desk: Desk) -> dict[str, Any] | None:
    """Today and the days before it, to be typed; None where nothing can be."""
    written = await _written(request, desk)
    if written is None:
        return None
    today = checked().today
    return _asked(written, _days(written, (today - timedelta(days=k) for k in range(WEEK))))


@at_desk
async def last_month(request: Request, desk: Desk) -> Response:
    """The month of the last day that was written and is not ahead, or this one."""
    written = await _written(request, desk)
    if written is None:
        return to(desk)
    today = checked().today.isoformat()
    return to(desk, "days", max((day for day in written.days if day <= today), default=today)[:7])


@at_desk
async def month(request: Request, desk: Desk) -> Response:
    """The days of a month, to be looked at and mended."""
    name = request.path_params["month"]
    try:
        first = typed.day_in(f"{name}-01")
    except InputError:
        raise HTTPException(HTTP_404_NOT_FOUND) from None
    written = await _written(request, desk)
    if written is None:
        return to(desk)
    length = calendar.monthrange(first.year, first.month)[1]
    dates = [first + timedelta(days=k) for k in range(length)]
    entries = Counter(day[:7] for day in written.days)
    return desk_screen(
        request,
        desk,
        "diary_month.html",
        first=first,
        before=first - timedelta(days=1),
        after=first + timedelta(days=length),
        months=sorted(entries.items()),
        **_asked(written, _days(written, dates)),
    )


@at_desk
@in_turn
async def write(request: Request, desk: Desk) -> Response:
    """Write down what was answered of some days; what was not changed stays as it is."""
    written = await _written(request, desk)
    if written is None:
        return to(desk)
    async with request.form() as form:
        said = {name: str(value) for name, value in form.items()}
    try:
        days = _with_answers(written, said)
    except InputError as error:
        lines = tuple(error.said(words.field).splitlines())
        status = HTTP_422_UNPROCESSABLE_CONTENT
        return refused(request, "input", status=status, lines=lines, back=path_of(desk))
    _keep(desk, written, days)
    back = said.get("month", "")
    return to(desk, *(("days", back) if MONTH.fullmatch(back) else ()))


def _with_answers(written: Written, said: Mapping[str, str]) -> Days:
    """The days of a diary with what was said of some of them."""
    days = dict(written.days)
    known = ["", *(answer for answer, _ in written.question.choices)]
    for field, value in said.items():
        if not field.startswith((ANSWER, MEDICINE)):
            continue
        kind, _, text = field.partition("-")
        day = typed.day_in(text).isoformat()
        cells = days.get(day, {"date": day})
        if kind == "answer" and value != typed.answer_in(cells, written.question):
            if value not in known:
                raise unknown("answer", value, known)
            days[day] = typed.answered(cells, written.question, value)
        elif kind == "medicine" and value != cells.get("acute_medication", ""):
            days[day] = _cells(cells, {"acute_medication": value})
    return days


def _cells(cells: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Cells with others in their place; one that is empty is left out.

    Raises:
        InputError: one cannot hold what was said.
    """
    found = {name: text for name, text in {**cells, **said}.items() if text}
    faults = typed.check_row("diary", found)
    if faults:
        raise InputError.of(f"{words.COLUMNS[name]}: {text}" for name, text in faults.items())
    return found


def _keep(desk: Desk, written: Written, days: Days) -> None:
    """Put days in the place of those of a desk, unless they are the same; an empty one goes."""
    kept = {day: cells for day, cells in days.items() if len(cells) > 1}
    if kept != written.days:
        mend(desk, {**written.tables, "diary": typed.table_of("diary", list(kept.values()))})


@at_desk
async def day(request: Request, desk: Desk) -> Response:
    """All that can be typed of one day."""
    text = request.path_params["day"]
    try:
        typed.day_in(text)
    except InputError:
        raise HTTPException(HTTP_404_NOT_FOUND) from None
    written = await _written(request, desk)
    if written is None:
        return to(desk)
    return _day_screen(request, desk, written.days.get(text, {"date": text}), {})


def _day_screen(
    request: Request, desk: Desk, cells: Mapping[str, str], faults: Mapping[str, str]
) -> Response:
    return desk_screen(
        request,
        desk,
        "diary_day.html",
        status=HTTP_422_UNPROCESSABLE_CONTENT if faults else 200,
        day=request.path_params["day"],
        cells=cells,
        faults=faults,
        columns=[(name, words.COLUMNS[name], dictionary.DIARY[name]) for name in COLUMNS],
    )


@at_desk
@in_turn
async def write_day(request: Request, desk: Desk) -> Response:
    """Write down all of one day; its date may be another one now."""
    old = request.path_params["day"]
    written = await _written(request, desk)
    if written is None:
        return to(desk)
    async with request.form() as form:
        said = {name: str(form.get(name, "")).strip() for name in ("date", *COLUMNS)}
    cells = {name: text for name, text in said.items() if text}
    faults = typed.check_row("diary", cells)
    if not faults and cells["date"] != old and cells["date"] in written.days:
        faults["date"] = words.TAKEN
    if faults:
        return _day_screen(request, desk, cells, faults)
    days = {name: own for name, own in written.days.items() if name != old}
    _keep(desk, written, {**days, cells["date"]: cells})
    return to(desk, "days", cells["date"][:7])
