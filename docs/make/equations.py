"""Equations of every part, wiring of every condition, and every number they use, as one page.

python docs/make/equations.py > docs/equations.md
"""

from __future__ import annotations

from wearoff.model.conditions import CONDITIONS
from wearoff.provenance.parts import parts
from wearoff.simulation.equations_page import (
    READING,
    SPREAD,
    numbers_table,
    part_blocks,
    wiring_blocks,
)

HEAD = """# Equations and numbers

Made by `python docs/make/equations.py > docs/equations.md` from the code that is
simulated. Of one condition: `wearoff export CONDITION --to equations -o F.md`."""


def main() -> None:
    """Print the page."""
    blocks = [HEAD, READING, "## Parts"]
    for one in parts().values():
        for variant in one.variants:
            where = ", ".join(condition.name for condition in variant.conditions)
            blocks += [f"### {one.name}", f"{one.title} In {where}."]
            blocks += part_blocks(variant.part, variant.conditions[0])
    blocks.append("## Conditions")
    for condition in CONDITIONS.values():
        blocks += [f"### {condition.name}", *wiring_blocks(condition)]
    used = {
        row
        for condition in CONDITIONS.values()
        for part in condition.parts
        for parameter in part.parameters
        for row in condition.rows_read(parameter)
    }
    blocks += ["## Numbers", SPREAD, numbers_table(sorted(used))]
    print("\n\n".join(blocks))


if __name__ == "__main__":
    main()
