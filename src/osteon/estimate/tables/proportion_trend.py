"""The Cochran-Armitage test: does a proportion rise or fall over ordered groups."""

import math
from collections.abc import Sequence

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.tables.contingency import ContingencyTable


def test_for_trend_in_proportions(
    table: ContingencyTable, *, scores: Sequence[float] | None = None
) -> TestResult:
    """Test whether the share of the first column changes linearly over ordered rows.

    Parameters
    ----------
    table : ContingencyTable
        Two columns; its rows are the ordered groups, such as grades.
    scores : sequence of float, optional
        Position of each row on the scale of the trend; 1, 2, 3, ... where not given.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom, the square of ``details["z"]``; z is positive where
        the share rises with the score, ``details["slope"]`` is that of the weighted regression
        line. All are NaN where a column is empty or only one score is occupied.

    Raises
    ------
    EstimationError
        The table has not two columns, or there is not one finite score for each row.

    Notes
    -----
    As ``prop.trend.test(x, n, score)``: the variance has n, not the n - 1 of Mantel's statistic.

    References
    ----------
    Armitage P (1955), Biometrics 11:375, doi:10.2307/3001775. Oracle: R 4.2,
    ``oracle/r/independence.R``.

    Examples
    --------
    >>> by_grade = ContingencyTable.from_array([[55, 119], [44, 77], [6, 2]])
    >>> round(test_for_trend_in_proportions(by_grade).p_value, 4)
    0.0605
    """
    score = _check_scores(table, scores)
    total, events = table.row_totals.astype(float), table.counts[:, 0].astype(float)
    n = total.sum()
    share = events.sum() / n if n else math.nan
    centred = score - (total @ score / n if n else math.nan)
    spread = float(total @ centred**2)
    variance = float(share * (1 - share) * spread)
    covariance = float(events @ centred)
    estimable = variance > 0
    z = covariance / math.sqrt(variance) if estimable else math.nan
    return TestResult(
        statistic=z**2,
        df=1.0,
        p_value=chi_square_tail(z**2, 1),
        method="Cochran-Armitage test for trend",
        details={"z": z, "slope": covariance / spread if estimable else math.nan},
    )


def _check_scores(table: ContingencyTable, scores: Sequence[float] | None) -> np.ndarray:
    n_rows, n_columns = table.counts.shape
    score = np.arange(1.0, n_rows + 1) if scores is None else np.asarray(scores, dtype=float)
    problems = []
    if n_columns != 2:
        problems.append(Problem("table", f"{n_columns} columns", "2 columns, the event first"))
    if score.shape != (n_rows,) or not np.isfinite(score).all():
        problems.append(Problem("scores", "not one number a row", f"{n_rows} finite numbers"))
    if problems:
        raise EstimationError("This is not a table of proportions in ordered groups.", problems)
    return score
