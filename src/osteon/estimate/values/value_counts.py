"""A numeric variable as counts: how many have which value, in which group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.count_columns import check_counts, read_count_column
from osteon.estimate.labels import Codes, encode_columns, encode_values

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ValueCounts:
    """Distinct values of a variable with the number of units that have each, by group.

    Parameters
    ----------
    value : ndarray of float, shape (k,)
        Distinct values, ascending.
    n : ndarray of int, shape (n_groups, k)
        How many units of each group have each value; whole numbers >= 0.
    group_labels : tuple of str
        The words of the groups; ``("",)`` where there is one only.

    Raises
    ------
    EstimationError
        With every problem found: values not ascending or not finite, shapes that differ, counts
        that are not whole numbers from 0 on.

    Examples
    --------
    >>> ages = ValueCounts.from_rows([61, 58, 61])
    >>> ages.value.tolist(), ages.n.tolist()
    ([58.0, 61.0], [[1, 2]])
    """

    value: FloatArray
    n: IntArray
    group_labels: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        problems = check_counts(self.n, where="n", n_dimensions=2)
        shape = (len(self.group_labels), len(self.value))
        if not problems and self.n.shape != shape:
            problems.append(Problem("n", f"the shape {self.n.shape}", f"groups by values, {shape}"))
        if not np.isfinite(self.value).all() or (np.diff(self.value) <= 0).any():
            found = "values that are not finite, or not ascending"
            problems.append(Problem("value", found, "each finite value once, ascending"))
        if problems:
            raise EstimationError("These are not counts of values.", problems)
        for name, array in (("value", self.value.astype(float)), ("n", self.n.astype(np.int64))):
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    @classmethod
    def from_arrow(
        cls, table: pa.Table, *, value: str, group: Sequence[str] = (), n: str = "n"
    ) -> Self:
        """Read a count table with a numeric column and key columns.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each value of each group, in any order; rows may repeat and are added up.
        value : str
            Column of the variable.
        group : sequence of str
            Key columns; several are crossed. A dictionary-encoded column keeps its order.
        n : str
            Column of counts.

        Returns
        -------
        ValueCounts
            With the groups and values that occur.

        Raises
        ------
        EstimationError
            A column is not there, has nulls, or is not numeric where it must be.
        """
        number = read_count_column(table, n, keys=(value, *group))
        kind = table.schema.field(value).type
        if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
            problem = Problem(value, f"values of type {kind}", "numbers")
            raise EstimationError("These are not counts of values.", [problem])
        codes, labels = encode_columns(table, group)
        return cls._from_codes(table.column(value).to_numpy().astype(float), number, codes, labels)

    @classmethod
    def from_rows(cls, value: ArrayLike, group: Sequence[Any] | None = None) -> Self:
        """Take one value a unit, and the group of each where there are several."""
        values = np.asarray(value, dtype=float)
        if values.ndim != 1 or (group is not None and len(group) != len(values)):
            problem = Problem("value", f"an array of shape {values.shape}", "one value a unit")
            raise EstimationError("These values do not fit their groups.", [problem])
        codes, labels = (
            (np.zeros(len(values), dtype=np.int64), ("",))
            if group is None
            else encode_values(group)
        )
        return cls._from_codes(values, np.ones(len(values), dtype=np.int64), codes, labels)

    @property
    def n_by_group(self) -> IntArray:
        """Number of units in each group, shape (n_groups,)."""
        return np.asarray(self.n.sum(axis=1))

    @property
    def n_total(self) -> int:
        """Number of units in all groups."""
        return int(self.n.sum())

    def of_group(self, label: str) -> "ValueCounts":
        """Return the counts of one group."""
        if label not in self.group_labels:
            permitted = ", ".join(self.group_labels)
            problem = Problem("group", f"'{label}'", permitted, suggest(label, self.group_labels))
            raise EstimationError("This group does not exist.", [problem])
        row = self.group_labels.index(label)
        return ValueCounts(self.value, self.n[row : row + 1], (label,))

    def pooled(self) -> "ValueCounts":
        """Return the counts of all groups together."""
        return ValueCounts(self.value, self.n.sum(axis=0, keepdims=True))

    @classmethod
    def _from_codes(
        cls, values: FloatArray, number: IntArray, codes: Codes, labels: tuple[str, ...]
    ) -> Self:
        distinct, position = np.unique(values, return_inverse=True)
        n = np.zeros((len(labels), len(distinct)), dtype=np.int64)
        np.add.at(n, (codes, position), number)
        return cls(distinct, n, labels)
