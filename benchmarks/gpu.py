"""The course by JAX on a GPU against the processor: the same answers, and both rates.

python -m benchmarks.gpu

Where JAX sees no GPU, it says so, and that is all. 64 bits must agree to 1e-9 of an outcome's
range and 32 bits to 1e-4; else the exit status is 1. In `wearoff` itself, a GPU simulates where the
environment variable `JAX_PLATFORMS` names it.
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from benchmarks.case import Case
from benchmarks.measuring import hardware
from benchmarks.own_jax import Jax

if TYPE_CHECKING:
    from wearoff.records import Array

PATIENTS = {"cpu": 256, "gpu": 16_384}
"""Patients of a round, as many as suit the device; the first are compared."""
ROUNDS = 3
NEAR = {False: 1e-9, True: 1e-4}
"""Largest difference of any outcome, of its range, in 64 bits and in 32."""
STILL = 1e-9
"""Range below which an outcome does not move."""


def measured(device: Any, *, single: bool) -> tuple[Array, float]:
    """Courses (patients, outcomes, days) of a device, and its patients a second by the clock."""
    patients = PATIENTS[device.platform]
    program = Jax(Case("folded", patients), single=single)
    spent: list[float] = []
    with jax.default_device(device):
        found = program.run()
        for _ in range(ROUNDS):
            start = time.perf_counter()
            program.run()
            spent.append(time.perf_counter() - start)
    return found, patients / median(spent)


def main() -> int:
    """Print the table."""
    jax.config.update("jax_platforms", None)  # the package asks for the processor only
    devices = {device.platform: device for device in jax.devices()}
    if "gpu" not in devices:
        print("JAX sees no GPU here.")
        return 0
    print(hardware("jax"), devices["gpu"].device_kind, sep="; ")
    print("\n| bits | processor, patients/s | GPU, patients/s | largest difference |")
    print("|--:|--:|--:|--:|")
    fine = True
    for single in (False, True):
        here, rate = measured(jax.devices("cpu")[0], single=single)
        there, its_rate = measured(devices["gpu"], single=single)
        span = np.ptp(here, axis=(0, 2))
        apart = np.abs(there[: len(here)] - here).max(axis=(0, 2)) / np.where(span > STILL, span, 1)
        fine = fine and bool(apart.max() <= NEAR[single])
        bits = 32 if single else 64
        print(f"| {bits} | {rate:,.0f} | {its_rate:,.0f} | {apart.max():.1e} |", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
