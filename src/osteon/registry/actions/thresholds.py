"""Thresholds of a centre's worklist, signed off."""

import datetime as dt

from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.ledger import Deed, writing
from osteon.registry.models import Centre, CentreThresholds
from osteon.registry.policies import Actor, Permission, require


def sign_off_thresholds(centre_id: str, toml: str, *, by: Actor, at: dt.datetime) -> None:
    """Set the thresholds of a centre's worklist; whoever sets them signs for them.

    The text was checked before by whoever knows the worklist's language.

    Raises
    ------
    PermissionRefusedError
        The actor is no clinician of the centre.
    UnknownRecordError
        There is no such centre.
    """
    require(by, Permission.SIGN_OFF, centre_id)
    with writing(by=by, at=at) as ledger:
        if not Centre.objects.filter(code=centre_id).exists():
            problem = Problem("centre", "no centre of this code", "a centre")
            raise UnknownRecordError("There is no such centre.", [problem])
        kept = CentreThresholds.objects.filter(centre_id=centre_id).first()
        before = None if kept is None else kept.toml
        CentreThresholds.objects.update_or_create(
            centre_id=centre_id,
            defaults={"toml": toml, "signed_by": by.name, "signed_at": ledger.at},
        )
        after = {"toml": toml, "signed_by": by.name, "signed_at": ledger.at}
        changes = {"toml": (before, toml)}
        ledger.note(
            Deed("sign off thresholds", "thresholds", centre_id, "", centre_id, changes, after)
        )
