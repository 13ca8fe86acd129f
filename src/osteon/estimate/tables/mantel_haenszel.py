"""Mantel-Haenszel: an odds ratio and a test of association within strata."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail, normal_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.tables.conditional_distribution import ConditionalDistribution, sum_over_strata
from osteon.estimate.tables.stratified import StratifiedTable

FloatArray = NDArray[np.float64]

CommonOddsRatioMethod = Literal["mantel-haenszel", "conditional", "mid-p"]
COMMON_ODDS_RATIO_METHODS = ("mantel-haenszel", "conditional", "mid-p")
YATES = 0.5


def estimate_common_odds_ratio(
    tables: StratifiedTable,
    *,
    method: CommonOddsRatioMethod = "mantel-haenszel",
    conf_level: float = 0.95,
) -> Estimate:
    """Estimate the odds ratio that 2 x 2 tables of several strata have in common.

    Parameters
    ----------
    tables : StratifiedTable
        Two rows and two columns in each stratum; the ratio is that of the first column in the
        first row, as in `estimate_odds_ratio`.
    method : {"mantel-haenszel", "conditional", "mid-p"}
        The weighted mean of Mantel and Haenszel with the interval of Robins, Breslow and
        Greenland, which holds for few large and for many small strata; or the conditional
        maximum likelihood and the median-unbiased estimate with their exact intervals.
    conf_level : float, in (0, 1)
        Coverage of the interval.

    Returns
    -------
    Estimate
        An odds ratio in [0, inf]; `std_error` is that of the logarithm. The estimate is 0 or
        infinite where no stratum has a product of one kind, its limits as in
        `estimate_odds_ratio`; NaN where no stratum has any.

    Raises
    ------
    EstimationError
        The tables are not 2 x 2, or too large for an exact method.

    Notes
    -----
    As ``mantelhaen.test(x)``, and ``mantelhaen.test(x, exact = TRUE)`` for the conditional one.
    That the ratios are equal is assumed, not tested.

    References
    ----------
    Mantel N, Haenszel W (1959), J Natl Cancer Inst 22:719, doi:10.1093/jnci/22.4.719. Robins J,
    Breslow N, Greenland S (1986), Biometrics 42:311, doi:10.2307/2531052. Oracle: R 4.2,
    ``oracle/r/mantel_haenszel.R``.

    Examples
    --------
    >>> tables = StratifiedTable.from_array([[[5, 10], [4, 20]], [[8, 9], [3, 15]]])
    >>> round(estimate_common_odds_ratio(tables).value, 3)
    3.335
    """
    _check_two_by_two(tables)
    check_choice("method", method, COMMON_ODDS_RATIO_METHODS)
    check_conf_level(conf_level)
    if method == "mantel-haenszel":
        return _mantel_haenszel(tables.informative().astype(float), conf_level)
    strata = _conditional_distributions(tables)
    if not strata:
        return Estimate(math.nan, conf_level=conf_level)
    inside = tables.informative().astype(float) + 0.5  # only says where the numerics must be sharp
    near = _mantel_haenszel(inside, conf_level).value
    distribution = sum_over_strata(strata, log_odds_ratio=math.log(near))
    mid_p = method == "mid-p"
    return Estimate(
        distribution.median_unbiased() if mid_p else distribution.conditional_maximum(),
        conf_low=distribution.limit((1 - conf_level) / 2, lower=True, mid_p=mid_p),
        conf_high=distribution.limit((1 - conf_level) / 2, lower=False, mid_p=mid_p),
        conf_level=conf_level,
    )


def test_for_conditional_independence(
    tables: StratifiedTable, *, correction: bool = False
) -> TestResult:
    """Test whether rows and columns are independent within every stratum.

    Parameters
    ----------
    tables : StratifiedTable
        At least two rows and two columns; strata of fewer than two units are left out.
    correction : bool
        Continuity correction; for 2 x 2 tables only, without effect on larger ones.

    Returns
    -------
    TestResult
        The generalised Cochran-Mantel-Haenszel statistic for unordered levels, a chi-square with
        (rows - 1)(columns - 1) degrees of freedom; levels that nobody is in do not count. NaN
        where no stratum has two of each.

    Raises
    ------
    EstimationError
        A single row or a single column.

    Notes
    -----
    As ``mantelhaen.test(x, correct = FALSE)``; R corrects by default, this function does not. As
    in R a deviation below one half is not corrected.

    References
    ----------
    Landis JR, Heyman ER, Koch GG (1978), Int Stat Rev 46:237, doi:10.2307/1402373. Oracle: R
    4.2, ``oracle/r/mantel_haenszel.R``.

    Examples
    --------
    >>> tables = StratifiedTable.from_array([[[5, 10], [4, 20]], [[8, 9], [3, 15]]])
    >>> round(test_for_conditional_independence(tables).p_value, 4)
    0.0275
    """
    counts = _without_empty_levels(tables.informative()).astype(float)
    if min(tables.counts.shape[1:]) < 2:
        problem = Problem("tables", "a single row or column", "at least 2 of each")
        raise EstimationError("Tables with a single level have nothing to compare.", [problem])
    df = float((counts.shape[1] - 1) * (counts.shape[2] - 1))
    deviation, covariance = _deviation_and_covariance(counts)
    corrected = correction and counts.shape[1:] == (2, 2)
    if corrected:
        size = np.abs(deviation)
        deviation = np.where(size >= YATES, size - YATES, size)
    if df <= 0 or np.linalg.matrix_rank(covariance) < df:
        statistic = math.nan
    else:
        statistic = float(deviation @ np.linalg.solve(covariance, deviation))
    suffix = " with continuity correction" if corrected else ""
    p_value = chi_square_tail(statistic, df)
    return TestResult(statistic, df, p_value, f"Cochran-Mantel-Haenszel test{suffix}")


def test_for_conditional_independence_exact(tables: StratifiedTable) -> TestResult:
    """Test independence within strata of 2 x 2 tables by the exact conditional distribution.

    Parameters
    ----------
    tables : StratifiedTable
        Two rows and two columns in each stratum.

    Returns
    -------
    TestResult
        Without statistic and degrees of freedom. p is two-sided, the probability of all sums over
        strata that are no likelier than the one observed; ``details["mid_p_value"]`` as in
        `test_for_independence_exact`.

    Raises
    ------
    EstimationError
        The tables are not 2 x 2, or too large.

    References
    ----------
    Oracle: R 4.2, ``mantelhaen.test(x, exact = TRUE)``, ``oracle/r/mantel_haenszel.R``.

    Examples
    --------
    >>> tables = StratifiedTable.from_array([[[5, 10], [4, 20]], [[8, 9], [3, 15]]])
    >>> round(test_for_conditional_independence_exact(tables).p_value, 4)
    0.0354
    """
    _check_two_by_two(tables)
    strata = _conditional_distributions(tables)
    method = "Exact conditional test of a common odds ratio of 1"
    if not strata:
        return TestResult(math.nan, math.nan, 1.0, method)
    distribution = sum_over_strata(strata)
    details = {"mid_p_value": distribution.p_value(mid_p=True)}
    return TestResult(math.nan, math.nan, distribution.p_value(), method, details=details)


def _mantel_haenszel(counts: FloatArray, conf_level: float) -> Estimate:
    a, b, c, d = counts.reshape(-1, 4).T
    n = counts.sum(axis=(1, 2))
    concordant, discordant = a * d / n, b * c / n  # R and S of Robins, Breslow and Greenland
    numerator, denominator = float(concordant.sum()), float(discordant.sum())
    if not numerator and not denominator:
        return Estimate(math.nan, conf_level=conf_level)
    if not numerator:
        return Estimate(0.0, math.inf, 0.0, math.nan, conf_level)
    if not denominator:
        return Estimate(math.inf, math.inf, math.nan, math.inf, conf_level)
    P, Q = (a + d) / n, (b + c) / n
    variance = (
        float(P @ concordant) / (2 * numerator**2)
        + float(P @ discordant + Q @ concordant) / (2 * numerator * denominator)
        + float(Q @ discordant) / (2 * denominator**2)
    )
    ratio, std_error = numerator / denominator, math.sqrt(variance)
    factor = math.exp(normal_limit((1 - conf_level) / 2) * std_error)
    return Estimate(ratio, std_error, ratio / factor, ratio * factor, conf_level)


def _deviation_and_covariance(counts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return observed minus expected of all cells but the last row and column, over strata."""
    rows, columns = counts.sum(axis=2), counts.sum(axis=1)
    n = counts.sum(axis=(1, 2))[:, None]
    expected = rows[:, :, None] * columns[:, None, :] / n[:, :, None]
    deviation = (counts - expected).sum(axis=0)[:-1, :-1].ravel()
    size = len(deviation)
    covariance = np.zeros((size, size))
    for row, column, total in zip(rows[:, :-1], columns[:, :-1], n[:, 0], strict=True):
        of_rows = np.diag(row) * total - np.outer(row, row)
        of_columns = np.diag(column) * total - np.outer(column, column)
        covariance += np.kron(of_rows, of_columns) / (total**2 * (total - 1))
    return deviation, covariance


def _without_empty_levels(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    rows, columns = counts.sum(axis=(0, 2)) > 0, counts.sum(axis=(0, 1)) > 0
    return counts[:, rows][:, :, columns]


def _conditional_distributions(tables: StratifiedTable) -> list[ConditionalDistribution]:
    return [ConditionalDistribution.from_two_by_two(counts) for counts in tables.informative()]


def _check_two_by_two(tables: StratifiedTable) -> None:
    if tables.counts.shape[1:] != (2, 2):
        rows, columns = tables.counts.shape[1:]
        found = f"{rows} rows and {columns} columns"
        problem = Problem("tables", found, "2 rows and 2 columns in each stratum")
        raise EstimationError("An odds ratio needs tables of two rows and two columns.", [problem])
