"""Sums of a clinic for another: what they hold, that they add up, what would reveal a person."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import wearoff
from drawn_people import drawn_people, drawn_person
from wearoff.diary.draws import write_draws
from wearoff.errors import InputError
from wearoff.together.clinic_sums import _digest, read_summary
from wearoff.together.grids import MEANS, SDS
from wearoff.together.person_curves import GRID
from wearoff.together.summed_before import KNOWN

ONE, OTHER = 35, 33


@pytest.fixture(scope="module")
def clinics(tmp_path_factory):
    """Two clinics' folders of draws, and one of both together."""
    root = tmp_path_factory.mktemp("clinics")
    trends = np.random.default_rng(4).normal(0.4, 1.0, ONE + OTHER)
    drawn = drawn_people(trends, seed=4)
    drawn[:5] = [drawn_person(1.0, seed=900 + at, ended="stopped") for at in range(5)]
    for name, people in (("one", drawn[:ONE]), ("other", drawn[ONE:]), ("both", drawn)):
        (root / name).mkdir()
        write_draws(people, root / name / "draws.parquet")
    return root


@pytest.fixture(scope="module")
def written(clinics):
    """A summary of either clinic, by units."""
    files = []
    for name in ("one", "other"):
        file = clinics / f"{name}.json"
        wearoff.pool(clinics / name, by="years").write_summary(file)
        files.append(file)
    return files


def answers_of(document):
    """What a document tells, without persons and where it came from."""
    keys = ("people", "trend", "slope", "subgroup", "leaving", "density")
    return {key: document[key] for key in keys}


def near(one, other):
    """Whether two documents say the same within rounding of the sums."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        return all(near(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(near, one, other))
    return (
        one == pytest.approx(other, rel=1e-3, abs=1e-4) if isinstance(one, float) else one == other
    )


def test_two_summaries_joined_are_the_people_joined(clinics, written):
    """What two clinics' summaries say together is what their people say together."""
    joined = wearoff.pool(*written, by="years").to_dict()
    whole = wearoff.pool(clinics / "both", by="years").to_dict()
    assert whole["trend"]["mean"] is not None
    assert near(answers_of(joined), answers_of(whole))
    assert joined["persons"] == []
    assert joined["diagnostics"]["sources"] == "summaries"


def test_a_summary_and_people_of_ones_own_are_joined(clinics, written):
    """One's own people and another's summary say what all people say; only one's own are shown."""
    found = wearoff.pool(clinics / "one", written[1])
    assert found.result.people.begun == ONE + OTHER
    assert len(found.result.persons) == ONE
    assert found.result.slope is None
    assert near(answers_of(found.to_dict()), answers_of(wearoff.pool(clinics / "both").to_dict()))


def test_a_summary_holds_no_row_of_a_person(clinics, written):
    """No name is in it, and no list of it is as long as there are people, or hangs on one."""
    text = written[0].read_text(encoding="utf-8")
    assert "person-" not in text

    def lengths(value):
        if isinstance(value, dict):
            for inner in value.values():
                yield from lengths(inner)
        elif isinstance(value, list):
            yield len(value)
            for inner in value:
                yield from lengths(inner)

    few = clinics / "few"
    few.mkdir()
    write_draws(drawn_people(np.zeros(12), seed=55), few / "draws.parquet")
    wearoff.pool(few, by="years").write_summary(clinics / "few.json")
    other = json.loads((clinics / "few.json").read_text(encoding="utf-8"))
    assert sorted(lengths(json.loads(text))) == sorted(lengths(other))
    assert ONE not in set(lengths(json.loads(text)))


def test_a_summary_of_few_people_is_refused(clinics):
    """Fewer than the smallest group are not summed up, of one kind, nor unknown beside known."""
    folder = clinics / "nine"
    folder.mkdir()
    drawn = drawn_people(np.zeros(9), seed=60)
    write_draws(drawn, folder / "draws.parquet")
    with pytest.raises(InputError, match="9 people with draws; allowed: 10 or more"):
        wearoff.pool(folder).write_summary(clinics / "nine.json")
    more = drawn_people(np.zeros(30), seed=61)
    write_draws(more, folder / "draws.parquet")
    table = "".join(f"{one.name},{'weak' if at < 4 else 'strong'}\n" for at, one in enumerate(more))
    (folder / "people.csv").write_text(f"person,neck\n{table}", encoding="utf-8")
    with pytest.raises(InputError, match="4 people are weak; allowed: 10 or more of either"):
        wearoff.pool(folder, by="neck").write_summary(clinics / "nine.json")
    table = "".join(f"{one.name},{'' if at < 3 else at}\n" for at, one in enumerate(more))
    (folder / "people.csv").write_text(f"person,age\n{table}", encoding="utf-8")
    with pytest.raises(InputError, match=r"unknown of 3 people; allowed: known of all, or unknown"):
        wearoff.pool(folder, by="age").write_summary(clinics / "nine.json")
    assert not (clinics / "nine.json").exists()
    assert not (folder / KNOWN).exists()


def test_a_second_summary_of_nearly_the_same_people_is_refused(clinics):
    """One that differs by fewer than the smallest group is not written; the same one is."""
    folder = clinics / "growing"
    folder.mkdir()
    drawn = drawn_people(np.zeros(40), seed=70)
    write_draws(drawn[:20], folder / "draws.parquet")
    wearoff.pool(folder).write_summary(clinics / "first.json")
    wearoff.pool(folder).write_summary(clinics / "again.json")
    assert (clinics / "again.json").read_bytes() == (clinics / "first.json").read_bytes()
    write_draws(drawn[:21], folder / "draws.parquet")
    with pytest.raises(InputError, match=r"differs from an earlier summary .* by 1 person"):
        wearoff.pool(folder).write_summary(clinics / "second.json")
    assert not (clinics / "second.json").exists()
    again = [replace(one, trend=one.trend[::-1].copy()) for one in drawn[:20]]  # another seed's
    write_draws([*again, drawn[20]], folder / "draws.parquet")
    with pytest.raises(InputError, match="by 1 person"):
        wearoff.pool(folder).write_summary(clinics / "second.json")
    write_draws([*drawn[:19], drawn_person(2.0, seed=9)], folder / "draws.parquet")
    with pytest.raises(InputError, match="by 2 people"):
        wearoff.pool(folder).write_summary(clinics / "second.json")
    write_draws(drawn, folder / "draws.parquet")
    wearoff.pool(folder).write_summary(clinics / "second.json")
    assert len(json.loads((folder / KNOWN).read_text(encoding="utf-8"))) == 2


def test_what_is_known_of_earlier_summaries_is_not_passed_over(clinics):
    """Where the file of earlier summaries is damaged, none is written."""
    folder = clinics / "lost"
    folder.mkdir()
    write_draws(drawn_people(np.zeros(15), seed=80), folder / "draws.parquet")
    (folder / KNOWN).write_text("[{}]", encoding="utf-8")
    with pytest.raises(InputError, match="whom earlier summaries are of is not known"):
        wearoff.pool(folder).write_summary(clinics / "lost.json")


def test_two_summaries_subtracted_reveal_the_person_between_them(clinics, monkeypatch):
    """Why: without the refusal, who has both reads the trend of one person off the difference."""
    monkeypatch.setattr("wearoff.together.clinic_sums.check_different", lambda *_: None)
    folder = clinics / "subtracted"
    folder.mkdir()
    drawn = drawn_people(np.zeros(30), seed=90)
    hidden = drawn_person(4.0, seed=91, sd=0.6)
    files = []
    for name, people in (("before", drawn), ("after", [*drawn, hidden])):
        write_draws(people, folder / "draws.parquet")
        files.append(wearoff.pool(folder).write_summary(clinics / f"{name}.json"))
    before, after = (read_summary(file).sums for file in files)
    narrow = (after.trend.as_drawn - before.trend.as_drawn).reshape(len(MEANS), len(SDS))[:, 0]
    assert abs(MEANS[narrow.argmax()] - hidden.trend.mean()) < 0.5
    assert len(GRID) > len(MEANS)


def counted(document, **counts):
    """A summary with other numbers of people."""
    return document | {"counts": document["counts"] | counts}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d | {"what": "other"}, "is no summary"),
        (lambda d: d | {"made": d["made"] | {"version": "0.0.1"}}, "made by wearoff 0.0.1"),
        (lambda d: d | {"enough": d["enough"][1:]}, "is damaged: sums are missing"),
        (lambda d: d | {"enough": "all"}, "is damaged at enough"),
        (lambda d: counted(d, used=4), "used: 4 people; allowed: 10 to 35"),
        (lambda d: counted(d, begun=3), "used: 35 people; allowed: 10 or more, and no more than"),
        (lambda d: counted(d, begun=34), "used: 35 people; allowed: 10 to 34"),
        (lambda d: counted(d, left=36), "left: 36 people; allowed: 0 to 35"),
        (lambda d: counted(d, left=-1), "left: -1 people"),
        (lambda d: counted(d, long=36), "long: 36 people; allowed: 0 to 35"),
        (lambda d: counted(d, with_covariate=40), "with_covariate: 40 people; allowed: 10 to 35"),
        (lambda d: counted(d, with_covariate=1), "with_covariate: 1 person; allowed: 10 to 35"),
        (lambda d: counted(d, with_relief=1), "with_relief: 1 person; allowed: 0"),
        (lambda d: d | {"covariate": None}, "a covariate without a slope, or a slope without it"),
        (lambda d: d | {"enough": [1e6] * len(d["enough"])}, "enough: other numbers of people"),
        (lambda d: d | {"condition": "bruxism"}, "is of bruxism; allowed: chronic_migraine"),
        (lambda d: {k: v for k, v in d.items() if k != "trend"}, "is damaged at trend"),
        (lambda d: d | {"made": 5}, "is damaged at made"),
    ],
)
def test_a_summary_that_cannot_be_added_is_refused(written, tmp_path, change, said):
    """Another version, condition or form, and a damaged file, is one line that names the file."""
    given = json.loads(written[0].read_text(encoding="utf-8"))
    file = tmp_path / "changed.json"
    changed = change(given)
    file.write_text(json.dumps(changed | {"digest": _digest(changed)}), encoding="utf-8")
    with pytest.raises(InputError, match=said) as error:
        wearoff.pool(written[1], file)
    assert "changed.json" in str(error.value)


def test_a_changed_number_of_a_summary_is_noticed(written, tmp_path):
    """A digit that is another than was written is found by the digest of the contents."""
    text = written[0].read_text(encoding="utf-8")
    place = text.index("-", text.index("as_drawn")) + 1
    file = tmp_path / "changed.json"
    file.write_text(f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}")
    with pytest.raises(InputError, match=r"changed\.json: is damaged: it does not hold what was"):
        wearoff.pool(file)


def test_the_same_people_are_not_counted_twice(clinics, written, tmp_path):
    """A summary laid out anew, one by another covariate, and one beside its people are refused."""
    same = tmp_path / "same.json"
    same.write_text(json.dumps(json.loads(written[0].read_text(encoding="utf-8")), indent=2))
    plain = wearoff.pool(clinics / "one").write_summary(tmp_path / "plain.json")
    for again in (same, plain):
        with pytest.raises(InputError, match=rf"{again.name}: the same people as .*one\.json"):
            wearoff.pool(written[0], again)
    with pytest.raises(InputError, match=r"plain\.json: the same people as the draws"):
        wearoff.pool(clinics / "one", plain)


def test_draws_beside_a_summary_that_holds_them_are_refused(clinics, tmp_path):
    """Where the folder knows whom a summary is of, some of them are named when given again."""
    folder = tmp_path / "part"
    folder.mkdir()
    drawn = drawn_people(np.zeros(24), seed=56)
    file = write_draws(drawn[:12], folder / "first.parquet")
    other = write_draws(drawn[12:], folder / "second.parquet")
    summary = wearoff.pool(file).write_summary(tmp_path / "part.json")
    assert wearoff.pool(other, summary).result.people.begun == 24
    with pytest.raises(InputError, match=r"part\.json: is of people whose draws .*person-56000"):
        wearoff.pool(folder, summary)
    assert wearoff.pool(clinics / "one", summary).result.people.begun == ONE + 12


def laid(folder, drawn, table):
    """A folder of these people with this table, by its line of each."""
    folder.mkdir(exist_ok=True)
    write_draws(drawn, folder / "draws.parquet")
    rows = "".join(f"{one.name},{cells}\n" for one, cells in zip(drawn, table, strict=True))
    (folder / "people.csv").write_text(f"person,left,age\n{rows}", encoding="utf-8")
    return folder


AGES = [f"0,{30 + at}" for at in range(40)]


@pytest.mark.parametrize(
    ("people", "before", "after", "said"),
    [
        (40, ["0,"] * 20 + AGES[20:], ["0,"] * 19 + AGES[19:], "1 person of whom age is known"),
        (40, AGES, [*AGES[:39], "1,69"], "1 person who left"),
        (40, ["1,50"] * 20 + AGES[20:], ["1,50"] * 19 + AGES[19:], "1 person who left"),
        (40, AGES, [*AGES[:39], "0,68"], "1 person whose age is another"),
        (20, AGES, [*AGES[:21], *["0,"] * 19], "1 person of whom age is known"),
    ],
)
def test_no_sum_of_a_second_summary_tells_of_one_person(tmp_path, people, before, after, said):
    """A covariate known of one more, one who left, or one value that is another is refused."""
    drawn = drawn_people(np.zeros(40), seed=57)
    folder = laid(tmp_path / "of", drawn[:people], before[:people])
    wearoff.pool(folder, by="age").write_summary(tmp_path / "first.json")
    laid(folder, drawn, after)
    with pytest.raises(InputError, match=rf"differs from an earlier summary .* by {said}"):
        wearoff.pool(folder, by="age").write_summary(tmp_path / "second.json")
    assert not (tmp_path / "second.json").exists()


def test_a_second_analysis_of_one_person_is_refused(tmp_path):
    """Sums of the same people of whom one was analyzed anew differ by that person."""
    drawn = drawn_people(np.zeros(20), seed=58)
    file = write_draws(drawn, tmp_path / "draws.parquet")
    wearoff.pool(file).write_summary(tmp_path / "first.json")
    write_draws([replace(drawn[0], trend=drawn[0].trend + 1), *drawn[1:]], file)
    with pytest.raises(InputError, match="by 1 person analyzed anew"):
        wearoff.pool(file).write_summary(tmp_path / "second.json")


def test_a_covariate_known_of_few_is_not_summed_up(tmp_path):
    """The slope's sum would be theirs alone."""
    drawn = drawn_people(np.zeros(40), seed=59)
    folder = laid(tmp_path / "of", drawn, ["0,"] * 36 + AGES[36:])
    with pytest.raises(InputError, match="a summary by age: it is known of 4 people; allowed: 10"):
        wearoff.pool(folder, by="age").write_summary(tmp_path / "few.json")


def test_what_was_summed_up_otherwise_is_refused(clinics, written):
    """The same summary twice, or one by another covariate, is refused."""
    with pytest.raises(InputError, match="the same people as"):
        wearoff.pool(written[0], written[0])
    with pytest.raises(InputError, match=r"unknown covariate 'units'.*years"):
        wearoff.pool(*written, by="units")
    with pytest.raises(InputError, match=r"summed up by years .*allowed: by units"):
        wearoff.pool(clinics / "one", written[1], by="units")
    with pytest.raises(InputError, match="of summaries"):
        wearoff.pool(*written).write_summary(clinics / "no.json")


def test_the_command_writes_a_summary(run, clinics, tmp_path):
    """`--summary F` writes the file, names it, and the command reads it again."""
    code, out, _ = run("pool", str(clinics / "both"), "--summary", "sums.json")
    assert code == 0
    assert "Wrote sums.json" in out
    code, out, _ = run("pool", "sums.json", "--json")
    assert code == 0
    assert json.loads(out)["people"]["begun"] == ONE + OTHER
    assert (tmp_path / "sums.json").stat().st_size < 8e6
