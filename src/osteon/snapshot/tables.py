"""What the tables of a snapshot must be: the dictionary's columns and types, and sound keys."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from osteon.dictionary import ENTITIES, FieldSpec, Requirement, arrow_schema, entity
from osteon.errors import Problem, suggest

_HINT = "Write the table with osteon.dictionary.to_arrow."


def type_name(data_type: pa.DataType) -> str:
    """Return the name of a column's type, without the names that Parquet gives list elements."""
    if pa.types.is_list(data_type):
        return f"list<{type_name(data_type.value_type)}>"
    return str(data_type)


def name_columns(schema: pa.Schema) -> dict[str, str]:
    """Return the columns of a schema, in its order, with the names of their types."""
    return {field.name: type_name(field.type) for field in schema}


def key_columns(table: str) -> list[str]:
    """Return the columns of a table that name rows: its own, and those of other tables."""
    fields = entity(table).fields
    return [spec.name for spec in fields if _is_key(spec) or spec.references is not None]


def check_tables(tables: Mapping[str, pa.Table]) -> list[Problem]:
    """Return all that keeps tables from being those of a snapshot: columns first, then keys."""
    problems = [
        Problem(name, "two columns of one name", "one column of each name")
        for name, table in tables.items()
        if len(set(table.column_names)) < table.num_columns
    ]
    problems += check_columns({name: name_columns(table.schema) for name, table in tables.items()})
    return problems or check_keys(tables)


def check_columns(tables: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Return where tables, columns and types are not the dictionary's.

    Parameters
    ----------
    tables : mapping of mapping
        By table name: the columns with the names of their types, as `name_columns` gives them.
    """
    problems: list[Problem] = []
    if "patient" not in tables:
        problems.append(Problem("patient", "no such table", "a table of the patients"))
    for name, columns in tables.items():
        if name in ENTITIES:
            problems += _check_table(name, columns)
        else:
            hint = suggest(name, tuple(ENTITIES))
            problems.append(Problem(name, "an unknown table", "a table of the dictionary", hint))
    return problems


def check_keys(tables: Mapping[str, pa.Table]) -> list[Problem]:
    """Return the tables whose keys are absent, not unique, or name nothing in the snapshot.

    Parameters
    ----------
    tables : mapping of pyarrow.Table
        By table name, at least the columns that `key_columns` names.
    """
    problems: list[Problem] = []
    for name, table in tables.items():
        described = entity(name)
        n = _count_repeated(table[described.key].drop_null())
        where = f"{name}.{described.key}"
        problems += _counted(n, where, "a key that occurs before", "unique keys")
        for spec in described.fields:
            where = f"{name}.{spec.name}"
            if _is_key(spec):
                n = table[spec.name].null_count
                problems += _counted(n, where, "nothing", "a value in every row")
            if spec.references is not None:
                n = _count_strangers(table[spec.name], spec.references, tables)
                permitted = f"a key of the table '{spec.references}'"
                problems += _counted(n, where, "a key of no row", permitted)
    return problems


def _count_repeated(keys: pa.ChunkedArray) -> int:
    """Return how many keys occur before; those that ascend, as a snapshot's do, need no count."""
    whole = keys.combine_chunks()
    if len(whole) < 2 or pc.all(pc.less(whole[:-1], whole[1:])).as_py():
        return 0
    return len(whole) - int(pc.count_distinct(whole).as_py())


def _count_strangers(column: pa.ChunkedArray, parent: str, tables: Mapping[str, pa.Table]) -> int:
    """Return how many references name no row of their parent table."""
    named = pc.list_flatten(column) if pa.types.is_list(column.type) else column.drop_null()
    if parent not in tables:
        return len(named)
    keys = tables[parent][entity(parent).key].combine_chunks()
    return len(named) - (pc.sum(pc.is_in(named, value_set=keys)).as_py() or 0)


def _is_key(spec: FieldSpec) -> bool:
    return spec.requirement is Requirement.KEY


def _check_table(name: str, found: Mapping[str, str]) -> list[Problem]:
    expected = name_columns(arrow_schema(name))
    problems: list[Problem] = []
    for column, wanted in expected.items():
        where, permitted = f"{name}.{column}", f"a column of type {wanted}"
        if column not in found:
            problems.append(Problem(where, "no such column", permitted, _HINT))
        elif found[column] != wanted:
            problems.append(Problem(where, f"type {found[column]}", permitted, _HINT))
    for column in found:
        if column not in expected:
            hint = suggest(column, tuple(expected))
            permitted = "the columns of the dictionary"
            problems.append(Problem(f"{name}.{column}", "an unknown column", permitted, hint))
    return problems


def _counted(n: int, where: str, found: str, permitted: str) -> list[Problem]:
    if n == 0:
        return []
    return [Problem(where, f"{found} ({n} of them)" if n > 1 else found, permitted)]
