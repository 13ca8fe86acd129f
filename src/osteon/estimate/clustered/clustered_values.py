"""A numeric variable of clustered units, as counts by cluster, group and value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_counts, read_count_column
from osteon.estimate.labels import Codes, encode_columns, encode_values

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ClusteredValues:
    """Values of units that come in clusters; units of a cluster may be in different groups.

    Parameters
    ----------
    value : ndarray of float, shape (n_rows,)
        Finite.
    cluster : ndarray of int, shape (n_rows,)
        Codes from 0 on.
    group : ndarray of int, shape (n_rows,)
        Codes into `group_labels`.
    n : ndarray of int, shape (n_rows,)
        How many units share cluster, group and value; rows of nobody are left out.
    group_labels : tuple of str
        The words; ``("",)`` where there is one group only.

    Raises
    ------
    EstimationError
        Lengths that differ, values that are not finite, counts that are not whole numbers.

    Examples
    --------
    >>> lesions = ClusteredValues.from_rows([1.5, 2.0, 4.0], cluster=["p1", "p1", "p2"])
    >>> lesions.n_clusters
    2
    """

    value: FloatArray
    cluster: Codes
    group: Codes
    n: IntArray
    group_labels: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        problems = check_counts(self.n, where="n", n_dimensions=1)
        columns = (self.value, self.cluster, self.group)
        if not problems and any(column.shape != self.n.shape for column in columns):
            found = "columns of different lengths"
            problems.append(
                Problem("value, cluster, group and n", found, "one of each in each row")
            )
        if not np.isfinite(self.value).all():
            problems.append(Problem("value", "values that are not finite", "finite numbers"))
        if problems:
            raise EstimationError("These are not values of clustered units.", problems)
        used = self.n > 0
        for name in ("value", "cluster", "group", "n"):
            object.__setattr__(self, name, getattr(self, name)[used])
        codes = np.unique(self.cluster, return_inverse=True)[1]
        object.__setattr__(self, "cluster", codes.astype(np.int64))

    @classmethod
    def from_rows(
        cls, value: ArrayLike, *, cluster: Sequence[Any], group: Sequence[Any] | None = None
    ) -> Self:
        """Take one value a unit, its cluster, and its group where there are several."""
        values = np.asarray(value, dtype=float)
        one = np.ones(len(values), dtype=np.int64)
        codes, labels = (0 * one, ("",)) if group is None else encode_values(group)
        return cls(values, encode_values(cluster)[0], codes, one, labels)

    @classmethod
    def from_arrow(
        cls, table: pa.Table, *, value: str, cluster: str, group: Sequence[str] = (), n: str = "n"
    ) -> Self:
        """Read a count table with a numeric column, a cluster key and key columns of groups.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination, in any order; rows may repeat.
        value, cluster : str
            Columns of the variable and of the cluster, such as the patient.
        group : sequence of str
            Key columns; several are crossed.
        n : str
            Column of the number of units.

        Returns
        -------
        ClusteredValues
            Of the rows that count somebody.

        Raises
        ------
        EstimationError
            A column is not there, has nulls, or is not numeric where it must be.
        """
        number = read_count_column(table, n, keys=(value, cluster, *group))
        kind = table.schema.field(value).type
        if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
            problem = Problem(value, f"values of type {kind}", "numbers")
            raise EstimationError("These are not values of clustered units.", [problem])
        clusters, _ = encode_columns(table, [cluster])
        groups, labels = encode_columns(table, group)
        values = table.column(value).to_numpy().astype(float)
        return cls(values, clusters, groups, number, labels)

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return int(self.cluster.max(initial=-1)) + 1

    def cluster_sums(self, per_unit: NDArray[Any]) -> FloatArray:
        """Return the sum over the units of each cluster, shape (n_clusters,)."""
        weights = np.asarray(self.n * per_unit, dtype=float)
        return np.bincount(self.cluster, weights, self.n_clusters).astype(float)
