"""The columns that variables make in a regression: numbers as they are, words as indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.regression.code_kernels import add_from_table
from osteon.estimate.regression.ranks import (
    CodedColumn,
    FloatArray,
    IndexArray,
    code_column,
    cross_codes,
)
from osteon.estimate.regression.threads import share_rows

ROWS_AT_ONCE = 20_000  # of a few columns, they stay in a processor's cache
PATTERNS_PER_ROW = 0.25  # patterns are looked for where at most this many can exist for each row


@dataclass(frozen=True, slots=True, eq=False)
class DesignBlock:
    """The columns of one variable: given for each code, or for each row where it is continuous.

    Parameters
    ----------
    names : tuple of str
        The columns.
    term : str
        The variable.
    column : CodedColumn or ndarray of float, shape (k,)
        Its codes, or its values.
    levels : ndarray of float, shape (d, n_columns)
        The columns for each code; empty where the variable is continuous.
    """

    names: tuple[str, ...]
    term: str
    column: CodedColumn | NDArray[Any]
    levels: FloatArray


def number_block(name: str, array: NDArray[Any]) -> DesignBlock:
    """Return the column of a number or truth value."""
    if not _looks_coarse(array):
        return DesignBlock((name,), name, array, np.empty((0, 1)))
    column = code_column(array)
    return DesignBlock((name,), name, column, column.distinct.astype(np.float64)[:, np.newaxis])


def _looks_coarse(array: NDArray[Any]) -> bool:
    """Whether patterns are worth looking for; decimals are taken as continuous."""
    if array.dtype.kind != "f":
        return True
    start = array[:1000]
    return bool(np.array_equal(start, np.floor(start)) and np.array_equal(array, np.floor(array)))


def indicator_block(
    name: str, codes: NDArray[Any], words: Sequence[str], reference: str | None
) -> DesignBlock:
    """Return an indicator for each level of a variable but one.

    Parameters
    ----------
    name : str
        The variable.
    codes : ndarray of int, shape (k,)
        Places in `words`.
    words : sequence of str
        The levels; those that nobody has are left out.
    reference : str or None
        The level without an indicator; the first where there is none.

    Returns
    -------
    DesignBlock
        With names such as ``grade=G2``.

    Raises
    ------
    EstimationError
        There is one level only, or no such reference.
    """
    column = code_column(codes)
    labels = [words[code] for code in column.distinct.tolist()]
    if len(labels) == 1:
        problem = Problem(f"covariate '{name}'", "one level only", "two levels or more")
        raise EstimationError("These covariates cannot be used.", [problem])
    if reference is not None and reference not in labels:
        permitted = ", ".join(f"'{label}'" for label in labels)
        where = f"reference of '{name}'"
        problem = Problem(where, f"'{reference}'", permitted, suggest(reference, labels))
        raise EstimationError("There is no such level.", [problem])
    base = labels[0] if reference is None else reference
    others = [index for index, label in enumerate(labels) if label != base]
    names = tuple(f"{name}={labels[index]}" for index in others)
    return DesignBlock(names, name, column, np.eye(len(labels))[:, others])


def cross_blocks(blocks: Sequence[DesignBlock]) -> tuple[FloatArray, IndexArray] | None:
    """Return the patterns that occur and which of them each row has; None where that is no gain."""
    columns = [block.column for block in blocks if isinstance(block.column, CodedColumn)]
    shape = tuple(len(column.distinct) for column in columns)
    n_possible = np.prod(shape, dtype=np.float64)
    if len(columns) < len(blocks) or n_possible > PATTERNS_PER_ROW * len(columns[0].values) + 1:
        return None
    pattern = code_column(cross_codes(columns))
    levels = np.unravel_index(pattern.distinct, shape)
    patterns = [block.levels[level] for block, level in zip(blocks, levels, strict=True)]
    return np.ascontiguousarray(np.column_stack(patterns)), pattern.codes()


def fill_rows(blocks: Sequence[DesignBlock]) -> FloatArray:
    """Return the covariates of each row, shape (k, p)."""
    n_rows = max(_length(block) for block in blocks)
    rows_of = np.zeros((n_rows, sum(len(block.names) for block in blocks)))

    def fill(rows: tuple[int, int]) -> None:
        for first in range(*rows, ROWS_AT_ONCE):
            part = slice(first, min(first + ROWS_AT_ONCE, rows[1]))
            place = 0
            for block in blocks:
                for level in range(len(block.names)):
                    _fill_column(block, level, part, rows_of[part, place])
                    place += 1

    share_rows(n_rows, fill)
    return rows_of


def _length(block: DesignBlock) -> int:
    column = block.column
    return len(column.values if isinstance(column, CodedColumn) else column)


def _fill_column(block: DesignBlock, level: int, part: slice, column: FloatArray) -> None:
    if isinstance(block.column, CodedColumn):
        table = block.levels[block.column.table, level]
        add_from_table(block.column.values[part], block.column.origin, table, column)
    else:
        column[:] = block.column[part]
