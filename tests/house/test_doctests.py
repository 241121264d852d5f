"""The examples of docstrings run as they stand."""

from __future__ import annotations

import doctest
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import wearoff
from conftest import TIER

SOURCE = Path(wearoff.__file__).parent
SLOW = {"diary.analyze", "diary.plan", "studies.calibrate", "studies.validate", "trial.fit"}
"""Modules whose examples take long: they fit, plan or calibrate, and run in the larger tiers."""
MODULES = [
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in sorted(SOURCE.rglob("*.py"))
    if re.search(r"^\s+>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, tmp_path, monkeypatch):
    """Every example prints what its docstring says."""
    if name in SLOW and TIER == "quick":
        pytest.skip("examples that take long run in the larger tiers")
    monkeypatch.chdir(tmp_path)
    found = doctest.testmod(
        import_module(f"wearoff.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("name", [name for name in wearoff.__all__ if name[0].islower()])
def test_a_public_call_says_what_it_takes_gives_and_refuses(name):
    """Every public call has its arguments, what it returns, and an example."""
    call = getattr(wearoff, name)
    text = inspect.getdoc(call)
    parts = re.findall(r"^(Args|Returns|Raises|Example):$", text, re.MULTILINE)
    parameters = inspect.signature(call).parameters
    assert {"Returns", "Example"} <= set(parts)
    assert ("Args" in parts) == bool(parameters)
    for parameter in parameters:
        assert re.search(rf"^    {parameter}: ", text, re.MULTILINE), parameter
