"""`wearoff analyze --why`: what was asked, how likely, why, from which view, and which rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.faces.diary import about
from wearoff.faces.shared.layout import under
from wearoff.words import answers as catalog
from wearoff.words import diary as words
from wearoff.words import numbers
from wearoff.words import patterns as catalog_of_patterns

if TYPE_CHECKING:
    from wearoff.diary.result import Result, Verdict
    from wearoff.diary.rules.result import RuleResult


def reasons(result: Result) -> list[str]:
    """Every question as asked, the checks, the estimates and the notes."""
    lines = [about.identity(result), about.sufficiency(result), *_doubts(result), *_told(result)]
    for verdict in result.verdicts:
        lines += ["", *_verdict(verdict)]
    lines += [*_rules(result), *_labels(result), *_patterns(result)]
    lines += _fitted(result)
    lines += ["", "WHAT THESE DATA CANNOT TELL"]
    for text in result.unidentified:
        lines += under(text)
    for note in about.notes(result):
        lines += under(note, "note")
    return [*lines, *under(_how(result), "method"), "  Where a number is from: wearoff why NAME"]


def _told(result: Result) -> list[str]:
    """The answers in plain words, and what stands beside them."""
    lines = ["", "ANSWERS"]
    for answer in result.told:
        lines += [f"  {catalog.QUESTIONS[answer.question]}"]
        lines += under(answer.plain, catalog.WORDS[answer.word])
        lines += under(answer.found) if answer.known else []
    told = [*(one.text for one in result.explained), result.checked.text, result.views.text]
    return [*lines, *(line for text in told if text for line in under(text))]


def _fitted(result: Result) -> list[str]:
    """Checks and estimates; of counts alone there are none."""
    if result.counts_only:
        return []
    lines = ["", "CHECKS"]
    for check in result.checks:
        lines += under(f"{numbers.named(check.result)}: {check.text}", check.name)
    if about.to_check(result):
        return lines
    return [*lines, "", "ESTIMATES (9 in 10 chance)", *_estimates(result)]


def _how(result: Result) -> str:
    method = result.method
    if result.counts_only:
        return "counted; nothing was fitted"
    return f"{method.sampler}: k-hat {numbers.number(method.k_hat, 2)}, {method.draws} draws"


def _doubts(result: Result) -> list[str]:
    """What looks like a slip in what was read, by code: what it does, and whether it is right."""
    lines: list[str] = ["", "TO BE CHECKED IN THE FILE"] if result.doubts else []
    for one in result.doubts:
        does = "confirmed" if one.confirmed else words.DOES[one.effect]
        lines += under(f"{one.where}: {one.text} ({does})", one.code)
    return lines


def _estimates(result: Result) -> list[str]:
    """Every estimate that was made, with its interval; changes with their sign."""
    rows = (
        ("level before the first session", result.baseline.headache_days_28, False),
        ("relief, days per 28", result.relief_days_28, False),
        ("relief, percent", result.relief_percent, False),
        ("half of the help gone, day", result.wearoff_day, False),
        ("lasting change, days per 28", result.lasting_change_days_28, True),
        ("fewer than before, days per 28", result.change_since_days_28, False),
        ("underneath, days per 28 a year", result.drift_days_28_per_year, True),
        ("steady part of it", result.trend_days_28_per_year, True),
    )
    return [
        f"  {text:<34}{numbers.between(estimate, sign=sign)}"
        for text, estimate, sign in rows
        if estimate is not None
    ]


def _verdict(verdict: Verdict) -> list[str]:
    question = catalog.BRIEFLY[verdict.question]
    sure = numbers.sure(verdict.chance_said)
    head = f"{question.upper()}  {catalog.WORDS[verdict.answer]}  {sure}".rstrip()
    lines = [head, *under(verdict.asked, "asked")]
    if verdict.chance_holds:
        likely = numbers.likely(verdict.probability, verdict.probability_range)
        of = f", {catalog.COMES_TO}" if verdict.probability_range else ""
        lines += under(f"{likely}{of}", "chance of a yes")
    for code, text in verdict.reasons:
        lines += under(text, code)
    for view, answer in verdict.by_view.items():
        lines += under(catalog.VIEWS[view] + f": {catalog.WORDS[answer].lower()}", "expecting")
    told = verdict.would_tell
    if told and told.what:
        by = ", ".join(f"{row.date} {numbers.roughly(row.chance)}" for row in told.by_date)
        lines += under(told.what + (f"; {by}" if by else ""), "would tell")
    return lines + (under(", ".join(verdict.sources), "rows") if verdict.sources else [])


def _rules(result: Result) -> list[str]:
    """Every rule in its four fields, with where it is in use and where that was read."""
    if not result.rules:
        return []
    lines = ["", "WHAT SERVICES AND PAPERS LOOK AT, not advice"]
    lines += [f"  {result.rules_disagree}"] if result.rules_disagree else []
    for group, those in about.every_rule(result):
        lines += ["", f"  {group.text.upper()}"]
        for rule in those:
            lines += ["", *_rule(rule)]
    return lines


def _rule(rule: RuleResult) -> list[str]:
    """What it asks, what was counted, both of its chances, and where it was read."""
    return [
        f"  {rule.name} ({rule.where})",
        *under(rule.asks, "asks"),
        *under(f"{words.COUNTED[rule.counted]}: {rule.observed}", "counted"),
        *under(about.truly_so(rule), "truly so"),
        *under(numbers.chance(rule.chance_new_window_differs), "counted differently"),
        *under(f"{rule.source}, read {rule.date} ({rule.grade})", "source"),
    ]


def _labels(result: Result) -> list[str]:
    """Label checks, days with acute medicine by class, and totals."""
    lines: list[str] = ["", "LABEL AND MEDICINE"] if result.labels else []
    for check in result.labels:
        lines += under(check.text, numbers.named(check.result))
    if result.overuse:
        lines += under(result.overuse.text, "acute medicine")
    for total in result.totals:
        lines += under(total.text, total.title)
    return lines


def _origin(result: Result) -> list[str]:
    """Where it might come from, in a line each."""
    told = result.origin
    if told is None:
        return []
    lines = ["", catalog_of_patterns.ORIGIN.upper(), *under(told.text)]
    rows = [*(clue.text for clue in told.clues), *map(about.total, told.examined)]
    rows += [told.by_chance.text] if told.by_chance else []
    return [*lines, *(line for text in rows for line in under(text))]


def _patterns(result: Result) -> list[str]:
    """What goes before headache, the forecast, and the last one against what came."""
    lines = _origin(result)
    for pattern in result.patterns:
        sure = numbers.sure(pattern.chance_said)
        head = f"{pattern.question.upper()}  {catalog.WORDS[pattern.answer]}  {sure}".rstrip()
        lines += ["", head, *under(pattern.text)]
    ahead, since = result.forecast, result.since_last_visit
    if ahead:
        lines += ["", f"FORECAST, {ahead.text}"]
        for window in ahead.windows:
            days = numbers.between(window.headache_days_28, 0)
            lines += under(f"{days} of 28 days", f"from {window.first}")
    if since:
        lines += ["", f"SINCE {since.date}"]
        lines += under("; ".join(since.text), "changed")
        said_then = f"{numbers.between(since.forecast)} days in 28"
        lines += under(f"{said_then}; came {numbers.number(since.came)}", "forecast then")
    return lines
