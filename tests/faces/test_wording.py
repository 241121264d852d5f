"""Words of a person's result: none directs or frightens, and no chance stands without a number."""

from __future__ import annotations

import re
from html import unescape

import pytest

from conftest import TIER, TIERS
from visit_documents import made_result, worst_result
from watched import unwatched_after
from wearoff.faces.diary.analyzed import screen
from wearoff.faces.diary.course import course
from wearoff.faces.diary.cycles import standard_cycle
from wearoff.faces.diary.inside import inside
from wearoff.faces.diary.notes import record
from wearoff.faces.diary.payer import PARTS, payer_lines
from wearoff.faces.diary.reasons import reasons
from wearoff.faces.diary.strip import strip
from wearoff.faces.diary.visit import visit_page

DOCUMENTS = TIERS["documents whose words are read"][TIER]
BANNED = re.compile(
    r"\b(should|must|recommend\w*|eligib\w*|damag\w*|joints?|ligaments?|dis[ck]s?|unstable|"
    r"unprotected|spiral\w*|wast(?:ed|ing)|stop rules?|fails?|(?:non-?)?responders?|drift)\b",
    re.IGNORECASE,
)
SCALE = re.compile(
    r"\b(almost certain|very likely|likely|about even|unlikely|very unlikely|almost impossible)\b",
    re.IGNORECASE,
)
NEAR = 25
"""Characters between a chance word and its number."""
ONE_IN = re.compile(r"\b(?:one|1) in (?!100\b|10\b)\d+", re.IGNORECASE)
UNCLEAR = re.compile(
    r"this many|starting view|in \d+ of 20\b|of \d+ days written|half of the gain", re.IGNORECASE
)
"""Words that new readers could not make sense of, or took for something else."""
SURE = re.compile(r"\b(CANNOT TELL|NOT ASKED)\b(?: YET)?\s+(?:(?:more|fewer) than )?\d+ in 100")
"""A chance where there is no answer to be sure of."""
NEVER = re.compile(r"(?<![\d.])(?:0|100) in 100\b")


def faces(result):
    """Every face's text, by name."""
    html = visit_page(result, questions=[], matters="")
    bare = re.sub(r"(?s)<(style|svg).*?</\1>", "", html)
    return {
        "screen": "\n".join(screen(result)),
        "note": "\n".join(record(result)),
        "reasons": "\n".join(reasons(result)),
        "page": unescape(re.sub(r"<[^>]+>", " ", bare)),
        "payer": "\n".join(payer_lines(result, list(PARTS)[:2])),
    }


def bare_words(text):
    """Chance words of a text without digits near them."""
    text = " ".join(text.split())
    return [
        match[0]
        for match in SCALE.finditer(text)
        if not re.search(r"\d", text[max(0, match.start() - NEAR) : match.end() + NEAR])
    ]


def prose(name, text):
    """A face's text without names of the JSON and results of checks, which --why prints."""
    if name != "reasons":
        return text
    return re.sub(r"(?m)\b\w+_\w+\b|\bfail: ", "", text)


@pytest.mark.parametrize("fifth", range(5))
def test_no_face_directs_or_frightens(fifth):
    """None of the banned words in any face, and no chance word without digits near it."""
    seen = set()
    for seed in unwatched_after(range(fifth, DOCUMENTS, 5)):
        result = made_result(seed, weeks=8)
        seen |= {answer.word for answer in result.answers}
        for name, text in faces(result).items():
            banned = BANNED.search(prose(name, text))
            assert not banned, (name, banned[0])
            assert bare_words(text) == [], name
            assert not ONE_IN.search(text), (name, ONE_IN.search(text)[0])
            assert not NEVER.search(text), name
            assert not UNCLEAR.search(text), (name, UNCLEAR.search(text)[0])
            assert not SURE.search(text), (name, SURE.search(text)[0])
    assert len(seen) >= 3


def test_long_and_late_documents_keep_the_words():
    """The fullest page is no exception."""
    for name, text in faces(worst_result(weeks=8)).items():
        assert bare_words(text) == [], name
        assert not BANNED.search(prose(name, text)), name


def test_pictures_keep_the_words():
    """Names inside the drawings, findings and what they show instead name neither."""
    for result in (made_result(2, sessions=3), made_result(3, sessions=14)):
        for text in drawn_words(result):
            assert not BANNED.search(text)
            assert bare_words(text) == []


def drawn_words(result):
    """Every text of the pictures of a result."""
    shown = [strip(result), standard_cycle(result), *course(result), *inside(result)]
    for pictures in shown:
        yield from (pictures.finding, pictures.caption)
        for svg in (pictures.wide, pictures.narrow):
            yield from re.findall(r"(?<=>)[^<>]+(?=</(?:text|title)>)", svg)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("likely (86 in 100)", []),
        ("86 in 100, so it is very likely", []),
        ("it is likely that the level of headache has risen", ["likely"]),
        ("12 days, and after a good many more words: unlikely, we would say here", ["unlikely"]),
    ],
)
def test_a_bare_chance_word_is_found(text, found):
    """The search itself can fail."""
    assert bare_words(text) == found


@pytest.mark.parametrize("word", ["should", "Recommended", "stop rule", "joints", "wasted", "disc"])
def test_a_banned_word_is_found(word):
    """The list itself can fail."""
    assert BANNED.search(f"a sentence with {word} in it")
