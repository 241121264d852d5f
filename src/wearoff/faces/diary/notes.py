"""`wearoff analyze --note`: plain ASCII for the record, at most 8 lines of 80 columns."""

from __future__ import annotations

from textwrap import wrap

from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words

WIDTH, LINES = 80, 8
LAST = "Not blinded; regression to the mean and placebo not excluded."


def record(document: said.Document) -> list[str]:
    """The note, shortened from the middle if it would be longer than eight lines."""
    parts = sentences(document)
    while True:
        text = " ".join(parts).encode("ascii", "replace").decode("ascii")
        lines = wrap(text, WIDTH)
        if len(lines) <= LINES:
            return lines
        del parts[-2]


def sentences(document: said.Document) -> list[str]:
    """What the note says, in order."""
    meta = document["meta"]
    end = (
        f"{LAST} wearoff {meta['version']}, evidence {meta['evidence']}, seed {meta['seed']}. "
        "Informs, does not advise."
    )
    return [*_who(document), _counted(document), *_found(document), *_beside(document), end]


def _who(document: said.Document) -> list[str]:
    sessions = document["sessions"]
    condition = words.named(document["condition"]).capitalize()
    head = f"BoNT review to {document['last']}. {condition}, "
    if not sessions:
        head += "no sessions given"
    elif len(sessions) == 1:
        head += f"{said.products(document)}, {sessions[0]['date']}"
    else:
        apart = f"(every {document['method']['interval_days']:g} d)"
        dates = f"{sessions[0]['date']} to {sessions[-1]['date']}"
        head += f"{said.products(document)}, {dates} {apart}"
    written = document["days_observed"]
    days = written + document["days_missing"]
    return [f"{head}.", f"Diary {written}/{days} days ({100 * written / days:.0f}%)."]


def _counted(document: said.Document) -> str:
    tally = document["counted"]
    text = (
        f"{document['outcome'].capitalize()}/28: {words.number(tally['before'])} before -> "
        f"{words.number(tally['now'])} {said.now_label(document)}"
    )
    if tally["change"] is None:
        return f"{text}."
    percent = tally["change_percent"]
    beside = "" if percent is None else f", {words.signed(percent, 0)}%"
    return f"{text} ({words.signed(tally['change'])}{beside})."


def _found(document: said.Document) -> list[str]:
    working, wears, under = said.answers(document)
    lines = [f"Working: {_short(working.word, working.chance)}."]
    relief, gone = document["relief_days_28"], document["wearoff_day"]
    if relief is not None:
        lines.append(
            f"Part that comes and goes with injections: {words.signed(-relief['mean'])}/28 (90% "
            f"{words.signed(-relief['hi90'])} to {words.signed(-relief['lo90'])})."
        )
    if working.word == "YES" and gone is not None:
        early = f"wears off early: {_short(wears.word, wears.chance)}"
        lines.append(f"Half of gain gone by day {words.between(gone, 0)}; {early}.")
    drift = document["drift_days_28_per_year"]
    slope = "" if drift is None else f" ({words.between(drift, sign=True)} a year)"
    return [*lines, f"Underlying level: {_short(under.word, '')}{slope}."]


def _beside(document: said.Document) -> list[str]:
    """Acute medicine, clinic totals and other changes, where written."""
    lines: list[str] = []
    acute = document["acute_medication"]
    if acute:
        pair = f"{words.number(acute['before'])} -> {words.number(acute['now'])}"
        lines.append(f"Acute medication days/28: {pair}.")
    for measure in dict.fromkeys(score["measure"] for score in document["scores"]):
        values = [s["value"] for s in document["scores"] if s["measure"] == measure]
        name = measure.upper().replace("_", "-")
        lines.append(
            f"{name}: {' -> '.join(f'{v:g}' for v in dict.fromkeys((values[0], values[-1])))}."
        )
    if document["events"]:
        lines.append(f"Also changed: {said.changes(document)}.")
    return lines


def _short(word: str, chance: str) -> str:
    return f"{word.lower()} ({chance})" if chance else word.lower()
