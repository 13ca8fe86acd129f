"""Copies of a SQLite database, by its own online backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from osteon.errors import Problem
from osteon.registry.errors import RegistryError

HEADER = b"SQLite format 3\0"


def write_copy(file: Path) -> None:
    """Copy the database as it is now, in one step: in WAL mode writers do not wait."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def read_copy(file: Path) -> None:
    """Put a copy in the place of a database that is not there yet, or empty.

    Raises
    ------
    RegistryError
        The file is no SQLite database, or damaged.
    """
    _require_copy(file)
    target = Path(settings.DATABASES["default"]["NAME"])
    connection.close()
    for ending in ("", "-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(_open(file)) as copy, closing(sqlite3.connect(target)) as database:
        copy.backup(database)


def _require_copy(file: Path) -> None:
    permitted = "a backup of a registry in SQLite"
    with file.open("rb") as opened:
        known = opened.read(len(HEADER)) == HEADER
    if not known:
        problem = Problem(
            str(file), "a file of another kind", permitted,
            "A backup is restored into the kind of database that it was made of.",
        )  # fmt: skip
        raise RegistryError("The backup cannot be read.", [problem])
    try:
        with closing(_open(file)) as copy:
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError:
        found = "damaged"
    if found != "ok":
        raise RegistryError("The backup cannot be read.", [Problem(str(file), "damage", permitted)])


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
