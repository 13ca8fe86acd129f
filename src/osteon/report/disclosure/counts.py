"""Count tables that may leave: those in which every count is large enough."""

from collections.abc import Mapping

import pyarrow as pa


def safe_counts(counts: Mapping[str, pa.Table], threshold: int) -> Mapping[str, pa.Table]:
    """Return the count tables without a count from 1 to one below the threshold."""
    return {name: table for name, table in counts.items() if _is_safe(table, threshold)}


def _is_safe(table: pa.Table, threshold: int) -> bool:
    return all(n == 0 or n >= threshold for n in table.column("n").to_pylist())
