"""Simulated registries of any size as snapshots, written block by block."""

import hashlib
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.errors import Problem, SnapshotError
from osteon.snapshot import Snapshot, open_snapshot, seal_snapshot
from osteon.synthetic.simulation.histories import Block, divide_into_blocks
from osteon.synthetic.simulation.registry import build_tables
from osteon.synthetic.simulation.truth import SimulationTruth
from osteon.synthetic.simulation.truth_file import dump_truth

_MOST_WRITERS = 4
"""Blocks in memory at a time; how many there are does not bear on what is written."""
_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class SimulatedSnapshot:
    """A snapshot beside the truth that it was drawn from.

    Parameters
    ----------
    truth : SimulationTruth
        Every parameter.
    seed : int
        What the random numbers started from.
    snapshot : Snapshot
        The records, opened and verified. Its source names the seed and the truth by its digest.
    """

    truth: SimulationTruth
    seed: int
    snapshot: Snapshot


def write_simulated_snapshot(
    folder: Path, truth: SimulationTruth, n_patients: int, *, seed: int, created: datetime
) -> SimulatedSnapshot:
    """Draw a registry of n patients and write it as a snapshot, a part at a time.

    Parameters
    ----------
    folder : Path
        Where the snapshot is to lie; nothing may be there yet.
    truth : SimulationTruth
        What it is drawn from.
    n_patients : int, >= 1
        How many patients it has; memory holds some tens of thousands of them at a time, and at
        the end every key of the registry, to compare them.
    seed : int, >= 0
        The same seed, truth and number give the same bytes.
    created : datetime
        The present time, with its offset from UTC; stands outside the digest.

    Returns
    -------
    SimulatedSnapshot
        With the records that `simulate_registry` gives for this truth, number and seed.

    Raises
    ------
    SnapshotError
        Something lies in the folder already.
    ProtocolError
        The truth lets nobody reach a first visit.
    """
    target = folder.resolve()
    _check_free(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _write_blocks(workshop, truth, n_patients, seed=seed)
        cutoff, source = truth.observation.data_cutoff, _describe(truth, n_patients, seed)
        seal_snapshot(workshop, data_cutoff=cutoff, source=source, created=created)
        workshop.rename(target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return SimulatedSnapshot(truth, seed, open_snapshot(folder))


def _check_free(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "Choose another folder, or remove this one."
        problem = Problem(str(target), "files", "an empty folder or nothing", hint)
        raise SnapshotError("A simulated registry replaces nothing.", [problem])


def _describe(truth: SimulationTruth, n_patients: int, seed: int) -> str:
    digest = hashlib.sha256(dump_truth(truth).encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"simulated: {n_patients} patients, seed {seed}, truth {digest}"


def _write_blocks(workshop: Path, truth: SimulationTruth, n_patients: int, *, seed: int) -> None:
    def write(block: Block) -> None:
        histories = block.draw_histories(truth, seed)
        for name, table in build_tables(truth, block, histories, seed=seed).items():
            if table.num_rows or block.number == 0:
                _write_part(table, workshop / name, block.number)

    with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_WRITERS)) as writers:
        list(writers.map(write, divide_into_blocks(n_patients)))


def _write_part(table: pa.Table, folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    plain = table.cast(pa.schema([column.remove_metadata() for column in table.schema]))
    pq.write_table(
        plain,
        folder / f"part-{number:05d}.parquet",
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
    )
