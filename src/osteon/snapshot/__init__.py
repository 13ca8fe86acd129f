"""Frozen Parquet tables with a manifest: what a study may read."""

from osteon.snapshot.build import build_snapshot
from osteon.snapshot.engine import hold, pick_columns
from osteon.snapshot.manifest import Manifest, TableFile, TableManifest
from osteon.snapshot.memory import hold_tables
from osteon.snapshot.seal import seal_snapshot
from osteon.snapshot.snapshot import Snapshot, TableDescription, open_snapshot
from osteon.snapshot.verify import check_snapshot

__all__ = [
    "Manifest",
    "Snapshot",
    "TableDescription",
    "TableFile",
    "TableManifest",
    "build_snapshot",
    "check_snapshot",
    "hold",
    "hold_tables",
    "open_snapshot",
    "pick_columns",
    "seal_snapshot",
]
