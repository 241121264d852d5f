"""From one person's posterior to `StoredDraws`: equally weighted draws, and what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wearoff.diary.draws import DRAWS, UNKNOWN, StoredDraws
from wearoff.diary.posterior import likelihood, relief
from wearoff.diary.posterior.estimands import YEAR, slope, steady_trend, steady_trend_per_b
from wearoff.diary.posterior.fixed_effects import TREND
from wearoff.diary.posterior.persistence import with_persistence
from wearoff.diary.posterior.prior import process, shape
from wearoff.diary.read.events import STOPPED
from wearoff.evidence.injections import muscles
from wearoff.runs import meta

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wearoff.diary.case import Case
    from wearoff.diary.posterior.fit import DiaryPosterior
    from wearoff.records import Array, Session

NECK = "neck"
"""Region of the muscles whose units are summed."""


def stored_draws(case: Case, posterior: DiaryPosterior) -> StoredDraws | None:
    """What is kept of a posterior; None where there is no session, or no day after it.

    Args:
        case: what is known of the person.
        posterior: of the diary.
    """
    record, draws, believed = posterior.record, posterior.draws, posterior.prior.wider.effects
    if not record.sessions or record.last < 1:
        return None
    places = draws.resampled(DRAWS, wide=True)
    path = draws.paths(places)
    weeks, days = posterior.weeks_since
    level = likelihood.levels(posterior.problem.series, path)[weeks]
    years = record.columns[TREND, weeks]
    percent, percent_per_r = _relief(posterior, places)
    written = np.isfinite(record.entries[posterior.since])
    made = meta(posterior.seed)
    return StoredDraws(
        name=case.name,
        digest=case.digest,
        condition=case.condition,
        b=_single(path.effects.trend),
        relief_log_odds=_single(path.effects.relief),
        trend=_single(steady_trend(level, years[:, None] * path.effects.trend, days)),
        trend_per_b=_single(steady_trend_per_b(level, years, days)),
        relief_percent=_single(percent),
        relief_percent_per_r=_single(percent_per_r),
        slope=_single(slope(draws.untreated[posterior.since][:, places])),
        b_mean=float(believed.mean.trend),
        b_sd=float(believed.sd.trend),
        r_mean=float(believed.mean.relief),
        r_sd=float(believed.sd.relief),
        k_hat=draws.wide_k_hat,
        effective=float(1 / np.sum(draws.wide_weights**2)),
        days=record.last + 1,
        written=int(written.sum()),
        given=len(record.starts),
        planned=1 + record.last // posterior.interval if len(record.starts) > 1 else None,
        ended=_ended(case),
        product=_product(record.sessions),
        covariates=_covariates(record.sessions, record.last, len(record.starts)),
        program=made["version"],
        evidence=made["evidence"],
        seed=posterior.seed,
    )


def _relief(posterior: DiaryPosterior, places: Array) -> tuple[Array, Array]:
    """Relief in percent since the first session, and its derivative in R, of some draws (M,).

    relief = 100·(1 − Σp₁/Σp₀)        dm/dR = −k·m·(1 − m), which persists from day to day
    """
    draws, since = posterior.draws, posterior.since
    problem = posterior.problem.until(posterior.weeks_since[0].stop)
    settings, path = draws.settings[places], draws.paths(places)
    path = path._replace(latent=path.latent[: problem.weeks])
    course = relief.course(problem.doses, shape(settings))
    m = likelihood.chances(problem.series, course, path).treated.astype(float)
    k = course.reshape(m.shape)
    falls = with_persistence(k * m * (1 - m), process(settings).rho)[since].sum(0)
    under, above = (p[since][:, places].sum(0, dtype=float) for p in draws.chances)
    return 100 * (1 - under / above), 100 * falls / above


def _single(values: Array) -> Array:
    return np.asarray(values, np.float32)


def _ended(case: Case) -> str:
    """What was written of injections that stopped, the last time."""
    stops = [event.what for event in case.events if event.kind == STOPPED]
    return stops[-1] if stops else UNKNOWN


def _product(sessions: Sequence[Session]) -> str | None:
    products = {session.product for session in sessions}
    return products.pop() if len(products) == 1 else None


def _covariates(sessions: Sequence[Session], last: int, given: int) -> dict[str, float]:
    """Numbers by covariate; of several products no units, which cannot be added."""
    found: dict[str, float] = {"years": (last + 1) / YEAR, "sessions": given}
    if _product(sessions) is None:
        return found
    found["units"] = sum(session.units for session in sessions) / given
    into = [injection for session in sessions for injection in session.injections]
    regions = muscles()
    if all(injection.muscle in regions for injection in into):
        neck = [one.units for one in into if regions[one.muscle].region == NECK]
        found["neck_units"] = sum(neck) / given
    return found
