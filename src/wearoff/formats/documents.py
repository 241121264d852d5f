"""What a document is made of: typed, frozen parts whose numbers are rounded once, when they enter.

The only file that talks to pydantic. A document is the same on every processor because its numbers
hold six significant digits from the start; screen, page and JSON read the same rounded number.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from wearoff.errors import InputError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIGITS = 6
"""Significant digits of numbers."""


def rounded(value: Any) -> Any:
    """A number to six significant digits; what is not finite as None, other things as they are."""
    if value is None or isinstance(value, bool | str):
        return value
    number = float(value)
    return float(f"{number:.{DIGITS}g}") if math.isfinite(number) else None


Number = Annotated[float, BeforeValidator(rounded)]
"""A number of a document; NaN is refused."""
Maybe = Annotated[float | None, BeforeValidator(rounded)]
"""A number, or None where nothing was seen or can be said; NaN becomes None."""


class Document(BaseModel):
    """A part of a document: it cannot change, and a key that it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )

    def to_dict(self) -> dict[str, Any]:
        """The document as JSON knows it: dates as text, nothing else changed."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """The document as text, indented, with a line end."""
        return json.dumps(self.to_dict(), indent=2, allow_nan=False) + "\n"


def called(key: str) -> Any:
    """A field whose key in JSON is no name in Python, such as ``for``."""
    return Field(serialization_alias=key)


def json_schema(document: type[Document]) -> dict[str, Any]:
    """The JSON Schema of a document, as it is written."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **document.model_json_schema(mode="serialization"),
    }


Scalar = str | int | float | bool | None


def _plain(value: Any) -> Any:
    return plain(value)


Value = Annotated[Scalar | Sequence[Scalar], BeforeValidator(_plain)]
"""What can stand in a sentence: names, dates as text, and numbers, rounded as all others are."""


class Sentence(Document):
    """What a sentence says, without its words: one of a catalog's sentences, and what is in it."""

    code: str
    values: dict[str, Value] = {}

    def rendered(self, catalog: Mapping[str, Callable[..., str]]) -> str:
        """The sentence in the words of a catalog."""
        return catalog[self.code](**self.values)


def sentence(code: str, **values: Value) -> Sentence:
    """What one of a catalog's sentences says."""
    return Sentence(code=code, values=values)


class Meta(Document):
    """What every document carries so that it can be made again."""

    version: str
    """Version of the program."""
    seed: int | None
    """Seed of every random number; None where none is drawn."""
    evidence: str
    """Date of the evidence."""


class Form(BaseModel):
    """What a person fills in: it cannot change, and no word is taken for a number, or a key left.

    Its defaults are what an empty place means.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


F = TypeVar("F", bound=Form)


class Unfit(NamedTuple):
    """What is wrong with one place of a form: the keys that lead to it, and the error."""

    place: tuple[str | int, ...]
    error: InputError


class _RefusedError(ValueError):
    """How an error of ours passes through pydantic."""

    def __init__(self, error: InputError) -> None:
        super().__init__(str(error))
        self.error = error


def within(least: float, most: float) -> Any:
    """What a number of a form may be, ends included."""
    return Field(ge=least, le=most, allow_inf_nan=False)


def checked(check: Callable[[Any], object]) -> Any:
    """A check of a form's value that raises `InputError`; the other values are checked as well."""

    def after(value: Any) -> Any:
        try:
            check(value)
        except InputError as error:
            raise _RefusedError(error) from error
        return value

    return AfterValidator(after)


def fill(form: type[F], values: Mapping[str, Any]) -> F | list[Unfit]:
    """A form with these values, or everything that is wrong with them.

    Args:
        form: What may stand where.
        values: As a file has them: tables, lists, numbers, words; days as text.
    """
    try:
        return form.model_validate_json(json.dumps(values, default=str))
    except ValidationError as error:
        return [_unfit(form, found) for found in error.errors(include_url=False)]


def _unfit(form: type[Form], found: Any) -> Unfit:
    place, key, given = found["loc"], _called(found["loc"]), found["input"]
    match found["type"]:
        case "extra_forbidden":
            error = unknown("field", key, _part(form, place[:-1]).model_fields)
        case "missing":
            error = InputError(f"missing {key}")
        case "value_error":
            own = found["ctx"]["error"].error
            error = InputError(f"{key}: {own.problem}", allowed=own.allowed, fix=own.fix)
        case "literal_error":
            error = InputError(f"{key}: found {given!r}", allowed=found["ctx"]["expected"])
        case _:
            error = InputError(
                f"{key}: found {json.dumps(given, default=str)}",
                allowed=found["msg"].removeprefix("Input should be "),
            )
    return Unfit(place, error)


def _called(place: Sequence[str | int]) -> str:
    """What a place is called: its key, and in a list which of its values."""
    *_, last = place
    if isinstance(last, str):
        return last
    key = next(part for part in reversed(place) if isinstance(part, str))
    return f"{key}, value {last + 1}"


def _part(form: type[Form], place: tuple[str | int, ...]) -> type[Form]:
    """The form that stands at a place within another."""
    for key in place:
        if isinstance(key, str):
            form = next(_forms(form.model_fields[key].annotation))
    return form


def _forms(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation
    for inner in get_args(annotation):
        yield from _forms(inner)


def plain(value: Any) -> Any:
    """A value as JSON knows it: dataclasses to dictionaries, rounded numbers, NaN to null."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if callable(to_list := getattr(value, "tolist", None)):
        return plain(to_list())
    return rounded(value) if isinstance(value, float) else value


def to_json(document: dict[str, Any]) -> str:
    """One JSON document, indented, with a line end."""
    return json.dumps(plain(document), indent=2, allow_nan=False) + "\n"
