"""Cumulative incidence of each cause where the others compete (Aalen-Johansen)."""

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.competing.incidence_curve import CumulativeIncidence, IncidenceVariance
from osteon.estimate.competing.incidence_jackknife import jackknife_variance
from osteon.estimate.competing.incidence_variance import (
    IncidenceSteps,
    aalen_variance,
    greenwood_variance,
)
from osteon.estimate.count_columns import check_choice
from osteon.estimate.intervals import (
    ConfType,
    check_conf_level,
    check_conf_type,
    estimate_survival_interval,
)
from osteon.estimate.risk_table import tabulate_risk
from osteon.estimate.survival.jackknife import check_weights_known, needs_robust
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


def estimate_cumulative_incidence(
    counts: SurvivalCounts,
    *,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
    variance: IncidenceVariance | None = None,
) -> dict[str, CumulativeIncidence]:
    """Estimate the probability of each cause by each time, other causes taking patients away.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up with status 0 censored and 1..k the cause; strata are pooled.
    conf_level : float, in (0, 1)
        Level of the pointwise limits.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale on which the limits are made; ``log-log`` stays within 0 and 1 and holds its level
        best where events are few.
    variance : {"greenwood", "aalen", "jackknife"}, optional
        ``greenwood``: increments vary as multinomial counts, as in R's etm; for a single cause
        it is Greenwood's formula. ``aalen``: causes vary independently, with a hypergeometric
        correction for ties, as in R's cmprsk. ``jackknife``: the sum of squared influences of
        the patients, as in R's ``survfit``. By default ``greenwood``, but ``jackknife`` where
        a weight is not whole or clusters are given.

    Returns
    -------
    dict of str to CumulativeIncidence
        By group label. In a group without events all incidences are 0; a cause that nobody had
        in a group keeps its column, 0 throughout.

    Raises
    ------
    EstimationError
        The level, the scale or the variance is not one of those permitted.

    Notes
    -----
    The increment at t is S(t-) d(t)/Y(t), with S the probability of no event of any cause; S(t)
    in its place loses the events that share a day. 1 - Kaplan-Meier with other causes censored
    is larger and estimates nothing that can be observed. A patient censored on the day of an
    event is at risk for it. Delayed entry: at risk in (entry, time].

    The variances estimate the same thing differently and agree as the numbers grow. ``greenwood``
    is the default because the sum over all causes is then the variance of Kaplan-Meier. It equals
    ``jackknife`` exactly where nobody is weighted or enters late. ``aalen`` and ``greenwood`` take
    fractional counts for numbers of patients.

    References
    ----------
    Aalen and Johansen (1978), Scand J Statist 5:141; Andersen et al. (1993), Statistical Models
    Based on Counting Processes, IV.4; Gray (1988), doi:10.1214/aos/1176350951. Oracle: R survival
    3.5-3 ``survfit(Surv(time, factor))``, cmprsk 2.2-11 ``cuminc`` and etm 1.1.1 ``etmCIF``, in
    ``oracle/r/cumulative_incidence.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 2, 0, 1])
    >>> estimate_cumulative_incidence(counts)[""].incidence[:, 0].tolist()
    [0.25, 0.25, 0.25, 0.75]
    """
    check_conf_level(conf_level)
    check_conf_type(conf_type)
    chosen = choose_variance(counts, variance)
    table = tabulate_risk(counts)
    estimates = {}
    for code, label in enumerate(counts.group_labels):
        leaving = np.flatnonzero(table.n_event[code].sum(axis=0) + table.n_censored[code])
        steps = incidence_steps(
            table.time[leaving], table.n_at_risk[code, leaving], table.n_event[code][:, leaving]
        )
        std_error = incidence_std_error(steps, counts, label, chosen)
        low, high = incidence_limits(steps.incidence, std_error, conf_level, conf_type)
        estimates[label] = CumulativeIncidence(
            time=steps.time,
            n_at_risk=steps.at_risk,
            n_event=steps.events.T,
            n_censored=table.n_censored[code, leaving],
            survival=steps.survival,
            incidence=steps.incidence.T,
            std_error=std_error.T,
            conf_low=low.T,
            conf_high=high.T,
            conf_level=conf_level,
            conf_type=conf_type,
            variance=chosen,
        )
    return estimates


def incidence_limits(
    incidence: FloatArray, std_error: FloatArray, conf_level: float, conf_type: ConfType
) -> tuple[FloatArray, FloatArray]:
    """Return the limits of an incidence, on the scale of R's ``survfit`` for several states."""
    certain = incidence > 1 - 1e-12  # 1 but for the rounding of a sum of weights
    settled = np.where(certain, 1.0, incidence)
    relative = np.divide(std_error, settled, out=np.full_like(settled, np.nan), where=settled > 0)
    return estimate_survival_interval(settled, relative, conf_level=conf_level, conf_type=conf_type)


def choose_variance(
    counts: SurvivalCounts, variance: IncidenceVariance | None
) -> IncidenceVariance:
    """Return the variance asked for, having checked that it can be estimated, or the default."""
    robust = needs_robust(counts)
    chosen: IncidenceVariance = variance or ("jackknife" if robust else "greenwood")
    check_choice("variance", chosen, get_args(IncidenceVariance))
    if chosen == "jackknife":
        check_weights_known(counts)
    return chosen


def incidence_steps(time: FloatArray, at_risk: FloatArray, events: FloatArray) -> IncidenceSteps:
    """Return survival and incidence after each time, by the product-limit of all causes."""
    of_any = events.sum(axis=0)
    survival = event_free(at_risk, of_any)
    before = np.concatenate([[1.0], survival])[:-1]
    hazard = events / at_risk
    incidence = np.cumsum(before * hazard, axis=-1)
    return IncidenceSteps(
        time, at_risk, events, survival, incidence, before, hazard, of_any / at_risk
    )


def event_free(at_risk: FloatArray, n_event: FloatArray) -> FloatArray:
    """Return the probability of no event after each time, exactly 0 where all at risk had one."""
    remaining = 1 - n_event / at_risk
    remaining[remaining < 1e-12] = 0  # what is left of a sum of fractional weights
    return np.asarray(np.cumprod(remaining, axis=-1), dtype=np.float64)


def incidence_std_error(
    steps: IncidenceSteps, counts: SurvivalCounts, label: str, variance: IncidenceVariance
) -> FloatArray:
    """Return the standard error of the incidence of each cause, shape (n_causes, k)."""
    if variance == "jackknife":
        found = jackknife_variance(steps, counts.select(label))
    else:
        found = greenwood_variance(steps) if variance == "greenwood" else aalen_variance(steps)
    return np.sqrt(np.maximum(found, 0))
