"""Mean time free of the event up to a horizon."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from osteon.errors import EstimationError, Problem
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.risk_table import RiskTable, tabulate_risk
from osteon.estimate.survival.contrast import Contrast, contrast_with_reference
from osteon.estimate.survival.jackknife import needs_robust
from osteon.estimate.survival.kaplan_meier import product_limit
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


def estimate_restricted_mean(
    counts: SurvivalCounts, *, horizon: float, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Estimate the mean time free of the event until a horizon, by group.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event.
    horizon : float, > 0
        The time up to which the mean is taken (often called tau).
    conf_level : float, in (0, 1)
        Coverage of the interval.

    Returns
    -------
    dict of str to Estimate
        In the unit of the follow-up, with a Wald interval. NaN for a group whose follow-up ends
        before the horizon with some still free of the event: R extends the curve there.

    Raises
    ------
    EstimationError
        The horizon is not a positive number; weights are not whole or clusters are given, for
        which this variance does not hold.

    Notes
    -----
    The area under the Kaplan-Meier curve; the variance sums (area beyond t)^2 d / (Y (Y - d))
    over event times t, leaving out the time at which all at risk had the event, as in R's
    ``print(survfit, rmean = )`` and survRM2. The variance of min(T, horizon) over n is larger
    and another thing.

    References
    ----------
    Royston P, Parmar MKB (2013), BMC Med Res Methodol 13:152, doi:10.1186/1471-2288-13-152.
    Oracle: R survival 3.5.3, ``summary(survfit, rmean = )$table``, in ``oracle/r/contrasts.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 0, 0])
    >>> estimate_restricted_mean(counts, horizon=6)[""].value
    4.75
    """
    check_conf_level(conf_level)
    _check(counts, horizon)
    table = tabulate_risk(counts)
    mean, std_error = _areas(table, horizon)
    margin = float(ndtri(0.5 + conf_level / 2)) * std_error
    columns = (mean, std_error, mean - margin, mean + margin)
    estimates = {}
    for label, *row in zip(counts.group_labels, *(c.tolist() for c in columns), strict=True):
        value, error, low, high = row
        estimates[label] = Estimate(value, error, low, high, conf_level)
    return estimates


def estimate_restricted_mean_difference(
    counts: SurvivalCounts,
    *,
    horizon: float,
    reference: str | None = None,
    conf_level: float = 0.95,
) -> dict[str, Contrast]:
    """Estimate how mean times free of the event until a horizon differ between groups.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups.
    horizon : float, > 0
        The time up to which means are taken.
    reference : str, optional
        Label of the group to compare with, by default the first.
    conf_level : float, in (0, 1)
        Coverage of the intervals.

    Returns
    -------
    dict of str to Contrast
        Difference and ratio of each other group to the reference.

    Raises
    ------
    EstimationError
        As for `estimate_restricted_mean`, or there is no such reference.

    References
    ----------
    Uno H and others (2014), J Clin Oncol 32:2380, doi:10.1200/JCO.2014.55.2208.
    Oracle: R survival 3.5.3 with the formulas of survRM2, in ``oracle/r/contrasts.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 6, 3, 8], [1, 0, 1, 0], group=["a", "a", "b", "b"])
    >>> estimate_restricted_mean_difference(counts, horizon=6)["b"].difference.value
    0.5
    """
    means = estimate_restricted_mean(counts, horizon=horizon, conf_level=conf_level)
    return contrast_with_reference(means, reference, conf_level)


def _areas(table: RiskTable, horizon: float) -> tuple[FloatArray, FloatArray]:
    """Return the area under each curve up to the horizon and its standard error."""
    events = table.n_event_any
    survival, _ = product_limit(table.n_at_risk, events)
    before = table.time < horizon
    edges = np.concatenate((table.time[before], [horizon]))
    rectangles = survival[:, before] * np.diff(edges)
    beyond = np.cumsum(rectangles[:, ::-1], axis=1)[:, ::-1]  # area from each time on
    d, Y = events[:, before], table.n_at_risk[:, before]
    terms = np.divide(d, Y * (Y - d), out=np.zeros_like(Y), where=(d > 0) & (d < Y))
    mean = edges[0] + rectangles.sum(axis=1)
    std_error = np.sqrt((beyond**2 * terms).sum(axis=1))
    unknown = _ends_early(table, survival, horizon)
    return np.where(unknown, np.nan, mean), np.where(unknown, np.nan, std_error)


def _ends_early(table: RiskTable, survival: FloatArray, horizon: float) -> NDArray[np.bool_]:
    """Return which groups have nobody left before the horizon, but had survivors when last seen."""
    followed = (table.n_event_any + table.n_censored).cumsum(axis=1)
    last_time = table.time[(followed < followed[:, -1:]).sum(axis=1)]
    ends_early: NDArray[np.bool_] = (last_time < horizon) & (survival[:, -1] > 0)
    return ends_early


def _check(counts: SurvivalCounts, horizon: float) -> None:
    problems = []
    if not len(counts.time):
        problems.append(Problem("counts", "no patient", "at least one"))
    if not 0 < horizon < np.inf:
        problems.append(Problem("horizon", f"{horizon}", "a time after the origin"))
    if needs_robust(counts):
        found = "sampling weights or clusters"
        problems.append(Problem("counts", found, "whole numbers of independent patients"))
    if problems:
        raise EstimationError("The restricted mean cannot be estimated.", problems)
