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

PATTERNS_AT_ONCE = 512  # of a few columns, they stay in a processor's first cache
STEPS_AT_ONCE = 16  # whose ratios of risks, each at most their number, have a finite product
LARGE = 1e150
ANY_ORDER = {"reassoc", "contract"}  # of the terms of a sum; nothing else is traded for speed
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
    weight : ndarray of float, shape (k,) or (1,)
        Patients times sampling weight; one value stands for all rows.
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
def add_weights(rows: Rows, patients: PatientRows, weights: FloatArray) -> None:
    """Add each row's weight to that of its pattern, without event and with it."""
    pattern, weight = patients.pattern, patients.weight
    weighted = weight.shape[0] > 1
    for i in range(rows[0], rows[1]):
        weights[pattern[i], patients.slot[i] % 2] += weight[i] if weighted else weight[0]


@njit(cache=True, nogil=True)
def add_totals(rows: Rows, patients: PatientRows, totals: FloatArray, extremes: FloatArray) -> None:
    """Add the weights of rows that are patterns of their own, and weights times covariates.

    The first row of `totals` is that of rows without event, the second of those with it; those of
    `extremes` are the least and the greatest covariates.
    """
    weight, patterns = patients.weight, patients.patterns
    weighted = weight.shape[0] > 1
    for i in range(rows[0], rows[1]):
        w = weight[i] if weighted else weight[0]
        c = patients.slot[i] % 2
        totals[c, 0] += w
        for j in range(patterns.shape[1]):
            x = patterns[i, j]
            totals[c, j + 1] += w * x
            extremes[0, j] = min(extremes[0, j], x)
            extremes[1, j] = max(extremes[1, j], x)


@njit(cache=True, nogil=True)
def add_table_to_slots(
    rows: Rows,
    patients: PatientRows,
    table: FloatArray,
    leaving: FloatArray,
    entering: FloatArray,
) -> None:
    """Add what the table holds for each row's pattern to the sums of its slot and its entry."""
    pattern, weight = patients.pattern, patients.weight
    coded, weighted, late = pattern.shape[0] > 0, weight.shape[0] > 1, entering.shape[0] > 0
    n_columns = table.shape[1]
    for i in range(rows[0], rows[1]):
        q = pattern[i] if coded else i
        w = weight[i] if weighted else weight[0]
        c = patients.slot[i]
        for j in range(n_columns):
            leaving[c, j] += w * table[q, j]
        if late:
            b = patients.before[i]
            for j in range(n_columns):
                entering[b, j] += w * table[q, j]


@njit(cache=True, nogil=True)
def add_rows_to_slots(
    rows: Rows,
    patients: PatientRows,
    coefficients: FloatArray,
    risk: FloatArray,
    leaving: FloatArray,
    entering: FloatArray,
) -> None:
    """Do so for rows that are patterns of their own, whose risk is found and kept on the way."""
    weight, patterns, centre = patients.weight, patients.patterns, patients.centre
    weighted, late = weight.shape[0] > 1, entering.shape[0] > 0
    n_columns = patterns.shape[1]
    x = np.empty(n_columns)
    for i in range(rows[0], rows[1]):
        predictor = 0.0
        for j in range(n_columns):
            x[j] = patterns[i, j] - centre[j]
            predictor += x[j] * coefficients[j]
        risk[i] = np.exp(predictor)
        r = risk[i] * (weight[i] if weighted else weight[0])
        c = patients.slot[i]
        leaving[c, 0] += r
        for j in range(n_columns):
            leaving[c, j + 1] += r * x[j]
        if late:
            b = patients.before[i]
            entering[b, 0] += r
            for j in range(n_columns):
                entering[b, j + 1] += r * x[j]


@njit(cache=True, nogil=True)
def add_hazard_to_patterns(
    rows: Rows, patients: PatientRows, slot: IndexArray, hazard: FloatArray, totals: FloatArray
) -> None:
    """Add each row's weight times the hazard of its slot to the total of its pattern."""
    pattern, weight = patients.pattern, patients.weight
    coded, weighted = pattern.shape[0] > 0, weight.shape[0] > 1
    for i in range(rows[0], rows[1]):
        q = pattern[i] if coded else i
        totals[q] += (weight[i] if weighted else weight[0]) * hazard[slot[i]]


@njit(cache=True, nogil=True, fastmath=ANY_ORDER)
def add_squares(rows: Rows, patients: PatientRows, weight: FloatArray, sums: FloatArray) -> None:
    """Add the weighted products of the covariates of patterns to the lower triangle of `sums`."""
    patterns, centre = patients.patterns, patients.centre
    n_columns = patterns.shape[1]
    plain = np.empty((n_columns, PATTERNS_AT_ONCE))
    weighted = np.empty((n_columns, PATTERNS_AT_ONCE))
    for first in range(rows[0], rows[1], PATTERNS_AT_ONCE):
        n = min(PATTERNS_AT_ONCE, rows[1] - first)
        for i in range(n):
            for j in range(n_columns):
                plain[j, i] = patterns[first + i, j] - centre[j]
                weighted[j, i] = plain[j, i] * weight[first + i]
        for j in range(n_columns):
            for k in range(j + 1):
                total = 0.0
                for i in range(n):
                    total += weighted[j, i] * plain[k, i]
                sums[j, k] += total


@njit(cache=True, nogil=True)
def add_residuals(
    rows: Rows,
    patients: PatientRows,
    cluster: IndexArray,
    first: int,
    hazards: HazardsMet,
    totals: FloatArray,
) -> None:
    """Add each row's weighted score residual to the total of its cluster.

    ``event x - shift - risk (x hazard - mean)``, where hazard and mean are cumulated over the
    cells at which the row is at risk: up to its slot, less those before it enters. Cluster
    `first` has the first total, and rows of clusters without a total are passed over; an empty
    `cluster` makes each row one.
    """
    pattern, weight, met = patients.pattern, patients.weight, hazards.cumulated
    coded, weighted, late = pattern.shape[0] > 0, weight.shape[0] > 1, patients.before.shape[0] > 0
    for i in range(rows[0], rows[1]):
        q = pattern[i] if coded else i
        g = (cluster[i] if cluster.shape[0] > 0 else i) - first
        if g < 0 or g >= totals.shape[0]:
            continue
        w = weight[i] if weighted else weight[0]
        c = patients.slot[i]
        b = 2 * patients.before[i] if late else 0
        for j in range(patients.centre.shape[0]):
            x = patients.patterns[q, j] - patients.centre[j]
            hazard = met[c, 0] * x - met[c, j + 1]
            if late:
                hazard -= met[b, 0] * x - met[b, j + 1]
            residual = (c % 2) * x - hazards.shift[c, j] - hazards.risk[q] * hazard
            totals[g, j] += w * residual


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


@njit(cache=True, nogil=True, error_model="numpy", fastmath=ANY_ORDER)
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
        full, leaving = at_risk[c], dying[c] / d
        growth, logarithm = 1.0, 0.0
        once, tied, square, mixed, both = 0.0, 0.0, 0.0, 0.0, 0.0
        for first in range(0, d, STEPS_AT_ONCE):
            product = 1.0
            for k in range(first, min(first + STEPS_AT_ONCE, d)):
                inverse = 1.0 / (full - k * leaving)
                weighted = k * inverse
                once += inverse
                tied += weighted
                square += inverse * inverse
                mixed += weighted * inverse
                both += weighted * weighted
                product *= full * inverse
            growth *= product
            if growth > LARGE:
                logarithm += np.log(growth)
                growth = 1.0
        share = event_weight[c] / d
        total += event_weight[c] * np.log(full) - share * (logarithm + np.log(growth))
        powers[c, 0] = share * once
        powers[c, 1] = share * tied / d
        powers[c, 2] = share * square
        powers[c, 3] = share * mixed / d
        powers[c, 4] = share * both / (d * d)
    return total
