"""Sums over rows of patients that every hazard regression needs, shared among threads."""

from dataclasses import dataclass

import numpy as np

from osteon.estimate.regression.covariates import Covariates
from osteon.estimate.regression.kernels import (
    NO_INDEX,
    PatientRows,
    add_hazard_to_patterns,
    add_rows_to_slots,
    add_squares,
    add_table_to_slots,
    add_totals,
    add_weights,
)
from osteon.estimate.regression.ranks import FloatArray, IndexArray, once
from osteon.estimate.regression.threads import share_rows


@dataclass(frozen=True, slots=True, eq=False)
class CovariateTotals:
    """What the covariates are like before anything is fitted.

    Parameters
    ----------
    centre : ndarray of float, shape (p,)
        Their weighted mean.
    spread : ndarray of float, shape (p,)
        Their range.
    events : ndarray of float, shape (p,)
        Weighted sum over those with the event, less the centre.
    """

    centre: FloatArray
    spread: FloatArray
    events: FloatArray


def patient_rows(
    covariates: Covariates, weight: FloatArray, slot: IndexArray, before: IndexArray | None
) -> tuple[PatientRows, CovariateTotals]:
    """Return rows of patients as the loops read them, and the totals of their covariates.

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
    patients : PatientRows
        Without copying them; the centre is the mean.
    totals : CovariateTotals
        Of them.
    """
    patterns = covariates.patterns
    n_columns = patterns.shape[1]
    patients = PatientRows(
        NO_INDEX if covariates.pattern is None else covariates.pattern,
        slot,
        NO_INDEX if before is None else before,
        once(weight),
        patterns,
        np.zeros(n_columns),
    )
    totals, extremes = _totals_of_patterns(patients) if len(patients.pattern) else _totals(patients)
    both, having = totals.sum(axis=0), totals[1]
    centre: FloatArray = both[1:] / both[0]
    events = having[1:] - having[0] * centre
    spread = extremes[1] - extremes[0]
    return patients._replace(centre=centre), CovariateTotals(centre, spread, events)


def _totals_of_patterns(patients: PatientRows) -> tuple[FloatArray, FloatArray]:
    patterns = patients.patterns

    def add(rows: tuple[int, int]) -> FloatArray:
        weights = np.zeros((len(patterns), 2))
        add_weights(rows, patients, weights)
        return weights

    pieces = share_rows(len(patients.slot), add, n_sums=len(patterns))
    weights = np.sum(pieces, axis=0)
    totals = np.column_stack([weights.sum(axis=0), weights.T @ patterns])
    return totals, np.array([patterns.min(axis=0), patterns.max(axis=0)])


def _totals(patients: PatientRows) -> tuple[FloatArray, FloatArray]:
    n_columns = len(patients.centre)

    def add(rows: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
        totals = np.zeros((2, 1 + n_columns))
        extremes = np.array([[np.inf], [-np.inf]]) * np.ones(n_columns)
        add_totals(rows, patients, totals, extremes)
        return totals, extremes

    pieces = share_rows(len(patients.slot), add)
    least, greatest = zip(*(extremes for _, extremes in pieces), strict=True)
    extremes = np.array([np.min(least, axis=0), np.max(greatest, axis=0)])
    return np.sum([totals for totals, _ in pieces], axis=0), extremes


def sum_risk(
    patients: PatientRows, coefficients: FloatArray, n_slots: int, risk: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Sum the relative risk of rows, and risk times covariates, by where they leave and enter.

    Parameters
    ----------
    patients : PatientRows
        Rows with m patterns of p covariates.
    coefficients : ndarray of float, shape (p,)
        Log ratios.
    n_slots : int
        How many slots there are.
    risk : ndarray of float, shape (m,)
        Filled with the hazard of each pattern, relative to that of the centre.

    Returns
    -------
    leaving : ndarray of float, shape (n_slots, 1 + p)
        Sums by slot.
    entering : ndarray of float, shape (n_slots / 2, 1 + p) or (0, 1 + p)
        Sums by the last cell before a row is at risk; empty where nobody enters late.
    """
    if len(patients.pattern):
        x = patients.patterns - patients.centre
        np.exp(x @ coefficients, out=risk)
        table = np.column_stack([risk, risk[:, np.newaxis] * x])
        return sum_table(patients, table, n_slots)

    def add(rows: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
        sums = _empty_sums(patients, n_slots, 1 + len(coefficients))
        add_rows_to_slots(rows, patients, coefficients, risk, *sums)
        return sums

    return _add_up(share_rows(len(risk), add, n_sums=n_slots))


def sum_table(
    patients: PatientRows, table: FloatArray, n_slots: int
) -> tuple[FloatArray, FloatArray]:
    """Sum what a table holds for the pattern of each row, by where rows leave and enter.

    Parameters
    ----------
    patients : PatientRows
        Rows with m patterns.
    table : ndarray of float, shape (m, q)
        Values of each pattern.
    n_slots : int
        How many slots there are.

    Returns
    -------
    leaving, entering : ndarray of float, shape (n_slots, q) and (n_slots / 2, q)
        As of `sum_risk`.
    """

    def add(rows: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
        sums = _empty_sums(patients, n_slots, table.shape[1])
        add_table_to_slots(rows, patients, table, *sums)
        return sums

    return _add_up(share_rows(len(patients.slot), add, n_sums=n_slots))


def add_hazard(
    patients: PatientRows, slot: IndexArray, hazard: FloatArray, totals: FloatArray
) -> None:
    """Add to the total of each pattern, shape (m,), the weighted hazard of its rows' slots."""
    if not len(patients.pattern):

        def add_in_place(rows: tuple[int, int]) -> None:
            add_hazard_to_patterns(rows, patients, slot, hazard, totals)

        share_rows(len(slot), add_in_place)
        return

    def add(rows: tuple[int, int]) -> FloatArray:
        own = np.zeros_like(totals)
        add_hazard_to_patterns(rows, patients, slot, hazard, own)
        return own

    for own in share_rows(len(slot), add, n_sums=len(totals)):
        totals += own


def sum_squares(patients: PatientRows, weight: FloatArray) -> FloatArray:
    """Return the sum over patterns of weighted products of covariates, shape (p, p)."""

    def add(rows: tuple[int, int]) -> FloatArray:
        lower = np.zeros((len(patients.centre), len(patients.centre)))
        add_squares(rows, patients, weight, lower)
        return lower

    lower = np.asarray(sum(share_rows(len(weight), add)))
    symmetric: FloatArray = lower + np.tril(lower, -1).T
    return symmetric


def _empty_sums(
    patients: PatientRows, n_slots: int, n_columns: int
) -> tuple[FloatArray, FloatArray]:
    n_entries = n_slots // 2 if len(patients.before) else 0
    return np.zeros((n_slots, n_columns)), np.zeros((n_entries, n_columns))


def _add_up(pieces: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    leaving, entering = pieces[0]
    for more_leaving, more_entering in pieces[1:]:
        leaving += more_leaving
        entering += more_entering
    return leaving, entering
