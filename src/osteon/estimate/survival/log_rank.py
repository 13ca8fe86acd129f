"""The log-rank family: do groups differ in survival."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.risk_table import RiskTable, tabulate_risk_by_stratum
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LogRankSums:
    """Sums over times (and strata) from which the tests of the family are made.

    Parameters
    ----------
    observed, expected : ndarray of float, shape (n_groups,)
        Weighted events, and those expected if all groups had the same hazard.
    covariance : ndarray of float, shape (n_groups, n_groups)
        Hypergeometric covariance of their differences; its rows sum to 0.
    """

    observed: FloatArray
    expected: FloatArray
    covariance: FloatArray


def test_for_survival_difference(
    counts: SurvivalCounts, *, rho: float = 0.0, gamma: float = 0.0
) -> TestResult:
    """Test whether groups have the same hazard of the event at all times.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups; every cause counts as the event. Where there are
        strata, groups are compared within them.
    rho, gamma : float, >= 0
        Fleming and Harrington's weights S(t-)^rho (1 - S(t-))^gamma, with S the Kaplan-Meier
        estimate of all groups together: 0, 0 is the log-rank test, 1, 0 the Peto-Peto
        modification of Gehan's and Wilcoxon's, 0, 1 looks at late differences.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom less than there are groups with an expected event;
        `observed` and `expected` are (weighted) events by group. NaN where fewer than two groups
        expect an event.

    Raises
    ------
    EstimationError
        There is only one group, or a weight is negative.

    Notes
    -----
    The hypergeometric variance under ties and weights S(t-) just before each time, in each
    stratum its own, are those of R's ``survdiff``.

    References
    ----------
    Mantel N. Cancer Chemother Rep 1966;50:163. Fleming TR, Harrington DP. Counting Processes and
    Survival Analysis. 1991, chapter 7 (doi 10.1002/9781118150672).
    Oracle: R survival 3.5.3, ``survdiff(Surv(time, status) ~ group + strata(s), rho = )``,
    in ``oracle/r/log_rank.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 5, 5, 8], [1, 1, 0, 1], group=["a", "a", "b", "b"])
    >>> round(test_for_survival_difference(counts).p_value, 4)
    0.0896
    """
    check_groups(counts)
    check_exponents(rho, gamma)
    sums = sum_log_rank(counts, rho=rho, gamma=gamma)
    statistic, df = quadratic_form(sums)
    return TestResult(
        statistic,
        df,
        chi_square_tail(statistic, df),
        name_of_test(counts, rho, gamma),
        dict(zip(counts.group_labels, sums.observed.tolist(), strict=True)),
        dict(zip(counts.group_labels, sums.expected.tolist(), strict=True)),
    )


test_for_survival_difference.__dict__["__test__"] = False  # not one of pytest's


def sum_log_rank(counts: SurvivalCounts, *, rho: float = 0.0, gamma: float = 0.0) -> LogRankSums:
    """Sum observed and expected events and their covariance over times and strata."""
    n_groups = len(counts.group_labels)
    observed, expected = np.zeros(n_groups), np.zeros(n_groups)
    covariance = np.zeros((n_groups, n_groups))
    for table in tabulate_risk_by_stratum(counts):
        steps = log_rank_steps(table)
        weight = fleming_harrington_weight(steps, rho, gamma)
        observed += steps.n_event @ weight
        expected += steps.expected @ weight
        covariance += steps.covariance(weight**2)
    return LogRankSums(observed, expected, covariance)


@dataclass(frozen=True, slots=True, eq=False)
class LogRankSteps:
    """What each event time adds to a log-rank test, before weighting.

    Parameters
    ----------
    n_at_risk, n_event : ndarray of float, shape (n_groups, n_event_times)
        By group.
    n_at_risk_total, n_event_total : ndarray of float, shape (n_event_times,)
        In all groups together.
    """

    n_at_risk: FloatArray
    n_event: FloatArray
    n_at_risk_total: FloatArray
    n_event_total: FloatArray

    @property
    def expected(self) -> FloatArray:
        """Number of events expected under a common hazard, shape (n_groups, n_event_times)."""
        return self.n_at_risk * (self.n_event_total / self.n_at_risk_total)

    def covariance(self, weight: FloatArray) -> FloatArray:
        """Sum the hypergeometric covariances, each times a weight, shape (n_groups, n_groups)."""
        scaled = self.n_at_risk * (weight * self._spread)
        return np.diag(scaled @ self.n_at_risk_total) - scaled @ self.n_at_risk.T

    @property
    def variances(self) -> FloatArray:
        """Hypergeometric variance of each group's events, shape (n_groups, n_event_times)."""
        return self.n_at_risk * (self.n_at_risk_total - self.n_at_risk) * self._spread

    @property
    def _spread(self) -> FloatArray:
        """The variance of each event time by product of numbers at risk, d (Y-d) / (Y-1) / Y^2."""
        Y, d = self.n_at_risk_total, self.n_event_total
        return np.divide(d * (Y - d), (Y - 1) * Y**2, out=np.zeros_like(Y), where=Y > 1)


def log_rank_steps(table: RiskTable) -> LogRankSteps:
    """Return the contributions of each event time of one stratum."""
    events = table.n_event_any
    rows = np.flatnonzero(events.sum(axis=0))
    n_at_risk, n_event = table.n_at_risk[:, rows], events[:, rows]
    return LogRankSteps(n_at_risk, n_event, n_at_risk.sum(axis=0), n_event.sum(axis=0))


def fleming_harrington_weight(steps: LogRankSteps, rho: float, gamma: float) -> FloatArray:
    """Return S(t-)^rho (1 - S(t-))^gamma at each event time, all groups together."""
    kept = 1 - steps.n_event_total / steps.n_at_risk_total
    before = np.concatenate(([1.0], np.cumprod(kept)[:-1]))[: len(kept)]
    return before**rho * (1 - before) ** gamma


def quadratic_form(sums: LogRankSums) -> tuple[float, int]:
    """Return the chi-square of observed minus expected, and its degrees of freedom.

    Groups without an expected event are left out; where the others are compared in parts that
    never meet, the degrees of freedom are those of the parts. NaN and 0 where nothing is compared.
    """
    compared = sums.expected > 0
    difference = (sums.observed - sums.expected)[compared][1:]
    covariance = sums.covariance[np.ix_(compared, compared)][1:, 1:]
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True)) if covariance.size else 0
    if rank == 0:
        return float("nan"), 0
    if rank == len(difference):
        return float(difference @ np.linalg.solve(covariance, difference)), rank
    return float(difference @ np.linalg.pinv(covariance, hermitian=True) @ difference), rank


def check_groups(counts: SurvivalCounts) -> None:
    """Raise unless there are groups to compare, of whole patients."""
    problems = []
    if len(counts.group_labels) < 2:
        found = f"{len(counts.group_labels)} group"
        problems.append(Problem("group", found, "two groups or more"))
    if counts.has_fractions:
        hint = "Compare weighted groups by a Cox model with robust variance."
        problems.append(Problem("n", "weights that are not whole", "whole numbers", hint))
    if problems:
        raise EstimationError("The log-rank test cannot be made.", problems)


def check_exponents(rho: float, gamma: float) -> None:
    """Raise unless both exponents of the weight function are 0 or more."""
    problems = [
        Problem(name, f"{value}", "0 or more")
        for name, value in (("rho", rho), ("gamma", gamma))
        if not 0 <= value < np.inf
    ]
    if problems:
        raise EstimationError("There is no such weight function.", problems)


def name_of_test(counts: SurvivalCounts, rho: float, gamma: float) -> str:
    """Return the name of the test that these weights make."""
    if rho == 0 and gamma == 0:
        name = "log-rank test"
    elif rho == 1 and gamma == 0:
        name = "Peto-Peto test"
    else:
        name = f"Fleming-Harrington test, rho {rho:g}, gamma {gamma:g}"
    return f"stratified {name}" if len(counts.stratum_labels) > 1 else name
