"""`parts`: what each part of the model computes, from which numbers, and where it is wired."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from typing import TYPE_CHECKING, NamedTuple

from wearoff.errors import unknown
from wearoff.model.conditions import CONDITIONS

if TYPE_CHECKING:
    from wearoff.model.conditions import Condition
    from wearoff.model.equations import Equation
    from wearoff.model.ports import Part


class Paragraph(NamedTuple):
    """A paragraph of a part's own words; formulas keep their lines."""

    text: str
    formulas: bool


class Link(NamedTuple):
    """An input of a part, its unit, and the outputs that feed it, one or more over conditions."""

    name: str
    unit: str
    fed_by: tuple[str, ...]


class Read(NamedTuple):
    """A parameter of a part, its unit, and the numbers from which it can come."""

    name: str
    unit: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """One part as some conditions have it: a nerve of the head and one of the hip are two."""

    part: Part
    conditions: tuple[Condition, ...]

    @property
    def links(self) -> list[Link]:
        """What feeds it, over all of its conditions."""
        return [
            Link(
                port.name,
                port.unit,
                tuple(
                    dict.fromkeys(
                        condition.links[f"{self.part.name}.{port.name}"]
                        for condition in self.conditions
                    )
                ),
            )
            for port in self.part.inputs
        ]

    @property
    def reads(self) -> list[Read]:
        """The numbers that it reads, over all of its conditions."""
        return [
            Read(
                parameter.name,
                parameter.unit,
                tuple(
                    sorted(
                        {
                            row
                            for condition in self.conditions
                            for row in condition.rows_read(parameter)
                        }
                    )
                ),
            )
            for parameter in self.part.parameters
        ]

    @property
    def equations(self) -> list[Equation]:
        """What it computes, as mathematics; it takes a moment the first time."""
        return _equations(self.part.name, self.conditions[0].name)


@dataclass(frozen=True)
class Explained:
    """A part of the model by its name: its own words, and its variants."""

    name: str
    title: str
    about: tuple[Paragraph, ...]
    variants: tuple[Variant, ...]

    @property
    def conditions(self) -> list[Condition]:
        """Every condition that wires it."""
        mine = {condition.name for variant in self.variants for condition in variant.conditions}
        return [condition for condition in CONDITIONS.values() if condition.name in mine]


@cache
def parts() -> dict[str, Explained]:
    """Every part of the model by its name, in the order in which conditions name them.

    Example:
        >>> list(parts())[:3]
        ['junction', 'muscle', 'spindle']
    """
    variants: dict[str, dict[Part, list[Condition]]] = {}
    for condition in CONDITIONS.values():
        for one in condition.parts:
            variants.setdefault(one.name, {}).setdefault(one, []).append(condition)
    found: dict[str, Explained] = {}
    for name, chosen in variants.items():
        title, *about = _said(next(iter(chosen)))
        found[name] = Explained(
            name,
            title.text,
            tuple(about),
            tuple(Variant(one, tuple(conditions)) for one, conditions in chosen.items()),
        )
    return found


def part(name: str) -> Explained:
    """The part of that name.

    Raises:
        InputError: no part has that name.
    """
    if name not in parts():
        raise unknown("part", name, parts())
    return parts()[name]


def _said(one: Part) -> list[Paragraph]:
    """The words of the module that a part stands in."""
    text = cleandoc(sys.modules[one.outputs[0].value.__module__].__doc__ or "").replace("`", "")
    return [_paragraph(block) for block in text.split("\n\n")]


def _paragraph(block: str) -> Paragraph:
    """Formulas stand further in, or beside each other with more than a blank between.

    Each gets a line of its own.
    """
    lines = block.splitlines()
    formulas = any("  " in line for line in lines)
    apart = [one.strip() for line in lines for one in line.split("  ") if one.strip()]
    return Paragraph("\n".join(apart) if formulas else " ".join(lines), formulas)


@cache
def _equations(name: str, condition_name: str) -> list[Equation]:
    """Equations of a part in a condition, kept."""
    from wearoff.model.equations import wired_equations

    condition = CONDITIONS[condition_name]
    return wired_equations(condition.parts, condition.links, name)


def reading(row: str) -> list[str]:
    """Names of the parts that can read an evidence row."""
    return [
        name
        for name, one in parts().items()
        if any(row in read.rows for variant in one.variants for read in variant.reads)
    ]
