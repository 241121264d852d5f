"""Virtual trials: laws of no effect, of theory and of people; the published arms; design files."""

from __future__ import annotations

import json
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from conftest import schema_of
from wearoff import virtual_trial
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.faces.studies.tried import screen
from wearoff.formats.estimates import Estimate
from wearoff.studies.designs.analyses import METHODS, ancova, responder
from wearoff.studies.designs.following import followed
from wearoff.studies.designs.people import People
from wearoff.studies.designs.read import READY, read_design, ready
from wearoff.studies.designs.samples import Sample
from wearoff.studies.designs.trial_form import Analysis, Arm, Screening
from wearoff.studies.designs.trials import held
from wearoff.words.numbers import between

ALPHA = 0.1
TRIALS = 300
BEYOND = 0.005
"""Of each side, beyond 99 in 100."""
WEEK = 12
DOCS = Path(__file__).parents[2] / "docs"
WIDTH = 80


def changed(**values):
    """The pivotal design with other values at its top."""
    return read_design("pivotal").model_copy(update=values)


def arms(size, *, placebo=((), (0.0,)), weeks=(0.0,)):
    """Two arms of one session each."""
    names = ("toxin", "placebo")
    return tuple(
        Arm(name=name, size=size, weeks=weeks, placebo=none)
        for name, none in zip(names, placebo, strict=True)
    )


def small(size, **values):
    """One session, read in its last four weeks and analyzed at a larger alpha."""
    pivotal = read_design("pivotal")
    return changed(
        visits=(WEEK,),
        arm=values.pop("arm", arms(size)),
        estimand=pivotal.estimand.model_copy(update={"week": WEEK}),
        analysis=tuple(one.model_copy(update={"alpha": ALPHA}) for one in pivotal.analysis),
        **values,
    )


def neck(size):
    """The same of dystonia, whose score is read in week 4."""
    pivotal = read_design("pivotal")
    entry = pivotal.entry.model_copy(update={"mean": 45.0, "sd": 9.0})
    return changed(
        condition="cervical_dystonia",
        outcome="twstrs",
        plan="neck",
        units=236,
        entry=entry,
        visits=(4.0,),
        arm=arms(size),
        estimand=pivotal.estimand.model_copy(update={"week": 4.0}),
        analysis=pivotal.analysis[:1],
    )


def seen(design, arm, trials, seed):
    """What becomes of an arm in some trials."""
    return followed(People(design, arm, np.array(trials), seed))


def sampled(before, now):
    """An arm of which one visit was seen, of one trial."""
    return Sample(before, before, now[:, :, None])


CHANGE = Analysis(method="ancova", variable="change")


def probable(power, trials):
    """Least and most significant trials, in 99 of 100 runs."""
    law = stats.binom(trials, power)
    return law.ppf(BEYOND), law.ppf(1 - BEYOND)


def test_without_an_effect_power_is_alpha():
    """Two placebo arms differ in as many trials as alpha says, neither more nor fewer."""
    found = virtual_trial(small(24, arm=arms(24, placebo=((0.0,), (0.0,)))), trials=TRIALS, seed=3)
    least, most = probable(ALPHA, TRIALS)
    primary, responders = found.result.analyses
    assert least <= primary.significant <= most
    # a test of counts is discrete: it may be below alpha by what one person moves
    assert responders.significant <= most
    assert abs(primary.truth.mean) < 0.3  # three errors of a mean over 7,200 people an arm


@cache
def away():
    """Net effect of a session on the score in residual SDs, from many other people."""
    own = (seen(neck(4000), arm, [0], 11) for arm in (0, 1))
    many = ancova([sampled(one.entry, one.actual[:, :, 0]) for one in own], CHANGE)
    return abs(many.estimate[0]) / (many.se[0] / np.sqrt(2 / 4000))


def theory(size):
    """Power of an analysis of covariance of two arms of this size: the noncentral t's."""
    df = 2 * size - 3
    line = stats.t.ppf(1 - 0.05 / 2, df)
    shift = away() / np.sqrt(2 / size)
    return stats.nct.sf(line, df, shift) + stats.nct.cdf(-line, df, shift)


def test_power_is_that_of_theory():
    """Power agrees with the noncentral t of other people's effect and residual error."""
    power = theory(12)
    assert 0.3 < power < 0.95
    found = virtual_trial(neck(12), trials=TRIALS, seed=5).result.analyses[0]
    least, most = probable(power, TRIALS)
    assert least <= found.significant <= most
    assert found.coverage.lo90 < 0.95 < found.coverage.hi90 + 0.02
    assert found.bias.lo90 <= 0 <= found.bias.hi90


def test_the_smallest_size_is_that_of_theory():
    """The smallest trial has about the power asked for, a smaller one tried has less."""
    found = virtual_trial(neck(40), trials=TRIALS, seed=5, power=0.8)
    search = found.result.search
    sizes = [one.people for one in search.tried]
    assert search.found
    assert sizes == sorted(set(sizes))
    enough = [one for one in search.tried if one.power.mean >= 0.8]
    assert found.result.people == enough[0].people
    assert sizes[0] < found.result.people < 80
    least, most = probable(0.8, TRIALS)
    assert least <= TRIALS * theory(found.result.people // 2) <= most
    # where the search begins does not decide where it ends
    other = virtual_trial(neck(6), trials=TRIALS, seed=5, power=0.8).result.people
    assert abs(other - found.result.people) <= 2


def test_a_power_that_no_size_has_is_said(monkeypatch):
    """Without an effect no size is enough, and the largest that was tried is told."""
    monkeypatch.setattr("wearoff.studies.designs.sizes.MOST_PEOPLE", 40)
    none = small(20, arm=arms(20, placebo=((0.0,), (0.0,))))
    found = virtual_trial(none, trials=20, power=0.8)
    assert not found.result.search.found
    assert found.result.people == 80
    assert "No trial of up to 80 people has a power of 80 in 100" in "\n".join(screen(found.result))


def test_the_analyses_are_those_of_statsmodels():
    """Estimate, error, interval and p of one trial are those of another program."""
    luck = np.random.default_rng(1)
    sizes = (40, 31)
    both = [sampled(luck.uniform(15, 25, (1, n)), luck.uniform(0, 25, (1, n))) for n in sizes]
    found = ancova(both, CHANGE)
    before = np.concatenate([arm.before[0] for arm in both])
    now = np.concatenate([arm.now()[0] for arm in both])
    arm = np.repeat([1.0, 0.0], sizes)
    fit = OLS(now - before, np.column_stack([np.ones(len(arm)), before, arm])).fit()
    ours = [found.estimate[0], found.se[0], found.p[0], found.lo[0], found.hi[0]]
    assert ours == pytest.approx([fit.params[2], fit.bse[2], fit.pvalues[2], *fit.conf_int()[2]])
    shares = responder(both, Analysis(method="responder", variable="responder50"))
    counts = [int((arm.now() <= arm.entry / 2).sum()) for arm in both]
    assert 0 < counts[0] < sizes[0]
    ends = confint_proportions_2indep(counts[0], sizes[0], counts[1], sizes[1], method="newcomb")
    assert (shares.lo[0], shares.hi[0]) == pytest.approx(ends)
    assert shares.p[0] == pytest.approx(proportions_ztest(counts, sizes)[1])


@cache
def pivotal(population):
    """The pivotal trial, held."""
    return virtual_trial(changed(population=population), trials=40, seed=2).result


PUBLISHED = (
    ("toxin", "change", ("preempt1-toxin", "preempt2-toxin")),
    ("placebo", "change", ("preempt1-placebo", "preempt2-placebo")),
    ("toxin", "responders50_percent", ("preempt-r50-toxin",)),
    ("placebo", "responders50_percent", ("preempt-r50-placebo",)),
)


@pytest.mark.parametrize(("arm", "figure", "ids"), PUBLISHED)
def test_the_pivotal_trial_reproduces_the_published_arms(arm, figure, ids):
    """The arms lie in the published 9 in 10, and the published in those of trials elsewhere."""
    table = {row["id"]: row for row in rows.table("targets")}
    values, errors = (np.array([float(table[i][key]) for i in ids]) for key in ("value", "se"))
    weights = errors**-2 / (errors**-2).sum()
    together, error = (weights * values).sum(), (errors**-2).sum() ** -0.5

    def shown(population):
        (own,) = (one for one in pivotal(population).arms if one.name == arm)
        return getattr(own, figure)

    assert abs(shown("typical").mean - together) < stats.norm.ppf(0.95) * error
    elsewhere = shown("drawn")
    assert all(elsewhere.lo90 <= value <= elsewhere.hi90 for value in values)
    # two-sided: trials elsewhere do not say that anything may be
    assert elsewhere.hi90 - elsewhere.lo90 < 6 * (shown("typical").hi90 - shown("typical").lo90)


def test_nothing_depends_on_how_the_work_is_shared_out():
    """Parts of any size give the same bits, and a smaller trial the first people of a larger."""
    design = small(9)
    one, other = (held(design, 25, seed=4, part=part) for part in (1, 10_000))
    for ours, theirs in zip(one.estimates, other.estimates, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))
    few, many = (seen(small(size), 0, [3, 7], 4) for size in (5, 70))
    assert np.array_equal(few.actual, many.actual[:, :5])
    another = seen(small(5), 0, [3, 7], 5)
    assert not np.array_equal(few.actual, another.actual)


def test_who_enters_in_a_bad_month_returns_from_it():
    """A screening lets in only such counts, above people's usual level, and they fall further."""
    usual = small(60)
    entry = usual.entry.model_copy(update={"mean": 15.0, "sd": 4.0})
    screened = entry.model_copy(update={"screening": Screening(least=18.0)})
    loose, strict = (
        seen(usual.model_copy(update={"entry": own}), 1, range(4), 1) for own in (entry, screened)
    )
    assert strict.entry.min() >= 18
    assert strict.entry.mean() > 15.0 + 3
    fall = [(one.entry - one.actual[:, :, 0]).mean() for one in (loose, strict)]
    assert fall[1] > fall[0] + 1
    never = Screening(least=28.0)
    nobody = entry.model_copy(update={"mean": 1.0, "sd": 0.1, "screening": never})
    with pytest.raises(InputError, match=r"of 6000 people 0 pass .*; an arm needs 3000"):
        seen(small(3000, entry=nobody), 0, [0], 1)


def test_the_document_and_the_screen():
    """The document is that of its schema, and no line of the screen is too long."""
    found = virtual_trial(small(9), trials=20)
    schema_of("trial").validate(found.to_dict())
    schema_of("trial").validate(virtual_trial(neck(30), trials=20, power=0.5).to_dict())
    lines = screen(found.result)
    assert max(map(len, lines)) <= WIDTH
    assert any("in 100 trials find a difference" in line for line in lines)
    assert "trials find a difference" in repr(found)


def test_the_page_says_what_the_screen_says(run, tmp_path):
    """The page has a picture with its sentence and table, and the numbers of the document."""
    path = tmp_path / "found.html"
    code, out, _ = run("trial", "withdrawal", "--trials", "20", "--json", "-o", str(path))
    assert code == 0
    document = json.loads(out)
    page = " ".join(unescape(path.read_text(encoding="utf-8")).split())
    assert page.count("<svg") == 1
    assert "where 9 in 10 of 20 trials put it" in page
    assert "trials find a difference" in page
    assert "<script" not in page
    for arm in document["design"]["arm"]:
        assert page.count(arm["name"]) >= 2  # in the picture and in the table
    for arm in document["arms"]:
        assert between(Estimate(**arm["change"])) in page
    for analysis in document["analyses"]:
        assert f"{between(Estimate(**analysis['bias']), 2)}" in page


@pytest.mark.parametrize("name", ready())
def test_every_ready_design_can_be_read(name):
    """What is shipped is a design without a fault."""
    assert read_design(name).title


FAULTS = {
    "size = 341": ("size = 0", "size: found 0"),
    'against = "placebo"': ('against = "toxin"', "against: the treatment itself"),
    "visits = [4, 8, 12, 16, 20, 24]": ("visits = [4, 8, 10, 16, 20, 24]", "week 10 overlap"),
    "sd = 3.7": ("sd = 3.7\nspread = 4", "unknown field 'spread'"),
    "units = 165": ('units = "165"', 'units: found "165"'),
    'plan = "preempt_155_195"': ('plan = "prempt_155"', "did you mean 'preempt_155'"),
    "placebo = [0, 12]": ("placebo = [0, 13]", "no session in week 13"),
    "week = 24": ("week = 23", "no visit in week 23"),
    "3.7": ("0.0", "greater than or equal to 0.1"),
    "visits = [4, 8,": ("visits = [4.1, 8.1,", "weeks of whole days"),
    'leaving = "treatment_policy"': ("", "missing leaving"),
    'method = "ancova"': ('method = "anova"', "found 'anova'; allowed: 'ancova'"),
    "mean = 19.9": ("mean = 29", "mean: 29 headache_days"),
    "visits = [4, 8, 12,": ("visits = [4, -8, 12,", "visits, value 2: found -8"),
    "mean = 1": ("mean = 0.01 #", "mean: 0.01 headache_days; allowed: 0.28 to 27.72"),
    "sd = 3.": ("sd = 20 #", "sd: 20 around 19.9 on a scale from 0 to 28; allowed: up to 10.3"),
}


def written(tmp_path, text):
    """A design file with this text."""
    path = tmp_path / "design.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("was", FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path, was):
    """Each fault is one line that names the file, the line and what may stand there."""
    text = (READY / "pivotal.toml").read_text(encoding="utf-8")
    assert was in text
    put, said = FAULTS[was]
    path = written(tmp_path, text.replace(was, put, 1))
    with pytest.raises(InputError) as refused:
        read_design(path)
    message = str(refused.value)
    assert "\n" not in message
    assert said in message
    line = text[: text.index(was)].count("\n") + 1 + put.count("\n")
    named = int(message.split("line ")[1].split(":", maxsplit=1)[0])
    assert named == line if put else named < line


def test_an_arm_is_offered_once(tmp_path):
    """Where two arms have one name, what may stand in its place names it once."""
    text = (READY / "pivotal.toml").read_text(encoding="utf-8")
    path = written(tmp_path, text.replace('name = "placebo"', 'name = "toxin"'))
    with pytest.raises(InputError) as refused:
        read_design(path)
    assert "stands twice" in str(refused.value)
    assert "unknown against, an arm, 'placebo'; allowed: toxin\n" in f"{refused.value}\n"


def test_all_faults_are_told_at_once(run, tmp_path):
    """A file with many faults is refused with a line for each, in their order, and exit code 2."""
    text = (READY / "pivotal.toml").read_text(encoding="utf-8")
    for was in ("size = 341", "sd = 3.7", "units = 165", 'plan = "preempt_155_195"'):
        text = text.replace(was, FAULTS[was][0], 1)
    start, end = text.index("[estimand]"), text.index("[[analysis]]")
    code, out, err = run("trial", str(written(tmp_path, text[:start] + text[end:])))
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("wearoff: ") for line in lines)
    assert "missing estimand" in err
    numbers = [int(line.split("line ")[1].split(":", maxsplit=1)[0]) for line in lines]
    assert numbers == sorted(numbers)


def test_no_such_design_names_the_ready_ones(run):
    """A name that is neither file nor ready design is refused with those that are."""
    code, out, err = run("trial", "pivotl")
    assert (code, out) == (2, "")
    assert "pivotal" in err
    assert all(name in err for name in ready())
    for option, value in (("--trials", "3"), ("--power", "1.2")):
        code, _, err = run("trial", "pivotal", option, value)
        assert code == 2
        assert f"{option} {value}" in err


def test_the_ready_designs_are_listed(run):
    """The command's help and its documentation name every ready design."""
    _, out, _ = run("trial", "--help")
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert all(name in out for name in ready())
    assert all(f"`{name}`" in page for name in ready())


def test_what_a_design_assumes_is_said_beside_what_it_finds(run):
    """Numbers that a design sets for everybody are on the screen and in the paragraph."""
    for options in ((), ("--paragraph",)):
        _, out, _ = run("trial", "settling", "--trials", "20", *options)
        said = " ".join(out.split())
        assert "Assumed of everybody, fitted to no figure: kz = 0.006, lambda_z = 1" in said
    _, out, _ = run("trial", "pivotal", "--trials", "20")
    assert "Assumed of everybody" not in out


def test_a_screening_that_hardly_anybody_passes_is_refused_soon(tmp_path):
    """How many of how many pass is said after the first thousands of candidates."""
    text = (READY / "pivotal.toml").read_text(encoding="utf-8")
    given = text.replace("mean = 19.9", "mean = 3.0").replace(
        "sd = 3.7", "sd = 0.5\nscreening = { least = 26 }"
    )
    assert given.count("screening") == 1
    with pytest.raises(InputError, match=r"of \d{4} people \d+ pass .*; an arm needs 341"):
        virtual_trial(written(tmp_path, given), trials=20)


def test_people_who_all_enter_alike_are_refused():
    """Where the level before is the same in everybody there is nothing to adjust for, in a line."""
    same = np.full((2, 30), 28.0)
    change = np.random.default_rng(1).normal(size=(2, 30, 1))
    both = [Sample(same, same, same[:, :, None] - change)] * 2
    for method in ("ancova", "mmrm"):
        with pytest.raises(InputError, match="all people have the same level before"):
            METHODS[method](both, Analysis(method=method, variable="change"))


@pytest.mark.parametrize("name", ["trial.pdf", "trial"])
def test_another_kind_of_document_is_refused(run, tmp_path, name):
    """Nothing but a page or a document is written, and nothing is simulated first."""
    code, _, err = run("trial", "pivotal", "-o", str(tmp_path / name))
    assert (code, "allowed: .html or .json" in err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_page_has_the_method(run, tmp_path):
    """Whoever has the page alone can say what was held: the paragraph stands on it."""
    path = tmp_path / "trial.html"
    code, out, _ = run("trial", "pivotal", "--trials", "20", "--paragraph", "-o", str(path))
    assert code == 0
    said = " ".join(out.split()).partition("software")[0]
    page = " ".join(unescape(path.read_text(encoding="utf-8")).split())
    assert "Estimand: in " in said
    assert said in page


def test_the_paragraph_says_what_was_held(run, tmp_path):
    """The method paragraph has the seed, what to cite, every arm, and the document's numbers."""
    path = tmp_path / "found.json"
    options = ("--trials", "20", "--seed", "7", "--paragraph", "-o", str(path))
    code, out, _ = run("trial", "withdrawal", *options)
    said = " ".join(out.split())
    document = json.loads(path.read_text(encoding="utf-8"))
    assert code == 0
    assert "seed 7" in said
    assert f"wearoff, version {document['meta']['version']}" in said
    for arm in document["design"]["arm"]:
        assert f"{arm['name']} ({arm['size']} people" in said
    primary = document["analyses"][0]
    for name in ("power", "bias", "coverage"):
        mean, low, high = (f"{primary[name][key]:.2f}" for key in ("mean", "lo90", "hi90"))
        assert f"{mean} ({low} to {high})" in said
    assert f"The mean estimate was {primary['estimate']['mean']:.1f}" in said
    assert "% of those a third below entry" in said or "evidence row leaving_share" in said
    assert "% were seen" in said
    assert "who was not seen is left out" in said or "every visit that was seen is used" in said
    lines = [
        line for line in out.splitlines() if str(path) not in line
    ]  # a path is as long as it is
    assert max(map(len, lines)) <= WIDTH
