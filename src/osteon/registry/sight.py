"""What an actor may see: one record, or a condition on rows that have a centre."""

from django.db.models import QuerySet

from osteon.dictionary import entity
from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.models import RECORD_MODELS, Centre, Record
from osteon.registry.policies import EVERYWHERE, Actor, Permission


def seen_centres(by: Actor, permission: Permission = Permission.READ) -> tuple[str, ...]:
    """Return the codes of the centres at which something is allowed."""
    return by.centres(permission, Centre.objects.values_list("code", flat=True))


def seen_rows(found: QuerySet, by: Actor, permission: Permission = Permission.READ) -> QuerySet:
    """Return those rows whose centre an actor may see; who may see all centres is asked nothing.

    A condition that holds for every row would keep a database from reading them in order.
    """
    if by.may(permission, EVERYWHERE):
        return found
    return found.filter(centre_id__in=seen_centres(by, permission))


def sees(record: Record, by: Actor) -> bool:
    """Return whether an actor may see a record."""
    return by.may(Permission.READ, record.centre_id)


def seen_record(entity_name: str, key: str, by: Actor) -> Record:
    """Return a record of a table.

    Raises
    ------
    UnknownRecordError
        There is none of this key, or it is not for this actor: the two are not told apart.
    """
    name = entity(entity_name).name
    record = RECORD_MODELS[name].objects.filter(pk=key).first()
    if record is None or not sees(record, by):
        problem = Problem(name, "no record of this key", "the key of one that you may see")
        raise UnknownRecordError("There is no such record.", [problem])
    return record
