"""Variances of the cumulative incidence: Greenwood's, Aalen's and the infinitesimal jackknife."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class IncidenceSteps:
    """Estimate of one group at the k times at which somebody left it.

    Parameters
    ----------
    time, at_risk : ndarray of float, shape (k,)
        Times and numbers at risk before each.
    events : ndarray of float, shape (n_causes, k)
        Events of each cause at each time.
    survival : ndarray of float, shape (k,)
        Probability of no event after each time.
    incidence : ndarray of float, shape (n_causes, k)
        Probability of each cause after each time.
    """

    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    survival: FloatArray
    incidence: FloatArray

    @property
    def before(self) -> FloatArray:
        """Probability of no event before each time."""
        return np.concatenate([[1.0], self.survival])[:-1]

    @property
    def hazard(self) -> FloatArray:
        """Increments of the cause-specific cumulative hazards, shape (n_causes, k)."""
        return self.events / self.at_risk


def greenwood_variance(steps: IncidenceSteps) -> FloatArray:
    """Return the variance with multinomial increments, shape (n_causes, k)."""
    hazard = steps.hazard
    of_any = hazard.sum(axis=0)
    scale = steps.before**2 / steps.at_risk
    return carry_variance(
        steps,
        of_survival=scale * of_any * (1 - of_any),
        shared=-scale * hazard * (1 - of_any),
        of_incidence=scale * hazard * (1 - hazard),
    )


def aalen_variance(steps: IncidenceSteps) -> FloatArray:
    """Return the variance with independent causes and hypergeometric ties, (n_causes, k)."""
    of_cause = _variance_with_ties(steps, steps.events)
    of_others = _variance_with_ties(steps, steps.events.sum(axis=0) - steps.events)
    return carry_variance(
        steps, of_survival=of_cause + of_others, shared=-of_cause, of_incidence=of_cause
    )


def jackknife_variance(steps: IncidenceSteps, counts: SurvivalCounts) -> FloatArray:
    """Return the sum of squared influences of the patients of one group, shape (n_causes, k).

    Notes
    -----
    A patient's influence on survival S and incidence F is settled when he leaves, and is then
    carried on by the same map for all who left; while at risk it depends on his entry only.
    So squares are summed over those who left by running sums, and over those at risk by sums
    over their entries: nothing grows as patients times times.
    """
    by_cause = [_jackknife_of_cause(steps, counts, cause) for cause in range(len(steps.events))]
    return np.array(by_cause).reshape(steps.events.shape)


def carry_variance(
    steps: IncidenceSteps, *, of_survival: FloatArray, shared: FloatArray, of_incidence: FloatArray
) -> FloatArray:
    """Return the variance of F given what each time adds to Var S, Cov(S, F) and Var F.

    From one time to the next, S and F are mapped linearly: S loses the hazard of any cause, F
    gains S times the hazard of its own. The covariance follows the same map, which makes three
    running sums, of Var S / S^2, Cov(S, F) / S and Var F, whose terms stay small as S falls.
    """
    inverse = _inverse(steps.survival)
    var_survival = np.cumsum(of_survival * inverse**2, axis=-1) * steps.survival**2
    var_before = _before(var_survival)
    scaled = steps.hazard * var_before * _inverse(steps.before) + shared * inverse
    covariance = np.cumsum(scaled, axis=-1) * steps.survival
    gains = 2 * steps.hazard * _before(covariance) + steps.hazard**2 * var_before + of_incidence
    return np.asarray(np.cumsum(gains, axis=-1), dtype=np.float64)


def _variance_with_ties(steps: IncidenceSteps, events: FloatArray) -> FloatArray:
    others = np.divide(events - 1, steps.at_risk - 1, out=np.zeros_like(events), where=events > 1)
    return (1 - others) * events * (steps.before / steps.at_risk) ** 2


def _jackknife_of_cause(steps: IncidenceSteps, counts: SurvivalCounts, cause: int) -> FloatArray:
    incidence, events = steps.incidence[cause], steps.events[cause]
    growth = steps.events.sum(axis=0) / steps.at_risk**2 * steps.before
    H = np.cumsum(growth * _inverse(steps.survival))
    J = np.cumsum(np.diff(H, prepend=0) * incidence + steps.before * events / steps.at_risk**2)
    leaves = np.searchsorted(steps.time, counts.time)
    enters = _first_time_at_risk(steps, counts)
    H_entry, J_entry = _before(H, last=True)[enters], _before(J, last=True)[enters]
    jump = (steps.before / steps.at_risk)[leaves]

    on_survival = (steps.survival * H)[leaves] - steps.survival[leaves] * H_entry
    on_survival -= jump * (counts.status > 0)
    on_survival[steps.survival[leaves] == 0] = 0  # all at risk had an event: S is 0 for good
    on_incidence = (incidence * H - J)[leaves] - incidence[leaves] * H_entry + J_entry
    on_incidence += jump * (counts.status == cause + 1)

    squares = counts.n if counts.weight is None else counts.n * counts.weight
    at_risk_now = _AtRisk(enters, leaves, squares, len(steps.time))
    one_cause = IncidenceSteps(
        steps.time, steps.at_risk, events[None], steps.survival, incidence[None]
    )
    left = carry_variance(
        one_cause,
        of_survival=at_risk_now.sum_leaving(on_survival**2),
        shared=at_risk_now.sum_leaving(on_survival * on_incidence),
        of_incidence=at_risk_now.sum_leaving(on_incidence**2),
    )
    constant = incidence * H - J
    staying = at_risk_now.sum_squares(constant, incidence, H_entry, J_entry)
    return np.asarray(left[0] + staying, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _AtRisk:
    """Sums over those who left at, or are still at risk after, each time."""

    enters: NDArray[np.int64]
    leaves: NDArray[np.int64]
    weight: FloatArray
    n_times: int

    def sum_leaving(self, values: FloatArray) -> FloatArray:
        sums = np.bincount(self.leaves, weights=self.weight * values, minlength=self.n_times)
        return np.asarray(sums, dtype=np.float64)

    def sum_staying(self, values: FloatArray) -> FloatArray:
        weighted = self.weight * values
        entered = np.bincount(self.enters, weights=weighted, minlength=self.n_times)
        left = np.bincount(self.leaves, weights=weighted, minlength=self.n_times)
        return np.asarray(np.cumsum(entered - left), dtype=np.float64)

    def sum_squares(
        self, constant: FloatArray, slope: FloatArray, x: FloatArray, y: FloatArray
    ) -> FloatArray:
        """Sum (constant - slope x + y)^2 over those at risk, x and y being theirs."""
        total = constant**2 * self.sum_staying(np.ones_like(x))
        if not x.any():
            return total
        total += 2 * constant * (self.sum_staying(y) - slope * self.sum_staying(x))
        total += slope**2 * self.sum_staying(x**2) - 2 * slope * self.sum_staying(x * y)
        return total + self.sum_staying(y**2)


def _first_time_at_risk(steps: IncidenceSteps, counts: SurvivalCounts) -> NDArray[np.int64]:
    if counts.entry is None:
        return np.zeros(len(counts.time), dtype=np.int64)
    return np.asarray(np.searchsorted(steps.time, counts.entry, side="right"), dtype=np.int64)


def _inverse(values: FloatArray) -> FloatArray:
    """Return 1 over the values, 0 over 0: nothing is carried on where nobody is left."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _before(values: FloatArray, *, last: bool = False) -> FloatArray:
    """Return running values as they stood before each time; 0 before the first."""
    first = np.zeros((*values.shape[:-1], 1))
    moved = np.concatenate([first, values], axis=-1)
    return moved if last else moved[..., :-1]
