"""Many new rows written at once: one statement for all rows that fill the same columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, TypeAlias

from django.db import connection, models

Convert: TypeAlias = Callable[[Any], Any]
_AS_THEY_ARE = (
    models.CharField, models.TextField, models.BigIntegerField, models.FloatField,
    models.BooleanField, models.ForeignKey,
)  # fmt: skip
"""Kinds whose checked values every database takes; subclasses may not."""
FEWEST_COPIED = 20
"""PostgreSQL takes as many rows faster by its own way of copying."""


def insert_rows(model: type[models.Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Write new rows; the caller holds the transaction.

    Parameters
    ----------
    model : model class
        The table.
    rows : iterable of mapping
        Checked values by the name of their column; a column that is not named stays null.

    Notes
    -----
    A record has some sixty columns and fills fifteen of them. Statements that name only those that
    are filled take a small part of the time of Django's ``bulk_create``, which names all of them
    and, on SQLite, sends a dozen rows at a time.
    """
    groups: defaultdict[tuple[str, ...], list[Mapping[str, object]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row)].append(row)
    table = model.objects.all().query.get_meta()
    fields = {field.attname: field for field in table.concrete_fields}
    for names, members in groups.items():
        prepare = _preparer([_converter(fields[name]) for name in names])
        columns = [fields[name].column for name in names]
        _write(table.db_table, columns, [prepare(row.values()) for row in members])


def _write(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    place, *names = map(connection.ops.quote_name, [table, *columns])
    named = f"{place} ({', '.join(names)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= FEWEST_COPIED:
            with connection.wrap_database_errors, cursor.copy(f"COPY {named} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {named} VALUES ({places})"  # noqa: S608 - our own names
            cursor.executemany(statement, rows)


def _converter(field: models.Field) -> Convert | None:
    """Return how values reach the database; the same day or moment comes again and again."""
    if type(field) in _AS_THEY_ARE:
        return None
    convert = partial(field.get_db_prep_save, connection=connection)
    return convert if isinstance(field, models.JSONField) else cache(convert)


def _preparer(converters: list[Convert | None]) -> Callable[[Iterable[object]], list[Any]]:
    def prepare(values: Iterable[object]) -> list[Any]:
        return [
            value if convert is None else convert(value)
            for convert, value in zip(converters, values, strict=True)
        ]

    return prepare
