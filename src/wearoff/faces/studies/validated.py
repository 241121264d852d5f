"""What `wearoff validate` shows: predictions beside what was published, misses first."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from wearoff.faces.shared import words
from wearoff.faces.studies.forest import called, compared, printable, shortened

Document = dict[str, Any]
WIDTH = 80
NAME = 23
"""Columns of an id, with the mark before it."""
HEADS = ("week", "published", "predicted", "9 in 10", "ratio")
COLUMNS = (7, 11, 11, 21, 7)
NO_NUMBER = "no number came of it"


def screen(document: Document) -> list[str]:
    """The predictions as lines of at most 80 columns."""
    known = compared(document)
    missed = [row for row in known if not row["inside"]]
    asked = [r for r in document["rows"] if r["value"] is None and r["lo90"] is not None]
    inside = [row for row in document["rows"] if row["inside"] and row["lo90"] is not None]
    lines = _table("Missed", missed, more=True)
    lines += [*_table("Inside", inside), *_table("Predicted only", asked)]
    said = [(text, row) for row in document["rows"] for text in row["assumed"]]
    none = [(row["cannot_predict"] or NO_NUMBER, row) for row in document["rows"] if _silent(row)]
    lines += [*_listed("Cannot predict", none), *_listed("Assumed", said)]
    refused = [(row["reason"], "") for row in document["refused"]]
    lines += _texts("Refused", refused)
    lines += _texts("Notes", [(note, "") for note in document["notes"]])
    return [*lines, *_sums(document), words.CLOSING]


def _silent(row: Document) -> bool:
    return bool(row["cannot_predict"]) or row["lo90"] is None


def _table(title: str, rows: list[Document], *, more: bool = False) -> list[str]:
    """Rows under a heading; with ``more``, below each what it is a figure of."""
    if not rows:
        return []
    head = "".join(f"{text:>{width}}" for text, width in zip(HEADS, COLUMNS, strict=True))
    lines = [f"{f'{title} ({len(rows)})':<{NAME}}{head}"]
    for row in rows:
        lines.append(_line(row))
        lines += _wrapped(_about(row), "    ") if more else []
    return [*lines, ""]


def _about(row: Document) -> str:
    quantity, arm = (row[key].replace("_", " ") for key in ("quantity", "arm"))
    return f"{called(row['condition'])}, {quantity}, {arm}"


def _line(row: Document) -> str:
    ratio = row["interval_score_ratio"]
    between = " to ".join(_number(row[key], ".3g", 8) for key in ("lo90", "hi90"))
    cells = (
        "" if row["week"] is None else _number(row["week"], ".4g", 6),
        "" if row["value"] is None else _number(row["value"], ".4g", 10),
        _number(row["predicted"], ".4g", 10),
        between,
        "" if ratio is None else _number(ratio, ".2f", 6),
    )
    line = "".join(f"{text:>{width}}" for text, width in zip(cells, COLUMNS, strict=True))
    mark = "*" if row["cohort_left_out"] else " "
    return f"{mark}{shortened(row['id'], NAME - 1):<{NAME - 1}}{line}".rstrip()


def _number(value: float, form: str, most: int) -> str:
    """A number, or only its size where it is too long for its column."""
    text = f"{value:{form}}"
    return text if len(text) <= most else f"{value:.0e}"


def _listed(title: str, said: list[tuple[str, Document]]) -> list[str]:
    """Each text once, with the rows of which it is said."""
    by_text: dict[str, list[str]] = {}
    for text, row in said:
        by_text.setdefault(text, []).append(shortened(row["id"], NAME))
    return _texts(title, [(text, ", ".join(names)) for text, names in by_text.items()])


def _texts(title: str, said: list[tuple[str, str]]) -> list[str]:
    if not said:
        return []
    lines = [line for text, names in said for line in _item(text, names)]
    return [title, *lines, ""]


def _item(text: str, names: str) -> list[str]:
    return _wrapped(f"{text}: {names}" if names else text, "  ")


def _wrapped(text: str, margin: str) -> list[str]:
    return wrap(
        printable(text),
        WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_on_hyphens=False,
    )


def _sums(document: Document) -> list[str]:
    lines = [f"{document['predicted']} of {len(document['rows'])} rows predicted."]
    if document["refused"]:
        lines[0] += f" {len(document['refused'])} refused."
    if any(row["cohort_left_out"] for row in document["rows"]):
        lines += ["* its cohort was left out of the calibration first; others were never in it"]
    if document["coverage90"] is not None:
        inside = round(document["coverage90"] * document["scored"])
        share = f"{100 * document['coverage90']:.0f} %; honest intervals hold about 90 %"
        lines += [f"Inside their 9 in 10: {inside} of {document['scored']} ({share})."]
    if document["compared"]:
        mean, median = (document[f"{kind}_interval_score_ratio"] for kind in ("mean", "median"))
        text = (
            f"Ratio: our interval score over that of a naive predictor, which takes the mean and "
            f"spread of other cohorts' figures; below 1 is better. In {document['compared']} rows: "
            f"geometric mean {mean:.2f}, median {median:.2f}."
        )
        lines += wrap(text, WIDTH)
    return lines
