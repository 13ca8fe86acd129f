"""Outcomes of yes or no with covariates as counts: the input of regressions of a probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypedDict, Unpack

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.covariates import Covariates, check_keywords
from osteon.estimate.regression.ranks import FloatArray, IndexArray, rank_values
from osteon.estimate.survival_checks import check_columns


class BinaryColumns(TypedDict, total=False):
    """Further columns of rows of patients; each of shape (k,)."""

    n: ArrayLike
    cluster: ArrayLike
    weight: ArrayLike


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BinaryCounts:
    """An outcome of n patients with covariates, as counts of those who share all of it.

    Parameters
    ----------
    covariates : Covariates
        Of each of the k rows.
    event : ndarray of bool, shape (k,)
        Whether it happened.
    n : ndarray of float, shape (k,)
        Number of patients in the row; a whole number. Rows of nobody are left out.
    cluster : ndarray of int, shape (k,), optional
        Whom rows belong to (the patient of a lesion), coded from 0.
    weight : ndarray of float, shape (k,), optional
        Sampling weight that each of the row's n patients carries.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing, not finite,
        negative, or neither 0 nor 1 for the event.

    Examples
    --------
    >>> counts = BinaryCounts.from_rows([1, 0, 1], {"male": [1, 1, 0]}, n=[3, 5, 2])
    >>> float(counts.n.sum()), counts.n_event
    (10.0, 5.0)
    """

    covariates: Covariates
    event: NDArray[np.bool_]
    n: FloatArray
    cluster: IndexArray | None = None
    weight: FloatArray | None = None

    def __post_init__(self) -> None:
        _check_outcome(self)
        object.__setattr__(self, "event", self.event.astype(np.bool_))
        kept = self.total_weight() > 0
        if not kept.all():
            for name in ("event", "n", "cluster", "weight"):
                column = getattr(self, name)
                object.__setattr__(self, name, None if column is None else column[kept])
            object.__setattr__(self, "covariates", self.covariates.select_rows(kept))

    @classmethod
    def from_rows(
        cls,
        event: ArrayLike,
        covariates: Mapping[str, ArrayLike] | Covariates,
        **columns: Unpack[BinaryColumns],
    ) -> Self:
        """Read patients, or numbers of patients, one a row.

        Parameters
        ----------
        event : array_like, shape (k,)
            1 or True where it happened, else 0 or False.
        covariates : mapping of str to array_like, or Covariates
            Columns of numbers, truth values or words; see `Covariates.from_columns`.
        **columns : array_like, shape (k,), optional
            ``n`` where a row is more than one patient, ``cluster``, ``weight``.

        Returns
        -------
        BinaryCounts
            One row for each row given.

        Raises
        ------
        EstimationError
            As for the class.
        """
        check_keywords(columns, BinaryColumns)
        given = {name: np.asarray(column) for name, column in columns.items()}
        events = np.asarray(event)
        return cls(
            covariates=covariates
            if isinstance(covariates, Covariates)
            else Covariates.from_columns(covariates),
            event=events,
            n=np.asarray(given.get("n", np.ones(len(events))), dtype=np.float64),
            cluster=rank_values(given["cluster"])[0] if "cluster" in given else None,
            weight=given["weight"].astype(np.float64) if "weight" in given else None,
        )

    @classmethod
    def from_arrow(
        cls,
        table: pa.Table,
        *,
        covariates: Sequence[str],
        reference: Mapping[str, str] | None = None,
        event: str = "event",
        cluster: str | None = None,
    ) -> Self:
        """Read a count table with the columns of the event and ``n``.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys, in any order; rows may repeat.
        covariates : sequence of str
            Columns of numbers, truth values or words; see `Covariates.from_columns`.
        reference : mapping of str to str, optional
            The level of a column of words that the others are compared with.
        event, cluster : str
            The names of these columns.

        Returns
        -------
        BinaryCounts
            One row for each row of the table.

        Raises
        ------
        EstimationError
            A column is not there, has nulls or is not numeric where it must be.
        """
        check_columns(table, numeric=[event, "n"], keys=[] if cluster is None else [cluster])
        clusters = None if cluster is None else table.column(cluster).to_numpy(zero_copy_only=False)
        return cls(
            covariates=Covariates.from_arrow(table, covariates, reference=reference),
            event=table.column(event).to_numpy(zero_copy_only=False),
            n=table.column("n").to_numpy().astype(np.float64),
            cluster=None if clusters is None else rank_values(clusters)[0],
        )

    @property
    def n_event(self) -> float:
        """The number of patients in whom it happened."""
        return float(self.n[self.event].sum())

    def total_weight(self) -> FloatArray:
        """Return the weight of each row: of its patients together."""
        return self.n if self.weight is None else self.n * self.weight


def check_both_outcomes(counts: BinaryCounts) -> None:
    """Raise unless some patients have the event and some have not.

    Parameters
    ----------
    counts : BinaryCounts
        An outcome.

    Raises
    ------
    EstimationError
        All have it, or none.
    """
    if not 0 < counts.n_event < float(counts.n.sum()):
        problem = Problem("event", "one outcome only", "patients with and without the event")
        raise EstimationError("Odds ratios need both outcomes.", [problem])


def _check_outcome(counts: BinaryCounts) -> None:
    columns: dict[str, NDArray[Any] | None] = {
        "event": counts.event,
        "n": counts.n,
        "cluster": counts.cluster,
        "weight": counts.weight,
    }
    n_rows = counts.covariates.n_rows
    problems = []
    for name, column in columns.items():
        if column is None:
            continue
        if column.shape != (n_rows,):
            found = f"an array of shape {column.shape}"
            problems.append(Problem(name, found, f"the shape of the covariates, ({n_rows},)"))
        elif not np.isfinite(column).all() or (column < 0).any():
            found = "values that are negative or not finite"
            problems.append(Problem(name, found, "a number of 0 or more in every row"))
    if not problems and not np.isin(counts.event, (0, 1)).all():
        problems.append(Problem("event", "values other than 0 and 1", "0 or 1"))
    if problems:
        raise EstimationError("This outcome cannot be used.", problems)
