"""Variances of the cumulative incidence from numbers at risk: Greenwood's and Aalen's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    before : ndarray of float, shape (k,)
        Probability of no event before each time.
    hazard : ndarray of float, shape (n_causes, k)
        Increments of the cause-specific cumulative hazards.
    any_hazard : ndarray of float, shape (k,)
        Increments of the cumulative hazard of any cause.
    """

    time: FloatArray
    at_risk: FloatArray
    events: FloatArray
    survival: FloatArray
    incidence: FloatArray
    before: FloatArray
    hazard: FloatArray
    any_hazard: FloatArray


def greenwood_variance(steps: IncidenceSteps) -> FloatArray:
    """Return the variance with multinomial increments, shape (n_causes, k)."""
    hazard, of_any = steps.hazard, steps.any_hazard
    scale = steps.before**2 / steps.at_risk
    scaled = scale * hazard
    return carry_variance(
        steps,
        of_survival=scale * of_any * (1 - of_any),
        shared=-scaled * (1 - of_any),
        of_incidence=scaled * (1 - hazard),
    )


def aalen_variance(steps: IncidenceSteps) -> FloatArray:
    """Return the variance with independent causes and hypergeometric ties, (n_causes, k)."""
    of_cause = _variance_with_ties(steps, steps.events)
    of_others = _variance_with_ties(steps, steps.events.sum(axis=0) - steps.events)
    return carry_variance(
        steps, of_survival=of_cause + of_others, shared=-of_cause, of_incidence=of_cause
    )


def carry_variance(
    steps: IncidenceSteps, *, of_survival: FloatArray, shared: FloatArray, of_incidence: FloatArray
) -> FloatArray:
    """Return the variance of F given what each time adds to Var S, Cov(S, F) and Var F.

    From one time to the next, S and F are mapped linearly: S loses the hazard of any cause, F
    gains S times the hazard of its own. The covariance follows the same map, which makes three
    running sums, of Var S / S^2, Cov(S, F) / S and Var F, whose terms stay small as S falls.
    """
    growing = inverse(steps.survival)
    var_survival = np.cumsum(of_survival * growing**2, axis=-1) * steps.survival**2
    gained = steps.hazard * before_each(var_survival)[..., :-1]
    scaled = gained * inverse(steps.before) + shared * growing
    covariance = np.cumsum(scaled, axis=-1) * steps.survival
    gains = steps.hazard * (gained + 2 * before_each(covariance)[..., :-1]) + of_incidence
    return np.asarray(np.cumsum(gains, axis=-1), dtype=np.float64)


def _variance_with_ties(steps: IncidenceSteps, events: FloatArray) -> FloatArray:
    others = np.divide(events - 1, steps.at_risk - 1, out=np.zeros_like(events), where=events > 1)
    return (1 - others) * events * (steps.before / steps.at_risk) ** 2


def inverse(values: FloatArray) -> FloatArray:
    """Return 1 over the values, 0 over 0: nothing is carried on where nobody is left."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def before_each(values: FloatArray) -> FloatArray:
    """Return running values as they stood before each time, and after the last; 0 at first."""
    moved = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    moved[..., 1:] = values
    return moved
