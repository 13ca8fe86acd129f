"""Fine and Gray's regression of the subdistribution hazard."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.fine_gray_likelihood import FineGrayLikelihood
from osteon.estimate.regression.likelihood import invert_information
from osteon.estimate.regression.model_warnings import find_infinite, list_warnings
from osteon.estimate.regression.newton import maximise
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.regression_model import RegressionModel, check_values
from osteon.estimate.regression.robust_variance import score_outer_product
from osteon.estimate.results import Estimate


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FineGrayModel(RegressionModel):
    """A proportional subdistribution-hazards model, its coefficients being log ratios.

    Parameters
    ----------
    cause : int
        The cause of the event.
    log_likelihood, log_likelihood_null : float
        Of the weighted partial likelihood at the coefficients and at zero. It is not a true
        likelihood: twice its gain has no chi-square distribution.
    """

    cause: int
    log_likelihood: float
    log_likelihood_null: float

    def subdistribution_hazard_ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the ratio of each column with its Wald interval; see `ratios`."""
        return self.ratios(conf_level)


@dataclass(frozen=True, slots=True, eq=False)
class PredictedIncidence:
    """The cumulative incidence that a model predicts for given covariates.

    Parameters
    ----------
    time : ndarray of float, shape (c,)
        Times of events of the cause.
    cumulative_incidence : ndarray of float, shape (c,)
        Probability of an event of the cause by then.
    """

    time: FloatArray
    cumulative_incidence: FloatArray


def fit_fine_gray(counts: CovariateCounts, *, cause: int = 1) -> FineGrayModel:
    """Estimate how covariates change the cumulative incidence of one cause among several.

    Parameters
    ----------
    counts : CovariateCounts
        Follow-up of n patients with p covariates, of two causes or more; clusters are used for
        the variance where it has them. Without late entry, strata and weights.
    cause : int
        The cause of the event; all other causes compete with it.

    Returns
    -------
    FineGrayModel
        Ratios of subdistribution hazards: above 1 where the cumulative incidence is higher. The
        ratio says nothing of how much higher; see `predict_incidence`.

    Raises
    ------
    EstimationError
        There is no event of the cause, there is late entry, a stratum or a weight, or a
        covariate is constant or a sum of others.

    Notes
    -----
    As R's ``crr``: events on one day share their risk set as Breslow's do, and the weight of who
    had a competing event is the chance not to be censored before each day over that not to be
    censored before the competing event. R's ``finegray`` with ``coxph`` differs where days are
    shared: it uses Efron's ties, and lets those with an event leave before others are censored on
    the same day. With days as time the two agree closely; with months they may not, and days are
    to be preferred. The variance is the sandwich of Fine and Gray, which knows that censoring was
    estimated. ``crr`` at its default ``gtol`` may stop 1e-5 and more short of the maximum;
    steps are halved here as there, since without that the fit may diverge.

    References
    ----------
    Fine and Gray 1999 (doi:10.1080/01621459.1999.10474144). Oracle: R cmprsk 2.2-11,
    ``crr(time, status, x, failcode = 1, gtol = 1e-12)``, in ``oracle/r/fine_gray.R``.

    Examples
    --------
    >>> counts = CovariateCounts.from_rows(
    ...     [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 1, 0, 2, 1, 1, 0], {"x": [1, 0, 1, 1, 0, 0, 1, 0]}
    ... )
    >>> round(fit_fine_gray(counts).subdistribution_hazard_ratios()["x"].value, 3)
    6.261
    """
    _check(counts, cause)
    likelihood = FineGrayLikelihood(counts, cause=cause)
    fit = maximise(likelihood)
    bread = invert_information(fit.evaluation.information)
    hazards = likelihood.hazards_met(fit.coefficients)
    infinite = find_infinite(fit, likelihood)
    n_event = counts.n_event(cause)
    per_variable = n_event / len(likelihood.names)
    return FineGrayModel(
        names=likelihood.names,
        terms=counts.covariates.terms,
        coefficients=fit.coefficients,
        covariance=bread @ score_outer_product(counts, likelihood.patients, hazards) @ bread,
        model_covariance=bread,
        infinite=infinite,
        n=counts.n_patients,
        n_event=n_event,
        events_per_variable=per_variable,
        n_iterations=fit.n_iterations,
        converged=fit.converged,
        warnings=list_warnings(fit, infinite, per_variable, penalised=False),
        cause=cause,
        log_likelihood=fit.evaluation.value,
        log_likelihood_null=fit.start.value,
    )


def predict_incidence(
    model: FineGrayModel, counts: CovariateCounts, *, at: Mapping[str, float]
) -> PredictedIncidence:
    """Predict the cumulative incidence of the cause for a patient with given covariates.

    Parameters
    ----------
    model : FineGrayModel
        A fitted model, without infinite estimates.
    counts : CovariateCounts
        What it was fitted to.
    at : mapping of str to float
        The value of each column of the model.

    Returns
    -------
    PredictedIncidence
        At the times of events of the cause; without an interval, as in R.

    Raises
    ------
    EstimationError
        A column has no value, or is not one of the model.

    Notes
    -----
    One less the exponential of minus the cumulative subdistribution hazard, as ``predict.crr``.

    References
    ----------
    Fine and Gray 1999 (doi:10.1080/01621459.1999.10474144). Oracle: as for `fit_fine_gray`.

    Examples
    --------
    >>> counts = CovariateCounts.from_rows(
    ...     [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 1, 0, 2, 1, 1, 0], {"x": [1, 0, 1, 1, 0, 0, 1, 0]}
    ... )
    >>> curve = predict_incidence(fit_fine_gray(counts), counts, at={"x": 1})
    >>> curve.time.tolist(), curve.cumulative_incidence.round(2).tolist()
    ([1.0, 3.0, 6.0, 7.0], [0.19, 0.39, 0.67, 0.84])
    """
    check_values(model, at)
    likelihood = FineGrayLikelihood(counts, cause=model.cause)
    x = np.array([at[name] for name in model.names]) - likelihood.patients.centre
    hazard = likelihood.risk_sums(model.coefficients).hazard
    events = likelihood.n_event > 0
    cumulated = np.cumsum(hazard)[events] * np.exp(x @ model.coefficients)
    return PredictedIncidence(likelihood.time[events].astype(np.float64), -np.expm1(-cumulated))


def _check(counts: CovariateCounts, cause: int) -> None:
    hint = "Use cause-specific hazards: fit_cox with a cause."
    problems = [
        Problem(name, "a column of it", "no such column", hint)
        for name in ("entry", "stratum", "weight")
        if getattr(counts, name) is not None
    ]
    if not counts.is_event(cause).any():
        permitted = "at least one event of the cause"
        problems.append(Problem("status", f"no event of cause {cause}", permitted))
    if problems:
        raise EstimationError("This follow-up has no Fine-Gray regression.", problems)
