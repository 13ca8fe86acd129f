"""Columns of values as codes: by counting where they are whole numbers, else by sorting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.code_kernels import add_by_code, add_from_table, mark_values
from osteon.estimate.regression.threads import share_rows

FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]

VALUES_PER_ROW = 8  # a counting table may have this many places for each value counted
CELLS_PER_ROW = 0.5  # equal rows are counted together where the grid of them is this small
SMALL_TABLE = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class CodedColumn:
    """A column of k values with a table of their codes.

    Parameters
    ----------
    values : ndarray of int, shape (k,)
        Whole numbers.
    origin : int
        The value at the first place of the table.
    table : ndarray of int
        Code of each value from the origin on, ascending without gaps over those that occur.
    distinct : ndarray, shape (d,)
        The values that occur, ascending.
    """

    values: NDArray[Any]
    origin: int
    table: IndexArray
    distinct: NDArray[Any]

    def codes(self) -> IndexArray:
        """Return the code of each value, shape (k,)."""
        if self.origin == 0 and len(self.distinct) == len(self.table):
            return self.values.astype(np.int32, copy=False)
        return cross_codes([self])


def code_column(values: NDArray[Any]) -> CodedColumn:
    """Return a column with the codes of its values.

    Parameters
    ----------
    values : ndarray, shape (k,)
        Numbers or words. Counted where they are whole numbers in a range not much larger than
        their number, else sorted.

    Returns
    -------
    CodedColumn
        Of the values themselves, or of their ranks where they had to be sorted.
    """
    whole = whole_numbers(values)
    if whole is None or not len(whole) or _is_wide(whole):
        distinct, ranks = np.unique(values, return_inverse=True)
        return CodedColumn(ranks, 0, np.arange(len(distinct), dtype=np.int32), distinct)
    lowest, highest = int(whole.min()), int(whole.max())
    present = np.zeros(highest - lowest + 1, dtype=np.bool_)
    mark_values(whole, lowest, present)
    table = np.cumsum(present, dtype=np.int32) - np.int32(1)
    return CodedColumn(whole, lowest, table, np.flatnonzero(present) + lowest)


def cross_codes(columns: list[CodedColumn]) -> IndexArray:
    """Return the code of each combination of values, the last column changing fastest.

    Parameters
    ----------
    columns : list of CodedColumn
        Of the same length k, with fewer than 2^31 combinations.

    Returns
    -------
    ndarray of int, shape (k,)
        From 0 to the product of the numbers of distinct values.
    """
    sizes = [len(column.distinct) for column in columns]
    steps = [int(np.prod(sizes[index + 1 :])) for index in range(len(sizes))]
    tables = [column.table * np.int32(step) for column, step in zip(columns, steps, strict=True)]
    codes = np.zeros(len(columns[0].values), dtype=np.int32)

    def add(rows: tuple[int, int]) -> None:
        part = slice(*rows)
        for column, table in zip(columns, tables, strict=True):
            add_from_table(column.values[part], column.origin, table, codes[part])

    share_rows(len(codes), add)
    return codes


def rank_values(values: NDArray[Any]) -> tuple[IndexArray, NDArray[Any]]:
    """Return the rank of each value among the distinct ones, and the distinct values, ascending."""
    column = code_column(values)
    return column.codes(), column.distinct


def sum_by_code(codes: NDArray[Any], values: FloatArray, n_codes: int) -> FloatArray:
    """Return the sum of the values that carry each code, shape (n_codes,).

    A single value stands for all rows.
    """
    sums = np.zeros(n_codes)
    add_by_code(codes, values, sums)
    return sums


def group_rows(
    keys: Mapping[str, NDArray[Any]], n: FloatArray
) -> tuple[dict[str, NDArray[Any]], FloatArray] | None:
    """Count rows with equal keys as one, where few are left by that.

    Parameters
    ----------
    keys : mapping of str to ndarray, each of shape (k,)
        Columns of rows.
    n : ndarray of float, shape (k,)
        How often each row counts.

    Returns
    -------
    distinct : dict of str to ndarray, each of shape (g,)
        The combinations of keys that occur. None in all where a grid of all combinations is not
        much smaller than the rows.
    n : ndarray of float, shape (g,)
        How often each occurs.
    """
    columns = [code_column(key) for key in keys.values()]
    shape = tuple(len(column.distinct) for column in columns)
    if np.prod(shape, dtype=np.float64) > CELLS_PER_ROW * len(n):
        return None
    counted = sum_by_code(cross_codes(columns), once(n), int(np.prod(shape)))
    filled = np.flatnonzero(counted)
    levels = np.unravel_index(filled, shape)
    triples = zip(keys, columns, levels, strict=True)
    return {name: column.distinct[level] for name, column, level in triples}, counted[filled]


def once(values: FloatArray) -> FloatArray:
    """Return a single value where an array repeats it without storing it, else the array."""
    if len(values) and values.strides == (0,):
        return values[:1].copy()
    return np.ascontiguousarray(values)


def whole_numbers(values: NDArray[Any]) -> NDArray[Any] | None:
    """Return values as integers of at most 32 bits, or None where they are not."""
    if values.dtype.kind == "b":
        return values.view(np.int8)
    if values.dtype.kind not in "iuf" or not _fits(values):
        return None
    if values.dtype.kind in "iu":
        return values if values.dtype.itemsize < 8 else values.astype(np.int32)
    whole = values.astype(np.int32)
    return whole if np.array_equal(whole, values) else None


def _fits(values: NDArray[Any]) -> bool:
    limit = np.iinfo(np.int32).max
    return not len(values) or bool(values.min() >= -limit and values.max() <= limit)


def _is_wide(values: NDArray[Any]) -> bool:
    spread = int(values.max()) - int(values.min())
    return spread > VALUES_PER_ROW * len(values) + SMALL_TABLE
