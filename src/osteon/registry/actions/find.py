"""Records found for those who may see them."""

from osteon.dictionary import entity
from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.models import RECORD_MODELS, Record
from osteon.registry.policies import Actor, Permission, require


def visible_patient(patient_id: str, by: Actor) -> Record:
    """Return the row of a patient.

    Raises
    ------
    UnknownRecordError
        There is no such patient, or the actor sees none of the centre.
    """
    return _visible(RECORD_MODELS["patient"], "patient", patient_id, by)


def find_for_change(entity_name: str, key: str, by: Actor, permission: Permission) -> Record:
    """Return a record that the actor sees, and may do something with.

    Raises
    ------
    UnknownRecordError
        There is no such record, or not for this actor.
    PermissionRefusedError
        The actor sees it but may not do this.
    """
    name = entity(entity_name).name
    record = _visible(RECORD_MODELS[name], name, key, by)
    require(by, permission, str(record.to_row()["centre_id"]))
    return record


def _visible(model: type[Record], entity_name: str, key: str, by: Actor) -> Record:
    record = model.objects.filter(pk=key).first()
    if record is None or not by.may(Permission.READ, str(record.to_row()["centre_id"])):
        where = f"{entity_name}"
        problem = Problem(where, "no record of this key", "the key of a record that you may see")
        raise UnknownRecordError("There is no such record.", [problem])
    return record
