"""Fields of a request: what each may hold, read into values, and told as JSON Schema."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from starlette.datastructures import UploadFile

from wearoff.errors import Faults, InputError, argument, unknown
from wearoff.words import api as words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Kind = Literal["file", "text", "number", "whole", "yes", "date", "pair", "setting"]
LONGEST = 200
"""Characters of a text."""
MOST = 100
"""Times that a field which may be repeated may stand in a request."""
YES = {"true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: its name, what it holds, and what is allowed.

    Attributes:
        name: Of the argument that the library's call has.
        kind: ``pair`` is ``OURS=THEIRS``, ``setting`` is ``NAME=VALUE``; both may be repeated.
        many: Whether it may be repeated.
        needed: Whether it must be there.
        least: Of a number.
        most: Of a number.
        choices: Of a text; any if there are none.
    """

    name: str
    kind: Kind = "text"
    many: bool = False
    needed: bool = False
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What it is, in words."""
        return words.FIELDS[self.name]

    @property
    def holds(self) -> str:
        """What may stand in it, in words."""
        told = [" or ".join(self.choices) or words.HOLDS[self.kind]]
        if self.kind in {"number", "whole"}:
            told.append(words.between(self.least, self.most))
        told += [words.NEEDED] if self.needed else []
        told += [words.REPEATS] if self.repeats else []
        return ", ".join(told)

    @property
    def repeats(self) -> bool:
        """Whether it may stand in a request more than once."""
        return self.many or self.kind in {"pair", "setting"}

    def value(self, given: Sequence[Any]) -> Any:
        """What a request says of it, as the library takes it.

        Raises:
            InputError: it cannot be used.
        """
        if len(given) > (MOST if self.repeats else 1):
            raise InputError(f"{argument(self.name)} {words.GIVEN_TWICE}")
        values = [self._one(value) for value in given]
        if self.kind in {"pair", "setting"}:
            return dict(values)
        return values if self.many else values[0]

    @property
    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        one: dict[str, Any] = dict(_SCHEMAS[self.kind])
        if self.choices:
            one["enum"] = list(self.choices)
        if math.isfinite(self.least):
            one["minimum"] = self.least
        if math.isfinite(self.most):
            one["maximum"] = self.most
        return {"type": "array", "items": one, "maxItems": MOST} if self.repeats else one

    def _one(self, given: Any) -> Any:
        if isinstance(given, UploadFile) != (self.kind == "file"):
            wrong = words.NO_FILE if self.kind == "file" else words.NO_TEXT
            raise InputError(f"{argument(self.name)}: {wrong}")
        if self.kind == "file":
            return given
        text = given.strip()
        if len(text) > LONGEST:
            allowed = f"up to {LONGEST} characters"
            raise InputError(f"{argument(self.name)}: {words.TOO_LONG}", allowed=allowed)
        if self.choices and text not in self.choices:
            raise unknown(argument(self.name), text, self.choices)
        try:
            value = _READ[self.kind](text)
        except (ValueError, KeyError):
            problem = f"{argument(self.name)} {text!r}"
            raise InputError(problem, allowed=words.HOLDS[self.kind]) from None
        if self.kind in {"number", "whole"} and not self.least <= value <= self.most:
            raise InputError(
                f"{argument(self.name)} {text!r}", allowed=words.between(self.least, self.most)
            )
        return value


def values(fields: Sequence[Field], given: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """What a request says of all of its fields; what is empty is not said.

    Args:
        fields: That there are.
        given: Texts and uploads by name.

    Raises:
        InputError: whatever cannot be used, a line a fault.
    """
    known = {field.name: field for field in fields}
    faults, found = Faults(), dict[str, Any]()
    said = {name: [each for each in texts if _holds(each)] for name, texts in given.items()}
    for name, own in said.items():
        try:
            if name not in known:
                raise unknown("field", name, known)
            if own:
                found[name] = known[name].value(own)
        except InputError as error:
            faults.add(error)
    for field in fields:
        if field.needed and not said.get(field.name):
            faults.add(InputError(f"{argument(field.name)} is missing"))
    faults.check()
    return found


def _holds(given: Any) -> bool:
    return not isinstance(given, str) or bool(given.strip())


def _pair(text: str) -> tuple[str, str]:
    ours, equals, theirs = (part.strip() for part in text.partition("="))
    if not (ours and equals and theirs):
        raise ValueError
    return ours, theirs


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError
    return value


def _setting(text: str) -> tuple[str, float]:
    name, value = _pair(text)
    return name, _number(value)


_READ: dict[Kind, Callable[[str], Any]] = {
    "text": str,
    "number": _number,
    "whole": int,
    "yes": lambda text: YES[text.casefold()],
    "date": date.fromisoformat,
    "pair": _pair,
    "setting": _setting,
}
_SCHEMAS: dict[Kind, dict[str, Any]] = {
    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
    "text": {"type": "string", "maxLength": LONGEST},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "yes": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "pair": {"type": "string", "pattern": "^[^=]+=.+$", "maxLength": LONGEST},
    "setting": {"type": "string", "pattern": "^[^=]+=.+$", "maxLength": LONGEST},
}
