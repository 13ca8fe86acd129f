"""The probability of being free of the event: Kaplan-Meier and its kin."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.count_columns import check_choice
from osteon.estimate.intervals import ConfType
from osteon.estimate.risk_table import tabulate_risk
from osteon.estimate.survival.cumulative_hazard import sum_hazard
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival.curve_building import CurveEstimates, build_curves
from osteon.estimate.survival.jackknife import needs_robust, robust_variance
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]

ROUNDING = 1e-12  # of sums of weights
Estimator = Literal["kaplan-meier", "nelson-aalen", "fleming-harrington"]


def estimate_survival(
    counts: SurvivalCounts,
    *,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
    estimator: Estimator = "kaplan-meier",
    robust: bool | None = None,
) -> dict[str, SurvivalCurve]:
    """Estimate the probability of being free of the event beyond each time, by group.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event, strata are taken together.
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale of the interval.
    estimator : {"kaplan-meier", "nelson-aalen", "fleming-harrington"}
        The product-limit, or the exponential of minus the cumulative hazard with either
        handling of ties (see `estimate_cumulative_hazard`).
    robust : bool, optional
        Whether the variance is the infinitesimal jackknife, for sampling weights and clusters.
        By default it is where a weight is not whole or clusters are given, as in R; else whole
        weights are numbers of patients and the variance is Greenwood's.

    Returns
    -------
    dict of str to SurvivalCurve
        A curve for each group label, in the order of the labels.

    Raises
    ------
    EstimationError
        An option is not permitted; a robust variance is asked for where the weight of a patient
        is not known, or with Fleming and Harrington's ties.

    Notes
    -----
    On one day events precede censorings. With delayed entry a patient is at risk in
    (entry, time]: once all at risk have had the event, survival stays 0, whoever enters later;
    while nobody is at risk it stays as it was. Both as in R, and both a reason to condition on a
    later origin.

    References
    ----------
    Kaplan EL, Meier P (1958), J Am Stat Assoc 53:457, doi:10.1080/01621459.1958.10501452.
    Oracle: R survival 3.5.3, ``survfit(Surv(entry, time, status) ~ group, stype = , ctype = ,
    conf.type = , robust = )``, in ``oracle/r/survival.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 0, 0])
    >>> estimate_survival(counts)[""].survival.tolist()
    [0.75, 0.5, 0.5]
    """
    check_choice("estimator", estimator, get_args(Estimator))
    table = tabulate_risk(counts)
    is_robust = needs_robust(counts) if robust is None else robust
    if estimator == "kaplan-meier":
        survival, log_std_error = product_limit(table.n_at_risk, table.n_event_any)
        if is_robust:
            left = free_of_event(table.n_at_risk, table.n_event_any)
            log_std_error = np.sqrt(robust_variance(counts, table, left))
    else:
        hazard, variance = sum_hazard(counts, table, ties=estimator, robust=is_robust)
        survival, log_std_error = np.exp(-hazard), np.sqrt(variance)
    estimates = CurveEstimates(survival, log_std_error, table.n_event_any, table.n_censored)
    return build_curves(counts, table, estimates, conf_level=conf_level, conf_type=conf_type)


def free_of_event(n_at_risk: FloatArray, n_event: FloatArray) -> FloatArray:
    """Return who was at risk and had no event; exactly 0 where only rounding of weights is left."""
    left = n_at_risk - n_event
    return np.where(left > ROUNDING * n_at_risk, left, 0.0)


def product_limit(n_at_risk: FloatArray, n_event: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the product-limit estimate and the standard error of its logarithm.

    Parameters
    ----------
    n_at_risk, n_event : ndarray of float, shape (..., n_times)
        Just before, and at, each time.

    Returns
    -------
    survival : ndarray of float, shape (..., n_times)
        From each time on.
    log_std_error : ndarray of float, shape (..., n_times)
        The root of Greenwood's sum, infinite from where survival is 0.
    """
    left = free_of_event(n_at_risk, n_event)
    kept = np.divide(left, n_at_risk, out=np.ones_like(n_at_risk), where=n_at_risk > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(n_event > 0, n_event / (n_at_risk * left), 0.0)
    survival = np.cumprod(kept, axis=-1, dtype=np.float64)
    return survival, np.sqrt(np.cumsum(terms, axis=-1))
