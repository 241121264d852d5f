"""Adding a condition is what docs/conditions.md says: an entry, rows and a profile."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import numpy as np
import polars as pl
import pytest

import wearoff
from wearoff.diary.profiles import HEADACHE, PROFILES, Profile
from wearoff.errors import InputError
from wearoff.evidence import rows
from wearoff.faces.diary.visit import visit_page
from wearoff.model.conditions import CONDITIONS

PAGE = (Path(__file__).parents[2] / "docs" / "conditions.md").read_text(encoding="utf-8")
NAME = "whiplash"
FIRST = date(2025, 1, 6)
DAYS, APART = 200, 84


def blocks(language):
    """The blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def adding(monkeypatch, tmp_path):
    """Add what the page has: the entry and the rows, and the profile if asked."""
    script = tmp_path / "page.py"
    script.write_text("\n".join(blocks("python")), encoding="utf-8")
    known = {"replace": replace, "CONDITIONS": CONDITIONS, "Profile": Profile, "HEADACHE": HEADACHE}
    made = run_path(str(script), known)

    def add(*, profile=True):
        for line, record in enumerate(csv.DictReader(blocks("csv")[0].splitlines()), start=2):
            row = rows.parse(record, line)
            monkeypatch.setitem(rows.load(), row.name, row)
        monkeypatch.setitem(CONDITIONS, NAME, made["ENTRY"])
        if profile:
            monkeypatch.setitem(PROFILES, NAME, made["PROFILE"])

    return add


@pytest.fixture
def person():
    """A made-up person with two sessions, as frames."""
    days = [FIRST + timedelta(days=k) for k in range(DAYS)]
    headache = np.random.default_rng(5).integers(0, 2, DAYS)
    sessions = [FIRST + timedelta(days=28), FIRST + timedelta(days=28 + APART)]
    return {
        "diary": pl.DataFrame({"date": days, "headache": headache}),
        "injections": pl.DataFrame(
            {
                "date": sessions,
                "plan": ["neck_tender_points"] * 2,
                "units": [100, 100],
                "product": ["onabotulinumtoxinA"] * 2,
            }
        ),
    }


def test_a_condition_of_an_entry_and_rows_can_be_simulated(adding):
    """With its rows an entry is simulated under its usual plan; its headache days are its own."""
    with pytest.raises(InputError, match=f"unknown condition '{NAME}'"):
        wearoff.simulate(NAME, years=0.1, patients=3)
    adding(profile=False)
    table = wearoff.simulate(NAME, years=0.25, typical=True).frame()
    other = wearoff.simulate("cervicogenic", years=0.25, typical=True).frame()
    assert table["headache_days"][0] > other["headache_days"][0] + 1


def test_a_condition_without_a_profile_has_no_diary(adding, person):
    """No diary tells of it, and that is said with the conditions of which one does."""
    adding(profile=False)
    with pytest.raises(InputError, match=f"no diary tells of '{NAME}'; allowed: .*bruxism"):
        wearoff.read_case(**person, condition=NAME)


def test_a_condition_with_a_profile_has_answers_a_plan_and_a_page(adding, person):
    """A diary is analyzed and planned with, under its own prior, and the visit page names it."""
    adding()
    case = wearoff.read_case(**person, condition=NAME, name="Wanda")
    found = wearoff.analyze(case)
    assert found.case is case
    assert found.to_dict()["condition"] == NAME
    assert found.verdicts[0].question == "working"
    believed = found.assessment.posterior.prior.effects.mean.relief
    assert believed == rows.value("diary_relief_whiplash", "log_odds")
    page = visit_page(found.result)
    assert "Wanda" in page
    assert "whiplash" in page
    courses = wearoff.plan(case).to_dict()["courses"]
    assert courses[0]["id"] == "as_now"
    assert len(courses) > 3
