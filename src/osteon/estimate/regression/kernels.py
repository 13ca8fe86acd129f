"""Loops over rows of patients that NumPy cannot express without sorting or copying them.

Compiled on first use and kept on disk, so that a second process does not compile again; see ADR
0010. Those over rows take a range of them, so that threads can share the work.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.int32]
Rows = tuple[int, int]

NO_INDEX: IndexArray = np.empty(0, dtype=np.int32)


class PatientRows(NamedTuple):
    """Rows of patients as the loops read them; an empty array stands for one that is not there.

    Parameters
    ----------
    pattern : ndarray of int, shape (k,) or (0,)
        The pattern of covariates of each row; empty where row i has pattern i.
    slot : ndarray of int, shape (k,)
        ``2 * cell + event``: the last cell at which a row is at risk, and 1 if its event is there.
    before : ndarray of int, shape (k,) or (0,)
        The last cell before a row is at risk; empty where nobody enters late.
    weight : ndarray of float, shape (k,)
        Patients times sampling weight.
    patterns : ndarray of float, shape (m, p)
        The covariates of each pattern.
    centre : ndarray of float, shape (p,)
        What is taken off them.
    """

    pattern: IndexArray
    slot: IndexArray
    before: IndexArray
    weight: FloatArray
    patterns: FloatArray
    centre: FloatArray


class HazardsMet(NamedTuple):
    """What score residuals need of the risk sets.

    Parameters
    ----------
    risk : ndarray of float, shape (m,)
        Of each pattern, relative to that of the centre.
    cumulated : ndarray of float, shape (2c, 1 + p)
        By slot: the baseline hazard, and the mean covariate times it, up to and including it.
    shift : ndarray of float, shape (2c, p)
        By slot: what is taken off the residual of each of its rows; for an event the mean
        covariate of those it is compared with.
    """

    risk: FloatArray
    cumulated: FloatArray
    shift: FloatArray


@njit(cache=True, nogil=True)
def add_risk_to_slots(
    rows: Rows, patients: PatientRows, slot: IndexArray, risk: FloatArray, sums: FloatArray
) -> None:
    """Add each row's weighted risk, and risk times covariates, to the sums of its slot."""
    pattern, weight = patients.pattern, patients.weight
    patterns, centre = patients.patterns, patients.centre
    n_columns = patterns.shape[1]
    coded = pattern.shape[0] > 0
    for i in range(rows[0], rows[1]):
        q = pattern[i] if coded else i
        r = weight[i] * risk[q]
        c = slot[i]
        sums[c, 0] += r
        for j in range(n_columns):
            sums[c, j + 1] += r * (patterns[q, j] - centre[j])


@njit(cache=True, nogil=True)
def add_hazard_to_patterns(
    rows: Rows, patients: PatientRows, slot: IndexArray, hazard: FloatArray, totals: FloatArray
) -> None:
    """Add each row's weight times the hazard of its slot to the total of its pattern."""
    pattern, weight = patients.pattern, patients.weight
    coded = pattern.shape[0] > 0
    for i in range(rows[0], rows[1]):
        q = pattern[i] if coded else i
        totals[q] += weight[i] * hazard[slot[i]]


@njit(cache=True, nogil=True)
def add_squares(rows: Rows, patients: PatientRows, weight: FloatArray, sums: FloatArray) -> None:
    """Add the weighted products of the covariates of patterns to the lower triangle of `sums`."""
    patterns, centre = patients.patterns, patients.centre
    n_columns = patterns.shape[1]
    x = np.empty(n_columns)
    for q in range(rows[0], rows[1]):
        for j in range(n_columns):
            x[j] = patterns[q, j] - centre[j]
        for j in range(n_columns):
            scaled = weight[q] * x[j]
            for k in range(j + 1):
                sums[j, k] += scaled * x[k]


@njit(cache=True, nogil=True)
def add_residuals(
    rows: Rows,
    patients: PatientRows,
    cluster: IndexArray,
    hazards: HazardsMet,
    totals: FloatArray,
) -> None:
    """Add each row's weighted score residual to the total of its cluster.

    ``event x - shift - risk (x hazard - mean)``, where hazard and mean are cumulated over the
    cells at which the row is at risk: up to its slot, less those before it enters. An empty
    `cluster` makes each of these rows one.
    """
    met = hazards.cumulated
    for i in range(rows[0], rows[1]):
        q = patients.pattern[i] if patients.pattern.shape[0] > 0 else i
        g = cluster[i] if cluster.shape[0] > 0 else i - rows[0]
        c = patients.slot[i]
        b = 2 * patients.before[i] if patients.before.shape[0] > 0 else -1
        for j in range(patients.centre.shape[0]):
            x = patients.patterns[q, j] - patients.centre[j]
            hazard = met[c, 0] * x - met[c, j + 1]
            if b >= 0:
                hazard -= met[b, 0] * x - met[b, j + 1]
            residual = -hazards.shift[c, j] - hazards.risk[q] * hazard
            if c % 2 == 1:
                residual += x
            totals[g, j] += patients.weight[i] * residual


@njit(cache=True, nogil=True)
def sum_backwards(values: FloatArray, starts: NDArray[np.bool_]) -> None:
    """Replace the values of each cell by their sum over it and all later cells of its stratum."""
    for c in range(values.shape[0] - 2, -1, -1):
        if not starts[c + 1]:
            for j in range(values.shape[1]):
                values[c, j] += values[c + 1, j]


@njit(cache=True, nogil=True)
def sum_forwards(values: FloatArray, starts: NDArray[np.bool_]) -> None:
    """Replace the values of each cell by their sum over it and all earlier cells of its stratum."""
    for c in range(1, values.shape[0]):
        if not starts[c]:
            for j in range(values.shape[1]):
                values[c, j] += values[c - 1, j]


@njit(cache=True, nogil=True)
def sum_over_ties(
    at_risk: FloatArray,
    dying: FloatArray,
    event_weight: FloatArray,
    n_steps: FloatArray,
    powers: FloatArray,
) -> float:
    """Return the sum over events of the log of the risk they face, and fill `powers`.

    The events of a cell, of weight W, leave in d steps: one each by Efron, all at once by Breslow.
    Step k faces the risk c_k = at_risk - f_k dying with f_k = k / d, k from 0. The columns of
    `powers` are W / d times the sums over k of 1/c_k, f_k/c_k, 1/c_k^2, f_k/c_k^2, f_k^2/c_k^2.
    """
    total = 0.0
    for c in range(at_risk.shape[0]):
        d = int(n_steps[c])
        if d == 0:
            continue
        logarithm = 0.0
        product = 1.0
        for k in range(d):
            fraction = k / d
            risk = at_risk[c] - fraction * dying[c]
            inverse = 1.0 / risk
            weighted = fraction * inverse
            powers[c, 0] += inverse
            powers[c, 1] += weighted
            powers[c, 2] += inverse * inverse
            powers[c, 3] += weighted * inverse
            powers[c, 4] += weighted * weighted
            product *= risk / at_risk[c]
            if product < 1e-200:
                logarithm += np.log(product)
                product = 1.0
        total += event_weight[c] * np.log(at_risk[c])
        total += event_weight[c] / d * (logarithm + np.log(product))
        for j in range(5):
            powers[c, j] *= event_weight[c] / d
    return total
