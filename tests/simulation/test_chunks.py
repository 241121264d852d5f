"""A cohort as a folder: the same bytes by any engine, and after any interruption."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import polars as pl
import psutil
import pytest

import wearoff
from conftest import TIER
from wearoff.errors import InputError
from wearoff.formats import resumable
from wearoff.formats.checksums import SUMS
from wearoff.simulation import chunks, cohorts
from wearoff.simulation.kernel.compiling import compiles

SMALL = {"years": 0.1, "patients": 600, "seed": 4}
"""Three files."""
LONG = ["simulate", "healthy_muscle", "--years", "5", "--patients", "2000", "--seed", "4"]
FILES = 8
"""Of the long run, in some seconds: time to end something."""
SHORT = ["simulate", "healthy_muscle", "--years", "0.3", "--patients", "600"]
PATIENCE = 120

larger = pytest.mark.skipif(TIER == "quick", reason="clusters are started in the larger tiers")


def bytes_of(folder):
    """Every file of a folder by its name, hidden ones too."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def begin(out, *options, arguments=LONG):
    """A run of the command line, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "wearoff", *arguments, "-o", str(out), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(run):
    """Its exit code, and what it said on standard error."""
    _, said = run.communicate(timeout=PATIENCE)
    return run.returncode, said


def until_files(folder, count, run):
    """Wait until some files are there; the run is to be going on then."""
    for _ in range(PATIENCE * 50):
        if len(list(folder.glob("*.parquet"))) >= count:
            break
        time.sleep(0.02)
    assert run.poll() is None
    assert not (folder / chunks.chunk_name(FILES - 1)).exists()


@pytest.fixture(scope="session")
def undisturbed(made_once):
    """The long run by threads, from beginning to end."""

    def make():
        import tempfile

        with tempfile.TemporaryDirectory() as place:
            run = begin(Path(place) / "whole")
            assert end(run)[0] == 0
            return bytes_of(Path(place) / "whole")

    return made_once("undisturbed", make)


def test_the_files_of_a_folder_are_the_table(tmp_path):
    """Its files, one after another, are the frame to the last bit, and nothing else is in it."""
    found = wearoff.simulate("healthy_muscle", states=True, **SMALL)
    folder = found.write(tmp_path / "cohort")
    assert pl.read_parquet(folder / "*.parquet").equals(found.frame())
    names = [SUMS, *(chunks.chunk_name(k) for k in range(3)), resumable.MANIFEST]
    assert [path.name for path in sorted(folder.iterdir())] == names


def test_the_rows_do_not_depend_on_the_size_of_a_file(tmp_path, monkeypatch):
    """Patients simulated 100 at a time have the same numbers as 256 at a time."""
    found = wearoff.simulate("cervical_dystonia", **SMALL)
    usual = found.frame()
    monkeypatch.setattr(cohorts, "BATCH", 100)
    folder = wearoff.simulate("cervical_dystonia", **SMALL).write(tmp_path / "cohort")
    assert len(list(folder.glob("*.parquet"))) == 6
    assert pl.read_parquet(folder / "*.parquet").equals(usual)


def test_a_run_goes_on_where_it_was_stopped(tmp_path):
    """Missing, cut and half-written files are made again, the others left, all byte for byte."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    folder = found.write(tmp_path / "cohort")
    whole = bytes_of(folder)
    first, second, third = (folder / chunks.chunk_name(k) for k in range(3))
    second.unlink()
    third.write_bytes(third.read_bytes()[:-9])
    (folder / f".{second.name}.elsewhere-7.partial").write_bytes(b"PAR1 begun")
    kept = first.stat().st_mtime_ns
    found.write(folder, resume=True)
    assert bytes_of(folder) == whole
    assert first.stat().st_mtime_ns == kept


def test_what_was_changed_is_made_again(tmp_path):
    """A flipped byte, files under each other's names and a sum that is lost are mended."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    folder = found.write(tmp_path / "cohort")
    whole = bytes_of(folder)
    first, second, third = (folder / chunks.chunk_name(k) for k in range(3))
    flipped = bytearray(first.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    first.write_bytes(flipped)
    data = second.read_bytes()
    second.write_bytes(third.read_bytes())
    third.write_bytes(data)
    assert first.stat().st_size == len(whole[first.name])
    found.write(folder, resume=True)
    assert bytes_of(folder) == whole
    (folder / SUMS).write_text("".join((folder / SUMS).read_text().splitlines(keepends=True)[1:]))
    found.write(folder, resume=True)
    assert bytes_of(folder) == whole


def test_sums_are_those_of_the_system(tmp_path):
    """What ``sha256sum`` would check holds, line by line, sorted by name."""
    folder = wearoff.simulate("healthy_muscle", **SMALL).write(tmp_path / "cohort")
    lines = [line.split("  ") for line in (folder / SUMS).read_text().splitlines()]
    assert [name for _, name in lines] == [chunks.chunk_name(k) for k in range(3)]
    for digest, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("change", "said"),
    [({"seed": 5}, "seed 4, not 5"), ({"patients": 601}, "patients 600, not 601")],
)
def test_another_run_is_refused(tmp_path, change, said):
    """A folder of another seed or size is not gone on with, and stays as it is."""
    folder = wearoff.simulate("healthy_muscle", **SMALL).write(tmp_path / "cohort")
    before = bytes_of(folder)
    other = wearoff.simulate("healthy_muscle", **(SMALL | change))
    with pytest.raises(InputError, match=f"holds another run: .*{said}"):
        other.write(folder, resume=True)
    with pytest.raises(InputError, match=r"holds a run; fix: resume goes on"):
        other.write(folder)
    assert bytes_of(folder) == before


def test_another_version_is_refused(tmp_path):
    """A folder that another version or other evidence began is not gone on with."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    folder = found.write(tmp_path / "cohort")
    file = folder / resumable.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {"version": "0.0.9"}))
    with pytest.raises(InputError, match=r'version "0\.0\.9", not "'):
        found.write(folder, resume=True)


def test_what_another_compiler_began_is_refused(tmp_path, monkeypatch):
    """Generated code and JAX differ in the last digits: neither goes on for the other."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    folder = found.write(tmp_path / "cohort")
    by = json.loads((folder / resumable.MANIFEST).read_text())["computed_by"]
    assert by == ("llvm" if compiles() else "jax")
    made = chunks.made_by(found.cohort)
    monkeypatch.setattr(chunks, "computed_by", lambda _: "another")
    with pytest.raises(InputError, match=f'another run: computed_by "{by}", not "another"'):
        found.write(folder, resume=True)
    with pytest.raises(InputError, match=r"a worker has another version: .*'computed_by': 'anoth"):
        chunks.write_chunk(found.cohort, tmp_path, made, 0)


def test_half_a_step_is_computed_by_jax():
    """Generated code takes whole days alone."""
    half = wearoff.simulate("healthy_muscle", step=0.5, **SMALL)
    assert chunks.made_by(half.cohort)["computed_by"] == "jax"


def test_a_folder_of_something_else_is_refused(tmp_path):
    """Neither a new run nor one that goes on writes into a folder of other files."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("mine")
    found = wearoff.simulate("healthy_muscle", **SMALL)
    for resume in (False, True):
        with pytest.raises(InputError, match="holds something"):
            found.write(tmp_path / "letters", resume=resume)
    assert list(bytes_of(tmp_path / "letters")) == ["a.txt"]


@pytest.mark.parametrize("name", ["spark", "dask://", "dask://host", "dask://a b:1", "threads:2"])
def test_another_engine_is_refused(tmp_path, name):
    """A name of no engine is one line, and nothing is written."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match=r"allowed: threads, dask or dask://HOST:PORT"):
        found.write(tmp_path / "cohort", engine=name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", [0, 65536, 99999])
def test_a_port_that_no_machine_has_is_refused(tmp_path, port):
    """The line says which ports there are; the last of them is asked for, and nobody answers."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match=r"99999|65536|:0") as refused:
        found.write(tmp_path / "cohort", engine=f"dask://127.0.0.1:{port}")
    assert "allowed: a port from 1 to 65535" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_takes_no_engine(tmp_path):
    """One file is written by this process, and cannot go on."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match="resume of one file"):
        found.write(tmp_path / "a.parquet", resume=True)
    with pytest.raises(InputError, match="engine of one file"):
        found.write(tmp_path / "a.parquet", engine="dask")


def test_a_worker_of_another_version_is_refused(tmp_path):
    """A worker whose version or evidence differs says so, and writes nothing."""
    cohort = wearoff.simulate("healthy_muscle", **SMALL).cohort
    with pytest.raises(InputError, match="a worker has another version"):
        chunks.write_chunk(cohort, tmp_path, {"version": "0.0.9"}, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_written_elsewhere_is_missed(tmp_path, monkeypatch):
    """Where a worker's folder is not this one, the run ends and says so."""
    monkeypatch.setattr(chunks, "put", lambda *_: None)
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match=r"wrote cohort-000000\.parquet elsewhere"):
        found.write(tmp_path / "cohort")


def test_files_that_an_engine_left_out_are_missed(tmp_path, monkeypatch):
    """An engine that ends without having done anything is no run that is done."""
    monkeypatch.setattr(chunks, "engine_of", lambda _: nullcontext(lambda *_: iter(())))
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match=r"3 files were not written, such as cohort-000000\."):
        found.write(tmp_path / "cohort")


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("left", [resumable.MANIFEST, f".{resumable.MANIFEST}.partial"])
def test_a_run_that_was_stopped_at_once_begins_anew(tmp_path, left, resume):
    """What is left of a manifest that was not written whole bars no run, with or without resume."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    whole = bytes_of(found.write(tmp_path / "whole"))
    (tmp_path / "cohort").mkdir()
    (tmp_path / "cohort" / left).write_bytes(b"")
    assert bytes_of(found.write(tmp_path / "cohort", resume=resume)) == whole


@pytest.mark.parametrize("text", ["[1]", "{", ""])
def test_a_damaged_manifest_is_one_line(tmp_path, text):
    """A manifest that says nothing of a run, files beside it, is named, and nothing is written."""
    found = wearoff.simulate("healthy_muscle", **SMALL)
    folder = found.write(tmp_path / "cohort")
    (folder / resumable.MANIFEST).write_text(text)
    before = bytes_of(folder)
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read: "):
        found.write(folder, resume=True)
    assert bytes_of(folder) == before


def test_how_far_a_run_is_comes_with_the_time_left(monkeypatch):
    """Progress tells how many are done and how long the others take, from those done."""
    clock = iter([0.0, 10.0, 11.0, 400.0, 401.0])
    monkeypatch.setattr(resumable.time, "monotonic", lambda: next(clock))
    said = []
    assert list(resumable.timed(iter([3, 1, 2, 0]), 4, said.append)) == [3, 1, 2, 0]
    assert said == ["1 of 4, about 30 s left", "3 of 4, about 2 min left"]


def test_a_run_that_is_killed_goes_on(tmp_path, undisturbed):
    """The whole run ends without warning; begun again it has the same bytes."""
    run = begin(tmp_path / "cohort")
    until_files(tmp_path / "cohort", 2, run)
    run.kill()
    run.communicate()
    assert 2 <= len(list((tmp_path / "cohort").glob("cohort-*.parquet"))) < FILES
    assert end(begin(tmp_path / "cohort", "--resume"))[0] == 0
    assert bytes_of(tmp_path / "cohort") == undisturbed


LITTLE_ROOM = """
import resource, signal
from wearoff.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
main()
"""
"""The program where no file can be longer."""


@pytest.mark.parametrize("out", ["cohort", "cohort.parquet", "cohort.csv"])
def test_a_full_disk_is_one_line(tmp_path, out):
    """Where no room is left the run ends in one line, exit 2, and nothing half written stays."""
    run = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, *SHORT, "-o", str(tmp_path / out)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
    )
    assert run.returncode == 2, run.stderr
    faults = [line for line in run.stderr.splitlines() if line.startswith("wearoff:")]
    assert len(faults) == 1
    assert "cannot be written: File too large" in faults[0]
    assert "Traceback" not in run.stderr
    left = [p.name for p in tmp_path.rglob("*") if "cache" not in p.relative_to(tmp_path).parts]
    assert set(left) <= {"cohort", resumable.MANIFEST}


# Clusters


def listening(process):
    """Addresses at which a process and those that it began listen."""
    return {
        place.laddr.ip
        for one in (process, *process.children(recursive=True))
        for place in one.net_connections("inet")
        if place.status == psutil.CONN_LISTEN
    }


@larger
def test_a_cluster_of_this_machine_is_local_and_misses_no_worker(tmp_path, undisturbed):
    """All listen on loopback alone; one is killed, others do its work; the bytes are as ever."""
    run = begin(tmp_path / "cohort", "--engine", "dask")
    until_files(tmp_path / "cohort", 1, run)
    all_of_it = psutil.Process(run.pid)
    assert listening(all_of_it) == {"127.0.0.1"}
    pool = [p for p in all_of_it.children(recursive=True) if "spawn_main" in " ".join(p.cmdline())]
    pool[0].kill()
    code, said = end(run)
    assert code == 0, said
    assert bytes_of(tmp_path / "cohort") == undisturbed


@pytest.fixture
def scheduler():
    """A scheduler with two workers on this machine: its process, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = f"127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    central = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet
    )
    each = [*dask, "worker", f"tcp://{at}", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    pool = [subprocess.Popen(each, **quiet) for _ in range(2)]
    yield central, at
    for process in (*pool, central):
        process.kill()
        process.wait()


@larger
def test_a_scheduler_that_is_killed_is_said_and_gone_on_without(tmp_path, undisturbed, scheduler):
    """The run ends in one line that says how to go on; threads finish it, with the same bytes."""
    central, at = scheduler
    run = begin(tmp_path / "cohort", "--engine", f"dask://{at}")
    until_files(tmp_path / "cohort", 1, run)
    central.kill()
    code, said = end(run)
    assert code == 2, said
    faults = [line for line in said.splitlines() if line.startswith("wearoff:")]
    assert len(faults) == 1
    assert "--resume goes on" in faults[0]
    assert "Traceback" not in said
    assert end(begin(tmp_path / "cohort", "--resume"))[0] == 0
    assert bytes_of(tmp_path / "cohort") == undisturbed


@larger
def test_a_scheduler_that_is_not_there_is_said(tmp_path, monkeypatch):
    """Nobody answers: one line, and nothing is written."""
    monkeypatch.setattr("wearoff.simulation.clusters.WAIT", 1)
    found = wearoff.simulate("healthy_muscle", **SMALL)
    with pytest.raises(InputError, match="no scheduler or worker answers"):
        found.write(tmp_path / "cohort", engine="dask://127.0.0.1:1")
    assert list(tmp_path.iterdir()) == []
