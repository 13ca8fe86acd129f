"""What counts among rows that refer to each other: nothing that hangs on what does not."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from osteon.dictionary import FieldSpec, Requirement, entity

Tables = dict[str, pa.Table]


def keep_whole(tables: Mapping[str, pa.Table]) -> tuple[Tables, dict[str, int]]:
    """Return tables in which every reference leads somewhere.

    A row goes where it belongs to one that is not there: the imaging study of a finding is a draft,
    the patient of a tumour is at a centre that is not frozen. A reference that a row can do without
    is emptied instead.

    Returns
    -------
    tables : dict of pyarrow.Table
        By name, with the columns they came with.
    held_back : dict of int
        How many rows went, by table; only where any did.
    """
    kept = dict(tables)
    while True:
        before = {name: table.num_rows for name, table in kept.items()}
        for name in kept:
            kept[name] = _belonging(name, kept)
        if before == {name: table.num_rows for name, table in kept.items()}:
            break
    held_back = {
        name: table.num_rows - kept[name].num_rows
        for name, table in tables.items()
        if table.num_rows > kept[name].num_rows
    }
    return {name: _unburdened(name, kept) for name in kept}, held_back


def _belonging(name: str, tables: Tables) -> pa.Table:
    table = tables[name]
    for field in _references(name):
        if field.requirement is Requirement.KEY:
            table = table.filter(pc.is_in(table[field.name], _keys(field, tables)))
    return table


def _unburdened(name: str, tables: Tables) -> pa.Table:
    table = tables[name]
    for field in _references(name):
        if field.requirement is Requirement.KEY:
            continue
        column = table[field.name]
        known = _keys(field, tables)
        emptied = _without_strangers(column, known)
        if emptied is not column:
            place = table.schema.get_field_index(field.name)
            table = table.set_column(place, table.schema.field(place), emptied)
    return table


def _without_strangers(column: pa.ChunkedArray, known: pa.Array) -> pa.ChunkedArray:
    if not pa.types.is_list(column.type):
        there = pc.is_in(column, known)
        strangers = pc.any(pc.and_(pc.is_valid(column), pc.invert(there))).as_py()
        return pc.if_else(there, column, pa.scalar(None, column.type)) if strangers else column
    if pc.all(pc.is_in(pc.list_flatten(column), known)).as_py() in {True, None}:
        return column
    keys = set(known.to_pylist())
    lists = [
        None if one is None else [key for key in one if key in keys] for one in column.to_pylist()
    ]
    return pa.chunked_array([pa.array(lists, column.type)])


def _references(name: str) -> list[FieldSpec]:
    return [field for field in entity(name).fields if field.references is not None]


def _keys(field: FieldSpec, tables: Tables) -> pa.Array:
    parent = str(field.references)
    if parent not in tables:
        return pa.array([], pa.string())
    return tables[parent][entity(parent).key].combine_chunks()
