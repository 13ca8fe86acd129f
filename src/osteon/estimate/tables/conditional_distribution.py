"""The distribution of a count given all margins, for any odds ratio: exact inference for tables."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np
import scipy
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem

FloatArray = NDArray[np.float64]

TIE_TOLERANCE = 1e-7  # tables this much more probable than the observed one count as ties: R's rule
WINDOW_SD = 40  # standard deviations kept on either side; beyond them lies less than e^-800
LARGEST_CONVOLUTION = 10**9  # products; about a second


@dataclass(frozen=True, slots=True, eq=False)
class ConditionalDistribution:
    """Distribution of the first cell's count, or its sum over strata, given all margins.

    Parameters
    ----------
    offset : ndarray of float, shape (k,)
        The counts that are possible, as distance from the one observed, ascending.
    log_density : ndarray of float, shape (k,)
        Where the odds ratio is 1, up to an additive constant.
    """

    offset: FloatArray
    log_density: FloatArray

    @classmethod
    def from_two_by_two(cls, counts: NDArray[np.int64]) -> Self:
        """Return the noncentral hypergeometric distribution of the cell at the upper left.

        Of very large tables only the part is kept that holds all but e^-800 of the probability
        between the observed count and the most probable one.
        """
        (a, b), (c, d) = counts.tolist()
        row, column, total = a + b, a + c, a + b + c + d
        lowest, highest = max(0, row + column - total), min(row, column)
        mode = (row + 1) * (column + 1) // (total + 2)
        margin = WINDOW_SD * (math.isqrt(min(row, column, c + d, b + d)) + 10)
        low = max(lowest, min(a, mode) - margin)
        high = min(highest, max(a, mode) + margin)
        cell = np.arange(low, high, dtype=float)
        steps = np.log((row - cell) * (column - cell)) - np.log(
            (cell + 1) * (total - row - column + cell + 1)
        )
        log_density = np.concatenate(([0.0], np.cumsum(steps)))
        offset = np.arange(low - a, high - a + 1, dtype=float)
        return cls(offset, log_density - log_density.max())

    def plus(
        self, other: "ConditionalDistribution", *, log_odds_ratio: float
    ) -> "ConditionalDistribution":
        """Return the distribution of the sum over two independent strata.

        Sums that have a probability below e^-745 at the odds ratio given are lost.
        """
        if len(self.offset) * len(other.offset) > LARGEST_CONVOLUTION:
            raise EstimationError(
                "These strata are too large for an exact method.",
                [Problem("strata", "too many possible tables", "smaller strata, or no exact test")],
            )
        density = np.convolve(self.density(log_odds_ratio), other.density(log_odds_ratio))
        start = self.offset[0] + other.offset[0]
        offset = np.arange(start, start + len(density))
        with np.errstate(divide="ignore"):  # the sums that are lost
            log_density = np.log(density / density.max())
        return ConditionalDistribution(offset, log_density - log_odds_ratio * offset)

    @property
    def observed_is_lowest(self) -> bool:
        """Whether no smaller count is possible."""
        return bool(self.offset[0] >= 0)

    @property
    def observed_is_highest(self) -> bool:
        """Whether no larger count is possible."""
        return bool(self.offset[-1] <= 0)

    def density(self, log_odds_ratio: float = 0.0) -> FloatArray:
        """Return the probability of each possible count."""
        tilted = self.log_density + log_odds_ratio * self.offset
        weight = np.exp(tilted - tilted.max())
        return np.asarray(weight / weight.sum())

    def mean_offset(self, log_odds_ratio: float) -> float:
        """Return the expected count minus the observed one."""
        return float(self.density(log_odds_ratio) @ self.offset)

    def tail(self, log_odds_ratio: float, *, upper: bool, share_of_observed: float) -> float:
        """Return the probability beyond the observed count, and of that count this share."""
        density = self.density(log_odds_ratio)
        beyond = self.offset > 0 if upper else self.offset < 0
        observed = density[self.offset == 0].sum()
        return float(density[beyond].sum() + share_of_observed * observed)

    def p_value(self, *, mid_p: bool = False) -> float:
        """Return the two-sided p that the odds ratio is 1.

        The exact one adds up all counts that are at most as probable as the observed one; the
        mid-p doubles the smaller tail, in which the observed count has half its weight.
        """
        if mid_p:
            tails = (self.tail(0.0, upper=upper, share_of_observed=0.5) for upper in (True, False))
            return min(1.0, 2 * min(tails))
        density = self.density()
        observed = density[self.offset == 0]
        return min(1.0, float(density[density <= observed * (1 + TIE_TOLERANCE)].sum()))

    def conditional_maximum(self) -> float:
        """Return the odds ratio under which the expected count is the observed one."""
        if self.observed_is_lowest or self.observed_is_highest:
            return self._estimate_at_the_edge()
        return _solve_increasing(self.mean_offset)

    def median_unbiased(self) -> float:
        """Return the odds ratio under which the mid-p of either side is one half."""
        if self.observed_is_lowest or self.observed_is_highest:
            return self._estimate_at_the_edge()
        return self.limit(0.5, lower=True, mid_p=True)

    def limit(self, tail: float, *, lower: bool, mid_p: bool = False) -> float:
        """Return the odds ratio under which the tail beyond the observed count has this size."""
        if self.observed_is_lowest and self.observed_is_highest:
            return 0.0 if lower else math.inf
        if lower and self.observed_is_lowest:
            return 0.0
        if not lower and self.observed_is_highest:
            return math.inf
        share = 0.5 if mid_p else 1.0
        sign = 1.0 if lower else -1.0

        def excess(log_odds_ratio: float) -> float:
            return sign * (self.tail(log_odds_ratio, upper=lower, share_of_observed=share) - tail)

        return _solve_increasing(excess)

    def _estimate_at_the_edge(self) -> float:
        if self.observed_is_lowest and self.observed_is_highest:
            return math.nan
        return 0.0 if self.observed_is_lowest else math.inf


def sum_over_strata(
    strata: list[ConditionalDistribution], *, log_odds_ratio: float = 0.0
) -> ConditionalDistribution:
    """Return the distribution of the sum over strata, sharp around an odds ratio."""
    return reduce(lambda total, one: total.plus(one, log_odds_ratio=log_odds_ratio), strata)


def _solve_increasing(function: Callable[[float], float]) -> float:
    """Return the odds ratio at which an increasing function of its logarithm is 0."""
    reach = 1.0
    while function(-reach) > 0 or function(reach) < 0:
        reach *= 2
    root = scipy.optimize.brentq(function, -reach, reach, xtol=1e-15, rtol=8.9e-16, maxiter=500)
    return math.exp(root)
