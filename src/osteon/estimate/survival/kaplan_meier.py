"""Kaplan-Meier and its mirror image for follow-up."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.intervals import ConfType
from osteon.estimate.risk_table import tabulate_risk
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival.curve_building import CurveEstimates, build_curves
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


def estimate_survival(
    counts: SurvivalCounts, *, conf_level: float = 0.95, conf_type: ConfType = "log-log"
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

    Returns
    -------
    dict of str to SurvivalCurve
        A curve for each group label, in the order of the labels.

    Raises
    ------
    EstimationError
        `conf_level` or `conf_type` is not permitted.

    Notes
    -----
    The product-limit estimator with Greenwood's variance. On one day events precede censorings.
    With delayed entry a patient is at risk in (entry, time]: once all at risk have had the event,
    survival stays 0, whoever enters later; while nobody is at risk it stays as it was. Both as in
    R, and both a reason to condition on a later origin.

    References
    ----------
    Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457 (doi 10.1080/01621459.1958.10501452).
    Oracle: R survival 3.5.3, ``survfit(Surv(time, status) ~ group, conf.type = )``,
    in ``oracle/r/kaplan_meier.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 0, 0])
    >>> estimate_survival(counts)[""].survival.tolist()
    [0.75, 0.5, 0.5]
    """
    table = tabulate_risk(counts)
    survival, log_std_error = product_limit(table.n_at_risk, table.n_event_any)
    estimates = CurveEstimates(survival, log_std_error, table.n_event_any, table.n_censored)
    return build_curves(counts, table, estimates, conf_level=conf_level, conf_type=conf_type)


def estimate_follow_up(
    counts: SurvivalCounts, *, conf_level: float = 0.95, conf_type: ConfType = "log-log"
) -> dict[str, SurvivalCurve]:
    """Estimate how long patients would have been followed, had nobody had the event.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event.
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale of the interval.

    Returns
    -------
    dict of str to SurvivalCurve
        The reverse Kaplan-Meier curve of each group: `n_event` are those whose follow-up ended,
        `n_censored` those who had the event, `n_at_risk` those whose follow-up could end.

    Raises
    ------
    EstimationError
        `conf_level` or `conf_type` is not permitted.

    Notes
    -----
    Whoever had the event on a day left before follow-up could end on that day, just as in the
    Kaplan-Meier curve; so S(t) times this curve is the share still under observation. Exchanging
    0 and 1 in the status instead keeps them at risk, which biases the curve under ties.

    References
    ----------
    Schemper M, Smith TL. Control Clin Trials 1996;17:343 (doi 10.1016/0197-2456(96)00075-X).
    Oracle: R prodlim 2019.11.13, ``prodlim(Hist(time, status) ~ group, reverse = TRUE)``,
    in ``oracle/r/follow_up.R``.
    """
    table = tabulate_risk(counts)
    open_ended = replace(table, n_at_risk=table.n_at_risk - table.n_event_any)
    survival, log_std_error = product_limit(open_ended.n_at_risk, table.n_censored)
    estimates = CurveEstimates(survival, log_std_error, table.n_censored, table.n_event_any)
    return build_curves(counts, open_ended, estimates, conf_level=conf_level, conf_type=conf_type)


def product_limit(n_at_risk: FloatArray, n_event: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the product-limit estimate and the standard error of its logarithm.

    Parameters
    ----------
    n_at_risk, n_event : ndarray of float, shape (..., n_times)
        Just before, and at, each time.

    Returns
    -------
    survival, log_std_error : ndarray of float, shape (..., n_times)
        The root of Greenwood's sum is infinite from where survival is 0.
    """
    somebody = n_at_risk > 0
    left = np.where(n_at_risk > n_event, n_at_risk - n_event, 0.0)
    kept: FloatArray = np.divide(left, n_at_risk, out=np.ones_like(n_at_risk), where=somebody)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(n_event > 0, n_event / (n_at_risk * left), 0.0)
    survival = np.cumprod(kept, axis=-1, dtype=np.float64)
    return survival, np.sqrt(np.cumsum(terms, axis=-1))
