"""Draws that are kept for pooling: what they say, their derivatives, and their files."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wearoff
from wearoff.diary.draws import (
    COVARIATES,
    DRAWS,
    DRAWS_VERSION,
    UNKNOWN,
    StoredDraws,
    check_alike,
    read_draws,
    to_parquet,
    write_draws,
)
from wearoff.diary.examples import example_diary
from wearoff.diary.posterior.fixed_effects import RELIEF, TREND, Effects
from wearoff.diary.posterior.persistence import daily
from wearoff.diary.posterior.stored import stored_draws
from wearoff.errors import InputError
from wearoff.records import Event, Injection, Session

OF_DRAWS = [field.name for field in fields(StoredDraws) if field.type == "Array"]
MOST_BYTES = 40_000
ADA = example_diary("ada")


@pytest.fixture(scope="module")
def found(made_up):
    """The analysis of a made-up person."""
    return made_up[0].whole


def same(one, other):
    """Whether two people's draws are the same in everything."""
    names = [field.name for field in fields(StoredDraws)]
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


# What they say


def as_drawn(posterior, told):
    """Values as the draws have them, of those that are told: these are a little further apart."""
    center = posterior.draws.weights @ told
    return center + (told - center) / posterior.misfit


def test_draws_say_what_the_posterior_says(found):
    """Means of draws that weigh the same are those of the weighted ones, within their error."""
    posterior, kept = found.assessment.posterior, found.draws
    weights, q = posterior.draws.wide_weights, posterior.estimands
    told = {
        "b": posterior.draws.effects.trend,
        "relief_log_odds": posterior.draws.effects.relief,
        "trend": as_drawn(posterior, posterior.trend),
        "relief_percent": q.relief_percent,
        "slope": as_drawn(posterior, q.drift),
    }
    for name, values in told.items():
        drawn = getattr(kept, name)
        assert drawn.dtype == np.float32
        assert drawn.shape == (DRAWS,)
        mean = weights @ values
        spread = np.sqrt(weights @ (values - mean) ** 2)
        assert abs(drawn.mean() - mean) < 0.1 * spread
        assert drawn.std() == pytest.approx(spread, rel=0.2)
    prior = posterior.prior.wider.effects
    assert (kept.b_mean, kept.b_sd) == (prior.mean.trend, prior.sd.trend)
    assert (kept.r_mean, kept.r_sd) == (prior.mean.relief, prior.sd.relief)
    assert (kept.days, kept.given) == (posterior.record.last + 1, len(posterior.record.starts))
    assert 0 < kept.written < kept.days


def moved(posterior, row, step):
    """The same posterior with an effect of every draw so much larger."""
    draws = posterior.draws
    values = draws.effects.values.copy()
    values[row] += step
    path = draws.path._replace(effects=Effects(values))
    again = partial(daily, posterior.problem.shown, draws.settings, path)
    return replace(posterior, draws=replace(draws, effects=path.effects, daily=again))


@pytest.mark.parametrize(
    ("row", "value", "derivative"),
    [(TREND, "trend", "trend_per_b"), (RELIEF, "relief_percent", "relief_percent_per_r")],
)
def test_derivatives_are_those_of_a_small_step(found, row, value, derivative):
    """S rises with b, and relief with R, as fast as where that effect is a little larger."""
    posterior, step = found.assessment.posterior, 0.02
    low, high = (stored_draws(found.case, moved(posterior, row, by)) for by in (-step, step))
    slopes = (getattr(high, value) - getattr(low, value)) / (2 * step)
    kept = getattr(found.draws, derivative)
    assert (kept > 0).all()
    assert kept == pytest.approx(slopes, rel=0.01, abs=0.01)


def test_covariates_are_of_the_sessions(found):
    """Units are means of a session, those of the neck a part; several products are not added."""
    kept = found.draws
    assert set(kept.covariates) == set(COVARIATES)
    assert kept.covariates["units"] == pytest.approx(155)
    assert kept.covariates["neck_units"] == pytest.approx(50)  # paraspinals 20, trapezius 30
    assert kept.covariates["years"] == pytest.approx(kept.days / 365.25)
    assert kept.product == "onabotulinumtoxinA"
    posterior = found.assessment.posterior
    first, *others = posterior.record.sessions
    other = Session(first.day, "abobotulinumtoxinA", (Injection("trapezius", "left", 9.0),))
    record = replace(posterior.record, sessions=(other, *others))
    mixed = stored_draws(found.case, replace(posterior, record=record))
    assert mixed.product is None
    assert set(mixed.covariates) == {"years", "sessions"}


def test_who_stopped_is_known_and_told_the_same():
    """An event ``stopped`` says why the record ends; it is no treatment that explains a change."""
    case = wearoff.example_case("ben")
    day = case.diary.first.replace(year=case.diary.first.year + 1)
    stops = replace(case, events=(Event(day, "stopped", "moved away"),))
    one, other = (wearoff.analyze(each, prospects=False) for each in (case, stops))
    assert (one.draws.ended, other.draws.ended) == (UNKNOWN, "moved away")
    assert one.to_dict() == other.to_dict()


def test_a_gap_counts_as_sessions_that_were_planned(found):
    """With the last sessions not given, as many are planned as before and fewer given."""
    posterior = found.assessment.posterior
    record = replace(posterior.record, sessions=posterior.record.sessions[:6])
    left = stored_draws(found.case, replace(posterior, record=record))
    assert (left.given, left.planned) == (6, found.draws.planned)
    record = replace(record, sessions=record.sessions[:1])
    assert stored_draws(found.case, replace(posterior, record=record)).planned is None


# Their files

numbers = st.floats(-100, 100, width=32)
above_0 = st.floats(2**-10, 1e6, width=32)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@st.composite
def people(draw):
    """One to three people of one condition and version, of any values."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.lists(numbers, min_size=7, max_size=7))
        arrays = np.linspace(start, draw(numbers), DRAWS, dtype=np.float32).T
        arrays = [
            np.abs(a) + draw(above_0) if name.endswith(("_per_b", "_per_r")) else a
            for name, a in zip(OF_DRAWS, arrays, strict=True)
        ]
        covariates = draw(st.dictionaries(st.sampled_from(COVARIATES), above_0))
        days = draw(st.integers(2, 9999))
        found.append(
            StoredDraws(
                name=draw(texts),
                digest=draw(st.none() | texts),
                condition="bruxism",
                **dict(zip(OF_DRAWS, arrays, strict=True)),
                b_mean=draw(numbers),
                b_sd=draw(above_0),
                r_mean=draw(numbers),
                r_sd=draw(above_0),
                k_hat=draw(numbers),
                effective=draw(above_0),
                days=days,
                written=draw(st.integers(0, days)),
                given=draw(st.integers(1, 99)),
                planned=draw(st.none() | st.integers(1, 99)),
                ended=draw(texts),
                product=draw(st.none() | texts),
                covariates=covariates,
                program="1.2.3",
                evidence="2026-11",
                seed=draw(st.integers(0, 2**31 - 1)),
            )
        )
    return found


@settings(max_examples=30)
@given(people())
def test_people_survive_their_file(people):
    """Whatever is kept comes back the same, of one person or of many in a file."""
    with tempfile.TemporaryDirectory() as folder:
        together = write_draws(people, Path(folder, "all.parquet"))
        assert all(map(same, read_draws(together), people))
        files = [write_draws([one], Path(folder, f"{k}.parquet")) for k, one in enumerate(people)]
        assert all(map(same, read_draws(*files), people))


def test_the_same_bytes_and_not_many(found):
    """A person's file is the same whenever it is made, and small."""
    assert to_parquet([found.draws]) == to_parquet([replace(found.draws)])
    assert len(to_parquet([found.draws])) < MOST_BYTES


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"condition": "bruxism"}, r"draws of 2 conditions: chronic_migraine \(Ada .*; bruxism"),
        ({"program": "9.9"}, r"draws of 2 versions: wearoff .* \(Ada .*; wearoff 9\.9, draws"),
        ({"evidence": "1999-01"}, r"draws of 2 versions: .*evidence 1999-01"),
        ({"condition": "bruxism", "program": "9"}, "2 conditions: .* and of 2 versions: "),
    ],
)
def test_what_does_not_go_together_is_refused(found, changes, said, tmp_path):
    """Another condition, version or evidence is named, with who has it; another seed is not."""
    one = found.draws
    other = replace(one, name="Bo", **changes)
    with pytest.raises(InputError, match=said):
        check_alike([one, other])
    files = [write_draws([each], tmp_path / f"{each.name}.parquet") for each in (one, other)]
    with pytest.raises(InputError, match=said):
        read_draws(*files)
    check_alike([one, replace(one, seed=2)])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"trend": lambda v: np.where(np.arange(DRAWS) == 3, np.nan, v)}, "found nan (1 of 1000"),
        ({"trend": lambda v: np.where(np.arange(DRAWS) < 2, 1e9, v)}, "found 1e+09 (2 of 1000"),
        ({"b": lambda v: v[1:]}, "found 999 draws; allowed: 1000"),
        ({"slope": lambda _: np.zeros(0)}, "found 0 draws; allowed: 1000"),
        ({"trend_per_b": lambda v: 0 * v}, "found 0 (1000 of 1000 draws); allowed: a finite"),
        ({"relief_percent": lambda v: v + 900}, "of 1000 draws); allowed: a finite number up to"),
        ({"days": lambda _: -5}, "found -5; allowed: 2 to 36525"),
        ({"written": lambda v: 100 * v}, "allowed: 0 to 36525"),
        ({"written": lambda _: 9999}, "found 9999 of 1082 days"),
        ({"given": lambda _: 0}, "found 0; allowed: 1 to 36525"),
        ({"planned": lambda _: -1}, "found -1; allowed: 1 to 36525"),
        ({"b_sd": lambda _: 0.0}, "found 0; allowed: a finite number above 0"),
        ({"r_sd": lambda _: np.inf}, "found inf; allowed: a finite number above 0"),
        ({"b_mean": lambda _: None}, "found nothing; allowed: -1000 to 1000"),
        ({"name": lambda _: ""}, "row 2 (no name): found nothing; allowed: a text"),
        ({"seed": lambda _: None}, "found nothing; allowed: a finite number from 0 up"),
    ],
)
def test_what_no_draws_can_be_is_refused(found, changed, said, tmp_path):
    """A value that nobody's draws have is told with file, column, row and person; no traceback."""
    one = found.draws
    ((column, change),) = changed.items()
    value = change(getattr(one, column))
    value = value.astype(np.float32) if isinstance(value, np.ndarray) else value
    file = write_draws([one, replace(one, **{"name": "Bo", column: value})], tmp_path / "a.parquet")
    with pytest.raises(InputError) as error:
        read_draws(file)
    text = str(error.value)
    assert text.startswith(f"{file}, column {column}: row 2 (")
    assert said in text


def test_every_fault_of_a_file_is_told_at_once(found, tmp_path):
    """A covariate below 0 and an SD of 0 are two lines, each of its row."""
    one = found.draws
    wrong = [replace(one, covariates={"units": -1.0}), replace(one, name="Bo", b_sd=0.0)]
    with pytest.raises(InputError) as error:
        read_draws(write_draws(wrong, tmp_path / "a.parquet"))
    first, second = str(error.value).splitlines()
    assert "column covariate_units: row 1 (Ada" in first
    assert "column b_sd: row 2 (Bo): found 0" in second


def test_no_changed_byte_goes_unnoticed(found, tmp_path):
    """Of one flipped bit anywhere nothing else is read than what was written."""
    file = write_draws([found.draws], tmp_path / "ada.parquet")
    data = file.read_bytes()
    refused = 0
    places = np.random.default_rng(8).integers(len(data), size=150).tolist()
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        file.write_bytes(changed)
        try:
            (read,) = read_draws(file)
        except InputError:
            refused += 1
        else:
            assert same(read, found.draws)
    assert refused > len(places) / 2


def test_a_file_without_a_digest_is_read(found, tmp_path):
    """Files of before it was kept hold the same columns, and are checked all the same."""
    file = write_draws([found.draws], tmp_path / "ada.parquet")
    pl.read_parquet(file).write_parquet(file)
    assert same(read_draws(file)[0], found.draws)


def test_files_that_hold_no_draws_are_refused(found, tmp_path):
    """A damaged file, another table, draws of another time, and an empty folder are named."""
    file = write_draws([found.draws], tmp_path / "ada.parquet")
    data = file.read_bytes()
    for damaged in (data[:-20], b"date,headache\n", b"", data[:100] + data[140:]):
        file.write_bytes(damaged)
        with pytest.raises(InputError, match=r"ada\.parquet: is damaged, or no Parquet file"):
            read_draws(file)
    pl.DataFrame({"patient": [1]}).write_parquet(file)
    with pytest.raises(InputError, match=r"ada\.parquet: no column b, b_mean, "):
        read_draws(file)
    write_draws([replace(found.draws, version=DRAWS_VERSION + 1)], file)
    with pytest.raises(InputError, match=f"draws of version {DRAWS_VERSION + 1}; allowed: "):
        read_draws(file)
    file.unlink()
    with pytest.raises(InputError, match="holds no draws; fix: analyze the diaries"):
        read_draws(tmp_path)


# The command


def test_the_command_writes_them(run, tmp_path):
    """``--draws`` writes what the analysis in Python keeps."""
    out = tmp_path / "ada.parquet"
    log = str(ADA / "injections.csv")
    code, said, _ = run("analyze", str(ADA / "diary.csv"), "--injections", log, "--draws", str(out))
    assert code == 0
    assert f"Wrote {out}" in said
    alone = wearoff.analyze(ADA / "diary.csv", injections=log, prospects=False)
    assert same(read_draws(out)[0], alone.draws)


def test_without_sessions_there_are_none(run, tmp_path):
    """Exit 2 with the likely fix, and no file is written."""
    files = [tmp_path / "x.parquet", tmp_path / "x.html"]
    code, _, err = run(
        "analyze", str(ADA / "diary.csv"), "--draws", str(files[0]), "--report", str(files[1])
    )
    assert code == 2
    assert "no draws to keep; fix: give the sessions: --injections" in err
    assert not any(file.exists() for file in files)


def test_beside_a_folder_they_are_refused(run):
    """A folder keeps the draws of its people in its output."""
    code, _, err = run("analyze", str(ADA.parent), "--draws", "x.parquet")
    assert (code, "--draws beside a folder" in err) == (2, True)
