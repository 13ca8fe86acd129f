"""Generalised estimating equations: odds ratios where outcomes are clustered in patients."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.binary_counts import BinaryCounts
from osteon.estimate.regression.estimating_equations import EstimatingEquations, Moments
from osteon.estimate.regression.likelihood import invert_information
from osteon.estimate.regression.logistic import fit_logistic
from osteon.estimate.regression.model_warnings import warn_of_few_events
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.regression_model import INTERCEPT, ModelWarning, RegressionModel
from osteon.estimate.results import Estimate

Correlation = Literal["independence", "exchangeable"]

TOLERANCE = 1e-11  # of a step, in standard errors that trust the model
MAX_ITERATIONS = 200
FAR = 30.0  # log odds ratio between two patients that one step makes on the way to infinity
FEW_CLUSTERS = 40  # below which the sandwich is too small (doi:10.1111/j.0006-341X.2001.00126.x)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GeeModel(RegressionModel):
    """A marginal logistic model: an intercept, and log odds ratios.

    Parameters
    ----------
    correlation : float
        Between two outcomes of a cluster; 0 for independence.
    scale : float
        Variance of the outcome, relative to the binomial.
    n_cluster : int
        How many clusters there are.
    """

    correlation: float
    scale: float
    n_cluster: int

    def odds_ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the odds ratio of each column with its Wald interval; see `ratios`."""
        return self.ratios(conf_level)


def fit_gee(
    counts: BinaryCounts, *, correlation: Correlation = "exchangeable", fix_scale: bool = False
) -> GeeModel:
    """Estimate odds ratios of an outcome that is alike within a cluster, such as a patient.

    Parameters
    ----------
    counts : BinaryCounts
        An outcome with covariates, and the cluster of each row.
    correlation : {"exchangeable", "independence"}
        What is assumed of two outcomes of a cluster: one correlation for all, or none. The
        estimates are right also where that is wrong, and less precise.
    fix_scale : bool
        Whether the variance is taken as binomial; else it is estimated, as R's geeglm does.

    Returns
    -------
    GeeModel
        With an intercept. `covariance` is the sandwich, `model_covariance` trusts the correlation.

    Raises
    ------
    EstimationError
        There are no clusters, all have the event or none, the equations have no solution, or
        the correlation is more negative than clusters of their size can have.

    Notes
    -----
    The population-averaged model of Liang and Zeger, with logit link. Correlation and scale are
    means over pairs and outcomes of the products of Pearson residuals, without correction for
    the number of coefficients, as in geepack; others (SAS, statsmodels) subtract it. The scale
    enters the correlation, so that fixing it changes the estimates a little under an
    exchangeable correlation and not at all under independence. R's ``geeglm(scale.fix = TRUE)``
    fixes it at the value of its first fit, not at ``scale.value``; `fix_scale` means 1. Sampling
    weights multiply the variance's inverse. Rows of n patients are n outcomes of the cluster.

    References
    ----------
    Liang and Zeger 1986 (doi:10.1093/biomet/73.1.13). Oracle: R geepack 1.3.9,
    ``geese(y ~ x, id = id, family = binomial(), corstr = "exchangeable")``, in
    ``oracle/r/logistic.R``.

    Examples
    --------
    >>> counts = BinaryCounts.from_rows(
    ...     [1, 1, 0, 0, 1, 0, 0, 1],
    ...     {"treated": [0, 0, 0, 0, 1, 1, 1, 1]},
    ...     cluster=[1, 1, 2, 2, 3, 3, 4, 4],
    ... )
    >>> round(fit_gee(counts).correlation, 3)
    0.0
    """
    if counts.cluster is None:
        problem = Problem("cluster", "none", "the cluster of each row", "Use fit_logistic.")
        raise EstimationError("Clustered regression needs clusters.", [problem])
    start = fit_logistic(counts)
    if start.infinite:
        raise _no_solution(f"a group alike in its outcome ({', '.join(start.infinite)})")
    equations = EstimatingEquations(counts, counts.cluster)
    is_exchangeable = correlation == "exchangeable"
    coefficients = start.coefficients
    for iteration in range(1, MAX_ITERATIONS + 1):
        moments = equations.moments(
            coefficients, is_exchangeable=is_exchangeable, fix_scale=fix_scale
        )
        current = equations.at(coefficients, moments)
        step = invert_information(current.information) @ current.score
        if step @ current.information @ step < TOLERANCE**2:
            return _model(counts, equations, coefficients, moments, iteration)
        coefficients = coefficients + step
        if np.abs(step) @ (1 + np.ptp(equations.design, axis=0)) > FAR:
            break
    raise _no_solution("steps that do not end")


def _no_solution(found: str) -> EstimationError:
    hint = "Use fewer covariates, or fit_logistic with Firth's penalty."
    problem = Problem("covariates", found, "both outcomes in every group", hint)
    return EstimationError("The estimating equations have no solution.", [problem])


def _model(
    counts: BinaryCounts,
    equations: EstimatingEquations,
    coefficients: FloatArray,
    moments: Moments,
    n_iterations: int,
) -> GeeModel:
    last = equations.at(coefficients, moments)
    model_covariance = invert_information(last.information)
    n, n_event = float(counts.n.sum()), counts.n_event
    per_variable = min(n_event, n - n_event) / len(counts.covariates.names)
    few_events = warn_of_few_events(per_variable)
    return GeeModel(
        names=(INTERCEPT, *counts.covariates.names),
        terms=(INTERCEPT, *counts.covariates.terms),
        coefficients=coefficients,
        covariance=model_covariance @ last.outer_product @ model_covariance,
        model_covariance=model_covariance,
        infinite=(),
        n=n,
        n_event=n_event,
        events_per_variable=per_variable,
        n_iterations=n_iterations,
        converged=True,
        warnings=(*few_events, *_warn_of_few_clusters(equations.n_clusters)),
        correlation=moments.correlation,
        scale=moments.scale,
        n_cluster=equations.n_clusters,
    )


def _warn_of_few_clusters(n_clusters: int) -> tuple[ModelWarning, ...]:
    if n_clusters >= FEW_CLUSTERS:
        return ()
    message = f"There are {n_clusters} clusters, fewer than {FEW_CLUSTERS}."
    hint = "The robust standard errors are too small; read the intervals with care."
    return (ModelWarning("CLUSTERS-01", message, hint),)
