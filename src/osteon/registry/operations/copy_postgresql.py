"""Copies of a PostgreSQL database: every table as the server writes it, in one archive."""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

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
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read(CONTENTS))
            damaged = archive.testzip() is not None or about.get("format") != FORMAT
            if not damaged:
                _migrate([(app, name) for app, name in about["applied"]])
                _fill(archive, about["tables"])
    except (zipfile.BadZipFile, KeyError, ValueError):
        damaged = True
    if damaged:
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
    executor.migrate(known)


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
            if "id" in columns:
                cursor.execute(_next_number(name), [connection.ops.quote_name(name)])


def _next_number(table: str) -> str:
    """Return the statement by which a table goes on counting where its rows end."""
    quoted = connection.ops.quote_name(table)
    return (
        "SELECT setval(sequence, (SELECT coalesce(max(id), 0) + 1 FROM "  # noqa: S608  # our tables
        f"{quoted}), false) FROM pg_get_serial_sequence(%s, 'id') AS sequence"
        " WHERE sequence IS NOT NULL"
    )


def _named(table: str, columns: Iterable[str]) -> str:
    quoted = ", ".join(connection.ops.quote_name(name) for name in columns)
    return f"{connection.ops.quote_name(table)} ({quoted})"
