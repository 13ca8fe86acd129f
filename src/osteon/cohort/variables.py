"""A variable of a protocol as a table: its value and when it was known, by patient or by unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, Table, Value

from osteon.cohort.concepts import derive_concept
from osteon.cohort.conditions import TRUE, compile_condition
from osteon.cohort.days import field_spec, field_value, field_values
from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES
from osteon.protocol import (
    UNIT_TABLES,
    DateRule,
    Selection,
    StudyProtocol,
    Variable,
    parse_condition,
)
from osteon.snapshot import Snapshot

PATIENT = "patient_id"
UNIT = "unit_id"
LIMIT = "limit__"


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows with ``value`` and ``known_on``, at most one for each `key`, patient or unit."""

    rows: Table
    key: str


def derive_variable(
    protocol: StudyProtocol, variable: Variable, snapshot: Snapshot, dates: Table
) -> Derived | None:
    """Return what a variable takes from records; None where it follows from other variables.

    Parameters
    ----------
    protocol : StudyProtocol
        Its unit of analysis, settings and switches.
    variable : Variable
        What is asked.
    snapshot : Snapshot
        Where the records are.
    dates : Table
        One row a unit with the dates of the protocol, for windows in time.
    """
    rule = protocol.settings.partial_dates
    if variable.column is not None:
        return _from_column(protocol, snapshot, variable.column, rule)
    if variable.concept is not None:
        return _from_concept(snapshot, variable, protocol)
    if variable.selection is not None:
        return _from_rows(snapshot, variable.source, variable.selection, dates, rule)
    return None


def _from_column(
    protocol: StudyProtocol, snapshot: Snapshot, column: str, rule: DateRule
) -> Derived:
    """Return a field of the unit's own row, of a row it refers to, or of the patient's one row."""
    table, _, field = column.partition(".")
    rows, unit = snapshot.table(table), UNIT_TABLES[protocol.unit]
    value = field_value(rows, field_spec(table, field), rule)
    never = ibis.null("int64")
    if table == unit:
        key = rows[ENTITIES[unit].key]
        return Derived(rows.select(unit_id=key, value=value, known_on=never), UNIT)
    link = _link(unit, table)
    if link is None:
        by_patient = rows.select(patient_id=rows.patient_id, value=value, known_on=never)
        return Derived(by_patient, PATIENT)
    units = snapshot.table(unit)
    parents = rows.select(parent_id=rows.id, value=value)
    joined = units.join(parents, units[link] == parents.parent_id)
    return Derived(joined.select(unit_id=units.id, value=joined.value, known_on=never), UNIT)


def has_row_of_unit(protocol: StudyProtocol, table: str) -> bool:
    """Return whether a table has one row that is the unit's own or that the unit refers to."""
    unit = UNIT_TABLES[protocol.unit]
    return table == unit or _link(unit, table) is not None


def _link(unit: str, table: str) -> str | None:
    """Return the field of a unit that refers to one row of a table other than the patient's."""
    links = (
        field.name
        for field in ENTITIES[unit].fields
        if field.references == table != "patient" and not field.multiple
    )
    return next(links, None)


def _from_concept(snapshot: Snapshot, variable: Variable, protocol: StudyProtocol) -> Derived:
    """Return a clinical concept under the switches of the study and of the variable."""
    concept = CONCEPTS[str(variable.concept)]
    general = {"partial_dates": protocol.settings.partial_dates, **protocol.switches}
    given = {key: value for key, value in general.items() if key in concept.switches}
    rows = derive_concept(snapshot, concept.name, {**given, **variable.options})
    return Derived(rows, UNIT if UNIT in rows.columns else PATIENT)


def _from_rows(
    snapshot: Snapshot, source: str, selection: Selection, dates: Table, rule: DateRule
) -> Derived:
    """Return one of the rows that fit, or what they come to together."""
    table = selection.table
    rows = snapshot.table(table)
    values = field_values(rows, table, rule)
    key = UNIT if selection.link else PATIENT
    chosen = _where(rows, selection, values).select(
        **{key: values[selection.link] if selection.link else rows.patient_id},
        order=rows.id if "id" in rows.columns else rows.patient_id,
        day=values[selection.date] if selection.date else ibis.null("int64"),
        taken=values[selection.value] if selection.value else TRUE,
    )
    if window_of(selection):
        chosen, key = _in_window(chosen, selection, dates, key), UNIT
    if source in {"first", "last", "nearest"}:
        return Derived(_one_row(chosen, source, key), key)
    value, known_on = _SUMMARIES[source](chosen)
    return Derived(chosen.group_by(key).aggregate(value=value, known_on=known_on), key)


def window_of(selection: Selection) -> frozenset[str]:
    """Return the dates that rows are held against."""
    named = (selection.after, selection.before, selection.near)
    return frozenset(name for name in named if name is not None)


_SUMMARIES: Mapping[str, Callable[[Table], tuple[Value, IntegerValue]]] = {
    "any": lambda rows: (TRUE.as_scalar(), rows.day.min()),
    "count": lambda rows: (rows.count(), rows.day.max()),
    "min": lambda rows: (rows.taken.min(), rows.day.max()),
    "max": lambda rows: (rows.taken.max(), rows.day.max()),
    "sum": lambda rows: (rows.taken.sum(), rows.day.max()),
}


def _where(rows: Table, selection: Selection, values: Mapping[str, Value]) -> Table:
    if selection.where is None:
        return rows
    condition = parse_condition(selection.where, where=selection.table)
    return rows.filter(compile_condition(condition, values))


def _in_window(chosen: Table, selection: Selection, dates: Table, key: str) -> Table:
    """Keep, for each unit, the rows inside its window, with how far each is from a date.

    Two units of one patient have each their own dates, and so each their own rows.
    """
    limits = {f"{LIMIT}{name}": dates[name] for name in sorted(window_of(selection))}
    joined = chosen.join(dates.select(*sorted({key, UNIT}), **limits), key)
    kept: list[BooleanValue] = []
    if selection.after:
        kept.append(joined.day >= joined[f"{LIMIT}{selection.after}"])
    if selection.before:
        kept.append(joined.day <= joined[f"{LIMIT}{selection.before}"])
    distance = ibis.null("int64")
    if selection.near:
        near = joined[f"{LIMIT}{selection.near}"]
        kept.append(near.notnull())
        distance = (joined.day - near).abs()
    inside = joined.mutate(distance=distance).filter(*kept)
    return inside.select(UNIT, "order", "day", "taken", "distance")


def _one_row(chosen: Table, source: str, key: str) -> Table:
    """Return the row that comes first by its day, or by its distance; ties by the earlier id."""
    dated = chosen.filter(chosen.day.notnull())
    if source == "nearest":
        order = [dated.distance, dated.day]
    else:
        order = [dated.day if source == "first" else dated.day.desc()]
    ranked = dated.mutate(rank=ibis.row_number().over(group_by=key, order_by=[*order, dated.order]))
    top = ranked.filter(ranked["rank"] == 0)
    return top.select(**{key: top[key]}, value=top.taken, known_on=top.day)
