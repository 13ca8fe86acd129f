"""Count tables as files: one Parquet file a table, each naming what it came from."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def write_counts(counts: Mapping[str, pa.Table], folder: Path) -> None:
    """Write each count table as ``<name>.parquet``, replacing those of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.parquet"):
        old.unlink()
    for name, table in counts.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
