"""One transaction with its audit entries: what every write goes through."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from osteon.registry.chain import (
    COVERED,
    GENESIS,
    canonical,
    entry_digest,
    head_mac,
    line_mac,
    row_digest,
)
from osteon.registry.inserting import insert_rows
from osteon.registry.models import AuditEntry, AuditHead
from osteon.registry.policies import Actor

Changes = Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to which record.

    Parameters
    ----------
    action : str
        A word such as ``create``.
    entity, record_id, patient_id, centre_id : str
        What it was done to; empty where nothing of the kind.
    changes : mapping of str to (old, new)
        What changed.
    row : mapping, optional
        The row as it was left; its digest goes into the entry. None where no row is left.
    reason : str
        Why, where the registry asks for it.
    """

    action: str
    entity: str = ""
    record_id: str = ""
    patient_id: str = ""
    centre_id: str = ""
    changes: Changes | None = None
    row: Mapping[str, object] | None = None
    reason: str = ""


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> Changes:
    """Return what differs between two rows, as (old, new) by name: None where one lacks it."""
    return {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


class Ledger:
    """The audit entries of one transaction.

    Parameters
    ----------
    head : AuditHead
        The head of the chain, locked by the transaction.
    by : Actor
        Who acts.
    at : datetime
        When, with a zone.
    key : bytes
        The key of the chain.
    """

    def __init__(self, head: AuditHead, by: Actor, at: dt.datetime, key: bytes) -> None:
        self.by = by
        self.at = at.astimezone(dt.UTC)
        self._head = head
        self._key = key
        self._entries: list[Mapping[str, object]] = []

    def note(self, deed: Deed) -> None:
        """Add an entry for what is done in this transaction."""
        row = deed.row
        entry: dict[str, object] = {
            "number": self._head.number + 1,
            "at": self.at,
            "actor": self.by.name,
            "action": deed.action,
            "entity": deed.entity,
            "record_id": deed.record_id,
            "patient_id": deed.patient_id,
            "centre_id": deed.centre_id,
            "changes": canonical(deed.changes) if deed.changes else "",
            "row_digest": "" if row is None else row_digest(self._key, deed.entity, row),
            "reason": deed.reason,
        }
        previous = self._head.digest
        digest = entry_digest(self._key, [entry[name] for name in COVERED], previous)
        self._head.number, self._head.digest = self._head.number + 1, digest
        self._entries.append(entry | {"previous": previous, "digest": digest})

    def close(self) -> None:
        """Write the entries and the head; on the first write of a day also outside."""
        if not self._entries:
            return
        insert_rows(AuditEntry, self._entries)
        head = self._head
        head.mac = head_mac(self._key, head.number, head.digest)
        due = head.published_on is None or head.published_on < self.at.date()
        head.published_on = self.at.date()
        head.save(force_update=True)
        if due:
            number, digest, at = head.number, head.digest, self.at
            transaction.on_commit(lambda: publish_head(number, digest, at, "day"), robust=True)


@contextmanager
def writing(*, by: Actor, at: dt.datetime) -> Iterator[Ledger]:
    """Open a transaction that holds the head of the chain; it ends with its entries or not at all.

    Writers come one after another: each waits here for the one before.
    """
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().get(id=1)
        ledger = Ledger(head, by, at, audit_key())
        yield ledger
        ledger.close()


def audit_key() -> bytes:
    """Return the key of the chain, which no database knows."""
    return settings.OSTEON_AUDIT_KEY.encode()


def found_chain() -> None:
    """Write the head that precedes the first entry, where there is none."""
    AuditHead.objects.get_or_create(
        id=1,
        defaults={"number": 0, "digest": GENESIS, "mac": head_mac(audit_key(), 0, GENESIS)},
    )


def publish_head(number: int, digest: str, at: dt.datetime, occasion: str) -> None:
    """Append the head of the chain to the file outside the database; it is on the disk then."""
    line = {"number": number, "digest": digest, "at": at.isoformat(), "occasion": occasion}
    sealed = line | {"mac": line_mac(audit_key(), line)}
    with Path(settings.OSTEON_AUDIT_HEADS).open("a", encoding="utf-8") as heads:
        heads.write(json.dumps(sealed) + "\n")
        heads.flush()
        os.fsync(heads.fileno())


def publish_current_head(at: dt.datetime, occasion: str) -> None:
    """Append the head as it stands now: at a freeze and a backup."""
    head = AuditHead.objects.get(id=1)
    publish_head(head.number, head.digest, at, occasion)
