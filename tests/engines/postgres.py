"""Invented records in PostgreSQL: a private server that answers on a socket of its own folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import ibis
import pyarrow as pa

from engines.loaded import LoadedTables
from invention import Invented

BINARIES = Path("/usr/lib/postgresql/15/bin")
SERVICE_USER = "postgres"
LONGEST_START_SECONDS = 30
KEEPER = '"$@" < /dev/null & read -r _; kill -INT $!; wait'
"""A shell that runs a program until the tests close its input, or die in whatever way."""
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")


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
    if not (BINARIES / "initdb").exists():
        raise FileNotFoundError(f"{BINARIES} holds no PostgreSQL; run tests/install_postgres.")
    user = SERVICE_USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="osteon-postgres-"))
    shutil.chown(folder, user)
    try:
        _create_cluster(folder, user)
        with _run_server(folder, user):
            connection = ibis.postgres.connect(host=str(folder), user=user, database="postgres")
            yield PostgresServer(connection)
            connection.disconnect()
    finally:
        shutil.rmtree(folder)


def _create_cluster(folder: Path, user: str) -> None:
    subprocess.run(
        [BINARIES / "initdb", "--auth=trust", "--locale=C.UTF-8", "--no-sync", folder / "data"],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
    )


@contextmanager
def _run_server(folder: Path, user: str) -> Iterator[None]:
    """Keep a server running; without TCP, and as a user that is not root, as it insists."""
    options = [f"unix_socket_directories={folder}", "listen_addresses=", *SPEED]
    settings = [part for option in options for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "sh", BINARIES / "postgres", "-D", folder / "data", *settings],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            user=user,
        )
        try:
            _wait_until_ready(folder)
            yield
        finally:
            keeper.communicate()


def _wait_until_ready(folder: Path) -> None:
    """Ask until the server answers, or say what it wrote to its log."""
    for _ in range(5 * LONGEST_START_SECONDS):
        asked = subprocess.run(
            [BINARIES / "pg_isready", "--quiet", "--timeout=1", f"--host={folder}"], check=False
        )
        if asked.returncode == 0:
            return
        time.sleep(0.2)
    log = (folder / "log").read_text(encoding="utf-8")
    raise TimeoutError(f"PostgreSQL did not start:\n{log}")
