"""Records entered, changed, removed, and moved from state to state."""

import datetime as dt
from collections.abc import Mapping, Sequence

from osteon.dictionary import Requirement, entity
from osteon.errors import Problem, RecordError
from osteon.registry.actions.belongings import clear_away
from osteon.registry.actions.checks import check_row, require_reason
from osteon.registry.actions.find import find_for_change
from osteon.registry.actions.locking import require_sound
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
from osteon.registry.errors import RegistryError
from osteon.registry.ledger import Deed, Ledger, changed, writing
from osteon.registry.models import RECORD_MODELS, Record
from osteon.registry.policies import Actor, Permission, require
from osteon.registry.sight import seen_record
from osteon.registry.states import OPEN_STATES, RecordState, find_transition


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
        return _insert(entity_name, row, state, ledger)


def enter_records(
    rows: Sequence[tuple[str, Mapping[str, object]]],
    *,
    by: Actor,
    at: dt.datetime,
    state: RecordState = RecordState.COMPLETE,
) -> tuple[Saved, ...]:
    """Enter the records of a visit: all of them in one transaction, or none.

    Parameters
    ----------
    rows : sequence of (str, mapping)
        The table and the flat row of each, those before that others refer to.
    by : Actor
        Who enters them.
    at : datetime
        When, with a zone.
    state : RecordState
        The state of all of them.

    Raises
    ------
    PermissionRefusedError
        The actor may not enter records at one of the centres.
    RecordError
        All that is wrong with any of them.
    """
    problems: list[Problem] = []
    entered: list[Saved] = []
    with writing(by=by, at=at) as ledger:
        for name, row in rows:
            require(by, Permission.ENTER, str(row.get("centre_id", "")))
            try:
                entered.append(_insert(name, row, state, ledger))
            except RecordError as error:
                problems += error.problems
        if problems:
            raise RecordError("The visit cannot be saved.", problems)
    return tuple(entered)


def _insert(
    entity_name: str, row: Mapping[str, object], state: RecordState, ledger: Ledger
) -> Saved:
    if entity_name != "patient":
        seen_record("patient", str(row.get("patient_id", "")), ledger.by)
    model = RECORD_MODELS[entity(entity_name).name]
    checked = check_row(entity_name, row, state=state, new=True)
    record = model(record_state=state.value)
    record.take(checked | bookkeeping(ledger, version=1, created=None))
    record.save(force_insert=True)
    ledger.note(deed("create", record, before={}))
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
        Why, for the audit trail; needed where the last day alive moves backwards (rule H-35).

    Raises
    ------
    PermissionRefusedError
        The actor may not change records at this centre.
    UnknownRecordError
        There is no such record, or not for this actor.
    StaleRecordError
        Somebody has changed it since; the error carries the row as it stands.
    RecordError
        The row breaks the dictionary, or a rule about updates without a reason.
    RegistryError
        The record is signed or locked and has to be reopened first.
    """
    key = str(row.get(entity(entity_name).key, ""))
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, key, by, Permission.ENTER)
        require(by, Permission.ENTER, str(row.get("centre_id", "")))
        require_open(record)
        require_version(record, version)
        state = RecordState(record.record_state)
        checked = check_row(entity_name, row, state=state, new=False)
        before = record.to_row()
        if entity_name != "patient" and checked["patient_id"] != before["patient_id"]:
            problem = Problem(
                f"{entity_name}.patient_id", "another patient", "the patient it belongs to"
            )
            raise RegistryError("A record does not change its patient.", [problem])
        require_forward(entity_name, before, checked, reason)
        record.take(checked | bookkeeping(ledger, version=version + 1, created=before))
        record.save(force_update=True)
        ledger.note(deed("change", record, before=before, reason=reason))
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
        require_open(record)
        require_version(record, version)
        _require_unreferenced(record)
        clear_away(record, ledger, reason)
        changes = changed(audited_row(record), {})
        owner, centre_id = record.owner, record.centre_id
        record.delete()
        ledger.note(
            Deed("remove", entity_name, record_id, owner, centre_id, changes, reason=reason)
        )


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
        A draft lacks what is required, or a hard finding of data quality stands against a lock.
    """
    with writing(by=by, at=at) as ledger:
        record = find_for_change(entity_name, record_id, by, Permission.READ)
        transition = find_transition(RecordState(record.record_state), state)
        require(by, transition.permission, record.centre_id)
        if transition.needs_reason:
            require_reason(reason)
        before = audited_row(record)
        if transition.end is RecordState.COMPLETE and transition.start is RecordState.DRAFT:
            check_row(entity_name, before, state=state, new=False)
        if transition.end is RecordState.LOCKED:
            require_sound(record, ledger.at.date())
        record.record_state = state.value
        version = int(str(before["version"])) + 1
        record.take(record.to_row() | bookkeeping(ledger, version=version, created=before))
        record.save(force_update=True)
        ledger.note(deed(transition.name, record, before=before, reason=reason))
        return saved(record)


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
