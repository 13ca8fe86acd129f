"""Newton's method with step-halving, for concave log-likelihoods."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.independence import check_independent
from osteon.estimate.regression.likelihood import Evaluation, Likelihood
from osteon.estimate.regression.ranks import FloatArray

TOLERANCE = 1e-8  # of the last step, in standard errors; the step is then taken and squares it
NOISE = 1e-6  # a last step that is smaller than this and no longer shrinks is rounding
FLAT = 1e-9  # gain of a step, relative to the log-likelihood, that no longer counts
STEADY = 0.9  # steps that shrink less than this lead to infinity
LONGEST = 10.0  # change of a log ratio between any two patients that one step may make
FAR = 15.0  # log ratio between two patients beyond which no better place is found in rounding
ROUNDING = 1e-12  # relative error of a log-likelihood
MAX_HALVINGS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Where a log-likelihood is greatest, and how that was found.

    Parameters
    ----------
    coefficients : ndarray of float, shape (p,)
        The maximum.
    evaluation, start : Evaluation
        The likelihood at the maximum and at the start.
    last_step : ndarray of float, shape (p,)
        The step that was no longer worth while; large where the likelihood is monotone.
    n_iterations : int
        Evaluations after the first.
    converged : bool
        Whether a maximum was reached, or the likelihood became flat.
    is_monotone : bool
        Whether it became flat: the maximum is at infinity.
    """

    coefficients: FloatArray
    evaluation: Evaluation
    start: Evaluation
    last_step: FloatArray
    n_iterations: int
    converged: bool
    is_monotone: bool = False


def maximise(
    likelihood: Likelihood,
    *,
    start: FloatArray | None = None,
    free: NDArray[np.bool_] | None = None,
    max_iterations: int = 50,
) -> Maximum:
    """Find the coefficients at which a log-likelihood is greatest.

    Parameters
    ----------
    likelihood : Likelihood
        A function of p coefficients.
    start : ndarray of float, shape (p,), optional
        Where to begin; at zero without it.
    free : ndarray of bool, shape (p,), optional
        Which coefficients may move.
    max_iterations : int
        How many steps at most.

    Returns
    -------
    Maximum
        With ``converged`` False where the steps did not suffice.

    Raises
    ------
    EstimationError
        Without `start`, where covariates are constant or depend on each other.
    """
    n_coefficients = len(likelihood.names)
    free = np.ones(n_coefficients, dtype=np.bool_) if free is None else free
    coefficients = np.zeros(n_coefficients) if start is None else start.astype(np.float64)
    first = evaluation = likelihood.evaluate(coefficients)
    if start is None:
        check_independent(first.information, first.scale, likelihood.names)
    progress = _Progress(np.sqrt(np.abs(np.diag(first.information))))
    for iteration in range(max_iterations):
        step = newton_step(evaluation, free)
        at = (evaluation, first, step, iteration)
        if progress.is_at_end(step, evaluation):
            end = coefficients if progress.is_flat else coefficients + step
            return Maximum(end, *at, converged=True, is_monotone=progress.is_flat)
        better = _improve(likelihood, coefficients, evaluation, step)
        if better is None:
            is_far = bool(np.abs(coefficients) @ likelihood.spread > FAR)
            return Maximum(coefficients, *at, converged=is_far, is_monotone=is_far)
        coefficients, evaluation = better
    step = newton_step(evaluation, free)
    return Maximum(coefficients, evaluation, first, step, max_iterations, converged=False)


def newton_step(evaluation: Evaluation, free: NDArray[np.bool_]) -> FloatArray:
    """Return the step to the maximum of the parabola; zero where a coefficient is not free."""
    information = _curvature(evaluation, free)
    own = np.diag(information)
    scale = np.sqrt(np.where(own > 0, own, 1.0))
    scaled = information / np.outer(scale, scale)
    step = np.zeros(len(free))
    step[free] = np.linalg.lstsq(scaled, evaluation.score[free] / scale)[0] / scale
    return step


def _curvature(evaluation: Evaluation, free: NDArray[np.bool_]) -> FloatArray:
    """Return the negative Hessian, or the information where that has no maximum."""
    within = np.ix_(free, free)
    information = evaluation.information[within]
    if evaluation.curvature is None:
        return information
    curvature = evaluation.curvature[within]
    usable = np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature).min(initial=1) > 0
    return curvature if usable else information


class _Progress:
    """Whether further steps are worth while; `is_flat` says that the likelihood is monotone."""

    def __init__(self, scale: FloatArray) -> None:
        self.scale = scale
        self.is_flat = False
        self._value = -np.inf
        self._length = np.inf
        self._remaining = np.inf

    def is_at_end(self, step: FloatArray, evaluation: Evaluation) -> bool:
        """Return whether this step, from here, is the last one."""
        remaining = math.sqrt(max(float(step @ evaluation.score), 0.0))
        length = float(np.linalg.norm(step * self.scale))
        gain = evaluation.value - self._value
        is_slow = length > STEADY * self._length
        self.is_flat = bool(is_slow and gain < FLAT * (abs(evaluation.value) + 0.1))
        is_rounding = remaining < NOISE and remaining >= self._remaining
        self._value, self._length, self._remaining = evaluation.value, length, remaining
        return remaining < TOLERANCE or is_rounding or self.is_flat


def _improve(
    likelihood: Likelihood, coefficients: FloatArray, evaluation: Evaluation, step: FloatArray
) -> tuple[FloatArray, Evaluation] | None:
    """Take a step, or the first half, quarter ... of it that does not lower the likelihood."""
    slack = ROUNDING * abs(evaluation.value)
    step = step / max(1.0, float(np.abs(step) @ likelihood.spread) / LONGEST)
    for _ in range(MAX_HALVINGS):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            trial = likelihood.evaluate(coefficients + step)  # a step too far leaves the numbers
        usable = np.isfinite(trial.value) and np.isfinite(trial.information).all()
        if usable and trial.value >= evaluation.value - slack:
            return coefficients + step, trial
        step = step / 2
    return None
