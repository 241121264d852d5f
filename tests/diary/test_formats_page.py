"""The page of formats: every doubt is in it as the program has it, and every example is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wearoff
from wearoff.words.doubts import KINDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
EXAMPLES = DOCS / "examples"
LOGS = ("injections.csv", "dates-of-injections.txt", "template-injections.csv")


def test_every_doubt_is_on_the_page_with_its_effect():
    """The table lists the codes of the program, in its order, and no other."""
    rows = re.findall(r"^\| `(\w+)` \| .* \| (said|bars answers) \|$", PAGE, re.MULTILINE)
    assert rows == [(code, effect.replace("_", " ")) for code, (effect, _) in KINDS.items()]


def test_every_example_is_on_the_page():
    """No example lies about that the page does not name, and none that it names is missing."""
    named = set(re.findall(r"\(examples/([\w.-]+)\)", PAGE))
    assert named == {path.name for path in EXAMPLES.iterdir()}


@pytest.mark.parametrize(
    ("name", "unwritten", "counts"),
    [
        ("template-diary.csv", "unknown", (3, 1, 1, 1)),
        ("sheet-german.csv", "unknown", (186, 96, 90, 0)),
        ("attacks.csv", "unknown", (99, 99, 0, 0)),
        ("attacks.csv", "free", (187, 99, 88, 0)),
        ("migraine-buddy.csv", "free", (187, 99, 88, 0)),
        ("apple-health.xml", "unknown", (186, 96, 90, 0)),
    ],
)
def test_an_example_is_read_as_the_page_says(name, unwritten, counts):
    """Days read, with headache, free and empty."""
    said = wearoff.read_case(EXAMPLES / name, unwritten=unwritten).understood
    assert (said.days_read, said.headache, said.free, said.empty) == counts


@pytest.mark.parametrize("log", LOGS)
def test_an_example_of_a_log_is_read(log):
    """Two sessions of one product, 155 U each."""
    case = wearoff.read_case(EXAMPLES / "sheet-german.csv", injections=EXAMPLES / log)
    assert [(s.product, s.units) for s in case.log.sessions] == [("onabotulinumtoxinA", 155)] * 2
