"""Whether hazard ratios change with time: the score test of cox.zph."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.partial_likelihood import PartialLikelihood, RiskSums
from osteon.estimate.regression.ranks import FloatArray, rank_values, sum_by_code
from osteon.estimate.regression.regression_model import chi_square_result
from osteon.estimate.results import TestResult
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival_counts import SurvivalCounts

TimeScale = Literal["km", "identity", "log", "rank"]


@dataclass(frozen=True, slots=True, eq=False)
class ProportionalHazardsTest:
    """Tests of coefficients that change with time.

    Parameters
    ----------
    terms : dict of str to TestResult
        By variable: the coefficients of all its columns together.
    overall : TestResult
        All of them.
    """

    __test__ = False  # a result, not a test of pytest's

    terms: dict[str, TestResult]
    overall: TestResult


def test_for_proportional_hazards(
    model: CoxModel, counts: CovariateCounts, *, scale: TimeScale = "km"
) -> ProportionalHazardsTest:
    """Test whether a hazard ratio is the same early and late.

    Parameters
    ----------
    model : CoxModel
        A fitted model, without penalty.
    counts : CovariateCounts
        What it was fitted to.
    scale : {"km", "identity", "log", "rank"}
        The function of time with which the log hazard ratio may change: one less survival just
        before, the time itself, its logarithm, or its rank.

    Returns
    -------
    ProportionalHazardsTest
        Chi-square for each variable with a degree of freedom for each column of it, and overall.

    Raises
    ------
    EstimationError
        An event at time 0 on the scale of the logarithm.

    Notes
    -----
    Score tests of the product of covariate and time, as in R's ``cox.zph`` from survival 3.0 on;
    the older test approximated their variance. Ties and strata are those of the model. Survival
    is that of all strata together, without weights, as in R. Robust variances play no part.

    References
    ----------
    Grambsch and Therneau 1994 (doi:10.1093/biomet/81.3.515). Oracle: R survival 3.5.3,
    ``cox.zph(fit, transform = "km")``, in ``oracle/r/cox_checks.R``.

    Examples
    --------
    >>> from osteon.estimate.regression.cox import fit_cox
    >>> counts = CovariateCounts.from_rows(
    ...     [6, 7, 10, 15, 19, 25], [1, 0, 1, 1, 0, 1], {"treated": [0, 0, 1, 0, 1, 1]}
    ... )
    >>> found = test_for_proportional_hazards(fit_cox(counts), counts)
    >>> round(found.terms["treated"].p_value, 3)
    0.751
    """
    likelihood = PartialLikelihood(counts, counts.is_event(model.cause), ties=model.ties)
    sums = likelihood.risk_sums(model.coefficients)
    change = _change_with_time(likelihood, scale)
    score = change @ (_event_totals(likelihood) - sums.expected)
    by_cell = _information_by_cell(likelihood, sums)
    constant, mixed, changing = (
        np.tensordot(weight, by_cell, axes=1)
        for weight in (np.ones_like(change), change, change**2)
    )
    variance = changing - mixed @ np.linalg.solve(constant, mixed)

    def test(columns: list[int]) -> TestResult:
        own = variance[np.ix_(columns, columns)]
        statistic = float(score[columns] @ np.linalg.solve(own, score[columns]))
        return chi_square_result(statistic, len(columns), f"score test, {scale} time")

    columns_of: dict[str, list[int]] = {}
    for column, term in enumerate(model.terms):
        columns_of.setdefault(term, []).append(column)
    return ProportionalHazardsTest(
        {term: test(columns) for term, columns in columns_of.items()},
        test(list(range(len(model.terms)))),
    )


test_for_proportional_hazards.__dict__["__test__"] = False  # not one of pytest's


def _change_with_time(likelihood: PartialLikelihood, scale: TimeScale) -> FloatArray:
    """Return the function of time at each cell, less its mean over events; 0 without events."""
    cells = likelihood.cells
    has_event = cells.n_event > 0
    times = cells.time[has_event]
    change = np.zeros(len(cells.time))
    change[has_event] = _SCALES[scale](likelihood, times)
    mean = float(cells.n_event @ change / cells.n_event.sum())
    return np.where(has_event, change - mean, 0.0)


def _identity(_: PartialLikelihood, times: FloatArray) -> FloatArray:
    return times


def _logarithm(_: PartialLikelihood, times: FloatArray) -> FloatArray:
    if (times <= 0).any():
        problem = Problem("time", "an event at time 0", "events after time 0", "Use another scale.")
        raise EstimationError("There is no logarithm of time 0.", [problem])
    return np.log(times)


def _rank(likelihood: PartialLikelihood, times: FloatArray) -> FloatArray:
    """Return the mean rank of each time among the ends of all rows."""
    counts = likelihood.counts
    ranks, distinct = rank_values(counts.time)
    n = sum_by_code(ranks, counts.n, len(distinct))
    return (np.cumsum(n) - (n - 1) / 2)[np.searchsorted(distinct, times)]


def _failure_before(likelihood: PartialLikelihood, times: FloatArray) -> FloatArray:
    """Return one less Kaplan-Meier survival just before each time."""
    counts = likelihood.counts
    nobody = np.zeros(len(counts.n), dtype=np.int64), (NO_LABEL,)
    entry = None if counts.entry is None else counts.entry.astype(np.float64)
    follow_up = SurvivalCounts(
        counts.time.astype(np.float64),
        likelihood.event.astype(np.int64),
        counts.n,
        *nobody,
        *nobody,
        entry=entry,
    )
    curve = estimate_survival(follow_up)[NO_LABEL]
    survival = np.concatenate([[1.0], curve.survival])
    return np.asarray(1 - survival[np.searchsorted(curve.time, times)])


_SCALES: dict[TimeScale, Callable[[PartialLikelihood, FloatArray], FloatArray]] = {
    "km": _failure_before,
    "identity": _identity,
    "log": _logarithm,
    "rank": _rank,
}


def _event_totals(likelihood: PartialLikelihood) -> FloatArray:
    """Return the weighted sum of the covariates of those with an event, by cell, shape (c, p)."""
    event = likelihood.event
    cell = likelihood.patients.slot[event] // 2
    weight = likelihood.counts.total_weight()[event]
    rows = likelihood.counts.covariates.select_rows(event).rows() - likelihood.patients.centre
    n_cells = len(likelihood.cells.time)
    return np.column_stack([sum_by_code(cell, weight * column, n_cells) for column in rows.T])


def _information_by_cell(likelihood: PartialLikelihood, sums: RiskSums) -> FloatArray:
    """Return what each cell adds to the information, shape (c, p, p)."""
    x = likelihood.patients.patterns - likelihood.patients.centre
    p = x.shape[1]
    squares = (x[:, :, np.newaxis] * x[:, np.newaxis, :]).reshape(len(x), -1)
    at_risk, dying = (
        total.reshape(-1, p, p) for total in likelihood.sum_values(sums.risk, squares)
    )
    hazard, tied = sums.powers[:, 0], sums.powers[:, 1]
    second = hazard[:, np.newaxis, np.newaxis] * at_risk - tied[:, np.newaxis, np.newaxis] * dying
    squared_mean = np.einsum("ci,cj->cij", sums.at_risk[:, 1:], sums.mean_hazard)
    squared_mean -= np.einsum("ci,cj->cij", sums.dying[:, 1:], sums.tied_mean_hazard)
    information: FloatArray = second - squared_mean
    return information
