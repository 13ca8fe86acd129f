"""What became of one record, for whoever may see it: its entries in the trail, its old versions."""

import json

from osteon.dictionary import entity
from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.models import AuditEntry, Row, without_bookkeeping
from osteon.registry.policies import Actor
from osteon.registry.reading.audit import TrailEntry, trail_entry
from osteon.registry.reading.records import read_record


def record_history(entity_name: str, key: str, *, by: Actor) -> list[TrailEntry]:
    """Return the entries of the audit trail about a record, the last first.

    Raises
    ------
    UnknownRecordError
        There is no such record, or not for this actor.
    """
    read_record(entity_name, key, by=by)
    found = AuditEntry.objects.filter(entity=entity_name, record_id=key)
    return [trail_entry(entry, by) for entry in found.order_by("-number")]


def read_version(entity_name: str, key: str, version: int, *, by: Actor) -> Row:
    """Return a record as it was in an earlier version, dates as ISO text.

    Raises
    ------
    UnknownRecordError
        There is no such record or version, or not for this actor.
    """
    stored = read_record(entity_name, key, by=by)
    row: Row = dict(stored.row)
    found = AuditEntry.objects.filter(entity=entity_name, record_id=key).order_by("-number")
    for entry in found:
        if row.get("version") == version:
            break
        changes = json.loads(entry.changes) if entry.changes else {}
        row |= {name: old for name, (old, _) in changes.items()}
    if row.get("version") != version:
        problem = Problem(entity_name, "no such version of the record", "one that was saved")
        raise UnknownRecordError("There is no such version.", [problem])
    facts = without_bookkeeping(entity(entity_name), row)
    return {name: value for name, value in facts.items() if value is not None}
