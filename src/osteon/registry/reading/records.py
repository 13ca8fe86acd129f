"""Records as rows: one, those of a patient, or a whole chart."""

from dataclasses import dataclass

from django.db import connection

from osteon.dictionary import entity
from osteon.registry.models import (
    PATIENT_TABLES,
    RECORD_MODELS,
    Record,
    Row,
    table_of,
    without_bookkeeping,
)
from osteon.registry.policies import Actor
from osteon.registry.sight import seen_record, sees
from osteon.registry.states import FROZEN_STATES, RecordState

_WHERE_FILLED = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS"  # noqa: S608 - names of the dictionary, none typed
    f" (SELECT 1 FROM {table_of(name)} WHERE patient_id = %s)"
    for name in PATIENT_TABLES
)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record with its state.

    Parameters
    ----------
    entity, key : str
        Which.
    row : dict
        Flat, as the dictionary knows it.
    state : RecordState
        How far it has come.
    version : int
        To be handed back with a change.
    """

    entity: str
    key: str
    row: Row
    state: RecordState
    version: int

    @property
    def facts(self) -> Row:
        """The row without what the registry fills in by itself."""
        return without_bookkeeping(entity(self.entity), self.row)


def read_record(entity_name: str, key: str, *, by: Actor) -> StoredRecord:
    """Return a record.

    Raises
    ------
    UnknownRecordError
        There is none, or it is not for this actor.
    """
    return _stored(seen_record(entity_name, key, by))


def records_of(patient_id: str, entity_name: str, *, by: Actor) -> list[StoredRecord]:
    """Return the records of a patient in one table, drafts included, in the order of their keys.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    read_record("patient", patient_id, by=by)
    return _of_patient(entity(entity_name).name, patient_id, by)


def read_patient(patient_id: str, *, by: Actor) -> dict[str, list[StoredRecord]]:
    """Return every record of a patient by table, drafts included, in the order of their keys.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    own = read_record("patient", patient_id, by=by)
    filled = _filled_tables(patient_id)
    others = {
        name: _of_patient(name, patient_id, by) if name in filled else []
        for name in PATIENT_TABLES
        if name != own.entity
    }
    return {own.entity: [own], **others}


def read_chart(patient_id: str, *, by: Actor) -> dict[str, list[Row]]:
    """Return every row of a patient that counts, by table: drafts are left out.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    read_record("patient", patient_id, by=by)
    filled = _filled_tables(patient_id)
    return {
        name: [
            record.row
            for record in (_of_patient(name, patient_id, by) if name in filled else ())
            if record.state in FROZEN_STATES
        ]
        for name in PATIENT_TABLES
    }


def _of_patient(entity_name: str, patient_id: str, by: Actor) -> list[StoredRecord]:
    found = RECORD_MODELS[entity_name].objects.filter(patient_id=patient_id)
    return [_stored(record) for record in found.order_by("pk") if sees(record, by)]


def _filled_tables(patient_id: str) -> frozenset[str]:
    """Return the tables that hold anything of a patient: one question in the place of forty."""
    with connection.cursor() as cursor:
        cursor.execute(_WHERE_FILLED, [patient_id] * len(PATIENT_TABLES))
        return frozenset(str(name) for (name,) in cursor.fetchall())


def _stored(record: Record) -> StoredRecord:
    row = record.to_row()
    version = int(str(row.get("version") or 0))
    return StoredRecord(
        record.entity.name, record.key, row, RecordState(record.record_state), version
    )
