"""What a process used: CPU seconds of all its threads, and memory at its peak."""

from __future__ import annotations

import os
import platform
import resource
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def cpu() -> float:
    """CPU seconds of this process so far, all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def megabytes() -> float:
    """Peak memory of this process; getrusage would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def hardware(*packages: str) -> str:
    """Processor, cores and versions, of those packages that are here."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    found = [f"Python {platform.python_version()}"]
    for package in ("wearoff", *packages):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores; {', '.join(found)}"
    )
