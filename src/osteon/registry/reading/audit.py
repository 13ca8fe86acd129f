"""The audit trail, for those who may read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from osteon.registry.models import AuditEntry
from osteon.registry.policies import Actor, Permission, refusal
from osteon.registry.sight import seen_rows


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An entry of the audit trail; ``changes`` gives (old, new) by field."""

    number: int
    at: datetime
    actor: str
    action: str
    entity: str
    record_id: str
    patient_id: str
    changes: Mapping[str, tuple[object, object]]
    reason: str


def audit_trail(
    *, by: Actor, patient_id: str = "", entity_name: str = "", record_id: str = "",
    before: int | None = None, length: int = 100,
) -> list[TrailEntry]:  # fmt: skip
    """Return entries that an actor may read, the last first, from before a number on.

    What concerns no centre, as a sign-in, is read by those who may read the trail everywhere.
    An administrator sees that something was done, never with whom or which clinical values.

    Raises
    ------
    PermissionRefusedError
        The actor may read the trail of no centre.
    """
    if not by.may_anywhere(Permission.READ_AUDIT):
        raise refusal(Permission.READ_AUDIT)
    found = seen_rows(AuditEntry.objects.all(), by, Permission.READ_AUDIT)
    asked = {"patient_id": patient_id, "entity": entity_name, "record_id": record_id}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    if before is not None:
        found = found.filter(number__lt=before)
    return [trail_entry(entry, by) for entry in found.order_by("-number")[:length]]


def trail_entry(entry: AuditEntry, by: Actor) -> TrailEntry:
    """Return an entry as an actor may see it."""
    clinical = bool(entry.patient_id)
    shown = not clinical or by.may(Permission.READ, entry.centre_id)
    changes = json.loads(entry.changes) if entry.changes and shown else {}
    return TrailEntry(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        entity=entry.entity,
        record_id=entry.record_id if shown else "",
        patient_id=entry.patient_id if shown else "",
        changes={name: (old, new) for name, (old, new) in changes.items()},
        reason=entry.reason if shown else "",
    )
