"""Build a snapshot: check the tables, write them beside the target, move them into place."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from osteon.errors import Problem, SnapshotError
from osteon.snapshot.layout import (
    describe_folder,
    list_files,
    table_of,
    write_manifest,
    write_table,
)
from osteon.snapshot.manifest import MANIFEST_NAME, is_manifest, seal_manifest
from osteon.snapshot.replace import replace_folder, restore_folder
from osteon.snapshot.snapshot import Snapshot, open_snapshot
from osteon.snapshot.tables import check_tables


def build_snapshot(
    folder: Path,
    tables: Mapping[str, pa.Table],
    *,
    data_cutoff: date,
    source: str,
    created: datetime,
) -> Snapshot:
    """Freeze tables as a snapshot, in place of an older snapshot of that name or of nothing.

    The same rows give the same bytes, in whatever order rows, columns and tables come. At every
    moment the folder holds the older snapshot or the new one, never part of either. A new folder
    can be read by its owner only; a replaced one keeps its permissions.

    Parameters
    ----------
    folder : Path
        Where the snapshot is to lie. A folder that is not a snapshot is not touched.
    tables : mapping of pyarrow.Table
        By table name, with the columns and types of ``osteon.dictionary.arrow_schema``.
    data_cutoff : date
        Last day of the data.
    source : str
        Where the records come from, in words.
    created : datetime
        The present time, with its offset from UTC; stands outside the digest.

    Returns
    -------
    Snapshot
        The snapshot as written, opened and verified.

    Raises
    ------
    SnapshotError
        The tables are not as the dictionary says, or the folder holds something else. Lists all
        that was found.
    """
    problems = check_tables(tables)
    if problems:
        raise SnapshotError("These tables are not those of a snapshot.", problems)
    target = folder.resolve()
    restore_folder(target)
    _check_replaceable(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, table in tables.items():
            write_table(table, name, workshop)
        described = describe_folder(workshop)[0]
        manifest = seal_manifest(described, data_cutoff=data_cutoff, source=source, created=created)
        write_manifest(manifest, workshop)
        if target.exists():
            shutil.copymode(target, workshop)
        replace_folder(workshop, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return open_snapshot(folder)


def _check_replaceable(target: Path) -> None:
    """Pass if nothing but a snapshot, whole or damaged, would be lost; else say what would."""
    permitted = "a snapshot, an empty folder or nothing"
    hint = "Choose another folder, or move this one away."
    manifest = target / MANIFEST_NAME
    if not target.exists():
        return
    if not target.is_dir():
        problems = [Problem(str(target), "a file", permitted, hint)]
    else:
        names = list_files(target)
        problems = [
            Problem(str(target / name), "a file of no snapshot", permitted, hint)
            for name in names
            if table_of(name) is None
        ]
        if (names or manifest.exists()) and not _holds_manifest(manifest):
            problems.append(Problem(str(manifest), "no manifest of a snapshot", permitted, hint))
    if problems:
        raise SnapshotError(f"{target} is not a snapshot, and is not replaced.", problems)


def _holds_manifest(path: Path) -> bool:
    return path.is_file() and is_manifest(path.read_text("utf-8", errors="replace"))
