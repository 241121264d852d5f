"""Equations, wiring and numbers of a condition as one page, in Markdown.

Equations are those that are computed (`wearoff.model.equations` says what is left out); numbers
are rows of the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.evidence import rows
from wearoff.model.equations import wired_equations
from wearoff.model.wiring import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wearoff.model.conditions import Condition
    from wearoff.model.ports import Part
    from wearoff.model.wiring import Wiring

READING = """`dx/dt` is a rate a day, `=` holds at every instant, `←` is what a session changes. An
index ᵢ is a muscle of one side, Σᵢ the sum over them, `(x)₊` is x above 0 and else 0, smooth where
it starts, `[x > 0]` is 1 or 0, σ the logistic function. Numbers that only keep a quotient finite
are left out. Names in braces stand for the product, the condition, the muscle or its region."""
SPREAD = """*low* to *high* holds 9 in 10 of what is plausible; a `triangle` ends there, and `fixed`
has no spread. *over* says whether people differ in it, or it is one number for all that is not well
known."""
GEOMETRY = {
    "sign": "1 on the left, -1 on the right, 0 in the middle",
    "overactive": "1 on the affected side, else 0",
    **{region: f"1 for a muscle of the {region}, else 0" for region in REGIONS},
}
"""What a muscle's place gives to a part."""
NUMBERS = "| number | value | unit | low | high | law | over | grade | meaning | source |"
INVENTED = "An invented person with every number at its value. Not you. Not medical advice."


def page(wiring: Wiring, condition: Condition, settings: Mapping[str, float]) -> str:
    """The page of one condition.

    Args:
        wiring: its parts, joined.
        condition: what is wired.
        settings: numbers that were set, in their rows' units; they stand beside the evidence's.

    Returns:
        Markdown: a heading a part, then the wiring and the numbers.

    Example:
        >>> from wearoff.model.conditions import condition
        >>> muscle = condition("healthy_muscle")
        >>> wiring = muscle.wire([("gastrocnemius", "left")], "onabotulinumtoxinA")
        >>> page(wiring, muscle, {}).splitlines()[0]
        '# healthy muscle: equations and numbers'
    """
    blocks = [f"# {condition.title}: equations and numbers", INVENTED, READING]
    for part in condition.parts:
        blocks.append(f"## Part: {part.name}")
        blocks += part_blocks(part, condition)
    blocks += ["## Wiring", *wiring_blocks(condition), "## Numbers", SPREAD]
    blocks.append(numbers_table(wiring.rows))
    if settings:
        given = [f"`{name}` = {value:g} {rows.get(name).unit}" for name, value in settings.items()]
        blocks.append(f"Set, not the evidence's: {'; '.join(given)}.")
    return "\n\n".join(blocks) + "\n"


def part_blocks(part: Part, condition: Condition) -> list[str]:
    """States with where they start, numbers and equations of a part as a condition has it."""
    found = wired_equations(condition.parts, condition.links, part.name)
    starts = [f"- {one.name} in {_unit(one.unit)}, {one.start:g} at first" for one in part.states]
    lines = [f"{one.text}    [{one.unit}]" for one in found]
    given = [f"- {one.name} in {_unit(one.unit)}: row `{one.row}`" for one in part.parameters]
    given += [f"- {name}: a uniform random number of a patient" for name in part.chances]
    given += [f"- {name}: {GEOMETRY[name]}" for name in part.geometry]
    lists = [("States", starts), ("Numbers", given)]
    listed = ["\n".join([f"{title}:", "", *one]) for title, one in lists if one]
    return [*listed, "\n".join(["```text", *lines, "```"])]


def wiring_blocks(condition: Condition) -> list[str]:
    """What feeds each input, and what is read out."""
    fed = [f"| `{port}` | `{source}` |" for port, source in condition.links.items()]
    read = [f"| `{column}` | `{source}` |" for column, source in condition.outcomes.items()]
    return [
        "\n".join(["| input | is |", "|---|---|", *fed]),
        "\n".join(["| outcome | is |", "|---|---|", *read]),
    ]


def numbers_table(names: Iterable[str]) -> str:
    """Value, spread, grade and source of each number, a row each."""
    lines = [NUMBERS, "|---|--:|---|--:|--:|---|---|---|---|---|"]
    for name in names:
        row = rows.get(name)
        over = "people" if row.varies == "person" else "all"
        source = f"{rows.sources()[row.source].citation}; {row.place}"
        figures = f"{row.value:g} | {_unit(row.unit)} | {row.low:g} | {row.high:g}"
        said = f"{row.law} | {over} | {row.grade} | {_cell(row.meaning)} | {_cell(source)}"
        lines.append(f"| `{name}` | {figures} | {said} |")
    return "\n".join(lines)


def _unit(unit: str) -> str:
    """A unit; of toxin, where any product can be given, U."""
    return unit.format(units="U").replace("**", "^")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
