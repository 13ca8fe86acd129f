"""What to beware of in a fitted regression."""

import numpy as np

from osteon.estimate.regression.likelihood import Likelihood
from osteon.estimate.regression.newton import Maximum
from osteon.estimate.regression.regression_model import ModelWarning

LONG_STEP = 0.1  # change in log ratio over a covariate's range, of a step at a flat likelihood
FEW_EVENTS = 10  # events per variable (Peduzzi 1995, doi:10.1016/0895-4356(95)00048-8)


def find_infinite(fit: Maximum, likelihood: Likelihood) -> tuple[str, ...]:
    """Return the columns along which a monotone likelihood still rises.

    Parameters
    ----------
    fit : Maximum
        Where it was left.
    likelihood : Likelihood
        What was maximised.

    Returns
    -------
    tuple of str
        None of them where the likelihood has a maximum.
    """
    if not fit.is_monotone:
        return ()
    change = np.abs(fit.last_step) * likelihood.spread
    pairs = zip(likelihood.names, change.tolist(), strict=True)
    return tuple(name for name, own in pairs if own > LONG_STEP)


def list_warnings(
    fit: Maximum, infinite: tuple[str, ...], events_per_variable: float, *, penalised: bool
) -> tuple[ModelWarning, ...]:
    """Return what to beware of in a fit.

    Parameters
    ----------
    fit : Maximum
        How it ended.
    infinite : tuple of str
        Columns whose estimate is infinite.
    events_per_variable : float
        How many events there are for each column.
    penalised : bool
        Whether a penalty keeps the estimates stable.

    Returns
    -------
    tuple of ModelWarning
        MONOTONE-01, CONVERGENCE-01, EVENTS-01, as they apply.
    """
    warnings = []
    if infinite:
        warnings.append(
            ModelWarning(
                "MONOTONE-01",
                f"The likelihood is monotone in {', '.join(infinite)}: the estimate is infinite.",
                "Use Firth's penalty, or report a profile interval, which has one finite limit.",
            )
        )
    if not fit.converged:
        warnings.append(
            ModelWarning("CONVERGENCE-01", "The fit did not converge.", "Do not use its estimates.")
        )
    if not penalised:
        warnings.extend(warn_of_few_events(events_per_variable))
    return tuple(warnings)


def warn_of_few_events(events_per_variable: float) -> tuple[ModelWarning, ...]:
    """Return EVENTS-01 where there are few events for each column."""
    if events_per_variable >= FEW_EVENTS:
        return ()
    message = f"There are {events_per_variable:.1f} events for each variable, fewer than ten."
    hint = "Use fewer covariates or Firth's penalty, and read the intervals with care."
    return (ModelWarning("EVENTS-01", message, hint),)
