"""The fit of a trial: against the published analysis, against known truths, and piece by piece."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from scipy import interpolate, stats
from scipy.linalg import block_diag

import wearoff
from conftest import ROOT, needs_folds
from wearoff.errors import InputError
from wearoff.measures import scale_of
from wearoff.model.conditions import condition
from wearoff.records import Arm, Trial
from wearoff.stats import gaussian, importance, splines
from wearoff.stats.intervals import Estimate, estimate
from wearoff.trial import ensemble
from wearoff.trial.dropout import sensitivity
from wearoff.trial.effects import Contrast
from wearoff.trial.findings import answer
from wearoff.trial.fit import FitResult
from wearoff.trial.model import TrialModel
from wearoff.trial.posterior import by_fold, fit_trial
from wearoff.trial.read import read_trial
from wearoff.trial.reference import Gls

RIMA = "rimabotulinumtoxinB"
ONA = "onabotulinumtoxinA"
PLACEBO = ("placebo", 0, "")
TOXIN = ("toxin", 7500, RIMA)
NECK = condition("cervical_dystonia")
SMALL = 1024
HIGH, LOW = "10000U", "5000U"
RANDOM = np.random.default_rng

# Mean and standard error by week of generalized least squares with the published specification.
PUBLISHED = {
    (LOW, 2): (-6.31, 2.10),
    (LOW, 4): (-5.91, 1.82),
    (LOW, 8): (-4.90, 2.01),
    (LOW, 12): (-3.07, 1.75),
    (LOW, 16): (-1.02, 2.10),
    (HIGH, 2): (-6.89, 2.07),
    (HIGH, 4): (-6.64, 1.79),
    (HIGH, 8): (-5.49, 2.00),
    (HIGH, 12): (-1.76, 1.74),
    (HIGH, 16): (2.62, 2.09),
}
EARLY = {visit: published for visit, published in PUBLISHED.items() if visit[1] <= 12}


def by_visit(rows):
    """Rows of a document by arm and week."""
    return {(row["arm"], row["week"]): row for row in rows}


# The real trial


def test_the_reference_is_the_published_analysis(fitted_document):
    """Generalized least squares gives the published contrasts, errors, correlation and SD."""
    reference = fitted_document["reference"]
    found = by_visit(reference["contrasts"])
    assert set(found) == set(PUBLISHED)
    for visit, (mean, se) in PUBLISHED.items():
        assert found[visit]["mean"] == pytest.approx(mean, abs=0.02)
        assert found[visit]["se"] == pytest.approx(se, abs=0.02)
    assert reference["correlation_per_week"] == pytest.approx(0.867, abs=0.002)
    assert reference["sd"] == pytest.approx(8.59, abs=0.02)


def test_the_effect_agrees_with_the_reference_up_to_week_12(fitted_document):
    """Over weeks 2 to 12 the two analyses are within 0.8 standard errors of each other."""
    ours = by_visit(fitted_document["contrasts"])
    apart = [(ours[visit]["mean"] - mean) / se for visit, (mean, se) in EARLY.items()]
    assert len(apart) == 8
    assert np.sqrt(np.mean(np.square(apart))) <= 0.8


def test_the_errors_are_neither_bold_nor_idle(fitted_document):
    """Standard errors are between 0.5 and 1.6 of the reference's, weeks 2 to 12."""
    ours = by_visit(fitted_document["contrasts"])
    for visit, (_, se) in EARLY.items():
        assert 0.5 <= ours[visit]["se"] / se <= 1.6


def test_the_effect_wears_off(fitted_document):
    """By week 12 the high dose has lost at least 3 in 10 of its effect in week 4."""
    ours = by_visit(fitted_document["contrasts"])
    assert ours[HIGH, 4]["mean"] < -3
    assert ours[HIGH, 12]["mean"] >= 0.7 * ours[HIGH, 4]["mean"]


def test_the_timing_is_that_of_the_outcome(fitted_document):
    """The effect peaks in weeks 2 to 6 and half of it goes after the peak, within the trial."""
    assert 2 <= fitted_document["peak_week"]["mean"] <= 6
    assert fitted_document["peak_week"]["hi90"] < fitted_document["wearoff_week"]["mean"] < 16
    by_arm = {row["arm"]: row["mean"] for row in fitted_document["wearoff_week"]["by_arm"]}
    assert by_arm[HIGH] > by_arm[LOW]


@needs_folds
def test_the_prediction_is_as_good_as_the_reference(fitted_document):
    """Held-out density is at least the reference's, less one paired standard error."""
    ours, theirs = fitted_document["elpd"], fitted_document["reference_elpd"]
    assert ours["mean"] >= theirs["mean"] - ours["paired_se"]
    assert 0 < ours["paired_se"] < ours["se"]


def test_the_rebound_of_week_16_is_reported_as_unexplained(fitted_document):
    """A monotone effect cannot turn: the high dose at week 16 is listed, with both figures."""
    row = by_visit(fitted_document["not_reproduced"])[HIGH, 16]
    assert row["mechanism"] < 0 < row["reference"]
    apart = (row["reference"] - row["mechanism"]) / row["reference_se"]
    assert row["standard_errors_apart"] == pytest.approx(apart, rel=1e-3)
    assert row["standard_errors_apart"] > 1


@needs_folds
def test_the_sampler_passes_its_gate(fitted_document):
    """Pareto k-hat is at most 0.7 for the fit and for each of ten folds."""
    gate = fitted_document["diagnostics"]
    assert gate["trusted"] is True
    assert gate["k_hat"] <= 0.7
    assert len(gate["fold_k_hats"]) == 10
    assert max(gate["fold_k_hats"]) <= 0.7
    assert gate["effective_draws"] > 400
    assert gate["ensemble_effective_patients"] > 50


@needs_folds
def test_an_untrusted_sampler_is_said(fitted):
    """A k-hat above the limit, of the fit or of one fold, takes the trust away."""
    bad = replace(fitted.fit, diagnostics=replace(fitted.fit.diagnostics, k_hat=0.71))
    assert bad.trusted is False
    folds = [*fitted.fit.density.fold_k_hats[:-1], 0.9]
    bad = replace(fitted.fit, density=replace(fitted.fit.density, fold_k_hats=folds))
    assert bad.trusted is False


def test_the_fit_predicts_the_arm_means(fitted_document):
    """At least 13 of 15 observed arm means lie inside what the fit predicts for them."""
    rows = fitted_document["predictive_check"]
    assert len(rows) == 15
    assert sum(row["inside"] for row in rows) >= 13
    for row in rows:
        within = (
            row["predicted_mean"]["lo90"] <= row["observed_mean"] <= row["predicted_mean"]["hi90"]
        )
        assert row["inside"] is within


def test_the_trial_teaches_what_it_can(fitted_document):
    """Spread of scores is learned; the steepness of the junction is not among the unknowns."""
    learned = {row["name"]: row["contraction"] for row in fitted_document["parameters"]}
    assert learned["residual_sd"] > 0.5
    assert learned["dystonia_response"] > 0.2
    assert "hill" not in learned
    assert max(learned.values()) < 1


@needs_folds
def test_the_document_keeps_its_contract(fitted_document):
    """Every key that others read is there, with the fields it promises."""
    estimate_keys = {"mean", "lo90", "hi90"}
    assert len(fitted_document["contrasts"]) == 10
    for row in fitted_document["contrasts"]:
        assert {"arm", "week", "se"} | estimate_keys <= set(row)
        assert row["lo90"] < row["mean"] < row["hi90"]
        assert row["answer"] in {"lower", "higher", "cannot_tell"}
    assert estimate_keys <= set(fitted_document["peak_week"])
    assert estimate_keys <= set(fitted_document["wearoff_week"])
    assert set(fitted_document["elpd"]) == {"mean", "se", "paired_se", "ahead"}
    assert set(fitted_document["reference_elpd"]) == {"mean", "se"}
    assert isinstance(fitted_document["diagnostics"], dict)
    assert set(fitted_document["meta"]) == {"version", "seed", "evidence"}
    assert fitted_document["meta"]["seed"] == 1


def test_the_parts_add_up_to_the_net_effect(fitted_document):
    """Net effect is what the mechanism gives plus what it leaves unexplained."""
    for row in fitted_document["contrasts"]:
        parts = row["mechanism"]["mean"] + row["unexplained"]["mean"]
        assert parts == pytest.approx(row["mean"], abs=1e-3)


def test_more_toxin_helps_more_and_less_and_less(fitted_document):
    """Along the ladder of doses the effect grows, and each step adds less per unit."""
    rows = fitted_document["dose_response"]
    means = [row["mean"] for row in rows]
    per_unit = np.diff([0, *means]) / np.diff([0, *(row["units"] for row in rows)])
    assert (per_unit < 0).all()
    assert (np.diff(per_unit[1:]) > 0).all()


def test_the_shipped_file_gives_the_published_improvement():
    """Last observation carried forward, arms improve by 4.306, 9.278 and 11.703 by week 4."""
    last, first, arms = {}, {}, {}
    with wearoff.example_trial().open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: float(row["week"]))
    for row in rows:
        week, score = float(row["week"]), float(row["twstrs"])
        arms[row["patient"]] = row["treat"]
        if week == 0:
            first[row["patient"]] = score
        if week <= 4:
            last[row["patient"]] = score
    for arm, published in (("Placebo", 4.306), (LOW, 9.278), (HIGH, 11.703)):
        better = [first[p] - last[p] for p in first if arms[p] == arm]
        assert np.mean(better) == pytest.approx(published, abs=0.001)


def test_the_posterior_is_an_arviz_data_tree(fitted, fitted_document):
    """Draws of every parameter come as a DataTree, with the means that the document prints."""
    tree = fitted.posterior
    assert isinstance(tree, xr.DataTree)
    draws = tree["posterior"]
    for row in fitted_document["parameters"]:
        assert draws[row["name"]].dims[:2] == ("chain", "draw")
        mean = float(draws[row["name"]].mean())
        assert mean == pytest.approx(row["posterior"]["mean"], rel=1e-4)


def test_leavers_of_the_real_trial_are_counted(fitted, fitted_document):
    """The missing share is that of the scores, and each assumption moves the mean by its share."""
    trial = fitted.fit.trial
    contrasts = by_visit(fitted_document["contrasts"])
    names = [arm.name for arm in trial.arms]
    for row in fitted_document["leavers"]:
        inside = trial.arm == names.index(row["arm"])
        column = trial.scores[inside, trial.weeks.tolist().index(row["week"])]
        assert row["missing_share"] == pytest.approx(np.isnan(column).mean(), rel=1e-4)
        net = contrasts[row["arm"], row["week"]]
        for worse in row["if_worse"]:
            moved = net["mean"] + worse["points"] * row["missing_share"]
            assert worse["mean"] == pytest.approx(moved, abs=1e-3)


def test_the_typical_course_starts_at_the_trial_mean(fitted_document):
    """The invented patient has the trial's mean baseline and improves more with toxin."""
    shown = fitted_document["demonstration"]
    first, later = shown["days"][0], shown["days"][28]
    assert len(shown["days"]) == 169
    assert first["score"] == pytest.approx(fitted_document["trial"]["mean_baseline"], abs=0.01)
    assert later["score"] < later["score_placebo"] < first["score"]
    assert shown["score_lowest"]["score"] == min(day["score"] for day in shown["days"])


def test_the_findings_are_those_of_the_contrasts_and_curves(fitted_document):
    """Each arm's finding is its lowest visit; its curve has a mean within its own band a day."""
    for finding in fitted_document["findings"]:
        own = [row for row in fitted_document["contrasts"] if row["arm"] == finding["arm"]]
        best = min(own, key=lambda row: row["mean"])
        ends = [-best["mean"], -best["hi90"], -best["lo90"]]
        assert finding["week"] == best["week"]
        keys = ("lower_by", "lower_by_least", "lower_by_most")
        assert [finding[key] for key in keys] == ends
        unclear = [row["week"] for row in own if row["answer"] == "cannot_tell"]
        assert finding["unclear_weeks"] == unclear
    for curve in fitted_document["curves"]:
        assert len(curve["days"]) == 169
        assert all(day["lo90"] <= day["mean"] <= day["hi90"] for day in curve["days"])


def test_what_the_trial_tells_of_is_told_by_contraction(fitted_document):
    """Numbers are listed by how much they contract, and only beyond the line that is said."""
    contraction = {row["name"]: row["contraction"] for row in fitted_document["parameters"]}
    learned = fitted_document["learned"]
    told = [contraction[name] for name in learned["told"]]
    assert told == sorted(told, reverse=True)
    assert min(told) >= learned["told_from"]
    assert all(contraction[name] < learned["silent_below"] for name in learned["silent"])


# Made-up trials


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """Write a made-up trial in our own header: ``effect`` is what toxin adds at a week."""

    def write(
        weeks, *, each=30, arms=(PLACEBO, TOXIN), effect=None, seed=1, missed=0.05, extra=None
    ):
        random = RANDOM(seed)
        rows = ["patient,week,units,product,outcome,value" + (",extra" if extra else "")]
        patient = 0
        for name, units, product in arms:
            for _ in range(each):
                patient += 1
                baseline = float(np.clip(random.normal(45, 8), 25, 65))
                wander = random.normal(0, 5)
                for week in (0, *weeks):
                    score = baseline if week == 0 else baseline - 3 + wander + random.normal(0, 3)
                    if week and units and effect:
                        score += effect(week, name)
                    if week and week != weeks[-1] and random.random() < missed:
                        continue
                    row = f"{patient},{week},{units},{product},twstrs,{np.clip(score, 0, 87):.1f}"
                    rows.append(row + (f",{extra(patient)}" if extra else ""))
        file = tmp_path_factory.mktemp("trial") / "trial.csv"
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return file

    return write


def small_fit(file, *, seed=1, folds=False):
    """A quick fit: the whole method on a small ensemble."""
    return fit_trial(
        read_trial(file), NECK, seed=seed, folds=folds, progress=lambda _: None, size=SMALL
    )


def as_text(found, seed=1):
    """The fit's JSON text."""
    return FitResult(found, seed).to_json()


@pytest.mark.parametrize("apart", [0, 1])
def test_people_who_do_not_differ_are_refused(tmp_path, apart):
    """The same score in every row, or the same change of everybody: nothing judges an effect."""
    rows = ["patient,week,units,product,outcome,value"]
    for place in range(12):
        _, units, product = (PLACEBO, TOXIN)[place % 2]
        start = 40 + apart * place
        rows += [f"{place},{k},{units},{product},twstrs,{start - apart * k}" for k in (0, 4, 8)]
    file = tmp_path / "trial.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError, match=r"trial\.csv: people of an arm do not differ at"):
        small_fit(file)


def fading(week, _arm):
    """A net effect of 8 points that peaks in week 4 and is gone after week 16."""
    return -8 * np.exp(-(((week - 4) / 6) ** 2))


@pytest.fixture(scope="module")
def few(made_up):
    """A trial of few people."""
    return made_up((2, 5, 9, 13), each=8, effect=fading, missed=0.1)


@pytest.fixture(scope="module")
def few_fitted(few):
    """Its fit."""
    return small_fit(few)


def test_the_same_patients_and_seed_give_the_same_bytes(few, few_fitted, tmp_path):
    """Fitted again from rows in another order, the JSON is the same to the last byte."""
    head, *rows = few.read_text(encoding="utf-8").splitlines()
    RANDOM(3).shuffle(rows)
    file = tmp_path / few.name
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    assert rows != few.read_text(encoding="utf-8").splitlines()[1:]
    assert as_text(small_fit(file)) == as_text(few_fitted)


def test_another_seed_gives_other_digits_and_the_same_answer(few, few_fitted):
    """The seed is used, and what it changes is small beside the standard error."""
    again = small_fit(few, seed=2)
    for ours, theirs in zip(again.effects.contrasts, few_fitted.effects.contrasts, strict=True):
        assert ours.net.mean != theirs.net.mean
        assert abs(ours.net.mean - theirs.net.mean) < 0.3 * theirs.net.sd


def test_without_folds_there_is_no_density(few_fitted):
    """A fit without folds says so with null, not with zeros."""
    found = json.loads(as_text(few_fitted))
    assert found["elpd"] is None
    assert found["reference_elpd"] is None
    assert found["diagnostics"]["fold_k_hats"] is None


def test_a_known_effect_is_found(made_up):
    """At visits of another trial, with scores missing, the true effect is inside 99 in 100."""
    found = small_fit(made_up((3, 6, 10, 14), each=40, effect=fading))
    for contrast in found.effects.contrasts:
        truth = fading(contrast.week, None)
        assert abs(contrast.net.mean - truth) < 2.6 * contrast.net.sd
    assert answer(found.effects.contrasts[0].net) == "lower"
    assert found.diagnostics.k_hat <= 0.7


def test_no_effect_is_not_found(made_up):
    """Where toxin does nothing, at most one of four visits says otherwise."""
    found = small_fit(made_up((3, 6, 10, 14), each=40, seed=4))
    answers = [answer(contrast.net) for contrast in found.effects.contrasts]
    assert answers.count("cannot_tell") >= 3
    assert abs(found.effects.contrasts[0].net.mean) < 2.6 * found.effects.contrasts[0].net.sd


def test_two_products_are_fitted_together(made_up):
    """Arms of two products each get an effect, a dose ladder and their own half-life."""
    file = made_up(
        (3, 6, 10, 14),
        each=25,
        arms=(PLACEBO, ("one", 7500, RIMA), ("other", 200, ONA)),
        effect=lambda week, arm: fading(week, arm) * (1.0 if arm == "one" else 0.5),
    )
    found = small_fit(file)
    assert {c.arm for c in found.effects.contrasts} == {f"7500 {RIMA}", f"200 {ONA}"}
    assert {dose.product for dose in found.dose_response} == {RIMA, ONA}
    names = {number.name for number in found.learned}
    assert {f"half_life_{RIMA}", f"half_life_{ONA}", f"potency_{RIMA}"} <= names
    for contrast in found.effects.contrasts:
        truth = fading(contrast.week, None) * (1.0 if RIMA in contrast.arm else 0.5)
        assert abs(contrast.net.mean - truth) < 2.6 * contrast.net.sd


@pytest.mark.parametrize("weeks", [(4,), (4, 12)])
def test_the_reference_of_few_visits_is_the_plain_difference(made_up, weeks):
    """With one or two visits and nobody missing, arms differ by about their mean changes."""
    trial = read_trial(made_up(weeks, each=20, effect=fading, missed=0.0))
    reference = Gls(trial).reference()
    change = trial.scores - trial.baseline[:, None]
    plain = change[trial.arm == 1].mean(0) - change[trial.arm == 0].mean(0)
    assert reference.contrasts[0] == pytest.approx(plain, abs=1.5)
    assert (reference.errors > 0).all()


def test_a_trial_of_one_visit_is_fitted(made_up):
    """One visit after baseline is enough for an effect at that visit."""
    (found,) = small_fit(made_up((4,), each=25, effect=fading)).effects.contrasts
    assert found.week == 4
    assert abs(found.net.mean - fading(4, None)) < 2.6 * found.net.sd


def test_the_last_visit_is_within_the_courses(made_up):
    """Day 230 is week 32.857, whose 7 days each come to a little less than 230."""
    found = small_fit(made_up((4, 230 / 7), each=10, effect=fading))
    assert [contrast.week for contrast in found.effects.contrasts] == [4, 230 / 7]


def test_a_covariate_that_never_differs_changes_nothing(made_up):
    """A column with one value for everybody says nothing, and breaks nothing."""
    plain = Gls(read_trial(made_up((3, 6, 10), each=10))).reference()
    same = Gls(read_trial(made_up((3, 6, 10), each=10, extra=lambda _: 7))).reference()
    assert same.contrasts == pytest.approx(plain.contrasts, abs=1e-6)


def test_a_category_of_one_patient_does_not_break_the_folds(made_up):
    """Left out with its only patient, a category is unknown, and scores still have a density."""
    file = made_up((3, 6, 10), each=15, extra=lambda k: "rare" if k == 7 else "usual")
    trial, folds = by_fold(read_trial(file))
    density = Gls(trial).log_predictive(folds)
    assert np.isfinite(density).all()
    assert (density < 0).all()


def test_patients_are_in_ten_folds_however_they_are_numbered(made_up):
    """Folds are the number modulo ten; numbers that all end alike are spread all the same."""
    trial = read_trial(made_up((3, 6, 10), each=15))
    found, folds = by_fold(trial)
    assert [int(name) % 10 for name in found.patients] == folds.tolist()
    tens = replace(trial, patients=[f"{name}0" for name in trial.patients])
    assert len(np.unique(by_fold(tens)[1])) == 10


@pytest.mark.parametrize(
    "options", [{"each": 8, "extra": lambda k: f"x{k}"}, {"each": 1}], ids=["columns", "people"]
)
def test_a_trial_too_small_for_its_columns_is_refused(made_up, options):
    """More columns than people, or one person an arm, is bad input and not a crash."""
    with pytest.raises(InputError):
        small_fit(made_up((3, 6, 10, 14), missed=0.0, **options))


def test_a_trial_in_memory_is_fitted_as_its_file(few, few_fitted):
    """The public call takes a trial that was read already, and a smaller ensemble."""
    found = wearoff.fit(read_trial(few), folds=False, ensemble=SMALL)
    assert found.to_json() == as_text(few_fitted)


def test_another_outcome_is_refused(few, tmp_path):
    """A trial of another scale is refused, and the scale is named."""
    file = tmp_path / "trial.csv"
    file.write_text(few.read_text(encoding="utf-8").replace("twstrs", "pain"), encoding="utf-8")
    with pytest.raises(InputError, match="twstrs"):
        small_fit(file)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"condition": "healthy_muscle"}, "no score to fit"),
        ({"condition": "dystonia"}, "did you mean 'cervical_dystonia'"),
        ({"seed": -1}, "^seed -1"),
    ],
)
def test_what_cannot_be_fitted_is_refused_before_any_work(few, options, said):
    """A condition without a score, an unknown one and a negative seed are bad input."""
    with pytest.raises(InputError, match=said):
        wearoff.fit(few, **options)


# The population in the likelihood


def test_the_likelihood_has_the_moments_of_simulated_patients():
    """Mean and covariance of a patient's scores are those of patients drawn one by one."""
    random = RANDOM(0)
    arms = [Arm("placebo", 0.0, ""), Arm("toxin", 5000.0, RIMA)]
    weeks = np.array([2.0, 6.0, 12.0])
    trial = Trial(
        source="made up",
        outcome="twstrs",
        patients=list("abcd"),
        arms=arms,
        arm=np.array([0, 0, 1, 1]),
        weeks=weeks,
        baseline=np.array([40.0, 50.0, 45.0, 60.0]),
        scores=random.normal(40, 5, (4, 3)),
    )
    scale = scale_of("cervical_dystonia", "twstrs")
    movable = ensemble.movable(scale, arms)
    courses = ensemble.simulate(NECK, movable, arms, 90, read=scale.relief, seed=1, size=256)
    model = TrialModel(trial, courses, scale)
    z = 0.3 * random.standard_normal((1, len(model.unknowns)))
    given = model.unknowns.read(z)
    likelihood = model.likelihood(given)
    mean, covariance = likelihood.mean, likelihood.covariance
    value = {name: shown[0] for name, shown in model.unknowns.shown(z).items()}

    draws = 400_000
    weights = courses.weights(given.movable_mean, given.movable_spread)[0]
    relief = courses.relief[random.choice(256, draws, p=weights)][:, 1][:, (7 * weeks).astype(int)]
    share = random.normal(value["dystonia_response"], value["response_spread"], draws)
    correlation = value["residual_correlation"] ** np.abs(weeks[:, None] - weeks)
    wander = random.multivariate_normal(
        np.zeros(3), value["residual_sd"] ** 2 * correlation, draws, method="cholesky"
    )
    scores = -60.0 * share[:, None] * relief + wander
    scores += value["noise_sd"] * random.standard_normal(scores.shape)
    assert mean[0, 3] == pytest.approx(scores.mean(0), abs=0.1)
    assert covariance[0, 3] == pytest.approx(np.cov(scores.T), rel=0.02, abs=0.2)
    assert mean[0, 0] == pytest.approx(0, abs=1e-12)


def test_a_reweighted_ensemble_is_the_population_asked_for():
    """Ensemble patients under new weights have the mean and spread of the new population."""
    random = RANDOM(1)
    row = ensemble.Quantity("one", 0.5, 0.4)
    z = random.standard_normal((100_000, 1))
    found = ensemble.Ensemble(
        (row,), 0.5 + 0.4 * z, (-0.5 * z * z - np.log(0.4)).sum(1), np.zeros((100_000, 1, 1))
    )
    weights = found.weights(np.array([[0.7]]), np.array([[0.25]]))[0]
    mean = weights @ found.points[:, 0]
    assert weights.sum() == pytest.approx(1)
    assert mean == pytest.approx(0.7, abs=0.01)
    assert np.sqrt(weights @ (found.points[:, 0] - mean) ** 2) == pytest.approx(0.25, abs=0.01)


# Dropout not at random


def contrast(week, net):
    """A contrast of the toxin arm, all of it from the mechanism."""
    return Contrast(arm="toxin", week=week, net=net, mechanism=net, unexplained=net)


def test_leavers_who_did_worse_tip_the_answer_where_the_page_says():
    """The shift is points times missing share; the tipping point brings the interval to zero."""
    scores = np.full((8, 2), 40.0)
    scores[4, 0] = np.nan
    scores[4:7, 1] = np.nan
    arms = [Arm("placebo", 0.0, ""), Arm("toxin", 5000.0, RIMA)]
    trial = Trial(
        source="made up",
        outcome="twstrs",
        patients=list("abcdefgh"),
        arms=arms,
        arm=np.repeat([0, 1], 4),
        weeks=np.array([2.0, 4.0]),
        baseline=np.full(8, 45.0),
        scores=scores,
    )
    net = Estimate(mean=-6.0, sd=2.0, lo90=-9.0, lo50=-7.0, hi50=-5.0, hi90=-3.0)
    few_left, many_left = sensitivity(
        trial, [contrast(week, net) for week in (2.0, 4.0)], (5, 10, 20)
    )
    assert few_left.missing_share == 0.25
    assert many_left.missing_share == 0.75
    for left in (few_left, many_left):
        for worse in left.if_worse:
            assert worse.net.mean == pytest.approx(-6.0 + worse.points * left.missing_share)
            assert worse.net.hi90 - worse.net.lo90 == pytest.approx(6.0)
        assert net.plus(left.tips_at * left.missing_share).hi90 == pytest.approx(0.0)
    assert many_left.tips_at < few_left.tips_at


def test_nothing_tips_where_nobody_left_or_nothing_was_clear():
    """Without leavers, and without a clear answer, there is no tipping point."""
    arms = [Arm("placebo", 0.0, ""), Arm("toxin", 5000.0, RIMA)]
    clear = Estimate(mean=-6.0, sd=2.0, lo90=-9.0, lo50=-7.0, hi50=-5.0, hi90=-3.0)
    whole = Trial(
        source="made up",
        outcome="twstrs",
        patients=list("ab"),
        arms=arms,
        arm=np.array([0, 1]),
        weeks=np.array([2.0]),
        baseline=np.full(2, 45.0),
        scores=np.full((2, 1), 40.0),
    )
    gap = replace(whole, scores=np.array([[40.0], [np.nan]]))
    (nobody,) = sensitivity(whole, [contrast(2.0, clear)], (5, 10, 20))
    (unclear,) = sensitivity(gap, [contrast(2.0, clear.plus(4.0))], (5, 10, 20))
    assert nobody.tips_at is None
    assert unclear.tips_at is None


# Closed forms


@pytest.fixture
def problem():
    """A random small linear Gaussian problem: four patients, three visits, one of them missed."""
    random = RANDOM(5)
    count, patients, visits, width = 2, 4, 3, 2
    seen = np.ones((patients, visits))
    seen[1, 2] = 0
    x = random.standard_normal((count, patients, visits, width)) * seen[..., None]
    residual = random.standard_normal((count, patients, visits)) * seen
    root = random.standard_normal((count, patients, visits, visits))
    covariance = root @ root.swapaxes(-1, -2) + np.eye(visits)
    both = (seen[:, :, None] * seen[:, None]).astype(bool)
    covariance = np.where(both, covariance, np.eye(visits))
    return x, residual, covariance, seen, np.array([[0.7, 2.0], [1.5, 0.3]])


def stacked(problem, setting, patients):
    """Design, scores and covariance of some patients as plain matrices, missed visits left out."""
    x, residual, covariance, seen, _ = problem
    keep = np.concatenate([seen[i] > 0 for i in patients])
    design = np.concatenate([x[setting, i] for i in patients])[keep]
    scores = np.concatenate([residual[setting, i] for i in patients])[keep]
    whole = block_diag(*[covariance[setting, i] for i in patients])[np.ix_(keep, keep)]
    return design, scores, whole


def test_the_evidence_is_that_of_a_multivariate_normal(problem):
    """Evidence, mean and covariance of the coefficients are the textbook's."""
    x, residual, covariance, seen, variance = problem
    found = gaussian.solve(gaussian.per_patient(x, residual, covariance, seen).over(1), variance)
    for setting in range(2):
        design, scores, noise = stacked(problem, setting, range(4))
        total = noise + design * variance[setting] @ design.T
        evidence = stats.multivariate_normal(np.zeros(len(scores)), total).logpdf(scores)
        gain = (design * variance[setting]).T @ np.linalg.inv(total)
        prior = np.diag(variance[setting])
        assert found.log_evidence[setting] == pytest.approx(evidence)
        assert found.mean[setting] == pytest.approx(gain @ scores)
        assert found.covariance[setting] == pytest.approx(prior - gain @ design @ prior)


def test_flat_coefficients_give_the_restricted_likelihood(problem):
    """An infinite prior is the limit of a wide one, its constant taken out."""
    x, residual, covariance, seen, _ = problem
    sums = gaussian.per_patient(x, residual, covariance, seen).over(1)
    wide = 1e9
    limit = gaussian.solve(sums, np.full((2, 2), wide)).log_evidence + np.log(2 * np.pi * wide)
    flat = gaussian.solve(sums, np.full((2, 2), np.inf))
    assert flat.log_evidence == pytest.approx(limit, abs=1e-6)


def test_the_predictive_density_is_that_of_a_multivariate_normal(problem):
    """A held-out patient's scores are normal around what the others' coefficients give."""
    x, residual, covariance, seen, variance = problem
    given = gaussian.solve(gaussian.per_patient(x, residual, covariance, seen).over(1), variance)
    own = gaussian.Posterior(
        given.log_evidence,
        np.repeat(given.mean[:, None], 4, 1),
        np.repeat(given.covariance[:, None], 4, 1),
    )
    found = gaussian.log_predictive(x, residual, covariance, seen, own)
    for setting in range(2):
        for patient in range(4):
            design, scores, noise = stacked(problem, setting, [patient])
            density = stats.multivariate_normal(
                design @ given.mean[setting], noise + design @ given.covariance[setting] @ design.T
            )
            assert found[setting, patient] == pytest.approx(density.logpdf(scores))


def test_leaving_a_fold_out_is_a_fit_of_the_rest(problem):
    """Subtracting a fold's sums gives the posterior of a fit without its patients."""
    x, residual, covariance, seen, variance = problem
    each = gaussian.per_patient(x, residual, covariance, seen)
    left = gaussian.solve(
        each.over(1).without(each.by_fold(np.array([0, 1, 3]))), variance[:, None]
    )
    for fold, out in enumerate(([0], [1, 2], [3])):
        rest = np.array([k for k in range(4) if k not in out])
        again = gaussian.solve(each.only(rest).over(1), variance)
        assert left.log_evidence[:, fold] == pytest.approx(again.log_evidence)
        assert left.mean[:, fold] == pytest.approx(again.mean)
        assert left.covariance[:, fold] == pytest.approx(again.covariance)


@pytest.mark.parametrize("knots", [3, 4])
def test_restricted_splines_span_natural_splines(knots):
    """With an intercept the columns hold every natural cubic spline, straight beyond the knots."""
    places = np.array([1.0, 2.0, 5.0, 9.0])[:knots]
    x = np.linspace(-4, 14, 400)
    basis = splines.restricted_cubic(x, places)
    assert basis.shape == (400, knots - 1)
    outside = basis[x < places[0]], basis[x > places[-1]]
    for part in outside:
        assert np.diff(part, n=2, axis=0) == pytest.approx(0, abs=1e-9)
    natural = interpolate.CubicSpline(places, [3.0, -1.0, 4.0, 0.5][:knots], bc_type="natural")
    inside = (x >= places[0]) & (x <= places[-1])
    columns = np.column_stack([np.ones(inside.sum()), basis[inside]])
    solution = np.linalg.lstsq(columns, natural(x[inside]), rcond=None)[0]
    assert columns @ solution == pytest.approx(natural(x[inside]), abs=1e-9)


def test_a_column_of_few_values_stays_plain():
    """Too few distinct values for knots give the column itself; a constant becomes zero."""
    yes_or_no = np.array([0.0, 1.0, 1.0, 0.0])
    assert splines.spline_of(yes_or_no, 4)[:, 0].tolist() == yes_or_no.tolist()
    assert splines.spline_of(np.arange(50.0), 4).shape == (50, 3)
    assert splines.standardized(np.full((3, 1), 7.0)).tolist() == [[0.0]] * 3
    scaled = splines.standardized(np.array([[1.0], [2.0], [6.0]]))
    assert scaled.mean() == pytest.approx(0)
    assert scaled.std() == pytest.approx(1)


# The sampler


def test_the_sampler_recovers_a_known_gaussian():
    """Mean and covariance of a correlated Gaussian come back, and the gate passes."""
    center = np.array([0.5, -1.0, 0.2])
    root = np.array([[0.6, 0.0, 0.0], [0.3, 0.4, 0.0], [-0.2, 0.1, 0.9]])
    covariance = root @ root.T
    target = stats.multivariate_normal(center, covariance)
    found = importance.sample(target.logpdf, np.zeros(3), seed=1, pilot=256, final=1024)
    mean = found.weights @ found.draws
    apart = found.draws - mean
    assert mean == pytest.approx(center, abs=0.03)
    assert apart.T @ (apart * found.weights[:, None]) == pytest.approx(covariance, abs=0.04)
    assert found.weights.sum() == pytest.approx(1)
    assert found.k_hat < 0.5
    assert found.effective > 300


@pytest.mark.parametrize(("width", "trusted"), [(1.2, True), (4.0, False)])
def test_k_hat_tells_a_good_proposal_from_a_bad_one(width, trusted):
    """Ratios of a target wider than its proposal are heavy; their shape is 1 - 1/width^2."""
    draws = RANDOM(2).standard_normal(20_000)
    ratios = stats.norm.logpdf(draws, scale=width) - stats.norm.logpdf(draws)
    weights, k_hat = importance.smooth(ratios)
    assert (k_hat <= importance.K_HAT_LIMIT) is trusted
    assert k_hat == pytest.approx(1 - width**-2, abs=0.2)
    assert weights.sum() == pytest.approx(1)
    assert np.argmax(weights) == np.argmax(ratios)


# Estimates and answers


def test_an_estimate_counts_draws_without_a_value():
    """Draws without a value are left out and counted; none at all gives no number."""
    found = estimate(np.array([1.0, 2.0, 3.0, np.nan]))
    assert found.mean == 2.0
    assert found.share == 0.75
    assert found.lo90 < found.lo50 < found.hi50 < found.hi90
    nothing = estimate(np.array([np.nan, np.nan]))
    assert np.isnan(nothing.mean)
    assert nothing.share == 0.0


@pytest.mark.parametrize(
    ("by", "said"), [(-3.0, "lower"), (0.0, "cannot_tell"), (3.0, "higher"), (-1.9, "cannot_tell")]
)
def test_an_answer_needs_the_interval_to_leave_zero_out(by, said):
    """Nine in ten on one side of zero is an answer; anything else is cannot tell."""
    net = Estimate(mean=0.0, sd=1.2, lo90=-2.0, lo50=-0.8, hi50=0.8, hi90=2.0)
    assert answer(net.plus(by)) == said


def test_the_page_tells_both_doses_and_the_high_one_apart(fitted_document):
    """The times of docs/fit.md are the fit's: of both doses together, and of the high one alone."""
    page = " ".join((ROOT / "docs" / "fit.md").read_text(encoding="utf-8").split())
    between = r"([\d.]+) \(([\d.]+) to ([\d.]+)\)"
    said = re.search(
        rf"effect in week {between}, half gone by week {between}, both doses together; "
        rf"of 10000 U alone in week {between} and by week {between}",
        page,
    )
    times = [fitted_document[key] for key in ("peak_week", "wearoff_week")]
    high = [next(r for r in each["by_arm"] if r["arm"] == "10000U") for each in times]
    wanted = [row[key] for row in (*times, *high) for key in ("mean", "lo90", "hi90")]
    for text, value in zip(said.groups(), wanted, strict=True):
        assert float(text) == pytest.approx(value, abs=0.051 if "." in text else 0.501)


def test_the_readme_quotes_the_fit(fitted_document):
    """Figures of the real trial in the README are the fit's, rounded."""
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    effect = next(
        row for row in fitted_document["contrasts"] if (row["arm"], row["week"]) == ("10000U", 4)
    )
    gone = next(r for r in fitted_document["wearoff_week"]["by_arm"] if r["arm"] == "10000U")
    quoted = re.search(
        r"score is ([\d.]+) points lower .*?chance: ([\d.]+) to ([\d.]+)\).*?"
        r"gone by week (\d+) \((\d+) to (\d+)\)",
        text,
    )
    wanted = [-effect["mean"], -effect["hi90"], -effect["lo90"]]
    assert [float(x) for x in quoted.groups()[:3]] == pytest.approx(wanted, abs=0.0501)
    wanted = [gone["mean"], gone["lo90"], gone["hi90"]]
    assert [float(x) for x in quoted.groups()[3:]] == pytest.approx(wanted, abs=0.501)
