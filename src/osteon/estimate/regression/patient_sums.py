"""Sums over rows of patients that every hazard regression needs, shared among threads."""

import numpy as np

from osteon.estimate.regression.covariates import Covariates
from osteon.estimate.regression.kernels import (
    NO_INDEX,
    PatientRows,
    add_hazard_to_patterns,
    add_risk_to_slots,
    add_squares,
)
from osteon.estimate.regression.ranks import FloatArray, IndexArray, sum_by_code
from osteon.estimate.regression.threads import share_rows


def patient_rows(
    covariates: Covariates, weight: FloatArray, slot: IndexArray, before: IndexArray | None
) -> PatientRows:
    """Return rows of patients as the loops read them, centred at their mean.

    Parameters
    ----------
    covariates : Covariates
        Of k rows.
    weight : ndarray of float, shape (k,)
        Patients times sampling weight.
    slot, before : ndarray of int, shape (k,)
        Where a row is at risk, as in `PatientRows`; `before` is None where nobody enters late.

    Returns
    -------
    PatientRows
        Without copying them.
    """
    return PatientRows(
        NO_INDEX if covariates.pattern is None else covariates.pattern,
        slot,
        NO_INDEX if before is None else before,
        weight,
        covariates.patterns,
        weighted_total(covariates, weight) / weight.sum(),
    )


def weighted_total(covariates: Covariates, weight: FloatArray) -> FloatArray:
    """Return the weighted sum of the covariates, shape (p,)."""
    if covariates.pattern is None:
        return weight @ covariates.patterns
    in_pattern = sum_by_code(covariates.pattern, weight, len(covariates.patterns))
    total: FloatArray = in_pattern @ covariates.patterns
    return total


def relative_risk(patients: PatientRows, coefficients: FloatArray) -> FloatArray:
    """Return the hazard of each pattern, relative to that of the centre, shape (m,)."""
    at_centre = patients.centre @ coefficients
    risk = np.empty(len(patients.patterns))

    def fill(rows: tuple[int, int]) -> None:
        part = slice(*rows)
        with np.errstate(over="ignore"):
            np.exp(patients.patterns[part] @ coefficients - at_centre, out=risk[part])

    share_rows(len(risk), fill)
    return risk


def sum_by_slot(
    patients: PatientRows, risk: FloatArray, slot: IndexArray, n_slots: int
) -> FloatArray:
    """Return the weighted sum of risk, and of risk times covariates, shape (n_slots, 1 + p)."""

    def add(rows: tuple[int, int]) -> FloatArray:
        sums = np.zeros((n_slots, 1 + len(patients.centre)))
        add_risk_to_slots(rows, patients, slot, risk, sums)
        return sums

    return np.asarray(sum(share_rows(len(slot), add)))


def sum_by_pattern(patients: PatientRows, slot: IndexArray, hazard: FloatArray) -> FloatArray:
    """Return the weighted sum of the hazard of each row's slot, shape (m,)."""
    if not len(patients.pattern):
        return patients.weight * hazard[slot]

    def add(rows: tuple[int, int]) -> FloatArray:
        totals = np.zeros(len(patients.patterns))
        add_hazard_to_patterns(rows, patients, slot, hazard, totals)
        return totals

    return np.asarray(sum(share_rows(len(slot), add)))


def sum_squares(patients: PatientRows, weight: FloatArray) -> FloatArray:
    """Return the sum over patterns of weighted products of covariates, shape (p, p)."""

    def add(rows: tuple[int, int]) -> FloatArray:
        lower = np.zeros((len(patients.centre), len(patients.centre)))
        add_squares(rows, patients, weight, lower)
        return lower

    lower = np.asarray(sum(share_rows(len(weight), add)))
    symmetric: FloatArray = lower + np.tril(lower, -1).T
    return symmetric
