"""Occupation of states over time, and what can be read off it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class OccupationAt:
    """Occupation of states at times that were asked for; arrays of shape (n_times, n_states).

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        As asked for, in any order.
    probability, std_error, conf_low, conf_high : ndarray of float
        The estimate at each time, with its standard error and limits.
    """

    time: FloatArray
    probability: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StateOccupation:
    """Probability of being in each state after each time of a transition.

    Parameters
    ----------
    states : tuple of str
        The columns of the arrays.
    time : ndarray of float, shape (k,)
        Ascending times of transitions after `start_time`.
    n_at_risk : ndarray of float, shape (k, n_states)
        Watched in each state just before that time.
    n_transition : ndarray of float, shape (k, n_states, n_states)
        Moves from (second axis) to (third axis) at that time.
    start_time : float
        From where on the states are followed.
    start : ndarray of float, shape (n_states,)
        Probability of each state then.
    probability, std_error, conf_low, conf_high : ndarray of float, shape (k, n_states)
        After each time; in each row the probabilities add up to 1.
    last_time : float
        End of the longest stay.
    start_std_error : ndarray of float, shape (n_states,)
        Of `start`; 0 where it was given.
    """

    states: tuple[str, ...]
    time: FloatArray
    n_at_risk: FloatArray
    n_transition: FloatArray
    start_time: float
    start: FloatArray
    probability: FloatArray
    std_error: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    last_time: float
    start_std_error: FloatArray

    def at(self, times: ArrayLike) -> OccupationAt:
        """Return the occupation at some times, in any order.

        Parameters
        ----------
        times : array_like of float
            In the unit of the counts.

        Returns
        -------
        OccupationAt
            NaN before `start_time` and after `last_time`.
        """
        asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
        row = np.searchsorted(self.time, asked, side="right")
        unknown = (asked < self.start_time) | (asked > self.last_time)
        unlimited = np.full(len(self.states), np.nan)
        starts = (self.start, self.start_std_error, unlimited, unlimited)
        columns = (self.probability, self.std_error, self.conf_low, self.conf_high)
        read = [
            np.where(unknown[:, None], np.nan, np.concatenate([[start], column])[row])
            for start, column in zip(starts, columns, strict=True)
        ]
        return OccupationAt(asked, *read)
