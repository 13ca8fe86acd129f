"""Records as rows: one, those of a patient, or a whole chart."""

from dataclasses import dataclass

from osteon.dictionary import ENTITIES, entity
from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.models import RECORD_MODELS, Record, Row
from osteon.registry.policies import Actor, Permission
from osteon.registry.states import FROZEN_STATES, RecordState

_COUNTED = tuple(state.value for state in FROZEN_STATES)


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


def read_record(entity_name: str, key: str, *, by: Actor) -> StoredRecord:
    """Return a record.

    Raises
    ------
    UnknownRecordError
        There is none, or it is not for this actor.
    """
    record = RECORD_MODELS[entity(entity_name).name].objects.filter(pk=key).first()
    if record is None or not _sees(record, by):
        problem = Problem(entity_name, "no record of this key", "the key of one you may see")
        raise UnknownRecordError("There is no such record.", [problem])
    return _stored(record)


def records_of(patient_id: str, entity_name: str, *, by: Actor) -> list[StoredRecord]:
    """Return the records of a patient in one table, drafts included, in the order of their keys.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    read_record("patient", patient_id, by=by)
    found = RECORD_MODELS[entity(entity_name).name].objects.filter(patient_id=patient_id)
    return [_stored(record) for record in found.order_by("pk") if _sees(record, by)]


def read_patient(patient_id: str, *, by: Actor) -> dict[str, list[StoredRecord]]:
    """Return every record of a patient by table, drafts included, in the order of their keys.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or not for this actor.
    """
    own = read_record("patient", patient_id, by=by)
    others = {
        name: [
            _stored(record)
            for record in RECORD_MODELS[name].objects.filter(patient_id=patient_id).order_by("pk")
            if _sees(record, by)
        ]
        for name, table in ENTITIES.items()
        if "patient_id" in table.by_name and name != own.entity
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
    return {
        name: [
            record.to_row()
            for record in RECORD_MODELS[name].objects.filter(
                patient_id=patient_id, record_state__in=_COUNTED
            )
            if _sees(record, by)
        ]
        for name, table in ENTITIES.items()
        if "patient_id" in table.by_name
    }


def _sees(record: Record, by: Actor) -> bool:
    return by.may(Permission.READ, str(record.centre_id))


def _stored(record: Record) -> StoredRecord:
    row = record.to_row()
    version = int(str(row.get("version") or 0))
    return StoredRecord(
        record.entity.name, record.key, row, RecordState(record.record_state), version
    )
