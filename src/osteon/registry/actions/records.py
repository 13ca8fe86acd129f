"""Records entered, changed, removed, and moved from state to state."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from osteon.dictionary import Requirement, entity
from osteon.errors import Problem
from osteon.registry.actions.belongings import clear_away
from osteon.registry.actions.checks import check_row, require_reason
from osteon.registry.actions.find import find_for_change, visible_patient
from osteon.registry.errors import RegistryError, StaleRecordError
from osteon.registry.ledger import Deed, Ledger, writing
from osteon.registry.models import RECORD_MODELS, Record, Row
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.states import OPEN_STATES, RecordState, find_transition


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it now stands.

    Parameters
    ----------
    entity, record_id : str
        Which.
    version : int
        To be handed back with the next change.
    state : RecordState
        How far it has come.
    """

    entity: str
    record_id: str
    version: int
    state: RecordState


def enter_record(
    entity_name: str,
    row: Mapping[str, object],
    *,
    by: Actor,
    at: dt.datetime,
    state: RecordState = RecordState.COMPLETE,
) -> Saved:
    """Enter a new record.

    Parameters
    ----------
    entity_name : str
        Its table.
    row : mapping
        A flat row with its key; what the registry fills by itself is ignored.
    by : Actor
        Who enters it; needs to be allowed to at the centre of the row.
    at : datetime
        When, with a zone.
    state : RecordState
        ``draft`` where required values may still lack, else ``complete``.

    Raises
    ------
    PermissionRefusedError
        The actor may not enter records at this centre, or not see the patient.
    RecordError
        The row breaks the dictionary, its key is taken, or a reference leads nowhere: all of it.
    """
    if state not in OPEN_STATES:
        problem = Problem("state", state.value, "draft or complete")
        raise RegistryError("A new record is a draft or complete.", [problem])
    require(by, Permission.ENTER, str(row.get("centre_id", "")))
    with writing(by=by, at=at) as ledger:
        if entity_name != "patient":
            visible_patient(str(row.get("patient_id", "")), by)
        model = RECORD_MODELS[entity(entity_name).name]
        checked = check_row(entity_name, row, state=state, new=True)
        record = model(record_state=state.value)
        record.take(checked | bookkeeping(ledger, version=1, created=None))
        record.save(force_insert=True)
        ledger.note(_deed("create", record, before={}))
        return saved(record)


def change_record(
    entity_name: str,
    row: Mapping[str, object],
    *,
    version: int,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
) -> Saved:
    """Change a record that is a draft or complete: the row replaces the one before.

    Parameters
    ----------
    entity_name : str
        Its table.
    row : mapping
        The whole row, its key included.
    version : int
        The version that was read; if there is a newer one, nothing is written.
    by : Actor
        Who changes it.
    at : datetime
        When, with a zone.
    reason : str, optional
        Why, for the audit trail.

    Raises
    ------
    PermissionRefusedError
        The actor may not change records at this centre.
    UnknownRecordError
        There is no such record, or not for this actor.
    StaleRecordError
        Somebody has changed it since; the error carries the row as it stands.
    RecordError
        The row breaks the dictionary.
    RegistryError
        The record is signed or locked and has to be reopened first.
    """
    key = str(row.get(entity(entity_name).key, ""))
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, key, by, Permission.ENTER)
        require(by, Permission.ENTER, str(row.get("centre_id", "")))
        _require_open(record)
        _require_version(record, version)
        state = RecordState(record.record_state)
        checked = check_row(entity_name, row, state=state, new=False)
        before = record.to_row()
        if entity_name != "patient" and checked["patient_id"] != before["patient_id"]:
            problem = Problem(
                f"{entity_name}.patient_id", "another patient", "the patient it belongs to"
            )
            raise RegistryError("A record does not change its patient.", [problem])
        record.take(checked | bookkeeping(ledger, version=version + 1, created=before))
        record.save(force_update=True)
        ledger.note(_deed("change", record, before=before, reason=reason))
        return saved(record)


def remove_record(
    entity_name: str, record_id: str, *, version: int, by: Actor, at: dt.datetime, reason: str
) -> None:
    """Remove a record and what hangs on it; the audit trail keeps all it held.

    With a record go its queries and its second entry, with a patient also the identity.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError, StaleRecordError
        As for a change.
    RegistryError
        There is no reason, the record is signed or locked, or others refer to it.
    """
    require_reason(reason)
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, record_id, by, Permission.REMOVE)
        _require_open(record)
        _require_version(record, version)
        _require_unreferenced(record)
        before = record.to_row() | {"record_state": record.record_state}
        changes = {name: (value, None) for name, value in before.items()}
        clear_away(record, ledger, reason)
        record.delete()
        ledger.note(
            Deed(
                "remove", entity_name, record_id, str(before.get("patient_id", "")),
                str(before["centre_id"]), changes, None, reason,
            )
        )  # fmt: skip


def move_record(
    entity_name: str,
    record_id: str,
    state: RecordState,
    *,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
) -> Saved:
    """Take a record to another state: complete, sign, lock, or back.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        As for a change.
    RegistryError
        There is no such step, or it needs a reason.
    RecordError
        A draft lacks what is required.
    """
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, record_id, by, Permission.READ)
        transition = find_transition(RecordState(record.record_state), state)
        require(by, transition.permission, record.centre_id)
        if transition.needs_reason:
            require_reason(reason)
        before = record.to_row() | {"record_state": record.record_state}
        if transition.end is RecordState.COMPLETE and transition.start is RecordState.DRAFT:
            check_row(entity_name, before, state=state, new=False)
        record.record_state = state.value
        version = int(str(before["version"])) + 1
        record.take(record.to_row() | bookkeeping(ledger, version=version, created=before))
        record.save(force_update=True)
        ledger.note(_deed(transition.name, record, before=before, reason=reason))
        return saved(record)


def bookkeeping(ledger: Ledger, *, version: int, created: Mapping[str, object] | None) -> Row:
    """Return what the registry fills by itself; a row that is new was created now."""
    now = ledger.at.replace(tzinfo=None)
    kept = created or {"created_at": now}
    kept_names = ("created_at", "verified_by", "verified_at")
    return {name: kept[name] for name in kept_names if name in kept} | {
        "updated_at": now,
        "author": ledger.by.name,
        "version": version,
    }


def saved(record: Record) -> Saved:
    """Return what an action says of a record it wrote."""
    version = int(record.version)
    return Saved(record.entity.name, record.key, version, RecordState(record.record_state))


def audited_row(record: Record) -> Row:
    """Return what the digest of a record covers: its row and its state."""
    return record.to_row() | {"record_state": record.record_state}


def _deed(action: str, record: Record, *, before: Row, reason: str = "") -> Deed:
    after = audited_row(record)
    old = {"record_state": record.record_state} | before if before else {}
    changes = {
        name: (old.get(name), after.get(name))
        for name in sorted({*old, *after})
        if old.get(name) != after.get(name)
    }
    return Deed(
        action,
        record.entity.name,
        record.key,
        str(after.get("patient_id", "")),
        str(after["centre_id"]),
        changes,
        after,
        reason,
    )


def _require_open(record: Record) -> None:
    if RecordState(record.record_state) not in OPEN_STATES:
        problem = Problem(
            record.entity.name, f"a {record.record_state} record", "a draft or complete one",
            "Reopen it first, with the reason.",
        )  # fmt: skip
        raise RegistryError("The record is closed.", [problem])


def _require_version(record: Record, version: int) -> None:
    row = record.to_row()
    if row.get("version") != version:
        problem = Problem(
            record.entity.name, "a newer version", "the version that was read",
            "Merge the two.",
        )  # fmt: skip
        raise StaleRecordError("Somebody has changed the record since.", row, [problem])


def _require_unreferenced(record: Record) -> None:
    problems = [
        Problem(f"{name}.{field.name}", "a reference to this record", "none")
        for name, model in RECORD_MODELS.items()
        for field in model.entity.fields
        if field.references == record.entity.name and not field.multiple
        and field.requirement is not Requirement.BOOKKEEPING
        and model.objects.filter(**{field.name: record.pk}).exists()
    ]  # fmt: skip
    if problems:
        raise RegistryError("Other records refer to this one.", problems)
