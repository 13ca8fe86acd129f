"""What the database holds."""

from osteon.registry.models.accounts import Account, Centre, Membership, StartLink
from osteon.registry.models.audit import AuditEntry, AuditHead
from osteon.registry.models.columns import class_name
from osteon.registry.models.record import (
    PATIENT_TABLES,
    RECORD_MODELS,
    Record,
    Row,
    column_values,
    days_of,
    table_of,
    without_bookkeeping,
)
from osteon.registry.models.reviews import (
    FieldCount,
    Flaw,
    Gap,
    QualityScore,
    Review,
    ReviewMark,
)
from osteon.registry.models.work import (
    CentreThresholds,
    Draft,
    Identity,
    Query,
    SecondEntry,
)

__all__ = [
    "PATIENT_TABLES",
    "RECORD_MODELS",
    "Account",
    "AuditEntry",
    "AuditHead",
    "Centre",
    "CentreThresholds",
    "Draft",
    "FieldCount",
    "Flaw",
    "Gap",
    "Identity",
    "Membership",
    "QualityScore",
    "Query",
    "Record",
    "Review",
    "ReviewMark",
    "Row",
    "SecondEntry",
    "StartLink",
    "class_name",
    "column_values",
    "days_of",
    "table_of",
    "without_bookkeeping",
]
