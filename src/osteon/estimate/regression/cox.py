"""Cox regression of the hazard."""

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.firth import FirthLikelihood
from osteon.estimate.regression.likelihood import Likelihood, invert_information, score_statistic
from osteon.estimate.regression.likelihood_model import Penalty
from osteon.estimate.regression.model_warnings import find_infinite, list_warnings
from osteon.estimate.regression.newton import maximise
from osteon.estimate.regression.partial_likelihood import PartialLikelihood, Ties
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.robust_variance import score_outer_product


def fit_cox(
    counts: CovariateCounts,
    *,
    cause: int | None = None,
    ties: Ties = "efron",
    penalty: Penalty | None = None,
    robust: bool | None = None,
) -> CoxModel:
    """Estimate hazard ratios: how much likelier, on any day, the event is with a covariate.

    Parameters
    ----------
    counts : CovariateCounts
        Follow-up of n patients with p covariates; with strata, late entry, start-stop rows,
        clusters and weights where it has them.
    cause : int, optional
        The cause of the event; other causes are censored then (a cause-specific hazard). Any
        event counts without it.
    ties : {"efron", "breslow"}
        How events on the same day share their risk set.
    penalty : {"firth"}, optional
        Firth's penalty, which keeps estimates finite where a group has no event.
    robust : bool, optional
        Whether the variance is to hold when rows of a cluster depend on each other or weights
        are not frequencies. Without it, where there are clusters or weights.

    Returns
    -------
    CoxModel
        With p coefficients. Where the likelihood is monotone, ratios are 0 or infinite and
        without standard error.

    Raises
    ------
    EstimationError
        There is no event, or a covariate is constant or a sum of others among those at risk.

    Notes
    -----
    Efron's ties by default, as in R. Rows of n patients are n patients, also in Efron's sum,
    where R's ``weights = n`` takes them as one; sampling weights are as R's ``weights``. The
    robust variance is that of the sums over clusters of the score residuals (Lin and Wei 1989),
    without correction for few clusters, as in R. Newton's steps are halved until the likelihood
    does not fall, and end when the next would move the coefficients by 1e-8 standard errors.

    References
    ----------
    Cox 1972 (doi:10.1111/j.2517-6161.1972.tb00899.x); Efron 1977
    (doi:10.1080/01621459.1977.10480613); Lin and Wei 1989 (doi:10.1080/01621459.1989.10478874);
    Heinze and Schemper 2001 (doi:10.1111/j.0006-341X.2001.00114.x) for Firth's penalty.
    Oracle: R survival 3.5.3, ``coxph(Surv(entry, time, status) ~ x + strata(s), weights = w,
    cluster = id, control = coxph.control(eps = 1e-14))`` in ``oracle/r/cox.R``.

    Examples
    --------
    >>> counts = CovariateCounts.from_rows(
    ...     [6, 7, 10, 15, 19, 25], [1, 0, 1, 1, 0, 1], {"treated": [0, 0, 1, 0, 1, 1]}
    ... )
    >>> round(fit_cox(counts).hazard_ratios()["treated"].value, 4)
    0.2655
    """
    partial = PartialLikelihood(counts, _events(counts, cause), ties=ties)
    likelihood: Likelihood = partial if penalty is None else FirthLikelihood(partial)
    fit = maximise(likelihood)
    if robust is None:
        robust = counts.cluster is not None or counts.weight is not None
    model_covariance = invert_information(fit.evaluation.information)
    infinite = find_infinite(fit, partial)
    n_event = counts.n_event(cause)
    per_variable = n_event / len(partial.names)
    return CoxModel(
        names=partial.names,
        terms=counts.covariates.terms,
        coefficients=fit.coefficients,
        covariance=_sandwich(partial, fit.coefficients, model_covariance)
        if robust
        else model_covariance,
        model_covariance=model_covariance,
        infinite=infinite,
        n=counts.n_patients,
        n_event=n_event,
        events_per_variable=per_variable,
        n_iterations=fit.n_iterations,
        converged=fit.converged,
        warnings=list_warnings(fit, infinite, per_variable, penalised=penalty is not None),
        ties=ties,
        penalty=penalty,
        cause=cause,
        log_likelihood=fit.evaluation.value,
        log_likelihood_null=fit.start.value,
        score_statistic=score_statistic(fit.start),
    )


def cox_likelihood(model: CoxModel, counts: CovariateCounts) -> Likelihood:
    """Return the likelihood that a model was fitted by.

    Parameters
    ----------
    model : CoxModel
        A fitted model.
    counts : CovariateCounts
        What it was fitted to.

    Returns
    -------
    Likelihood
        Penalised if the model is.
    """
    partial = PartialLikelihood(counts, counts.is_event(model.cause), ties=model.ties)
    return partial if model.penalty is None else FirthLikelihood(partial)


def _events(counts: CovariateCounts, cause: int | None) -> NDArray[np.bool_]:
    event = counts.is_event(cause)
    if not event.any():
        problem = Problem("status", "no event", "at least one event", "Describe the follow-up.")
        raise EstimationError("Hazard ratios need events.", [problem])
    return event


def _sandwich(
    likelihood: PartialLikelihood, coefficients: FloatArray, model_covariance: FloatArray
) -> FloatArray:
    hazards = likelihood.hazards_met(coefficients)
    middle = score_outer_product(likelihood.counts, likelihood.patients, hazards)
    return model_covariance @ middle @ model_covariance
