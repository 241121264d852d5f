"""FHIR bundles as JSON: what a reader takes apart, and what it refuses in one line."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wearoff.errors import InputError
from wearoff.formats.bundles import MOST_BYTES, Node, read_bundle

FILE = "a.json"


def bundle(*resources, **beside):
    """The bytes of a bundle."""
    held = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources], **beside}
    return json.dumps(held).encode()


def refused(data):
    """The one line with which bytes are refused, within five seconds."""
    begun = time.monotonic()
    with pytest.raises(InputError) as found:
        read_bundle(data, FILE)
    assert time.monotonic() - begun < 5
    assert str(found.value).startswith(FILE)
    assert len(str(found.value).splitlines()) == 1
    assert len(str(found.value)) < 300
    return str(found.value)


def test_resources_are_numbered():
    """Each resource has its type, and its number in the bundle from 1."""
    found = read_bundle(bundle({"resourceType": "Patient"}, {"resourceType": "Basic"}), FILE)
    assert [(one.entry, one.at) for one in found.resources] == [(1, "Patient"), (2, "Basic")]
    assert not found.more


def test_lines_are_those_of_the_file():
    """A resource is named by the line it begins on; by its number where all are on one line."""
    data = bundle({"resourceType": "Basic", "x": '"resource": 1\n'}, {"resourceType": "Basic"})
    spread = data.replace(b'{"resource":', b'\n\n{"resource":')
    assert [one.line for one in read_bundle(data, FILE).resources] == [1, 2]
    assert [one.line for one in read_bundle(spread, FILE).resources] == [3, 5]


def test_a_page_of_several_says_so():
    """A server's answer that goes on is told apart from a whole one."""
    assert read_bundle(bundle(link=[{"relation": "next", "url": "x"}]), FILE).more


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is no JSON"),
        (b'{"resourceType": "Bundle", "entry": [', "is no JSON"),
        (b"\x00" * 100, "is no JSON"),
        (b"\xff\xfe{\x00}\x00", "is no JSON"),
        (b"[" * 200_000, "parts within parts"),
        (b'{"entry":' * 200_000, "parts within parts"),
        (b"NaN", "NaN is no number"),
        (b'{"resourceType": "Patient"}', "is no FHIR bundle"),
        (b"[]", "is no FHIR bundle"),
        (b'{"resourceType": "Bundle", "entry": 5}', "Bundle.entry is 5.0; allowed: a list"),
        (b'{"resourceType": "Bundle", "entry": [[1]]}', "is a list; allowed: an object"),
        (b'{"resourceType": "Bundle", "entry": [{}]}', "the type of a resource"),
        (bundle({"resourceType": {"a": 1}}), "is an object; allowed: text"),
        (b" " * (MOST_BYTES + 1), "a bundle of 32 MB"),
        (b'{"resourceType": "Bundle", "entry": [' + b"{}," * 1_000_001, "parts"),
    ],
)
def test_what_is_no_bundle_is_refused_in_a_line(data, why):
    """Truncated, nested without end, not text, of a wrong type, or huge: one line, soon."""
    assert why in refused(data)


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "-1e999"])
def test_no_number_is_too_large(number):
    """A number beyond any is infinite, and no scale holds it."""
    data = '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Basic",'
    found = read_bundle(f'{data} "value": {number}}}}}]}}'.encode(), FILE)
    assert abs(found.resources[0].number("value")) == float("inf")


def node(**held):
    """A part that holds these elements."""
    return Node(FILE, 3, 9, "Basic", held)


def test_what_is_not_there_is_empty():
    """An element that a resource does not have is no fault."""
    found = node()
    assert found.text("a") == ""
    assert found.number("a") != found.number("a")
    assert found.truth("a") is None
    assert not found.part("a")
    assert list(found.parts("a")) == []
    assert found.concept("a") == ({}, "")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda found: found.text("a"), 5.0),
        (lambda found: found.number("a"), "5"),
        (lambda found: found.number("a"), True),
        (lambda found: found.truth("a"), "true"),
        (lambda found: found.part("a"), []),
        (lambda found: list(found.parts("a")), {}),
        (lambda found: list(found.parts("a")), ["x" * 10_000]),
        (lambda found: found.concept("a"), {"coding": "x"}),
    ],
)
def test_a_wrong_type_is_named_with_its_place(read, value):
    """Entry and path are said, and what must stand there."""
    with pytest.raises(InputError, match=r"entry 3: Basic\.a.* is .*; allowed: ") as error:
        read(node(a=value))
    assert len(str(error.value)) < 150


def test_words_of_a_code_stand_in_for_words():
    """A concept without words is called by its code's display, else by its code."""
    coding = [{"system": "s", "code": "1", "display": "one"}, {"system": "t", "code": "2"}]
    assert node(a={"coding": coding}).concept("a") == ({"s": "1", "t": "2"}, "one")
    assert node(a={"coding": coding, "text": "words"}).concept("a").text == "words"
    assert node(a={"coding": coding[1:]}).concept("a").text == "2"


def test_half_a_character_is_none():
    """What no file can hold does not come in."""
    assert node(a="x\ud800").text("a") == "x?"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resourceType", "entry", "resource", "link", "relation", "x"]), inner
        )
    ),
    max_leaves=12,
)


@given(held=JSON)
def test_any_json_is_read_or_refused(held):
    """Nothing that JSON can hold is a crash."""
    for data in (held, {"resourceType": "Bundle", "entry": held}):
        with suppress(InputError):  # a refusal is as good as a reading
            read_bundle(json.dumps(data).encode(), FILE)
