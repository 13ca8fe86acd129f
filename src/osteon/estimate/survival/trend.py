"""The log-rank test for a trend over ordered groups."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.results import TestResult
from osteon.estimate.survival.log_rank import (
    LogRankSums,
    check_exponents,
    check_groups,
    name_of_test,
    sum_log_rank,
)
from osteon.estimate.survival_counts import SurvivalCounts


def test_for_survival_trend(
    counts: SurvivalCounts,
    *,
    scores: Mapping[str, float] | None = None,
    rho: float = 0.0,
    gamma: float = 0.0,
) -> TestResult:
    """Test whether the hazard rises or falls over ordered groups.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups, within strata where there are some.
    scores : mapping of str to float, optional
        The score of each group label; by default 0, 1, 2, ... in the order of the labels.
    rho, gamma : float, >= 0
        Fleming and Harrington's weights, as for `test_for_survival_difference`.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom; ``details["direction"]`` is the sum of scores times
        observed minus expected, positive where the hazard rises with the score. NaN where no
        event distinguishes the scores.

    Raises
    ------
    EstimationError
        There is only one group, a group has no score, or all scores are equal.

    Notes
    -----
    The variance is that of the score sum under the whole covariance of the groups. Taking the
    groups as independent, sum of score^2 times variance, or Peto's sum of expected events,
    gives another, wrong, statistic.

    References
    ----------
    Tarone RE (1975), Biometrika 62:679, doi:10.1093/biomet/62.3.679.
    Oracle: R survival 3.5.3, ``survdiff(...)$var`` and the score test of ``coxph``, in
    ``oracle/r/log_rank.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows(
    ...     [9, 8, 5, 4, 2, 1], [1, 1, 1, 1, 1, 1], group=["G1", "G1", "G2", "G2", "G3", "G3"]
    ... )
    >>> round(test_for_survival_trend(counts).p_value, 4)
    0.0098
    """
    check_groups(counts)
    check_exponents(rho, gamma)
    score = _scores(counts.group_labels, scores)
    sums = sum_log_rank(counts, rho=rho, gamma=gamma)
    direction = float(score @ (sums.observed - sums.expected))
    variance = _variance(sums, score)
    statistic = direction**2 / variance if variance > 0 else float("nan")
    return TestResult(
        statistic,
        1,
        chi_square_tail(statistic, 1),
        f"{name_of_test(counts, rho, gamma)} for trend",
        dict(zip(counts.group_labels, sums.observed.tolist(), strict=True)),
        dict(zip(counts.group_labels, sums.expected.tolist(), strict=True)),
        {"direction": direction},
    )


test_for_survival_trend.__dict__["__test__"] = False  # not one of pytest's


def _variance(sums: LogRankSums, score: NDArray[np.float64]) -> float:
    """Return the variance of the score sum, exactly 0 where rounding is all there is."""
    variance = float(score @ sums.covariance @ score)
    largest = float(np.abs(score) @ np.abs(sums.covariance) @ np.abs(score))
    return variance if variance > 1e-12 * largest else 0.0


def _scores(labels: tuple[str, ...], scores: Mapping[str, float] | None) -> NDArray[np.float64]:
    if scores is None:
        return np.arange(len(labels), dtype=np.float64)
    problems = [
        Problem("scores", f"no score for '{label}'", "a number for each group")
        for label in labels
        if not np.isfinite(scores.get(label, np.nan))
    ]
    if not problems and len({scores[label] for label in labels}) < 2:
        problems.append(Problem("scores", "the same score everywhere", "at least two scores"))
    if problems:
        raise EstimationError("The trend test needs a score for each group.", problems)
    return np.array([scores[label] for label in labels], dtype=np.float64)
