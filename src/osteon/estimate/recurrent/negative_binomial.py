"""Rates of events that cluster in patients: negative binomial regression."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaln, ndtri
from scipy.stats import chi2

from osteon.errors import EstimationError, Problem
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.recurrent.event_totals import EventTotals
from osteon.estimate.results import Estimate, TestResult

FloatArray = NDArray[np.float64]

LEAST_LOG_DISPERSION, LARGEST_LOG_DISPERSION = -25.0, 15.0
MOST_STEPS = 100
CONVERGED = 1e-13


@dataclass(frozen=True, slots=True)
class NegativeBinomialRates:
    """Rates of groups compared, where patients differ in how often they have the event.

    Parameters
    ----------
    rate_ratio : dict of str to Estimate
        Of each group but the first against the first; `std_error` is that of the logarithm. 0
        without an interval where the group had no event, NaN where the first had none.
    dispersion : float
        Variance of the patients' own rates, relative to the mean squared (1 / theta of R's
        ``glm.nb``). 0 where events vary no more than Poisson's.
    log_likelihood : float
        At the estimates, of the groups with events.
    test : TestResult
        Likelihood-ratio test of equal rates; NaN where a group had no event.
    overdispersion : TestResult
        Likelihood-ratio test against Poisson, whose p-value allows for the edge (half of one
        degree of freedom).
    """

    rate_ratio: dict[str, Estimate]
    dispersion: float
    log_likelihood: float
    test: TestResult
    overdispersion: TestResult


def fit_negative_binomial(
    totals: EventTotals, *, conf_level: float = 0.95
) -> NegativeBinomialRates:
    """Fit rates of groups whose patients each have a rate of their own.

    Parameters
    ----------
    totals : EventTotals
        Events and person-time of patients in at least two groups. Strata, where there are any,
        multiply the rate of all groups alike.
    conf_level : float, in (0, 1)
        Coverage of the Wald intervals, made on the log scale.

    Returns
    -------
    NegativeBinomialRates
        Ratios against the first group.

    Raises
    ------
    EstimationError
        There is only one group, or nobody had an event.

    Notes
    -----
    Given his rate, a patient's events are Poisson; rates vary by a gamma distribution around that
    of his group. Coefficients and dispersion maximise the likelihood together: Newton's steps for
    the coefficients within a search of the root of the profile score of log dispersion. The
    standard error takes the dispersion as known, as R does; asymptotically it changes nothing.

    References
    ----------
    Lawless JF (1987), Can J Stat 15:209, doi:10.2307/3314912.
    Oracle: R MASS 7.3.58.2, ``glm.nb(events ~ group + offset(log(time)))`` with ``epsilon =
    1e-15``, in ``oracle/r/recurrent_events.R``.

    Examples
    --------
    >>> totals = EventTotals.from_rows(
    ...     [0, 4, 1, 0, 0, 2, 0, 1], [1] * 8, group=list("aaaabbbb")
    ... )
    >>> round(fit_negative_binomial(totals).rate_ratio["b"].value, 3)
    0.6
    """
    check_conf_level(conf_level)
    _check(totals)
    design = _design(totals)
    full, smaller = _fit(design), _fit(design.without_groups())
    poisson = _at_dispersion(design, 0.0, full.coefficients)
    complete = design.n_contrasts == len(totals.group_labels) - 1
    gain = full.log_likelihood - smaller.log_likelihood if complete else math.nan
    return NegativeBinomialRates(
        _ratios(totals, design, full, conf_level),
        full.dispersion,
        full.log_likelihood,
        _likelihood_ratio(gain, design.n_contrasts),
        _boundary_test(full.log_likelihood - poisson.log_likelihood),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Design:
    """Rows of the groups and strata that had events, and their columns.

    The first `n_contrasts` columns of X compare `groups` with the first group that had events.
    """

    X: FloatArray
    events: FloatArray
    log_time: FloatArray
    n: FloatArray
    n_contrasts: int
    groups: tuple[int, ...]

    def without_groups(self) -> "_Design":
        return replace(self, X=self.X[:, self.n_contrasts :], n_contrasts=0)


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    coefficients: FloatArray
    mean: FloatArray
    dispersion: float
    log_likelihood: float


def _design(totals: EventTotals) -> _Design:
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
    return _Design(
        X.astype(np.float64),
        totals.events[kept],
        np.log(totals.person_time[kept]),
        totals.n[kept],
        len(groups) - 1,
        tuple(groups[1:].tolist()),
    )


def _fit(design: _Design) -> _Fit:
    """Maximise the likelihood in coefficients and dispersion."""
    total = design.n @ design.events
    start = np.zeros(design.X.shape[1])
    start[design.n_contrasts] = np.log(total / (design.n @ np.exp(design.log_time)))
    fits = {0.0: _at_dispersion(design, 0.0, start)}

    def score(log_dispersion: float) -> float:
        dispersion = math.exp(log_dispersion)
        nearest = fits[max(fits)]
        fits[dispersion] = _at_dispersion(design, dispersion, nearest.coefficients)
        return _dispersion_score(design, fits[dispersion].mean, dispersion)

    residual = (design.events - fits[0.0].mean) ** 2 - design.events
    if design.n @ residual <= 0 or score(LEAST_LOG_DISPERSION) <= 0:
        return fits[0.0]
    if score(LARGEST_LOG_DISPERSION) >= 0:
        return fits[max(fits)]
    root = brentq(score, LEAST_LOG_DISPERSION, LARGEST_LOG_DISPERSION, xtol=1e-13)
    return _at_dispersion(design, math.exp(root), fits[0.0].coefficients)


def _at_dispersion(design: _Design, dispersion: float, start: FloatArray) -> _Fit:
    """Maximise the likelihood in the coefficients; it is concave in them."""
    X, y, n = design.X, design.events, design.n
    coefficients, mean = start, _mean(design, start)
    best = _log_likelihood(design, mean, dispersion)
    for _ in range(MOST_STEPS):
        spread = 1 + dispersion * mean
        gradient = X.T @ (n * (y - mean) / spread)
        curvature = X.T @ ((n * mean * (1 + dispersion * y) / spread**2)[:, None] * X)
        step = np.asarray(np.linalg.solve(curvature, gradient), dtype=np.float64)
        trial, reached = _climb(design, dispersion, (coefficients, best), step)
        if np.array_equal(trial, coefficients):
            break
        coefficients, mean, best = trial, _mean(design, trial), reached
    return _Fit(coefficients, mean, dispersion, best)


def _climb(
    design: _Design, dispersion: float, start: tuple[FloatArray, float], step: FloatArray
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


def _mean(design: _Design, coefficients: FloatArray) -> FloatArray:
    return np.asarray(np.exp(design.X @ coefficients + design.log_time), dtype=np.float64)


def _log_likelihood(design: _Design, mean: FloatArray, dispersion: float) -> float:
    y = design.events
    tied = _sum_below(y, lambda j: np.log1p(dispersion * j))
    spread = (y + 1 / dispersion) * np.log1p(dispersion * mean) if dispersion else mean
    return float(design.n @ (tied - gammaln(y + 1) + y * np.log(mean) - spread))


def _dispersion_score(design: _Design, mean: FloatArray, dispersion: float) -> float:
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


def _ratios(
    totals: EventTotals, design: _Design, fit: _Fit, conf_level: float
) -> dict[str, Estimate]:
    weight = design.n * fit.mean / (1 + fit.dispersion * fit.mean)
    covariance = np.linalg.inv(design.X.T @ (weight[:, None] * design.X))
    z = float(ndtri(0.5 + conf_level / 2))
    first_had_events = design.n_contrasts and totals.events[totals.group == 0].any()
    ratios = {}
    for code, label in enumerate(totals.group_labels[1:], start=1):
        if not first_had_events or code not in design.groups:
            value = 0.0 if first_had_events else math.nan
            ratios[label] = Estimate(value, conf_level=conf_level)
            continue
        place = design.groups.index(code)
        log_ratio, error = fit.coefficients[place], math.sqrt(covariance[place, place])
        limits = (math.exp(log_ratio - z * error), math.exp(log_ratio + z * error))
        ratios[label] = Estimate(math.exp(log_ratio), error, *limits, conf_level)
    return ratios


def _likelihood_ratio(gain: float, df: int) -> TestResult:
    statistic = 2 * max(gain, 0.0) if not math.isnan(gain) else math.nan
    method = "likelihood-ratio test of equal rates, negative binomial"
    return TestResult(statistic, df, float(chi2.sf(statistic, df)), method)


def _boundary_test(gain: float) -> TestResult:
    statistic = 2 * max(gain, 0.0)
    p_value = float(chi2.sf(statistic, 1)) / 2 if statistic > 0 else 1.0
    return TestResult(statistic, 1, p_value, "likelihood-ratio test against Poisson, one-sided")


def _check(totals: EventTotals) -> None:
    problems = []
    if len(totals.group_labels) < 2:
        found = f"{len(totals.group_labels)} group"
        problems.append(Problem("group", found, "two groups or more"))
    if not totals.n @ totals.events:
        hint = "An exact Poisson interval has an upper limit without any event."
        problems.append(Problem("events", "no event in any group", "an event", hint))
    if problems:
        raise EstimationError("Rates cannot be compared.", problems)
