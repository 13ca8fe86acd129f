"""Rates of events per person-time, and their ratio, with exact Poisson intervals."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import scipy
from scipy import special

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.tables.binomial import (
    binomial_p_value,
    clopper_pearson_limits,
    mid_p_limits,
    mid_p_tails,
)

RateMethod = Literal["exact", "mid-p"]
RATE_METHODS = ("exact", "mid-p")


class EventRate(NamedTuple):
    """Events and the person-time in which they were seen.

    Parameters
    ----------
    events : int
        How many happened.
    person_time : float
        Time under observation, added up over patients.
    """

    events: int
    person_time: float


def estimate_rate(
    events: int, person_time: float, *, conf_level: float = 0.95, method: RateMethod = "exact"
) -> Estimate:
    """Estimate how often an event happens per unit of person-time.

    Parameters
    ----------
    events : int
        How many happened, >= 0; each counts, also the second of a patient.
    person_time : float
        Time under observation, >= 0, added up over patients; its unit is that of the rate.
    conf_level : float, in (0, 1)
        Coverage of the interval.
    method : {"exact", "mid-p"}
        Garwood's interval, which covers at least `conf_level`; or the one in which the observed
        count has half its weight in either tail, which covers it on average.

    Returns
    -------
    Estimate
        A rate in [0, inf); NaN throughout where there is no person-time. The lower limit is 0
        where no event was seen. `std_error` is sqrt(events)/person_time and takes no part in the
        interval.

    Raises
    ------
    EstimationError
        A count that is negative or fractional, person-time that is negative, or events in none.

    Notes
    -----
    Both intervals take the count as Poisson: the spread is too small where events cluster in
    patients. The exact one as ``poisson.test(events, person_time)``.

    References
    ----------
    Garwood F (1936), Biometrika 28:437, doi:10.1093/biomet/28.3-4.437. Cohen GR, Yang SY (1994),
    Stat Med 13:2189, doi:10.1002/sim.4780132102. Oracle: R 4.2, ``oracle/r/rates.R``.

    Examples
    --------
    >>> rate = estimate_rate(13, 412.5)
    >>> f"{100 * rate.value:.2f} ({100 * rate.conf_low:.2f}-{100 * rate.conf_high:.2f})"
    '3.15 (1.68-5.39)'
    """
    check_conf_level(conf_level)
    check_choice("method", method, RATE_METHODS)
    _check_rates([EventRate(events, person_time)])
    if person_time == 0:
        return Estimate(math.nan, conf_level=conf_level)
    tail = (1 - conf_level) / 2
    limits = _garwood_limits if method == "exact" else _mid_p_limits
    low, high = limits(events, tail)
    std_error = math.sqrt(events) / person_time
    return Estimate(
        events / person_time, std_error, low / person_time, high / person_time, conf_level
    )


def estimate_rate_ratio(
    rate: EventRate,
    comparator: EventRate,
    *,
    conf_level: float = 0.95,
    method: RateMethod = "exact",
) -> Estimate:
    """Estimate how many times as often an event happens as in a comparator.

    Parameters
    ----------
    rate, comparator : EventRate
        Events and person-time of the two groups; the same unit of time in both.
    conf_level : float, in (0, 1)
        Coverage of the interval.
    method : {"exact", "mid-p"}
        As in `estimate_rate`; given all events, those of the first group are binomial.

    Returns
    -------
    Estimate
        A ratio in [0, inf]: 0 or infinite, with one finite limit, where one group has no event;
        NaN throughout where neither has one or one was not watched. `std_error` is that of the
        logarithm and takes no part in the interval.

    Raises
    ------
    EstimationError
        As `estimate_rate`.

    Notes
    -----
    As ``poisson.test(c(x1, x2), c(t1, t2))``.

    References
    ----------
    Przyborowski J, Wilenski H (1940), Biometrika 31:313, doi:10.1093/biomet/31.3-4.313. Oracle:
    R 4.2, ``oracle/r/rates.R``.

    Examples
    --------
    >>> ratio = estimate_rate_ratio(EventRate(0, 98.0), EventRate(13, 314.5))
    >>> f"{ratio.value:.2f} ({ratio.conf_low:.2f}-{ratio.conf_high:.2f})"
    '0.00 (0.00-1.05)'
    """
    check_conf_level(conf_level)
    check_choice("method", method, RATE_METHODS)
    _check_rates([rate, comparator])
    total = rate.events + comparator.events
    if total == 0 or rate.person_time == 0 or comparator.person_time == 0:
        return Estimate(math.nan, conf_level=conf_level)
    tail = (1 - conf_level) / 2
    limits = clopper_pearson_limits if method == "exact" else mid_p_limits
    low, high = (_odds(share) for share in limits(rate.events, total, tail))
    scale = comparator.person_time / rate.person_time
    value = scale * rate.events / comparator.events if comparator.events else math.inf
    both = rate.events and comparator.events
    std_error = math.sqrt(1 / rate.events + 1 / comparator.events) if both else math.inf
    return Estimate(value, std_error, low * scale, high * scale, conf_level)


def test_for_equal_rates(
    rate: EventRate, comparator: EventRate, *, method: RateMethod = "exact"
) -> TestResult:
    """Test whether events happen equally often in two groups.

    Parameters
    ----------
    rate, comparator : EventRate
        Events and person-time of the two groups.
    method : {"exact", "mid-p"}
        The sum over all divisions of the events that are no likelier than the observed one; or
        twice the smaller tail, in which the observed one has half its weight.

    Returns
    -------
    TestResult
        Without statistic and degrees of freedom; p is 1 where there was no event and NaN where a
        group was not watched.

    Raises
    ------
    EstimationError
        As `estimate_rate`.

    References
    ----------
    Oracle: R 4.2, ``poisson.test(c(x1, x2), c(t1, t2))``, ``oracle/r/rates.R``.

    Examples
    --------
    >>> round(test_for_equal_rates(EventRate(0, 98.0), EventRate(13, 314.5)).p_value, 4)
    0.0478
    """
    check_choice("method", method, RATE_METHODS)
    _check_rates([rate, comparator])
    name = "Exact" if method == "exact" else "Mid-p"
    p_value = _p_value_of_division(rate, comparator, method)
    return TestResult(math.nan, math.nan, p_value, f"{name} conditional test of two Poisson rates")


def _p_value_of_division(rate: EventRate, comparator: EventRate, method: RateMethod) -> float:
    if rate.person_time == 0 or comparator.person_time == 0:
        return math.nan
    total = rate.events + comparator.events
    share = rate.person_time / (rate.person_time + comparator.person_time)
    if method == "exact":
        return binomial_p_value(rate.events, total, share)
    return min(1.0, 2 * min(mid_p_tails(rate.events, total, share)))


def _odds(share: float) -> float:
    return math.inf if share == 1 else share / (1 - share)


def _garwood_limits(events: int, tail: float) -> tuple[float, float]:
    low = 0.0 if events == 0 else float(special.gammaincinv(events, tail))
    return low, float(special.gammainccinv(events + 1, tail))


def _mid_p_limits(events: int, tail: float) -> tuple[float, float]:
    exact_low, exact_high = _garwood_limits(events, tail)

    def excess_above(mean: float) -> float:
        return float(special.pdtrc(events, mean)) + _half_weight(events, mean) - tail

    def excess_below(mean: float) -> float:
        below = float(special.pdtr(events - 1, mean)) if events else 0.0
        return below + _half_weight(events, mean) - tail

    find_root = scipy.optimize.brentq
    low = 0.0 if events == 0 else find_root(excess_above, exact_low, exact_high, xtol=1e-300)
    high = find_root(excess_below, exact_low, exact_high, xtol=1e-300)
    return float(low), float(high)


def _half_weight(events: int, mean: float) -> float:
    """Return half the probability of a count of Poisson's distribution."""
    logarithm = special.xlogy(events, mean) - special.gammaln(events + 1) - mean
    return 0.5 * float(np.exp(logarithm))


def _check_rates(rates: Sequence[EventRate]) -> None:
    problems = []
    for events, person_time in rates:
        if not (events >= 0 and events == math.floor(events)):
            found = "a number that is negative or fractional"
            problems.append(Problem("events", found, "whole numbers from 0 on"))
        if not 0 <= person_time < math.inf:
            found = "a time that is negative or not finite"
            problems.append(Problem("person_time", found, "0 or more"))
        elif person_time == 0 and events > 0:
            problems.append(Problem("person_time", "0 with events in it", "more than 0"))
    if problems:
        raise EstimationError("These events and times are not a rate.", problems)
