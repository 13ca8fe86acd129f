"""What a likelihood has to say at a point, for those who maximise it."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from osteon.estimate.regression.ranks import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A log-likelihood at one value of its p coefficients.

    Parameters
    ----------
    value : float
        The (penalised) log-likelihood.
    score : ndarray of float, shape (p,)
        Its gradient.
    information : ndarray of float, shape (p, p)
        The negative Hessian of the log-likelihood, without any penalty.
    scale : ndarray of float, shape (p,)
        How large the diagonal of the information can be; what is many digits smaller than this
        is rounding.
    """

    value: float
    score: FloatArray
    information: FloatArray
    scale: FloatArray


class Likelihood(Protocol):
    """A log-likelihood of p coefficients."""

    @property
    def names(self) -> tuple[str, ...]:
        """The coefficients, in order."""

    @property
    def spread(self) -> FloatArray:
        """The range of the column of each coefficient, shape (p,)."""

    def evaluate(self, coefficients: FloatArray) -> Evaluation:
        """Return value, score and information at these coefficients."""


def invert_information(information: FloatArray) -> FloatArray:
    """Return the covariance that an information matrix stands for, shape (p, p).

    Where the likelihood is flat in some direction, the pseudo-inverse.
    """
    own = np.diag(information)
    scale = np.sqrt(np.where(own > 0, own, 1.0))
    scaled = information / np.outer(scale, scale)
    inverse: FloatArray = np.linalg.pinv(scaled, hermitian=True) / np.outer(scale, scale)
    return inverse


def score_statistic(evaluation: Evaluation) -> float:
    """Return the squared score in units of its variance, chi-square at the true coefficients."""
    return float(evaluation.score @ np.linalg.solve(evaluation.information, evaluation.score))
