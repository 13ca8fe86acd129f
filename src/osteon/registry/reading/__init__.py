"""What a person may see of the registry, as plain values; nothing here writes."""

from osteon.registry.reading.accounts import (
    AccountSummary,
    CentreSummary,
    account_of_link,
    actor_of,
    known_account,
    known_accounts,
    known_centres,
)
from osteon.registry.reading.audit import TrailEntry, audit_trail
from osteon.registry.reading.history import read_version, record_history
from osteon.registry.reading.patients import (
    PatientFilter,
    PatientPage,
    PatientSummary,
    list_patients,
)
from osteon.registry.reading.queries import QuerySummary, list_queries
from osteon.registry.reading.records import (
    StoredRecord,
    read_chart,
    read_record,
    records_of,
)
from osteon.registry.reading.second_entries import SecondReading, second_entry_of
from osteon.registry.reading.thresholds import SignedThresholds, signed_thresholds

__all__ = [
    "AccountSummary",
    "CentreSummary",
    "PatientFilter",
    "PatientPage",
    "PatientSummary",
    "QuerySummary",
    "SecondReading",
    "SignedThresholds",
    "StoredRecord",
    "TrailEntry",
    "account_of_link",
    "actor_of",
    "audit_trail",
    "known_account",
    "known_accounts",
    "known_centres",
    "list_patients",
    "list_queries",
    "read_chart",
    "read_record",
    "read_version",
    "record_history",
    "records_of",
    "second_entry_of",
    "signed_thresholds",
]
