"""The negative binomial likelihood of event counts, and where it is greatest."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import gammaln

from osteon.estimate.recurrent.event_totals import EventTotals

FloatArray = NDArray[np.float64]

LEAST_LOG_DISPERSION, LARGEST_LOG_DISPERSION = -25.0, 30.0  # the score is negative at the last
MOST_STEPS = 100
CONVERGED = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class RateDesign:
    """Rows of the groups and strata that had events, and their columns.

    The first `n_contrasts` columns of X compare `groups` with the first group that had events.
    """

    X: FloatArray
    events: FloatArray
    log_time: FloatArray
    n: FloatArray
    n_contrasts: int
    groups: tuple[int, ...]

    def without_groups(self) -> "RateDesign":
        """Return the design in which all groups have the same rate."""
        return replace(self, X=self.X[:, self.n_contrasts :], n_contrasts=0)


@dataclass(frozen=True, slots=True, eq=False)
class RateFit:
    """Coefficients at which the likelihood is greatest, and the means of the rows there."""

    coefficients: FloatArray
    mean: FloatArray
    dispersion: float
    log_likelihood: float


def design_rates(totals: EventTotals) -> RateDesign:
    """Return the rows and columns of the regression, without groups and strata of no event."""
    happened = totals.n * totals.events
    kept = np.ones(len(happened), dtype=bool)
    for codes, labels in (
        (totals.group, totals.group_labels),
        (totals.stratum, totals.stratum_labels),
    ):
        kept &= (np.bincount(codes, weights=happened, minlength=len(labels)) > 0)[codes]
    groups = np.unique(totals.group[kept])
    strata = np.unique(totals.stratum[kept])
    X = np.concatenate(
        [
            totals.group[kept, None] == groups[1:],
            np.ones((kept.sum(), 1)),
            totals.stratum[kept, None] == strata[1:],
        ],
        axis=1,
    )
    return RateDesign(
        X.astype(np.float64),
        totals.events[kept],
        np.log(totals.person_time[kept]),
        totals.n[kept],
        len(groups) - 1,
        tuple(groups[1:].tolist()),
    )


def fit_rates(design: RateDesign) -> RateFit:
    """Maximise the likelihood in coefficients and dispersion."""
    total = design.n @ design.events
    start = np.zeros(design.X.shape[1])
    start[design.n_contrasts] = np.log(total / (design.n @ np.exp(design.log_time)))
    fits = {0.0: fit_at_dispersion(design, 0.0, start)}

    def score(log_dispersion: float) -> float:
        dispersion = math.exp(log_dispersion)
        nearest = fits[max(fits)]
        fits[dispersion] = fit_at_dispersion(design, dispersion, nearest.coefficients)
        return _dispersion_score(design, fits[dispersion].mean, dispersion)

    residual = (design.events - fits[0.0].mean) ** 2 - design.events
    if design.n @ residual <= 0 or score(LEAST_LOG_DISPERSION) <= 0:
        return fits[0.0]
    root = scipy.optimize.brentq(score, LEAST_LOG_DISPERSION, LARGEST_LOG_DISPERSION, xtol=1e-13)
    return fit_at_dispersion(design, math.exp(root), fits[0.0].coefficients)


def fit_at_dispersion(design: RateDesign, dispersion: float, start: FloatArray) -> RateFit:
    """Maximise the likelihood in the coefficients; it is concave in them."""
    X, y, n = design.X, design.events, design.n
    coefficients, mean = start, _mean(design, start)
    best = _log_likelihood(design, mean, dispersion)
    for _ in range(MOST_STEPS):  # pragma: no branch - it ends by itself, being concave
        spread = 1 + dispersion * mean
        gradient = X.T @ (n * (y - mean) / spread)
        curvature = X.T @ ((n * mean * (1 + dispersion * y) / spread**2)[:, None] * X)
        step = np.asarray(np.linalg.solve(curvature, gradient), dtype=np.float64)
        trial, reached = _climb(design, dispersion, (coefficients, best), step)
        if np.array_equal(trial, coefficients):
            break
        coefficients, mean, best = trial, _mean(design, trial), reached
    return RateFit(coefficients, mean, dispersion, best)


def _climb(
    design: RateDesign, dispersion: float, start: tuple[FloatArray, float], step: FloatArray
) -> tuple[FloatArray, float]:
    """Take the step, halved until the likelihood does not fall; stay where it is too small."""
    coefficients, value = start
    while np.abs(step).max() > CONVERGED * (1 + np.abs(coefficients).max()):
        trial = coefficients + step
        reached = _log_likelihood(design, _mean(design, trial), dispersion)
        if reached >= value - 1e-12 * abs(value):
            return trial, reached
        step = step / 2
    return coefficients, value


def _mean(design: RateDesign, coefficients: FloatArray) -> FloatArray:
    return np.asarray(np.exp(design.X @ coefficients + design.log_time), dtype=np.float64)


def _log_likelihood(design: RateDesign, mean: FloatArray, dispersion: float) -> float:
    y = design.events
    tied = _sum_below(y, lambda j: np.log1p(dispersion * j))
    spread = (y + 1 / dispersion) * np.log1p(dispersion * mean) if dispersion else mean
    return float(design.n @ (tied - gammaln(y + 1) + y * np.log(mean) - spread))


def _dispersion_score(design: RateDesign, mean: FloatArray, dispersion: float) -> float:
    """Return the derivative of the log-likelihood by the dispersion."""
    x = dispersion * mean
    series = x**2 * (1 / 2 - x * (2 / 3 - x * (3 / 4 - x * (4 / 5 - x * 5 / 6))))
    excess = np.where(x < 1e-3, series, np.log1p(x) - x / (1 + x)) / dispersion**2
    tied = _sum_below(design.events, lambda j: j / (1 + dispersion * j))
    return float(design.n @ (tied + excess - design.events * mean / (1 + x)))


def _sum_below(y: FloatArray, term: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Return the sum of the terms of 0, 1, ..., y - 1 for each y."""
    terms = term(np.arange(y.max(initial=0), dtype=np.float64))
    return np.concatenate([[0.0], np.cumsum(terms)])[y.astype(np.int64)]
