"""Invented records in DuckDB."""

from collections.abc import Iterator
from contextlib import contextmanager

import ibis

from engines.loaded import LoadedTables
from invention import Invented


@contextmanager
def load_into_duckdb(invented: Invented) -> Iterator[LoadedTables]:
    """Yield the records as tables of a database in memory, which ends with them."""
    connection = ibis.duckdb.connect()
    views = {name: connection.create_table(name, rows) for name, rows in invented.tables.items()}
    yield LoadedTables(views, invented.data_cutoff)
