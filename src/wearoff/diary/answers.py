"""What people ask, answered from the verdicts: codes, values, then sentences.

Every face prints these, so that they cannot disagree. Both drift questions are one: worse is
rising, better is falling, neither is steady.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wearoff.diary.pieces import Checked, Dots, Views
from wearoff.diary.result import Answer
from wearoff.diary.thresholds import thresholds
from wearoff.diary.timeline import YEAR
from wearoff.diary.verdicts import CANNOT_TELL, NO, YES
from wearoff.words import answers as catalog
from wearoff.words import would_tell
from wearoff.words.diary import changed
from wearoff.words.reasons import INPUT_DOUBTFUL

if TYPE_CHECKING:
    from wearoff.diary.pieces import Season
    from wearoff.diary.result import Asked, Findings, Verdict, Word, WouldTell
    from wearoff.formats.documents import Value
    from wearoff.formats.estimates import Estimate

OPEN = {"cannot_tell", "cannot_tell_yet", "not_asked"}
"""Words that are no answer."""
NOT_ASKED_CODES = {"counts_only", "no_sessions", "not_asked_yet", "too_few_sessions", "too_short"}
"""Reasons that say the diary lacks the design for the question, not the signal."""
EARLY_CODES = {"one_session", "short_after", "few_now"}


def answers(given: Findings) -> list[Answer]:
    """The three questions, in order."""
    return [working(given), wears_off(given), underneath(given)]


def verdict(given: Findings, question: str) -> Verdict:
    """The verdict on one question."""
    return next(one for one in given.verdicts if one.question == question)


# The questions


def working(given: Findings) -> Answer:
    """Whether headache is lower through relief that comes and goes with the sessions."""
    said, relief = verdict(given, "working"), given.relief_days_28
    if said.answer == CANNOT_TELL or relief is None:
        asked: dict[str, Value] = {"line": thresholds()["working"]["days_28"]}
        asked |= {"outcome": given.outcome} | _chance(said) | _stayed(given)
        return _open(said, "working", given, "open", asked)
    values = _estimate(relief) | {"outcome": given.outcome}
    if said.answer == NO:
        values["change_percent"] = given.counted.change_percent
        return _told(said, "working", "no_relief", values)
    seen = [cycle for cycle in given.cycles if cycle.days_observed]
    reliefs = [cycle.relief_days_28 for cycle in seen]
    values |= {
        "lower": sum(found is not None and found.mean > 0 for found in reliefs),
        "cycles": len(seen),
        "sessions": len(given.cycles),
    }
    return _told(said, "working", "relief", values | _stayed(given))


def _stayed(given: Findings) -> dict[str, Value]:
    """How many days fewer came with the first session and stayed; none where few or none may be."""
    lasting, least = given.lasting_change_days_28, thresholds()["working"]["no_lasting_days_28"]
    if lasting is None or lasting.mean > -least or lasting.hi90 > 0:
        return {}
    return {"stayed": -lasting.mean, "stayed_lo90": -lasting.hi90, "stayed_hi90": -lasting.lo90}


def better_since(given: Findings) -> Answer:
    """Whether fewer days have headache now than before the first session, whatever the cause."""
    said, since = verdict(given, "better_since"), given.change_since_days_28
    if since is None:
        return _open(said, "better_since", given)
    values = _estimate(since) | {"outcome": given.outcome, "changes": _changes(given)}
    values |= {"by_wandering": since.by_wandering_alone}
    for name, part in (("goes", since.comes_and_goes), ("stays", since.stayed)):
        values |= {f"{name}_{key}": value for key, value in _estimate(part).items()}
    if said.answer == CANNOT_TELL:
        line = thresholds()["better_since"]["days_28"]
        asked = values | {"line": line} | _chance(said)
        return _open(said, "better_since", given, "open_since", asked)
    return _told(said, "better_since", "fewer" if said.answer == YES else "not_fewer", values)


def wears_off(given: Findings) -> Answer:
    """Whether half of the help is gone well before the next session."""
    said, gone = verdict(given, "wears_off_early"), given.wearoff_day
    values = _estimate(gone) | {"interval_days": given.method.interval_days}
    if said.answer == CANNOT_TELL:
        if gone is None:
            return _open(said, "wears_off_early", given)
        values["line"] = thresholds()["wears_off_early"]["days_before_next"]
        return _open(said, "wears_off_early", given, "open_day", values | _chance(said))
    return _told(said, "wears_off_early", "early" if said.answer == YES else "lasts", values)


def underneath(given: Findings) -> Answer:
    """Whether the level without the short-lived relief rises or falls."""
    worse, better = (verdict(given, f"drifting_{way}") for way in ("worse", "better"))
    drift, trend = given.drift_days_28_per_year, given.trend_days_28_per_year
    if drift is not None and trend is not None and YES in {worse.answer, better.answer}:
        rising = worse.answer == YES
        values = _estimate(drift) | {"outcome": given.outcome, "changes": _changes(given)}
        said = worse if rising else better
        values |= {f"steady_{key}": value for key, value in _estimate(trend).items()}
        values["by_wandering"] = trend.by_wandering_alone
        values |= _season(trend.season)
        word, says = ("rising", "risen") if rising else ("falling", "fallen")
        return _answer(said, "underneath", word, says, values, chance=said.chance_said)
    if drift is not None and worse.answer == better.answer == NO:
        values = _estimate(drift) | {"outcome": given.outcome}
        neither = _neither(worse, better)
        return _answer(worse, "underneath", "steady", "same", values, chance=neither)
    said = _slower(worse, better)
    if drift is None:
        return _open(said, "underneath", given)
    values = _estimate(drift) | {"outcome": given.outcome, "line": drift.line_days_28_per_year}
    values |= _chance(worse, "rise") | _chance(better, "fall")
    return _open(said, "underneath", given, "open_level", values)


def _chance(said: Verdict, of: str = "chance") -> dict[str, Value]:
    """The chance of a yes, and what is told instead where it would not come true."""
    told = said.probability_range
    ends = (None, None) if told is None else (told.lo, told.hi)
    return {of: said.probability, f"{of}_lo": ends[0], f"{of}_hi": ends[1]}


def _season(found: Season | None) -> dict[str, Value]:
    """When in the year the level is highest; none where mere wandering often swings as much."""
    if found is None or found.by_wandering_alone > thresholds()["season"]["by_wandering"]:
        return {}
    said = {f"season_{key}": value for key, value in _estimate(found).items()}
    months: dict[str, Value] = {"highest": found.highest, "lowest": found.lowest}
    return said | months | {"season_by_wandering": found.by_wandering_alone}


def _neither(worse: Verdict, better: Verdict) -> float | None:
    """Chance that the level neither rises nor falls by more than the line."""
    if worse.probability is None or better.probability is None:
        return None
    return 1 - worse.probability - better.probability


def _slower(worse: Verdict, better: Verdict) -> Verdict:
    """Of two questions the one that is open; of two open ones the one that takes longer to tell."""

    def late(one: Verdict) -> tuple[bool, str]:
        told = one.would_tell
        if told is None:
            return (True, "")
        return (not told.enough, told.date.isoformat() if told.date else "")

    return max((one for one in (worse, better) if one.answer == CANNOT_TELL), key=late)


def _estimate(found: Estimate | None) -> dict[str, Value]:
    """Mean and interval as values; None where there is no estimate."""
    return {key: None if found is None else getattr(found, key) for key in ("mean", "lo90", "hi90")}


def _changes(given: Findings) -> list[str]:
    return [changed(event.what, event.date, event.until) for event in given.events]


def _told(said: Verdict, question: Asked, says: str, values: dict[str, Value]) -> Answer:
    """A yes or a no."""
    word = "yes" if said.answer == YES else "no"
    return _answer(said, question, word, says, values, chance=said.chance_said)


def _answer(
    said: Verdict,
    question: Asked,
    word: Word,
    says: str,
    values: dict[str, Value],
    *,
    chance: float | None,
    ahead: str = "",
) -> Answer:
    known = word not in OPEN
    return Answer(
        question=question,
        word=word,
        chance_said=chance,
        reason_codes=said.reason_codes,
        says=says,
        values=values,
        found=catalog.FOUND[says](values),
        plain=catalog.PLAIN[says](values),
        would_tell=None if known else said.would_tell,
        ahead=ahead,
        known=known,
    )


def _open(
    said: Verdict,
    question: Asked,
    given: Findings,
    says: str = "open",
    beside: dict[str, Value] | None = None,
) -> Answer:
    """A question without an answer: its reason, and what would tell."""
    codes = set(said.reason_codes)
    asked = not codes & NOT_ASKED_CODES
    enough = said.would_tell is not None and said.would_tell.enough
    yet = enough or bool(codes & EARLY_CODES)
    if not asked:
        says, beside = "not_asked", {}
    elif INPUT_DOUBTFUL in codes:
        says, beside = "open", {}
    values: dict[str, Value] = {
        "chance": None,
        **(beside or {}),
        "reasons": (said.because[:1] or ["-"]) if asked else said.because,
        "changes": _changes(given) if "other_change" in codes else [],
    }
    word = "cannot_tell_yet" if yet else "cannot_tell"
    return _answer(
        said,
        question,
        word if asked else "not_asked",
        says,
        values,
        chance=None,
        ahead="" if "not_asked_yet" in codes else ahead(said.would_tell),
    )


def ahead(told: WouldTell | None) -> str:
    """What would tell, when, and with what chance; '' where nothing can be said of it."""
    if told is None:
        return ""
    if told.date is None or told.chance is None:
        return would_tell.ahead("other", told.codes, {})
    code = "by_date"
    if not told.enough:
        hardly = thresholds()["too_little"]["hardly_chance"]
        code = "would_not" if told.chance <= hardly else "may_not"
    years = None if told.farthest_days is None else told.farthest_days / YEAR
    return would_tell.ahead(
        code, told.codes, {"date": told.date, "chance": told.chance, "years": years}
    )


# Beside the answers


def views(given: Findings) -> Views:
    """Whether both texts' starting views give the same answers."""
    # Better since asks for no cause, which is what the views differ in: it is told with reasons.
    asked = [v for v in given.verdicts if v.by_view and v.question != "better_since"]
    differ = {one.question: one.by_view for one in asked if len(set(one.by_view.values())) > 1}
    text = catalog.views(differ, asked=bool(asked))
    return Views(asked=bool(asked), differ=list(differ), text=text)


def checked(given: Findings) -> Checked:
    """How many checks were asked and passed."""
    asked = [check for check in given.checks if check.result != "not_asked"]
    lost = [check.text for check in asked if check.result == "fail"]
    passed = len(asked) - len(lost)
    text = catalog.checks(passed, len(asked), lost) if given.checks else ""
    return Checked(asked=len(asked), passed=passed, text=text)


def dots(given: Findings) -> Dots | None:
    """The equally likely days by which half of the help is gone; None where none is told."""
    barred = any(INPUT_DOUBTFUL in verdict.reason_codes for verdict in given.verdicts)
    if not given.wearoff_dots or barred:
        return None
    days = sorted(day for day in given.wearoff_dots if day is not None)
    every = len(given.wearoff_dots)
    text = catalog.dots(len(days), every, given.method.interval_days)
    return Dots(days=days, never=every - len(days), text=text)
