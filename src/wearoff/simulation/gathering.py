"""Visits that are one session: written twice, spread over two visits, or topped up.

A log says when somebody was injected; a cycle begins where a session does. What was done with
visits is said as codes and values, so that it can be confirmed or mended.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from wearoff.evidence import injections
from wearoff.records import Gathered, Session
from wearoff.simulation.labels import DIGITS, units_of

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

    from wearoff.model.conditions import Condition
    from wearoff.records import Injection, Log

MANY = 6
"""Nobody gives an even number of like doses into each of so many sites."""
TWICE, SPLIT, TOP_UP = "session_twice", "session_split", "top_up"


@dataclass(frozen=True)
class _Visit:
    """One session as written, and the line on which it begins."""

    session: Session
    line: int

    @property
    def day(self) -> int:
        return self.session.day

    @cached_property
    def units(self) -> float:
        return units_of(self.session)

    @cached_property
    def rows(self) -> Counter[tuple[str, float]]:
        """How often each dose went into each site."""
        return Counter((i.site, round(i.units, DIGITS)) for i in self.session.injections)

    @cached_property
    def what(self) -> Hashable:
        """Equal for a visit that is written again."""
        return self.session.product, frozenset(self.rows.items())

    @cached_property
    def halved(self) -> _Visit | None:
        """Half of a visit whose every row stands there twice; None where one does not."""
        if any(count % 2 for count in self.rows.values()):
            return None
        left = Counter({row: count // 2 for row, count in self.rows.items()})
        kept: list[Injection] = []
        for injection in self.session.injections:
            row = injection.site, round(injection.units, DIGITS)
            if left[row]:
                left[row] -= 1
                kept.append(injection)
        return replace(self, session=replace(self.session, injections=tuple(kept)))


Group = list[_Visit]


def gathered(
    log: Log,
    condition: Condition,
    limits: Mapping[str, float],
    confirm: Collection[str] = (),
) -> Log:
    """The log with its visits gathered into sessions.

    Visits within ``together_days`` of the first are one session, on the day of the first: what is
    written twice counts once, the rest is added up. A later visit of at most ``top_up_share`` of a
    session's units, within ``top_up_days``, belongs to that session.

    Args:
        log: As written.
        condition: Whose usual plan tells a session from its double where no other session does.
        limits: The table ``sessions`` of the thresholds.
        confirm: Codes of what is meant as it is written.

    Returns:
        The log with sessions, what was given on which day, and what was done.
    """
    lines = log.lines or (0,) * len(log.sessions)
    written = [_Visit(session, line) for session, line in zip(log.sessions, lines, strict=True)]
    told: list[tuple[str, Group]] = []
    groups: list[Group] = []
    together = _together(written, limits["together_days"])
    totals = _totals(together)
    for group in together:
        once, repeated = _once(group, totals, condition)
        told += [(TWICE, same) for same in repeated]
        days = _by_day(group if repeated and TWICE in confirm else once)
        later = [visit for day in days[1:] for visit in day]
        apart = bool(repeated) and TWICE in confirm
        topped = _topped_up(days[0], later, limits)
        if not apart and later and not topped:
            told.append((SPLIT, once))
            apart = SPLIT in confirm
            days = days if apart else [once]
        within = topped and not apart and TOP_UP not in confirm
        for day in [once] if within else days:
            near = bool(groups) and day[0].day - groups[-1][0].day <= limits["top_up_days"]
            tops = near and not (apart and day is not days[0])
            if tops and _topped_up(groups[-1], day, limits):
                told.append((TOP_UP, [*groups[-1], *day]))
                if TOP_UP not in confirm:
                    groups[-1] = [*groups[-1], *day]
                    continue
            elif within:
                told.append((TOP_UP, day))
            groups.append(day)
    sessions = [visit for group in groups for visit in _added_up(group)]
    return replace(
        log,
        sessions=tuple(visit.session for visit in sessions),
        lines=tuple(visit.line for visit in sessions) if log.lines else (),
        visits=tuple(visit.session for group in groups for visit in group),
        gathered=tuple(_said(log, code, group) for code, group in told),
    )


def _together(written: Iterable[_Visit], days: float) -> list[Group]:
    """Visits that are near the first of them."""
    groups: list[Group] = []
    for visit in written:
        if groups and visit.day - groups[-1][0].day <= days:
            groups[-1].append(visit)
        else:
            groups.append([visit])
    return groups


def _by_day(group: Group) -> list[Group]:
    return [list(own) for _, own in groupby(group, lambda visit: visit.day)]


def _once(
    group: Group, totals: Mapping[str, Sequence[tuple[Group, _Total]]], condition: Condition
) -> tuple[Group, list[Group]]:
    """The visits of a group without those that are written again, and these with their like."""
    alike: dict[Hashable, Group] = {}
    for visit in group:
        alike.setdefault(visit.what, []).append(visit)
    kept: Group = []
    repeated: list[Group] = []
    for visit, *again in alike.values():
        like = [visit, *again]
        half = None if again else visit.halved
        usual = _usual(visit, group, totals[visit.session.product]) if again or half else None
        planned = _planned(visit, condition) if usual is None else None
        if half:
            likely = planned if usual is None and len(visit.rows) >= MANY else usual
            twice = likely is not None and _nearer(half.units, visit.units, likely)
            like = [half, half] if twice else like
        elif again:
            likely = planned if usual is None else usual
            same_day = like[-1].day == visit.day
            total = sum(other.units for other in like)
            twice = same_day if likely is None else _nearer(visit.units, total, likely)
        else:
            twice = False
        kept += like[:1] if twice else like
        repeated += [like] if twice else []
    return sorted(kept, key=lambda visit: visit.day), repeated


@dataclass(frozen=True)
class _Total:
    """What a group holds of one product; ``plain`` where nothing in it repeats."""

    units: float
    plain: bool
    even: frozenset[Hashable]
    """Visits of which every row stands twice: told apart by no like one."""


def _totals(groups: Iterable[Group]) -> dict[str, list[tuple[Group, _Total]]]:
    """What each group holds, by product."""
    found: dict[str, list[tuple[Group, _Total]]] = {}
    for group in groups:
        own: dict[str, Group] = {}
        for visit in group:
            own.setdefault(visit.session.product, []).append(visit)
        for product, visits in own.items():
            total = _Total(
                units=math.fsum(visit.units for visit in visits),
                plain=len({visit.what for visit in visits}) == len(visits),
                even=frozenset(visit.what for visit in visits if visit.halved),
            )
            found.setdefault(product, []).append((group, total))
    return found


def _usual(visit: _Visit, group: Group, totals: Sequence[tuple[Group, _Total]]) -> float | None:
    """The usual total of other sessions of the product, of those in which nothing repeats."""
    plain = [
        total.units
        for other, total in totals
        if other is not group and total.plain and visit.what not in total.even
    ]
    return median(plain) if plain else None


def _planned(visit: _Visit, condition: Condition) -> float | None:
    """Total of the condition's usual plan, where it has one and is of the product."""
    plan = injections.plan(condition.usual_plan)
    units = [part.units for part in plan.parts]
    if visit.session.product != plan.parts[0].product or None in units:
        return None
    return plan.kilograms * sum(own for own in units if own is not None)


def _nearer(one: float, total: float, usual: float) -> bool:
    """Whether one of several alike is nearer to what is usual than their sum is."""
    if not one or not usual:
        return True
    return abs(math.log(one / usual)) <= abs(math.log(total / usual))


def _topped_up(first: Group, later: Group, limits: Mapping[str, float]) -> bool:
    """Whether what came later is little beside the session before, of the same product."""
    product = {visit.session.product for visit in [*first, *later]}
    most = limits["top_up_share"] * sum(visit.units for visit in first)
    return len(product) == 1 and 0 < sum(visit.units for visit in later) <= most


def _added_up(group: Group) -> Group:
    """One session a product, on the day of the first visit."""
    own: dict[str, Group] = {}
    for visit in group:
        own.setdefault(visit.session.product, []).append(visit)
    return [
        _Visit(
            Session(group[0].day, product, tuple(i for v in visits for i in v.session.injections)),
            visits[0].line,
        )
        for product, visits in sorted(own.items())
    ]


def _said(log: Log, code: str, group: Group) -> Gathered:
    return Gathered(
        code=code,
        product=" and ".join(sorted({visit.session.product for visit in group})),
        dates=tuple(log.first + timedelta(days=visit.day) for visit in group),
        lines=tuple(visit.line for visit in group),
        units=tuple(visit.units for visit in group),
    )
