"""Sums of squared influences that change only when somebody enters, has an event or leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CoefficientSteps:
    """Coefficients of owners' influences on a common basis, as steps in time.

    The influence of an owner (a patient, a cluster) on an estimate at time t is the sum over p of
    coefficient p times ``basis[p, t]``; its coefficients are sums of the steps it took so far.

    Parameters
    ----------
    owner : ndarray of int, shape (n_steps,)
        Whose step.
    place : ndarray of int, shape (n_steps,)
        Index of the time from which on it counts; at or after the last, it never does.
    step : ndarray of float, shape (n_coefficients, n_steps)
        Change of the coefficients.
    copies : ndarray of float, shape (n_steps,)
        How many owners take the same steps, alike for all steps of an owner.
    """

    owner: IntArray
    place: IntArray
    step: FloatArray
    copies: FloatArray


def sum_squared_influences(basis: FloatArray, steps: CoefficientSteps) -> FloatArray:
    """Return the sum over owners of squared influences at each time, shape (n_times,).

    Notes
    -----
    The sums of products of two coefficients over owners change where one of them takes a step,
    by (new product - old product). So the cost is that of the steps, not of owners times times.
    """
    n_coefficients, n_times = basis.shape
    order = np.lexsort((steps.place, steps.owner))
    step, owner = steps.step[:, order], steps.owner[order]
    new = _running_sums(step, owner)
    old = new - step
    place = np.minimum(steps.place[order], n_times)
    copies = steps.copies[order]
    total = np.zeros(n_times)
    for p in range(n_coefficients):
        for q in range(p + 1):
            change = copies * (new[p] * new[q] - old[p] * old[q])
            products = np.cumsum(np.bincount(place, weights=change, minlength=n_times)[:n_times])
            total += (1 if p == q else 2) * basis[p] * basis[q] * products
    return total


def _running_sums(step: FloatArray, owner: IntArray) -> FloatArray:
    """Return cumulative sums that start anew with each owner; equal owners stand together."""
    total = np.cumsum(step, axis=-1)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    lengths = np.diff(first, append=len(owner))
    return np.asarray(total - np.repeat(total[:, first] - step[:, first], lengths, axis=-1))
