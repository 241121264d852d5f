"""Pages as PDF: nothing fetched, nobody named, and clear words where a library is missing."""

from __future__ import annotations

import builtins
import re
import sys

import pytest
from pypdf import PdfReader

from visit_documents import made_result
from wearoff.errors import InputError
from wearoff.faces.diary.visit import visit_page
from wearoff.faces.shared.pdf import check_pdf, write_pdf

PAGE = "<!doctype html><html lang='en'><title>Ada L.</title><p>12.5 of 28 days</p></html>"


@pytest.mark.usefixtures("pango")
def test_a_pdf_names_nobody(tmp_path):
    """The only metadata is the neutral title, and the page's text is in it."""
    write_pdf(PAGE, tmp_path / "visit.pdf", title="Visit page")
    read = PdfReader(tmp_path / "visit.pdf")
    assert dict(read.metadata) == {"/Title": "Visit page"}
    assert read.xmp_metadata is None
    assert "12.5 of 28 days" in read.pages[0].extract_text()
    assert b"Ada" not in (tmp_path / "visit.pdf").read_bytes()


def elements(node):
    """Every element of a PDF's structure."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.mark.usefixtures("pango")
def test_a_pdf_can_be_read_aloud(tmp_path):
    """A language, headings, tables with heads, and words for every picture that is printed."""
    html = visit_page(made_result(5, sessions=3, rules=4, weeks=20))
    write_pdf(html, tmp_path / "visit.pdf")
    catalog = PdfReader(tmp_path / "visit.pdf").trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    tagged = list(elements(catalog["/StructTreeRoot"]["/K"]))
    kinds = [element.get("/S") for element in tagged]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 8
    assert kinds.count("/TH") > kinds.count("/Table") >= 6
    said = [element.get("/Alt") for element in tagged if element.get("/S") == "/Figure"]
    shown = re.findall(r'(?s)<div class="wide">(.*?)</div>', html)
    assert len(said) == sum(pictures.count("<svg") for pictures in shown) >= 3
    assert all(said)


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(("page", "size"), [("a4", (210, 297)), ("letter", (215.9, 279.4))])
def test_a_pdf_has_the_paper_asked_for(tmp_path, page, size):
    """A4 and US Letter, in millimeters."""
    write_pdf(PAGE, tmp_path / "visit.pdf", title="Visit page", page=page)
    box = PdfReader(tmp_path / "visit.pdf").pages[0].mediabox
    assert [float(x) * 25.4 / 72 for x in (box.width, box.height)] == pytest.approx(size, abs=0.1)


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    "outside",
    [
        "<img src='http://192.0.2.1/x.png'>",
        "<link rel=stylesheet href='https://192.0.2.1/x.css'>",
        "<style>@import url(http://192.0.2.1/y.css)</style>",
        "<img src='file:///etc/hostname'>",
    ],
)
def test_a_pdf_fetches_nothing(tmp_path, outside):
    """A page that asks for anything outside it is refused, and no file is written."""
    with pytest.raises(InputError, match="outside"):
        write_pdf(PAGE + outside, tmp_path / "visit.pdf", title="Visit page")
    assert not (tmp_path / "visit.pdf").exists()


@pytest.mark.usefixtures("pango")
def test_a_paper_that_does_not_exist_is_refused(tmp_path):
    """The papers are listed."""
    with pytest.raises(InputError, match="a4, letter"):
        write_pdf(PAGE, tmp_path / "visit.pdf", title="Visit page", page="a3")


@pytest.mark.usefixtures("pango")
def test_a_place_that_does_not_exist_is_refused(tmp_path):
    """Before any work is done."""
    with pytest.raises(InputError, match="cannot be written"):
        write_pdf(PAGE, tmp_path / "nowhere" / "visit.pdf", title="Visit page")


def test_without_the_extra_the_error_says_what_to_install(tmp_path, monkeypatch):
    """One line that names the extra."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for call in (check_pdf, lambda: write_pdf(PAGE, tmp_path / "visit.pdf")):
        with pytest.raises(InputError, match=r"pip install 'wearoff\[pdf\]'"):
            call()


def test_without_pango_the_error_says_what_to_install(tmp_path, monkeypatch):
    """A library that cannot be loaded is another matter than a package that is not there."""
    load = builtins.__import__

    def broken(name, *arguments, **options):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return load(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(InputError, match="libpango"):
        write_pdf(PAGE, tmp_path / "visit.pdf", title="Visit page")
