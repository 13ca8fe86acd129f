"""Student's and Welch's comparison of two means from value counts."""

import math

from osteon.estimate.distributions import student_limit, student_tail
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.values.quantile import mean_and_variance
from osteon.estimate.values.two_groups import check_two_groups
from osteon.estimate.values.value_counts import ValueCounts


def estimate_mean_difference(
    values: ValueCounts, *, equal_variances: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Estimate by how much the mean of the first group is larger.

    Parameters
    ----------
    values : ValueCounts
        Two groups; the difference is first minus second.
    equal_variances : bool
        Student's pooled variance, or Welch's of each group.
    conf_level : float, in (0, 1)
        Coverage of the t interval.

    Returns
    -------
    Estimate
        In the unit of the variable. The difference is NaN where a group is empty; standard error
        and limits are NaN where a variance cannot be estimated (one unit).

    Raises
    ------
    EstimationError
        There are not two groups.

    Notes
    -----
    As ``t.test(x, y, var.equal = equal_variances)``.

    References
    ----------
    Welch BL (1947), Biometrika 34:28, doi:10.1093/biomet/34.1-2.28. Oracle: R 4.2,
    ``oracle/r/mean_tests.R``.

    Examples
    --------
    >>> ages = ValueCounts.from_rows([58, 61, 70, 49, 55, 57], list("aaabbb"))
    >>> round(estimate_mean_difference(ages).value, 3)
    9.333
    """
    check_two_groups(values, method="A difference of means")
    check_conf_level(conf_level)
    difference, std_error, df = _difference(values, equal_variances=equal_variances)
    half_width = student_limit((1 - conf_level) / 2, df) * std_error
    low, high = difference - half_width, difference + half_width
    return Estimate(difference, std_error, low, high, conf_level)


def test_for_equal_means(values: ValueCounts, *, equal_variances: bool = False) -> TestResult:
    """Test whether two groups have the same mean.

    Parameters
    ----------
    values : ValueCounts
        Two groups.
    equal_variances : bool
        Student's test, or Welch's.

    Returns
    -------
    TestResult
        Student's t, first minus second, with its degrees of freedom. NaN where a group is empty, a
        variance cannot be estimated, or nothing varies.

    Raises
    ------
    EstimationError
        There are not two groups.

    References
    ----------
    Oracle: R 4.2, ``t.test(x, y, var.equal = equal_variances)``, ``oracle/r/mean_tests.R``.

    Examples
    --------
    >>> ages = ValueCounts.from_rows([58, 61, 70, 49, 55, 57], list("aaabbb"))
    >>> round(test_for_equal_means(ages).p_value, 4)
    0.1077
    """
    check_two_groups(values, method="A test of means")
    difference, std_error, df = _difference(values, equal_variances=equal_variances)
    statistic = difference / std_error if std_error > 0 else math.nan
    p_value = 2 * student_tail(abs(statistic), df)
    name = "Student's t test" if equal_variances else "Welch's t test"
    return TestResult(statistic, df, p_value, name)


def _difference(values: ValueCounts, *, equal_variances: bool) -> tuple[float, float, float]:
    """Return the difference of means, its standard error and the degrees of freedom."""
    (mean, variance), (other_mean, other_variance) = (
        mean_and_variance(values.value, n) for n in values.n
    )
    first, second = values.n_by_group.tolist()
    difference = mean - other_mean
    if not first or not second:
        return math.nan, math.nan, math.nan
    if equal_variances:
        df = float(first + second - 2)
        squares = sum(
            (n - 1) * v for n, v in ((first, variance), (second, other_variance)) if n > 1
        )
        pooled = squares / df if df else math.nan
        return difference, math.sqrt(pooled * (1 / first + 1 / second)), df
    parts = variance / first, other_variance / second
    if not sum(parts) > 0:
        return difference, math.sqrt(sum(parts)), math.nan
    df = sum(parts) ** 2 / (parts[0] ** 2 / (first - 1) + parts[1] ** 2 / (second - 1))
    return difference, math.sqrt(sum(parts)), df
