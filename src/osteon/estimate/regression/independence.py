"""Whether covariates can be told apart before anything is fitted."""

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.ranks import FloatArray

DEPENDENT = 1e-10  # share of a covariate's information that the covariates before it leave


def check_independent(information: FloatArray, scale: FloatArray, names: tuple[str, ...]) -> None:
    """Raise if a covariate is constant, or a sum of the covariates before it.

    Parameters
    ----------
    information : ndarray of float, shape (p, p)
        Where all coefficients are zero, so that it depends on the covariates only.
    scale : ndarray of float, shape (p,)
        How large its diagonal can be.
    names : tuple of str
        The p covariates.

    Raises
    ------
    EstimationError
        Naming all covariates without information of their own.
    """
    remaining = information.copy()
    problems = []
    for index, name in enumerate(names):
        own = remaining[index, index]
        if own > DEPENDENT * scale[index]:
            remaining -= np.outer(remaining[index], remaining[index]) / own
            continue
        found = "no variation that the covariates before it leave, among patients at risk"
        hint = "Leave it out, or choose another reference level."
        problems.append(Problem(f"covariate '{name}'", found, "independent covariates", hint))
    if problems:
        raise EstimationError("These covariates cannot be told apart.", problems)
