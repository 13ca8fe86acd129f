"""What an import gave: records, and every source row accepted or rejected."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from osteon.errors import Problem
from osteon.exchange.tabular.cells import Cell
from osteon.exchange.tabular.row_view import Record


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
        How many rows the source has, counted where it is read.
    """

    source: Path
    columns: tuple[str, ...]
    unused_columns: tuple[str, ...]
    records: dict[str, list[Record]]
    accepted: tuple[AcceptedSourceRow, ...]
    rejected: tuple[RejectedSourceRow, ...]
    n_in: int

    def __post_init__(self) -> None:
        if self.n_in != len(self.accepted) + len(self.rejected):
            raise AssertionError(f"{self.n_in} rows in, {self.counts} out")

    @property
    def counts(self) -> ImportCounts:
        """Rows in, accepted and rejected."""
        return ImportCounts(self.n_in, len(self.accepted), len(self.rejected))
