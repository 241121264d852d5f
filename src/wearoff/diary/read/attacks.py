"""Attacks become days.

An attack is anything with a beginning and perhaps an end: a row of a phone's export, a record of a
health archive. A diary has one entry a day. In between stand these rules:

1. **Which days.** An attack is on every calendar day of which it lasts some part; a headache day
   of guidelines has no least length (NICE TA260 names none). An end at midnight is the end of the
   day before. Trials count days of four hours or more: ``hours`` keeps how long it was.
2. **Which clock.** The clock of the person, as it is written. Where the file has UTC offsets, times
   are local already, and offsets only tell what a length is on the clock.
3. **How long.** An end goes before a duration. Without both, an attack is on the day on which it
   began, and for how long is unknown; so it is where the end is the beginning, as apps write a
   moment. Where no time of day is written, the day of the end counts as well, and a duration is
   taken from the beginning of the day, which touches the fewest days. An end before its beginning,
   or more than a year after it, is a slip; one more than 14 days after it is doubted.
4. **Several on a day.** ``pain_10`` and ``severity_3`` are the worst that was written; ``hours`` is
   the length of all together, counted once where they overlap, and unknown where that of one is.
   The same attack twice is one.
5. **No pain.** A row with pain 0, or of an aura alone, is not counted as headache. Nor is it a day
   without: apps write 0 where nobody moved the slider. The day is dated and empty. An empty pain
   is unknown, and the attack counts.
6. **Medicine.** What was taken is put on the day on which the attack began; on its other days it is
   unknown. A written "no medication" holds for all days of the attack, an empty cell for none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wearoff.diary.read.entries import Entry
from wearoff.errors import InputError, printable
from wearoff.words.doubts import at, doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from wearoff.errors import Faults
    from wearoff.records import Doubt

LONG = timedelta(days=14)
"""A longer attack was more likely never ended, or has a slip in its end."""
LONGEST = timedelta(days=366)
"""A longer one is a slip."""
MOST_DAYS = 50_000
"""That attacks are on, each counted by itself: 40 years have 15,000."""
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack, or a written absence of one.

    Attributes:
        line: Where it stands in its file.
        start: When it began, on the person's clock.
        end: When it ended; None where that is not written.
        timed: Whether the time of day of start and end is written; else they are whole days.
        headache: 1 with headache, 0 where its absence was written, NaN where neither can be told.
        scales: Worst ``pain_10`` or ``severity_3`` of it; what is not written is not in it.
        medicated: 1 with acute medicine, 0 where none is written, NaN otherwise.
        medicines: Their names.
        note: What was noted.
    """

    line: int
    start: datetime
    end: datetime | None = None
    timed: bool = True
    headache: float = 1.0
    scales: tuple[tuple[str, float], ...] = ()
    medicated: float = math.nan
    medicines: tuple[str, ...] = ()
    note: str = ""

    @property
    def lasted(self) -> timedelta:
        """How long, as far as that is known."""
        return (self.end or self.start) - self.start

    @property
    def days(self) -> tuple[date, ...]:
        """The days that it touches: at least the one on which it began."""
        first, last = self.start.date(), (self.end or self.start).date()
        if self.timed and self.end and self.end > self.start and self.end.time() == time.min:
            last -= DAY
        return tuple(first + k * DAY for k in range((last - first).days + 1))


class AttackDays(NamedTuple):
    """What attacks become: an entry a day, and what was doubtful on the way."""

    entries: tuple[Entry, ...]
    doubts: tuple[Doubt, ...]


def attack_days(attacks: Iterable[Attack], file: Path | str, faults: Faults) -> AttackDays:
    """The days of attacks, by the rules above.

    Args:
        attacks: In any order.
        file: Where they stand.
        faults: What else is wrong with it.

    Raises:
        InputError: attacks that end before they begin, or last for years, and all else.
    """
    given = list(attacks)
    for attack in given:
        if error := slip(attack, file):
            faults.add(error)
    total = sum(max(attack.lasted.days, 0) + 1 for attack in given)
    if total > MOST_DAYS:
        problem = f"{len(given)} attacks on {total} days in all"
        faults.add(InputError(problem, file=file, allowed=f"up to {MOST_DAYS} days"))
    faults.check()
    kept, twice = once(given)
    doubtful = {
        "attack_long": [attack for attack in kept if attack.lasted > LONG],
        "attack_twice": twice,
        "no_pain": [attack for attack in kept if math.isnan(attack.headache)],
        "absent_and_present": contradicted(kept),
    }
    doubts = [
        doubt(
            code,
            at(printable(Path(file).name), rows[0].line),
            date=rows[0].start.date().isoformat(),
            rows=len(rows),
        )
        for code, rows in doubtful.items()
        if rows
    ]
    return AttackDays(attack_entries(kept), tuple(doubts))


def attack_entries(attacks: Iterable[Attack]) -> tuple[Entry, ...]:
    """An entry for every day that an attack touches, in order of dates.

    Example:
        >>> from datetime import datetime
        >>> from wearoff.diary.read.attacks import Attack, attack_entries
        >>> night = Attack(line=2, start=datetime(2026, 5, 1, 22), end=datetime(2026, 5, 2, 3))
        >>> [(str(entry.day), entry.values["hours"]) for entry in attack_entries([night])]
        [('2026-05-01', 2.0), ('2026-05-02', 3.0)]
    """
    days: dict[date, list[Attack]] = defaultdict(list)
    for attack in attacks:
        for day in attack.days:
            days[day].append(attack)
    return tuple(_entry(day, sorted(days[day], key=_place)) for day in sorted(days))


def once(attacks: Iterable[Attack]) -> tuple[list[Attack], list[Attack]]:
    """Every attack once, the first of those that are the same, and the others."""
    kept: dict[str, Attack] = {}
    twice = [a for a in attacks if kept.setdefault(_same(a), a) is not a]
    return list(kept.values()), twice


def contradicted(attacks: Sequence[Attack]) -> list[Attack]:
    """Written absences of headache on a day of which a headache is written as well."""
    aching = {day for attack in attacks if attack.headache == 1 for day in attack.days}
    return [a for a in attacks if a.headache == 0 and not aching.isdisjoint(a.days)]


def slip(attack: Attack, file: Path | str) -> InputError | None:
    """What is wrong with the end of an attack, if anything is."""
    if attack.lasted < timedelta():
        problem = f"ends at {attack.end:%Y-%m-%d %H:%M}, before it begins"
        return InputError(problem, file=file, line=attack.line, fix="mend its start or its end")
    if attack.lasted > LONGEST:
        return InputError(
            f"lasts {attack.lasted.days} days",
            file=file,
            line=attack.line,
            allowed=f"attacks of up to {LONGEST.days} days",
            fix="mend its start or its end",
        )
    return None


def _place(attack: Attack) -> tuple[datetime, int]:
    return attack.start, attack.line


def _same(attack: Attack) -> str:
    """What two writings of one attack share: all but the line. As text, where NaN is itself."""
    return repr({name: value for name, value in vars(attack).items() if name != "line"})


def _entry(day: date, attacks: Sequence[Attack]) -> Entry:
    answer = _any(attack.headache for attack in attacks)
    of_answer = [attack for attack in attacks if attack.headache == answer]
    told = {
        "headache": answer,
        **_worst(of_answer),
        "hours": _hours(day, of_answer) if answer else math.nan,
        "acute_medication": _any(_medicated(attack, day) for attack in attacks),
    }
    begun = [attack for attack in attacks if attack.start.date() == day]
    texts = {
        "acute_class": "; ".join(dict.fromkeys(m for attack in begun for m in attack.medicines)),
        "note": "; ".join(dict.fromkeys(attack.note for attack in begun if attack.note)),
    }
    return Entry(
        day=day,
        line=attacks[0].line,
        values={name: value for name, value in told.items() if not math.isnan(value)},
        texts={name: text for name, text in texts.items() if text},
        timed=any(attack.timed for attack in attacks),
    )


def _any(answers: Iterable[float]) -> float:
    """1 where one is yes; 0 where all are no; NaN where one is not told and none is yes."""
    given = list(answers)
    return 1.0 if 1.0 in given else math.nan if any(map(math.isnan, given)) else 0.0


def _worst(attacks: Sequence[Attack]) -> Mapping[str, float]:
    worst: dict[str, float] = {}
    for attack in attacks:
        for name, value in attack.scales:
            worst[name] = max(value, worst.get(name, value))
    return worst


def _hours(day: date, attacks: Sequence[Attack]) -> float:
    """Hours of a day that lie in some attack; NaN without one, or where one has no known length."""
    if any(not attack.timed or attack.lasted <= timedelta() for attack in attacks) or not attacks:
        return math.nan
    begin = datetime.combine(day, time.min)
    total, reached = timedelta(), begin
    for attack in sorted(attacks, key=_place):
        start = max(attack.start, reached)
        end = min(attack.end or start, begin + DAY)
        total += max(end - start, timedelta())
        reached = max(reached, end)
    return total / timedelta(hours=1)


def _medicated(attack: Attack, day: date) -> float:
    return attack.medicated if attack.start.date() == day or attack.medicated == 0 else math.nan
