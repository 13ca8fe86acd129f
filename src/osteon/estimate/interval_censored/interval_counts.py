"""Events between two examinations, as counts of patients alike."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL, Codes, encode_columns, encode_values
from osteon.estimate.survival_checks import SUMMARY, check_columns, check_lengths

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class IntervalCounts:
    """Patients whose event came after `left` and up to `right`, by group.

    Parameters
    ----------
    left : ndarray of float, shape (n_rows,)
        Last examination without the event, >= 0; 0 where there was none.
    right : ndarray of float, shape (n_rows,)
        First examination with the event; infinite where it was never seen (right-censored),
        equal to `left` where the day of the event is known.
    n : ndarray of float, shape (n_rows,)
        Number of such patients, >= 0; rows of nobody are left out.
    group : ndarray of int, shape (n_rows,)
        Codes into `group_labels`.
    group_labels : tuple of str
        The words; ``("",)`` where there is one group only.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing or negative,
        right before left.

    Examples
    --------
    >>> IntervalCounts.from_rows([0, 6, 45], [7, 10, np.inf]).n.tolist()
    [1.0, 1.0, 1.0]
    """

    left: FloatArray
    right: FloatArray
    n: FloatArray
    group: Codes
    group_labels: tuple[str, ...]

    def __post_init__(self) -> None:
        check_lengths({"time": self.left, "right": self.right, "n": self.n, "group": self.group})
        problems = [
            Problem(name, f"{number} values that are missing, negative or infinite", permitted)
            for name, column, permitted in (
                ("left", self.left, "0 or more"),
                ("right", np.where(np.isposinf(self.right), 0, self.right), "0 or more, or inf"),
                ("n", self.n, "0 or more"),
            )
            if (number := int((~np.isfinite(column) | (column < 0)).sum()))
        ]
        if not problems and (number := int((self.right < self.left).sum())):
            problems.append(Problem("right", f"{number} values before left", "left or later"))
        if problems:
            raise EstimationError(SUMMARY, problems)
        if not self.n.all():
            present = self.n > 0
            for name in ("left", "right", "group", "n"):
                object.__setattr__(self, name, getattr(self, name)[present])

    @classmethod
    def from_rows(
        cls,
        left: ArrayLike,
        right: ArrayLike,
        *,
        group: ArrayLike | None = None,
        n: ArrayLike | None = None,
    ) -> Self:
        """Read intervals given one patient, or one kind of patient, a row.

        Parameters
        ----------
        left, right : array_like, shape (n_rows,)
            As for the class.
        group : array_like, shape (n_rows,), optional
            Words or numbers; sorted, they become the labels.
        n : array_like, shape (n_rows,), optional
            Number of such patients; 1 where not given.

        Returns
        -------
        IntervalCounts
            With one row for each row given.

        Raises
        ------
        EstimationError
            As for the class.
        """
        lower = np.asarray(left, dtype=np.float64)
        alone = np.zeros(len(lower), dtype=np.int64), (NO_LABEL,)
        return cls(
            lower,
            np.asarray(right, dtype=np.float64),
            np.ones(len(lower)) if n is None else np.asarray(n, dtype=np.float64),
            *(alone if group is None else encode_values(np.asarray(group))),
        )

    @classmethod
    def from_arrow(cls, table: pa.Table, *, group: str | None = None) -> Self:
        """Read a count table with the columns ``left``, ``right`` and ``n``.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys; ``right`` is null where the event was
            never seen.
        group : str, optional
            Key column.

        Returns
        -------
        IntervalCounts
            With one row for each row of the table.

        Raises
        ------
        EstimationError
            A column is not there or has nulls, or as for the class.
        """
        keys = [] if group is None else [group]
        check_columns(table, numeric=["left", "n"], keys=keys)
        if "right" not in table.column_names:
            problem = Problem("count table", "no column 'right'", ", ".join(table.column_names))
            raise EstimationError(SUMMARY, [problem])
        seen = table["right"].cast(pa.float64()).to_numpy()
        codes, labels = encode_columns(table, keys)
        return cls(
            table["left"].cast(pa.float64()).to_numpy(),
            np.where(np.isnan(seen), np.inf, seen),
            table["n"].cast(pa.float64()).to_numpy(),
            codes,
            labels,
        )
