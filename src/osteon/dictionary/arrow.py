"""Records as Arrow tables: the columns of a snapshot."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from osteon.dictionary.about import Requirement
from osteon.dictionary.companion import companions
from osteon.dictionary.field import DICTIONARY_VERSION, Entity, FieldSpec, Kind, entity
from osteon.dictionary.partial_date import parse_interval

Rows = Sequence[Mapping[str, object]]

_TYPES: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "partial_date": pa.string(),
    "timestamp": pa.timestamp("us"),
    "code": pa.string(),
    "reference": pa.string(),
}


def arrow_schema(entity_name: str) -> pa.Schema:
    """Return the columns of a table in a snapshot.

    Each field `x` gives a column `x`, then `x_null` with the reason for its absence. A partial
    date also gives `x_lo`, `x_hi` and `x_estimated`, a laboratory value `x_limit`. A column says
    in its metadata what the dictionary knows of it.
    """
    table = entity(entity_name)
    columns = [column for field in table.fields for column in _columns(field)]
    about = {"table": table.name, "title": table.title, "dictionary_version": DICTIONARY_VERSION}
    return pa.schema(columns, metadata=about)


def to_arrow(entity_name: str, accepted_rows: Rows) -> pa.Table:
    """Return accepted rows as a table of a snapshot, sorted by patient and key.

    Parameters
    ----------
    entity_name : str
        The table the rows belong to.
    accepted_rows : sequence of dict
        Typed rows, as `check_rows` accepts them.
    """
    table = entity(entity_name)
    rows = sorted(accepted_rows, key=lambda row: _sort_key(table, row))
    arrays = [array for field in table.fields for array in _arrays(field, rows)]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(entity_name))


def _arrays(field: FieldSpec, rows: Rows) -> list[pa.Array]:
    arrays = [_array(field, rows)]
    if field.kind == "partial_date":
        arrays += _interval_arrays([row.get(field.name) for row in rows])
    return arrays + [_array(companion, rows) for companion in companions(field).values()]


def _array(field: FieldSpec, rows: Rows) -> pa.Array:
    return pa.array([row.get(field.name) for row in rows], _column_type(field))


def _interval_arrays(texts: Sequence[object]) -> list[pa.Array]:
    intervals = [parse_interval(text) if isinstance(text, str) else None for text in texts]
    lows = [interval[0] if interval else None for interval in intervals]
    highs = [interval[1] if interval else None for interval in intervals]
    return [pa.array(lows, pa.date32()), pa.array(highs, pa.date32())]


def _columns(field: FieldSpec) -> list[pa.Field]:
    columns = [_column(field)]
    if field.kind == "partial_date":
        columns += [pa.field(f"{field.name}_{end}", pa.date32()) for end in ("lo", "hi")]
    return columns + [_column(companion) for companion in companions(field).values()]


def _column(field: FieldSpec) -> pa.Field:
    about = {
        "kind": field.kind,
        "requirement": field.requirement,
        "unit": field.unit,
        "value_set": field.value_set,
        "references": field.references,
        "coding": field.coding,
        "help": field.help,
    }
    return pa.field(
        field.name,
        _column_type(field),
        nullable=field.requirement is not Requirement.KEY,
        metadata={key: str(value) for key, value in about.items() if value},
    )


def _column_type(field: FieldSpec) -> pa.DataType:
    one = _TYPES[field.kind]
    return pa.list_(one) if field.multiple else one


def _sort_key(table: Entity, row: Mapping[str, object]) -> tuple[str, str]:
    return str(row.get("patient_id", "")), str(row[table.key])
