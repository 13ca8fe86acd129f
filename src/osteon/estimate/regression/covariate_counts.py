"""Follow-up with covariates as counts: the input of regressions of the time to an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypedDict, Unpack

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL, encode_columns, encode_values
from osteon.estimate.regression.covariates import Covariates, check_keywords
from osteon.estimate.regression.ranks import (
    FloatArray,
    IndexArray,
    group_rows,
    once,
    rank_values,
)
from osteon.estimate.survival_checks import (
    check_columns,
    check_follow_up,
    check_lengths,
    render_rows,
)


class ColumnNames(TypedDict, total=False):
    """Names of the columns of a count table, by what they hold."""

    time: str
    status: str
    n: str
    entry: str
    cluster: str
    weight: str


class RowColumns(TypedDict, total=False):
    """Further columns of rows of patients; each of shape (n_patients,)."""

    entry: ArrayLike
    stratum: ArrayLike
    cluster: ArrayLike
    weight: ArrayLike
    n: ArrayLike


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CovariateCounts:
    """Follow-up of n patients with covariates, as counts of those who share all of it.

    A row is a number of patients, so that rows of single patients and a GROUP BY over millions
    are the same thing. A patient is at risk in (`entry`, `time`]; without `entry` from the
    origin on, the origin included. A patient whose covariates change has one row for each span
    (start-stop rows). Rows of nobody (``n`` or ``weight`` 0) are left out. All checks are made
    here; estimators rely on them.

    Parameters
    ----------
    covariates : Covariates
        Of each of the k rows.
    time : ndarray, shape (k,)
        End of the row's follow-up, >= 0, in the unit the caller chose; whole days are fastest.
    status : ndarray of int, shape (k,)
        0 censored, 1.. the cause of the event.
    n : ndarray of float, shape (k,)
        Number of patients in the row; a whole number.
    entry : ndarray, shape (k,), optional
        Start of the row's follow-up, before `time`.
    stratum : ndarray of int, shape (k,), optional
        Codes into `stratum_labels`; each stratum has its own baseline hazard.
    stratum_labels : tuple of str
        The words; ``("",)`` where there are no strata.
    cluster : ndarray of int, shape (k,), optional
        Whom rows belong to (the patient of start-stop rows, the patient of a lesion), coded from
        0. With it, variances are robust to dependence within a cluster.
    weight : ndarray of float, shape (k,), optional
        Sampling weight that each of the row's n patients carries.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing or not finite,
        negative times, entry not before time, numbers of patients that are not whole.

    Examples
    --------
    >>> counts = CovariateCounts.from_rows([5, 5, 9], [1, 1, 0], {"male": [1, 1, 0]})
    >>> counts.covariates.names, float(counts.n_patients), float(counts.n_event())
    (('male',), 3.0, 2.0)
    """

    covariates: Covariates
    time: NDArray[Any]
    status: NDArray[Any]
    n: FloatArray
    entry: NDArray[Any] | None = None
    stratum: IndexArray | None = None
    stratum_labels: tuple[str, ...] = (NO_LABEL,)
    cluster: IndexArray | None = None
    weight: FloatArray | None = field(default=None)

    def __post_init__(self) -> None:
        rows = np.empty(self.covariates.n_rows, dtype=np.int8)
        check_lengths({**self._columns(), "covariates": rows})
        n = once(self.n)
        check_follow_up(self.time, self.status, n, entry=self.entry, weight=self.weight)
        _check_whole(n)
        if not n.all() or (self.weight is not None and not self.weight.all()):
            for name, column in self._selected(self.total_weight() > 0).items():
                object.__setattr__(self, name, column)

    @classmethod
    def from_arrow(
        cls,
        table: pa.Table,
        *,
        covariates: Sequence[str],
        reference: Mapping[str, str] | None = None,
        stratum: Sequence[str] = (),
        **columns: Unpack[ColumnNames],
    ) -> Self:
        """Read a count table with the columns ``time``, ``status`` and ``n``.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys, in any order; rows may repeat.
        covariates : sequence of str
            Columns of numbers, truth values or words; see `Covariates.from_columns`.
        reference : mapping of str to str, optional
            The level of a column of words that the others are compared with.
        stratum : sequence of str
            Key columns; several are crossed.
        **columns : str
            The names of the columns ``time``, ``status``, ``n``, ``entry``, ``cluster`` and
            ``weight``, where they differ from these words; the last three are used only if named.

        Returns
        -------
        CovariateCounts
            One row for each row of the table.

        Raises
        ------
        EstimationError
            A column is not there, has nulls or is not numeric where it must be.
        """
        check_keywords(columns, ColumnNames)
        names: dict[str, str] = {"time": "time", "status": "status", "n": "n"}
        names.update((role, str(name)) for role, name in columns.items())
        keys = [*stratum, *([names["cluster"]] if "cluster" in names else [])]
        numeric = [name for role, name in names.items() if role != "cluster"]
        check_columns(table, numeric=numeric, keys=keys)
        given = {
            role: table.column(name).to_numpy() for role, name in names.items() if role != "cluster"
        }
        strata, labels = encode_columns(table, stratum) if stratum else (None, (NO_LABEL,))
        return cls(
            covariates=Covariates.from_arrow(table, covariates, reference=reference),
            time=given["time"],
            status=given["status"],
            n=_numbers_of_patients(given["n"]),
            entry=given.get("entry"),
            stratum=None if strata is None else strata.astype(np.int32),
            stratum_labels=labels,
            cluster=_codes(table.column(names["cluster"]).to_numpy(zero_copy_only=False))
            if "cluster" in names
            else None,
            weight=given["weight"].astype(np.float64) if "weight" in given else None,
        )

    @classmethod
    def from_rows(
        cls,
        time: ArrayLike,
        status: ArrayLike,
        covariates: Mapping[str, ArrayLike] | Covariates,
        **columns: Unpack[RowColumns],
    ) -> Self:
        """Count patients given one a row.

        Parameters
        ----------
        time, status : array_like, shape (n_patients,)
            Follow-up, and 0 or False where it was censored, else the cause of the event.
        covariates : mapping of str to array_like, or Covariates
            Columns of numbers, truth values or words; see `Covariates.from_columns`.
        **columns : array_like, shape (n_patients,), optional
            ``entry``, ``stratum``, ``cluster``, ``weight``, and ``n`` where a row is more than
            one patient; strata and clusters are words or numbers.

        Returns
        -------
        CovariateCounts
            Equal patients as one row, where few rows are left by that.

        Raises
        ------
        EstimationError
            As for the class.
        """
        check_keywords(columns, RowColumns)
        given = {name: np.asarray(column) for name, column in columns.items()}
        strata, labels = (
            encode_values(given["stratum"]) if "stratum" in given else (None, (NO_LABEL,))
        )
        times = np.asarray(time)
        rows = cls(
            covariates=covariates
            if isinstance(covariates, Covariates)
            else Covariates.from_columns(covariates),
            time=times,
            status=np.asarray(status),
            n=_numbers_of_patients(given.get("n", np.broadcast_to(1.0, times.shape))),
            entry=given.get("entry"),
            stratum=None if strata is None else strata.astype(np.int32),
            stratum_labels=labels,
            cluster=_codes(given["cluster"]) if "cluster" in given else None,
            weight=given["weight"].astype(np.float64) if "weight" in given else None,
        )
        return rows._counted()

    @property
    def n_patients(self) -> float:
        """The number of patients; of rows, where patients have several (start-stop rows)."""
        return float(self.n.sum())

    def is_event(self, cause: int | None = None) -> NDArray[np.bool_]:
        """Return which rows end with an event: of one cause, or of any where it is None."""
        events: NDArray[np.bool_] = self.status > 0 if cause is None else self.status == cause
        return events

    def n_event(self, cause: int | None = None) -> float:
        """Return the number of events of one cause, or of any where it is None."""
        return float(self.n.sum(where=self.is_event(cause)))

    def total_weight(self) -> FloatArray:
        """Return the weight of each row: of its patients together."""
        return self.n if self.weight is None else self.n * self.weight

    def select_rows(self, rows: NDArray[Any]) -> Self:
        """Return some rows, chosen by a mask or by their positions."""
        return replace(self, **self._selected(rows))

    def _columns(self) -> dict[str, NDArray[Any]]:
        names = ("time", "status", "n", "entry", "stratum", "cluster", "weight")
        columns = {name: getattr(self, name) for name in names}
        return {name: column for name, column in columns.items() if column is not None}

    def _selected(self, rows: NDArray[Any]) -> dict[str, Any]:
        selected = {name: column[rows] for name, column in self._columns().items()}
        return {**selected, "covariates": self.covariates.select_rows(rows)}

    def _counted(self) -> Self:
        """Return equal rows as one, where a counting grid is small enough to hold them."""
        pattern = self.covariates.pattern
        is_plain = self.entry is None and self.cluster is None and self.weight is None
        if pattern is None or not is_plain:
            return self
        keys = {"pattern": pattern, "time": self.time, "status": self.status}
        if self.stratum is not None:
            keys["stratum"] = self.stratum
        grouped = group_rows(keys, self.n)
        if grouped is None:
            return self
        distinct, patients = grouped
        strata = distinct.get("stratum")
        return replace(
            self,
            covariates=replace(self.covariates, pattern=distinct["pattern"].astype(np.int32)),
            time=distinct["time"],
            status=distinct["status"],
            n=patients,
            stratum=None if strata is None else strata.astype(np.int32),
        )


def _codes(values: NDArray[Any]) -> IndexArray:
    return rank_values(values)[0]


def _numbers_of_patients(n: NDArray[Any]) -> FloatArray:
    """Return the numbers as decimals; one that all rows share is not stored for each."""
    if len(n) and n.ndim == 1 and n.dtype.kind in "iuf" and n.min() == n.max():
        return np.broadcast_to(n[:1].astype(np.float64), n.shape)
    return n.astype(np.float64)


def _check_whole(n: FloatArray) -> None:
    broken = np.count_nonzero(n != np.floor(n))
    if broken:
        hint = "Give sampling weights as weight."
        found = f"numbers that are not whole ({render_rows(broken)})"
        problem = Problem("n", found, "a whole number of patients", hint)
        raise EstimationError("This follow-up cannot be used.", [problem])
