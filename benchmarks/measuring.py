"""What a process used: CPU seconds of all its threads, and memory at its peak."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def cpu(pid: int = 0) -> float:
    """CPU seconds of a process so far, all threads; 0 is this one."""
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) of Linux numbers them


def megabytes(pid: int = 0) -> float:
    """Peak memory of a process; getrusage would count the parent's too."""
    status = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="utf-8")
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
