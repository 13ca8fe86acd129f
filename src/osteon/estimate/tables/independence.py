"""Pearson's chi-square test that rows and columns of a table are independent."""

import math
from dataclasses import dataclass

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.tables.contingency import ContingencyTable

SMALL_EXPECTED_COUNT = 5


@dataclass(frozen=True, slots=True)
class IndependenceTest(TestResult):
    """A chi-square test with what a reader needs to trust its approximation.

    Parameters
    ----------
    min_expected : float
        The smallest count expected under independence; NaN in an empty table.
    n_expected_below_5 : int
        Number of cells with an expected count below 5.
    """

    min_expected: float = math.nan
    n_expected_below_5: int = 0


def test_for_independence(table: ContingencyTable, *, correction: bool = False) -> IndependenceTest:
    """Test whether the distribution over the columns is the same in every row.

    Parameters
    ----------
    table : ContingencyTable
        At least two rows and two columns.
    correction : bool
        Yates' continuity correction; for 2 x 2 tables only, without effect on larger ones.

    Returns
    -------
    IndependenceTest
        Chi-square with (rows - 1)(columns - 1) degrees of freedom. Statistic and p are NaN where
        a row or a column is empty: leave such levels out by ``without_empty_levels`` first.

    Raises
    ------
    EstimationError
        The table has a single row or a single column.

    Notes
    -----
    As ``chisq.test(x, correct = FALSE)``; R corrects 2 x 2 tables by default, this function does
    not. The correction is at most the smallest deviation from the expected count, as in R.

    References
    ----------
    Agresti A, Categorical Data Analysis, 3rd ed. (2013), 3.2. Oracle: R 4.2, ``chisq.test``,
    ``oracle/r/independence.R``.

    Examples
    --------
    >>> sex = ContingencyTable.from_array([[65, 40], [108, 92]])
    >>> round(test_for_independence(sex).p_value, 4)
    0.1856
    """
    n_rows, n_columns = table.counts.shape
    check_has_two_levels(table)
    df = float((n_rows - 1) * (n_columns - 1))
    expected = table.expected
    deviation = np.abs(table.counts - expected)
    corrected = correction and (n_rows, n_columns) == (2, 2)
    if corrected:
        deviation = deviation - min(0.5, float(deviation.min()))
    estimable = bool((expected > 0).all())
    statistic = float((deviation**2 / expected).sum()) if estimable else math.nan
    return IndependenceTest(
        statistic=statistic,
        df=df,
        p_value=chi_square_tail(statistic, df),
        method="Pearson's chi-square test" + (" with Yates' correction" if corrected else ""),
        min_expected=float(expected.min()),
        n_expected_below_5=int((expected < SMALL_EXPECTED_COUNT).sum()),
    )


def check_has_two_levels(table: ContingencyTable) -> None:
    """Pass if there is something to compare: two rows and two columns at least."""
    rows, columns = table.counts.shape
    if min(rows, columns) < 2:
        raise EstimationError(
            "A table with a single level has nothing to compare.",
            [Problem("table", f"{rows} rows and {columns} columns", "at least 2 of each")],
        )
