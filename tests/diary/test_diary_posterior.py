"""The posterior of one diary against laws and against slow second writings of the same thing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from validation.truth import own
from wearoff.diary.posterior import laplace, likelihood, prior, relief, sampler
from wearoff.diary.posterior.fixed_effects import Effects
from wearoff.diary.posterior.likelihood import Path
from wearoff.diary.timeline import timeline
from wearoff.records import OutsideBaseline

SMALL = 4
"""Settings of the small examples."""
RELEASE, HALF_LIFE = 0.216, 28.0


def record_of(entries, *, start=-14, sessions=(0,), baseline=None, units=155.0):
    """A record of entries that begin on day ``start``."""
    entries = np.asarray(entries, dtype=float)
    log = own.log_of(list(sessions), units) if sessions else None
    return timeline(entries, own.case_of(entries, start, log, baseline=baseline))


def some_entries(days, seed=3, missing=0.2):
    """Random entries with holes."""
    rng = np.random.default_rng(seed)
    yes = (rng.random(days) < 0.6).astype(float)
    return np.where(rng.random(days) < missing, np.nan, yes)


def problem_of(record, events=0):
    """The record with the usual prior."""
    return sampler.Problem.of(record, prior.prior(own.CONDITION, events))


def at_random(problem, count=SMALL, seed=5):
    """Settings, and fixed effects and latent process drawn from the prior."""
    rng = np.random.default_rng(seed)
    settings = problem.prior.settings(rng.normal(size=(count, len(prior.SETTINGS))))
    mean, sd = (values.values for values in problem.prior.effects)
    effects = Effects(mean[:, None] + sd[:, None] * rng.normal(size=(len(mean), count)))
    return settings, Path(effects, 0.5 * rng.normal(size=(problem.weeks, count)))


def course_of(problem, settings):
    """The course of relief by weeks."""
    return relief.course(problem.doses, prior.shape(settings))


@pytest.mark.parametrize("events", [36, 80])
def test_any_number_of_other_changes_is_weighed(events):
    """Proposals of many fixed effects have a finite density, as those of few have."""
    record = record_of(some_entries(200))
    columns = np.vstack([record.columns, np.zeros((events, record.weeks))])
    problem = problem_of(replace(record, columns=columns), events)
    settings, _ = at_random(problem)
    fit = sampler.modes(problem, settings, problem.center)
    rng = np.random.default_rng(9)
    size = len(problem.prior.effects.mean.values) + problem.weeks
    chi = rng.chisquare(laplace.EFFECTS_FREEDOM, SMALL) / laplace.EFFECTS_FREEDOM
    noise = rng.normal(size=(size, SMALL))
    proposed = laplace.propose(fit.target, [laplace.Part(1.0, fit.gaussian)], 0, noise, chi)
    assert np.isfinite(np.asarray(proposed.log_weight)).all()


# Second writings


def slow_course(sessions, first, days, shape):
    """The course of equal sessions by sums over sessions, days times settings."""
    half_day, steepness, lag = shape
    decay = np.log(2) / HALF_LIFE

    def left(u):
        u = np.maximum(u, 0.0)
        return RELEASE / (RELEASE - decay) * (np.exp(-decay * u) - np.exp(-RELEASE * u))

    lagged, found = np.zeros_like(half_day), []
    for day in range(first, first + days):
        found.append(lagged)
        x = sum(left(day - at) for at in sessions) / left(half_day)
        share = x**steepness / (1 + x**steepness)
        lagged = lagged + (1 - np.exp(-1 / lag)) * (share - lagged)
    return np.array(found)


def slow_log_likelihood(record, odds, rho):
    """Day by day, one setting: ``odds`` (days,)."""
    total, last, at = 0.0, None, None
    for t, entry in enumerate(record.entries):
        if np.isnan(entry):
            continue
        m = 1 / (1 + np.exp(-odds[t]))
        copied = 0.0 if last is None else rho ** (t - at)
        q = copied * (last or 0.0) + (1 - copied) * m
        total += np.log(q if entry else 1 - q)
        last, at = entry, t
    for week in range(record.weeks):
        m = 1 / (1 + np.exp(-odds[7 * week + 3]))
        counted = record.yes[week] * np.log(m) + record.no[week] * np.log(1 - m)
        total += (1 - rho) / (1 + rho) * counted
    return total


def test_likelihood_is_the_slow_one():
    """Gaps, the first entry and counts without dates enter as a plain loop says."""
    before = OutsideBaseline(20, 28, "letter")
    record = record_of(some_entries(70), sessions=(0, 40), baseline=before)
    assert record.yes.sum() == pytest.approx(20)
    problem = problem_of(record)
    settings, path = at_random(problem)
    course = course_of(problem, settings)
    odds = np.asarray(likelihood.log_odds(problem.series, course, path))
    rho = prior.process(settings).rho
    fast = np.asarray(likelihood.log_likelihood(problem.series, rho, odds))
    level = np.einsum("jw,jn->wn", record.columns, path.effects.columns) + path.latent
    relieved = path.effects.relief * np.asarray(course).reshape(-1, SMALL)
    slow_odds = np.repeat(level, 7, 0) - relieved
    for n in range(SMALL):
        assert fast[n] == pytest.approx(slow_log_likelihood(record, slow_odds[:, n], rho[n]))


def test_prior_is_a_gaussian():
    """Log joint less log likelihood is the density of effects and latent process in SciPy."""
    problem = problem_of(record_of(some_entries(40)))
    settings, path = at_random(problem)
    course, process = course_of(problem, settings), prior.process(settings)
    target = likelihood.Target(problem.series, course, problem.prior.effects, process)
    odds = likelihood.log_odds(problem.series, course, path)
    likely = likelihood.log_likelihood(problem.series, process.rho, odds)
    given = np.asarray(likelihood.log_joint(target, path) - likely)
    mean, sd = (values.values for values in problem.prior.effects)
    effects = path.effects.values
    apart = np.abs(np.subtract.outer(np.arange(problem.weeks), np.arange(problem.weeks)))
    for n in range(SMALL):
        cover = process.sd[n] ** 2 * process.phi[n] ** apart
        expected = stats.multivariate_normal.logpdf(path.latent[:, n], cov=cover)
        expected += stats.norm.logpdf(effects[:, n], mean, sd).sum()
        constant = 0.5 * np.log(2 * np.pi) * (problem.weeks + len(effects))
        assert given[n] == pytest.approx(expected + constant)


def test_evidence_is_the_mean_likelihood_of_the_prior():
    """The sampler's log evidence of four weeks equals brute force within its error."""
    record = record_of([*some_entries(14, 7), *(0.0, 1.0) * 3, 0, 0, 0, 0, 1, 0, np.nan, 0])
    problem = problem_of(record)
    draws = sampler.Sampler(problem, seed=1).draw()
    rng, count = np.random.default_rng(2), 60_000
    settings = problem.prior.settings(rng.normal(size=(count, len(prior.SETTINGS))))
    process, shape = prior.process(settings), prior.shape(settings)
    mean, sd = (values.values for values in problem.prior.effects)
    effects = Effects(mean[:, None] + sd[:, None] * rng.normal(size=(len(mean), count)))
    course = slow_course([0], record.first, 28, shape)
    latent = process.sd * rng.normal(size=count)
    total, last, at = np.zeros(count), None, None
    for t, entry in enumerate(record.entries[:28]):
        if t and t % 7 == 0:
            latent = process.phi * latent
            latent += process.sd * np.sqrt(1 - process.phi**2) * rng.normal(size=count)
        if np.isnan(entry):
            continue
        level = record.columns[:, t // 7] @ effects.columns + latent
        odds = level - effects.relief * course[t]
        copied = 0.0 if last is None else process.rho ** (t - at)
        q = copied * (last or 0.0) + (1 - copied) / (1 + np.exp(-odds))
        total += np.log(q if entry else 1 - q)
        last, at = entry, t
    share = np.exp(total - total.max())
    brute = np.log(share.mean()) + total.max()
    error = np.hypot(
        share.std() / share.mean() / np.sqrt(count),
        np.sqrt(1 / draws.effective - 1 / len(draws.weights)),
    )
    assert error < 0.05
    assert abs(draws.log_evidence - brute) < 4 * error


# The mode and the Gaussian around it


def settled(problem, settings):
    """The modes at settings, searched twice so that they are reached to the last digit."""
    effects, latent = sampler.modes(problem, settings, problem.center).gaussian.center
    near = Path(Effects(np.asarray(effects.values).mean(1)), np.asarray(latent).mean(1))
    return sampler.modes(problem, settings, near)


def test_mode_is_the_top():
    """No small step from the mode raises the joint density, and the slope there is nil."""
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    fit = settled(problem, np.repeat(at_random(problem, 1)[0], SMALL, 0))
    rng = np.random.default_rng(9)
    mode = fit.gaussian.center
    effects, latent = np.asarray(mode.effects.values), np.asarray(mode.latent)

    def density(by, along):
        path = Path(Effects(effects + by), latent + along)
        return np.asarray(likelihood.log_joint(fit.target, path))

    top = density(0, 0)
    for _ in range(20):
        by, along = 1e-3 * rng.normal(size=effects.shape), 1e-3 * rng.normal(size=latent.shape)
        up, down = density(by, along), density(-by, -along)
        assert (np.maximum(up, down) <= top + 1e-9).all()
        assert np.abs(up - down).max() < 1e-2 * (2 * top - up - down).max()


def test_weeks_of_which_nothing_is_told_weigh_by_their_prior_alone():
    """Told weeks alone give a whole path the density that all weeks give it."""
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    settings, path = at_random(problem)
    told, whole = problem.told.target(settings), problem.target(settings)
    assert problem.told.weeks < problem.weeks
    assert np.array_equal(likelihood.log_joint(told, path), likelihood.log_joint(whole, path))
    shorter = path._replace(latent=path.latent[: problem.told.weeks])
    assert not np.allclose(likelihood.log_joint(told, path), likelihood.log_joint(told, shorter))


def test_sd_of_a_weighted_sum_is_that_of_draws():
    """The variance of Σ u·p₀ − v·p₁ by the delta method equals that of small Gaussian draws."""
    count, small = 2048, 1e-3
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    fit = settled(problem, np.repeat(at_random(problem, 1)[0], count, 0))
    rng = np.random.default_rng(4)
    u, v = rng.normal(size=(2, problem.weeks, 7, 1)) / 30
    size = len(problem.prior.effects.mean.values) + problem.weeks
    noise = small * rng.normal(size=(size, count))
    alone = [laplace.Part(1.0, fit.gaussian)]
    path, _ = laplace.propose(fit.target, alone, 0, noise, np.ones(count))
    p1, p0 = likelihood.chances(problem.series, fit.target.course, path)
    drawn = u.reshape(-1) @ p0.astype(float) - v.reshape(-1) @ p1.astype(float)
    form = laplace.weighted_sum(fit.target, fit.gaussian, v, u)
    assert drawn.mean() == pytest.approx(float(form.mean[0]), rel=1e-3)
    assert drawn.std() / small == pytest.approx(float(form.sd[0]), rel=5 / np.sqrt(2 * count))


# The course of relief


def shape_of(half_day=80.0, steepness=4.0, lag=5.0):
    """A course's settings as arrays of SMALL."""
    return relief.Shape(*(np.full(SMALL, value) for value in (half_day, steepness, lag)))


def courses(record, shape=None):
    """The course on every day of a record."""
    given = relief.active_doses(record.sessions, record.first, len(record.entries))
    return np.asarray(relief.course(given, shape or shape_of())).reshape(-1, SMALL)[:, 0]


def test_course_is_the_slow_one():
    """The recursion equals a sum over sessions."""
    record = record_of(some_entries(250), start=0, sessions=(0, 70, 160))
    slow = slow_course([0, 70, 160], 0, 280, shape_of())
    assert courses(record) == pytest.approx(slow[:, 0], abs=1e-12)


def test_no_session_no_relief():
    """Without a session, or with none but empty ones, the course is nil on every day."""
    assert (courses(record_of(some_entries(250), sessions=())) == 0).all()
    assert (courses(record_of(some_entries(250), sessions=(0, 84), units=0.0)) == 0).all()


def test_more_dose_is_never_less():
    """A larger session leaves at least as much relief on every day, and more on some."""
    given = relief.active_doses(own.log_of([0, 84]).sessions, 0, 280)
    for place in (0, 1):
        later = np.arange(280) >= 84 * place
        alone = relief.active_doses(own.log_of([0]).sessions, 0, 280).active
        more = np.roll(alone, 84 * place, 0) * later[:, None]
        larger = given._replace(active=given.active + 0.5 * more)
        least, most = (
            np.asarray(relief.course(d, shape_of())).reshape(-1, SMALL)[:, 0]
            for d in (given, larger)
        )
        assert (most >= least - 1e-12).all()
        assert most.max() <= 1
        assert (most > least + 1e-3).any()


def test_session_before_the_diary_counts():
    """A session a month before the first entry leaves its relief in the diary."""
    record = record_of(some_entries(100), start=30, sessions=(0,))
    assert record.begin >= 30
    assert courses(record)[record.index(30)] > 0.5
    assert record.cycles == [(0, record.last)]


def test_each_product_has_its_own_usual_dose():
    """155 units of one product and 500 of another are one usual session each."""
    ona, abo = own.log_of([0]).sessions[0], own.log_of([84], 500.0).sessions[0]
    given = relief.active_doses([ona, replace(abo, product="abobotulinumtoxinA")], 0, 280)
    for place, (decay, day) in enumerate(zip(given.decay[::-1], (0, 84), strict=True)):
        one = np.asarray(relief.left_of_one(np.arange(280 - day), given.release, decay))
        assert given.active[day:, 1 - place] == pytest.approx(one)
    mixed = relief.active_doses([ona, replace(ona, day=84, injections=abo.injections)], 0, 280)
    assert mixed.active.sum() > 0
    same = np.asarray(relief.left_of_one(np.arange(84), mixed.release, mixed.decay[0]))
    assert mixed.active[:84, 0] == pytest.approx(155 / 327.5 * same)


def test_half_is_left_on_the_half_day():
    """With hardly any lag one session's course is at half on its half-day, and falls there."""
    alone = relief.active_doses(own.log_of([0]).sessions, 0, 280)
    k = np.asarray(relief.course(alone, shape_of(60.0, lag=1e-3))).reshape(280, -1)[:, 0]
    assert k[61] == pytest.approx(0.5, abs=1e-6)
    assert k[40] > 0.5 > k[80]
    slow = np.asarray(relief.course(alone, shape_of(60.0, lag=5.0))).reshape(280, -1)[:, 0]
    assert 61 <= int(np.flatnonzero(slow > 0.5)[-1]) <= 67


# What a posterior must do


def moments(draws):
    """Mean and SD of every fixed effect, (J + 1,) each."""
    effects = draws.effects.values
    mean = effects @ draws.weights
    return mean, np.sqrt((effects - mean[:, None]) ** 2 @ draws.weights)


def test_nothing_written_gives_the_prior_back():
    """Without an entry the posterior is the prior, and the log evidence is nil."""
    problem = problem_of(record_of(some_entries(200), sessions=(0, 84)))
    seen = 0 * problem.series.seen
    draws = sampler.Sampler(replace(problem, series=problem.series._replace(seen=seen)), seed=1)
    draws = draws.draw()
    mean, sd = moments(draws)
    believed, spread = (values.values for values in problem.prior.effects)
    assert draws.k_hat < 0.7
    assert abs(draws.log_evidence) < 0.05
    assert np.abs((mean - believed) / spread).max() < 0.15
    assert sd == pytest.approx(spread, rel=0.12)
    z = (np.log(draws.settings) - problem.prior.center) / problem.prior.spread
    assert np.abs(draws.weights @ z).max() < 0.15
    assert draws.weights @ z**2 == pytest.approx(np.ones(z.shape[1]), rel=0.25)


def shorter(person, days):
    """The same person with the entries of the first days only."""
    entries = person.record.entries.copy()
    entries[days:] = np.nan
    return replace(
        person, problem=sampler.Problem.of(replace(person.record, entries=entries), person.prior)
    )


def test_more_days_narrow_on_average():
    """Over people from the prior the SD of relief and of the level falls as the diary grows."""
    people = [own.drawn(seed, sessions=2) for seed in range(6)]

    def spread(days):
        found = [own.posterior(shorter(person, days)) for person in people]
        return Effects(np.mean([moments(draws)[1] ** 2 for draws in found], 0))

    short, longer = spread(90), spread(224)
    assert longer.relief < short.relief
    assert longer.level < short.level
    assert (short.values <= people[0].prior.effects.sd.values ** 2 * 1.1).all()


def test_same_seed_same_draws():
    """The same diary and seed give the same numbers."""
    person = own.drawn(3, sessions=2)
    first, again = own.posterior(person), own.posterior(person)
    assert (first.weights == again.weights).all()
    assert (first.effects.values == again.effects.values).all()
    other = own.posterior(person, seed=2)
    assert abs(first.log_evidence - other.log_evidence) < 0.2


def test_a_texts_prior_reweights_to_its_posterior():
    """The usual prior changes nothing; another one equals the posterior under that prior."""
    person = own.drawn(4, sessions=2)
    draws = own.posterior(person)
    usual = person.prior.effects
    centers = {prior.SKEPTICAL: (0.5, 0.7), prior.OPTIMISTIC: (-0.3, 1.4)}
    for text, (trend, size) in centers.items():
        mean = Effects.of(
            level=usual.mean.level, trend=trend, context=usual.mean.context, relief=size
        )
        starting = replace(person.prior, effects=usual._replace(mean=mean))
        assert prior.weights_under(text, draws, starting) == pytest.approx(draws.weights)
        weights = prior.weights_under(text, draws, person.prior)
        again = sampler.Sampler(replace(person.problem, prior=starting), seed=1).draw()
        for name in ("trend", "relief"):
            error = 4 * getattr(usual.sd, name) / np.sqrt(draws.effective)
            ours, theirs = getattr(draws.effects, name), getattr(again.effects, name)
            assert weights @ ours == pytest.approx(again.weights @ theirs, abs=error)
