"""What a fitted trial looks like on the screen, on the page and in a notebook."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from conftest import needs_folds
from printed import BETWEEN, NUMBER, assert_closed, to_one_decimal
from wearoff.faces.shared import words
from wearoff.faces.trial import screen as face
from wearoff.faces.trial.report import trial_report
from wearoff.trial.result import Result

# The screen


def test_the_screen_fits_a_terminal(fitted):
    """No line of the screen is longer than 80 columns."""
    for line in face.screen(fitted.result):
        assert len(line) <= 80, line


def test_the_screen_fits_with_long_names_too(fitted_document):
    """Three arms under the names our own header gives them still fit in 80 columns."""
    wide = copy.deepcopy(fitted_document)
    name = "rimabotulinumtoxinB"
    keys = ("contrasts", "predictive_check", "leavers", "not_reproduced")
    lists = [wide["trial"]["arms"], *(wide[key] for key in keys)]
    lists += [wide[key]["by_arm"] for key in ("peak_week", "wearoff_week")]
    for found in lists:
        found += [{**row, "arm": "2500U"} for row in found if row["arm"] == "5000U"]
        for row in found:
            row["arm"] = row["arm"].replace("U", f" {name}")
    wide["trial"]["toxin_arms"] = [f"{units} {name}" for units in (5000, 10000, 2500)]
    for line in face.screen(Result.model_validate(wide)):
        assert len(line) <= 80, line


def test_the_screen_shows_the_contrasts_of_the_document(fitted, fitted_document):
    """Each visit has a row with every arm's effect to one decimal and its answer."""
    lines = face.contrasts(fitted.result)
    arms = re.split(r"\s{2,}", lines[1].strip())[1:]
    assert arms == ["5000U", "10000U"]
    shown = {}
    for line in lines[2:]:
        week, *cells = re.split(r"\s{2,}", line.strip())
        for arm, cell in zip(arms, cells, strict=True):
            shown[arm, float(week)] = cell
    assert len(shown) == len(fitted_document["contrasts"])
    for row in fitted_document["contrasts"]:
        cell = shown[row["arm"], row["week"]]
        found = BETWEEN.match(cell)
        assert to_one_decimal(found.groups(), row)
        assert cell[found.end() :].strip() == words.ANSWERS[row["answer"]].lower()


def test_the_screen_shows_the_timing_of_the_document(fitted, fitted_document):
    """Peak and half-gone weeks of every arm are printed to one decimal."""
    lines = face.timing(fitted.result)
    for key, before in (("peak_week", "greatest in week"), ("wearoff_week", "half gone by week")):
        (line,) = [x for x in lines if before in x]
        for row in fitted_document[key]["by_arm"]:
            found = re.search(rf"(?<!\S){row['arm']} {BETWEEN.pattern}", line)
            assert to_one_decimal(found.groups(), row)


def test_the_screen_shows_what_is_not_reproduced(fitted, fitted_document):
    """Each visit the mechanism cannot follow is printed with both figures."""
    text = " ".join(" ".join(face.not_reproduced(fitted.result)).split())
    assert text.count("NOT REPRODUCED") == len(fitted_document["not_reproduced"]) > 0
    for row in fitted_document["not_reproduced"]:
        found = re.search(
            rf"{row['arm']} at week {row['week']:g}: the mechanism gives ({NUMBER}), "
            rf"a free curve ({NUMBER}) \(SE ({NUMBER})\)",
            text,
        )
        wanted = [row["mechanism"], row["reference"], row["reference_se"]]
        assert [float(value) for value in found.groups()] == pytest.approx(wanted, abs=0.0501)


@needs_folds
def test_the_screen_shows_the_checks_of_the_document(fitted, fitted_document):
    """Predictive check, leavers, density and the sampler's gate are the document's numbers."""
    text = " ".join(" ".join(face.checks(fitted.result)).split())
    inside = sum(row["inside"] for row in fitted_document["predictive_check"])
    assert f"{inside} of {len(fitted_document['predictive_check'])} arm means" in text
    ahead = fitted_document["elpd"]["mean"] - fitted_document["reference_elpd"]["mean"]
    density = re.search(rf"density ({NUMBER}) against the reference \(paired SE ({NUMBER})\)", text)
    wanted = [ahead, fitted_document["elpd"]["paired_se"]]
    assert [float(value) for value in density.groups()] == pytest.approx(wanted, abs=0.0501)
    gate = fitted_document["diagnostics"]
    shown = re.search(rf"sampler trusted: k-hat ({NUMBER}), worst fold ({NUMBER})", text)
    wanted = [gate["k_hat"], max(gate["fold_k_hats"])]
    assert [float(value) for value in shown.groups()] == pytest.approx(wanted, abs=0.00501)
    tips = [row["tips_at_points"] for row in fitted_document["leavers"] if row["tips_at_points"]]
    shown = re.search(r"(\d+) points worse", text)
    assert float(shown.group(1)) == pytest.approx(min(tips), abs=0.501)


@pytest.fixture(scope="module")
def doubted(request):
    """The same fit with a sampler that failed, and without folds."""
    found = request.getfixturevalue("fitted")
    gate = replace(found.fit.diagnostics, k_hat=0.71)
    return replace(found, fit=replace(found.fit, diagnostics=gate, density=None)).result


def test_an_untrusted_sampler_is_said_on_the_screen(doubted):
    """The gate's verdict is printed as it is."""
    assert doubted.diagnostics.trusted is False
    assert "NOT trusted" in "\n".join(face.checks(doubted))


def test_a_fit_without_folds_has_no_density_line(doubted):
    """Without folds the screen leaves the comparison out and still prints."""
    assert doubted.elpd is None
    assert "predictive density" not in "\n".join(face.screen(doubted))


# The report


class Page(HTMLParser):
    """What a page holds: tags in order, tables as text, figures with their names."""

    def __init__(self, text):
        """Take the page apart."""
        super().__init__()
        self.tags, self.tables, self.figures, self.ids = [], [], [], []
        self.language, self.cell, self.svg = None, None, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Note a tag outside pictures; open a table, a row or a cell."""
        found = dict(attributes)
        self.svg += tag == "svg"
        if "id" in found:
            self.ids.append(found["id"])
        if self.svg:
            return
        self.tags.append(tag)
        if tag == "html":
            self.language = found.get("lang")
        elif tag == "figure":
            self.figures.append(found.get("aria-label") or "")
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.cell = ""

    def handle_endtag(self, tag):
        """Close a picture or a cell."""
        self.svg -= tag == "svg"
        if tag in {"td", "th"} and self.cell is not None:
            self.tables[-1][-1].append(" ".join(self.cell.split()))
            self.cell = None

    def handle_data(self, data):
        """Take the text of a cell."""
        if self.cell is not None:
            self.cell += data


@pytest.fixture(scope="module")
def report(request):
    """The report of the fitted trial."""
    return trial_report(request.getfixturevalue("fitted"))


@pytest.fixture(scope="module")
def page(report):
    """The report, taken apart."""
    return Page(report)


def test_the_report_needs_nothing_from_outside(report):
    """The report loads nothing: no script, no address, no picture from elsewhere."""
    assert report.startswith("<!doctype html>")
    assert_closed(report)
    assert not re.search(r"\b(src|href)\s*=", report)


def test_the_report_is_accessible(page):
    """It names its language, and every figure has a name and is followed by its table."""
    assert page.language == "en"
    assert len(page.figures) >= 4
    assert all(len(name) > 20 for name in page.figures)
    order = [tag for tag in page.tags if tag in {"figure", "table"}]
    for place, tag in enumerate(order):
        if tag == "figure":
            assert order[place + 1] == "table"
    assert page.tags.count("caption") == len(page.tables)
    assert page.tags.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))


def test_the_report_has_the_contrasts_of_the_document(page, fitted_document):
    """The first table is the document's contrasts: net, answer, mechanism, unexplained."""
    _, *shown = page.tables[0]
    for cells, row in zip(shown, fitted_document["contrasts"], strict=True):
        assert cells[0] == row["arm"]
        assert float(cells[1]) == row["week"]
        assert to_one_decimal(BETWEEN.fullmatch(cells[2]).groups(), row)
        assert cells[3] == words.ANSWERS[row["answer"]]
        assert to_one_decimal(BETWEEN.fullmatch(cells[4]).groups(), row["mechanism"])
        assert to_one_decimal(BETWEEN.fullmatch(cells[5]).groups(), row["unexplained"])


def test_the_report_has_the_checks_of_the_document(page, fitted_document):
    """Observed and predicted means, and their spread, are the document's."""
    (table,) = [t for t in page.tables if "Observed" in t[0]]
    for cells, row in zip(table[1:], fitted_document["predictive_check"], strict=True):
        assert [cells[0], int(cells[2])] == [row["arm"], row["patients"]]
        assert float(cells[3]) == pytest.approx(row["observed_mean"], abs=0.0501)
        assert to_one_decimal(BETWEEN.fullmatch(cells[4]).groups(), row["predicted_mean"])
        assert float(cells[5]) == pytest.approx(row["observed_sd"], abs=0.0501)
        assert to_one_decimal(BETWEEN.fullmatch(cells[6]).groups(), row["predicted_sd"])


def test_the_report_has_the_doses_leavers_and_parameters(page, fitted_document):
    """Every other table has a row for each row of the document, with its first number."""
    for head, key, column, value in (
        ("Units", "dose_response", 2, lambda row: row["mean"]),
        ("Missing, %", "leavers", 3, lambda row: row["if_worse"][1]["mean"]),
        ("Contraction", "parameters", 4, lambda row: row["contraction"]),
    ):
        (table,) = [t for t in page.tables if head in t[0]]
        for cells, row in zip(table[1:], fitted_document[key], strict=True):
            shown = float(re.match(NUMBER, cells[column]).group())
            assert shown == pytest.approx(value(row), abs=0.0501)


def test_every_number_of_the_report_can_be_read_back(page):
    """A cell is a number, a number with its interval, a dash, or words in a column of words."""
    worded = {"Arm", "Answer", "Product", "Number", "Unit"}
    cells = 0
    for head, *body in page.tables:
        for row in body:
            assert len(row) == len(head)
            for name, cell in zip(head, row, strict=True):
                if name in worded:
                    assert cell
                    continue
                cells += 1
                assert re.fullmatch(NUMBER, cell) or BETWEEN.fullmatch(cell) or cell == "-", cell
    assert cells > 200


def test_the_report_carries_how_it_was_made(report, fitted_document):
    """Version, seed and evidence date stand on the report, and what it is not."""
    meta = fitted_document["meta"]
    for text in (f"wearoff {meta['version']}", meta["evidence"], f"seed {meta['seed']}"):
        assert text in report
    assert "Not a medical device" in report


def test_the_page_shows_the_typical_course(page, fitted_document):
    """Block, muscle size and score of the typical patient are the document's, rounded."""
    (table,) = [t for t in page.tables if "Block, %" in t[0]]
    shown = fitted_document["demonstration"]["shown"]
    for cells, day in zip(table[1:], shown, strict=True):
        wanted = [day["week"], day["block_percent"], day["muscle_percent"]]
        wanted += [day["score"], day["score_placebo"]]
        assert [float(cell) for cell in cells] == pytest.approx(wanted, abs=0.0501)
    assert len(table) > 8


def test_a_fit_says_itself_in_a_line(fitted):
    """At a prompt a fit is its condition, its people and its arms."""
    said = "<FitResult cervical_dystonia: 108 patients, Placebo, 5000U, 10000U>"
    assert repr(fitted) == said


@pytest.fixture(scope="module")
def renamed(request):
    """The report drawn again, of a file with a hostile name."""
    found = request.getfixturevalue("fitted")
    trial = replace(found.fit.trial, source="<i onload=x>.csv")
    return trial_report(replace(found, fit=replace(found.fit, trial=trial)))


def test_the_report_shows_what_a_file_says_as_text(renamed):
    """A file's name cannot become a part of the page."""
    assert "<i onload" not in renamed
    assert "&lt;i onload=x&gt;.csv" in renamed


def test_the_same_fit_gives_the_same_report(renamed, report):
    """Drawn again, the report is the same to the last byte, but for the file's name."""
    assert renamed.replace("&lt;i onload=x&gt;.csv", "cdystonia.csv") == report
