"""Pages as PDF: the only file that talks to WeasyPrint.

The file holds the page with its structure, so that it can be read aloud, and a neutral title: no
name, no date, no program, nothing fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from wearoff.errors import InputError
from wearoff.formats.writing import check_writable

if TYPE_CHECKING:
    from pathlib import Path

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = ("a4", "letter")
TITLE = "Visit page"
"""Of a document that names nobody."""
MISSING_EXTRA = "pip install 'wearoff[pdf]'"
MISSING_PANGO = (
    "install Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian), "
    "brew install pango (macOS), or MSYS2's pango (Windows)"
)


def write_pdf(html: str, path: str | Path, *, title: str = TITLE, page: Paper = "a4") -> None:
    """Write a page as PDF.

    Args:
        html: the page, which stands alone.
        path: file to write.
        title: title of the document, which names nobody.
        page: ``a4`` or ``letter``.

    Raises:
        InputError: a paper that does not exist, a place that cannot be written, or WeasyPrint or
            its library Pango is not installed.
    """
    if page not in PAPERS:
        raise InputError(f"paper {page!r}", allowed=", ".join(PAPERS))
    check_writable(path)
    made = rendered(html, page)
    made.metadata = type(made.metadata)(title=title, lang=made.metadata.lang)
    made.write_pdf(target=str(path), finisher=_nameless, pdf_tags=True)


def rendered(html: str, page: Paper = "a4") -> Any:
    """The page laid out on paper, as WeasyPrint's document; nothing outside it is fetched.

    Raises:
        InputError: the page asks for something outside it, or the library is missing.
    """
    weasyprint = _library()
    urls = weasyprint.urls
    inside = urls.URLFetcher(
        allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True
    )
    sheet = weasyprint.CSS(string=f"@page {{ size: {page} }}")
    try:
        return weasyprint.HTML(string=html, url_fetcher=inside).render(stylesheets=[sheet])
    except urls.FatalURLFetchingError as error:
        raise InputError("a page asks for something outside it", allowed="data: alone") from error


def check_pdf() -> None:
    """Refuse, before any work is done, where a PDF cannot be made.

    Raises:
        InputError: WeasyPrint or its library Pango is not installed.
    """
    _library()


def _library() -> Any:
    """WeasyPrint, or what is missing and how to get it."""
    try:
        import weasyprint
    except ImportError as error:
        raise InputError("PDF needs WeasyPrint", fix=MISSING_EXTRA) from error
    except OSError as error:
        raise InputError("PDF needs Pango, which was not found", fix=MISSING_PANGO) from error
    return weasyprint


def _nameless(_: Any, pdf: Any) -> None:
    """Leave out which program wrote the file."""
    pdf.info.pop("Producer", None)
