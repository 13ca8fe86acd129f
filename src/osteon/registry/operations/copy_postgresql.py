"""Copies of a PostgreSQL database: every table as the server writes it, in one archive."""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from osteon.errors import Problem
from osteon.registry.errors import RegistryError
from osteon.registry.operations.still import still_database

FORMAT = "osteon registry, PostgreSQL, 1"
CONTENTS = "contents.json"
CHUNK = 1 << 20
Contents = dict[str, list[str]]


def write_copy(file: Path) -> None:
    """Copy every table as it is at one moment; writers do not wait."""
    with (
        still_database(),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        tables = {name: _columns(name) for name in _tables()}
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        about = {"format": FORMAT, "applied": applied, "tables": tables}
        archive.writestr(CONTENTS, json.dumps(about, indent=1))
        for name, columns in tables.items():
            with archive.open(f"{name}.copy", "w", force_zip64=True) as member:
                for part in _copied(name, columns):
                    member.write(part)


def read_copy(file: Path) -> None:
    """Read a copy into an empty database, in one transaction, with the schema it was made of.

    Raises
    ------
    RegistryError
        The file is no such copy, or damaged.
    """
    about = _read_contents(file)
    _migrate([(app, name) for app, name in about["applied"]])
    with zipfile.ZipFile(file) as archive:
        _fill(archive, about["tables"])


def _read_contents(file: Path) -> dict[str, Any]:
    """Return what a copy says of itself, once every byte of it was read."""
    try:
        with zipfile.ZipFile(file) as archive:
            about: dict[str, Any] = json.loads(archive.read(CONTENTS))
            if archive.testzip() is None and about["format"] == FORMAT:
                return about
    except (zipfile.BadZipFile, KeyError, ValueError):
        pass
    problem = Problem(
        str(file), "a file of another kind, or damage", "a backup of a registry in PostgreSQL",
        "A backup is restored into the kind of database that it was made of.",
    )  # fmt: skip
    raise RegistryError("The backup cannot be read.", [problem])


def _tables() -> list[str]:
    """Return the tables of Django's models, but for the list of migrations."""
    names = connection.introspection.django_table_names(only_existing=True)
    return sorted(name for name in names if name != "django_migrations")


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def _copied(table: str, columns: Iterable[str]) -> Iterable[bytes]:
    with connection.cursor() as cursor, cursor.copy(
        f"COPY {_named(table, columns)} TO STDOUT"
    ) as copied:  # fmt: skip
        for part in copied:
            yield bytes(part)


def _migrate(applied: list[tuple[str, str]]) -> None:
    """Bring an empty database to the schema that the copy was made of."""
    executor = MigrationExecutor(connection)
    known = [migration for migration in applied if migration in executor.loader.graph.nodes]
    if len(known) < len(applied):
        problem = Problem(
            "backup", "a schema that this version does not know", "one of this version or before",
            "Restore it with the version of Osteon that made it, or a later one.",
        )  # fmt: skip
        raise RegistryError("The backup cannot be read.", [problem])
    nodes = executor.loader.graph.node_map
    followed = {
        parent.key for key in known for parent in nodes[key].parents if parent.key[0] == key[0]
    }
    executor.migrate([key for key in known if key not in followed])


def _fill(archive: zipfile.ZipFile, tables: Contents) -> None:
    """Fill the tables; references between them are checked at the end of the transaction."""
    quoted = ", ".join(connection.ops.quote_name(name) for name in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {quoted}")
        for name, columns in tables.items():
            with (
                archive.open(f"{name}.copy") as member,
                cursor.copy(f"COPY {_named(name, columns)} FROM STDIN") as copied,
            ):
                while part := member.read(CHUNK):
                    copied.write(part)
            for sequence in connection.introspection.get_sequences(cursor, name):
                cursor.execute(_next_number(name, sequence["column"]), [sequence["name"]])


def _next_number(table: str, column: str) -> str:
    """Return the statement by which a table goes on counting where its rows end."""
    place, numbered = map(connection.ops.quote_name, (table, column))
    highest = f"SELECT coalesce(max({numbered}), 0) + 1 FROM {place}"  # noqa: S608  # our names
    return f"SELECT setval(%s, ({highest}), false)"


def _named(table: str, columns: Iterable[str]) -> str:
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    return f"{connection.ops.quote_name(table)} ({quoted})"
