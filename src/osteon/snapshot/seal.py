"""Make a snapshot of Parquet tables that another program has written."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from osteon.errors import SnapshotError
from osteon.snapshot.layout import describe_folder, write_manifest
from osteon.snapshot.manifest import seal_manifest
from osteon.snapshot.snapshot import Snapshot, open_snapshot
from osteon.snapshot.tables import check_columns, check_keys, key_columns


def seal_snapshot(folder: Path, *, data_cutoff: date, source: str, created: datetime) -> Snapshot:
    """Write the manifest for a folder of tables, which themselves stay as they are.

    Parameters
    ----------
    folder : Path
        Holds ``<table>.parquet`` or ``<table>/part-*.parquet``, and no other files.
    data_cutoff, source, created
        As in `build_snapshot`.

    Returns
    -------
    Snapshot
        The folder, opened and verified.

    Raises
    ------
    SnapshotError
        A file is none of a table or cannot be read, or a table is not as the dictionary says.
    """
    tables, problems = describe_folder(folder)
    problems += check_columns({name: table.columns for name, table in tables.items()})
    if not problems:
        problems = check_keys(
            {
                name: _read_keys(name, [folder / file.name for file in table.files])
                for name, table in tables.items()
            }
        )
    if problems:
        raise SnapshotError(f"{folder} does not hold the tables of a snapshot.", problems)
    manifest = seal_manifest(tables, data_cutoff=data_cutoff, source=source, created=created)
    write_manifest(manifest, folder)
    return open_snapshot(folder)


def _read_keys(name: str, files: Sequence[Path]) -> pa.Table:
    """Return the keys of a table, of all its files."""
    columns = key_columns(name)
    return pa.concat_tables(pq.ParquetFile(file).read(columns=columns) for file in files)
