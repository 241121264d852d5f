"""Antimony: a condition as text, and back into the same SBML."""

from __future__ import annotations

import subprocess
import sys

import antimony
import numpy as np
import pytest
from test_export import simulated

import wearoff
from conftest import some
from wearoff.formats import antimony as ours
from wearoff.model.conditions import CONDITIONS

DAYS = 200
AGREE = 1e-6
SMALL = "healthy_muscle"
OF_EACH_KIND = {
    tuple(part.name for part in CONDITIONS[name].parts): name for name in reversed(some(CONDITIONS))
}.values()
"""One condition of each set of parts; others differ in numbers alone."""


def back(text):
    """SBML of a model in Antimony, by Antimony's own library."""
    antimony.clearPreviousLoads()
    assert antimony.loadAntimonyString(text) >= 0, antimony.getLastError()
    return antimony.getSBMLString(antimony.getMainModuleName())


def apart(folder, name, changed=lambda text: text):
    """Largest difference of a condition through Antimony and back, in ranges of each reading."""
    wearoff.export(name, path=folder / "m.xml", years=1)
    wearoff.export(name, path=folder / "m.ant", to="antimony", years=1)
    text = (folder / "m.ant").read_text(encoding="utf-8")
    first = simulated(folder, (folder / "m.xml").read_text(encoding="utf-8"), DAYS)
    again = simulated(folder, back(changed(text)), DAYS)
    assert set(first) == set(again)
    spans = {column: max(np.ptp(values), 1e-9) for column, values in first.items()}
    return max(np.abs(first[c] - again[c]).max() / spans[c] for c in first)


@pytest.mark.parametrize("name", OF_EACH_KIND)
def test_antimony_back_into_sbml_is_the_same_course(name, tmp_path):
    """In libroadrunner every state and outcome agrees within a millionth of its range."""
    assert apart(tmp_path, name) < AGREE


def test_another_number_is_noticed(tmp_path):
    """The same comparison fails when one number of the text is another."""

    def changed(text):
        wrong = text.replace("kS = 0.216", "kS = 0.217")
        assert wrong != text
        return wrong

    assert apart(tmp_path, SMALL, changed) > 100 * AGREE


def test_the_same_bytes_again(tmp_path):
    """A second export, in another process, writes the same text."""
    wearoff.export(SMALL, path=tmp_path / "a.ant", to="antimony", years=0.5)
    arguments = ["export", SMALL, "--to", "antimony", "--years", "0.5", "-o", "b.ant"]
    subprocess.run([sys.executable, "-m", "wearoff", *arguments], check=True, cwd=tmp_path)
    assert (tmp_path / "a.ant").read_bytes() == (tmp_path / "b.ant").read_bytes()


def test_without_the_extra_one_line_says_what_to_install(run, tmp_path, monkeypatch):
    """Exit 2, a line that names the extra, and no file."""
    monkeypatch.setitem(sys.modules, "antimony", None)
    code, out, err = run("export", SMALL, "--to", "antimony", "-o", "m.ant")
    assert (code, out) == (2, "")
    assert ours.MISSING in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
