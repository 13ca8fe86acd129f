"""The log-rank test by permutation, exactly where groups are small."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.results import TestResult
from osteon.estimate.risk_table import RiskTable, tabulate_risk_by_stratum
from osteon.estimate.survival.allocations import ROUNDING, can_enumerate, share_as_extreme
from osteon.estimate.survival.log_rank import check_groups
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PATIENTS_AT_A_TIME = 2_000_000  # patients shuffled together, all repeats counted


def test_for_survival_difference_exact(
    counts: SurvivalCounts, *, n_permutations: int = 100_000, seed: int = 1
) -> TestResult:
    """Test by permutation whether groups differ in survival, without large-sample theory.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups, in few patients; within strata where there are some.
    n_permutations : int
        Random permutations, where not all can be enumerated.
    seed : int
        Of these permutations.

    Returns
    -------
    TestResult
        `statistic` is the chi-square of the score sums under their permutation covariance. For
        two groups without strata the p-value is exact and ``details["n_allocations"]`` tells of
        how many; else, or where there are too many, it is (1 + as extreme) / (1 + permutations),
        and ``details`` holds ``n_permutations`` and ``seed``. NaN where all scores are equal.

    Raises
    ------
    EstimationError
        There is only one group, patients enter late (they cannot be exchanged), numbers are not
        whole, or `n_permutations` is not positive.

    Notes
    -----
    A patient's score is event minus Nelson-Aalen's hazard of all patients of the stratum at the
    patient's time; a group's sum is its observed minus expected. Patients who left on one day in
    one way are alike, so allocations are counted by class. The permutation holds under equal
    censoring in the groups.

    References
    ----------
    Hothorn T, Lausen B (2003), Comput Stat Data Anal 43:121, doi:10.1016/S0167-9473(02)00225-6.
    Phipson B, Smyth GK (2010), Stat Appl Genet Mol Biol 9:39, doi:10.2202/1544-6115.1585.
    Oracle: R coin 1.4.2, ``logrank_test(, distribution = exact(algorithm = "split-up"))``, in
    ``oracle/r/exact_log_rank.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 1, 1, 1], group=["a", "a", "b", "b"])
    >>> round(test_for_survival_difference_exact(counts).p_value, 4)
    0.3333
    """
    check_groups(counts)
    _check(counts, n_permutations)
    strata = [_classes(table) for table in tabulate_risk_by_stratum(counts)]
    sums = np.sum([stratum.sums for stratum in strata], axis=0)
    covariance = np.sum([stratum.covariance for stratum in strata], axis=0)
    precision = np.linalg.pinv(covariance, hermitian=True)
    statistic = float(sums @ precision @ sums)
    only = strata[0]
    if not np.abs(covariance).max() > ROUNDING**2:
        return TestResult(float("nan"), float("nan"), float("nan"), "permutation log-rank test")
    if len(strata) == 1 and len(counts.group_labels) == 2 and can_enumerate(only.sizes):
        n_first = int(only.n[0].sum())
        p, n_allocations = share_as_extreme(only.score, only.sizes, n_first, float(only.sums[0]))
        details = {"n_allocations": float(n_allocations)}
        return TestResult(statistic, float("nan"), p, "exact log-rank test", details=details)
    found = _shuffled_statistics(strata, precision, n_permutations, np.random.default_rng(seed))
    as_extreme = int((found >= statistic * (1 - ROUNDING)).sum())
    return TestResult(
        statistic,
        float("nan"),
        (1 + as_extreme) / (1 + n_permutations),
        "permutation log-rank test",
        details={"n_permutations": float(n_permutations), "seed": float(seed)},
    )


test_for_survival_difference_exact.__dict__["__test__"] = False  # not one of pytest's


@dataclass(frozen=True, slots=True, eq=False)
class _Classes:
    """Patients of one stratum by how they left: alike to the test where time and status are equal.

    `score` has the shape (n_classes,), `n`, the patients, (n_groups, n_classes).
    """

    score: FloatArray
    n: IntArray

    @property
    def sizes(self) -> IntArray:
        """Number of patients of each class, in all groups."""
        return np.asarray(self.n.sum(axis=0), dtype=np.int64)

    @property
    def sums(self) -> FloatArray:
        """Sum of scores of each group: its observed minus expected events."""
        return self.n @ self.score

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the groups' sums over all permutations."""
        group_sizes = self.n.sum(axis=1).astype(np.float64)
        total = group_sizes.sum()
        if total < 2:
            return np.zeros((len(group_sizes), len(group_sizes)))
        mean = (self.sizes @ self.score) / total
        variance = (self.sizes @ (self.score - mean) ** 2) / (total - 1)
        shares = np.diag(group_sizes) - np.outer(group_sizes, group_sizes) / total
        return np.asarray(variance * shares, dtype=np.float64)


def _classes(table: RiskTable) -> _Classes:
    events, at_risk = table.n_event_any, table.n_at_risk.sum(axis=0)
    hazard = np.cumsum(events.sum(axis=0) / at_risk)
    n = np.concatenate((events, table.n_censored), axis=1).astype(np.int64)
    score = np.concatenate((1 - hazard, -hazard))
    somebody = n.sum(axis=0) > 0
    return _Classes(score[somebody], n[:, somebody])


def _shuffled_statistics(
    strata: list[_Classes], precision: FloatArray, n_permutations: int, rng: np.random.Generator
) -> FloatArray:
    """Return the statistic of random permutations of the groups within strata."""
    n_patients = sum(int(stratum.n.sum()) for stratum in strata)
    at_a_time = max(1, PATIENTS_AT_A_TIME // n_patients)
    found = []
    for first in range(0, n_permutations, at_a_time):
        repeats = min(at_a_time, n_permutations - first)
        sums = np.sum([_shuffled_sums(stratum, repeats, rng) for stratum in strata], axis=0)
        found.append(np.einsum("ij,jk,ik->i", sums, precision, sums))
    return np.concatenate(found)


def _shuffled_sums(stratum: _Classes, repeats: int, rng: np.random.Generator) -> FloatArray:
    """Return the groups' sums of scores in random permutations, shape (repeats, n_groups)."""
    n_groups = len(stratum.n)
    groups = np.repeat(np.arange(n_groups), stratum.n.sum(axis=1))
    scores = np.repeat(stratum.score, stratum.sizes)
    shuffled = rng.permuted(np.broadcast_to(scores, (repeats, len(scores))), axis=1)
    starts = np.searchsorted(groups, np.arange(n_groups))
    sums = np.add.reduceat(np.pad(shuffled, ((0, 0), (0, 1))), starts, axis=1)
    return np.where(np.bincount(groups, minlength=n_groups) > 0, sums, 0.0)


def _check(counts: SurvivalCounts, n_permutations: int) -> None:
    problems = []
    if counts.entry is not None:
        found = "delayed entry"
        problems.append(Problem("entry", found, "patients who are at risk from the origin on"))
    if n_permutations < 1:
        problems.append(Problem("n_permutations", f"{n_permutations}", "1 or more"))
    if problems:
        raise EstimationError("The permutation test cannot be made.", problems)
