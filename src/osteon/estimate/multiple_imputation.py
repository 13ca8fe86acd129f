"""Rubin's rules: one estimate from those of several imputed data sets."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import student_limit, student_tail
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PooledEstimate(Estimate):
    """An estimate over several imputed data sets, and what the missing data cost it.

    Parameters
    ----------
    df : float
        Degrees of freedom of Barnard and Rubin; infinite where all estimates agree and the
        complete data have no limit.
    p_value : float
        Two-sided, that the parameter is 0.
    variance_within, variance_between : float
        Mean of the variances, and variance of the estimates.
    relative_increase : float
        By which the missing data increase the variance.
    fraction_missing_information : float
        In [0, 1], with the correction for few data sets, as ``fmi`` of R's mice.
    """

    df: float = math.nan
    p_value: float = math.nan
    variance_within: float = math.nan
    variance_between: float = math.nan
    relative_increase: float = math.nan
    fraction_missing_information: float = math.nan


def pool_by_rubin(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    df_complete: float = math.inf,
    conf_level: float = 0.95,
) -> PooledEstimate:
    """Pool the estimates of a parameter from m imputed data sets.

    Parameters
    ----------
    estimates : array_like of float, shape (m,)
        One a data set, m >= 2; on a scale on which it is near normal, such as a log hazard ratio.
    variances : array_like of float, shape (m,)
        Squares of their standard errors, > 0.
    df_complete : float
        Degrees of freedom had nothing been missing; infinite for large samples.
    conf_level : float, in (0, 1)
        Coverage of the interval, which is that of Student's t.

    Returns
    -------
    PooledEstimate
        On the scale of `estimates`.

    Raises
    ------
    EstimationError
        Fewer than two data sets, lengths that differ, a number that is not finite, a variance
        that is not positive.

    Notes
    -----
    As ``mice::pool.scalar(Q, U, n = df_complete + 1, k = 1)``.

    References
    ----------
    Rubin DB (1987), Multiple Imputation for Nonresponse in Surveys, doi:10.1002/9780470316696.
    Barnard J, Rubin DB (1999), Biometrika 86:948, doi:10.1093/biomet/86.4.948. Oracle: R 4.2,
    mice, ``oracle/r/multiple_imputation.R``.

    Examples
    --------
    >>> pooled = pool_by_rubin([0.40, 0.50, 0.60], [0.04, 0.04, 0.04])
    >>> f"{pooled.value:.2f} ({pooled.std_error:.3f})"
    '0.50 (0.231)'
    """
    check_conf_level(conf_level)
    value, variance = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    _check_data_sets(value, variance)
    m = len(value)
    within, between = float(variance.mean()), float(value.var(ddof=1))
    total = within + (1 + 1 / m) * between
    increase = (1 + 1 / m) * between / within
    df = _barnard_rubin_df(m, increase, df_complete)
    mean, std_error = float(value.mean()), math.sqrt(total)
    half_width = student_limit((1 - conf_level) / 2, df) * std_error
    return PooledEstimate(
        value=mean,
        std_error=std_error,
        conf_low=mean - half_width,
        conf_high=mean + half_width,
        conf_level=conf_level,
        df=df,
        p_value=2 * student_tail(abs(mean) / std_error, df),
        variance_within=within,
        variance_between=between,
        relative_increase=increase,
        fraction_missing_information=(increase + 2 / (df + 3)) / (increase + 1),
    )


def _barnard_rubin_df(m: int, increase: float, df_complete: float) -> float:
    share_missing = increase / (1 + increase)
    squared = share_missing**2
    df_imputed = (m - 1) / squared if squared else math.inf
    if math.isinf(df_complete):
        return df_imputed
    df_observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share_missing)
    return 1 / (1 / df_imputed + 1 / df_observed)


def _check_data_sets(value: FloatArray, variance: FloatArray) -> None:
    if value.ndim != 1 or value.shape != variance.shape or len(value) < 2:
        found = f"estimates of shape {value.shape} and variances of shape {variance.shape}"
        problems = [Problem("estimates", found, "one of each for two data sets or more")]
    else:
        usable = np.isfinite(value) & np.isfinite(variance) & (variance > 0)
        found = "not a finite estimate with a positive variance"
        problems = [
            Problem(f"data set {number}", found, "both")
            for number in (np.nonzero(~usable)[0] + 1).tolist()
        ]
    if problems:
        raise EstimationError("These results cannot be pooled.", problems)
