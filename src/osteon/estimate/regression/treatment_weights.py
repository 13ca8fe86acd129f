"""Inverse-probability-of-treatment weights, and the balance they achieve."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.balance import estimate_standardised_difference
from osteon.estimate.regression.binary_counts import BinaryCounts
from osteon.estimate.regression.covariates import Covariates
from osteon.estimate.regression.logistic import LogisticModel, fit_logistic
from osteon.estimate.regression.ranks import FloatArray, rank_values, sum_by_code
from osteon.estimate.regression.regression_model import ModelWarning
from osteon.estimate.regression.weight_limits import effective_size, truncate_weights
from osteon.estimate.tables.contingency import ContingencyTable
from osteon.estimate.values.value_counts import ValueCounts

Estimand = Literal["ate", "att"]

IMBALANCE = 0.1  # standardised difference that is still taken as balance (doi:10.1002/sim.3697)
GROUPS = ("treated", "untreated")


@dataclass(frozen=True, slots=True)
class Balance:
    """How far apart treated and untreated are, in standard deviations.

    Parameters
    ----------
    before, after : float
        Without and with the weights; treated less untreated, where the variable has a direction.
    """

    before: float
    after: float


@dataclass(frozen=True, slots=True, eq=False)
class TreatmentWeights:
    """Weights that make treated and untreated patients alike in what was measured.

    Parameters
    ----------
    weight : ndarray of float, shape (k,)
        Of each patient of each row; pass it to `CovariateCounts` as ``weight``.
    propensity : ndarray of float, shape (k,)
        Probability of the treatment, given the covariates.
    model : LogisticModel
        Of the propensity.
    n_truncated : float
        How many patients' weights were cut.
    effective_size : mapping of str to float
        Of the groups ``treated`` and ``untreated``: how many unweighted patients would tell as
        much.
    balance : mapping of str to Balance
        By variable.
    warnings : tuple of ModelWarning
        Of the propensity model, and BALANCE-01 where a variable is not balanced.
    """

    weight: FloatArray
    propensity: FloatArray
    model: LogisticModel
    n_truncated: float
    effective_size: Mapping[str, float]
    balance: Mapping[str, Balance]
    warnings: tuple[ModelWarning, ...]


def estimate_treatment_weights(
    treatment: BinaryCounts,
    *,
    estimand: Estimand = "ate",
    stabilised: bool = True,
    truncation: tuple[float, float] | None = None,
) -> TreatmentWeights:
    """Estimate weights under which treatment does not depend on the measured covariates.

    Parameters
    ----------
    treatment : BinaryCounts
        Who was treated, as the event, with the confounders as covariates.
    estimand : {"ate", "att"}
        The effect had all been treated, against none; or that in the treated.
    stabilised : bool
        Whether weights are multiplied by the share of the patient's own group, which keeps their
        mean near 1. Makes no difference to a comparison of the two groups without covariates.
    truncation : tuple of two float, in [0, 1], optional
        Quantiles of the weights beyond which they are cut, such as (0.01, 0.99).

    Returns
    -------
    TreatmentWeights
        A weight for each row, in the order given.

    Raises
    ------
    EstimationError
        As `fit_logistic`; or quantiles that are not ascending in [0, 1].

    Notes
    -----
    With e the propensity: 1/e for the treated and 1/(1 - e) for the others, or 1 and e/(1 - e)
    for the effect in the treated. Quantiles are R's type 7 over patients. The variance of what is
    estimated with the weights must be robust, as that of `fit_cox` then is; it takes the weights
    as known, which for the average effect errs on the side of caution. Standardised differences
    keep the spread of the unweighted groups.

    References
    ----------
    Robins, Hernan and Brumback 2000 (doi:10.1097/00001648-200009000-00011); Austin 2009
    (doi:10.1002/sim.3697). Oracle: R 4.2, ``glm(family = binomial)`` and arithmetic, in
    ``oracle/r/weights.R``.

    Examples
    --------
    >>> treatment = BinaryCounts.from_rows(
    ...     [1, 0, 1, 0], {"severe": [0, 0, 1, 1]}, n=[10, 30, 30, 10]
    ... )
    >>> found = estimate_treatment_weights(treatment)
    >>> found.weight.round(3).tolist(), round(abs(found.balance["severe"].after), 6)
    ([2.0, 0.667, 0.667, 2.0], 0.0)
    """
    model = fit_logistic(treatment)
    predictor = treatment.covariates.rows() @ model.coefficients[1:] + model.coefficients[0]
    propensity = 1 / (1 + np.exp(-predictor))
    treated, n = treatment.event, treatment.n
    to_all = np.where(treated, 1 / propensity, 1 / (1 - propensity))
    weight = to_all if estimand == "ate" else to_all * propensity
    if stabilised:
        share = treatment.n_event / n.sum()
        own = np.where(treated, share, 1 - share)
        weight = weight * (own if estimand == "ate" else np.where(treated, 1, (1 - share) / share))
    truncated = truncate_weights(weight, n, truncation)
    balance = _balance(treatment, truncated)
    return TreatmentWeights(
        weight=truncated,
        propensity=propensity,
        model=model,
        n_truncated=float(n[truncated != weight].sum()),
        effective_size={
            name: effective_size(truncated[group], n[group])
            for name, group in zip(GROUPS, (treated, ~treated), strict=True)
        },
        balance=balance,
        warnings=(*model.warnings, *_warn_of_imbalance(balance)),
    )


def _balance(treatment: BinaryCounts, weight: FloatArray) -> dict[str, Balance]:
    """Return the standardised difference of each variable before and after weighting."""
    covariates = treatment.covariates
    found = {}
    for term in dict.fromkeys(covariates.terms):
        codes, values = _levels(covariates, term)
        size = 1 + int(codes.max())
        cells = np.where(treatment.event, 0, size) + codes
        n, weighted = (
            sum_by_code(cells, each, 2 * size).reshape(2, size)
            for each in (treatment.n, treatment.n * weight)
        )
        counts = (
            ContingencyTable.from_array(n.astype(np.int64))
            if values is None
            else ValueCounts(values, n.astype(np.int64), GROUPS)
        )
        found[term] = Balance(
            estimate_standardised_difference(counts),
            estimate_standardised_difference(counts, weight=weighted),
        )
    return found


def _levels(covariates: Covariates, term: str) -> tuple[NDArray[np.int64], FloatArray | None]:
    """Return the level of each row, and the values where the variable is a number."""
    columns = [index for index, own in enumerate(covariates.terms) if own == term]
    rows = covariates.rows()[:, columns]
    if covariates.names[columns[0]] == term:
        codes, values = rank_values(rows[:, 0])
        return codes.astype(np.int64), values.astype(np.float64)
    return (rows @ np.arange(1, len(columns) + 1)).astype(np.int64), None


def _warn_of_imbalance(balance: Mapping[str, Balance]) -> tuple[ModelWarning, ...]:
    left = [name for name, own in balance.items() if not abs(own.after) <= IMBALANCE]
    if not left:
        return ()
    message = f"The groups still differ in {', '.join(left)}."
    hint = "Add squares or products of covariates to the propensity model."
    return (ModelWarning("BALANCE-01", message, hint),)
