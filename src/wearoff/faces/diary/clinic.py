"""`wearoff analyze FOLDER`: one row a patient, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words

if TYPE_CHECKING:
    from wearoff.faces.diary.answers import Document

WIDTH, NAME = 80, 14


def screen(document: Document) -> list[str]:
    """A row a patient, and below it what is missing or next."""
    head = f"{'Patient':<{NAME}}{'filled in':>10}{'sessions':>9}  {'before > now':<14}"
    lines = [f"{head}{'working':<10}{'wears off':<11}underneath"]
    for row in rows(document):
        name = row["name"] if len(row["name"]) < NAME else f"{row['name'][: NAME - 3]}.."
        if row["error"]:
            lines.append(_cut(f"{name:<{NAME}}{row['error']}"))
            continue
        lines.append(
            f"{name:<{NAME}}{row['filled']:>10}{row['sessions']:>9}  {row['counted']:<14}"
            f"{row['working']:<10}{row['wears_off']:<11}{row['underneath']}"
        )
        if row["next"]:
            lines.append(_cut(f"{'':<4}next: {row['next']}"))
    done = sum(not row["error"] for row in rows(document))
    return [*lines, "", f"{done} of {len(document['patients'])} analyzed.", words.CLOSING]


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 4]} ..."


def rows(document: Document) -> list[dict[str, Any]]:
    """Every patient as the cells of the table."""
    return [
        _row(patient["name"], patient["error"], patient["analysis"])
        for patient in document["patients"]
    ]


def _row(name: str, error: str | None, found: Document | None) -> dict[str, Any]:
    if found is None:
        return {"name": name, "error": error}
    given = said.answers(found)
    tally = found["counted"]
    days = found["days_observed"] + found["days_missing"]
    short = [answer.word.replace("CANNOT TELL", "?").replace(" YET", "") for answer in given]
    short = [{"NOT ASKED": "-"}.get(word, word.lower()) for word in short]
    return {
        "name": name,
        "error": None,
        "filled": f"{found['days_observed']}/{days}",
        "sessions": len(found["sessions"]),
        "counted": f"{words.number(tally['before'])} > {words.number(tally['now'])}",
        "working": short[0],
        "wears_off": short[1],
        "underneath": short[2],
        "answers": given,
        "outcome": found["outcome"],
        "next": next((answer.ahead for answer in given if answer.ahead), ""),
        "notes": said.notes(found),
    }


def clinic_page(document: Document) -> str:
    """HTML of the table."""
    from wearoff.faces.shared.pages import page

    return page("clinic.html", meta=document["meta"], rows=rows(document))
