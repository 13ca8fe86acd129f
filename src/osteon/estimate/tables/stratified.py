"""Contingency tables of the same levels, one a stratum."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_counts, read_count_column
from osteon.estimate.labels import encode_columns
from osteon.estimate.tables.contingency import ContingencyTable


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedTable:
    """Counts by two characteristics within strata, such as centres.

    Parameters
    ----------
    counts : ndarray of int, shape (n_strata, n_rows, n_columns)
        Whole numbers >= 0.
    row_labels, column_labels, stratum_labels : tuple of str
        The words of the levels.

    Raises
    ------
    EstimationError
        A shape that does not fit the labels, counts that are not whole numbers from 0 on.

    Examples
    --------
    >>> tables = StratifiedTable.from_array([[[5, 10], [4, 20]], [[8, 9], [3, 15]]])
    >>> tables.stratum_labels
    ('1', '2')
    """

    counts: NDArray[np.int64]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    stratum_labels: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = check_counts(self.counts, where="counts", n_dimensions=3)
        labels = (self.stratum_labels, self.row_labels, self.column_labels)
        shape = tuple(len(words) for words in labels)
        if not problems and self.counts.shape != shape:
            found = f"the shape {self.counts.shape}"
            problems.append(Problem("counts", found, f"strata by rows by columns, {shape}"))
        if problems:
            raise EstimationError("These are not contingency tables in strata.", problems)
        frozen = np.array(self.counts, dtype=np.int64)
        frozen.setflags(write=False)
        object.__setattr__(self, "counts", frozen)

    @classmethod
    def from_array(cls, counts: ArrayLike) -> Self:
        """Take one table a stratum; strata, rows and columns are numbered from 1 on."""
        array = np.asarray(counts)
        shape = array.shape if array.ndim == 3 else (0, 0, 0)
        strata, rows, columns = (
            tuple(str(level) for level in range(1, length + 1)) for length in shape
        )
        return cls(array, rows, columns, strata)

    @classmethod
    def from_arrow(
        cls, table: pa.Table, *, row: str, column: str, stratum: Sequence[str], n: str = "n"
    ) -> Self:
        """Read a count table with two key columns, columns of strata and a column of counts.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination, in any order; they may repeat and are added up.
        row, column : str
            Key columns. A dictionary-encoded column keeps its order, any other is sorted.
        stratum : sequence of str
            Columns of the strata; several are crossed.
        n : str
            Column of counts.

        Returns
        -------
        StratifiedTable
            With the levels that occur; the same in every stratum.

        Raises
        ------
        EstimationError
            A column is not there, a key or a count is null, a count is not a whole number >= 0.
        """
        number = read_count_column(table, n, keys=(row, column, *stratum))
        encoded = [encode_columns(table, names) for names in (stratum, [row], [column])]
        counts = np.zeros([len(labels) for _, labels in encoded], dtype=np.int64)
        np.add.at(counts, tuple(codes for codes, _ in encoded), number)
        strata, rows, columns = (labels for _, labels in encoded)
        return cls(counts, rows, columns, strata)

    def collapsed(self) -> ContingencyTable:
        """Return the table of all strata together."""
        return ContingencyTable(self.counts.sum(axis=0), self.row_labels, self.column_labels)

    def informative(self) -> NDArray[np.int64]:
        """Return the counts of the strata of two units or more; others say nothing."""
        return np.asarray(self.counts[self.counts.sum(axis=(1, 2)) > 1])
