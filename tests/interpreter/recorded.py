"""Variables that come from records: a column, a concept, rows of an event table."""

from typing import Any

from interpreter.answers import MISSING, Answer, Row, UnitAnswers
from interpreter.days import field_of
from interpreter.selections import select
from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES
from osteon.protocol import UNIT_TABLES, StudyProtocol, Variable


def answer_from_records(
    protocol: StudyProtocol, variable: Variable, unit: UnitAnswers
) -> Answer | None:
    """Return what a variable takes from records; None where it follows from other variables."""
    if variable.column is not None:
        return _column(protocol, variable, unit)
    if variable.concept is not None:
        return _concept(protocol, variable, unit)
    if variable.selection is not None:
        rule = protocol.settings.partial_dates
        return select(variable.source, variable.selection, unit, rule)
    return None


def _column(protocol: StudyProtocol, variable: Variable, unit: UnitAnswers) -> Answer:
    """Return a field of the unit's own row, of a row it refers to, or of the patient's one row."""
    table, _, field = str(variable.column).partition(".")
    known_on = unit.value(variable.known) if variable.known is not None else None
    row = _row_of_table(UNIT_TABLES[protocol.unit], table, unit)
    if row is None:
        return Answer(None, known_on)
    return Answer(field_of(row, table, field, protocol.settings.partial_dates), known_on)


def _row_of_table(unit_table: str, table: str, unit: UnitAnswers) -> Row | None:
    if table == unit_table:
        return unit.row
    rows = unit.records[table]
    for field in ENTITIES[unit_table].fields:
        if field.references == table != "patient" and not field.multiple:
            return next((row for row in rows if row["id"] == unit.row[field.name]), None)
    assert len(rows) <= 1, f"{table}: a column is taken where a patient has one row at most"
    return rows[0] if rows else None


def _concept(protocol: StudyProtocol, variable: Variable, unit: UnitAnswers) -> Answer:
    """Return a clinical concept by its plain reference, under the switches that it has."""
    concept = CONCEPTS[str(variable.concept)]
    general: dict[str, Any] = {"partial_dates": protocol.settings.partial_dates}
    general |= protocol.switches
    switches = {name: value for name, value in general.items() if name in concept.switches}
    switches |= variable.options
    if concept.unit == "patient":
        known = concept.derive_plainly(unit.records, switches)
    else:
        known = concept.derive_units_plainly(unit.records, switches).get(unit.unit_id)
    return MISSING if known is None else Answer(known.value, known.known_on)
