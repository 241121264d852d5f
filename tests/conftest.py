"""What every test shares: the tiers, the one fit of the real trial, and a closed network."""

from __future__ import annotations

import fcntl
import ipaddress
import json
import os
import pickle
import socket
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from watched import first_examples

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

if without := os.environ.get("WEAROFF_WITHOUT"):
    sys.modules[without] = None  # as where this library is not installed

TIERS = {
    # counts that grow with the tier: make test is quick, .ci/run is ci, make full is full
    "calibration replicates": {"quick": 2, "ci": 200, "full": 500},
    "generated diaries of a kind": {"quick": 1, "ci": 60, "full": 300},
    "people near the line": {"quick": 0, "ci": 150, "full": 300},
    "fake sessions a real diary": {"quick": 1, "ci": 10, "full": 10},
    "damaged inputs a format": {"quick": 50, "ci": 300, "full": 2000},
    "slips of a hand": {"quick": 40, "ci": 300, "full": 2000},
    "clean diaries looked over": {"quick": 60, "ci": 200, "full": 200},
    "generated documents a face": {"quick": 25, "ci": 500, "full": 500},
    "documents whose words are read": {"quick": 10, "ci": 100, "full": 500},
    "pages on paper": {"quick": 1, "ci": 10, "full": 500},
    "pattern diaries of a kind": {"quick": 8, "ci": 200, "full": 500},
    "conditions in long checks": {"quick": 3, "ci": 10, "full": 10},
    "numbers printed": {"quick": 30, "ci": 1000, "full": 1000},
    "people who ask at once": {"quick": 3, "ci": 20, "full": 20},
    "random requests of a call": {"quick": 20, "ci": 60, "full": 400},  # of 17: a thousand in ci
    "trials of a score": {"quick": 1, "ci": 3, "full": 60},
    "folds of the real trial": {"quick": 0, "ci": 10, "full": 10},
}
TIER = os.environ.get("WEAROFF_TIER", "quick")
FOLDS = TIERS["folds of the real trial"][TIER] > 0
needs_folds = pytest.mark.skipif(not FOLDS, reason="the fit of this tier has no folds")
FIRST = ("bruxism", "cervical_dystonia", "healthy_muscle")
"""Conditions that the long checks take in every tier."""


def some(conditions):
    """The conditions that the long checks take in this tier."""
    ordered = sorted(conditions, key=lambda name: (name not in FIRST, name))
    return ordered[: TIERS["conditions in long checks"][TIER]]


for tier, damaged in TIERS["damaged inputs a format"].items():
    settings.register_profile(tier, max_examples=damaged, deadline=None, derandomize=True)
settings.load_profile(TIER)


LONGEST = (
    "generated_diaries",
    "generated_levels",
    "fit",
    "validation",
    "negative_control",
    "calibration",
    "laws",
    "load",
    "cli",
)
"""Files that take longest in some tier: each runs in one process, so they come first.

Those that read the fit of the trial do not stand beside the one that makes it: they would wait.
"""


def pytest_collection_modifyitems(items):
    """Begin with the longest files, and skip what needs shared data where there is none."""
    places = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="no shared data beside this checkout"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Of the hundreds of examples of a property coverage watches the first."""
    with first_examples(getattr(item, "obj", None)):
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def closed_network():
    """Health data cannot leave: any connection or look-up beyond this machine is an error."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def checked(host):
        try:
            local = host in {None, "", "localhost"} or ipaddress.ip_address(host).is_loopback
        except ValueError:
            local = False
        if not local:
            raise AssertionError(f"a test tried to reach {host!r} over the network")

    def guarded(original):
        def call(self, address):
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                checked(address[0])
            return original(self, address)

        return call

    def guarded_look_up(host, *arguments, **options):
        checked(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Make something that takes long in one process; the others wait for it and read it.

    Who does not want to ``wait`` gets None while another process makes it.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def call(name, make, *, wait=True):
        kept = folder / f"{name}.pickle"
        with kept.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
            return pickle.loads(kept.read_bytes())  # noqa: S301 - written by this run

    return call


@pytest.fixture(scope="session")
def count():
    """How many of a kind this tier takes; for tests that cannot import the table."""
    return lambda kind: TIERS[kind][TIER]


@pytest.fixture(scope="session")
def document_schema():
    """What holds a document against its schema, by its name; for the same."""
    return schema_of


@pytest.fixture(scope="session")
def shared():
    """Folder of data that may not be redistributed; for tests marked ``shared``."""
    return SHARED


@pytest.fixture(scope="session")
def fitted(made_once):
    """The open dystonia trial, fitted once for all tests; with folds where the tier has them."""
    import wearoff

    def fit():
        found = wearoff.fit(wearoff.example_trial(), folds=FOLDS, seed=1)
        assert found.result  # worked out by whom it was fitted, and kept with it
        return found

    return made_once("fit", fit)


@pytest.fixture(scope="session")
def fitted_document(fitted):
    """What that fit says, as `wearoff fit --json` prints it."""
    from wearoff.formats.documents import to_json

    return json.loads(to_json(fitted.to_dict()))


@pytest.fixture(scope="session")
def made_up(made_once):
    """The demo's two made-up people: both diaries, whole and early, analyzed once."""
    from wearoff.diary import examples

    return made_once("made up", examples.made_up)


def document_of(command, *arguments):
    """Name of the document that a command prints with --json."""
    if command == "simulate" and "--hypothesis" in arguments:
        return "hypothesis"
    if command == "why" and "all" in arguments:
        return "numbers"
    if command == "import" and Path(arguments[0]).stem == "clinic":
        return "import_cases"
    if command == "analyze" and (
        Path(arguments[0]).is_dir() or Path(arguments[0]).stem == "clinic"
    ):
        return "folder"
    if command == "export" and Path(arguments[0]).exists():
        return "export_case"
    return command


@cache
def schema_of(document):
    """What holds a document against its schema, as the file in the repository has it."""
    from jsonschema import Draft202012Validator

    path = ROOT / "schemas" / f"{document}.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def pango():
    """Skips what lays out paper where the system has no Pango."""
    try:
        import weasyprint  # noqa: F401 - whether it loads is the question
    except OSError:
        pytest.skip("Pango is not installed")


@pytest.fixture
def trial(tmp_path):
    """Read a text, or bytes, as a trial file."""
    from wearoff.trial.read import read_trial

    def read(text, encoding="utf-8"):
        file = tmp_path / "trial.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_trial(file)

    return read


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run the command line in an empty folder: exit code, standard output, standard error.

    Every document that is printed is held against its schema.
    """
    from wearoff.cli.main import main

    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        said = capsys.readouterr()
        if "--json" in arguments and end.value.code == 0:
            schema_of(document_of(*arguments)).validate(json.loads(said.out))
        return end.value.code, said.out, said.err

    return call
