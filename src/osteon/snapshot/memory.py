"""A snapshot that lies in no folder: tables held in memory, for invented records."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import pyarrow as pa

from osteon.errors import SnapshotError
from osteon.snapshot.engine import connect
from osteon.snapshot.manifest import TableManifest, seal_manifest
from osteon.snapshot.snapshot import Snapshot
from osteon.snapshot.tables import check_tables, name_columns

NOWHERE = Path("in memory")


def hold_tables(tables: Mapping[str, pa.Table], *, data_cutoff: date, source: str) -> Snapshot:
    """Return tables as a snapshot that ends with the program.

    Parameters
    ----------
    tables : mapping of pyarrow.Table
        By table name, with the columns and types of ``osteon.dictionary.arrow_schema``.
    data_cutoff : date
        Last day of the data; the snapshot also claims to have been made on it.
    source : str
        Where the records come from, in words.

    Returns
    -------
    Snapshot
        It names no files, so that its digest says nothing of its content.

    Raises
    ------
    SnapshotError
        The tables are not as the dictionary says.
    """
    problems = check_tables(tables)
    if problems:
        raise SnapshotError("These tables are not those of a snapshot.", problems)
    connection = connect(max((table.num_rows for table in tables.values()), default=0))
    views = {name: connection.create_table(name, table) for name, table in tables.items()}
    manifests = {
        name: TableManifest(name_columns(table.schema), table.num_rows, ())
        for name, table in tables.items()
    }
    created = datetime.combine(data_cutoff, time(), tzinfo=UTC)
    manifest = seal_manifest(manifests, data_cutoff=data_cutoff, source=source, created=created)
    return Snapshot(NOWHERE, manifest, connection, views)
