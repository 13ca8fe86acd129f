"""The cumulative hazard: Nelson-Aalen, and Fleming and Harrington's ties."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.risk_table import RiskTable, tabulate_risk
from osteon.estimate.survival.hazard_increments import Ties, hazard_increments
from osteon.estimate.survival.jackknife import needs_robust, robust_variance
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
HazardConfType = Literal["log", "plain"]


@dataclass(frozen=True, slots=True, eq=False)
class HazardAt:
    """Cumulative hazard up to some times, each array of shape (n_times,).

    Parameters
    ----------
    time : ndarray of float
        As asked for.
    cumulative_hazard, std_error, conf_low, conf_high : ndarray of float
        0 before the first time, NaN beyond the last follow-up.
    """

    time: FloatArray
    cumulative_hazard: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class HazardCurve:
    """Expected number of events up to each time, for one group, were they to recur.

    Arrays have the shape (n_times,), one entry a distinct time of an event or a censoring.

    Parameters
    ----------
    time : ndarray of float
        Ascending, in the unit of the follow-up.
    n_at_risk, n_event, n_censored : ndarray of float
        Numbers (sums of weights) just before and at each time.
    cumulative_hazard, std_error : ndarray of float
        From that time on until the next.
    conf_low, conf_high : ndarray of float
        Pointwise limits; on the log scale NaN where the hazard is still 0.
    conf_level : float
        Coverage of the limits.
    """

    time: FloatArray
    n_at_risk: FloatArray
    n_event: FloatArray
    n_censored: FloatArray
    cumulative_hazard: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float

    def at(self, times: ArrayLike) -> HazardAt:
        """Return the cumulative hazard up to some times, in any order.

        Parameters
        ----------
        times : array_like of float, shape (n_times,)
            In the unit of the follow-up.

        Returns
        -------
        HazardAt
            0 before the first time, NaN beyond the last follow-up.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        row = np.searchsorted(self.time, asked, side="right")
        beyond = asked > self.time[-1]
        columns = (self.cumulative_hazard, self.std_error, self.conf_low, self.conf_high)
        found = (np.where(beyond, np.nan, np.concatenate(([0.0], c))[row]) for c in columns)
        return HazardAt(asked, *found)


def estimate_cumulative_hazard(
    counts: SurvivalCounts,
    *,
    conf_level: float = 0.95,
    conf_type: HazardConfType = "log",
    ties: Ties = "nelson-aalen",
    robust: bool | None = None,
) -> dict[str, HazardCurve]:
    """Estimate the cumulative hazard of the event up to each time, by group.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up; every cause counts as the event, strata are taken together.
    conf_level : float, in (0, 1)
        Coverage of the pointwise interval.
    conf_type : {"log", "plain"}
        Scale of the interval; the plain one ends at 0.
    ties : {"nelson-aalen", "fleming-harrington"}
        d / Y at each time, or 1/Y + 1/(Y - 1) + ..., as if tied events had come one by one.
    robust : bool, optional
        Whether the variance is the infinitesimal jackknife; by default where a weight is not
        whole or clusters are given.

    Returns
    -------
    dict of str to HazardCurve
        A curve for each group label, in the order of the labels.

    Raises
    ------
    EstimationError
        An option is not permitted; a robust variance is asked for where the weight of a patient
        is not known, or with Fleming and Harrington's ties.

    Notes
    -----
    The variance sums d / Y^2 (Aalen's, as R's ``survfit``), not d (Y - d) / Y^3. Fleming and
    Harrington's ties need whole numbers of patients.

    References
    ----------
    Aalen O (1978), Ann Stat 6:701, doi:10.1214/aos/1176344247. Fleming TR, Harrington DP (1984),
    Commun Stat Theory Methods 13:2469, doi:10.1080/03610928408828837.
    Oracle: R survival 3.5.3, ``survfit(, ctype = )$cumhaz``, in ``oracle/r/survival.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 1, 0])
    >>> estimate_cumulative_hazard(counts)[""].cumulative_hazard.round(4).tolist()
    [0.25, 0.9167, 0.9167]
    """
    check_conf_level(conf_level)
    check_choice("conf_type", conf_type, get_args(HazardConfType))
    check_choice("ties", ties, get_args(Ties))
    table = tabulate_risk(counts)
    is_robust = needs_robust(counts) if robust is None else robust
    hazard, variance = sum_hazard(counts, table, ties=ties, robust=is_robust)
    std_error = np.sqrt(variance)
    conf_low, conf_high = _limits(hazard, std_error, conf_level, conf_type)
    curves = {}
    for code, label in enumerate(counts.group_labels):
        left = table.n_event_any[code] + table.n_censored[code] > 0
        curves[label] = HazardCurve(
            table.time[left],
            table.n_at_risk[code, left],
            table.n_event_any[code, left],
            table.n_censored[code, left],
            hazard[code, left],
            std_error[code, left],
            conf_low[code, left],
            conf_high[code, left],
            conf_level,
        )
    return curves


def sum_hazard(
    counts: SurvivalCounts, table: RiskTable, *, ties: Ties, robust: bool
) -> tuple[FloatArray, FloatArray]:
    """Return the cumulative hazard and its variance, each of shape (n_groups, n_times)."""
    if ties == "fleming-harrington":
        _check_one_by_one(counts, robust=robust)
    increment, added_variance = hazard_increments(table.n_at_risk, table.n_event_any, ties)
    hazard = np.cumsum(increment, axis=-1)
    if robust:
        return hazard, robust_variance(counts, table, table.n_at_risk)
    return hazard, np.cumsum(added_variance, axis=-1)


def _limits(
    hazard: FloatArray, std_error: FloatArray, conf_level: float, conf_type: HazardConfType
) -> tuple[FloatArray, FloatArray]:
    margin = float(ndtri(0.5 + conf_level / 2)) * std_error
    if conf_type == "plain":
        return np.maximum(hazard - margin, 0), hazard + margin
    started = np.where(hazard > 0, hazard, np.nan)
    ratio = np.exp(margin / started)
    return started / ratio, started * ratio


def _check_one_by_one(counts: SurvivalCounts, *, robust: bool) -> None:
    """Raise where tied events cannot be taken one by one."""
    problems = []
    if counts.has_fractions:
        found = "weights that are not whole"
        problems.append(Problem("n", found, "whole numbers of patients for these ties"))
    if robust:
        hint = "Use Nelson and Aalen's ties."
        problems.append(Problem("robust", "a robust variance", "False for these ties", hint))
    if problems:
        raise EstimationError("Fleming and Harrington's ties cannot be used.", problems)
