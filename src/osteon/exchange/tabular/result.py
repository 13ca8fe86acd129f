"""What an import gave: records, and every source row accepted or rejected."""

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from osteon.errors import Problem
from osteon.exchange.tabular.cells import Cell, word_of
from osteon.exchange.tabular.row_view import Record

_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class AcceptedSourceRow:
    """A row that became records: how many of each entity."""

    row_number: int
    n_records: Mapping[str, int]

    def __str__(self) -> str:
        made = ", ".join(f"{n} {name}" for name, n in self.n_records.items())
        return f"Row {self.row_number}: accepted, {made or 'no record'}."


@dataclass(frozen=True, slots=True)
class RejectedSourceRow:
    """A row that became none: why, and the row itself, which only its owner may see."""

    row_number: int
    problems: tuple[Problem, ...]
    row: Mapping[str, Cell]

    def __str__(self) -> str:
        reasons = (f"  - {problem}" for problem in self.problems)
        return "\n".join([f"Row {self.row_number}: rejected.", *reasons])


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Every row of the source, counted once."""

    n_in: int
    n_accepted: int
    n_rejected: int

    def __str__(self) -> str:
        return f"{self.n_in} rows: {self.n_accepted} accepted, {self.n_rejected} rejected."


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import gave; nothing of it is stored yet.

    Parameters
    ----------
    source : Path
        The file.
    columns : tuple of str
        Its columns, in order.
    unused_columns : tuple of str
        Those that the mapping does not name.
    records : dict of list of dict
        Typed rows by entity, as ``osteon.dictionary.to_arrow`` takes them.
    accepted : tuple of AcceptedSourceRow
        Rows that became records, in order.
    rejected : tuple of RejectedSourceRow
        Rows that did not, in order.
    n_in : int
        How many rows the source has, counted where it is read, but for those that are left out.
    left_out : tuple of int
        Numbers of the rows that the mapping leaves out, such as totals.
    """

    source: Path
    columns: tuple[str, ...]
    unused_columns: tuple[str, ...]
    records: dict[str, list[Record]]
    accepted: tuple[AcceptedSourceRow, ...]
    rejected: tuple[RejectedSourceRow, ...]
    n_in: int
    left_out: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.n_in != len(self.accepted) + len(self.rejected):
            raise AssertionError(f"{self.n_in} rows in, {self.counts} out")

    @property
    def counts(self) -> ImportCounts:
        """Rows in, accepted and rejected."""
        return ImportCounts(self.n_in, len(self.accepted), len(self.rejected))

    def render_report(self, *, every_row: bool = False) -> str:
        """Return what the import did, as text without any value of a patient.

        Parameters
        ----------
        every_row : bool
            Whether accepted rows are listed as well, each with the records that it gave.
        """
        return "\n".join(self._render_lines(every_row=every_row)) + "\n"

    def write_rejected(self, path: Path | None = None) -> Path:
        """Write the rejected rows as they stand in the source, after their numbers and reasons.

        The file holds what patients' records hold: only its owner can read it. It takes the place
        of an earlier one, also where no row is rejected.

        Parameters
        ----------
        path : Path, optional
            Where to write; beside the source, as ``<source>.rejected.csv``, where it is not said.

        Returns
        -------
        Path
            The file.
        """
        path = path or self.source.with_name(f"{self.source.stem}.rejected.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # a file that is there would keep its permissions
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["row_number", "reasons", *self.columns])
            for rejected in self.rejected:
                reasons = "\n".join(str(problem) for problem in rejected.problems)
                cells = [rejected.row.get(column) for column in self.columns]
                texts = [cell if isinstance(cell, str) else word_of(cell) for cell in cells]
                writer.writerow([rejected.row_number, reasons, *texts])
        return path

    def _render_lines(self, *, every_row: bool) -> Iterator[str]:
        yield f"{self.source.name}, {self.counts}"
        yield from (f"  {name}: {len(records)} records" for name, records in self.records.items())
        if self.unused_columns:
            yield f"Columns that the mapping does not use: {', '.join(self.unused_columns)}."
        if self.left_out:
            numbers = ", ".join(map(str, self.left_out))
            yield f"Rows that the mapping leaves out: {numbers}."
        n_without = sum(not row.n_records for row in self.accepted)
        if n_without:
            yield f"Accepted rows that gave no record, since no condition held: {n_without}."
        rows = {row.row_number: str(row) for row in self.rejected}
        if every_row:
            rows |= {row.row_number: str(row) for row in self.accepted}
        yield from (rows[number] for number in sorted(rows))
