"""Virtual trials that lose people: leaving, missed visits, run-ins, cycles, and their truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import GLS

from wearoff import virtual_trial
from wearoff.errors import InputError
from wearoff.studies.designs import mmrm as repeated
from wearoff.studies.designs.analyses import ancova, responder, t_test
from wearoff.studies.designs.following import followed
from wearoff.studies.designs.people import People
from wearoff.studies.designs.read import READY, read_design
from wearoff.studies.designs.samples import Sample
from wearoff.studies.designs.trial_form import Analysis, Arm, Leaving, RunIn

CHANGE = Analysis(method="ancova", variable="change")
REPEATED = Analysis(method="mmrm", variable="change")
NO_RESPONSE = Analysis(method="responder", variable="responder50", missing="no_response")
TOXIN, PLACEBO = 0, 1


def losing(size, leaving, *, strategy="treatment_policy", analysis=(CHANGE,), **values):
    """Two arms of two sessions in chronic migraine, of which people leave."""
    pivotal = read_design("pivotal")
    arms = tuple(arm.model_copy(update={"size": size}) for arm in pivotal.arm)
    intercurrent = pivotal.estimand.intercurrent.model_copy(update={"leaving": strategy})
    asked = {"intercurrent": intercurrent, "variable": analysis[0].variable}
    return pivotal.model_copy(
        update={
            "arm": arms,
            "leaving": leaving,
            "estimand": pivotal.estimand.model_copy(update=asked),
            "analysis": analysis,
            **values,
        }
    )


def follow(design, arm, trials=(0,), seed=1):
    """What becomes of an arm."""
    return followed(People(design, arm, np.array(trials), seed))


def probable(share, people):
    """Least and greatest count, in 99 of 100 runs."""
    law = stats.binom(people, share)
    return law.ppf(0.005), law.ppf(0.995)


def test_leaving_depends_on_response_as_said():
    """Without an answer a known share leaves, whoever it is; with one, who is helped stays."""
    people = 600
    alike, answering = (
        follow(losing(people, Leaving(weeks=(12,), share=0.2, answer=answer)), PLACEBO)
        for answer in (0, 6)
    )
    left = alike.left[0, :, -1]
    least, most = probable(0.2, people)
    assert least <= left.sum() <= most
    at_12 = 2
    fall = (1 - alike.stayed[..., at_12] / alike.entry)[0]
    assert stats.ttest_ind(fall[left], fall[~left]).pvalue > 0.005
    left = answering.left[0, :, -1]
    fall = (1 - answering.stayed[..., at_12] / answering.entry)[0]
    assert fall[left].mean() < fall[~left].mean() - 0.2
    assert not answering.left[..., : at_12 + 1].any()
    assert not answering.seen[answering.left].any()


def test_who_leaves_goes_on_without_sessions():
    """Until they leave nothing differs; after it people with toxin have more headache days."""
    own = follow(losing(300, Leaving(weeks=(12,), share=0.5, answer=0)), TOXIN)
    left = own.left[..., -1]
    assert np.array_equal(own.stayed[~left], own.actual[~left])
    assert np.array_equal(own.stayed[..., :3], own.actual[..., :3])
    more = (own.actual - own.stayed)[left][:, -1]
    assert more.mean() > 3 * stats.sem(more)


def test_missed_visits_are_missed_by_chance():
    """A share of visits is missed whatever came of them."""
    own = follow(losing(400, None, missed=0.15), TOXIN)
    least, most = probable(0.85, own.seen.size)
    assert least <= own.seen.sum() <= most
    assert not own.left.any()
    assert np.array_equal(own.stayed, own.actual)


def test_bias_is_that_of_the_estimand():
    """Who leaves biases an analysis of stayers; one that uses all their visits is right."""
    leaving = Leaving(weeks=(4, 8, 12, 16, 20), share=0.1, answer=8)
    design = losing(150, leaving, strategy="hypothetical", analysis=(CHANGE, REPEATED))
    stayers, all_visits = virtual_trial(design, trials=60, seed=3).result.analyses
    assert stayers.bias.lo90 > 0.3
    assert stayers.coverage.mean < all_visits.coverage.mean
    assert all_visits.bias.lo90 < 0 < all_visits.bias.hi90
    assert abs(all_visits.truth.mean) > 1
    # as they went on, those who left lost their gain: the same trial, another question, less to see
    as_it_was = losing(150, leaving.model_copy(update={"followed": True}))
    (seen,) = virtual_trial(as_it_was, trials=240, seed=3).result.analyses
    assert seen.bias.lo90 <= 0 <= seen.bias.hi90
    assert seen.bias.hi90 - seen.bias.lo90 < 0.012  # of a truth of -1.4
    assert seen.truth.hi90 > all_visits.truth.hi90


def test_no_response_of_who_left_is_the_composite():
    """Where nothing else is missing, no response of who left is the composite exactly."""
    leaving = Leaving(weeks=(12,), share=0.3, answer=2)
    design = losing(60, leaving, strategy="composite", analysis=(NO_RESPONSE,))
    found = virtual_trial(design, trials=20)
    (one,) = found.trials.estimates
    assert one.estimate == pytest.approx(found.trials.contrasts[0])
    left_out = NO_RESPONSE.model_copy(update={"missing": "left_out"})
    of_stayers = losing(60, leaving, strategy="composite", analysis=(left_out,))
    other = virtual_trial(of_stayers, trials=20).trials.estimates[0]
    assert not np.allclose(other.estimate, one.estimate)


def made_up(lost, people=90, visits=3):
    """Two arms of one trial with correlated visits, of which some are lost."""
    luck = np.random.default_rng(4)
    arms = []
    for effect in (-2.0, 0.0):
        before = luck.normal(20, 4, (1, people))
        apart = luck.normal(0, 3, (1, people, 1)) + luck.normal(0, 2, (1, people, visits))
        at = before[..., None] + effect + apart
        at[luck.random(at.shape) < lost] = np.nan
        arms.append(Sample(before, before, at))
    return arms


def test_all_visits_seen_are_those_of_one():
    """With every visit seen, the mixed model is the analysis of covariance at the last, exactly."""
    arms = made_up(0.0)
    one, all_visits = ancova(arms, CHANGE), repeated.mmrm(arms, REPEATED)
    for ours, theirs in zip(all_visits, one, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-6)


def test_the_mixed_model_is_that_of_its_likelihood():
    """Coefficients and errors are statsmodels' GLS; no other Σ is likelier by REML."""
    arms = made_up(0.25, people=25)
    change = np.concatenate([arm.at - arm.before[:, :, None] for arm in arms], 1)
    before = np.concatenate([arm.before for arm in arms], 1)
    treated = np.repeat([1.0, 0.0], 25)
    columns = np.stack([np.ones_like(before), treated[None], before - before.mean()], -1)
    found = repeated.fit(columns, change)
    seen = np.isfinite(change[0])
    y = change[0][seen]
    blocks = np.einsum("nj,kl->nkjl", columns[0], np.eye(3))[seen].reshape(len(y), 9)
    person = np.nonzero(seen)[0]
    visit = np.nonzero(seen)[1]

    def fitted(residual):
        same = person[:, None] == person
        return GLS(
            y, blocks, sigma=np.where(same, residual[visit[:, None], visit], 0.0)
        ).fit(), same

    def likelihood(residual):
        own, same = fitted(residual)
        sigma = np.where(same, residual[visit[:, None], visit], 0.0)
        left = y - blocks @ own.params
        information = blocks.T @ np.linalg.solve(sigma, blocks)
        return -0.5 * (
            np.linalg.slogdet(sigma)[1]
            + np.linalg.slogdet(information)[1]
            + left @ np.linalg.solve(sigma, left)
        )

    residual = found.residual[0]
    own, _ = fitted(residual)
    at_last = 3 * repeated.ARM + 2
    assert own.params[at_last] == pytest.approx(found.coefficients[0, 2, repeated.ARM])
    error = np.sqrt(found.covariance[0, 2, repeated.ARM, 2, repeated.ARM])
    assert np.sqrt(own.normalized_cov_params[at_last, at_last]) == pytest.approx(error, rel=1e-5)
    best = likelihood(residual)
    for row in range(3):
        for column in range(row + 1):
            for step in (-0.02, 0.02):
                moved = residual.copy()
                moved[row, column] += step
                moved[column, row] = moved[row, column]
                assert likelihood(moved) < best


def test_the_last_visit_is_carried_forward():
    """What was not seen is what was seen last, or the level before; others stay."""
    gap = np.nan
    at = np.array([[[5.0, gap, gap], [gap, gap, gap], [9.0, 8.0, 6.0], [9.0, 8.0, 7.0]]])
    entry = np.full((1, 4), 12.0)
    arm, none = Sample(entry, entry, at), Sample(entry, entry, np.full((1, 4, 1), 9.0))
    assert arm.now("carried_forward").tolist() == [[5.0, 12.0, 6.0, 7.0]]
    shares = {
        missing: responder([arm, none], NO_RESPONSE.model_copy(update={"missing": missing}))
        for missing in ("left_out", "carried_forward", "no_response")
    }
    found = {missing: float(own.estimate[0]) for missing, own in shares.items()}
    assert found == {"left_out": 0.5, "carried_forward": 0.5, "no_response": 0.25}


def test_one_mean_is_students():
    """The mean of an only arm is tested as SciPy does it."""
    (arm, _) = made_up(0.2)
    found = t_test([arm], Analysis(method="t_test", variable="change"))
    change = (arm.now() - arm.before)[0]
    theirs = stats.ttest_1samp(change[np.isfinite(change)], 0.0)
    assert found.p[0] == pytest.approx(theirs.pvalue)
    interval = theirs.confidence_interval(0.95)
    assert (found.lo[0], found.hi[0]) == pytest.approx(interval)


def withdrawal(keep):
    """An open session, then toxin or placebo in those who are kept."""
    names = ("goes on", "stops")
    arms = tuple(
        Arm(name=name, size=60, weeks=(0, 12), placebo=none, known_from=0, known_until=12)
        for name, none in zip(names, ((), (12.0,)), strict=True)
    )
    base = losing(60, None, arm=arms, visits=(12, 24), run_in=RunIn(week=12, keep=keep))
    asked = {"treatment": "goes on", "against": "stops", "since": 12.0}
    return base.model_copy(update={"estimand": base.estimand.model_copy(update=asked)})


def test_after_a_run_in_only_those_who_responded_go_on():
    """Whoever is randomized had responded, in both arms, which differ after it and not before."""
    kept = [follow(withdrawal("responder50"), arm, range(3)) for arm in (0, 1)]
    for own in kept:
        assert (own.actual[..., 0] <= own.entry / 2).all()
    everybody = follow(withdrawal("all"), 0, range(3))
    assert (everybody.actual[..., 0] > everybody.entry / 2).any()
    before, after = ((kept[1].actual - kept[0].actual)[..., visit].mean() for visit in (0, 1))
    assert after > before + 0.5


def cycles(size):
    """Everybody has two cycles with toxin and two without, in two orders."""
    orders = {"toxin first": (12.0, 36.0), "placebo first": (0.0, 24.0)}
    weeks = (0.0, 12.0, 24.0, 36.0)
    arms = tuple(
        Arm(name=name, size=size, weeks=weeks, placebo=none) for name, none in orders.items()
    )
    analysis = (Analysis(method="t_test", variable="cycles"),)
    base = losing(size, None, strategy="hypothetical", analysis=analysis, arm=arms)
    asked = {"treatment": "toxin", "against": "placebo", "week": 8.0}
    estimand = base.estimand.model_copy(update=asked)
    return base.model_copy(update={"visits": (8, 20, 32, 44), "estimand": estimand})


def test_cycles_compare_people_with_themselves():
    """The difference of people's own cycles falls short of the truth by what is carried over."""
    (found,) = virtual_trial(cycles(40), trials=20, seed=2).result.analyses
    assert found.truth.hi90 < -1
    assert found.truth.mean < found.estimate.mean < 0
    assert found.bias.lo90 > 0


@pytest.mark.parametrize(
    ("was", "put", "said"),
    [
        ('method = "ancova"', 'method = "t_test"', "t_test of one arm"),
        ('variable = "change"\nweek', 'variable = "responder50"\nweek', "primary analysis is of"),
        ("visits =", "missed = 1.5\nvisits =", "missed: found 1.5"),
        ("week = 24", "week = 24\nsince = 12", "since: week 12"),
        ('"treatment_policy"', '"composite"', "leaving: composite of change"),
        ("sd = 3.7", "sd = 3.7\n\n[leaving]\nweeks = [30]", "leaving in week 30"),
        ("sd = 3.7", 'sd = 3.7\n\n[run_in]\nweek = 5\nkeep = "all"', "randomized in week 5"),
        ("placebo = [0, 12]", "placebo = [0, 12]\nknown_until = 4", "known_until: week 4"),
        (
            "[[arm]]",
            "[settings]\nheadache_baseline_chronic_migraine = 9\n\n[[arm]]",
            "the level at entry",
        ),
        ('variable = "responder50"', 'variable = "responder50"\nmissing = "x"', "missing: found"),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path, was, put, said):
    """Losses that cannot be, or that the analysis does not fit, are one line with its number."""
    text = (READY / "pivotal.toml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "design.toml"
    path.write_text(text.replace(was, put, 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"line \d+") as refused:
        read_design(path)
    assert said in str(refused.value)


def test_a_trial_that_sees_nobody_is_refused():
    """An analysis of which too few people are left is told, not counted as no difference."""
    for one in (CHANGE, REPEATED, NO_RESPONSE.model_copy(update={"missing": "left_out"})):
        with pytest.raises(InputError, match="too few people are seen"):
            virtual_trial(losing(3, None, missed=0.85, analysis=(one,)), trials=20)
