"""Covariates of the rows of a count table: the distinct patterns, and who has which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import encode_values
from osteon.estimate.regression.design_blocks import (
    DesignBlock,
    cross_blocks,
    fill_rows,
    indicator_block,
    number_block,
)
from osteon.estimate.regression.ranks import FloatArray, IndexArray
from osteon.estimate.survival_checks import check_columns, render_rows


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
                indicator_block(name, *words[name], (reference or {}).get(name))
                if name in words
                else number_block(name, array)
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
                blocks.append(indicator_block(name, *_encode_words(table.column(name)), level))
            else:
                array = table.column(name).to_numpy()
                _check_columns({name: array})
                blocks.append(number_block(name, array))
        return cls._from_blocks(blocks)

    @classmethod
    def _from_blocks(cls, blocks: Sequence[DesignBlock]) -> Self:
        names = tuple(name for block in blocks for name in block.names)
        terms = tuple(block.term for block in blocks for _ in block.names)
        return cls(names, terms, *(cross_blocks(blocks) or (fill_rows(blocks), None)))

    def with_terms(self, terms: Mapping[str, str]) -> Self:
        """Return the same covariates with some columns as parts of one variable.

        Parameters
        ----------
        terms : mapping of str to str
            The variable of a column, such as that of all columns of a spline; others stay.

        Returns
        -------
        Covariates
            Tests of a variable then are of all its columns.
        """
        own = zip(self.names, self.terms, strict=True)
        return replace(self, terms=tuple(terms.get(name, term) for name, term in own))

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


def check_keywords(given: Mapping[str, Any], permitted: type) -> None:
    """Raise unless all keywords are those of a typed dictionary.

    Parameters
    ----------
    given : mapping of str to any
        Keywords as a caller wrote them.
    permitted : type
        A typed dictionary.

    Raises
    ------
    TypeError
        Naming those that are not.
    """
    unknown = [name for name in given if name not in permitted.__annotations__]
    if unknown:
        names = ", ".join(permitted.__annotations__)
        raise TypeError(f"There is no column {', '.join(unknown)}; permitted are {names}.")


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
            found = f"values that are not finite ({render_rows(missing)})"
            problems.append(Problem(where, found, "a finite number in every row", hint))
        elif column.dtype.kind == "O" and (missing := column.tolist().count(None)):
            found = f"no value ({render_rows(missing)})"
            hint = "Count them as a level of their own, or leave them out before counting."
            problems.append(Problem(where, found, "a word in every row", hint))
    if problems:
        raise EstimationError("These covariates cannot be used.", problems)
