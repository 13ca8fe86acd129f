"""Rates of events that cluster in patients: negative binomial regression."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.recurrent.event_totals import EventTotals
from osteon.estimate.recurrent.rate_likelihood import (
    RateDesign,
    RateFit,
    design_rates,
    fit_at_dispersion,
    fit_rates,
)
from osteon.estimate.results import Estimate, TestResult

FloatArray = NDArray[np.float64]


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
    design = design_rates(totals)
    full, smaller = fit_rates(design), fit_rates(design.without_groups())
    poisson = fit_at_dispersion(design, 0.0, full.coefficients)
    complete = design.n_contrasts == len(totals.group_labels) - 1
    gain = full.log_likelihood - smaller.log_likelihood if complete else math.nan
    return NegativeBinomialRates(
        _ratios(totals, design, full, conf_level),
        full.dispersion,
        full.log_likelihood,
        _likelihood_ratio(gain, design.n_contrasts),
        _boundary_test(full.log_likelihood - poisson.log_likelihood),
    )


def _ratios(
    totals: EventTotals, design: RateDesign, fit: RateFit, conf_level: float
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
    return TestResult(statistic, df, chi_square_tail(statistic, df), method)


def _boundary_test(gain: float) -> TestResult:
    statistic = 2 * max(gain, 0.0)
    p_value = chi_square_tail(statistic, 1) / 2 if statistic > 0 else 1.0
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
