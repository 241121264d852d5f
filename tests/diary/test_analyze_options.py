"""Options of `wearoff analyze` that write pages or read rules."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wearoff.faces.shared import pdf

RULE = """
[[rule]]
id = "our-clinic"
name = "Our clinic, 40 % fewer"
kind = "improvement"
asks = "40 % fewer headache days a month after one session"
where = "our clinic"
sessions = 1
combine = "all"
source = "pathway of 2026-03, page 2"
url = "https://example.org/pathway"
read = 2026-03-31
grade = "read page"

[[rule.condition]]
measure = "headache_days"
test = "fall_percent"
line = 40
"""


@pytest.fixture
def files(tmp_path):
    """A short diary with hours and jaw pain, and its log."""
    rng = np.random.default_rng(5)
    days = np.datetime64("2024-01-01") + np.arange(150)
    yes = (rng.random(150) < 0.5).astype(int)
    rows = [
        f"{day},{headache},{headache * int(rng.integers(2, 9))},{int(rng.integers(0, 6))}"
        for day, headache in zip(days, yes, strict=True)
    ]
    (tmp_path / "diary.csv").write_text(
        "\n".join(["date,headache,hours,jaw_pain_10", *rows, ""]), encoding="utf-8"
    )
    log = "date,plan,units,product\n2024-01-29,preempt_155,155,onabotulinumtoxinA\n"
    (tmp_path / "injections.csv").write_text(log, encoding="utf-8")
    return "analyze", str(tmp_path / "diary.csv"), "--injections", str(tmp_path / "injections.csv")


def test_own_rules_stand_beside_the_shipped_ones(run, files, tmp_path):
    """A rule of a file is counted; the JSON has both, hours, and the file's own digest."""
    (tmp_path / "rules.toml").write_text(RULE, encoding="utf-8")
    code, out, _ = run(*files, "--rules", str(tmp_path / "rules.toml"), "--json")
    found = json.loads(out)
    assert code == 0
    by_id = {rule["id"]: rule for rule in found["rules"]}
    assert by_id["our-clinic"]["counted"] in {"yes", "no"}
    assert 0 <= by_id["our-clinic"]["probability_met"] <= 1
    assert by_id["nice-30"]["counted"] == "too_early"
    assert found["hours"]["now"] > 0
    assert len(found["meta"]["file"]) == 64
    jaw = next(v for v in found["verdicts"] if v["question"] == "jaw_drives_headache")
    assert jaw["answer"] in {"yes", "no", "cannot_tell"}
    assert found["patterns"][0]["name"] == "jaw_pain_before_headache"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("sessions = 1", "after = 1"), 8),
        (('source = "pathway of 2026-03, page 2"\n', ""), 2),
        (("line = 40", "line = 40\nwindow_days = 3"), 19),
        (('combine = "all"', 'combine = "either"'), 9),
    ],
)
def test_a_bad_rule_stops_before_any_work(run, files, tmp_path, change, line):
    """Unknown field, no source, impossible window or combinator: one line, exit 2, nothing done."""
    path = tmp_path / "rules.toml"
    path.write_text(RULE.replace(*change), encoding="utf-8")
    code, out, err = run(*files, "--rules", str(path), "-o", str(tmp_path / "out.json"))
    assert (code, out) == (2, "")
    assert f"rules.toml, line {line}: " in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


def test_the_payer_page_is_shown_before_it_is_kept(run, files, tmp_path):
    """First it is only shown; seen, it is written; a part left out is named in both."""
    page = tmp_path / "payer.html"
    code, shown, _ = run(*files, "--payer", str(page), "--leave-out", "rules")
    assert code == 0
    assert "Not written yet" in shown
    assert not page.exists()
    code, out, _ = run(*files, "--payer", str(page), "--leave-out", "rules", "--seen")
    assert code == 0
    assert out.startswith(shown[: shown.index("Not written yet")])
    text = page.read_text(encoding="utf-8")
    for said in (out, text):
        assert "ot included" in said
    assert "in 100" not in out
    assert f"Wrote {page}" in out
    code, _, err = run(*files, "--payer", str(page), "--leave-out", "doubts")
    assert code == 2
    assert "rules" in err


def test_a_pdf_is_written_or_says_what_is_missing(run, files, tmp_path):
    """With the library a PDF, without it one line that names what to install."""
    path = tmp_path / "visit.pdf"
    code, _, err = run(*files, "--pdf", str(path), "--letter", "--ask", "work", "--matters", "rest")
    try:
        pdf.check_pdf()
    except Exception:  # noqa: BLE001 - whatever is missing, the command has to say it
        assert code == 2
        assert "install" in err
        return
    assert code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_pages_beside_a_folder_are_refused(run, files, tmp_path):
    """Options of one patient beside a folder: one line."""
    del files
    patient = tmp_path / "people" / "ada"
    patient.mkdir(parents=True)
    (tmp_path / "diary.csv").rename(patient / "diary.csv")
    code, _, err = run("analyze", str(patient.parent), "--pdf", "x.pdf", "--ask", "why")
    assert code == 2
    assert "--pdf, --ask beside a folder" in err
