"""Logistic regression of a probability, with or without Firth's penalty."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from osteon.estimate.regression.binary_counts import BinaryCounts, check_both_outcomes
from osteon.estimate.regression.likelihood import (
    Evaluation,
    difference_curvature,
    invert_information,
    score_statistic,
)
from osteon.estimate.regression.likelihood_model import LikelihoodModel, Penalty
from osteon.estimate.regression.model_warnings import find_infinite, list_warnings
from osteon.estimate.regression.newton import maximise
from osteon.estimate.regression.ranks import FloatArray, sum_by_code
from osteon.estimate.regression.regression_model import INTERCEPT
from osteon.estimate.results import Estimate


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LogisticModel(LikelihoodModel):
    """A logistic model: an intercept, and log odds ratios."""

    def odds_ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the odds ratio of each column with its Wald interval; see `ratios`."""
        return self.ratios(conf_level)


class BinomialLikelihood:
    """The log-likelihood of a count table under a logistic model.

    Parameters
    ----------
    counts : BinaryCounts
        An outcome with covariates.
    penalty : {"firth"}, optional
        Adds half the log determinant of the information.

    Notes
    -----
    Firth's penalty adds the leverage h of each pattern times (1/2 - probability) to its score
    (Firth 1993, doi:10.1093/biomet/80.1.27; Heinze and Schemper 2002, doi:10.1002/sim.1047).
    """

    def __init__(self, counts: BinaryCounts, *, penalty: Penalty | None = None) -> None:
        self.penalty = penalty
        self.names: tuple[str, ...] = (INTERCEPT, *counts.covariates.names)
        patterns = counts.covariates.patterns
        self.design: FloatArray = np.column_stack([np.ones(len(patterns)), patterns])
        spread = np.ptp(patterns, axis=0)
        self.spread: FloatArray = np.concatenate([[1.0], spread])
        weight = counts.total_weight()
        self.total = _by_pattern(counts, weight)
        self.events = _by_pattern(counts, np.where(counts.event, weight, 0.0))

    def evaluate(self, coefficients: FloatArray) -> Evaluation:
        """Return value, score and information at these coefficients."""
        predictor = self.design @ coefficients
        value = float(
            self.events @ special.log_expit(predictor)
            + (self.total - self.events) @ special.log_expit(-predictor)
        )
        information = self._information(predictor)
        score, scale = self._score(coefficients), np.diag(information)
        if self.penalty is None:
            return Evaluation(value, score, information, scale)
        value += float(np.linalg.slogdet(information)[1]) / 2
        curvature = difference_curvature(self._score, coefficients, information)
        return Evaluation(value, score, information, scale, curvature)

    def _score(self, coefficients: FloatArray) -> FloatArray:
        predictor = self.design @ coefficients
        probability = special.expit(predictor)
        residual = self.events - self.total * probability
        if self.penalty == "firth":
            inverse = invert_information(self._information(predictor))
            leverage = np.einsum("qi,ij,qj->q", self.design, inverse, self.design)
            residual += self._spread(predictor) * leverage * (0.5 - probability)
        return self.design.T @ residual

    def _spread(self, predictor: FloatArray) -> FloatArray:
        return np.asarray(self.total * special.expit(predictor) * special.expit(-predictor))

    def _information(self, predictor: FloatArray) -> FloatArray:
        return self.design.T @ (self.design * self._spread(predictor)[:, np.newaxis])


def fit_logistic(counts: BinaryCounts, *, penalty: Penalty | None = None) -> LogisticModel:
    """Estimate odds ratios: how much greater the odds of the event are with a covariate.

    Parameters
    ----------
    counts : BinaryCounts
        An outcome of n patients with covariates. Weights are taken as frequencies; clusters are
        not used, see `fit_gee`.
    penalty : {"firth"}, optional
        Firth's penalty, which keeps estimates finite where a group has no event or nothing else.

    Returns
    -------
    LogisticModel
        With an intercept. Where groups are separated, ratios are 0 or infinite and without
        standard error.

    Raises
    ------
    EstimationError
        All patients have the event or none, or a covariate is constant or a sum of others.

    Notes
    -----
    Newton's steps are halved until the likelihood does not fall. With Firth's penalty the
    standard errors are those of the information without it, at the penalised estimate; the null
    model of the likelihood-ratio test keeps the penalty of all columns, as in R's logistf.

    References
    ----------
    Firth 1993 (doi:10.1093/biomet/80.1.27); Heinze and Schemper 2002 (doi:10.1002/sim.1047).
    Oracle: R 4.2, ``glm(family = binomial)``, and for the penalty the penalised likelihood
    maximised in R, in ``oracle/r/logistic.R``.

    Examples
    --------
    None of 29 patients without, 13 of 76 with antiresorptive treatment had an event:

    >>> counts = BinaryCounts.from_rows([0, 1, 0], {"treated": [0, 1, 1]}, n=[29, 13, 63])
    >>> fit_logistic(counts).odds_ratios()["treated"].value
    inf
    >>> round(fit_logistic(counts, penalty="firth").odds_ratios()["treated"].value, 3)
    12.543
    """
    check_both_outcomes(counts)
    likelihood = BinomialLikelihood(counts, penalty=penalty)
    fit = maximise(likelihood)
    intercept_only = np.array([name == INTERCEPT for name in likelihood.names])
    null = maximise(likelihood, start=np.zeros(len(likelihood.names)), free=intercept_only)
    covariance = invert_information(fit.evaluation.information)
    infinite = find_infinite(fit, likelihood)
    n, n_event = float(counts.n.sum()), counts.n_event
    per_variable = min(n_event, n - n_event) / (len(likelihood.names) - 1)
    return LogisticModel(
        names=likelihood.names,
        terms=(INTERCEPT, *counts.covariates.terms),
        coefficients=fit.coefficients,
        covariance=covariance,
        model_covariance=covariance,
        infinite=infinite,
        n=n,
        n_event=n_event,
        events_per_variable=per_variable,
        n_iterations=fit.n_iterations,
        converged=fit.converged,
        warnings=list_warnings(fit, infinite, per_variable, penalised=penalty is not None),
        penalty=penalty,
        log_likelihood=fit.evaluation.value,
        log_likelihood_null=null.evaluation.value,
        score_statistic=score_statistic(likelihood.evaluate(null.coefficients)),
    )


def _by_pattern(counts: BinaryCounts, weight: FloatArray) -> FloatArray:
    pattern = counts.covariates.pattern
    if pattern is None:
        return weight
    return sum_by_code(pattern, weight, len(counts.covariates.patterns))
