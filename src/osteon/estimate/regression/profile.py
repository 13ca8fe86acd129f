"""Limits within which a coefficient may move before the profile likelihood falls too low."""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from scipy import special

from osteon.estimate.regression.likelihood import Likelihood
from osteon.estimate.regression.newton import maximise
from osteon.estimate.regression.ranks import FloatArray

MAX_DOUBLINGS = 30
TOLERANCE = 1e-11  # of a limit, relative to its distance from the estimate


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The greatest log-likelihood for each value of one coefficient.

    Parameters
    ----------
    likelihood : Likelihood
        A log-likelihood of p coefficients, penalised or not.
    coefficients : ndarray of float, shape (p,)
        Where it is greatest.
    maximum : float
        The log-likelihood there.
    index : int
        Which coefficient is fixed.
    """

    likelihood: Likelihood
    coefficients: FloatArray
    maximum: float
    index: int

    def limit(self, first_step: float, conf_level: float) -> float:
        """Return the limit of the interval on one side.

        Parameters
        ----------
        first_step : float
            Towards the limit, negative for the lower one; it is doubled until it is too far.
        conf_level : float, in (0, 1)
            Of the two-sided interval.

        Returns
        -------
        float
            Infinite where the profile never falls so low.
        """
        allowed = float(special.chdtri(1, 1 - conf_level)) / 2

        def excess(step: float) -> float:
            return self.fall(step) - allowed

        near, far = 0.0, first_step
        for _ in range(MAX_DOUBLINGS):
            if excess(far) > 0:
                tolerance = TOLERANCE * abs(far)
                found = scipy.optimize.brentq(excess, near, far, xtol=tolerance)
                return float(self.coefficients[self.index] + found)
            near, far = far, 2 * far
        return math.copysign(math.inf, first_step)

    def fall(self, step: float) -> float:
        """Return how far the profile falls when the coefficient is moved by `step`."""
        free = np.arange(len(self.coefficients)) != self.index
        moved = self.coefficients + np.where(free, 0.0, step)
        return self.maximum - maximise(self.likelihood, start=moved, free=free).evaluation.value
