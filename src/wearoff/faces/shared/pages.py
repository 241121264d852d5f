"""The one place where pages are made: the Jinja environment, the style sheets, the closing line."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wearoff.faces.shared import words
from wearoff.words import numbers

if TYPE_CHECKING:
    from jinja2 import Environment

SHARED = "wearoff.faces.shared"


def page(template: str, *, whole: bool = True, closing: str = words.CLOSING, **context: Any) -> str:
    """A page of a template, which stands alone: its style is inside, nothing from elsewhere.

    Args:
        template: name of the file.
        whole: whether it is a page; else what stands in its middle, for a page that is served.
        closing: the closing line.
        **context: what the template says.
    """
    frame = "page.html" if whole else "middle.html"
    return environment().get_template(template).render(frame=frame, closing=closing, **context)


@cache
def environment(*packages: str) -> Environment:
    """Templates of these packages, each in its ``templates``, then the shared ones.

    Whatever is put into a template is escaped, and a name that is missing is an error.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

    found = Environment(
        loader=ChoiceLoader([PackageLoader(name, "templates") for name in (*packages, SHARED)]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


def style(name: str) -> str:
    """A style sheet by its name: ``theme`` of every page, others of one kind."""
    return files(SHARED).joinpath("templates", f"{name}.css").read_text("utf-8")


FILTERS: dict[str, Any] = {
    "signed": numbers.signed,
    "number": numbers.number,
    "chance": numbers.chance,
    "likely": numbers.likely,
    "amount": numbers.amount,
    "days_of_28": numbers.days_of_28,
    "sure": numbers.sure,
    "estimate": numbers.between,
    "change": partial(numbers.between, sign=True),
    "of_100": numbers.of_100,
    "named": numbers.named,
    "sentence": numbers.sentence,
    "answer": words.ANSWERS.get,
    "style": style,
}
"""What templates say values with."""
