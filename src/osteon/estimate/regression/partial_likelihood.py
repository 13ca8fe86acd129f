"""The partial likelihood of Cox from sums per event time, by Efron or Breslow."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.kernels import (
    HazardsMet,
    PatientRows,
    sum_backwards,
    sum_forwards,
    sum_over_ties,
)
from osteon.estimate.regression.likelihood import Evaluation
from osteon.estimate.regression.patient_sums import (
    patient_rows,
    relative_risk,
    sum_by_pattern,
    sum_by_slot,
    sum_squares,
    weighted_total,
)
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.risk_cells import RiskCells

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True, eq=False)
class RiskSums:
    """Sums over the patients at risk, and over those with the event, at each of c cells.

    Parameters
    ----------
    risk : ndarray of float, shape (m,)
        The hazard of each pattern relative to that of the centre.
    at_risk, dying : ndarray of float, shape (c, 1 + p)
        Sum of weighted risk, and of risk times covariates: of all at risk, of those with events.
    powers : ndarray of float, shape (c, 5)
        As `sum_over_ties` fills them; the first column is the increment of the baseline hazard.
    log_risk : float
        Sum over the events of the log of the risk they face.
    """

    risk: FloatArray
    at_risk: FloatArray
    dying: FloatArray
    powers: FloatArray
    log_risk: float

    @property
    def expected(self) -> FloatArray:
        """Sum over the events of the mean covariate at risk, shape (c, p)."""
        return self.powers[:, :1] * self.at_risk[:, 1:] - self.powers[:, 1:2] * self.dying[:, 1:]

    @property
    def mean_hazard(self) -> FloatArray:
        """Mean covariate times the increment of the baseline hazard, shape (c, p)."""
        return self.powers[:, 2:3] * self.at_risk[:, 1:] - self.powers[:, 3:4] * self.dying[:, 1:]

    @property
    def tied_mean_hazard(self) -> FloatArray:
        """The part of `mean_hazard` that those with the event do not meet, shape (c, p)."""
        return self.powers[:, 3:4] * self.at_risk[:, 1:] - self.powers[:, 4:5] * self.dying[:, 1:]


class PartialLikelihood:
    """The log partial likelihood of a count table.

    Parameters
    ----------
    counts : CovariateCounts
        Follow-up with p covariates.
    event : ndarray of bool, shape (k,)
        Which rows end with the event.
    ties : {"efron", "breslow"}
        How events on the same day share their risk set.

    Notes
    -----
    With d events on a day the k-th of them faces all at risk less the fraction (k - 1) / d of
    those with the event (Efron 1977, doi:10.1080/01621459.1977.10480613), or all at risk
    (Breslow 1974, doi:10.2307/2529620). A row of n patients with an event is n events. Nothing
    is sorted: rows are added to the last event time at which they are at risk, and sums over the
    risk set are cumulated from the last time backwards; late entries are taken off before they
    enter. The second moment is summed over patterns, each weighted by the hazard it has met.
    """

    def __init__(
        self, counts: CovariateCounts, event: NDArray[np.bool_], *, ties: Ties = "efron"
    ) -> None:
        self.counts = counts
        self.event = event
        self.ties: Ties = ties
        self.cells = RiskCells.from_counts(counts, event)
        covariates, weight = counts.covariates, counts.total_weight()
        self.patients = patient_rows(covariates, weight, self.cells.slot, self.cells.before)
        of_events = np.where(event, weight, 0.0)
        self.event_total: FloatArray = (
            weighted_total(covariates, of_events) - of_events.sum() * self.patients.centre
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The p covariates."""
        return self.counts.covariates.names

    def evaluate(self, coefficients: FloatArray) -> Evaluation:
        """Return value, score and information at these coefficients."""
        sums = self.risk_sums(coefficients)
        at_risk, dying = sums.at_risk[:, 1:], sums.dying[:, 1:]
        squared_mean = at_risk.T @ sums.mean_hazard - dying.T @ sums.tied_mean_hazard
        squares = sum_squares(self.patients, sums.risk * self._hazard_met(sums))
        return Evaluation(
            value=float(coefficients @ self.event_total) - sums.log_risk,
            score=self.event_total - sums.expected.sum(axis=0),
            information=squares - squared_mean,
        )

    def risk_sums(self, coefficients: FloatArray) -> RiskSums:
        """Return the sums over the risk set of each cell."""
        cells = self.cells
        risk = relative_risk(self.patients, coefficients)
        at_risk, dying = self._sums_by_cell(risk, self.patients)
        powers = np.zeros((len(at_risk), 5))
        n_steps = cells.n_event if self.ties == "efron" else np.sign(cells.n_event)
        log_risk = sum_over_ties(
            at_risk[:, 0].copy(), dying[:, 0].copy(), cells.event_weight, n_steps, powers
        )
        return RiskSums(risk, at_risk, dying, powers, log_risk)

    def sum_values(self, risk: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the risk-weighted sums of values of the patterns, at risk and with the event.

        Parameters
        ----------
        risk : ndarray of float, shape (m,)
            Of each pattern.
        values : ndarray of float, shape (m, q)
            Further values of each pattern.

        Returns
        -------
        tuple of two ndarray of float, each of shape (c, q)
            Of those at risk at each cell, and of those with an event there.
        """
        patients = self.patients._replace(
            patterns=np.ascontiguousarray(values), centre=np.zeros(values.shape[1])
        )
        at_risk, dying = self._sums_by_cell(risk, patients)
        return at_risk[:, 1:], dying[:, 1:]

    def hazards_met(self, coefficients: FloatArray) -> HazardsMet:
        """Return what the score residuals at these coefficients need of the risk sets."""
        sums = self.risk_sums(coefficients)
        increments = np.column_stack([sums.powers[:, 0], sums.mean_hazard])
        sum_forwards(increments, self.cells.starts)
        by_slot = np.repeat(increments, 2, axis=0)
        by_slot[1::2] -= np.column_stack([sums.powers[:, 1], sums.tied_mean_hazard])
        events = self.cells.event_weight
        shift = np.zeros((len(by_slot), len(self.names)))
        shift[1::2] = sums.expected / np.where(events > 0, events, 1.0)[:, np.newaxis]
        return HazardsMet(sums.risk, by_slot, shift)

    def _hazard_met(self, sums: RiskSums) -> FloatArray:
        """Return the weighted baseline hazard that the rows of each pattern have met."""
        cumulated = sums.powers[:, :1].copy()
        sum_forwards(cumulated, self.cells.starts)
        by_slot = np.repeat(cumulated[:, 0], 2)
        by_slot[1::2] -= sums.powers[:, 1]
        met = sum_by_pattern(self.patients, self.cells.slot, by_slot)
        if self.cells.before is not None:
            met -= sum_by_pattern(self.patients, self.cells.before, cumulated[:, 0].copy())
        return met

    def _sums_by_cell(
        self, risk: FloatArray, patients: PatientRows
    ) -> tuple[FloatArray, FloatArray]:
        cells = self.cells
        leaving = sum_by_slot(patients, risk, cells.slot, 2 * len(cells.time))
        dying = np.ascontiguousarray(leaving[1::2])
        at_risk = leaving[::2] + dying
        if cells.before is not None:
            at_risk -= sum_by_slot(patients, risk, cells.before, len(cells.time))
        sum_backwards(at_risk, cells.starts)
        return at_risk, dying
