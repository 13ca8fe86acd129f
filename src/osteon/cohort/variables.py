"""A variable of a protocol as a table: one row a patient, its value and when it was known."""

from collections.abc import Mapping

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from osteon.cohort.conditions import TRUE, compile_condition
from osteon.cohort.days import field_spec, field_value, field_values
from osteon.concepts import CONCEPTS
from osteon.protocol import DateRule, Selection, StudyProtocol, Variable, parse_condition
from osteon.snapshot import Snapshot


def derive_from_column(snapshot: Snapshot, column: str, rule: DateRule) -> Table:
    """Return a field of a table that has one row a patient."""
    table, _, field = column.partition(".")
    rows = snapshot.table(table)
    return rows.select(
        patient_id=rows.patient_id,
        value=field_value(rows, field_spec(table, field), rule),
        known_on=ibis.null("int64"),
    )


def derive_from_concept(snapshot: Snapshot, variable: Variable, protocol: StudyProtocol) -> Table:
    """Return a clinical concept under the switches of the study and of the variable."""
    concept = CONCEPTS[str(variable.concept)]
    general = {key: value for key, value in protocol.switches.items() if key in concept.switches}
    switches = {
        **concept.switches,
        "partial_dates": protocol.settings.partial_dates,
        **general,
        **variable.options,
    }
    tables = {name: snapshot.table(name) for name in concept.tables}
    return concept.derive(tables, switches)


def derive_from_rows(
    snapshot: Snapshot, source: str, selection: Selection, dates: Table, rule: DateRule
) -> Table:
    """Return the first or last row that fits, whether there is one, or how many there are.

    Parameters
    ----------
    snapshot : Snapshot
        Where the rows are.
    source : {"first", "last", "any", "count"}
        What is asked of them.
    selection : Selection
        Which rows count.
    dates : Table
        One row a patient with the dates of the protocol, for a window in time.
    rule : {"earliest", "midpoint", "latest"}
        The day that a partial date stands for.
    """
    table = selection.table
    rows = snapshot.table(table)
    values = field_values(rows, table, rule)
    day = values[selection.date] if selection.date else ibis.null("int64")
    taken = values[selection.value] if selection.value else TRUE
    chosen = _where(rows, selection, values).select(
        patient_id=rows.patient_id, order=rows.id, day=day, taken=taken
    )
    chosen = _in_window(chosen, selection, dates)
    if source in {"first", "last"}:
        return _one_row(chosen, latest=source == "last")
    grouped = chosen.group_by("patient_id")
    if source == "any":
        return grouped.aggregate(value=TRUE, known_on=chosen.day.min())
    return grouped.aggregate(value=chosen.count(), known_on=chosen.day.max())


def _where(rows: Table, selection: Selection, values: Mapping[str, Value]) -> Table:
    if selection.where is None:
        return rows
    condition = parse_condition(selection.where, where=selection.table)
    return rows.filter(compile_condition(condition, values))


def _in_window(chosen: Table, selection: Selection, dates: Table) -> Table:
    limits: list[BooleanValue] = []
    joined = chosen.join(dates, "patient_id") if selection.after or selection.before else chosen
    if selection.after:
        limits.append(joined.day >= joined[selection.after])
    if selection.before:
        limits.append(joined.day <= joined[selection.before])
    kept = joined.filter(*limits) if limits else joined
    return kept.select("patient_id", "order", "day", "taken")


def _one_row(chosen: Table, *, latest: bool) -> Table:
    order = [chosen.day.desc() if latest else chosen.day, chosen.order]
    ranked = chosen.filter(chosen.day.notnull()).mutate(
        rank=ibis.row_number().over(group_by="patient_id", order_by=order)
    )
    first = ranked.filter(ranked["rank"] == 0)
    return first.select(patient_id=first.patient_id, value=first.taken, known_on=first.day)
