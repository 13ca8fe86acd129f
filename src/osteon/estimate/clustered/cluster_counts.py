"""A binary characteristic of clustered units: how many of each cluster have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_counts, read_count_column
from osteon.estimate.labels import Codes, encode_columns, encode_values

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ClusterCounts:
    """Events among the units of each cluster, every cluster in one group.

    Parameters
    ----------
    events : ndarray of int, shape (n_clusters,)
        How many units of the cluster have the characteristic.
    n : ndarray of int, shape (n_clusters,)
        How many units the cluster has; >= 1.
    group : ndarray of int, shape (n_clusters,)
        Codes into `group_labels`.
    group_labels : tuple of str
        The words; ``("",)`` where there is one group only.

    Raises
    ------
    EstimationError
        With every problem found: counts that are not whole numbers, more events than units, a
        cluster without units.

    Examples
    --------
    >>> lesions = ClusterCounts.from_clusters([2, 0, 1], [3, 4, 1])
    >>> lesions.n_clusters
    3
    """

    events: IntArray
    n: IntArray
    group: Codes
    group_labels: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        problems = [
            *check_counts(self.events, where="events", n_dimensions=1),
            *check_counts(self.n, where="n", n_dimensions=1),
        ]
        if not problems and not self.events.shape == self.n.shape == self.group.shape:
            found = f"lengths {len(self.events)}, {len(self.n)}, {len(self.group)}"
            problems.append(Problem("events, n and group", found, "one of each for each cluster"))
        elif not problems:
            n_excess, n_empty = int((self.events > self.n).sum()), int((self.n < 1).sum())
            if n_excess:
                found = f"more events than units in {n_excess} clusters"
                problems.append(Problem("events", found, "at most n"))
            if n_empty:
                problems.append(Problem("n", f"{n_empty} clusters without units", "1 or more"))
        if problems:
            raise EstimationError("These are not counts of clusters.", problems)

    @classmethod
    def from_clusters(
        cls, events: ArrayLike, n: ArrayLike, group: Sequence[Any] | None = None
    ) -> Self:
        """Take the events and units of each cluster, and its group where there are several."""
        counts, units = np.asarray(events), np.asarray(n)
        codes, labels = (
            encode_values(group) if group is not None else (np.zeros(len(units), np.int64), ("",))
        )
        return cls(counts, units, codes, labels)

    @classmethod
    def from_arrow(
        cls,
        table: pa.Table,
        *,
        cluster: str,
        event: str,
        group: Sequence[str] = (),
        n: str = "n",
    ) -> Self:
        """Read a count table with a cluster key.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys, in any order; rows may repeat.
        cluster : str
            Column that names the cluster, such as the patient.
        event : str
            Boolean column: whether these units have the characteristic.
        group : sequence of str
            Key columns; several are crossed.
        n : str
            Column of the number of units.

        Returns
        -------
        ClusterCounts
            Of the clusters that have units.

        Raises
        ------
        EstimationError
            A column is not there or has nulls, `event` is not boolean, a cluster is in two groups.
        """
        number = read_count_column(table, n, keys=(cluster, event, *group))
        if not pa.types.is_boolean(table.schema.field(event).type):
            found = f"values of type {table.schema.field(event).type}"
            problem = Problem(event, found, "true and false")
            raise EstimationError("These are not counts of clusters.", [problem])
        clusters, _ = encode_columns(table, [cluster])
        groups, labels = encode_columns(table, group)
        has_event = table.column(event).to_numpy().astype(bool)
        units = np.bincount(clusters, weights=number)
        events = np.bincount(clusters, weights=number * has_event)
        occupied = units > 0
        group_of_cluster = _group_of_each_cluster(clusters, groups)
        return cls(events[occupied], units[occupied], group_of_cluster[occupied], labels)

    @property
    def n_clusters(self) -> int:
        """Number of clusters in all groups."""
        return len(self.n)


def _group_of_each_cluster(clusters: Codes, groups: Codes) -> Codes:
    group = np.zeros(clusters.max(initial=-1) + 1, dtype=np.int64)
    group[clusters] = groups
    n_divided = len(np.unique(clusters[group[clusters] != groups]))
    if n_divided:
        raise EstimationError(
            "A cluster stands in one group only.",
            [
                Problem(
                    where="group",
                    found=f"{n_divided} clusters with units in several groups",
                    permitted="all units of a cluster in the same group",
                    hint="Groups within clusters need a regression with clusters (GEE).",
                )
            ],
        )
    return group
