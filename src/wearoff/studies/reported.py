"""Figures: what a published study reports, computed from a virtual one as it was.

Every quantity of the targets' vocabulary is one function of a `Study`. Values come with the SD of
one person's contribution, so that a sampling error is that SD over √n.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from wearoff.evidence import rows
from wearoff.studies import entries, readouts
from wearoff.studies.design import EVERY_QUARTER, OF_THE_CYCLE, RATED, READ_EVERY
from wearoff.studies.readouts import HALF, half_gone
from wearoff.units import WEEK, WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array, Target
    from wearoff.studies.study import Study

EARLY = 14
"""Days before the next session that make a wear-off early."""
THIRD = 3
"""Cycles after which some series tell who has responded, and follow these."""
SUPER = 5
"""Headache days in 28 below which people who stop are super-responders."""
CHRONIC = 15
"""Headache days in 28 from which migraine is called chronic."""
TINY = 1e-12
MEDIAN_ERROR = float(np.sqrt(np.pi / 2))
"""Standard error of a median over that of a mean."""

OPEN_RATING = "open_rating_fall"
READING, PICTURE = "reading_noise", "size_noise"
READINGS = {
    "cmap_percent_of_baseline": (READING, 100.0),
    "emg_percent_reduction": (READING, 100.0),
    "mmax_ratio": (READING, 1.0),
    "maximal_contraction_ratio": (READING, 1.0),
    "vibration_reflex_ratio": (READING, 1.0),
    "bite_force_percent_change": (READING, 100.0),
    "stiffness_percent_change": (READING, 100.0),
    "synergist_stiffness_percent_change": (READING, 100.0),
    "muscle_volume_percent_change": (PICTURE, 100.0),
    "muscle_area_percent_change": (PICTURE, 100.0),
    "synergist_volume_percent_change": (PICTURE, 100.0),
}
"""Row of the noise that a quantity holds, and what the reading before counts as in it."""
USES = {
    "pain_noise": "virtual studies of validate and trial",
    "twstrs_noise": "virtual studies of validate and trial",
    READING: "virtual studies of validate",
    PICTURE: "virtual studies of validate",
    "noticed_relief": "virtual studies of validate",
    "little_pain": "virtual studies of validate",
    OPEN_RATING: "virtual studies of validate",
}
"""What each row is used for here."""


class Figure(NamedTuple):
    """A study's figure in each population, and the SD of one person's contribution to it.

    Both (populations,), in the figure's unit.
    """

    value: Array
    sd: Array


class Weighted(NamedTuple):
    """A number of every diary, and its weight in the population; (populations, diaries) each."""

    x: Array
    weight: Array


def average(x: Array, weight: Array) -> Figure:
    """Weighted mean and SD over the last axis.

    Args:
        x: Numbers, (…, people).
        weight: Of each, of the same shape.

    Returns:
        Mean and SD, (…).

    Example:
        >>> import numpy as np
        >>> value, sd = average(np.array([0.0, 4.0]), np.array([3.0, 1.0]))
        >>> print(value.round(3), sd.round(3))
        1.0 1.732
    """
    total = weight.sum(-1)
    mean = (x * weight).sum(-1) / total
    spread = ((x - mean[..., None]) ** 2 * weight).sum(-1) / total
    return Figure(mean, np.sqrt(spread))


def percent(happened: Array, weight: Array) -> Figure:
    """Percent of people to whom something happened, and the SD of one person: 100·√(p(1 − p)).

    Args:
        happened: Whether it did, (…, people): 0 and 1, or chances.
        weight: Of each person, of the same shape.

    Returns:
        Percent, both (…).
    """
    share = np.clip(average(happened.astype(float), weight).value, 0, 1)
    return Figure(100 * share, 100 * np.sqrt(share * (1 - share)))


def median(x: Array, weight: Array) -> Figure:
    """Weighted median over the last axis.

    Args:
        x: (…, people); NaN are left out.
        weight: Of each person, of the same shape.

    Returns:
        In the unit of ``x``; the SD is such that SD/√people is the median's standard error if the
        values are normal.
    """
    known = np.isfinite(x)
    w = np.where(known, weight, 0.0)
    order = np.argsort(np.where(known, x, np.inf), axis=-1)
    sorted_x = np.take_along_axis(x, order, -1)
    total = np.maximum(w.sum(-1, keepdims=True), TINY)
    reached = np.cumsum(np.take_along_axis(w, order, -1), -1) / total
    middle = np.argmax(reached >= HALF, axis=-1)
    value = np.take_along_axis(sorted_x, middle[..., None], -1)[..., 0]
    sd = average(np.where(known, x, 0.0), w + TINY).sd
    return Figure(value, MEDIAN_ERROR * sd)


def minus(one: Figure, other: Figure) -> Figure:
    """Difference of two arms that share the people of a study in halves."""
    return Figure(one.value - other.value, np.sqrt(2 * (one.sd**2 + other.sd**2)))


def _population(study: Study, target: Target, arm: str, day: int) -> Array:
    """Weight of every diary in the figure's population."""
    weight = np.ones_like(study.before)
    visits = study.design.visits
    last = max(sum(visit < day for visit in visits) - 1, 0)
    if target.population == "completers":
        weight = study.staying(arm, last)
    elif target.population == "cycle1_nonresponders":
        end = min(study.design.interval, day)
        first = entries.within(study.written(arm), end - WINDOW, end)
        weight = (first > HALF * study.before) * study.staying(arm, last)
    elif target.population == "cycle3_responders":
        end = min(THIRD * study.design.interval, day)
        counted = study.design.interval if target.quantity == OF_THE_CYCLE else WINDOW
        third = entries.within(study.written(arm), end - counted, end)
        weight = (third <= HALF * study.before) * study.staying(arm, last)
    elif target.population == "super_responders":
        end = visits[-1] or WINDOW
        at_stop = entries.within(study.written(arm), end - WINDOW, end)
        weight = (at_stop < SUPER).astype(float)
    return weight + TINY  # nobody left still has a mean


def _headache(study: Study, target: Target, arm: str, days: int = WINDOW) -> Weighted:
    """Headache days per 28 in the window that ends with the week."""
    end = max(round(WEEK * (target.week or 0)), 1)
    now = entries.within(study.written(arm), end - days, end)
    return Weighted(now, _population(study, target, arm, end))


def _days(study: Study, target: Target, arm: str) -> Figure:
    return average(*_headache(study, target, arm))


def _days_of_cycle(study: Study, target: Target, arm: str) -> Figure:
    return average(*_headache(study, target, arm, study.design.interval))


def _median_days(study: Study, target: Target, arm: str) -> Figure:
    return median(*_headache(study, target, arm))


def _change(study: Study, target: Target, arm: str) -> Figure:
    now, weight = _headache(study, target, arm)
    return average(now - study.before, weight)


def _week_change(study: Study, target: Target, arm: str) -> Figure:
    now, weight = _headache(study, target, arm, WEEK)
    return average((now - study.before) * WEEK / WINDOW, weight)


def _percent_change(study: Study, target: Target, arm: str) -> Figure:
    now, weight = _headache(study, target, arm)
    before = average(study.before, weight).value
    return average(100 * (now - study.before) / before[:, None], weight)


def _responders(fall: float) -> Callable[[Study, Target, str], Figure]:
    def read(study: Study, target: Target, arm: str) -> Figure:
        now, weight = _headache(study, target, arm)
        return percent(now <= (1 - fall) * study.before, weight)

    return read


def _first_responders(study: Study, target: Target, arm: str) -> Figure:
    """Share whose first half fewer headache days, in any whole 28 days of a cycle, is in this."""
    written, step = study.written(arm), study.design.interval
    responded = []
    for cycle in range(target.sessions):
        starts = range(cycle * step, (cycle + 1) * step - WINDOW + 1, WINDOW)
        fewest = np.min([entries.within(written, day, day + WINDOW) for day in starts], axis=0)
        responded.append(fewest <= HALF * study.before)
    first = responded.pop()
    earlier = np.any(responded, axis=0) if responded else np.zeros_like(first)
    return percent(np.asarray(first & ~earlier), _population(study, target, arm, step))


def _stay_well(study: Study, target: Target, arm: str) -> Figure:
    end = study.design.visits[-1] + round(WEEK * (target.week or 0))
    now = entries.within(study.written(arm), end - WINDOW, max(end, 1))
    return percent(now < HALF * study.before, _population(study, target, arm, end))


def _every(wanted: Callable[[Array], Any]) -> Callable[[Study, Target, str], Figure]:
    """Percent of whom something holds, of the periods (…, periods) that end with chronic headache.

    A period is a year or a quarter, by the quantity.
    """

    def read(study: Study, target: Target, arm: str) -> Figure:
        written, period = study.written(arm), WEEK * READ_EVERY[target.quantity]
        last = round(WEEK * (target.week or 0))
        ends = range(period, last + 1, period)
        days = [entries.within(written, end - WINDOW, end) for end in ends]
        chronic = np.stack(days, -1) >= CHRONIC
        return percent(np.asarray(wanted(chronic)), _population(study, target, arm, last))

    return read


def _wear_off_days(study: Study, arm: str) -> Array:
    """Day of an early wear-off in each cycle from 28-day counts, (…, diaries, cycles).

    The gain is baseline minus count; it wears off on the first day after its greatest on which the
    28 days behind it leave less than half: a person knows the days past, not those to come. The
    middle of the count lies in the second half of the cycle: what goes before that never was
    relief. NaN where that does not come two weeks or more before the next session, or the gain was
    too small to be noticed.
    """
    written, step = study.written(arm), study.design.interval
    noticed = study.of_diaries(study.row("noticed_relief"))
    days = np.arange(WINDOW, step + 1)
    asked = (days - WINDOW // 2 >= step // 2) & (days <= step - EARLY)
    of_cycles: list[Array] = []
    for visit in study.design.visits:
        ends = written[:, :, visit + WINDOW : visit + step + 1]
        starts = written[:, :, visit : visit + step - WINDOW + 1]
        gain = study.before[..., None] - (ends - starts)
        gone = WINDOW + half_gone(gain, asked)
        of_cycles.append(np.where(gain.max(-1) >= noticed, gone, np.nan))
    return np.stack(of_cycles, -1)


def _wear_off(study: Study, target: Target, arm: str) -> Figure:
    del target
    worn = np.isfinite(_wear_off_days(study, arm))
    return percent(np.any(worn, axis=-1), np.ones(worn.shape[:2]))


def _wear_off_day(study: Study, target: Target, arm: str) -> Figure:
    del target
    days = _wear_off_days(study, arm)
    days = days.reshape(days.shape[0], -1)
    return median(days, np.ones_like(days))


def _pain_smd(study: Study, target: Target, arm: str) -> Figure:
    del arm
    column, day = study.design.column, round(WEEK * (target.week or 0))
    toxin, placebo = (study.course(a, column)[:, :, day] for a in ("toxin", "placebo"))
    ratings = np.hypot(placebo.std(-1), rows.value("pain_noise", "score_point"))
    apart = average(toxin - placebo, np.ones_like(toxin)).value / ratings
    return Figure(apart, np.full_like(apart, 2.0))


def _read(study: Study, target: Target, arm: str) -> Figure:
    """Quantity of each person's course by `readouts.READOUTS`; never is the course's last day."""
    column = study.design.column
    course = study.course(arm, column)
    per_person = [
        readouts.readout(target.quantity, {column: one}, target.week)
        for one in course.reshape(-1, study.days)
    ]
    values = np.nan_to_num(np.reshape(per_person, course.shape[:2]), nan=study.days)
    mean = average(values, np.ones_like(values))
    row, before = READINGS.get(target.quantity, (READING, 0.0))
    return Figure(mean.value, np.hypot(mean.sd, before * rows.value(row, "share")))


def _gain_days(of: Callable[[Array, Array], Figure]) -> Callable[[Study, Target, str], Figure]:
    """Day after the greatest gain over placebo on which less than half of it is left."""

    def read(study: Study, target: Target, arm: str) -> Figure:
        del target, arm
        column = study.design.column
        gain = np.abs(study.course("toxin", column) - study.course("placebo", column))
        last = np.nan_to_num(half_gone(gain), nan=study.days - 1)
        return of(last, np.ones_like(last))

    return read


def _scored(study: Study, target: Target, arm: str) -> Figure:
    """Change of a score from its level at entry, lower where who rates it knows of the toxin."""
    column = study.design.column
    day = round(WEEK * (target.week or 0))
    now = study.course(arm, column)[:, :, day]
    mean = average(now - study.baseline(column), np.ones_like(now))
    # both the baseline and the later rating hold their noise
    noise = "twstrs_noise" if column == "twstrs" else "pain_noise"
    sd = np.hypot(mean.sd, np.sqrt(2) * rows.value(noise, "score_point"))
    since = study.design.known_from(arm)
    knows = since is not None and since < day
    return Figure(mean.value - knows * study.row(OPEN_RATING).mean(-1) * sd, sd)


def _pain_free(study: Study, target: Target, arm: str) -> Figure:
    del target
    free = (study.course(arm, "leg_pain") <= study.row("little_pain")[..., None]).sum(-1)
    return median(free.astype(float), np.ones(free.shape))


QUANTITIES: dict[str, Callable[[Study, Target, str], Figure]] = {
    "headache_days": _days,
    "headache_days_median": _median_days,
    OF_THE_CYCLE: _days_of_cycle,
    "headache_days_change": _change,
    "headache_days_per_week_change": _week_change,
    "headache_days_percent_change": _percent_change,
    "headache_days_vs_placebo": _change,
    "headache_days_dose_difference": _change,
    "responder30_percent": _responders(0.3),
    "responder50_percent": _responders(0.5),
    "first_responder50_percent": _first_responders,
    "wearoff_percent": _wear_off,
    "wearoff_median_day": _wear_off_day,
    "stay_well_percent": _stay_well,
    EVERY_QUARTER: _every(lambda chronic: chronic.all(-1)),
    "chronic_every_year_percent": _every(lambda chronic: chronic.all(-1)),
    "remitted_every_year_percent": _every(lambda chronic: ~chronic.any(-1)),
    "between_percent": _every(lambda chronic: chronic.any(-1) & ~chronic.all(-1)),
    "pain_smd_vs_placebo": _pain_smd,
    **dict.fromkeys(RATED, _scored),
    "pain_free_median_days": _pain_free,
    "retreatment_days": _gain_days(average),
    "effect_duration_days": _gain_days(average),
    "effect_duration_median_days": _gain_days(median),
}
"""Quantities of people who are observed; any other is read off each person's course."""


def figure(study: Study, target: Target, usual: Study | None = None) -> Figure:
    """The figure of a target in every population of its study.

    Args:
        study: of the target's design.
        target: what is asked.
        usual: the same people under the usual dose, for a difference between doses.

    Returns:
        Value and SD of one person's contribution, (populations,), in the figure's unit.
    """
    read = QUANTITIES.get(target.quantity, _read)
    if target.quantity == "pain_smd_vs_placebo":
        return read(study, target, "toxin")
    if usual is not None:
        high, low = read(study, target, "toxin"), read(usual, target, "toxin")
        return Figure(high.value - low.value, np.sqrt(high.sd**2 + low.sd**2))
    if "_minus_" in target.arm:
        one, other = target.arm.split("_minus_")
        return minus(read(study, target, one), read(study, target, other))
    return read(study, target, target.arm)
