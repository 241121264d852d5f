"""What `wearoff export DIARY` and `wearoff share` show: what goes in, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.shared import layout
from wearoff.words.numbers import named, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.write.result import ExportCaseResult, Part, ShareResult


def exported(result: ExportCaseResult) -> list[str]:
    """What was written of one person."""
    lines = ["What is in it", *_parts(result.goes_in), "", "What is not"]
    lines += _listed(result.left_out)
    if result.changed:
        lines += ["", "What stands in it in another way", *_listed(result.changed)]
    return lines + _said(result)


def shared(result: ShareResult, path: str, *, seen: bool) -> list[str]:
    """What goes to research, and how to write it."""
    lines = [
        f"For research, of {named(result.condition)}. Nothing is sent.",
        "",
        "What goes in",
        *_parts(result.goes_in),
        "",
        "What is left out",
        *_listed(result.left_out),
        "",
        *layout.wrapped(result.can_still_tell),
    ]
    lines += _said(result)
    lines += ["", "What each column holds"]
    lines += _columns([(f"{one.table}.{one.column}", one.meaning) for one in result.dictionary])
    if not seen:
        lines += ["", f"Not written yet: --seen writes {path}"]
    return lines


def _said(result: ExportCaseResult | ShareResult) -> list[str]:
    """What was taken for granted while reading, and what looks like a slip."""
    lines: list[str] = []
    if result.notes:
        lines += ["", "What was taken for granted, or is not read", *_listed(result.notes)]
    if result.doubts:
        told = [f"{doubt.where}: {doubt.text} [{doubt.code}]" for doubt in result.doubts]
        lines += ["", "What looks like a slip", *_listed(told)]
    return lines


def _parts(parts: Sequence[Part]) -> list[str]:
    told = [f"{some(part.rows, 'row')}: {', '.join(part.columns)}" for part in parts]
    return _columns([(part.table, text) for part, text in zip(parts, told, strict=True)])


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Names, and what is said of each."""
    width = layout.widest(name for name, _ in rows)
    return [
        line
        for name, text in rows
        for line in layout.whole_words(
            text, first=f"  {name:<{width}}  ", rest=f"  {'':<{width}}  "
        )
    ]


def _listed(sentences: Sequence[str]) -> list[str]:
    return [line for sentence in sentences for line in layout.wrapped(sentence, "  ")]
