"""What a likelihood has to say at a point, for those who maximise it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from osteon.estimate.regression.ranks import FloatArray

DIFFERENCE = 1e-3  # of a standard error, over which a curvature is measured


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
    curvature : ndarray of float, shape (p, p), optional
        The negative Hessian of a penalised log-likelihood; the information without it.
    """

    value: float
    score: FloatArray
    information: FloatArray
    scale: FloatArray
    curvature: FloatArray | None = None


def difference_curvature(
    score: Callable[[FloatArray], FloatArray], coefficients: FloatArray, information: FloatArray
) -> FloatArray:
    """Return the negative derivative of a score by central differences, shape (p, p).

    Parameters
    ----------
    score : callable
        Gradient of a log-likelihood at given coefficients.
    coefficients : ndarray of float, shape (p,)
        Where it is taken.
    information : ndarray of float, shape (p, p)
        Says how far coefficients may be moved: a thousandth of a standard error.

    Returns
    -------
    ndarray of float, shape (p, p)
        Symmetric.
    """
    own = np.diag(information)
    widths = DIFFERENCE / np.sqrt(np.where(own > 0, own, 1.0))
    moves = np.diag(widths)
    columns = [
        (score(coefficients - move) - score(coefficients + move)) / (2 * width)
        for move, width in zip(moves, widths, strict=True)
    ]
    curvature = np.column_stack(columns)
    return np.asarray((curvature + curvature.T) / 2)


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
