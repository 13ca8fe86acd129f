"""The difference of two proportions, of separate or of the same units."""

import math

from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.tables.contingency import ContingencyTable, check_two_by_two
from osteon.estimate.tables.proportion import wilson_limits


def estimate_proportion_difference(
    table: ContingencyTable, *, conf_level: float = 0.95
) -> Estimate:
    """Estimate by how much the share of the first column is higher in the first row.

    Parameters
    ----------
    table : ContingencyTable
        Two groups as rows; the first column counts those who have the characteristic.
    conf_level : float, in (0, 1)
        Coverage of Newcombe's interval.

    Returns
    -------
    Estimate
        A difference in [-1, 1]; NaN where a row is empty. `std_error` is the Wald one and takes no
        part in the interval, which is never empty and stays within [-1, 1].

    Raises
    ------
    EstimationError
        The table is not 2 x 2.

    Notes
    -----
    Newcombe's method 10: the squares of the distances to the Wilson limits add up. R's
    ``prop.test`` gives the Wald interval, which has no width at 0/29 against 0/10.

    References
    ----------
    Newcombe RG (1998), Stat Med 17:873,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; its example 56/70
    against 48/80 is a test. Oracle: R 4.2, Wilson limits of ``prop.test``,
    ``oracle/r/proportions.R``.

    Examples
    --------
    >>> shares = ContingencyTable.from_array([[56, 14], [48, 32]])
    >>> difference = estimate_proportion_difference(shares)
    >>> f"{difference.value:.4f} ({difference.conf_low:.4f}-{difference.conf_high:.4f})"
    '0.2000 (0.0524-0.3339)'
    """
    check_two_by_two(table, method="A difference of proportions")
    check_conf_level(conf_level)
    if not table.row_totals.all():
        return Estimate(math.nan, conf_level=conf_level)
    (a, b), (c, d) = table.counts.tolist()
    first, second = a / (a + b), c / (c + d)
    tail = (1 - conf_level) / 2
    low_first, high_first = wilson_limits(a, a + b, tail)
    low_second, high_second = wilson_limits(c, c + d, tail)
    difference = first - second
    variance = first * (1 - first) / (a + b) + second * (1 - second) / (c + d)
    return Estimate(
        difference,
        std_error=math.sqrt(variance),
        conf_low=difference - math.hypot(first - low_first, high_second - second),
        conf_high=difference + math.hypot(high_first - first, second - low_second),
        conf_level=conf_level,
    )


def estimate_paired_difference(table: ContingencyTable, *, conf_level: float = 0.95) -> Estimate:
    """Estimate by how much a share differs between two looks at the same units.

    Parameters
    ----------
    table : ContingencyTable
        Two rows by the first look, two columns by the second, in the same order: a both, b first
        only, c second only, d neither. The difference is (b - c)/n.
    conf_level : float, in (0, 1)
        Coverage of Newcombe's interval for paired proportions.

    Returns
    -------
    Estimate
        A difference in [-1, 1]; NaN where there is nobody. `std_error` is the Wald one and takes no
        part in the interval.

    Raises
    ------
    EstimationError
        The table is not 2 x 2.

    Notes
    -----
    Newcombe's method 10 for pairs: Wilson limits of both shares, joined with the correlation phi,
    which is corrected for continuity where it is positive and is 0 where a margin is empty.

    References
    ----------
    Newcombe RG (1998), Stat Med 17:2635,
    doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C. Oracle: R 4.2, the
    paper's formulae with the limits of ``prop.test``, ``oracle/r/proportions.R``.

    Examples
    --------
    >>> looks = ContingencyTable.from_array([[36, 12], [2, 0]])
    >>> difference = estimate_paired_difference(looks)
    >>> f"{difference.value:.4f} ({difference.conf_low:.4f}-{difference.conf_high:.4f})"
    '0.2000 (0.0569-0.3404)'
    """
    check_two_by_two(table, method="A paired difference of proportions")
    check_conf_level(conf_level)
    n = table.n_total
    if not n:
        return Estimate(math.nan, conf_level=conf_level)
    (a, b), (c, d) = table.counts.tolist()
    first, second = (a + b) / n, (a + c) / n
    tail = (1 - conf_level) / 2
    low_first, high_first = wilson_limits(a + b, n, tail)
    low_second, high_second = wilson_limits(a + c, n, tail)
    difference, phi = (b - c) / n, _corrected_phi(a, b, c, d)
    return Estimate(
        difference,
        std_error=math.sqrt(max(0.0, b + c - (b - c) ** 2 / n)) / n,
        conf_low=difference - _joined(first - low_first, high_second - second, phi),
        conf_high=difference + _joined(high_first - first, second - low_second, phi),
        conf_level=conf_level,
    )


def _corrected_phi(a: int, b: int, c: int, d: int) -> float:
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    covariance = float(a * d - b * c)
    if covariance > 0:
        covariance = max(covariance - (a + b + c + d) / 2, 0.0)
    return covariance / math.sqrt(margins)


def _joined(first: float, second: float, phi: float) -> float:
    return math.sqrt(max(0.0, first**2 - 2 * phi * first * second + second**2))
