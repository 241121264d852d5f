"""Seeds that set a number never judge it: blocks are apart, asked by name, and opened once."""

from __future__ import annotations

import ast
import subprocess
from itertools import combinations
from pathlib import Path

import pytest

from validation import seeds

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("validation", "pipelines", "tests")
JUDGING = {
    "judge",
    "judged",
    "of_one",
    "of_generated",
    "kept_promises",
    "looks",
    "slips.good",
    "ask",
    "patterns",
}
"""What analyzes made-up people, of whom rates are counted or numbers set."""
BLIND = "found = [judge(kind, seed) for seed in range(9)]"


def names(node):
    """Names in a piece of code, with what they are of and without."""
    found = [ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)]
    return {*found, *(name.split(".")[-1] for name in found)}


def by_number(text):
    """Lines of a judging file's loops whose ``seed`` comes from a range that stands there."""
    tree = ast.parse(text)
    if not names(tree) & JUDGING:
        return []
    given = {
        ast.unparse(n.targets[0]): n.value for n in ast.walk(tree) if isinstance(n, ast.Assign)
    }
    loops = [n for n in ast.walk(tree) if isinstance(n, ast.For | ast.comprehension)]
    seeds_of = [loop.iter for loop in loops if "seed" in names(loop.target)]
    sources = [given.get(ast.unparse(source), source) for source in seeds_of]
    return [source.lineno for source in sources if "range" in names(source)]


def test_blocks_of_a_generator_are_apart():
    """No person of a generator is in two blocks."""
    for one, other in combinations(seeds.BLOCKS.values(), 2):
        if one.generator == other.generator:
            assert one.seeds[-1] < other.first or other.seeds[-1] < one.first, (one, other)


def test_what_was_opened_judges():
    """The table of openings names blocks that judge, each once, with its commit and date."""
    rows = seeds.OPENINGS.read_text(encoding="utf-8").splitlines()[1:]
    known = seeds.openings()
    assert len(rows) == len(known) > 5
    for opening in known.values():
        assert not seeds.BLOCKS[opening.block].sets
        assert len(opening.commit) >= 7
        assert opening.date > "2026-11"
        assert opening.what


def test_every_generator_has_a_reserve():
    """A block that judges nothing yet is left of every generator."""
    for generator in (seeds.FOREIGN, seeds.ATTACKS, seeds.PATTERNS):
        blocks = {n for n, b in seeds.BLOCKS.items() if b.generator == generator and not b.sets}
        assert blocks - set(seeds.openings())


def test_a_block_gives_its_first_seeds():
    """Seeds come from the beginning of a block, never beyond its end."""
    assert seeds.judging("rules", 3) == range(50_000, 50_003)
    assert seeds.setting("prospects", 300) == range(210_000, 210_300)
    for count in (0, 601):
        with pytest.raises(ValueError, match="1 to 600"):
            seeds.judging("rules", count)


@pytest.mark.parametrize("name", seeds.BLOCKS)
def test_a_block_refuses_the_other_use(name, tmp_path):
    """What set a number judges none, what judges sets none, and what is not opened does not."""
    table = tmp_path / "openings.csv"
    table.write_text(",".join(seeds.COLUMNS) + "\n", encoding="utf-8")
    if seeds.BLOCKS[name].sets:
        assert len(seeds.setting(name, 5)) == 5
        with pytest.raises(ValueError, match="judges none"):
            seeds.judging(name, 5)
        return
    with pytest.raises(ValueError, match="nothing may be set"):
        seeds.setting(name, 5)
    with pytest.raises(ValueError, match="not opened"):
        seeds.judging(name, 5, table)
    with table.open("a", encoding="utf-8") as file:
        file.write(f"{name},abcdef0,2026-11-30,a test\n")
    assert len(seeds.judging(name, 5, table)) == 5


@pytest.fixture
def checkout(tmp_path):
    """A checkout without changes and a table of openings beside it: (root, table)."""
    root, table = tmp_path / "checkout", tmp_path / "openings.csv"
    root.mkdir()
    table.write_text(",".join(seeds.COLUMNS) + "\n", encoding="utf-8")
    for words in (
        ["init", "-q"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "A"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)  # noqa: S607 - the one that is there
    return root, table


def test_a_block_is_opened_once(checkout):
    """An opening is written down with its commit; the second is refused with the first's."""
    root, table = checkout
    opening = seeds.opened("reserve", "a second look", root, table)
    assert seeds.openings(table) == {"reserve": opening}
    with pytest.raises(ValueError, match=opening.commit):
        seeds.opened("reserve", "a third look", root, table)


def test_the_table_of_openings_is_no_change(checkout):
    """Two blocks can be opened by one commit: the table is not part of what is judged."""
    root, _ = checkout
    table = root / "results" / "openings.csv"
    table.parent.mkdir()
    table.write_text(",".join(seeds.COLUMNS) + "\n", encoding="utf-8")
    one = seeds.opened("reserve", "a second look", root, table)
    other = seeds.opened("attacks", "error rates", root, table)
    assert one.commit == other.commit


def test_a_changed_checkout_opens_nothing(checkout):
    """Where something is not committed nobody could tell which program was judged."""
    root, table = checkout
    (root / "new.py").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="commit first"):
        seeds.opened("reserve", "a second look", root, table)
    assert not seeds.openings(table)


@pytest.mark.parametrize(("name", "what"), [("thresholds", "a look"), ("reserve", ""), ("x", "y")])
def test_only_blocks_that_judge_are_opened(checkout, name, what):
    """What set a number, what is not said, and what is unknown is not opened."""
    with pytest.raises(ValueError, match="no block that judges"):
        seeds.opened(name, what, *checkout)


def test_people_are_judged_by_block():
    """No test or script analyzes made-up people of numbers that stand in it."""
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    found = {f.name: lines for f in files if (lines := by_number(f.read_text(encoding="utf-8")))}
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        BLIND,
        "for seed in range(9):\n    rows += of_generated(seed)",
        "seeds = some(range(9))\nfound = judged([(kind, seed) for seed in seeds])",
    ],
)
def test_numbers_in_a_loop_are_seen(text):
    """The law above sees a range in a loop or before it, and lets a block pass."""
    assert by_number(text)
    assert not by_number(text.replace("range(9)", 'judging("answers", 9)'))
