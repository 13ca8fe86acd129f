"""Rows of a table as Arrow columns, read past the models: millions of them in seconds."""

import json
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
from django.db import connection
from pyarrow import csv

from osteon.dictionary import arrow_schema
from osteon.registry.models import table_of
from osteon.registry.states import COUNTED

ROWS = 50_000


def read_columns(entity_name: str, centres: Sequence[str]) -> pa.Table:
    """Return the rows of some centres that count, with the columns of a snapshot."""
    schema = pa.schema([column.remove_metadata() for column in arrow_schema(entity_name)])
    if not centres:
        return schema.empty_table()
    selected = ", ".join(_selected(column) for column in schema)
    table = connection.ops.quote_name(table_of(entity_name))
    query = (
        f"SELECT {selected} FROM {table}"  # noqa: S608  # names of the dictionary, none typed
        f" WHERE centre_id IN ({_places(centres)}) AND record_state IN ({_places(COUNTED)})"
    )
    read = _read_copied if connection.vendor == "postgresql" else _read_fetched
    return read(query, [*centres, *COUNTED], schema)


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _selected(column: pa.Field) -> str:
    name = connection.ops.quote_name(column.name)
    if connection.vendor == "postgresql":
        return str(name)
    # A cast keeps the driver from making an object of every date and every truth value.
    if pa.types.is_date32(column.type):
        return f"CAST({name} AS TEXT)"
    return f"CAST({name} AS INTEGER)" if pa.types.is_boolean(column.type) else str(name)


def _read_fetched(query: str, values: list[str], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(_fetched_batches(query, values, schema), schema)


def _fetched_batches(query: str, values: list[str], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(ROWS):
            columns = zip(*rows, strict=True)
            arrays = [_array(column, field) for column, field in zip(columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: Sequence[object], field: pa.Field) -> pa.Array:
    read_as = _carrier(field.type)
    return _convert(pa.array(values, read_as), field.type)


def _read_copied(query: str, values: list[str], schema: pa.Schema) -> pa.Table:
    """Let the server write CSV and Arrow read it; an empty text is quoted, an absent one not."""
    with connection.cursor() as cursor, cursor.copy(
        f"COPY ({query}) TO STDOUT (FORMAT csv)", values
    ) as copied:  # fmt: skip
        written = b"".join(bytes(part) for part in copied)
    if not written:
        return schema.empty_table()
    carriers = {field.name: _copied_carrier(field.type) for field in schema}
    found = csv.read_csv(
        pa.BufferReader(written),
        csv.ReadOptions(column_names=schema.names),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=carriers,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    columns = [_convert(found[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _carrier(wanted: pa.DataType) -> pa.DataType:
    """Return the type in which a database hands a value over."""
    if pa.types.is_boolean(wanted):
        return pa.int64()
    return _copied_carrier(wanted) if not pa.types.is_date32(wanted) else pa.string()


def _copied_carrier(wanted: pa.DataType) -> pa.DataType:
    as_text = pa.types.is_list(wanted) or pa.types.is_timestamp(wanted)
    return pa.string() if as_text else wanted


def _convert(found: pa.Array | pa.ChunkedArray, wanted: pa.DataType) -> pa.Array | pa.ChunkedArray:
    if pa.types.is_list(wanted):
        return pa.array(_lists(found.to_pylist()), wanted)
    return found if found.type == wanted else found.cast(wanted)


def _lists(texts: Iterable[str | None]) -> list[object]:
    return [None if text is None else json.loads(text) for text in texts]
