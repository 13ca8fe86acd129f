"""The cumulative incidence of one group, and what can be read off it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.estimate.intervals import ConfType

FloatArray = NDArray[np.float64]
IncidenceVariance = Literal["greenwood", "aalen", "jackknife"]


@dataclass(frozen=True, slots=True, eq=False)
class IncidenceAt:
    """Cumulative incidence at times that were asked for.

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        As asked for, in any order.
    survival : ndarray of float, shape (n_times,)
        Probability of no event of any cause.
    incidence, std_error, conf_low, conf_high : ndarray of float, shape (n_times, n_causes)
        NaN after the longest follow-up, unless nobody was left event-free by then.
    """

    time: FloatArray
    survival: FloatArray
    incidence: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class CumulativeIncidence:
    """Probability of having had the event of each cause by each time, in one group.

    Parameters
    ----------
    time : ndarray of float, shape (k,)
        Ascending times at which somebody of this group had an event or was censored.
    n_at_risk : ndarray of float, shape (k,)
        Patients at risk just before that time.
    n_event : ndarray of float, shape (k, n_causes)
        Events of each cause at that time.
    n_censored : ndarray of float, shape (k,)
        Censored at that time, and at risk for an event of the same day.
    survival : ndarray of float, shape (k,)
        Probability of no event of any cause; with the incidences it sums to 1.
    incidence, std_error : ndarray of float, shape (k, n_causes)
        Column c is cause c + 1.
    conf_low, conf_high : ndarray of float, shape (k, n_causes)
        Pointwise limits; NaN where the incidence is 0, and where it is 1 on the scales log-log,
        logit and arcsin.
    conf_level : float
        Level of the limits.
    conf_type : str
        Scale of the limits.
    variance : str
        Which variance the standard errors are from.
    """

    time: FloatArray
    n_at_risk: FloatArray
    n_event: FloatArray
    n_censored: FloatArray
    survival: FloatArray
    incidence: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float
    conf_type: ConfType
    variance: IncidenceVariance

    def at(self, times: ArrayLike) -> IncidenceAt:
        """Return the incidence at some times, right-continuous: an event at t counts at t.

        Parameters
        ----------
        times : array_like of float
            In the unit of the counts, in any order.

        Returns
        -------
        IncidenceAt
            With one row for each time asked for: 0 with the interval [0, 0] before the first
            time, NaN after the last unless nobody was left event-free.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        row = np.searchsorted(self.time, asked, side="right")
        last_time = self.time[-1] if len(self.time) else -np.inf
        survival = np.concatenate([[1.0], self.survival])[row]
        unknown = (asked > last_time) & (survival > 0)
        start = np.zeros((1, self.incidence.shape[1]))
        columns = (self.incidence, self.std_error, self.conf_low, self.conf_high)
        read = [np.concatenate([start, column])[row] for column in columns]
        for values in (survival, *read):
            values[unknown] = np.nan
        return IncidenceAt(asked, survival, *read)
