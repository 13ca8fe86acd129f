"""The first start of a registry, and every later one: its tables, the head of its chain."""

import datetime as dt
from collections.abc import Mapping

from django.core.management import call_command

from osteon.registry.actions import create_centre
from osteon.registry.ledger import found_chain
from osteon.registry.models import Centre
from osteon.registry.policies import Actor


def found(*, by: Actor, at: dt.datetime, centres: Mapping[str, str] | None = None) -> None:
    """Bring the database to the present schema, begin the audit trail, create what centres lack.

    May be repeated: what is there stays.

    Parameters
    ----------
    by : Actor
        An administrator, if centres are given.
    at : datetime
        When, with a zone.
    centres : mapping of str to str, optional
        Names of centres by code.
    """
    call_command("migrate", interactive=False, verbosity=0)
    found_chain()
    create_centres(centres or {}, by=by, at=at)


def create_centres(centres: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    """Create those of some centres, given by code and name, that are not there yet."""
    for code, name in centres.items():
        if not Centre.objects.filter(code=code).exists():
            create_centre(code, name, by=by, at=at)
