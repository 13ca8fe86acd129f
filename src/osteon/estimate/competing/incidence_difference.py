"""Two groups' cumulative incidence at one time: difference, ratio and test."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from osteon.errors import EstimationError, Problem
from osteon.estimate.competing.cause_specific_hazard import check_cause
from osteon.estimate.competing.cumulative_incidence import estimate_cumulative_incidence
from osteon.estimate.competing.incidence_curve import IncidenceVariance
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import normal_tail
from osteon.estimate.results import Estimate, TestResult
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
TestScale = Literal["plain", "log", "log-log"]


@dataclass(frozen=True, slots=True)
class IncidenceDifference:
    """Cumulative incidence of the second group against that of the first, at one time.

    Parameters
    ----------
    difference : Estimate
        Second minus first, with a Wald interval cut off at -1 and 1.
    ratio : Estimate
        Second over first, with an interval symmetric on the log scale; `std_error` is that of
        the logarithm. NaN where an incidence is 0.
    test : TestResult
        Of equal incidence at that time, on the scale asked for.
    """

    difference: Estimate
    ratio: Estimate
    test: TestResult


def estimate_incidence_difference(
    counts: SurvivalCounts,
    time: float,
    *,
    cause: int = 1,
    conf_level: float = 0.95,
    variance: IncidenceVariance | None = None,
    test_scale: TestScale = "log-log",
) -> IncidenceDifference:
    """Compare the probability of a cause by a given time between two groups.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of exactly two groups; strata are pooled.
    time : float
        In the unit of the counts. Chosen before the data were seen, or the test is no test.
    cause : int
        The cause compared.
    conf_level : float, in (0, 1)
        Coverage of the intervals.
    variance : {"greenwood", "aalen", "jackknife"}, optional
        As in `estimate_cumulative_incidence`.
    test_scale : {"log-log", "log", "plain"}
        Scale on which the incidences are compared by a Wald test. ``log-log``, log(-log(1 - F)),
        holds its level best in small groups.

    Returns
    -------
    IncidenceDifference
        All NaN where a group was not followed up to `time`.

    Raises
    ------
    EstimationError
        There are not two groups, a cluster lies in both, or an option is not permitted.

    Notes
    -----
    The groups are independent, so variances add. A test on a transformed scale is that of
    Klein and others for survival at a fixed time, with 1 - F in the place of survival.

    References
    ----------
    Klein JP et al. (2007), Stat Med 26:4505, doi:10.1002/sim.2864; Chen J et al. (2018),
    J Biopharm Stat 28:1, doi:10.1080/10543406.2017.1333998.
    Oracle: R survival 3.5.3, ``summary(survfit(Surv(time, event) ~ group), times = )``, from
    which differences are computed in ``oracle/r/competing_risks.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 2, 1, 1], group=["a", "a", "b", "b"])
    >>> estimate_incidence_difference(counts, 3).difference.value
    0.0
    """
    _check(counts, cause)
    check_choice("test_scale", test_scale, get_args(TestScale))
    curves = estimate_cumulative_incidence(counts, conf_level=conf_level, variance=variance)
    read = [curve.at(time) for curve in curves.values()]
    incidence = np.array([found.incidence[0, cause - 1] for found in read])
    std_error = np.array([found.std_error[0, cause - 1] for found in read])
    return IncidenceDifference(
        _difference(incidence, std_error, conf_level),
        _ratio(incidence, std_error, conf_level),
        _wald_test(incidence, std_error, test_scale),
    )


def _difference(incidence: FloatArray, std_error: FloatArray, conf_level: float) -> Estimate:
    value, error = float(np.diff(incidence)[0]), float(np.hypot(*std_error))
    margin = float(ndtri(0.5 + conf_level / 2)) * error
    low, high = np.clip((value - margin, value + margin), -1, 1).tolist()
    return Estimate(value, error, low, high, conf_level)


def _ratio(incidence: FloatArray, std_error: FloatArray, conf_level: float) -> Estimate:
    if not (incidence > 0).all():
        return Estimate(float("nan"), conf_level=conf_level)
    value, error = float(incidence[1] / incidence[0]), float(np.hypot(*(std_error / incidence)))
    factor = float(np.exp(ndtri(0.5 + conf_level / 2) * error))
    return Estimate(value, error, value / factor, value * factor, conf_level)


def _wald_test(incidence: FloatArray, std_error: FloatArray, scale: TestScale) -> TestResult:
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale == "plain":
            transformed, error = incidence, std_error
        elif scale == "log":
            transformed, error = np.log(incidence), std_error / incidence
        else:
            free = 1 - incidence
            transformed, error = np.log(-np.log(free)), std_error / (free * -np.log(free))
        z = np.diff(transformed)[0] / np.hypot(*error)
    statistic = float(z**2) if np.isfinite(z) else float("nan")
    p_value = 2 * normal_tail(abs(z)) if np.isfinite(z) else float("nan")
    return TestResult(statistic, 1, p_value, f"Wald test at a fixed time, {scale} scale")


def _check(counts: SurvivalCounts, cause: int) -> None:
    check_cause(counts, cause)
    problems = []
    if len(counts.group_labels) != 2:
        found = f"{len(counts.group_labels)} groups"
        problems.append(Problem("group", found, "two groups", "Select two with select()."))
    elif counts.cluster is not None:
        inside = [set(counts.cluster[counts.group == code].tolist()) for code in (0, 1)]
        if inside[0] & inside[1]:
            hint = "Compare pseudo-values by generalised estimating equations."
            problems.append(
                Problem("cluster", "clusters with members in both groups", "one group each", hint)
            )
    if problems:
        raise EstimationError("The groups cannot be compared at one time.", problems)
