"""Files in and out: what other programs hold becomes records, and nothing is lost unsaid."""

from osteon.exchange.tabular import (
    AcceptedSourceRow,
    ImportCounts,
    ImportResult,
    RejectedSourceRow,
    SourceRow,
    SourceTable,
    TableMapping,
    import_table,
    load_mapping,
    packaged_mapping,
    read_source,
)

__all__ = [
    "AcceptedSourceRow",
    "ImportCounts",
    "ImportResult",
    "RejectedSourceRow",
    "SourceRow",
    "SourceTable",
    "TableMapping",
    "import_table",
    "load_mapping",
    "packaged_mapping",
    "read_source",
]
