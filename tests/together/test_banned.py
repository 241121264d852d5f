"""Sentences that are never said of many people, looked for on every face of several populations."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import wearoff
from drawn_people import drawn_person
from wearoff.diary.draws import write_draws
from wearoff.faces.together.page import pool_page
from wearoff.faces.together.pooled import screen
from wearoff.words import pooled as words

ROOT = Path(__file__).resolve().parents[2]
DOCS, TEMPLATES = ROOT / "docs", ROOT / "src" / "wearoff" / "web" / "templates"
WORSE = r"(?:worse|worsen\w*|rising|RISING|drifting\w*)"
BANNED = {
    "a share of answers as the share of people who get worse": re.compile(
        rf"\b\d+(?:\.\d+)?\s*(?:%|percent|in 100|of \d+)[^.;:]{{0,40}}\b"
        rf"(?:get|gets|are|is|were|became|grew|do) (?:\w+ )?{WORSE}\b",
        re.IGNORECASE,
    ),
    "so many people worsen": re.compile(
        r"\b\d+[^.;:]{0,12}\b(?:people|patients|persons) (?:\w+ )?"
        r"(?:worsen|worsened|rise|deteriorate)\b",
        re.IGNORECASE,
    ),
    "that nobody gets worse": re.compile(
        r"\b(?:nobody|no one|none(?: of [^.;:]{0,30})?|"
        r"no (?:person|patient|people|group|worsening group)) (?:\w+ )?"
        r"(?:gets?|worsens?|rises?|is rising|is worse|was found|exists?|deteriorates?)\b",
        re.IGNORECASE,
    ),
    "that there is no group": re.compile(
        r"\bthere is no (?:\w+ )?group\b|\bgroup[^.]{0,30}: NO\b", re.IGNORECASE
    ),
    "that toxin is the cause": re.compile(
        r"\b(?:toxin|botulinum|injections?|treatment|doses?)\b[^.;:]{0,25}\b(?:caus\w+|makes?|made|"
        r"leads? to|led to|worsens?|worsened|harms?|harmed|helps?|helped)\b|\bcaused by\b|"
        r"\bbecause of (?:the )?(?:toxin|injections?)\b",
        re.IGNORECASE,
    ),
    "that somebody directs": re.compile(
        r"\b(?:should|must|recommend\w*|damag\w*|unprotected|spiral\w*)\b", re.IGNORECASE
    ),
}
SAID_WRONG = [
    (
        "a share of answers as the share of people who get worse",
        "31 in 100 of these people get worse",
    ),
    ("a share of answers as the share of people who get worse", "12 % of diaries are drifting"),
    ("so many people worsen", "Of 120, 14 people worsened."),
    ("that nobody gets worse", "Nobody worsens."),
    ("that nobody gets worse", "None of these people gets worse."),
    ("that nobody gets worse", "No worsening group was found."),
    ("that there is no group", "There is no rising group."),
    ("that there is no group", "A group rising by 2 or more: NO"),
    ("that toxin is the cause", "Injections made headache worse."),
    ("that toxin is the cause", "The rise was caused by toxin."),
    ("that somebody directs", "People should stop."),
]
POPULATIONS = ("level", "spread", "group", "falling", "leavers", "few", "reliefs")


def trends_of(name, rng):
    """Trends of a population, and who left."""
    count = 12 if name == "few" else 130
    left = np.zeros(count, bool)
    trends = 0.3 * rng.normal(size=count)
    if name == "spread":
        trends = 1.2 * rng.normal(size=count)
    if name == "group":
        trends = np.where(rng.random(count) < 0.25, 4.0, trends)
    if name == "falling":
        trends = trends - 1.0
    if name == "leavers":
        trends = 0.5 + 1.2 * rng.normal(size=count)
        left = rng.random(count) < 1 / (1 + np.exp(1.5 - trends))
    return trends, left


def relief_of(percent, seed):
    """Draws of a relief, which a diary says to about 5 points, under a wide prior."""
    draws = percent / 25 + 0.2 * np.random.default_rng([seed, 3]).normal(size=1000)
    return {"relief_log_odds": draws, "relief_percent": 25 * draws, "r_mean": 0.5, "r_sd": 9.0}


@cache
def document_of(name, folder):
    """What is found of a population, by units."""
    trends, left = trends_of(name, np.random.default_rng(12))
    drawn = [
        drawn_person(
            trend,
            seed=at,
            sd=0.8,
            ended="stopped" if gone else "unknown",
            covariates={"units": 150.0 + 25 * (at % 3)},
            **(relief_of(50.0 * (at % 4 > 0), at) if name == "reliefs" else {}),
        )
        for at, (trend, gone) in enumerate(zip(trends, left, strict=True))
    ]
    file = write_draws(drawn, folder / f"{name}.parquet")
    return wearoff.pool(file, by="units", groups="relief").result


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where draws of the populations are."""
    return tmp_path_factory.mktemp("populations")


def texts_of(result):
    """Every face's text."""
    page = re.sub(r"(?s)<style.*?</style>", "", pool_page(result))
    return {
        "screen": " ".join(" ".join(screen(result)).split()),
        "page": " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()),
        "document": " ".join(re.findall(r'"([^"]*)"', json.dumps(result.to_dict()))),
    }


def found_in(text):
    """What of all that is never said stands in a text."""
    return {what: match[0] for what, form in BANNED.items() if (match := form.search(text))}


@pytest.mark.parametrize("name", POPULATIONS)
def test_what_may_not_be_said_is_not(name, folder):
    """No face of any population says what is never said, and each says its numbers of people."""
    result = document_of(name, folder)
    for face, text in texts_of(result).items():
        assert found_in(text) == {}, face
        if face != "document":
            people = result.people
            assert words.who(people.begun, people.left, people.stayed, people.used) in text
            assert words.WANDERING in text


def test_the_populations_are_told_apart(folder):
    """The texts above hold a group and none, a fall, no answer, and what is below a gate."""
    results = [document_of(name, folder) for name in POPULATIONS]
    assert {result.subgroup.answer for result in results} == {"yes", "cannot_tell"}
    assert {result.relief_groups.answer for result in results} == {"yes", "cannot_tell"}
    assert {"falling", "cannot_tell"} < {result.trend.answer for result in results}
    assert any(result.trend.mean is None for result in results)


@pytest.mark.parametrize(("what", "text"), SAID_WRONG)
def test_the_forbidden_is_recognized(what, text):
    """Each kind of sentence that is never said is found where it is said."""
    assert what in found_in(text)


def test_the_words_the_screens_and_the_documentation_do_not_say_it():
    """No sentence of the catalog, the screens and the documentation is one never said."""
    of_command = (DOCS / "commands.md").read_text(encoding="utf-8").split("## wearoff pool")[1]
    screens = sorted(TEMPLATES.glob("many_*.html"))
    assert len(screens) == 3
    for text in [
        (DOCS / "together.md").read_text(encoding="utf-8"),
        of_command.split("\n## ")[0],
        *(re.sub(r"<[^>]+>", " ", file.read_text(encoding="utf-8")) for file in screens),
        " ".join([*words.REASONS.values(), words.WANDERING, words.GAMMAS, words.lacking(20)]),
    ]:
        assert found_in(" ".join(text.split())) == {}
