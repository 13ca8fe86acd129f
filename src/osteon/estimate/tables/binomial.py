"""Exact and mid-p inference for a binomial count."""

import math
from bisect import bisect_left

import scipy
from scipy import special

TIE_TOLERANCE = 1e-7  # counts this much more probable than the observed one are ties: R's rule


def clopper_pearson_limits(count: int, n: int, tail: float) -> tuple[float, float]:
    """Return the probabilities under which a count as far off has this probability on each side."""
    low = 0.0 if count == 0 else float(special.betaincinv(count, n - count + 1, tail))
    high = 1.0 if count == n else float(special.betainccinv(count + 1, n - count, tail))
    return low, high


def mid_p_limits(count: int, n: int, tail: float) -> tuple[float, float]:
    """Return the limits in which the observed count has half its weight in either tail."""
    exact_low, exact_high = clopper_pearson_limits(count, n, tail)

    def excess_above(probability: float) -> float:
        return mid_p_tails(count, n, probability)[1] - tail

    def excess_below(probability: float) -> float:
        return mid_p_tails(count, n, probability)[0] - tail

    find_root = scipy.optimize.brentq
    low = 0.0 if count == 0 else find_root(excess_above, exact_low, exact_high, xtol=1e-300)
    high = 1.0 if count == n else find_root(excess_below, exact_low, exact_high, xtol=1e-300)
    return float(low), float(high)


def mid_p_tails(count: int, n: int, probability: float) -> tuple[float, float]:
    """Return the probability below and above a count, each with half that of the count."""
    half = 0.5 * scipy.stats.binom.pmf(count, n, probability)
    below = scipy.stats.binom.cdf(count - 1, n, probability) + half
    above = scipy.stats.binom.sf(count, n, probability) + half
    return float(below), float(above)


def binomial_p_value(count: int, n: int, probability: float) -> float:
    """Return the probability of all counts that are no likelier than this one, as binom.test."""
    if count == n * probability:
        return 1.0
    if count > n * probability:
        return binomial_p_value(n - count, n, 1 - probability)
    largest = scipy.stats.binom.pmf(count, n, probability) * (1 + TIE_TOLERANCE)
    other_side = range(math.ceil(n * probability), n + 1)  # along it, the probability falls
    n_likelier = bisect_left(
        other_side, 1, key=lambda k: int(scipy.stats.binom.pmf(k, n, probability) <= largest)
    )
    first_as_unlikely = math.ceil(n * probability) + n_likelier
    tails = scipy.stats.binom.cdf(count, n, probability) + scipy.stats.binom.sf(
        first_as_unlikely - 1, n, probability
    )
    return min(1.0, float(tails))
