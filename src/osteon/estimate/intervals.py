"""Intervals for a probability of survival, on the scales of R's survfit."""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from osteon.errors import EstimationError, Problem, suggest

FloatArray = NDArray[np.float64]
ConfType = Literal["log-log", "log", "plain", "arcsin", "logit"]


def estimate_survival_interval(
    survival: FloatArray, log_std_error: FloatArray, *, conf_level: float, conf_type: ConfType
) -> tuple[FloatArray, FloatArray]:
    """Return the limits of an interval for survival, clipped to [0, 1].

    Parameters
    ----------
    survival : ndarray of float
        Probabilities S.
    log_std_error : ndarray of float, the same shape
        Standard error of log S, that is the root of Greenwood's sum.
    conf_level : float, in (0, 1)
        Coverage.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale on which the interval is symmetric.

    Returns
    -------
    conf_low : ndarray of float
        NaN where S is 0, and where S is 1 on the scales that are infinite there (log-log, logit,
        arcsin), as in R's ``survfit``.
    conf_high : ndarray of float
        NaN in the same places.
    """
    check_conf_level(conf_level)
    check_conf_type(conf_type)
    z = float(ndtri(0.5 + conf_level / 2))
    open_scale = conf_type in {"log-log", "logit", "arcsin"}
    inside = (survival > 0) & ((survival < 1) | (not open_scale))
    S = np.where(inside, survival, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):  # S = 1 on closed scales
        low, high = _INTERVALS[conf_type](S, z * log_std_error)
    return low, high


def check_conf_level(conf_level: float) -> None:
    """Raise unless the level of confidence lies between 0 and 1."""
    if not 0 < conf_level < 1:
        problem = Problem("conf_level", f"{conf_level}", "a number between 0 and 1, such as 0.95")
        raise EstimationError("There is no interval with this level of confidence.", [problem])


def check_conf_type(conf_type: str) -> None:
    """Raise unless the scale of the interval is known."""
    if conf_type not in _INTERVALS:
        permitted = ", ".join(_INTERVALS)
        hint = suggest(conf_type, list(_INTERVALS))
        problem = Problem("conf_type", f"'{conf_type}'", permitted, hint)
        raise EstimationError("There is no interval on this scale.", [problem])


def _plain(S: FloatArray, half_width: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.maximum(S - S * half_width, 0), np.minimum(S + S * half_width, 1)


def _log(S: FloatArray, half_width: FloatArray) -> tuple[FloatArray, FloatArray]:
    return S * np.exp(-half_width), np.minimum(S * np.exp(half_width), 1)


def _log_log(S: FloatArray, half_width: FloatArray) -> tuple[FloatArray, FloatArray]:
    shift = half_width / np.log(S)  # negative
    return S ** np.exp(-shift), S ** np.exp(shift)


def _logit(S: FloatArray, half_width: FloatArray) -> tuple[FloatArray, FloatArray]:
    shift = half_width / (1 - S)
    return expit(logit(S) - shift), expit(logit(S) + shift)


def _arcsin(S: FloatArray, half_width: FloatArray) -> tuple[FloatArray, FloatArray]:
    angle, shift = np.arcsin(np.sqrt(S)), 0.5 * half_width * np.sqrt(S / (1 - S))
    low, high = np.maximum(angle - shift, 0), np.minimum(angle + shift, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


_INTERVALS: Mapping[str, Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]] = {
    "log-log": _log_log,
    "log": _log,
    "plain": _plain,
    "arcsin": _arcsin,
    "logit": _logit,
}
