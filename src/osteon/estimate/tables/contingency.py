"""Contingency tables: how many carry which row level together with which column level."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.count_columns import check_counts, read_count_column
from osteon.estimate.labels import encode_columns

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ContingencyTable:
    """Counts by two characteristics, each unit of analysis in exactly one cell.

    Parameters
    ----------
    counts : ndarray of int, shape (n_rows, n_columns)
        Whole numbers >= 0.
    row_labels, column_labels : tuple of str
        The words of the levels, each once.

    Raises
    ------
    EstimationError
        With every problem found: a shape that does not fit the labels, a label that occurs
        twice, counts that are not whole numbers from 0 on.

    Examples
    --------
    >>> table = ContingencyTable.from_array([[65, 40], [108, 92]], row_labels=["bone", "none"])
    >>> table.n_total
    305
    """

    counts: IntArray
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = [
            *check_counts(self.counts, where="counts", n_dimensions=2),
            *_label_problems("row_labels", self.row_labels, np.shape(self.counts)[:1]),
            *_label_problems("column_labels", self.column_labels, np.shape(self.counts)[1:2]),
        ]
        if problems:
            raise EstimationError("This is not a contingency table.", problems)
        frozen = np.array(self.counts, dtype=np.int64)
        frozen.setflags(write=False)
        object.__setattr__(self, "counts", frozen)

    @classmethod
    def from_array(
        cls,
        counts: ArrayLike,
        *,
        row_labels: Sequence[str] | None = None,
        column_labels: Sequence[str] | None = None,
    ) -> Self:
        """Take counts as rows of numbers; levels without a label are numbered from 1 on."""
        array = np.asarray(counts)
        shape = array.shape if array.ndim == 2 else (0, 0)
        rows = tuple(row_labels) if row_labels is not None else _numbered(shape[0])
        columns = tuple(column_labels) if column_labels is not None else _numbered(shape[1])
        return cls(array, rows, columns)

    @classmethod
    def from_arrow(cls, table: pa.Table, *, row: str, column: str, n: str = "n") -> Self:
        """Read a count table with two key columns and a column of counts.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each pair of levels, in any order; pairs may repeat and are added up, and
            a pair that is not there counts 0.
        row, column : str
            Key columns. A dictionary-encoded column keeps its order, any other is sorted.
        n : str
            Column of counts.

        Returns
        -------
        ContingencyTable
            With the levels that occur.

        Raises
        ------
        EstimationError
            A column is not there, a key or a count is null, a count is not a whole number >= 0.
        """
        number = read_count_column(table, n, keys=(row, column))
        row_codes, row_labels = encode_columns(table, [row])
        column_codes, column_labels = encode_columns(table, [column])
        counts = np.zeros((len(row_labels), len(column_labels)), dtype=np.int64)
        np.add.at(counts, (row_codes, column_codes), number)
        return cls(counts, row_labels, column_labels)

    @property
    def n_total(self) -> int:
        """Number of units of analysis."""
        return int(self.counts.sum())

    @property
    def row_totals(self) -> IntArray:
        """Number of units in each row, shape (n_rows,)."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def column_totals(self) -> IntArray:
        """Number of units in each column, shape (n_columns,)."""
        return np.asarray(self.counts.sum(axis=0))

    @property
    def expected(self) -> NDArray[np.float64]:
        """Expected number in each cell were rows and columns independent; NaN in an empty table."""
        rows, columns = self.row_totals.astype(float), self.column_totals.astype(float)
        if not self.n_total:
            return np.full(self.counts.shape, np.nan)
        return np.outer(rows, columns) / self.n_total

    def select(
        self, *, rows: Sequence[str] | None = None, columns: Sequence[str] | None = None
    ) -> "ContingencyTable":
        """Return the table of these levels in this order; it says which way a ratio points."""
        row_labels = self.row_labels if rows is None else tuple(rows)
        column_labels = self.column_labels if columns is None else tuple(columns)
        problems = [
            *_unknown_labels("rows", row_labels, self.row_labels),
            *_unknown_labels("columns", column_labels, self.column_labels),
        ]
        if problems:
            raise EstimationError("The table does not have these levels.", problems)
        picked = np.ix_(
            [self.row_labels.index(label) for label in row_labels],
            [self.column_labels.index(label) for label in column_labels],
        )
        return ContingencyTable(self.counts[picked], row_labels, column_labels)

    def without_empty_levels(self) -> "ContingencyTable":
        """Return the table without rows and columns that nobody is in."""
        rows, columns = self.row_totals > 0, self.column_totals > 0
        return self.select(
            rows=[w for w, used in zip(self.row_labels, rows, strict=True) if used],
            columns=[w for w, used in zip(self.column_labels, columns, strict=True) if used],
        )

    def transposed(self) -> "ContingencyTable":
        """Return the table with rows and columns exchanged."""
        return ContingencyTable(self.counts.T, self.column_labels, self.row_labels)


def check_two_by_two(table: ContingencyTable, *, method: str) -> None:
    """Pass if the table has two rows and two columns, else say what it has."""
    if table.counts.shape != (2, 2):
        rows, columns = table.counts.shape
        raise EstimationError(
            f"{method} needs a table of two rows and two columns.",
            [
                Problem(
                    where="table",
                    found=f"{rows} rows and {columns} columns",
                    permitted="2 rows and 2 columns",
                    hint="Choose two levels of each with select(rows=..., columns=...).",
                )
            ],
        )


def _numbered(n_levels: int) -> tuple[str, ...]:
    return tuple(str(level) for level in range(1, n_levels + 1))


def _label_problems(where: str, labels: tuple[str, ...], length: tuple[int, ...]) -> list[Problem]:
    if length and len(labels) != length[0]:
        return [Problem(where, f"{len(labels)} labels", f"{length[0]}, one for each level")]
    if len(set(labels)) != len(labels):
        return [Problem(where, "a label that occurs twice", "each label once")]
    return []


def _unknown_labels(where: str, asked: Sequence[str], known: tuple[str, ...]) -> list[Problem]:
    return [
        Problem(where, f"'{label}'", ", ".join(known), suggest(label, known))
        for label in asked
        if label not in known
    ]
