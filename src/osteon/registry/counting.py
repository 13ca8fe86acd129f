"""How often each field is asked for and recorded, counted by the database in one look a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.db import connection

from osteon.dictionary import Entity, FieldSpec, Missing, entity
from osteon.registry.models import PATIENT_TABLES, table_of
from osteon.registry.states import COUNTED

MEASURED = (Missing.BLQ, Missing.ALQ)
"""Beyond quantification something was measured: the limit stands beside it."""
ABSENT = tuple(reason for reason in Missing if reason not in (*MEASURED, Missing.NA))
"""Reasons for which a value is missing that was to be had; where it does not apply, none is."""

WIDTH = 3 + len(ABSENT)
"""So many counts has a field: see `_columns`."""


@dataclass(frozen=True, slots=True)
class FieldTally:
    """How often a field was asked for at a centre, and recorded.

    Parameters
    ----------
    centre_id, entity, field : str
        The field, and the centre that keeps the records.
    expected : int
        Records in which a value belongs there: those that ask for the field, without those to
        which it does not apply.
    recorded : int
        Those with a value, one beyond quantification included.
    reasons : mapping of str to int
        The others by the reason that is given, or by none.
    """

    centre_id: str
    entity: str
    field: str
    expected: int
    recorded: int
    reasons: Mapping[str, int]


def tally_fields() -> Iterator[FieldTally]:
    """Yield the counts of every field that may be absent, of all records that count."""
    for name in PATIENT_TABLES:
        query, fields = _query(name)
        with connection.cursor() as cursor:
            cursor.execute(query, COUNTED)
            for centre_id, *counts in cursor.fetchall():
                for place, field in enumerate(fields):
                    asked, fitting, recorded, *absent = counts[place * WIDTH : (place + 1) * WIDTH]
                    reasons = {reason.value: n for reason, n in zip(ABSENT, absent, strict=True)}
                    reasons[""] = fitting - recorded - sum(absent)
                    given = {reason: n for reason, n in reasons.items() if n}
                    if asked:
                        yield FieldTally(centre_id, name, field.name, fitting, recorded, given)


@cache
def _query(name: str) -> tuple[str, tuple[FieldSpec, ...]]:
    table = entity(name)
    fields = tuple(field for field in table.fields if field.may_be_absent)
    counted = ", ".join(
        f"COUNT(CASE WHEN {condition} THEN 1 END)"
        for field in fields
        for condition in _columns(table, field)
    )
    places = ", ".join(["%s"] * len(COUNTED))
    query = (
        f"SELECT centre_id, {counted} FROM {_quote(table_of(name))}"  # noqa: S608  # names of the dictionary, none typed
        f" WHERE record_state IN ({places}) GROUP BY centre_id ORDER BY centre_id"
    )
    return query, fields


def _columns(table: Entity, field: FieldSpec) -> list[str]:
    """Return what is counted of a field: asked, fitting, recorded, and each reason."""
    value, why, asked = _quote(field.name), _quote(f"{field.name}_null"), _asked(table, field)
    measured = ", ".join(f"'{reason}'" for reason in MEASURED)
    recorded = f"({value} IS NOT NULL OR {why} IN ({measured}))"
    return [
        asked,
        f"{asked} AND ({value} IS NOT NULL OR {why} IS NULL OR {why} <> '{Missing.NA}')",
        f"{asked} AND {recorded}",
        *(f"{asked} AND {value} IS NULL AND {why} = '{reason}'" for reason in ABSENT),
    ]


def _asked(table: Entity, field: FieldSpec) -> str:
    if field.due is None:
        return "1 = 1"
    other = _quote(field.due.field)
    if not field.due.values:
        return f"{other} IS NOT NULL"
    if table.field(field.due.field).kind == "boolean":
        return f"{other} IN ({', '.join(field.due.values)})"
    values = ", ".join(f"'{value}'" for value in field.due.values)
    return f"{other} IN ({values})"


def _quote(name: str) -> str:
    return str(connection.ops.quote_name(name))
