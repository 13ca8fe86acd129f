"""What an import did, row by row; and the file of the rows that it rejected."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

from osteon.exchange.tabular.cells import word_of
from osteon.exchange.tabular.result import ImportResult

_OWNER_ONLY = 0o600


def render_import_report(result: ImportResult, *, every_row: bool = False) -> str:
    """Return what an import did, as text without any value of a patient.

    Parameters
    ----------
    result : ImportResult
        What `import_table` returned.
    every_row : bool
        Whether accepted rows are listed as well, each with the records that it gave.
    """
    return "\n".join(_render_lines(result, every_row=every_row)) + "\n"


def write_rejected_rows(result: ImportResult, path: Path | None = None) -> Path:
    """Write the rejected rows as they stand in the source, after their numbers and reasons.

    The file holds what patients' records hold: only its owner can read it. It takes the place of
    an earlier one, also where no row is rejected.

    Parameters
    ----------
    result : ImportResult
        What `import_table` returned.
    path : Path, optional
        Where to write; beside the source, as ``<source>.rejected.csv``, where it is not said.

    Returns
    -------
    Path
        The file.
    """
    path = path or result.source.with_name(f"{result.source.stem}.rejected.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # a file that is there would keep its permissions
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row_number", "reasons", *result.columns])
        for rejected in result.rejected:
            reasons = "\n".join(str(problem) for problem in rejected.problems)
            cells = [rejected.row.get(column) for column in result.columns]
            texts = [cell if isinstance(cell, str) else word_of(cell) for cell in cells]
            writer.writerow([rejected.row_number, reasons, *texts])
    return path


def _render_lines(result: ImportResult, *, every_row: bool) -> Iterator[str]:
    yield f"{result.source.name}, {result.counts}"
    yield from (f"  {name}: {len(records)} records" for name, records in result.records.items())
    if result.unused_columns:
        yield f"Columns that the mapping does not use: {', '.join(result.unused_columns)}."
    n_without = sum(not row.n_records for row in result.accepted)
    if n_without:
        yield f"Accepted rows that gave no record, since no condition held: {n_without}."
    rows = {row.row_number: str(row) for row in result.rejected}
    if every_row:
        rows |= {row.row_number: str(row) for row in result.accepted}
    yield from (rows[number] for number in sorted(rows))
