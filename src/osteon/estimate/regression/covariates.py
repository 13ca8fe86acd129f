"""Covariates of the rows of a count table: the distinct patterns, and who has which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.labels import encode_values
from osteon.estimate.regression.code_kernels import add_from_table
from osteon.estimate.regression.ranks import (
    CodedColumn,
    FloatArray,
    IndexArray,
    code_column,
    cross_codes,
)
from osteon.estimate.regression.threads import share_rows
from osteon.estimate.survival_checks import check_columns

ROWS_AT_ONCE = 20_000  # of a few columns, they stay in a processor's cache
PATTERNS_PER_ROW = 0.25  # patterns are looked for where at most this many can exist for each row


@dataclass(frozen=True, slots=True, eq=False)
class Covariates:
    """Covariates of k rows, held once for each distinct pattern.

    Parameters
    ----------
    names : tuple of str
        The p columns, such as ``age`` or ``grade=G2``.
    terms : tuple of str
        The variable that each column belongs to, such as ``grade``; tested together.
    patterns : ndarray of float, shape (m, p)
        Distinct rows of covariates; the rows themselves where a covariate is continuous.
    pattern : ndarray of int, shape (k,), optional
        Which of the patterns each row has. None where row i has pattern i.

    Examples
    --------
    >>> covariates = Covariates.from_columns({"grade": ["G1", "G2", "G1"], "male": [0, 1, 1]})
    >>> covariates.names, covariates.rows().tolist()
    (('grade=G2', 'male'), [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    """

    names: tuple[str, ...]
    terms: tuple[str, ...]
    patterns: FloatArray
    pattern: IndexArray | None = None

    @classmethod
    def from_columns(
        cls, columns: Mapping[str, ArrayLike], *, reference: Mapping[str, str] | None = None
    ) -> Self:
        """Read covariates from columns of numbers or words.

        Parameters
        ----------
        columns : mapping of str to array_like, each of shape (k,)
            A column of numbers or truth values is one covariate; a column of words becomes an
            indicator for each level but the reference.
        reference : mapping of str to str, optional
            The level that the others are compared with, by column; without it the first in
            sorted order.

        Returns
        -------
        Covariates
            With the columns in the order given.

        Raises
        ------
        EstimationError
            Values that are missing or not finite, lengths that differ, or a reference that is
            not a level.
        """
        arrays = {name: np.asarray(column) for name, column in columns.items()}
        _check_columns(arrays)
        words = {
            name: encode_values(array)
            for name, array in arrays.items()
            if array.dtype.kind in "USO"
        }
        return cls._from_blocks(
            [
                _indicators(name, *words[name], (reference or {}).get(name))
                if name in words
                else _numbers(name, array)
                for name, array in arrays.items()
            ]
        )

    @classmethod
    def from_arrow(
        cls, table: pa.Table, names: Sequence[str], *, reference: Mapping[str, str] | None = None
    ) -> Self:
        """Read covariates from columns of a count table, as `from_columns` does.

        Parameters
        ----------
        table : pyarrow.Table
            A count table.
        names : sequence of str
            Its covariates. A dictionary-encoded column keeps the order of its dictionary, so
            that the first of it is the reference.
        reference : mapping of str to str, optional
            As for `from_columns`.

        Returns
        -------
        Covariates
            With the columns in the order of `names`.

        Raises
        ------
        EstimationError
            A column that is not there or has nulls, and as for `from_columns`.
        """
        check_columns(table, numeric=(), keys=names)
        blocks = []
        for name in names:
            if _is_words(table.schema.field(name).type):
                level = (reference or {}).get(name)
                blocks.append(_indicators(name, *_encode_words(table.column(name)), level))
            else:
                array = table.column(name).to_numpy()
                _check_columns({name: array})
                blocks.append(_numbers(name, array))
        return cls._from_blocks(blocks)

    @classmethod
    def _from_blocks(cls, blocks: Sequence["_Block"]) -> Self:
        names = tuple(name for block in blocks for name in block.names)
        terms = tuple(block.term for block in blocks for _ in block.names)
        return cls(names, terms, *(_cross(blocks) or (_fill(blocks), None)))

    @property
    def n_rows(self) -> int:
        """The number of rows, k."""
        return len(self.patterns) if self.pattern is None else len(self.pattern)

    def rows(self) -> FloatArray:
        """Return the covariates of each row, shape (k, p)."""
        return self.patterns if self.pattern is None else self.patterns[self.pattern]

    def select_rows(self, rows: NDArray[Any]) -> Self:
        """Return the covariates of some rows, chosen by a mask or by their positions."""
        if self.pattern is None:
            return type(self)(self.names, self.terms, self.patterns[rows])
        return type(self)(self.names, self.terms, self.patterns, self.pattern[rows])


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The columns of one variable: given for each code, or for each row where it is continuous."""

    names: tuple[str, ...]
    term: str
    column: CodedColumn | NDArray[Any]
    levels: FloatArray  # the columns' values for each code; empty where it is continuous


def _numbers(name: str, array: NDArray[Any]) -> _Block:
    if not _looks_coarse(array):
        return _Block((name,), name, array, np.empty((0, 1)))
    column = code_column(array)
    return _Block((name,), name, column, column.distinct.astype(np.float64)[:, np.newaxis])


def _looks_coarse(array: NDArray[Any]) -> bool:
    """Whether patterns are worth looking for; decimals are taken as continuous."""
    if array.dtype.kind != "f":
        return True
    start = array[:1000]
    return bool(np.array_equal(start, np.floor(start)) and np.array_equal(array, np.floor(array)))


def _indicators(
    name: str, codes: NDArray[Any], words: Sequence[str], reference: str | None
) -> _Block:
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
    return _Block(names, name, column, np.eye(len(labels))[:, others])


def _cross(blocks: Sequence[_Block]) -> tuple[FloatArray, IndexArray] | None:
    """Return the patterns that occur and which of them each row has; None where that is no gain."""
    columns = [block.column for block in blocks if isinstance(block.column, CodedColumn)]
    shape = tuple(len(column.distinct) for column in columns)
    n_possible = np.prod(shape, dtype=np.float64)
    if len(columns) < len(blocks) or n_possible > PATTERNS_PER_ROW * len(columns[0].values) + 1:
        return None
    pattern = code_column(cross_codes(columns))
    levels = np.unravel_index(pattern.distinct, shape)
    patterns = [block.levels[level] for block, level in zip(blocks, levels, strict=True)]
    codes = pattern.values if len(pattern.distinct) == n_possible else pattern.codes()
    return np.ascontiguousarray(np.column_stack(patterns)), codes


def _fill(blocks: Sequence[_Block]) -> FloatArray:
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


def _length(block: _Block) -> int:
    column = block.column
    return len(column.values if isinstance(column, CodedColumn) else column)


def _fill_column(block: _Block, level: int, part: slice, column: FloatArray) -> None:
    if isinstance(block.column, CodedColumn):
        table = block.levels[block.column.table, level]
        add_from_table(block.column.values[part], block.column.origin, table, column)
    else:
        column[:] = block.column[part]


def _encode_words(column: pa.ChunkedArray) -> tuple[NDArray[Any], list[str]]:
    """Return codes and words: in the order of a dictionary column, else sorted."""
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        return array.indices.to_numpy(zero_copy_only=False), array.dictionary.to_pylist()
    encoded = array.dictionary_encode()
    order, words = encode_values(encoded.dictionary.to_pylist())
    return order[encoded.indices.to_numpy(zero_copy_only=False)], list(words)


def _is_words(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    )


def _check_columns(columns: Mapping[str, NDArray[Any]]) -> None:
    """Raise with all problems of columns of covariates."""
    if not columns:
        raise EstimationError("A regression needs at least one covariate.")
    length = len(next(iter(columns.values())))
    problems = []
    for name, column in columns.items():
        where = f"covariate '{name}'"
        if column.shape != (length,):
            permitted = f"one value for each of the {length} rows"
            problems.append(Problem(where, f"an array of shape {column.shape}", permitted))
        elif column.dtype.kind not in "biufUSO":
            problems.append(Problem(where, f"values of type {column.dtype}", "numbers or words"))
        elif column.dtype.kind == "f" and (missing := int(np.sum(~np.isfinite(column)))):
            hint = "Leave the rows out before counting, or impute them."
            found = f"values that are not finite ({missing} rows)"
            problems.append(Problem(where, found, "a finite number in every row", hint))
        elif column.dtype.kind == "O" and (missing := column.tolist().count(None)):
            found = f"no value ({missing} rows)"
            hint = "Count them as a level of their own, or leave them out before counting."
            problems.append(Problem(where, found, "a word in every row", hint))
    if problems:
        raise EstimationError("These covariates cannot be used.", problems)
