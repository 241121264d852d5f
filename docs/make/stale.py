"""Whether the generated pages still say what the program says; what renews one that does not.

python -m docs.make.stale                 names each stale page, exit 1 if there is one
python -m docs.make.stale renew PAGE …    makes pages again and marks them
python -m docs.make.stale mark PAGE …     marks pages as they are, where the numbers are known to be
                                          those of now: after a change that moved none

Each page ends in a mark of what it was made from. A quick page: the code that its maker imports, as
far as this repository goes, without comments and docstrings, and the data files which that code
names. A page that takes minutes: the answers in fingerprint.json, which today's are compared with,
and the code and data of its maker that lie outside the package. A page of hours may say in its text
that it is older than the program, and why; it is named, and does not count as stale.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import subprocess
import sys
import tokenize
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docs.make import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
ROOTS = (ROOT / "src", ROOT / "docs" / "make", ROOT)
"""Where an imported module may lie."""
PUBLIC = "src/wearoff/__init__.py"
"""The public names: only those that are used are followed."""
MARK = re.compile(r"\n<!-- made from (?P<what>[a-z]+) (?P<digest>[0-9a-f]{12}) -->\n?$")
OLDER = re.compile(r"^\*\*Older than the program:\*\* ", re.MULTILINE)
"""What a page says that was not made again."""
SHOWN = 5
"""Answers that moved, as many as are printed."""


class Page(NamedTuple):
    """A generated page: its maker, minutes on two cores, and whether it prints the page."""

    maker: str
    minutes: int
    prints: bool = False

    @property
    def what(self) -> str:
        """What the mark of the page is of."""
        return "answers" if self.minutes > 2 else "code"  # noqa: PLR2004 - then CI cannot make it

    @property
    def command(self) -> list[str]:
        """The arguments of Python that make it."""
        return [self.maker] if self.maker.startswith("docs/") else ["-m", self.maker]

    @property
    def file(self) -> Path:
        """The maker's file."""
        inside = self.maker.startswith("docs/")
        return ROOT / (self.maker if inside else f"{self.maker.replace('.', '/')}.py")


PAGES = {
    "targets": Page("docs/make/targets.py", 1, prints=True),
    "equations": Page("docs/make/equations.py", 1, prints=True),
    "error-rates": Page("docs/make/error_rates.py", 1, prints=True),
    "two-voices": Page("docs/make/two_voices.py", 2),
    "settling-trial": Page("docs/make/settling_trial.py", 1),
    "behaviors": Page("docs/make/behaviors.py", 2),
    "sensitivity": Page("docs/make/sensitivity.py", 20, prints=True),
    "validation": Page("docs/make/validation_page.py", 4),
    "comparison": Page("validation.comparison", 150),
    "rules": Page("validation.rules", 30),
    "forecasts": Page("validation.forecasting", 15),
}


# Code


@cache
def module_file(name: str) -> Path | None:
    """The file of a module of this repository."""
    for root in ROOTS:
        base = root.joinpath(*name.split("."))
        for file in (base.with_suffix(".py"), base / "__init__.py"):
            if file.is_file():
                return file
    return None


@cache
def public_names() -> dict[str, str]:
    """Module of each public name of the package, as its imports for type checkers say."""
    tree = ast.parse((ROOT / PUBLIC).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


def run_time(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree without those that only a type checker reads."""
    yield node
    for child in ast.iter_child_nodes(node):
        checked = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not checked:
            yield from run_time(child)


def named_modules(tree: ast.AST) -> Iterator[str]:
    """Modules that a file names: imported, imported from, or through a public name."""
    for node in run_time(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            if node.module == "wearoff":
                yield from (public_names().get(alias.name, "wearoff") for alias in node.names)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "wearoff":
            yield public_names().get(node.attr, "wearoff")


@cache
def used_by(file: Path) -> frozenset[Path]:
    """Files of this repository that a file imports, wherever in it."""
    if file == ROOT / PUBLIC:
        return frozenset()
    names = named_modules(ast.parse(file.read_text(encoding="utf-8")))
    return frozenset(found for name in names if (found := module_file(name)))


def closure(maker: Path) -> set[Path]:
    """The maker and everything of this repository that it imports, directly or not."""
    found, open_ends = {maker}, [maker]
    while open_ends:
        new = used_by(open_ends.pop()) - found
        found |= new
        open_ends += new
    return found


@cache
def bare(file: Path) -> str:
    """The text of a module without comments, docstrings and empty lines."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())


@cache
def texts_in(file: Path) -> frozenset[str]:
    """Every text that stands in a module's code."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(value for value in values if isinstance(value, str))


@cache
def data_files() -> tuple[Path, ...]:
    """Data files that a page may be made from; those of examples are not."""
    every = [p for at in ("src/wearoff", "validation") for p in (ROOT / at).rglob("*")]
    data = [path for path in every if path.suffix in {".csv", ".toml"}]
    return tuple(path for path in data if "examples" not in path.parts)


def data_named(files: set[Path]) -> set[Path]:
    """Data files whose name is a text of this code."""
    said = frozenset().union(*map(texts_in, files))
    return {path for path in data_files() if {path.name, path.stem} & said}


def digest(*texts: str) -> str:
    """Twelve digits that stand for texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def of_code(page: Page) -> str:
    """What a quick page is made from now."""
    code = closure(page.file)
    data = data_named(code)
    texts = {path.relative_to(ROOT).as_posix(): bare(path) for path in code}
    texts |= {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in data}
    return digest(*(part for name in sorted(texts) for part in (name, texts[name])))


# Pages


def of_answers(page: Page) -> str:
    """What a page that takes minutes is made from now: answers, its maker's own code and data."""
    outside = {file for file in closure(page.file) if not file.is_relative_to(ROOT / "src")}
    texts = [fingerprint.FILE.read_text(encoding="utf-8")]
    texts += [bare(file) for file in sorted(outside)]
    texts += [path.read_text(encoding="utf-8") for path in sorted(data_named(outside))]
    return digest(*texts)


def current(page: Page) -> str:
    """The mark that a page made now would carry."""
    now = of_code(page) if page.what == "code" else of_answers(page)
    return f"\n<!-- made from {page.what} {now} -->\n"


def path_of(name: str) -> Path:
    """Where a page lies."""
    return DOCS / f"{name}.md"


def mark(name: str) -> None:
    """Mark a page as made from what there is now."""
    text = MARK.sub("\n", path_of(name).read_text(encoding="utf-8"))
    path_of(name).write_text(text.rstrip("\n") + "\n" + current(PAGES[name]), encoding="utf-8")


def renew(name: str) -> None:
    """Make a page again and mark it."""
    page = PAGES[name]
    if page.what == "answers":
        fingerprint.write()
    print(f"{name}: about {page.minutes} min", file=sys.stderr, flush=True)
    done = subprocess.run(  # noqa: S603 - our own maker
        [sys.executable, *page.command],
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE if page.prints else sys.stderr,
    )
    if page.prints:
        path_of(name).write_text(done.stdout, encoding="utf-8")
    mark(name)


def older(name: str) -> bool:
    """Whether a page says that it is older than the program."""
    return bool(OLDER.search(path_of(name).read_text(encoding="utf-8")))


def stale(name: str) -> str | None:
    """What to do about a page, if anything."""
    page = PAGES[name]
    found = MARK.search(path_of(name).read_text(encoding="utf-8"))
    if older(name) or (found and found.group().strip() == current(page).strip()):
        return None
    why = f"made from other {page.what}" if found else "does not say what it was made from"
    return f"docs/{name}.md {why}: make renew PAGE={name} (about {page.minutes} min)"


def moved() -> list[str]:
    """What to do where today's answers are not those that the long pages were made from."""
    found = list(islice(fingerprint.moved(fingerprint.kept(), fingerprint.answers()), SHOWN))
    if not found:
        return []
    slow = " ".join(name for name, page in PAGES.items() if page.what == "answers")
    return [f"answers moved, {text}" for text in found] + [f'make renew PAGE="{slow}"']


def main(arguments: list[str]) -> int:
    """Check all pages, or renew or mark some."""
    match arguments:
        case ["renew" | "mark" as action, *names] if names and set(names) <= PAGES.keys():
            for name in names:
                {"renew": renew, "mark": mark}[action](name)
            return 0
        case []:
            said = [text for name in PAGES if (text := stale(name))] + moved()
            old = [name for name in PAGES if older(name)]
            told = [f"docs/{n}.md says that it is older: make renew PAGE={n}" for n in old]
            fresh = f"{len(PAGES) - len(old)} generated pages say what the program says"
            print("\n".join([*told, *(said or [fresh])]))
            return bool(said)
        case _:
            print(__doc__, f"Pages: {' '.join(PAGES)}", sep="\n", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
