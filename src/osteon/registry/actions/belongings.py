"""What hangs on a record and goes with it: queries, a second entry, an identity."""

from collections.abc import Mapping

from osteon.registry.actions.identities import identity_columns
from osteon.registry.actions.queries import query_columns
from osteon.registry.actions.second_entry import SECOND_ENTRY, second_entry_columns
from osteon.registry.ledger import Deed, Ledger
from osteon.registry.models import Draft, Identity, Query, Record, SecondEntry


def clear_away(record: Record, ledger: Ledger, reason: str) -> None:
    """Remove what hangs on a record that is about to go, each with its entry."""
    name, key = record.entity.name, record.key
    for query in Query.objects.filter(entity=name, record_id=key):
        _note("query", str(query.pk), record, query_columns(query), ledger, reason)
        query.delete()
    for second in SecondEntry.objects.filter(entity=name, record_id=key):
        _note(SECOND_ENTRY, str(second.pk), record, second_entry_columns(second), ledger, reason)
        second.delete()
    Draft.objects.filter(entity=name, record_id=key).delete()
    if name == "patient":
        for identity in Identity.objects.filter(patient_id=key):
            _note("identity", key, record, identity_columns(identity), ledger, reason)
            identity.delete()


def _note(
    entity_name: str,
    key: str,
    record: Record,
    columns: Mapping[str, object],
    ledger: Ledger,
    reason: str,
) -> None:
    changes = {name: (value, None) for name, value in columns.items() if value}
    owner, centre_id = record.owner, record.centre_id
    ledger.note(Deed("remove", entity_name, key, owner, centre_id, changes, None, reason))
