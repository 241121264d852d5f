"""The two pages that a diary is written on by hand: one for a phone, one of a month on paper.

Each is one file that needs nothing else. Their text is `wearoff.words.phone`; what an answer stands
for is `wearoff.diary.write.by_hand`.
"""

from __future__ import annotations

from calendar import SUNDAY, Calendar
from importlib.resources import files
from typing import TYPE_CHECKING

from wearoff import runs
from wearoff.diary.write import by_hand
from wearoff.faces.phone.sealed import policy
from wearoff.faces.shared import pages
from wearoff.words import phone as words
from wearoff.words.numbers import named

if TYPE_CHECKING:
    from datetime import date

    from wearoff.diary.write.result import DiaryPageResult

HERE = "wearoff.faces.phone"
SCRIPTS = ("words", "csv", "kept", "moved", "day", "page")
"""Files of the page's script, in the order in which each needs those before it."""
BY_HAND = ("date", "headache", "severity_3", "acute_medication", "note")
"""Columns that are copied from paper."""
_HEADER = {name: name for name in BY_HAND}


def phone_page() -> str:
    """The diary for a phone."""
    style = pages.style("theme") + _text("templates", "phone.css")
    script = "\n".join(_text("script", f"{name}.js") for name in SCRIPTS)
    plans = {
        named(condition): {
            name: {**own, "name": named(name), "said": words.plan_said(name, own["units"])}
            for name, own in offered.items()
        }
        for condition, offered in by_hand.offered_plans().items()
    }
    given = {
        "language": words.LANGUAGE,
        "words": words.PAGE,
        "answers": words.ANSWERS,
        "columns": by_hand.columns(),
        "own": by_hand.OWN,
        "plans": {name: plan for own in plans.values() for name, plan in own.items()},
        **by_hand.rules_of_days(),
    }
    return _page(
        "phone.html",
        say=words.PAGE,
        answers=words.ANSWERS,
        meant=words.MEANT,
        tables=tuple(by_hand.OWN),
        classes=given["classes"],
        plans=plans,
        products=by_hand.offered_products(),
        given=given,
        version=runs.meta(None)["version"],
        style=style,
        script=script,
        policy=policy(style=style, script=script),
    )


def month_sheet(month: date) -> str:
    """A month to print, a line a day.

    Args:
        month: Any day of it.
    """
    style = pages.style("theme") + _text("templates", "month.css")
    days = [
        day
        for day in Calendar().itermonthdates(month.year, month.month)
        if day.month == month.month
    ]
    return _page(
        "month.html",
        say=words.SHEET,
        answers=words.ANSWERS,
        meant=words.MEANT,
        title=words.sheet_title(f"{month:%B %Y}"),
        days=days,
        sunday=SUNDAY,
        answered=by_hand.ANSWERED,
        example=_example(days),
        style=style,
        policy=policy(style=style),
    )


def screen(result: DiaryPageResult) -> list[str]:
    """What the command says of a page."""
    return list(words.SCREEN[result.page])


def _example(days: list[date]) -> list[str]:
    """The first days of a month as they could be copied: a header and a line an answer."""
    lines = [
        {"date": day.isoformat(), **cells, **beside}
        for day, cells, beside in zip(days, by_hand.ANSWERED.values(), words.EXAMPLE, strict=False)
    ]
    return [",".join(line.get(name, "") for name in BY_HAND) for line in [_HEADER, *lines]]


def _page(template: str, **context: object) -> str:
    made = pages.environment(HERE).get_template(template)
    return made.render(language=words.LANGUAGE, **context)


def _text(folder: str, name: str) -> str:
    return files(HERE).joinpath(folder, name).read_text("utf-8")
