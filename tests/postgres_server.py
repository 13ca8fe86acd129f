"""A private PostgreSQL server that answers on a socket of its own folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

BINARIES = Path("/usr/lib/postgresql/15/bin")
SERVICE_USER = "postgres"
LONGEST_START_SECONDS = 30
KEEPER = '"$@" < /dev/null & read -r _; kill -INT $!; wait'
"""A shell that runs a program until the tests close its input, or die in whatever way."""
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")


@dataclass(frozen=True)
class Cluster:
    """A running server: the folder of its socket and data, and the user it runs as."""

    folder: Path
    user: str

    def address(self, database: str) -> str:
        """Return the address of a database as settings take it."""
        return f"postgresql://{self.user}@/{database}?host={self.folder}"

    @property
    def process(self) -> int:
        """The process that starts all others of the server."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database, empty or a copy of another; return its address."""
        with psycopg.connect(
            host=str(self.folder), user=self.user, dbname="postgres", autocommit=True
        ) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.address(name)


@contextmanager
def running_postgres(
    *, options: Sequence[str] = SPEED, log_files_mb: int = 16
) -> Iterator[Cluster]:
    """Keep a server running whose data lie in a folder of their own."""
    if not (BINARIES / "initdb").exists():
        raise FileNotFoundError(f"{BINARIES} holds no PostgreSQL; run tests/install_postgres.")
    user = SERVICE_USER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="osteon-postgres-"))
    shutil.chown(folder, user)
    try:
        _create_cluster(folder, user, log_files_mb)
        with _run_server(folder, user, options):
            yield Cluster(folder, user)
    finally:
        shutil.rmtree(folder)


@contextmanager
def restarted(cluster: Cluster, *, options: Sequence[str] = ()) -> Iterator[None]:
    """Keep a server running again on the data of one that was killed."""
    for left in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
        (cluster.folder / left).unlink()
    with _run_server(cluster.folder, cluster.user, options):
        yield


@contextmanager
def full_beyond(cluster: Cluster, size: int) -> Iterator[None]:
    """Let no file grow beyond a size, for all who connect meanwhile: to them a disk is full.

    A size that cuts a page of the database in two makes the server say just that.
    """
    _limit_files(cluster, str(size))
    try:
        yield
    finally:
        _limit_files(cluster, "unlimited")


def _limit_files(cluster: Cluster, size: str) -> None:
    """Set how large files of a server may grow, as its own user: root may not do it everywhere."""
    subprocess.run(
        ["prlimit", f"--pid={cluster.process}", f"--fsize={size}:"], check=True, user=cluster.user
    )


def _create_cluster(folder: Path, user: str, log_files_mb: int) -> None:
    subprocess.run(
        [
            BINARIES / "initdb",
            "--auth=trust",
            "--locale=C.UTF-8",
            "--no-sync",
            f"--wal-segsize={log_files_mb}",
            folder / "data",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
    )


@contextmanager
def _run_server(folder: Path, user: str, more: Sequence[str]) -> Iterator[None]:
    """Keep a server running; without TCP, and as a user that is not root, as it insists."""
    options = [f"unix_socket_directories={folder}", "listen_addresses=", *more]
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
