"""What a shell offers when a name is begun."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import wearoff
from wearoff.cli import complete
from wearoff.evidence import claims, injections
from wearoff.model.conditions import CONDITIONS


@pytest.mark.parametrize(
    ("offer", "known"),
    [
        (complete.conditions, CONDITIONS),
        (complete.plans, injections.plans()),
        (complete.numbers, wearoff.numbers()),
        (complete.claims, claims.claims()),
        (complete.grades, claims.GRADES),
    ],
)
def test_every_name_is_offered_to_nothing_and_itself_to_each(offer, known):
    """Nothing typed offers every name; a whole name offers itself; nonsense offers nothing."""
    assert sorted(offer("")) == sorted(known)
    assert all(name in offer(name) for name in known)
    assert offer("~") == []


def test_a_setting_is_offered_ready_for_its_value():
    """`--set kS` offers `kS=`, so that a number can follow."""
    assert "kS=" in complete.settings("k")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("wearoff simulate cervical_d", ["cervical_dystonia"]),
        ("wearoff simulate cervical_dystonia --plan preempt_1", ["preempt_155", "preempt_155_195"]),
        ("wearoff analyze diary.csv --condition tension", ["tension_type"]),
        ("wearoff why hypothesis_k", ["hypothesis_kz"]),
        ("wearoff claims C0", [f"C0{number}" for number in range(1, 10)]),
    ],
)
def test_the_shell_is_answered(line, offered):
    """The program answers bash with the names that fit."""
    words = line.split()
    asked = {"_WEAROFF_COMPLETE": "complete_bash", "COMP_WORDS": line}
    found = subprocess.run(
        [sys.executable, "-c", "from wearoff.cli.main import app; app(prog_name='wearoff')"],
        env={**os.environ, **asked, "COMP_CWORD": str(len(words) - 1)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.split() == offered


def test_completing_computes_nothing():
    """Offering names loads no JAX and no Polars."""
    code = (
        "from wearoff.cli import complete as c; import sys;"
        "[offer('') for offer in (c.conditions, c.plans, c.numbers, c.claims, c.grades)];"
        "print([name for name in ('jax', 'polars', 'altair') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
