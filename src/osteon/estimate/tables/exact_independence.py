"""Fisher's exact test that rows and columns of a table are independent."""

import math

import numpy as np
import scipy

from osteon.errors import EstimationError, Problem
from osteon.estimate.results import TestResult
from osteon.estimate.tables.conditional_distribution import ConditionalDistribution
from osteon.estimate.tables.contingency import ContingencyTable
from osteon.estimate.tables.exact_tables import TIE_TOLERANCE, exact_p_value, log_factorial
from osteon.estimate.tables.independence import check_has_two_levels

BATCH = 10_000  # simulated tables held at once


def test_for_independence_exact(
    table: ContingencyTable, *, simulate: int = 0, seed: int = 0
) -> TestResult:
    """Test independence by the probability of all tables with the same margins.

    Parameters
    ----------
    table : ContingencyTable
        At least two rows and two columns; empty ones have no influence.
    simulate : int
        Number of random tables for a Monte Carlo p-value; 0 for the exact one.
    seed : int
        Of the random tables; recorded in `details` with their number.

    Returns
    -------
    TestResult
        The two-sided p: the probability of all tables that are no likelier than the one observed;
        1 where only one table is possible. `statistic` and `df` are NaN. For 2 x 2 tables
        ``details["mid_p_value"]`` is twice the smaller tail with half the observed probability.

    Raises
    ------
    EstimationError
        The table has a single row or column, or is too large for the exact p: simulate then.

    Notes
    -----
    As ``fisher.test(x)``, including its tolerance of 1e-7 for tables that are equally likely. The
    Monte Carlo p is (1 + number no likelier)/(1 + `simulate`), as in R.

    References
    ----------
    Freeman GH, Halton JH (1951), Biometrika 38:141, doi:10.1093/biomet/38.1-2.141. Mehta CR,
    Patel NR (1983), J Am Stat Assoc 78:427, doi:10.1080/01621459.1983.10477989. Patefield WM
    (1981), Appl Stat 30:91, doi:10.2307/2346669. Oracle: R 4.2, ``fisher.test``,
    ``oracle/r/independence.R``.

    Examples
    --------
    >>> events = ContingencyTable.from_array([[0, 29], [13, 63]])
    >>> round(test_for_independence_exact(events).p_value, 4)
    0.0176
    """
    check_has_two_levels(table)
    if simulate:
        return _simulated(table, simulate, seed)
    details = {}
    if table.counts.shape == (2, 2):
        distribution = ConditionalDistribution.from_two_by_two(table.counts)
        p_value = distribution.p_value()
        details["mid_p_value"] = distribution.p_value(mid_p=True)
    else:
        p_value = exact_p_value(table.counts)
    return TestResult(math.nan, math.nan, p_value, "Fisher's exact test", details=details)


def _simulated(table: ContingencyTable, n_tables: int, seed: int) -> TestResult:
    if n_tables < 0:
        found = "a negative number of tables"
        raise EstimationError(
            "These tables cannot be drawn.", [Problem("simulate", found, "0 or more")]
        )
    observed = -float(log_factorial(table.counts).sum())
    margins = scipy.stats.random_table(table.row_totals, table.column_totals)
    generator = np.random.default_rng(seed)
    n_no_likelier = 0
    for start in range(0, n_tables, BATCH):
        size = min(BATCH, n_tables - start)
        drawn = margins.rvs(size=size, random_state=generator).astype(np.int64)
        log_weight = -log_factorial(drawn).sum(axis=(1, 2))
        n_no_likelier += int((log_weight <= observed + TIE_TOLERANCE).sum())
    return TestResult(
        statistic=math.nan,
        df=math.nan,
        p_value=(1 + n_no_likelier) / (1 + n_tables),
        method="Fisher's exact test, Monte Carlo",
        details={"n_simulated": float(n_tables), "seed": float(seed)},
    )
