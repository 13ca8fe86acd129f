"""What an actor may see, as a condition on rows that have a centre."""

from django.db.models import QuerySet

from osteon.registry.models import Centre
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
