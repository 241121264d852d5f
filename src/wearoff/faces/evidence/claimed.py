"""What `wearoff claims` shows: both texts side by side, and one card for each claim asked for."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from wearoff.evidence.claims import GRADES, TEXTS
from wearoff.faces.shared import layout
from wearoff.faces.shared.words import CLOSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.evidence.claims import CitedStudy, Claim
    from wearoff.provenance.claims import Claims

MARGIN = "         "
"""A card's left margin, where its labels stand."""
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
    width = layout.column_width(len(texts))
    by_text = {text: [claim for claim in found if claim.text == text] for text in texts}
    heads = [f"{text.upper()} says ({len(claims)})" for text, claims in by_text.items()]
    lines = [
        "What two texts claim, by what was found. Their words, shortened; not ours.",
        "",
        layout.side_by_side(heads, width),
    ]
    for grade, meaning in GRADES.items():
        graded = [claim for claim in found if claim.grade == grade]
        if graded:
            heading = f"-- {grade} ({len(graded)}): {meaning} "
            lines += ["", heading.ljust(layout.WIDTH, "-")]
            lines += _columns(graded, texts, width)
    studies = [line for study in found.cited_studies for line in _cited(study)]
    if studies:
        lines += [
            "",
            "-- muscle studies that the warning cites ".ljust(layout.WIDTH, "-"),
            *studies,
        ]
    example = next((claim.id for claim in found if claim.id == EXAMPLE), found[0].id)
    return [*lines, "", f"One card: wearoff claims {example}   {DISAGREE}", CLOSING]


def _columns(graded: Sequence[Claim], texts: Sequence[str], width: int) -> list[str]:
    """Claims of one grade, each text in its column."""
    columns = [[claim for claim in graded if claim.text == text] for text in texts]
    lines: list[str] = []
    for across in zip_longest(*columns):
        cells = [_cell(claim, width) for claim in across]
        lines += [layout.side_by_side(line, width) for line in zip_longest(*cells, fillvalue="")]
    return lines


def _cell(claim: Claim | None, width: int) -> list[str]:
    """A claim's id and words in a column; nothing where the text has no more of them."""
    if claim is None:
        return []
    return layout.whole_words(claim.words, width, first=f"{claim.id} ", rest=layout.INDENT)


def _cited(study: CitedStudy) -> list[str]:
    """A cited study: what it measured, and whether it is told fairly."""
    head = f"{study.cited_as}   {' '.join(study.claims)}   {study.source}"
    return [
        head,
        *layout.whole_words(study.measured, first="  found  ", rest=MARGIN),
        *layout.whole_words(study.fair, first="  fair?  ", rest=MARGIN),
    ]


def _cards(found: Claims) -> list[str]:
    """Cards one below the other; a single one with its sources in full."""
    lines: list[str] = []
    for claim in found:
        lines += [*_card(claim, found.cited_studies), ""]
    if not found[1:]:
        lines += [line for name in found.sources for line in _source(found, name)]
        lines += [""] if found.sources else []
    return [*lines, DISAGREE]


def _card(claim: Claim, studies: Sequence[CitedStudy]) -> list[str]:
    """One claim: their words first, then what was found, the model, a diary, and the sources."""
    said, whose = f'"{claim.words}"', f"{claim.text} text"
    cited = [study for study in studies if claim.id in study.claims]
    return [
        *layout.titled(said, whose, first=f"{claim.id}  ", rest="     "),
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
    seen = "" if source.was_read else f" [{source.seen}]"
    text = f"{name}  {source.citation}{seen}"
    return layout.whole_words(text, first="  ", rest=layout.INDENT)


def _field(label: str, text: str) -> list[str]:
    """A labeled paragraph of a card."""
    return layout.whole_words(text, first=f"{label:<9}", rest=MARGIN)
