"""Whether the registry is what was written: its audit trail, and every row that it covers."""

from pathlib import Path

from django.conf import settings

from osteon.errors import Problem
from osteon.registry.ledger import audit_key
from osteon.registry.operations.still import still_database
from osteon.registry.operations.verifying.findings import Findings
from osteon.registry.operations.verifying.heads import read_heads
from osteon.registry.operations.verifying.rows import check_rows
from osteon.registry.operations.verifying.tables import AUDITED
from osteon.registry.operations.verifying.trail import check_trail

__all__ = ["verify"]


def verify() -> tuple[Problem, ...]:
    """Return all that is not as it was written; nothing where all is.

    Holds the entries of the audit trail against their digests and each against the one before, the
    end of the trail against its sealed head and against the file of heads outside the database, and
    every row that the trail covers against the digest in its last entry. Found are entries and rows
    that were changed, removed, inserted or cut off in whatever way but through the actions of the
    registry. The database is read once through, in one unchanging view, while others may write.
    """
    key = audit_key()
    findings = Findings()
    heads = read_heads(Path(settings.OSTEON_AUDIT_HEADS), key, findings)
    with still_database():
        check_trail(key, heads, findings)
        for table in AUDITED:
            check_rows(table, key, findings)
    return findings.problems()
