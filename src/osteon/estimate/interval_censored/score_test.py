"""Do groups differ in survival, where events lie between two examinations."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.interval_censored.innermost import find_innermost_intervals
from osteon.estimate.interval_censored.interval_counts import IntervalCounts
from osteon.estimate.interval_censored.maximum_likelihood import find_likeliest_probabilities
from osteon.estimate.results import TestResult

FloatArray = NDArray[np.float64]
LogRankScores = Literal["sun", "finkelstein"]


def test_for_survival_difference_between_visits(
    counts: IntervalCounts, *, scores: LogRankScores = "sun"
) -> TestResult:
    """Test whether groups have the same survival, by log-rank scores for interval-censored times.

    Parameters
    ----------
    counts : IntervalCounts
        Last examination without and first with the event, in at least two groups.
    scores : {"sun", "finkelstein"}
        ``sun``: scores of a logistic model of the discrete hazard, which are those of the
        log-rank test where times are known or right-censored. ``finkelstein``: of proportional
        hazards between examinations.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom less than there are groups; `details` has the sum
        of scores of each group, which is like observed minus expected events. NaN where all
        scores are equal.

    Raises
    ------
    EstimationError
        There is only one group, or the likeliest distribution was not found.

    Notes
    -----
    Scores are made from the likeliest distribution of all groups together, and compared by the
    permutation variance, which needs groups to have been examined on like schedules: where one
    was seen more often, the scores differ without a difference in survival.

    References
    ----------
    Finkelstein DM (1986), Biometrics 42:845, doi:10.2307/2530698. Sun J (1996), Stat Med 15:1387,
    doi:10.1002/(SICI)1097-0258(19960715)15:13<1387::AID-SIM268>3.0.CO;2-R.
    Oracle: Fay MP, Shaw PA (2010), J Stat Softw 36(2), doi:10.18637/jss.v036.i02, section 4.2, and
    the same formulas on a self-consistent estimate in ``oracle/r/interval_censored.R``.

    Examples
    --------
    >>> counts = IntervalCounts.from_rows(
    ...     [0, 1, 2, 4, 5, 6], [2, 3, 4, 7, np.inf, 9], group=list("aaabbb")
    ... )
    >>> round(test_for_survival_difference_between_visits(counts).p_value, 3)
    0.027
    """
    check_choice("scores", scores, get_args(LogRankScores))
    n_groups = len(counts.group_labels)
    if n_groups < 2:
        problem = Problem("group", f"{n_groups} group", "two groups or more")
        raise EstimationError("The groups cannot be compared.", [problem])
    score = _score_rows(counts, scores) if len(counts.n) else counts.n
    size = np.bincount(counts.group, weights=counts.n, minlength=n_groups)
    total = np.bincount(counts.group, weights=counts.n * score, minlength=n_groups)
    spread = float(counts.n @ score**2)
    present = size > 0
    df = int(present.sum()) - 1
    statistic = float("nan")
    if df > 0 and spread > 0:
        statistic = float((total[present] ** 2 / size[present]).sum())
        statistic *= float(size.sum() - 1) / spread
    return TestResult(
        statistic,
        df,
        chi_square_tail(statistic, df),
        f"log-rank test for interval-censored times, scores of {scores.title()}",
        details=dict(zip(counts.group_labels, total.tolist(), strict=True)),
    )


test_for_survival_difference_between_visits.__dict__["__test__"] = False  # not one of pytest's


def _score_rows(counts: IntervalCounts, scores: LogRankScores) -> FloatArray:
    """Return the score of a patient of each row; the scores of all patients sum to 0."""
    intervals = find_innermost_intervals(counts)
    p = find_likeliest_probabilities(intervals).probability
    S = 1 - np.concatenate([[0.0], np.cumsum(p)])
    S[-1] = 0
    if scores == "finkelstein":
        T = xlogy(S, S)
    else:
        positive = p > 0
        hazard = np.divide(p, S[:-1], out=np.zeros_like(p), where=positive)
        T = -S * np.concatenate([[0.0], np.cumsum(hazard)])
    covered = S[intervals.first] - S[intervals.last + 1]
    score = (T[intervals.first] - T[intervals.last + 1]) / covered
    return np.asarray(score[intervals.kind], dtype=np.float64)
