"""What a person may see of the registry, as plain values; nothing here writes."""

from osteon.registry.counting import ABSENT
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
from osteon.registry.reading.charts import known_patients, lesions_tracked_as, read_charts
from osteon.registry.reading.completeness import (
    CentreScore,
    CountState,
    FieldCompleteness,
    count_state,
    field_completeness,
    quality_scores,
    sum_completeness,
)
from osteon.registry.reading.history import read_version, record_history
from osteon.registry.reading.patients import (
    BONE_STATES,
    PatientFilter,
    PatientPage,
    PatientSummary,
    list_patients,
)
from osteon.registry.reading.queries import QuerySummary, list_queries
from osteon.registry.reading.records import (
    StoredRecord,
    read_chart,
    read_patient,
    read_record,
    records_of,
)
from osteon.registry.reading.reviews import (
    FlawLine,
    GapLine,
    LineFilter,
    LinePage,
    ReviewState,
    count_flaws,
    count_gaps,
    every_flaw,
    every_gap,
    list_flaws,
    list_gaps,
    patients_to_review,
    review_state,
)
from osteon.registry.reading.second_entries import SecondReading, second_entry_of
from osteon.registry.reading.thresholds import SignedThresholds, signed_thresholds

__all__ = [
    "ABSENT",
    "BONE_STATES",
    "AccountSummary",
    "CentreScore",
    "CentreSummary",
    "CountState",
    "FieldCompleteness",
    "FlawLine",
    "GapLine",
    "LineFilter",
    "LinePage",
    "PatientFilter",
    "PatientPage",
    "PatientSummary",
    "QuerySummary",
    "ReviewState",
    "SecondReading",
    "SignedThresholds",
    "StoredRecord",
    "TrailEntry",
    "account_of_link",
    "actor_of",
    "audit_trail",
    "count_flaws",
    "count_gaps",
    "count_state",
    "every_flaw",
    "every_gap",
    "field_completeness",
    "known_account",
    "known_accounts",
    "known_centres",
    "known_patients",
    "lesions_tracked_as",
    "list_flaws",
    "list_gaps",
    "list_patients",
    "list_queries",
    "patients_to_review",
    "quality_scores",
    "read_chart",
    "read_charts",
    "read_patient",
    "read_record",
    "read_version",
    "record_history",
    "records_of",
    "review_state",
    "second_entry_of",
    "signed_thresholds",
    "sum_completeness",
]
