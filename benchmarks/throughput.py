"""Throughput beside a peer, in one run: this simulator, and libroadrunner on the exported model.

python benchmarks/throughput.py [CONDITION]

Both simulate the same drawn patients over five years of the condition's usual plan and read every
outcome every day. Compiling and loading are left out on both sides. The peer runs as it comes, and
with its other method, which is the faster one here. Errors are of the typical patient's states
against libroadrunner at a tolerance of 1e-12. Memory is the peak of a process that does only that.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import wearoff
from wearoff.simulation.export import values

if TYPE_CHECKING:
    from wearoff.simulation.export import Exported

CONDITION, YEARS = "chronic_migraine", 5
PATIENTS, PEER_PATIENTS = 1024, 12
MANY, MANY_YEARS = (10_000, 100_000), 1
TIGHT = 1e-12
STILL = 1e-9
"""Range below which a state does not move."""


class Peer:
    """Libroadrunner with one condition's exported model."""

    def __init__(self, condition: str, *, years: float = YEARS) -> None:
        """Export, load and compile."""
        import roadrunner

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.xml"
            self.exported: Exported = wearoff.export(condition, path=path, years=years)
            self.model = roadrunner.RoadRunner(str(path))
        self.days = self.exported.simulation.cohort.days

    def read(self, names: list[str]) -> np.ndarray[Any, Any]:
        """One patient's days: (days, names)."""
        self.model.timeCourseSelections = ["time", *names]
        self.model.reset()
        return np.asarray(self.model.simulate(0, self.days - 1, self.days))[:, 1:]

    def become(self, drawn: dict[str, Any], patient: int) -> None:
        """Take a drawn patient's numbers."""
        for name, value in values(self.exported.system, drawn, patient).items():
            self.model[name] = value

    def rate(self, drawn: dict[str, Any]) -> float:
        """Patients per CPU-second, each with every outcome every day."""
        outcomes = list(self.exported.system.outcomes.values())
        self.read(outcomes)
        start = cpu()
        for patient in range(PEER_PATIENTS):
            self.become(drawn, patient)
            self.read(outcomes)
        used = cpu() - start
        self.model.resetAll()
        return PEER_PATIENTS / used

    def method(self, *, stiff: bool) -> None:
        """Backward differences, its default, or Adams."""
        self.model.integrator.stiff = stiff

    def tight(self) -> None:
        """As exact as it can."""
        self.model.integrator.relative_tolerance = TIGHT
        self.model.integrator.absolute_tolerance = TIGHT


def cpu() -> float:
    """CPU seconds of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def megabytes() -> float:
    """Peak memory of this process; getrusage would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def ours(condition: str, patients: int, *, years: float = YEARS, seed: int = 1) -> None:
    """Simulate and summarize."""
    _ = wearoff.simulate(condition, years=years, patients=patients, seed=seed).summary


def alone(*arguments: str) -> tuple[float, float]:
    """Seconds and peak memory of a process that does one thing."""
    command = [sys.executable, __file__, *arguments]
    start = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - itself
    return time.perf_counter() - start, float(said.stdout)


def hardware() -> str:
    """Processor, cores and versions."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    versions = [f"{name} {version(name)}" for name in ("wearoff", "jax", "libroadrunner")]
    where = f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores"
    return f"{where}; Python {platform.python_version()}, {', '.join(versions)}"


def main(condition: str) -> None:
    """Print one table, the ratios, and the memory of large cohorts."""
    typical = wearoff.simulate(condition, years=YEARS, typical=True, states=True)
    states = [name for name in typical.columns if name not in typical.cohort.outcomes]
    drawn = wearoff.simulate(condition, years=YEARS, patients=PEER_PATIENTS).cohort.drawn(
        np.arange(PEER_PATIENTS)
    )
    peer = Peer(condition)
    courses, rates = {}, {}
    for name, stiff in (("libroadrunner, as it comes", True), ("libroadrunner, Adams", False)):
        peer.method(stiff=stiff)
        courses[name] = peer.read(states)
        rates[name] = peer.rate(drawn)
    ours(condition, PATIENTS)
    start = cpu()
    ours(condition, PATIENTS, seed=2)
    rates["wearoff"] = PATIENTS / (cpu() - start)
    courses["wearoff"] = typical.frame().select(states).to_numpy()
    peer.tight()
    exact = peer.read(states)
    span = np.ptp(exact, 0)
    span = np.where(span > STILL, span, 1.0)
    _, peer_memory = alone("peer", condition)
    _, our_memory = alone("ours", condition, str(PATIENTS), str(YEARS))
    print(f"{condition}, {YEARS} years, {len(states)} states\n{hardware()}\n")
    print(f"{'program':<28}{'patients/CPU-s':>15}{'error, of range':>17}{'peak memory':>13}")
    for name, rate in rates.items():
        error = np.max(np.abs(courses[name] - exact) / span)
        memory = our_memory if name == "wearoff" else peer_memory
        print(f"{name:<28}{rate:>15.1f}{error:>17.1e}{memory:>10.0f} MB")
    for name in list(rates)[:-1]:
        print(f"ratio to {name}: {rates['wearoff'] / rates[name]:.0f}")
    print()
    for patients in MANY:
        seconds, memory = alone("ours", condition, str(patients), str(MANY_YEARS))
        text = f"wearoff, {patients} patients, {MANY_YEARS} year: {seconds:.0f} s"
        print(f"{text}, peak memory {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["peer", name]:
            Peer(name).read(["time"])
            print(megabytes())
        case ["ours", name, count, length]:
            ours(name, int(count), years=float(length))
            print(megabytes())
        case [name]:
            main(name)
        case _:
            main(CONDITION)
