"""Times by which a share of patients has had the event, read off a survival curve."""

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem

FloatArray = NDArray[np.float64]

FLAT = float(np.sqrt(np.finfo(np.float64).eps))  # R's tolerance for "at just that height"
COLLETT_STEP = 0.05  # how far above and below the quantile the density is measured
ROUNDING = 1e-9  # a survival of 0.55 may be stored as 0.5499999999


def find_quantile(time: FloatArray, survival: FloatArray, probability: float) -> float:
    """Return the first time at which a curve has come down by a probability.

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        Ascending.
    survival : ndarray of float, shape (n_times,)
        The curve, or one of its limits; NaN is passed over.
    probability : float, in (0, 1)
        How far it must come down from 1.

    Returns
    -------
    float
        The midpoint of the flat stretch where the curve runs at just that height (to the last
        time, if it ends so); NaN where the curve stays above.

    Notes
    -----
    As R's ``quantile(survfit)``. Where a limit goes up again near its end, R 3.5.3 looks up its
    sorted values; here the first crossing in time counts, as in R's ``print(survfit)``.
    """
    check_probability(probability)
    fallen = 1 - survival
    with np.errstate(invalid="ignore"):
        reached = np.flatnonzero(fallen >= probability - FLAT)
        passed = np.flatnonzero(fallen >= probability + FLAT)
    if not len(reached):
        return float("nan")
    if len(passed):
        return float((time[reached[0]] + time[passed[0]]) / 2)
    if np.isnan(fallen[-1]):
        return float("nan")
    return float((time[reached[0]] + time[-1]) / 2)


def find_quantile_std_error(
    event_time: FloatArray, survival: FloatArray, std_error: FloatArray, probability: float
) -> float:
    """Return the standard error of a quantile by the slope of the curve around it.

    Parameters
    ----------
    event_time, survival, std_error : ndarray of float, shape (n_event_times,)
        The curve at its event times only, and its standard error.
    probability : float, in (0, 1)
        Share with the event.

    Returns
    -------
    float
        SE(S(t)) / f at the quantile t, with f = (S(u) - S(l)) / (l - u), u the largest event time
        with S >= 1 - probability + 0.05 (0 where there is none), l the smallest with
        S <= 1 - probability - 0.05. NaN where the curve does not come down to l, or S(t) is 0.

    References
    ----------
    Collett D. Modelling Survival Data in Medical Research, 3rd ed. 2015, section 2.4.
    """
    height = 1 - probability
    above = np.flatnonzero(survival >= height + COLLETT_STEP - ROUNDING)
    below = np.flatnonzero(survival <= height - COLLETT_STEP + ROUNDING)
    at = np.flatnonzero(survival <= height + FLAT)
    if not len(below) or not len(at):
        return float("nan")
    upper, S_upper = (event_time[above[-1]], survival[above[-1]]) if len(above) else (0.0, 1.0)
    density = (S_upper - survival[below[0]]) / (event_time[below[0]] - upper)
    return float(std_error[at[0]] / density)


def check_probability(probability: float) -> None:
    """Raise unless a probability lies between 0 and 1."""
    if not 0 < probability < 1:
        problem = Problem("probability", f"{probability}", "a number between 0 and 1, such as 0.5")
        raise EstimationError("There is no such quantile.", [problem])
