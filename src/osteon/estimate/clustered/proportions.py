"""Proportions of clustered units: their design effect, and comparisons that respect it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from osteon.estimate.clustered.cluster_counts import ClusterCounts
from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail, student_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate, TestResult

FloatArray = NDArray[np.float64]

ClusteredTestMethod = Literal["rao-scott", "rao-scott-pooled", "donner-klar"]
CLUSTERED_TEST_METHODS = ("rao-scott", "rao-scott-pooled", "donner-klar")


@dataclass(frozen=True, slots=True)
class ClusteredProportion(Estimate):
    """A proportion of clustered units.

    Parameters
    ----------
    n : int
        Units.
    n_clusters : int
        Clusters.
    design_effect : float
        Variance over that of as many independent units.
    """

    n: int = 0
    n_clusters: int = 0
    design_effect: float = math.nan


def estimate_clustered_proportion(
    counts: ClusterCounts, *, conf_level: float = 0.95
) -> Mapping[str, ClusteredProportion]:
    """Estimate the share of units that have a characteristic where units come in clusters.

    Parameters
    ----------
    counts : ClusterCounts
        Events and units of each cluster.
    conf_level : float, in (0, 1)
        Coverage of the interval.

    Returns
    -------
    mapping of str to ClusteredProportion
        By group label. Standard error, limits and design effect are NaN where a group has one
        cluster only; limits and design effect also where none or all units have the
        characteristic: then estimate the proportion of clusters that have it; limits also where
        all clusters have the same share.

    Notes
    -----
    Ratio estimator with the variance between clusters; the interval is that of Student's t, with
    one degree of freedom less than clusters, on the logit scale: as
    ``survey::svyciprop(method = "logit")``. Large clusters count more than small ones.

    References
    ----------
    Cochran WG, Sampling Techniques, 3rd ed. (1977), 3.12. Oracle: R 4.2, survey,
    ``oracle/r/clustered_proportions.R``.

    Examples
    --------
    >>> lesions = ClusterCounts.from_clusters([2, 0, 1, 5], [3, 4, 2, 5])
    >>> found = estimate_clustered_proportion(lesions)[""]
    >>> f"{found.value:.3f}, design effect {found.design_effect:.2f}"
    '0.571, design effect 3.86'
    """
    check_conf_level(conf_level)
    return {
        label: _proportion(counts.events[of_group], counts.n[of_group], conf_level)
        for label, of_group in _groups(counts).items()
    }


def test_for_clustered_independence(
    counts: ClusterCounts, *, method: ClusteredTestMethod = "rao-scott"
) -> TestResult:
    """Test whether the share of clustered units is the same in all groups.

    Parameters
    ----------
    counts : ClusterCounts
        Two groups or more, each cluster in one of them.
    method : {"rao-scott", "rao-scott-pooled", "donner-klar"}
        Rao and Scott divide counts by the design effect, of each group or one pooled over groups;
        Donner and Klar divide Pearson's statistic by the inflation that one intracluster
        correlation, common to all groups, causes.

    Returns
    -------
    TestResult
        Chi-square with one degree of freedom less than groups. ``details`` hold the design effect
        of each group or the intracluster correlation. NaN where a group has fewer than two
        clusters, and, under "rao-scott", where a group's design effect is 0 or not
        defined, as where none or all of its units have the characteristic: pool it then.

    Notes
    -----
    As ``aod::raoscott`` and ``aod::donner``, but a negative intracluster correlation counts as 0,
    so that the statistic never exceeds Pearson's.

    References
    ----------
    Rao JNK, Scott AJ (1992), Biometrics 48:577, doi:10.2307/2532311. Donner A, Klar N (1994), J
    Clin Epidemiol 47:1021, doi:10.1016/0895-4356(94)90173-2. Oracle: the formulae in R 4.2 on
    Weil's litters, ``oracle/r/clustered_proportions.R``.

    Examples
    --------
    >>> lesions = ClusterCounts.from_clusters([2, 0, 1, 5, 4], [3, 4, 2, 5, 5], list("aaabb"))
    >>> round(test_for_clustered_independence(lesions, method="donner-klar").p_value, 4)
    0.053
    """
    check_choice("method", method, CLUSTERED_TEST_METHODS)
    groups = _groups(counts)
    n_clusters = np.array([of_group.sum() for of_group in groups.values()])
    df = float(len(groups) - 1)
    name = f"Chi-square test for clustered proportions ({method})"
    share = counts.events.sum() / counts.n.sum() if counts.n_clusters else math.nan
    if df < 1 or (n_clusters < 2).any() or not 0 < share < 1:
        return TestResult(math.nan, df, math.nan, name)
    if method == "donner-klar":
        statistic, details = _donner_klar(counts, groups)
    else:
        statistic, details = _rao_scott(counts, groups, pooled=method == "rao-scott-pooled")
    return TestResult(statistic, df, chi_square_tail(statistic, df), name, details=details)


def estimate_intracluster_correlation(counts: ClusterCounts) -> float:
    """Estimate how alike units of a cluster are, within groups, by analysis of variance.

    Parameters
    ----------
    counts : ClusterCounts
        Events and units of each cluster.

    Returns
    -------
    float
        At most 1, and possibly negative; NaN where no group has two clusters, no cluster two
        units, or nothing varies.

    References
    ----------
    Donner A (1986), Int Stat Rev 54:67, doi:10.2307/1403259. Oracle: R 4.2,
    ``oracle/r/clustered_proportions.R``.

    Examples
    --------
    >>> round(estimate_intracluster_correlation(ClusterCounts.from_clusters([3, 0], [3, 3])), 3)
    1.0
    """
    groups = _groups(counts)
    n_units, df_between = float(counts.n.sum()), counts.n_clusters - len(groups)
    df_within = n_units - counts.n_clusters
    if df_between < 1 or df_within < 1:
        return math.nan
    between, unequal = 0.0, 0.0
    for of_group in groups.values():
        n, events = counts.n[of_group].astype(float), counts.events[of_group]
        between += float(n @ (events / n - events.sum() / n.sum()) ** 2)
        unequal += float(n @ n / n.sum())
    within = float((counts.events * (1 - counts.events / counts.n)).sum())
    mean_between, mean_within = between / df_between, within / df_within
    typical_size = (n_units - unequal) / df_between
    spread = mean_between + (typical_size - 1) * mean_within
    return (mean_between - mean_within) / spread if spread else math.nan


def _groups(counts: ClusterCounts) -> dict[str, NDArray[np.bool_]]:
    """Return which clusters are in each group that has any."""
    masks = {label: counts.group == code for code, label in enumerate(counts.group_labels)}
    return {label: mask for label, mask in masks.items() if mask.any()}


def _proportion(
    events: NDArray[np.int64], n: NDArray[np.int64], conf_level: float
) -> ClusteredProportion:
    n_units, n_clusters = int(n.sum()), len(n)
    share = float(events.sum()) / n_units
    variance = _ratio_variance(events, n)
    binomial = share * (1 - share)
    low = high = math.nan
    if binomial and variance > 0:
        quantile = student_limit((1 - conf_level) / 2, n_clusters - 1)
        half_width = quantile * math.sqrt(variance) / binomial
        centre = float(logit(share))
        low, high = float(expit(centre - half_width)), float(expit(centre + half_width))
    return ClusteredProportion(
        value=share,
        std_error=math.sqrt(variance),
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        n=n_units,
        n_clusters=n_clusters,
        design_effect=n_units * variance / binomial if binomial else math.nan,
    )


def _ratio_variance(events: NDArray[np.int64], n: NDArray[np.int64]) -> float:
    n_clusters = len(n)
    if n_clusters < 2:
        return math.nan
    residual = events - n * (events.sum() / n.sum())
    squares = float((residual**2).sum())
    return n_clusters / (n_clusters - 1) * squares / float(n.sum()) ** 2


def _rao_scott(
    counts: ClusterCounts, groups: Mapping[str, NDArray[np.bool_]], *, pooled: bool
) -> tuple[float, dict[str, float]]:
    found = [_proportion(counts.events[mask], counts.n[mask], 0.95) for mask in groups.values()]
    n = np.array([group.n for group in found], dtype=float)
    share = np.array([group.value for group in found])
    effect = np.array([group.design_effect for group in found])
    if pooled:
        overall = float(n @ share / n.sum())
        weight = (1 - n / n.sum()) * share * (1 - share) / (overall * (1 - overall))
        common = float(np.where(weight > 0, weight * effect, 0.0).sum()) / (len(found) - 1)
        effect = np.full(len(found), common)
    if not (effect > 0).all():
        return math.nan, {}
    n_effective = n / effect
    overall = float(n_effective @ share / n_effective.sum())
    statistic = float(n_effective @ (share - overall) ** 2) / (overall * (1 - overall))
    names = [f"design_effect[{label}]" if label else "design_effect" for label in groups]
    return statistic, dict(zip(names, effect.tolist(), strict=True))


def _donner_klar(
    counts: ClusterCounts, groups: Mapping[str, NDArray[np.bool_]]
) -> tuple[float, dict[str, float]]:
    correlation = estimate_intracluster_correlation(counts)
    used = 0.0 if math.isnan(correlation) else max(0.0, correlation)
    overall = float(counts.events.sum() / counts.n.sum())
    statistic = 0.0
    for of_group in groups.values():
        n = counts.n[of_group].astype(float)
        inflation = float((n * (1 + (n - 1) * used)).sum()) / float(n.sum())
        share = float(counts.events[of_group].sum()) / float(n.sum())
        statistic += float(n.sum()) * (share - overall) ** 2 / (inflation * overall * (1 - overall))
    return statistic, {"intracluster_correlation": correlation}
