"""The partial likelihood of Cox from sums per event time, by Efron or Breslow."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.kernels import (
    HazardsMet,
    sum_backwards,
    sum_forwards,
    sum_over_ties,
)
from osteon.estimate.regression.likelihood import Evaluation
from osteon.estimate.regression.patient_sums import (
    add_hazard,
    patient_rows,
    sum_risk,
    sum_squares,
    sum_table,
)
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.risk_cells import RiskCells

ROUNDING = 1e-10  # of the squares of covariates, relative to the square of their mean
CANCELLED = 1e-11  # risk, relative to that of those who enter later, that leaves too few digits

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
        self.patients, self.totals = patient_rows(
            counts.covariates, counts.total_weight(), self.cells.slot, self.cells.before
        )
        self._rounding = ROUNDING * self.cells.event_weight.sum() * self.totals.centre**2
        self._scratch = np.empty((2, len(self.patients.patterns)))

    @property
    def names(self) -> tuple[str, ...]:
        """The p covariates."""
        return self.counts.covariates.names

    @property
    def spread(self) -> FloatArray:
        """The range of each covariate, shape (p,)."""
        return self.totals.spread

    def evaluate(self, coefficients: FloatArray) -> Evaluation:
        """Return value, score and information at these coefficients."""
        risk, weight = self._scratch
        sums = self._risk_sums(coefficients, risk)
        at_risk, dying = sums.at_risk[:, 1:], sums.dying[:, 1:]
        squared_mean = at_risk.T @ sums.mean_hazard - dying.T @ sums.tied_mean_hazard
        self._fill_hazard_met(sums, weight)
        weight *= risk
        squares = sum_squares(self.patients, weight)
        return Evaluation(
            value=float(coefficients @ self.totals.events) - sums.log_risk,
            score=self.totals.events - sums.expected.sum(axis=0),
            information=squares - squared_mean,
            scale=np.diag(squares) + self._rounding,
        )

    def risk_sums(self, coefficients: FloatArray) -> RiskSums:
        """Return the sums over the risk set of each cell."""
        return self._risk_sums(coefficients, np.empty(len(self.patients.patterns)))

    def _risk_sums(self, coefficients: FloatArray, risk: FloatArray) -> RiskSums:
        cells = self.cells
        n_slots = 2 * len(cells.time)
        leaving, entering = sum_risk(self.patients, coefficients, n_slots, risk)
        at_risk, dying = self._by_cell(leaving, entering)
        if len(entering):
            is_lost = at_risk[:, 0] < CANCELLED * entering[:, 0]
            at_risk[is_lost & (cells.n_event > 0)] = np.nan
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
        table = risk[:, np.newaxis] * values
        return self._by_cell(*sum_table(self.patients, table, 2 * len(self.cells.time)))

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

    def _fill_hazard_met(self, sums: RiskSums, met: FloatArray) -> None:
        """Fill in the weighted baseline hazard that the rows of each pattern have met."""
        cumulated = sums.powers[:, :1].copy()
        sum_forwards(cumulated, self.cells.starts)
        by_slot = np.repeat(cumulated[:, 0], 2)
        by_slot[1::2] -= sums.powers[:, 1]
        met.fill(0.0)
        add_hazard(self.patients, self.cells.slot, by_slot, met)
        if self.cells.before is not None:
            add_hazard(self.patients, self.cells.before, -cumulated[:, 0], met)

    def _by_cell(self, leaving: FloatArray, entering: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the sums at risk, and with the event; cumulates those of who enters in place."""
        dying = np.ascontiguousarray(leaving[1::2])
        at_risk = leaving[::2] + dying
        sum_backwards(at_risk, self.cells.starts)
        if len(entering):
            sum_backwards(entering, self.cells.starts)
            at_risk -= entering
        return at_risk, dying
