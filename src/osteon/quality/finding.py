"""What rules find: a flaw in a row, reported without its values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from osteon.quality.chart import Row


class Severity(StrEnum):
    """What a finding means for the record."""

    HARD = "hard"
    """The record cannot be locked or analysed."""
    WARNING = "warning"
    """A question to whoever keeps the record."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found in one row.

    Parameters
    ----------
    table : str
        The table of the row.
    row : mapping
        The row at fault.
    fields : tuple of str
        The fields at fault.
    message : str
        A sentence for whoever keeps the record. It never contains a value.
    severity : Severity, optional
        Where it differs from that of the rule.
    """

    table: str
    row: Row
    fields: tuple[str, ...]
    message: str
    severity: Severity | None = None


class QualityFinding(NamedTuple):
    """A place in the records that breaks a rule.

    Parameters
    ----------
    rule : str
        The code of the rule, such as ``H-15``.
    patient_id : str
        The pseudonym; empty where the finding concerns no single patient.
    table : str
        The table, or the name of a printed table.
    record_id : str
        The key of the row; empty where the finding concerns no single row.
    fields : tuple of str
        The fields at fault.
    message : str
        A sentence. It never contains a value.
    severity : Severity
        Whether the record can still be analysed.
    """

    rule: str
    patient_id: str
    table: str
    record_id: str
    fields: tuple[str, ...]
    message: str
    severity: Severity
