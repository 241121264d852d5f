"""What an answer does not wait for: libraries it has no use for, and compilers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import jax
import pytest

import wearoff
from wearoff.diary.examples import example_diary

COMPILED = "/jax/core/compile/backend_compile_duration"
HEAVY = {"pint", "arviz_base", "arviz_stats", "xarray", "pandas", "matplotlib", "altair"}
ANALYZE = """
import sys
import wearoff

assert wearoff.analyze(sys.argv[1], injections=dict(enumerate(sys.argv)).get(2))
print(*sys.modules)
"""


@pytest.fixture
def compiled():
    """Programs that JAX compiled or fetched since the test began."""
    found = []

    def note(event, _, **__):
        if event == COMPILED:
            found.append(event)

    jax.monitoring.register_event_duration_secs_listener(note)
    yield found
    jax.monitoring.unregister_event_duration_listener(note)


@pytest.mark.parametrize(
    ("files", "heavy"),
    [(["diary.csv"], HEAVY | {"jax"}), (["diary.csv", "injections.csv"], HEAVY)],
)
def test_an_analysis_loads_only_what_it_uses(files, heavy):
    """Neither a registry of units nor libraries of tables and pictures; without a log no JAX."""
    paths = [str(example_diary("ben") / file) for file in files]
    done = subprocess.run(
        [sys.executable, "-c", ANALYZE, *paths], capture_output=True, text=True, check=True
    )
    assert "numpy" in done.stdout.split()
    assert not heavy & set(done.stdout.split())


def test_another_length_or_seed_compiles_nothing(compiled):
    """A diary 30 rows shorter, and another seed, use what the first one compiled."""
    case = wearoff.example_case("ben")
    wearoff.analyze(case)
    jax.jit(lambda x: x * 3.5 + 1.25)(len(compiled))
    before = len(compiled)
    assert before > 0  # the listener hears
    shorter = replace(case, diary=case.diary.until(case.diary.days - 30), files=())
    wearoff.analyze(shorter)
    wearoff.analyze(case, seed=2)
    assert len(compiled) == before
