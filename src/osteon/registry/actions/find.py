"""Records found for those who may do something with them."""

from osteon.registry.models import Record
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.sight import seen_record


def find_for_change(entity_name: str, key: str, by: Actor, permission: Permission) -> Record:
    """Return a record that the actor sees, and may do something with.

    Raises
    ------
    UnknownRecordError
        There is no such record, or not for this actor.
    PermissionRefusedError
        The actor sees it but may not do this.
    """
    record = seen_record(entity_name, key, by)
    require(by, permission, record.centre_id)
    return record
