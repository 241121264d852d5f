"""The fallback: the No-U-Turn sampler gives the answer of the weights, and says that it ran."""

from __future__ import annotations

import numpy as np
import pytest

import wearoff
from validation.truth import own
from wearoff.diary.posterior import likelihood, nuts, prior, relief, sampler
from wearoff.diary.posterior.fixed_effects import Effects


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A short diary and its log."""
    folder = tmp_path_factory.mktemp("short")
    days = np.datetime64("2024-01-01") + np.arange(70)
    yes = np.random.default_rng(3).integers(0, 2, 70)
    rows = "\n".join(f"{day},{headache}" for day, headache in zip(days, yes, strict=True))
    (folder / "diary.csv").write_text(f"date,headache\n{rows}\n", encoding="utf-8")
    log = "date,plan,units,product\n2024-01-29,preempt_155,155,onabotulinumtoxinA\n"
    (folder / "injections.csv").write_text(log, encoding="utf-8")
    return folder


def test_where_weights_fail_the_gradient_sampler_takes_over(written, monkeypatch):
    """With a gate that nothing passes, the fallback runs, says so, and agrees with the weights."""
    files = {"case": written / "diary.csv", "injections": written / "injections.csv"}
    weighted = wearoff.analyze(**files).to_dict()
    monkeypatch.setattr(sampler, "K_HAT_LIMIT", -10.0)
    monkeypatch.setattr(nuts, "WARM_UP", 200)
    said = []
    found = wearoff.analyze(**files, progress=said.append).to_dict()
    assert "No-U-Turn" in found["method"]["sampler"]
    assert any("sampling by gradient" in line for line in said)
    assert found["checks"][-1]["result"] == "pass"
    for key in ("relief_days_28", "relief_percent"):
        ours, rival = weighted[key], found[key]
        width = ours["hi90"] - ours["lo90"]
        assert rival["mean"] == pytest.approx(ours["mean"], abs=0.15 * width)
        assert rival["hi90"] - rival["lo90"] == pytest.approx(width, rel=0.3)


def test_both_samplers_have_one_density():
    """The gradient's density is the joint density that weighs paths, in units of the prior."""
    problem = own.drawn(5, sessions=2).problem
    rng = np.random.default_rng(6)
    z = rng.normal(size=len(prior.SETTINGS))
    effects, latent = rng.normal(size=len(problem.prior.effects.mean.values)), rng.normal(size=40)
    settings = problem.prior.settings(z[None])
    mean, sd = (values.values for values in problem.prior.effects)
    process = prior.process(settings)
    course = relief.course(problem.doses, prior.shape(settings))
    target = likelihood.Target(problem.series, course, problem.prior.effects, process)
    path = likelihood.Path(Effects((mean + sd * effects)[:, None]), process.sd * latent[:, None])
    joint = likelihood.log_joint(target, path) + len(latent) * np.log(process.sd)
    found = nuts.log_density(problem)(nuts.Position(z, effects, latent))
    assert float(found) == pytest.approx(joint[0] - 0.5 * (z**2).sum(), rel=1e-12)
