"""The program can be made wrong as `make full` does it, to see whether tests of rates can fail."""

from __future__ import annotations

import shutil

import pytest

from validation import mutations
from validation.mutations import MUTANTS, ROOT, TESTS, Change, Mutant, mutate


@pytest.fixture
def copied(tmp_path):
    """The program's files that a mutant changes, in a folder, by their names."""

    def copy(mutant):
        names = {change.file for change in mutant.changes}
        for name in names:
            file = tmp_path / "wearoff" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "src" / "wearoff" / name, file)
        return {name: tmp_path / "wearoff" / name for name in names}

    return copy


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_another_program(name, copied, tmp_path):
    """The words that it exchanges stand once in the program, and none of them stays."""
    mutant = MUTANTS[name]
    files = copied(mutant)
    mutate(tmp_path, mutant)
    for change in mutant.changes:
        text = files[change.file].read_text(encoding="utf-8")
        assert change.becomes in text
        assert change.was not in text


def test_words_that_are_not_there_are_named(copied, tmp_path):
    """A mutant of an older program is refused, not run as the program that it is not."""
    gone = Mutant("nothing", (Change("diary/thresholds.toml", "no such words", "others"),))
    copied(gone)
    with pytest.raises(ValueError, match=r"thresholds\.toml: not once in it: no such words"):
        mutate(tmp_path, gone)


def test_the_tests_of_rates_are_there():
    """Each file that is run is one of the tests."""
    for name in TESTS:
        assert (ROOT / "tests" / "diary" / f"test_{name}.py").is_file()
    assert mutations.FAILED.findall("FAILED a.py::b - c\n") == ["a.py::b"]
