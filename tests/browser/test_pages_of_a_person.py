"""The visit's and the payer's page in a browser: at every width, in both themes."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest
from pypdf import PdfReader

import wearoff
from browser.layout import troubles, violations
from conftest import TIER
from visit_documents import changed, made_result, worst_result
from wearoff.faces.diary.payer import payer_page
from wearoff.faces.diary.visit import visit_page

QUESTIONS = ["weeks 9 to 12 are hard: is there something for them?", "neck ache after week 2"]


def counts_only():
    """Somebody of whom a clinic counted days."""
    rows = [("2025-01-09", "headache_days_28", "22"), ("2025-08-20", "headache_days_28", "8")]
    log = pd.DataFrame(
        [("2025-02-08", "preempt_155", "155", "onabotulinumtoxinA")],
        columns=["date", "plan", "units", "product"],
    )
    scores = pd.DataFrame(rows, columns=["date", "measure", "value"])
    return wearoff.analyze(
        wearoff.read_case(
            None, scores=scores, injections=log, condition="chronic_migraine", name="Cy"
        )
    ).result


def every_day(rate):
    """Headache on every day, or on none."""
    result = made_result(9, sessions=4, rules=6)
    level = dict.fromkeys(("mean", "lo90", "lo50", "hi50", "hi90"), float(rate))

    def weeks(rows):
        same = {"counted": float(rate), "with_relief": level, "without_relief": level}
        return [row.model_dump() | same for row in rows]

    return changed(
        result,
        name="all days" if rate else "no days",
        course=weeks(result.course),
        standard_cycle=weeks(result.standard_cycle),
        cycles=[row.model_dump() | {"counted": float(rate)} for row in result.cycles],
    )


DIARIES = {
    "short": lambda: made_result(3, sessions=1, rules=2, weeks=12),
    "usual": lambda: made_result(5, sessions=6, rules=9),
    "ten years": lambda: made_result(4, sessions=40, rules=12),
    "all days": lambda: every_day(28),
    "no days": lambda: every_day(0),
    "worst": lambda: worst_result(weeks=60),
    "counts alone": counts_only,
}


SHOWN = ["usual", "worst", "counts alone"] if TIER == "quick" else list(DIARIES)


@pytest.fixture(scope="module", params=SHOWN)
def result(request):
    """A diary of each kind; "worst" is doubtful, and long in every text."""
    return DIARIES[request.param]()


def test_the_visit_page_can_be_read_at_every_width(tab, result):
    """No text leaves its box or lies over another, nothing is scrolled to sideways."""
    tab.set_content(visit_page(result, questions=QUESTIONS, matters="days with my children"))
    assert troubles(tab) == []


def test_the_payers_page_can_be_read_at_every_width(tab, result):
    """The same of the page that is handed on."""
    tab.set_content(payer_page(result))
    assert troubles(tab) == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_browser_prints_page_1_on_one_sheet(tab, paper):
    """In the theme of paper, whatever the screen's: the second sheet begins what is behind."""
    tab.emulate_media(color_scheme="dark")
    tab.set_content(visit_page(DIARIES["usual"](), questions=QUESTIONS))
    sheets = PdfReader(BytesIO(tab.pdf(format=paper))).pages
    assert sheets[0].extract_text().rstrip().endswith("seed 1.")
    assert "Behind this page" in sheets[1].extract_text()[:60]


def test_axe_finds_nothing(tab):
    """Names, roles, headings, targets and contrast are right in both themes."""
    found = DIARIES["usual"]()
    for html in (visit_page(found, questions=QUESTIONS), payer_page(found)):
        tab.set_content(html)
        assert violations(tab) == []
