"""Numbers agree: what each face prints is the document's number, to the last printed digit.

Documents are generated, every number is parsed back out of the printed text, and compared with the
one in the document. Nothing is imported from the faces but what prints.
"""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from pypdf import PdfReader

from conftest import TIER, TIERS
from printed import by_hand
from visit_documents import made_result
from watched import unwatched_after
from wearoff.faces.diary.analyzed import screen
from wearoff.faces.diary.notes import record
from wearoff.faces.diary.payer import payer_lines
from wearoff.faces.diary.visit import visit_page

DOCUMENTS = TIERS["generated documents a face"][TIER]
ON_PAPER = TIERS["pages on paper"][TIER]
N = r"([+-]?\d+(?:\.\d+)?|-)"
D = r"(\d{4}-\d\d-\d\d)"
SPAN = rf"\(9 in 10 chance: {N} to {N}\)"
CHANCE = r"(?:(fewer than|more than) )?(\d+) in 100"


LIKELY = rf"(?:(\d+) to (\d+) in 100|about (\d+) in 100|{CHANCE})"
"""A chance, or the range that is told instead of it."""


def same(shown, value):
    """Whether a printed number is this one, to its last digit; a dash is a missing one."""
    if shown == "-" or value is None:
        return shown == "-" and value is None
    digits = len(shown.partition(".")[2])
    return float(shown) == by_hand(value, digits)


def same_chance(beyond, shown, value):
    """Whether a printed chance is this one: whole, of 100, never 0 or 100."""
    if value < 0.01:
        return (beyond, shown) == ("fewer than", "1")
    if value > 0.99:
        return (beyond, shown) == ("more than", "99")
    return beyond in {None, ""} and float(shown) == by_hand(value, times=100)


def same_likely(shown, value, between):
    """Whether a printed chance, or its range in steps of 5, is this one."""
    low, high, about, *chance = shown
    if between is None:
        return low is about is None and same_chance(*chance, value)
    ends = [min(max(5 * by_hand(between[key], times=20), 1), 99) for key in ("lo", "hi")]
    return [float(about)] * 2 == ends if about else [float(low), float(high)] == ends


class Reader:
    """A face's text on one line, and the numbers that were compared in it."""

    def __init__(self, text):
        """Take the text; nothing is compared yet."""
        self.text = " ".join(text.split())
        self.compared = 0

    def all(self, pattern, rows):
        """Every place that fits the pattern holds one of the rows, in their order."""
        found = [match.groups() for match in re.finditer(pattern, self.text)]
        assert len(found) == len(rows), (pattern, len(found), len(rows))
        for shown, row in zip(found, rows, strict=True):
            self.row(pattern, shown, row)

    def some(self, pattern, row):
        """Wherever the pattern is found, it holds this row; returns how often."""
        found = [match.groups() for match in re.finditer(pattern, self.text)]
        for shown in found:
            self.row(pattern, shown, row)
        return len(found)

    def one(self, pattern, row):
        """The pattern is found, and holds this row."""
        assert self.some(pattern, row), (pattern, self.text[:600])

    def row(self, pattern, shown, row):
        """Printed cells are the values."""
        assert len(shown) == len(row), pattern
        for cell, value in zip(shown, row, strict=True):
            good = cell == value if isinstance(value, str) else same(cell, value)
            assert good, (pattern, shown, row)
            self.compared += 1

    def chance(self, pattern, value):
        """Wherever the pattern is found, it holds this chance."""
        for shown in re.finditer(pattern, self.text):
            assert same_chance(*shown.groups(), value), (pattern, shown[0], value)
            self.compared += 1

    def likely(self, pattern, verdict):
        """Wherever the pattern is found, it holds the chance of a verdict, or its range."""
        for shown in re.finditer(pattern, self.text):
            good = same_likely(shown.groups(), verdict["probability"], verdict["probability_range"])
            assert good, (pattern, shown[0], verdict)
            self.compared += 1


def three(estimate):
    """Mean and 9 in 10."""
    return [estimate[key] for key in ("mean", "lo90", "hi90")]


def head_numbers(read, document):
    """How much of the diary is filled in; counts before and now."""
    written, empty = document["days_observed"], document["days_missing"]
    percent = document["filled_percent"]
    read.one(
        rf"Diary {D} to {D}: {N} of {N} days filled in \({N}%\), {N} before",
        [
            document["first"],
            document["last"],
            written,
            written + empty,
            percent,
            document["days_before"],
        ],
    )


def answer_numbers(read, document):
    """Estimates and chances in the sentences of the three questions."""
    relief, gone = document["relief_days_28"], document["wearoff_day"]
    drift = document["drift_days_28_per_year"]
    lower = sum(cycle["relief_days_28"]["mean"] > 0 for cycle in document["cycles"])
    read.some(
        rf"{N} fewer headache days per 28 than without its short-lived relief {SPAN}; lower after "
        rf"{N} of {N} sessions",
        [*three(relief), lower, len(document["cycles"])],
    )
    read.some(
        rf"About {N} fewer headache days in 28 come and go with the \w+ {SPAN}", three(relief)
    )
    interval = document["method"]["interval_days"]
    early = interval - by_hand(gone["mean"])
    for side, days in (("before", early), ("after", -early)):
        read.some(
            rf"[Hh]alf of the help is usually gone about day {N} {SPAN}, {N} days? {side} the",
            [*three(gone), days],
        )
    read.some(rf"half of the help is gone by day {N} \({N} to {N}\)", three(gone))
    read.some(rf"{N} days per 28 a year {SPAN}", three(drift))
    read.some(rf"have risen by about {N} days? in 28 a year {SPAN}", three(drift))
    falls = [-drift[key] for key in ("mean", "hi90", "lo90")]
    read.some(rf"have fallen by about {N} days? in 28 a year {SPAN}", falls)
    answers = {verdict["question"]: verdict for verdict in document["verdicts"]}
    since_numbers(read, document, answers["better_since"]["probability"])
    for question, key in (
        ("Is it working", "working"),
        ("Does it wear off early", "wears_off_early"),
    ):
        chance = answers[key]["probability"]
        read.chance(rf"{question}\? +YES {CHANCE} sure", chance)
        read.chance(rf"{question}\? +NO {CHANCE} sure", None if chance is None else 1 - chance)
    worse, better = (answers[f"drifting_{way}"]["probability"] for way in ("worse", "better"))
    under = r"Is the headache underneath changing\? +"
    read.chance(rf"{under}RISING {CHANCE} sure", worse)
    read.chance(rf"{under}FALLING {CHANCE} sure", better)
    read.chance(
        rf"{under}STEADY {CHANCE} sure",
        None if worse is None or better is None else 1 - worse - better,
    )
    assert not re.search(
        r"(?:CANNOT TELL|CANNOT TELL YET|NOT ASKED) (?:\w+ than )?\d+ in", read.text
    )
    read.likely(rf"fewer headache days in 28: {LIKELY}", answers["working"])
    read.likely(rf"days before or more: {LIKELY}", answers["wears_off_early"])
    read.likely(rf"a rise by more than 1 day: {LIKELY}", answers["drifting_worse"])
    read.likely(rf"more than 1 day: [^:]+, a fall: {LIKELY}", answers["drifting_better"])


def since_numbers(read, document, chance):
    """Whether it is better since, its estimate and its parts; the steady trend and its season."""
    since, trend = document["change_since_days_28"], document["trend_days_28_per_year"]
    line = r"(?:BETTER SINCE|Better since\?) "
    read.chance(rf"{line} ?YES {CHANCE} sure", chance)
    read.chance(rf"{line} ?NO {CHANCE} sure", None if chance is None else 1 - chance)
    said = rf"{line} ?[A-Z ]+(?:(?:\w+ than )?\d+ in 100 sure)?: {N} (fewer|more) \("
    for shown, way in re.findall(said, read.text):
        assert same(shown, abs(since["mean"]))
        assert (way == "fewer") is (since["mean"] > 0)
        read.compared += 1
    read.some(rf"{line}[^:]+: {N} fewer \({N} to {N}\); cause open", three(since))
    for part, words in (("comes_and_goes", "come and go with the"), ("stayed", "do not;")):
        read.some(rf"{N} \({N} to {N}\) {words}", three(since[part]))
    read.chance(
        rf"{CHANCE} made-up courses that only wander as this one does change as",
        since["by_wandering_alone"],
    )
    read.chance(
        rf"{CHANCE} made-up courses that only wander as this one does (?:rise|fall) as",
        trend["by_wandering_alone"],
    )
    read.some(rf"the steady part of it {N} \({N} to {N}\)", three(trend))
    if trend["season"]:
        season = trend["season"]
        named = read.some(rf"highest about \w+, {N} \({N} to {N}\) above", three(season))
        assert not named or season["by_wandering_alone"] <= 0.05
        read.chance(rf"{CHANCE} of them swing as much", season["by_wandering_alone"])


def on_the_screen(result):
    """The terminal."""
    read, document = Reader("\n".join(screen(result))), result.to_dict()
    head_numbers(read, document)
    tally = document["counted"]
    days = tally["windows"]["now"]["days"]
    read.one(rf"before {N} last {N} days {N}", [tally["before"], days, tally["now"]])
    read.some(rf"last {N} days {N} \({N} fewer\)", [days, tally["now"], -tally["change"]])
    read.some(rf"last {N} days {N} \({N} more\)", [days, tally["now"], tally["change"]])
    answer_numbers(read, document)
    shown = re.search(
        r"Days since session((?: \d+)+) Headache days / 28((?: -?\d+| -)+)", read.text
    )
    if shown:
        weeks = {week["day"]: week["counted"] for week in document["standard_cycle"]}
        for day, cell in zip(shown[1].split(), shown[2].split(), strict=False):
            read.row("cycle", [cell], [weeks[int(day)]])
    return read.compared


def in_the_note(result):
    """The eight lines for the record."""
    read, document = Reader("\n".join(record(result))), result.to_dict()
    tally = document["counted"]
    written = document["days_observed"]
    days = written + document["days_missing"]
    read.one(rf"Diary {N}/{N} days \({N}%\)", [written, days, 100 * written / days])
    read.one(
        rf"Headache days/28: {N} before -> {N} last {N} days \({N}, {N}%\)",
        [
            tally["before"],
            tally["now"],
            tally["windows"]["now"]["days"],
            tally["change"],
            tally["change_percent"],
        ],
    )
    mean, low, high = three(document["relief_days_28"])
    read.some(rf"with injections: {N}/28 \(90% {N} to {N}\)", [-mean, -high, -low])
    mean, low, high = three(document["change_since_days_28"])
    read.some(rf"Better since: [^,]+, {N}/28 \(90% {N} to {N}\)", [-mean, -high, -low])
    read.some(rf"Half of help gone by day {N} \({N} to {N}\)", three(document["wearoff_day"]))
    read.some(rf"\({N} \({N} to {N}\) a year\)", three(document["drift_days_28_per_year"]))
    acute = document["acute_medication"]
    read.some(rf"Acute medication days/28: {N} -> {N}\.", [acute["before"], acute["now"]])
    values = [score["value"] for score in document["scores"]]
    if values[0] != values[-1]:
        read.some(rf"HIT-6: {N} -> {N}\.", [values[0], values[-1]])
    return read.compared


def on_the_sheet(read, document):
    """Page 1, from HTML or from PDF."""
    head_numbers(read, document)
    answer_numbers(read, document)
    tally, acute = document["counted"], document["acute_medication"]
    before, now = (tally["windows"][key] for key in ("before", "now"))
    read.one(
        rf"{N} before to {N} in the last {N} days, of 28 days",
        [before["rate"], now["rate"], now["days"]],
    )
    for window, name in ((before, "Before"), (now, "Now")):
        row = [window["yes"], window["written"], window["first"], window["last"]]
        read.one(rf"{name}: Headache on {N} of the {N} days filled in, {D} to {D}", row)
    if by_hand(tally["change"], 1) == 0:
        read.one(rf"of 28 days\. No change in 28 \({N} %\)", [tally["change_percent"]])
    else:
        way = "more" if tally["change"] > 0 else "fewer"
        read.one(
            rf"of 28 days\. {N} {way} in 28 \({N} %\)",
            [abs(tally["change"]), tally["change_percent"]],
        )
    read.one(rf"acute medicine in 28: {N} before, {N} now", [acute["before"], acute["now"]])
    other = document["outcomes"][0]
    read.one(rf"severe headache in 28: {N} before, {N} now", [other["before"], other["now"]])
    total = document["totals"][0]
    read.one(
        rf"HIT-6: {N} \({D}\), {N} \({D}\); noise about {N}",
        [
            total["first"]["value"],
            total["first"]["date"],
            total["last"]["value"],
            total["last"]["date"],
            total["detectable_change"],
        ],
    )
    by_cycle = Reader(read.text.partition("by cycle:")[2].partition("What services")[0])
    by_cycle.all(
        rf"(\d+)\) {N}", [[cycle["session"], cycle["counted"]] for cycle in document["cycles"]]
    )
    read.compared += by_cycle.compared
    never = sum(day is None for day in document["wearoff_dots"])
    interval = document["method"]["interval_days"]
    read.one(
        rf"Of {N} equally likely days by which half of the help is gone, {N} come before the next "
        rf"session, usually about day {N}\.",
        [20, 20 - never, interval],
    )


def behind_it(read, document):
    """The tables behind page 1."""
    read.all(
        rf"\b(\d+)\*? {D} {N} {N} {N} {N} \({N} to {N}\) {N} \({N} to {N}\)",
        [
            [
                c["session"],
                c["date"],
                c["days"],
                c["days_observed"],
                c["counted"],
                *three(c["relief_days_28"]),
                *three(c["wearoff_day"]),
            ]
            for c in document["cycles"]
        ],
    )
    within = read.text.partition("on one, in numbers")[2].partition("What services")[0]
    table = Reader(within)
    table.all(
        rf"(?<![\d-]){N} {N} {N} {N} {N} \({N} to {N}\) {N} \({N} to {N}\)",
        [
            [
                w["day"],
                w["cycles"],
                w["days_observed"],
                w["counted"],
                *three(w["with_relief"]),
                *three(w["without_relief"]),
            ]
            for w in document["standard_cycle"]
        ],
    )
    read.compared += table.compared
    doubtful = any(d["effect"] == "bars_answers" and not d["confirmed"] for d in document["doubts"])
    course = read.text.partition("Week from")[2].partition("Counts")[0]
    table = Reader(course)
    table.all(
        rf"{D} {N} {N} \({N} to {N}\) {N} \({N} to {N}\)",
        [
            [w["date"], w["counted"], *three(w["with_relief"]), *three(w["without_relief"])]
            for w in document["course"]
            if w["counted"] is not None or not doubtful  # a wrong date may draw empty years
        ],
    )
    read.compared += table.compared
    table = Reader(course.partition("every 28 days")[2])
    table.all(
        rf"{D} {D} {N} {N} {N}",
        [
            [w["first"], w["last"], w["written"], w["yes"], w["rate"]]
            for w in document["counted_28"]
        ],
    )
    read.compared += table.compared
    yes = sum(round(c["counted"] * c["days_observed"] / 28) for c in document["cycles"])
    yes += document["counted"]["windows"]["before"]["yes"]
    written, empty = document["days_observed"], document["days_missing"]
    read.one(
        rf"{N} days read = {N} with \+ {N} without \+ {N} empty",
        [written + empty, yes, written - yes, empty],
    )
    read.all(
        rf"{D} {D} {N} \({N} to {N}\)",
        [
            [row["first"], row["last"], *three(row["headache_days_28"])]
            for row in document["forecast"]["windows"]
        ],
    )
    past = document["since_last_visit"]
    read.one(
        rf"Forecast then for {D} to {D}: {N} \({N} to {N}\) headache days in 28. What came: {N}",
        [past["first"], past["last"], *three(past["forecast"]), past["came"]],
    )
    for key, words in (
        ("probability_met", "Chance it is truly so"),
        ("chance_new_window_differs", "Chance that a new window would count differently"),
    ):
        rules = document["rules"]
        ways = ("going_on", "pause", "neither")
        ordered = sorted(
            rules, key=lambda row: (ways.index(row["points"]), row["counted"] == "too_early")
        )
        told = "probability_range" if key == "probability_met" else None
        known = [(row[key], row.get(told)) for row in ordered if row[key] is not None]
        found = [shown.groups() for shown in re.finditer(rf"{words} {LIKELY}", read.text)]
        assert len(found) == len(known)
        for shown, (value, between) in zip(found, known, strict=True):
            assert same_likely(shown, value, between)
            read.compared += 1


def on_the_payers(result):
    """The payer's page."""
    read, document = Reader("\n".join(payer_lines(result))), result.to_dict()
    head_numbers(read, document)
    windows = document["counted"]["windows"]
    for name, key in (("before the first session", "before"), ("now", "now")):
        w = windows[key]
        read.text = read.text.replace("When From", "\nWhen From", 1)
        found = re.search(rf"{name} {D} {D} {N} {N} {N} {N}", read.text)
        row = [w["first"], w["last"], w["days"], w["written"], w["yes"], w["rate"]]
        read.row("payer", found.groups(), row)
    return read.compared


def plain(html):
    """What a page says."""
    bare = re.sub(r"(?s)<(style|svg|title).*?</\1>", "", html)
    return unescape(re.sub(r"<[^>]+>", " ", bare))


@pytest.mark.parametrize("tenth", range(5))
def test_every_face_prints_the_document_s_numbers(tenth):
    """Screen, note, page and payer's page agree with the JSON in generated cases."""
    compared = dict.fromkeys(("screen", "note", "page", "payer"), 0)
    for seed in unwatched_after(range(tenth, DOCUMENTS, 5)):
        result = made_result(seed)
        compared["screen"] += on_the_screen(result)
        compared["note"] += in_the_note(result)
        compared["payer"] += on_the_payers(result)
        read, document = Reader(plain(visit_page(result))), result.to_dict()
        on_the_sheet(read, document)
        behind_it(read, document)
        compared["page"] += read.compared
    cases = len(range(tenth, DOCUMENTS, 5))
    least = {"screen": 12, "note": 10, "page": 300, "payer": 18}
    assert {face: compared[face] / cases >= n for face, n in least.items()} == dict.fromkeys(
        least, True
    ), compared


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("seed", range(ON_PAPER))
def test_the_pdf_prints_the_document_s_numbers(seed):
    """What is read back from the paper is the JSON."""
    from wearoff.faces.shared.pdf import rendered

    result = made_result(seed, sessions=3, weeks=3)
    document = result.to_dict()
    made = rendered(visit_page(result)).write_pdf()
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    read = Reader(re.sub(r"page \d+ of \d+", " ", text))
    on_the_sheet(read, document)
    behind_it(read, document)
    assert read.compared > 150


@pytest.mark.parametrize(
    ("shown", "value", "agrees"),
    [
        ("12.3", 12.34, True),
        ("12.4", 12.34, False),
        ("-", None, True),
        ("0", None, False),
        ("-", 1.0, False),
        ("+2", 1.6, True),
        ("12", 12.6, False),
        ("52.3", 52.25, True),
        ("52.2", 52.25, False),
        ("-1.3", -1.25, True),
    ],
)
def test_a_number_that_differs_is_found(shown, value, agrees):
    """The comparison itself can fail."""
    assert same(shown, value) is agrees


def test_a_page_of_another_document_does_not_agree():
    """Another person's page is found out."""
    read = Reader(plain(visit_page(made_result(1))))
    with pytest.raises(AssertionError):
        on_the_sheet(read, made_result(2).to_dict())
