"""Wilcoxon's tests where units come in clusters: rank sum and signed rank."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.clustered.clustered_values import ClusteredValues
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import normal_tail
from osteon.estimate.results import TestResult
from osteon.estimate.values.rank_tests import doubled_ranks

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SignedRankMethod = Literal["asymptotic", "exact"]
SIGNED_RANK_METHODS = ("asymptotic", "exact")
LARGEST_SIGN_TABLE = 50_000_000  # sums of signed ranks that are held


def test_for_clustered_rank_sum(values: ClusteredValues) -> TestResult:
    """Test whether units of one group tend to have larger values, units coming in clusters.

    Parameters
    ----------
    values : ClusteredValues
        Two groups, of whole clusters or within them.

    Returns
    -------
    TestResult
        Datta and Satten's z, positive where the first group tends to be larger. ``details`` hold
        the rank sum, its mean and its variance. NaN where there is one cluster, or one group, or
        the variance is 0.

    Raises
    ------
    EstimationError
        There are not two groups.

    Notes
    -----
    The mean of Wilcoxon's statistic over all samples of one unit a cluster: each cluster weighs
    the same, and cluster size may depend on the value (informative). Asymptotic in the number of
    clusters. As ``clusrank::clusWilcox.test(method = "ds")``. The test of Rosner, Glynn and Lee
    was not taken: it lets large clusters count more and assumes size to be uninformative.

    References
    ----------
    Datta S, Satten GA (2005), J Am Stat Assoc 100:908, doi:10.1198/016214504000001583. Oracle:
    enumeration of all samples, and the paper's variance as loops, in R 4.2,
    ``oracle/r/clustered_ranks.R``.

    Examples
    --------
    >>> uptake = ClusteredValues.from_rows(
    ...     [8.1, 7.0, 9.5, 4.4, 5.0, 6.2], cluster=[1, 1, 2, 3, 4, 4], group=list("aaabbb")
    ... )
    >>> round(test_for_clustered_rank_sum(uptake).statistic, 3)
    1.576
    """
    if len(values.group_labels) != 2:
        found = f"{len(values.group_labels)} groups"
        problem = Problem("values", found, "2 groups")
        raise EstimationError("The clustered rank-sum test compares two groups.", [problem])
    name = "Datta-Satten rank-sum test for clustered data"
    m = values.n_clusters
    if m < 2:
        return TestResult(math.nan, math.nan, math.nan, name)
    size = values.cluster_sums(np.ones(len(values.n)))
    in_first = (values.group == 0).astype(float)
    share = values.cluster_sums(in_first) / size
    of_others = _distribution_of_other_clusters(values, size)
    rank_sum = float((values.cluster_sums(in_first * (1 + of_others)) / size).sum()) / (m + 1)
    mean = float(share.sum()) / 2
    weight = (m - 1) * in_first - (share.sum() - share)[values.cluster]
    contribution = values.cluster_sums(weight * _pooled_distribution(values)) / (size * (m + 1))
    centre = m / (2 * (m + 1)) * (share - share.mean())
    variance = float(((contribution - centre) ** 2).sum())
    details = {"rank_sum": rank_sum, "mean": mean, "variance": variance}
    z = (rank_sum - mean) / math.sqrt(variance) if variance > 0 else math.nan
    return TestResult(z, math.nan, 2 * normal_tail(abs(z)), name, details=details)


def test_for_clustered_signed_rank(
    differences: ClusteredValues, *, method: SignedRankMethod = "asymptotic"
) -> TestResult:
    """Test whether paired differences are symmetric about 0, pairs coming in clusters.

    Parameters
    ----------
    differences : ClusteredValues
        One difference a unit, such as follow-up minus baseline of a lesion; groups are ignored.
        Differences of 0 are left out.
    method : {"asymptotic", "exact"}
        Normal approximation with weights for unequal clusters, asymptotic in their number; or all
        changes of sign of whole clusters, unweighted, for few of them.

    Returns
    -------
    TestResult
        Rosner, Glynn and Lee's z (asymptotic), positive where differences tend to be positive, or
        the sum of signed ranks (exact). ``details`` hold the intracluster correlation of the
        signed ranks. Asymptotically NaN where fewer than two clusters have a difference or the
        signed ranks of each cluster cancel; the exact p is then 1.

    Raises
    ------
    EstimationError
        The clusters are too many or too large for the exact method.

    Notes
    -----
    As ``clusrank::clusWilcox.test(paired = TRUE, method = "rgl")``: clusters of equal size weigh
    the same, else by the inverse of their variance under the corrected intracluster correlation,
    which counts as 0 where it is negative.

    References
    ----------
    Rosner B, Glynn RJ, Lee MLT (2006), Biometrics 62:185,
    doi:10.1111/j.1541-0420.2005.00389.x. Oracle: the paper's formulae with ``lm`` in R 4.2, and
    enumeration of all signs, ``oracle/r/clustered_ranks.R``.

    Examples
    --------
    >>> change = ClusteredValues.from_rows([1.2, 0.4, -0.3, 2.0, 0.9], cluster=[1, 1, 2, 3, 3])
    >>> round(test_for_clustered_signed_rank(change).statistic, 3)
    1.177
    """
    check_choice("method", method, SIGNED_RANK_METHODS)
    changed = differences.value != 0
    moved = ClusteredValues(
        differences.value[changed],
        differences.cluster[changed],
        differences.group[changed],
        differences.n[changed],
        differences.group_labels,
    )
    signed_rank = _doubled_signed_ranks(moved)
    if method == "exact":
        return _exact_signed_rank(moved.cluster_sums(signed_rank))
    name = "Rosner-Glynn-Lee signed-rank test for clustered data"
    if moved.n_clusters < 2:
        return TestResult(math.nan, math.nan, math.nan, name)
    size = moved.cluster_sums(np.ones(len(moved.n)))
    correlation = _intracluster_correlation(moved, signed_rank / 2, size)
    weighted = moved.cluster_sums(signed_rank) / (1 + (size - 1) * correlation)
    squares = float((weighted**2).sum())
    z = float(weighted.sum()) / math.sqrt(squares) if squares else math.nan
    details = {"intracluster_correlation": correlation}
    return TestResult(z, math.nan, 2 * normal_tail(abs(z)), name, details=details)


def _pooled_distribution(values: ClusteredValues) -> FloatArray:
    """Return, for each row, the share of all units below its value, ties as one half."""
    _, code = np.unique(values.value, return_inverse=True)
    ties = np.bincount(code, weights=values.n)
    below_or_half = (np.cumsum(ties) - ties / 2) / values.n.sum()
    return np.asarray(below_or_half[code])


def _distribution_of_other_clusters(values: ClusteredValues, size: FloatArray) -> FloatArray:
    """Return, for each row, the sum over other clusters of their shares below, ties as one half."""
    distinct, code = np.unique(values.value, return_inverse=True)
    share = values.n / size[values.cluster]
    ties = np.bincount(code, weights=share, minlength=len(distinct))
    all_clusters = (np.cumsum(ties) - ties / 2)[code]
    key = values.cluster * len(distinct) + code
    _, own_code = np.unique(key, return_inverse=True)
    own_ties = np.bincount(own_code, weights=share)
    own = (np.cumsum(own_ties) - own_ties / 2)[own_code] - values.cluster  # each adds up to 1
    return np.asarray(all_clusters - own)


def _doubled_signed_ranks(values: ClusteredValues) -> IntArray:
    _, code = np.unique(np.abs(values.value), return_inverse=True)
    ties = np.bincount(code, weights=values.n).astype(np.int64)
    return np.asarray(np.sign(values.value).astype(np.int64) * doubled_ranks(ties)[code])


def _intracluster_correlation(
    values: ClusteredValues, signed_rank: FloatArray, size: FloatArray
) -> float:
    """Return the corrected correlation of signed ranks; 0 where clusters are of equal size."""
    m, n = len(size), float(size.sum())
    if (size == size[0]).all():
        return 0.0
    cluster_sum = values.cluster_sums(signed_rank)
    between = float((cluster_sum**2 / size).sum()) - float(cluster_sum.sum()) ** 2 / n
    within = float(values.n @ signed_rank**2) - float((cluster_sum**2 / size).sum())
    mean_within = within / (n - m)
    typical_size = (n - float((size**2).sum()) / n) / (m - 1)
    variance_between = (between / (m - 1) - mean_within) / typical_size
    spread = variance_between + mean_within
    correlation = max(0.0, variance_between / spread) if spread > 0 else 0.0
    corrected = correlation * (1 + (1 - correlation**2) / (m - 2.5))
    return min(1.0, max(0.0, corrected))


def _exact_signed_rank(doubled_sums: FloatArray) -> TestResult:
    sizes = np.abs(np.rint(doubled_sums)).astype(np.int64)
    total = int(sizes.sum())
    if total * len(sizes) > LARGEST_SIGN_TABLE:
        found = f"{len(sizes)} clusters"
        hint = 'Ask for method="asymptotic".'
        problem = Problem("differences", found, "fewer or smaller clusters", hint)
        raise EstimationError("These clusters are too many for the exact test.", [problem])
    probability = np.zeros(total + 1)  # of each sum over clusters with a positive sign
    probability[0] = 1.0
    for size in sizes[sizes > 0].tolist():
        shifted = np.concatenate((np.zeros(size), probability[: total + 1 - size]))
        probability = (probability + shifted) / 2
    observed = int(np.rint(doubled_sums.sum()))
    distance = np.abs(2 * np.arange(total + 1) - total)
    p_value = min(1.0, float(probability[distance >= abs(observed)].sum()))
    name = "Exact signed-rank test for clustered data"
    return TestResult(observed / 2, math.nan, p_value, name)
