"""A cohort as a folder of Parquet files, each a pure function of scenario, seed and number.

So it does not matter who writes one, where, in which order, or whether it is written again: a run
that was interrupted goes on with the files that are missing, or not what they were.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from wearoff.formats.checksums import add_sum, is_as_written, sum_of, sums, write_sums
from wearoff.formats.resumable import begin, check_all, check_here, put, sweep, timed
from wearoff.runs import check_same, meta
from wearoff.simulation.clusters import engine_of
from wearoff.simulation.cohorts import BATCH
from wearoff.simulation.engines import computed_by
from wearoff.simulation.schedule import steps_per_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wearoff.simulation.cohorts import Cohort

WHOLE = b"PAR1"
"""How a Parquet file ends."""


def chunk_name(number: int) -> str:
    """Name of the file of a batch."""
    return f"cohort-{number:06d}.parquet"


def made_by(cohort: Cohort) -> dict[str, Any]:
    """Version, seed and evidence, and what computes the files here."""
    by = computed_by(steps_per_day(cohort.step))
    return {**meta(cohort.seed), "computed_by": by}


def scenario(cohort: Cohort) -> dict[str, Any]:
    """All that the files of a cohort depend on, as JSON knows it."""
    named = {"condition", "sessions", "settings"}
    plain = {name: value for name, value in vars(replace(cohort)).items() if name not in named}
    return {
        **plain,
        **made_by(cohort),
        "condition": cohort.condition.name,
        "sessions": [
            {**asdict(session), "injections": [asdict(i) for i in session.injections]}
            for session in cohort.sessions
        ],
        "settings": {name: np.asarray(v).tolist() for name, v in cohort.settings.items()},
        "only": list(cohort.only),
        "files": len(cohort.parts),
        "patients_a_file": 1 if cohort.typical else BATCH,
    }


def write_chunk(
    cohort: Cohort, folder: Path, made: Mapping[str, Any], number: int
) -> tuple[int, str]:
    """Simulate one batch and write its file, whole or not at all.

    Args:
        cohort: All patients.
        folder: Where.
        made: `made_by` of who asks, which is to be that here.
        number: Of the batch.

    Returns:
        The number, and the sum of what was written.

    Raises:
        InputError: another version or compiler is installed here, a course has no finite value, or
            the file cannot be written.
    """
    from wearoff.simulation.tables import parquet

    check_same(made, made_by(cohort))
    batch = cohort.batch(number)
    batch.check_finite(cohort.settings)
    data = parquet(batch)
    put(data, folder / chunk_name(number))
    return number, sum_of(data)


def write_chunks(
    cohort: Cohort,
    path: str | Path,
    *,
    engine: str = "threads",
    resume: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write a cohort as a folder of Parquet files, `BATCH` patients in each.

    Args:
        cohort: Patients.
        path: The folder; several machines see it under this one path.
        engine: ``threads``, ``dask`` or ``dask://HOST:PORT``.
        resume: Whether to go on with the same run, interrupted.
        progress: Called with a line now and then.

    Returns:
        The folder.

    Raises:
        InputError: the engine is none, the folder holds something else, a file cannot be written,
            a worker wrote it elsewhere, or the engine left it out.

    Example:
        >>> import wearoff
        >>> found = wearoff.simulate("healthy_muscle", patients=300, years=0.1)
        >>> folder = write_chunks(found.cohort, "muscles")
        >>> sorted(file.name for file in folder.iterdir())
        ['SHA256SUMS', 'cohort-000000.parquet', 'cohort-000001.parquet', 'manifest.json']
    """
    with engine_of(engine) as run:
        folder = begin(path, scenario(cohort), resume=resume)
        known = sums(folder)
        files = {number: folder / chunk_name(number) for number in cohort.parts}
        missing = [number for number, file in files.items() if not is_as_written(file, known)]
        # a copy: what was kept for reading belongs to this process
        work = partial(write_chunk, replace(cohort), folder, made_by(cohort))
        say = progress and (lambda line: progress(f"files: {line}"))
        for number, digest in timed(run(work, missing), len(missing), say):
            check_here(files[number], WHOLE)
            add_sum(files[number], digest)
            known[files[number].name] = digest
        check_all(files.values(), WHOLE)
        write_sums(folder, {file.name: known[file.name] for file in files.values()})
        sweep(folder)
    return folder
