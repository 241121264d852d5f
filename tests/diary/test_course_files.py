"""Files of courses: what is read, and what is refused with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.diary.future.course_files import FIELDS, read_courses, shipped, with_own
from wearoff.errors import InputError

GOOD = """
[[course]]
id = "every_11"
name = "every 11 weeks"
interval_weeks = 11
source = "asked at the visit"
grade = "own"
"""


def written(folder, text):
    """A file of courses."""
    path = folder / "courses.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_courses_stand_in_the_order_of_the_page():
    """Interval, dose, place, exercise, pause and stop, each with a source."""
    courses = shipped()
    ids = [course.id for course in courses]
    order = ["every_10_weeks", "155_units", "without_neck", "exercise", "pause", "stop"]
    assert [name for name in ids if name in order] == order
    assert all(course.source and course.grade for course in courses)
    assert set(courses[ids.index("without_neck")].without) >= {"trapezius", "cervical_paraspinals"}


def test_own_courses_are_added_and_replace(tmp_path):
    """A new id comes last; a shipped id keeps its place with the own text."""
    own = written(tmp_path, GOOD + GOOD.replace("every_11", "pause").replace("11", "20"))
    found = with_own(own)
    ids = [course.id for course in found]
    assert ids[-1] == "every_11"
    assert ids[:-1] == [course.id for course in shipped()]
    assert found[ids.index("pause")].interval_weeks == 20


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("interval_weeks = 11", "interval = 11"), 5, "interval_weeks"),
        (('source = "asked at the visit"\n', ""), 2, "missing source"),
        (('source = "asked at the visit"', 'source = " "'), 6, "source"),
        (("interval_weeks = 11", "interval_weeks = 0"), 5, "4 to 52"),
        (("interval_weeks = 11", 'interval_weeks = "11"'), 5, "4 to 52"),
        (("interval_weeks = 11", "units = 155"), 2, "missing product"),
        (("interval_weeks = 11", 'units = 155\nproduct = "btx"'), 6, "onabotulinumtoxinA"),
        (("interval_weeks = 11", 'without = ["shoulder"]'), 5, "shoulder"),
        (("interval_weeks = 11", 'stop = true\ncondition = "migraine"'), 6, "chronic_migraine"),
        (("interval_weeks = 11", "without = [1]"), 5, "list of muscles"),
        (("interval_weeks = 11", "exercise = 1"), 5, "true or false"),
        (("interval_weeks = 11\n", ""), 2, "changes nothing"),
        (("interval_weeks = 11", "interval_weeks = 11\nstop = true"), 6, "stop"),
        (('id = "every_11"', 'id = "as_now"'), 3, "as_now"),
        (('grade = "own"', 'grade = "sure"'), 7, "own"),
        (("[[course]]", "[[courses]]"), 2, "course"),
        (("interval_weeks = 11", "interval_weeks = "), 5, "not TOML"),
    ],
)
def test_a_bad_course_is_refused_with_its_line(tmp_path, change, line, says):
    """An unknown field, a missing source, an impossible value: one line that names its line."""
    path = written(tmp_path, GOOD.replace(*change))
    with pytest.raises(InputError) as error:
        read_courses(path)
    text = str(error.value)
    assert "\n" not in text
    assert f"{path}, line {line}: " in text
    assert says in text


def test_an_id_may_stand_once(tmp_path):
    """The second of one name is refused with the line of the first."""
    with pytest.raises(InputError, match=r"line 10.*stands on line 3 too"):
        read_courses(written(tmp_path, GOOD + GOOD))


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "other"]),
        st.one_of(
            st.booleans(),
            st.integers(-5, 500),
            st.floats(allow_nan=True),
            st.text("aE1 _-[]\"'\n\\é", max_size=8),
            st.lists(st.sampled_from(["neck", "trapezius", "x"]), max_size=2),
        ),
        max_size=6,
    )
)
def test_any_table_is_read_or_refused_in_one_line(tmp_path_factory, fields):
    """Whatever a course holds, it is a course or one line that names the file."""
    lines = ["[[course]]"]
    for key, value in fields.items():
        text = str(value).lower() if isinstance(value, bool) else repr(value)
        lines.append(f"{key} = {text}")
    path = written(tmp_path_factory.mktemp("courses"), "\n".join(lines))
    said, found = "", []
    try:
        found = read_courses(path)
    except InputError as error:
        said = str(error)
    assert bool(found) != bool(said)
    assert "\n" not in said
    assert found or str(path) in said
