"""Two groups of relief: found where they are, not told of one population of any shape."""

from __future__ import annotations

import json
from html import unescape

import numpy as np
import pytest

import wearoff
from drawn_people import drawn_person
from validation.pooled_reliefs import BOTH, RELIEF_HEAD, SOME, judge_relief, of_reliefs, relief_line
from validation.worlds import Truth
from wearoff.diary.draws import read_draws, write_draws
from wearoff.errors import InputError
from wearoff.faces.together.page import pool_page
from wearoff.faces.together.pooled import screen
from wearoff.together.answers import answers
from wearoff.together.gates import gates
from wearoff.together.grids import normal
from wearoff.together.members import people_of
from wearoff.together.misfit import relief_sd
from wearoff.together.people_table import PeopleTable
from wearoff.together.person_curves import RELIEFS
from wearoff.together.relief_groups import Reliefs
from wearoff.together.sums import sums

PER_R, R_MEAN, R_SD = 20.0, 0.5, 2.0
"""Relief in percent for each log-odds, and its prior, of everybody here."""
MANY = 140


def with_relief(relief, *, seed=0, sd=8.0, **other):
    """A person whose diary says the relief with a normal error, analyzed under a wide prior."""
    rng = np.random.default_rng([seed, 5])
    said = (relief + sd * rng.normal()) / PER_R
    precision = (PER_R / sd) ** 2 + R_SD**-2
    center = (said * (PER_R / sd) ** 2 + R_MEAN * R_SD**-2) / precision
    draws = center + rng.normal(size=1000) / np.sqrt(precision)
    own = {
        "relief_log_odds": draws,
        "relief_percent": np.minimum(PER_R * draws, 100),  # more is none
        "relief_percent_per_r": np.full(1000, PER_R),
        "r_mean": R_MEAN,
        "r_sd": R_SD,
    }
    return drawn_person(0.0, seed=seed, **own, **other)


def people_with(reliefs, **other):
    """A person for each of these reliefs."""
    return [with_relief(x, seed=at, **other) for at, x in enumerate(reliefs)]


def told(reliefs, **other):
    """What is told of two groups among them, and the sums."""
    return answers(sums(people_of(people_with(reliefs, **other), reliefs=True)))


def in_two(rng, count=MANY, more=0.7):
    """Most at 50 percent, the others at 0."""
    return np.where(rng.random(count) < more, 50.0, 0.0) + 4 * rng.normal(size=count)


@pytest.fixture(scope="module")
def two():
    """Reliefs of two groups."""
    return in_two(np.random.default_rng(1))


@pytest.fixture(scope="module")
def clinic(tmp_path_factory, two):
    """A folder of them, some of whom left."""
    folder = tmp_path_factory.mktemp("reliefs") / "everybody"
    folder.mkdir()
    drawn = [
        with_relief(x, seed=at, ended="stopped" if at % 9 == 0 else "unknown")
        for at, x in enumerate(two)
    ]
    write_draws(drawn, folder / "draws.parquet")
    return folder


@pytest.fixture(scope="module")
def found(clinic):
    """What they say together."""
    return wearoff.pool(clinic, groups="relief")


def test_two_groups_are_found_with_their_share(found, two):
    """Two groups are told, with how many have more relief and how much either has."""
    said = found.result.relief_groups
    assert (said.answer, said.reason_codes) == ("yes", [])
    assert said.share_percent.lo90 < 100 * np.mean(two > 25) < said.share_percent.hi90
    assert said.less.lo90 <= 0 <= said.less.hi90
    assert said.more.lo90 <= 50 <= said.more.hi90
    assert said.by_leaving.lo <= said.share_percent.lo90
    assert said.by_leaving.hi >= said.share_percent.hi90
    assert found.result.diagnostics.relief_bayes_factor > gates()["relief"]["bayes_factor"]


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("one size", lambda _: np.full(MANY, 50.0)),
        ("none", lambda _: np.zeros(MANY)),
        ("normal", lambda rng: rng.normal(35.0, 18.0, MANY)),
        ("flat", lambda rng: rng.uniform(0.0, 70.0, MANY)),
        ("skewed", lambda rng: rng.gamma(1.5, 20.0, MANY)),
        ("heavy", lambda rng: 35 + 12 * rng.standard_t(3, MANY)),
        (
            "two that overlap",
            lambda rng: np.where(rng.random(MANY) < 0.4, 20.0, 45.0) + 12 * rng.normal(size=MANY),
        ),
    ],
)
def test_one_population_of_any_shape_is_not_two_groups(name, draw):
    """Wide, flat, skewed and heavy-tailed populations are never told to be two groups."""
    said = told(draw(np.random.default_rng(len(name))))
    assert said.reliefs == ("cannot_tell", ("not_clear",))


def test_a_wide_error_of_diaries_hides_two_groups(two):
    """Where no diary says its relief to better than the groups are apart, they cannot be told."""
    assert told(two, sd=45.0).reliefs[0] == "cannot_tell"


def test_below_its_gate_two_groups_are_not_told(two):
    """Of fewer people there is neither answer nor chance, and how many are needed is said."""
    drawn = people_with(two[:90])
    people = people_of(drawn, reliefs=True)
    assert answers(sums(people)).printed.reliefs.log_factor > 5  # what the gate keeps back
    assert answers(sums(people)).reliefs == ("cannot_tell", ("too_few_people",))


def test_few_effective_draws_of_relief_tell_nothing(two):
    """Where draws of relief lie beyond its grid for many, groups cannot be told; trends can."""
    drawn = people_with(two)
    lost = [with_relief(-260.0, seed=900 + at) for at in range(30)]
    said = answers(sums(people_of([*drawn, *lost], reliefs=True)))
    assert said.reliefs == ("cannot_tell", ("too_few_draws",))
    assert said.trend[1] == ()


def test_leaving_that_goes_with_lacking_relief_widens_the_share(two):
    """Who left without draws may have had none: the larger γ, the fewer have more relief."""
    gone = {f"gone-{at}": {} for at in range(60)}
    table = PeopleTable("people.csv", (), gone, dict.fromkeys(gone, True))
    said = answers(sums(people_of(people_with(two), table=table, reliefs=True)))
    shares = [one.reliefs.share.mean for one in said.by_gamma]
    assert shares[3] < shares[1] < shares[0]


def test_every_mixture_is_of_one_class():
    """Densities and priors sum to 1 by class, and a mixture with two tops is told from one."""
    asked = Reliefs()
    np.testing.assert_allclose(asked.densities.sum(0), 1.0)
    prior = np.exp(asked.log_prior)
    assert prior[asked.two].sum() == pytest.approx(1.0)
    assert prior[~asked.two].sum() == pytest.approx(1.0)
    mean, sd = asked.components
    less, more, share = asked.mixtures
    near = mean[more] - mean[less] < gates()["relief"]["apart"]
    assert not asked.two[near | (share == 0)].any()
    narrow = (sd[less] <= 10) & (sd[more] <= 10) & (mean[more] - mean[less] >= 50) & (share == 0.5)
    assert asked.two[narrow].all()
    assert asked.total(np.ones((2, len(RELIEFS)))) == pytest.approx(0.0, abs=1e-9)
    assert asked.densities[:, 0] == pytest.approx(normal(mean[:1], sd[0], RELIEFS)[:, 0])


def test_short_diaries_are_widened_most():
    """Relief of short diaries is taken to be off by more."""
    assert relief_sd(np.array([100.0])) > relief_sd(np.array([5000.0])) > 0


def test_every_face_tells_both_groups(run, clinic, found, document_schema):
    """Document, screen and page have the answer, and the page both groups as a table."""
    code, out, _ = run("pool", str(clinic), "--groups", "relief", "--json")
    assert code == 0
    document_schema("pool").validate(json.loads(out))
    said = found.result.relief_groups
    shown = " ".join(" ".join(screen(found.result)).split())
    page = " ".join(unescape(pool_page(found.result)).split())
    for text in (shown, page):
        assert "Are there two groups of relief, 25 points apart or more?" in text
        assert f"{said.share_percent.mean:.0f} (" in text
        assert "Who is in which group, and why, is not told." in text
        assert "points of relief that somebody lacks" in text
    assert '<h2 id="groups">Two groups of relief</h2>' in page
    assert max(map(len, screen(found.result))) <= 80


def test_it_is_asked_only_where_asked_for(clinic, run):
    """Without the option there is nothing of it, and another word is refused."""
    code, out, _ = run("pool", str(clinic), "--json")
    assert code == 0
    said = json.loads(out)
    assert said["relief_groups"] is None
    assert said["leaving"][0]["relief_groups"] is None
    code, _, err = run("pool", str(clinic), "--groups", "trends")
    assert code == 2
    assert "unknown groups 'trends'" in err
    assert "relief" in err


def test_summaries_of_both_groups_are_joined(clinic, found, tmp_path):
    """Sums of relief add up to those of all; a summary without them is refused by its name."""
    drawn = read_draws(clinic)
    files = []
    for name, some in (("one", drawn[:70]), ("other", drawn[70:])):
        (tmp_path / name).mkdir()
        write_draws(some, tmp_path / name / "draws.parquet")
        summed = wearoff.pool(tmp_path / name, groups="relief")
        files.append(summed.write_summary(tmp_path / f"{name}.json"))
    joined = wearoff.pool(*files, groups="relief").result.relief_groups
    assert joined.share_percent.mean == pytest.approx(
        found.result.relief_groups.share_percent.mean, rel=1e-3
    )
    plain = wearoff.pool(tmp_path / "one").write_summary(tmp_path / "plain.json")
    with pytest.raises(InputError, match=r"plain\.json: summed up without groups of relief"):
        wearoff.pool(plain, files[1], groups="relief")


def test_it_is_judged_beside_the_truth(two):
    """People of two groups are told and cover the truth; those of one group are a control."""
    pairs = [
        (
            drawn,
            Truth("w", at, at, "kind", 0.0, 0.0, 50.0 * (x > 25), 155.0, sessions=9, left=False),
        )
        for at, (drawn, x) in enumerate(zip(people_with(two), two, strict=True))
    ]
    rows = {(row.among, row.size): row for row in of_reliefs(pairs, (60, MANY), 1)}
    assert rows[BOTH, MANY].answer == "yes"
    assert rows[BOTH, MANY].covered
    assert rows[BOTH, MANY].in_range
    assert rows[BOTH, 60].answer == rows[SOME, 60].answer == "cannot_tell"  # the gate
    assert rows[SOME, 60].log_factor < 0 < rows[BOTH, 60].log_factor
    assert relief_line([rows[BOTH, MANY]]).split()[:4] == ["both", str(MANY), "1", "1/1"]
    assert RELIEF_HEAD.split()[:4] == ["among", "size", "runs", "told"]
    people = people_of(people_with(two), reliefs=True)
    assert not judge_relief(BOTH, people, 0.05).covered
