"""Agreement beyond chance: the kappa of Cohen, weighted or not, and that of Fleiss."""

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice, check_counts
from osteon.estimate.distributions import normal_limit, student_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.tables.contingency import ContingencyTable

FloatArray = NDArray[np.float64]

KappaWeights = Literal["none", "linear", "quadratic"]
KAPPA_WEIGHTS = ("none", "linear", "quadratic")


def estimate_kappa(
    table: ContingencyTable, *, weights: KappaWeights = "none", conf_level: float = 0.95
) -> Estimate:
    """Estimate how far two readers agree beyond what chance would give.

    Parameters
    ----------
    table : ContingencyTable
        Rows by the first reader, columns by the second, with the same levels in the same order.
    weights : {"none", "linear", "quadratic"}
        Credit for a near miss, by the distance of the levels: none, 1 - d/(k - 1), or
        1 - d^2/(k - 1)^2.
    conf_level : float, in (0, 1)
        Coverage of the normal interval, which is cut at -1 and 1.

    Returns
    -------
    Estimate
        Kappa in [-1, 1] with the standard error that does not assume kappa to be 0. NaN where
        nobody was read or chance alone gives full agreement (one level only).

    Raises
    ------
    EstimationError
        Rows and columns are not the same levels.

    Notes
    -----
    As ``vcd::Kappa`` with weights "Equal-Spacing" and "Fleiss-Cohen".

    References
    ----------
    Cohen J (1968), Psychol Bull 70:213, doi:10.1037/h0026256. Fleiss JL, Cohen J, Everitt BS
    (1969), Psychol Bull 72:323, doi:10.1037/h0028106. Oracle: the paper's formula in R 4.2,
    ``oracle/r/agreement.R``, and statsmodels ``cohens_kappa``.

    Examples
    --------
    >>> readers = ContingencyTable.from_array([[20, 5], [10, 15]])
    >>> kappa = estimate_kappa(readers)
    >>> f"{kappa.value:.2f} ({kappa.conf_low:.2f}-{kappa.conf_high:.2f})"
    '0.40 (0.15-0.65)'
    """
    check_choice("weights", weights, KAPPA_WEIGHTS)
    check_conf_level(conf_level)
    _check_same_levels(table)
    n = table.n_total
    if not n:
        return Estimate(math.nan, conf_level=conf_level)
    share = table.counts / n
    kappa, influence = _kappa(share, weights)
    if math.isnan(kappa):
        return Estimate(math.nan, conf_level=conf_level)
    std_error = math.sqrt(float((share * influence**2).sum()) / n)
    quantile = normal_limit((1 - conf_level) / 2)
    return _with_interval(kappa, std_error, quantile, conf_level)


def estimate_clustered_kappa(
    tables: ArrayLike, *, weights: KappaWeights = "none", conf_level: float = 0.95
) -> Estimate:
    """Estimate how far two readers agree beyond chance where units come in clusters.

    Parameters
    ----------
    tables : array_like of int, shape (n_clusters, k, k)
        The units of each cluster, such as a patient: rows by the first reader, columns by the
        second.
    weights : {"none", "linear", "quadratic"}
        As in `estimate_kappa`.
    conf_level : float, in (0, 1)
        Coverage of the interval of Student's t with one degree of freedom less than clusters,
        which is cut at -1 and 1.

    Returns
    -------
    Estimate
        The kappa of all units, with a linearised standard error whose terms are sums over
        clusters. NaN as in `estimate_kappa`; standard error and limits also NaN where there is
        one cluster only.

    Raises
    ------
    EstimationError
        Tables that are not counts of two levels or more.

    Notes
    -----
    Large clusters count more than small ones. As ``survey::svykappa``; with one unit a cluster the
    standard error is that of `estimate_kappa` but for the factor sqrt(n / (n - 1)).

    References
    ----------
    Yang Z, Zhou M (2014), Stat Med 33:2612, doi:10.1002/sim.6113. Oracle: R 4.2, survey,
    ``oracle/r/clustered_kappa.R``.

    Examples
    --------
    >>> kappa = estimate_clustered_kappa([[[3, 0], [1, 2]], [[4, 1], [0, 4]], [[2, 2], [0, 3]]])
    >>> f"{kappa.value:.3f}, standard error {kappa.std_error:.3f}"
    '0.639, standard error 0.104'
    """
    check_choice("weights", weights, KAPPA_WEIGHTS)
    check_conf_level(conf_level)
    counts = np.asarray(tables)
    _check_clusters(counts)
    n, n_clusters = counts.sum(), len(counts)
    if not n:
        return Estimate(math.nan, conf_level=conf_level)
    kappa, influence = _kappa(counts.sum(axis=0) / n, weights)
    of_cluster = np.asarray((counts * influence).sum(axis=(1, 2)), dtype=float)
    return _between_clusters(kappa, of_cluster / n, n_clusters, conf_level)


def estimate_fleiss_kappa(
    ratings: ArrayLike, *, cluster: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Estimate how far several readers agree beyond chance, whoever read which unit.

    Parameters
    ----------
    ratings : array_like of int, shape (n_units, n_levels)
        How many readers put each unit into each level. The number of readers may differ between
        units; a unit that fewer than two read says nothing about agreement and is left out.
    cluster : array_like, shape (n_units,), optional
        The cluster of each unit, such as a patient; without it each unit is one of its own.
    conf_level : float, in (0, 1)
        Coverage of the interval of Student's t with one degree of freedom less than clusters,
        which is cut at -1 and 1.

    Returns
    -------
    Estimate
        Kappa with its linearised standard error over clusters, which does not assume kappa to be
        0. NaN where fewer than two units remain or all readings are the same level.

    Raises
    ------
    EstimationError
        Ratings that are not counts in two dimensions, or not one cluster a unit.

    Notes
    -----
    With the same number of readers for each unit, the value is that of ``irr::kappam.fleiss``; its
    standard error holds only if kappa is 0. Ours is Gwet's, as in ``irrCAC::fleiss.kappa.raw``.

    References
    ----------
    Fleiss JL (1971), Psychol Bull 76:378, doi:10.1037/h0031619. Gwet KL (2021), Educ Psychol Meas
    81:781, doi:10.1177/0013164420973080. Oracle: the formulae and the jackknife in R 4.2,
    ``oracle/r/agreement.R``.

    Examples
    --------
    >>> round(estimate_fleiss_kappa([[0, 3], [1, 2], [3, 0], [3, 0]]).value, 3)
    0.657
    """
    check_conf_level(conf_level)
    given = np.asarray(ratings)
    problems = check_counts(given, where="ratings", n_dimensions=2)
    if problems:
        raise EstimationError("These are not counts of readings.", problems)
    is_read_twice = given.sum(axis=1) > 1
    counts = given[is_read_twice].astype(float)
    clusters = _codes(cluster, len(given))[is_read_twice]
    n_units = len(counts)
    readers = counts.sum(axis=1, keepdims=True)
    level_share = (counts / readers).mean(axis=0) if n_units else np.ones(1)
    by_chance = float(level_share @ level_share)
    if n_units < 2 or by_chance == 1:
        return Estimate(math.nan, conf_level=conf_level)
    agreeing = (counts * (counts - 1) / (readers * (readers - 1))).sum(axis=1)
    kappa = (float(agreeing.mean()) - by_chance) / (1 - by_chance)
    chance_of_unit = counts @ level_share / readers[:, 0]
    influence = (agreeing - by_chance) / (1 - by_chance) - 2 * (1 - kappa) * (
        chance_of_unit - by_chance
    ) / (1 - by_chance)
    distinct, codes = np.unique(clusters, return_inverse=True)
    moves = np.zeros(len(distinct))
    np.add.at(moves, codes, (influence - kappa) / n_units)
    return _between_clusters(kappa, moves, len(distinct), conf_level)


def _kappa(share: FloatArray, weights: KappaWeights) -> tuple[float, FloatArray]:
    """Return kappa, and how far a unit of each cell of the table moves it; NaN by chance alone."""
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    credit = _credit(len(rows), weights)
    observed, by_chance = float((credit * share).sum()), float(rows @ credit @ columns)
    if by_chance == 1:
        return math.nan, np.full_like(share, math.nan)
    kappa = (observed - by_chance) / (1 - by_chance)
    mean_credit = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    centre = kappa - by_chance * (1 - kappa)
    return kappa, (credit - mean_credit * (1 - kappa) - centre) / (1 - by_chance)


def _between_clusters(
    kappa: float, of_cluster: FloatArray, n_clusters: int, conf_level: float
) -> Estimate:
    """Return kappa with the interval of what each cluster moves it by."""
    if n_clusters < 2 or math.isnan(kappa):
        return Estimate(kappa, conf_level=conf_level)
    variance = n_clusters / (n_clusters - 1) * float((of_cluster**2).sum())
    quantile = student_limit((1 - conf_level) / 2, n_clusters - 1)
    return _with_interval(kappa, math.sqrt(variance), quantile, conf_level)


def _codes(cluster: ArrayLike | None, n_units: int) -> NDArray[np.generic]:
    codes = np.arange(n_units) if cluster is None else np.asarray(cluster)
    if codes.shape != (n_units,):
        problem = Problem("cluster", f"the shape {codes.shape}", f"one a unit, ({n_units},)")
        raise EstimationError("Each unit is in one cluster.", [problem])
    return codes


def _check_clusters(tables: NDArray[np.generic]) -> None:
    problems = check_counts(tables, where="tables", n_dimensions=3)
    if not problems and not tables.shape[1] == tables.shape[2] >= 2:
        found = f"tables of {tables.shape[1]} by {tables.shape[2]} levels"
        problems = [Problem("tables", found, "the same levels, two at least, from both readers")]
    if problems:
        raise EstimationError("These are not readings of clustered units.", problems)


def _credit(n_levels: int, weights: KappaWeights) -> FloatArray:
    level = np.arange(n_levels)
    distance = np.abs(level[:, None] - level[None, :])
    if weights == "none":
        return np.eye(n_levels)
    return np.asarray(1 - (distance / (n_levels - 1)) ** (1 if weights == "linear" else 2))


def _with_interval(kappa: float, std_error: float, quantile: float, conf_level: float) -> Estimate:
    low = max(-1.0, kappa - quantile * std_error)
    high = min(1.0, kappa + quantile * std_error)
    return Estimate(kappa, std_error, low, high, conf_level)


def _check_same_levels(table: ContingencyTable) -> None:
    if table.row_labels != table.column_labels or len(table.row_labels) < 2:
        rows, columns = ", ".join(table.row_labels), ", ".join(table.column_labels)
        raise EstimationError(
            "Agreement needs the same levels, two at least, from both readers.",
            [
                Problem(
                    where="table",
                    found=f"rows {rows} and columns {columns}",
                    permitted="the same levels in the same order",
                    hint="Put them in order with select(rows=..., columns=...).",
                )
            ],
        )
