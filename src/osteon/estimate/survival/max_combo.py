"""The largest of several weighted log-rank tests, with the p-value that allows for the choice."""

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.results import TestResult
from osteon.estimate.risk_table import tabulate_risk_by_stratum
from osteon.estimate.survival.log_rank import (
    check_exponents,
    check_groups,
    fleming_harrington_weight,
    log_rank_steps,
)
from osteon.estimate.survival.normal_box import probability_within
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
Weights = tuple[tuple[float, float], ...]

EARLY_LATE_BOTH: Weights = ((0, 0), (1, 0), (0, 1), (1, 1))
MOST_WEIGHTS = 5  # the precision of the probability falls with their number


def test_for_survival_difference_max_combo(
    counts: SurvivalCounts, *, weights: Weights = EARLY_LATE_BOTH
) -> TestResult:
    """Test whether two groups differ in hazard, early, late or throughout.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of two groups, within strata where there are some.
    weights : tuple of (rho, gamma)
        Fleming and Harrington's weights to try; the default tries none, early, late and middle.

    Returns
    -------
    TestResult
        The largest |z|, and the probability that the largest of as many correlated normal
        deviates is as large; ``details`` holds the z of each weight, positive where the first
        group has more events than expected. NaN where one of them has no variance.

    Raises
    ------
    EstimationError
        There are not two groups, or a weight is negative or not there.

    Notes
    -----
    Both statistics and their covariance sum over the same event times, the covariance with the
    product of the weights. With the default weights one of the four is the sum of two others, so
    the normal distribution is singular; p is right to 1e-5.

    References
    ----------
    Lee SH (2007), Biometrics 63:1196, doi:10.1111/j.1541-0420.2007.00793.x. Roychoudhury S,
    Anderson KM, Ye J, Mukhopadhyay P (2023), Stat Biopharm Res 15:300,
    doi:10.1080/19466315.2021.1874507.
    Oracle: R survival 3.5.3 (rho), the sums in plain R (gamma), mvtnorm 1.1.3 ``pmvnorm``, in
    ``oracle/r/max_combo.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows(
    ...     [1, 2, 3, 7, 4, 6, 8, 9], [1, 1, 1, 1, 1, 1, 0, 0], group=["a"] * 4 + ["b"] * 4
    ... )
    >>> round(test_for_survival_difference_max_combo(counts).statistic, 3)
    1.789
    """
    check_groups(counts)
    _check(counts, weights)
    difference, covariance = _sums(counts, weights)
    spread = np.sqrt(np.diag(covariance))
    with np.errstate(invalid="ignore", divide="ignore"):
        z = difference / spread
        correlation = covariance / np.outer(spread, spread)
    largest = float(np.abs(z).max())
    names = (f"z(rho={rho:g}, gamma={gamma:g})" for rho, gamma in weights)
    return TestResult(
        largest,
        float("nan"),
        float("nan") if np.isnan(largest) else 1 - probability_within(largest, correlation),
        "max-combo test",
        details=dict(zip(names, z.tolist(), strict=True)),
    )


test_for_survival_difference_max_combo.__dict__["__test__"] = False  # not one of pytest's


def _sums(counts: SurvivalCounts, weights: Weights) -> tuple[FloatArray, FloatArray]:
    """Return observed minus expected in the first group for each weight, and their covariance."""
    difference = np.zeros(len(weights))
    covariance = np.zeros((len(weights), len(weights)))
    for table in tabulate_risk_by_stratum(counts):
        steps = log_rank_steps(table)
        weight = np.array([fleming_harrington_weight(steps, *pair) for pair in weights])
        difference += weight @ (steps.n_event - steps.expected)[0]
        covariance += (weight * steps.variances[0]) @ weight.T
    return difference, covariance


def _check(counts: SurvivalCounts, weights: Weights) -> None:
    problems = []
    if len(counts.group_labels) != 2:
        problems.append(Problem("group", f"{len(counts.group_labels)} groups", "two groups"))
    if not 1 <= len(weights) <= MOST_WEIGHTS:
        permitted = f"1 to {MOST_WEIGHTS} pairs of rho and gamma"
        problems.append(Problem("weights", f"{len(weights)} pairs", permitted))
    if problems:
        raise EstimationError("The max-combo test cannot be made.", problems)
    for rho, gamma in weights:
        check_exponents(rho, gamma)
