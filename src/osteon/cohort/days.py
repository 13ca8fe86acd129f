"""Dates as whole days since 1970-01-01, a partial date by the protocol's rule."""

from ibis.expr.types import IntegerValue, Table, Value

from osteon.dictionary import ENTITIES, FieldSpec
from osteon.protocol import DateRule


def field_spec(table: str, field: str) -> FieldSpec:
    """Return the declaration of a field."""
    return next(spec for spec in ENTITIES[table].fields if spec.name == field)


def field_values(rows: Table, table: str, rule: DateRule) -> dict[str, Value]:
    """Return every field of a table as a value that conditions can use, by name.

    A date of any kind becomes a number of days; everything else stays as it is.
    """
    return {spec.name: field_value(rows, spec, rule) for spec in ENTITIES[table].fields}


def field_value(rows: Table, spec: FieldSpec, rule: DateRule) -> Value:
    """Return one field as a value; see `field_values`."""
    if spec.kind == "date":
        return rows[spec.name].epoch_days()
    if spec.kind == "partial_date":
        return _day_by_rule(rows, spec.name, rule)
    return rows[spec.name]


def _day_by_rule(rows: Table, name: str, rule: DateRule) -> IntegerValue:
    earliest = rows[f"{name}_lo"].epoch_days()
    latest = rows[f"{name}_hi"].epoch_days()
    if rule == "earliest":
        return earliest
    if rule == "latest":
        return latest
    return earliest + (latest - earliest) // 2
