"""Inverse-probability-of-censoring weights."""

from dataclasses import dataclass, replace

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox import fit_cox
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.partial_likelihood import PartialLikelihood
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.weight_limits import truncate_weights
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival_counts import SurvivalCounts


@dataclass(frozen=True, slots=True, eq=False)
class CensoringWeights:
    """Weights under which patients with a known status stand for those lost before.

    Parameters
    ----------
    weight : ndarray of float, shape (k,)
        Of each patient of each row; 0 where the patient was censored before the horizon.
    uncensored : ndarray of float, shape (k,)
        Probability of being followed until the event or the horizon, given the covariates.
    model : CoxModel
        Of the hazard of censoring.
    n_truncated : float
        How many patients' weights were cut.
    """

    weight: FloatArray
    uncensored: FloatArray
    model: CoxModel
    n_truncated: float


def estimate_censoring_weights(
    counts: CovariateCounts,
    *,
    horizon: float,
    stabilised: bool = False,
    truncation: tuple[float, float] | None = None,
) -> CensoringWeights:
    """Estimate weights for the status at a time, had nobody been censored before.

    Parameters
    ----------
    counts : CovariateCounts
        Follow-up with the covariates on which censoring may depend; strata are used where it has
        them. Without late entry.
    horizon : float
        The time at which the status is asked for.
    stabilised : bool
        Whether weights are multiplied by the chance without regard to covariates.
    truncation : tuple of two float, in [0, 1], optional
        Quantiles of the positive weights beyond which they are cut.

    Returns
    -------
    CensoringWeights
        A weight for each row, in the order given.

    Raises
    ------
    EstimationError
        Nobody is censored before the horizon, or there is late entry.

    Notes
    -----
    The weight is one over the probability of not being censored before the event or the horizon,
    whichever is first, from a Cox model of censoring in which events are censored. Censoring at
    the horizon itself comes after it: the status is known. The tie of an event with a censoring
    leaves the patient with the event at risk of it, as in ``crr``.

    References
    ----------
    Robins and Finkelstein 2000 (doi:10.1111/j.0006-341X.2000.00779.x). Oracle: R survival 3.5.3,
    ``survfit(coxph(Surv(time, status == 0) ~ x))``, in ``oracle/r/weights.R``.

    Examples
    --------
    >>> counts = CovariateCounts.from_rows(
    ...     [1, 2, 3, 4, 5, 6], [1, 0, 1, 0, 1, 0], {"x": [0, 0, 1, 1, 0, 1]}
    ... )
    >>> estimate_censoring_weights(counts, horizon=5).weight.round(2).tolist()
    [1.0, 0.0, 1.17, 0.0, 2.08, 1.53]
    """
    _check(counts, horizon)
    lost = replace(counts, status=(counts.status == 0).astype(np.int8))
    model = fit_cox(lost)
    until = np.minimum(counts.time, horizon)
    uncensored = _chance_until(lost, model, until)
    is_known = counts.is_event() | (counts.time >= horizon)
    numerator = _chance_without_covariates(lost, until) if stabilised else 1.0
    weight = np.where(is_known, numerator / uncensored, 0.0)
    truncated = weight.copy()
    truncated[is_known] = truncate_weights(weight[is_known], counts.n[is_known], truncation)
    n_truncated = float(counts.n[truncated != weight].sum())
    return CensoringWeights(truncated, uncensored, model, n_truncated)


def _chance_until(lost: CovariateCounts, model: CoxModel, until: FloatArray) -> FloatArray:
    """Return the probability of not being censored before a time of each row."""
    likelihood = PartialLikelihood(lost, lost.is_event(), ties=model.ties)
    sums, cells = likelihood.risk_sums(model.coefficients), likelihood.cells
    hazard = np.zeros(len(until))
    strata = np.zeros(len(until), dtype=np.int32) if lost.stratum is None else lost.stratum
    for code in range(len(lost.stratum_labels)):
        own, rows = cells.stratum == code, strata == code
        met = np.searchsorted(cells.time[own], until[rows], side="left")
        cumulated = np.concatenate([[0.0], np.cumsum(sums.powers[own, 0])])
        hazard[rows] = cumulated[met]
    pattern = lost.covariates.pattern
    risk = sums.risk if pattern is None else sums.risk[pattern]
    return np.asarray(np.exp(-hazard * risk))


def _chance_without_covariates(lost: CovariateCounts, until: FloatArray) -> FloatArray:
    nobody = np.zeros(len(until), dtype=np.int64), (NO_LABEL,)
    times = lost.time.astype(np.float64)
    follow_up = SurvivalCounts(times, lost.status.astype(np.int64), lost.n, *nobody, *nobody)
    curve = estimate_survival(follow_up)[NO_LABEL]
    survival = np.concatenate([[1.0], curve.survival])
    return np.asarray(survival[np.searchsorted(curve.time, until)])


def _check(counts: CovariateCounts, horizon: float) -> None:
    problems = []
    if counts.entry is not None:
        hint = "Weights for late entry need the chance of entering, too."
        problems.append(Problem("entry", "a column of it", "no such column", hint))
    if not ((counts.status == 0) & (counts.time < horizon)).any():
        hint = "No weights are needed."
        problems.append(Problem("horizon", "nobody censored before it", "a later time", hint))
    if problems:
        raise EstimationError("Censoring weights cannot be estimated.", problems)
