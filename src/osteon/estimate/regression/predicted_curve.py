"""Curves that a Cox model predicts for given covariates."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from osteon.estimate.intervals import ConfType, estimate_survival_interval
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.kernels import sum_forwards
from osteon.estimate.regression.partial_likelihood import PartialLikelihood
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.regression.regression_model import check_values


@dataclass(frozen=True, slots=True, eq=False)
class PredictedCurve:
    """What a Cox model predicts for a patient of given covariates in one stratum.

    Parameters
    ----------
    time : ndarray of float, shape (c,)
        The event times of the stratum.
    cumulative_hazard : ndarray of float, shape (c,)
        Up to and including each of them.
    std_error : ndarray of float, shape (c,)
        Of the cumulative hazard, and so of the logarithm of survival.
    survival, conf_low, conf_high : ndarray of float, shape (c,)
        Probability of being free of the event, and its interval.
    conf_level : float
        Such as 0.95.
    """

    time: FloatArray
    cumulative_hazard: FloatArray
    std_error: FloatArray
    survival: FloatArray
    conf_low: FloatArray
    conf_high: FloatArray
    conf_level: float


def estimate_baseline_hazard(
    model: CoxModel, counts: CovariateCounts, *, conf_level: float = 0.95
) -> dict[str, PredictedCurve]:
    """Estimate the cumulative hazard of a patient whose covariates are all zero.

    Parameters
    ----------
    model : CoxModel
        A fitted model.
    counts : CovariateCounts
        What it was fitted to.
    conf_level : float, in (0, 1)
        Of the intervals of survival, which are symmetric on the log-log scale.

    Returns
    -------
    dict of str to PredictedCurve
        By stratum.

    Raises
    ------
    EstimationError
        As for `predict_survival`.

    Notes
    -----
    As R's ``basehaz(fit, centered = FALSE)``. Zero may be far from any patient, as an age of 0
    is: then use `predict_survival`.

    References
    ----------
    Breslow 1972 (doi:10.1111/j.2517-6161.1972.tb00900.x). Oracle: as for `predict_survival`.

    Examples
    --------
    >>> from osteon.estimate.regression.cox import fit_cox
    >>> counts = CovariateCounts.from_rows([1, 2, 3, 4], [1, 1, 1, 0], {"stage": [3, 1, 2, 0]})
    >>> estimate_baseline_hazard(fit_cox(counts), counts)[""].cumulative_hazard.round(3).tolist()
    [0.023, 0.097, 0.192]
    """
    zero = dict.fromkeys(model.names, 0.0)
    return predict_survival(model, counts, at=zero, conf_level=conf_level)


def predict_survival(
    model: CoxModel,
    counts: CovariateCounts,
    *,
    at: Mapping[str, float],
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> dict[str, PredictedCurve]:
    """Predict the survival of a patient with given covariates.

    Parameters
    ----------
    model : CoxModel
        A fitted model, without infinite estimates.
    counts : CovariateCounts
        What it was fitted to.
    at : mapping of str to float
        The value of each column of the model, such as ``{"age": 60, "grade=G2": 1}``.
    conf_level : float, in (0, 1)
        Of the intervals.
    conf_type : {"log-log", "log", "plain", "arcsin", "logit"}
        The scale on which they are symmetric. R's default is log.

    Returns
    -------
    dict of str to PredictedCurve
        By stratum, at its event times. With a cause of several, survival is that of a world
        without the others: use cumulative incidences there.

    Raises
    ------
    EstimationError
        A column has no value, or is not one of the model.

    Notes
    -----
    Survival is the exponential of the cumulative hazard, whose increments share tied events as
    the model does. Its variance has a part of the increments and one of the coefficients
    (Tsiatis 1981, doi:10.1214/aos/1176345335), robust where the model is, as R's ``survfit``.

    References
    ----------
    Therneau and Grambsch 2000 (doi:10.1007/978-1-4757-3294-8), chapter 10. Oracle: R survival
    3.5.3, ``survfit(fit, newdata)``, in ``oracle/r/cox_checks.R``.

    Examples
    --------
    >>> from osteon.estimate.regression.cox import fit_cox
    >>> counts = CovariateCounts.from_rows([1, 2, 3, 4], [1, 1, 1, 0], {"stage": [3, 1, 2, 0]})
    >>> curve = predict_survival(fit_cox(counts), counts, at={"stage": 1})[""]
    >>> curve.survival.round(3).tolist()
    [0.931, 0.742, 0.553]
    """
    check_values(model, at)
    likelihood = PartialLikelihood(counts, counts.is_event(model.cause), ties=model.ties)
    cells = likelihood.cells
    sums = likelihood.risk_sums(model.coefficients)
    x = np.array([at[name] for name in model.names]) - likelihood.patients.centre
    ratio = float(np.exp(x @ model.coefficients))
    hazard, squares = sums.powers[:, :1], sums.powers[:, 2:3]
    steps = np.hstack([hazard, squares, hazard * x - sums.mean_hazard])
    sum_forwards(steps, cells.starts)
    leverage = np.einsum("ci,ij,cj->c", steps[:, 2:], model.covariance, steps[:, 2:])
    cumulated, std_error = ratio * steps[:, 0], ratio * np.sqrt(steps[:, 1] + leverage)
    survival = np.exp(-cumulated)
    low, high = estimate_survival_interval(
        survival, std_error, conf_level=conf_level, conf_type=conf_type
    )
    curves = {}
    for code, label in enumerate(counts.stratum_labels):
        own = (cells.stratum == code) & ~cells.starts
        curves[label] = PredictedCurve(
            cells.time[own],
            cumulated[own],
            std_error[own],
            survival[own],
            low[own],
            high[own],
            conf_level,
        )
    return curves
