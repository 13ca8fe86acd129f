"""A survival curve of one group, and what can be read off it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from osteon.estimate.intervals import ConfType
from osteon.estimate.results import Estimate
from osteon.estimate.survival.quantiles import (
    FLAT,
    check_probability,
    find_quantile,
    find_quantile_std_error,
)

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalAt:
    """Survival beyond some times, each array of shape (n_times,).

    Parameters
    ----------
    time : ndarray of float
        As asked for.
    survival, std_error, conf_low, conf_high : ndarray of float
        NaN beyond the last follow-up, unless survival had reached 0.
    n_at_risk : ndarray of float
        At risk just before `time`; 0 beyond the last follow-up.
    """

    time: FloatArray
    survival: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    n_at_risk: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """Probability of being free of the event beyond each time, for one group.

    Arrays have the shape (n_times,), one entry a distinct time of an event or a censoring in this
    group; time 0 is among them only if somebody left then. All follow R's ``survfit``.

    Parameters
    ----------
    time : ndarray of float
        Ascending, in the unit of the follow-up.
    n_at_risk, n_event, n_censored : ndarray of float
        Numbers (sums of weights) just before and at each time.
    survival : ndarray of float
        From that time on until the next.
    std_error : ndarray of float
        Of survival itself (as ``summary(survfit)`` prints it); NaN where survival is 0.
    conf_low, conf_high : ndarray of float
        Pointwise limits; NaN where survival is 0, and where it is still 1 on the scales log-log,
        logit and arcsin.
    conf_level : float
        Coverage of the limits.
    conf_type : str
        Their scale.
    entry_time, n_entered : ndarray of float, shape (n_entries,), optional
        Distinct times of delayed entry, and how many entered then.
    """

    time: FloatArray
    n_at_risk: FloatArray
    n_event: FloatArray
    n_censored: FloatArray
    survival: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float
    conf_type: ConfType
    entry_time: FloatArray = field(default_factory=lambda: np.empty(0))
    n_entered: FloatArray = field(default_factory=lambda: np.empty(0))

    @property
    def n_total(self) -> float:
        """Number of patients (sum of weights) in the group."""
        return float((self.n_event + self.n_censored).sum())

    @property
    def n_events_total(self) -> float:
        """Number of events in the group."""
        return float(self.n_event.sum())

    def at(self, times: ArrayLike) -> SurvivalAt:
        """Return survival beyond some times.

        Parameters
        ----------
        times : array_like of float, shape (n_times,)
            In any order.

        Returns
        -------
        SurvivalAt
            As R's ``summary(survfit, times = )``; before the first time 1 with the interval
            [1, 1], beyond the last follow-up NaN unless survival had reached 0.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        row = np.searchsorted(self.time, asked, side="right")
        columns = {
            name: np.concatenate(([start], getattr(self, name)))[row]
            for name, start in (
                ("survival", 1.0), ("std_error", 0.0), ("conf_low", 1.0), ("conf_high", 1.0),
            )
        }  # fmt: skip
        last = self.time[-1] if len(self.time) else -np.inf
        unknown = (asked > last) & (columns["survival"] > 0)
        for column in columns.values():
            column[unknown] = np.nan
        return SurvivalAt(asked, **columns, n_at_risk=self.n_at_risk_at(asked))

    def n_at_risk_at(self, times: ArrayLike) -> FloatArray:
        """Return how many were at risk just before some times, shape (n_times,).

        With delayed entry those who had not entered before that time are not among them.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        staying = _sum_from(self.time, self.n_event + self.n_censored, asked)
        return staying - _sum_from(self.entry_time, self.n_entered, asked)

    def quantile(self, probability: float) -> Estimate:
        """Return the time by which this share has had the event, after Brookmeyer and Crowley.

        Parameters
        ----------
        probability : float, in (0, 1)
            Share with the event; 0.5 for the median.

        Returns
        -------
        Estimate
            As R's ``quantile(survfit)``: the first time at which survival is at most
            1 - probability, the midpoint where the curve is flat at just that height; limits
            where the limits of the curve do the same. NaN where a curve does not come down so far.
        """
        value, low, high = (
            find_quantile(self.time, curve, probability)
            for curve in (self.survival, self.conf_low, self.conf_high)
        )
        return Estimate(value, conf_low=low, conf_high=high, conf_level=self.conf_level)

    def median(self) -> Estimate:
        """Return the median time to the event; see `quantile`."""
        return self.quantile(0.5)

    def quantile_spss(self, probability: float) -> Estimate:
        """Return the time by which this share has had the event, with a Wald interval.

        Parameters
        ----------
        probability : float, in (0, 1)
            Share with the event; 0.5 for the median.

        Returns
        -------
        Estimate
            The first time at which survival is at most 1 - probability, as SPSS takes it, and an
            interval believed, not verified, to be what SPSS prints: that time plus or minus z
            times `find_quantile_std_error`. NaN where the curve does not come down so far.
        """
        check_probability(probability)
        events = self.n_event > 0
        time, survival = self.time[events], self.survival[events]
        reached = time[survival <= 1 - probability + FLAT]
        value = float(reached[0]) if len(reached) else float("nan")
        std_error = find_quantile_std_error(time, survival, self.std_error[events], probability)
        margin = float(ndtri(0.5 + self.conf_level / 2)) * std_error
        return Estimate(value, std_error, value - margin, value + margin, self.conf_level)

    def median_spss(self) -> Estimate:
        """Return the median with a Wald interval; see `quantile_spss`."""
        return self.quantile_spss(0.5)


def _sum_from(times: FloatArray, numbers: FloatArray, asked: FloatArray) -> FloatArray:
    """Sum the numbers at each asked time or later."""
    sums = np.concatenate((np.cumsum(numbers[::-1])[::-1], [0.0]))
    return np.asarray(sums[np.searchsorted(times, asked, side="left")], dtype=np.float64)
