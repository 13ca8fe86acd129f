"""Invented records in PostgreSQL, a schema for every set of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import ibis
import pyarrow as pa

from engines.loaded import LoadedTables
from invention import Invented
from postgres_server import running_postgres


@dataclass
class PostgresServer:
    """A running server, and a new schema for every set of records."""

    connection: ibis.BaseBackend
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def load(self, invented: Invented) -> Iterator[LoadedTables]:
        """Yield the records as tables of a schema, which ends with them."""
        schema = f"records_{next(self.numbers)}"
        self.connection.create_database(schema)
        try:
            views = {
                name: self._load_table(name, schema, rows) for name, rows in invented.tables.items()
            }
            yield LoadedTables(views, invented.data_cutoff)
        finally:
            self.connection.drop_database(schema, cascade=True)

    def _load_table(self, name: str, schema: str, rows: pa.Table) -> ibis.Table:
        columns = ibis.Schema.from_pyarrow(rows.schema)
        table = self.connection.create_table(name, schema=columns, database=schema)
        connection = self.connection.con
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{schema}"."{name}" FROM STDIN') as copy,
        ):
            for row in rows.to_pylist():
                copy.write_row(tuple(row.values()))
        connection.commit()
        return table


@contextmanager
def start_postgres() -> Iterator[PostgresServer]:
    """Yield a server that no network reaches; its data lie in a folder of their own."""
    with running_postgres() as cluster:
        connection = ibis.postgres.connect(
            host=str(cluster.folder), user=cluster.user, database="postgres"
        )
        yield PostgresServer(connection)
        connection.disconnect()
