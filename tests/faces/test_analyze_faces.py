"""What `wearoff analyze` shows: screen, note, reasons, page and folder, against the document."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import numpy as np
import pytest

import wearoff
from printed import by_hand
from visit_documents import changed
from wearoff.diary.folder import analyze_folder
from wearoff.diary.patients import patients
from wearoff.diary.underneath import underneath
from wearoff.errors import InputError
from wearoff.faces.diary import clinic
from wearoff.faces.diary.analyzed import counted, screen
from wearoff.faces.diary.notes import record
from wearoff.faces.diary.reasons import reasons
from wearoff.faces.diary.visit import visit_page
from wearoff.words import answers as catalog
from wearoff.words import numbers as words

FORBIDDEN = re.compile(
    r"\b(damage\w*|joints?|ligaments?|discs?|unstable|unprotected|spiral\w*|should|must|"
    r"recommend\w*|responder\w*|drift\w*)\b",
    re.IGNORECASE,
)
NUMBER = r"[+-]?\d+(?:\.\d+)?"
COUNTED = re.compile(rf"before ({NUMBER}|-)   (?:last \d+ days|now) ({NUMBER}|-)")
SCALE = re.compile(r"almost certain|very likely|about even|unlikely|almost impossible")


@pytest.fixture(scope="module")
def people(made_up):
    """The two made-up people: name to analysis, whole and early."""
    return {person.name: person for person in made_up}


@pytest.fixture(scope="module")
def ada(people):
    """Ada's whole diary, analyzed."""
    return people["Ada"].whole


@pytest.fixture(scope="module")
def page(ada):
    """Ada's visit page."""
    return visit_page(ada.result)


def written(path, days, start=date(2025, 1, 1)):
    """A diary file with one entry a day; None is an empty cell."""
    rows = [f"{start + timedelta(days=k)},{'' if y is None else y}" for k, y in enumerate(days)]
    path.write_text("\n".join(["date,headache", *rows]) + "\n", encoding="utf-8")
    return path


def sessions(path, *dates):
    """An injection log of the usual plan."""
    rows = [f"{day},preempt_155,155,onabotulinumtoxinA" for day in dates]
    path.write_text("\n".join(["date,plan,units,product", *rows]) + "\n", encoding="utf-8")
    return path


def check_screen(lines):
    """A screen is short and narrow, counts come first, and its words are allowed."""
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("COUNTED") for line in lines[:4])
    text = "\n".join(lines)
    assert not FORBIDDEN.search(text)
    assert not SCALE.search(text)
    order = [text.index(x) for x in ("COUNTED", "1 Is it", "2 Does it", "3 Is the", "Checks")]
    assert order == sorted(order)
    assert not re.search(r"\b(0|100) in 100\b", text)


# The made-up diaries


def test_the_made_up_diaries_say_what_was_put_in(people):
    """Ada: works, lasts, steady. Ben: works, wears off early, rises. Three months tell neither."""
    ada, ben = (people[name].whole.result.answers for name in ("Ada", "Ben"))
    assert [a.word for a in ada] == ["yes", "no", "steady"]
    assert [a.word for a in ben] == ["yes", "yes", "rising"]
    for person in people.values():
        early = person.early.result.answers
        assert early[0].word == "cannot_tell_yet"
        assert early[2].word == "not_asked"


@pytest.mark.parametrize("name", ["Ada", "Ben"])
@pytest.mark.parametrize("part", ["whole", "early"])
def test_a_screen_is_short_and_its_numbers_are_the_document_s(people, name, part):
    """23 lines of 80 columns, COUNTED within four, counts and table as in the document."""
    found = getattr(people[name], part)
    document = found.to_dict()
    lines = screen(found.result)
    check_screen(lines)
    text = " ".join(" ".join(lines).split())
    shown = COUNTED.search("\n".join(lines)).groups()
    for cell, key in zip(shown, ("before", "now"), strict=True):
        assert float(cell) == pytest.approx(document["counted"][key], abs=0.0501)
    assert f"{document['days_observed']} of " in text
    days = re.search(r"Days since session((?: +\d+)+)", "\n".join(lines))
    cells = re.search(r"(?m)^Headache days / 28 +((?: *\d+| *-)+)", "\n".join(lines))
    weeks = {week["day"]: week["counted"] for week in document["standard_cycle"]}
    for day, cell in zip(days[1].split(), cells[1].split(), strict=True):
        assert float(cell) == pytest.approx(weeks[int(day)], abs=0.501)
    assert len(days[1].split()) <= 6


def test_estimates_on_the_screen_are_the_document_s(people):
    """Ben's relief, its interval, the day of wear-off and the slope are the document's."""
    document = people["Ben"].whole.to_dict()
    text = " ".join(" ".join(screen(people["Ben"].whole.result)).split())
    ends = rf"\(9 in 10 chance: ({NUMBER}) to ({NUMBER})\)"
    relief = re.search(rf"About ({NUMBER}) fewer headache days in 28 .*?{ends}", text)
    gone = re.search(rf"gone about day ({NUMBER}) {ends}, ({NUMBER}) days before", text)
    risen = re.search(rf"have risen by about ({NUMBER}) days in 28 a year {ends}", text)
    assert float(gone[4]) == document["method"]["interval_days"] - float(gone[1])
    for found, key in (
        (relief, "relief_days_28"),
        (gone, "wearoff_day"),
        (risen, "drift_days_28_per_year"),
    ):
        wanted = [by_hand(document[key][k]) for k in ("mean", "lo90", "hi90")]
        assert [float(x) for x in found.groups()[:3]] == wanted


@pytest.mark.parametrize("name", ["Ada", "Ben"])
def test_the_note_is_plain_and_agrees(people, name):
    """Eight ASCII lines of 80 columns with the document's counts, change and relief."""
    document = people[name].whole.to_dict()
    lines = record(people[name].whole.result)
    assert len(lines) <= 8
    assert max(map(len, lines)) <= 80
    text = " ".join(lines)
    assert text.isascii()
    assert not FORBIDDEN.search(text)
    found = re.search(
        rf"Headache days/28: ({NUMBER}) before -> ({NUMBER}) last \d+ days "
        rf"\(({NUMBER}), ({NUMBER})%",
        text,
    )
    tally = document["counted"]
    wanted = [tally[key] for key in ("before", "now", "change")]
    assert [float(x) for x in found.groups()[:3]] == pytest.approx(wanted, abs=0.0501)
    assert float(found[4]) == pytest.approx(tally["change_percent"], abs=0.501)
    part = re.search(rf"injections: ({NUMBER})/28", text)
    assert float(part[1]) == pytest.approx(-document["relief_days_28"]["mean"], abs=0.0501)
    assert f"{document['days_observed']}/" in text


def test_the_reasons_name_everything(people):
    """--why gives each question as asked, its view, its rows, every check and estimate."""
    document, result = people["Ben"].whole.to_dict(), people["Ben"].whole.result
    text = " ".join(" ".join(reasons(result)).split())
    for verdict in document["verdicts"]:
        assert verdict["asked"] in text
        assert ", ".join(verdict["sources"]) in text
        for code in verdict["reason_codes"]:
            assert code in text
    for check in document["checks"]:
        assert check["name"] in text
    assert words.between(result.relief_days_28) in text
    assert max(map(len, reasons(result))) <= 80


# The visit page


def test_the_visit_page_stands_alone(page):
    """No script, nothing from elsewhere, no motion, no forbidden word; a language and a title."""
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    assert not re.search(r"<script|@import|transition|animation|\bsrc\s*=|\bhref\s*=(?!\"#)", page)
    outside = re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>|<li>[^<]*doi:[^<]*</li>", "", page)
    outside = re.sub(r"<[^>]+>", " ", outside)
    assert not FORBIDDEN.search(re.sub(r"https?://\S+", "", outside))
    assert page.count("<h1>") == 1


def test_every_figure_of_the_visit_page_has_its_table(page):
    """Page 1's pictures have theirs behind it; any other is followed by its own."""
    first, behind = page.split('<h2 id="behind">')
    assert first.count("<figure") == 2
    assert 'id="cycle-table"' in behind
    drawn = [part for part in behind.split("<section") if "<figure" in part]
    assert len(drawn) >= 2
    for section in drawn:
        assert section.rindex("<figure") < section.rindex("<table")
    order = re.findall(r"<(figure|table)\b", page)
    ids = re.findall(r'\bid="([^"]+)"', re.sub(r"(?s)<svg.*?</svg>", "", page))
    assert len(ids) == len(set(ids))
    assert page.count("<caption>") == order.count("table")


def test_the_visit_page_agrees_with_the_document(page, ada):
    """Counts, answers, weeks of the standard cycle and cycles are the document's, in order."""
    document, result = ada.to_dict(), ada.result
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|svg).*?</\1>", "", page)))
    text = " ".join(text.split())
    counted = (words.number(rate) for rate in (result.counted.before, result.counted.now))
    assert "{} before to {} in the last".format(*counted) in text
    for answer in result.answers:
        asked, word = catalog.QUESTIONS[answer.question], catalog.WORDS[answer.word]
        assert f"{asked} {word} {words.chance(answer.chance_said)}" in text
    for week in result.standard_cycle[:10]:
        assert f"{words.number(week.counted)} {words.between(week.with_relief)}" in text
    for cycle in document["cycles"]:
        assert f"{cycle['date']} {cycle['days']} {cycle['days_observed']}" in text
    heads = ("Counted", "The whole diary", "All cycles on one", "Limits", "Behind this page")
    places = [page.index(f">{head}</h") for head in heads]
    assert places == sorted(places)
    assert "not measured in you" in text
    written = f"{document['days_observed'] + document['days_missing']} days read ="
    assert re.search(rf"{written} (\d+) with \+ (\d+) without \+ (\d+) empty", text)


def test_what_a_diary_is_called_cannot_become_part_of_the_page(ada):
    """A hostile name is shown as text."""
    made = visit_page(changed(ada.result, name="<i onload=x>", course=ada.result.course[:3]))
    assert "<i onload" not in made
    assert "&lt;i onload=x&gt;" in made


def test_the_levels_of_a_cycle_are_those_of_its_weeks(ada):
    """The lowest and the highest hold the weeks of the course that lie in the cycle."""
    for cycle in ada.result.cycles:
        ends = cycle.date, cycle.date + timedelta(days=cycle.days - 7)
        weeks = [week for week in ada.result.course if ends[0] <= week.date <= ends[1]]
        levels = [week.with_relief.mean for week in weeks]
        assert cycle.lowest_level <= cycle.highest_level
        # weeks of the course begin on other days than those of the cycle
        assert cycle.lowest_level - 1 <= min(levels) <= max(levels) <= cycle.highest_level + 1


def test_the_model_s_course_starts_at_before_and_follows_the_log(ada):
    """Muscles begin near their size before, become smaller, and two products give nothing."""
    found = ada.result.underneath
    sizes = [row.values["muscle_size_percent"] for row in found.rows]
    assert 80 < sizes[0] < 100
    assert min(sizes) < sizes[0]
    log = ada.case.log
    other = replace(log.sessions[1], product="abobotulinumtoxinA")
    two = replace(log, sessions=(log.sessions[0], other))
    assert underneath(two, ada.condition, 400) is None
    assert underneath(None, ada.condition, 400) is None


# The command, at its edges


@pytest.fixture
def tried(run):
    """Run `analyze` on files: its screen, which must be one, and exit 0."""

    def call(*arguments):
        code, out, _ = run("analyze", *map(str, arguments))
        assert code == 0
        lines = out.splitlines()
        check_screen(lines)
        return lines

    return call


def test_without_injections_only_the_count_is_told(tried, tmp_path):
    """No log: counted, and every question is NOT ASKED."""
    diary = written(tmp_path / "d.csv", [1, 0, None] * 40)
    lines = tried(diary)
    assert sum("NOT ASKED" in line for line in lines) == 3
    assert "before -" in "\n".join(lines)
    assert "chronic migraine" in "\n".join(lines)


def test_seven_days_of_diary(tried, tmp_path):
    """A week with a session in it runs."""
    diary = written(tmp_path / "d.csv", [1, 0, 1, 1, 0, 1, 0])
    log = sessions(tmp_path / "i.csv", "2025-01-03")
    assert "CANNOT TELL" in "\n".join(tried(diary, "--injections", log))


def test_headache_on_every_day(tried, tmp_path):
    """No room to see relief: it cannot be told, and the screen says why."""
    diary = written(tmp_path / "d.csv", [1] * 400)
    log = sessions(tmp_path / "i.csv", "2025-02-01", "2025-04-26", "2025-07-19", "2025-10-11")
    lines = tried(diary, "--injections", log)
    assert "1 Is it working?" in "\n".join(lines)
    assert not any(re.match(r"1 .*\bYES\b", line) for line in lines)


def test_sessions_after_the_end(tried, tmp_path):
    """Sessions later than the diary are noted and nothing is asked."""
    diary = written(tmp_path / "d.csv", [1, 0] * 20)
    log = sessions(tmp_path / "i.csv", "2026-01-03")
    text = "\n".join(tried(diary, "--injections", log))
    assert "after the last entry" in text
    assert text.count("NOT ASKED") == 3


def test_a_baseline_and_everything_beside(run, tmp_path):
    """Baseline, events and scores reach the note; files are written; JSON is the document."""
    diary = written(tmp_path / "d.csv", [1, 0, 0, 1, 0, 0, 0] * 20)
    log = sessions(tmp_path / "i.csv", "2025-01-01", "2025-03-26")
    (tmp_path / "e.csv").write_text("date,kind,what,until\n2025-02-01,preventive,candesartan,\n")
    (tmp_path / "s.csv").write_text(
        "date,measure,value\n2025-01-02,HIT-6,66\n2025-05-02,HIT-6,60\n"
    )
    common = ["analyze", str(diary), "--injections", str(log), "--events", "e.csv"]
    common += ["--scores", "s.csv", "--baseline", "22:28", "--baseline-from", "letter 2024-11"]
    code, out, err = run(*common, "--json", "-o", "a.json", "--report", "v.html")
    assert code == 0
    document = json.loads(out)
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == out
    assert document["counted"]["before"] == 22
    assert "drawing the visit page" in err
    made = (tmp_path / "v.html").read_text(encoding="utf-8")
    for text in ("letter 2024-11", "candesartan", "HIT-6: 66"):
        assert text in made
    code, out, _ = run(*common, "--note")
    assert code == 0
    assert len(out.splitlines()) <= 8
    assert "HIT-6: 66 -> 60" in " ".join(out.split())
    code, out, _ = run(*common, "--why")
    assert code == 0
    assert "WORKING" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("nothing.csv", ["nothing.csv"]),
        ("", ["diary"]),
        ("d.csv --baseline 22", ["--baseline '22'", "22:28"]),
        ("d.csv --baseline-from letter", ["--baseline-from without --baseline"]),
        ("d.csv --injections nothing.csv", ["nothing.csv"]),
        ("d.csv --condition chronic_migrane", ["did you mean 'chronic_migraine'"]),
        ("d.csv --report nowhere/v.html", ["nowhere/v.html"]),
        ("d.csv -o nowhere/v.json", ["nowhere/v.json"]),
        ("d.csv --seed -1", ["--seed -1"]),
        (". --note", ["--note beside a folder"]),
        (". --injections d.csv", ["--injections beside a folder"]),
        (". -o a.parquet", ["a.parquet", ".html, .json"]),
    ],
)
def test_bad_input_is_one_line(run, tmp_path, arguments, said):
    """Exit 2, one line that names what was found, no output and no file."""
    written(tmp_path / "d.csv", [1, 0] * 10)
    code, out, err = run("analyze", *arguments.split())
    assert (code, out) == (2, "")
    assert err.startswith("wearoff: ")
    assert err.count("\n") == 1
    for text in said:
        assert text in err
    assert [path.name for path in tmp_path.iterdir()] == ["d.csv"]


# Wording at its edges


OPEN = {
    "answer": "cannot_tell",
    "reason_codes": ["too_noisy"],
    "because": ["too noisy"],
}
NEVER = {"what": "the diary", "codes": ["not_even_diary"], "date": "2027-01-01", "chance": 0.02}


def with_verdict(result, question, **changes):
    """The result with one verdict changed."""
    verdicts = [
        verdict.model_dump() | (changes if verdict.question == question else {})
        for verdict in result.verdicts
    ]
    return changed(result, verdicts=verdicts)


def test_what_would_tell_is_a_date_with_a_chance(ada):
    """Enough gives the date; else two more years would not tell, and what else could is said."""
    told = NEVER | {"codes": ["diary_kept"], "chance": 0.83, "enough": True}
    found = with_verdict(ada.result, "working", **OPEN, would_tell=told)
    lines = screen(found)
    check_screen(lines)
    text = "\n".join(lines)
    assert "CANNOT TELL YET" in text
    assert "keep the diary to 2027-01-01: about 8 in 10" in text
    never = NEVER | {"codes": ["not_even_diary", "short_before"]}
    for days, years in ((730, "2"), (1096, "3")):
        looked = never | {"farthest_days": days}
        said = with_verdict(found, "working", would_tell=looked).answers[0]
        assert said.word == "cannot_tell"
        assert f"even {years} more years of diary would not tell" in said.ahead
        assert "a count from before" in said.ahead


@pytest.mark.parametrize(("line", "words"), [(1.0, "more than 1 day:"), (1.5, "than 1.5 days:")])
def test_the_line_of_a_slope_is_the_documents(ada, line, words):
    """What counts as a change underneath is read from the result, not typed into a face."""
    drift = ada.result.drift_days_28_per_year.model_dump() | {"line_days_28_per_year": line}
    found = changed(ada.result, drift_days_28_per_year=drift)
    for question in ("drifting_worse", "drifting_better"):
        found = with_verdict(found, question, **OPEN)
    assert words in found.answers[2].found


def test_a_failed_check_replaces_the_line(ada):
    """A check that failed is said in words on the screen."""
    checks = [check.model_dump() for check in ada.result.checks]
    checks[0] |= {"result": "fail", "text": "fake dates look as good as the real ones"}
    text = "\n".join(screen(changed(ada.result, checks=checks)))
    assert "Checks 4 of 5: fake dates look as good as the real ones" in text


def test_answers_that_depend_on_the_view_say_so(ada):
    """Where the two starting views differ, the line names the question and both answers."""
    by_view = {"warning": "cannot_tell", "advocate": "yes"}
    found = with_verdict(ada.result, "working", by_view=by_view).views
    assert found.differ == ["working"]
    assert found.text == (
        "Depends on what one expects: some help and a rise underneath (a text that warns): working "
        "cannot tell; much help and a fall (one that praises): working yes."
    )


def test_a_screen_with_much_to_say_still_fits(ada):
    """Long products, many notes, open questions, a failed check: 23 lines, and the last stays."""
    told = NEVER | {"codes": ["not_even_diary", *["no_room"] * 9], "chance": 0.5}
    full = changed(ada.result, notes=["a note that is rather long " * 5] * 3)
    for verdict in ada.result.verdicts:
        because = ["word " * 40]
        told = told | {"farthest_days": 730}
        full = with_verdict(full, verdict.question, **OPEN | {"because": because}, would_tell=told)
    sessions = [session.model_dump() for session in ada.result.sessions]
    sessions[0]["product"] = "rimabotulinumtoxinB"
    sessions[1]["units"] = 195.0
    checks = [check.model_dump() for check in ada.result.checks]
    checks[0] |= {"result": "fail", "text": "x " * 90}
    full = changed(full, sessions=sessions, checks=checks)
    lines = screen(full)
    check_screen(lines)
    assert "--report" in lines[-1]
    assert len(record(full)) <= 8


def test_what_is_missing_is_a_dash(ada):
    """Nothing counted is '-', never a zero."""
    nothing = dict.fromkeys(("before", "now", "change", "change_percent")) | {"at_least": False}
    empty = changed(ada.result, counted=nothing | {"windows": {"before": None, "now": None}})
    assert counted(empty).endswith("before -   now -")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.0099, "fewer than 1 in 100"),
        (0.01, "1 in 100"),
        (0.554, "55 in 100"),
        (0.99, "99 in 100"),
        (0.9901, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
        (None, "-"),
        (float("nan"), "-"),
    ],
)
def test_chances_are_whole_numbers_out_of_100(value, said):
    """Never 0 and never 100."""
    assert words.chance(value) == said


def test_dots_are_28_days_in_four_weeks():
    """Filled from the left; a dot is a day."""
    assert words.days_of_28(10.4) == "●●●●●●● ●●●○○○○ ○○○○○○○ ○○○○○○○"
    assert words.days_of_28(None) == ""
    assert words.days_of_28(28.0).count("●") == 28


# A folder


@pytest.fixture
def folder(tmp_path):
    """Three patients: one in a subfolder, one as a plain file with its log, one broken."""
    (tmp_path / "clinic" / "berta").mkdir(parents=True)
    (tmp_path / "clinic" / "adam").mkdir()
    rng = np.random.default_rng(1)
    days = [int(y) for y in rng.random(60) < 0.5]
    written(tmp_path / "clinic" / "berta" / "diary.csv", days)
    sessions(tmp_path / "clinic" / "berta" / "injections.csv", "2025-01-20")
    written(tmp_path / "clinic" / "adam" / "diary.csv", [7])
    written(tmp_path / "clinic" / "zoe.csv", days[:30])
    sessions(tmp_path / "clinic" / "zoe.injections.csv", "2025-01-10")
    return tmp_path / "clinic"


@pytest.mark.usefixtures("folder")
def test_a_folder_is_one_row_a_patient(run, tmp_path):
    """Sorted by name; a broken patient is a row and a line, and the rest go on."""
    code, out, err = run("analyze", "clinic", "-o", "clinic.html")
    assert code == 0
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    names = [line.split()[0] for line in lines[1:] if line and not line.startswith(" ")]
    assert names[:3] == ["adam", "berta", "zoe"]
    assert "2 of 3 analyzed." in out
    assert "adam: adam/diary.csv, line 2, column headache" in err
    assert "1 of 3: adam" in err
    made = (tmp_path / "clinic.html").read_text(encoding="utf-8")
    assert made.index("adam") < made.index("berta") < made.index("zoe")
    assert "Not read: adam/diary.csv" in made


def test_a_folder_s_rows_are_the_patients_documents(run, folder, tmp_path):
    """--json and -o hold each patient's document; the row's counts are its numbers."""
    day = "2026-03-31"
    code, out, _ = run("analyze", "clinic", "--json", "-o", "clinic.json", "--today", day)
    assert code == 0
    document = json.loads(out)
    assert (tmp_path / "clinic.json").read_text(encoding="utf-8") == out
    place = folder / "berta"
    files = {"diary": place / "diary.csv", "injections": place / "injections.csv"}
    case = wearoff.read_case(**files, name="berta", today=date.fromisoformat(day))
    alone = wearoff.analyze(case).to_dict()
    berta = document["patients"][1]
    assert berta["analysis"] == alone
    row = clinic.rows(analyze_folder(folder))[1]
    assert float(row.counted.split(" > ")[1]) == pytest.approx(alone["counted"]["now"], abs=0.0501)
    assert row.filled == "60/60"
    said = [verdict["answer"].replace("_", " ").upper() for verdict in alone["verdicts"]]
    assert row.since.word.removesuffix(" YET") == said[1]


def test_a_folder_without_a_patient_that_can_be_read(run, tmp_path):
    """Exit 2 where none could be analyzed, and where there is none."""
    (tmp_path / "clinic" / "adam").mkdir(parents=True)
    code, out, err = run("analyze", "clinic")
    assert (code, out) == (2, "")
    assert "no patients" in err
    written(tmp_path / "clinic" / "adam" / "diary.csv", [7])
    code, out, err = run("analyze", "clinic")
    assert (code, out) == (2, "")
    assert "none of 1 patients could be analyzed" in err


def test_a_patient_s_files_are_found_beside_the_diary(folder):
    """A subfolder and a plain file each get their own log, and nothing else is a patient."""
    found = {p.name: p for p in patients(folder)[0]}
    assert list(found) == ["adam", "berta", "zoe"]
    assert found["zoe"].injections == folder / "zoe.injections.csv"
    assert found["adam"].injections is None
    with pytest.raises(InputError, match="no patients"):
        patients(folder / "adam" / "nothing")


def test_a_diary_can_be_cut(ada):
    """The first days of a diary are its first days."""
    short = ada.case.diary.until(30)
    assert short.days == 30
    assert short.first == ada.case.diary.first
