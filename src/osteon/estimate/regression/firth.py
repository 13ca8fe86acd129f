"""Firth's penalty on the partial likelihood, which keeps estimates finite."""

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.likelihood import (
    Evaluation,
    difference_curvature,
    invert_information,
)
from osteon.estimate.regression.partial_likelihood import PartialLikelihood, RiskSums
from osteon.estimate.regression.ranks import FloatArray


class FirthLikelihood:
    """A log partial likelihood plus half the log determinant of its information.

    Parameters
    ----------
    partial : PartialLikelihood
        The likelihood to penalise.

    Notes
    -----
    The penalty is Jeffreys' prior (Firth 1993, doi:10.1093/biomet/80.1.27; for Cox regression
    Heinze and Schemper 2001, doi:10.1111/j.0006-341X.2001.00114.x). Its gradient needs the third
    central moments of the covariates in each risk set, contracted with the inverse information.
    """

    def __init__(self, partial: PartialLikelihood) -> None:
        self.partial = partial

    @property
    def names(self) -> tuple[str, ...]:
        """The p covariates."""
        return self.partial.names

    @property
    def spread(self) -> FloatArray:
        """The range of each covariate, shape (p,)."""
        return self.partial.spread

    def evaluate(self, coefficients: FloatArray) -> Evaluation:
        """Return penalised value and score, and the information without penalty."""
        plain = self.partial.evaluate(coefficients)
        log_determinant = float(np.linalg.slogdet(plain.information)[1])
        return Evaluation(
            value=plain.value + log_determinant / 2,
            score=self._score(coefficients, plain),
            information=plain.information,
            scale=plain.scale,
            curvature=difference_curvature(self._score, coefficients, plain.information),
        )

    def _score(self, coefficients: FloatArray, plain: Evaluation | None = None) -> FloatArray:
        evaluation = self.partial.evaluate(coefficients) if plain is None else plain
        inverse = invert_information(evaluation.information)
        sums = self.partial.risk_sums(coefficients)
        return evaluation.score + self._third_moment(sums, inverse) / 2

    def _third_moment(self, sums: RiskSums, inverse: FloatArray) -> FloatArray:
        """Return the trace of inverse information times its derivative, by coefficient."""
        x = self.partial.patients.patterns - self.partial.patients.centre
        length = np.einsum("qi,ij,qj->q", x, inverse, x)[:, np.newaxis]
        squares = (x[:, :, np.newaxis] * x[:, np.newaxis, :]).reshape(len(x), -1)
        values = np.hstack([x, squares, length, length * x])
        at_risk, dying = self.partial.sum_values(sums.risk, values)
        cell, fraction, weight = self._steps()
        risk = sums.at_risk[cell, 0] - fraction * sums.dying[cell, 0]
        means = (at_risk[cell] - fraction[:, np.newaxis] * dying[cell]) / risk[:, np.newaxis]
        p = x.shape[1]
        mean, square, length, cubic = np.split(means, [p, p + p * p, p + p * p + 1], axis=1)
        turned = mean @ inverse
        mixed = np.einsum("sij,sj->si", square.reshape(-1, p, p), turned)
        own = np.sum(turned * mean, axis=1, keepdims=True)
        third: FloatArray = weight @ (cubic - mean * length - 2 * mixed + 2 * own * mean)
        return third

    def _steps(self) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
        """Return cell, fraction already gone, and weight of each step in which events leave."""
        cells = self.partial.cells
        is_efron = self.partial.ties == "efron"
        n_steps = (cells.n_event if is_efron else np.sign(cells.n_event)).astype(np.int64)
        cell = np.repeat(np.arange(len(n_steps)), n_steps)
        first = np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
        steps = n_steps[cell]
        return cell, (np.arange(len(cell)) - first) / steps, cells.event_weight[cell] / steps
