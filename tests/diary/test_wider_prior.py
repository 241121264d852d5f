"""The wider prior of relief: the same draws by other weights, and a person told as without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conftest import TIER
from validation.seeds import setting
from validation.truth import foreign, own
from validation.truth.judged import case_of
from watched import unwatched_after
from wearoff.diary.analyze import analyze
from wearoff.diary.posterior import laplace, nuts, sampler
from wearoff.diary.posterior.fixed_effects import RELIEF, Effects
from wearoff.diary.posterior.likelihood import Path, log_prior
from wearoff.diary.posterior.prior import WIDER
from wearoff.diary.posterior.stored import stored_draws
from wearoff.diary.questions import QUESTIONS

PEOPLE = {"quick": 2, "ci": 12, "full": 48}[TIER]
KINDS = ("mixed", "power", "no_relief", "drift_up", "context_step")


@pytest.fixture(scope="module")
def fit():
    """Modes of a diary with two sessions, at settings drawn from the prior, and the problem."""
    problem = own.drawn(7, sessions=2).problem
    settings = problem.prior.settings(np.random.default_rng(8).normal(size=(16, 6)))
    return sampler.modes(problem, settings, problem.center).centered()


# Laws


def test_the_wider_prior_is_wider_in_relief_alone(fit):
    """Its center and every other SD stay; its density over the own one is that of two normals."""
    prior = fit.problem.prior
    wider = prior.wider.effects
    assert np.array_equal(wider.mean.values, prior.effects.mean.values)
    ratio = wider.sd.values / prior.effects.sd.values
    assert ratio[RELIEF] == WIDER
    assert (np.delete(ratio, RELIEF % len(ratio)) == 1).all()
    path, process = fit.gaussian.center, fit.target.process
    both = [log_prior(path, one, process) for one in (wider, prior.effects)]
    assert prior.log_wider(path.effects.relief) == pytest.approx(both[0] - both[1])


def log_gaussian(at, path):
    """Log density (N,) of a path in a Gaussian, without constants of no interest."""
    away = path.effects.values - at.center.effects.values
    z = np.einsum("jkn,jn->kn", at.root, away)
    free = path.latent - at.center.latent + np.einsum("jwn,jn->wn", at.coupling, away)
    free[:-1] += at.ratios[:-1] * free[1:]  # rows of the unit root of T
    return -0.5 * (z**2).sum(0) - 0.5 * (at.pivots * free**2).sum(0)


def test_a_gaussian_under_another_prior_is_weighed_by_that_prior(fit):
    """Its log density is that of the first and of both priors, whichever path; and it goes back."""
    prior, wider = fit.problem.prior.effects, fit.problem.prior.wider.effects
    wide = laplace.under(fit.gaussian, prior, wider)
    rng = np.random.default_rng(9)
    gains = []
    for _ in range(4):
        center = fit.gaussian.center
        effects = center.effects.values + rng.normal(size=center.effects.values.shape)
        path = Path(Effects(effects), center.latent + rng.normal(size=center.latent.shape))
        gain = log_gaussian(wide, path) - log_gaussian(fit.gaussian, path)
        gains.append(gain - fit.problem.prior.log_wider(path.effects.relief))
    assert np.ptp(gains, axis=0) == pytest.approx(0, abs=1e-6)
    back = laplace.under(wide, wider, prior)
    assert back.center.latent == pytest.approx(fit.gaussian.center.latent, abs=1e-8)
    assert back.root == pytest.approx(fit.gaussian.root, abs=1e-8)
    assert wide.effects_sd.relief == pytest.approx(
        np.sqrt(1 / (fit.gaussian.effects_sd.relief**-2 - (1 - WIDER**-2) / prior.sd.relief**2))
    )


def test_a_path_has_one_weight_whichever_part_proposed_it(fit):
    """Weights are those of all parts together, between the weights by either part alone."""
    prior = fit.problem.prior
    wide = laplace.under(fit.gaussian, prior.effects, prior.wider.effects)
    parts = [laplace.Part(0.75, fit.gaussian), laplace.Part(0.25, wide)]
    rng = np.random.default_rng(3)
    z = rng.normal(size=(len(prior.effects.mean.values) + fit.problem.weeks, 16))
    chi = rng.chisquare(5, 16) / 5
    for place, part in enumerate(parts):
        path, both = laplace.propose(fit.told, parts, place, z, chi)
        alone = laplace.propose(fit.told, [replace_share(part)], 0, z, chi).log_weight
        first, second = (one.log_density(path.effects.values) for one in parts)
        own_density = (first, second)[place] - np.log(part.share)
        assert both == pytest.approx(alone + own_density - np.logaddexp(first, second))
        assert (both <= alone - np.log(part.share) + 1e-9).all()


def replace_share(part):
    """A part that is all of its proposal."""
    return part._replace(share=1.0)


def moments(draws, weights):
    """Mean and SD of every fixed effect."""
    effects = draws.effects.values
    mean = effects @ weights
    return mean, np.sqrt((effects - mean[:, None]) ** 2 @ weights)


@pytest.mark.parametrize("seed", [4, 7])
def test_both_weights_are_posteriors(seed):
    """They give the moments of a sampler that knows one prior alone: the own one, or the wider."""
    person = own.drawn(seed, sessions=3)
    draws = own.posterior(person)
    for weights, prior in (
        (draws.weights, person.prior),
        (draws.wide_weights, person.prior.wider),
    ):
        alone = sampler.Sampler(replace(person.problem, prior=prior), seed=2).draw()
        mean, sd = moments(draws, weights)
        theirs, spread = moments(alone, alone.weights)
        assert np.abs((mean - theirs) / spread).max() < 0.2
        assert sd == pytest.approx(spread, rel=0.2)
    assert draws.wide_k_hat < 0.7


def test_a_chain_has_both_weights():
    """Draws of a chain weigh the same; under the wider prior they spread as two normals give."""
    problem = own.drawn(5, sessions=2).problem
    near = sampler.Sampler(problem, seed=1).draw()
    prior, rng, size = problem.prior, np.random.default_rng(1), 20_000
    effects = rng.normal(size=(size, len(prior.effects.mean.values)))
    effects[:, RELIEF] = 1 + 0.5 * effects[:, RELIEF]
    at = nuts.Position(rng.normal(size=(size, 6)), effects, rng.normal(size=(size, 2)))
    draws = nuts.as_draws(problem, at, near)
    assert draws.weights == pytest.approx(np.full(size, 1 / size))
    mean, sd = moments(draws, draws.wide_weights)
    precision = 0.5**-2 - (1 - WIDER**-2)
    expected = np.ones(len(sd))
    expected[RELIEF] = precision**-0.5
    assert sd / prior.effects.sd.values == pytest.approx(expected, rel=0.03)
    center = (mean - prior.effects.mean.values) / prior.effects.sd.values
    assert center[RELIEF] == pytest.approx(0.5**-2 / precision, rel=0.03)
    assert np.abs(np.delete(center, RELIEF % len(center))).max() < 0.05
    assert draws.trusted


# What it is for


@pytest.fixture(scope="module")
def told():
    """What people are told: with the wider prior, without it, and without it by another seed."""
    found = []
    for seed in unwatched_after(setting("thresholds", PEOPLE)):
        case = case_of(foreign.make(seed, kind=KINDS[seed % len(KINDS)]))
        now = analyze(case, prospects=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sampler, "WIDE", 0)
            found.append((now, *(analyze(case, prospects=False, seed=k) for k in (1, 2))))
    return found


def effective_in_a_pool(kept, mean, sd):
    """Effective draws of a person in a population of relief in percent; a draw twice is one."""
    r, percent = kept.relief_log_odds.astype(float), kept.relief_percent.astype(float)
    log_prior = -0.5 * ((r - kept.r_mean) / kept.r_sd) ** 2 - np.log(kept.relief_percent_per_r)
    weights = np.exp(-0.5 * ((percent - mean) / sd) ** 2 - log_prior)
    _, own = np.unique(kept.relief_log_odds, return_inverse=True)
    together = np.bincount(own, weights)
    return together.sum() ** 2 / (together**2).sum()


def test_more_draws_count_in_a_pool(told):
    """Of relief 40 (SD 20) percent whom fewest draws speak of has half as many again, and 100."""
    fewest = []
    for now, before, _ in told:
        posterior = before.assessment.posterior
        draws = replace(posterior.draws, wide_weights=posterior.draws.weights)
        alone = stored_draws(before.case, replace(posterior, draws=draws))
        alone = replace(alone, r_sd=float(posterior.prior.effects.sd.relief))
        fewest.append([effective_in_a_pool(kept, 40, 20) for kept in (now.draws, alone)])
    now, before = np.min(fewest, axis=0)
    assert now > 100
    assert now > 1.5 * before


# A person is told as without it


def numbers(found):
    """What a person is told, in numbers, on scales on which 1 is much."""
    said = found.to_dict()
    estimates = {
        "relief_percent": 10.0,
        "wearoff_day": 10.0,
        "drift_days_28_per_year": 1.0,
        "trend_days_28_per_year": 1.0,
    }
    for name, scale in estimates.items():
        for end in ("mean", "lo90", "hi90"):
            yield said[name][end] / scale if said[name] else 0.0
    chances = {verdict["question"]: verdict["probability"] for verdict in said["verdicts"]}
    for question in QUESTIONS:
        yield (chances[question] or 0.0) / 0.1  # one that is not asked has none


def test_answers_move_less_than_by_the_seed(told):
    """Half and 19 in 20 of all moves are smaller than those of another seed, and some move."""
    every = np.array([[list(numbers(one)) for one in person] for person in told])
    by_prior = np.abs(every[:, 0] - every[:, 1]).ravel()
    by_seed = np.abs(every[:, 2] - every[:, 1]).ravel()
    assert by_prior.max() > 0
    for share in (0.5, 0.95):
        assert np.quantile(by_prior, share) < np.quantile(by_seed, share)


def test_as_many_draws_are_effective(told):
    """Kish's number falls by less than a tenth in half, and far in no more than by the seed."""
    now, before, other = (
        np.array([person[place].assessment.posterior.draws.effective for person in told])
        for place in range(3)
    )
    assert np.median(now / before) > 0.9
    assert np.mean(now < 0.7 * before) <= np.mean(other < 0.7 * before)
