"""Import a source file: every row becomes records, or is rejected with the reasons."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from osteon.errors import MappingError, Problem, suggest
from osteon.exchange.tabular.blocks import Block, expand_blocks, named_columns
from osteon.exchange.tabular.cells import SourceTable
from osteon.exchange.tabular.consistency import reject_orphans, reject_repeated_keys
from osteon.exchange.tabular.mapping import TableMapping
from osteon.exchange.tabular.records import RowRecords, is_left_out, make_records
from osteon.exchange.tabular.result import (
    AcceptedSourceRow,
    ImportResult,
    RejectedSourceRow,
)
from osteon.exchange.tabular.row_view import Record
from osteon.exchange.tabular.source import read_source


def import_table(mapping: TableMapping, source: Path) -> ImportResult:
    """Return the records that a mapping makes of a source file; write nothing.

    A row with a problem is rejected as a whole. So are all rows that claim one key, since none of
    them is known to be the right one, and the further rows of a patient who was rejected.

    Parameters
    ----------
    mapping : TableMapping
        As `load_mapping` returns it.
    source : Path
        The file to import.

    Raises
    ------
    MappingError
        The mapping names columns that the source does not have.
    SourceFileError
        The source cannot be read.
    """
    table = read_source(source, mapping)
    blocks = expand_blocks(mapping)
    used = _check_columns(mapping, blocks, table, source)
    left_out = {row.number for row in table.rows if is_left_out(row, mapping)}
    kept = [row for row in table.rows if row.number not in left_out]
    rows = [make_records(row, mapping, blocks) for row in kept]
    reject_repeated_keys(rows)
    reject_orphans(rows)
    unused = tuple(column for column in table.columns if column not in used)
    return ImportResult(
        source=source,
        columns=table.columns,
        unused_columns=unused,
        records=_gather_records(rows),
        accepted=tuple(_accept(row) for row in rows if not row.problems),
        rejected=tuple(_reject(row) for row in rows if row.problems),
        n_in=len(kept),
        left_out=tuple(sorted(left_out)),
    )


def _check_columns(
    mapping: TableMapping, blocks: Sequence[Block], table: SourceTable, source: Path
) -> set[str]:
    named = list(named_columns(mapping, blocks))
    permitted = f"a column of {source.name}"
    hint = "Does `delimiter` fit?" if len(table.columns) == 1 else ""
    problems = [
        Problem(key, f"the column '{column}'", permitted, suggest(column, table.columns) or hint)
        for key, column in named
        if column not in table.columns
    ]
    if problems:
        summary = f"The mapping '{mapping.title}' names columns that {source.name} does not have."
        raise MappingError(summary, problems)
    return {column for _, column in named}


def _gather_records(rows: Sequence[RowRecords]) -> dict[str, list[Record]]:
    gathered: dict[str, list[Record]] = {}
    for row in rows:
        for name, record in row.records if not row.problems else []:
            gathered.setdefault(name, []).append(record)
    return gathered


def _accept(row: RowRecords) -> AcceptedSourceRow:
    return AcceptedSourceRow(row.row.number, Counter(name for name, _ in row.records))


def _reject(row: RowRecords) -> RejectedSourceRow:
    return RejectedSourceRow(row.row.number, tuple(row.problems), row.row.cells)
