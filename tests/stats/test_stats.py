"""Small numerics against the libraries that have them: smoothed weights, many small matrices."""

from __future__ import annotations

import numpy as np
import pytest
from arviz_stats.base.array import array_stats
from scipy import stats

from wearoff.stats import definite
from wearoff.stats.importance import FREEDOM, K_HAT_LIMIT, mixture
from wearoff.stats.pareto import smoothed
from wearoff.stats.sobol import sobol


@pytest.mark.parametrize("count", [40, 225, 226, 4096])
@pytest.mark.parametrize("width", [0.7, 1.2, 4.0])
def test_smoothed_weights_are_those_of_arviz(count, width):
    """Log weights and k-hat are ArviZ's, for light and heavy tails, few and many draws."""
    draws = np.random.default_rng(count).standard_normal(count)
    ratios = stats.norm.logpdf(draws, scale=width) - stats.norm.logpdf(draws)
    ratios[:3] = -np.inf
    theirs, k_hat = array_stats.psislw(-ratios)[:2]
    ours, ours_k_hat = smoothed(ratios)
    assert ours == pytest.approx(theirs, rel=1e-12)
    assert ours_k_hat == pytest.approx(float(k_hat), rel=1e-12)


@pytest.mark.parametrize("ratios", [np.zeros(400), np.arange(9.0)])
def test_weights_without_a_tail_are_refused(ratios):
    """Where all weigh the same, or there are too few, no tail can be fitted."""
    with pytest.raises(ValueError, match="tail"):
        smoothed(ratios)


@pytest.mark.parametrize("few", [0.002, 0.02])
def test_weights_of_which_almost_all_are_nothing_are_not_trusted(few):
    """Where a few draws weigh everything no law fits the tail: weights stay, k-hat says so."""
    rng = np.random.default_rng(2)
    ratios = np.where(rng.random(4096) < few, rng.normal(size=4096), -np.inf)
    log_weights, k_hat = smoothed(ratios)
    assert k_hat > K_HAT_LIMIT
    assert np.exp(log_weights).sum() == pytest.approx(1)


@pytest.fixture
def matrices():
    """Random positive definite matrices, (D, D, N), and right sides (D, 3, N)."""
    rng = np.random.default_rng(3)
    half = rng.normal(size=(6, 6, 20))
    return np.einsum("ikn,jkn->ijn", half, half) + np.eye(6)[..., None], rng.normal(size=(6, 3, 20))


def test_many_small_matrices_are_solved_as_one_by_one(matrices):
    """Roots, determinants and solutions are LAPACK's."""
    given, right = matrices
    root = definite.cholesky(given)
    solved, determinant = definite.solve(root, right), definite.log_determinant(root)
    for n in range(given.shape[2]):
        one = given[..., n]
        assert root[..., n] == pytest.approx(np.linalg.cholesky(one))
        assert solved[..., n] == pytest.approx(np.linalg.solve(one, right[..., n]))
        assert determinant[n] == pytest.approx(np.linalg.slogdet(one)[1])
    assert definite.solve(root, right[:, 0]) == pytest.approx(solved[:, 0])


def test_a_matrix_that_is_not_definite_spoils_no_other(matrices):
    """It gives NaN, and its neighbors what they gave."""
    given, right = matrices
    whole = definite.solve(definite.cholesky(given), right)
    given[..., 4] = -np.eye(6)
    with np.errstate(invalid="ignore"):  # a root of a negative number is what is asked about
        spoilt = definite.solve(definite.cholesky(given), right)
    assert np.isnan(spoilt[..., 4]).all()
    others = np.arange(20) != 4
    assert spoilt[..., others] == pytest.approx(whole[..., others])


@pytest.mark.parametrize(("size", "count"), [(1, 8), (7, 512), (21, 1024)])
def test_even_points_are_those_of_scipy(size, count):
    """Scrambled Sobol points are SciPy's bit for bit, to the last dimension there is."""
    theirs = stats.qmc.Sobol(size, rng=count).random(count)
    assert np.array_equal(sobol(size, count, seed=count), theirs)


def test_points_of_a_proposal_have_its_density():
    """Log density of a mixture's points is that of SciPy's laws, an eighth from the prior."""
    center, covariance = np.array([0.5, -1.0]), np.array([[0.6, 0.2], [0.2, 0.4]])
    points, log_density = mixture(center, covariance, 64, seed=1)
    wide = stats.multivariate_t(center, covariance, df=FREEDOM).pdf(points)
    prior = stats.norm.pdf(points).prod(1)
    assert log_density == pytest.approx(np.log(prior / 8 + 7 / 8 * wide), rel=1e-12)
