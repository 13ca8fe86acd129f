"""Follow-up as counts: how many left at which time, with which status, in which group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.counting_grid import count_equal_rows
from osteon.estimate.labels import (
    NO_LABEL,
    Codes,
    encode_columns,
    encode_values,
    keep_used_labels,
)
from osteon.estimate.survival_checks import check_columns, check_follow_up, check_lengths

FloatArray = NDArray[np.float64]

LONGEST_GRID = 1e9  # whole times above are left as they are


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCounts:
    """Follow-up of n patients, as counts of those who share time, status, entry and group.

    A row is a number of patients, so that rows of single patients and a GROUP BY over millions
    are the same thing. A patient is at risk in (`entry`, `time`]; without `entry` from the
    origin on, the origin included. Rows of nobody are left out. All checks are made here.

    Parameters
    ----------
    time : ndarray of float, shape (n_rows,)
        Length of follow-up since the origin, >= 0, in the unit the caller chose.
    status : ndarray of int, shape (n_rows,)
        0 censored, 1..k the cause of the event.
    n : ndarray of float, shape (n_rows,)
        Number of patients, or the sum of their weights; >= 0.
    group : ndarray of int, shape (n_rows,)
        Codes into `group_labels`.
    group_labels : tuple of str
        The words; ``("",)`` where there is one group only.
    stratum : ndarray of int, shape (n_rows,)
        Codes into `stratum_labels`.
    stratum_labels : tuple of str
        The words; ``("",)`` where there is one stratum only.
    entry : ndarray of float, shape (n_rows,), optional
        Delayed entry, before `time`.
    weight : ndarray of float, shape (n_rows,), optional
        Weight of each patient, where they are weighted: `n` is then patients times weight.
    cluster : ndarray of int, shape (n_rows,), optional
        Codes of what belongs together, such as the lesions of a patient; see `clustered_by`.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing or not finite,
        negative times, entry not before time, a status that is not a whole number from 0 on.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5], [1, 0, 1], group=["a", "b", "b"])
    >>> counts.group_labels, float(counts.n.sum())
    (('a', 'b'), 3.0)
    """

    time: FloatArray
    status: Codes
    n: FloatArray
    group: Codes
    group_labels: tuple[str, ...]
    stratum: Codes
    stratum_labels: tuple[str, ...]
    entry: FloatArray | None = field(default=None, kw_only=True)
    weight: FloatArray | None = field(default=None, kw_only=True)
    cluster: Codes | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        check_lengths(self._columns())
        check_follow_up(self.time, self.status, self.n, entry=self.entry, weight=self.weight)
        object.__setattr__(self, "status", self.status.astype(np.int64, copy=False))
        if not self.n.all():
            for name, column in _rows(self._columns(), self.n > 0).items():
                object.__setattr__(self, name, column)

    @classmethod
    def from_arrow(
        cls,
        table: pa.Table,
        *,
        group: Sequence[str] = (),
        stratum: Sequence[str] = (),
        entry: str | None = None,
        n: str = "n",
        weight: str | None = None,
    ) -> Self:
        """Read a count table with the columns ``time``, ``status`` and `n`.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys, in any order; rows may repeat.
        group, stratum : sequence of str
            Key columns; several are crossed. A dictionary-encoded column keeps its order,
            any other is sorted.
        entry : str, optional
            Column of delayed entry.
        n : str
            Column of the number of patients.
        weight : str, optional
            Column of the weight that each of those patients carries.

        Returns
        -------
        SurvivalCounts
            With patients times weight as `n`.

        Raises
        ------
        EstimationError
            A column is not there, has nulls or is not numeric where it must be.
        """
        numeric = [name for name in ("time", "status", n, entry, weight) if name is not None]
        check_columns(table, numeric=numeric, keys=[*group, *stratum])
        weights = None if weight is None else _numbers(table, weight)
        patients = _numbers(table, n)
        groups, group_labels = encode_columns(table, group)
        strata, stratum_labels = encode_columns(table, stratum)
        counts = cls(
            _numbers(table, "time"),
            table.column("status").to_numpy(),
            patients if weights is None else patients * weights,
            groups,
            group_labels,
            strata,
            stratum_labels,
            entry=None if entry is None else _numbers(table, entry),
            weight=weights,
        )
        return counts.drop_unused_labels()

    @classmethod
    def from_rows(
        cls,
        time: ArrayLike,
        status: ArrayLike,
        *,
        group: ArrayLike | None = None,
        stratum: ArrayLike | None = None,
        entry: ArrayLike | None = None,
        weight: ArrayLike | None = None,
    ) -> Self:
        """Count patients given one a row.

        Parameters
        ----------
        time, status : array_like, shape (n_patients,)
            Follow-up, and 0 or False where it was censored, else the cause of the event.
        group, stratum : array_like, shape (n_patients,), optional
            Words or numbers; sorted, they become the labels.
        entry : array_like, shape (n_patients,), optional
            Delayed entry.
        weight : array_like, shape (n_patients,), optional
            Weight of the patient, >= 0. Without it each counts once.

        Returns
        -------
        SurvivalCounts
            One row for each distinct combination where times are whole numbers and patients
            neither enter late nor are weighted; else one row a patient.

        Raises
        ------
        EstimationError
            As for the class.
        """
        times = np.asarray(time, dtype=np.float64)
        weights = None if weight is None else np.asarray(weight, dtype=np.float64)
        alone = np.zeros(len(times), dtype=np.int64), (NO_LABEL,)
        rows = cls(
            times,
            np.asarray(status),
            np.ones(len(times)) if weights is None else weights,
            *(alone if group is None else encode_values(np.asarray(group))),
            *(alone if stratum is None else encode_values(np.asarray(stratum))),
            entry=None if entry is None else np.asarray(entry, dtype=np.float64),
            weight=weights,
        )
        return rows._counted().drop_unused_labels()

    def select(self, *groups: str) -> Self:
        """Return the follow-up of some groups only.

        Parameters
        ----------
        *groups : str
            Labels of groups.

        Returns
        -------
        SurvivalCounts
            With the labels in the order they have here.

        Raises
        ------
        EstimationError
            A label is not one of `group_labels`.
        """
        unknown = [label for label in groups if label not in self.group_labels]
        if unknown:
            permitted = ", ".join(f"'{label}'" for label in self.group_labels)
            problems = [
                Problem("group", f"'{label}'", permitted, suggest(label, self.group_labels))
                for label in unknown
            ]
            raise EstimationError("There is no such group.", problems)
        chosen = [self.group_labels.index(label) for label in groups]
        return self.select_rows(np.isin(self.group, chosen)).drop_unused_labels()

    def select_rows(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Self:
        """Return the follow-up of some rows; all labels stay, used there or not."""
        return replace(self, **_rows(self._columns(), rows))

    def split_strata(self) -> Iterator[Self]:
        """Yield the follow-up of each stratum; all group labels stay, used there or not."""
        order = np.argsort(self.stratum, kind="stable")
        sizes = np.bincount(self.stratum, minlength=len(self.stratum_labels))
        for rows in np.split(order, np.cumsum(sizes)[:-1]):
            yield self.select_rows(rows)

    def drop_unused_labels(self) -> Self:
        """Return the same follow-up without the labels that no row carries."""
        group, group_labels = keep_used_labels(self.group, self.group_labels)
        stratum, stratum_labels = keep_used_labels(self.stratum, self.stratum_labels)
        return replace(
            self,
            group=group,
            group_labels=group_labels,
            stratum=stratum,
            stratum_labels=stratum_labels,
        )

    @property
    def has_fractions(self) -> bool:
        """Whether some `n` is not whole: the numbers are sums of sampling weights."""
        return not np.array_equal(self.n, np.floor(self.n))

    def clustered_by(self, cluster: ArrayLike) -> Self:
        """Return the same follow-up with what belongs together, for robust variances.

        Parameters
        ----------
        cluster : array_like, shape (n_rows,)
            A value for each row of the count table that was read; equal values belong together.

        Returns
        -------
        SurvivalCounts
            With `cluster` set.

        Raises
        ------
        EstimationError
            There are not as many values as rows: rows were counted together, or had ``n == 0``.
        """
        codes, _ = encode_values(np.asarray(cluster))
        return replace(self, cluster=codes)

    def _columns(self) -> dict[str, NDArray[Any]]:
        names = ("time", "status", "n", "group", "stratum", "entry", "weight", "cluster")
        columns = {name: getattr(self, name) for name in names}
        return {name: column for name, column in columns.items() if column is not None}

    def _counted(self) -> Self:
        """Return equal rows as one, where times are whole and a grid can hold them."""
        if self.entry is not None or self.weight is not None or not len(self.time):
            return self
        if self.time.max() > LONGEST_GRID:
            return self
        days = self.time.astype(np.int64)
        if not np.array_equal(days, self.time):
            return self
        counted = count_equal_rows((self.group, self.stratum, self.status, days))
        if counted is None:
            return self
        (group, stratum, status, time), n = counted
        times = time.astype(np.float64)
        return replace(self, time=times, status=status, n=n, group=group, stratum=stratum)


def _numbers(table: pa.Table, name: str) -> FloatArray:
    return np.asarray(table.column(name).to_numpy(), dtype=np.float64)


def _rows(columns: dict[str, NDArray[Any]], rows: NDArray[Any]) -> dict[str, Any]:
    return {name: column[rows] for name, column in columns.items()}
