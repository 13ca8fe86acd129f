"""Gray's test: do groups differ in the cumulative incidence of a cause."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.competing.cumulative_incidence import event_free
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.risk_table import RiskTable, tabulate_risk_by_stratum
from osteon.estimate.survival.log_rank import LogRankSums, quadratic_form
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


def test_for_incidence_difference(
    counts: SurvivalCounts, *, cause: int = 1, rho: float = 0.0
) -> TestResult:
    """Test whether groups have the same cumulative incidence of a cause at all times (Gray).

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups with status 0 censored and 1..k the cause. Where there
        are strata, groups are compared within them.
    cause : int
        The cause compared; all others compete with it.
    rho : float, >= 0
        Exponent of the weight (1 - F(t-))^rho, with F the incidence of all groups together.
        0 weighs all times alike.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom less than there are groups at risk; `observed` and
        `expected` are (weighted) events of the cause by group. NaN where nobody had the cause.

    Raises
    ------
    EstimationError
        There is only one group, nobody in the data can have the cause, `rho` is negative, or
        patients are weighted.

    Notes
    -----
    A score test of equal subdistribution hazards. The risk set of a group is
    Y(t) (1 - F(t-)) / S(t-): those who had another event before t stay in it as long as they
    would have been watched. The variance treats increments of the causes as independent, with
    a hypergeometric correction for ties, as in R's ``cmprsk::cuminc``. That multiplies two 32-bit
    integers and is wrong above some four million rows; here all are floating-point. With delayed
    entry Y counts those who have entered; a group whose S has reached 0 is then left out.

    Tests of cause-specific hazards are the log-rank test with other causes censored; the two
    answer different questions and may disagree.

    References
    ----------
    Gray RJ. Ann Statist 1988;16:1141 (doi 10.1214/aos/1176350951).
    Oracle: R cmprsk 2.2.11, ``cuminc(time, status, group, strata)$Tests``,
    in ``oracle/r/gray_test.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows(
    ...     [1, 2, 3, 4, 5, 6], [1, 1, 2, 1, 2, 0], group=["a", "a", "a", "b", "b", "b"]
    ... )
    >>> round(test_for_incidence_difference(counts).p_value, 3)
    0.118
    """
    _check(counts, cause, rho)
    n_groups = len(counts.group_labels)
    sums = LogRankSums(np.zeros(n_groups), np.zeros(n_groups), np.zeros((n_groups, n_groups)))
    for table in tabulate_risk_by_stratum(counts):
        sums = _added(sums, _sum_gray(gray_steps(table, cause), rho))
    statistic, df = quadratic_form(sums)
    stratified = "stratified " if len(counts.stratum_labels) > 1 else ""
    return TestResult(
        statistic,
        df,
        chi_square_tail(statistic, df),
        f"{stratified}Gray's test" + (f", rho {rho:g}" if rho else ""),
        dict(zip(counts.group_labels, sums.observed.tolist(), strict=True)),
        dict(zip(counts.group_labels, sums.expected.tolist(), strict=True)),
    )


test_for_incidence_difference.__dict__["__test__"] = False  # not one of pytest's


@dataclass(frozen=True, slots=True, eq=False)
class GraySteps:
    """What Gray's test needs at each of the k times with an event, in one stratum.

    Parameters
    ----------
    n_at_risk, n_event, n_other : ndarray of float, shape (n_groups, k)
        At risk, events of the cause and of other causes.
    survival, before : ndarray of float, shape (n_groups, k)
        Probability of no event after and before each time.
    not_yet : ndarray of float, shape (n_groups, k)
        1 - F(t-), the probability of no event of the cause before each time.
    """

    n_at_risk: FloatArray
    n_event: FloatArray
    n_other: FloatArray
    survival: FloatArray
    before: FloatArray
    not_yet: FloatArray

    @property
    def scaled_at_risk(self) -> FloatArray:
        """Y / S(t-), which Gray calls h; 0 where nobody is at risk."""
        empty = np.zeros_like(self.before)
        return np.divide(self.n_at_risk, self.before, out=empty, where=self.before > 0)


def gray_steps(table: RiskTable, cause: int) -> GraySteps:
    """Return survival and incidence of each group on the event times of all groups."""
    rows = np.flatnonzero(table.n_event.sum(axis=(0, 1)))
    at_risk, events = table.n_at_risk[:, rows], table.n_event[:, :, rows]
    watched = np.maximum(at_risk, 1e-300)  # no event where nobody is at risk: 0 / anything
    survival = event_free(watched, events.sum(axis=1))
    before = _before(survival, 1.0)
    own = events[:, cause - 1]
    incidence = np.cumsum(before * own / watched, axis=-1)
    others = events.sum(axis=1) - own
    alive = before > 0
    return GraySteps(
        at_risk * alive, own * alive, others * alive, survival, before, 1 - _before(incidence, 0.0)
    )


def _sum_gray(steps: GraySteps, rho: float) -> LogRankSums:
    """Sum observed, expected and covariance over the times of one stratum."""
    h, d = steps.scaled_at_risk, steps.n_event.sum(axis=0)
    pooled = np.cumsum(_ratio(d, h.sum(axis=0)))
    weight = (1 - _before(pooled, 0.0)) ** rho
    R = h * steps.not_yet
    expected = R @ (weight * _ratio(d, R.sum(axis=0)))
    covariance = _gray_covariance(steps, pooled, weight)
    return LogRankSums(steps.n_event @ weight, expected, covariance)


def _gray_covariance(steps: GraySteps, pooled: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the covariance of the scores of all groups, shape (n_groups, n_groups).

    An event in group j at t moves score i at once, by a_ij(t), and through the incidence of
    group j at all later times, by what c_ij has still to gain. The scores add up to 0, so that
    the last is left out and completed at the end.
    """
    h, d = steps.scaled_at_risk, steps.n_event.sum(axis=0)
    h_total = h.sum(axis=0)
    a = (-weight * _ratio(h, h_total))[:-1, None] * h
    for group in range(len(h) - 1):
        a[group, group] += weight * h[group]
    gained = np.cumsum(a * _ratio(d, h_total * (1 - _before(pooled, 0.0))), axis=-1)
    still_to_gain = np.subtract(gained[..., -1:], gained, out=gained)
    of_others = still_to_gain * _ratio(1 - pooled, steps.survival)
    of_cause = np.add(a, still_to_gain, out=a)
    of_cause -= of_others

    ties = np.divide(d - 1, h_total * steps.before - 1, out=np.zeros_like(h), where=d > 1)
    var_cause = (1 - ties) * _ratio(d, h_total * h)
    n, D = steps.n_at_risk, steps.n_other
    ties = np.divide(D - 1, n - 1, out=np.zeros_like(h), where=D > 1)
    var_others = (1 - ties) * D * _ratio(steps.before, n) ** 2 * (steps.survival > 0)
    covariance = _outer_sum(of_cause, var_cause) + _outer_sum(of_others, var_others)
    complete = np.vstack([np.eye(len(h) - 1), -np.ones(len(h) - 1)])
    return np.asarray(complete @ covariance @ complete.T, dtype=np.float64)


def _outer_sum(influence: FloatArray, variance: FloatArray) -> FloatArray:
    """Sum over source groups and times the outer products of influences on the scores."""
    flat = influence.reshape(len(influence), -1)
    return (flat * variance.reshape(-1)) @ flat.T


def _added(first: LogRankSums, second: LogRankSums) -> LogRankSums:
    return LogRankSums(
        first.observed + second.observed,
        first.expected + second.expected,
        first.covariance + second.covariance,
    )


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Return top / bottom, 0 where the bottom is: nobody is at risk there."""
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    return np.divide(top, bottom, out=np.zeros(shape), where=bottom > 0)


def _before(values: FloatArray, start: float) -> FloatArray:
    """Return running values as they stood before each time."""
    moved = np.full(values.shape, start)
    moved[..., 1:] = values[..., :-1]
    return moved


def _check(counts: SurvivalCounts, cause: int, rho: float) -> None:
    problems = []
    if len(counts.group_labels) < 2:
        found = f"{len(counts.group_labels)} group"
        problems.append(Problem("group", found, "two groups or more"))
    if not np.array_equal(counts.n, np.floor(counts.n)):
        hint = "Compare weighted groups by a Fine-Gray model with robust variance."
        problems.append(Problem("n", "weights that are not whole", "whole numbers", hint))
    n_causes = int(counts.status.max(initial=1))
    if not 1 <= cause <= n_causes:
        problems.append(Problem("cause", f"{cause}", f"a cause that occurs, 1 to {n_causes}"))
    if not 0 <= rho < np.inf:
        problems.append(Problem("rho", f"{rho}", "0 or more"))
    if problems:
        raise EstimationError("Gray's test cannot be made.", problems)
