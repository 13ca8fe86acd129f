"""Profile-likelihood intervals of hazard and odds ratios."""

import math
from collections.abc import Sequence

from scipy import special

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.regression.binary_counts import BinaryCounts
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox import cox_likelihood
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.likelihood import Likelihood
from osteon.estimate.regression.likelihood_model import LikelihoodModel
from osteon.estimate.regression.logistic import BinomialLikelihood
from osteon.estimate.regression.profile import Profile
from osteon.estimate.regression.regression_model import INTERCEPT, chi_square_result
from osteon.estimate.results import Estimate, TestResult

STEP_AT_INFINITY = 0.1  # of the coefficient where the iteration stopped


def estimate_profile_intervals(
    model: LikelihoodModel,
    counts: CovariateCounts | BinaryCounts,
    *,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Estimate ratios with the interval that the profile of the likelihood gives.

    Parameters
    ----------
    model : CoxModel or LogisticModel
        A fitted model, penalised or not.
    counts : CovariateCounts or BinaryCounts
        What it was fitted to.
    names : sequence of str, optional
        Columns of the model; all but the intercept without it.
    conf_level : float, in (0, 1)
        Of the intervals.

    Returns
    -------
    dict of str to Estimate
        By column; `std_error` is that of the log ratio. Where the estimate is 0 or infinite, so
        is the limit on that side, and the other is finite.

    Raises
    ------
    EstimationError
        There is no such column.

    Notes
    -----
    The interval holds the values at which the likelihood, maximised over all other coefficients,
    is not further below its maximum than half the quantile of chi-square with one degree of
    freedom. For a penalised model it is the penalised likelihood, the penalty being that of all
    columns, as in R's coxphf and logistf. Nothing is interpolated, unlike in R's
    ``confint(glm)``. Weights enter the likelihood as frequencies and clusters not at all: such
    models have their robust Wald intervals.

    References
    ----------
    Heinze and Schemper 2001 (doi:10.1111/j.0006-341X.2001.00114.x), 2002
    (doi:10.1002/sim.1047). Oracle: ``uniroot`` on R's ``coxph`` and ``glm`` with an offset, in
    ``oracle/r/profile.R``.

    Examples
    --------
    >>> from osteon.estimate.regression.logistic import fit_logistic
    >>> counts = BinaryCounts.from_rows([0, 1, 0], {"treated": [0, 1, 1]}, n=[29, 13, 63])
    >>> model = fit_logistic(counts)
    >>> interval = estimate_profile_intervals(model, counts)["treated"]
    >>> round(interval.conf_low, 3), interval.value, interval.conf_high
    (2.765, inf, inf)
    """
    chosen = [name for name in model.names if name != INTERCEPT] if names is None else names
    _check_names(chosen, model.names)
    likelihood = _likelihood(model, counts)
    wald = model.ratios(conf_level)
    return {name: _interval(model, likelihood, name, wald[name]) for name in chosen}


def test_for_no_effect(
    model: LikelihoodModel,
    counts: CovariateCounts | BinaryCounts,
    *,
    names: Sequence[str] | None = None,
) -> dict[str, TestResult]:
    """Test that a ratio is 1, by how far the profile of the likelihood falls to it.

    Parameters
    ----------
    model : CoxModel or LogisticModel
        A fitted model, penalised or not.
    counts : CovariateCounts or BinaryCounts
        What it was fitted to.
    names : sequence of str, optional
        Columns of the model; all but the intercept without it.

    Returns
    -------
    dict of str to TestResult
        By column: chi-square with one degree of freedom. Significant at the level at which the
        interval of `estimate_profile_intervals` leaves out 1, also where the ratio is infinite.

    Raises
    ------
    EstimationError
        There is no such column.

    Notes
    -----
    For a penalised model the penalty is that of all columns, as in R's coxphf and logistf.

    References
    ----------
    Heinze and Schemper 2001 (doi:10.1111/j.0006-341X.2001.00114.x). Held to the interval, whose
    oracle is ``oracle/r/profile.R``.

    Examples
    --------
    >>> from osteon.estimate.regression.logistic import fit_logistic
    >>> counts = BinaryCounts.from_rows([0, 1, 0], {"treated": [0, 1, 1]}, n=[29, 13, 63])
    >>> model = fit_logistic(counts)
    >>> round(test_for_no_effect(model, counts)["treated"].p_value, 4)
    0.0026
    """
    chosen = [name for name in model.names if name != INTERCEPT] if names is None else names
    _check_names(chosen, model.names)
    likelihood = _likelihood(model, counts)
    found = {}
    for name in chosen:
        index = model.names.index(name)
        profile = Profile(likelihood, model.coefficients, model.log_likelihood, index)
        fall = profile.fall(-float(model.coefficients[index]))
        found[name] = chi_square_result(2 * max(fall, 0.0), 1, "profile-likelihood test")
    return found


test_for_no_effect.__dict__["__test__"] = False  # not one of pytest's


def _likelihood(model: LikelihoodModel, counts: CovariateCounts | BinaryCounts) -> Likelihood:
    if isinstance(model, CoxModel) and isinstance(counts, CovariateCounts):
        return cox_likelihood(model, counts)
    if isinstance(counts, BinaryCounts):
        return BinomialLikelihood(counts, penalty=model.penalty)
    raise TypeError("The counts must be those that the model was fitted to.")


def _interval(
    model: LikelihoodModel, likelihood: Likelihood, name: str, wald: Estimate
) -> Estimate:
    index = model.names.index(name)
    coefficient = float(model.coefficients[index])
    profile = Profile(likelihood, model.coefficients, model.log_likelihood, index)
    is_infinite = name in model.infinite
    length = float(special.ndtri(0.5 + wald.conf_level / 2)) * float(model.std_errors[index])
    step = STEP_AT_INFINITY * abs(coefficient) if is_infinite else length
    low, high = (
        math.copysign(math.inf, side)
        if is_infinite and side * coefficient > 0
        else profile.limit(side * step, wald.conf_level)
        for side in (-1, 1)
    )
    return Estimate(wald.value, wald.std_error, math.exp(low), math.exp(high), wald.conf_level)


def _check_names(asked: Sequence[str], known: tuple[str, ...]) -> None:
    problems = [
        Problem("names", f"'{name}'", ", ".join(known), suggest(name, known))
        for name in asked
        if name not in known or name == INTERCEPT
    ]
    if problems:
        raise EstimationError("There are no such columns in the model.", problems)
