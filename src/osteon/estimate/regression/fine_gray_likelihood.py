"""The partial likelihood of Fine and Gray from sums per day."""

from dataclasses import dataclass

import numpy as np

from osteon.estimate.regression.code_kernels import add_from_table
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.kernels import HazardsMet
from osteon.estimate.regression.likelihood import Evaluation
from osteon.estimate.regression.partial_likelihood import ROUNDING
from osteon.estimate.regression.patient_sums import (
    add_hazard,
    patient_rows,
    sum_risk,
    sum_squares,
)
from osteon.estimate.regression.ranks import FloatArray, code_column, once, sum_by_code


@dataclass(frozen=True, slots=True, eq=False)
class SubdistributionSums:
    """Sums over the patients at risk of the subdistribution, on each of d days.

    Parameters
    ----------
    risk : ndarray of float, shape (m,)
        The subdistribution hazard of each pattern relative to that of the centre.
    at_risk : ndarray of float, shape (d, 1 + p)
        Sum of weighted risk, and of risk times covariates.
    carried : ndarray of float, shape (d, 1 + p)
        Of those with a competing event on an earlier day, over their chance not to be censored
        until then.
    hazard : ndarray of float, shape (d,)
        Increments of the baseline hazard.
    """

    risk: FloatArray
    at_risk: FloatArray
    carried: FloatArray
    hazard: FloatArray

    @property
    def mean(self) -> FloatArray:
        """The mean covariate at risk, shape (d, p); 0 where nobody is."""
        total = self.at_risk[:, :1]
        return np.divide(
            self.at_risk[:, 1:], total, out=np.zeros_like(self.at_risk[:, 1:]), where=total > 0
        )


class FineGrayLikelihood:
    """The log partial likelihood of the subdistribution hazard of one cause.

    Parameters
    ----------
    counts : CovariateCounts
        Follow-up with p covariates, without late entry, strata and weights.
    cause : int
        The cause of the event.

    Notes
    -----
    Who has a competing event stays at risk, weighted on day t by G(t-) / G(T-), where G is the
    Kaplan-Meier estimate of not being censored and T the day of the competing event. Events on
    one day share their risk set as Breslow's do. The days are the distinct times of all patients;
    the slot of a row is ``2 * day + event``, and that of a competing event 2 d places higher.
    """

    def __init__(self, counts: CovariateCounts, *, cause: int) -> None:
        self.counts = counts
        days = code_column(counts.time)
        self.time, n_days = days.distinct, len(days.distinct)
        event = counts.is_event(cause)
        slot = np.zeros(len(event), dtype=np.int32)
        competing = (counts.status > 0) & ~event
        add_from_table(days.values, days.origin, days.table * np.int32(2), slot)
        slot += event
        slot[competing] += 2 * n_days
        self.patients, self.totals = patient_rows(counts.covariates, counts.n, slot, None)
        self._scratch = np.empty((2, len(self.patients.patterns)))
        by_slot = sum_by_code(slot, once(counts.n), 4 * n_days)
        self.n_event = by_slot[1 : 2 * n_days : 2]
        self.n_censored = by_slot[: 2 * n_days : 2]
        self.n_at_risk = _from_here(self.n_event + self.n_censored + by_slot[2 * n_days :: 2])
        remaining = np.cumprod(1 - self.n_censored / self.n_at_risk)
        self.uncensored: FloatArray = np.concatenate([[1.0], remaining[:-1]])

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
        has_event = self.n_event > 0
        log_risk = self.n_event[has_event] @ np.log(sums.at_risk[has_event, 0])
        by_slot = self._cumulate(sums.hazard[:, np.newaxis])[:, 0].copy()
        weight.fill(0.0)
        add_hazard(self.patients, self.patients.slot, by_slot, weight)
        weight *= risk
        squares = sum_squares(self.patients, weight)
        mean = sums.mean
        return Evaluation(
            value=float(coefficients @ self.totals.events - log_risk),
            score=self.totals.events - self.n_event @ mean,
            information=squares - mean.T @ (mean * self.n_event[:, np.newaxis]),
            scale=np.diag(squares) + ROUNDING * self.n_event.sum() * self.totals.centre**2,
        )

    def risk_sums(self, coefficients: FloatArray) -> SubdistributionSums:
        """Return the sums over those at risk of the subdistribution on each day."""
        return self._risk_sums(coefficients, np.empty(len(self.patients.patterns)))

    def _risk_sums(self, coefficients: FloatArray, risk: FloatArray) -> SubdistributionSums:
        n_days = len(self.time)
        by_slot, _ = sum_risk(self.patients, coefficients, 4 * n_days, risk)
        by_day = by_slot[::2] + by_slot[1::2]
        without, competing = by_day[:n_days], by_day[n_days:]
        inflated = competing / self.uncensored[:, np.newaxis]
        carried = np.cumsum(inflated, axis=0) - inflated
        at_risk = _from_here(without + competing) + self.uncensored[:, np.newaxis] * carried
        hazard = np.divide(
            self.n_event, at_risk[:, 0], out=np.zeros(n_days), where=self.n_event > 0
        )
        return SubdistributionSums(risk, at_risk, carried, hazard)

    def hazards_met(self, coefficients: FloatArray) -> HazardsMet:
        """Return what the score residuals at these coefficients need of the risk sets.

        Parameters
        ----------
        coefficients : ndarray of float, shape (p,)
            Where they are taken.

        Returns
        -------
        HazardsMet
            The residuals are eta + psi of Fine and Gray 1999, so that they hold the uncertainty
            of the censoring distribution: minus psi is part of the shift.
        """
        sums = self.risk_sums(coefficients)
        mean = sums.mean
        increments = sums.hazard[:, np.newaxis] * np.column_stack([np.ones(len(mean)), mean])
        later = _from_here(increments * self.uncensored[:, np.newaxis])
        pull = sums.carried[:, 1:] * later[:, :1] - sums.carried[:, :1] * later[:, 1:]
        pull /= self.n_at_risk[:, np.newaxis]
        drift = np.cumsum(pull * (self.n_censored / self.n_at_risk)[:, np.newaxis], axis=0)
        shift = np.tile(np.repeat(drift, 2, axis=0), (2, 1))
        n_days = len(self.time)
        shift[: 2 * n_days : 2] -= pull
        shift[1 : 2 * n_days : 2] += mean
        return HazardsMet(sums.risk, self._cumulate(increments), shift)

    def _cumulate(self, increments: FloatArray) -> FloatArray:
        """Return the sum of increments, shape (d, q), that the rows of each slot meet."""
        uncensored = self.uncensored[:, np.newaxis]
        until = np.cumsum(increments, axis=0)
        weighted = increments * uncensored
        after = (_from_here(weighted) - weighted) / uncensored
        return np.repeat(np.concatenate([until, until + after]), 2, axis=0)


def _from_here(values: FloatArray) -> FloatArray:
    """Return the sum over each day and all later ones."""
    total: FloatArray = np.cumsum(values[::-1], axis=0)[::-1]
    return total
