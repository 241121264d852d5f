"""What `wearoff claims` shows: both texts side by side, and one card for each claim asked for."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from wearoff.evidence.claims import GRADES, TEXTS
from wearoff.faces.shared.words import CLOSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.evidence.claims import CitedStudy, Claim
    from wearoff.provenance.claims import Claims

WIDTH = 80
GUTTER = 2
LABEL = 9
"""Width of a card's left margin, where its labels stand."""
EXAMPLE = "C08"
DISAGREE = "DISAGREE? How to send a study: CONTRIBUTING.md"


def screen(
    found: Claims,
    ids: Sequence[str],
    *,
    text: str | None = None,
    grade: str | None = None,
    part: str | None = None,
) -> list[str]:
    """The claims that meet the conditions: cards of those named, else both texts."""
    if found:
        return _cards(found) if ids else _listing(found)
    asked = {
        "named": " ".join(ids),
        "in the text": text,
        "graded": grade,
        "carried by the part": part,
    }
    return ["no claim " + ", ".join(f"{how} {what}" for how, what in asked.items() if what)]


def _listing(found: Claims) -> list[str]:
    """The texts side by side, one block for each grade."""
    texts = [text for text in TEXTS if any(claim.text == text for claim in found)]
    width = (WIDTH - GUTTER * (len(texts) - 1)) // len(texts)
    counts = [sum(claim.text == text for claim in found) for text in texts]
    heads = [f"{text.upper()} says ({count})" for text, count in zip(texts, counts, strict=True)]
    lines = [
        "What two texts claim, by what was found. Their words, shortened; not ours.",
        "",
        _row(heads, width),
    ]
    for grade, meaning in GRADES.items():
        graded = [claim for claim in found if claim.grade == grade]
        if graded:
            heading = f"-- {grade} ({len(graded)}): {meaning} "
            lines += ["", heading.ljust(WIDTH, "-")]
            lines += _columns(graded, texts, width)
    studies = [line for study in found.cited_studies for line in _cited(study)]
    if studies:
        lines += ["", "-- muscle studies that the warning cites ".ljust(WIDTH, "-"), *studies]
    example = next((claim.id for claim in found if claim.id == EXAMPLE), found[0].id)
    return [*lines, "", f"One card: wearoff claims {example}   {DISAGREE}", CLOSING]


def _columns(graded: Sequence[Claim], texts: Sequence[str], width: int) -> list[str]:
    """Claims of one grade, each text in its column."""
    columns = [[claim for claim in graded if claim.text == text] for text in texts]
    lines: list[str] = []
    for across in zip_longest(*columns):
        cells = [_cell(claim, width) for claim in across]
        lines += [_row(line, width) for line in zip_longest(*cells, fillvalue="")]
    return lines


def _row(cells: Sequence[str], width: int) -> str:
    """Cells of one line, side by side."""
    return (" " * GUTTER).join(cell.ljust(width) for cell in cells).rstrip()


def _cell(claim: Claim | None, width: int) -> list[str]:
    """A claim's id and words in a column; nothing where the text has no more of them."""
    if claim is None:
        return []
    return _wrapped(claim.words, width, first=f"{claim.id} ", rest=" " * 4)


def _cited(study: CitedStudy) -> list[str]:
    """A cited study: what it measured, and whether it is told fairly."""
    head = f"{study.cited_as}   {' '.join(study.claims)}   {study.source}"
    return [
        head,
        *_wrapped(study.measured, WIDTH, first="  found  ", rest=" " * LABEL),
        *_wrapped(study.fair, WIDTH, first="  fair?  ", rest=" " * LABEL),
    ]


def _cards(found: Claims) -> list[str]:
    """Cards one below the other; a single one with its sources in full."""
    lines: list[str] = []
    for claim in found:
        lines += [*_card(claim, found.cited_studies), ""]
    if len(found) == 1:
        lines += [line for name in found.sources for line in _source(found, name)]
        lines += [""] if found.sources else []
    return [*lines, DISAGREE]


def _card(claim: Claim, studies: Sequence[CitedStudy]) -> list[str]:
    """One claim: their words first, then what was found, the model, a diary, and the sources."""
    whose = f"{claim.text} text"
    left = WIDTH - len(whose) - GUTTER
    words = _wrapped(f'"{claim.words}"', left, first=f"{claim.id}  ", rest=" " * 5)
    words[0] = words[0].ljust(WIDTH - len(whose)) + whose
    cited = [study for study in studies if claim.id in study.claims]
    return [
        *words,
        *_field("found", claim.finding),
        *(_field("but", claim.but) if claim.but else []),
        *_field("grade", f"{claim.grade} ({GRADES[claim.grade]})"),
        *_field("model", claim.model),
        *_field("diary", claim.diary),
        *(
            line
            for study in cited
            for line in _field("cited", f"{study.cited_as}. Fair? {study.fair}")
        ),
        *_field("FOR", " ".join(claim.supports) or "none"),
        *_field("AGAINST", " ".join(claim.against) or "none"),
    ]


def _source(found: Claims, name: str) -> list[str]:
    """A source in full; one that was not read says so."""
    source = found.sources[name]
    seen = "" if source.seen.startswith("read") else f" [{source.seen}]"
    return _wrapped(f"{name}  {source.citation}{seen}", WIDTH, first="  ", rest=" " * 4)


def _field(label: str, text: str) -> list[str]:
    """A labeled paragraph of a card."""
    return _wrapped(text, WIDTH, first=label.ljust(LABEL), rest=" " * LABEL)


def _wrapped(text: str, width: int, *, first: str, rest: str) -> list[str]:
    """Text in lines of a width, words and hyphens whole."""
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
