"""What holds between tables: keys are unique, parents exist and belong to the same patient."""

from collections.abc import Iterator, Mapping, Sequence

from osteon.dictionary.field import Entity, FieldSpec, entity
from osteon.errors import Problem

Rows = Sequence[Mapping[str, object]]


def check_references(tables: Mapping[str, Rows]) -> list[Problem]:
    """Check the keys of several tables against each other.

    Parameters
    ----------
    tables : mapping of str to sequence of dict
        Typed rows by entity. A table that is not given has no rows.

    Returns
    -------
    list of Problem
        Every key that is not unique, and every reference to a record that does not exist or
        belongs to another patient. Rows are numbered from 1 within their table.

    Raises
    ------
    RecordError
        If there is no such entity.
    """
    entities = [entity(name) for name in tables]
    owners = {table.name: _owners(table, tables[table.name]) for table in entities}
    problems: list[Problem] = []
    for table in entities:
        rows = tables[table.name]
        problems.extend(_repeated_keys(table, rows))
        for field in table.fields:
            if field.references is not None:
                problems.extend(_broken_references(table, field, rows, owners))
    return problems


def _owners(table: Entity, rows: Rows) -> dict[object, object]:
    return {row.get(table.key): row.get("patient_id") for row in rows}


def _repeated_keys(table: Entity, rows: Rows) -> Iterator[Problem]:
    first_with_key: dict[object, int] = {}
    for number, row in enumerate(rows, start=1):
        earlier = first_with_key.setdefault(row.get(table.key), number)
        if earlier != number:
            where = f"row {number}, {table.name}.{table.key}"
            yield Problem(where, f"the key of row {earlier}", "a key that no other row has")


def _broken_references(
    table: Entity, field: FieldSpec, rows: Rows, owners: Mapping[str, Mapping[object, object]]
) -> Iterator[Problem]:
    parents = owners.get(str(field.references), {})
    permitted = f"the key of a row of '{field.references}' of the same patient"
    for number, row in enumerate(rows, start=1):
        where = f"row {number}, {table.name}.{field.name}"
        for key in _keys(row.get(field.name)):
            if key not in parents:
                yield Problem(where, "the key of no such record", permitted)
            elif parents[key] != row.get("patient_id"):
                yield Problem(where, "the key of another patient's record", permitted)


def _keys(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)
