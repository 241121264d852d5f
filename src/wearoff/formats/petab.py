"""PEtab 1 out: an estimation problem as a YAML file, tables with tabs between, and an SBML model.

    problem.yaml        which file is which
    conditions.tsv      what each arm sets in the model
    observables.tsv     what is measured, and the law of its noise
    measurements.tsv    when, in which arm, and what was found
    parameters.tsv      nominal values, bounds, scales and priors

No meaning beyond that. The format: https://petab.readthedocs.io, version 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Table = Sequence[Mapping[str, str | float]]

MODEL, YAML = "model.xml", "problem.yaml"
KINDS = ("condition", "observable", "measurement")
"""Tables that PEtab lists by problem; the parameters stand above."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An estimation problem; a table is its rows, which have the same columns.

    ``comments`` stand at the head of the YAML file.
    """

    model: str
    condition: Table
    observable: Table
    measurement: Table
    parameter: Table
    comments: Sequence[str]


def texts(problem: Problem) -> dict[str, str]:
    r"""The files of a problem, by name.

    Example:
        >>> rows = [{"parameterId": "k", "nominalValue": 0.1}]
        >>> found = texts(
        ...     Problem(
        ...         model="<sbml/>",
        ...         condition=[],
        ...         observable=[],
        ...         measurement=[],
        ...         parameter=rows,
        ...         comments=[],
        ...     )
        ... )
        >>> found["parameters.tsv"]
        'parameterId\tnominalValue\nk\t0.1\n'
    """
    tables = {
        "condition": problem.condition,
        "observable": problem.observable,
        "measurement": problem.measurement,
        "parameter": problem.parameter,
    }
    return {
        YAML: _yaml(problem.comments),
        MODEL: problem.model,
        **{_file(kind): _tsv(table) for kind, table in tables.items()},
    }


def _file(kind: str) -> str:
    return f"{kind}s.tsv"


def _yaml(comments: Sequence[str]) -> str:
    listed = [f"    {kind}_files:\n      - {_file(kind)}\n" for kind in KINDS]
    return "".join(
        [
            *(f"# {comment}\n" for comment in comments),
            f"format_version: 1\nparameter_file: {_file('parameter')}\nproblems:\n",
            f"  - sbml_files:\n      - {MODEL}\n",
            *listed,
        ]
    )


def _tsv(table: Table) -> str:
    """Rows under their header; what would end a cell in a text is a space."""
    lines = [list(table[0]) if table else []]
    lines += [[_cell(value) for value in row.values()] for row in table]
    return "".join("\t".join(line) + "\n" for line in lines)


def _cell(value: str | float) -> str:
    return " ".join(value.split()) if isinstance(value, str) else repr(float(value))
