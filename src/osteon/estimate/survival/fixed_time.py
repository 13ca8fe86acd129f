"""Groups compared by their survival at one time."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail
from osteon.estimate.intervals import ConfType, check_conf_level
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.survival.contrast import Contrast, contrast_with_reference
from osteon.estimate.survival.kaplan_meier import estimate_survival
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


def estimate_survival_difference(
    counts: SurvivalCounts,
    *,
    time: float,
    reference: str | None = None,
    conf_level: float = 0.95,
) -> dict[str, Contrast]:
    """Estimate how survival beyond one time differs between groups.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups.
    time : float
        Chosen before the data were seen.
    reference : str, optional
        Label of the group to compare with, by default the first.
    conf_level : float, in (0, 1)
        Coverage of the intervals.

    Returns
    -------
    dict of str to Contrast
        Difference and ratio of each other group to the reference; NaN where `time` is beyond a
        group's follow-up. For a p-value prefer `test_for_survival_difference_at`.

    Raises
    ------
    EstimationError
        There is only one group, or no such reference.

    Notes
    -----
    Kaplan-Meier with Greenwood's variance, or the infinitesimal jackknife where weights are not
    whole or clusters are given (within a group; groups are taken as independent).

    References
    ----------
    Klein JP, Logan B, Harhoff M, Andersen PK (2007), Stat Med 26:4505, doi:10.1002/sim.2864.
    Oracle: R survival 3.5.3, ``summary(survfit, times = )``, in ``oracle/r/contrasts.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([2, 6, 3, 8], [1, 0, 0, 0], group=["a", "a", "b", "b"])
    >>> estimate_survival_difference(counts, time=5)["b"].difference.value
    0.5
    """
    check_conf_level(conf_level)
    survival, std_error = _survival_at(counts, time)
    rows = zip(counts.group_labels, survival, std_error, strict=True)
    estimates = {label: Estimate(float(S), float(se)) for label, S, se in rows}
    return contrast_with_reference(estimates, reference, conf_level)


def test_for_survival_difference_at(
    counts: SurvivalCounts, *, time: float, scale: ConfType = "log-log"
) -> TestResult:
    """Test whether survival beyond one time is the same in all groups.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups.
    time : float
        Chosen before the data were seen.
    scale : {"log-log", "log", "plain", "arcsin", "logit"}
        Scale on which survival is compared. Klein and others found the plain one too liberal in
        small samples, log-log (complementary) and arcsine-root closest to the nominal level.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom less than there are groups. NaN where survival on
        this scale, or its variance, is not estimable in some group: beyond its follow-up, at 0,
        and at 1.

    Raises
    ------
    EstimationError
        There is only one group, or no such scale.

    References
    ----------
    Klein JP, Logan B, Harhoff M, Andersen PK (2007), Stat Med 26:4505, doi:10.1002/sim.2864.
    Oracle: R survival 3.5.3 with the formulas of the paper, in ``oracle/r/contrasts.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows(
    ...     [2, 6, 9, 3, 4, 8], [1, 0, 0, 1, 1, 0], group=["a", "a", "a", "b", "b", "b"]
    ... )
    >>> round(test_for_survival_difference_at(counts, time=5, scale="plain").p_value, 4)
    0.3865
    """
    check_choice("scale", scale, tuple(_SCALES))
    n_groups = len(counts.group_labels)
    if n_groups < 2:
        problem = Problem("group", f"{n_groups} group", "two groups or more")
        raise EstimationError("There is nothing to compare.", [problem])
    S, std_error = _survival_at(counts, time)
    inside = (S > 0) & (S < 1) & (std_error > 0)
    S = np.where(inside, S, np.nan)
    transformed, slope = _SCALES[scale](S)
    precision = (slope * std_error) ** -2
    mean = (precision @ transformed) / precision.sum()
    statistic = float(precision @ (transformed - mean) ** 2)
    return TestResult(
        statistic,
        n_groups - 1,
        chi_square_tail(statistic, n_groups - 1),
        f"test of survival at a fixed time, {scale} scale",
    )


test_for_survival_difference_at.__dict__["__test__"] = False  # not one of pytest's


def _survival_at(counts: SurvivalCounts, time: float) -> tuple[FloatArray, FloatArray]:
    found = [curve.at(time) for curve in estimate_survival(counts).values()]
    survival = np.array([at.survival[0] for at in found])
    return survival, np.array([at.std_error[0] for at in found])


Scale = Callable[[FloatArray], tuple[FloatArray, FloatArray]]

# Each scale as the transform of survival and its derivative.
_SCALES: Mapping[str, Scale] = {
    "plain": lambda S: (S, np.ones_like(S)),
    "log": lambda S: (np.log(S), 1 / S),
    "log-log": lambda S: (np.log(-np.log(S)), 1 / (S * np.log(S))),
    "arcsin": lambda S: (np.arcsin(np.sqrt(S)), 1 / (2 * np.sqrt(S * (1 - S)))),
    "logit": lambda S: (np.log(S / (1 - S)), 1 / (S * (1 - S))),
}
