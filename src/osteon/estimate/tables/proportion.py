"""A single proportion with its interval."""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import normal_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.tables.binomial import clopper_pearson_limits, mid_p_limits

ProportionMethod = Literal["wilson", "clopper-pearson", "mid-p"]


def estimate_proportion(
    count: int, n: int, *, conf_level: float = 0.95, method: ProportionMethod = "wilson"
) -> Estimate:
    """Estimate the probability of a characteristic from those who have it among n.

    Parameters
    ----------
    count : int
        How many have it; 0 <= count <= n.
    n : int
        How many were looked at.
    conf_level : float, in (0, 1)
        Coverage of the interval.
    method : {"wilson", "clopper-pearson", "mid-p"}
        The score interval without continuity correction; the exact one, which covers at least
        `conf_level` at the price of length; or the exact one with half the weight of the
        observed count in either tail, which covers it on average.

    Returns
    -------
    Estimate
        A proportion in [0, 1]; NaN throughout where n is 0. `std_error` is the Wald one,
        sqrt(p(1 - p)/n), and takes no part in the interval. The lower limit is exactly 0 where
        nobody has it, the upper exactly 1 where all have.

    Raises
    ------
    EstimationError
        The count is negative, fractional or above n.

    Notes
    -----
    Wilson as ``prop.test(count, n, correct = FALSE)``, Clopper-Pearson as ``binom.test``.

    References
    ----------
    Wilson EB (1927), J Am Stat Assoc 22:209, doi:10.1080/01621459.1927.10502953. Clopper CJ,
    Pearson ES (1934), Biometrika 26:404, doi:10.1093/biomet/26.4.404. Oracle: R 4.2,
    ``oracle/r/proportions.R``.

    Examples
    --------
    No skeletal event in 29 treated patients does not exclude a risk of 11 %:

    >>> risk = estimate_proportion(0, 29)
    >>> f"{risk.value:.3f} ({risk.conf_low:.3f}-{risk.conf_high:.3f})"
    '0.000 (0.000-0.117)'
    """
    check_conf_level(conf_level)
    check_choice("method", method, tuple(_LIMITS))
    check_count_within(count, n)
    if n == 0:
        return Estimate(math.nan, conf_level=conf_level)
    proportion = count / n
    low, high = _LIMITS[method](count, n, (1 - conf_level) / 2)
    std_error = math.sqrt(proportion * (1 - proportion) / n)
    return Estimate(proportion, std_error, low, high, conf_level)


def wilson_limits(count: float, n: float, tail: float) -> tuple[float, float]:
    """Return the two proportions whose score test just fails to reject."""
    z = normal_limit(tail)
    centre = count + z**2 / 2
    half_width = z * math.sqrt(count * (n - count) / n + z**2 / 4)
    low = 0.0 if count == 0 else (centre - half_width) / (n + z**2)
    high = 1.0 if count == n else (centre + half_width) / (n + z**2)
    return low, high


def check_count_within(count: int, n: int) -> None:
    """Pass if `count` of `n` can be a proportion."""
    problems = [
        Problem(name, "a number that is negative or fractional", "whole numbers from 0 on")
        for name, number in (("count", count), ("n", n))
        if not (number >= 0 and number == math.floor(number))
    ]
    if not problems and count > n:
        problems = [Problem("count", "more than n", "at most n")]
    if problems:
        raise EstimationError("These counts are not a proportion.", problems)


_LIMITS: Mapping[str, Callable[[int, int, float], tuple[float, float]]] = {
    "wilson": wilson_limits,
    "clopper-pearson": clopper_pearson_limits,
    "mid-p": mid_p_limits,
}
