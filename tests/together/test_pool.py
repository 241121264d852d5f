"""`wearoff pool`: the command, what it refuses, its gates, and its document on every face."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

import wearoff
from drawn_people import drawn_people, drawn_person
from wearoff.diary.draws import write_draws
from wearoff.errors import InputError
from wearoff.faces.together.page import pool_page
from wearoff.faces.together.pooled import screen
from wearoff.together.gates import gates
from wearoff.words.numbers import signed

PEOPLE = "person,left,age,neck\n"


def lay(folder, drawn, table=None):
    """A folder of draws, with a table of people where one is given."""
    folder.mkdir(exist_ok=True)
    write_draws(drawn, folder / "draws.parquet")
    if table is not None:
        (folder / "people.csv").write_text(table, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """70 people, 8 of whom left, with a table of ages and necks for 68 of them, and 2 undrawn."""
    rng = np.random.default_rng(3)
    weak = rng.random(70) < 0.5
    drawn = [
        drawn_person(
            2.0 * one + 0.4 * rng.normal(), seed=at, ended="stopped" if at < 8 else "unknown"
        )
        for at, one in enumerate(weak)
    ]
    rows = [
        f"{one.name},,{30 + at % 40},{'weak' if weak[at] else 'strong'}\n"
        for at, one in enumerate(drawn[:68])
    ]
    gone = "gone-1,1,50,weak\ngone-2,yes,,\n"
    return lay(tmp_path_factory.mktemp("clinic") / "of70", drawn, PEOPLE + "".join(rows) + gone)


@pytest.fixture(scope="module")
def by_neck(clinic):
    """What they say together, by the state of their necks."""
    return wearoff.pool(clinic, by="neck")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A folder of four people."""
    return lay(tmp_path_factory.mktemp("small") / "few", drawn_people([0.0, 1.0, 0.5, 2.0]))


def test_everybody_is_counted(by_neck):
    """Begun, left, stayed and used are said, those without draws among them."""
    people = by_neck.result.people
    assert (people.begun, people.left, people.stayed, people.used) == (72, 10, 62, 70)
    assert people.long == 70


def test_a_covariate_of_the_table_has_its_slope(by_neck):
    """Two words are two kinds; the slope is the second against the first, and unknown is said."""
    slope = by_neck.result.slope
    assert (slope.on, slope.kinds, slope.people, slope.unknown) == (
        "neck",
        ["strong", "weak"],
        68,
        2,
    )
    assert slope.answer == "more"
    assert slope.lo90 < 2.0 < slope.hi90
    assert slope.by_leaving.lo <= slope.lo90
    assert slope.by_leaving.hi >= slope.hi90
    codes = {note.code for note in by_neck.result.notes}
    assert {"unknown_covariate", "without_draws", "wandering", "not_causes"} <= codes


def test_a_mean_never_stands_without_its_range(by_neck):
    """The mean has its range over every γ, which holds each row of the table."""
    found = by_neck.result
    assert [row.gamma for row in found.leaving] == [0.0, 0.3, 0.6, 1.0]
    for row in found.leaving:
        assert found.trend.by_leaving.lo <= row.trend.lo90
        assert row.trend.hi90 <= found.trend.by_leaving.hi
    assert (found.leaving[0].trend.mean, found.leaving[0].trend.lo90) == (
        found.trend.mean,
        found.trend.lo90,
    )


def test_people_are_drawn_to_the_mean_of_all(by_neck):
    """Beside the others everybody is nearer to the mean of all, in the order of trends."""
    persons = by_neck.result.persons
    assert [one.place for one in persons] == list(range(1, 71))
    together = [one.together.mean for one in persons]
    assert together == sorted(together)
    assert np.std(together) < np.std([one.alone.mean for one in persons])
    assert sum(one.left for one in persons) == 8


def test_the_faces_say_the_numbers_of_the_document(run, clinic, document_schema, tmp_path):
    """JSON, screen and page of one command have the same people, answers and numbers."""
    code, out, _ = run("pool", str(clinic), "--by", "neck", "--json")
    assert code == 0
    said = json.loads(out)
    document_schema("pool").validate(said)
    code, shown, _ = run("pool", str(clinic), "--by", "neck", "-o", "page.html")
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 80
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    words = unescape(re.sub(r"(?s)<(style|svg).*?</\1>|<[^>]+>", " ", page))
    for text in (" ".join(shown.split()), " ".join(words.split())):
        assert "72 people: 10 left, 62 stayed; 70 with draws" in text
        assert f"{signed(said['trend']['mean'])} days in 28 a year" in text
        assert "about a third of diaries slope upward" in text
        assert "120 people would be needed; there are 70" in text
    assert page.count("<svg") == 2
    assert "<script" not in page


def test_the_same_files_give_the_same_bytes(clinic, by_neck):
    """Nothing is drawn: a second run says the same, to the last digit."""
    assert wearoff.pool(clinic, by="neck").to_json() == by_neck.to_json()


def test_below_a_gate_nothing_is_told(small):
    """Of four people no number is told, and how many would be needed is."""
    found = wearoff.pool(small).result
    assert (found.trend.answer, found.trend.mean) == ("cannot_tell", None)
    assert found.trend.needed.people == gates()["trend"]["people"] == 60
    assert found.subgroup.needed.people == gates()["subgroup"]["people"] == 120
    assert found.subgroup.probability is None
    assert found.density is None
    assert found.leaving[0].trend is None
    assert "cannot tell" in " ".join(screen(found))
    assert "<svg" in pool_page(found)


def test_short_diaries_tell_of_no_group(tmp_path):
    """Where half of the people have no 900 days, a group is not asked after."""
    found = wearoff.pool(lay(tmp_path / "short", drawn_people(np.zeros(125), days=500))).result
    assert "too_short" in found.subgroup.reason_codes
    assert (found.subgroup.needed.people, found.subgroup.needed.days) == (None, 900)
    assert found.subgroup.probability is None
    assert found.trend.mean is not None


def test_few_effective_draws_tell_nothing(tmp_path):
    """Where the draws of more than one person in twenty say too little, there is no number."""
    drawn = drawn_people(np.zeros(64))
    lost = [
        replace(one, b=np.where(np.arange(1000) < 990, 9.0, one.b).astype(np.float32))
        for one in drawn[:8]
    ]
    lost = [replace(one, trend=(7 * one.b).astype(np.float32)) for one in lost]
    found = wearoff.pool(lay(tmp_path / "lost", [*lost, *drawn[8:]])).result
    assert found.trend.reason_codes == ["too_few_draws"]
    assert found.trend.mean is None
    assert found.diagnostics.enough_draws_percent < 95
    assert (found.trend.needed.draws, found.trend.needed.draws_percent) == (20, 95)
    assert found.trend.needed.people is None
    said = "95 in 100 of the people would need 20 effective draws each; 87 in 100 have them."
    assert said in " ".join(" ".join(screen(found)).split())


def test_what_two_texts_hold_is_never_assumed(small):
    """Who is not written to have left is said to be taken for one who stayed."""
    assert "nobody_left" in {note.code for note in wearoff.pool(small).result.notes}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "unit"], "unknown covariate 'unit'.*did you mean 'units'"),
        (["--by", "neck_units"], "neck_units is known of nobody"),
        (["-o", "page.txt"], "page.txt: not a kind of document; allowed: .html or .json"),
        (["--summary", "s.json"], "a summary of 4 people with draws; allowed: 10 or more"),
        (["--people", "none.csv"], "none.csv"),
    ],
)
def test_what_cannot_be_asked_is_refused(run, small, arguments, said):
    """A covariate that is none, or a file that cannot be, is one line with what helps."""
    code, out, err = run("pool", str(small), *arguments)
    assert code == 2
    assert not out
    assert re.search(said, err.splitlines()[-1])


def test_a_folder_without_draws_is_refused(run, tmp_path):
    """An empty folder says what makes draws."""
    (tmp_path / "empty").mkdir()
    code, _, err = run("pool", "empty")
    assert code == 2
    assert "holds no draws" in err
    assert "analyze" in err


def test_mixed_conditions_and_versions_are_refused(tmp_path):
    """Draws of two conditions, or of two versions, do not go together, and are named."""
    one, other = drawn_people([0.0, 1.0])
    lay(tmp_path / "mixed", [one])
    for changed in ({"condition": "bruxism"}, {"program": "0.0.1"}):
        write_draws([replace(other, **changed)], tmp_path / "mixed" / "other.parquet")
        with pytest.raises(InputError, match=r"draws of 2 .*person-0000"):
            wearoff.pool(tmp_path / "mixed")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"digest": "other"}, "one person twice: person-0000"),
        ({"name": "somebody"}, "one person twice: person-0000 and somebody have the same diary"),
        (
            {"name": "somebody", "digest": "other"},
            "one person twice: person-0000 and somebody have the same draws",
        ),
        (
            {"name": "somebody", "digest": None},
            "one person twice: person-0000 and somebody have the same draws",
        ),
    ],
)
def test_one_person_twice_is_refused(tmp_path, changed, said):
    """A name or a diary that comes twice is refused, not counted twice."""
    (one,) = drawn_people([0.0])
    lay(tmp_path / "twice", [one])
    write_draws([replace(one, **changed)], tmp_path / "twice" / "other.parquet")
    with pytest.raises(InputError, match=said):
        wearoff.pool(tmp_path / "twice")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,age\nx,3\n", "line 1: missing column person"),
        ("person,left\nperson-0000,maybe\n", "line 2, column left: found 'maybe'; allowed: 0 or 1"),
        ("person,age\nx,3\nx,4\n", "line 3, column person: 'x' twice"),
        (
            "person,age\nperson-0000,4\nperson-0001,old\nperson-0002,5\n",
            "line 3, column age: found 'old'; allowed: a number from 0 to 120",
        ),
        ("person,age\nperson-0000,-4000\nperson-0001,50\n", "line 2, column age: found '-4000'"),
        ("person,age\nperson-0000,inf\nperson-0001,50\n", "line 2, column age: found 'inf'"),
        ("person,age\nperson-0001,\n", "age is known of nobody"),
        (
            "person,age\nx,30\ny,40\n",
            "none of its 2 names .* with draws: found 'x', 'y'; allowed: 'person-0000'",
        ),
    ],
)
def test_a_table_of_people_that_cannot_be_read_is_refused(tmp_path, table, said):
    """What is wrong in the table is told with its line and column."""
    folder = lay(tmp_path / "few", drawn_people([0.0, 1.0, 0.5]), table)
    with pytest.raises(InputError, match=said):
        wearoff.pool(folder, by="age")


def in_units(units, seed):
    """People whose covariate is these units."""
    return [
        drawn_person(0.5, seed=1000 * seed + at, covariates={"units": each})
        for at, each in enumerate(units)
    ]


def test_a_covariate_without_spread_has_no_slope(tmp_path):
    """Where everybody has the same units nothing is told of them; where clinics differ it is."""
    files = []
    for name, units in (("one", 150.0), ("other", 200.0)):
        folder = lay(tmp_path / name, in_units([units] * 62, int(units)))
        pooled = wearoff.pool(folder, by="units")
        slope = pooled.result.slope
        assert (slope.answer, slope.reason_codes) == ("cannot_tell", ["no_spread"])
        assert (slope.mean, slope.lo90, slope.by_leaving) == (None, None, None)
        assert all(row.slope is None for row in pooled.result.leaving)
        said = " ".join(" ".join(screen(pooled.result)).split())
        assert "Of everybody it is the same, so that nothing can go along with it." in said
        files.append(pooled.write_summary(tmp_path / f"{name}.json"))
    assert wearoff.pool(files[0], by="units").result.slope.reason_codes == ["no_spread"]
    for both in (files, [tmp_path / "one", files[1]]):
        slope = wearoff.pool(*both, by="units").result.slope
        assert "no_spread" not in slope.reason_codes
        assert slope.mean is not None
    part = lay(tmp_path / "part", in_units([150.0] * 61 + [200.0], 9))
    assert wearoff.pool(part, by="units").result.slope.mean is not None


def test_the_page_says_no_width_of_the_population(by_neck):
    """The picture of the population has no number for how far trends are spread."""
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", pool_page(by_neck.result))).split())
    assert "9 in 10 of it lie between" not in page
    assert "Neither its width nor a share of people is read off it" in page


def test_every_bad_cell_of_a_column_is_told_with_its_line(tmp_path):
    """Cells of a column of one's own that are no numbers are a line each."""
    table = "person,pain\nperson-0000,low\nperson-0001,mild\nperson-0002,5\n"
    with pytest.raises(InputError) as error:
        wearoff.pool(lay(tmp_path / "few", drawn_people([0.0, 1.0, 0.5]), table), by="pain")
    first, second = str(error.value).splitlines()
    assert "line 2, column pain: found 'low'; allowed: numbers, or two words in all" in first
    assert "line 3, column pain: found 'mild'" in second


def test_a_table_of_those_alone_who_left_is_taken(tmp_path):
    """Whom the draws do not name may all have left without any; who stayed is called wrongly."""
    drawn = drawn_people([0.0, 1.0, 0.5])
    found = wearoff.pool(lay(tmp_path / "few", drawn, "person,left\ngone-1,1\n")).result.people
    assert (found.begun, found.left) == (4, 1)
    lay(tmp_path / "few", drawn, "person,left\ngone-1,1\nother,0\n")
    with pytest.raises(InputError, match="none of its 2 names is one of the people with draws"):
        wearoff.pool(tmp_path / "few")


def test_the_left_of_the_table_is_taken(tmp_path):
    """The table says who left, also of those of whom the diary says otherwise."""
    drawn = drawn_people([0.0, 1.0, 0.5], ended="stopped")
    table = "person,left\nperson-0000,0\nperson-0001,1\nperson-0002,\n"
    found = wearoff.pool(lay(tmp_path / "few", drawn, table)).result
    assert (found.people.begun, found.people.left) == (3, 2)


def test_nothing_to_pool_is_refused():
    """Without a folder or a file there is one line."""
    with pytest.raises(InputError, match="nothing to pool"):
        wearoff.pool()


def test_it_says_itself_in_a_line(small):
    """At a prompt it is one short line, in a notebook its page."""
    found = wearoff.pool(small)
    assert repr(found) == (
        "<Pooled 4 people: chronic_migraine; trend cannot_tell, group cannot_tell>"
    )
    assert found._repr_html_().startswith("<iframe")
