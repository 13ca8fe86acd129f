"""McNemar's test: did a share change between two looks at the same units."""

import math
from typing import Literal

from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.tables.binomial import binomial_p_value, mid_p_tails
from osteon.estimate.tables.contingency import ContingencyTable, check_two_by_two

McNemarMethod = Literal["exact", "mid-p", "asymptotic", "asymptotic-corrected"]
MCNEMAR_METHODS = ("exact", "mid-p", "asymptotic", "asymptotic-corrected")


def test_for_marginal_homogeneity(
    table: ContingencyTable, *, method: McNemarMethod = "exact"
) -> TestResult:
    """Test whether as many units changed in one direction as in the other.

    Parameters
    ----------
    table : ContingencyTable
        Two rows by the first look, two columns by the second, in the same order.
    method : {"exact", "mid-p", "asymptotic", "asymptotic-corrected"}
        Binomial over those who changed; the same with half the weight of the observed count; or
        McNemar's chi-square without and with continuity correction.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom for the asymptotic methods, else without statistic.
        ``details`` hold how many changed. Where nobody did, the exact p is 1 and the asymptotic
        NaN.

    Raises
    ------
    EstimationError
        The table is not 2 x 2.

    Notes
    -----
    As ``binom.test(b, b + c)``, and ``mcnemar.test(x, correct = ...)``, which corrects by default.

    References
    ----------
    McNemar Q (1947), Psychometrika 12:153, doi:10.1007/BF02295996. Fagerland MW, Lydersen S,
    Laake P (2013), BMC Med Res Methodol 13:91, doi:10.1186/1471-2288-13-91 (mid-p, its examples
    are tests). Oracle: R 4.2, ``oracle/r/paired_tables.R``.

    Examples
    --------
    >>> change = ContingencyTable.from_array([[1, 1], [7, 12]])
    >>> round(test_for_marginal_homogeneity(change).p_value, 4)
    0.0703
    """
    check_two_by_two(table, method="McNemar's test")
    check_choice("method", method, MCNEMAR_METHODS)
    first_only, second_only = int(table.counts[0, 1]), int(table.counts[1, 0])
    n_changed = first_only + second_only
    details = {"n_first_only": float(first_only), "n_second_only": float(second_only)}
    name = f"McNemar's test, {method}"
    if method in {"exact", "mid-p"}:
        exact = method == "exact"
        p_value = (
            binomial_p_value(first_only, n_changed, 0.5)
            if exact
            else min(1.0, 2 * min(mid_p_tails(first_only, n_changed, 0.5)))
        )
        return TestResult(math.nan, math.nan, p_value, name, details=details)
    step = 1 if method == "asymptotic-corrected" and first_only != second_only else 0
    difference = abs(first_only - second_only) - step
    statistic = difference**2 / n_changed if n_changed else math.nan
    return TestResult(statistic, 1.0, chi_square_tail(statistic, 1), name, details=details)
