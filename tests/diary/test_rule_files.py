"""Rule files: what is read, with the line of every key, and what is refused in one line."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import BYTES, DAMAGE, damaged, mutated, read_or_refused, reader, refused
from wearoff.diary.rules.read import (
    COMBINE,
    DIARY,
    GRADES,
    KINDS,
    POINTS,
    read_rules,
    shipped,
    with_own,
)
from wearoff.formats.tomls import lines_of, read_toml

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "payer-rules.toml"
RULES = """\
[[rule]]
id = "mine-40"
name = "Mine 40 % fewer"
kind = "improvement"
asks = "40 % fewer headache days"
where = "here"
sessions = 2
combine = "any"
source = "A letter of my insurer"
url = "https://example.org/policy"
read = 2026-10-01
grade = "read page"
note = '''
Two
lines.'''
[[rule.condition]]
measure = "headache_days"
test = "fall_percent"
line = 40
windows = 3
[[rule.condition]]
measure = "midas"
test = "fall"  # points
line = 5
baseline_from = 11
baseline_to = 20

[[rule]]
id = "nice-15"
name = "NICE as my clinic reads it"
kind = "few_days"
asks = "fewer than 15 headache days on average"
where = "UK"
sessions = 1
combine = "all"
source = "My clinic"
url = "https://example.org/clinic"
read = 2026-10-02
grade = "memory"
condition = [{measure = "headache_days", test = "below", line = 15, windows = 3, each = true}]
"""
FORBIDDEN = re.compile(
    r"\b(should|must|recommend\w*|eligible|damage|stop rule|fails?|responders?|stopped|continue)\b",
    re.IGNORECASE,
)


@pytest.fixture
def rules(tmp_path):
    """Read a text as rules."""
    return reader(tmp_path, read_rules, "rules.toml")


# What is read


def test_a_rule_is_read_as_it_stands(rules):
    """Every field arrives, what is left out takes its usual value, words come on one line."""
    mine, other = rules(RULES)
    assert (mine.id, mine.kind, mine.sessions, mine.combine) == ("mine-40", "improvement", 2, "any")
    assert (mine.read, mine.grade, mine.note) == (date(2026, 10, 1), "read page", "Two lines.")
    days, midas = mine.conditions
    assert (days.measure, days.test, days.line, days.windows) == (
        *("headache_days", "fall_percent"),
        *(40, 3),
    )
    assert (days.window_days, days.each, days.compare, days.baseline_from) == (
        *(28, False),
        *("first_session", None),
    )
    assert (midas.baseline_from, midas.baseline_to) == (11, 20)
    assert (mine.points, other.points) == ("going_on", "pause")
    assert other.note == ""
    assert other.conditions[0].each


def test_own_rules_replace_the_shipped_ones_of_their_id(tmp_path):
    """A rule of a known id takes its place, a new one comes last, the others stay as they are."""
    file = tmp_path / "own.toml"
    file.write_text(RULES, encoding="utf-8")
    before, after = shipped(), with_own(file)
    assert [rule.id for rule in after] == [*[rule.id for rule in before], "mine-40"]
    changed = [new.id for old, new in zip(before, after, strict=False) if old != new]
    assert changed == ["nice-15"]


def test_shipped_rules_are_named_by_what_they_ask():
    """Every shipped rule says where it was read and when, and none tells anyone what to do."""
    found = shipped()
    assert {rule.kind for rule in found} == set(KINDS)
    assert {rule.points for rule in found} == set(POINTS)
    assert {rule.combine for rule in found} == set(COMBINE)
    assert {rule.grade for rule in found} == set(GRADES)
    for rule in found:
        assert rule.read >= date(2026, 11, 20)
        for words in (rule.name, rule.asks, rule.note, rule.where):
            assert not FORBIDDEN.search(words), words
        assert rule.conditions[0].measure in DIARY


def test_no_payer_is_quoted_that_nobody_read():
    """No shipped rule is a payer's; the two of the example file are read, and name no policy."""
    words = re.compile(r"payer|insur|policy|policies|plans?\b", re.IGNORECASE)
    for rule in shipped():
        assert not words.search(f"{rule.id} {rule.name} {rule.source} {rule.url} {rule.note}")
    known = {rule.id for rule in shipped()}
    clinic = read_rules(EXAMPLE)
    assert {rule.id for rule in clinic} == {"payer-7-days", "payer-50"}
    assert not known & {rule.id for rule in clinic}
    for rule in clinic:
        assert rule.source == "An example, nobody's policy"
        assert rule.url.startswith("https://example.org/")


# Lines


KEYS = st.sampled_from(["a", "b", '"c d"', "e.f"])
VALUES = st.sampled_from(
    ["1", '"x"', "'''\nq = 1\n[r]\n'''", "[\n  1,\n  2,\n]", "{ g = 1, h = [2] }", '"""[[t]]"""']
)
BETWEEN = st.sampled_from(["", "# [[t]]\n", "\n\n", "  # b = 2\n"])
TABLES = st.lists(
    st.tuples(
        st.sampled_from(["[[t]]", "[[t.u]]", " [[ t . u ]] # more"]),
        st.dictionaries(KEYS, st.tuples(BETWEEN, VALUES), max_size=4),
    ),
    max_size=6,
)


@given(TABLES)
def test_every_key_is_found_on_its_line(tables):
    """Whatever stands between and within values, tables and keys are where they were written."""
    text, expected, counts = "[[t]]\n", {("t", 0): 1}, [0, -1]
    here = ("t", 0)
    for header, values in tables:
        expected_line = text.count("\n") + 1
        if "u" in header:
            counts[1] += 1
            here = ("t", counts[0], "u", counts[1])
        else:
            counts = [counts[0] + 1, -1]
            here = ("t", counts[0])
        expected[here] = expected_line
        text += header + "\n"
        for key, (between, value) in values.items():
            text += between
            expected[(*here, *key.replace('"', "").split("."))] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    tomllib.loads(text)
    found = lines_of(text)
    assert {place: found.get(place) for place in expected} == expected


def test_lines_survive_windows_line_ends(rules):
    """Carriage returns and a byte order mark move no line."""
    text = "\ufeff" + RULES.replace("sessions = 2", 'sessions = "2"').replace("\n", "\r\n")
    assert "line 7: sessions: found '2'" in refused(rules, text)


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Mine', 'nmae = "Mine', "line 3: unknown field 'nmae'"),
        ('source = "A letter of my insurer"\n', "", "line 1: missing source"),
        ("read = 2026-10-01\n", "", "line 1: missing read"),
        ("read = 2026-10-01", 'read = "2026-10-01"', "line 11: read: found '2026-10-01'"),
        ('combine = "any"', 'combine = "or"', "line 8: unknown combine 'or'; allowed: all, any"),
        ('combine = "any"', "combine = 1", "line 8: combine: found 1"),
        ("windows = 3\n[[rule.con", "windows = 14\n[[rule.con", "line 20: windows: found 14"),
        ("windows = 3\n[[rule.con", "windows = 1.5\n[[rule.con", "line 20: windows: found 1.5"),
        ("windows = 3\n[[rule.con", "window_days = 6\n[[rule.con", "line 20: window_days: found 6"),
        ("windows = 3\n[[rule.con", "window_days = 367\n[[rule.con", "from 7 to 366"),
        (
            "windows = 3\n[[rule.con",
            "each = 1\n[[rule.con",
            "line 20: each: found 1; allowed: true",
        ),
        ('"headache_days"\ntest = "f', '"headache"\ntest = "f', "line 17: unknown measure"),
        ('"fall_percent"', '"rise"', "line 18: unknown test 'rise'"),
        ("line = 40", "line = 101", "line 19: line: found 101; allowed: a number from 0.01 to 100"),
        ("line = 40", "line = true", "line 19: line: found true"),
        ("line = 40", "line = nan", "line 19: line: found nan"),
        ("line = 40\n", "", "line 16: missing line"),
        ("baseline_to = 20", "baseline_to = 10", "line 26: baseline_to: found 10"),
        ("baseline_to = 20\n", "", "line 21: missing baseline_to"),
        ("line = 40", "line = 40\nbaseline_from = 1", "line 20: baseline_from: found beside"),
        ("line = 40", 'line = 40\ncompare = "each_session"', "line 20: compare: found"),
        ('id = "nice-15"', 'id = "mine-40"', "line 29: id: 'mine-40' stands on line 2 too"),
        ('id = "mine-40"', 'id = "My rule"', "line 2: id: found 'My rule'"),
        ("https://example.org/policy", "javascript:alert(1)", "line 10: url: found"),
        ('kind = "improvement"', 'kind = "marks"', "fix: did you mean 'mark'?"),
        ("line = 15,", "line = 15, lines = 2,", "line 40: unknown field 'lines'"),
        ('condition = [{measure = "h', 'conditions = [{measure = "h', "unknown field 'conditions'"),
        ('measure = "midas"', "measure = ", "line 22: not TOML"),
        ("note = '''\nTwo\nlines.'''", "note = '''", "line 38: not TOML"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(rules, old, new, said):
    """Every slip is refused in one line that names file, line and what is allowed."""
    assert RULES.count(old) >= 1
    assert said in refused(rules, RULES.replace(old, new, 1))


def test_files_without_rules_are_refused(rules):
    """An empty file, another table, a rule without a condition and no tables are refused."""
    assert "no rule in it" in refused(rules, "")
    assert "unknown field 'rules'" in refused(rules, "[[rules]]\n")
    assert "line 1: rule: found no tables" in refused(rules, "rule = 1\n")
    without = RULES[: RULES.index("[[rule.condition]]")]
    assert "line 1: missing condition" in refused(rules, without)


@given(DAMAGE)
def test_damaged_rules_are_read_or_refused(tmp_path_factory, damage):
    """Rows dropped, doubled, swapped or garbled are read within their bounds or refused."""
    check(tmp_path_factory, damaged(RULES, damage).encode(errors="replace"))


@given(BYTES)
def test_mutated_bytes_are_read_or_refused(tmp_path_factory, changes):
    """Bytes overwritten, left out or added are read within their bounds or refused."""
    check(tmp_path_factory, mutated(RULES, changes))


def check(factory, raw):
    """Whatever is read can be asked of a diary."""
    file = factory.getbasetemp() / "damaged.toml"
    file.write_bytes(raw)
    for rule in read_or_refused(read_rules, file) or []:
        assert rule.id
        assert rule.source
        assert rule.conditions
        for condition in rule.conditions:
            assert 7 <= condition.window_days <= 366
            assert 1 <= condition.windows <= 13
            assert condition.line > 0


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, f"a = {'9' * 5000}", "a = 1979-13-01"])
def test_hostile_toml_is_refused(tmp_path, text):
    """Nesting, numbers and dates beyond reason are refused in one line."""
    assert "not TOML" in refused(reader(tmp_path, read_toml, "a.toml"), text)
