"""The probabilities of innermost intervals that make the data likeliest."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.interval_censored.innermost import InnermostIntervals

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

GAP = 1e-10  # how far, per patient, the log-likelihood may lie below its maximum
ROUNDING = 1e-15  # of a sum of probabilities, times the number of patients
REMAINDER = 1e-4  # of a patient: taken for none where the gap permits
FIRST_STEPS = 40
MOST_STEPS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class LikeliestProbabilities:
    """Probabilities of innermost intervals, and how near they are to the likeliest.

    Parameters
    ----------
    probability : ndarray of float, shape (m,)
        Adding up to 1.
    log_likelihood : float
        At these probabilities.
    gap : float
        Upper bound of what the log-likelihood per patient lacks to its maximum.
    n_steps : int
        How many steps were made.
    """

    probability: FloatArray
    log_likelihood: float
    gap: float
    n_steps: int


def find_likeliest_probabilities(intervals: InnermostIntervals) -> LikeliestProbabilities:
    """Maximise the likelihood, first roughly on all intervals, then exactly on few.

    Notes
    -----
    The first steps alternate an iterative convex minorant with an EM step (Wellner and Zhan),
    which finds the intervals that keep probability. Newton's method follows on those: in the
    distribution function the information is the Laplacian of a graph whose edges are kinds of
    patients, so that it is sparse. An interval that reaches 0 is left out; where the gradient
    shows that another one should have probability, it is taken in. The gap is the largest
    element of the gradient per patient, less 1 (Lindsay's bound, by concavity).
    """
    likelihood = _Likelihood(intervals)
    p = np.full(likelihood.m, 1 / likelihood.m)
    steps = 0
    while steps < FIRST_STEPS and likelihood.gap(p) > 1e-3:
        p = likelihood.em_step(_convex_minorant_step(likelihood, p))
        steps += 1
    while likelihood.gap(p) > likelihood.tolerance:
        if steps >= MOST_STEPS:
            hint = "Report the data: each such case has been a fault of the search."
            problem = Problem(
                "intervals", f"a gap of {likelihood.gap(p):.1g} a patient", f"{GAP:.0g}", hint
            )
            raise EstimationError("The likeliest distribution was not found.", [problem])
        p = _newton_step(likelihood, likelihood.em_step(p) if steps % 5 == 4 else p)
        steps += 1
    p = _without_remainders(likelihood, p)
    return LikeliestProbabilities(p, likelihood.value(p), max(likelihood.gap(p), 0.0), steps)


def _without_remainders(likelihood: "_Likelihood", p: FloatArray) -> FloatArray:
    """Return the probabilities without those that the search had not yet taken to 0."""
    kept = np.where(p < REMAINDER / likelihood.total, 0, p)
    kept /= kept.sum()
    if np.isfinite(likelihood.value(kept)) and likelihood.gap(kept) <= likelihood.tolerance:
        return np.asarray(kept, dtype=np.float64)
    return p


class _Likelihood:
    """The log-likelihood of probabilities p of m innermost intervals, and its derivatives."""

    def __init__(self, intervals: InnermostIntervals) -> None:
        self.m = len(intervals.left)
        self.first, self.end, self.n = intervals.first, intervals.last + 1, intervals.n
        self.total = float(self.n.sum())
        self.tolerance = GAP + ROUNDING * self.total

    def covered(self, p: FloatArray) -> FloatArray:
        """Return the probability of each kind of patient."""
        F = np.concatenate([[0.0], np.cumsum(p)])
        return np.asarray(F[self.end] - F[self.first], dtype=np.float64)

    def value(self, p: FloatArray) -> float:
        covered = self.covered(p)
        if (covered <= 0).any():
            return -np.inf
        return float(self.n @ np.log(covered))

    def gradient(self, p: FloatArray) -> FloatArray:
        """Return the derivative by each probability, per patient; at most 1 at the maximum."""
        pull = self.n / self.covered(p)
        change = np.bincount(self.first, pull, self.m + 1) - np.bincount(self.end, pull, self.m + 1)
        return np.asarray(np.cumsum(change)[:-1] / self.total)

    def gap(self, p: FloatArray) -> float:
        return float(self.gradient(p).max() - 1)

    def em_step(self, p: FloatArray) -> FloatArray:
        moved = p * self.gradient(p)
        return np.asarray(moved / moved.sum())


def _convex_minorant_step(likelihood: _Likelihood, p: FloatArray) -> FloatArray:
    """Take a step of Newton's method with the diagonal of the information (convex minorant)."""
    everywhere = np.arange(likelihood.m)
    graph = _Graph(likelihood, p, everywhere)
    aim = graph.nearest_distribution(graph.slope / graph.curvature)
    return _climb(likelihood, p, aim)


def _newton_step(likelihood: _Likelihood, p: FloatArray) -> FloatArray:
    """Take a step of Newton's method on the intervals that have probability or need it."""
    support = _choose_support(p, likelihood.gradient(p), likelihood.tolerance)
    graph = _Graph(likelihood, p, support)
    return _climb(likelihood, p, graph.nearest_distribution(graph.newton_direction()))


def _choose_support(p: FloatArray, gradient: FloatArray, tolerance: float) -> IntArray:
    """Return where there is probability, and between any two such places where most is missing."""
    missing = np.where(gradient > 1 + tolerance, gradient, 0.0)
    stretch = np.cumsum(p > 0)
    order = np.lexsort((missing, stretch))
    greatest = order[np.append(np.diff(stretch[order]) > 0, True)]
    needed = greatest[missing[greatest] > 0]
    return np.union1d(np.flatnonzero(p > 0), needed).astype(np.int64)


def _climb(likelihood: _Likelihood, p: FloatArray, aim: FloatArray) -> FloatArray:
    """Go to the aim, or half as far until the likelihood rises; else make an EM step."""
    start = likelihood.value(p)
    share = 1.0
    while share > 1e-6:
        trial = p + share * (aim - p)
        if likelihood.value(trial) > start:
            return trial
        share /= 2
    return likelihood.em_step(p)


class _Graph:
    """The log-likelihood in the distribution function between the intervals of a support.

    A kind of patients is an edge between the distribution function before the first interval
    that they cover and after the last; it is 0 and 1 at the ends and free at the nodes between.
    """

    def __init__(self, likelihood: _Likelihood, p: FloatArray, support: IntArray) -> None:
        self.m, self.support = likelihood.m, support
        self.start = np.searchsorted(support, likelihood.first)
        self.end = np.searchsorted(support, likelihood.end)
        covered = likelihood.covered(p)
        pull, self.weight = likelihood.n / covered, likelihood.n / covered**2
        nodes = len(support) + 1
        self.F = np.cumsum(p[support])[:-1]
        slope = np.bincount(self.end, pull, nodes) - np.bincount(self.start, pull, nodes)
        curvature = np.bincount(self.end, self.weight, nodes)
        curvature += np.bincount(self.start, self.weight, nodes)
        self.slope, self.curvature = slope[1:-1], curvature[1:-1]

    def newton_direction(self) -> FloatArray:
        """Solve the Laplacian of the graph, its two ends held, for the slope."""
        n_free = len(self.F)
        start, end = self.start - 1, self.end - 1
        inside = (start >= 0) & (end < n_free) & (start < end)
        row, column, weight = start[inside], end[inside], self.weight[inside]
        diagonal = np.arange(n_free)
        values = np.concatenate([self.curvature * (1 + 1e-13), -weight, -weight])
        rows = np.concatenate([diagonal, row, column])
        columns = np.concatenate([diagonal, column, row])
        entries = scipy.sparse.coo_array((values, (rows, columns)), shape=(n_free, n_free))
        factors = scipy.sparse.linalg.splu(entries.tocsc())
        return np.asarray(factors.solve(self.slope), dtype=np.float64)

    def nearest_distribution(self, direction: FloatArray) -> FloatArray:
        """Return the probabilities of the distribution nearest to F + direction."""
        free = scipy.optimize.isotonic_regression(self.F + direction, weights=self.curvature).x
        aim = np.zeros(self.m)
        aim[self.support] = np.diff(np.clip(free, 0, 1), prepend=0, append=1)
        return aim
