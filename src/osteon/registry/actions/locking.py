"""What stands against locking a record: hard findings of data quality that touch it."""

from datetime import date

from osteon.errors import Problem, RecordError
from osteon.quality import Records, Severity, check_quality
from osteon.registry.models import PATIENT_TABLES, RECORD_MODELS, Record


def require_sound(record: Record, today: date) -> None:
    """Refuse a record that breaks a rule it has to keep before it is locked.

    Raises
    ------
    RecordError
        Every hard finding that touches the record, each with the code of its rule.
    """
    name = record.entity.name
    problems = [
        Problem(
            ", ".join(f"{name}.{field}" for field in found.fields),
            f"a flaw by rule {found.rule}",
            "a record without hard findings",
            found.message,
        )
        for found in check_quality(_chart_of(record), data_cutoff=today)
        if found.severity is Severity.HARD and (found.table, found.record_id) == (name, record.key)
    ]
    if problems:
        raise RecordError("The record cannot be locked.", problems)


def _chart_of(record: Record) -> Records:
    """Return the rows that count of the patient of a record; its own row where it has none."""
    if not record.owner:
        return {record.entity.name: [record.to_row()]}
    return {
        name: [row.to_row() for row in RECORD_MODELS[name].counted(patient_id=record.owner)]
        for name in PATIENT_TABLES
    }
