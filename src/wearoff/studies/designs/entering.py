"""Who enters a trial, and who is randomized after a run-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wearoff.errors import InputError
from wearoff.studies.designs.people import CANDIDATES
from wearoff.studies.designs.responses import responds
from wearoff.studies.designs.written import course, readings, screened
from wearoff.units import WEEK

if TYPE_CHECKING:
    from wearoff.records import Array
    from wearoff.studies.designs.people import People


SOON = 4096
"""Candidates after which it is asked whether all of them could be enough."""


class Entered(NamedTuple):
    """People of an arm in some trials, trial after trial."""

    trial: Array
    """Place of each person's trial, (N,)."""
    numbers: Array
    """Of the people, (N,)."""


def entering(people: People) -> Entered:
    """The first people of an arm in each trial who are let in and randomized.

    Raises:
        InputError: too few of the candidates are.
    """
    design, trials = people.design, np.arange(len(people.trials))
    size = design.arm[people.arm].size
    if design.entry.screening is None and (design.run_in is None or design.run_in.keep == "all"):
        return Entered(np.repeat(trials, size), people.numbers(np.arange(size)))
    found: list[list[Array]] = [[] for _ in trials]
    lacking = trials
    for first in range(0, CANDIDATES, size):
        candidates = np.arange(first, min(first + size, CANDIDATES))
        numbers = people.numbers(candidates).reshape(len(trials), -1)[lacking].ravel()
        trial = np.repeat(lacking, len(candidates))
        fits = _fits(people, trial, numbers)
        for place in lacking:
            found[place].append(numbers[fits & (trial == place)])
        lacking = np.array([place for place in lacking if sum(map(len, found[place])) < size])
        if not len(lacking):
            chosen = [np.concatenate(own)[:size] for own in found]
            return Entered(np.repeat(trials, size), np.concatenate(chosen))
        if candidates[-1] >= SOON:
            _check_pass(found, size, candidates[-1] + 1)
    raise _too_few(size, CANDIDATES)


def _check_pass(found: list[list[Array]], size: int, looked: int) -> None:
    """Refuse early where so few pass that all candidates could hardly be enough.

    Of the people that are needed from all candidates, a quarter of the share looked at so far.
    """
    fewest = min(sum(map(len, own)) for own in found)
    if fewest < size * looked / CANDIDATES / 4:
        raise _too_few(size, looked, fewest)


def _too_few(size: int, looked: int, passed: int | None = None) -> InputError:
    count = f"fewer than {size}" if passed is None else f"{passed}"
    return InputError(
        f"of {looked} people {count} pass screening and run-in; an arm needs {size}",
        allowed="what more people of such a level pass",
        fix="bring mean nearer to screening, widen screening, or keep more",
    )


def _fits(people: People, trial: Array, numbers: Array) -> Array:
    """Whether people are let in and randomized, (N,)."""
    design = people.design
    fits = np.ones(len(numbers), dtype=bool)
    if screening := design.entry.screening:
        days = screened(people, trial, numbers)
        fits = (days >= screening.least) & (days <= screening.most)
    run_in = design.run_in
    if run_in and run_in.keep != "all" and fits.any():
        end = round(WEEK * run_in.week)
        early = tuple(one for one in people.sessions if one.day < end)
        who = trial[fits], numbers[fits]
        shown = readings(people, *who, course(people, *who, early, end + 1))
        fits[fits] = responds(shown.entry, shown.on(end), run_in.keep)
    return fits
