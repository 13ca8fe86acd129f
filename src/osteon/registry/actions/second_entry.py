"""Double entry: a record entered again by somebody else, and compared field by field."""

import datetime as dt
import json
from collections.abc import Mapping

from osteon.dictionary import entity
from osteon.errors import Problem
from osteon.registry.actions.checks import check_row
from osteon.registry.actions.find import find_for_change
from osteon.registry.actions.updates import require_forward
from osteon.registry.actions.written import (
    Saved,
    audited_row,
    bookkeeping,
    deed,
    require_open,
    require_version,
    saved,
)
from osteon.registry.chain import canonical
from osteon.registry.errors import RegistryError
from osteon.registry.ledger import Deed, Ledger, changed, writing
from osteon.registry.models import Record, SecondEntry
from osteon.registry.policies import Actor, Permission
from osteon.registry.states import RecordState

SECOND_ENTRY = "second_entry"
"""What entries of the audit trail call the row of a second entry."""

COLUMNS = ("entity", "record_id", "entered_by", "entered_at", "values", "differing")


def enter_again(
    entity_name: str, row: Mapping[str, object], *, by: Actor, at: dt.datetime
) -> tuple[str, ...]:
    """Enter a record a second time; return the fields in which the two differ.

    Where none differ, the record says that it was verified, by whom and when.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor may not, or sees no such record.
    RegistryError
        The same person entered it first.
    RecordError
        The row breaks the dictionary.
    """
    table = entity(entity_name)
    key = str(row.get(table.key, ""))
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, key, by, Permission.ENTER)
        before = audited_row(record)
        if before.get("author") == by.name:
            problem = Problem("author", "the same person", "somebody else")
            raise RegistryError("A second entry is made by somebody else.", [problem])
        again = check_row(entity_name, row, state=RecordState.COMPLETE, new=False)
        kept = bookkeeping(ledger, version=0, created=None)
        names = [name for name in record.stored if name not in kept]
        ignored = {"verified_by", "verified_at", "source", "centre_id"}
        differing = tuple(
            name for name in names if name not in ignored and before.get(name) != again.get(name)
        )
        second = SecondEntry.objects.filter(entity=entity_name, record_id=key).first()
        earlier = {} if second is None else second_entry_columns(second)
        second = second or SecondEntry(entity=entity_name, record_id=key)
        second.entered_by, second.entered_at = by.name, ledger.at
        second.values, second.differing = json.loads(canonical(again)), list(differing)
        _keep(second, record, earlier, ledger)
        if not differing:
            moment = ledger.at.replace(tzinfo=None)
            record.take(record.to_row() | {"verified_by": by.name, "verified_at": moment})
            record.save(force_update=True)
        reason = f"{len(differing)} fields differ"
        ledger.note(deed("second entry", record, before=before, reason=reason))
        return differing


def settle_entries(
    entity_name: str,
    row: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
) -> Saved:
    """Settle two entries that differ: the row replaces the record, which counts as verified.

    A reason is needed where a change of the record needs one.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError, StaleRecordError, RecordError
        As for a change.
    RegistryError
        The record is closed, or was not entered twice.
    """
    key = str(row.get(entity(entity_name).key, ""))
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, key, by, Permission.ENTER)
        require_open(record)
        require_version(record, version)
        second = SecondEntry.objects.filter(entity=entity_name, record_id=key).first()
        if second is None or not second.differing:
            problem = Problem(entity_name, "no second entry that differs", "one that does")
            raise RegistryError("There is nothing to settle.", [problem])
        state = RecordState(record.record_state)
        checked = check_row(entity_name, row, state=state, new=False)
        before = audited_row(record)
        require_forward(entity_name, before, checked, reason)
        moment = ledger.at.replace(tzinfo=None)
        kept = bookkeeping(ledger, version=version + 1, created=before)
        record.take(checked | kept | {"verified_by": by.name, "verified_at": moment})
        record.save(force_update=True)
        earlier = second_entry_columns(second)
        second.differing = []
        _keep(second, record, earlier, ledger)
        ledger.note(deed("settle entries", record, before=before, reason=reason))
        return saved(record)


def second_entry_columns(second: SecondEntry) -> dict[str, object]:
    """Return the columns of a second entry that the audit trail covers."""
    return {name: getattr(second, name) for name in COLUMNS}


def _keep(
    second: SecondEntry, record: Record, before: Mapping[str, object], ledger: Ledger
) -> None:
    """Write a second entry, and the entry of the trail that covers it as the database holds it."""
    second.save()
    second.refresh_from_db()
    after = second_entry_columns(second)
    ledger.note(
        Deed(
            "keep second entry", SECOND_ENTRY, str(second.pk), record.owner, record.centre_id,
            changed(before, after), after,
        )
    )  # fmt: skip
