"""How the days were written: only those with headache, fewer free ones, or few at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtrc

from wearoff.diary.doubts.seen import Run, iso, limits, runs
from wearoff.diary.thresholds import thresholds
from wearoff.units import WINDOW
from wearoff.words.doubts import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from wearoff.diary.doubts.seen import Seen
    from wearoff.records import Array, Doubt


def writing(seen: Seen) -> Iterator[Doubt]:
    """Doubts about what was left out of the diary."""
    days = seen.days[slice(*seen.main)]
    first = seen.first + seen.main.start
    if not np.isfinite(days).any():
        return
    only = list(only_headache(days))
    yield from _only_headache(seen, first, days, only)
    if (days == 0).any():
        yield from _less(seen, first, days)
        yield from _few(seen, first, days)
    yield from _gaps(seen, first, days)
    yield from _same(seen, first, days)


# Only headache days


def only_headache(days: Array) -> list[Run]:
    """Stretches in which days without headache were left out.

    Such a stretch has no free day, some days with headache, and more empty days than the rest of
    the diary would let expect; or it is the whole diary, with empty days in it.

    Args:
        days: 1, 0, or NaN where not written, (D,).
    """
    known = limits()
    empty = np.isnan(days)
    if not (days == 0).any():
        share = empty.mean() if len(days) else 0.0
        return [Run(0, len(days))] if share >= known["only_empty_share"] else []
    return [run for run in runs(days != 0) if _left_out(days, run)]


def _left_out(days: Array, run: Run) -> bool:
    """Whether free days were left out of a stretch that has none.

    More of its days are empty than in the rest, whole gaps aside; or it has several gaps.
    """
    known, empty = limits(), np.isnan(days)
    inside = np.zeros(len(days), bool)
    inside[slice(*run)] = True
    if run.days < WINDOW or (days[inside] == 1).sum() < known["only_least"]:
        return False
    in_gap = long_gaps(empty, known["gap_left_out_days"])
    gaps = [gap for gap in runs(empty & inside) if gap.days >= known["only_gap_days"]]
    if len(gaps) >= known["only_gaps"]:
        return True
    counted = inside & ~in_gap
    if counted.sum() < WINDOW:
        return False
    usual = _usual_empty(empty[~inside & ~in_gap])
    lost, kept = int(empty[counted].sum()), int(counted.sum())
    chance = bdtrc(lost - 1, kept, usual)
    return chance < known["only_chance"] and lost / kept - usual >= known["only_more_empty"]


def long_gaps(empty: Array, least: int) -> Array:
    """Days of gaps of at least so many empty days in a row, a mask (D,)."""
    found = np.zeros(len(empty), bool)
    for run in runs(empty):
        if run.days >= least:
            found[slice(*run)] = True
    return found


def _only_headache(seen: Seen, first: int, days: Array, only: list[Run]) -> Iterator[Doubt]:
    for run in only:
        own = days[slice(*run)]
        said: dict[str, Any] = {"written": int(np.isfinite(own).sum()), "days": len(own)}
        said["what"] = seen.what
        start, last = iso(first + run.start), iso(first + run.end - 1)
        where = seen.on(first + run.start)
        if run.days == len(days):
            yield doubt("only_headache", seen.diary, **said)
        elif run.end == len(days):
            yield doubt("only_headache_now", where, first=start, **said)
        else:
            yield doubt("only_headache_stretch", where, first=start, last=last, **said)


# Written less


def _less(seen: Seen, first: int, days: Array) -> Iterator[Doubt]:
    """Free days left out from some day on, after sessions, or soon after each of them."""
    known = limits()
    gaps = long_gaps(np.isnan(days), known["gap_left_out_days"])
    at = np.arange(len(days)) + first
    kept, places = days[~gaps], at[~gaps]
    yield from _since(seen, places, kept)
    starts = [visit.day for visit in seen.sessions if visit.day <= at[-1]]
    if starts:
        yield from _after(seen, places, kept, starts)


def _since(seen: Seen, places: Array, days: Array) -> Iterator[Doubt]:
    """The day from which on clearly fewer days are filled in, if there is one."""
    known = limits()
    written = np.isfinite(days)
    least = known["part_days"]
    best, when = 0.0, 0
    for split in range(least, len(days) - least + 1):
        surprise = _surprise(written[:split], written[split:])
        if surprise > best:
            best, when = surprise, split
    if not when or (best < known["since_surprise"] and not _declines(written)):
        return
    early, late = written[:when].mean(), written[when:].mean()
    if abs(early - late) < known["filled_less"]:
        return
    since, where = iso(int(places[when])), seen.on(int(places[when]))
    headache = [np.mean(part == 1) for part in (days[:when], days[when:])]
    free = [WINDOW * float(np.mean(part == 0)) for part in (days[:when], days[when:])]
    if late < early and headache[1] >= known["as_much_headache"] * headache[0]:
        said = {"since": since, "what": seen.what}
        yield doubt("free_fading", where, early=free[0], late=free[1], **said)
    else:
        yield doubt("filled_less", where, early=float(early), late=float(late), since=since)


def _declines(written: Array) -> bool:
    """Whether days are filled in steadily less, or more, as time goes on."""
    place = np.linspace(-1, 1, len(written)) * np.sqrt(3)
    spread = float(written.std())
    errors = float(place @ written) / (spread * np.sqrt(len(written))) if spread else 0.0
    return abs(errors) >= limits()["trend_errors"]


def _after(seen: Seen, places: Array, days: Array, starts: list[int]) -> Iterator[Doubt]:
    """Days filled in unlike before the first session, or soon after each unlike later."""
    known = limits()
    written = np.isfinite(days)
    before, after = written[places < starts[0]], written[places >= starts[0]]
    if _unlike(before, after):
        where = seen.on(starts[0])
        said = {"before": float(before.mean()), "after": float(after.mean())}
        yield doubt("free_less_after", where, **said)
    latest = np.searchsorted(starts, places, side="right") - 1
    since = np.where(latest >= 0, places - np.array(starts)[np.maximum(latest, 0)], -1)
    soon = written[(since >= 0) & (since < known["soon_days"])]
    late = written[since >= known["soon_days"]]
    if _unlike(soon, late):
        said = {"early": float(soon.mean()), "late": float(late.mean())}
        yield doubt("free_less_in_cycle", seen.diary, **said)


def _unlike(one: Array, other: Array) -> bool:
    """Whether two parts are filled in clearly unlike each other."""
    known = limits()
    if min(len(one), len(other)) < WINDOW:
        return False
    apart = abs(float(one.mean() - other.mean()))
    return apart >= known["filled_less"] and _surprise(one, other) >= known["surprise"]


def _surprise(one: Array, other: Array) -> float:
    """Twice the log-likelihood ratio of two shares against one."""

    def likelihood(part: Array) -> float:
        n, k = len(part), int(part.sum())
        return sum(m * np.log(m / n) for m in (k, n - k) if m)

    return 2 * (likelihood(one) + likelihood(other) - likelihood(np.concatenate([one, other])))


# Few, none, always the same


def _few(seen: Seen, first: int, days: Array) -> Iterator[Doubt]:
    """What is lacking in the windows that are called now and before."""
    for code, begin, end in windows(seen, first, len(days)):
        inside = np.zeros(len(days), bool)
        inside[begin - first : end - first + 1] = True
        kind = lacking(days, inside)
        if not kind:
            continue
        own = days[inside]
        said: dict[str, Any] = {"written": int(np.isfinite(own).sum()), "days": len(own)}
        if kind in {"only_headache", "hardly_free"}:
            said |= {"first": iso(begin), "what": seen.what}
        if kind == "hardly_free":
            yield doubt("only_headache_stretch", seen.on(begin), last=iso(end), **said)
        else:
            yield doubt(f"{kind}_{code}", seen.on(begin), **said)


def windows(seen: Seen, first: int, days: int) -> list[tuple[str, int, int]]:
    """First and last day of what is called now, and before."""
    last = first + days - 1
    start = max(first, last - thresholds()["too_little"]["now_days"] + 1)
    given = [visit.day for visit in seen.sessions if visit.day <= last]
    if not given:
        return [("now", start, last)]
    now = ("now", max(start, given[0]), last)
    return [now, *([("before", first, given[0] - 1)] if given[0] > first else [])]


def lacking(days: Array, inside: Array) -> str:
    """What is wrong with the days written in a window: few, only headache, or less than elsewhere.

    Args:
        days: 1, 0, or NaN where not written, (D,).
        inside: The days of the window, (D,).
    """
    known = limits()
    own, empty = days[inside], np.isnan(days)
    lost, written = int(np.isnan(own).sum()), int(np.isfinite(own).sum())
    if written < max(known["fewest_written_days"], known["few_share"] * len(own)):
        return "few"
    usual = _usual_empty(empty[~inside & ~long_gaps(empty, known["gap_left_out_days"])])
    more = lost - usual * len(own)
    rarely = bdtrc(lost - 1, len(own), usual) < known["less_chance"]
    less = rarely and more >= known["less_share"] * (written + more)
    if (own == 0).any():
        return "less" if less else ""
    if less and lost >= known["only_window_empty"] * len(own):
        return "only_headache"
    return "hardly_free" if lost >= known["hardly_free_empty"] * len(own) else ""


def _usual_empty(rest: Array) -> float:
    """Share of the other days that are empty; some always are."""
    share = (rest.sum() + 1) / (len(rest) + 2)
    return float(np.clip(share, limits()["usual_empty_share"], 1 - 1e-9))


def _gaps(seen: Seen, first: int, days: Array) -> Iterator[Doubt]:
    """The longest of the gaps, where not every free day is one."""
    found = [run for run in runs(np.isnan(days)) if run.days >= limits()["gap_days"]]
    if found and (days == 0).any():
        longest = max(found, key=lambda run: run.days)
        start, last = first + longest.start, first + longest.end - 1
        said = {"first": iso(start), "last": iso(last), "days": longest.days}
        yield doubt("gap", seen.on(start), rows=len(found), **said)


def _same(seen: Seen, first: int, days: Array) -> Iterator[Doubt]:
    """The same entry on every day of a stretch, by far the longest: was it filled down?"""
    known = limits()
    for value, what in ((0, f"no {seen.what}"), (1, seen.what)):
        found = sorted(runs(days == value), key=lambda run: run.days)
        if not found or found[-1].days < known["same_days"]:
            continue
        longest = found[-1]
        rest = np.delete(days, np.arange(*longest))
        written = np.isfinite(rest)
        other = WINDOW * float(np.mean(rest[written] != value)) if written.any() else 0.0
        second = found[-2].days if len(found) > 1 else 0
        unlike = longest.days >= known["same_times"] * second
        long = value == 0 and longest.days >= known["same_long_days"]
        if other >= known["same_other_days_28"] and (unlike or long):
            start, last = first + longest.start, first + longest.end - 1
            said = {"first": iso(start), "last": iso(last), "what": what}
            yield doubt("same_long", seen.on(start), days=longest.days, **said)
