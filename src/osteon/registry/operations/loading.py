"""Many records entered: from a snapshot, or from rows by table, a batch of patients at a time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import pyarrow as pa

from osteon.dictionary import RejectedRow
from osteon.registry.actions import import_batch
from osteon.registry.actions.batches import parents_first
from osteon.registry.models import RECORD_MODELS, Row
from osteon.registry.operations.founding import create_centres
from osteon.registry.policies import Actor
from osteon.snapshot import Snapshot

BATCH = 5_000
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of rows that were loaded: each was entered or rejected.

    Parameters
    ----------
    entered : dict of int
        How many rows of each table were entered.
    rejected : dict of list of RejectedRow
        The others, with their number among the rows of the table in the order of patients.
    """

    entered: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, list[RejectedRow]] = field(default_factory=dict)


def load_snapshot(snapshot: Snapshot, *, by: Actor, at: dt.datetime) -> Loaded:
    """Enter the rows of a snapshot as complete records; its centres are created where they lack.

    Parameters
    ----------
    snapshot : Snapshot
        Whole and verified.
    by : Actor
        Who may import at its centres and, where they lack, create them.
    at : datetime
        When, with a zone.
    """
    names = [name for name in snapshot.tables if name in RECORD_MODELS]
    tables = {name: snapshot.table(name).to_pyarrow() for name in names}
    codes = {code for table in tables.values() for code in table["centre_id"].unique().to_pylist()}
    create_centres({code: code for code in sorted(codes)}, by=by, at=at)
    ordered = {name: _flat_rows(name, table) for name, table in tables.items()}
    return _load(ordered, by=by, at=at, reason=f"snapshot {snapshot.digest}")


def load_records(records: Mapping[str, Rows], *, by: Actor, at: dt.datetime, reason: str) -> Loaded:
    """Enter rows by table as complete records; their centres are created where they lack.

    Parameters
    ----------
    records : mapping of str to sequence of mapping
        Flat rows by table.
    by : Actor
        Who may import at their centres and, where they lack, create them.
    at : datetime
        When, with a zone.
    reason : str
        Whence they come, for the audit trail.
    """
    codes = {str(row["centre_id"]) for rows in records.values() for row in rows}
    create_centres({code: code for code in sorted(codes)}, by=by, at=at)
    ordered = {
        name: sorted(rows, key=lambda row: str(row.get("patient_id", "")))
        for name, rows in records.items()
    }
    return _load(ordered, by=by, at=at, reason=reason)


def _load(
    tables: Mapping[str, Iterable[Mapping[str, object]]],
    *,
    by: Actor,
    at: dt.datetime,
    reason: str,
) -> Loaded:
    loaded = Loaded()
    for name in parents_first(tables):
        loaded.entered[name], loaded.rejected[name] = 0, []
        first = 0
        for batch in _batches(tables[name]):
            imported = import_batch({name: batch}, by=by, at=at, reason=reason)
            loaded.entered[name] += imported.entered[name]
            loaded.rejected[name] += [
                replace(row, row_number=first + row.row_number) for row in imported.rejected[name]
            ]
            first += len(batch)
    return loaded


def _batches(rows: Iterable[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    """Yield rows in batches that part no patient, as rows may refer to others of their table."""
    batch: list[Mapping[str, object]] = []
    for _, of_patient in groupby(rows, lambda row: row.get("patient_id")):
        batch += of_patient
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _flat_rows(name: str, table: pa.Table) -> Iterator[Row]:
    """Yield the rows of a table of a snapshot as the dictionary takes them."""
    stored = [column for column in RECORD_MODELS[name].stored if column in table.column_names]
    ordered = table.select(stored).sort_by("patient_id")
    for batch in ordered.to_batches(max_chunksize=BATCH):
        for row in batch.to_pylist():
            yield {column: value for column, value in row.items() if value is not None}
