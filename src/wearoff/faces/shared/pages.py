"""The one place where pages are made: the Jinja environment, the style sheet, the closing line."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from wearoff.faces.shared import words
from wearoff.words import numbers


def page(template: str, **context: Any) -> str:
    """A page that stands alone: a template with its style inside and nothing from elsewhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("wearoff.faces.shared", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "signed": numbers.signed,
        "number": numbers.number,
        "chance": numbers.chance,
        "amount": numbers.amount,
        "days_of_28": numbers.days_of_28,
        "estimate": numbers.between,
        "named": numbers.named,
        "sentence": numbers.sentence,
        "answer": words.ANSWERS.get,
    }
    environment.filters.update(filters)
    style = files("wearoff.faces.shared").joinpath("templates", "report.css").read_text("utf-8")
    return environment.get_template(template).render(style=style, closing=words.CLOSING, **context)
