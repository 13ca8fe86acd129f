"""Invented patients: days of follow-up, two causes of an event, a few groups."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.load_patients import COLUMNS

LONGEST = 7_300  # days, twenty years
SEED = 20_240_101


def make_patients(folder: Path, n: int, n_groups: int = 3) -> None:
    """Write n patients as Parquet, and each column as 32-bit integers for the other programs."""
    generator = np.random.default_rng(SEED)
    group = generator.integers(n_groups, size=n, dtype=np.int32)
    days = generator.weibull(1.2, n) * (2_500 + 500 * (group % 3))
    end = generator.uniform(0, 1.4 * LONGEST, n)
    time = np.minimum(np.minimum(np.ceil(days), np.ceil(end)), LONGEST).astype(np.int32)
    cause = np.where(generator.random(n) < 0.3, 2, 1)
    status = np.where(days <= np.minimum(end, LONGEST), cause, 0).astype(np.int32)
    columns = dict(zip(COLUMNS, (time, status, group), strict=True))
    for name, values in columns.items():
        values.tofile(folder / f"{name}.int32")
    pq.write_table(pa.table(columns), folder / "patients.parquet")
