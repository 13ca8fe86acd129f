"""What every action on a record shares: what it fills in, refuses, notes and returns."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteon.errors import Problem
from osteon.registry.errors import RegistryError, StaleRecordError
from osteon.registry.ledger import Deed, Ledger, changed
from osteon.registry.models import Record, Row
from osteon.registry.states import OPEN_STATES, RecordState


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


def deed(action: str, record: Record, *, before: Row, reason: str = "") -> Deed:
    """Return the entry of the audit trail for a record as it was and as it is left."""
    after = audited_row(record)
    old = {"record_state": record.record_state} | before if before else {}
    return Deed(
        action,
        record.entity.name,
        record.key,
        record.owner,
        record.centre_id,
        changed(old, after),
        after,
        reason,
    )


def require_open(record: Record) -> None:
    """Refuse a change of a record that is signed or locked.

    Raises
    ------
    RegistryError
        It has to be reopened first.
    """
    if RecordState(record.record_state) not in OPEN_STATES:
        problem = Problem(
            record.entity.name, f"a {record.record_state} record", "a draft or complete one",
            "Reopen it first, with the reason.",
        )  # fmt: skip
        raise RegistryError("The record is closed.", [problem])


def require_version(record: Record, version: int) -> None:
    """Refuse a change of a record that somebody else has changed since it was read.

    Raises
    ------
    StaleRecordError
        With the row as it stands.
    """
    row = record.to_row()
    if row.get("version") != version:
        problem = Problem(
            record.entity.name, "a newer version", "the version that was read",
            "Merge the two.",
        )  # fmt: skip
        raise StaleRecordError("Somebody has changed the record since.", row, [problem])
