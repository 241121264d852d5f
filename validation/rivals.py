"""What one would use instead of wearoff, on the same foreign diaries.

python -m validation.rivals [--diaries 40] [--kind mixed]    prints each rival's error and coverage

Each rival takes a diary and its log and gives relief (percent) and drift (days in 28 a year), with
90 % intervals where the method has one (else NaN). Three need statsmodels only. The fourth is a
package for interrupted time series, CausalPy, which brings PyMC (about 0.9 GB): it is asked only
where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import stats

from validation.seeds import setting
from validation.truth.definitions import WINDOW, YEAR, Made
from validation.truth.foreign import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from wearoff.records import Array, Diary, Log

WEEK = 7
RISEN, WANING, GONE = 7, 56, 63
"""Days of a cycle: relief is there from the first, less from the second, gone by the third."""
DRAWS = 400
LEAST = 14
"""Entries a 28-day window needs to be counted."""
CHAINS = {"draws": 500, "tune": 500, "chains": 2, "cores": 1, "progressbar": False}
ENOUGH = 3


@dataclass(frozen=True)
class Estimate:
    """A number with its 90 % interval."""

    mean: float
    lo90: float = np.nan
    hi90: float = np.nan


@dataclass(frozen=True)
class Answer:
    """What a rival says of one person."""

    relief: Estimate
    drift: Estimate


UNKNOWN = Estimate(np.nan)


@dataclass(frozen=True)
class Days:
    """Day by day: the entry, the day, the cycle (-1 before), days since and until a session."""

    y: Array
    day: Array
    cycle: Array
    since: Array
    left: Array

    @property
    def treated(self) -> Array:
        """Whether the day is on or after the first session."""
        return self.day >= 0


def days_of(diary: Diary, log: Log) -> Days:
    """Entries counted from the first session."""
    y = np.asarray(diary.values["headache"], dtype=float)
    day = (diary.first - log.first).days + np.arange(len(y))
    sessions = np.array([session.day for session in log.sessions])
    cycle = np.searchsorted(sessions, day, side="right") - 1
    since = np.where(cycle >= 0, day - sessions[np.maximum(cycle, 0)], -1)
    ends = np.append(sessions[1:], max(day[-1] + 1, sessions[-1] + 84))
    return Days(y=y, day=day, cycle=cycle, since=since, left=ends[np.maximum(cycle, 0)] - day)


def spread(draws: Array) -> Estimate:
    """Median and 90 % interval of draws."""
    low, middle, high = np.percentile(draws, [5, 50, 95])
    return Estimate(float(middle), float(low), float(high))


def slopes(levels: Array, day: Array) -> Array:
    """Least-squares slope a year of each row of levels."""
    years = (day - day.mean()) / YEAR
    return levels @ years / (years @ years)


# Four weeks before against four weeks after


def before_after(diary: Diary, log: Log) -> Answer:
    """28 days before each session against 28 after; drift from the counts before the sessions."""
    d = days_of(diary, log)

    def count(first: int) -> float:
        inside = d.y[(d.day >= first) & (d.day < first + WINDOW)]
        written = inside[np.isfinite(inside)]
        return float(WINDOW * written.mean()) if len(written) >= LEAST else np.nan

    sessions = np.array([session.day for session in log.sessions])
    before = np.array([count(day - WINDOW) for day in sessions])
    after = np.array([count(day) for day in sessions])
    both = np.isfinite(before) & np.isfinite(after)
    return Answer(
        change(before[both], after[both]),
        trend(sessions[np.isfinite(before)] / YEAR, before[np.isfinite(before)]),
    )


def change(before: Array, after: Array) -> Estimate:
    """Mean fall as a share of the mean before, with a paired t interval."""
    if len(before) == 0 or before.mean() == 0:
        return UNKNOWN
    falls = 100 * (before - after) / before.mean()
    if len(falls) < ENOUGH:
        return Estimate(float(falls.mean()))
    half = stats.t.ppf(0.95, len(falls) - 1) * falls.std(ddof=1) / np.sqrt(len(falls))
    return Estimate(float(falls.mean()), float(falls.mean() - half), float(falls.mean() + half))


def trend(years: Array, counts: Array) -> Estimate:
    """Slope of a straight line with its t interval."""
    if len(counts) < 2:  # noqa: PLR2004 - a spread needs two
        return UNKNOWN
    line = stats.linregress(years, counts)
    if len(counts) < ENOUGH:
        return Estimate(float(line.slope))
    half = stats.t.ppf(0.95, len(counts) - 2) * line.stderr
    return Estimate(float(line.slope), float(line.slope - half), float(line.slope + half))


# Segmented logistic regression


def segmented(diary: Diary, log: Log) -> Answer:
    """Logistic regression by GEE, AR(1) within cycles: level, step, trend and one phase.

    The phase is the first eight weeks of a cycle but its first. Model-based errors: with a handful
    of cycles the sandwich is singular. The correlation of neighboring days is estimated first: the
    search of statsmodels for it failed in a quarter of the diaries.
    """
    import statsmodels.api as sm

    d = days_of(diary, log)
    phase = (d.since >= RISEN) & (d.since < WANING)
    design = np.column_stack(
        [phase, np.ones(len(d.y)), np.maximum(d.day, 0) / YEAR, d.treated]
    ).astype(float)
    ok = np.isfinite(d.y)
    if d.treated[ok].all():  # no day before: no step
        design = design[:, :-1]
    binomial = sm.families.Binomial()
    residual = np.full(len(d.y), np.nan)
    alone = sm.GLM(d.y[ok], design[ok], family=binomial).fit()
    residual[ok] = alone.resid_pearson
    following = (d.cycle[1:] == d.cycle[:-1]) & ok[1:] & ok[:-1]
    correlation = sm.cov_struct.Autoregressive(grid=False)
    correlation.dep_params = np.corrcoef(residual[1:][following], residual[:-1][following])[0, 1]
    fitted = sm.GEE(
        d.y[ok],
        design[ok],
        groups=d.cycle[ok],
        time=d.day[ok].astype(float),
        family=binomial,
        cov_struct=correlation,
        update_dep=False,
    ).fit(cov_type="naive", start_params=alone.params)
    rng = np.random.default_rng(0)
    draws = rng.multivariate_normal(fitted.params, fitted.cov_params(), DRAWS)
    plain = design.copy()
    plain[:, 0] = 0
    p1 = 1 / (1 + np.exp(-draws @ design[d.treated].T))
    p0 = 1 / (1 + np.exp(-draws @ plain[d.treated].T))
    return Answer(
        spread(100 * (1 - p1.sum(1) / p0.sum(1))), spread(slopes(WINDOW * p0, d.day[d.treated]))
    )


# Structural time series


class Weekly(NamedTuple):
    """Whole weeks (W,): headache days in 28 (NaN without an entry), middle day, share in a phase.

    ``early`` is the share of days on which relief has risen, ``middle`` those on which it wanes
    and the next session is far.
    """

    counts: Array
    day: Array
    early: Array
    middle: Array


def weekly(d: Days) -> Weekly:
    """A diary by whole weeks."""
    weeks = (d.day[-1] + 1) // WEEK - (d.day[0] // WEEK + 1)
    start = np.flatnonzero(d.day % WEEK == 0)[0]
    cut = slice(start, start + WEEK * weeks)
    y = d.y[cut].reshape(weeks, WEEK)
    written = np.isfinite(y)
    total = np.where(written, y, 0).sum(1)
    counts = np.where(written.any(1), WINDOW * total / np.maximum(written.sum(1), 1), np.nan)
    early = ((d.since >= RISEN) & (d.since < WANING))[cut].reshape(weeks, WEEK).mean(1)
    middle = ((d.since >= WANING) & (d.left > 2 * WEEK))[cut].reshape(weeks, WEEK).mean(1)
    day = d.day[cut].reshape(weeks, WEEK).mean(1)
    return Weekly(counts=counts, day=day, early=early, middle=middle)


def local_level(diary: Diary, log: Log) -> Answer:
    """Weekly counts as a random-walk level plus two phases of relief (statsmodels).

    This is the model behind the ports of CausalImpact, with the sessions as regressors.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    weeks = weekly(days_of(diary, log))
    phases = np.column_stack([weeks.early, weeks.middle])
    phases = phases[:, np.ptp(phases, axis=0) > 0]
    model = UnobservedComponents(weeks.counts, "local level", exog=phases, mle_regression=False)
    fitted = model.fit(disp=False, maxiter=200)
    model.update(fitted.params)
    smoother = model.simulation_smoother()
    rng = np.random.default_rng(0)
    treated = weeks.day >= 0
    levels, effects = [], []
    for _ in range(DRAWS):
        smoother.simulate(random_state=rng)
        state = smoother.simulated_state
        levels.append(state[0, treated])
        effects.append((state[1:].T * phases)[treated].sum(1))
    level, effect = np.array(levels), np.array(effects)
    relief = spread(-100 * effect.sum(1) / level.sum(1))
    return Answer(relief, spread(slopes(level, weeks.day[treated])))


# Interrupted time series, a package


def causalpy(diary: Diary, log: Log) -> Answer:
    """CausalPy's PiecewiseITS: one trend, at each session a step down and later a step up.

    Relief is the step down while it lasts, and what both steps leave is lasting: read so, the
    package comes nearer to the truth than by its own counterfactual, a trend without any step.
    """
    import pandas as pd
    from causalpy import PiecewiseITS
    from causalpy.pymc_models import LinearRegression

    weeks = weekly(days_of(diary, log))
    ok = np.isfinite(weeks.counts)
    day = weeks.day[ok]
    table = pd.DataFrame({"y": weeks.counts[ok], "t": day})
    marks = [s.day + offset for s in log.sessions for offset in (RISEN, GONE)]
    steps = " + ".join(f"step(t, {mark})" for mark in marks if mark < day[-1])
    model = LinearRegression(sample_kwargs={**CHAINS, "random_seed": 1})
    result: Any = PiecewiseITS(table, formula=f"y ~ 1 + t + {steps}", model=model)
    posterior = result.model.idata.posterior
    level = flat(posterior["mu"])
    plain = level.copy()
    for session in log.sessions:
        if (down := f"step(t, {session.day + RISEN})") in result.labels:
            lasts = (day >= session.day + RISEN) & (day < session.day + GONE)
            plain -= flat(posterior["beta"].sel(coeffs=down)) * lasts
    treated = day >= 0
    share = level[:, treated].sum(1) / plain[:, treated].sum(1)
    return Answer(spread(100 * (1 - share)), spread(slopes(plain[:, treated], day[treated])))


def flat(draws: Any) -> Array:
    """Draws of every chain below each other."""
    values = np.asarray(draws)
    return values.reshape(values.shape[0] * values.shape[1], -1)


RIVALS: dict[str, Callable[[Diary, Log], Answer]] = {
    "28 days before and after": before_after,
    "segmented logistic, AR(1)": segmented,
    "local level": local_level,
}
if importlib.util.find_spec("causalpy"):
    RIVALS["CausalPy PiecewiseITS"] = causalpy


# The table


def row(answers: list[Estimate], truths: Array) -> str:
    """RMSE, median error, coverage and width of the intervals."""
    means, low, high = (
        np.array([getattr(a, name) for a in answers]) for name in ("mean", "lo90", "hi90")
    )
    given, error = np.isfinite(low), means - truths
    inside = (low <= truths) & (truths <= high)
    rmse = np.sqrt(np.nanmean(error**2))
    if not given.any():
        return f"{rmse:9.1f}{np.nanmedian(np.abs(error)):9.1f}{'-':>9}{'-':>9}"
    width = np.median((high - low)[given])
    return f"{rmse:9.1f}{np.nanmedian(np.abs(error)):9.1f}{inside[given].mean():9.2f}{width:9.1f}"


def ask(rival: Callable[[Diary, Log], Answer], made: Made) -> Answer:
    """The answer, or none where the method fails on the diary."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rivals warn on most diaries; the answer is what counts
        try:
            return rival(made.diary, made.log)
        except (ValueError, np.linalg.LinAlgError):
            return Answer(UNKNOWN, UNKNOWN)


def main() -> None:
    """Print, for each rival, the error of relief and, over a year or more, of drift."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=40)
    parser.add_argument("--kind", default="mixed")
    given = parser.parse_args()
    people = [make(seed, kind=given.kind) for seed in setting("thresholds", given.diaries)]
    relief = np.array([made.truth.relief_percent for made in people])
    drift = np.array([made.truth.drift_days_28_per_year for made in people])
    long = [k for k, made in enumerate(people) if made.log.sessions[-1].day >= YEAR - 84]
    print(f"{given.diaries} diaries of kind {given.kind}; drift over a year or more ({len(long)})")
    print(f"{'':<28}{'relief (percent)':^36}{'drift (days/28 a year)':^36}")
    columns = f"{'RMSE':>9}{'median':>9}{'cover':>9}{'width':>9}"
    print(f"{'':<28}{columns}{columns}{'failed':>8}{'s':>7}")
    for name, rival in RIVALS.items():
        start = time.perf_counter()
        answers = [ask(rival, made) for made in people]
        seconds = (time.perf_counter() - start) / len(people)
        failed = sum(np.isnan(a.relief.mean) for a in answers)
        left = row([a.relief for a in answers], relief)
        right = row([answers[k].drift for k in long], drift[long])
        print(f"{name:<28}{left}{right}{failed:>8}{seconds:>7.1f}", flush=True)


if __name__ == "__main__":
    main()
