"""Generated pages say what they were made from, and a stale one is told with what renews it."""

from __future__ import annotations

import re
import subprocess

import pytest

from docs.make import fingerprint, stale

MAKEFILE = (stale.ROOT / "Makefile").read_text(encoding="utf-8")
QUICK = [name for name, page in stale.PAGES.items() if page.what == "code"]
LONG = [name for name, page in stale.PAGES.items() if page.what == "answers"]


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """Marked pages in a folder of their own, made from answers of their own."""
    kept = tmp_path / "kept.json"
    kept.write_text('{"figures": {"a": [1.0, 0.5, 2.0]}}', encoding="utf-8")
    monkeypatch.setattr(fingerprint, "FILE", kept)
    monkeypatch.setattr(stale, "DOCS", tmp_path)
    for name in stale.PAGES:
        stale.path_of(name).write_text(f"# {name}\n\nMade by hand.\n", encoding="utf-8")
        stale.mark(name)
    return tmp_path


def within(files):
    """Paths inside the repository."""
    return {file.relative_to(stale.ROOT).as_posix() for file in files}


def test_every_generated_page_is_checked():
    """A page says on its first lines that it is made if and only if the list of pages has it."""
    made = {
        path.stem
        for path in (stale.ROOT / "docs").glob("*.md")
        if re.search(r"^Made by `", path.read_text(encoding="utf-8")[:400], re.MULTILINE)
    }
    assert made == set(stale.PAGES)
    assert QUICK
    assert LONG


@pytest.mark.parametrize("name", stale.PAGES)
def test_every_page_has_a_maker(name):
    """The maker of a page is a file, and it names the page or prints it."""
    page = stale.PAGES[name]
    assert page.prints or f"{name}.md" in "".join(map(stale.bare, stale.closure(page.file)))


@pytest.mark.parametrize("name", stale.PAGES)
@pytest.mark.usefixtures("pages")
def test_a_page_made_now_is_not_stale(name):
    """A page that was just marked has nothing to renew, and marking twice leaves one mark."""
    stale.mark(name)
    text = stale.path_of(name).read_text(encoding="utf-8")
    assert text.startswith(f"# {name}\n\nMade by hand.\n")
    assert text.count("<!-- made from") == 1
    assert stale.stale(name) is None


@pytest.mark.parametrize("name", stale.PAGES)
@pytest.mark.usefixtures("pages")
def test_a_page_without_a_mark_is_told_with_what_renews_it(name):
    """A page that does not say what it was made from is named, with the command that makes it."""
    stale.path_of(name).write_text(f"# {name}\n", encoding="utf-8")
    said = stale.stale(name)
    assert f"docs/{name}.md" in said
    assert f"make renew PAGE={name}" in said
    assert "stale renew $(PAGE)" in MAKEFILE


@pytest.mark.usefixtures("pages")
def test_a_page_may_say_that_it_is_older(capsys, monkeypatch):
    """It is not stale, is named with what renews it, and a text without that line is stale."""
    monkeypatch.setattr(stale, "moved", list)
    path = stale.path_of("comparison")
    path.write_text("# comparison\n\n**Older than the program:** of May.\n", encoding="utf-8")
    assert stale.stale("comparison") is None
    assert stale.main([]) == 0
    assert "make renew PAGE=comparison" in capsys.readouterr().out
    path.write_text("# comparison\n\nOlder than most.\n", encoding="utf-8")
    assert stale.stale("comparison") is not None


@pytest.mark.usefixtures("pages")
def test_other_answers_make_the_long_pages_stale():
    """Where the kept answers are others, every long page is stale and no quick one."""
    fingerprint.FILE.write_text('{"figures": {"a": [1.1, 0.5, 2.0]}}', encoding="utf-8")
    assert [name for name in stale.PAGES if stale.stale(name)] == LONG


@pytest.mark.usefixtures("pages")
def test_other_code_makes_a_quick_page_stale(monkeypatch):
    """Where code that a page is made with is another, the page is stale; where it is not, no."""
    every = stale.ROOT / "src" / "wearoff" / "model" / "wiring.py"
    bare = stale.bare
    monkeypatch.setattr(stale, "bare", lambda file: bare(file) + "\nx = 1" * (file == every))
    simulated = [name for name in QUICK if every in stale.closure(stale.PAGES[name].file)]
    assert [name for name in stale.PAGES if stale.stale(name)] == simulated
    assert simulated != QUICK
    assert "targets" in simulated


def test_a_page_is_made_with_what_its_maker_imports():
    """Imports are followed, also through the public names; what is not imported is not in it."""
    page = stale.PAGES["targets"]
    files = within(stale.closure(page.file))
    assert {"docs/make/targets.py", "src/wearoff/simulation/days.py"} <= files
    assert not {name for name in files if name.startswith(("src/wearoff/diary", "tests"))}
    data = within(stale.data_named(stale.closure(page.file)))
    assert {"numbers.csv", "targets.csv"} <= {name.rpartition("/")[2] for name in data}
    diaries = within(stale.closure(stale.PAGES["rules"].file))
    assert "src/wearoff/diary/posterior/sampler.py" in diaries


def test_comments_and_docstrings_do_not_count(tmp_path):
    """Only code is compared: a module with other comments and docstrings is the same."""
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text('"""One."""\n\nX = "# 1"  # why\n\n\ndef f():\n    """F."""\n    return X\n')
    other.write_text('"""Other\n\nthing."""\nX = "# 1"\ndef f():\n    return X  # so\n')
    assert stale.bare(one) == stale.bare(other) == 'X = "# 1"\ndef f():\n    return X'


@pytest.mark.parametrize(
    ("now", "differ"),
    [
        ({"a": [1.0, "yes", None]}, []),
        ({"a": [1.0 + 1e-5, "yes", None]}, []),
        ({"a": [1.01, "yes", None]}, ["/a/0: 1 was, 1.01 is"]),
        ({"a": [1.0, "no", None]}, ["/a/1: 'yes' was, 'no' is"]),
        ({"a": [1.0, "yes", 2.0]}, ["/a/2: None was, 2.0 is"]),
        ({"a": [1.0, "yes"]}, ["/a: [1.0, 'yes', None] was, [1.0, 'yes'] is"]),
        ({}, ["/a: [1.0, 'yes', None] was, None is"]),
    ],
)
def test_answers_that_moved_are_told(now, differ):
    """Every answer that is another one is named with both values; rounding is not a difference."""
    assert list(fingerprint.moved({"a": [1.0, "yes", None]}, now)) == differ


@pytest.mark.usefixtures("pages")
def test_a_moved_answer_fails_with_what_renews(monkeypatch, capsys):
    """The check names the answer that moved and the long pages to renew, and exits 1."""
    now = {"figures": {"a": [1.5, 0.5, 2.0]}}
    monkeypatch.setattr(fingerprint, "answers", lambda: now)
    assert stale.main([]) == 1
    said = capsys.readouterr().out
    assert "/figures/a/0: 1 was, 1.5 is" in said
    assert f'make renew PAGE="{" ".join(LONG)}"' in said
    monkeypatch.setattr(fingerprint, "answers", fingerprint.kept)
    assert stale.main([]) == 0


@pytest.mark.usefixtures("pages")
def test_renewing_makes_the_page_and_marks_it(monkeypatch):
    """Renewing runs the maker, takes what it prints, and marks the page as made now."""
    made = subprocess.CompletedProcess([], 0, stdout="# made\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: made)
    stale.path_of("targets").write_text("# old\n", encoding="utf-8")
    stale.main(["renew", "targets"])
    assert stale.path_of("targets").read_text(encoding="utf-8").startswith("# made\n\n<!-- made")
    assert stale.stale("targets") is None


def test_an_unknown_page_is_refused(capsys):
    """A page that is not generated cannot be renewed: the names are told."""
    assert stale.main(["renew", "decisions"]) == 2
    assert "two-voices" in capsys.readouterr().err
