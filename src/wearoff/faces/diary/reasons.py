"""`wearoff analyze --why`: what was asked, how likely, why, from which view, and which rows."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from wearoff.faces.diary import answers as said
from wearoff.faces.shared import words

WIDTH = 80
ESTIMATES = (
    ("relief_days_28", "relief, days per 28"),
    ("relief_percent", "relief, percent"),
    ("wearoff_day", "half of the gain gone, day"),
    ("lasting_change_days_28", "lasting change, days per 28"),
    ("drift_days_28_per_year", "underneath, days per 28 a year"),
)


def reasons(document: said.Document) -> list[str]:
    """Every question as asked, the checks, the estimates and the notes."""
    lines = [said.identity(document), said.sufficiency(document)]
    for verdict in document["verdicts"]:
        lines += ["", *_verdict(verdict)]
    lines += [*_rules(document), *_labels(document), *_patterns(document)]
    lines += ["", "CHECKS"]
    for check in document["checks"]:
        lines += _under(f"{check['result'].replace('_', ' ')}: {check['text']}", check["name"])
    lines += ["", "ESTIMATES (9 in 10 chance)"]
    before = document["baseline"]["headache_days_28"]
    if before is not None:
        lines.append(f"  {'level before the first session':<34}{words.between(before)}")
    for key, text in ESTIMATES:
        if document[key] is not None:
            sign = key in {"lasting_change_days_28", "drift_days_28_per_year"}
            lines.append(f"  {text:<34}{words.between(document[key], sign=sign)}")
    lines += ["", "WHAT THESE DATA CANNOT TELL"]
    for text in document["unidentified"]:
        lines += _under(text)
    for note in said.notes(document):
        lines += _under(note, "note")
    method = document["method"]
    how = f"{method['sampler']}: k-hat {method['k_hat']:.2f}, {method['draws']} draws"
    return [*lines, *_under(how, "method"), "  Where a number is from: wearoff why NAME"]


def _verdict(verdict: dict[str, Any]) -> list[str]:
    question: str = said.TITLES.get(verdict["question"], "") or verdict["question"]
    head = f"{question.upper()}  {said.SAID[verdict['answer']]}"
    if verdict["probability"] is not None:
        head += f"  {words.chance(verdict['probability'])}"
    lines = [head, *_under(verdict["asked"], "asked")]
    for code, text in zip(verdict["reason_codes"], _texts(verdict), strict=True):
        lines += _under(text, code)
    if verdict["by_view"]:
        views = ", ".join(f"{v}: {said.SAID[a].lower()}" for v, a in verdict["by_view"].items())
        lines += _under(views, "by view")
    told = verdict["would_tell"]
    if told and told["what"]:
        dates = told.get("by_date") or []
        by = ", ".join(f"{row['date']} {words.roughly(row['chance'])}" for row in dates)
        lines += _under(told["what"] + (f"; {by}" if by else ""), "would tell")
    return lines + (_under(", ".join(verdict["sources"]), "rows") if verdict["sources"] else [])


def _rules(document: said.Document) -> list[str]:
    """Every rule in its four fields, with where it is in use and where that was read."""
    rules = document["rules"]
    if not rules:
        return []
    lines = ["", "WHAT SERVICES AND PAPERS LOOK AT, not advice"]
    lines += [f"  {document['rules_disagree']}"] if document["rules_disagree"] else []
    for rule in rules:
        lines += ["", f"  {rule['name']} ({rule['where']})"]
        lines += _under(rule["asks"], "asks")
        lines += _under(f"{said.COUNTED[rule['counted']]}: {rule['observed']}", "counted")
        lines += _under(words.chance(rule["probability_met"]), "truly so")
        lines += _under(words.chance(rule["chance_new_window_differs"]), "counted differently")
        lines += _under(f"{rule['source']}, read {rule['date']} ({rule['grade']})", "source")
    return lines


def _labels(document: said.Document) -> list[str]:
    """Label checks, days with acute medicine by class, and totals."""
    lines: list[str] = ["", "LABEL AND MEDICINE"] if document["labels"] else []
    for check in document["labels"]:
        lines += _under(check["text"], check["result"].replace("_", " "))
    if document["overuse"]:
        lines += _under(document["overuse"]["text"], "acute medicine")
    for total in document["totals"]:
        lines += _under(total["text"], total["title"])
    return lines


def _patterns(document: said.Document) -> list[str]:
    """What goes before headache, the forecast, and the last one against what came."""
    lines: list[str] = []
    for pattern in document["patterns"]:
        head = f"{pattern['question'].upper()}  {said.SAID[pattern['answer']]}"
        lines += ["", head, *_under(pattern["text"])]
    ahead, since = document["forecast"], document["since_last_visit"]
    if ahead:
        lines += ["", f"FORECAST, {ahead['text']}"]
        for window in ahead["windows"]:
            days = words.between(window["headache_days_28"], 0)
            lines += _under(f"{days} of 28 days", f"from {window['first']}")
    if since:
        lines += ["", f"SINCE {since['date']}"]
        lines += _under("; ".join(since["text"]), "changed")
        said_then = f"{words.between(since['forecast'])} days in 28"
        lines += _under(f"{said_then}; came {words.number(since['came'])}", "forecast then")
    return lines


def _texts(verdict: dict[str, Any]) -> list[str]:
    """Words of the reason codes; what a failed check says comes before them in `because`."""
    count = len(verdict["reason_codes"])
    said_first = verdict["because"][: len(verdict["because"]) - count]
    texts = verdict["because"][len(said_first) :]
    if said_first and texts:
        return [f"{'; '.join(said_first).rstrip('.')}; {texts[0]}", *texts[1:]]
    return texts


def _under(text: str, label: str = "") -> list[str]:
    head = f"  {label:<20}" if label else "  "
    return wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head)) or [head]
