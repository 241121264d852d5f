"""FHIR R4 bundles as plain JSON: what resources are made of, and a reader that trusts no type.

No meaning: which codes stand for what is for the reader and the writer of a diary to say.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from uuid import UUID, uuid5

from wearoff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Part = dict[str, Any]
"""A resource or a part of one, as JSON has it."""
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
MOST_BYTES, MOST_PARTS = 32 * 2**20, 1_000_000
"""Of a bundle; forty years of a diary with three columns are below both."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no text of FHIR may hold."""
RESOURCE = re.compile(rb'"resource"\s*:')
"""Where a resource begins; within a text its quotes would have a backslash."""
TOLD = 40
"""Characters of a value that an error shows."""


# Out


def concept(text: str, *codings: tuple[str, str]) -> Part:
    """A CodeableConcept: words, and the same as codes of systems."""
    coded = [{"system": system, "code": code} for system, code in codings]
    return {"coding": coded, "text": text} if coded else {"text": text}


def quantity(value: float, unit: str, code: str) -> Part:
    """A Quantity, its unit in words and in UCUM."""
    return {"value": plain_number(value), "unit": unit, "system": UCUM, "code": code}


def plain_number(value: float) -> float:
    """A number as JSON writes it shortest: 155, not 155.0."""
    return int(value) if value == int(value) else value


def allowed_text(text: str) -> str:
    """A text without the characters that FHIR forbids: a space stands for each."""
    return FORBIDDEN.sub(" ", text)


def bundle_text(resources: Sequence[Part], version: str) -> str:
    """A collection of resources, an entry a line; the same resources give the same bytes.

    Args:
        resources: Each with an ``id``; a ``reference`` in them is the id of another.
        version: Of the program, which stands in the bundle.

    Returns:
        JSON. Ids become ``urn:uuid:`` addresses, worked out of the content.
    """
    digest = hashlib.sha256(json.dumps(resources).encode()).digest()
    space = UUID(bytes=digest[:16], version=5)
    urls = {one["id"]: f"urn:uuid:{uuid5(space, one['id'])}" for one in resources}
    head = {"resourceType": "Bundle", "meta": {"tag": [_version(version)]}, "type": "collection"}
    entries = [
        _compact({"fullUrl": urls[one["id"]], "resource": _linked(one, urls)}) for one in resources
    ]
    return _compact(head)[:-1] + ',"entry":[\n' + ",\n".join(entries) + "\n]}\n"


def _version(version: str) -> Part:
    return {"system": "urn:wearoff:version", "code": version}


def _compact(part: Part) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _linked(part: Any, urls: Mapping[str, str]) -> Any:
    if isinstance(part, list):
        return [_linked(item, urls) for item in part]
    if isinstance(part, dict):
        return {
            key: urls[value] if key == "reference" else _linked(value, urls)
            for key, value in part.items()
        }
    return part


# In


class Concept(NamedTuple):
    """A CodeableConcept: its codes by system, and its words."""

    codes: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Node:
    """A part of a resource and where it stands; what it does not have is empty, never a fault.

    ``entry`` is the resource's number in its bundle, from 1, ``line`` where it begins in the file,
    ``at`` the path within.
    """

    file: Path | str
    entry: int
    line: int
    at: str
    held: Mapping[str, Any]

    def __bool__(self) -> bool:
        """Whether there is such a part."""
        return bool(self.held)

    def __contains__(self, name: str) -> bool:
        """Whether it has an element of that name."""
        return name in self.held

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its elements."""
        return tuple(self.held)

    def text(self, name: str) -> str:
        """An element that is a text; '' if it is not there."""
        value = self._get(name, str, "text") or ""
        return value.encode("utf-8", "replace").decode().strip()  # half a character becomes a ?

    def number(self, name: str) -> float:
        """An element that is a number; NaN if it is not there."""
        value = self._get(name, float, "a number")
        return math.nan if value is None else value

    def truth(self, name: str) -> bool | None:
        """An element that is true or false; None if it is not there."""
        return self._get(name, bool, "true or false")

    def part(self, name: str) -> Node:
        """An element that has elements."""
        return self._node(name, self._get(name, dict, "an object") or {})

    def parts(self, name: str) -> Iterator[Node]:
        """An element that is a list of such."""
        for place, held in enumerate(self._get(name, list, "a list") or []):
            if not isinstance(held, dict):
                self.refuse(f"{name}[{place}]", "an object", held)
            yield self._node(f"{name}[{place}]", held)

    def concept(self, name: str) -> Concept:
        """An element that is a CodeableConcept; words are those of a code if it has no others."""
        found = self.part(name)
        codings = list(found.parts("coding"))
        codes: dict[str, str] = {}
        for one in codings:
            codes.setdefault(one.text("system"), one.text("code"))
        shown = next((text for one in codings if (text := one.text("display"))), "")
        return Concept(codes, found.text("text") or shown or next(iter(codes.values()), ""))

    def refuse(self, name: str, allowed: str, value: Any = None) -> NoReturn:
        """Raise that an element is not what it must be."""
        raise InputError(
            f"entry {self.entry}: {self.at}.{name} is {_shown(self.held.get(name, value))}",
            file=self.file,
            allowed=allowed,
        )

    def _get(self, name: str, kind: Any, allowed: str) -> Any:
        value = self.held.get(name)
        if value is not None and not isinstance(value, kind):
            self.refuse(name, allowed)
        return value

    def _node(self, name: str, held: Mapping[str, Any]) -> Node:
        return Node(self.file, self.entry, self.line, f"{self.at}.{name}", held)


class Bundle(NamedTuple):
    """Resources of a bundle; ``more`` if it says that it is one page of several."""

    resources: tuple[Node, ...]
    more: bool


def read_bundle(data: bytes, file: Path | str) -> Bundle:
    """The resources of a FHIR bundle.

    Raises:
        InputError: it is larger than any diary, no JSON, or no bundle of resources.
    """
    held = read_json(data, file, "a bundle")
    if not isinstance(held, dict) or held.get("resourceType") != "Bundle":
        raise InputError("is no FHIR bundle", file=file, allowed="a resource of type Bundle")
    top = Node(file, 0, 1, "Bundle", held)
    entries = list(top.parts("entry"))
    resources: list[Node] = []
    for entry, (one, line) in enumerate(
        zip(entries, lines_of(RESOURCE, data, len(entries)), strict=True), 1
    ):
        found = Node(file, entry, line, "entry", one.held).part("resource")
        kind = found.text("resourceType")
        if not kind:
            found.refuse("resourceType", "the type of a resource")
        resources.append(Node(file, entry, line, kind, found.held))
    more = any(link.text("relation") == "next" for link in top.parts("link"))
    return Bundle(tuple(resources), more)


def lines_of(begin: re.Pattern[bytes], data: bytes, entries: int) -> list[int]:
    """Lines on which entries begin; their numbers where all stand on one line."""
    lines: list[int] = []
    line, last = 1, 0
    for found in begin.finditer(data):
        line += data.count(b"\n", last, found.start())
        last = found.start()
        lines.append(line)
    return lines if len(set(lines)) == entries else list(range(1, entries + 1))


def read_json(data: bytes, file: Path | str, called: str) -> Any:
    """What JSON holds; whole numbers too become floats: one kind, and none is too large.

    Raises:
        InputError: it is larger than any diary, or no JSON.
    """
    if len(data) > MOST_BYTES or data.count(b"{") + data.count(b"[") > MOST_PARTS:
        raise InputError(
            f"{called} of {len(data) / 2**20:.0f} MB",
            file=file,
            allowed=f"up to {MOST_BYTES // 2**20} MB and {MOST_PARTS} parts",
            fix="export a shorter time, or one person",
        )
    try:
        return json.loads(data.decode("utf-8-sig"), parse_int=float, parse_constant=_no_number)
    except RecursionError:
        problem = "parts within parts without end"
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON: {error.msg}", file=file, line=error.lineno) from error
    except ValueError as error:
        problem = f"is no JSON: {error}"
    raise InputError(problem, file=file, allowed=f"{called} as JSON in UTF-8")


def _shown(value: Any) -> str:
    """A value in an error, however large."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value)
    return text if len(text) <= TOLD else f"{text[:TOLD]}…"


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
